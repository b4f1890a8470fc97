"""The bot in a process of its own, as it is deployed: `python -m bot run` and people of `tests.botapi`."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.channels.telegram.webhook import secret
from tests.botapi import BotApi
from tests.botapi.running import free_port, settings_for

ROOT = Path(__file__).parent.parent


def environment(api: BotApi, folder: Path, webhook_url: str, database: str) -> dict[str, str]:
    """All that a bot needs to serve people of this server, with a matcher that was fitted before."""
    if not (folder / "matching").exists():
        (folder / "matching").symlink_to(ROOT / "var" / "matching")
    ours = {"TELEGRAM_TOKEN": api.token, "TELEGRAM_BASE_URL": api.base_url, "WEBHOOK_URL": webhook_url}
    ours |= {"WEB_LISTEN": f"127.0.0.1:{free_port()}", "VAR_DIR": str(folder), "DATABASE_URL": database}
    # A few people do here what many would.
    ours |= {"MESSAGES_AN_HOUR": "0", "BOOKINGS_A_DAY": "0", "CALLBACKS_A_DAY": "0", "HANDOFFS_A_DAY": "0"}
    # Whether answers can be heard must not depend on what is installed.
    ours |= {"LISTEN": "0", "TRANSCRIBER_URL": ""}
    return os.environ | ours | {"DEMO": "1", "LOG_LEVEL": "error"}


def prepared(api: BotApi, mode: str, folder: Path, database: str = "") -> dict[str, str]:
    """The environment of a bot that gets its updates in this way; "" is SQLite in `folder`."""
    settings = settings_for(api, mode)
    if settings.webhook_url:
        api.delivery.set_webhook({"url": settings.webhook_url, "secret_token": secret(settings)})
    return environment(api, folder, settings.webhook_url, database)


async def launch(environment: dict[str, str]) -> asyncio.subprocess.Process:
    """The bot in a process of its own."""
    command = (sys.executable, "-m", "bot", "run")
    nowhere = asyncio.subprocess.DEVNULL
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, stdout=nowhere)


@asynccontextmanager
async def bot(environment: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot, killed at the end of the block if it still runs."""
    process = await launch(environment)
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def terminated(process: asyncio.subprocess.Process, seconds: float = 20) -> int:
    """Tells the bot to stop; its exit code."""
    process.send_signal(signal.SIGTERM)
    return await asyncio.wait_for(process.wait(), seconds)
