"""What has reached people, and what a channel has taken over and not served yet: so a killed process neither
says again what arrived nor loses what waited. Each function works in one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.store.tables import insert_into, updates, waiting

_ARRIVED = (
    update(updates)
    .where(updates.c.channel == bindparam("channel_"), updates.c.update_id == bindparam("update_id_"))
    .values(arrived=bindparam("arrived_"))
)


def arrived(connection: Connection, counts: Mapping[tuple[str, str], int]) -> None:
    """Notes how many messages of the replies to some updates (channel, id) have arrived."""
    found = [
        {"channel_": channel, "update_id_": id, "arrived_": count}
        # In one order, so that two processes that note the same ones do not lock each other out.
        for (channel, id), count in sorted(counts.items())
    ]
    connection.execute(_ARRIVED, found)


def keep(connection: Connection, channel: str, raw: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Keeps updates as they came, by their `update_id`, until they are served."""
    rows = [
        {"channel": channel, "update_id": f"{each['update_id']:020}", "body": json.dumps(each), "at": now}
        for each in raw
    ]
    connection.execute(insert_into(connection, waiting).on_conflict_do_nothing(), rows)


def kept(connection: Connection, channel: str) -> list[dict[str, Any]]:
    """What was kept and is not served yet, in the order of its coming."""
    wanted = select(waiting.c.body).where(waiting.c.channel == channel).order_by(waiting.c.update_id)
    return [json.loads(each) for each in connection.execute(wanted).scalars()]


def served(connection: Connection, channel: str, update_id: int) -> None:
    """A kept update was served: nothing of it stays."""
    here = (waiting.c.channel == channel) & (waiting.c.update_id == f"{update_id:020}")
    connection.execute(delete(waiting).where(here))
