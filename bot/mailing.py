"""Sends news to those who asked to be told: to each once, at no more than 25 a second, never at night, and
not while they write with the firm.

Every replica does it; the rows say who is next, and one row of the database keeps the pace of them all. A
delivery is marked before it is sent. Where nobody can know whether it arrived (a process killed, a line
cut in that moment) it is not sent again, but counted as unknown: rather not at all than twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import timedelta
from typing import Any, TypeVar

import structlog

from bot import alerts
from bot.booking.reminders import until_morning
from bot.model import Reply
from bot.outbox import Firm, NotNow, Unreachable
from bot.store import Delivery, blocked, give_up, hold, next_delivery, settle, subjects_of

EVERY = 1.0
"""Seconds between two looks for news to send, where there was none."""

AT_ONCE = 12
"""Deliveries under way at a time: Telegram takes a tenth of a second or two for one."""

CAUTION = 10.0
"""Seconds that all replicas pause after a delivery of which nobody knows: the next might end likewise."""

UNKNOWN_NEWS = timedelta(seconds=30)
"""After so long a delivery is looked at again whose text this process does not have (yet)."""

T = TypeVar("T")

log = structlog.get_logger()

SendOnce = Callable[[str, Reply], Awaitable[None]]
"""Sends a reply to one person with one call. Raises `Unreachable`, `NotNow` (it surely did not arrive) or
`Unsure`."""


class Unsure(Exception):
    """Nobody knows whether it arrived."""


class Mailing:
    """Sends what is due. `senders` write to people of a channel; what is for others waits for a process
    that has their channel."""

    def __init__(self, firm: Firm) -> None:
        self.senders: dict[str, SendOnce] = {}
        self._firm = firm
        self._under_way: set[asyncio.Task[Any]] = set()

    async def run(self) -> None:
        """Sends for ever. Cancel it to stop; what is on the wire is waited for by `finish`."""
        while True:
            pause = EVERY
            try:
                pause = await self.once()
            except Exception as error:
                log.warning("mailing-failed", error=type(error).__name__)
            await asyncio.sleep(pause)

    async def once(self) -> float:
        """Begins the next delivery, if it is due; after how many seconds to look again."""
        store, now = self._firm.store, self._firm.clock.now()
        if not self.senders:
            return EVERY
        claiming = self._begin(self._claim(dict(self.senders)))
        # Cancelled in between, it still ends: a row that is marked is sent.
        found = await asyncio.shield(claiming)
        if found is None:
            await store.transact(give_up, now)
            return EVERY
        if isinstance(found, timedelta):
            return found.total_seconds()
        if len(self._under_way) >= AT_ONCE:
            await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
        return 0.0

    async def finish(self) -> None:
        """Waits for what is on the wire. Without `senders` nothing more begins."""
        while self._under_way:
            await asyncio.gather(*self._under_way, return_exceptions=True)

    def _begin(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def _claim(self, senders: Mapping[str, SendOnce]) -> Delivery | timedelta | None:
        """Takes the next delivery and begins it."""
        now = self._firm.clock.now()
        found = await self._firm.store.transact(next_delivery, now, tuple(senders), self._wait)
        if isinstance(found, Delivery):
            self._begin(self._deliver(found, senders[found.channel]))
        return found

    async def _deliver(self, one: Delivery, send: SendOnce) -> None:
        store, clock = self._firm.store, self._firm.clock
        try:
            state, after = await self._send(one, send)
        except Exception as error:
            log.warning("delivery-unknown", error=type(error).__name__)
            state, after = "unknown", timedelta(0)
        if state == "unknown":
            await store.transact(hold, clock.now() + timedelta(seconds=CAUTION))
        elif state == "waiting" and after < UNKNOWN_NEWS:
            # Telegram said for how long it takes nothing more, from anybody.
            await store.transact(hold, clock.now() + after)
        await store.transact(settle, one, state, clock.now() + after)

    async def _send(self, one: Delivery, send: SendOnce) -> tuple[str, timedelta]:
        """What became of a delivery, and how long it waits where it has to."""
        content = self._firm.content
        found = content.news.get((one.news, one.language)) or content.news.get((one.news, "es"))
        if found is None:
            return "waiting", UNKNOWN_NEWS
        wanted = await self._firm.store.transact(subjects_of, one.channel, one.sender)
        if found.alerts not in wanted:
            return "dropped", timedelta(0)  # stopped meanwhile
        scene = self._firm.scene(found.language, one.channel, one.sender, one.timezone)
        said = alerts.news(scene, found, content.topic(found.alerts, found.language))
        try:
            await send(one.sender, said)
        except Unreachable as why:
            if str(why) == "forbidden":
                await self._firm.store.transact(blocked, one)
            return "dropped", timedelta(0)
        except NotNow as wait:
            return "waiting", timedelta(seconds=wait.seconds)
        except Unsure:
            return "unknown", timedelta(0)
        return "sent", timedelta(0)

    def _wait(self, zone: str) -> timedelta | None:
        return until_morning(self._firm.clock.now(), zone or self._firm.content.office.timezone)
