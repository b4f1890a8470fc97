"""The real process is killed: at random moments while people use it, and at two moments that matter."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from bot.live import Live
from bot.store import Store
from tests.botapi import BotApi
from tests.botapi.people import until
from tests.botapi.running import MODES
from tests.conftest import new_database
from tests.killing import PATIENCE, Crowd, Tally, kill
from tests.serving import bot, prepared, terminated

KILLS = 5
"""In each of the four set-ups; `bench/kills.py` does many more."""


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_nothing_is_lost_however_often_it_is_killed(
    request: pytest.FixtureRequest, live: Live, tmp_path: Path, mode: str, kind: str
) -> None:
    """`live` has the matcher fitted: a first start would fit for a minute."""
    database = "" if kind == "sqlite" else new_database(request.getfixturevalue("postgres"))

    tally = await kill(mode, database, tmp_path, KILLS, seed=652)

    print(tally)
    assert tally.wrong == []
    assert tally.kills == KILLS
    assert tally.questions > KILLS
    assert tally.unanswered == tally.flow_lost == tally.bookings_lost == tally.bookings_doubled == 0
    assert tally.reminders == 3 * KILLS
    assert tally.reminders_lost == tally.unexplained == 0


@pytest.mark.parametrize("mode", MODES)
async def test_what_has_arrived_of_an_answer_is_not_sent_again(live: Live, tmp_path: Path, mode: str) -> None:
    """Killed between the two messages of one answer: the next process sends the second one only."""
    async with BotApi() as api:
        environ, ana = prepared(api, mode, tmp_path), api.person(1001)
        store = Store(f"sqlite:///{tmp_path / 'ventanilla.db'}")
        crowd = Crowd(api, store, Tally())
        async with bot(environ):
            got = await crowd.sends(ana, "flow:booking")
            while "answer:booking/" in str([each.buttons for each in got]):
                got = await crowd.sends(ana, await crowd.next_of(ana, got))
            before = len(ana.sees)
            api.fails("sendMessage", status=200, done=True)
            api.fails("sendMessage", delay=600)
            await ana.posts("Ana López")
            await until(lambda: not any(each.times for each in api.faults["sendMessage"]), PATIENCE)
            query = text("SELECT max(arrived) FROM updates WHERE private")
            while await store.transact(lambda to: to.execute(query).scalar()) != 1:
                pass
        assert len(ana.sees) == before + 1

        async with bot(environ) as second:
            await until(lambda: not api.delivery.pending, PATIENCE)
            assert await terminated(second) == 0
        await store.close()
    asked, share = ana.sees[before:]
    assert "¿A qué número le llamamos?" in asked.text
    assert share.text == "👇"


async def until_noted(folder: Path, sender: str) -> None:
    """Waits until a reply to this person is known to have arrived."""
    store = Store(f"sqlite:///{folder / 'ventanilla.db'}")
    query = text("SELECT count(*) FROM updates WHERE sender = :sender AND arrived > 0")
    while not await store.transact(lambda to: to.execute(query, {"sender": sender}).scalar()):
        pass
    await store.close()


async def test_what_polling_stepped_past_is_not_lost(live: Live, tmp_path: Path) -> None:
    """One chat cannot be written to, others are served; killed then, the next process answers that chat."""
    async with BotApi() as api:
        environ, ana, luis = prepared(api, "polling", tmp_path), api.person(1001), api.person(1002)
        async with bot(environ):
            api.fails("sendMessage", status=500, times=10**6, chat=1001)
            updates = [await ana.posts("/ayuda") for _ in range(150)]
            await luis.posts("/ayuda")
            await luis.waits(1, PATIENCE)
            # What was sent a moment ago may come twice: only once that is noted, nothing may.
            await until_noted(tmp_path, "1002")
            # Telegram has been told to go on, so it delivers none of these again.
            assert sum(each.taken.is_set() for each in updates) >= 100
            assert not ana.sees
        api.faults.clear()

        async with bot(environ) as second:
            await ana.waits(150, PATIENCE)
            await until(lambda: not api.delivery.pending, PATIENCE)
            assert await terminated(second) == 0
    assert len(ana.sees) == 150
    assert len(luis.sees) == 1
    store = Store(f"sqlite:///{tmp_path / 'ventanilla.db'}")
    assert await store.transact(lambda to: to.execute(text("SELECT count(*) FROM waiting")).scalar()) == 0
    await store.close()


async def test_what_was_answered_behind_a_stuck_chat_is_not_answered_again(
    live: Live, tmp_path: Path
) -> None:
    """Telegram's offset waits for the first chat: killed then, it delivers all of them again."""
    async with BotApi() as api:
        environ, ana, luis = prepared(api, "polling", tmp_path), api.person(1001), api.person(1002)
        store = Store(f"sqlite:///{tmp_path / 'ventanilla.db'}")
        async with bot(environ):
            api.fails("sendMessage", status=500, times=10**6, chat=1001)
            stuck = await ana.posts("/ayuda")
            updates = [await luis.posts("/menu") for _ in range(5)]
            await luis.waits(5, PATIENCE)
            query = text("SELECT count(*) FROM updates WHERE sender = '1002' AND arrived = 1")
            while await store.transact(lambda to: to.execute(query).scalar()) != 5:
                pass
            assert not any(each.taken.is_set() for each in (stuck, *updates))
        api.faults.clear()

        async with bot(environ) as second:
            await until(lambda: not api.delivery.pending, PATIENCE)
            assert await terminated(second) == 0
        await store.close()
    assert len(ana.sees) == 1
    assert len(luis.sees) == 5
