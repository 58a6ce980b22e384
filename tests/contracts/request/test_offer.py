"""The seller signs the whole deal; the buyer accepts by paying for it."""

import pytest
from brownie import web3
from eth_abi import encode

from tests.contracts.model import typed_data
from tests.contracts.model.request import by_offer, request_id
from tests.contracts.request.conftest import SALT
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import NOTHING, Status
from tests.contracts.world.trade import events_of


def test_only_the_escrow_may_ask(desk, stranger):
    deal = desk.job()
    with reverts_with("NotEscrow", stranger):
        desk.market.authorize(desk.trade.id(deal), deal, desk.offer(deal), {"from": stranger})


@pytest.mark.parametrize("length", [0, 31, 95])
def test_an_offer_is_told_whole(desk, length):
    deal = desk.job()
    with reverts_with("BadAuthorization", length):
        desk.trade.open(deal, authorization=desk.offer(deal)[:length])


@pytest.mark.parametrize("answer", [2, 256, 2**255], ids=str)
def test_there_are_two_ways_to_answer(desk, answer):
    deal = desk.job()
    authorization = encode(["uint256"], [answer]) + desk.offer(deal)[32:]
    with reverts_with("BadAuthorization", len(authorization)):
        desk.trade.open(deal, authorization=authorization)


def test_an_offer_is_good_until_its_deadline(desk, clock):
    until = desk.now + 60
    first, second = desk.job(), desk.job(salt=b"\1" * 32)
    offers = [desk.offer(deal, until=until) for deal in (first, second)]

    clock.to(until)
    desk.trade.open(first, authorization=offers[0])
    now = clock.to(until + 1)
    with reverts_with("OfferExpired", until, now):
        desk.trade.open(second, authorization=offers[1])


@pytest.mark.parametrize(
    "signed",
    [
        {"signer": "buyer"},
        {"signer": "stranger"},
        {"epoch": 1},
        {"dealId": b"\1" * 32},
        {"requestId": NOTHING},
        {"deadline": 2**40},
    ],
    ids=["by the buyer", "by a stranger", "in another epoch", "another deal", "no request", "another deadline"],
)
def test_only_the_sellers_own_signature_counts(desk, seller, signed):
    with reverts_with("BadOfferSignature", seller, 0):
        desk.accept(desk.job(), **signed)


@pytest.mark.parametrize("signature", [b"", b"\1" * 65], ids=["nothing", "nonsense"])
def test_nonsense_is_no_signature(desk, seller, signature):
    with reverts_with("BadOfferSignature", seller, 0):
        desk.trade.open(desk.job(), authorization=by_offer(SALT, 2**40, signature))


def test_every_term_is_the_sellers(desk, seller, payer, stranger, token):
    """The name of the deal is the hash of all of them."""
    offered = desk.job()
    authorization = desk.offer(offered)
    for field, value in offered._asdict().items():
        if field in {"market", "seller"}:
            continue
        other = {int: lambda value: value - 1, bytes: lambda _: b"\1" * 32, str: lambda _: stranger.address}
        changed = token.address if field == "token" else other[type(value)](value)
        with reverts_with("BadOfferSignature", seller, 0):
            desk.trade.open(offered._replace(**{field: changed}), payer=payer, authorization=authorization)


def test_nobody_answers_somebody_elses_request(desk, seller, stranger):
    """Whoever buys from himself cannot make another's request look answered."""
    deal = desk.job()
    with reverts_with("BadOfferSignature", seller, 0):
        desk.accept(deal, requestId=request_id(stranger.address, SALT))


def test_what_was_taken_back_cannot_be_accepted(desk, seller):
    deal = desk.job()
    offer = desk.offer(deal)
    desk.market.revoke({"from": seller})
    with reverts_with("BadOfferSignature", seller, 1):
        desk.trade.open(deal, authorization=offer)


def test_an_offer_opens_one_deal_once(desk, trade, escrow, seller):
    deal = desk.job()
    offer = desk.offer(deal)
    trade.open(deal, authorization=offer)
    escrow.refund(deal, {"from": seller})
    with reverts_with("DealExists", trade.id(deal)):
        trade.open(deal, authorization=offer)


@pytest.mark.ganache
@in_both_currencies
def test_the_buyer_accepts_by_paying(desk, trade, escrow, buyer, seller):
    deal = desk.job()
    desk.market.post(SALT, desk.need(), {"from": buyer})
    done = trade.do(escrow.open, deal, desk.offer(deal), by=buyer, value=deal.value)

    assert done.after.status == Status.FUNDED
    assert done.moved == {"buyer": -deal.funding, "escrow": deal.funding}
    accepted = {"requestId": request_id(buyer.address, SALT), "dealId": trade.id(deal), "seller": seller.address}
    assert events_of(done.tx, desk.market) == [("OfferAccepted", accepted)]


def test_an_offer_needs_no_request(desk, trade, escrow, buyer, seller):
    deal = desk.job()
    done = trade.do(escrow.open, deal, desk.offer(deal, salt=NOTHING), by=buyer, value=deal.value)

    accepted = {"requestId": NOTHING, "dealId": trade.id(deal), "seller": seller.address}
    assert events_of(done.tx, desk.market) == [("OfferAccepted", accepted)]


def test_somebody_else_may_pay(desk, trade, payer):
    deal = desk.job()
    trade.open(deal, payer=payer, authorization=desk.offer(deal))
    assert trade.state(deal).status == Status.FUNDED


def test_a_wallet_contract_may_sign(desk, trade, wallet):
    deal = desk.accept(desk.job(seller=wallet.address))
    assert trade.state(deal).status == Status.FUNDED


def test_an_offer_signed_after_a_revocation_counts(desk, trade, seller):
    desk.market.revoke({"from": seller})
    deal = desk.accept(desk.job())
    assert trade.state(deal).status == Status.FUNDED


def test_the_digest_is_what_a_wallet_computes(desk):
    message = {"dealId": b"\1" * 32, "requestId": b"\2" * 32, "epoch": 3, "deadline": 4}
    signed = typed_data.offer(web3.eth.chain_id, desk.market.address, **message)
    assert bytes(desk.market.offerDigest(*message.values())) == typed_data.digest(signed)
