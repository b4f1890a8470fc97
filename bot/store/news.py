"""Who wants to be told of what, and news on its way to them. Each function works in one transaction.

A delivery is a row for one news item and one person: the database lets there be no second one. It is marked
as being sent before it is sent, and never sent again after that: whoever is killed meanwhile leaves a row
of which nobody knows whether it arrived, and it is counted so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, exists, func, insert, select, update

from bot.model import Incoming
from bot.store.codec import load
from bot.store.outbox import CLAIM
from bot.store.tables import alerts, conversations, deliveries, handoffs, insert_into, mailings, paces

STEP = timedelta(seconds=1 / 24)
"""Between two messages of a mailing, over all replicas: below the 25 a second that Telegram lets pass."""

LOOKED_AT = 50
"""So many rows are looked at for one that may be sent now; the others are put off until their morning."""

PACE = "news"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A news item for one person, in their language; `timezone` is "" where it is not known."""

    news: str
    channel: str
    sender: str
    language: str
    timezone: str


# ---- who wants what -----------------------------------------------------------------------------


def subjects_of(connection: Connection, channel: str, sender: str) -> tuple[str, ...]:
    """The subjects that a person wants to be told of, by name."""
    here = (alerts.c.channel == channel) & (alerts.c.sender == sender)
    return tuple(connection.execute(select(alerts.c.subject).where(here).order_by("subject")).scalars())


def set_alert(connection: Connection, values: Mapping[str, str], incoming: Incoming, _: datetime) -> None:
    """A person wants to be told of a subject, or no longer; "" stands for all of them."""
    here = (alerts.c.channel == incoming.channel) & (alerts.c.sender == incoming.sender)
    if values["on"] == "y":
        row = {"channel": incoming.channel, "sender": incoming.sender}
        row |= {each: values[each] for each in ("subject", "language", "timezone")}
        connection.execute(insert_into(connection, alerts).values(**row).on_conflict_do_nothing())
        return
    subject = values["subject"]
    connection.execute(delete(alerts).where(here & (alerts.c.subject == subject) if subject else here))


def forget_alerts(connection: Connection, incoming: Incoming) -> None:
    """Deletes what a person wanted to be told of, and what was or is to be sent to them."""
    for table in (alerts, deliveries):
        here = (table.c.channel == incoming.channel) & (table.c.sender == incoming.sender)
        connection.execute(delete(table).where(here))


def subscribers(connection: Connection, subject: str) -> list[Delivery]:
    """Who wants to be told of a subject, in the language and zone that they speak and live in now."""
    at = (conversations.c.channel == alerts.c.channel) & (conversations.c.sender == alerts.c.sender)
    columns = (alerts.c.channel, alerts.c.sender, alerts.c.language, alerts.c.timezone, conversations.c.state)
    found = connection.execute(
        select(*columns).outerjoin(conversations, at).where(alerts.c.subject == subject)
    )
    people = []
    for row in found:
        kept = load(row.state, 0) if row.state else None
        language = (kept.language if kept else "") or row.language
        zone = (kept.timezone if kept else "") or row.timezone
        people.append(Delivery("", row.channel, row.sender, language, zone))
    return people


# ---- a mailing ----------------------------------------------------------------------------------


def begin_mailing(
    connection: Connection,
    news: str,
    subject: str,
    now: datetime,
    wait: Callable[[str], timedelta | None],
) -> int | None:
    """Writes a row for everybody who wants to be told of the subject; how many. `wait` says how long
    somebody in a zone has to be left alone. None where the news item is being sent or was."""
    row = {"news": news, "state": "sending", "created": now}
    begun = insert_into(connection, mailings).values(**row).on_conflict_do_nothing()
    if connection.execute(begun.returning(mailings.c.news)).first() is None:
        return None
    people = subscribers(connection, subject)
    rows = [
        {
            "news": news,
            "channel": each.channel,
            "sender": each.sender,
            "language": each.language,
            "timezone": each.timezone,
            "state": "waiting",
            "at": now + (wait(each.timezone) or timedelta(0)),
        }
        for each in people
    ]
    if rows:
        connection.execute(insert(deliveries), rows)
    return len(rows)


def mailing_state(connection: Connection, news: str) -> str:
    """sending, stopped, or "" where it was never sent."""
    return connection.execute(select(mailings.c.state).where(mailings.c.news == news)).scalar() or ""


def set_mailing(connection: Connection, news: str, state: str) -> bool:
    """Stops a mailing, or goes on with it. False where there is none."""
    change = update(mailings).where(mailings.c.news == news).values(state=state)
    return bool(connection.execute(change).rowcount)


def counts(connection: Connection, news: str, now: datetime) -> dict[str, int]:
    """How many wait, are being sent, got it, were dropped, and of how many nobody knows."""
    give_up(connection, now)
    by_state = select(deliveries.c.state, func.count()).where(deliveries.c.news == news)
    found = dict(map(tuple, connection.execute(by_state.group_by(deliveries.c.state)).all()))
    return {each: found.get(each, 0) for each in ("waiting", "sending", "sent", "dropped", "unknown")}


# ---- one delivery after another -----------------------------------------------------------------


def give_up(connection: Connection, now: datetime) -> int:
    """What was on the wire when its process died: nobody knows whether it arrived; it is not sent again."""
    lost = (deliveries.c.state == "sending") & (deliveries.c.at < now - CLAIM)
    return connection.execute(update(deliveries).where(lost).values(state="unknown")).rowcount


def next_delivery(
    connection: Connection,
    now: datetime,
    channels: Sequence[str],
    wait: Callable[[str], timedelta | None],
) -> Delivery | timedelta | None:
    """The next one to send, marked as being sent; how long to wait for it; None where there is nothing.

    Whoever writes with the firm at the moment is left alone: theirs is due as soon as that has ended.
    """
    open_ones = select(mailings.c.news).where(mailings.c.state == "sending")
    due = (deliveries.c.state == "waiting") & (deliveries.c.at <= now)
    due = due & deliveries.c.news.in_(open_ones) & deliveries.c.channel.in_(channels)
    due = due & ~exists().where(
        handoffs.c.channel == deliveries.c.channel,
        handoffs.c.sender == deliveries.c.sender,
        handoffs.c.state == "open",
    )
    if connection.execute(select(deliveries.c.news).where(due).limit(1)).first() is None:
        return None
    # Whoever holds the pace decides alone, so two replicas never take the same row, nor one too many.
    begun = insert_into(connection, paces).values(name=PACE, next=now).on_conflict_do_nothing()
    connection.execute(begun)
    pace = select(paces.c.next).where(paces.c.name == PACE).with_for_update()
    turn = connection.execute(pace).scalar_one()
    if turn > now:
        return timedelta(seconds=min((turn - now).total_seconds(), 60))
    rows = connection.execute(select(deliveries).where(due).order_by(deliveries.c.at).limit(LOOKED_AT)).all()
    for row in rows:
        found = Delivery(row.news, row.channel, row.sender, row.language, row.timezone)
        if night := wait(row.timezone):
            settle(connection, found, "waiting", now + night)
            continue
        settle(connection, found, "sending", now)
        hold(connection, now + STEP)
        return found
    return timedelta(0) if rows else None


def settle(connection: Connection, one: Delivery, state: str, at: datetime) -> None:
    """What became of a delivery. What was given up meanwhile, or forgotten, stays so."""
    here = (deliveries.c.news == one.news) & (deliveries.c.channel == one.channel)
    here = here & (deliveries.c.sender == one.sender) & deliveries.c.state.in_(("waiting", "sending"))
    connection.execute(update(deliveries).where(here).values(state=state, at=at))


def hold(connection: Connection, until: datetime) -> None:
    """Nobody sends before that moment."""
    later = (paces.c.name == PACE) & (paces.c.next < until)
    connection.execute(update(paces).where(later).values(next=until))


def blocked(connection: Connection, one: Delivery) -> None:
    """This person cannot be written to any more: nothing is kept of what they wanted to be told."""
    here = (alerts.c.channel == one.channel) & (alerts.c.sender == one.sender)
    connection.execute(delete(alerts).where(here))
