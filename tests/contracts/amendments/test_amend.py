"""Both parties put another agreement in place of the deal's, as often as both want."""

import pytest
from brownie import Amendments, web3

from tests.contracts.model import typed_data
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.people import sign
from tests.contracts.world.shapes import DAY, NOTHING
from tests.contracts.world.trade import events_of

NEW, NEWER = b"\1" * 32, b"\2" * 32


@pytest.fixture
def amendments(people, escrow):
    return people.stranger.deploy(Amendments, escrow)


@pytest.fixture
def funded(trade, deal):
    return trade.open(deal)


@pytest.fixture
def amend(amendments, trade, clock):
    """Sends what the other party signed; `signed` says what it signed in place of the usual."""

    def send(deal, *, by, signer="seller", agreement=NEW, deadline=0, **signed):
        deadline = deadline or clock.now + DAY
        usual = {"dealId": trade.id(deal), "agreement": agreement, "number": 1, "deadline": deadline}
        message = typed_data.amendment(web3.eth.chain_id, amendments.address, **(usual | signed))
        return amendments.amend(deal, agreement, deadline, sign(signer, message), {"from": by})

    return send


def test_a_deal_that_nobody_opened_has_no_agreement(amend, trade, deal, buyer):
    with reverts_with("DealNotOpen", trade.id(deal)):
        amend(deal, by=buyer)


def test_a_closed_deal_stays_as_it_was(amend, trade, escrow, funded, buyer, seller):
    escrow.refund(funded, {"from": seller})
    with reverts_with("DealNotOpen", trade.id(funded)):
        amend(funded, by=buyer)


@pytest.mark.parametrize("name", ["arbiter", "stranger", "payer"])
def test_only_the_parties_amend(amend, funded, people, name):
    person = getattr(people, name)
    with reverts_with("NotDealParty", person):
        amend(funded, by=person)


def test_an_amendment_is_good_until_its_deadline(amend, funded, buyer, clock):
    deadline = clock.now + 60
    clock.to(deadline)
    amend(funded, by=buyer, deadline=deadline)
    now = clock.to(deadline + 1)
    with reverts_with("AmendmentExpired", deadline, now):
        amend(funded, by=buyer, deadline=deadline, number=2)


@pytest.mark.parametrize(
    "signed",
    [
        {"signer": "buyer"},
        {"signer": "stranger"},
        {"agreement": NEW, "dealId": b"\3" * 32},
        {"number": 2},
        {"number": 0},
    ],
    ids=["by himself", "by a stranger", "for another deal", "as the second", "as none"],
)
def test_the_other_party_signs_this_very_amendment(amend, funded, buyer, seller, signed):
    with reverts_with("BadAmendmentSignature", seller, 1):
        amend(funded, by=buyer, **signed)


def test_another_agreement_needs_another_signature(amendments, trade, funded, buyer, seller, clock):
    deadline = clock.now + DAY
    terms = {"dealId": trade.id(funded), "agreement": NEW, "number": 1, "deadline": deadline}
    signature = sign("seller", typed_data.amendment(web3.eth.chain_id, amendments.address, **terms))
    for agreement, until in ((NEWER, deadline), (NEW, deadline + 1)):
        with reverts_with("BadAmendmentSignature", seller, 1):
            amendments.amend(funded, agreement, until, signature, {"from": buyer})


def test_a_signature_is_used_once(amend, funded, buyer, seller):
    amend(funded, by=buyer)
    with reverts_with("BadAmendmentSignature", seller, 2):
        amend(funded, by=buyer)


@pytest.mark.ganache
def test_both_sides_bring_what_the_other_signed(amend, amendments, trade, escrow, funded, buyer, seller):
    before = trade.state(funded)
    first = amend(funded, by=buyer)
    second = amend(funded, by=seller, signer="buyer", agreement=NEWER, number=2)

    deal_id = trade.id(funded)
    agreed = [{"dealId": deal_id, "number": number, "agreement": new} for number, new in ((1, NEW), (2, NEWER))]
    assert events_of(first, amendments) == [("DealAmended", agreed[0])]
    assert events_of(second, amendments) == [("DealAmended", agreed[1])]
    assert (first.return_value, second.return_value, amendments.amendmentsOf(deal_id)) == (1, 2, 2)
    assert trade.state(funded) == before, "the money and its deadlines are where they were"


@pytest.mark.parametrize("journey", ["fulfil", "release", "dispute"])
def test_as_long_as_money_is_held_the_parties_may_agree(amend, amendments, trade, escrow, funded, people, journey):
    acts = {
        "fulfil": ("fulfil", "seller", NOTHING),
        "release": ("release", "buyer"),
        "dispute": ("dispute", "buyer", 0, NOTHING),
    }
    trade.travel(funded, people, [acts[journey]])
    amend(funded, by=people.buyer)
    assert amendments.amendmentsOf(trade.id(funded)) == 1


def test_a_wallet_contract_may_sign(amend, amendments, trade, make_deal, wallet, buyer):
    deal = trade.open(make_deal(seller=wallet.address))
    amend(deal, by=buyer)
    assert amendments.amendmentsOf(trade.id(deal)) == 1


def test_deals_are_amended_apart(amend, amendments, trade, make_deal, funded, buyer):
    amend(funded, by=buyer)
    other = trade.open(make_deal(salt=b"\1" * 32))
    amend(other, by=buyer)
    assert amendments.amendmentsOf(trade.id(other)) == 1


def test_the_digest_is_what_a_wallet_computes(amendments):
    message = {"dealId": b"\1" * 32, "agreement": b"\2" * 32, "number": 3, "deadline": 4}
    signed = typed_data.amendment(web3.eth.chain_id, amendments.address, **message)
    assert bytes(amendments.amendmentDigest(*message.values())) == typed_data.digest(signed)


def test_nothing_else_can_be_written(amendments):
    writing = [
        item["name"]
        for item in amendments.abi
        if item["type"] == "function" and item["stateMutability"] not in {"view", "pure"}
    ]
    assert writing == ["amend"]
