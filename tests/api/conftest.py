import pytest

from tests.api.client import Client, config_for
from tests.api.market import Market
from tests.support import chance

chance.settle()


@pytest.fixture
def folder(tmp_path):
    return tmp_path


@pytest.fixture
def market(folder):
    market = Market.open(folder / "index.sqlite")
    yield market
    market.writer.close()


@pytest.fixture
def config(folder):
    return config_for(folder)


@pytest.fixture
def api(market, config):
    """The application over the market's store."""
    return Client.of(config)
