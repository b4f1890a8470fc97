"""What does a person say in a voice message? Asked of whoever can find out, within bounds, or not at all.

A transcriber is slow and is another program: it may be away, hang or talk nonsense. Whatever happens, the
person gets an answer in time, and nobody else waits for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.model import Incoming
from bot.render import clean
from bot.understood import tidied

AT_ONCE = 4
"""Messages that are listened to at a time; speech takes a processor seconds."""

MOST_WAITING = 12
"""With more under way or waiting, the next is told at once that it cannot be heard: it would wait too long,
and hold a place that somebody who writes could have."""

SECONDS = 20.0
"""So long one may take, waiting included: the desk gives the engine thirty."""

Ear = Callable[[str, str], Awaitable[str]]
"""From a channel's own id of a voice message, and the language it is likely in ("" if unknown), its words."""

log = structlog.get_logger()


class Hearing:
    """Listens to voice messages. `ears` are what can do that, by channel; none where nothing is set up."""

    def __init__(self) -> None:
        self.ears: dict[str, Ear] = {}
        self._turns, self._under_way = asyncio.Semaphore(AT_ONCE), 0

    def can(self, incoming: Incoming) -> bool:
        """Whether this message is one to listen to."""
        return bool(incoming.voice and not incoming.text.strip() and incoming.channel in self.ears)

    async def words(self, incoming: Incoming, language: str) -> str:
        """What is said in it; "" where that cannot be found out. Never raises, and is never logged."""
        if self._under_way >= MOST_WAITING:
            log.warning("A voice message is not listened to: too many are waiting.")
            return ""
        self._under_way += 1
        try:
            async with asyncio.timeout(SECONDS), self._turns:
                heard = await self.ears[incoming.channel](incoming.voice, language)
        except Exception as error:
            log.warning("A voice message could not be understood.", why=type(error).__name__)
            return ""
        finally:
            self._under_way -= 1
        return tidied(clean(heard))
