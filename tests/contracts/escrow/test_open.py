"""Money goes in, and the terms are frozen."""

import pytest
from brownie import web3

from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import (
    MAX_ARBITER_BPS,
    MAX_PERIOD,
    MAX_REFERRAL_BPS,
    NOTHING,
    ZERO,
    DealState,
    Ending,
    Status,
    Step,
    pack_refunds,
)

AFTER_ALL = pack_refunds(Step(2**40 - 1, 0))


def send(escrow, deal, payer, **changes):
    return escrow.open(deal, b"", {"from": payer, "value": deal.value} | changes)


def test_a_deal_is_opened_once(escrow, trade, funded_deal, buyer):
    with reverts_with("DealExists", trade.id(funded_deal)):
        send(escrow, funded_deal, buyer)


def test_a_closed_deal_is_not_opened_again(escrow, trade, closed_deal, buyer):
    with reverts_with("DealExists", trade.id(closed_deal)):
        send(escrow, closed_deal, buyer)


@pytest.mark.parametrize(
    ("field", "person"),
    [
        ("market", None),
        ("buyer", None),
        ("seller", None),
        ("seller", "buyer"),
        ("buyer", "escrow"),
        ("seller", "escrow"),
    ],
)
def test_the_parties_must_be_real_and_two(escrow, trade, make_deal, buyer, field, person):
    deal = make_deal(**{field: trade.addresses[person] if person else ZERO})
    with reverts_with("BadParties", deal.market, deal.buyer, deal.seller):
        send(escrow, deal, buyer)


@pytest.mark.parametrize("person", ["buyer", "seller"])
def test_nobody_is_the_arbiter_of_the_own_deal(escrow, make_deal, buyer, people, person):
    party = getattr(people, person)
    with reverts_with("BadArbiter", party):
        send(escrow, make_deal(arbiter=party.address), buyer)


@pytest.mark.parametrize(
    ("refusal", "changes"),
    [
        (("ReferralTooHigh", MAX_REFERRAL_BPS + 1, MAX_REFERRAL_BPS), {"referralBps": MAX_REFERRAL_BPS + 1}),
        (("ReferralTooHigh", 1, 0), {"referralBps": 1, "referrer": ZERO}),
        (("ArbiterFeeTooHigh", MAX_ARBITER_BPS + 1, MAX_ARBITER_BPS), {"arbiterBps": MAX_ARBITER_BPS + 1}),
        (("BadShare", 10_001), {"silenceBps": 10_001}),
        (("NoPrice",), {"price": 0}),
        (("PeriodTooLong", MAX_PERIOD + 1, MAX_PERIOD), {"inspection": MAX_PERIOD + 1}),
        (("PeriodTooLong", MAX_PERIOD + 1, MAX_PERIOD), {"claimPeriod": MAX_PERIOD + 1}),
        (("PeriodTooLong", MAX_PERIOD + 1, MAX_PERIOD), {"contestPeriod": MAX_PERIOD + 1}),
        (("PeriodTooLong", 2**32 - 1, MAX_PERIOD), {"rulingPeriod": 2**32 - 1}),
        (("BadShare", 10_001), {"refunds": pack_refunds(Step(2**40 - 1, 10_001))}),
        *(
            (("BadSchedule", refunds), {"refunds": refunds})
            for refunds in (
                pack_refunds(Step(2, 10_000), Step(1, 5_000)),
                pack_refunds(Step(2, 10_000), Step(2, 5_000)),
                pack_refunds(Step(0, 10_000)),
                pack_refunds(Step(1, 10_000), Step(0, 0), Step(2, 5_000)),
                *(ending << 224 for ending in (1, 2)),
                pack_refunds(Step(1, 10_000)) | 3 << 224,
            )
        ),
        *(
            (("BadEnding", ending), {"refunds": pack_refunds(Step(1, 0), ending=ending)})
            for ending in (Ending.BY_CLOCK, Ending.BY_CODE)
        ),
        (("BadEnding", Ending.BY_CLOCK), {"refunds": AFTER_ALL | 1 << 224, "revisions": 0}),
        (
            ("BadEnding", Ending.BY_CODE),
            {"refunds": pack_refunds(Step(1, 0), ending=Ending.BY_CODE), "revisions": 0, "handover": NOTHING},
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_terms_nobody_should_agree_to_are_refused(escrow, make_deal, buyer, refusal, changes):
    with reverts_with(*refusal):
        send(escrow, make_deal(**changes), buyer)


def test_the_deadline_for_delivery_must_be_ahead(escrow, make_deal, buyer, clock):
    deal = make_deal()
    clock.to(deal.deliverBy)
    with reverts_with("DeadlinePassed", deal.deliverBy, deal.deliverBy):
        send(escrow, deal, buyer)


@pytest.mark.parametrize("difference", [-1, 1])
def test_the_payment_must_be_exact(escrow, deal, buyer, difference):
    with reverts_with("WrongPayment", deal.funding, deal.funding + difference):
        send(escrow, deal, buyer, value=deal.funding + difference)


@pytest.mark.parametrize("currency", ["token"], indirect=True)
def test_a_deal_in_a_token_takes_no_native_coin(escrow, deal, buyer):
    with reverts_with("WrongPayment", 0, 1):
        send(escrow, deal, buyer, value=1)


@pytest.mark.ganache
@in_both_currencies
@pytest.mark.parametrize("payer", ["buyer", "payer"])
def test_the_money_is_held_and_the_terms_are_told(escrow, trade, deal, people, payer):
    payer, name = getattr(people, payer), payer
    done = trade.do(escrow.open, deal, b"", by=payer, value=deal.value)

    assert done.moved == {name: -1_500_012, "escrow": 1_500_012}
    assert done.before == DealState()
    assert done.after == DealState(Status.FUNDED, since=done.time)
    told = {"dealId": trade.id(deal), "buyer": deal.buyer, "seller": deal.seller, "payer": payer.address, "deal": deal}
    assert done.events == [("DealOpened", told)]


def test_the_id_is_the_hash_of_chain_escrow_and_terms(escrow, trade, deal):
    assert bytes(escrow.idOf(deal)) == trade.id(deal)


def test_every_term_names_another_deal(escrow, deal):
    ids = {bytes(escrow.idOf(deal))}
    for field, value in deal._asdict().items():
        other = value + 1 if isinstance(value, int) else {bytes: b"\7" * 32, str: escrow.address}[type(value)]
        ids.add(bytes(escrow.idOf(deal._replace(**{field: other}))))
    assert len(ids) == 1 + len(deal)


def test_limits_are_allowed(escrow, trade, make_deal):
    deal = make_deal(
        referralBps=MAX_REFERRAL_BPS,
        arbiterBps=MAX_ARBITER_BPS,
        silenceBps=10_000,
        inspection=MAX_PERIOD,
        claimPeriod=MAX_PERIOD,
        contestPeriod=MAX_PERIOD,
        rulingPeriod=MAX_PERIOD,
        price=1,
        deposit=0,
    )
    assert trade.state(trade.open(deal)).status == Status.FUNDED


def test_the_largest_amounts_fit(escrow, trade, make_deal, buyer, token, people):
    amount = 2**128 - 1
    token.mint(buyer, 2 * amount, {"from": buyer})
    token.approve(escrow, 2 * amount, {"from": buyer})
    deal = trade.open(make_deal(token=token.address, price=amount, deposit=amount))
    moved = trade.do(escrow.release, deal, by=buyer).moved
    assert moved["seller"] + moved["referrer"] == amount
    assert token.balanceOf(escrow) == amount


def test_money_sent_without_a_deal_is_not_taken(escrow, buyer):
    with pytest.raises(ValueError, match="revert"):
        web3.eth.call({"from": buyer.address, "to": escrow.address, "value": 1})
