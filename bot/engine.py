"""One turn from end to end: gather what it needs off the loop, then decide and save in one transaction."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot import agenda as agendas
from bot import sharing
from bot.agenda import Agenda
from bot.booking.ics import feed
from bot.booking.reference import new_reference
from bot.clock import Clock
from bot.hearing import Hearing
from bot.language import translator
from bot.limited import Limits, is_over, turn_within
from bot.live import Live
from bot.mailing import Mailing
from bot.match import Match
from bot.matching import Matcher
from bot.model import LANGUAGES, Content, Conversation, Gathered, Incoming, Problem, Reply, Turn
from bot.outbox import Outbox
from bot.relay import Relay
from bot.scene import Scene
from bot.sharing import Sharing
from bot.speaking import Speaking
from bot.speech import Speaker
from bot.store import (
    Changed,
    Periods,
    ReferenceTaken,
    SlotTaken,
    Store,
    look_up,
    subjects_of,
    tidy,
    upcoming,
    write_again,
)
from bot.turn import is_follow_up, wants_alerts, wants_calendar, wants_match

MATCHERS = 2
"""Questions matched at a time: the encoders use one thread each, and more would only starve the loop."""

TIDY_EVERY = 3600.0

TRIES = 20
"""How often a turn is decided again because something changed meanwhile; each time another got through."""

log = structlog.get_logger()


class Engine:
    """Answers messages. `store` and `live` are opened and closed with it.

    `firm` says whether the firm's side can be reached through this bot: "demo", or "open" as soon as
    the content says who confirmed its hours and there is a staff chat. `staff_language` is spoken there, and
    within `answer_minutes` somebody there answers a person who asks for one; 0 where nobody does. `periods`
    say how long things are kept, `limits` how much one person may ask of it; none without. `speaker` speaks
    answers.
    """

    def __init__(
        self,
        store: Store,
        live: Live,
        clock: Clock | None = None,
        language: str = LANGUAGES[0],
        periods: Periods | None = None,
        limits: Limits | None = None,
        *,
        firm: str = "demo",
        staff_language: str = LANGUAGES[0],
        agenda: Agenda | None = None,
        answer_minutes: int = 5,
        speaker: Speaker | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.store, self.staff_language, self.agenda = store, staff_language, agenda or Agenda()
        self.outbox = Outbox(self, staffed=firm == "open")
        self.mailing = Mailing(self)
        self.relay = Relay(self, self.outbox)
        self.speaking, self.hearing = Speaking(self, speaker), Hearing()
        self._answer_minutes = answer_minutes
        self._live, self._language, self._firm = live, language, firm
        self._periods, self._limits = periods or Periods(), limits or Limits()
        self._threads = ThreadPoolExecutor(MATCHERS, thread_name_prefix="match")
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def content(self) -> Content:
        """The content in force."""
        return self._live.content

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the folder as staff left it; empty when all of it is in force."""
        return self._live.problems

    @property
    def reloads(self) -> Mapping[str, int]:
        """How often edited content was taken, and how often refused."""
        return self._live.reloads

    @property
    def matches(self) -> bool:
        """Whether there is a matcher yet; until then a question waits."""
        return self._live.matcher is not None

    @property
    def desk(self) -> str:
        """Whether bookings are taken: "open", "demo", or "closed" until the firm confirmed them."""
        return self._firm if self._firm != "open" or self.content.office.confirmed else "closed"

    async def start(self, *, full: bool = False) -> None:
        """Opens the database, loads and watches the content. `full` waits for the full matcher."""
        await self.store.open()
        await self._live.open(full=full)
        if self.agenda.written:
            await self.store.transact(write_again, self.clock.now())
        work = (
            self._live.watch(),
            self._tidy(),
            self.outbox.run(),
            self.mailing.run(),
            self._look_at_calendars(),
        )
        self._tasks = [asyncio.create_task(each) for each in work]

    async def stop(self) -> None:
        """Lets go of everything."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.mailing.finish()
        await self._live.close()
        self._threads.shutdown(wait=True)
        await self.store.close()

    async def calendar(self) -> str:
        """The appointments of the last and the coming weeks as an iCalendar feed, cancelled ones too."""
        now = self.clock.now()
        since, until = now - timedelta(days=30), now + timedelta(days=self.content.office.ahead_days + 2)

        found = await self.store.transact(partial(upcoming, cancelled=True), since, until)
        return feed(found, self.content.office).decode()

    def scene(self, language: str, channel: str, sender: str, timezone: str) -> Scene:
        """A scene for what the bot says without being asked."""
        now = self.clock.now()
        conversation = Conversation(language=language, timezone=timezone)
        incoming = Incoming(channel, sender, "")
        return self._scene(incoming, conversation, self.content, now, Gathered())

    async def handle(self, incoming: Incoming) -> Turn:
        """What one message leads to, saved. A repeated update gets its stored replies and changes nothing."""
        heard: str | None = None
        for _ in range(TRIES):
            asks, books = wants_match(incoming), wants_calendar(incoming, self.content)
            told, hears = wants_alerts(incoming, self.content), self.hearing.can(incoming)
            if not asks and not books and not told and not hears:
                return await self._take(incoming, Gathered(), None)
            seen = await self.store.read(incoming.channel, incoming.sender)
            if is_over(self._limits, seen, self.clock.now()):
                # Whoever writes too much must not keep the matcher from the others.
                return await self._take(incoming, Gathered(), None)
            gathered = await self._match_of(incoming, seen) if asks else Gathered()
            if hears and not seen.handoff:
                # In a handoff it goes to the firm's people as it is.
                if heard is None:
                    heard = await self.hearing.words(incoming, seen.language if seen.chosen else "")
                gathered = await self._understood(heard)
            if wants_calendar(incoming, self.content, seen):
                gathered = await self._with_calendar(gathered, incoming)
            if told:
                mine = await self.store.transact(subjects_of, incoming.channel, incoming.sender)
                gathered = replace(gathered, alerts=mine)
            # Changed, or somebody else took the slot a moment ago: what was gathered is old.
            with contextlib.suppress(Changed, SlotTaken, ReferenceTaken):
                return await self._take(incoming, gathered, seen.version)
        raise RuntimeError("the conversation changed each time that it was read")

    async def share(self, text: str, language: str) -> Sharing:
        """Answers to share in another chat, for what somebody types there. Nothing of it is kept."""
        language = language if language in LANGUAGES else self._language
        matcher = await self._live.asked() if text.strip() else None
        match = await self._match(matcher, text) if matcher else None
        return sharing.share(self.scene(language, "telegram", "/", ""), text, match)

    async def sent(self, incoming: Incoming) -> None:
        """The replies to a message have arrived: those of a private turn are no longer kept."""
        await self.store.sent(incoming.channel, incoming.update_id)

    def apology(self, incoming: Incoming) -> Reply:
        """What to say when something of ours broke: one sentence, with the phone."""
        language = incoming.language if incoming.language in LANGUAGES else self._language
        scene = Scene(incoming, Conversation(language=language), self.content, self.clock.today())
        try:
            return Reply(
                translator(language).say(
                    "I am sorry, something broke on my side. Please write again, or call {phone}.",
                    phone=scene.phone,
                )
            )
        except Exception:
            log.exception("apology-failed")
            return Reply(
                translator(language).say("I am sorry, something broke on my side. Please write again.")
            )

    async def _take(self, incoming: Incoming, gathered: Gathered, version: int | None) -> Turn:
        content, now = self.content, self.clock.now()

        def decide(conversation: Conversation) -> Turn:
            scene = self._scene(incoming, conversation, content, now, gathered)
            return turn_within(scene, self._limits, self._language)

        return await self.store.take(incoming, now, decide, version)

    def _scene(
        self, incoming: Incoming, kept: Conversation, content: Content, now: datetime, gathered: Gathered
    ) -> Scene:
        return Scene(
            incoming,
            kept,
            content,
            now.date(),
            gathered,
            now=now,
            desk=self.desk,
            staff_language=self.staff_language,
            answer_minutes=self._answer_minutes,
            speaks=self.speaking.speaks,
        )

    async def _with_calendar(self, gathered: Gathered, incoming: Incoming) -> Gathered:
        """With the person's appointments, and what nobody has time for any more."""
        now, office = self.clock.now(), self.content.office
        until = now + timedelta(days=office.ahead_days + 2)
        mine, taken = await self.store.transact(look_up, incoming.channel, incoming.sender, now, until)
        busy = {each: tuple(spans) for each, spans in taken.items()}
        for consultant, spans in self.agenda.busy(office).items():
            busy[consultant] = (*busy.get(consultant, ()), *spans)
        return replace(gathered, busy=busy, appointments=mine, reference=new_reference())

    async def _match_of(self, incoming: Incoming, seen: Conversation) -> Gathered:
        """The match of a question, and of the same joined to the last topic where it seems to follow up."""
        matcher = await self._live.asked()
        if matcher is None:
            return Gathered()
        match = await self._match(matcher, incoming.text)
        last = (
            self.content.topic(seen.last_topic, match.language or seen.language) if seen.last_topic else None
        )
        if last is None or not is_follow_up(incoming.text):
            return Gathered(match)
        return Gathered(match, await self._match(matcher, f"{last.title} {incoming.text}"))

    async def _understood(self, heard: str) -> Gathered:
        """What was heard in a voice message, and its match: it may speak of danger."""
        matcher = await self._live.asked() if heard else None
        return Gathered(await self._match(matcher, heard) if matcher else None, heard=heard)

    async def _match(self, matcher: Matcher, text: str) -> Match:
        return await asyncio.get_running_loop().run_in_executor(self._threads, matcher.answer, text)

    async def _look_at_calendars(self) -> None:
        """Reads what the firm's calendars say, again and again."""
        while True:
            try:
                await self.agenda.refresh(self.clock.now(), self.content.office.ahead_days + 2)
            except Exception:
                log.exception("calendars-failed")
            await asyncio.sleep(agendas.EVERY)

    async def _tidy(self) -> None:
        """Deletes what is old, now and every hour."""
        while True:
            try:
                gone = await self.store.transact(tidy, self.clock.now(), self._periods)
                log.info("tidied", rows=gone)
            except Exception:
                log.exception("tidy-failed")
            await asyncio.sleep(TIDY_EVERY)
