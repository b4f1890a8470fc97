"""Conversations, updates already taken, bookings, and what is to happen later. SQLAlchemy's only door.

The code of a transaction is plain and synchronous and runs off the loop: on one
writer thread for SQLite, on as many threads as connections for PostgreSQL.
"""

from bot.store.appointments import (
    ReferenceTaken,
    SlotTaken,
    appointments_of,
    callbacks_open,
    called,
    find,
    last_callback,
    look_up,
    synced,
    taken,
    unsynced,
    upcoming,
)
from bot.store.keeping import asked, tidy, votes
from bot.store.outbox import Row, claim, done, later
from bot.store.redact import redact
from bot.store.store import Changed, Store

__all__ = [
    "Changed",
    "ReferenceTaken",
    "Row",
    "SlotTaken",
    "Store",
    "appointments_of",
    "asked",
    "callbacks_open",
    "called",
    "claim",
    "done",
    "find",
    "last_callback",
    "later",
    "look_up",
    "redact",
    "synced",
    "taken",
    "tidy",
    "unsynced",
    "upcoming",
    "votes",
]
