"""A guest cancels, a host refunds: what comes back, to the wei, and which nights are free again."""

import pytest

from tests.contracts.model.booking import check_in
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.places import Notice, pack_policy
from tests.contracts.world.shapes import DAY, NOTHING, WHOLE, Outcome, Status
from tests.contracts.world.trade import events_of

POLICIES = {
    "flexible": pack_policy(Notice(1 * DAY, 10_000), Notice(0, 5_000)),
    "moderate": pack_policy(Notice(14 * DAY, 10_000), Notice(5 * DAY, 5_000)),
    "strict": pack_policy(Notice(30 * DAY, 10_000), Notice(7 * DAY, 3_333)),
}
# The price of five nights is 5 * 999_999 + 250_001 = 5_249_996: odd enough for a third to be rounded.
BACK = {
    ("flexible", 15): 5_249_996,
    ("flexible", 8): 5_249_996,
    ("flexible", 1): 5_249_996,
    ("moderate", 15): 5_249_996,
    ("moderate", 8): 2_624_998,
    ("moderate", 1): 0,
    ("strict", 15): 1_749_824,
    ("strict", 8): 1_749_824,
    ("strict", 1): 0,
}


def freed(inn, deal, stay, **changes):
    told = {"placeId": inn.id, "dealId": inn.trade.id(deal), "unit": stay.unit}
    return [("StayFreed", told | {"firstNight": stay.firstNight, "nights": stay.nights} | changes)]


def test_only_the_escrow_tells_that_a_deal_closed(published, stranger, buyer, seller):
    stay = published.stay()
    deal = published.book(stay)
    for somebody in (stranger, buyer, seller):
        with reverts_with("NotEscrow", somebody):
            published.market.onDealClosed(published.trade.id(deal), deal, 0, {"from": somebody})
    assert published.calendar(stay.firstNight) == (0b111, 0)


@pytest.mark.ganache
@in_both_currencies
@pytest.mark.parametrize(("policy", "days"), BACK, ids=str)
def test_what_comes_back_is_exactly_what_the_policy_says(inn, trade, escrow, buyer, clock, policy, days):
    """A second before the last moment that counts for those who cancel so many days before check-in."""
    published = inn.publish(policy=POLICIES[policy], nightPrice=999_999, weekendPrice=0, discounts=0)
    stay = published.stay(ahead=40, nights=5)
    deal = published.book(stay, referrer=buyer.address, referralBps=0)
    assert deal.price == 5_249_996
    clock.to(check_in(published.place, stay.firstNight) - days * DAY)
    done = trade.do(escrow.cancel, deal, by=buyer)

    back = BACK[policy, days]
    kept = deal.price - back
    expected = {"buyer": back + deal.deposit, "seller": kept, "escrow": -deal.funding}
    assert done.moved == {name: amount for name, amount in expected.items() if amount}
    assert (done.after.status, done.after.outcome) == (Status.CLOSED, Outcome.CANCELLED)
    assert events_of(done.tx, published.market) == freed(published, deal, stay)
    assert published.calendar(stay.firstNight) == (0, 0)


def test_a_second_after_a_step_the_next_one_counts(published, trade, escrow, buyer, clock):
    stay = published.stay()
    deal = published.book(stay)
    clock.to(check_in(published.place, stay.firstNight) - 14 * DAY + 1)
    done = trade.do(escrow.cancel, deal, by=buyer)
    assert done.after.claimBps == WHOLE - 5_000


def test_nobody_cancels_once_the_stay_has_begun(published, trade, escrow, buyer, clock):
    stay = published.stay()
    deal = published.book(stay)
    clock.to(check_in(published.place, stay.firstNight) + 1)
    with reverts_with("DealNotFunded", trade.id(deal), int(Status.FULFILLED)):
        escrow.cancel(deal, {"from": buyer})
    with reverts_with("DealNotFunded", trade.id(deal), int(Status.FULFILLED)):
        escrow.reclaim(deal, {"from": buyer})


def test_at_check_in_itself_a_guest_may_cancel_but_the_night_has_begun(published, escrow, buyer, clock):
    stay = published.stay()
    deal = published.book(stay)
    clock.to(check_in(published.place, stay.firstNight))
    tx = escrow.cancel(deal, {"from": buyer})
    rest = {"firstNight": stay.firstNight + 1, "nights": 2}
    assert events_of(tx, published.market) == freed(published, deal, stay, **rest)
    assert published.calendar(stay.firstNight) == (0b001, 0)


@pytest.mark.ganache
@in_both_currencies
def test_a_host_who_cannot_keep_his_word_gives_everything_back(published, trade, escrow, seller):
    stay = published.stay()
    deal = published.book(stay)
    done = trade.do(escrow.refund, deal, by=seller)
    assert done.moved == {"buyer": deal.funding, "escrow": -deal.funding}
    assert events_of(done.tx, published.market) == freed(published, deal, stay)
    assert published.calendar(stay.firstNight) == (0, 0)


@pytest.mark.parametrize(
    ("passed", "begun"), [(1, 1), (DAY - 1, 1), (DAY, 2), (2 * DAY - 1, 2), (2 * DAY, 3), (9 * DAY, 3)]
)
def test_a_refund_during_the_stay_frees_the_nights_to_come(published, escrow, seller, clock, passed, begun):
    stay = published.stay()
    deal = published.book(stay)
    clock.to(check_in(published.place, stay.firstNight) + passed)
    tx = escrow.refund(deal, {"from": seller})
    rest = {"firstNight": stay.firstNight + begun, "nights": 3 - begun}
    assert events_of(tx, published.market) == (freed(published, deal, stay, **rest) if begun < 3 else [])
    assert published.calendar(stay.firstNight) == ((1 << begun) - 1, 0)


def test_freed_nights_can_be_booked_at_once(published, escrow, buyer, people, trade):
    stay = published.stay()
    escrow.cancel(published.book(stay), {"from": buyer})
    deal = published.book(stay, buyer=people.payer.address)
    assert trade.state(deal).status == Status.FUNDED
    assert published.calendar(stay.firstNight) == (0b111, 0)


def test_only_the_stay_that_ended_is_freed(published, escrow, buyer):
    stay = published.stay()
    published.book(stay._replace(firstNight=stay.firstNight - 3))
    published.book(stay._replace(firstNight=stay.firstNight + 3))
    published.book(stay._replace(unit=1))
    escrow.cancel(published.book(stay), {"from": buyer})
    assert published.calendar(stay.firstNight - 3) == (0b111000111, 0)
    assert published.calendar(stay.firstNight, unit=1) == (0b111, 0)


def test_who_books_everything_and_cancels_leaves_everything_free(inn, escrow, buyer):
    """He pays for every night meanwhile, and takes none of them along."""
    published = inn.publish(maxNights=128, horizon=140)
    deals = [published.book(published.stay(ahead=1, nights=128, unit=unit)) for unit in (0, 1)]
    for deal in deals:
        escrow.cancel(deal, {"from": buyer})
    for unit in (0, 1):
        assert published.market.isFree(published.id, unit, published.today, 128)


def test_a_settlement_frees_the_nights(published, escrow, buyer, seller):
    stay = published.stay()
    deal = published.book(stay)
    escrow.proposeSettlement(deal, False, 2_500, {"from": seller})
    tx = escrow.acceptSettlement(deal, False, 2_500, {"from": buyer})
    assert events_of(tx, published.market) == freed(published, deal, stay)


def test_a_dispute_keeps_the_nights_until_it_is_decided(published, escrow, buyer, seller, stranger, clock):
    stay = published.stay()
    deal = published.book(stay)
    escrow.dispute(deal, 0, NOTHING, {"from": buyer})
    with reverts_with("NightsTaken", published.id, 0, stay.firstNight, 3):
        published.book(stay._replace(nonce=1))
    clock.by(deal.contestPeriod + 1)
    tx = escrow.execute(deal, {"from": stranger})
    assert events_of(tx, published.market) == freed(published, deal, stay)


def test_a_stay_that_was_paid_early_keeps_its_nights(published, escrow, buyer, seller):
    stay = published.stay()
    deal = published.book(stay)
    escrow.release(deal, {"from": buyer})
    escrow.returnDeposit(deal, {"from": seller})
    assert published.calendar(stay.firstNight) == (0b111, 0)


def test_a_withdrawn_or_changed_place_still_frees_its_nights(published, escrow, buyer, seller):
    stays = [published.stay(), published.stay(unit=1)]
    deals = [published.book(stay) for stay in stays]
    published.market.revise(stays[0].sku, published.place._replace(units=1), {"from": seller})
    escrow.cancel(deals[1], {"from": buyer})
    published.market.withdraw(stays[0].sku, {"from": seller})
    escrow.cancel(deals[0], {"from": buyer})
    assert published.calendar(stays[0].firstNight, unit=0) == published.calendar(stays[1].firstNight, unit=1) == (0, 0)


def test_a_guest_whose_wallet_books_again_on_the_refund_takes_nothing_twice(published, escrow, wallet, buyer, trade):
    """The money arrives before the nights are free: what he tries meanwhile is refused."""
    stay = published.stay()
    deal = published.deal(stay, buyer=wallet.address, referrer=buyer.address, referralBps=0)
    trade.open(deal, payer=buyer, authorization=published.authorization())
    again = published.deal(stay._replace(nonce=1), buyer=wallet.address, referrer=buyer.address, referralBps=0)
    wallet.callBack(escrow, escrow.open.encode_input(again, published.authorization()), {"from": buyer})
    wallet.act(escrow, escrow.cancel.encode_input(deal), {"from": buyer})
    assert trade.state(again).status == Status.NONE
    assert published.calendar(stay.firstNight) == (0, 0)
