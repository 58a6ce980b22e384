"""Who somebody is, told by themselves."""

import pytest

from tests.contracts.world.shapes import NOTHING
from tests.contracts.world.trade import events_of

DOCUMENT = b"\5" * 32


@pytest.mark.ganache
@pytest.mark.parametrize("document", [DOCUMENT, NOTHING], ids=["published", "removed"])
def test_everybody_speaks_for_themselves(profiles, seller, document):
    tx = profiles.update(document, {"from": seller})
    assert events_of(tx, profiles) == [("ProfileUpdated", {"account": seller.address, "document": document})]
