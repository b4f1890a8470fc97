"""A database that an older version left behind is brought forward, with all that was in it."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import sys
from contextlib import closing
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, create_engine, select

from bot.model import Conversation, Incoming, Turn
from bot.store import Store
from bot.store.tables import metadata
from tests.conftest import ROOT
from tests.schemas import FOLDER, MOMENT, ROWS, revisions

PROCESSES = 4


def filled(database: str, revision: str) -> None:
    """Puts a dump into an empty database."""
    kind = database.partition(":")[0].partition("+")[0]
    dump = (FOLDER / f"{revision}.{kind}.sql").read_text(encoding="utf-8")
    if kind == "sqlite":
        with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as opened:
            opened.executescript(dump)
        return
    with psycopg.connect(database.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(dump.encode())


def contents(database: str) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables, in order."""
    engine, tables = create_engine(database), MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        found = {
            each.name: [
                {name: str(value) for name, value in row.items()}
                for row in connection.execute(select(each)).mappings()
            ]
            for each in tables.sorted_tables
        }
    engine.dispose()
    return {name: sorted(rows, key=json.dumps) for name, rows in found.items() if name != "alembic_version"}


def differences(database: str) -> list[Any]:
    """What the tables have otherwise than the model: columns, types, keys, indexes."""
    engine = create_engine(database)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    return list(found)


def test_there_is_a_dump_of_every_earlier_revision() -> None:
    """After a new migration: `python -m tests.schemas` writes the dump of it."""
    missing = [
        f"{each}.{kind}.sql"
        for each in revisions()[:-1]
        for kind in ("sqlite", "postgresql")
        if not (FOLDER / f"{each}.{kind}.sql").exists()
    ]

    assert missing == []


@pytest.mark.parametrize("revision", revisions()[:-1])
async def test_a_database_of_an_earlier_version_is_brought_forward(database: str, revision: str) -> None:
    filled(database, revision)
    before = contents(database)
    assert all(len(rows) == ROWS for name, rows in before.items() if name != "seals")

    store = Store(database)
    await store.open()

    assert differences(database) == []
    after = contents(database)
    for name, rows in before.items():
        kept = [{column: row[column] for column in rows[0]} for row in after[name]]
        assert kept == rows, name
    # What was answered before is known still, and a conversation goes on.
    again = await store.take(Incoming("telegram", "1-sender", "1-update_id"), MOMENT, _asked_anew)
    assert again.replies[0].text.startswith("¡Hola!")
    assert (await store.read("telegram", "1-sender")).flow == "eligibility"
    await store.close()


def _asked_anew(_: Conversation) -> Turn:
    raise AssertionError("an update from before was taken again")


@pytest.mark.parametrize("revision", ["", revisions()[0]])
async def test_processes_that_start_together_bring_it_forward_once(database: str, revision: str) -> None:
    """From nothing, and from the first version with rows in it."""
    if revision:
        filled(database, revision)
    command = (sys.executable, "-m", "tests.processes", "open", database)
    started = [
        await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=os.environ) for _ in range(PROCESSES)
    ]

    assert [await each.wait() for each in started] == [0] * PROCESSES
    assert differences(database) == []
    assert len(contents(database)["conversations"]) == (ROWS if revision else 0)
