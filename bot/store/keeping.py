"""What staff may read, and how what is old is forgotten. Each function works in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from bot.store import spent as used
from bot.store.tables import (
    appointments,
    callbacks,
    conversations,
    deliveries,
    handoffs,
    helpful,
    keys,
    mailings,
    outbox,
    posts,
    questions,
    spent,
    updates,
    voices,
    waiting,
)
from bot.store.who import week_of

UPDATES_KEPT = timedelta(hours=48)
"""Telegram gives up on an update after 24 hours; twice that is safe."""

PRIVATE_KEPT = timedelta(hours=1)
"""A channel that does not say whether a reply arrived may ask for it again for so long."""

UNSEEN_KEPT = timedelta(days=1)
"""An answered question waits so long for a "not helpful"; then it goes, unless it is in the sample."""


@dataclass(frozen=True, slots=True)
class Periods:
    """How many days things are kept: a conversation after its last word, a question, an appointment after it
    took place (and what nobody could carry out of the outbox), a wish to be called, made or not, and whose
    a thread of the firm's group is."""

    conversations: int = 180
    questions: int = 30
    appointments: int = 90
    callbacks: int = 30
    handoffs: int = 30


NEWS_KEPT = timedelta(days=60)
"""So long it is known whom a news item was sent to. That it was sent at all is known for ever: it must not
reach anybody twice."""

VOICES_KEPT = timedelta(days=180)
"""An answer that was spoken is made anew after so long: old words would else stay for ever."""


def asked(connection: Connection, since: datetime) -> list[Mapping[str, object]]:
    """Questions that staff should see, the newest first: at, language, outcome, topic, text."""
    columns = [questions.c[each] for each in ("at", "language", "outcome", "topic", "text")]
    wanted = select(*columns).where(questions.c.kept, questions.c.at >= since)
    return [dict(row) for row in connection.execute(wanted.order_by(questions.c.id.desc())).mappings()]


def votes(connection: Connection) -> list[Mapping[str, object]]:
    """How helpful each text was: topic, language, version, yes, no; the least helpful first."""
    wanted = select(helpful).order_by(helpful.c.no.desc(), helpful.c.topic)
    return [dict(row) for row in connection.execute(wanted).mappings()]


def tidy(connection: Connection, now: datetime, periods: Periods) -> int:
    """Deletes what is old; returns how many rows went."""

    def before(days: int) -> datetime:
        return now - timedelta(days=days)

    old = [
        delete(updates).where(updates.c.at < now - UPDATES_KEPT),
        delete(waiting).where(waiting.c.at < now - UPDATES_KEPT),
        delete(questions).where(questions.c.at < before(periods.questions)),
        delete(questions).where(~questions.c.kept, questions.c.at < now - UNSEEN_KEPT),
        delete(conversations).where(conversations.c.at < before(periods.conversations)),
        delete(appointments).where(appointments.c.start < before(periods.appointments)),
        delete(outbox).where(outbox.c.created < before(periods.appointments)),
        delete(callbacks).where(callbacks.c.created < before(periods.callbacks)),
        delete(handoffs).where(handoffs.c.since < before(periods.handoffs)),
        delete(deliveries).where(
            deliveries.c.news.in_(select(mailings.c.news).where(mailings.c.created < now - NEWS_KEPT))
        ),
        delete(posts).where(posts.c.handoff.not_in(select(handoffs.c.id))),
        delete(voices).where(voices.c.at < now - VOICES_KEPT),
        delete(spent).where(spent.c.at < now - used.KEPT),
        # A key serves the seven days of its week and is destroyed in the next.
        delete(keys).where(keys.c.week <= week_of(now - timedelta(days=7))),
    ]
    unsaid = updates.c.private & (updates.c.at < now - PRIVATE_KEPT)
    connection.execute(update(updates).where(unsaid).values(replies="[]", private=False))
    return sum(connection.execute(each).rowcount for each in old)
