"""Several real processes behind one address, on one PostgreSQL: as one bot, for everybody who uses it."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from sqlalchemy import text

from bot.live import Live
from bot.store import Store
from tests.botapi import BotApi
from tests.botapi.delivery import Update
from tests.botapi.people import until
from tests.botapi.running import free_port
from tests.conftest import new_database
from tests.killing import Crowd, Tally, remind
from tests.serving import ROOT, bot, environment, terminated

PATIENCE = 90.0

COMMANDS = ("/ayuda", "/privacidad", "/menu", "/citas")

RELOADED = 5.0
"""Seconds from an edit in the shared folder until every process answers with it."""

WRITERS, REMINDED, SET_UPS = 6, 24, 2


@dataclass
class Proxy:
    """Hands what comes to one process after another, as a load balancer does; to a dead one nothing gets."""

    url: str
    ports: list[int]
    handed: Counter[int]


@asynccontextmanager
async def proxy(processes: int) -> AsyncIterator[Proxy]:
    """A proxy before so many ports that are free."""
    port = free_port()
    made = Proxy(f"http://127.0.0.1:{port}/telegram", [free_port() for _ in range(processes)], Counter())
    turns = itertools.cycle(made.ports)

    async def hand_on(request: web.Request) -> web.Response:
        to = next(turns)
        headers = {name: value for name, value in request.headers.items() if name.lower() != "host"}
        try:
            url = f"http://127.0.0.1:{to}{request.path}"
            async with session.post(url, data=await request.read(), headers=headers) as answer:
                made.handed[to] += answer.status == 200
                return web.Response(status=answer.status, body=await answer.read())
        except aiohttp.ClientError:
            return web.Response(status=502)

    app = web.Application()
    app.router.add_post("/telegram", hand_on)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    async with aiohttp.ClientSession() as session:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield made
        await runner.cleanup()


async def set_up(environ: dict[str, str]) -> None:
    """Runs `telegram-setup` as a deployment does."""
    command = (sys.executable, "-m", "bot", "telegram-setup")
    nowhere = asyncio.subprocess.DEVNULL
    done = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environ, stdout=nowhere)
    assert await done.wait() == 0


@pytest.mark.parametrize("processes", [2, 4])
async def test_many_processes_behind_one_address_are_one_bot(
    postgres: str, live: Live, tmp_path: Path, processes: int
) -> None:
    """They start together on an empty database, are registered once, and keep the order of each person."""
    database, content = new_database(postgres), tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    async with BotApi() as api, proxy(processes) as front, AsyncExitStack() as stack:
        folders = [tmp_path / str(port) for port in front.ports]
        for folder in folders:
            folder.mkdir()
        environs = [
            environment(api, folder, front.url, database)
            | {"WEBHOOK_LISTEN": f"127.0.0.1:{port}", "CONTENT_DIR": str(content)}
            for folder, port in zip(folders, front.ports, strict=True)
        ]
        running = [await stack.enter_async_context(bot(each)) for each in environs]
        for _ in range(SET_UPS):
            await set_up(environs[0])
        # None of the processes registers itself, and a second set-up finds nothing to change.
        assert len(api.called("setWebhook")) == 1
        await until(lambda: len(api.called("getMe")) == processes + SET_UPS, PATIENCE)
        store, put = Store(database), _recorded(api)

        said = await _answered(api)
        reminded = [api.person(9000 + n) for n in range(REMINDED)]
        await remind(store, [each.id for each in reminded], 4)
        people = [api.person(1001 + n) for n in range(WRITERS)]
        for command in COMMANDS * 2:
            for person in people:
                await person.posts(command)
        await until(lambda: not api.delivery.pending, PATIENCE)
        for person in people:
            assert [_opening(seen.text) for seen in person.sees] == said * 2

        crowd = Crowd(api, store, Tally())
        numbers = iter(range(3000, 4000))
        booking = [asyncio.create_task(crowd.books(lambda: next(numbers))) for _ in range(3)]
        await asyncio.sleep(0)
        crowd.over = True
        await asyncio.wait_for(asyncio.gather(*booking), PATIENCE)
        assert crowd.tally.bookings == 3

        await until(lambda: all(each.sees for each in reminded), PATIENCE)
        # All that was taken is delivered once more, to whichever process: nothing happens or is said twice.
        seen = [len(each.sees) for each in api.chats.values()]
        for update in put:
            await api.delivery.repeat(update)
        await until(lambda: not api.delivery.pending, PATIENCE)
        assert [len(each.sees) for each in api.chats.values()] == seen
        count = "SELECT count(*) FROM appointments WHERE consultant <> 'nobody'"
        assert await store.transact(lambda to: to.execute(text(count)).scalar()) == 3
        assert crowd.tally.wrong == []

        await _reload(api, content, front)
        assert [len(each.sees) for each in reminded] == [1] * REMINDED
        count = "SELECT count(*) FROM outbox WHERE sender LIKE '90%'"
        assert await store.transact(lambda to: to.execute(text(count)).scalar()) == 0
        assert set(front.handed) == set(front.ports)
        assert [await terminated(each) for each in running] == [0] * processes
        assert len(api.called("setWebhook")) == 1
        assert api.violations == []
        await store.close()


def _recorded(api: BotApi) -> list[Update]:
    """All updates from now on."""
    found: list[Update] = []
    put = api.delivery.put

    async def record(kind: str, content: dict[str, Any], queue: int) -> Update:
        found.append(await put(kind, content, queue))
        return found[-1]

    api.delivery.put = record  # type: ignore[method-assign]
    return found


async def _answered(api: BotApi) -> list[str]:
    """How each of the commands is answered."""
    eva = api.person(1)
    for n, each in enumerate(COMMANDS):
        await eva.posts(each)
        await eva.waits(n + 1, PATIENCE)
    return [_opening(each.text) for each in eva.sees]


def _opening(said: str) -> str:
    """The first line: what follows depends on what was said before."""
    return said.partition("\n")[0]


async def _reload(api: BotApi, content: Path, front: Proxy) -> None:
    """An edit, put into the folder at once as a whole, shows in every process within `RELOADED` seconds."""
    file, luis, new = content / "es" / "visa-cost.md", api.person(2), "Una frase nueva de prueba."
    before, _, answer = file.read_text(encoding="utf-8").rpartition("---\n")
    edited = file.with_name(".visa-cost.new")
    edited.write_text(f"{before}---\n{new} {answer}", encoding="utf-8")
    since = time.monotonic()
    edited.replace(file)
    knows: dict[int, float] = {}
    while set(knows) != set(front.ports):
        handed = Counter(front.handed)
        got = await luis.sends_press("topic:visa-cost")
        # One press at a time, so it is known which process answered it.
        (by,) = (front.handed - handed).keys()
        if new in got[0].text:
            knows.setdefault(by, time.monotonic() - since)
        else:
            assert by not in knows, "a process went back to the old words"
        assert time.monotonic() - since < PATIENCE
    assert max(knows.values()) <= RELOADED, knows
