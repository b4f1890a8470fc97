"""Waiting that ends at once when the bot is asked to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, TypeVar

T = TypeVar("T")


async def unless_stopped(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """What `work` returns, or None when `stop` came first; `work` is then cancelled."""
    task, stopped = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
        return await task if task.done() else None
    finally:
        for each in (task, stopped):
            each.cancel()
        await asyncio.gather(task, stopped, return_exceptions=True)


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Waits so many seconds, or until the bot is asked to stop."""
    await unless_stopped(stop, asyncio.sleep(seconds))


def seconds(wait: Any) -> float:
    """The library's time periods, in seconds."""
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
