"""Opens a conversation, lets one turn happen, and writes all of it in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import (
    Connection,
    Engine,
    create_engine,
    event,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from bot.model import Conversation, Incoming, Reply, Turn
from bot.store import schema, statements
from bot.store.away import StoreAway, as_away
from bot.store.codec import dump, load, load_replies, state_row, state_row_new, update_row
from bot.store.data_keys import check_keys, note_key, only_first, reseal_some, sealed_columns
from bot.store.effects import carry_out
from bot.store.sealed import Ring, hold
from bot.store.spent import fresh
from bot.store.tables import conversations, insert_into
from bot.store.together import Together, Wanted

T = TypeVar("T")

BUNDLES = 2
"""Shared transactions under way on PostgreSQL: while one waits for the server, the other decides."""

CONNECTIONS = 8
"""To PostgreSQL from one process; each transaction is short, so a few serve hundreds a second."""

CONNECT_SECONDS = 5
"""So long PostgreSQL may take to let us in; then it counts as away."""


class Changed(Exception):
    """The conversation is no longer the one that things were looked up for."""


class Store:
    """All that the bot remembers. Async methods run their transaction on the store's own threads. `keys` are
    the data keys: the first seals names, phones and words, all of them open what lies sealed."""

    def __init__(self, url: str, keys: Sequence[str] = ()) -> None:
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
        self._ring = Ring(keys)
        hold(self._engine.dialect, self._ring)
        if self._sqlite:
            event.listen(self._engine, "connect", schema.prepare_sqlite)
            event.listen(
                self._engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE")
            )
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="store")
        self._together = Together(self._take_all, self._threads, 1 if self._sqlite else BUNDLES)

    async def open(self) -> None:
        """Brings the schema up to date. Several processes may start at once: one does the work.
        Raises `StoreAway`, as all that reaches for the database does, and `SettingsError` where a data key is
        missing."""
        await self.run(self.migrate)
        await self.transact(note_key, self._ring, datetime.now(UTC))

    async def check_keys(self) -> None:
        """Raises `SettingsError` where a data key is missing. Changes nothing."""
        await self.transact(check_keys, self._ring)

    async def reseal(self) -> dict[str, int]:
        """Writes everything under the first data key; how many rows of each table there were to write."""
        counts: dict[str, int] = {}
        for table, columns in sealed_columns():
            counts[table.name], after = 0, None
            while True:
                done, after = await self.transact(reseal_some, table, columns, after)
                counts[table.name] += done
                if after is None:
                    break
        await self.transact(only_first, self._ring, datetime.now(UTC))
        return counts

    async def close(self) -> None:
        """Waits for what is under way and lets go of the database."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        self.dispose()

    def dispose(self) -> None:
        """Lets go of the database where nothing is under way."""
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
        return await self._together.take(Wanted(incoming, now, decide, version))

    async def sent(self, channel: str, update_id: str) -> None:
        """The replies to an update have arrived: they are no longer kept."""
        await self.transact(
            lambda to: to.execute(statements.SENT, {"channel_": channel, "update_id_": update_id})
        )

    async def run(self, work: Callable[..., T], *args: object) -> T:
        """Does a piece of plain work on the store's threads. Raises `StoreAway`."""

        def whole() -> T:
            try:
                return work(*args)
            except DBAPIError as error:
                if isinstance(away := as_away(error), StoreAway):
                    raise away from None
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
        return schema.versions(self._engine)

    def migrate(self) -> None:
        """Brings the schema up to date, on this thread."""
        schema.upgrade(self._engine)

    def _read(self, channel: str, sender: str) -> Conversation:
        with self._engine.connect() as connection:
            return _conversation(connection, channel, sender, lock=False) or Conversation()

    def _take_all(self, wanted: Sequence[Wanted]) -> list[Turn | Exception]:
        """Takes what can share a transaction in one, then each of the others in its own."""
        taken: dict[int, Turn] = {}
        if len(wanted) > 1:
            try:
                with self._engine.begin() as connection:
                    taken = self._take_plain(connection, wanted)
            except Exception as error:
                if isinstance(away := as_away(error), StoreAway):
                    return [away for _ in wanted]
                # Somebody's turn broke it: each alone then finds out for itself.
                taken = {}
        return [taken.get(n) or self._take_alone(each) for n, each in enumerate(wanted)]

    def _take_plain(self, connection: Connection, wanted: Sequence[Wanted]) -> dict[int, Turn]:
        """Takes the plain ones among many turns; by their places."""
        asked = [each.incoming for each in wanted]
        channels = sorted({each.channel for each in asked})
        who = {"channels": channels, "senders": sorted({each.sender for each in asked})}
        rows = connection.execute(statements.ALL if self._sqlite else statements.ALL_LOCKED, who)
        known = {(row.channel, row.sender): (row.state, row.version) for row in rows}
        which = {"channels": channels, "ids": sorted({each.update_id for each in asked})}
        seen = {(row.channel, row.update_id) for row in connection.execute(statements.ALL_SEEN, which)}
        new = {
            (each.channel, each.sender) for each in asked if (each.channel, each.update_id) not in seen
        } - set(known)
        if new:
            begun = {who: dump(each) for who, each in fresh(connection, sorted(new), wanted[0].now).items()}
            first = [state_row_new(*who, state, wanted[0].now) for who, state in begun.items()]
            made = insert_into(connection, conversations).on_conflict_do_nothing()
            # Whom another process has just created is not among those that come back, and waits.
            back = connection.execute(made.returning(conversations.c.channel, conversations.c.sender), first)
            known |= {(row.channel, row.sender): (begun[row.channel, row.sender], 0) for row in back}
        taken: dict[int, Turn] = {}
        states: list[dict[str, object]] = []
        updates_taken: list[dict[str, object]] = []
        for n, each in enumerate(wanted):
            incoming = each.incoming
            # Popped: a second message of the same person waits until the first is written.
            found = known.pop((incoming.channel, incoming.sender), None)
            if not found or (incoming.channel, incoming.update_id) in seen:
                continue
            before = load(*found)
            if each.version not in (None, before.version):
                continue
            turn = each.decide(before)
            if turn.effects:
                continue
            after = replace(turn.conversation, version=before.version + 1)
            taken[n] = replace(turn, conversation=after)
            states.append(state_row(incoming, after, each.now))
            updates_taken.append(update_row(incoming, turn, each.now))
        if taken:
            connection.execute(statements.WRITE, states)
            connection.execute(statements.TAKEN, updates_taken)
        return taken

    def _take_alone(self, wanted: Wanted) -> Turn | Exception:
        try:
            return self._take(wanted.incoming, wanted.now, wanted.decide, wanted.version)
        except Exception as error:
            return as_away(error)

    def _take(
        self,
        incoming: Incoming,
        now: datetime,
        decide: Callable[[Conversation], Turn],
        version: int | None,
    ) -> Turn:
        channel, sender = incoming.channel, incoming.sender
        with self._engine.begin() as connection:
            before = self._find(connection, channel, sender)
            stored = _stored(connection, channel, incoming.update_id)
            if not stored and not before:
                before = self._begin(connection, channel, sender, now)
                # Beginning may have waited for another who took this very update meanwhile.
                stored = _stored(connection, channel, incoming.update_id)
            if stored:
                replies, private, arrived = stored
                # Somebody who was forgotten is not remembered because the receipt is asked for again.
                return Turn(replies, before or Conversation(), private=private, arrived=arrived)
            assert before  # noqa: S101, for the type checker: there was one, or it has begun
            if version is not None and before.version != version:
                raise Changed
            turn = decide(before)
            after = replace(turn.conversation, version=before.version + 1)
            connection.execute(statements.WRITE, state_row(incoming, after, now))
            connection.execute(statements.TAKEN, update_row(incoming, turn, now))
            for effect in turn.effects:
                carry_out(connection, effect, incoming, now)
            return replace(turn, conversation=after)

    def _find(self, connection: Connection, channel: str, sender: str) -> Conversation | None:
        """The conversation, locked for this transaction."""
        return _conversation(connection, channel, sender, lock=not self._sqlite)

    def _begin(self, connection: Connection, channel: str, sender: str, now: datetime) -> Conversation:
        """The conversation of somebody new, locked for this transaction."""
        first = fresh(connection, [(channel, sender)], now)[channel, sender]
        row = state_row_new(channel, sender, dump(first), now)
        connection.execute(insert_into(connection, conversations).on_conflict_do_nothing(), row)
        # Another replica may have created it a moment ago: lock whichever is there.
        return self._find(connection, channel, sender) or first


def _conversation(connection: Connection, channel: str, sender: str, *, lock: bool) -> Conversation | None:
    row = connection.execute(
        statements.LOCK if lock else statements.READ, {"channel_": channel, "sender_": sender}
    ).first()
    return load(row.state, row.version) if row else None


def _stored(
    connection: Connection, channel: str, update_id: str
) -> tuple[tuple[Reply, ...], bool, int] | None:
    found = connection.execute(statements.SEEN, {"channel_": channel, "update_id_": update_id}).first()
    return (load_replies(found.replies), found.private, found.arrived) if found else None
