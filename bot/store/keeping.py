"""What staff may read, and how what is old is forgotten. Each function works in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from bot.store.effects import week_of
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
    updates,
    waiting,
)

UPDATES_KEPT = timedelta(hours=48)
"""Telegram gives up on an update after 24 hours; twice that is safe."""

PRIVATE_KEPT = timedelta(hours=1)
"""A channel that does not say whether a reply arrived may ask for it again for so long."""

UNSEEN_KEPT = timedelta(days=1)
"""An answered question waits so long for a "not helpful"; then it goes, unless it is in the sample."""

APPOINTMENTS_KEPT = timedelta(days=90)
"""So long after it took place an appointment can be asked about; what nobody could carry out of the outbox
goes with it."""

CALLBACKS_KEPT = timedelta(days=30)
"""So long after somebody asked for a call, made or not."""

HANDOFFS_KEPT = timedelta(days=30)
"""So long a person who wants to be forgotten is still found in the firm's group."""


NEWS_KEPT = timedelta(days=60)
"""So long it is known whom a news item was sent to. That it was sent at all is known for ever: it must not
reach anybody twice."""


def asked(connection: Connection, since: datetime) -> list[Mapping[str, object]]:
    """Questions that staff should see, the newest first: at, language, outcome, topic, text."""
    columns = [questions.c[each] for each in ("at", "language", "outcome", "topic", "text")]
    wanted = select(*columns).where(questions.c.kept, questions.c.at >= since)
    return [dict(row) for row in connection.execute(wanted.order_by(questions.c.id.desc())).mappings()]


def votes(connection: Connection) -> list[Mapping[str, object]]:
    """How helpful each text was: topic, language, version, yes, no; the least helpful first."""
    wanted = select(helpful).order_by(helpful.c.no.desc(), helpful.c.topic)
    return [dict(row) for row in connection.execute(wanted).mappings()]


def tidy(connection: Connection, now: datetime, conversation_days: int, question_days: int) -> int:
    """Deletes what is old; returns how many rows went."""
    old = [
        delete(updates).where(updates.c.at < now - UPDATES_KEPT),
        delete(waiting).where(waiting.c.at < now - UPDATES_KEPT),
        delete(questions).where(questions.c.at < now - timedelta(days=question_days)),
        delete(questions).where(~questions.c.kept, questions.c.at < now - UNSEEN_KEPT),
        delete(conversations).where(conversations.c.at < now - timedelta(days=conversation_days)),
        delete(appointments).where(appointments.c.start < now - APPOINTMENTS_KEPT),
        delete(outbox).where(outbox.c.created < now - APPOINTMENTS_KEPT),
        delete(callbacks).where(callbacks.c.created < now - CALLBACKS_KEPT),
        delete(handoffs).where(handoffs.c.since < now - HANDOFFS_KEPT),
        delete(deliveries).where(
            deliveries.c.news.in_(select(mailings.c.news).where(mailings.c.created < now - NEWS_KEPT))
        ),
        delete(posts).where(posts.c.handoff.not_in(select(handoffs.c.id))),
        # A key serves the seven days of its week and is destroyed in the next.
        delete(keys).where(keys.c.week <= week_of(now - timedelta(days=7))),
    ]
    unsaid = updates.c.private & (updates.c.at < now - PRIVATE_KEPT)
    connection.execute(update(updates).where(unsaid).values(replies="[]", private=False))
    return sum(connection.execute(each).rowcount for each in old)
