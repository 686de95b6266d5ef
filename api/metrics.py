"""What the process counts of itself, for Prometheus."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tools.domain.queueing import QueueFigures

_BUCKETS_S = (0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_UNKNOWN = "none"
"""The route of requests that fit none: addresses are the caller's, and would have no end."""


class Meter:
    """Counts the requests of one application; a request's time is until its answer begins."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self.answers = Histogram(
            "echo_director_http_answer_seconds",
            "Seconds until an answer began.",
            ("method", "route"),
            buckets=_BUCKETS_S,
            registry=self.registry,
        )
        self.requests = Counter(
            "echo_director_http_requests",
            "Answered requests.",
            ("method", "route", "status"),
            registry=self.registry,
        )

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        self.answers.labels(method, route).observe(seconds)
        self.requests.labels(method, route, str(status)).inc()


class Measured:
    """Tells the meter of every answer."""

    def __init__(self, app: ASGIApp, meter: Meter) -> None:
        self._app = app
        self._meter = meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = perf_counter()

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = getattr(scope.get("route"), "path", _UNKNOWN)
                seconds = perf_counter() - begun
                self._meter.answered(_method(scope), route, message["status"], seconds)
            await send(message)

        await self._app(scope, receive, counted)


def written(meter: Meter, queues: Sequence[QueueFigures]) -> bytes:
    """All figures in Prometheus' text format; those of the queues are the database's, as of now."""
    now = CollectorRegistry()
    of_queue = {
        "waiting": Gauge(
            "echo_director_queue_waiting", "Runs that wait.", ("queue",), registry=now
        ),
        "running": Gauge("echo_director_queue_running", "Runs driven.", ("queue",), registry=now),
        "workers": Gauge(
            "echo_director_queue_workers", "Workers alive that serve it.", ("queue",), registry=now
        ),
        "places": Gauge(
            "echo_director_queue_places",
            "Runs that can be driven at once.",
            ("queue",),
            registry=now,
        ),
    }
    typical = Gauge(
        "echo_director_queue_typical_seconds",
        "Median seconds to drive the last completed runs.",
        ("queue",),
        registry=now,
    )
    for figures in queues:
        for name, gauge in of_queue.items():
            gauge.labels(figures.queue).set(getattr(figures, name))
        if figures.typical_s is not None:
            typical.labels(figures.queue).set(figures.typical_s)
    return generate_latest(meter.registry) + generate_latest(now)


def _method(scope: Scope) -> str:
    """The method; one that HTTP does not name is the caller's invention, and not kept."""
    method = scope["method"]
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return method if method in known else "OTHER"
