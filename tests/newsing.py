"""Sample news (none of it is true), people who asked to be told, and replicas that are killed midway."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, insert

from bot.booking.reminders import until_morning
from bot.clock import Clock
from bot.model import Content, Incoming, Topic
from bot.store import Store, begin_mailing, counts, handoffs
from bot.store.tables import alerts
from tests.botapi import BotApi
from tests.botapi.people import until
from tests.firm import NOW, ROOT, confirmed

NAME = "2026-11-20-sample"
SUBJECT = "supplemental-cap"
ZONE = "America/Chicago"

START = 90.0
"""Seconds that a replica may need until it is up, on a slow and busy machine."""


class ByDay(Clock):
    """A clock that goes, and always begins in the morning of one working day."""

    def now(self) -> datetime:
        """NOW, and as much later as this machine is up: the same in all its processes."""
        return NOW + timedelta(seconds=time.monotonic() % 14_400)


def with_news(content: Content | None = None, day: date = date(2026, 11, 20)) -> Content:
    """The content with one news item in both languages."""
    content = content or confirmed()
    source = {"Sample": "https://example.org/"}
    texts = {
        "es": ("Una noticia de prueba", "Esto es una prueba."),
        "en": ("A sample item", "This is a sample."),
    }
    news = {
        (NAME, language): Topic(NAME, language, title, (), text, source, checked=day, alerts=SUBJECT)
        for language, (title, text) in texts.items()
    }
    return replace(content, news=news)


def subscribe(connection: Connection, people: int, subject: str = SUBJECT) -> None:
    """So many people want to be told, half of them in each language."""
    rows = [
        {
            "channel": "telegram",
            "sender": str(10_000 + n),
            "subject": subject,
            "language": ("es", "en")[n % 2],
            "timezone": ZONE,
        }
        for n in range(people)
    ]
    connection.execute(insert(alerts), rows)


@dataclass(frozen=True)
class Outcome:
    """What came of a mailing: rows by state, how many chats show it how often, and the busiest second."""

    rows: dict[str, int]
    shown: dict[int, int]
    busiest: int
    seconds: float


async def start(database: str, url: str) -> asyncio.subprocess.Process:
    """A replica in a process of its own."""
    command = (sys.executable, "-m", "tests.processes", "mail", database, url)
    quiet = asyncio.subprocess.DEVNULL
    return await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=os.environ, stdout=quiet, stderr=quiet
    )


def writes_with_the_firm(connection: Connection, n: int, now: datetime) -> None:
    """One of the people has an open handoff."""
    values = {"id": f"h{n}", "language": "es", "topics": "", "minutes": "5"}
    handoffs.begin(connection, values, Incoming("telegram", str(10_000 + n), ""), now)


async def mail_with_kills(
    database: str, people: int, kills: int, latency: float = 0.15, writing: int = 0
) -> Outcome:
    """A news item for so many people, sent by two replicas of which one or the other is killed so often.

    The first few, `writing` with the firm, are left alone until all others were served and a replica was
    killed once more.
    """
    store = Store(database)
    await store.open()
    clock = ByDay()
    async with BotApi(latency=latency) as api:
        for n in range(people):
            api.person(10_000 + n, ("es", "en")[n % 2])
        await store.transact(subscribe, people)
        now = clock.now()
        for n in range(writing):
            await store.transact(writes_with_the_firm, n, now)
        begun = await store.transact(
            begin_mailing, NAME, SUBJECT, now, lambda zone: until_morning(now, zone or ZONE)
        )
        assert begun == people
        replicas = [await start(database, api.base_url) for _ in range(2)]
        first = time.monotonic()
        try:
            for n in range(kills):
                least = people * (n + 1) // (kills + 2)
                await until(lambda least=least: len(api.called("sendMessage")) >= least, START + people / 10)  # type: ignore[misc]
                replicas[n % 2].kill()
                await replicas[n % 2].wait()
                replicas[n % 2] = await start(database, api.base_url)
            if writing:
                while (await store.transact(counts, NAME, clock.now()))["waiting"] > writing:
                    assert time.monotonic() - first < START * 2 + people / 5
                    await asyncio.sleep(0.2)
                replicas[0].kill()
                await replicas[0].wait()
                replicas[0] = await start(database, api.base_url)
                await asyncio.sleep(3)
                assert not any(api.chats[10_000 + n].sees for n in range(writing))
                for n in range(writing):
                    await store.transact(handoffs.finish, f"h{n}", "staff", clock.now())
            while (await store.transact(counts, NAME, clock.now()))["waiting"]:
                assert time.monotonic() - first < START * 2 + people / 5
                await asyncio.sleep(0.2)
            seconds = time.monotonic() - first
            await asyncio.sleep(2)
        finally:
            for each in replicas:
                each.kill()
                await each.wait()
        rows = await store.transact(counts, NAME, clock.now() + timedelta(minutes=3))
        await store.close()
        times = sorted(each.at for each in api.called("sendMessage"))
        busiest = max(sum(t <= other < t + 1 for other in times[n : n + 60]) for n, t in enumerate(times))
        shown: dict[int, int] = {}
        for chat in api.chats.values():
            shown[len(chat.sees)] = shown.get(len(chat.sees), 0) + 1
        assert api.violations == []
        return Outcome(rows, shown, busiest, seconds)
