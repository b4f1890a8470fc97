"""Opens a conversation, lets one turn happen, and writes all of it in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    Connection,
    Engine,
    bindparam,
    create_engine,
    event,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from bot.model import Conversation, Incoming, Reply, Turn
from bot.store.away import StoreAway, is_away
from bot.store.codec import dump, dump_replies, load, load_replies
from bot.store.effects import carry_out
from bot.store.tables import conversations, insert_into, updates

T = TypeVar("T")

CONNECTIONS = 8
"""To PostgreSQL from one process; each transaction is short, so a few serve hundreds a second."""

CONNECT_SECONDS = 5
"""So long PostgreSQL may take to let us in; then it counts as away."""

MIGRATION_LOCK = 652_022
"""Any number, the same in every replica: who holds this advisory lock migrates."""


# Built once: putting a statement together costs more than running it.
_HERE = (conversations.c.channel == bindparam("channel_")) & (conversations.c.sender == bindparam("sender_"))
_READ = select(conversations.c.state, conversations.c.version).where(_HERE)
_LOCK = _READ.with_for_update()
_WRITE = (
    update(conversations)
    .where(_HERE)
    .values(state=bindparam("state_"), version=bindparam("version_"), at=bindparam("at_"))
)
_SEEN = select(updates.c.replies, updates.c.private, updates.c.arrived).where(
    updates.c.channel == bindparam("channel_"), updates.c.update_id == bindparam("update_id_")
)
_TAKEN = insert(updates)
_SENT = (
    update(updates)
    .where(updates.c.channel == bindparam("channel_"), updates.c.update_id == bindparam("update_id_"))
    .values(replies=dump_replies(()), private=False)
)


class Changed(Exception):
    """The conversation is no longer the one that things were looked up for."""


class Store:
    """All that the bot remembers. Async methods run their transaction on the store's own threads."""

    def __init__(self, url: str) -> None:
        address = make_url(url)
        self._sqlite = address.get_backend_name() == "sqlite"
        if self._sqlite and address.database:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        workers = 1 if self._sqlite else CONNECTIONS
        options: dict[str, object] = {} if self._sqlite else {"pool_size": workers, "pool_pre_ping": True}
        if not self._sqlite and "connect_timeout" not in address.query:
            options["connect_args"] = {"connect_timeout": CONNECT_SECONDS}
        # What people wrote is in the parameters: no error may quote it.
        self._engine: Engine = create_engine(address, hide_parameters=True, **options)
        if self._sqlite:
            event.listen(self._engine, "connect", _prepare_sqlite)
            event.listen(
                self._engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE")
            )
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="store")

    async def open(self) -> None:
        """Brings the schema up to date. Several processes may start at once: one does the work.
        Raises `StoreAway`, as all that reaches for the database does."""
        await self.run(self._migrate)

    async def close(self) -> None:
        """Waits for what is under way and lets go of the database."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        self._engine.dispose()

    async def read(self, channel: str, sender: str) -> Conversation:
        """The conversation as it is now; a new one where there is none."""
        return await self.run(self._read, channel, sender)

    async def take(
        self,
        incoming: Incoming,
        now: datetime,
        decide: Callable[[Conversation], Turn],
        version: int | None = None,
    ) -> Turn:
        """One message, all or nothing: its turn is decided with the conversation locked, and written.

        A repeated `update_id` gets the stored replies and changes nothing. Raises `Changed` where
        `version` is given and the conversation has another one by now.
        """
        return await self.run(self._take, incoming, now, decide, version)

    async def sent(self, channel: str, update_id: str) -> None:
        """The replies to an update have arrived: they are no longer kept."""
        await self.transact(lambda to: to.execute(_SENT, {"channel_": channel, "update_id_": update_id}))

    async def run(self, work: Callable[..., T], *args: object) -> T:
        """Does a piece of plain work on the store's threads. Raises `StoreAway`."""

        def whole() -> T:
            try:
                return work(*args)
            except DBAPIError as error:
                if is_away(error):
                    raise StoreAway(type(error.orig).__name__) from None
                raise

        return await asyncio.get_running_loop().run_in_executor(self._threads, whole)

    async def transact(self, work: Callable[..., T], *args: object) -> T:
        """Does `work(connection, *args)` in one transaction on the store's threads."""

        def whole() -> T:
            with self._engine.begin() as connection:
                return work(connection, *args)

        return await self.run(whole)

    def schema(self) -> tuple[str, str]:
        """The version of the tables that are there ("" for none), and the newest one. Changes nothing."""
        newest = ScriptDirectory.from_config(_alembic()).get_current_head() or ""
        file = self._engine.url.database
        if self._sqlite and file and not Path(file).exists():
            return "", newest
        with self._engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() or "", newest

    def _migrate(self) -> None:
        config = _alembic()
        with self._engine.begin() as connection:
            if not self._sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def _read(self, channel: str, sender: str) -> Conversation:
        with self._engine.connect() as connection:
            return _conversation(connection, channel, sender, lock=False) or Conversation()

    def _take(
        self,
        incoming: Incoming,
        now: datetime,
        decide: Callable[[Conversation], Turn],
        version: int | None,
    ) -> Turn:
        channel, sender = incoming.channel, incoming.sender
        with self._engine.begin() as connection:
            before = self._open(connection, channel, sender, now)
            if stored := _stored(connection, channel, incoming.update_id):
                replies, private, arrived = stored
                return Turn(replies, before, private=private, arrived=arrived)
            if version is not None and before.version != version:
                raise Changed
            turn = decide(before)
            after = replace(turn.conversation, version=before.version + 1)
            state = {"state_": dump(after), "version_": after.version, "at_": now}
            connection.execute(_WRITE, state | {"channel_": channel, "sender_": sender})
            row: dict[str, object] = {"channel": channel, "update_id": incoming.update_id, "sender": sender}
            row |= {"replies": dump_replies(turn.replies), "private": turn.private, "arrived": 0, "at": now}
            connection.execute(_TAKEN, row)
            for effect in turn.effects:
                carry_out(connection, effect, incoming, now)
            return replace(turn, conversation=after)

    def _open(self, connection: Connection, channel: str, sender: str, now: datetime) -> Conversation:
        """The conversation, locked for this transaction; created where it is absent."""
        found = _conversation(connection, channel, sender, lock=not self._sqlite)
        if found:
            return found
        row = {"channel": channel, "sender": sender, "state": dump(Conversation()), "version": 0, "at": now}
        connection.execute(insert_into(connection, conversations).on_conflict_do_nothing(), row)
        # Another replica may have created it a moment ago: lock whichever is there.
        return _conversation(connection, channel, sender, lock=not self._sqlite) or Conversation()


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _prepare_sqlite(connection: object, _: object) -> None:
    # We begin transactions ourselves (IMMEDIATE), so the driver must not.
    connection.isolation_level = None  # type: ignore[attr-defined]
    cursor = connection.cursor()  # type: ignore[attr-defined]
    # WAL with NORMAL loses nothing when the process is killed; a power cut may cost the last moments.
    for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _conversation(connection: Connection, channel: str, sender: str, *, lock: bool) -> Conversation | None:
    row = connection.execute(_LOCK if lock else _READ, {"channel_": channel, "sender_": sender}).first()
    return load(row.state, row.version) if row else None


def _stored(
    connection: Connection, channel: str, update_id: str
) -> tuple[tuple[Reply, ...], bool, int] | None:
    found = connection.execute(_SEEN, {"channel_": channel, "update_id_": update_id}).first()
    return (load_replies(found.replies), found.private, found.arrived) if found else None
