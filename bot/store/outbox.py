"""What is to happen later or elsewhere, as rows: written with what caused them, taken by any replica, once.

A row is claimed for a while before it is carried out, and deleted afterwards. A process that is
killed in between leaves the claim to run out, and another takes the row again: nothing is lost,
and only what was on the wire at that moment can come twice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.store.effects import insert_into
from bot.store.tables import outbox

CLAIM = timedelta(minutes=2)
"""Longer than any one delivery may take; a killed process delays its rows by no more."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to do: `kind` says what (message, staff, calendar …), `body` with what."""

    id: int
    kind: str
    channel: str
    sender: str
    subject: str
    body: Mapping[str, object]
    attempts: int


def put(
    connection: Connection,
    kind: str,
    body: Mapping[str, object],
    due: datetime,
    now: datetime,
    *,
    channel: str = "",
    sender: str = "",
    subject: str = "",
    once: str | None = None,
) -> None:
    """Adds a row. With `once`, a row of that name is added only the first time."""
    row = {"kind": kind, "channel": channel, "sender": sender, "subject": subject, "once": once}
    row |= {"body": json.dumps(body, ensure_ascii=False)}
    connection.execute(
        insert_into(connection, outbox)
        .values(**row, due=due, at=now, attempts=0)
        .on_conflict_do_nothing(index_elements=["once"])
    )


_DUE = select(outbox).where(outbox.c.due <= bindparam("now")).order_by(outbox.c.due, outbox.c.id)


def claim(connection: Connection, now: datetime, most: int = 20) -> list[Row]:
    """The rows that are due, claimed: nobody else gets them until the claim runs out."""
    wanted = _DUE.limit(most).with_for_update(skip_locked=True)
    rows = connection.execute(wanted, {"now": now}).all()
    if rows:
        ids = [row.id for row in rows]
        taken = update(outbox).where(outbox.c.id.in_(ids))
        connection.execute(taken.values(due=now + CLAIM, attempts=outbox.c.attempts + 1))
    return [
        Row(row.id, row.kind, row.channel, row.sender, row.subject, json.loads(row.body), row.attempts + 1)
        for row in rows
    ]


def done(connection: Connection, row: Row) -> None:
    """The row is carried out, or will never be."""
    connection.execute(delete(outbox).where(outbox.c.id == row.id))


def later(connection: Connection, row: Row, due: datetime) -> None:
    """The row could not be carried out now."""
    connection.execute(update(outbox).where(outbox.c.id == row.id).values(due=due))


def drop(connection: Connection, subject: str, kind: str = "") -> None:
    """What still waits for a subject is no longer wanted: the reminders of a cancelled appointment, say."""
    here = outbox.c.subject == subject
    connection.execute(delete(outbox).where(here & (outbox.c.kind == kind) if kind else here))
