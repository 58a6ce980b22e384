"""A place at a round price, to be changed one term at a time."""

from datetime import date

from hypothesis import strategies as some

from indexer.model.identity import NOBODY
from indexer.model.place import PlaceTerms
from tests.indexer.book import DAY, DOCUMENT, START

DAYS = some.integers(0, 2**24 - 1 - 128)

TERMS = PlaceTerms(
    token=NOBODY,
    night_price=100,
    weekend_price=0,
    cleaning_fee=0,
    seasons=0,
    discounts=0,
    min_nights=1,
    max_nights=28,
    horizon=365,
    units=2,
    check_in_at=0,
    is_instant=True,
    policy=0,
    referral_bps=0,
    expires_at=START + 365 * DAY,
    deposit=0,
    arbiter=NOBODY,
    arbiter_bps=0,
    silence_bps=5_000,
    claim_period=DAY,
    contest_period=DAY,
    ruling_period=DAY,
    document=DOCUMENT,
)


def day_of(text):
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def seasons(*told):
    return sum((first | last << 24 | bps << 48) << 64 * n for n, (first, last, bps) in enumerate(told))
