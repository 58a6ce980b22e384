"""One transaction with the other party's signature settles."""

import pytest
from brownie import web3

from tests.contracts.escrow.outcomes import verify_closed
from tests.contracts.model import typed_data
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.people import sign
from tests.contracts.world.shapes import DAY, Claim, Outcome


@pytest.fixture
def settlement(escrow, trade, clock):
    """A message ready to be signed, with a week to use it."""

    def build(deal, **changes):
        usual = {"dealId": trade.id(deal), "depositOnly": False, "sellerBps": 7_000, "deadline": clock.now + 7 * DAY}
        return typed_data.settlement(web3.eth.chain_id, escrow.address, **(usual | changes))

    return build


def settle(escrow, deal, message, signature, *, by):
    terms = message["message"]
    return escrow.settleWithSignature(deal, terms["sellerBps"], terms["deadline"], signature, {"from": by})


def test_a_closed_deal_cannot_be_settled(escrow, trade, closed_deal, buyer, settlement):
    message = settlement(closed_deal, depositOnly=True)
    with reverts_with("DealClosed", trade.id(closed_deal)):
        settle(escrow, closed_deal, message, sign("seller", message), by=buyer)


def test_nobody_settles_past_a_ruling(escrow, trade, ruled_deal, buyer, settlement):
    message = settlement(ruled_deal)
    with reverts_with("WrongClaim", trade.id(ruled_deal), Claim.RULED):
        settle(escrow, ruled_deal, message, sign("seller", message), by=buyer)


@pytest.mark.parametrize("person", ["arbiter", "stranger"])
def test_nobody_else_settles(escrow, funded_deal, people, settlement, person):
    message = settlement(funded_deal)
    caller = getattr(people, person)
    with reverts_with("NotParty", caller):
        settle(escrow, funded_deal, message, sign("seller", message), by=caller)


def test_a_share_has_a_limit(escrow, funded_deal, buyer, settlement):
    message = settlement(funded_deal, sellerBps=10_001)
    with reverts_with("BadShare", 10_001):
        settle(escrow, funded_deal, message, sign("seller", message), by=buyer)


@pytest.mark.parametrize("late", [0, 1])
def test_a_signature_is_good_until_its_deadline(escrow, trade, funded_deal, buyer, clock, settlement, late):
    message = settlement(funded_deal)
    deadline = message["message"]["deadline"]
    clock.to(deadline + late)
    if late:
        with reverts_with("TooLate", deadline, deadline + late):
            settle(escrow, funded_deal, message, sign("seller", message), by=buyer)
    else:
        settle(escrow, funded_deal, message, sign("seller", message), by=buyer)
        assert trade.state(funded_deal).outcome == Outcome.SETTLED


@pytest.mark.parametrize(
    ("signer", "changes"),
    [
        ("buyer", {}),
        ("stranger", {}),
        ("seller", {"sellerBps": 6_999}),
        ("seller", {"deadline": 1}),
        ("seller", {"dealId": b"\1" * 32}),
        ("seller", {"depositOnly": True}),
    ],
    ids=["one's own", "a stranger's", "another share", "another deadline", "another deal", "for the deposit"],
)
def test_a_signature_for_something_else_is_refused(escrow, funded_deal, buyer, seller, settlement, signer, changes):
    signature = sign(signer, settlement(funded_deal, **changes))
    with reverts_with("BadSignature", seller):
        settle(escrow, funded_deal, settlement(funded_deal), signature, by=buyer)


@pytest.mark.parametrize("signature", [b"", b"\0" * 65, b"\xff" * 65, b"\1" * 64])
def test_nonsense_is_no_signature(escrow, funded_deal, buyer, seller, settlement, signature):
    with reverts_with("BadSignature", seller):
        settle(escrow, funded_deal, settlement(funded_deal), signature, by=buyer)


def test_a_signature_on_the_price_is_void_for_the_deposit(escrow, trade, completed_deal, seller, buyer, settlement):
    message = settlement(completed_deal)
    with reverts_with("BadSignature", buyer):
        settle(escrow, completed_deal, message, sign("buyer", message), by=seller)


def test_the_digest_is_what_a_wallet_computes(escrow, trade, funded_deal, settlement):
    message = settlement(funded_deal)
    terms = message["message"]
    seen = escrow.settlementDigest(terms["dealId"], terms["depositOnly"], terms["sellerBps"], terms["deadline"])
    assert bytes(seen) == typed_data.digest(message)


@pytest.mark.ganache
@in_both_currencies
@pytest.mark.parametrize(("caller", "signer"), [("buyer", "seller"), ("seller", "buyer")])
def test_the_signed_split_is_paid(escrow, trade, contested_deal, people, settlement, caller, signer):
    message = settlement(contested_deal)
    signature = sign(signer, message)
    by = getattr(people, caller)
    done = trade.watch(lambda: settle(escrow, contested_deal, message, signature, by=by), contested_deal)

    moved = {"escrow": -1_500_012, "seller": 682_502, "referrer": 17_500, "buyer": 300_001 + 500_009}
    settled = [("DealSettled", {"dealId": trade.id(contested_deal), "sellerBps": 7_000})]
    verify_closed(done, Outcome.SETTLED, moved=moved, seller_bps=7_000, events=settled)


def test_the_deposit_is_split_without_a_referral(escrow, trade, completed_deal, seller, settlement):
    message = settlement(completed_deal, depositOnly=True)
    signature = sign("buyer", message)
    done = trade.watch(lambda: settle(escrow, completed_deal, message, signature, by=seller), completed_deal)

    moved = {"escrow": -500_009, "seller": 350_006, "buyer": 150_003}
    settled = [("DealSettled", {"dealId": trade.id(completed_deal), "sellerBps": 7_000})]
    verify_closed(done, Outcome.SETTLED, moved=moved, seller_bps=7_000, events=settled)


def test_a_wallet_contract_may_sign(escrow, trade, make_deal, wallet, buyer, settlement):
    deal = trade.open(make_deal(seller=wallet.address))
    message = settlement(deal)
    settle(escrow, deal, message, sign("seller", message), by=buyer)
    assert trade.state(deal).outcome == Outcome.SETTLED
