"""Appointments, call-backs and their reading. A slot can be taken once: a unique index decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.engine import Row
from sqlalchemy.exc import IntegrityError

from bot.model import Appointment, Incoming
from bot.store.tables import appointments, callbacks

_FIELDS = tuple(Appointment.__dataclass_fields__)


class SlotTaken(Exception):
    """Somebody else has just booked this slot (or the reference is taken): look again at what is free."""


def upcoming(connection: Connection, channel: str, sender: str, now: datetime) -> tuple[Appointment, ...]:
    """A person's appointments that are still to come, the next one first."""
    mine = (appointments.c.channel == channel) & (appointments.c.sender == sender)
    wanted = select(appointments).where(mine, appointments.c.stage == "booked", appointments.c.start >= now)
    return tuple(_read(row) for row in connection.execute(wanted.order_by(appointments.c.start)))


def booked(connection: Connection, since: datetime, until: datetime) -> tuple[Appointment, ...]:
    """Every appointment that begins in a span of time, in order."""
    start = appointments.c.start
    wanted = select(appointments).where(appointments.c.stage == "booked", start >= since, start < until)
    return tuple(_read(row) for row in connection.execute(wanted.order_by(start)))


def find(connection: Connection, reference: str) -> Appointment | None:
    """The appointment of a reference, whatever has become of it."""
    row = connection.execute(select(appointments).where(appointments.c.reference == reference)).first()
    return _read(row) if row else None


def synced(connection: Connection, reference: str, revision: int) -> None:
    """The calendar knows this appointment as it was at this revision."""
    here = (appointments.c.reference == reference) & (appointments.c.revision == revision)
    connection.execute(update(appointments).where(here).values(synced=True))


def book(connection: Connection, values: Mapping[str, str], incoming: Incoming, now: datetime) -> None:
    """Books a slot. Raises `SlotTaken`."""
    row: dict[str, object] = {each: values[each] for each in _FIELDS if each in values}
    row |= {"channel": incoming.channel, "sender": incoming.sender, "start": _moment(values["start"])}
    row |= {"minutes": int(values["minutes"]), "stage": "booked", "coming": "", "revision": 0}
    try:
        connection.execute(insert(appointments), row | {"synced": False, "at": now})
    except IntegrityError:
        raise SlotTaken from None


def move(connection: Connection, values: Mapping[str, str], incoming: Incoming, _: datetime) -> None:
    """Moves the person's own appointment to another slot. Raises `SlotTaken`."""
    changed = {"start": _moment(values["start"]), "consultant": values["consultant"], "coming": ""}
    try:
        _change(connection, values["reference"], incoming, changed)
    except IntegrityError:
        raise SlotTaken from None


def cancel(connection: Connection, values: Mapping[str, str], incoming: Incoming, _: datetime) -> None:
    """Cancels the person's own appointment; its slot is free again."""
    _change(connection, values["reference"], incoming, {"stage": "cancelled"})


def coming(connection: Connection, values: Mapping[str, str], incoming: Incoming, _: datetime) -> None:
    """Notes what the person said of coming: coming or late."""
    _change(connection, values["reference"], incoming, {"coming": values["coming"]})


def call_back(connection: Connection, values: Mapping[str, str], incoming: Incoming, now: datetime) -> None:
    """Notes that somebody wants to be called back."""
    row: dict[str, object] = {
        each: values[each] for each in ("name", "phone", "language", "timezone", "wanted")
    }
    row |= {"channel": incoming.channel, "sender": incoming.sender, "done": False, "at": now}
    connection.execute(insert(callbacks), row)


def _change(connection: Connection, reference: str, incoming: Incoming, values: dict[str, object]) -> None:
    table = appointments.c
    mine = (table.channel == incoming.channel) & (table.sender == incoming.sender)
    here = update(appointments).where(mine, table.reference == reference, table.stage == "booked")
    # A calendar that already has an event takes a change only with a higher number.
    connection.execute(here.values(**values, revision=table.revision + 1, synced=False))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _read(row: Row[tuple[object, ...]]) -> Appointment:
    return Appointment(**{each: getattr(row, each) for each in _FIELDS})
