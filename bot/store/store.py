"""Opens a conversation, lets one turn happen, and writes all of it in one transaction."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import random
import secrets
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import (
    Connection,
    Engine,
    bindparam,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url

from bot.model import Conversation, Effect, Incoming, Reply, Turn
from bot.store.codec import dump, dump_replies, load, load_replies
from bot.store.redact import redact
from bot.store.tables import conversations, helpful, keys, questions, updates

T = TypeVar("T")

UPDATES_KEPT = timedelta(hours=48)
"""Telegram gives up on an update after 24 hours; twice that is safe."""

UNSEEN_KEPT = timedelta(days=1)
"""An answered question waits so long for a "not helpful"; then it goes, unless it is in the sample."""

SAMPLE = 0.05
"""The share of answered questions kept for trying changes on."""

CONNECTIONS = 8
"""To PostgreSQL from one process; each transaction is short, so a few serve hundreds a second."""

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
_SEEN = select(updates.c.replies).where(
    updates.c.channel == bindparam("channel_"), updates.c.update_id == bindparam("update_id_")
)
_TAKEN = insert(updates)


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
        self._engine: Engine = create_engine(address, **options)
        if self._sqlite:
            event.listen(self._engine, "connect", _prepare_sqlite)
            event.listen(
                self._engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE")
            )
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="store")
        self._random = random.Random()  # noqa: S311, a sample, not a secret

    async def open(self) -> None:
        """Brings the schema up to date. Several processes may start at once: one does the work."""
        await self._run(self._migrate)

    async def close(self) -> None:
        """Waits for what is under way and lets go of the database."""
        self._threads.shutdown(wait=True)
        self._engine.dispose()

    async def read(self, channel: str, sender: str) -> Conversation:
        """The conversation as it is now; a new one where there is none."""
        return await self._run(self._read, channel, sender)

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
        return await self._run(self._take, incoming, now, decide, version)

    async def asked(self, since: datetime) -> list[Mapping[str, object]]:
        """Questions that staff should see: kept, newest first, with how often each outcome."""
        return await self._run(self._asked, since)

    async def votes(self) -> list[Mapping[str, object]]:
        """How helpful each text was: topic, language, version, yes, no."""
        return await self._run(self._votes)

    async def tidy(self, now: datetime, conversation_days: int, question_days: int) -> int:
        """Deletes what is old; returns how many rows went."""
        return await self._run(self._tidy, now, conversation_days, question_days)

    async def _run(self, work: Callable[..., T], *args: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: work(*args))

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection

    def _migrate(self) -> None:
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with self._transaction() as connection:
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
        with self._transaction() as connection:
            before = self._open(connection, channel, sender, now)
            if (stored := _stored(connection, channel, incoming.update_id)) is not None:
                return Turn(stored, before)
            if version is not None and before.version != version:
                raise Changed
            turn = decide(before)
            after = replace(turn.conversation, version=before.version + 1)
            state = {"state_": dump(after), "version_": after.version, "at_": now}
            connection.execute(_WRITE, state | {"channel_": channel, "sender_": sender})
            row: dict[str, object] = {"channel": channel, "update_id": incoming.update_id, "sender": sender}
            row |= {"replies": dump_replies(turn.replies), "at": now}
            connection.execute(_TAKEN, row)
            for effect in turn.effects:
                self._carry_out(connection, effect, incoming, now)
            return replace(turn, conversation=after)

    def _open(self, connection: Connection, channel: str, sender: str, now: datetime) -> Conversation:
        """The conversation, locked for this transaction; created where it is absent."""
        found = _conversation(connection, channel, sender, lock=not self._sqlite)
        if found:
            return found
        row = {"channel": channel, "sender": sender, "state": dump(Conversation()), "version": 0, "at": now}
        dialect = sqlite if self._sqlite else postgresql
        connection.execute(dialect.insert(conversations).on_conflict_do_nothing(), row)
        # Another replica may have created it a moment ago: lock whichever is there.
        return _conversation(connection, channel, sender, lock=not self._sqlite) or Conversation()

    def _carry_out(self, connection: Connection, effect: Effect, incoming: Incoming, now: datetime) -> None:
        values = effect.values
        match effect.kind:
            case "question":
                person = self._person(connection, incoming, now)
                outcome = values["outcome"]
                kept = outcome == "refuse" or self._random.random() < SAMPLE
                row: dict[str, object] = {each: values[each] for each in ("language", "outcome", "topic")}
                row |= {"person": person, "text": redact(values["text"]), "kept": kept, "at": now}
                connection.execute(insert(questions), row)
            case "marked":
                person = self._person(connection, incoming, now)
                newest = (
                    select(func.max(questions.c.id)).where(questions.c.person == person).scalar_subquery()
                )
                mark = update(questions).where(questions.c.id == newest)
                connection.execute(mark.values(outcome=values["outcome"], kept=True))
            case "helpful":
                vote = {"yes": int(values["vote"] == "y"), "no": int(values["vote"] != "y")}
                dialect = sqlite if self._sqlite else postgresql
                row = {each: values[each] for each in ("topic", "language", "version")}
                counted = {name: helpful.c[name] + n for name, n in vote.items()}
                count = dialect.insert(helpful).values(**row, **vote)
                connection.execute(
                    count.on_conflict_do_update(index_elements=list(helpful.primary_key), set_=counted)
                )
            case "forget":
                self._forget(connection, incoming)
            case _:
                raise ValueError(effect.kind)

    def _person(self, connection: Connection, incoming: Incoming, now: datetime) -> str:
        """Who asked, under this week's key: countable within the week, not to be found afterwards."""
        week = "{}-{:02}".format(*now.isocalendar()[:2])
        key = connection.execute(select(keys.c.key).where(keys.c.week == week)).scalar()
        if key is None:
            dialect = sqlite if self._sqlite else postgresql
            fresh = {"week": week, "key": secrets.token_hex(32)}
            connection.execute(dialect.insert(keys).on_conflict_do_nothing(), fresh)
            key = connection.execute(select(keys.c.key).where(keys.c.week == week)).scalar_one()
        return _hmac(key, incoming)

    def _forget(self, connection: Connection, incoming: Incoming) -> None:
        """Deletes all of one person but the row that this transaction holds, which is written over."""
        here = (updates.c.channel == incoming.channel) & (updates.c.sender == incoming.sender)
        connection.execute(delete(updates).where(here & (updates.c.update_id != incoming.update_id)))
        known = connection.execute(select(keys.c.key)).scalars()
        connection.execute(
            delete(questions).where(questions.c.person.in_([_hmac(key, incoming) for key in known]))
        )

    def _asked(self, since: datetime) -> list[Mapping[str, object]]:
        wanted = select(
            questions.c.at, questions.c.language, questions.c.outcome, questions.c.topic, questions.c.text
        )
        rows = wanted.where(questions.c.kept, questions.c.at >= since).order_by(questions.c.id.desc())
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(rows).mappings()]

    def _votes(self) -> list[Mapping[str, object]]:
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(helpful).order_by(helpful.c.no.desc(), helpful.c.topic)
            ).mappings()
            return [dict(row) for row in rows]

    def _tidy(self, now: datetime, conversation_days: int, question_days: int) -> int:
        week = "{}-{:02}".format(*(now - timedelta(days=7)).isocalendar()[:2])
        old = [
            delete(updates).where(updates.c.at < now - UPDATES_KEPT),
            delete(questions).where(questions.c.at < now - timedelta(days=question_days)),
            delete(questions).where(~questions.c.kept, questions.c.at < now - UNSEEN_KEPT),
            delete(conversations).where(conversations.c.at < now - timedelta(days=conversation_days)),
            # A key serves the seven days of its week and is destroyed in the next.
            delete(keys).where(keys.c.week <= week),
        ]
        with self._transaction() as connection:
            return sum(connection.execute(each).rowcount for each in old)


def _prepare_sqlite(connection: object, _: object) -> None:
    # We begin transactions ourselves (IMMEDIATE), so the driver must not.
    connection.isolation_level = None  # type: ignore[attr-defined]
    cursor = connection.cursor()  # type: ignore[attr-defined]
    # WAL with NORMAL loses nothing when the process is killed; a power cut may cost the last moments.
    for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _hmac(key: str, incoming: Incoming) -> str:
    return hmac.new(
        bytes.fromhex(key), f"{incoming.channel}/{incoming.sender}".encode(), hashlib.sha256
    ).hexdigest()


def _conversation(connection: Connection, channel: str, sender: str, *, lock: bool) -> Conversation | None:
    row = connection.execute(_LOCK if lock else _READ, {"channel_": channel, "sender_": sender}).first()
    return load(row.state, row.version) if row else None


def _stored(connection: Connection, channel: str, update_id: str) -> tuple[Reply, ...] | None:
    found = connection.execute(_SEEN, {"channel_": channel, "update_id_": update_id}).scalar()
    return None if found is None else load_replies(found)
