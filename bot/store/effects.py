"""Carries out the effects of a turn, in the transaction of the turn that caused them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.effects import Effect, Later
from bot.model import Incoming
from bot.office import Appointment, Callback
from bot.store import handoffs, news, spent
from bot.store.appointments import book, call_back, cancel, coming, move, rezone
from bot.store.codec import load
from bot.store.outbox import drop, put
from bot.store.redact import redact
from bot.store.tables import (
    appointments,
    callbacks,
    conversations,
    helpful,
    insert_into,
    outbox,
    questions,
    updates,
)
from bot.store.who import people_of, person_of

SAMPLE = 0.05
"""The share of answered questions kept for trying changes on."""

_sampler = random.Random()  # noqa: S311, a sample, not a secret


def carry_out(connection: Connection, effect: Effect, incoming: Incoming, now: datetime) -> None:
    """Carries out one effect. An unknown kind is a bug and raises `KeyError`; `SlotTaken` and
    `ReferenceTaken` mean that the turn has to be decided again."""
    match effect.about:
        case Appointment():
            BOOKED[effect.kind](connection, effect.about, incoming)
        case Callback():
            call_back(connection, effect.about)
        case Later():
            _later(connection, effect.about, incoming, now)
        case None:
            EFFECTS[effect.kind](connection, effect.values, incoming, now)


def _question(connection: Connection, values: Mapping[str, str], incoming: Incoming, now: datetime) -> None:
    """Keeps a question for staff: all that were refused, a sample of the rest; others for a day."""
    kept = values["outcome"] == "refuse" or _sampler.random() < SAMPLE
    row: dict[str, object] = {each: values[each] for each in ("language", "outcome", "topic")}
    row |= {
        "person": person_of(connection, incoming.channel, incoming.sender, now),
        "text": redact(values["text"]),
    }
    connection.execute(insert(questions), row | {"kept": kept, "at": now})


def _marked(connection: Connection, values: Mapping[str, str], incoming: Incoming, now: datetime) -> None:
    """Marks the person's last question for staff: none of the choices, or not helpful."""
    person = person_of(connection, incoming.channel, incoming.sender, now)
    newest = select(func.max(questions.c.id)).where(questions.c.person == person).scalar_subquery()
    mark = update(questions).where(questions.c.id == newest)
    connection.execute(mark.values(outcome=values["outcome"], kept=True))


def _helpful(connection: Connection, values: Mapping[str, str], _: Incoming, __: datetime) -> None:
    """Counts one vote on a text, without the person."""
    vote = {"yes": int(values["vote"] == "y"), "no": int(values["vote"] != "y")}
    row = {each: values[each] for each in ("topic", "language", "version")}
    counted = {name: helpful.c[name] + n for name, n in vote.items()}
    count = insert_into(connection, helpful).values(**row, **vote)
    connection.execute(count.on_conflict_do_update(index_elements=list(helpful.primary_key), set_=counted))


def _forget(connection: Connection, _: Mapping[str, str], incoming: Incoming, now: datetime) -> None:
    """Deletes all of one person. The bare ids of what they wrote stay, this one's with its receipt until it
    has arrived: delivered once more, none of it may begin anew."""
    handoffs.forget_handoffs(connection, incoming, now)
    news.forget_alerts(connection, incoming)
    _forget_booked(connection, incoming, now)
    here = (updates.c.channel == incoming.channel) & (updates.c.sender == incoming.sender)
    earlier = update(updates).where(here & (updates.c.update_id != incoming.update_id))
    connection.execute(earlier.values(sender="", replies="[]", private=False))
    connection.execute(update(updates).where(here).values(sender=""))
    people = people_of(connection, incoming.channel, incoming.sender)
    connection.execute(delete(questions).where(questions.c.person.in_(people)))
    theirs = (conversations.c.channel == incoming.channel) & (conversations.c.sender == incoming.sender)
    if state := connection.execute(select(conversations.c.state).where(theirs)).scalar():
        spent.note(connection, incoming.channel, incoming.sender, load(state, 0).used, now)
    connection.execute(delete(conversations).where(theirs))


def _forget_booked(connection: Connection, incoming: Incoming, now: datetime) -> None:
    """Deletes a person's appointments, call-backs and what waits in the outbox for them. A calendar that
    may have an entry of theirs is told to remove it: by its reference, which by then names nobody."""
    table = appointments.c
    mine = (table.channel == incoming.channel) & (table.sender == incoming.sender)
    columns = (table.reference, table.state, table.synced, table.start)
    booked = connection.execute(select(*columns).where(mine)).all()
    waiting = (outbox.c.channel == incoming.channel) & (outbox.c.sender == incoming.sender)
    about = outbox.c.subject.in_([each.reference for each in booked])
    connection.execute(delete(outbox).where(waiting | about))
    for each in booked:
        if each.state != "cancelled" or not each.synced:
            put(
                connection, "calendar-remove", {"reference": each.reference}, now, now, subject=each.reference
            )
        if each.state == "booked" and each.start > now:
            # Nobody is to wait for a person who will not come.
            said = {"event": "forgotten", "was": each.start.isoformat()}
            put(connection, "staff", said, now, now, subject=each.reference)
    connection.execute(delete(appointments).where(mine))
    here = (callbacks.c.channel == incoming.channel) & (callbacks.c.sender == incoming.sender)
    connection.execute(delete(callbacks).where(here))


CHANGED = ("kind", "language", "name", "phone", "timezone", "note", "summary")
"""What a person may change of an appointment, besides its time."""


def _book(connection: Connection, made: Appointment, _: Incoming) -> None:
    book(connection, made)


def _move(connection: Connection, made: Appointment, incoming: Incoming) -> None:
    more = {each: getattr(made, each) for each in CHANGED}
    move(connection, incoming.channel, incoming.sender, made.reference, made.slot, more)
    drop(connection, made.reference, "remind")


def _cancel(connection: Connection, made: Appointment, incoming: Incoming) -> None:
    cancel(connection, incoming.channel, incoming.sender, made.reference)
    drop(connection, made.reference, "remind")


def _rezone(connection: Connection, made: Appointment, incoming: Incoming) -> None:
    rezone(connection, incoming.channel, incoming.sender, made.reference, made.timezone)
    drop(connection, made.reference, "remind")


def _coming(connection: Connection, made: Appointment, incoming: Incoming) -> None:
    coming(connection, incoming.channel, incoming.sender, made.reference, made.coming)


def _later(connection: Connection, row: Later, incoming: Incoming, now: datetime) -> None:
    who = {"channel": incoming.channel, "sender": incoming.sender, "subject": row.subject, "once": row.once}
    put(connection, row.kind, row.body, row.due, now, **who)


BOOKED: Mapping[str, Callable[[Connection, Appointment, Incoming], None]] = {
    "book": _book,
    "move": _move,
    "cancel": _cancel,
    "coming": _coming,
    "rezone": _rezone,
}


def _unsaid(connection: Connection, values: Mapping[str, str], _: Incoming, __: datetime) -> None:
    """What was to be said in a moment is no longer wanted."""
    drop(connection, values["subject"], "say")


EFFECTS: Mapping[str, Callable[[Connection, Mapping[str, str], Incoming, datetime], None]] = {
    "question": _question,
    "marked": _marked,
    "helpful": _helpful,
    "forget": _forget,
    "unsaid": _unsaid,
    "alert": news.set_alert,
    "handoff": handoffs.begin,
    "pass-on": handoffs.pass_on,
    "end": handoffs.end,
    "relay": handoffs.relay,
    "end-for": handoffs.end_for,
    "called": handoffs.call_made,
}
