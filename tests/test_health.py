"""What whoever watches the bot sees, over a real process and the servers that it needs."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.live import Live
from tests.botapi import BotApi
from tests.botapi.people import until
from tests.botapi.running import free_port
from tests.conftest import new_database

ROOT = Path(__file__).parent.parent
START = 60.0


class Watched:
    """A bot in its process, as seen from its private address."""

    def __init__(self, process: asyncio.subprocess.Process, port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log

    async def asks(self, path: str) -> tuple[int, str]:
        """The status and the body."""
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{self.port}{path}") as answer,
        ):
            return answer.status, await answer.text()

    async def headers(self, path: str) -> Mapping[str, str]:
        """What an answer carries."""
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{self.port}{path}") as answer,
        ):
            return answer.headers

    async def until(self, path: str, status: int) -> str:
        """The body, as soon as there is such an answer."""
        async with asyncio.timeout(START):
            while True:
                try:
                    got, body = await self.asks(path)
                    if got == status:
                        return body
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.1)

    async def until_counted(self, line: str) -> None:
        """Waits until there is one."""
        async with asyncio.timeout(START):
            while await self.number(line) < 1:  # noqa: ASYNC110, another process counts
                await asyncio.sleep(0.1)

    async def number(self, line: str) -> float:
        """The value of one line of the metrics; 0 where it is not there."""
        _, page = await self.asks("/metrics")
        found = re.search(rf"^{re.escape(line)} (\S+)$", page, re.MULTILINE)
        return float(found[1]) if found else 0.0


@asynccontextmanager
async def bot(api: BotApi, folder: Path, **more: str) -> AsyncIterator[Watched]:
    """The bot as it is deployed, polling."""
    folder.mkdir(exist_ok=True)  # noqa: ASYNC240
    (folder / "matching").symlink_to(ROOT / "var" / "matching")
    port, log = free_port(), folder / "log"
    ours = {
        "TELEGRAM_TOKEN": api.token,
        "TELEGRAM_BASE_URL": api.base_url,
        "WEB_LISTEN": f"127.0.0.1:{free_port()}",
        "HEALTH_LISTEN": f"127.0.0.1:{port}",
        "VAR_DIR": str(folder),
        "DATABASE_URL": "",
        **more,
    }
    with log.open("wb") as written:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            cwd=ROOT,
            env=os.environ | ours,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=written,
        )
    try:
        yield Watched(process, port, log)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


async def test_a_bot_that_runs_is_alive_and_ready_and_counts(api: BotApi, live: Live, tmp_path: Path) -> None:
    ana = api.person(1001)
    async with bot(api, tmp_path / "var") as seen:
        ready = json.loads(await seen.until("/readyz", 200))
        await ana.starts()
        await ana.says("cuanto cuesta la visa")
        await ana.sends_press("topic:scam-signs")

        assert await seen.asks("/healthz") == (200, '{"alive": true}')
        assert ready == {"ready": True, "not_ready": {}, "looked_at": ["bot_api", "content", "database"]}
        assert await seen.number('ventanilla_updates_total{kind="message",outcome="answered"}') == 2
        assert await seen.number('ventanilla_updates_total{kind="callback_query",outcome="answered"}') == 1
        assert await seen.number('ventanilla_decisions_total{channel="telegram",decision="answer"}') == 1
        assert await seen.number('ventanilla_turn_seconds_count{kind="press"}') == 2
        assert await seen.number("ventanilla_outbox_rows") == 0
        assert await seen.number("ventanilla_content_topics") > 100
        _, page = await seen.asks("/metrics")
        # No line names a person, and nothing that anybody wrote is there.
        assert "1001" not in page
        assert "cuesta" not in page
        assert (await seen.asks("/"))[0] == 404
        assert (await seen.headers("/metrics"))["X-Content-Type-Options"] == "nosniff"
        assert (await seen.headers("/nothing"))["Server"] == "ventanilla"

        seen.process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(seen.process.wait(), 20) == 0
        # One event a line, as JSON, without a word of anybody's.
        lines = [json.loads(line) for line in seen.log.read_text().splitlines()]
        assert {"health-listens", "Listening", "tidied"} & {each["event"] for each in lines}
        assert all({"event", "level", "timestamp"} <= set(each) for each in lines)
        assert "cuesta" not in seen.log.read_text()


async def test_what_is_not_ready_is_named(api: BotApi, live: Live, tmp_path: Path) -> None:
    away = f"http://127.0.0.1:{free_port()}/bot"
    async with bot(api, tmp_path / "var", TELEGRAM_BASE_URL=away) as seen:
        told = {"content": ""}
        while "content" in told:  # until the matcher is there
            told = json.loads(await seen.until("/readyz", 503))["not_ready"]
            await asyncio.sleep(0.2)

        assert told == {"bot_api": "it does not answer"}
        assert (await seen.asks("/healthz"))[0] == 200


async def test_a_database_that_goes_away_is_told(
    api: BotApi, live: Live, tmp_path: Path, postgres: str
) -> None:
    import psycopg

    database = new_database(postgres)
    found = re.search(r"/(t[0-9a-f]{12})\?", database)
    assert found
    name = found[1]
    async with bot(api, tmp_path / "var", DATABASE_URL=database) as seen:
        await seen.until("/readyz", 200)
        with psycopg.connect(postgres.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false'.encode())
            connection.execute(
                b"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
            )
            told = json.loads(await seen.until("/readyz", 503))
            assert set(told["not_ready"]) == {"database"}
            assert (await seen.asks("/metrics"))[0] == 200
            connection.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS true'.encode())
        await seen.until("/readyz", 200)


async def test_a_bad_edit_shows_as_a_refused_reload(api: BotApi, live: Live, tmp_path: Path) -> None:
    import shutil

    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    async with bot(api, tmp_path / "var", CONTENT_DIR=str(content)) as seen:
        await seen.until("/readyz", 200)
        (content / "menu.yaml").write_text("- topic:no-such-topic\n")
        await seen.until_counted('ventanilla_reloads_total{result="refused"}')

        assert await seen.number("ventanilla_content_problems") >= 1
        assert (await seen.asks("/readyz"))[0] == 200


async def test_two_replicas_have_an_address_each_and_off_has_none(
    api: BotApi, live: Live, tmp_path: Path
) -> None:
    values: dict[str, Any] = {"TELEGRAM_TOKEN": ""}
    async with bot(api, tmp_path / "a", **values) as one, bot(api, tmp_path / "b", **values) as two:
        await one.until("/readyz", 200)
        await two.until("/readyz", 200)
        assert one.port != two.port
    async with bot(api, tmp_path / "c", **values, HEALTH_LISTEN="off") as none:
        await until(lambda: "tidied" in none.log.read_text(), START)
        assert "health-listens" not in none.log.read_text()
