"""All that is remembered, from one database into another: a move, a backup, a backup brought back.

A backup is a SQLite database whatever the bot runs on, so one way of copying serves for all of them. Rows
are copied as they lie there, table by table, in one transaction on each side; the counts are compared before
the target is committed, so it holds everything or nothing.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    Table,
    create_engine,
    delete,
    event,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.store.store import Store
from bot.store.tables import _Moment, metadata

AT_A_TIME = 1000
"""Rows held in memory."""


class CannotCopy(Exception):
    """Why nothing was copied, in a sentence for whoever runs the bot."""


def tables() -> dict[str, Table]:
    """The tables with what lies in them as it is; only moments each database writes in its own way."""
    return {
        each.name: Table(each.name, MetaData(), *(Column(c.name, _plain(c.type)) for c in each.columns))
        for each in metadata.sorted_tables
    }


def _plain(type_: TypeEngine[Any]) -> TypeEngine[Any]:
    if isinstance(type_, TypeDecorator) and not isinstance(type_, _Moment):
        return type_.impl_instance
    return type_


def move(source: str, target: str, *, replace: bool = False) -> Mapping[str, int]:
    """Copies everything from one database to another; the rows of each table. Both are addresses.

    Raises `CannotCopy` where the source is not at this program's version, or the target holds rows and
    `replace` does not say that they may go.
    """
    if make_url(source) == make_url(target):
        raise CannotCopy("Both addresses are the same database.")
    _check_version(source, "source")
    make_ready(target)
    with opened(source) as here, opened(target) as there, here.connect() as old, there.begin() as new:
        if here.dialect.name == "postgresql":
            # One moment of the whole database, whatever is written meanwhile.
            old = old.execution_options(isolation_level="REPEATABLE READ")
        with old.begin():
            return _copy(old, new, replace=replace)


def make_ready(address: str) -> None:
    """Makes the tables of a database where they are not there, and brings them up to date."""
    store = Store(address)
    try:
        store.migrate()
    finally:
        store.dispose()


def back_up(source: str, file: Path, *, replace: bool = False) -> Mapping[str, int]:
    """Copies everything into a file, readable by its owner alone; the rows of each table."""
    if file.exists() and not replace:
        raise CannotCopy(f"{file} is there already. Name another file, or say --replace.")
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        counts = _online(source, part) if _is_sqlite(source) else move(source, f"sqlite:///{part}")
        with closing(sqlite3.connect(part)) as made:
            # Everything in the one file, nothing beside it.
            made.execute("PRAGMA journal_mode=DELETE")
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(file)
    finally:
        for left in (part, *(part.with_name(part.name + end) for end in ("-wal", "-shm"))):
            left.unlink(missing_ok=True)
    return counts


def restore(file: Path, target: str, *, replace: bool = False) -> Mapping[str, int]:
    """Brings a backup back into a database, one of an older version too; the file stays as it is."""
    with file.open("rb") as kept:
        if kept.read(15) != b"SQLite format 3":
            raise CannotCopy(f"{file} is no backup of this bot.")
    part = file.with_name(file.name + ".restoring")
    part.unlink(missing_ok=True)
    try:
        with part.open("xb") as written:
            part.chmod(0o600)
            with file.open("rb") as kept:
                shutil.copyfileobj(kept, written)
        with opened(f"sqlite:///{part}") as made, made.connect() as connection:
            if "alembic_version" not in inspect(connection).get_table_names():
                raise CannotCopy(f"{file} is no backup of this bot.")
        try:
            make_ready(f"sqlite:///{part}")
        except Exception:
            raise CannotCopy(f"{file} was made by a newer version of this program.") from None
        return move(f"sqlite:///{part}", target, replace=replace)
    finally:
        for left in (part, *(part.with_name(part.name + end) for end in ("-wal", "-shm"))):
            left.unlink(missing_ok=True)


def _is_sqlite(address: str) -> bool:
    return make_url(address).get_backend_name() == "sqlite"


def _online(source: str, part: Path) -> Mapping[str, int]:
    """SQLite's own way: one moment of the whole database, and nobody who writes has to wait."""
    _check_version(source, "source")
    with (
        closing(sqlite3.connect(str(make_url(source).database))) as old,
        closing(sqlite3.connect(part)) as new,
    ):
        old.backup(new)
    with opened(f"sqlite:///{part}") as made, made.connect() as connection:
        counted = {name: select(func.count()).select_from(table) for name, table in tables().items()}
        return {name: connection.execute(query).scalar_one() for name, query in counted.items()}


@contextmanager
def opened(address: str) -> Iterator[Engine]:
    """A database for a moment. SQLite's transactions hold off other writers from their beginning."""
    engine = create_engine(make_url(address), hide_parameters=True)
    if engine.dialect.name == "sqlite":

        def by_hand(connection: Any, _: object) -> None:
            connection.isolation_level = None
            connection.execute("PRAGMA busy_timeout=10000")

        event.listen(engine, "connect", by_hand)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        yield engine
    finally:
        engine.dispose()


def _check_version(address: str, which: str) -> None:
    store = Store(address)
    try:
        here, newest = store.schema()
    finally:
        store.dispose()
    if not here:
        raise CannotCopy(f"The {which} database is empty.")
    if here != newest:
        raise CannotCopy(
            f"The {which} database is at version {here}, this program at {newest}. "
            "Start the bot of this version once: it brings the tables up to date."
        )


def _copy(old: Connection, new: Connection, *, replace: bool) -> Mapping[str, int]:
    there, counts = tables(), dict[str, int]()
    if new.dialect.name == "postgresql":
        names = ", ".join(f'"{name}"' for name in there)
        new.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
    for name, table in reversed(there.items()):
        if replace:
            new.execute(delete(table))
        elif new.execute(select(func.count()).select_from(table)).scalar_one():
            raise CannotCopy(f"The target database holds rows already (in {name}). Nothing was changed.")
    for name, table in there.items():
        rows = old.execution_options(yield_per=AT_A_TIME).execute(select(table)).mappings()
        for some in rows.partitions(AT_A_TIME):
            new.execute(insert(table), [dict(row) for row in some])
        counts[name] = old.execute(select(func.count()).select_from(table)).scalar_one()
        arrived = new.execute(select(func.count()).select_from(table)).scalar_one()
        if arrived != counts[name]:
            raise CannotCopy(f"{counts[name]} rows of {name} became {arrived}. Nothing was changed.")
    if new.dialect.name == "postgresql":
        for table in metadata.sorted_tables:
            for column in table.columns:
                if column.autoincrement is True:
                    _go_on_after(new, table.name, column.name)
    return counts


def _go_on_after(connection: Connection, table: str, column: str) -> None:
    """New rows get numbers after those that were copied."""
    highest = f'SELECT max("{column}") FROM "{table}"'  # noqa: S608, names of our own tables
    connection.execute(
        text(f"SELECT setval(pg_get_serial_sequence(:table, :column), coalesce(({highest}), 0) + 1, false)"),
        {"table": table, "column": column},
    )
