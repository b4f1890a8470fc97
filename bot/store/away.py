"""Is the database away, so that the same may work in a moment, or is something wrong with what was asked?"""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError


class StoreAway(Exception):
    """The database cannot be reached now, or is too busy: nothing was written, or nobody knows whether it
    was. The same again does it once, for an update seen before changes nothing."""


def is_away(error: DBAPIError) -> bool:
    """Whether an error of the database says that it is away, and not that a statement is wrong."""
    if error.connection_invalidated:
        return True
    if isinstance(error.orig, sqlite3.Error):
        # SQLITE_ERROR, the only one of its kind, is what a wrong statement gets; busy, full, unreadable pass.
        code = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        return isinstance(error, OperationalError) and code != sqlite3.SQLITE_ERROR
    return isinstance(error, OperationalError | InterfaceError)


def as_away(error: Exception) -> Exception:
    """The error, or `StoreAway` where it says that the database is."""
    if isinstance(error, DBAPIError) and is_away(error):
        return StoreAway(type(error.orig).__name__)
    return error
