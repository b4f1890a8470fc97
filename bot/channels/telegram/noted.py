"""What has arrived of each reply, noted in the store: many at a time, and nobody waits for it."""

from __future__ import annotations

import asyncio

import structlog

from bot.model import Incoming
from bot.store import Store, arrived

log = structlog.get_logger()


class Noted:
    """Takes notes for `store`. Where one is lost, the next process says the same again; that is all."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: dict[tuple[str, str], int] = {}
        self._writing: asyncio.Task[None] | None = None

    def note(self, whose: Incoming, sent: int) -> None:
        """So many messages of the reply to this update have arrived."""
        self._waiting[whose.channel, whose.update_id] = sent
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())

    async def finish(self) -> None:
        """Waits a second at most for what is still to be written."""
        if self._writing:
            await asyncio.wait({self._writing}, timeout=1)

    async def _write(self) -> None:
        while self._waiting:
            notes, self._waiting = self._waiting, {}
            try:
                await self._store.transact(arrived, notes)
            except Exception as error:
                log.info("What has arrived could not be noted.", error=type(error).__name__)
