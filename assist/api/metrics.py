"""What /metrics tells Prometheus. One registry an app, so that tests can make many apps."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from assist.core.results import Outcome

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """Requests by route, outcomes by feature, and the state of the queue."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "assist_requests", "Answered requests.", ("route", "method", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "assist_request_seconds", "Time to answer.", ("route",), buckets=_BUCKETS, registry=self._registry
        )
        self._outcomes = Counter(
            "assist_outcomes", "Results by feature.", ("feature", "status", "reason"), registry=self._registry
        )
        self._cached = Counter("assist_cached_answers", "Answers taken from the cache.", registry=self._registry)
        self.working = Gauge("assist_requests_working", "Requests computed or waiting.", registry=self._registry)
        self.refused = Counter("assist_requests_refused", "Requests refused with 429.", registry=self._registry)

    def observe(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one answered request; `route` is the route's template, never the path."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def outcome(self, feature: str, result: Outcome) -> None:
        """Count one computed result."""
        self._outcomes.labels(feature, result.status, result.reason or "").inc()

    def cached(self) -> None:
        """Count one answer from the cache."""
        self._cached.inc()

    def render(self) -> bytes:
        """Prometheus text format."""
        return generate_latest(self._registry)
