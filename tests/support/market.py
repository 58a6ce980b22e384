"""A running marketplace for tests: a chain of its own, deployed contracts, index and API, all on free ports.

Use it in a conftest: `from tests.support.market import market`. CHAIN chooses the chain, Anvil unless told.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scripts import marketplace
from scripts.dev_accounts import dev_account
from scripts.devnet import Kind
from scripts.marketplace import Marketplace, Plan


@contextmanager
def opened(kind: Kind, folder: Path) -> Iterator[Marketplace]:
    """With a record of its deployment beside it, so that nobody's demo is touched."""
    with marketplace.running(Plan(kind=kind, folder=folder, record=folder / "deployment.json")) as place:
        yield place


@pytest.fixture(scope="session")
def market(tmp_path_factory) -> Iterator[Marketplace]:
    with opened(Kind(os.environ.get("CHAIN", Kind.ANVIL)), tmp_path_factory.mktemp("market")) as place:
        yield place


@pytest.fixture(scope="session")
def people():
    """Accounts by the part they play."""
    parts = ("seller", "buyer", "rival", "arbiter", "referrer", "stranger")
    return {part: dev_account(number) for number, part in enumerate(parts, start=1)}
