"""Somebody whose traces can be looked for, and everything that a database holds."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from cryptography.fernet import Fernet
from sqlalchemy import MetaData, create_engine, select

from bot.agenda import Agenda, Named
from bot.engine import Engine
from bot.limited import Limits
from bot.settings import Settings
from bot.store import Store
from tests.botapi import BotApi, Person
from tests.botapi.running import running, settings_for
from tests.caldav import Radicale
from tests.firm import STAFF_CHAT, ByHand, Firm, Still, confirmed

ID, NAME, PHONE, NOTE = 700_100_200, "Xiomara Quetzal", "+528112345678", "perdí mi comprobante verde"
QUESTION, TO_STAFF = "a qué hora florece el nopal morado", "necesito hablar de mi gallinero azul"
TRACES = (str(ID), "Xiomara", "Quetzal", "8112345678", "811 234", "comprobante", "nopal", "gallinero")
"""What must not be found where nobody of that name was ever seen."""

KEYS = tuple(base64.urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2, 3))
assert all(Fernet(each) for each in KEYS)


def everything(database: str, *but: str) -> str:
    """All rows of all tables as they lie there, as text; without some tables."""
    engine, tables = create_engine(database), MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        found = {
            each.name: [tuple(row) for row in connection.execute(select(each))]
            for each in tables.sorted_tables
            if each.name not in but
        }
    engine.dispose()
    return "\n".join(f"{name}: {rows}" for name, rows in found.items() if rows)


def traces(text: str) -> list[str]:
    """Which of somebody's traces stand in a text."""
    return [each for each in TRACES if each in text]


@asynccontextmanager
async def firm_with_calendar(
    database: str,
    radicale: Radicale | None = None,
    keys: tuple[str, ...] = (),
    limits: Limits | None = None,
) -> AsyncIterator[Firm]:
    """A firm with a forum on Telegram and a real calendar."""
    clock, store = ByHand(), Store(database, keys)
    await store.open()
    agenda = Agenda([Named("", radicale.calendar)] if radicale else [])
    engine = Engine(store, Still(confirmed()), clock, firm="open", agenda=agenda, limits=limits)
    try:
        async with BotApi() as api:
            group = api.group(STAFF_CHAT, "Oficina", forum=True)
            settings: Settings = settings_for(api, staff_chat=str(STAFF_CHAT), staff_ids="2001")
            async with running(engine, settings, outbox=engine.outbox, relay=engine.relay, sent=engine.sent):
                yield Firm(api, engine, clock, group)
            assert api.violations == []
    finally:
        await store.close()


def person(firm: Firm) -> Person:
    """The one whose traces are looked for."""
    return firm.api.person(ID, "es", NAME)


async def does_everything(firm: Firm, ana: Person) -> None:
    """Asks, votes, books with a note, wants to be called, and writes with the office."""
    await ana.says(QUESTION)
    await ana.says("/book")
    for button in ("Por teléfono", "Español", "lunes 30 de noviembre"):
        await ana.presses(button)
    for words in ("9:00 a.m.", NAME):
        await ana.says(words)
    await ana.shares_contact(PHONE)
    await ana.says(NOTE)
    await ana.presses("✔ Confirmar")
    assert len(await firm.booked()) == 1
    await ana.sends_press("flow:callback")
    for words in (NAME, PHONE, "en la mañana"):
        await ana.says(words)
    await ana.presses("✔ Confirmar")
    await ana.says("/persona")
    await ana.says(TO_STAFF)


async def settles(firm: Firm) -> None:
    """Carries out all that is due."""
    for _ in range(3):
        await firm.passes()
        await asyncio.sleep(0.05)
