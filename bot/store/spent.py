"""What somebody had used of their limits when they were forgotten: by an HMAC, counts alone, for a day.

Each function works in one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from bot.model import Conversation
from bot.store.tables import insert_into, keys, spent
from bot.store.who import hmac_of, person_of

KEPT = timedelta(days=1)
"""The longest of the limits: what was used of them counts no longer after that."""


def note(
    connection: Connection, channel: str, sender: str, used: Mapping[str, tuple[int, int]], now: datetime
) -> None:
    """Notes what a person who is forgotten has used, where that is worth it; else nothing stays."""
    if not used:
        return
    row = {"person": person_of(connection, channel, sender, now), "used": json.dumps(used), "at": now}
    kept = insert_into(connection, spent).values(**row)
    changed = {"used": row["used"], "at": now}
    connection.execute(kept.on_conflict_do_update(index_elements=["person"], set_=changed))


def fresh(
    connection: Connection, people: Iterable[tuple[str, str]], now: datetime
) -> dict[tuple[str, str], Conversation]:
    """The conversations of new people, by channel and sender: empty but for what they had used."""
    begun = dict.fromkeys(people, Conversation())
    known = connection.execute(select(spent.c.person, spent.c.used).where(spent.c.at > now - KEPT)).all()
    if not known:
        return begun
    counts = {row.person: json.loads(row.used) for row in known}
    for key in connection.execute(select(keys.c.key)).scalars():
        for channel, sender in begun:
            if used := counts.get(hmac_of(key, channel, sender)):
                pairs = {what: (since, count) for what, (since, count) in used.items()}
                begun[channel, sender] = Conversation(used=pairs)
    return begun
