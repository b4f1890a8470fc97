"""Tells Telegram once per deployment who the bot is: webhook, commands, name and descriptions.

Only what differs is set, for Telegram limits these calls hard; so a second run
changes nothing. Each is set in every language, and once for people with another one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from telegram import Bot, BotCommand
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.polling import ALLOWED_UPDATES
from bot.channels.telegram.request import bot_and_request
from bot.channels.telegram.waiting import seconds
from bot.channels.telegram.webhook import secret
from bot.language import NAMES, translator
from bot.model import LANGUAGES
from bot.settings import Settings, SettingsError

CONNECTIONS = 100
"""Deliveries that Telegram may have under way at the same time (1 to 100)."""

WAIT_AT_MOST = 60.0

NOT_INLINE = "Inline mode is off. To let people share answers in any chat: @BotFather, /setinline."
"""Only its owner can turn it on, and only there."""

T = TypeVar("T")


async def set_up(settings: Settings) -> list[str]:
    """Sets what differs; a sentence for each thing changed. Raises `SettingsError` for a refusal."""
    bot, request = bot_and_request(settings)
    async with request:
        try:
            changed = await _webhook(bot, settings)
            # The list for everyone else comes last: a language without its own would show that one.
            for code in (*LANGUAGES, ""):
                changed += await _texts(bot, code, code or settings.default_language)
            if not (await _patiently(bot.get_me)).supports_inline_queries:
                changed.append(NOT_INLINE)
        except InvalidToken:
            raise SettingsError(
                "TELEGRAM_TOKEN was refused by Telegram. Ask @BotFather for the token."
            ) from None
        except TelegramError as error:
            raise SettingsError(f"Telegram did not take the set-up: {error.message}. Run it again.") from None
    return changed


async def _webhook(bot: Bot, settings: Settings) -> list[str]:
    now = await _patiently(bot.get_webhook_info)
    if not settings.webhook_url:
        if not now.url:
            return []
        await _patiently(bot.delete_webhook, drop_pending_updates=False)
        return ["The webhook is removed: the bot polls, because WEBHOOK_URL is not set."]
    wanted = (settings.webhook_url, tuple(sorted(ALLOWED_UPDATES)), CONNECTIONS)
    # The secret cannot be asked for; where it was changed, our own 403 shows in Telegram's last error.
    refused = "403" in (now.last_error_message or "")
    if not refused and (now.url, tuple(sorted(now.allowed_updates or ())), now.max_connections) == wanted:
        return []
    await _patiently(
        bot.set_webhook,
        settings.webhook_url,
        max_connections=CONNECTIONS,
        allowed_updates=ALLOWED_UPDATES,
        drop_pending_updates=False,
        secret_token=secret(settings),
    )
    return [f"Telegram now delivers to {settings.webhook_url}."]


async def _texts(bot: Bot, code: str, language: str) -> list[str]:
    """Commands, name and descriptions for the people with app language `code`; "": everyone else."""
    t = translator(language)
    whom = f"for {NAMES[code]}" if code else "for every other language"
    changed = []
    wanted = commands(language)
    if await _patiently(bot.get_my_commands, language_code=code) != tuple(wanted):
        await _patiently(bot.set_my_commands, wanted, language_code=code)
        changed.append(f"The commands {whom} are set.")
    name = t.say("Ventanilla: H-2B visas")
    if (await _patiently(bot.get_my_name, language_code=code)).name != name:
        await _patiently(bot.set_my_name, name, language_code=code)
        changed.append(f"The name {whom} is set.")
    long = t.say(
        "Ask me about H-2B visas in your own words: what they cost, how to apply, how to tell a scam."
        " Every answer names its official source and the day it was checked."
        " I am an automated service and give information, not legal advice."
    )
    if (await _patiently(bot.get_my_description, language_code=code)).description != long:
        await _patiently(bot.set_my_description, long, language_code=code)
        changed.append(f"The description {whom} is set.")
    short = t.say("Answers about H-2B visas, in Spanish and English, from official sources.")
    if (await _patiently(bot.get_my_short_description, language_code=code)).short_description != short:
        await _patiently(bot.set_my_short_description, short, language_code=code)
        changed.append(f"The short description {whom} is set.")
    return changed


def commands(language: str) -> list[BotCommand]:
    """The commands that the menu beside the text field offers, named and explained in one language."""
    say = translator(language).say
    explained = [
        ("menu", "menu", say("Show the menu")),
        ("book", "agendar", say("Book a consultation")),
        ("appointments", "citas", say("My appointments")),
        ("person", "persona", say("Talk to a person")),
        ("call", "llamar", say("Call, or ask for a call")),
        ("alerts", "avisos", say("What I tell you of when it changes")),
        ("big", "grande", say("Short pieces, on or off")),
        ("language", "idioma", say("Change the language")),
        ("help", "ayuda", say("What I can do")),
        ("privacy", "privacidad", say("What I remember of you")),
        ("forget", "borrar", say("Forget me")),
    ]
    return [BotCommand(spanish if language == "es" else english, why) for english, spanish, why in explained]


async def _patiently(call: Callable[..., Awaitable[T]], *values: Any, **named: Any) -> T:
    """Makes one call, waiting where Telegram says for how long."""
    for _ in range(3):
        try:
            return await call(*values, **named)
        except RetryAfter as limited:
            if seconds(limited.retry_after) > WAIT_AT_MOST:
                raise
            await asyncio.sleep(seconds(limited.retry_after))
    return await call(*values, **named)
