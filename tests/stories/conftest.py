"""Stories run on both chains, unless CHAIN names one: a chain we are sure of and the one people are sure of."""

import os
from collections.abc import Iterator

import pytest

from scripts.devnet import Kind
from scripts.marketplace import Marketplace
from tests.support.market import opened, people

__all__ = ["market", "people"]

CHAINS = [pytest.param(Kind.ANVIL, id="anvil"), pytest.param(Kind.GANACHE, id="ganache", marks=pytest.mark.ganache)]


def pytest_collection_modifyitems(config, items):
    wanted = os.environ.get("CHAIN")
    if wanted is None:
        return
    kept = [item for item in items if kind_of(item) in {None, wanted}]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def kind_of(item):
    called = getattr(item, "callspec", None)
    return called.params.get("market") if called else None


@pytest.fixture(scope="session", params=CHAINS)
def market(request, tmp_path_factory) -> Iterator[Marketplace]:
    with opened(request.param, tmp_path_factory.mktemp(request.param)) as place:
        yield place
