"""Enough members agree, and the ruling is made; what it earns is theirs in equal parts."""

import pytest
from brownie import OddToken, Panel

from tests.contracts.arbitration.conftest import ANSWER_PERIOD, DOCUMENT, FEE_BPS
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import NATIVE, NOTHING, ZERO, Claim, Outcome, Status
from tests.contracts.world.trade import events_of

FEE = 1_000_003 * FEE_BPS // 10_000


@pytest.fixture
def deal(make_deal, panel):
    return make_deal(arbiter=panel.address, referrer=ZERO, referralBps=0)


@pytest.fixture
def contested(contest, deal):
    return contest(deal)


@pytest.fixture
def ruled(panel, contested, people):
    for member in (people.arbiter, people.payer):
        panel.vote(contested, 4_000, {"from": member})
    return contested


def form(people, escrow, members, quorum, fee=FEE_BPS):
    return people.stranger.deploy(Panel, escrow, members, quorum, fee, ANSWER_PERIOD, DOCUMENT)


@pytest.mark.parametrize(("quorum", "count"), [(0, 0), (0, 1), (1, 2), (1, 3), (2, 4), (4, 3)])
def test_more_than_half_have_to_agree(people, escrow, quorum, count):
    members = [people.buyer, people.seller, people.arbiter, people.payer][:count]
    with reverts_with("BadQuorum", quorum, count):
        form(people, escrow, members, quorum)


def test_a_panel_asks_for_no_more_than_the_protocol_allows(people, escrow):
    with reverts_with("BadShare", 1_001):
        form(people, escrow, [people.arbiter], 1, fee=1_001)


def test_members_are_people_and_differ(people, escrow):
    with reverts_with("BadMember", people.arbiter):
        form(people, escrow, [people.arbiter, people.payer, people.arbiter], 2)
    with reverts_with("BadMember", ZERO):
        form(people, escrow, [people.arbiter, ZERO], 2)


def test_a_panel_says_who_it_is(people, escrow):
    panel = form(people, escrow, [people.arbiter, people.payer], 2)

    formed = {
        "members": (people.arbiter.address, people.payer.address),
        "quorum": 2,
        "feeBps": FEE_BPS,
        "answerPeriod": ANSWER_PERIOD,
        "document": DOCUMENT,
    }
    assert events_of(panel.tx, panel) == [("PanelFormed", formed)]
    assert (panel.MEMBERS(), panel.QUORUM(), panel.FEE_BPS(), panel.ANSWER_PERIOD()) == (2, 2, FEE_BPS, ANSWER_PERIOD)
    assert [panel.isMember(person) for person in (people.arbiter, people.payer, people.buyer)] == [True, True, False]


@pytest.mark.parametrize("journey", [[], ["open"], ["open", "dispute"]], ids=["unknown", "funded", "claimed"])
def test_only_a_contested_claim_is_voted_on(panel, trade, people, deal, arbiter, journey):
    steps = {"open": ("open", "buyer", b""), "dispute": ("dispute", "buyer", 0, NOTHING)}
    trade.travel(deal, people, [steps[act] for act in journey])
    with reverts_with("NotContested", trade.id(deal)):
        panel.vote(deal, 5_000, {"from": arbiter})


@pytest.mark.parametrize("name", ["buyer", "seller", "stranger"])
def test_only_members_vote(panel, contested, people, name):
    person = getattr(people, name)
    with reverts_with("NotMember", person):
        panel.vote(contested, 5_000, {"from": person})


def test_a_panel_rules_on_deals_that_name_it(panel, contest, make_deal, arbiter, stranger):
    contested = contest(make_deal(arbiter=stranger.address))
    with reverts_with("NotOurDeal", stranger):
        panel.vote(contested, 5_000, {"from": arbiter})


def test_a_panel_does_not_work_for_less(panel, contest, deal, arbiter):
    contested = contest(deal._replace(arbiterBps=FEE_BPS - 1))
    with reverts_with("FeeTooLow", FEE_BPS - 1, FEE_BPS):
        panel.vote(contested, 5_000, {"from": arbiter})


def test_a_panel_takes_its_time(panel, contest, deal, arbiter):
    contested = contest(deal._replace(rulingPeriod=ANSWER_PERIOD - 1))
    with reverts_with("AnswerTooSoon", ANSWER_PERIOD - 1, ANSWER_PERIOD):
        panel.vote(contested, 5_000, {"from": arbiter})


def test_a_share_is_at_most_the_whole(panel, contested, arbiter):
    with reverts_with("BadShare", 10_001):
        panel.vote(contested, 10_001, {"from": arbiter})


def test_the_last_vote_comes_in_time(panel, trade, contested, people, clock):
    panel.vote(contested, 4_000, {"from": people.arbiter})
    until = trade.state(contested).since + contested.rulingPeriod
    now = clock.to(until + 1)
    with reverts_with("TooLate", until, now):
        panel.vote(contested, 4_000, {"from": people.payer})


def test_one_vote_is_not_enough(panel, trade, contested, arbiter):
    tx = panel.vote(contested, 4_000, {"from": arbiter})

    cast = {"dealId": trade.id(contested), "member": arbiter.address, "sellerBps": 4_000, "votes": 1}
    assert events_of(tx, panel) == [("VoteCast", cast)]
    assert panel.voteOf(trade.id(contested), arbiter) == (True, 4_000)
    assert trade.state(contested).claim == Claim.CONTESTED


def test_votes_for_different_shares_do_not_add_up(panel, trade, contested, people):
    for member, share in ((people.arbiter, 4_000), (people.payer, 4_001), (people.referrer, 0)):
        panel.vote(contested, share, {"from": member})
    assert trade.state(contested).claim == Claim.CONTESTED


def test_nobody_votes_twice(panel, trade, contested, arbiter):
    for share in (4_000, 4_000, 5_000, 4_000):
        panel.vote(contested, share, {"from": arbiter})
    assert trade.state(contested).claim == Claim.CONTESTED
    assert [panel.votesFor(trade.id(contested), share) for share in (4_000, 5_000)] == [1, 0]


@pytest.mark.ganache
def test_the_second_who_agrees_makes_the_ruling(panel, trade, escrow, contested, people):
    panel.vote(contested, 1_000, {"from": people.payer})
    panel.vote(contested, 4_000, {"from": people.arbiter})
    tx = panel.vote(contested, 4_000, {"from": people.payer})

    assert events_of(tx, escrow) == [("DealRuled", {"dealId": trade.id(contested), "sellerBps": 4_000})]
    state = trade.state(contested)
    assert (state.status, state.claim, state.claimBps) == (Status.DISPUTED, Claim.RULED, 4_000)


def test_after_the_ruling_nobody_votes(panel, trade, ruled, referrer):
    with reverts_with("NotContested", trade.id(ruled)):
        panel.vote(ruled, 0, {"from": referrer})


@in_both_currencies
def test_the_fee_is_the_members_in_equal_parts(panel, trade, escrow, ruled, people, currency):
    done = trade.do(escrow.execute, ruled, by=people.stranger)
    assert done.after.outcome == Outcome.RULED

    part = FEE // 3
    for member in (people.arbiter, people.referrer, people.payer):
        assert panel.shareOf(member, currency) == part
        taken = trade.watch(lambda by=member: panel.takeShare(currency, by, {"from": by}), ruled)
        assert list(taken.moved.values()) == [part]
        told = {"member": member.address, "token": currency, "to": member.address, "amount": part}
        assert events_of(taken.tx, panel) == [("ShareTaken", told)]
        with reverts_with("NothingToTake", member, currency):
            panel.takeShare(currency, member, {"from": member})


def test_what_does_not_divide_waits_for_the_next_fee(panel, people):
    shares = []
    for amount in (4, 1, 1):
        people.stranger.transfer(panel, amount)
        shares.append(panel.shareOf(people.arbiter, NATIVE))
    assert shares == [1, 1, 2]


def test_who_takes_early_gets_no_more(panel, people):
    people.stranger.transfer(panel, 30)
    panel.takeShare(NATIVE, people.arbiter, {"from": people.arbiter})
    people.stranger.transfer(panel, 30)
    assert [panel.shareOf(member, NATIVE) for member in (people.arbiter, people.payer)] == [10, 20]


def test_only_members_take(panel, people):
    people.stranger.transfer(panel, 30)
    assert panel.shareOf(people.stranger, NATIVE) == 0
    with reverts_with("NotMember", people.stranger):
        panel.takeShare(NATIVE, people.stranger, {"from": people.stranger})


def test_a_share_is_not_sent_where_it_would_be_lost(panel, people, wallet):
    people.stranger.transfer(panel, 30)
    wallet.behave(1, {"from": people.stranger})
    for to in (ZERO, panel.address, wallet.address):
        with reverts_with("ShareNotSent", to, NATIVE, 10):
            panel.takeShare(NATIVE, to, {"from": people.arbiter})
    assert panel.shareOf(people.arbiter, NATIVE) == 10


def test_a_fee_that_was_not_delivered_is_fetched(panel, escrow, contest, deal, people):
    odd = people.stranger.deploy(OddToken)
    odd.mint(people.buyer, 10**9, {"from": people.stranger})
    odd.approve(escrow, 10**9, {"from": people.buyer})
    contested = contest(deal._replace(token=odd.address))
    for member in (people.arbiter, people.payer):
        panel.vote(contested, 0, {"from": member})
    odd.freeze(panel, True, {"from": people.stranger})
    escrow.execute(contested, {"from": people.stranger})
    odd.freeze(panel, False, {"from": people.stranger})

    assert panel.shareOf(people.arbiter, odd) == 0
    panel.collect(odd, {"from": people.stranger})
    assert panel.shareOf(people.arbiter, odd) == FEE // 3


def test_a_token_that_calls_its_receiver_pays_nobody_twice(panel, people, wallet, escrow):
    """While one share is sent, no other is taken."""
    members = [wallet.address, people.payer.address]
    panel = people.stranger.deploy(Panel, escrow, members, 2, FEE_BPS, ANSWER_PERIOD, DOCUMENT)
    people.stranger.transfer(panel, 20)
    wallet.callBack(panel, panel.takeShare.encode_input(NATIVE, people.payer), {"from": people.stranger})
    wallet.act(panel, panel.takeShare.encode_input(NATIVE, wallet), {"from": people.stranger})
    assert not wallet.hasCalledBack()
    assert panel.balance() == 10


def test_nothing_else_can_be_written(panel):
    writing = {
        item["name"]
        for item in panel.abi
        if item["type"] == "function" and item["stateMutability"] not in {"view", "pure"}
    }
    assert writing == {"vote", "takeShare", "collect"}
