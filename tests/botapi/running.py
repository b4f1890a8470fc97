"""A bot under test: the real channel and settings against a server of ours, by polling or webhook."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.channels.telegram import Counts, run, set_up
from bot.channels.telegram.desk import Engine
from bot.channels.telegram.inline import Share
from bot.hearing import Hearing
from bot.mailing import Mailing
from bot.model import Conversation, Incoming, Reply, Turn
from bot.outbox import Outbox
from bot.relay import Relay
from bot.settings import Settings
from bot.speaking import Speaking
from tests.botapi.server import BotApi

MODES = ("polling", "webhook")


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def settings_for(api: BotApi, mode: str = "polling", **more: Any) -> Settings:
    """The settings of a bot that uses this server; nothing is read from the machine's own `.env`."""
    if mode == "webhook":
        more.setdefault("webhook_url", f"http://127.0.0.1:{free_port()}/telegram")
    values: dict[str, Any] = {
        "telegram_token": api.token,
        "telegram_base_url": api.base_url,
        "_env_file": None,
    }
    return Settings(**(values | more))


@asynccontextmanager
async def running(
    engine: Engine,
    settings: Settings,
    *,
    counts: Counts | None = None,
    prepare: bool = True,
    outbox: Outbox | None = None,
    relay: Relay | None = None,
    sent: Callable[[Incoming], Awaitable[None]] | None = None,
    mailing: Mailing | None = None,
    share: Share | None = None,
    speaking: Speaking | None = None,
    hearing: Hearing | None = None,
) -> AsyncIterator[asyncio.Event]:
    """The channel, running until the block is left; yields the event that stops it."""
    stop = asyncio.Event()
    serving = run(
        *(engine, settings, stop, counts, outbox, relay, sent, mailing, share),
        speaking=speaking,
        hearing=hearing,
    )
    task = asyncio.create_task(serving)
    try:
        if prepare and settings.webhook_url:
            await set_up(settings)
        yield stop
    finally:
        stop.set()
        await task


@dataclass
class Echo:
    """An engine that says back what it hears, or what `says` makes of it; it knows repeated updates."""

    says: Callable[[Incoming], Sequence[Reply]] = lambda heard: (
        Reply(heard.text or str(heard.action or heard.media)),
    )
    seconds: Callable[[Incoming], float] = lambda heard: 0.0
    heard: list[Incoming] = field(default_factory=list)
    finished: list[Incoming] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    def __post_init__(self) -> None:
        self._turns: dict[str, Turn] = {}

    async def handle(self, incoming: Incoming) -> Turn:
        """What it says to one message; the same again for an update seen before."""
        if incoming.update_id not in self._turns:
            self.heard.append(incoming)
            self.at_once += 1
            self.most_at_once = max(self.at_once, self.most_at_once)
            try:
                await asyncio.sleep(self.seconds(incoming))
            finally:
                self.at_once -= 1
            self._turns[incoming.update_id] = Turn(tuple(self.says(incoming)), Conversation())
            self.finished.append(incoming)
        return self._turns[incoming.update_id]

    def apology(self, incoming: Incoming) -> Reply:
        """What it says when `says` failed."""
        return Reply("Lo siento.")
