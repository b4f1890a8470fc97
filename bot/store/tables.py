"""The tables. A change here needs a migration in `migrations/versions`; a test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeDecorator

from bot.store.sealed import Sealed

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


def insert_into(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT in the database's own dialect, which knows ON CONFLICT."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


conversations = Table(
    "conversations",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("sender", SENDER, primary_key=True),
    Column("state", Sealed, nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", _Moment, nullable=False, index=True),
)

# An update seen before gets its stored replies again and changes nothing. `private` replies hold a name or
# a phone, and are emptied once sent. `arrived` counts the messages of a reply that the person has got.
updates = Table(
    "updates",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("update_id", String(80), primary_key=True),
    Column("sender", SENDER, nullable=False),
    Column("replies", Sealed, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("arrived", Integer, nullable=False),
    Column("at", _Moment, nullable=False, index=True),
    Index("ix_updates_sender", "channel", "sender"),
)

# Updates whose channel was told to go on while they wait in memory for their turn: as they came, until then.
waiting = Table(
    "waiting",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("update_id", String(80), primary_key=True),
    Column("body", Sealed, nullable=False),
    Column("at", _Moment, nullable=False, index=True),
)

# Questions that staff should see, and a sample. `person` is an HMAC under a key that lives a week.
questions = Table(
    "questions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("person", String(64), nullable=False, index=True),
    Column("language", String(8), nullable=False),
    Column("text", Sealed, nullable=False),
    Column("outcome", String(12), nullable=False),
    Column("topic", String(80), nullable=False),
    Column("kept", Boolean, nullable=False),
    Column("at", _Moment, nullable=False, index=True),
)

keys = Table(
    "keys",
    metadata,
    Column("week", String(10), primary_key=True),
    Column("key", Sealed, nullable=False),
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

# A consultation that was booked. `state` is booked or cancelled, `coming` what the person said last.
appointments = Table(
    "appointments",
    metadata,
    Column("reference", String(10), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("sender", SENDER, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("start", _Moment, nullable=False, index=True),
    Column("minutes", Integer, nullable=False),
    Column("consultant", String(40), nullable=False),
    Column("name", Sealed, nullable=False),
    Column("phone", Sealed, nullable=False),
    Column("language", String(8), nullable=False),
    Column("timezone", String(40), nullable=False),
    Column("note", Sealed, nullable=False),
    Column("summary", Sealed, nullable=False),
    Column("state", String(12), nullable=False),
    Column("coming", String(12), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("synced", Boolean, nullable=False),
    Column("created", _Moment, nullable=False),
    Index("ix_appointments_sender", "channel", "sender"),
    Index(
        "ix_appointments_unsynced",
        "start",
        sqlite_where=text("NOT synced"),
        postgresql_where=text("NOT synced"),
    ),
    # A slot can be taken once: the database decides, also between replicas.
    Index(
        "ux_appointments_slot",
        "consultant",
        "start",
        unique=True,
        sqlite_where=text("state <> 'cancelled'"),
        postgresql_where=text("state <> 'cancelled'"),
    ),
)

# Somebody who wants to be called back. `state` is open or done.
callbacks = Table(
    "callbacks",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("channel", String(20), nullable=False),
    Column("sender", SENDER, nullable=False),
    Column("name", Sealed, nullable=False),
    Column("phone", Sealed, nullable=False),
    Column("wanted", Sealed, nullable=False),
    Column("language", String(8), nullable=False),
    Column("timezone", String(40), nullable=False),
    Column("state", String(12), nullable=False),
    Column("created", _Moment, nullable=False, index=True),
    Index("ix_callbacks_sender", "channel", "sender"),
)

# What is to happen later or elsewhere: reminders, notices to staff, calendars. Taken by any replica.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(20), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("sender", SENDER, nullable=False),
    Column("subject", String(80), nullable=False, index=True),
    Column("once", String(120), nullable=True),
    Column("body", Sealed, nullable=False),
    Column("due", _Moment, nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    Column("created", _Moment, nullable=False),
    Index("ix_outbox_sender", "channel", "sender"),
    Index("ux_outbox_once", "once", unique=True),
)

# A person and the firm's people who write to each other. `thread` is where in their group: a forum topic, or
# the message that a reply thread begins with. `state` is open or ended, `topics` ids between commas.
handoffs = Table(
    "handoffs",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("sender", SENDER, nullable=False),
    Column("language", String(8), nullable=False),
    Column("topics", Text, nullable=False),
    Column("chat", String(40), nullable=False),
    Column("topic", String(40), nullable=False),
    Column("root", String(40), nullable=False),
    Column("state", String(12), nullable=False),
    Column("answered", Boolean, nullable=False),
    Column("raised", Integer, nullable=False),
    Column("since", _Moment, nullable=False, index=True),
    Column("last", _Moment, nullable=False),
    Index("ix_handoffs_sender", "channel", "sender"),
    Index("ix_handoffs_topic", "chat", "topic"),
)

# Which of the bot's messages in a group without topics belongs to which handoff: staff reply to them.
posts = Table(
    "posts",
    metadata,
    Column("chat", String(40), primary_key=True),
    Column("message", String(40), primary_key=True),
    Column("handoff", String(80), nullable=False, index=True),
)

# Where a chat is that has moved: a group that became a supergroup has another id since.
places = Table(
    "places",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("moved_to", String(40), nullable=False),
)

# Which data keys the database was written with: a value that follows from the key, and since when.
seals = Table(
    "seals",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("since", _Moment, nullable=False),
)

# What somebody had used of their limits when they were forgotten, under an HMAC as in `questions`: else
# whoever floods the bot would only have to be forgotten to go on. For a day.
spent = Table(
    "spent",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("used", Text, nullable=False),
    Column("at", _Moment, nullable=False),
)

# Who wants to be told when a subject changes: where, in which language and zone, and nothing else.
alerts = Table(
    "alerts",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("sender", SENDER, primary_key=True),
    Column("subject", String(80), primary_key=True, index=True),
    Column("language", String(8), nullable=False),
    Column("timezone", String(40), nullable=False),
)

# A news item that is sent or was. `state` is sending or stopped.
mailings = Table(
    "mailings",
    metadata,
    Column("news", String(80), primary_key=True),
    Column("state", String(12), nullable=False),
    Column("created", _Moment, nullable=False),
)

# One news item for one person, once. `state` is waiting, sending (on the wire since `at`), sent, dropped or
# unknown (on the wire when something broke: it is not sent again). While it waits, `at` is when it may go.
deliveries = Table(
    "deliveries",
    metadata,
    Column("news", String(80), primary_key=True),
    Column("channel", String(20), primary_key=True),
    Column("sender", SENDER, primary_key=True),
    Column("language", String(8), nullable=False),
    Column("timezone", String(40), nullable=False),
    Column("state", String(12), nullable=False),
    Column("at", _Moment, nullable=False),
    Index("ix_deliveries_sender", "channel", "sender"),
    Index("ix_deliveries_state", "state", "at"),
)

# From when on the next message to many may go, over all replicas.
paces = Table(
    "paces",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("next", _Moment, nullable=False),
)

# Voice messages that Telegram has already got. `key` follows from the bot, the voice and the words.
voices = Table(
    "voices",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("file", Text, nullable=False),
    Column("at", _Moment, nullable=False),
)
