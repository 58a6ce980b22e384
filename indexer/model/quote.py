"""What a stay costs, and what comes back of it when. Follows Quotes.sol to the wei."""

from collections.abc import Iterator
from typing import NamedTuple

from indexer.model.identity import WHOLE, Amount, Bps, Packed, Seconds, Timestamp
from indexer.model.place import PlaceTerms

DAY = 86_400

_SEASON_BITS, _DISCOUNT_BITS, _POLICY_BITS = 64, 24, 48
_STEP_BITS, _UNTIL_BITS = 56, 40
# The ending of a refund schedule: after its last step, check-in, the deal counts as fulfilled.
_BY_CLOCK = 1 << 224
# Day 0 was a Thursday.
_WEEKEND = (1, 2)


class Season(NamedTuple):
    """Nights from first to last cost that share of their price."""

    first_night: int
    last_night: int
    bps: int


class Discount(NamedTuple):
    """From so many nights on, that share comes off."""

    nights: int
    bps: Bps


class PolicyStep(NamedTuple):
    """Until so long before check-in, the guest gets that share back."""

    seconds_before: Seconds
    buyer_bps: Bps


class Quote(NamedTuple):
    """What the deal of a stay must say."""

    price: Amount
    refunds: Packed
    deliver_by: Timestamp
    check_in: Timestamp


def seasons_of(terms: PlaceTerms) -> Iterator[Season]:
    for bits in _parts(terms.seasons, _SEASON_BITS):
        yield Season(bits & 0xFFFFFF, bits >> 24 & 0xFFFFFF, bits >> 48)


def discounts_of(terms: PlaceTerms) -> Iterator[Discount]:
    for bits in _parts(terms.discounts, _DISCOUNT_BITS):
        yield Discount(bits & 0xFF, Bps(bits >> 8))


def policy_of(terms: PlaceTerms) -> Iterator[PolicyStep]:
    for bits in _parts(terms.policy, _POLICY_BITS):
        yield PolicyStep(Seconds(bits & 0xFFFFFFFF), Bps(bits >> 32))


def check_in_of(terms: PlaceTerms, night: int) -> Timestamp:
    return Timestamp(night * DAY + terms.check_in_at)


def quote(terms: PlaceTerms, *, first_night: int, nights: int) -> Quote:
    check_in = check_in_of(terms, first_night)
    seasons = list(seasons_of(terms))
    price = sum(_night_price(terms, seasons, night) for night in range(first_night, first_night + nights))
    price = price * (WHOLE - _discount(terms, nights)) // WHOLE + terms.cleaning_fee
    return Quote(Amount(price), _refunds(terms, check_in), check_in_of(terms, first_night + nights), check_in)


def _night_price(terms: PlaceTerms, seasons: list[Season], night: int) -> int:
    is_weekend = terms.weekend_price != 0 and night % 7 in _WEEKEND
    price = terms.weekend_price if is_weekend else terms.night_price
    for first_night, last_night, bps in seasons:
        if first_night <= night <= last_night:
            return price * bps // WHOLE
    return price


def _discount(terms: PlaceTerms, nights: int) -> int:
    reached = [step.bps for step in discounts_of(terms) if step.nights <= nights]
    return reached[-1] if reached else 0


def _refunds(terms: PlaceTerms, check_in: Timestamp) -> Packed:
    """The steps of the policy, and one that ends at check-in unless the last step does."""
    steps = [(check_in - step.seconds_before, step.buyer_bps) for step in policy_of(terms)]
    if not steps or steps[-1][0] != check_in:
        steps.append((check_in, Bps(0)))
    schedule = _BY_CLOCK
    for position, (until, buyer_bps) in enumerate(steps):
        schedule |= (buyer_bps << _UNTIL_BITS | until) << position * _STEP_BITS
    return Packed(schedule)


def _parts(word: int, size: int) -> Iterator[int]:
    while word:
        yield word & ((1 << size) - 1)
        word >>= size
