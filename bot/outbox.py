"""What happens later: reminders, notices to staff, the firm's calendar. Any replica does it, once.

A row is carried out after it was claimed and before it is deleted: a process that is killed in between
may do it twice, never not at all. What cannot be done now is tried again, later and later.
While the database is away, what was done meanwhile is not forgotten: it is noted as soon as it is back.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

import structlog

from bot import notices, replies
from bot.agenda import Agenda
from bot.booking.calendars import CalendarAway
from bot.booking.reminders import until_morning
from bot.clock import Clock
from bot.model import Content, Reply
from bot.scene import Scene
from bot.store import CLAIM, Row, Store, StoreAway, claim, done, find, last_callback, later, synced

EVERY = 1.0
"""Seconds between two looks for what is due."""

MOST = 20

AWAY = 20.0
"""Seconds after which a row is looked at again that this process cannot carry out: another one may, or this
one when its channel is up."""

REFUSED = 600.0
"""Seconds after which the firm's chat is written to again that did not take a message: somebody may have
removed the bot from it, and what was booked has to be told all the same."""

HOUR = timedelta(hours=1)

NOTE_AGAIN = 0.5
"""Seconds between two tries to note what was done, while the database is away."""

TRUSTED = CLAIM / 2
"""For so long after a claim its rows are ours without a doubt, whatever one of them takes."""

T = TypeVar("T")

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
    """Carries out rows. `senders` write to people of a channel, `staff` to the firm's own chat; what is for
    them waits until the channel has set them. Where nobody is `staffed`, the firm is told nothing."""

    def __init__(self, engine: Firm, *, staffed: bool = False) -> None:
        self._engine, self.staffed = engine, staffed
        self._resting, self._doing, self._awake = False, asyncio.Lock(), asyncio.Event()
        self._awake.set()
        self.senders: dict[str, Send] = {}
        self.staff: Callable[[Reply], Awaitable[None]] | None = None
        self.kinds: dict[str, Callable[[Row], Awaitable[None]]] = {
            "remind": self._remind,
            "staff": self._tell_staff,
            "calendar": self._write,
            "calendar-remove": self._remove,
            "say": self._say,
        }

    async def run(self) -> None:
        """Does what is due, for ever. Cancel it to stop: what was claimed is taken up again later."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._awake.wait(), AWAY)
        while True:
            try:
                while await self.once():
                    pass
            except StoreAway as away:
                log.warning("outbox-waits", why=str(away))
            except Exception:
                log.exception("outbox-failed")
            await asyncio.sleep(EVERY)

    def hold(self) -> None:
        """A channel will be up in a moment: what is for it is not put off because this was quicker."""
        self._awake.clear()

    def wake(self) -> None:
        """There is somebody to send to (again)."""
        self._resting = False
        self._awake.set()

    async def rest(self, seconds: float) -> None:
        """Begins nothing more, and ends what it is doing if that takes no longer than so many seconds."""
        self._resting = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds), self._doing:
                pass

    async def once(self) -> int:
        """Does what is due now; how many rows that were. Raises `StoreAway`."""
        if self._resting:
            return 0
        async with self._doing:
            store, now = self._engine.store, self._engine.clock.now
            since = now()
            rows = await store.transact(claim, since, MOST)
            for n, row in enumerate(rows):
                if self._resting:
                    await self._give_back(rows[n:])
                    break
                if now() - since > TRUSTED:
                    break  # the others took too long: the claim runs out, and the rest is taken up then
                await self._carry_out(row)
            return len(rows)

    async def _carry_out(self, row: Row) -> None:
        """Does one row and notes what became of it."""
        wait: timedelta | None = None
        try:
            await self._do(row)
        except NotNow as asked:
            wait = timedelta(seconds=asked.seconds)
        except Exception as error:
            log.warning("outbox-later", kind=row.kind, attempts=row.attempts, error=type(error).__name__)
        else:
            # Sent is sent: without this note it would be sent again when the claim runs out.
            await self.note(done, row)
            return
        await self.note(later, row, self._engine.clock.now(), wait)

    async def note(self, what: Callable[..., T], *about: object) -> T:
        """Writes down what was done, however long the database is away: `what(connection, *about)`."""
        while True:
            try:
                return await self._engine.store.transact(what, *about)
            except StoreAway as away:
                log.warning("outbox-cannot-note", why=str(away))
                await asyncio.sleep(NOTE_AGAIN)

    async def _give_back(self, rows: Sequence[Row]) -> None:
        """Lets another process have at once what this one claimed and will not do."""
        for row in rows:
            await self._engine.store.transact(later, row, self._engine.clock.now(), timedelta(0))

    async def _do(self, row: Row) -> None:
        act = self.kinds.get(row.kind)
        if act is None:
            # Written by a newer version: one that knows it will come by.
            raise NotNow(60)
        try:
            await act(row)
        except Unreachable:
            log.info("outbox-unreachable", kind=row.kind)

    async def _say(self, row: Row) -> None:
        """Says a sentence of ours that waited for a moment, with the menu."""
        send = self.senders.get(row.channel)
        if send is None:
            raise NotNow(AWAY)
        scene = self._engine.scene(str(row.body.get("language", "")), row.channel, row.sender, "")
        await send(row.sender, replies.menu(scene, str(row.body.get("text", ""))))

    async def _remind(self, row: Row) -> None:
        """Reminds of an appointment that is still as it was when this was planned."""
        found = await self._engine.store.transact(find, row.subject)
        now = self._engine.clock.now()
        if found is None or found.state != "booked" or str(found.sequence) != row.body.get("sequence"):
            return
        if found.start <= now or (row.body.get("name") == "day" and found.start - now <= HOUR):
            return  # over, or the other reminder says it
        if wait := until_morning(now, found.timezone):
            raise NotNow(wait.total_seconds())
        send = self.senders.get(found.channel)
        if send is None:
            raise NotNow(AWAY)
        spoken = (await self._engine.store.read(found.channel, found.sender)).language
        scene = self._engine.scene(spoken or found.language, found.channel, found.sender, found.timezone)
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
        elif body.get("event") == "forgotten":
            said = notices.forgotten(scene, row.subject, datetime.fromisoformat(str(body["was"])))
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
            if self.staffed:
                raise NotNow(AWAY)
            log.info("staff-not-told", news=body.get("event"))
            return
        try:
            await self.staff(said)
        except Unreachable:
            log.warning("staff-unreachable", news=body.get("event"))
            raise NotNow(REFUSED) from None

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
