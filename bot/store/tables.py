"""The tables. A change here needs a migration in `migrations/versions`; a test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Boolean, Column, DateTime, Dialect, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={"pk": "pk_%(table_name)s", "ix": "ix_%(table_name)s_%(column_0_name)s"}
)

# Telegram's longest sender is 31 characters, the web's 43.
SENDER = String(80)


class _Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets zones, so it is written without one there and read back with it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment as the database keeps it."""
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment with its zone."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


conversations = Table(
    "conversations",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("sender", SENDER, primary_key=True),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", _Moment, nullable=False, index=True),
)

# An update seen before gets its stored replies again and changes nothing.
updates = Table(
    "updates",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("update_id", String(80), primary_key=True),
    Column("sender", SENDER, nullable=False),
    Column("replies", Text, nullable=False),
    Column("at", _Moment, nullable=False, index=True),
    Index("ix_updates_sender", "channel", "sender"),
)

# Questions that staff should see, and a sample. `person` is an HMAC under a key that lives a week.
questions = Table(
    "questions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("person", String(64), nullable=False, index=True),
    Column("language", String(8), nullable=False),
    Column("text", Text, nullable=False),
    Column("outcome", String(12), nullable=False),
    Column("topic", String(80), nullable=False),
    Column("kept", Boolean, nullable=False),
    Column("at", _Moment, nullable=False, index=True),
)

keys = Table(
    "keys",
    metadata,
    Column("week", String(10), primary_key=True),
    Column("key", String(64), nullable=False),
)

helpful = Table(
    "helpful",
    metadata,
    Column("topic", String(80), primary_key=True),
    Column("language", String(8), primary_key=True),
    Column("version", String(16), primary_key=True),
    Column("yes", Integer, nullable=False),
    Column("no", Integer, nullable=False),
)
