"""The market vouches for a stay that keeps to the place, and for no other; no night is booked twice."""

import pytest

from tests.contracts.booking.conftest import SKU
from tests.contracts.model.booking import check_in, refunds_of
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.places import MAX_NIGHTS, PAYOUT_DELAY, RESERVATION_BYTES, Notice, Place, pack_policy
from tests.contracts.world.shapes import DAY, HOUR, NOTHING, ZERO, DealState, Status
from tests.contracts.world.trade import events_of

RESERVED = Place._fields[1:15]


def attempt(inn, deal, **changes):
    return inn.trade.open(deal, authorization=inn.authorization(**changes))


def test_only_the_escrow_may_ask(published, stranger):
    deal = published.deal(published.stay())
    with reverts_with("NotEscrow", stranger):
        published.market.authorize(NOTHING, deal, published.authorization(), {"from": stranger})


@pytest.mark.parametrize("length", [0, RESERVATION_BYTES - 1])
def test_a_reservation_is_told_whole(published, length):
    with reverts_with("BadAuthorization", length):
        published.trade.open(published.deal(published.stay()), authorization=published.authorization()[:length])


def test_what_was_never_published_or_is_withdrawn_cannot_be_booked(inn, seller):
    with reverts_with("PlaceUnknown", inn.id):
        inn.book(inn.stay())
    published = inn.publish()
    published.market.withdraw(SKU, {"from": seller})
    with reverts_with("PlaceUnknown", inn.id):
        published.book(published.stay())


def test_the_salt_names_a_place_of_the_seller(published):
    stay = published.stay(sku=b"somebody's house")
    with reverts_with("PlaceUnknown", bytes(published.market.placeIdOf(published.host, stay.sku))):
        published.book(stay)


@pytest.mark.parametrize("field", RESERVED)
def test_no_field_of_the_reservation_differs_from_the_place(published, field):
    value = getattr(published.place, field)
    with reverts_with("PlaceChanged", published.id, 1):
        attempt(
            published, published.deal(published.stay()), **{field: not value if field == "isInstant" else value + 1}
        )


@pytest.mark.parametrize("word", [index for index in range(14) if index != RESERVED.index("seasons")])
def test_a_stray_bit_makes_another_place(published, word):
    authorization = bytearray(published.authorization())
    authorization[32 * word] ^= 0x80
    with reverts_with("PlaceChanged", published.id, 1):
        published.trade.open(published.deal(published.stay()), authorization=bytes(authorization))


@pytest.mark.parametrize(
    "field", ["deposit", "arbiterBps", "silenceBps", "claimPeriod", "contestPeriod", "rulingPeriod"]
)
def test_no_number_of_the_deal_differs_from_the_place(published, field):
    deal = published.deal(published.stay())
    with reverts_with("PlaceChanged", published.id, 1):
        attempt(published, deal._replace(**{field: getattr(deal, field) + 1}))


@pytest.mark.parametrize("field", ["token", "arbiter", "agreement"])
def test_nothing_else_of_the_deal_differs_from_the_place(published, token, field):
    other = {"token": token.address, "arbiter": ZERO, "agreement": NOTHING}[field]
    deal = published.deal(published.stay())._replace(**{field: other})
    with reverts_with("PlaceChanged", published.id, 1):
        attempt(published, deal)


def test_a_revision_in_between_makes_the_booking_fail(published, seller):
    published.market.revise(SKU, published.place._replace(nightPrice=9), {"from": seller})
    with reverts_with("PlaceChanged", published.id, 2):
        published.book(published.stay())


def test_an_expired_place_cannot_be_booked(published, clock):
    expires = clock.to(published.place.expiresAt)
    with reverts_with("PlaceExpired", published.id, expires):
        published.book(published.stay())


def test_the_salt_names_a_unit_there_is(published):
    with reverts_with("UnitUnknown", 2, 2):
        published.book(published.stay(unit=2))


@pytest.mark.parametrize("nights", [0, 1, 61, 2**16 - 1])
def test_no_stay_is_shorter_or_longer_than_granted(published, nights):
    stay = published.stay()
    deal = published.deal(stay)._replace(salt=stay._replace(nights=nights).salt)
    with reverts_with("LengthNotGranted", nights, 2, 60):
        attempt(published, deal)


@pytest.mark.parametrize("first", [0, -2, 364, 2**24 - 1])
def test_no_night_far_past_or_far_ahead(published, first):
    today = published.today
    night = first if first in {0, 2**24 - 1} else today + first
    stay = published.stay()
    deal = published.deal(stay)._replace(salt=stay._replace(firstNight=night).salt)
    with reverts_with("OutOfReach", night, 3, today - 1, today + 365):
        attempt(published, deal)


def test_no_night_that_has_begun(published, clock):
    stay = published.stay(ahead=1)
    arrival = clock.to(check_in(published.place, stay.firstNight))
    with reverts_with("NightBegun", arrival, arrival):
        published.book(stay)


@pytest.mark.parametrize("difference", [-1, 1])
def test_the_price_is_the_quote_to_the_wei(published, difference):
    deal = published.deal(published.stay())
    with reverts_with("WrongPrice", deal.price + difference, deal.price):
        attempt(published, deal._replace(price=deal.price + difference))


@pytest.mark.parametrize("lie", [{"firstNight": 1}, {"nights": 1}], ids=["other dates", "more nights"])
def test_a_salt_that_lies_has_another_price_or_schedule(inn, lie):
    """Paid for some nights, booking others."""
    published = inn.publish(weekendPrice=0, discounts=0)
    stay = published.stay()
    other = stay._replace(**{field: getattr(stay, field) + more for field, more in lie.items()})
    deal, honest = published.deal(stay)._replace(salt=other.salt), published.deal(other)
    error = (
        ("WrongPrice", deal.price, honest.price) if "nights" in lie else ("WrongSchedule", deal.refunds, honest.refunds)
    )
    with reverts_with(*error):
        attempt(published, deal)


@pytest.mark.parametrize(
    "refunds",
    [
        lambda _inn, _right: 0,
        lambda _, right: right & ~(1 << 224),
        lambda _, right: right + 1,
        lambda inn, _: refunds_of(inn.place._replace(policy=pack_policy(Notice(0, 10_000))), inn.today + 30),
    ],
    ids=["none", "by hand", "a second later", "free to the last moment"],
)
def test_the_schedule_is_the_hosts(published, refunds):
    deal = published.deal(published.stay())
    wrong = refunds(published, deal.refunds)
    with reverts_with("WrongSchedule", wrong, deal.refunds):
        attempt(published, deal._replace(refunds=wrong))


@pytest.mark.parametrize(
    ("field", "difference"), [("deliverBy", -1), ("deliverBy", 1), ("inspection", -1), ("inspection", 1)]
)
def test_the_deal_ends_with_the_stay(published, field, difference):
    right = published.deal(published.stay())
    deal = right._replace(**{field: getattr(right, field) + difference})
    with reverts_with("WrongTimes", deal.deliverBy, right.deliverBy, deal.inspection, PAYOUT_DELAY):
        attempt(published, deal)


def test_a_front_end_gets_no_more_than_granted(published):
    with reverts_with("ReferralNotGranted", 251, 250):
        published.book(published.stay(), referralBps=251)


def test_a_night_is_booked_once(published):
    """Earlier, later, within, around."""
    stay = published.stay(nights=4)
    published.book(stay)
    for first, nights in ((-2, 3), (3, 2), (1, 2), (-1, 6), (0, 4)):
        other = stay._replace(firstNight=stay.firstNight + first, nights=nights, nonce=1)
        with reverts_with("NightsTaken", published.id, 0, other.firstNight, nights):
            published.book(other)


@pytest.mark.ganache
@in_both_currencies
def test_a_booking_opens_the_deal_and_takes_the_nights(published, trade, escrow, buyer):
    stay = published.stay(unit=1)
    deal = published.deal(stay)
    done = trade.do(escrow.open, deal, published.authorization(), by=buyer, value=deal.value)

    assert done.moved == {"buyer": -deal.funding, "escrow": deal.funding}
    assert done.after == DealState(Status.FUNDED, since=done.time, isWatched=True)
    told = {"unit": 1, "firstNight": stay.firstNight, "nights": 3}
    booked = {"placeId": published.id, "dealId": trade.id(deal), **told}
    assert events_of(done.tx, published.market) == [("StayBooked", booked)]
    assert published.calendar(stay.firstNight - 1, unit=1) == (0b1110, 0)
    assert published.calendar(stay.firstNight - 1, unit=0) == (0, 0)


def test_the_day_of_leaving_is_a_day_of_arrival(published, trade):
    stay = published.stay()
    before, after = (stay._replace(firstNight=stay.firstNight + days) for days in (-3, 3))
    deals = [published.book(each) for each in (stay, before, after)]
    assert {trade.state(deal).status for deal in deals} == {Status.FUNDED}
    assert published.calendar(before.firstNight) == ((1 << 9) - 1, 0)


def test_of_two_overlapping_stays_in_one_block_one_is_booked(published, escrow, people, mine_together):
    """Both were fine when they were sent."""
    stay = published.stay()
    other = stay._replace(firstNight=stay.firstNight + 2, nonce=1)
    deals = [published.deal(stay), published.deal(other, buyer=people.payer.address)]
    assert published.market.isFree(published.id, 0, stay.firstNight, 5)
    receipts = mine_together(
        [
            (deal.buyer, escrow.address, escrow.open.encode_input(deal, published.authorization()), deal.value)
            for deal in deals
        ]
    )
    assert len({receipt["blockNumber"] for receipt in receipts}) == 1
    assert sorted(receipt["status"] for receipt in receipts) == [0, 1]
    booked, _ = published.calendar(stay.firstNight)
    assert booked in {0b00111, 0b11100}


def test_a_stay_across_two_pages_is_one_stay(published, escrow, buyer):
    """The calendar keeps 128 nights in a word."""
    edge = (published.today + 200) // 128 * 128
    stay = published.stay(firstNight=edge - 2, nights=5)
    deal = published.book(stay)
    assert published.calendar(edge - 2) == (0b11111, 0)
    for night in (edge - 2, edge - 1, edge, edge + 2):
        other = stay._replace(firstNight=night - 1, nights=2, nonce=night)
        with reverts_with("NightsTaken", published.id, 0, night - 1, 2):
            published.book(other)
    escrow.cancel(deal, {"from": buyer})
    assert published.calendar(edge - 2) == (0, 0)


def test_the_longest_stay_fills_two_pages(inn, escrow, buyer):
    published = inn.publish(maxNights=MAX_NIGHTS)
    first = (published.today + 200) // 128 * 128 - 1
    deal = published.book(published.stay(firstNight=first, nights=MAX_NIGHTS))
    assert published.calendar(first) == (2**128 - 1, 0)
    assert published.market.isFree(published.id, 0, first - 10, 10)
    assert published.market.isFree(published.id, 0, first + MAX_NIGHTS, 1)
    escrow.cancel(deal, {"from": buyer})
    assert published.market.isFree(published.id, 0, first, MAX_NIGHTS)


@pytest.mark.parametrize("nights", [0, MAX_NIGHTS + 1])
def test_whether_nights_are_free_is_asked_about_some_and_not_too_many(published, nights):
    with reverts_with("BadNights", nights, MAX_NIGHTS):
        published.market.isFree(published.id, 0, published.today, nights)


@pytest.mark.parametrize(
    "chosen",
    [{"handover": b"\1" * 32}, {"referrer": ZERO, "referralBps": 0}, {"referralBps": 1}],
    ids=lambda chosen: next(iter(chosen)),
)
def test_the_guest_chooses_what_is_his_to_choose(published, trade, chosen):
    assert trade.state(published.book(published.stay(), **chosen)).status == Status.FUNDED


def test_what_follows_the_reservation_is_not_read_for_an_instant_booking(published, trade):
    authorization = published.authorization() + b"\xff" * 96
    deal = trade.open(published.deal(published.stay()), authorization=authorization)
    assert trade.state(deal).status == Status.FUNDED


@pytest.mark.parametrize("hours", [-11, 0, 13, 35])
def test_any_time_zone_and_hour(inn, trade, hours):
    published = inn.publish(checkInAt=hours * HOUR)
    stay = published.stay(ahead=2)
    deal = published.book(stay)
    assert deal.deliverBy == (stay.firstNight + 3) * DAY + hours * HOUR
    assert trade.state(deal).status == Status.FUNDED


def test_the_last_night_within_the_horizon(published, trade):
    deal = published.book(published.stay(ahead=363))
    assert trade.state(deal).status == Status.FUNDED


def test_a_cart_of_two_stays_is_all_or_nothing(published, escrow, buyer):
    stays = [published.stay(), published.stay(ahead=32, nonce=1)]
    deals = [published.deal(stay) for stay in stays]
    value = {"from": buyer, "value": sum(deal.value for deal in deals)}
    with reverts_with("NightsTaken", published.id, 0, stays[1].firstNight, 3):
        escrow.openBatch(deals, [published.authorization()] * 2, value)
    deals[1] = published.deal(stays[1]._replace(unit=1))
    value["value"] = sum(deal.value for deal in deals)
    escrow.openBatch(deals, [published.authorization()] * 2, value)
    assert published.calendar(stays[0].firstNight) == (0b111, 0)
    assert published.calendar(stays[0].firstNight, unit=1) == (0b11100, 0)
