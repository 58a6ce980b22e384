"""A buyer says what he needs, and later that he no longer does."""

import pytest

from tests.contracts.model.request import request_id
from tests.contracts.request.conftest import SALT
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import NOTHING
from tests.contracts.world.trade import events_of


def test_a_request_without_a_salt_cannot_be_named(desk, buyer):
    with reverts_with("EmptySalt"):
        desk.market.post(NOTHING, desk.need(), {"from": buyer})


@pytest.mark.parametrize("late", [0, 1])
def test_a_request_expires_in_the_future(desk, buyer, clock, late):
    need = desk.need()
    now = clock.to(need.expiresAt + late)
    with reverts_with("RequestExpired", need.expiresAt, now):
        desk.market.post(SALT, need, {"from": buyer})


@pytest.mark.ganache
def test_everybody_hears_what_the_buyer_needs(desk, buyer):
    need = desk.need()
    tx = desk.market.post(SALT, need, {"from": buyer})

    asked = request_id(buyer.address, SALT)
    told = {"requestId": asked, "buyer": buyer.address, "salt": SALT, "need": need}
    assert events_of(tx, desk.market) == [("RequestPosted", told)]
    assert bytes(tx.return_value) == asked == bytes(desk.market.requestIdOf(buyer, SALT))


def test_what_is_posted_again_replaces_what_was_said(desk, buyer):
    first = desk.market.post(SALT, desk.need(), {"from": buyer})
    second = desk.market.post(SALT, desk.need(budget=0), {"from": buyer})

    assert first.return_value == second.return_value


def test_a_buyer_withdraws_his_own_request(desk, buyer, stranger):
    desk.market.post(SALT, desk.need(), {"from": buyer})
    by_another = desk.market.withdraw(SALT, {"from": stranger})
    by_himself = desk.market.withdraw(SALT, {"from": buyer})

    others, own = ({"requestId": request_id(person.address, SALT)} for person in (stranger, buyer))
    assert events_of(by_another, desk.market) == [("RequestWithdrawn", others)]
    assert events_of(by_himself, desk.market) == [("RequestWithdrawn", own)]
