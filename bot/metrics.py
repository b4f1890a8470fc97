"""What the bot has done, as Prometheus reads it: numbers and kinds, never a person."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from bot.model import Incoming, Turn

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Where a latency is counted: 150 ms is what a press may take, 600 ms a question."""

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

BOOKED = ("book", "move", "cancel", "coming", "rezone", "callback", "handoff")
"""Effects that reach the firm: appointments, call-backs, people who ask for one."""

Tallies = Callable[[], Mapping[tuple[str, ...], float]]


class Metrics:
    """One process' numbers."""

    def __init__(self) -> None:
        self._all = CollectorRegistry()
        ProcessCollector(registry=self._all)
        PlatformCollector(registry=self._all)
        here = self._all
        self._turns = Counter("ventanilla_turns", "Messages decided.", ["channel", "kind"], registry=here)
        self._decisions = Counter(
            "ventanilla_decisions", "What became of questions.", ["channel", "decision"], registry=here
        )
        self._took = Histogram(
            "ventanilla_turn_seconds",
            "From asking the engine to its turn, saved.",
            ["kind"],
            buckets=SECONDS,
            registry=here,
        )
        self._bookings = Counter(
            "ventanilla_bookings", "Appointments and call-backs.", ["what"], registry=here
        )
        self._errors = Counter("ventanilla_errors", "What broke on our side.", ["where"], registry=here)
        self._outbox = Gauge(
            "ventanilla_outbox_rows", "Rows that wait in the outbox, all replicas.", registry=here
        )
        self._age = Gauge(
            "ventanilla_outbox_oldest_seconds",
            "How long the oldest row of the outbox is overdue.",
            registry=here,
        )
        self._problems = Gauge(
            "ventanilla_content_problems", "Problems of the content as it lies.", registry=here
        )
        self._topics = Gauge(
            "ventanilla_content_topics", "Topics in force, each language counted.", registry=here
        )

    def turned(self, incoming: Incoming, turn: Turn, seconds: float) -> None:
        """A message was decided."""
        kind = "press" if incoming.action else "text" if incoming.text else "media"
        self._turns.labels(incoming.channel, kind).inc()
        self._took.labels(kind).observe(seconds)
        if turn.match and kind == "text":
            self._decisions.labels(incoming.channel, turn.match.decision).inc()
        for each in turn.effects:
            if each.kind in BOOKED:
                self._bookings.labels(each.kind).inc()

    def failed(self, where: str) -> None:
        """Something broke."""
        self._errors.labels(where).inc()

    def look(self, outbox: tuple[int, float] | None, problems: int, topics: int) -> None:
        """What is looked at when somebody asks: rows and seconds of the outbox (None: not known now), and
        the content."""
        rows, oldest = outbox or (math.nan, math.nan)
        self._outbox.set(rows)
        self._age.set(oldest)
        self._problems.set(problems)
        self._topics.set(topics)

    def tally(self, name: str, what: str, labels: tuple[str, ...], counted: Tallies) -> None:
        """Shows what is counted elsewhere."""
        self._all.register(_Tally(f"ventanilla_{name}", what, labels, counted))

    def page(self) -> bytes:
        """All of it, in Prometheus' text."""
        return generate_latest(self._all)


class _Tally:
    def __init__(self, name: str, what: str, labels: tuple[str, ...], counted: Tallies) -> None:
        self._name, self._what, self._labels, self._counted = name, what, labels, counted

    def collect(self) -> Iterator[Metric]:
        """Prometheus asks."""
        family = CounterMetricFamily(self._name, self._what, labels=self._labels)
        for values, count in self._counted().items():
            family.add_metric(list(values), count)
        yield family
