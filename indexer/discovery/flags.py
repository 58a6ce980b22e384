"""Flags: what is odd about a bidder, for everybody to see. They prove nothing and change nothing.

Shill bidding is bidding for a seller so that others pay more. The six ratings are those of Trevathan and Read,
"Detecting shill bidding in online English auctions" (2007): a shill keeps to one seller, bids often, loses, answers
others at once, adds little and begins early. Each is from 0 to 1, relative to those who bid for the same seller's lots;
their weighted mean from 0 to 10 is the Shill Score. Who keeps to one seller and never wins weighs most: the rest is also
the manner of somebody who merely wants the thing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

# Below so many auctions in common, nothing can be told.
FEWEST_AUCTIONS = 3
SUSPICIOUS = 7.0

_WHOLE_SCORE = 10.0
# Who answers every bid of somebody else makes half of all.
_MOST_FREQUENT = 0.5


class PlacedBid(NamedTuple):
    bidder: str
    amount: int
    at: int


@dataclass(frozen=True, slots=True)
class ObservedAuction:
    """One auction of a seller, with its bids from the first to the highest."""

    starts_at: int
    ends_at: int
    bids: Sequence[PlacedBid]


@dataclass(frozen=True, slots=True)
class ShillRatings:
    exclusive: float
    frequent: float
    losing: float
    quick: float
    small: float
    early: float


_WEIGHTS = ShillRatings(exclusive=9, frequent=2, losing=5, quick=2, small=2, early=2)
_NAMES = ShillRatings.__slots__


@dataclass(frozen=True, slots=True)
class ShillScore:
    auctions: int
    ratings: ShillRatings
    score: float

    @property
    def is_suspicious(self) -> bool:
        return self.auctions >= FEWEST_AUCTIONS and self.score >= SUSPICIOUS


def shill_scores(auctions: Iterable[ObservedAuction]) -> dict[str, ShillScore]:
    """By bidder, from the auctions of one seller. Auctions without bids tell nothing."""
    observed = [auction for auction in auctions if auction.bids]
    manners = _manners(observed)
    waits = {bidder: _mean(manner.waits) for bidder, manner in manners.items()}
    raises = {bidder: _mean(manner.raises) for bidder, manner in manners.items()}
    return {
        bidder: _scored(
            manner,
            auctions=len(observed),
            quick=_rank(waits, bidder),
            small=_rank(raises, bidder),
        )
        for bidder, manner in manners.items()
    }


class _Manner:
    """How an account bids in the auctions of one seller."""

    def __init__(self) -> None:
        self.entered = 0
        self.won = 0
        self.shares: list[float] = []
        self.beginnings: list[float] = []
        self.waits: list[float] = []
        self.raises: list[float] = []


def _manners(auctions: Sequence[ObservedAuction]) -> dict[str, _Manner]:
    manners: dict[str, _Manner] = {}
    for auction in auctions:
        counts: dict[str, int] = {}
        for before, bid in zip((None, *auction.bids), auction.bids, strict=False):
            manner = manners.setdefault(bid.bidder, _Manner())
            if bid.bidder not in counts:
                manner.beginnings.append(_left(auction, bid.at))
            counts[bid.bidder] = counts.get(bid.bidder, 0) + 1
            if before is not None and before.bidder != bid.bidder:
                manner.waits.append(bid.at - before.at)
                manner.raises.append((bid.amount - before.amount) / before.amount)
        for bidder, count in counts.items():
            manners[bidder].entered += 1
            manners[bidder].shares.append(count / len(auction.bids))
        manners[auction.bids[-1].bidder].won += 1
    return manners


def _scored(manner: _Manner, *, auctions: int, quick: float, small: float) -> ShillScore:
    ratings = ShillRatings(
        exclusive=manner.entered / auctions,
        frequent=min(1.0, (_mean(manner.shares) or 0.0) / _MOST_FREQUENT),
        losing=1 - manner.won / manner.entered,
        quick=quick,
        small=small,
        early=_mean(manner.beginnings) or 0.0,
    )
    weighed = sum(getattr(_WEIGHTS, name) * getattr(ratings, name) for name in _NAMES)
    total = sum(getattr(_WEIGHTS, name) for name in _NAMES)
    return ShillScore(manner.entered, ratings, round(_WHOLE_SCORE * weighed / total, 2))


def _left(auction: ObservedAuction, at: int) -> float:
    """How much of the auction is still to come, of 1."""
    whole = max(auction.ends_at - auction.starts_at, 1)
    return min(1.0, max(0.0, (auction.ends_at - at) / whole))


def _rank(means: Mapping[str, float | None], bidder: str) -> float:
    """1 for the smallest, 0 for the largest, and for who never answered anybody."""
    own = means[bidder]
    most = max((mean for mean in means.values() if mean is not None), default=0.0)
    return 0.0 if own is None or most == 0 else 1 - own / most


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
