"""Shares: a token bucket for each client, so that one cannot ask for all."""

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from api.answers import Header
from api.errors import Problem, retry_after

MAX_CLIENTS = 50_000
_IPV6_HOME_BITS = 64


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled_at: float


class Limits:
    """`rate` requests a second for each client, `burst` at once. A rate of zero switches the limit off."""

    def __init__(self, rate: float, burst: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, client: str, *, cost: int = 1) -> tuple[Header, ...]:
        """Counts a request and says how many are left. Raises when there are not enough."""
        if not self._rate:
            return ()
        now = self._clock()
        bucket = self._bucket(client, now)
        bucket.tokens = min(self._burst, bucket.tokens + (now - bucket.filled_at) * self._rate)
        bucket.filled_at = now
        if bucket.tokens < cost:
            wait = (cost - bucket.tokens) / self._rate
            detail = f"This client may ask {self._rate:g} times a second, {self._burst} times at once."
            raise Problem("too-many-requests", detail, headers=[retry_after(wait), *self._told(bucket)])
        bucket.tokens -= cost
        return self._told(bucket)

    def _bucket(self, client: str, now: float) -> _Bucket:
        bucket = self._buckets.get(client)
        if bucket is None:
            client = _home(client)
            bucket = self._buckets.setdefault(client, _Bucket(self._burst, now))
            # The one forgotten is the one not seen for the longest, whose bucket is full again.
            if len(self._buckets) > MAX_CLIENTS:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(client)
        return bucket

    def _told(self, bucket: _Bucket) -> tuple[Header, ...]:
        full_in = (self._burst - bucket.tokens) / self._rate
        return (
            (b"x-ratelimit-limit", b"%d" % self._burst),
            (b"x-ratelimit-remaining", b"%d" % bucket.tokens),
            (b"x-ratelimit-reset", b"%d" % (full_in + 1)),
        )


def _home(client: str) -> str:
    """A household has a whole /64 of IPv6: its addresses share one bucket."""
    if ":" not in client:
        return client
    try:
        return str(ipaddress.ip_network((client.partition("%")[0], _IPV6_HOME_BITS), strict=False))
    except ValueError:
        return client
