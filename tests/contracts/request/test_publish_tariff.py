"""A seller's standing tariff: only his key sets it, anybody may carry it to the chain."""

import pytest
from brownie import web3

from tests.contracts.model import typed_data
from tests.contracts.model.request import fare, schedule
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.people import sign
from tests.contracts.world.shapes import HOUR, MINUTE, WHOLE
from tests.contracts.world.trade import events_of


def publish(desk, tariff, *, by=None, signer="seller"):
    sender = {"from": by or desk.people.stranger}
    return desk.market.publishTariff(tariff, desk.sign_tariff(tariff, signer=signer), sender)


@pytest.mark.parametrize("late", [0, 1])
def test_an_expired_tariff_is_not_shown(desk, clock, late):
    clock.to(desk.tariff.expiresAt + late)
    with reverts_with("TariffExpired", desk.tariff_id(), desk.tariff.expiresAt):
        publish(desk, desk.tariff)


@pytest.mark.parametrize("epoch", [0, 2])
def test_a_tariff_of_another_epoch_is_not_shown(desk, seller, epoch):
    tariff = desk.tariff._replace(epoch=epoch)
    desk.market.revoke({"from": seller})
    with reverts_with("TariffRevoked", desk.tariff_id(tariff), 1):
        publish(desk, tariff)


@pytest.mark.parametrize(
    "periods",
    [
        {"freePeriod": 8 * MINUTE},
        {"waitPeriod": 0, "freePeriod": 0},
        {"waitPeriod": MINUTE},
        {"noShowBps": WHOLE + 1},
    ],
    ids=["wait as long as free", "no wait", "wait shorter than free", "more than the price"],
)
def test_a_tariff_lets_the_buyer_cancel_in_a_way_that_can_be_written(desk, periods):
    tariff = desk.tariff._replace(**periods)
    expected = ("BadTariff", tariff.freePeriod, tariff.waitPeriod, tariff.noShowBps)
    with reverts_with(*expected):
        publish(desk, tariff)
    with reverts_with(*expected):
        desk.market.scheduleOf(tariff, desk.now)


@pytest.mark.parametrize("signer", ["buyer", "stranger"])
def test_nobody_sets_anothers_tariff(desk, seller, signer):
    with reverts_with("BadTariffSignature", seller, desk.tariff_id()):
        publish(desk, desk.tariff, signer=signer)


def test_every_word_of_a_tariff_is_signed(desk, seller, stranger):
    signature = desk.sign_tariff()
    for field, value in desk.tariff._asdict().items():
        if field in {"seller", "epoch"}:
            continue
        other = {int: lambda value: value + 1, bytes: lambda _: b"\1" * 32, str: lambda _: stranger.address}
        changed = desk.tariff._replace(**{field: other[type(value)](value)})
        with reverts_with("BadTariffSignature", seller, desk.tariff_id(changed)):
            desk.market.publishTariff(changed, signature, {"from": stranger})


def test_a_stray_bit_is_refused_by_name(desk, stranger):
    call = bytes.fromhex(desk.market.publishTariff.encode_input(desk.tariff, desk.sign_tariff())[2:])
    for word in range(19):
        spoilt = bytearray(call)
        spoilt[4 + 32 * word] |= 0x80
        with reverts_with("StrayBits", ...):
            stranger.transfer(desk.market, 0, data="0x" + spoilt.hex())


@pytest.mark.ganache
def test_anybody_carries_a_tariff_to_the_chain(desk, seller, stranger):
    tx = publish(desk, desk.tariff, by=stranger)

    signature = bytes(desk.sign_tariff(desk.tariff))
    published = {"tariffId": desk.tariff_id(), "seller": seller.address, "tariff": desk.tariff, "signature": signature}
    assert events_of(tx, desk.market) == [("TariffPublished", published)]
    assert bytes(tx.return_value) == desk.tariff_id() == bytes(desk.market.tariffIdOf(desk.tariff))


def test_a_wallet_contract_may_sign(desk, wallet):
    tariff = desk.tariff._replace(seller=wallet.address)
    assert bytes(publish(desk, tariff).return_value) == desk.tariff_id(tariff)


def test_a_tariff_of_the_current_epoch_is_shown(desk, seller):
    desk.market.revoke({"from": seller})
    tariff = desk.tariff._replace(epoch=1)
    assert bytes(publish(desk, tariff).return_value) == desk.tariff_id(tariff)


@pytest.mark.parametrize("meters", [0, 1, 999, 1_000, 12_345, 2**32 - 1])
@pytest.mark.parametrize("duration", [0, 1, 59, 60, 1_234, 2**32 - 1])
def test_a_fare_is_exact(desk, meters, duration):
    assert desk.market.fareOf(desk.tariff, meters, duration) == fare(desk.tariff, meters, duration)


def test_the_largest_fare_is_a_number(desk):
    most = 2**128 - 1
    tariff = desk.tariff._replace(base=most, perKilometer=most, perMinute=most, minimum=most)
    assert desk.market.fareOf(tariff, 2**32 - 1, 2**32 - 1) == fare(tariff, 2**32 - 1, 2**32 - 1)


def test_distance_and_time_are_rounded_together(desk):
    """Half a unit of each makes a whole one."""
    tariff = desk.tariff._replace(base=0, minimum=0, perKilometer=1, perMinute=1)
    assert desk.market.fareOf(tariff, 500, 0) == 0
    assert desk.market.fareOf(tariff, 0, 30) == 0
    assert desk.market.fareOf(tariff, 500, 30) == 1


@pytest.mark.parametrize("meters", [2_415, 2_416, 2_417])
def test_no_fare_is_below_the_minimum(desk, meters):
    tariff = desk.tariff._replace(minimum=desk.tariff.base + 290_000)
    assert desk.market.fareOf(tariff, meters, 0) == max(tariff.minimum, tariff.base + 120_007 * meters // 1_000)


def test_the_schedule_is_as_the_tariff_says(desk):
    assert desk.market.scheduleOf(desk.tariff, desk.now) == schedule(desk.tariff, desk.now)


@pytest.mark.parametrize(("free", "wait", "bps"), [(0, 1, 0), (0, HOUR, WHOLE), (HOUR, HOUR + 1, 1)])
def test_schedules_at_the_edge(desk, free, wait, bps):
    tariff = desk.tariff._replace(freePeriod=free, waitPeriod=wait, noShowBps=bps)
    assert desk.market.scheduleOf(tariff, desk.now) == schedule(tariff, desk.now)


def test_a_tariff_is_for_one_chain_and_one_market(desk, escrow):
    there = typed_data.tariff(5, desk.market.address, desk.tariff)
    elsewhere = typed_data.tariff(web3.eth.chain_id, escrow.address, desk.tariff)
    assert desk.tariff_id() not in {typed_data.digest(there), typed_data.digest(elsewhere)}
    for signed in (there, elsewhere):
        with reverts_with("BadTariffSignature", desk.tariff.seller, desk.tariff_id()):
            desk.market.publishTariff(desk.tariff, sign("seller", signed), {"from": desk.people.stranger})
