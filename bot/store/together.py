"""Turns that wait at the same time share a transaction: a busy bot then writes many for the price of a few.

Only plain turns do: of different people, known ones, taken for the first time and without effects. Every
other is decided again in a transaction of its own, after those before it, and so is everybody's where the
shared one fails. Nobody is told of a turn before its transaction is committed.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.model import Conversation, Incoming, Turn

MOST = 64
"""Turns in one transaction: those that come later wait for less."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A turn to be taken: its message, when, how it is decided, and for which version (None: for any)."""

    incoming: Incoming
    now: datetime
    decide: Callable[[Conversation], Turn]
    version: int | None = None


class Together:
    """Hands turns to `take_all` on the threads, `at_once` bundles at the same time.

    `take_all` returns for each its turn or the error that it ended with.
    """

    def __init__(
        self,
        take_all: Callable[[Sequence[Wanted]], list[Turn | Exception]],
        threads: ThreadPoolExecutor,
        at_once: int,
    ) -> None:
        self._take_all, self._threads, self._at_once = take_all, threads, at_once
        self._waiting: deque[tuple[Wanted, asyncio.Future[Turn]]] = deque()
        self._under_way = 0

    async def take(self, wanted: Wanted) -> Turn:
        """The turn, written; raises what its transaction ended with."""
        future: asyncio.Future[Turn] = asyncio.get_running_loop().create_future()
        self._waiting.append((wanted, future))
        self._go_on()
        return await future

    def _go_on(self) -> None:
        while self._waiting and self._under_way < self._at_once:
            count = min(MOST, len(self._waiting))
            bundle = [self._waiting.popleft() for _ in range(count)]
            self._under_way += 1
            loop = bundle[0][1].get_loop()
            done = loop.run_in_executor(self._threads, self._take_all, [each for each, _ in bundle])
            done.add_done_callback(partial(self._deliver, bundle))

    def _deliver(
        self,
        bundle: list[tuple[Wanted, asyncio.Future[Turn]]],
        done: asyncio.Future[list[Turn | Exception]],
    ) -> None:
        self._under_way -= 1
        failed = None if done.cancelled() else done.exception()
        for n, (_, future) in enumerate(bundle):
            if future.done():
                continue  # nobody waits any more; the turn is written all the same
            if done.cancelled():
                future.cancel()
                continue
            came = failed or done.result()[n]
            if isinstance(came, BaseException):
                future.set_exception(came)
            else:
                future.set_result(came)
        self._go_on()
