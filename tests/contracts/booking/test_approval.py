"""A host who wants to know his guests approves each stay by his signature."""

import pytest
from brownie import web3

from tests.contracts.booking.conftest import SKU
from tests.contracts.model import typed_data
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import Status


@pytest.fixture
def careful(inn):
    return inn.publish(isInstant=False)


def test_without_a_word_of_the_host_nothing_is_booked(careful, seller, trade):
    stay = careful.stay()
    with reverts_with("NotApproved", seller, trade.id(careful.deal(stay))):
        careful.book(stay)


def test_an_approval_runs_out(careful, clock):
    stay = careful.stay()
    approval = careful.approve(careful.deal(stay), deadline=clock.now + 60)
    late = clock.by(61)
    with reverts_with("ApprovalExpired", late - 1, late):
        careful.book(stay, approval=approval)


@pytest.mark.parametrize(
    "wrong",
    [{"signer": "buyer"}, {"signer": "stranger"}, {"dealId": b"\1" * 32}],
    ids=["by the guest", "by a stranger", "of another stay"],
)
def test_only_the_hosts_own_approval_of_this_stay_counts(careful, seller, trade, wrong):
    stay = careful.stay()
    deal = careful.deal(stay)
    with reverts_with("NotApproved", seller, trade.id(deal)):
        careful.book(stay, approval=careful.approve(deal, **wrong))


def test_the_deadline_is_the_one_that_was_signed(careful, seller, trade):
    stay = careful.stay()
    deal = careful.deal(stay)
    _, signature = careful.approve(deal, deadline=2**39)
    with reverts_with("NotApproved", seller, trade.id(deal)):
        careful.book(stay, approval=(2**40, signature))


def test_what_was_approved_cannot_be_changed(careful, seller, trade):
    """Another night, another guest, another nonce: another deal."""
    stay = careful.stay()
    approval = careful.approve(careful.deal(stay))
    for other in (stay._replace(nonce=1), stay._replace(firstNight=stay.firstNight + 1), stay._replace(unit=1)):
        with reverts_with("NotApproved", seller, trade.id(careful.deal(other))):
            careful.book(other, approval=approval)


def test_an_approval_opens_one_deal_once(careful, escrow, trade, buyer):
    stay = careful.stay()
    deal = careful.deal(stay)
    approval = careful.approve(deal)
    careful.book(stay, approval=approval)
    escrow.cancel(deal, {"from": buyer})
    with reverts_with("DealExists", trade.id(deal)):
        careful.book(stay, approval=approval)


def test_an_approval_does_not_take_nights_that_are_gone(careful):
    stays = [careful.stay(nonce=nonce) for nonce in (1, 2)]
    approvals = [careful.approve(careful.deal(stay)) for stay in stays]
    careful.book(stays[0], approval=approvals[0])
    with reverts_with("NightsTaken", careful.id, 0, stays[1].firstNight, 3):
        careful.book(stays[1], approval=approvals[1])


def test_a_revision_of_the_place_voids_what_was_approved(careful, seller):
    stay = careful.stay()
    approval = careful.approve(careful.deal(stay))
    careful.market.revise(SKU, careful.place._replace(nightPrice=1), {"from": seller})
    with reverts_with("PlaceChanged", careful.id, 2):
        careful.book(stay, approval=approval)


@pytest.mark.ganache
def test_an_approved_stay_is_booked_to_the_last_second(careful, trade, clock):
    stay = careful.stay()
    deal = careful.deal(stay)
    approval = careful.approve(deal, deadline=clock.now + 60)
    clock.by(60)
    careful.book(stay, approval=approval)
    assert trade.state(deal).status == Status.FUNDED
    assert careful.calendar(stay.firstNight) == (0b111, 0)


def test_a_wallet_contract_may_be_the_host(careful, trade, wallet, booking):
    """The key of its owner signs."""
    wallet.act(booking, booking.publish.encode_input(SKU, careful.place), {"from": careful.host})
    stay = careful.stay()
    deal = careful.deal(stay, seller=wallet.address)
    approval = careful.approve(deal)
    trade.open(deal, authorization=careful.authorization(approval=approval))
    assert trade.state(deal).status == Status.FUNDED


def test_the_digest_is_what_a_wallet_computes(careful):
    message = {"dealId": b"\5" * 32, "deadline": 77}
    signed = typed_data.approval(web3.eth.chain_id, careful.market.address, **message)
    assert bytes(careful.market.approvalDigest(*message.values())) == typed_data.digest(signed)
