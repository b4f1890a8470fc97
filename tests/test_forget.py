"""Forget me: afterwards no table holds anything of the person, nor does the calendar or the firm's forum."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine

from bot.effects import Effect
from bot.limited import Limits
from bot.model import Action, Conversation, Incoming, Turn
from bot.store import Periods, Store, kept_about, tidy
from tests.botapi import Person
from tests.caldav import Radicale
from tests.firm import DAY, HOUR, NOW, words
from tests.privacy import (
    ID,
    PHONE,
    does_everything,
    everything,
    firm_with_calendar,
    person,
    settles,
    traces,
)
from tests.schemas import fill


@pytest.fixture
def radicale(tmp_path: Path) -> Iterator[Radicale]:
    with Radicale(tmp_path) as server:
        yield server


def entries(radicale: Radicale, folder: Path) -> str:
    """All that the calendar server holds, as text."""
    found = (folder / "collections").rglob("*.ics")
    # Beside them Radicale keeps what it worked out of them, by their names.
    files = [each for each in found if ".Radicale.cache" not in each.parts]
    return "\n".join(each.read_text(encoding="utf-8") for each in files)


async def forgets(ana: Person) -> str:
    """Asks to be forgotten and confirms it; what the person is told."""
    await ana.says("/borrar")
    return words(await ana.presses("🗑 Sí, borrarlo"))


async def test_nothing_of_a_forgotten_person_is_left_anywhere(
    database: str, radicale: Radicale, tmp_path: Path
) -> None:
    async with firm_with_calendar(database, radicale) as firm:
        ana = person(firm)
        await does_everything(firm, ana)
        await settles(firm)
        before = everything(database)
        assert {str(ID), "Xiomara", "8112345678", "comprobante", "nopal"} <= set(traces(before))
        assert "VEVENT" in entries(radicale, tmp_path)
        assert firm.staff.topics

        receipt = await forgets(ana)
        at_once = everything(database, "outbox")
        await settles(firm)

        assert traces(at_once) == []
        assert traces(everything(database)) == []
        assert "outbox" not in everything(database)
        assert "VEVENT" not in entries(radicale, tmp_path)
        assert not firm.staff.topics
        assert "Telegram guarda su propia copia" in receipt
        assert "calendario del despacho" in receipt
        assert "+1 832" in receipt


async def test_what_waits_for_a_calendar_that_is_away_names_nobody(
    database: str, radicale: Radicale, tmp_path: Path
) -> None:
    async with firm_with_calendar(database, radicale) as firm:
        ana = person(firm)
        await does_everything(firm, ana)
        await settles(firm)
        radicale.stop()

        await forgets(ana)
        await settles(firm)

        assert traces(everything(database)) == []
        assert "calendar-remove" in everything(database)
        radicale.start()
        await firm.passes(HOUR)
        assert "calendar-remove" not in everything(database)
        assert "VEVENT" not in entries(radicale, tmp_path)


async def test_the_receipt_asked_for_again_brings_nobody_back(store: Store, database: str) -> None:
    """Telegram delivers the last press once more: the stored receipt, and no new row."""
    press = Incoming("telegram", str(ID), "7", action=Action("forget", "yes"))

    def forget(_: Conversation) -> Turn:
        return Turn((), Conversation("es"), (Effect("forget"),))

    await store.take(press, NOW, forget)
    again = [store.take(press, NOW, forget), store.take(dataclasses.replace(press, sender="5"), NOW, forget)]
    await asyncio.gather(*again)

    assert traces(everything(database)) == []
    assert "conversations" not in everything(database)


async def test_what_is_kept_of_a_person_can_be_shown_to_them(database: str, radicale: Radicale) -> None:
    async with firm_with_calendar(database, radicale) as firm:
        await does_everything(firm, person(firm))
        other = firm.api.person(5)
        await other.says("/menu")

        found = await firm.engine.store.transact(kept_about, "telegram", str(ID))
        said = json.dumps(found, default=str, ensure_ascii=False)

    assert {
        "conversations",
        "appointments",
        "callbacks",
        "handoffs",
        "outbox",
        "updates",
        "questions",
    } <= set(found)
    assert {"Xiomara", "8112345678", "comprobante", "nopal", "gallinero"} <= set(traces(said))
    assert {each["sender"] for each in found["conversations"]} == {str(ID)}
    assert found["appointments"][0]["phone"] == PHONE


def test_every_table_about_a_person_is_in_the_export(tmp_path: Path) -> None:
    """Also one that is added later: what has a sender is found by itself."""
    database = f"sqlite:///{tmp_path / 'filled.db'}"
    store = Store(database)
    store.migrate()
    engine, tables = create_engine(database), MetaData()
    fill(engine)
    tables.reflect(engine)
    of_people = {name for name, table in tables.tables.items() if "sender" in table.c}
    with engine.begin() as connection:
        for name in of_people:
            connection.execute(tables.tables[name].update().values(channel="telegram"))
        found = kept_about(connection, "telegram", "1-sender")
    engine.dispose()
    store.dispose()

    assert of_people <= set(found)


# ---- a flooder is not a stranger after being forgotten -------------------------------------------


async def test_who_is_over_a_limit_is_so_after_being_forgotten(database: str) -> None:
    async with firm_with_calendar(database, limits=Limits(messages=6)) as firm:
        ana = person(firm)
        for _ in range(4):
            await ana.says("/menu")
        await forgets(ana)
        assert traces(everything(database)) == []

        said = words(await ana.says("/menu"))
        assert "muchísimos mensajes" in said

        await firm.passes(HOUR + timedelta(minutes=1))
        assert "muchísimos" not in words(await ana.says("/menu"))


async def test_who_wrote_little_leaves_nothing_at_all(database: str) -> None:
    async with firm_with_calendar(database, limits=Limits(messages=300)) as firm:
        ana = person(firm)
        await ana.says("/menu")
        await forgets(ana)

    assert "spent" not in everything(database)
    assert "keys" not in everything(database)


# ---- what is old goes by itself ------------------------------------------------------------------


async def test_everything_goes_after_its_period(database: str) -> None:
    periods = Periods(conversations=10, questions=5, appointments=7, callbacks=3, handoffs=4)
    async with firm_with_calendar(database) as firm:
        store = firm.engine.store
        await does_everything(firm, person(firm))
        await settles(firm)

        async def after(days: float) -> set[str]:
            await store.transact(tidy, NOW + days * DAY, periods)
            return {line.partition(":")[0] for line in everything(database).splitlines()}

        assert {"callbacks", "handoffs", "questions", "appointments", "conversations"} <= await after(2.9)
        assert "callbacks" not in await after(3.1)
        assert "handoffs" in await after(3.9)
        assert "handoffs" not in await after(4.1)
        assert "questions" not in await after(5.1)
        # The appointment is on Monday, six days later.
        assert "conversations" not in await after(10.1)
        assert "appointments" in await after(12)
        assert "appointments" not in await after(13.1)
        assert traces(everything(database)) == []
