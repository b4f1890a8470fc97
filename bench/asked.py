"""What the people of `load.py` press and ask, and whether the bot is ready for it."""

from __future__ import annotations

import asyncio
import json
import random
import time
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from bench.echo import TOKEN
from bench.started import ROOT, Started, whole_bot
from bot.content import read_sentences
from tests.botapi import BotApi

PRESSES = [
    "menu:",
    "topic:visa-cost",
    "flow:eligibility",
    "answer:eligibility/where/mexico",
    "topic:scam-signs",
    "menu:",
    "topic:how-to-apply",
    "flow:eligibility",
    "answer:eligibility/where/central-america",
]

READY_SECONDS = 600.0
"""A first start fits the matcher."""

AROUND = {
    "es": ("oiga", "disculpe", "buenas", "hola", "una pregunta", "por favor", "gracias", "me dice", "ayuda"),
    "en": ("hey", "excuse me", "hello", "hi", "a question", "please", "thanks", "tell me", "help"),
}


def questions(count: int) -> list[str]:
    """So many questions as people ask them, no two alike: the sentences of tests/ with words around them."""
    sentences = read_sentences(ROOT / "tests")[0]
    found = sorted({(each.language, each.text) for each in sentences if each.language in AROUND})
    made: dict[str, None] = {}
    chance = random.Random(1)
    while len(made) < count:
        language, text = chance.choice(found)
        before, after = chance.choices(AROUND[language], k=2)
        made[chance.choice((text, f"{before}, {text}", f"{text} {after}", f"{before} {text}, {after}"))] = (
            None
        )
    return list(made)


async def ready(bot: Started) -> None:
    """Waits until the bot says that it is ready; an echo is at once."""
    if not bot.health:
        return
    until, told = time.monotonic() + READY_SECONDS, ""
    while time.monotonic() < until:
        told = await asyncio.to_thread(_look, f"{bot.health}/readyz")
        if told == "":
            return
        await asyncio.sleep(0.5)
    raise RuntimeError(f"the bot is not ready: {told}")


def _look(url: str) -> str:
    try:
        with urlopen(url, timeout=6):
            return ""
    except HTTPError as error:
        return str(json.loads(error.read())["not_ready"])
    except URLError as error:
        return str(error.reason)


async def rules_kept(short: bool) -> list[str]:
    """The rules of the Bot API that the bot breaks when it answers what is pressed and asked here."""
    async with BotApi(token=TOKEN) as api, whole_bot(api.base_url) as bot:
        await ready(bot)
        api.delivery.set_webhook({"url": bot.webhook, "secret_token": bot.secret})
        ana = api.person(1_000_001)
        silent = [each for each in PRESSES * 2 if not await ana.sends_press(each)]
        silent += [each for each in questions(10 if short else 100) if not await ana.says(each)]
        return [*api.violations, *(f"no answer to {each}" for each in silent)]
