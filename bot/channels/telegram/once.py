"""One message to one person, with one call: what cannot be known to have failed is not tried again."""

from __future__ import annotations

from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.channels.telegram.counts import Counts
from bot.channels.telegram.incoming import Place
from bot.channels.telegram.sending import parts, send_part
from bot.channels.telegram.waiting import seconds
from bot.mailing import Unsure
from bot.model import Reply
from bot.outbox import NotNow, Unreachable

NEVER_LEFT = ("ClientConnectorError", "ClientConnectorDNSError", "ConnectionTimeoutError")
"""Kinds of failure in which no byte of the call has left."""

LATER = 15.0
"""Seconds after which such a call is tried again."""


async def write_once(bot: Bot, counts: Counts, sender: str, reply: Reply) -> None:
    """Sends a reply that is one message. Raises `Unreachable` where it never can be sent, `NotNow` where
    Telegram surely did not take it, `Unsure` where nobody knows."""
    (part,) = parts([reply])
    try:
        await send_part(bot, Place(int(sender)), part)
    except RetryAfter as limited:
        counts.retries["429"] += 1
        raise NotNow(seconds(limited.retry_after)) from None
    except (Forbidden, ChatMigrated):
        counts.drops["forbidden"] += 1
        raise Unreachable("forbidden") from None
    except BadRequest as refused:
        counts.drops["bad request"] += 1
        raise Unreachable("bad request") from refused
    except NetworkError as failed:
        if failed.message in NEVER_LEFT:
            raise NotNow(LATER) from None
        raise Unsure from None
    except TelegramError:
        raise Unsure from None
    counts.sent += 1
