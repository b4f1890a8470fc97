"""One turn from end to end: gather what it needs off the loop, then decide and save in one transaction."""

from __future__ import annotations

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor

import structlog

from bot.language import translator
from bot.live import Live
from bot.matching import Matcher
from bot.model import LANGUAGES, Clock, Content, Conversation, Gathered, Incoming, Match, Problem, Reply, Turn
from bot.replies import Scene
from bot.store import Changed, Store, tidy
from bot.turn import is_follow_up, turn, wants_match

MATCHERS = 2
"""Questions matched at a time: the encoders use one thread each, and more would only starve the loop."""

TIDY_EVERY = 3600.0

log = structlog.get_logger()


class Engine:
    """Answers messages. `store` and `live` are opened and closed with it."""

    def __init__(
        self,
        store: Store,
        live: Live,
        clock: Clock | None = None,
        language: str = LANGUAGES[0],
        conversation_days: int = 180,
        question_days: int = 30,
    ) -> None:
        self.clock = clock or Clock()
        self._store, self._live, self._language = store, live, language
        self._kept = (conversation_days, question_days)
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

    async def start(self, *, full: bool = False) -> None:
        """Opens the database, loads and watches the content. `full` waits for the full matcher."""
        await self._store.open()
        await self._live.open(full=full)
        self._tasks = [asyncio.create_task(self._live.watch()), asyncio.create_task(self._tidy())]

    async def stop(self) -> None:
        """Lets go of everything."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._live.close()
        self._threads.shutdown(wait=True)
        await self._store.close()

    async def handle(self, incoming: Incoming) -> Turn:
        """What one message leads to, saved. A repeated update gets its stored replies and changes nothing."""
        while True:
            if not wants_match(incoming):
                return await self._take(incoming, Gathered(), None)
            seen = await self._store.read(incoming.channel, incoming.sender)
            gathered = await self._gather(incoming, seen)
            with contextlib.suppress(Changed):
                return await self._take(incoming, gathered, seen.version)

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
        content, on = self.content, self.clock.today()
        return await self._store.take(
            incoming,
            self.clock.now(),
            lambda conversation: turn(Scene(incoming, conversation, content, on, gathered), self._language),
            version,
        )

    async def _gather(self, incoming: Incoming, seen: Conversation) -> Gathered:
        """The match of a question, and of the same joined to the last topic where it seems to follow up."""
        matcher = self._live.matcher
        if matcher is None:
            return Gathered()
        match = await self._match(matcher, incoming.text)
        last = (
            self.content.topic(seen.last_topic, match.language or seen.language) if seen.last_topic else None
        )
        if last is None or not is_follow_up(incoming.text):
            return Gathered(match)
        return Gathered(match, await self._match(matcher, f"{last.title} {incoming.text}"))

    async def _match(self, matcher: Matcher, text: str) -> Match:
        return await asyncio.get_running_loop().run_in_executor(self._threads, matcher.answer, text)

    async def _tidy(self) -> None:
        """Deletes what is old, now and every hour."""
        while True:
            try:
                gone = await self._store.transact(tidy, self.clock.now(), *self._kept)
                log.info("tidied", rows=gone)
            except Exception:
                log.exception("tidy-failed")
            await asyncio.sleep(TIDY_EVERY)
