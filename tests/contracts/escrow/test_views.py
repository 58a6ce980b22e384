"""What anybody can ask."""

from tests.contracts.world.shapes import NATIVE, DealState


def test_a_deal_nobody_opened_has_an_empty_state(trade, deal):
    assert trade.state(deal) == DealState()


def test_nobody_has_a_credit_to_begin_with(escrow, people):
    assert {escrow.credit(person, NATIVE) for person in vars(people).values()} == {0}
