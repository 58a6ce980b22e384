"""Every function that writes, by everybody: who is refused, and why."""

import pytest
from eth_utils import keccak

from tests.contracts.booking.conftest import SKU
from tests.contracts.model.booking import place_id
from tests.contracts.world.chain import Reverted, ask_all
from tests.contracts.world.shapes import NOTHING

PEOPLE = ("seller", "buyer", "arbiter", "referrer", "payer", "stranger")
# Whoever calls acts on a place of his own: the SKU is his, and nobody names another's. `None` is success.
REFUSALS = {
    "publish": {"seller": "PlaceExists", "others": None},
    "revise": {"seller": None, "others": "PlaceUnknown"},
    "withdraw": {"seller": None, "others": "PlaceUnknown"},
    "blockNights": {"seller": None, "others": "PlaceUnknown"},
    "unblockNights": {"seller": None, "others": "PlaceUnknown"},
    "authorize": {"seller": "NotEscrow", "others": "NotEscrow"},
    "onDealClosed": {"seller": "NotEscrow", "others": "NotEscrow"},
}


@pytest.fixture
def calls(published):
    stay = published.stay()
    deal = published.deal(stay)
    nights = (SKU, stay.unit, stay.firstNight, stay.nights)
    arguments = {
        "publish": (SKU, published.place),
        "revise": (SKU, published.place),
        "withdraw": (SKU,),
        "blockNights": nights,
        "unblockNights": nights,
        "authorize": (NOTHING, deal, published.authorization()),
        "onDealClosed": (NOTHING, deal, 0),
    }
    return {act: getattr(published.market, act).encode_input(*given) for act, given in arguments.items()}


@pytest.mark.parametrize("act", REFUSALS)
def test_who_may_do_it(published, people, calls, act):
    asked = [
        [{"from": getattr(people, person).address, "to": published.market.address, "data": calls[act]}, "latest"]
        for person in PEOPLE
    ]
    for person, answer in zip(PEOPLE, ask_all("eth_call", asked), strict=True):
        expected = REFUSALS[act].get(person, REFUSALS[act]["others"])
        seen = answer[:10] if isinstance(answer, Reverted) else None
        assert seen == (selector_of(published.market, expected) if expected else None), f"{act} by the {person}"


def test_the_escrow_alone_books_and_frees(published, escrow, trade, buyer):
    """By the deal alone: no other function reaches a booked night."""
    stay = published.stay()
    deal = published.book(stay)
    assert published.calendar(stay.firstNight) == (0b111, 0)
    escrow.cancel(deal, {"from": buyer})
    assert published.calendar(stay.firstNight) == (0, 0)


def test_every_function_that_writes_is_in_the_table(booking):
    writing = {
        item["name"]
        for item in booking.abi
        if item["type"] == "function" and item["stateMutability"] not in {"view", "pure"}
    }
    assert writing == set(REFUSALS)


def test_what_somebody_does_under_the_same_sku_leaves_the_place_alone(published, stranger):
    stay = published.stay()
    published.book(stay)
    before = published.market.placeOf(published.id)
    market, sender = published.market, {"from": stranger}
    market.publish(SKU, published.place, sender)
    market.blockNights(SKU, 0, stay.firstNight, 9, sender)
    market.unblockNights(SKU, 0, stay.firstNight, 9, sender)
    market.withdraw(SKU, sender)
    assert published.market.placeOf(published.id) == before
    assert published.calendar(stay.firstNight) == (0b111, 0)
    assert place_id(stranger.address, SKU) != published.id


def selector_of(contract, error):
    item = next(item for item in contract.abi if item["type"] == "error" and item["name"] == error)
    kinds = ",".join(field["type"] for field in item["inputs"])
    return "0x" + keccak(text=f"{error}({kinds})")[:4].hex()
