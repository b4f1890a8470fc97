"""What happens later: reminders, notices to staff, the firm's calendar. Any replica does it, once.

A row is carried out after it was claimed and before it is deleted: a process that is killed in between
may do it twice, never not at all. What cannot be done now is tried again, later and later.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Protocol

import structlog

from bot import notices
from bot.agenda import Agenda
from bot.booking.calendars import CalendarAway
from bot.clock import Clock
from bot.model import Content, Reply
from bot.scene import Scene
from bot.store import Row, Store, claim, done, find, last_callback, later, synced

EVERY = 1.0
"""Seconds between two looks for what is due."""

MOST = 20
OLD = timedelta(hours=6)
"""A notice that could not be sent for so long is still sent; a reminder past its appointment is not."""

log = structlog.get_logger()

Send = Callable[[str, Reply], Awaitable[None]]
"""Sends a reply to one person of a channel. Raises `Unreachable` or `NotNow`."""


class Firm(Protocol):
    """What carrying out needs of the engine."""

    store: Store
    agenda: Agenda
    clock: Clock
    staff_language: str

    @property
    def content(self) -> Content:
        """The content in force."""

    def scene(self, language: str, channel: str, sender: str, timezone: str) -> Scene:
        """A scene for what the bot says without being asked."""


class Unreachable(Exception):
    """This person can never be written to again: they blocked the bot, say."""


class NotNow(Exception):
    """It could not be sent now; after `seconds` it may be."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Outbox:
    """Carries out rows. `senders` write to people of a channel, `staff` to the firm's own chat."""

    def __init__(self, engine: Firm) -> None:
        self._engine = engine
        self.senders: dict[str, Send] = {}
        self.staff: Callable[[Reply], Awaitable[None]] | None = None
        self.kinds: dict[str, Callable[[Row], Awaitable[None]]] = {
            "remind": self._remind,
            "staff": self._tell_staff,
            "calendar": self._write,
            "calendar-remove": self._remove,
        }

    async def run(self) -> None:
        """Does what is due, for ever. Cancel it to stop: what was claimed is taken up again later."""
        while True:
            try:
                while await self.once():
                    pass
            except Exception:
                log.exception("outbox-failed")
            await asyncio.sleep(EVERY)

    async def once(self) -> int:
        """Does what is due now; how many rows that were."""
        store, now = self._engine.store, self._engine.clock.now
        rows = await store.transact(claim, now(), MOST)
        for row in rows:
            try:
                await self._do(row)
                await store.transact(done, row)
            except NotNow as wait:
                await store.transact(later, row, now(), timedelta(seconds=wait.seconds))
            except Exception as error:
                log.warning("outbox-later", kind=row.kind, attempts=row.attempts, error=type(error).__name__)
                await store.transact(later, row, now())
        return len(rows)

    async def _do(self, row: Row) -> None:
        act = self.kinds.get(row.kind)
        if act is None:
            # Written by a newer version: one that knows it will come by.
            raise NotNow(60)
        try:
            await act(row)
        except Unreachable:
            log.info("outbox-unreachable", kind=row.kind)

    async def _remind(self, row: Row) -> None:
        """Reminds of an appointment that is still as it was when this was planned."""
        found = await self._engine.store.transact(find, row.subject)
        now = self._engine.clock.now()
        if found is None or found.state != "booked" or str(found.sequence) != row.body.get("sequence"):
            return
        send = self.senders.get(found.channel)
        if send is None or found.start <= now:
            return
        scene = self._engine.scene(found.language, found.channel, found.sender, found.timezone)
        await send(found.sender, notices.reminder(scene, found))

    async def _tell_staff(self, row: Row) -> None:
        """Tells the firm of a booking, a change, a call-back. Without a staff chat it is only counted."""
        body: Mapping[str, object] = row.body
        scene = self._engine.scene(
            self._engine.staff_language, "telegram", "", self._engine.content.office.timezone
        )
        if body.get("event") == "callback":
            wish = await self._engine.store.transact(last_callback, row.channel, row.sender)
            said = notices.callback(scene, wish) if wish else None
        else:
            found = await self._engine.store.transact(find, row.subject)
            said = (
                notices.event(scene, found, str(body.get("event")), str(body.get("was", "")))
                if found
                else None
            )
        if said is None:
            return
        if self.staff is None:
            log.info("staff-not-told", event=body.get("event"))
            return
        await self.staff(said)

    async def _write(self, row: Row) -> None:
        """Brings the firm's calendar up to an appointment as it is now."""
        found = await self._engine.store.transact(find, row.subject)
        if found is None:
            return
        try:
            if await self._engine.agenda.write(found):
                await self._engine.store.transact(synced, found.reference, found.sequence)
        except CalendarAway:
            raise NotNow(min(900.0, 15.0 * 2 ** min(row.attempts - 1, 6))) from None

    async def _remove(self, row: Row) -> None:
        """Takes a forgotten appointment out of the firm's calendar."""
        try:
            await self._engine.agenda.remove(row.subject)
        except CalendarAway:
            raise NotNow(min(900.0, 15.0 * 2 ** min(row.attempts - 1, 6))) from None
