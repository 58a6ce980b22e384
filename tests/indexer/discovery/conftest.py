import pytest

from tests.indexer.discovery.shelf import Shelf


@pytest.fixture
def shelf(tmp_path):
    opened = Shelf(tmp_path / "index.sqlite")
    yield opened
    opened.close()
