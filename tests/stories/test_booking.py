"""The booking story: nine steps of one market, in their order, through contracts, index and API.

Step 7 seals the address to the key in the guest's profile and hands the sealed text over directly: the relay that will
carry it comes with messaging.
"""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from indexer.content.documents import profile_document
from scripts import sealing
from scripts.market import booking
from scripts.market.booking import Discount, Notice, Season, pack_discounts, pack_policy, pack_seasons
from scripts.market.chain import Refused, hexed
from scripts.market.shapes import EMPTY, WHOLE_BPS
from tests.support.leaks import places_with
from tests.support.newcomers import newcomers
from tests.support.rebuilding import rebuilt, rows
from tests.support.staying import HOUR, Inn, date_of
from tests.support.trading import DAY, Shop

PEOPLE = ("innkeeper", "lea", "milo", "noor", "judge", "passerby")
ADDRESS = "The blue door, 7 Harbor Steps, 4400 Porto Novo"
PAYOUT_DELAY = DAY
MARGIN = 60

POLICIES = {
    "flexible": pack_policy(Notice(DAY, WHOLE_BPS), Notice(0, 5_000)),
    "moderate": pack_policy(Notice(14 * DAY, WHOLE_BPS), Notice(7 * DAY, 5_000)),
    "strict": pack_policy(Notice(30 * DAY, WHOLE_BPS), Notice(7 * DAY, 3_333)),
}
# Of the price of three nights, by the days before check-in. What cannot be divided is the guest's.
PRICE = 3 * 999_999 * 10**9 + 1
BACK = {
    "flexible": {15: PRICE, 8: PRICE, 1: PRICE},
    "moderate": {15: PRICE, 8: 1_499_998_500_000_001, 1: 0},
    "strict": {15: 999_899_000_100_001, 8: 999_899_000_100_001, 1: 0},
}


@pytest.fixture(scope="module")
def story(market):
    """What earlier steps leave to later ones."""
    known = newcomers(market.chain, *PEOPLE)
    shop = Shop(market)
    guests = [known[name] for name in ("lea", "milo", "noor")]
    return SimpleNamespace(shop=shop, market=market, inn=Inn(shop, known["innkeeper"]), guests=guests, **known)


def test_1_two_guests_want_one_night_in_one_block_and_one_has_it(story):
    inn, chain = story.inn, story.market.chain
    inn.publish("Cabin")
    story.first_night = night = inn.night(20)
    racers = [story.lea, story.milo]
    deals = [inn.deal(story.lea, "Cabin", first_night=night, nights=3)]
    deals.append(inn.deal(story.milo, "Cabin", first_night=night + 2, nights=2))
    calls = [inn.opening("Cabin", deal) for deal in deals]
    before = [chain.balance(racer.address) for racer in racers]

    with story.market.net.one_block():
        sent = [chain.submit(call, racer) for call, racer in zip(calls, racers, strict=True)]

    receipts = [chain.rpc.ask("eth_getTransactionReceipt", transaction) for transaction in sent]
    assert receipts[0]["blockNumber"] == receipts[1]["blockNumber"]
    assert sorted(receipt["status"] for receipt in receipts) == ["0x0", "0x1"]
    loser = next(i for i, receipt in enumerate(receipts) if receipt["status"] == "0x0")
    refused(story, calls[loser], racers[loser], "NightsTaken")
    fee = int(receipts[loser]["gasUsed"], 16) * int(receipts[loser]["effectiveGasPrice"], 16)
    assert chain.balance(racers[loser].address) == before[loser] - fee
    story.won = deals[1 - loser]
    assert [stay["dealId"] for stay in inn.told("Cabin", "stays")] == [hexed(story.shop.deal_id(story.won))]
    assert inn.shown("Cabin")["stays"] == 1


def test_2_a_search_by_dates_hides_what_is_booked_but_not_the_day_of_leaving(story):
    inn = story.inn
    inn.publish("Loft", units=2)
    night = inn.night(40)
    inn.book(story.lea, "Cabin", first_night=night, nights=3)
    inn.book(story.lea, "Loft", first_night=night, nights=3)

    assert found(story, night, 3) == {"Loft"}, "one of its units is free"
    inn.book(story.milo, "Loft", first_night=night + 1, nights=1, unit=1)
    assert found(story, night, 3) == set()
    assert found(story, night + 3, 2) == found(story, night - 2, 2) == {"Cabin", "Loft"}

    inn.book(story.noor, "Cabin", first_night=night + 3, nights=2)
    span = {"from": date_of(night - 1), "to": date_of(night + 9)}
    assert inn.booked_nights("Cabin", **span) == [(0, date_of(night), date_of(night + 5))]
    blocked = inn.chain.call("Booking", "blockNights", booking.sku_of("Loft"), 0, night + 3, 2)
    inn.chain.send(blocked, inn.host)
    assert found(story, night + 3, 2) == {"Loft"}, "its other unit is free"
    overlapping = inn.deal(story.milo, "Loft", first_night=night + 4, nights=1)
    refused(story, inn.opening("Loft", overlapping), story.milo, "NightsTaken")


def test_3_three_policies_at_three_moments_are_nine_exact_refunds(story):
    inn, chain, net = story.inn, story.market.chain, story.market.net
    night = inn.night(60)
    booked = {}
    for name, policy in POLICIES.items():
        place = inn.publish(name, units=3, night_price=999_999 * 10**9, cleaning_fee=1, policy=policy)
        for unit, days in enumerate((15, 8, 1)):
            booked[name, days] = inn.book(story.lea, name, first_night=night, nights=3, unit=unit)

    for days in (15, 8, 1):
        net.travel_to(place.check_in(night) - days * DAY - MARGIN)
        for name in POLICIES:
            deal, back = booked[name, days], BACK[name][days]
            guest, host = chain.balance(story.lea.address), chain.balance(inn.host.address)
            cancelled = story.shop.does(story.lea, "Escrow", "cancel", deal)

            assert deal.price == PRICE
            assert chain.balance(story.lea.address) == guest + back - cancelled.fee
            assert chain.balance(inn.host.address) == host + PRICE - back
            shown = story.shop.shown(deal)
            assert (shown["outcome"], shown["paid"]) == ("Cancelled", paid(seller=PRICE - back, buyer=back))

    for name in POLICIES:
        assert inn.booked_nights(name, **{"from": date_of(night), "to": date_of(night + 3)}) == []
        assert {stay["nightsFreed"] for stay in inn.told(name, "stays")} == {3}


def test_4_a_host_approves_one_guest_and_cancels_at_full_cost(story):
    inn, chain = story.inn, story.market.chain
    inn.publish("On request", is_instant=False)
    night = inn.night(30)
    deal = inn.deal(story.milo, "On request", first_night=night, nights=2)
    refused(story, inn.opening("On request", deal), story.milo, "NotApproved")
    deadline, deal_id = chain.now() + DAY, story.shop.deal_id(deal)
    forged = booking.sign_approval(chain, deal_id, story.milo, deadline=deadline)
    refused(story, inn.opening("On request", deal, approval=(deadline, forged)), story.milo, "NotApproved")
    approval = (deadline, booking.sign_approval(chain, deal_id, inn.host, deadline=deadline))
    chain.send(inn.opening("On request", deal, approval=approval), story.milo)
    before = chain.balance(story.milo.address)

    story.shop.does(inn.host, "Escrow", "refund", deal)

    assert chain.balance(story.milo.address) == before + deal.price
    shown = story.shop.shown(deal)
    assert (shown["outcome"], shown["paid"]) == ("Refunded", paid(buyer=deal.price))
    assert inn.booked_nights("On request", **{"from": date_of(night), "to": date_of(night + 3)}) == []


def test_5_the_host_is_paid_a_day_after_check_in_by_whoever_asks(story):
    inn, chain, net = story.inn, story.market.chain, story.market.net
    night = inn.night(10)
    deal = inn.book(story.noor, "Cabin", first_night=night, nights=3)
    due = inn.places["Cabin"].check_in(night) + PAYOUT_DELAY
    payout = chain.call("Escrow", "finalize", deal)
    refused(story, payout, story.passerby, "DealNotFulfilled")
    net.travel_to(due - MARGIN)
    refused(story, payout, story.passerby, "TooEarly")
    refused(story, chain.call("Escrow", "cancel", deal), story.noor, "DealNotFunded")
    assert next(act for act in story.shop.shown(deal)["next"] if act["act"] == "finalize")["by"] == "Anyone"

    net.travel_to(due + 1)
    before = chain.balance(inn.host.address)
    chain.send(payout, story.passerby)

    assert chain.balance(inn.host.address) == before + deal.price
    shown = story.shop.shown(deal)
    assert (shown["status"], shown["outcome"], shown["paid"]["seller"]) == ("Closed", "Finalized", str(deal.price))


def test_6_a_claim_on_the_deposit_is_accepted_ruled_on_or_never_made(story):
    inn, chain, net = story.inn, story.market.chain, story.market.net
    terms = {"deposit": 10**15 + 3, "claim_period": 2 * DAY, "arbiter": story.judge.address, "arbiter_bps": 500}
    place = inn.publish("Villa", units=3, **terms)
    night = inn.night(5)
    deals = [
        inn.book(guest, "Villa", first_night=night, nights=2, unit=unit) for unit, guest in enumerate(story.guests)
    ]
    accepted, disputed, forgotten = deals
    net.travel_to(place.check_in(night) + PAYOUT_DELAY + 1)
    for deal in deals:
        story.shop.does(story.passerby, "Escrow", "finalize", deal)
    net.travel_to(place.check_in(night + 2) + HOUR)
    for deal in (accepted, disputed):
        story.shop.does(inn.host, "Escrow", "claimDeposit", deal, 4_000, EMPTY)

    damage = place.deposit * 4_000 // WHOLE_BPS
    moved = watched(story, story.lea, lambda: story.shop.does(story.lea, "Escrow", "concede", accepted))
    assert moved == (damage, place.deposit - damage)

    story.shop.does(story.milo, "Escrow", "contest", disputed, EMPTY)
    story.shop.does(story.judge, "Escrow", "rule", disputed, 1_000)
    fee = place.deposit * 500 // WHOLE_BPS
    ruled = (place.deposit - fee) * 1_000 // WHOLE_BPS
    judge = chain.balance(story.judge.address)
    moved = watched(story, story.milo, lambda: story.shop.does(story.passerby, "Escrow", "execute", disputed))
    assert moved == (ruled, place.deposit - fee - ruled)
    assert chain.balance(story.judge.address) == judge + fee

    back = chain.call("Escrow", "returnDeposit", forgotten)
    refused(story, back, story.passerby, "TooEarly")
    net.travel_to(forgotten.deliver_by + place.claim_period + 1)
    moved = watched(story, story.noor, lambda: chain.send(back, story.passerby))
    assert moved == (0, place.deposit)
    assert [story.shop.shown(deal)["status"] for deal in deals] == ["Closed"] * 3


def test_7_the_address_is_readable_by_the_booked_guest_alone(story):
    key = X25519PrivateKey.generate()
    profile = profile_document("Noor", "Travels.", languages=["en"], keys=[sealing.announced(key)])
    story.shop.does(story.noor, "Profiles", "update", story.shop.pin(profile))
    index, head = story.market.index, story.shop.head()
    story.shop.arrived(lambda: index.account(story.noor.address, min_block=head)["profile"])
    deal = story.inn.book(story.noor, "Cabin", first_night=story.inn.night(9), nights=1)
    deal_id = story.shop.deal_id(deal)

    sealed = sealing.seal(ADDRESS, sealing.key_in(index.account(story.noor.address)), deal_id=deal_id)

    assert sealing.unseal(sealed, key, deal_id=deal_id) == ADDRESS
    for wrong_key, wrong_deal in ((X25519PrivateKey.generate(), deal_id), (key, bytes(32))):
        with pytest.raises(sealing.NotForYou):
            sealing.unseal(sealed, wrong_key, deal_id=wrong_deal)
    assert not places_with(story.market, ADDRESS.encode(), b"Harbor Steps", sealed)


def test_8_the_quote_is_the_charge_to_the_wei(story):
    inn, chain = story.inn, story.market.chain
    night = inn.night(30)
    inn.publish(
        "Mill",
        weekend_price=15 * 10**15 + 11,
        cleaning_fee=10**15 + 1,
        seasons=pack_seasons(Season(night + 2, night + 5, 13_333)),
        discounts=pack_discounts(Discount(3, 250), Discount(7, 1_111)),
    )
    dates = {"checkIn": date_of(night), "checkOut": date_of(night + 8)}
    quote = inn.told("Mill", "quote", **dates)
    assert (quote["isGranted"], quote["freeUnit"]) == (True, 0)
    deal = inn.deal(story.milo, "Mill", first_night=night, nights=8)
    assert (quote["price"], quote["refunds"], quote["deliverBy"]) == (
        str(deal.price),
        str(deal.refunds),
        deal.deliver_by,
    )
    for wrong in (deal.price - 1, deal.price + 1):
        refused(story, inn.opening("Mill", replace(deal, price=wrong)), story.milo, "WrongPrice")

    before = chain.balance(story.milo.address)
    booked = chain.send(inn.opening("Mill", deal), story.milo)

    assert chain.balance(story.milo.address) == before - int(quote["price"]) - booked.fee
    assert inn.told("Mill", "quote", **dates)["freeUnit"] is None


def test_9_the_index_is_wiped_and_rebuilt_row_for_row(story):
    again = rows(rebuilt(story.market))

    assert again == rows(story.market.database)
    assert len(again["place"]) >= len(story.inn.places) == 8


def found(story, first_night: int, nights: int) -> set[str]:
    """The titles of the innkeeper's places that take such a stay."""
    dates = {"checkIn": date_of(first_night), "checkOut": date_of(first_night + nights)}
    head = story.shop.head()
    page = story.market.index.get("/v1/places", host=story.inn.host.address, min_block=head, **dates)
    return {place["document"]["content"]["title"] for place in page["data"]}


def watched(story, guest, act) -> tuple[int, int]:
    """What the host and the guest receive, before the guest's own fee."""
    chain, host = story.market.chain, story.inn.host
    before = [chain.balance(account.address) for account in (host, guest)]
    receipt = act()
    sender = chain.rpc.ask("eth_getTransactionByHash", receipt.transaction)["from"]
    fee = receipt.fee if sender == guest.address.lower() else 0
    after = [chain.balance(account.address) for account in (host, guest)]
    return after[0] - before[0], after[1] - before[1] + fee


def refused(story, call, account, error: str) -> None:
    with pytest.raises(Refused) as refusal:
        story.market.chain.simulate(call, account.address)
    assert refusal.value.error == error


def paid(**amounts):
    return {side: str(amounts.get(side, 0)) for side in ("seller", "buyer", "referrer", "arbiter")}
