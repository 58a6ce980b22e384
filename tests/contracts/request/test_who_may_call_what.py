"""Everybody may say, sign and take back for himself; only the escrow is answered."""

import pytest

from tests.contracts.model.request import request_id
from tests.contracts.request.conftest import SALT
from tests.contracts.world.chain import Reverted, ask_all

EVERYBODY = {"buyer", "seller", "arbiter", "referrer", "payer", "stranger", "escrow"}
WHO = {
    "post": EVERYBODY,
    "withdraw": EVERYBODY,
    "publishTariff": EVERYBODY,
    "revoke": EVERYBODY,
    "authorize": {"escrow"},
}


def test_every_function_that_writes_is_in_the_table(desk):
    writing = {
        item["name"]
        for item in desk.market.abi
        if item["type"] == "function" and item["stateMutability"] not in {"view", "pure"}
    }
    assert writing == set(WHO)


@pytest.mark.parametrize("act", WHO)
def test_an_act_is_for_those_the_table_names(desk, act):
    deal = desk.job()
    arguments = {
        "post": [SALT, desk.need()],
        "withdraw": [SALT],
        "publishTariff": [desk.tariff, desk.sign_tariff()],
        "revoke": [],
        "authorize": [desk.trade.id(deal), deal, desk.offer(deal)],
    }
    data = getattr(desk.market, act).encode_input(*arguments[act])
    addresses = {name: address for name, address in desk.trade.addresses.items() if name in EVERYBODY}
    calls = [[{"from": address, "to": desk.market.address, "data": data}, "latest"] for address in addresses.values()]
    answers = dict(zip(addresses, ask_all("eth_call", calls), strict=True))

    assert {name for name, answer in answers.items() if not isinstance(answer, Reverted)} == WHO[act]


def test_what_is_posted_is_posted_in_ones_own_name(desk, people):
    ids = {
        bytes(desk.market.post(SALT, desk.need(), {"from": person}).return_value) for person in vars(people).values()
    }
    assert ids == {request_id(person.address, SALT) for person in vars(people).values()}
