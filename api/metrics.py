"""What Prometheus may ask for. Every server has a registry of its own, so that two in one process never mix."""

from functools import cache
from typing import NamedTuple

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

MEDIA_TYPE = b"text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)


class _Meters(NamedTuple):
    requests: Counter
    seconds: Histogram


class Metrics:
    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter("agora_requests", "Answers given.", ("route", "status"), registry=self.registry)
        self._seconds = Histogram(
            "agora_request_seconds", "Time to answer.", ("route",), buckets=_SECONDS, registry=self.registry
        )
        self.indexed_block = Gauge("agora_indexed_block", "The block the index is true at.", registry=self.registry)
        self.chain_block = Gauge(
            "agora_chain_block", "The newest block the indexer was told of.", registry=self.registry
        )
        self.head_lag = Gauge("agora_head_lag_blocks", "How far the index is behind.", registry=self.registry)
        self.reorganizations = Gauge("agora_reorganizations", "Reorganizations in the index.", registry=self.registry)
        self.streams = Gauge("agora_streams", "Open streams of changes.", registry=self.registry)
        self.waiters = Gauge("agora_waiters", "Requests that wait for a block.", registry=self.registry)
        self.dropped = Counter("agora_streams_dropped", "Streams closed for slowness.", registry=self.registry)
        # Looking a label up takes a lock and a hash; hot routes ask for the same ones again and again.
        self._meters = cache(self._labelled)

    def observe(self, route: str, status: int, seconds: float) -> None:
        meters = self._meters(route, status)
        meters.requests.inc()
        meters.seconds.observe(seconds)

    def render(self) -> bytes:
        return generate_latest(self.registry)

    def _labelled(self, route: str, status: int) -> _Meters:
        return _Meters(self._requests.labels(route, str(status)), self._seconds.labels(route))
