"""A backup and back, and from one kind of database to the other: with rows in every table."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Connection, Integer, insert, select, text
from sqlalchemy.types import Boolean, DateTime, TypeDecorator

from bot.__main__ import main
from bot.store import Store
from bot.store.tables import metadata
from tests.conftest import new_database

MOMENT = datetime(2026, 11, 24, 17, 30, 15, 123456, tzinfo=UTC)


def value(table: str, column: Any, n: int) -> object:
    """Something for a column, another in each row."""
    type_ = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    if isinstance(type_, Boolean):
        return bool(n % 2)
    if isinstance(type_, DateTime):
        return MOMENT.replace(minute=n)
    if isinstance(type_, Integer):
        return n + 1
    return f"{n}ñ¿"[: column.type.length or 99]


async def fill(address: str, rows: int = 3) -> dict[str, list[tuple[Any, ...]]]:
    """Puts rows into every table; all that lies there."""
    await (store := Store(address)).open()

    def put(connection: Connection) -> None:
        for table in metadata.sorted_tables:
            made = [{c.name: value(table.name, c, n) for c in table.columns} for n in range(rows)]
            connection.execute(insert(table), made)

    await store.transact(put)
    await store.close()
    return await everything(address)


async def everything(address: str) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    store = Store(address)

    def look(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
        return {
            each.name: sorted(tuple(row) for row in connection.execute(select(each)))
            for each in metadata.sorted_tables
        }

    found = await store.transact(look)
    await store.close()
    return found


def command(*arguments: str, database: str = "") -> Result:
    return CliRunner().invoke(main, arguments, env={"DATABASE_URL": database, "NO_COLOR": "1"})


@pytest.fixture
def empty(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> str:
    """An empty database of the other kind than `database`."""
    if database.startswith("sqlite"):
        return new_database(request.getfixturevalue("postgres"))
    return f"sqlite:///{tmp_path / 'other.db'}"


async def test_a_database_is_moved_to_the_other_kind(database: str, empty: str) -> None:
    before = await fill(database)

    done = command("move-database", database, empty)

    assert done.exit_code == 0, done.output
    assert f"{3 * len(before)} rows, counted on both sides" in done.output
    assert await everything(empty) == before == await everything(database)


async def test_new_rows_get_numbers_after_the_moved_ones(database: str, empty: str) -> None:
    await fill(database)
    command("move-database", database, empty)
    store = Store(empty)
    add = text(
        "INSERT INTO questions (person, language, text, outcome, topic, kept, at)"
        " VALUES ('p', 'es', 'q', 'refuse', '', true, '2026-11-24 12:00:00') RETURNING id"
    )

    number = await store.transact(lambda connection: connection.execute(add).scalar_one())
    await store.close()

    assert number == 4


async def test_a_database_with_rows_is_not_written_over(database: str, empty: str, tmp_path: Path) -> None:
    await fill(database)
    there = await fill(empty, rows=1)
    file = str(tmp_path / "backup")
    assert command("backup", file, database=database).exit_code == 0

    for done in (command("move-database", database, empty), command("restore", file, database=empty)):
        assert done.exit_code == 1
        assert "holds rows already" in done.output
        assert await everything(empty) == there


async def test_a_backup_comes_back_into_either_kind(database: str, empty: str, tmp_path: Path) -> None:
    before = await fill(database)
    file = tmp_path / "backup"

    assert command("backup", str(file), database=database).exit_code == 0
    done = command("restore", str(file), database=empty)

    assert done.exit_code == 0, done.output
    assert await everything(empty) == before
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each for each in os.listdir(tmp_path) if each.startswith("backup")] == ["backup"]  # noqa: PTH208


async def test_a_backup_replaces_what_is_there_when_told(database: str, tmp_path: Path) -> None:
    before = await fill(database)
    file = str(tmp_path / "backup")
    assert command("backup", file, database=database).exit_code == 0
    store = Store(database)
    await store.transact(lambda connection: connection.execute(text("DELETE FROM questions WHERE id < 3")))
    await store.close()

    assert command("restore", file, "--replace", database=database).exit_code == 0
    assert await everything(database) == before


async def test_a_backup_is_not_written_over_another_without_being_told(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'a.db'}"
    await fill(database)
    (tmp_path / "backup").write_text("mine")

    done = command("backup", str(tmp_path / "backup"), database=database)
    assert done.exit_code == 1
    assert (tmp_path / "backup").read_text() == "mine"
    assert command("backup", str(tmp_path / "backup"), "--replace", database=database).exit_code == 0


async def test_what_is_no_backup_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "backup").write_text("hello")
    done = command("restore", str(tmp_path / "backup"), database=f"sqlite:///{tmp_path / 'a.db'}")

    assert done.exit_code == 1
    assert done.output == f"Error: {tmp_path / 'backup'} is no backup of this bot.\n"


async def test_an_empty_source_and_the_same_database_are_refused(tmp_path: Path) -> None:
    a, b = (f"sqlite:///{tmp_path / name}" for name in ("a.db", "b.db"))
    assert "is empty" in command("move-database", a, b).output
    await fill(a)
    assert "the same database" in command("move-database", a, a).output


def test_the_password_of_a_database_out_of_reach_is_not_told(tmp_path: Path) -> None:
    away = "postgresql+psycopg://ana:secret@127.0.0.1:1/bot"
    done = command("move-database", away, f"sqlite:///{tmp_path / 'a.db'}")

    assert done.exit_code == 1
    assert "secret" not in done.output
    assert "Traceback" not in done.output
