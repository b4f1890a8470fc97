"""Turns that wait at the same time share a transaction: none is lost, none counts twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.effects import Effect
from bot.model import Conversation, Incoming, Reply, Turn
from bot.store import Changed, Store, asked

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def message(update_id: int, sender: int) -> Incoming:
    return Incoming("telegram", str(sender), str(update_id))


def counts(*effects: Effect) -> Callable[[Conversation], Turn]:
    return lambda before: Turn((Reply("¡Hola!"),), replace(before, misses=before.misses + 1), effects)


async def misses(store: Store, sender: int) -> int:
    return (await store.read("telegram", str(sender))).misses


async def test_many_people_at_once_share_transactions(store: Store) -> None:
    begun: list[Any] = []
    event.listen(store._engine, "begin", begun.append)

    turns = await asyncio.gather(*(store.take(message(n, n % 50), NOW, counts()) for n in range(100)))

    assert [each.replies[0].text for each in turns] == ["¡Hola!"] * 100
    assert len(begun) < 100
    for sender in range(50):
        found = await store.read("telegram", str(sender))
        assert (found.misses, found.version) == (2, 2)


async def test_each_is_told_of_its_own_turn(store: Store) -> None:
    def says(n: int) -> Callable[[Conversation], Turn]:
        return lambda before: Turn((Reply(f"reply {n}"),), before)

    for first in (0, 40):
        ids = range(first, first + 40)
        turns = await asyncio.gather(*(store.take(message(n, n % 40), NOW, says(n)) for n in ids))
        assert [each.replies[0].text for each in turns] == [f"reply {n}" for n in ids]


async def test_an_update_that_comes_twice_at_once_counts_once(store: Store) -> None:
    await asyncio.gather(*(store.take(message(n % 20, n % 20), NOW, counts()) for n in range(60)))

    assert [await misses(store, n) for n in range(20)] == [1] * 20


async def test_one_that_breaks_leaves_the_others_as_they_are(store: Store) -> None:
    def breaks(_: Conversation) -> Turn:
        raise RuntimeError("broken")

    works = [store.take(message(n, n), NOW, breaks if n == 7 else counts()) for n in range(20)]
    came = await asyncio.gather(*works, return_exceptions=True)

    assert [type(each) for each in came if not isinstance(each, Turn)] == [RuntimeError]
    assert [await misses(store, n) for n in range(20)] == [int(n != 7) for n in range(20)]


async def test_one_that_was_looked_up_for_an_older_conversation_is_refused_alone(store: Store) -> None:
    await asyncio.gather(*(store.take(message(n, n), NOW, counts()) for n in range(9)))

    works = [store.take(message(100 + n, n), NOW, counts(), version=int(n != 4)) for n in range(9)]
    came = await asyncio.gather(*works, return_exceptions=True)

    assert [type(each) for each in came if not isinstance(each, Turn)] == [Changed]
    assert [await misses(store, n) for n in range(9)] == [2, 2, 2, 2, 1, 2, 2, 2, 2]


async def test_effects_are_carried_out_once(store: Store) -> None:
    values = {"text": "¿Y esto?", "language": "es", "outcome": "refuse", "topic": ""}
    asks = counts(Effect("question", values))

    await asyncio.gather(*(store.take(message(n, n), NOW, asks if n % 2 else counts()) for n in range(30)))

    assert len(await store.transact(asked, NOW - timedelta(days=1))) == 15


async def test_two_processes_take_the_same_people_at_once(store: Store, other: Store) -> None:
    """The same people, new to both, in opposite order: nobody waits for ever, and each turn counts."""
    both = [(store, range(60)), (other, reversed(range(60)))]
    works = [
        each.take(message(sender + 1000 * n, sender), NOW, counts())
        for n, (each, senders) in enumerate(both)
        for sender in senders
    ]

    await asyncio.gather(*works)
    await other.close()

    assert [await misses(store, n) for n in range(60)] == [2] * 60


async def test_one_that_nobody_waits_for_any_more_is_written_all_the_same(store: Store) -> None:
    task = asyncio.create_task(store.take(message(1, 1), NOW, counts()))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    await store.take(message(2, 1), NOW, counts())

    # On PostgreSQL the two transactions may end in either order: what counts is that both do.
    async with asyncio.timeout(30):
        while await misses(store, 1) != 2:
            pass
