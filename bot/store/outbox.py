"""What is to happen later or elsewhere, as rows: written with what caused them, taken by any replica, once.

A row is claimed for a while before it is carried out, and deleted afterwards. A process that is killed in
between leaves the claim to run out, and another takes the row again: nothing is lost, and only what was
under way at that moment can happen twice. Each function works in one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, or_, select, update

from bot.store.tables import insert_into, outbox

CLAIM = timedelta(minutes=2)
"""Longer than any one delivery may take; a killed process delays its rows by no more."""

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)
"""How long a row waits after it could not be carried out: twice as long each time, up to an hour."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to do: `kind` says what (message, staff, calendar …), `body` with what. `attempts` counts
    this one too."""

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
    """Adds a row. With `once`, a row of that name is added only while no such row waits."""
    row = {"kind": kind, "channel": channel, "sender": sender, "subject": subject, "once": once}
    row |= {"body": json.dumps(body, ensure_ascii=False)}
    connection.execute(
        insert_into(connection, outbox)
        .values(**row, due=due, created=now, attempts=0)
        .on_conflict_do_nothing(index_elements=["once"])
    )


IN_ORDER = ("handoff", "answer")
"""Kinds whose rows about one subject are carried out one after another: what two people write."""

_before = outbox.alias("before")
_waits = (
    select(_before.c.id)
    .where(_before.c.kind == outbox.c.kind, _before.c.subject == outbox.c.subject, _before.c.id < outbox.c.id)
    .exists()
)
_DUE = (
    select(outbox)
    .where(outbox.c.due <= bindparam("now"), or_(outbox.c.kind.not_in(IN_ORDER), ~_waits))
    .order_by(outbox.c.due, outbox.c.id)
)


def claim(connection: Connection, now: datetime, most: int = 20) -> list[Row]:
    """The rows that are due, the oldest first, claimed: nobody else gets them until the claim runs out."""
    rows = connection.execute(_DUE.limit(most).with_for_update(skip_locked=True), {"now": now}).all()
    if rows:
        taken = update(outbox).where(outbox.c.id.in_([row.id for row in rows]))
        connection.execute(taken.values(due=now + CLAIM, attempts=outbox.c.attempts + 1))
    return [
        Row(row.id, row.kind, row.channel, row.sender, row.subject, json.loads(row.body), row.attempts + 1)
        for row in rows
    ]


def overdue(connection: Connection, now: datetime) -> tuple[int, float]:
    """How many rows there are, and for how many seconds the oldest has been due; 0 where none is."""
    rows, oldest = connection.execute(select(func.count(), func.min(outbox.c.due))).one()
    return rows, max(0.0, (now - oldest).total_seconds()) if oldest else 0.0


def done(connection: Connection, row: Row) -> None:
    """The row is carried out, or will never be. Where the claim ran out and another took it, it is theirs."""
    connection.execute(delete(outbox).where(outbox.c.id == row.id, outbox.c.attempts == row.attempts))


def later(connection: Connection, row: Row, now: datetime, wait: timedelta | None = None) -> datetime:
    """The row could not be carried out now; returns when it is tried again: after `wait` where the other
    side named one, else after twice as long as the last time."""
    doubled = FIRST_WAIT * 2 ** min(row.attempts - 1, 10)
    due = now + (wait if wait is not None else min(doubled, LONGEST_WAIT))
    here = (outbox.c.id == row.id) & (outbox.c.attempts == row.attempts)
    connection.execute(update(outbox).where(here).values(due=due))
    return due


def drop(connection: Connection, subject: str, kind: str = "") -> int:
    """What still waits for a subject is no longer wanted: the reminders of a cancelled appointment, say.
    Returns how many rows went."""
    here = outbox.c.subject == subject
    wanted = here & (outbox.c.kind == kind) if kind else here
    return connection.execute(delete(outbox).where(wanted)).rowcount
