"""Several deals with one payment, all or none."""

import pytest

from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import NATIVE, Status


@pytest.fixture
def cart(make_deal, token):
    """Two milestones in the native coin, one item in a token."""
    currencies = (NATIVE, NATIVE, token.address)
    return [make_deal(salt=bytes([index]) * 32, token=token) for index, token in enumerate(currencies)]


def send(escrow, deals, buyer, **changes):
    value = sum(deal.value for deal in deals)
    return escrow.openBatch(deals, [b""] * len(deals), {"from": buyer, "value": value} | changes)


def test_each_deal_needs_an_authorization(escrow, cart, buyer):
    with reverts_with("LengthMismatch", 3, 2):
        escrow.openBatch(cart, [b"", b""], {"from": buyer})


def test_a_deal_does_not_come_twice(escrow, trade, cart, buyer):
    with reverts_with("DealExists", trade.id(cart[0])):
        send(escrow, [*cart, cart[0]], buyer)


@pytest.mark.parametrize("difference", [-1, 1])
def test_the_payment_must_be_the_exact_sum(escrow, cart, buyer, difference):
    total = 2 * cart[0].funding
    with reverts_with("WrongPayment", total, total + difference):
        send(escrow, cart, buyer, value=total + difference)


def test_one_bad_deal_stops_them_all(escrow, trade, cart, make_deal, buyer):
    with reverts_with("NoPrice"):
        send(escrow, [*cart, make_deal(price=0, deposit=1)], buyer)
    assert {trade.state(deal).status for deal in cart} == {Status.NONE}


@pytest.mark.ganache
def test_all_are_opened_with_one_payment(escrow, trade, cart, buyer, token):
    held = token.balanceOf(escrow)
    done = trade.watch(lambda: send(escrow, cart, buyer), cart[0])

    assert done.moved == {"buyer": -3_000_024, "escrow": 3_000_024}
    assert token.balanceOf(escrow) - held == 1_500_012
    assert {trade.state(deal).status for deal in cart} == {Status.FUNDED}
    assert [(name, told["dealId"]) for name, told in done.events] == [("DealOpened", trade.id(deal)) for deal in cart]


def test_an_empty_batch_opens_nothing(escrow, buyer):
    assert send(escrow, [], buyer).logs == []
