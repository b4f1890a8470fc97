"""The content and the matcher now in force; watches the folder that staff edit.

A good edit takes effect without a restart: answers, facts and buttons at once, phrases when
the matcher has been fitted again, in a child process while the old one goes on answering.
A bad edit changes nothing: the last good content goes on, and the problems are there to see.
"""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import structlog

from bot import matching
from bot.content import digest, load, phrases, quick_problems
from bot.matching import Examples, Matcher
from bot.model import Content, Phrase, Problem

LOOK_EVERY = 0.5
"""Seconds between two looks at the folder: an edit has to be live within two."""

FIRST = 14
"""Phrases of each topic that the very first matcher learns from, half in each language: it is ready in a
third of the time, and the whole one follows within two minutes."""

log = structlog.get_logger()


def examples(content: Content) -> Examples:
    """What the matcher learns from: every topic's phrases, the off-topic ones, and the spellings."""
    return Examples(phrases(content), content.off_topic, content.words, content.danger)


def few(examples: Examples) -> Examples:
    """The same with a few phrases of each topic, evenly from its list, and off-topic ones in proportion."""
    most = FIRST * len(examples.phrases) // 4
    return replace(
        examples,
        phrases={id: _evenly(each, FIRST) for id, each in examples.phrases.items()},
        background=_evenly(examples.background, most),
        # Until then danger is told by the rules alone.
        danger={},
    )


def _evenly(phrases: tuple[Phrase, ...], most: int) -> tuple[Phrase, ...]:
    step = max(1, -(-len(phrases) // max(1, most)))
    return phrases[::step]


class Live:
    """`content` and `matcher` are replaced whole, so that a turn sees either the old or the new. `settled` is
    called whenever that has happened."""

    def __init__(self, folder: Path, cache: Path, settled: Callable[[], None] = lambda: None) -> None:
        self._folder, self._cache, self._settled = folder, cache, settled
        self.content = Content()
        self.matcher: Matcher | None = None
        self.problems: tuple[Problem, ...] = ()
        self.reloads: Counter[str] = Counter()
        self._digest = ""
        self._fitted = ""
        self._fitting: asyncio.Task[None] | None = None
        self._first: asyncio.Task[None] | None = None
        self._closing = threading.Event()

    async def open(self, *, full: bool = False) -> None:
        """Loads the content. A matcher follows: the full one where it was fitted before or `full` asks for it
        (which is waited for), else a light one of few phrases, and the full one as soon as it is ready."""
        self._digest = await asyncio.to_thread(digest, self._folder)
        loaded = await asyncio.to_thread(load, self._folder)
        self.content = loaded.content
        self._report(await asyncio.to_thread(quick_problems, self._folder, loaded))
        wanted = examples(self.content)
        if full:
            self.matcher = await asyncio.to_thread(matching.fit, wanted, self._cache)
            self._fitted = wanted.hash
            self._settled()
        else:
            self._first = asyncio.create_task(self._begin(wanted))

    async def asked(self) -> Matcher | None:
        """The matcher for a question; just after the start the question waits until there is one."""
        if self._first:
            await asyncio.wait([self._first])
        return self.matcher

    async def watch(self) -> None:
        """Looks at the folder for ever. Cancel it to stop."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self.look()
            except Exception:
                log.exception("content-watch-failed")

    async def look(self) -> bool:
        """Takes the folder's content where it changed and is good. Returns whether it did."""
        seen = await asyncio.to_thread(digest, self._folder)
        if seen == self._digest:
            return False
        loaded = await asyncio.to_thread(load, self._folder)
        if await asyncio.to_thread(digest, self._folder) != seen:
            # Somebody is still writing: look again in a moment.
            return False
        self._digest = seen
        problems = await asyncio.to_thread(quick_problems, self._folder, loaded)
        self._report(problems)
        self.reloads["refused" if problems else "taken"] += 1
        if problems:
            return False
        self.content = loaded.content
        log.info("content-taken", topics=len(loaded.content.topics), hash=loaded.content.hash[:8])
        self._settled()
        self._fit_soon()
        return True

    async def close(self) -> None:
        """A fit under way is given up; the next start does it again."""
        self._closing.set()
        under_way = [each for each in (self._first, self._fitting) if each]
        for each in under_way:
            each.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    async def ready(self) -> None:
        """Returns when the matcher is fitted to the content now in force."""
        await self.asked()
        while self._fitting and not self._fitting.done():
            await asyncio.wait([self._fitting])

    async def _begin(self, wanted: Examples) -> None:
        """A matcher to begin with."""
        known = await asyncio.to_thread(matching.fitted, wanted, self._cache)
        try:
            if known:
                self.matcher = await asyncio.to_thread(matching.fit, wanted, self._cache)
                self._fitted = wanted.hash
            else:
                first = await asyncio.to_thread(matching.fit, few(wanted), self._cache, light=True)
                # An edit meanwhile may have brought a better one.
                self.matcher = self.matcher or first
                log.info("first-matcher-ready", topics=len(wanted.phrases))
        except Exception:
            # The full one may yet come; until then every question is passed on to a person.
            log.exception("first-matcher-not-fitted")
        self._settled()
        self._fit_soon()

    def _fit_soon(self) -> None:
        if not self._fitting or self._fitting.done():
            self._fitting = asyncio.create_task(self._fit())

    async def _fit(self) -> None:
        """Fits until the matcher stands for the phrases in force: more edits may come meanwhile."""
        while (wanted := examples(self.content)).hash != self._fitted:
            try:
                self.matcher = await asyncio.to_thread(
                    matching.fit_elsewhere, wanted, self._cache, stop=self._closing
                )
                log.info("matcher-ready", light=self.matcher.light, topics=len(wanted.phrases))
                self._settled()
            except Exception:
                # The matcher in force goes on; the next edit tries again.
                log.exception("matcher-not-fitted")
            self._fitted = wanted.hash

    def _report(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        for each in problems:
            log.warning("content-problem", path=each.path, line=each.line, problem=each.message)
