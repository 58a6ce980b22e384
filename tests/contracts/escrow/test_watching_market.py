"""A market may ask to be told when a deal of its own comes to nothing; it cannot keep it from closing."""

import pytest
from brownie import AnsweringMarket, WatchingMarket, web3
from brownie.exceptions import VirtualMachineError
from eth_abi import encode
from eth_utils import keccak

from tests.contracts.conftest import CODE
from tests.contracts.model.identity import DEAL
from tests.contracts.world.shapes import DAY, NOTHING, WHOLE, Ending, Outcome, Status, Step, pack_refunds

ON_DEAL_CLOSED = web3.keccak(text=f"onDealClosed(bytes32,{DEAL},uint16)")[:4]
LISTEN, REFUSE, BURN_GAS = range(3)

# How a deal closes with its price in question, and the seller's share by it.
CLOSINGS = {
    "refunded": ([("refund", "seller")], 0),
    "cancelled": ([("cancel", "buyer")], 0),
    "settled": ([("proposeSettlement", "seller", False, 7_000), ("acceptSettlement", "buyer", False, 7_000)], 7_000),
    "conceded": ([("dispute", "buyer", 2_500, NOTHING), ("concede", "seller")], 2_500),
    "ruled": (
        [
            ("dispute", "buyer", 0, NOTHING),
            ("contest", "seller", NOTHING),
            ("rule", "arbiter", 4_000),
            ("execute", "stranger"),
        ],
        4_000,
    ),
}
# It is not told of what went as agreed, nor of the deposit.
PAYMENTS = {
    "released": [("release", "buyer")],
    "handed over": [("handOver", "seller", CODE)],
    "deposit returned": [("release", "buyer"), ("returnDeposit", "seller")],
    "deposit conceded": [("release", "buyer"), ("claimDeposit", "seller", WHOLE, NOTHING), ("concede", "buyer")],
}


@pytest.fixture
def watching(people):
    return people.stranger.deploy(WatchingMarket)


@pytest.fixture
def watched_deal(trade, make_deal, watching):
    return trade.open(make_deal(market=watching.address))


def test_the_escrow_remembers_who_wants_to_be_told(trade, watched_deal, make_deal, funded_deal):
    assert trade.state(watched_deal).isWatched
    assert not trade.state(funded_deal).isWatched


def test_a_market_that_opens_the_deal_itself_is_not_told(escrow, trade, make_deal, wallet, payer):
    deal = make_deal(market=wallet.address, seller=payer.address)
    wallet.act(escrow, escrow.open.encode_input(deal, b""), {"from": payer, "value": deal.value})
    assert not trade.state(deal).isWatched


@pytest.mark.ganache
@pytest.mark.parametrize("closing", CLOSINGS)
def test_it_is_told_how_the_deal_closed(trade, watched_deal, watching, people, closing):
    journey, seller_bps = CLOSINGS[closing]
    trade.travel(watched_deal, people, journey)

    told = (watching.calls(), bytes(watching.dealId()), bytes(watching.dealHash()), watching.sellerBps())
    assert told == (1, trade.id(watched_deal), keccak(encode([DEAL], [watched_deal])), seller_bps)
    assert 97_000 < watching.gasGiven() <= 100_000


def test_it_is_told_of_a_missed_deadline(escrow, watched_deal, watching, buyer, clock):
    clock.to(watched_deal.deliverBy + 1)
    escrow.reclaim(watched_deal, {"from": buyer})
    assert (watching.calls(), watching.sellerBps()) == (1, 0)


def test_it_is_told_of_a_no_show(escrow, trade, make_deal, watching, seller, clock):
    refunds = pack_refunds(Step(clock.now + DAY, 2_000), ending=Ending.BY_CODE)
    deal = trade.open(make_deal(market=watching.address, revisions=0, refunds=refunds))
    clock.by(DAY + 1)
    escrow.chargeNoShow(deal, {"from": seller})
    assert (watching.calls(), watching.sellerBps()) == (1, 8_000)


@pytest.mark.parametrize("payment", PAYMENTS)
def test_it_is_not_told_of_what_went_as_agreed(trade, watched_deal, watching, people, payment):
    trade.travel(watched_deal, people, PAYMENTS[payment])
    assert watching.calls() == 0


@pytest.mark.parametrize("manner", [REFUSE, BURN_GAS], ids=["refuses", "burns gas"])
def test_what_it_makes_of_it_is_its_own_affair(escrow, trade, watched_deal, watching, seller, stranger, manner):
    watching.behave(manner, {"from": stranger})
    done = trade.do(escrow.refund, watched_deal, by=seller)
    assert done.after.outcome == Outcome.REFUNDED
    assert done.moved == {"escrow": -1_500_012, "buyer": 1_500_012}
    assert done.tx.gas_used < 250_000


def test_the_buyer_cannot_keep_it_from_the_market_by_giving_little_gas(escrow, trade, watched_deal, watching, buyer):
    for gas in range(130_000, 220_000, 10_000):
        try:
            escrow.cancel(watched_deal, {"from": buyer, "gas_limit": gas})
        except VirtualMachineError:
            assert trade.state(watched_deal).status == Status.FUNDED
        else:
            break
    assert watching.calls() == 1


def test_a_market_that_calls_back_finds_the_deal_closed(escrow, trade, make_deal, people):
    """What it tries is refused, and nothing is paid twice."""
    market = people.stranger.deploy(AnsweringMarket)
    market.answer(ON_DEAL_CLOSED.ljust(32, b"\0"), False, {"from": people.stranger})
    deal = trade.open(make_deal(market=market.address, seller=market.address))
    market.callFirst(escrow, escrow.refund.encode_input(deal), {"from": people.stranger})
    done = trade.do(escrow.cancel, deal, by=people.buyer)
    assert done.moved == {"escrow": -1_500_012, "buyer": 1_500_012}
    assert done.after.outcome == Outcome.CANCELLED


def test_a_deal_that_ends_while_the_market_is_asked_stays_ended(escrow, trade, make_deal, people):
    """Only the wish to be told is written after the market was asked."""
    market = people.stranger.deploy(AnsweringMarket)
    market.answer(ON_DEAL_CLOSED.ljust(32, b"\0"), False, {"from": people.stranger})
    deal = make_deal(market=market.address, buyer=market.address, deposit=0)
    market.callFirst(escrow, escrow.release.encode_input(deal), {"from": people.stranger})
    trade.open(deal, payer=trade.addresses["payer"])
    assert trade.state(deal).status == Status.CLOSED
