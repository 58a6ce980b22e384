"""A deal at a standing tariff: the buyer chooses the cap and the minute, everything else is the seller's."""

import pytest

from tests.contracts.model.request import by_tariff, fare, schedule
from tests.contracts.request.conftest import SLACK
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import ZERO, Status, Step, pack_refunds
from tests.contracts.world.trade import events_of

LENGTH = 32 + 20 * 32


def hail(desk, deal, tariff=None, **signed):
    return desk.trade.open(deal, authorization=desk.tariffed(tariff, **signed))


def test_only_the_escrow_may_ask(desk, stranger):
    deal = desk.ride()
    with reverts_with("NotEscrow", stranger):
        desk.market.authorize(desk.trade.id(deal), deal, desk.tariffed(), {"from": stranger})


@pytest.mark.parametrize("length", [96, LENGTH - 1])
def test_a_tariff_is_told_whole(desk, length):
    with reverts_with("BadAuthorization", length):
        desk.trade.open(desk.ride(), authorization=desk.tariffed()[:length])


def test_an_expired_tariff_cannot_be_accepted(desk, clock):
    clock.to(desk.tariff.expiresAt)
    with reverts_with("TariffExpired", desk.tariff_id(), desk.tariff.expiresAt):
        desk.hail()


def test_a_tariff_that_was_taken_back_cannot_be_accepted(desk, seller):
    desk.market.revoke({"from": seller})
    with reverts_with("TariffRevoked", desk.tariff_id(), 1):
        desk.hail()


def test_a_tariff_without_a_wait_cannot_be_accepted(desk):
    tariff = desk.tariff._replace(waitPeriod=desk.tariff.freePeriod)
    with reverts_with("BadTariff", tariff.freePeriod, tariff.waitPeriod, tariff.noShowBps):
        hail(desk, desk.ride(), tariff)


@pytest.mark.parametrize("signer", ["buyer", "stranger"])
def test_only_the_sellers_own_signature_counts(desk, seller, signer):
    with reverts_with("BadTariffSignature", seller, desk.tariff_id()):
        hail(desk, desk.ride(), signer=signer)


@pytest.mark.parametrize("signature", [b"", b"\1" * 65], ids=["nothing", "nonsense"])
def test_nonsense_is_no_signature(desk, seller, signature):
    with reverts_with("BadTariffSignature", seller, desk.tariff_id()):
        desk.trade.open(desk.ride(), authorization=by_tariff(desk.tariff, signature))


@pytest.mark.parametrize(
    "field",
    ["arbiterBps", "silenceBps", "inspection", "contestPeriod", "rulingPeriod", "deposit"],
)
def test_a_number_of_the_tariff_is_exact(desk, field):
    deal = desk.ride()
    other = deal._replace(**{field: getattr(deal, field) + 1})
    with reverts_with("NotTheTariff", desk.tariff_id()):
        hail(desk, other)


@pytest.mark.parametrize("field", ["seller", "arbiter", "agreement", "token"])
def test_a_name_in_the_tariff_is_exact(desk, field, payer, token):
    other = {"seller": payer.address, "arbiter": ZERO, "agreement": b"\1" * 32, "token": token.address}
    with reverts_with("NotTheTariff", desk.tariff_id()):
        hail(desk, desk.ride(**{field: other[field]}))


def test_the_cap_covers_the_lowest_fare(desk):
    lowest = fare(desk.tariff, 0, 0)
    with reverts_with("CapTooLow", lowest - 1, lowest):
        desk.hail(price=lowest - 1)
    assert desk.trade.state(desk.hail(price=lowest)).status == Status.FUNDED


def test_the_cap_covers_the_base_where_nothing_is_the_minimum(desk):
    tariff = desk.tariff._replace(minimum=0)
    with reverts_with("CapTooLow", tariff.base - 1, tariff.base):
        hail(desk, desk.ride(tariff=tariff, price=tariff.base - 1), tariff)


def test_a_front_end_gets_no_more_than_the_seller_grants(desk):
    granted = desk.tariff.referralBps
    with reverts_with("ReferralNotGranted", granted + 1, granted):
        desk.hail(referralBps=granted + 1)
    assert desk.trade.state(desk.hail(referrer=ZERO, referralBps=0)).status == Status.FUNDED


def test_the_seller_has_his_time_to_begin(desk):
    earliest = desk.now + desk.tariff.deliverPeriod
    with reverts_with("DeliverByTooSoon", earliest - 1, earliest):
        desk.hail(deliverBy=earliest - 1)
    assert desk.trade.state(desk.hail(deliverBy=earliest)).status == Status.FUNDED


def test_an_acceptance_that_was_under_way_too_long_is_refused(desk, clock):
    """The buyer's free time runs from when he asked: what is mined late would leave him little of it."""
    deal = desk.ride()
    last = desk.now + SLACK
    now = clock.to(last + 1)
    with reverts_with("DeliverByTooSoon", deal.deliverBy, now + desk.tariff.deliverPeriod):
        hail(desk, deal)


@pytest.mark.parametrize("sooner", [0, 1, SLACK])
def test_the_times_count_from_when_the_buyer_asked(desk, sooner):
    deal = desk.hail(start=desk.now - sooner, deliverBy=desk.now + desk.tariff.deliverPeriod)
    assert desk.trade.state(deal).status == Status.FUNDED


def test_the_times_never_count_from_later(desk):
    deal = desk.ride(start=desk.now + 1)
    with reverts_with("WrongSchedule", deal.refunds, schedule(desk.tariff, desk.now)):
        hail(desk, deal)


@pytest.mark.parametrize("word", ["no-show for less", "free for longer", "wait for longer", "a step less"])
def test_the_schedule_is_the_tariffs(desk, word):
    tariff, now = desk.tariff, desk.now
    free, late = Step(now + tariff.freePeriod, 10_000), Step(now + tariff.waitPeriod, 7_500)
    by_code = 2 << 224
    other = {
        "no-show for less": by_code | pack_refunds(free, late._replace(buyerBps=7_501)),
        "free for longer": by_code | pack_refunds(free._replace(until=free.until + 1), late),
        "wait for longer": by_code | pack_refunds(free, late._replace(until=late.until + 1)),
        "a step less": by_code | pack_refunds(free),
    }[word]
    with reverts_with("WrongSchedule", other, schedule(tariff, now)):
        desk.hail(refunds=other)


@pytest.mark.parametrize("ending", [0, 1], ids=["by the seller's word", "by the clock"])
def test_a_ride_begins_by_its_code(desk, ending):
    expected = schedule(desk.tariff, desk.now)
    other = expected % 2**224 | ending << 224
    with reverts_with("WrongSchedule", other, expected):
        desk.hail(refunds=other, deliverBy=desk.now + desk.tariff.deliverPeriod)


def test_a_deal_that_cannot_be_cancelled_is_not_the_tariffs(desk):
    with reverts_with("WrongSchedule", 0, schedule(desk.tariff, 0)):
        desk.hail(refunds=0)


@pytest.mark.ganache
@in_both_currencies
def test_a_ride_is_hailed_by_paying_the_cap(desk, trade, escrow, buyer):
    deal = desk.ride()
    done = trade.do(escrow.open, deal, desk.tariffed(), by=buyer, value=deal.value)

    assert done.after.status == Status.FUNDED
    assert done.moved == {"buyer": -deal.price, "escrow": deal.price}
    accepted = {"tariffId": desk.tariff_id(), "dealId": trade.id(deal)}
    assert events_of(done.tx, desk.market) == [("TariffAccepted", accepted)]


def test_a_tariff_is_accepted_by_many(desk, trade, payer):
    deals = [desk.hail(salt=bytes([number]) * 32) for number in range(3)]
    deals.append(desk.hail(buyer=payer.address))
    assert [trade.state(deal).status for deal in deals] == [Status.FUNDED] * 4


def test_a_wallet_contract_may_sign(desk, trade, wallet):
    tariff = desk.tariff._replace(seller=wallet.address)
    deal = hail(desk, desk.ride(tariff=tariff), tariff)
    assert trade.state(deal).status == Status.FUNDED


def test_a_stray_bit_in_the_tariff_is_another_tariff(desk, escrow, buyer):
    """In no word is there room for what was not signed."""
    deal, whole = desk.ride(), desk.tariffed()
    for word in range(1, 20):
        authorization = bytearray(whole)
        authorization[32 * word] |= 0x80
        print("word", word)
        with reverts_with("StrayBits", ...):
            escrow.open(deal, bytes(authorization), {"from": buyer, "value": deal.value})
