"""What was sent while the database went away is not sent again when it is back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot import outbox as outboxes
from bot.engine import Engine
from bot.model import Reply
from bot.store import StoreAway, done
from bot.store.outbox import put
from tests.botapi.people import until
from tests.firm import NOW, ByHand, engine_on, rows

BODY = {"text": "hola", "language": "es"}


async def says(engine: Engine, *senders: str) -> list[str]:
    """Has something said to these people; to whom it was, in order."""
    told: list[str] = []

    async def send(sender: str, _: Reply) -> None:
        told.append(sender)
        await asyncio.sleep(0)

    engine.outbox.senders["telegram"] = send
    for each in senders:
        await engine.store.transact(partial(put, channel="telegram", sender=each), "say", BODY, NOW, NOW)
    return told


async def test_what_was_sent_is_marked_as_soon_as_the_database_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outboxes, "NOTE_AGAIN", 0.0)
    clock = ByHand()
    async with engine_on(f"sqlite:///{tmp_path / 'away.db'}", clock=clock) as engine:
        told, transact, away = await says(engine, "7", "8"), engine.store.transact, 5

        async def fails(work: Callable[..., Any], *about: object) -> Any:
            nonlocal away
            if work is done and away:
                away -= 1
                raise StoreAway("gone")
            return await transact(work, *about)

        monkeypatch.setattr(engine.store, "transact", fails)
        await engine.outbox.once()
        # The claims run out, and still nothing is left to be done.
        clock.set(NOW + timedelta(hours=1))
        await engine.outbox.once()

        assert away == 0
        assert told == ["7", "8"]
        assert await rows(engine, "SELECT id FROM outbox") == []


async def test_what_was_claimed_and_not_begun_is_given_back_at_once(tmp_path: Path) -> None:
    """Told to stop in the middle of a row, it ends that one; another process has the rest without waiting."""
    database = f"sqlite:///{tmp_path / 'stop.db'}"
    async with engine_on(database) as engine, engine_on(database) as other:
        told = await says(engine, "7", "8", "9")
        send, resting = engine.outbox.senders["telegram"], []

        async def stops(sender: str, reply: Reply) -> None:
            resting.append(asyncio.create_task(engine.outbox.rest(5)))
            await send(sender, reply)

        engine.outbox.senders["telegram"] = stops
        await engine.outbox.once()
        await asyncio.gather(*resting)
        assert await engine.outbox.once() == 0
        later = await says(other)
        await other.outbox.once()

        assert (told, later) == (["7"], ["8", "9"])


async def test_what_is_for_a_channel_that_is_not_up_yet_waits(tmp_path: Path) -> None:
    async with engine_on(f"sqlite:///{tmp_path / 'wait.db'}") as engine:
        told = await says(engine, "7")
        engine.outbox.hold()
        doing = asyncio.create_task(engine.outbox.run())
        await asyncio.sleep(0.1)
        assert told == []

        engine.outbox.wake()
        await until(lambda: told)
        doing.cancel()
        await asyncio.gather(doing, return_exceptions=True)

        assert told == ["7"]
