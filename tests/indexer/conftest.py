import pytest

from tests.indexer.fake_chain import FakeChain
from tests.indexer.faulty_node import serving
from tests.indexer.indexing import Index
from tests.support import chance

chance.settle()


@pytest.fixture
def chain():
    return FakeChain()


@pytest.fixture
def index(tmp_path, chain):
    return Index(tmp_path, chain)


@pytest.fixture
def node(chain):
    with serving(chain) as served:
        yield served
