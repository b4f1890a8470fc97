"""The firm as tests know it: an engine on the project's own content, and a clock that is moved by hand."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from bot.agenda import Agenda
from bot.clock import Clock
from bot.content import load
from bot.engine import Engine
from bot.limited import Limits
from bot.live import Live
from bot.model import Content
from bot.office import Appointment, Office
from bot.speech import Speaker
from bot.store import Store, upcoming
from tests.botapi import BotApi, Person
from tests.botapi.people import Chat, Seen
from tests.botapi.running import running, settings_for

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 24, 16, tzinfo=UTC)
"""A Tuesday, 10:00 in Houston. Thursday is Thanksgiving."""

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
STAFF_CHAT = -100_500


class ByHand(Clock):
    """A clock that stands still until it is moved."""

    def __init__(self, moment: datetime = NOW) -> None:
        super().__init__()
        self.set(moment)

    def set(self, moment: datetime) -> None:
        """Puts the clock to a moment."""
        object.__setattr__(self, "moment", moment)

    def now(self) -> datetime:
        """The moment that it was put to."""
        moment: datetime = object.__getattribute__(self, "moment")
        return moment


class Still(Live):
    """Content that stays as a test made it. Without a matcher every typed question is refused, at once."""

    def __init__(self, content: Content) -> None:
        super().__init__(ROOT / "content", ROOT / "var" / "matching")
        self.content = content


@lru_cache
def the_content() -> Content:
    """The project's own content."""
    return load(ROOT / "content").content


def content_with(**office: Any) -> Content:
    """The project's content, with some of the office changed."""
    content = the_content()
    return replace(content, office=replace(content.office, **office))


def confirmed(**office: Any) -> Content:
    """The content as it is once the firm has confirmed its hours."""
    return content_with(responsible="Ana López", confirmed_by="Ana López, 2026-11-20", **office)


@asynccontextmanager
async def engine_on(
    database: str,
    content: Content | None = None,
    *,
    clock: Clock | None = None,
    desk: str = "open",
    staff_language: str = "es",
    agenda: Agenda | None = None,
    limits: Limits | None = None,
    speaker: Speaker | None = None,
    live: Live | None = None,
) -> AsyncIterator[Engine]:
    """The real engine on a database, with nothing running beside it."""
    store = Store(database)
    await store.open()
    engine = Engine(
        store,
        live or Still(content or confirmed()),
        clock or ByHand(),
        firm=desk,
        staff_language=staff_language,
        agenda=agenda,
        limits=limits,
        speaker=speaker,
    )
    yield engine
    await store.close()


@dataclass
class Firm:
    """A bot that serves Telegram: the engine, its clock, the staff chat and somebody who writes."""

    api: BotApi
    engine: Engine
    clock: ByHand
    staff: Chat
    people: dict[str, Person] = field(default_factory=dict)

    def person(self, language: str = "es", name: str = "Ana") -> Person:
        """Somebody with an app in a language; the same one again for the same name."""
        if name not in self.people:
            self.people[name] = self.api.person(1001 + len(self.people), language, name)
        return self.people[name]

    async def passes(self, span: timedelta = timedelta(0)) -> None:
        """Lets time pass, and carries out all that is due then."""
        self.clock.set(self.clock.now() + span)
        while await self.engine.outbox.once():
            pass

    async def at(self, moment: datetime) -> None:
        """Puts the clock to a moment, and carries out all that is due then."""
        self.clock.set(moment)
        await self.passes()

    @property
    def told(self) -> list[str]:
        """What the staff chat shows."""
        return [each.text for each in self.staff.sees]

    async def booked(self) -> tuple[Appointment, ...]:
        """Everybody's appointments."""
        return await everybodys(self.engine)


@asynccontextmanager
async def firm_on_telegram(
    database: str, content: Content | None = None, *, staff_chat: bool = True, **engine: Any
) -> AsyncIterator[Firm]:
    """The bot on Telegram, and a server of ours as Telegram. Every call that it makes has to be in order."""
    clock = ByHand()
    async with BotApi() as api, engine_on(database, content, clock=clock, **engine) as made:
        group = api.group(STAFF_CHAT, "Oficina")
        settings = settings_for(api, staff_chat=str(STAFF_CHAT) if staff_chat else "")
        async with running(
            made,
            settings,
            outbox=made.outbox,
            relay=made.relay,
            sent=made.sent,
            mailing=made.mailing,
            share=made.share,
        ):
            yield Firm(api, made, clock, group)
        assert api.violations == []


async def everybodys(engine: Engine) -> tuple[Appointment, ...]:
    """Everybody's appointments, those that were cancelled too."""
    long_ago = NOW - 3650 * DAY
    return await engine.store.transact(lambda c: upcoming(c, long_ago, cancelled=True))


async def rows(engine: Engine, query: str) -> list[Any]:
    """What a query finds in the database."""

    def find(connection: Connection) -> list[Any]:
        return list(connection.execute(text(query)).all())

    return await engine.store.transact(find)


async def everything(engine: Engine, *tables: str) -> str:
    """All that stands in some tables, as text."""
    found = [await rows(engine, f"SELECT * FROM {each}") for each in tables]
    return json.dumps(found, default=str, ensure_ascii=False)


def words(seen: list[Seen]) -> str:
    """All that some messages say."""
    return "\n\n".join(each.text for each in seen)


def labels(seen: list[Seen]) -> list[str]:
    """All the buttons of some messages."""
    return [label for each in seen for label in each.labels]


def last_of(office: Office) -> str:
    """The short name of whoever stands last on the office's list."""
    return office.consultants[-1].id
