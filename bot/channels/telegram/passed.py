"""Updates that polling stepped past: Telegram tells them no more, so they are kept until they are served.

Behind one chat that cannot be written to, everybody else would wait. So its updates become rows that
another process takes up again should this one die, and that are gone as soon as they are served.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bot.channels.telegram.desk import Desk
from bot.channels.telegram.waiting import pause
from bot.store import Store, StoreAway, keep, kept, served

CHANNEL = "telegram"


def is_taken(task: asyncio.Task[float]) -> bool:
    """Whether an update was answered, and not given up because the bot had to stop."""
    return task.done() and not task.cancelled()


class Passed:
    """Updates that were stepped past: Telegram tells them no more, so they are kept until they are served."""

    def __init__(self, store: Store | None, desk: Desk) -> None:
        self._store, self._desk = store, desk
        self._served: set[asyncio.Task[None]] = set()

    async def take_up(self, stop: asyncio.Event) -> None:
        """Has the desk take what an earlier process stepped past and did not serve, before anything newer."""
        raw: list[dict[str, Any]] = []
        while self._store and not stop.is_set():
            try:
                raw = await self._store.transact(kept, CHANNEL)
                break
            except StoreAway:
                await pause(stop, 1)
        for each in raw:
            self._watch(each["update_id"], self._desk.take(each))

    async def keep(self, stuck: Sequence[tuple[dict[str, Any], asyncio.Task[float]]]) -> bool:
        """Keeps these; False where that is not possible now."""
        if self._store is None:
            return True
        try:
            await self._store.transact(keep, CHANNEL, [raw for raw, _ in stuck], datetime.now(UTC))
        except StoreAway:
            return False
        for raw, task in stuck:
            self._watch(raw["update_id"], task)
        return True

    async def close(self) -> None:
        """Waits until what was served is noted."""
        served = [each for each in self._served if not each.done()]
        for each in served:
            each.cancel()
        await asyncio.gather(*served, return_exceptions=True)

    def _watch(self, id: int, task: asyncio.Task[float]) -> None:
        watching = asyncio.create_task(self._when_served(id, task))
        self._served.add(watching)
        watching.add_done_callback(self._served.discard)

    async def _when_served(self, id: int, task: asyncio.Task[float]) -> None:
        await asyncio.wait({task})
        while self._store and is_taken(task):
            try:
                await self._store.transact(served, CHANNEL, id)
                break
            except StoreAway:
                await asyncio.sleep(1)
