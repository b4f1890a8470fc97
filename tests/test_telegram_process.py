"""The bot as its own process, as it is deployed: killed in the middle of an answer, and told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.telegram.webhook import secret
from bot.live import Live
from tests.botapi import BotApi
from tests.botapi.people import until
from tests.botapi.running import MODES, free_port, settings_for

ROOT = Path(__file__).parent.parent

START = 60.0
"""Seconds that the bot may need to answer first, on a slow and busy machine."""


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server
        assert server.violations == []


async def start(api: BotApi, folder: Path, webhook_url: str) -> asyncio.subprocess.Process:
    """The bot in a process of its own, with a database in `folder`."""
    ours = {
        "TELEGRAM_TOKEN": api.token,
        "TELEGRAM_BASE_URL": api.base_url,
        "WEBHOOK_URL": webhook_url,
        "WEB_LISTEN": f"127.0.0.1:{free_port()}",
        "VAR_DIR": str(folder),
        "DATABASE_URL": "",
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=ROOT, env=os.environ | ours, stdout=asyncio.subprocess.DEVNULL
    )


async def end(process: asyncio.subprocess.Process) -> None:
    """Kills the process, if it has not ended by itself."""
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    await process.wait()


@pytest.mark.parametrize("mode", MODES)
async def test_a_bot_killed_in_the_middle_of_an_answer_gives_it_after_it_is_back(
    api: BotApi, live: Live, tmp_path: Path, mode: str
) -> None:
    """Killed after the turn was saved and before the answer was sent: sent once, and counted once."""
    # What was fitted for the other tests is used here too: a first start would fit for a minute.
    (tmp_path / "matching").symlink_to(ROOT / "var" / "matching")
    ana, settings = api.person(1001), settings_for(api, mode)
    if settings.webhook_url:
        api.delivery.set_webhook({"url": settings.webhook_url, "secret_token": secret(settings)})
    api.fails("sendMessage", delay=600)
    update = await ana.posts("/start")
    first = await start(api, tmp_path, settings.webhook_url)
    try:
        await until(lambda: api.faults["sendMessage"][0].times == 0, START)
    finally:
        await end(first)
    assert not update.taken.is_set()
    assert not ana.sees

    second = await start(api, tmp_path, settings.webhook_url)
    try:
        await until(update.taken.is_set, START)
        assert len(ana.sees) == 1
        second.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(second.wait(), 20) == 0
    finally:
        await end(second)
