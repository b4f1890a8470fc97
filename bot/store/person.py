"""All that is kept about one person, for themselves to read. Works in one transaction and changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, or_, select

from bot.store.tables import appointments, handoffs, metadata, outbox, posts, questions, spent, waiting
from bot.store.who import people_of


def kept_about(connection: Connection, channel: str, sender: str) -> Mapping[str, list[dict[str, Any]]]:
    """Every row about a person by its table, in clear; tables without any are left out."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table, here in _where(connection, channel, sender):
        if (
            rows := connection.execute(select(table).where(here).order_by(*table.primary_key))
            .mappings()
            .all()
        ):
            found[table.name] = [_readable(row) for row in rows]
    rows = connection.execute(select(waiting).where(waiting.c.channel == channel)).mappings().all()
    if theirs := [_readable(row) for row in rows if _writer(row["body"]) == sender]:
        found[waiting.name] = theirs
    return found


def _where(connection: Connection, channel: str, sender: str) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """The tables with something about a person, and how it is found there."""
    for table in metadata.sorted_tables:
        if "channel" in table.c and "sender" in table.c and table is not outbox:
            yield table, and_(table.c.channel == channel, table.c.sender == sender)
    booked = select(appointments.c.reference).where(
        appointments.c.channel == channel, appointments.c.sender == sender
    )
    handed = select(handoffs.c.id).where(handoffs.c.channel == channel, handoffs.c.sender == sender)
    mine = and_(outbox.c.channel == channel, outbox.c.sender == sender)
    yield outbox, or_(mine, outbox.c.subject.in_(booked), outbox.c.subject.in_(handed))
    yield posts, posts.c.handoff.in_(handed)
    people = people_of(connection, channel, sender)
    yield questions, questions.c.person.in_(people)
    yield spent, spent.c.person.in_(people)


def _writer(body: str) -> str:
    """Whose an update is that waits, as `incoming` names them."""
    raw = json.loads(body)
    for what in raw.values():
        if isinstance(what, dict) and isinstance(what.get("from"), dict):
            chat = what.get("chat") or (what.get("message") or {}).get("chat") or {}
            person = str(what["from"].get("id"))
            return person if chat.get("type", "private") == "private" else f"{chat.get('id')}/{person}"
    return ""


def _readable(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row with its JSON as JSON."""
    return {str(name): _parsed(value) for name, value in row.items()}


def _parsed(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
