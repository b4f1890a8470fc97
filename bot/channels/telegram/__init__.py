"""The Telegram channel: `run` serves people until it is told to stop, `set_up` is run once per deployment.

    update → incoming → desk (one chat in order) → engine → sending

`polling` and `webhook` are two ways to get updates; everything behind `desk` is the same.
The library is used as a client only: its own runner acknowledges before it has answered.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from functools import partial

import structlog
from telegram import Bot, User
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.counts import Counts
from bot.channels.telegram.desk import Desk, Engine
from bot.channels.telegram.inline import Share, answer_inline
from bot.channels.telegram.once import write_once
from bot.channels.telegram.polling import ALLOWED_UPDATES, FINISH_SECONDS, poll
from bot.channels.telegram.request import Request, bot_and_request
from bot.channels.telegram.sending import write_first
from bot.channels.telegram.setup import set_up
from bot.channels.telegram.staff import StaffGroup
from bot.channels.telegram.voices import Ears, Voices
from bot.channels.telegram.waiting import pause, unless_stopped
from bot.channels.telegram.webhook import listen
from bot.channels.transcriber import Transcriber
from bot.hearing import Hearing
from bot.mailing import Mailing
from bot.model import Incoming
from bot.outbox import Outbox
from bot.relay import Relay
from bot.settings import Settings, SettingsError
from bot.speaking import Speaking
from bot.store import Store

__all__ = ["ALLOWED_UPDATES", "Counts", "run", "set_up"]

# The library's own switch: `retry_after` is a timedelta, and no warning about the old form comes.
os.environ.setdefault("PTB_TIMEDELTA", "true")

# At debug level the library logs whole messages, and we log nobody's words.
logging.getLogger("telegram").setLevel(logging.WARNING)

log = structlog.get_logger(__name__)


async def run(
    engine: Engine,
    settings: Settings,
    stop: asyncio.Event,
    counts: Counts | None = None,
    outbox: Outbox | None = None,
    relay: Relay | None = None,
    sent: Callable[[Incoming], Awaitable[None]] | None = None,
    mailing: Mailing | None = None,
    share: Share | None = None,
    store: Store | None = None,
    speaking: Speaking | None = None,
    hearing: Hearing | None = None,
) -> None:
    """Serves Telegram until `stop` is set, then finishes what is in hand within ten seconds.

    Polls, or listens where `webhook_url` is set. `counts` is filled in as it goes. What waits in `outbox`
    for people on Telegram is sent through it, and `relay` brings their words to the firm's group and back.
    `sent` is told when private replies have arrived; in `store` is noted what else has, and what waits.
    `mailing` sends news through it, and `share` finds the answers for inline queries. `speaking` makes
    answers to hear, and `hearing` gets an ear here where a transcriber is set.
    Raises `SettingsError` where the token or the address cannot be used.
    """
    if not settings.telegram_token.get_secret_value():
        raise SettingsError("TELEGRAM_TOKEN is not set. @BotFather gives one.")
    bot, request = bot_and_request(settings)
    counts = request.counts = counts or Counts()
    async with request:
        me = await _who(bot, request, stop)
        if me is None:
            return
        staff = None
        if relay and settings.staff_chat:
            about = (settings.staff_chat, settings.staff, settings.staff_language)
            staff = relay.group = StaffGroup(bot, me, counts, relay, *about)
        if outbox:
            outbox.senders["telegram"] = partial(write_first, bot, counts)
            if staff:
                outbox.staff = staff.notify
            outbox.wake()
        if mailing:
            mailing.senders["telegram"] = partial(write_once, bot, counts)
        inline = partial(answer_inline, bot, counts, share) if share else None
        if hearing and settings.transcriber_url:
            hearing.ears["telegram"] = Ears(bot, Transcriber(settings)).words
        desk = Desk(
            *(engine, bot, me, counts),
            patient=not settings.webhook_url,
            staff=staff,
            sent=sent,
            store=store,
            inline=inline,
            sends=Voices(bot, counts, me.id, speaking).send if speaking else None,
        )
        resting = asyncio.create_task(_rest(outbox, mailing, stop))
        try:
            if settings.webhook_url:
                await _compare(bot, settings)
                await listen(desk, settings, stop)
            else:
                await poll(bot, request, desk, stop, store)
        finally:
            stop.set()
            # What it is sending just now still needs the connection.
            await resting


async def _rest(outbox: Outbox | None, mailing: Mailing | None, stop: asyncio.Event) -> None:
    """Ends what outbox and mailing are sending when the bot is told to stop, while the rest is finished."""
    await stop.wait()
    if mailing:
        mailing.senders.pop("telegram", None)
        await mailing.finish()
    if outbox:
        await outbox.rest(FINISH_SECONDS)


async def _who(bot: Bot, request: Request, stop: asyncio.Event) -> User | None:
    """Who the bot is, as soon as Telegram can be reached; None if `stop` came before."""
    wait = 0.5
    while not stop.is_set():
        try:
            # Read by ourselves: a small test server may leave out what the library insists on.
            me = await unless_stopped(stop, request.post(f"{bot.base_url}/getMe"))
        except InvalidToken:
            raise SettingsError(
                "TELEGRAM_TOKEN was refused by Telegram. Ask @BotFather for the current token."
            ) from None
        except TelegramError as failed:
            log.warning("Telegram cannot be reached yet; trying again.", why=type(failed).__name__)
        else:
            if me is None:
                return None
            if isinstance(me, dict) and isinstance(me.get("id"), int):
                return User(me["id"], str(me.get("first_name", "")), True, username=me.get("username"))
            raise SettingsError("TELEGRAM_BASE_URL answers, but not as a Bot API server does.")
        await pause(stop, wait)
        wait = min(wait * 2, 30)
    return None


async def _compare(bot: Bot, settings: Settings) -> None:
    """Says so where Telegram delivers elsewhere. Nothing is changed: each replica would change it again."""
    try:
        registered = (await bot.get_webhook_info()).url
    except TelegramError:
        return
    if registered != settings.webhook_url:
        log.warning("Telegram does not deliver to WEBHOOK_URL yet. Run: python -m bot telegram-setup")
