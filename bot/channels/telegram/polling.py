"""Asks Telegram for updates, for a bot that has no public address.

The offset, which tells Telegram what has been taken, moves only past updates that
were answered: what is in hand when the process dies is delivered again.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any
from urllib.parse import urlencode

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.desk import Desk
from bot.channels.telegram.passed import Passed, is_taken
from bot.channels.telegram.request import Request
from bot.channels.telegram.waiting import pause, seconds, unless_stopped
from bot.settings import SettingsError
from bot.store import Store

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")

WINDOW = 100
"""Updates that one call returns at most (Bot API, getUpdates)."""

LONG_POLL = 30
"""Seconds that Telegram waits for something to tell before it answers that there is nothing."""

SHORT = 0.3
"""Seconds between two calls at least, when there was nothing to tell."""

STUCK = 5.0
"""Seconds after which a full window of unanswered updates is stepped past, so that other chats are served."""

IN_HAND = 1000
"""Updates in memory at most: past that nothing more is stepped past."""

FINISH_SECONDS = 8.0
"""Seconds for what is in hand when the bot is told to stop; with the rest it is gone within ten."""

LAST_CALL = 2
"""Seconds for telling Telegram what was answered before the bot is gone."""

log = structlog.get_logger(__name__)


class Window:
    """The updates that Telegram has told us and that it has not been told are taken."""

    def __init__(self) -> None:
        self.offset = 0
        self._known: dict[int, asyncio.Task[float]] = {}
        self._raw: dict[int, dict[str, Any]] = {}
        self._front, self._since = 0, 0.0

    def learn(self, got: list[dict[str, Any]], desk: Desk) -> int:
        """Has the desk take what is new; how many that were."""
        new = [update for update in got if update["update_id"] not in self._known]
        for update in new:
            self._known[update["update_id"]] = desk.take(update)
            self._raw[update["update_id"]] = update
        return len(new)

    def unfinished(self) -> list[asyncio.Task[float]]:
        """What is still in hand."""
        return [task for task in self._known.values() if not is_taken(task)]

    def move(self) -> None:
        """Moves the offset past what has been taken, and no further."""
        if not self._known:
            return
        open_ids = [id for id, task in self._known.items() if not is_taken(task)]
        self.offset = min(open_ids, default=max(self._known) + 1)
        self._known = {id: task for id, task in self._known.items() if id >= self.offset}
        self._raw = {id: self._raw[id] for id in self._known}
        if self.offset != self._front:
            self._front, self._since = self.offset, asyncio.get_running_loop().time()

    def forget(self) -> None:
        """Nothing is open and all is confirmed: Telegram may begin at a lower number after a silent week."""
        self.offset, self._front = 0, 0

    def stuck(self) -> list[tuple[dict[str, Any], asyncio.Task[float]]]:
        """The unanswered updates of a whole window whose first one has been stuck for `STUCK` seconds."""
        full = len(self._known) >= WINDOW and bool(self.unfinished())
        if not full or asyncio.get_running_loop().time() - self._since < STUCK:
            return []
        return [(self._raw[id], task) for id, task in self._known.items() if not is_taken(task)]

    def step_past(self) -> None:
        """Moves past a whole window, so that nobody waits behind one chat; the unanswered stay in hand."""
        self.offset = max(self._known) + 1
        self._known, self._raw = {}, {}


async def poll(
    bot: Bot, request: Request, desk: Desk, stop: asyncio.Event, store: Store | None = None
) -> None:
    """Takes updates until `stop`, then finishes what is in hand. Raises `SettingsError` for a wrong token.

    What is stepped past is kept in `store` until it is served, also by another process.
    """
    window, wait, failures = Window(), 0.05, 0
    passed = Passed(store, desk)
    await passed.take_up(stop)
    while not stop.is_set():
        window.move()
        try:
            asked = asyncio.get_running_loop().time()
            got = await unless_stopped(stop, _updates(bot, request, window.offset, LONG_POLL))
        except TelegramError as failed:
            failures += 1
            await _recover(bot, failed, failures, stop)
            continue
        if got is None:
            break
        failures = 0
        if window.learn(got, desk):
            wait = 0.05
        elif len(desk.in_hand) < IN_HAND and (stuck := window.stuck()) and await passed.keep(stuck):
            window.step_past()
            log.warning("One chat is stuck; its updates are kept so that others are served.")
            continue
        if unfinished := window.unfinished():
            # Telegram would tell the same updates again at once: give them a moment to be answered.
            await unless_stopped(stop, _settle(unfinished, wait))
            wait = min(wait * 2, 0.5)
        elif not got:
            window.forget()
            if asyncio.get_running_loop().time() - asked < SHORT:
                await pause(stop, SHORT)  # a small test server that does not wait
    if left := await desk.finish(FINISH_SECONDS):
        log.warning("Some updates were not finished in time; Telegram delivers them again.", updates=left)
    await passed.close()
    window.move()
    if window.offset:
        try:
            async with asyncio.timeout(LAST_CALL):
                await _updates(bot, request, window.offset, 0, limit=1)
        except (TelegramError, TimeoutError):
            log.warning("Telegram could not be told what was answered; it may deliver it again.")


async def _settle(tasks: list[asyncio.Task[float]], seconds: float) -> None:
    await asyncio.wait(tasks, timeout=seconds)


async def _updates(
    bot: Bot, request: Request, offset: int, wait: int, limit: int = WINDOW
) -> list[dict[str, Any]]:
    """The updates from `offset` on, raw: the library gives up all of them for one that it cannot read."""
    query = urlencode(
        {"offset": offset, "limit": limit, "timeout": wait, "allowed_updates": json.dumps(ALLOWED_UPDATES)}
    )
    got: object = await request.post(f"{bot.base_url}/getUpdates?{query}", read_timeout=wait + 10)
    if not isinstance(got, list):
        raise TelegramError("the answer is not a list of updates")
    return [each for each in got if isinstance(each, dict) and type(each.get("update_id")) is int]


async def _recover(bot: Bot, failed: TelegramError, failures: int, stop: asyncio.Event) -> None:
    """What to do when asking failed: mend it where that can be done, and wait."""
    wait = min(30.0, 0.5 * 2 ** min(failures, 10))
    if isinstance(failed, InvalidToken):
        raise SettingsError("TELEGRAM_TOKEN was refused by Telegram. Ask @BotFather for the current token.")
    if isinstance(failed, Conflict) and "webhook" in failed.message:
        log.warning(
            "This bot had a webhook; it is removed, because WEBHOOK_URL is not set. No message is lost."
        )
        with contextlib.suppress(TelegramError):
            await bot.delete_webhook(drop_pending_updates=False)
            return
    elif isinstance(failed, Conflict):
        log.error("Another process polls with the same token. Only one may: stop the other one.")
        wait = min(30.0, 5.0 * failures)
    elif isinstance(failed, RetryAfter):
        wait = seconds(failed.retry_after)
    elif failures in (1, 10) or not failures % 100:
        log.warning("Telegram cannot be reached; trying again.", why=type(failed).__name__, times=failures)
    await pause(stop, wait)
