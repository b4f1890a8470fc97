"""The data keys of a database: is every one there that it was written with, and how is one replaced?

Each function works in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Column, Connection, Table, Text, delete, insert, select, tuple_, type_coerce, update

from bot.settings import SettingsError
from bot.store.sealed import Ring, Sealed, ring_of
from bot.store.tables import insert_into, metadata, seals

AT_A_TIME = 500
"""Rows resealed in one transaction; nobody who writes meanwhile waits for long."""


def check_keys(connection: Connection, ring: Ring) -> None:
    """Whether every key that was written with is on the ring. Raises `SettingsError`: what to do."""
    known = connection.execute(select(seals)).all()
    missing = [each for each in known if each.name not in ring.names]
    if missing and not ring.names:
        raise SettingsError(
            "DATA_KEY is not set, but this database was written with a key. Set it to that key; "
            "docs/data-key.md says more."
        )
    if missing:
        dates = ", ".join(f"{each.since:%Y-%m-%d}" for each in missing)
        raise SettingsError(
            f"DATA_KEY lacks a key that this database was written with, first used on {dates}. Add it to the "
            "end of the list; docs/data-key.md says how a key is replaced."
        )


def note_key(connection: Connection, ring: Ring, now: datetime) -> None:
    """Notes that the first key writes from now on, before it does. Raises as `check_keys` does."""
    check_keys(connection, ring)
    if ring.names:
        fresh = insert_into(connection, seals).values(name=ring.names[0], since=now)
        connection.execute(fresh.on_conflict_do_nothing())


def sealed_columns() -> Iterator[tuple[Table, list[Column[str]]]]:
    """The tables that hold something sealed, and in which columns."""
    for table in metadata.sorted_tables:
        if found := [each for each in table.columns if isinstance(each.type, Sealed)]:
            yield table, found


def reseal_some(
    connection: Connection, table: Table, columns: Sequence[Column[str]], after: Sequence[object] | None
) -> tuple[int, Sequence[object] | None]:
    """Writes the next rows of a table as the ring writes now; how many there were to write, and the key of
    the last row looked at, None at the end. The rows are locked: nothing newer is written over."""
    ring, keys = ring_of(connection.dialect), list(table.primary_key.columns)
    as_it_lies = [type_coerce(each, Text).label(each.name) for each in columns]
    wanted = select(*keys, *as_it_lies).order_by(*keys).limit(AT_A_TIME).with_for_update()
    if after is not None:
        wanted = wanted.where(tuple_(*keys) > tuple_(*after))
    rows, count = connection.execute(wanted).all(), 0
    for row in rows:
        kept = {each.name: getattr(row, each.name) for each in columns}
        if not all(ring.is_newest(each) for each in kept.values()):
            here = [each == getattr(row, each.name) for each in keys]
            fresh = {name: ring.unseal(each) for name, each in kept.items()}
            connection.execute(update(table).where(*here).values(fresh))
            count += 1
    last = [getattr(rows[-1], each.name) for each in keys] if len(rows) == AT_A_TIME else None
    return count, last


def only_first(connection: Connection, ring: Ring, now: datetime) -> None:
    """Everything lies under the first key by now: no other is needed any more."""
    connection.execute(delete(seals))
    if ring.names:
        connection.execute(insert(seals).values(name=ring.names[0], since=now))
