"""What Telegram calls the voice messages that it has already got. Each function works in one transaction.

Nothing here is about people: the key follows from the bot, the voice and the words.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.store.tables import insert_into, voices


def voice_file(connection: Connection, key: str) -> str:
    """What Telegram calls the voice message of these words, or ""."""
    return connection.execute(select(voices.c.file).where(voices.c.key == key)).scalar() or ""


def keep_voice(connection: Connection, key: str, file: str, now: datetime) -> None:
    """Keeps what Telegram calls it. Where another process was quicker, either name serves."""
    row = {"key": key, "file": file, "at": now}
    kept = insert_into(connection, voices).values(**row)
    changed = {"file": file, "at": now}
    connection.execute(kept.on_conflict_do_update(index_elements=["key"], set_=changed))


def drop_voice(connection: Connection, key: str, file: str) -> None:
    """Telegram does not know this name any more; a newer one stays."""
    connection.execute(delete(voices).where(voices.c.key == key, voices.c.file == file))
