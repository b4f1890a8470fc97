"""One update from taking it to having answered it, whether it came by polling or by webhook.

An update is *taken* when its answer has been sent (or never can be): only then is
Telegram told so. The updates of one chat are served one after another, those of
different chats at the same time, and the same update delivered twice is served once.
What has arrived of an answer is noted, so that the next process goes on where this one was killed.
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from weakref import WeakValueDictionary

import structlog
from telegram import Bot, Chat, InlineQuery, Update, User

from bot.channels.telegram.counts import Counts
from bot.channels.telegram.incoming import Place, pressed, to_incoming
from bot.channels.telegram.noted import Noted
from bot.channels.telegram.sending import Part, TryLater, acknowledge, parts, send
from bot.channels.telegram.staff import StaffGroup, Told
from bot.model import Incoming, Reply, Turn
from bot.store import Store, StoreAway

AT_ONCE = 64
"""Messages that the engine is asked about at the same time; the others wait in their chats' order."""

ENGINE_SECONDS = 30.0
"""Past this the engine is asked once more later: a webhook has to answer within 60 seconds."""

HANGS = 2
"""So often the engine may take too long for one message; then the person gets an apology."""

FAILURES = 3
"""So often an update may fail for a reason that nobody thought of; then it is given up."""

STORE_AWAY = 1.0
"""Seconds after which the database is tried again."""

ROUNDS = 8
"""How often a reply is tried again while others do get through: then the fault lies with this reply."""

DAY = 24 * 3600.0
"""Telegram, too, keeps an update for a day and no longer."""

REMEMBERED = 10_000

log = structlog.get_logger(__name__)


class Engine(Protocol):
    """What the channel needs of the engine."""

    async def handle(self, incoming: Incoming) -> Turn:
        """What comes of one message; the same again for an `update_id` seen before."""

    def apology(self, incoming: Incoming) -> Reply:
        """What to say when `handle` failed."""


@dataclass(slots=True)
class Trying:
    """An unsent reply: since when, when last tried, how many parts arrived, how often it alone failed, how
    often the engine took too long for it, and how often it failed without anybody knowing why."""

    since: float
    failed: float = 0.0
    sent: int = 0
    rounds: int = 0
    hung: int = 0
    broken: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What the engine said: the messages, how many of them arrived before, whether they are private. `whose`
    is the update that they are kept under; None where they are not, as an apology."""

    messages: list[Part]
    whose: Incoming | None = None
    arrived: int = 0
    private: bool = False


class Desk:
    """Takes updates, asks the engine, sends what it says.

    `patient` says who tries again when Telegram cannot be reached: the desk itself
    (polling), or Telegram, which delivers the update again (webhook). `staff` is the firm's group, where
    there is one: what is written there is its own matter first. `sent` is told when the replies of a
    private turn have arrived. In `store`, where there is one, is noted what has arrived of the others.
    `inline` answers inline queries, `sends` sends one part where that takes more than a call.
    """

    def __init__(
        self,
        engine: Engine,
        bot: Bot,
        me: User,
        counts: Counts,
        *,
        patient: bool,
        staff: StaffGroup | None = None,
        sent: Callable[[Incoming], Awaitable[None]] | None = None,
        store: Store | None = None,
        inline: Callable[[InlineQuery], Awaitable[None]] | None = None,
        sends: Callable[[Place, Part], Awaitable[Place]] | None = None,
    ) -> None:
        self.counts = counts
        self.in_hand: dict[int, asyncio.Task[float]] = {}
        self._engine, self._bot, self._me, self._patient = engine, bot, me, patient
        self._staff, self._sent = staff, sent
        self._inline = inline
        self._sends = sends or (lambda place, part: send(bot, place, part, counts))
        self._noted = Noted(store) if store else None
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._trying: dict[int, Trying] = {}
        self._taken: dict[int, None] = {}
        self._got_through = 0.0

    def take(self, raw: Mapping[str, Any]) -> asyncio.Task[float]:
        """Serves one update as Telegram wrote it. The task's result is 0 when the update is taken, else
        the seconds after which it should be delivered again. It never raises, and order is that of the calls.
        """
        id = raw["update_id"]
        if id in self.in_hand:
            self.counts.updates[_kind(raw), "repeated"] += 1
            return self.in_hand[id]
        task = asyncio.create_task(self._take(id, raw))
        self.in_hand[id] = task
        task.add_done_callback(lambda _: self.in_hand.pop(id, None))
        return task

    async def finish(self, seconds: float) -> int:
        """Waits for what is in hand and gives up the rest; how many updates that were."""
        if self.in_hand:
            await asyncio.wait(self.in_hand.values(), timeout=seconds)
        left = list(self.in_hand.values())
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        if self._noted:
            await self._noted.finish()
        return len(left)

    async def _take(self, id: int, raw: Mapping[str, Any]) -> float:
        kind, outcome, seconds = _kind(raw), "repeated", 0.0
        while id not in self._taken:
            try:
                outcome, seconds = await self._serve(id, raw)
                break
            except Exception as error:
                log.error("An update could not be served.", kind=kind, trace=_trace(error))
                state = self._state(id)
                state.broken += 1
                outcome, seconds = "failed", STORE_AWAY if state.broken < FAILURES else 0.0
                if not seconds or not self._patient:
                    break
                await asyncio.sleep(seconds)
        self.counts.updates[kind, outcome] += 1
        if not seconds:
            self._trying.pop(id, None)
            self._taken[id] = None
            if len(self._taken) > REMEMBERED:
                del self._taken[next(iter(self._taken))]
        return seconds

    async def _serve(self, id: int, raw: Mapping[str, Any]) -> tuple[str, float]:
        """What became of the update, and 0 or the seconds after which to try again."""
        query = raw.get("callback_query")
        try:
            if query:
                press, asked, update = str(query["id"]), pressed(query, id), None
            else:
                press, update = "", Update.de_json(dict(raw), None)
                asked = to_incoming(update, self._me)
        except Exception as error:
            # Whatever the library cannot read today would be no better when delivered again.
            log.warning(
                "An update cannot be read and is left out.", kind=_kind(raw), error=type(error).__name__
            )
            return "unreadable", 0.0
        if update and update.inline_query:
            if self._inline:
                await self._inline(update.inline_query)
            return ("answered" if self._inline else "ignored"), 0.0
        written = update and (update.message or update.edited_message)
        if self._staff and update and written and written.chat.type != Chat.PRIVATE:
            async with self._locks.setdefault(written.chat.id, asyncio.Lock()):
                staff, edited = self._staff, bool(update.edited_message)
                told: list[Told | None] = []

                async def take(state: Trying) -> None:
                    told[:] = told or [await staff.take(written, id, edited=edited)]
                    if answer := told[0]:
                        asked = Asked(answer.messages, answer.whose, answer.arrived)
                        await self._send(asked, answer.place, state)

                outcome = await self._until_done(id, take)
                if not told or told[0]:
                    return outcome
        async with asyncio.TaskGroup() as group:
            if press:
                group.create_task(acknowledge(self._bot, press, self.counts))
            if asked is None:
                return "ignored", 0.0
            incoming, place = asked
            # The lock lives as long as some update of this chat holds it or waits for it.
            async with self._locks.setdefault(place.chat, asyncio.Lock()):
                said: list[Asked] = []

                async def answer(state: Trying) -> None:
                    said[:] = said or [await self._ask(incoming, place, state)]
                    await self._send(said[0], place, state)

                return await self._until_done(id, answer)

    async def _until_done(self, id: int, work: Callable[[Trying], Awaitable[None]]) -> tuple[str, float]:
        """Does the work until nothing hinders it, as long as it is for us to wait; what became of it, and the
        seconds after which it is to be tried again where it is not."""
        now, state = asyncio.get_running_loop().time, self._state(id)
        while True:
            try:
                await work(state)
                return "answered", 0.0
            except StoreAway:
                seconds = STORE_AWAY
            except TryLater as later:
                seconds = later.seconds
                # Where Telegram said how long to wait, nothing is wrong with this reply.
                state.rounds += self._got_through > state.failed > 0 and not later.limited
                state.failed = now()
                if state.rounds >= ROUNDS:
                    log.error("A reply could not be sent for too long; it is given up.")
                    return "given up", 0.0
            if now() - state.since > DAY:
                log.error("An update could not be answered for a day; it is given up.")
                return "given up", 0.0
            if not self._patient:
                if len(self._trying) > REMEMBERED:
                    del self._trying[next(iter(self._trying))]
                return "later", seconds
            await asyncio.sleep(max(seconds, min(60.0, 2.0**state.rounds)))

    async def _send(self, asked: Asked, place: Place, state: Trying) -> None:
        """Sends the messages that have not arrived yet, and notes each that has."""
        state.sent = max(state.sent, asked.arrived)
        for part in asked.messages[state.sent :]:
            place = await self._sends(place, part)
            state.sent += 1
            self._got_through = asyncio.get_running_loop().time()
            if self._noted and asked.whose and not (asked.private and state.sent == len(asked.messages)):
                self._noted.note(asked.whose, state.sent)
        if asked.whose and asked.private and self._sent:
            try:
                await self._sent(asked.whose)
            except Exception as error:
                # Within the hour they go all the same.
                log.error("Private replies could not be emptied.", error=type(error).__name__)

    async def _ask(self, incoming: Incoming, place: Place, state: Trying) -> Asked:
        """What to send. Raises `StoreAway`, and `TryLater` where the engine takes too long."""
        try:
            async with self._at_once, asyncio.timeout(ENGINE_SECONDS):
                turn = await self._engine.handle(incoming)
            sent = parts(turn.replies, group=place.group, private=turn.private)
            return Asked(sent, incoming, turn.arrived, turn.private)
        except StoreAway:
            raise
        except Exception as error:
            state.hung += isinstance(error, TimeoutError)
            log.error("The engine failed.", trace=_trace(error))
            self.counts.drops["engine failed"] += 1
            if isinstance(error, TimeoutError) and state.hung < HANGS:
                # It may be done all the same: asked again, the engine knows.
                raise TryLater(STORE_AWAY) from None
            return Asked(parts([self._engine.apology(incoming)], group=place.group))

    def _state(self, id: int) -> Trying:
        return self._trying.setdefault(id, Trying(since=asyncio.get_running_loop().time()))


def _kind(raw: Mapping[str, Any]) -> str:
    """The kind of an update, for logs and counts: the name of the field beside its id."""
    return next((str(name)[:40] for name in raw if name != "update_id"), "empty")


def _trace(error: BaseException) -> str:
    """The traceback without any message: a message may quote what the person wrote."""
    lines = [*traceback.format_tb(error.__traceback__), type(error).__name__]
    inner = (
        error.exceptions if isinstance(error, BaseExceptionGroup) else [error.__cause__ or error.__context__]
    )
    return "".join([*lines, *(f"\nfrom: {_trace(each)}" for each in inner if each is not None)])
