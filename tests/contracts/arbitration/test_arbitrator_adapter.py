"""Any arbitrator of ERC-792 rules on a deal: a party pays it, it answers, anybody carries the answer out."""

import pytest
from brownie import ArbitratorAdapter

from tests.contracts.arbitration.conftest import EXTRA, META
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import NOTHING, ZERO, Claim, Outcome, Status
from tests.contracts.world.trade import events_of

COST = 12_345
REFUSED, BUYER, SELLER = 0, 1, 2
OPEN, RULED = 1, 2


@pytest.fixture
def deal(make_deal, adapter):
    return make_deal(arbiter=adapter.address, arbiterBps=0, referrer=ZERO, referralBps=0)


@pytest.fixture
def contested(contest, deal, arbitrator, stranger):
    arbitrator.ask(COST, {"from": stranger})
    return contest(deal)


@pytest.fixture
def asked(adapter, contested, buyer):
    """The first dispute of the arbitrator."""
    adapter.createDispute(contested, {"from": buyer, "value": COST})
    return contested


def number(trade, deal):
    return int.from_bytes(trade.id(deal), "big")


def test_an_adapter_says_what_rulings_mean(people, escrow, arbitrator):
    adapter = people.stranger.deploy(ArbitratorAdapter, escrow, arbitrator, EXTRA, META)
    assert events_of(adapter.tx, adapter) == [("MetaEvidence", {"metaEvidenceId": 0, "evidence": META})]
    assert bytes(adapter.extraData()) == EXTRA


@pytest.mark.parametrize("journey", [[], ["open"], ["open", "dispute"]], ids=["unknown", "funded", "claimed"])
def test_only_a_contested_claim_is_a_case(adapter, trade, people, deal, buyer, journey):
    steps = {"open": ("open", "buyer", b""), "dispute": ("dispute", "buyer", 0, NOTHING)}
    trade.travel(deal, people, [steps[act] for act in journey])
    with reverts_with("NotContested", trade.id(deal)):
        adapter.createDispute(deal, {"from": buyer})
    with reverts_with("NotContested", trade.id(deal)):
        adapter.submitEvidence(deal, META, {"from": buyer})


def test_a_case_is_opened_once(adapter, trade, asked, seller):
    with reverts_with("CaseExists", trade.id(asked)):
        adapter.createDispute(asked, {"from": seller, "value": COST})


@pytest.mark.parametrize("name", ["stranger", "payer", "arbiter"])
def test_only_the_parties_open_a_case_and_show_evidence(adapter, contested, people, name):
    person = getattr(people, name)
    with reverts_with("NotDealParty", person):
        adapter.createDispute(contested, {"from": person, "value": COST})
    with reverts_with("NotDealParty", person):
        adapter.submitEvidence(contested, META, {"from": person})


def test_a_deal_names_the_adapter(adapter, contest, make_deal, buyer, arbiter):
    contested = contest(make_deal())
    with reverts_with("NotOurDeal", arbiter):
        adapter.createDispute(contested, {"from": buyer})
    with reverts_with("NotOurDeal", arbiter):
        adapter.submitEvidence(contested, META, {"from": buyer})


def test_a_share_that_nobody_could_receive_is_not_agreed(adapter, contest, deal, buyer):
    contested = contest(deal._replace(arbiterBps=1))
    with reverts_with("ShareNotTaken", 1):
        adapter.createDispute(contested, {"from": buyer})


@pytest.mark.parametrize("paid", [0, COST - 1, COST + 1])
def test_the_fee_is_paid_exactly(adapter, contested, buyer, paid):
    with reverts_with("WrongFee", COST, paid):
        adapter.createDispute(contested, {"from": buyer, "value": paid})


@pytest.mark.ganache
@pytest.mark.parametrize("name", ["buyer", "seller"])
def test_either_party_asks_the_arbitrator(adapter, arbitrator, trade, contested, people, name):
    tx = adapter.createDispute(contested, {"from": getattr(people, name), "value": COST})

    told = {"arbitrator": arbitrator.address, "disputeId": 1, "metaEvidenceId": 0}
    assert events_of(tx, adapter) == [("Dispute", told | {"evidenceGroupId": number(trade, contested)})]
    assert adapter.caseOf(trade.id(contested)) == (OPEN, REFUSED, 1)
    assert (arbitrator.balance(), adapter.balance()) == (COST, 0)
    assert (arbitrator.arbitrableOf(1), bytes(arbitrator.extraDataOf(1))) == (adapter.address, EXTRA)


@pytest.mark.parametrize("name", ["buyer", "seller"])
def test_the_parties_show_evidence(adapter, arbitrator, trade, contested, people, name):
    person = getattr(people, name)
    tx = adapter.submitEvidence(contested, "/ipfs/letter", {"from": person})

    shown = {"arbitrator": arbitrator.address, "evidenceGroupId": number(trade, contested)}
    assert events_of(tx, adapter) == [("Evidence", shown | {"party": person.address, "evidence": "/ipfs/letter"})]


def test_a_dispute_that_nobody_opened_is_not_ruled(adapter, asked, stranger):
    with reverts_with("DisputeUnknown", 2):
        adapter.rule(2, BUYER, {"from": stranger})


def test_only_the_arbitrator_rules(adapter, asked, people):
    for person in vars(people).values():
        with reverts_with("NotArbitrator", person):
            adapter.rule(1, BUYER, {"from": person})


def test_there_are_three_rulings(arbitrator, asked, stranger):
    with reverts_with("BadRuling", 3):
        arbitrator.giveRuling(1, 3, {"from": stranger})


def test_the_arbitrator_rules_once(arbitrator, asked, stranger):
    arbitrator.giveRuling(1, BUYER, {"from": stranger})
    with reverts_with("DisputeUnknown", 1):
        arbitrator.giveRuling(1, SELLER, {"from": stranger})


def test_nothing_is_carried_out_before_the_ruling(adapter, trade, asked, stranger):
    with reverts_with("NotRuled", trade.id(asked)):
        adapter.carryOut(asked, {"from": stranger})


def test_a_ruling_is_carried_out_once(adapter, arbitrator, trade, asked, stranger):
    arbitrator.giveRuling(1, BUYER, {"from": stranger})
    adapter.carryOut(asked, {"from": stranger})
    with reverts_with("WrongClaim", trade.id(asked), Claim.RULED):
        adapter.carryOut(asked, {"from": stranger})


def test_a_late_ruling_is_not_carried_out(adapter, arbitrator, trade, escrow, clock, asked, stranger):
    until = trade.state(asked).since + asked.rulingPeriod
    arbitrator.giveRuling(1, BUYER, {"from": stranger})
    now = clock.to(until + 1)
    with reverts_with("TooLate", until, now):
        adapter.carryOut(asked, {"from": stranger})
    done = trade.do(escrow.execute, asked, by=stranger)
    assert done.after.outcome == Outcome.ARBITER_SILENT


@pytest.mark.ganache
@in_both_currencies
@pytest.mark.parametrize(("ruling", "seller_bps"), [(REFUSED, 6_000), (BUYER, 0), (SELLER, 10_000)])
def test_the_answer_is_paid_by_anybody(adapter, arbitrator, trade, escrow, asked, stranger, ruling, seller_bps):
    told = arbitrator.giveRuling(1, ruling, {"from": stranger})
    answered = {"arbitrator": arbitrator.address, "disputeId": 1, "ruling": ruling}
    assert events_of(told, adapter) == [("Ruling", answered)]
    assert adapter.caseOf(trade.id(asked)) == (RULED, ruling, 1)
    adapter.carryOut(asked, {"from": stranger})
    done = trade.do(escrow.execute, asked, by=stranger)

    earned = asked.price * seller_bps // 10_000
    expected = {"seller": earned, "buyer": asked.price - earned + asked.deposit, "escrow": -asked.funding}
    assert done.moved == {name: amount for name, amount in expected.items() if amount}
    assert (done.after.status, done.after.outcome) == (Status.CLOSED, Outcome.RULED)


def test_cases_are_kept_apart(adapter, arbitrator, trade, contest, deal, asked, buyer, stranger):
    other = contest(deal._replace(salt=NOTHING))
    adapter.createDispute(other, {"from": buyer, "value": COST})
    arbitrator.giveRuling(2, SELLER, {"from": stranger})
    assert adapter.caseOf(trade.id(asked)) == (OPEN, REFUSED, 1)
    assert adapter.caseOf(trade.id(other)) == (RULED, SELLER, 2)


def test_nothing_else_can_be_written(adapter):
    writing = {
        item["name"]
        for item in adapter.abi
        if item["type"] == "function" and item["stateMutability"] not in {"view", "pure"}
    }
    assert writing == {"createDispute", "submitEvidence", "rule", "carryOut"}
