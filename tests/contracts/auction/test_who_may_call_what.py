"""Every act by everybody in every state, at each deadline and a second later: allowed exactly when the table says so."""

from dataclasses import dataclass

import pytest
from eth_utils import keccak

from tests.contracts.auction.conftest import BUY_NOW, RESERVE, SECRET
from tests.contracts.model.auction import AuctionState, AuctionStatus, reserve_hash
from tests.contracts.world.chain import Reverted, ask_all
from tests.contracts.world.shapes import HOUR

CALLERS = ("buyer", "payer", "seller", "arbiter", "stranger")
STARTS_IN = HOUR
ENOUGH = 2 * BUY_NOW

UNKNOWN, NO_BIDS, WITH_BIDS, ENDED = "unknown", "no bids", "with bids", "ended"
STATE = {
    UNKNOWN: {"AuctionUnknown"},
    NO_BIDS: {"NoBids"},
    WITH_BIDS: {"AuctionHasBids"},
    ENDED: {"AuctionEnded"},
}
NEED = {"NotForSaleNow", "ReserveNotRevealed", "NoReserve"}
CALLER = {"NotSeller", "BidderNotAllowed"}
TIME = {"TooEarly", "TooLate", "BadTimes"}


@dataclass(frozen=True)
class Row:
    """`after` and `until` name moments; who is allowed comes after every other need."""

    states: set[str]
    by: str = "anyone"
    need: str = ""
    after: str = "ever"
    until: str = "ever"


TABLE = {
    "publish": Row({UNKNOWN}, by="seller", until="the second before the end"),
    "cancelAuction": Row({NO_BIDS}, by="seller"),
    "bid": Row({NO_BIDS, WITH_BIDS}, by="bidder", after="before the start", until="end"),
    "buyNow": Row({NO_BIDS, WITH_BIDS}, by="bidder", need="lower bids", after="before the start", until="end"),
    "settle": Row({WITH_BIDS}, need="no reserve", after="end", until="end of sale"),
    "reveal": Row({WITH_BIDS}, by="seller", need="reserve", after="end", until="end of sale"),
    "expire": Row({NO_BIDS, WITH_BIDS}, after="end of waiting"),
}
LATE = ("wait", lambda lot: lot.endsAt)
JOURNEYS = {
    "never published": [],
    "published": ["publish"],
    "bid for": ["publish", ("bid", "buyer", RESERVE)],
    "bid for twice": ["publish", ("bid", "payer", RESERVE), ("bid", "buyer", 2 * RESERVE)],
    "bid for late": ["publish", LATE, ("bid", "buyer", RESERVE)],
    "bid for above the buy-now price": ["publish", ("bid", "buyer", BUY_NOW)],
    "cancelled": ["publish", ("cancelAuction", "seller")],
    "bought": ["publish", ("buyNow", "payer")],
    "expired": ["publish", LATE, ("wait", lambda lot: lot.endsAt + 1), ("expire", "stranger")],
}


@pytest.fixture(params=[False, True], ids=["no reserve", "reserve"])
def played(house, clock, request):
    """The lot begins in an hour."""
    now = clock.by(0)
    reserve = {"reserveHash": reserve_hash(RESERVE, SECRET)} if request.param else {}
    return house.with_lot(startsAt=now + STARTS_IN, endsAt=now + 24 * HOUR, **reserve)


def travel(house, clock, journey):
    for step in journey:
        if step == "publish":
            house.published()
        elif step[0] == "wait":
            clock.to(step[1](house.lot))
        elif step[0] in {"bid", "buyNow"}:
            clock.to(max(clock.now, house.lot.startsAt))
            _, person, *amount = step
            house.do(step[0], *amount, by=person, value=amount[0] if amount else BUY_NOW)
        else:
            house.do(step[0], by=step[1])


def moments(lot, state):
    end = lot.endsAt + state.extensions * lot.extension
    sale = end + (lot.revealPeriod if lot.has_reserve else 7 * 24 * HOUR)
    return {
        "ever": None,
        "before the start": lot.startsAt - 1,
        "the second before the end": lot.endsAt - 1,
        "end": end,
        "end of sale": sale,
        "end of waiting": sale if state.has_bids else end,
    }


def name_of(state):
    if state.status == AuctionStatus.OPEN:
        return WITH_BIDS if state.has_bids else NO_BIDS
    return {AuctionStatus.NONE: UNKNOWN, AuctionStatus.ENDED: ENDED}[state.status]


def refusal(act, caller, house, state, now):
    """The errors one of which must refuse the act, or nothing if it is allowed."""
    row, lot, at = TABLE[act], house.lot, moments(house.lot, state)
    if name_of(state) not in row.states:
        return {"AuctionExists"} if act == "publish" else STATE[name_of(state)]
    needs = {
        "": True,
        "lower bids": state.amount < lot.buyNowPrice,
        "reserve": lot.has_reserve,
        "no reserve": not lot.has_reserve,
    }
    callers = {"anyone": True, "seller": caller == "seller", "bidder": caller not in {"seller", "arbiter"}}
    if not needs[row.need]:
        return NEED
    if not callers[row.by]:
        return CALLER
    is_early = at[row.after] is not None and now <= at[row.after]
    is_late = at[row.until] is not None and now > at[row.until]
    return TIME if is_early or is_late else None


def errors_of(market):
    return {
        "0x" + keccak(text=f"{item['name']}({','.join(part['type'] for part in item['inputs'])})")[:4].hex(): item[
            "name"
        ]
        for item in market.abi
        if item["type"] == "error"
    }


@pytest.mark.parametrize("journey", JOURNEYS)
def test_an_act_is_allowed_exactly_when_the_table_says_so(played, clock, journey):
    house, market = played, played.market
    arguments = {"bid": [ENOUGH], "reveal": [RESERVE, SECRET]}
    values = {"bid": ENOUGH, "buyNow": BUY_NOW}
    travel(house, clock, JOURNEYS[journey])
    now, state, names = clock.now, house.state, errors_of(market)
    edges = {moment + late for moment in moments(house.lot, state).values() if moment for late in (0, 1)}
    tried = [(act, person) for act in TABLE for person in CALLERS]

    for time in sorted({now, *(moment for moment in edges if moment > now)}):
        clock.to(time)
        calls = [
            {
                "from": house.address(person),
                "to": market.address,
                "value": hex(values.get(act, 0)),
                "data": getattr(market, act).encode_input(house.lot, *arguments.get(act, [])),
            }
            for act, person in tried
        ]
        for (act, person), answer in zip(tried, ask_all("eth_call", [[call, "latest"] for call in calls]), strict=True):
            seen = names[answer[:10]] if isinstance(answer, Reverted) else None
            expected = refusal(act, person, house, state, time)
            where = f"{act} by the {person} {time - now} s after: {seen}, expected {expected or 'success'}"
            assert (seen in expected) if expected else seen is None, where


def test_every_function_that_writes_is_in_the_table(auction):
    """Nothing else reaches an auction: no setter, no owner, no back door."""
    writing = {
        item["name"]
        for item in auction.abi
        if item["type"] == "function" and item["stateMutability"] not in {"view", "pure"}
    }
    assert writing == {*TABLE, "withdraw"}


def test_only_bids_and_purchases_take_coins(auction):
    payable = {item["name"] for item in auction.abi if item.get("stateMutability") == "payable"}
    assert payable == {"bid", "buyNow"}


@pytest.mark.parametrize("act", sorted(TABLE.keys() - {"publish"}))
def test_a_changed_lot_names_an_auction_nobody_published(opened, act):
    arguments = {"bid": [ENOUGH], "reveal": [RESERVE, SECRET]}.get(act, [])
    names = errors_of(opened.market)
    changes = [
        opened.lot._replace(**{field: value + 1 if isinstance(value, int) else OTHER[type(value)]})
        for field, value in opened.lot._asdict().items()
    ]
    calls = [
        {
            "from": opened.address("seller"),
            "to": opened.market.address,
            "data": getattr(opened.market, act).encode_input(lot, *arguments),
        }
        for lot in changes
    ]
    answers = ask_all("eth_call", [[call, "latest"] for call in calls])
    assert {names[answer[:10]] for answer in answers} == {"AuctionUnknown"}
    assert opened.state == AuctionState(AuctionStatus.OPEN)


OTHER = {bytes: b"\7" * 32, str: "0x" + "77" * 20}
