"""A deal is opened only when its market vouches for it."""

import pytest
from brownie import AnsweringMarket, web3
from eth_abi import encode

from tests.contracts.model.identity import DEAL
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import Status

AUTHORIZE = web3.keccak(text=f"authorize(bytes32,{DEAL},bytes)")[:4]


@pytest.fixture
def answering(people):
    return people.stranger.deploy(AnsweringMarket)


def test_an_address_without_code_vouches_for_nothing(escrow, trade, make_deal, buyer, stranger):
    deal = make_deal(market=stranger.address)
    with reverts_with("NotAuthorized", stranger, trade.id(deal)):
        trade.open(deal)


@pytest.mark.parametrize("answer", [b"\0" * 32, b"\xff" * 4 + b"\0" * 28], ids=["nothing", "something else"])
def test_another_answer_is_a_no(escrow, trade, make_deal, answering, stranger, answer):
    answering.answer(answer, False, {"from": stranger})
    deal = make_deal(market=answering.address)
    with reverts_with("NotAuthorized", answering, trade.id(deal)):
        trade.open(deal)


def test_the_markets_own_reason_reaches_the_buyer(trade, make_deal, answering, stranger):
    reason = web3.keccak(text="OutOfStock(bytes32,uint32,uint32)")[:4] + encode(
        ["bytes32", "uint32", "uint32"], [b"", 1, 2]
    )
    answering.answer(reason, True, {"from": stranger})
    with reverts_with("OutOfStock", b"\0" * 32, 1, 2):
        trade.open(make_deal(market=answering.address))


@pytest.mark.ganache
def test_the_market_is_asked_with_the_deal_and_the_authorization(trade, make_deal, answering, stranger):
    answering.answer(AUTHORIZE.ljust(32, b"\0"), False, {"from": stranger})
    deal = trade.open(make_deal(market=answering.address), authorization=b"please")
    assert trade.state(deal).status == Status.FUNDED


def test_a_market_that_opens_the_deal_itself_is_not_asked(escrow, trade, make_deal, wallet, payer):
    deal = make_deal(market=wallet.address, seller=payer.address)
    wallet.act(escrow, escrow.open.encode_input(deal, b""), {"from": payer, "value": deal.value})
    assert trade.state(deal).status == Status.FUNDED


def test_a_market_cannot_open_the_deal_a_second_time_while_asked(escrow, trade, make_deal, answering, stranger):
    deal = make_deal(market=answering.address)
    answering.answer(AUTHORIZE.ljust(32, b"\0"), False, {"from": stranger})
    answering.callFirst(escrow, escrow.open.encode_input(deal, b""), {"from": stranger})
    with reverts_with("DealExists", trade.id(deal)):
        trade.open(deal)


def test_the_money_is_in_before_the_market_is_asked(escrow, trade, make_deal, answering, stranger, token):
    """A market that is the buyer's too and releases at once moves no money but the deal's."""
    answering.answer(AUTHORIZE.ljust(32, b"\0"), False, {"from": stranger})
    deal = make_deal(market=answering.address, buyer=answering.address, deposit=0, token=token.address)
    answering.callFirst(escrow, escrow.release.encode_input(deal), {"from": stranger})
    before = token.balanceOf(escrow)
    trade.open(deal, payer=trade.addresses["payer"])
    assert token.balanceOf(escrow) == before
    assert trade.state(deal).status == Status.CLOSED
