"""`@bot visa cost` in any chat: answers to share, with date, source and whose they are; nothing is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram import ALLOWED_UPDATES
from bot.engine import Engine
from tests.botapi import BotApi
from tests.botapi.running import running, settings_for
from tests.firm import everything


@pytest.fixture
async def api(engine: Engine) -> AsyncIterator[BotApi]:
    """A server of ours, and the real bot with its matcher."""
    async with BotApi() as server, running(engine, settings_for(server), share=engine.share):
        yield server
        assert server.violations == []


@pytest.mark.parametrize(
    ("words", "source", "checked"),
    [
        ("how much does the visa cost", "Sources", "Checked against official sources on"),
        ("cuánto cuesta la visa", "Fuentes", "Comparado con las fuentes oficiales el"),
    ],
)
async def test_an_answer_is_offered_in_the_language_of_the_words(
    api: BotApi, engine: Engine, words: str, source: str, checked: str
) -> None:
    found = await api.person(1001, "es").asks_inline(words)

    first = found["results"][0]
    text = first["input_message_content"]["message_text"]
    assert "USD" in text
    for each in (source, checked, "www.lawvm.com"):
        assert each in text
    assert first["description"]
    assert found["is_personal"] is False
    assert int(found["cache_time"]) == 300
    assert await everything(engine, "conversations", "questions", "updates") == "[[], [], []]"


async def test_without_words_the_menus_topics_are_offered_in_the_language_of_the_app(api: BotApi) -> None:
    spanish = await api.person(1001, "es").asks_inline("")
    english = await api.person(1002, "en").asks_inline("")

    assert spanish["results"]
    assert spanish["is_personal"] is True
    assert [each["title"] for each in spanish["results"]] != [each["title"] for each in english["results"]]


async def test_what_is_not_known_offers_the_bot_itself(api: BotApi) -> None:
    found = await api.person(1001, "en").asks_inline("recipe for banana bread with walnuts")

    assert found["results"] == []
    assert found["button"]["text"] == "Ask me in your own words"


def test_telegram_is_asked_for_inline_queries() -> None:
    assert "inline_query" in ALLOWED_UPDATES
