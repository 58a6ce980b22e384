"""A signed permit in place of an approval."""

import pytest
from brownie import OddToken, web3

from tests.contracts.model import typed_data
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.people import key_of
from tests.contracts.world.shapes import DAY, NATIVE, DealState, Status


@pytest.fixture
def currency(token):
    return token.address


@pytest.fixture
def permit(escrow, token, stranger, clock):
    """The stranger has money and has approved nobody."""
    token.mint(stranger, 10**9, {"from": stranger})

    def sign(value):
        deadline = clock.now + DAY
        message = typed_data.permit(
            web3.eth.chain_id,
            token.address,
            name=token.name(),
            owner=stranger.address,
            spender=escrow.address,
            value=value,
            nonce=token.nonces(stranger),
            deadline=deadline,
        )
        signed = key_of("stranger").sign_message(typed_data.signable(message))
        return deadline, signed.v, signed.r.to_bytes(32, "big"), signed.s.to_bytes(32, "big")

    return sign


def test_a_permit_for_less_does_not_pay(escrow, deal, token, permit, stranger):
    with reverts_with("PaymentRefused", token, stranger, deal.funding):
        escrow.openWithPermit(deal, b"", *permit(deal.funding - 1), {"from": stranger})


def test_somebody_elses_permit_does_not_pay(escrow, deal, token, permit, seller):
    with reverts_with("PaymentRefused", token, seller, deal.funding):
        escrow.openWithPermit(deal, b"", *permit(deal.funding), {"from": seller})


def test_the_native_coin_has_no_permits(escrow, make_deal, permit, stranger):
    deal = make_deal(token=NATIVE)
    with reverts_with("WrongPayment", deal.funding, 0):
        escrow.openWithPermit(deal, b"", *permit(deal.funding), {"from": stranger})


@pytest.mark.ganache
def test_the_permit_pays(escrow, trade, deal, permit, stranger):
    terms = permit(deal.funding)
    done = trade.watch(lambda: escrow.openWithPermit(deal, b"", *terms, {"from": stranger}), deal)

    assert done.moved == {"stranger": -1_500_012, "escrow": 1_500_012}
    assert done.after == DealState(Status.FUNDED, since=done.time)
    assert [(name, told["payer"]) for name, told in done.events] == [("DealOpened", stranger.address)]


def test_a_permit_used_by_somebody_else_first_still_pays(escrow, trade, deal, token, permit, stranger, seller):
    deadline, *signature = permit(deal.funding)
    token.permit(stranger, escrow, deal.funding, deadline, *signature, {"from": seller})
    escrow.openWithPermit(deal, b"", deadline, *signature, {"from": stranger})
    assert trade.state(deal).status == Status.FUNDED


def test_a_token_without_permits_is_paid_by_allowance(escrow, trade, make_deal, permit, stranger):
    odd = stranger.deploy(OddToken)
    deal = make_deal(token=odd.address)
    odd.mint(stranger, deal.funding, {"from": stranger})
    odd.approve(escrow, deal.funding, {"from": stranger})
    escrow.openWithPermit(deal, b"", *permit(deal.funding), {"from": stranger})
    assert trade.state(deal).status == Status.FUNDED
