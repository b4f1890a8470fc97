"""Handoffs: who writes with the firm's people, where that is in their group, and what is to be passed on.

What is written is a row of the outbox until it has been sent and nothing afterwards. Each function works
in one transaction, and locks in one order: the conversation, then the handoff, then rows of the outbox.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from bot.handoffs import IDLE, Handoff, Thread
from bot.model import Incoming
from bot.store.appointments import called
from bot.store.codec import dump, load
from bot.store.outbox import drop, put
from bot.store.tables import conversations, handoffs, insert_into, places, posts

TO_STAFF, TO_PERSON, GONE = "handoff", "answer", "handoff-gone"
WAITING, IDLING = "handoff-wait", "handoff-idle"
"""Kinds of rows: to the thread, to the person, a thread to delete; a look whether somebody has answered,
and whether anybody still writes."""

LONGEST_CHAIN = 5
"""A group moves once in its life."""


def begin(connection: Connection, values: Mapping[str, str], incoming: Incoming, now: datetime) -> None:
    """A person asks for somebody: the thread is opened, and after some minutes somebody looks whether it
    was answered."""
    row = {"id": values["id"], "channel": incoming.channel, "sender": incoming.sender}
    row |= {"language": values["language"], "topics": values["topics"], "state": "open"}
    moments = {"since": now, "last": now}
    nowhere = {"chat": "", "topic": "", "root": ""}
    connection.execute(insert(handoffs).values(**row, **moments, **nowhere, answered=False, raised=0))
    _put(connection, TO_STAFF, values["id"], {"event": "opened"}, now)
    body = {"round": "1", "minutes": values["minutes"]}
    _put(connection, WAITING, values["id"], body, now, now + timedelta(minutes=int(values["minutes"])))
    _put(connection, IDLING, values["id"], {}, now, now + IDLE)


def pass_on(connection: Connection, values: Mapping[str, str], _: Incoming, now: datetime) -> None:
    """What the person wrote goes to the thread; staff who do not answer are reminded, once until they do."""
    said = {name: each for name, each in values.items() if name not in ("id", "minutes")}
    _put(connection, TO_STAFF, values["id"], {"event": "said", **said}, now)
    due = now + timedelta(minutes=int(values["minutes"]))
    answered = select(handoffs.c.id).where(_open(values["id"]) & handoffs.c.answered)
    if connection.execute(answered).first():
        _put(connection, WAITING, values["id"], {"round": "again"}, now, due, once=f"again/{values['id']}")


def relay(connection: Connection, values: Mapping[str, str], _: Incoming, now: datetime) -> None:
    """What staff wrote goes to the person; nobody has to look any more whether it was answered."""
    here = update(handoffs).where(_open(values["id"])).values(last=now, answered=True)
    if not connection.execute(here).rowcount:
        return
    drop(connection, values["id"], WAITING)
    said = {name: each for name, each in values.items() if name != "id"}
    _put(connection, TO_PERSON, values["id"], {"event": "said", **said}, now)


def end(connection: Connection, values: Mapping[str, str], _: Incoming, now: datetime) -> None:
    """The person has ended it; their conversation, which the turn holds, already says so."""
    if _close(connection, values["id"]):
        _put(connection, TO_STAFF, values["id"], {"event": "ended", "by": "person"}, now)
        _put(connection, TO_STAFF, values["id"], {"event": "close"}, now)


def end_for(connection: Connection, values: Mapping[str, str], _: Incoming, now: datetime) -> None:
    """Staff have ended it."""
    finish(connection, values["id"], "staff", now)


def call_made(connection: Connection, values: Mapping[str, str], _: Incoming, __: datetime) -> None:
    """Staff have called somebody back."""
    called(connection, int(values["id"]))


def finish(connection: Connection, id: str, by: str, now: datetime) -> bool:
    """Ends a handoff from the firm's side; both sides are told. False where it had ended already."""
    found = look_at(connection, id)
    if not found or not found.open:
        return False
    theirs = (conversations.c.channel == found.channel) & (conversations.c.sender == found.sender)
    wanted = select(conversations.c.state, conversations.c.version).where(theirs).with_for_update()
    row = connection.execute(wanted).first()
    if not _close(connection, id):
        return False
    if row and (kept := load(row.state, row.version)).handoff == id:
        state = dump(replace(kept, handoff=""))
        # With another version, so that a turn which was being looked up is decided again.
        connection.execute(
            update(conversations).where(theirs).values(state=state, version=row.version + 1, at=now)
        )
    for kind in (TO_STAFF, TO_PERSON):
        _put(connection, kind, id, {"event": "ended", "by": by}, now)
    _put(connection, TO_STAFF, id, {"event": "close"}, now)
    return True


def raise_again(connection: Connection, id: str, minutes: str, now: datetime) -> bool:
    """Nobody has answered yet: staff are asked once more and the person is told, once."""
    here = _open(id) & ~handoffs.c.answered & (handoffs.c.raised == 0)
    if not connection.execute(update(handoffs).where(here).values(raised=1)).rowcount:
        return False
    for kind in (TO_STAFF, TO_PERSON):
        _put(connection, kind, id, {"event": "waiting"}, now)
    body = {"round": "2", "minutes": minutes}
    _put(connection, WAITING, id, body, now, now + timedelta(minutes=int(minutes)))
    return True


def remind_staff(connection: Connection, id: str, now: datetime) -> None:
    """The person has written since staff last did, and waits."""
    _put(connection, TO_STAFF, id, {"event": "waiting"}, now)


def not_delivered(connection: Connection, id: str, now: datetime) -> None:
    """Something that staff wrote did not reach the person: the thread is told."""
    _put(connection, TO_STAFF, id, {"event": "undelivered"}, now)


def look_at(connection: Connection, id: str) -> Handoff | None:
    """The handoff of an id."""
    return _first(connection, handoffs.c.id == id)


def handoff_in(connection: Connection, chat: str, topic: str, quoted: str) -> Handoff | None:
    """The handoff that a message in the firm's group belongs to: by its topic, else by what it replies to."""
    if topic:
        return _first(connection, (handoffs.c.chat == chat) & (handoffs.c.topic == topic))
    if not quoted:
        return None
    here = select(posts.c.handoff).where(posts.c.chat == chat, posts.c.message == quoted)
    return _first(connection, handoffs.c.id.in_(here))


def found_at(connection: Connection, id: str, thread: Thread) -> bool:
    """Notes where the thread of a handoff is, and that its first message belongs to it; False where the
    person was forgotten meanwhile."""
    where = {"chat": thread.chat, "topic": thread.topic, "root": thread.root}
    if not connection.execute(update(handoffs).where(handoffs.c.id == id).values(**where)).rowcount:
        return False
    if thread.root:
        posted(connection, thread.chat, thread.root, id)
    return True


def posted(connection: Connection, chat: str, message: str, id: str) -> None:
    """Notes that one of the bot's messages in the group belongs to a handoff."""
    row = {"chat": chat, "message": message, "handoff": id}
    connection.execute(insert_into(connection, posts).values(**row).on_conflict_do_nothing())


def forget_handoffs(connection: Connection, incoming: Incoming, now: datetime) -> None:
    """Deletes a person's handoffs; their threads are to be deleted, and those rows name nobody."""
    mine = (handoffs.c.channel == incoming.channel) & (handoffs.c.sender == incoming.sender)
    for each in connection.execute(select(handoffs).where(mine).with_for_update()).all():
        written = select(posts.c.message).where(posts.c.handoff == each.id)
        messages = ",".join(connection.execute(written).scalars())
        body = {"chat": each.chat, "topic": each.topic, "root": each.root, "messages": messages}
        drop(connection, each.id)
        if each.topic or each.root:
            put(connection, GONE, body, now, now)
        connection.execute(delete(posts).where(posts.c.handoff == each.id))
    connection.execute(delete(handoffs).where(mine))


def moved(connection: Connection, old: str, new: str) -> None:
    """The firm's group has another id since it became a supergroup. What was there has other ids too: an
    open handoff gets a new thread with its next word."""
    if old == new:
        return
    row = insert_into(connection, places).values(name=old, moved_to=new)
    connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"moved_to": new}))
    lost = {"chat": new, "topic": "", "root": ""}
    connection.execute(update(handoffs).where(handoffs.c.chat == old).values(**lost))
    connection.execute(delete(posts).where(posts.c.chat == old))


def place_of(connection: Connection, chat: str) -> str:
    """Where a chat is now."""
    for _ in range(LONGEST_CHAIN):
        to = connection.execute(select(places.c.moved_to).where(places.c.name == chat)).scalar()
        if not to:
            break
        chat = to
    return chat


def _put(
    connection: Connection,
    kind: str,
    id: str,
    body: Mapping[str, str],
    now: datetime,
    due: datetime | None = None,
    once: str | None = None,
) -> None:
    """A row that is about a handoff, under its person, so that it goes when they are forgotten."""
    row = connection.execute(select(handoffs.c.channel, handoffs.c.sender).where(handoffs.c.id == id)).first()
    if row:
        who = {"channel": row.channel, "sender": row.sender}
        put(connection, kind, body, due or now, now, **who, subject=id, once=once)


def _close(connection: Connection, id: str) -> bool:
    closed = connection.execute(update(handoffs).where(_open(id)).values(state="ended")).rowcount
    for kind in (WAITING, IDLING):
        drop(connection, id, kind)
    return bool(closed)


def _open(id: str) -> ColumnElement[bool]:
    return (handoffs.c.id == id) & (handoffs.c.state == "open")


def _first(connection: Connection, wanted: ColumnElement[bool]) -> Handoff | None:
    newest = select(handoffs).where(wanted).order_by(handoffs.c.since.desc(), handoffs.c.id.desc())
    row = connection.execute(newest.limit(1)).first()
    if not row:
        return None
    return Handoff(
        row.id,
        row.channel,
        row.sender,
        row.language,
        tuple(filter(None, row.topics.split(","))),
        Thread(row.chat, row.topic, row.root),
        row.state,
        row.answered,
        row.raised,
        row.since,
        row.last,
    )
