"""Appointments and call-backs. A slot can be taken once: a unique index decides, also between replicas.

Each function works in one transaction, and none of them spoils it: whoever comes second is told by
`SlotTaken`, and the rest of their turn can still be written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, insert, select, update
from sqlalchemy.engine import Row
from sqlalchemy.exc import IntegrityError

from bot.office import Appointment, Callback, Slot, Span
from bot.store.outbox import put
from bot.store.tables import appointments, callbacks

_FIELDS = tuple(each.name for each in fields(Appointment))

LONGEST = timedelta(hours=12)
"""No consultation lasts so long: what began earlier is over."""


class SlotTaken(Exception):
    """Somebody else has just booked this slot: look again at what is free."""


class ReferenceTaken(Exception):
    """Another appointment has this reference already: draw another and book again."""


def book(connection: Connection, appointment: Appointment) -> None:
    """Books an appointment. Raises `SlotTaken` or `ReferenceTaken`; nothing is written then."""
    if find(connection, appointment.reference):
        raise ReferenceTaken
    _look(connection, appointment.slot, "")
    try:
        with connection.begin_nested():
            connection.execute(insert(appointments), asdict(appointment))
    except IntegrityError:
        # In this very moment another replica wrote the slot, or the reference.
        raise (ReferenceTaken if find(connection, appointment.reference) else SlotTaken) from None


def move(
    connection: Connection,
    channel: str,
    sender: str,
    reference: str,
    slot: Slot,
    more: Mapping[str, object] | None = None,
) -> Appointment | None:
    """Moves the person's own appointment to another slot, and changes `more` of it; it keeps its reference.
    Returns it as it is now, or None where they have none of that reference. Raises `SlotTaken`; nothing has
    changed then."""
    _look(connection, slot, reference)
    values = {"start": slot.start, "minutes": slot.minutes, "consultant": slot.consultant, "coming": ""}
    values |= more or {}
    try:
        with connection.begin_nested():
            return _change(connection, channel, sender, reference, values)
    except IntegrityError:
        raise SlotTaken from None


def cancel(connection: Connection, channel: str, sender: str, reference: str) -> Appointment | None:
    """Cancels the person's own appointment; its slot is free again. Returns it as it is now, or None where
    they have none of that reference, or cancelled it before."""
    return _change(connection, channel, sender, reference, {"state": "cancelled"})


def coming(
    connection: Connection, channel: str, sender: str, reference: str, said: str
) -> Appointment | None:
    """Notes what the person says of coming: "coming" or "late". Returns the appointment, or None."""
    here = update(appointments).where(_own(channel, sender, reference))
    changed = connection.execute(here.values(coming=said)).rowcount
    return find(connection, reference) if changed else None


def rezone(connection: Connection, channel: str, sender: str, reference: str, zone: str) -> None:
    """Notes the time zone that a person reads their appointment in; the appointment itself stays as it is."""
    connection.execute(update(appointments).where(_own(channel, sender, reference)).values(timezone=zone))


def find(connection: Connection, reference: str) -> Appointment | None:
    """The appointment of a reference, whatever has become of it."""
    row = connection.execute(select(appointments).where(appointments.c.reference == reference)).first()
    return _read(row) if row else None


def appointments_of(
    connection: Connection, channel: str, sender: str, now: datetime
) -> tuple[Appointment, ...]:
    """A person's appointments that are not over, the next one first."""
    mine = (appointments.c.channel == channel) & (appointments.c.sender == sender)
    found = _select(connection, mine & _booked() & (appointments.c.start > now - LONGEST))
    return tuple(each for each in found if each.end > now)


def upcoming(
    connection: Connection, since: datetime, until: datetime | None = None, *, cancelled: bool = False
) -> tuple[Appointment, ...]:
    """Everybody's appointments that begin from one moment to another, in order; with `cancelled`, those
    that were cancelled too."""
    wanted = appointments.c.start >= since
    if until is not None:
        wanted &= appointments.c.start < until
    return _select(connection, wanted if cancelled else wanted & _booked())


def taken(connection: Connection, start: datetime, end: datetime) -> dict[str, list[Span]]:
    """When each consultant has an appointment between two moments."""
    begun = (appointments.c.start > start - LONGEST) & (appointments.c.start < end)
    spans: dict[str, list[Span]] = {}
    for each in _select(connection, begun & _booked()):
        if each.end > start:
            spans.setdefault(each.consultant, []).append((each.start, each.end))
    return spans


def look_up(
    connection: Connection, channel: str, sender: str, now: datetime, until: datetime
) -> tuple[tuple[Appointment, ...], dict[str, list[Span]]]:
    """All that a booking has to know: the person's own appointments, and what is taken until then."""
    return appointments_of(connection, channel, sender, now), taken(connection, now, until)


def last_callback(connection: Connection, channel: str, sender: str) -> Callback | None:
    """A person's newest wish to be called that is still open."""
    mine = (callbacks.c.channel == channel) & (callbacks.c.sender == sender) & (callbacks.c.state == "open")
    row = connection.execute(select(callbacks).where(mine).order_by(callbacks.c.id.desc())).mappings().first()
    return Callback(**row) if row else None


def unsynced(connection: Connection, now: datetime) -> tuple[Appointment, ...]:
    """Appointments still to come that the firm's calendar does not know as they are, cancelled ones too."""
    return _select(connection, ~appointments.c.synced & (appointments.c.start > now))


def write_again(connection: Connection, now: datetime) -> int:
    """Has the firm's calendar told of all that it does not know as it is: what was booked before there was
    a calendar. Returns of how many. A calendar that is told twice has it once."""
    found = unsynced(connection, now)
    for each in found:
        body, once = {"sequence": str(each.sequence)}, f"calendar/{each.reference}/{each.sequence}/again"
        put(connection, "calendar", body, now, now, subject=each.reference, once=once)
    return len(found)


def synced(connection: Connection, reference: str, sequence: int) -> bool:
    """Notes that the calendar has the appointment as it was at its `sequence`; False where it has changed
    meanwhile, or is gone."""
    here = (appointments.c.reference == reference) & (appointments.c.sequence == sequence)
    return bool(connection.execute(update(appointments).where(here).values(synced=True)).rowcount)


def call_back(connection: Connection, callback: Callback) -> Callback:
    """Notes that somebody wants to be called; returns it with its id. Who waits for a call already has the
    same wish with other words."""
    row = {name: value for name, value in asdict(callback).items() if name != "id"}
    mine = (callbacks.c.channel == callback.channel) & (callbacks.c.sender == callback.sender)
    same = update(callbacks).where(mine & (callbacks.c.state == "open"))
    if connection.execute(same.values(**row)).rowcount:
        return last_callback(connection, callback.channel, callback.sender) or callback
    key = connection.execute(insert(callbacks).values(**row)).inserted_primary_key
    return replace(callback, id=key[0]) if key else callback


def callbacks_open(connection: Connection) -> tuple[Callback, ...]:
    """Everybody who still waits for a call, the longest first."""
    wanted = (
        select(callbacks).where(callbacks.c.state == "open").order_by(callbacks.c.created, callbacks.c.id)
    )
    return tuple(Callback(**row) for row in connection.execute(wanted).mappings())


def called(connection: Connection, id: int) -> bool:
    """Notes that the call was made; False where there is none of that id to make."""
    here = (callbacks.c.id == id) & (callbacks.c.state == "open")
    return bool(connection.execute(update(callbacks).where(here).values(state="done")).rowcount)


def _look(connection: Connection, slot: Slot, but: str) -> None:
    """Whether a slot meets another appointment. The index stops two that begin together; this stops a
    slot of before the hours or the length were edited."""
    near = (appointments.c.start > slot.start - LONGEST) & (appointments.c.start < slot.end)
    here = (
        near & _booked() & (appointments.c.consultant == slot.consultant) & (appointments.c.reference != but)
    )
    if any(each.end > slot.start for each in _select(connection, here)):
        raise SlotTaken


def _change(
    connection: Connection, channel: str, sender: str, reference: str, values: Mapping[str, object]
) -> Appointment | None:
    here = update(appointments).where(_own(channel, sender, reference))
    # A calendar that already has an event takes a change only with a higher number.
    change = here.values(**values, sequence=appointments.c.sequence + 1, synced=False)
    return find(connection, reference) if connection.execute(change).rowcount else None


def _own(channel: str, sender: str, reference: str) -> ColumnElement[bool]:
    mine = (appointments.c.channel == channel) & (appointments.c.sender == sender)
    return mine & _booked() & (appointments.c.reference == reference)


def _booked() -> ColumnElement[bool]:
    return appointments.c.state == "booked"


def _select(connection: Connection, wanted: ColumnElement[bool]) -> tuple[Appointment, ...]:
    found = select(appointments).where(wanted).order_by(appointments.c.start, appointments.c.reference)
    return tuple(_read(row) for row in connection.execute(found))


def _read(row: Row[tuple[object, ...]]) -> Appointment:
    return Appointment(**{each: getattr(row, each) for each in _FIELDS})
