"""The engine as it is watched: what it does is counted, and whether it can is looked at when asked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping

from bot.channels.telegram import Counts
from bot.channels.telegram.checks import reached
from bot.clock import Clock
from bot.engine import Engine
from bot.metrics import Metrics
from bot.model import Incoming, Problem, Reply, Turn
from bot.settings import Settings
from bot.store import overdue

LATELY = 60.0
"""Seconds since the Bot API answered last, after which it is asked. A bot that polls asks every 30."""


class Watched:
    """An engine for the channels, which counts what goes through it."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.metrics, self.counts = Metrics(), Counts()
        self._engine, self._settings = engine, settings
        tally, counts = self.metrics.tally, self.counts
        tally(
            "updates",
            "Telegram's updates.",
            ("kind", "outcome"),
            lambda: _pairs(counts.updates),
        )
        tally("sent", "Messages sent on Telegram.", (), lambda: {(): counts.sent})
        tally("retries", "Calls of the Bot API tried again.", ("why",), lambda: _each(counts.retries))
        tally("drops", "Messages that Telegram never takes.", ("why",), lambda: _each(counts.drops))
        tally("reloads", "Edits of the content.", ("result",), lambda: _each(engine.reloads))

    @property
    def clock(self) -> Clock:
        """The time as the bot sees it."""
        return self._engine.clock

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What staff should mend in the content."""
        return self._engine.problems

    async def handle(self, incoming: Incoming) -> Turn:
        """What comes of one message, counted."""
        began = time.perf_counter()
        try:
            turn = await self._engine.handle(incoming)
        except Exception as error:
            self.metrics.failed(type(error).__name__)
            raise
        self.metrics.turned(incoming, turn, time.perf_counter() - began)
        return turn

    def apology(self, incoming: Incoming) -> Reply:
        """What to say when `handle` failed."""
        return self._engine.apology(incoming)

    async def numbers(self) -> bytes:
        """Everything that was counted; a database that is away takes only its own numbers along."""
        engine, found = self._engine, None
        try:
            async with asyncio.timeout(2):
                found = await engine.store.transact(overdue, engine.clock.now())
        except Exception as error:
            self.metrics.failed(f"metrics {type(error).__name__}")
        self.metrics.look(found, len(engine.problems), len(engine.content.topics))
        return self.metrics.page()

    @property
    def checks(self) -> dict[str, Callable[[], Awaitable[str]]]:
        """What has to be as it should before people are sent here: by name, what is wrong."""
        all_of_them: dict[str, Callable[[], Awaitable[str]]] = {
            "database": self._database,
            "content": self._content,
        }
        if self._settings.telegram_token.get_secret_value():
            all_of_them["bot_api"] = self._bot_api
        return all_of_them

    async def _database(self) -> str:
        await self._engine.store.transact(overdue, self._engine.clock.now())
        return ""

    async def _content(self) -> str:
        if not self._engine.content.topics:
            return "there is no topic in force"
        return "" if self._engine.matches else "the matcher is not ready yet"

    async def _bot_api(self) -> str:
        if time.monotonic() - self.counts.answered < LATELY:
            return ""
        if await reached(self._settings):
            self.counts.answered = time.monotonic()
            return ""
        return "it does not answer"


def _pairs(counted: Mapping[tuple[str, str], int]) -> dict[tuple[str, ...], float]:
    return {(kind, outcome): count for (kind, outcome), count in counted.items()}


def _each(counted: Mapping[str, int]) -> dict[tuple[str, ...], float]:
    return {(name,): count for name, count in counted.items()}
