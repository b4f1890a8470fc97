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
    write_again,
)
from bot.store.arrivals import arrived, keep, kept, served
from bot.store.away import StoreAway
from bot.store.copying import CannotCopy, back_up, move, restore
from bot.store.handoffs import (
    finish,
    found_at,
    handoff_in,
    look_at,
    moved,
    not_delivered,
    place_of,
    posted,
    raise_again,
    remind_staff,
)
from bot.store.keeping import Periods, asked, tidy, votes
from bot.store.news import (
    Delivery,
    begin_mailing,
    blocked,
    counts,
    give_up,
    hold,
    mailing_state,
    next_delivery,
    set_mailing,
    settle,
    subjects_of,
    subscribers,
)
from bot.store.outbox import CLAIM, Row, claim, done, later, overdue
from bot.store.person import kept_about
from bot.store.redact import redact
from bot.store.sealed import new_key
from bot.store.store import Changed, Store
from bot.store.voices import drop_voice, keep_voice, voice_file

__all__ = [
    "CLAIM",
    "CannotCopy",
    "Changed",
    "Delivery",
    "Periods",
    "ReferenceTaken",
    "Row",
    "SlotTaken",
    "Store",
    "StoreAway",
    "appointments_of",
    "arrived",
    "asked",
    "back_up",
    "begin_mailing",
    "blocked",
    "callbacks_open",
    "called",
    "claim",
    "counts",
    "done",
    "drop_voice",
    "find",
    "finish",
    "found_at",
    "give_up",
    "handoff_in",
    "hold",
    "keep",
    "keep_voice",
    "kept",
    "kept_about",
    "last_callback",
    "later",
    "look_at",
    "look_up",
    "mailing_state",
    "move",
    "moved",
    "new_key",
    "next_delivery",
    "not_delivered",
    "overdue",
    "place_of",
    "posted",
    "raise_again",
    "redact",
    "remind_staff",
    "restore",
    "served",
    "set_mailing",
    "settle",
    "subjects_of",
    "subscribers",
    "synced",
    "taken",
    "tidy",
    "unsynced",
    "upcoming",
    "voice_file",
    "votes",
    "write_again",
]
