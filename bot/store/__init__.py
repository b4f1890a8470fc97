"""Conversations, updates already taken, and what staff should see. SQLAlchemy's only door.

The code of a transaction is plain and synchronous and runs off the loop: on one
writer thread for SQLite, on as many threads as connections for PostgreSQL.
"""

from bot.store.keeping import asked, tidy, votes
from bot.store.redact import redact
from bot.store.store import Changed, Store

__all__ = ["Changed", "Store", "asked", "redact", "tidy", "votes"]
