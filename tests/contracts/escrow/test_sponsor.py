"""Somebody else pays for the gas of what a party signed."""

import pytest
from brownie import web3

from tests.contracts.escrow.outcomes import ALL_BACK, verify_closed, verify_completed
from tests.contracts.model import typed_data
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.people import sign
from tests.contracts.world.shapes import DAY, NOTHING, Outcome, SponsoredAct, Status

RELEASE, FULFIL, CANCEL = SponsoredAct
PROOF = b"\5" * 32
SIGNERS = [(RELEASE, "buyer"), (FULFIL, "seller"), (CANCEL, "buyer")]


@pytest.fixture
def sponsored(escrow, trade, clock):
    """A message ready to be signed, with a week to use it."""

    def build(deal, act, /, **changes):
        usual = {"dealId": trade.id(deal), "act": act, "evidence": NOTHING, "revisionsUsed": 0}
        terms = usual | {"deadline": clock.now + 7 * DAY} | changes
        return typed_data.sponsored(web3.eth.chain_id, escrow.address, **terms)

    return build


@pytest.fixture
def carry(escrow, stranger):
    """The stranger carries the signature."""

    def send(deal, message, signature):
        terms = message["message"]
        return escrow.sponsor(deal, terms["act"], terms["evidence"], terms["deadline"], signature, {"from": stranger})

    return send


def test_a_deal_nobody_opened_has_no_sponsor(trade, deal, sponsored, carry):
    message = sponsored(deal, RELEASE)
    with reverts_with("DealUnknown", trade.id(deal)):
        carry(deal, message, sign("buyer", message))


@pytest.mark.parametrize("late", [0, 1])
def test_a_signature_is_good_until_its_deadline(trade, funded_deal, clock, sponsored, carry, late):
    message = sponsored(funded_deal, FULFIL, deadline=clock.now + DAY)
    time = clock.by(DAY + late)
    if late:
        with reverts_with("TooLate", time - 1, time):
            carry(funded_deal, message, sign("seller", message))
    else:
        carry(funded_deal, message, sign("seller", message))
        assert trade.state(funded_deal).status == Status.FULFILLED


@pytest.mark.parametrize(("act", "signer"), SIGNERS)
def test_the_other_party_cannot_sign_for_it(funded_deal, people, sponsored, carry, act, signer):
    message = sponsored(funded_deal, act)
    other = "seller" if signer == "buyer" else "buyer"
    with reverts_with("BadSignature", getattr(people, signer)):
        carry(funded_deal, message, sign(other, message))


@pytest.mark.parametrize(
    "changes",
    [{"act": CANCEL}, {"evidence": PROOF}, {"revisionsUsed": 1}, {"deadline": 2**40}, {"dealId": b"\1" * 32}],
    ids=lambda changes: next(iter(changes)),
)
def test_a_signature_for_something_else_is_refused(funded_deal, buyer, sponsored, carry, changes):
    signature = sign("buyer", sponsored(funded_deal, RELEASE, **changes))
    with reverts_with("BadSignature", buyer):
        carry(funded_deal, sponsored(funded_deal, RELEASE), signature)


def test_what_the_party_may_not_do_nobody_does_for_it(escrow, trade, completed_deal, sponsored, carry):
    for act, signer, refusal in (
        (RELEASE, "buyer", "DealNotPayable"),
        (FULFIL, "seller", "DealNotFunded"),
        (CANCEL, "buyer", "DealNotFunded"),
    ):
        message = sponsored(completed_deal, act)
        with reverts_with(refusal, trade.id(completed_deal), Status.COMPLETED):
            carry(completed_deal, message, sign(signer, message))


def test_work_that_was_sent_back_is_not_fulfilled_by_the_old_signature(
    escrow, funded_deal, buyer, seller, sponsored, carry
):
    message = sponsored(funded_deal, FULFIL)
    carry(funded_deal, message, sign("seller", message))
    escrow.sendBack(funded_deal, NOTHING, {"from": buyer})
    with reverts_with("BadSignature", seller):
        carry(funded_deal, message, sign("seller", message))


def test_the_digest_is_what_a_wallet_computes(escrow, funded_deal, sponsored):
    message = sponsored(funded_deal, FULFIL, evidence=PROOF, revisionsUsed=2)
    assert bytes(escrow.sponsoredDigest(*message["message"].values())) == typed_data.digest(message)


@pytest.mark.ganache
def test_a_signed_release_pays_the_seller(trade, funded_deal, sponsored, carry):
    message = sponsored(funded_deal, RELEASE)
    done = trade.watch(lambda: carry(funded_deal, message, sign("buyer", message)), funded_deal)
    verify_completed(done, Outcome.RELEASED, ("DealReleased", {"dealId": trade.id(funded_deal)}))


@pytest.mark.ganache
def test_a_signed_fulfilment_carries_its_evidence(trade, funded_deal, sponsored, carry):
    message = sponsored(funded_deal, FULFIL, evidence=PROOF)
    done = trade.watch(lambda: carry(funded_deal, message, sign("seller", message)), funded_deal)
    assert done.after == done.before._replace(status=Status.FULFILLED, since=done.time)
    assert done.events == [("DealFulfilled", {"dealId": trade.id(funded_deal), "evidence": PROOF})]


@pytest.mark.ganache
def test_a_signed_cancellation_follows_the_schedule(trade, funded_deal, sponsored, carry):
    message = sponsored(funded_deal, CANCEL)
    done = trade.watch(lambda: carry(funded_deal, message, sign("buyer", message)), funded_deal)
    cancelled = [("DealCancelled", {"dealId": trade.id(funded_deal), "sellerBps": 0})]
    verify_closed(done, Outcome.CANCELLED, moved=ALL_BACK, seller_bps=0, events=cancelled)


def test_a_wallet_contract_signs_with_its_owners_key(trade, make_deal, wallet, sponsored, carry):
    deal = trade.open(make_deal(seller=wallet.address))
    message = sponsored(deal, FULFIL)
    carry(deal, message, sign("seller", message))
    assert trade.state(deal).status == Status.FULFILLED
