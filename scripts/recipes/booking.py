"""Nights in a house: a calendar on the chain, a price the contract quotes, a cancellation, and a claim on a deposit.

make recipe NAME=booking
"""

from dataclasses import astuple
from types import SimpleNamespace
from typing import Any

from scripts.market.booking import Notice, Place, Quote, Stay, deal_for, pack_policy, sku_of
from scripts.market.shapes import WHOLE_BPS
from scripts.recipes.start import DAY, ETHER, HOUR, address, contracts, document, in_ether, now, people, tell, wait

SKU = sku_of("house by the sea")
DAMAGE_BPS = 4_000


def main() -> None:
    place, who = contracts(), people("host", "guest", "other")
    escrow, booking, host, guest, other = place.Escrow, place.Booking, who.host, who.guest, who.other

    house = house_of()
    tell("A host offers a house by the night.", booking.publish(SKU, astuple(house), {"from": host}))
    first = friday_after(now() // DAY + 30)
    deal = booked(place, who, house, guest=guest, first_night=first)
    price = deal[4]
    opened = escrow.open(deal, house.reservation(), {"from": guest, "value": price + house.deposit})
    tell(f"A guest books three nights for {in_ether(price)}, two at the weekend's price, and a deposit.", opened)
    blocked = booking.blockNights(SKU, 0, first + 3, 1, {"from": host})
    tell("The host keeps the night after them for himself.", blocked)

    later = booked(place, who, house, guest=other, first_night=first + 4)
    paid = later[4] + house.deposit
    opened = escrow.open(later, house.reservation(), {"from": other, "value": paid})
    tell("Somebody else books the nights from then on.", opened)
    wait(house.check_in(first + 4) - 10 * DAY - now())
    had = other.balance()
    cancelled = escrow.cancel(later, {"from": other})
    back = other.balance() - had + cancelled.gas_used * cancelled.gas_price
    tell(f"Ten days ahead plans change: {in_ether(back)} come back, and the nights are free again.", cancelled)

    wait(house.check_in(first) + DAY + 1 - now())
    tell("A day after check-in anybody pays the host.", escrow.finalize(deal, {"from": other}))
    wait(2 * DAY)
    claimed = escrow.claimDeposit(deal, DAMAGE_BPS, document("A broken window."), {"from": host})
    tell("After the stay the host claims two fifths of the deposit.", claimed)
    tell("The guest agrees, and has the rest.", escrow.concede(deal, {"from": guest}))


def house_of() -> Place:
    return Place(
        night_price=ETHER // 20,
        weekend_price=ETHER // 16,
        cleaning_fee=ETHER // 50,
        check_in_at=13 * HOUR,
        policy=pack_policy(Notice(14 * DAY, WHOLE_BPS), Notice(7 * DAY, WHOLE_BPS // 2)),
        expires_at=now() + 365 * DAY,
        deposit=ETHER // 10,
        claim_period=2 * DAY,
        contest_period=3 * DAY,
        ruling_period=7 * DAY,
        document=document("A house by the sea, two rooms, no stairs."),
    )


def friday_after(night: int) -> int:
    """Nights are counted from 1970-01-01, which was a Thursday."""
    return night + (1 - night) % 7


def booked(place: SimpleNamespace, who: SimpleNamespace, house: Place, *, guest: Any, first_night: int) -> Any:
    """The contract's own quote says what the deal must be."""
    stay = Stay(sku=SKU, first_night=first_night, nights=3)
    quote = Quote(*map(int, place.Booking.quote(astuple(house), first_night, stay.nights)))
    return astuple(
        deal_for(house, stay, quote, market=place.Booking.address, host=address(who.host), guest=address(guest))
    )
