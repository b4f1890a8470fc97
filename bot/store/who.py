"""Who asked, under a key that lives a week: countable within the week, not to be found afterwards."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime

from sqlalchemy import Connection, select

from bot.store.tables import insert_into, keys


def person_of(connection: Connection, channel: str, sender: str, now: datetime) -> str:
    """A person under this week's key, which is made where it is not there yet."""
    week = week_of(now)
    key = connection.execute(select(keys.c.key).where(keys.c.week == week)).scalar()
    if key is None:
        fresh = {"week": week, "key": secrets.token_hex(32)}
        connection.execute(insert_into(connection, keys).on_conflict_do_nothing(), fresh)
        key = connection.execute(select(keys.c.key).where(keys.c.week == week)).scalar_one()
    return hmac_of(key, channel, sender)


def people_of(connection: Connection, channel: str, sender: str) -> list[str]:
    """A person under each key that still lives."""
    return [hmac_of(key, channel, sender) for key in connection.execute(select(keys.c.key)).scalars()]


def hmac_of(key: str, channel: str, sender: str) -> str:
    """A person under a key."""
    return hmac.new(bytes.fromhex(key), f"{channel}/{sender}".encode(), hashlib.sha256).hexdigest()


def week_of(moment: datetime) -> str:
    """The name of a week, so that names sort as weeks follow: 2026-48."""
    year, week, _ = moment.isocalendar()
    return f"{year}-{week:02}"
