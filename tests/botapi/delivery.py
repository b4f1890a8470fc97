"""How updates reach the bot: kept until they are taken, told to whoever polls, or posted to a webhook.

As Telegram does it: a webhook queue (one a chat, one more for each person's button
presses) goes out strictly one by one, and the next only after a 2xx; anything else is
delivered again with the same id, later and later, `Retry-After` honoured. A poller's
offset confirms what came before it. Only the first delay is shorter than Telegram's, and where a test kills
the bot every other second the longest one too.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.botapi.rules import UPDATE_KINDS, Refused

NOT_BY_ITSELF = {"chat_member", "message_reaction", "message_reaction_count"}
"""Kinds that a bot gets only if it names them in allowed_updates."""

CALLBACK_SECONDS = 150
"""Telegram stops delivering a button press after so long."""


@dataclass(slots=True)
class Update:
    """One update on its way. `taken` is set when the bot confirmed it; `statuses` are a webhook's answers."""

    id: int
    kind: str
    queue: int
    body: dict[str, Any]
    since: float = field(default_factory=time.monotonic)
    taken: asyncio.Event = field(default_factory=asyncio.Event)
    statuses: list[int] = field(default_factory=list)


class Delivery:
    """The updates that the bot has not taken yet."""

    def __init__(self) -> None:
        self.pending: dict[int, Update] = {}
        self.webhook: dict[str, Any] = {}
        self.allowed: set[str] = set()
        self.last_error = ""
        self.first_delay, self.longest_delay = 0.1, 60.0
        self.answer_seconds = 60.0
        self.told = 0
        self._ids = itertools.count(500_001)
        self._workers: dict[int, asyncio.Task[None]] = {}
        self._news = asyncio.Event()
        self._poller: asyncio.Event | None = None
        self._connections = asyncio.Semaphore(40)
        self._session: aiohttp.ClientSession | None = None

    async def put(self, kind: str, content: dict[str, Any], queue: int) -> Update:
        """A new update, unless the bot did not ask for this kind: then it is as good as taken."""
        update = Update(next(self._ids), kind, queue, content)
        update.body = {"update_id": update.id, kind: content}
        if kind not in (self.allowed or UPDATE_KINDS - NOT_BY_ITSELF) and kind in UPDATE_KINDS:
            update.taken.set()
            return update
        self.pending[update.id] = update
        if self.webhook:
            self._work(queue)
        self._tell()
        return update

    async def repeat(self, update: Update) -> None:
        """Delivers again what the bot has taken, as if its answer had been lost on the way."""
        update.taken.clear()
        self.pending[update.id] = update
        self.pending = dict(sorted(self.pending.items()))
        if self.webhook:
            self._work(update.queue)
        self._tell()

    def _tell(self) -> None:
        """Wakes whoever polls. A fresh event each time, so that no news is missed."""
        news, self._news = self._news, asyncio.Event()
        news.set()

    def allow(self, kinds: Any) -> None:
        """What the bot wants from now on; None leaves it as it was."""
        if kinds is not None:
            self.allowed = set(kinds)

    # Polling

    async def get_updates(self, call: dict[str, Any]) -> list[dict[str, Any]]:
        """What is pending from the offset on, waiting for it if need be. Only one poller at a time."""
        if self.webhook:
            raise Refused(
                "can't use getUpdates method while webhook is active;"
                " use deleteWebhook to delete the webhook first",
                409,
            )
        if self._poller:
            self._poller.set()
        mine = self._poller = asyncio.Event()
        self.allow(call.get("allowed_updates"))
        offset, limit = call.get("offset", 0), min(max(call.get("limit", 100), 1), 100)
        for id in [id for id in self.pending if id < offset]:
            self.pending.pop(id).taken.set()
        until = time.monotonic() + call.get("timeout", 0)
        while not mine.is_set():
            news = self._news
            ready = [update.body for id, update in self.pending.items() if id >= offset][:limit]
            if ready or time.monotonic() >= until:
                self.told += len(ready)
                return ready
            await _first(until - time.monotonic(), news, mine)
        raise Refused(
            "terminated by other getUpdates request; make sure that only one bot instance is running", 409
        )

    # Webhook

    def set_webhook(self, call: dict[str, Any]) -> None:
        """Posts to this address from now on, what is pending first."""
        self.webhook = {
            name: call[name] for name in ("url", "secret_token", "max_connections") if name in call
        }
        self.allow(call.get("allowed_updates"))
        self.last_error = ""
        self._connections = asyncio.Semaphore(int(call.get("max_connections", 40)))
        if call.get("drop_pending_updates"):
            self.pending.clear()
        for queue in {update.queue for update in self.pending.values()}:
            self._work(queue)

    def delete_webhook(self, call: dict[str, Any]) -> None:
        """Posts nowhere from now on."""
        self.webhook = {}
        if call.get("drop_pending_updates"):
            self.pending.clear()

    def _work(self, queue: int) -> None:
        worker = self._workers.get(queue)
        if worker is None or worker.done():
            self._workers[queue] = asyncio.create_task(self._empty(queue))

    async def _empty(self, queue: int) -> None:
        delay = self.first_delay
        while self.webhook and (waiting := [each for each in self.pending.values() if each.queue == queue]):
            update = waiting[0]
            if update.kind == "callback_query" and time.monotonic() - update.since > CALLBACK_SECONDS:
                del self.pending[update.id]
                continue
            async with self._connections:
                status, later = await self._post(update)
            update.statuses.append(status)
            if 200 <= status < 300:
                self.pending.pop(update.id, None)
                update.taken.set()
                delay = self.first_delay
                continue
            self.last_error = f"Wrong response from the webhook: {status}"
            await asyncio.sleep(later or delay)
            delay = min(delay * 2, self.longest_delay)

    async def _post(self, update: Update) -> tuple[int, float]:
        """One delivery: the status (0: no answer), and the seconds that Retry-After asks for."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        headers = {}
        if secret := self.webhook.get("secret_token"):
            headers["X-Telegram-Bot-Api-Secret-Token"] = secret
        self.told += 1
        try:
            async with self._session.post(
                self.webhook["url"],
                json=update.body,
                headers=headers,
                timeout=aiohttp.ClientTimeout(total=self.answer_seconds),
            ) as answer:
                await answer.read()
                return answer.status, min(float(answer.headers.get("Retry-After", 0)), 3600)
        except (aiohttp.ClientError, TimeoutError):
            return 0, 0.0

    async def close(self) -> None:
        """Ends all deliveries."""
        if self._poller:
            self._poller.set()
        for worker in self._workers.values():
            worker.cancel()
        await asyncio.gather(*self._workers.values(), return_exceptions=True)
        if self._session:
            await self._session.close()


async def _first(seconds: float, *events: asyncio.Event) -> None:
    """Waits until one of the events is set, or so many seconds."""
    tasks = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
