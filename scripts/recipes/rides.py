"""A ride: a driver's standing tariff, a code that begins it, a meter, and a rider who does not come.

make recipe NAME=rides
"""

from dataclasses import astuple
from types import SimpleNamespace
from typing import Any

from scripts.market.request import Tariff, by_tariff, ride_for
from scripts.market.shapes import NATIVE
from scripts.recipes.start import (
    DAY,
    ETHER,
    HOUR,
    MINUTE,
    address,
    contracts,
    document,
    in_ether,
    now,
    people,
    sign,
    tell,
    wait,
)

CAP = ETHER // 50
CODE, OTHER_CODE = b"16 random bytes.", b"16 other bytes.."
NO_SHOW_BPS = 2_500


def main() -> None:
    place, who = contracts(), people("rider", "driver")
    escrow, requests, rider, driver = place.Escrow, place.Request, who.rider, who.driver

    tariff = tariff_of(driver)
    signature = sign(driver, requests.tariffIdOf(astuple(tariff)))
    published = requests.publishTariff(astuple(tariff), signature, {"from": driver})
    tell("The driver shows a tariff to everybody: only this key sets it.", published)

    ride, accepted = astuple(hailed(place, rider, tariff, CODE)), by_tariff(tariff, signature)
    opened = escrow.open(ride, accepted, {"from": rider, "value": CAP})
    tell(f"The rider accepts it and pays in {in_ether(CAP)}, the most the ride may cost.", opened)
    tell("At the door she shows her code, and the ride begins.", escrow.begin(ride, CODE, {"from": driver}))
    fare = requests.fareOf(astuple(tariff), 7_650, 21 * MINUTE)
    metered = escrow.discount(ride, CAP - fare, document("7.65 km, 21 minutes"), {"from": driver})
    tell(f"7.65 km in 21 minutes cost {in_ether(fare)}: the driver gives the rest back.", metered)
    tell("The rider pays.", escrow.release(ride, {"from": rider}))

    missed = astuple(hailed(place, rider, tariff, OTHER_CODE))
    opened = escrow.open(missed, accepted, {"from": rider, "value": CAP})
    tell("She hails another ride, and does not come.", opened)
    wait(tariff.wait_period + MINUTE)
    charged = escrow.chargeNoShow(missed, {"from": driver})
    tell(f"The driver waited: he takes {in_ether(CAP * NO_SHOW_BPS // 10_000)}, she gets the rest back.", charged)
    tell("He takes back all he signed: nobody can accept it any more.", requests.revoke({"from": driver}))


def tariff_of(driver: Any) -> Tariff:
    return Tariff(
        seller=address(driver),
        token=NATIVE,
        base=ETHER // 1_000,
        per_kilometer=ETHER // 2_000,
        per_minute=ETHER // 10_000,
        minimum=ETHER // 500,
        free_period=3 * MINUTE,
        wait_period=8 * MINUTE,
        no_show_bps=NO_SHOW_BPS,
        deliver_period=HOUR,
        inspection=2 * HOUR,
        contest_period=3 * DAY,
        ruling_period=7 * DAY,
        expires_at=now() + 30 * DAY,
        document=document("I drive between the river and the hills."),
    )


def hailed(place: SimpleNamespace, rider: Any, tariff: Tariff, code: bytes) -> Any:
    return ride_for(tariff, market=place.Request.address, buyer=address(rider), cap=CAP, code=code, now=now())
