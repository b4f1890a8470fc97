"""A conversation over Telegram's HTTP with the real engine and the project's own content."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.engine import Engine
from bot.model import Topic
from bot.settings import Settings
from tests.botapi import BotApi, Person
from tests.botapi.people import Seen
from tests.botapi.running import MODES, running, settings_for


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server
        assert server.violations == []


@pytest.fixture(params=MODES)
async def settings(api: BotApi, engine: Engine, request: pytest.FixtureRequest) -> AsyncIterator[Settings]:
    """The settings of the bot that runs while the test does."""
    chosen = settings_for(api, request.param)
    async with running(engine, chosen):
        yield chosen


@pytest.fixture
def ana(api: BotApi, settings: Settings) -> Person:
    return api.person(1001)


def topic(engine: Engine, id: str, language: str) -> Topic:
    """A topic of the project's own content."""
    return engine.content.topics[id, language]


def labels(seen: list[Seen]) -> list[str]:
    """All the buttons of some messages."""
    return [label for each in seen for label in each.labels]


async def test_start_greets_in_the_language_of_the_app(api: BotApi, ana: Person) -> None:
    (spanish,) = await ana.starts()
    (english,) = await api.person(1002, language="en").starts()

    assert spanish.text != english.text
    assert "English" in labels([spanish])
    assert "Español" in labels([english])


async def test_a_question_is_answered_with_its_sources_and_ways_on(engine: Engine, ana: Person) -> None:
    seen = await ana.says("¿cuánto cuesta la visa?")

    assert "USD" in seen[-1].text
    assert set(topic(engine, "visa-cost", "es").sources.values()) <= set(seen[-1].links)
    assert 0 < len(seen[-1].buttons) <= 6
    assert all(len(label) <= 40 for label in labels(seen))


async def test_a_deep_link_opens_a_topic(engine: Engine, ana: Person) -> None:
    (seen,) = await ana.starts("topic_visa-cost")

    assert "USD" in seen.text


async def test_a_button_opens_its_topic(ana: Person) -> None:
    (menu,) = await ana.says("/menu")
    button = next(each for each in menu.buttons if each["callback_data"].startswith("topic:"))

    assert await ana.presses(button["text"])


async def test_an_edited_question_is_answered_again(ana: Person) -> None:
    await ana.says("cuanto questa la bisa xq")
    (seen,) = await ana.edits("¿cuánto cuesta la visa?")

    assert "USD" in seen.text


async def test_a_forwarded_offer_is_no_question_and_its_buttons_find_it_again(ana: Person) -> None:
    (seen,) = await ana.forwards("¿cuánto cuesta la visa?")

    assert seen.raw["reply_to_message"]["text"] == "¿cuánto cuesta la visa?"
    button = next(each for each in seen.buttons if each["callback_data"].startswith("as-question:"))
    (answered,) = await ana.presses(button["text"])
    assert "USD" in answered.text


async def test_an_album_gets_one_reply(ana: Person) -> None:
    seen = await ana.sends_album(["¿cuánto cuesta la visa?", "", ""])

    assert len(seen) == 1


@pytest.mark.parametrize("kind", ["voice", "photo", "sticker", "location", "contact"])
async def test_what_cannot_be_read_gets_one_kind_sentence(ana: Person, kind: str) -> None:
    sticker = {"file_id": "s", "file_unique_id": "s", "width": 1, "height": 1, "type": "regular"}
    content: dict[str, Any] = {
        "voice": {"file_id": "v", "file_unique_id": "v", "duration": 1},
        "photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}],
        "sticker": sticker | {"is_animated": False, "is_video": False},
        "location": {"latitude": 19.4, "longitude": -99.1},
        "contact": {"phone_number": "+52 55 1234 5678", "first_name": "Luis"},
    }

    assert len(await ana.sends(**{kind: content[kind]})) == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("🌽" * 30, id="emoji"),
        pytest.param("\u202e\u200f¿?", id="direction marks"),
        pytest.param("vi\x00sa", id="zero byte"),
        pytest.param("a" * 10_000, id="10,000 characters"),
        pytest.param("<b>{{ visa_fee }}</b> {% for x in y %} <script>alert(1)</script>", id="HTML and Jinja"),
        pytest.param("/start " + "x" * 500, id="a long payload"),
        pytest.param("/" * 50, id="slashes"),
        pytest.param("@ventanilla_test_bot", id="a mention"),
        pytest.param("'; DROP TABLE conversations; --", id="SQL"),
        pytest.param("\ud83d", id="half a character"),
    ],
)
async def test_odd_messages_get_an_honest_reply_and_cost_nobody_else_one(
    api: BotApi, ana: Person, text: str
) -> None:
    seen = await ana.says(text)
    other = await api.person(1002).says("¿cuánto cuesta la visa?")

    assert len(seen) == 1
    assert "Traceback" not in seen[0].text
    assert "USD" in other[-1].text


@pytest.mark.parametrize(
    "data", ["admin:all", "topic:../../etc/passwd", "topic:", "answer:x/y/z", "x" * 64, "forget:yes:"]
)
async def test_a_made_up_button_gets_the_menu(ana: Person, data: str) -> None:
    (seen,) = await ana.sends_press(data)

    assert seen.buttons


async def test_another_persons_button_changes_only_ones_own_conversation(api: BotApi, ana: Person) -> None:
    """In a group anyone can press what stands under an answer to somebody else."""
    luis, group = api.person(1002), api.group(-100_1)
    await ana.says("/menu@ventanilla_test_bot", chat=group)
    await luis.sends_press("language:en", group.sees[-1], chat=group)
    (again,) = await ana.says("/menu@ventanilla_test_bot", chat=group)

    assert again.text == group.sees[0].text


async def test_a_question_in_english_is_answered_in_english(engine: Engine, ana: Person) -> None:
    seen = await ana.says("how much does the visa cost?")

    assert "visa" in seen[-1].text
    assert "cuesta" not in seen[-1].text


async def test_200_messages_from_one_chat_leave_another_person_served_at_once(
    api: BotApi, ana: Person
) -> None:
    luis = api.person(1002)
    flood = [await ana.posts(f"mensaje {n} sin sentido") for n in range(200)]
    await luis.posts("¿cuánto cuesta la visa?")
    await luis.waits(1, seconds=60)
    before = len(ana.sees)
    for update in flood:
        await update.taken.wait()

    # Telegram hands out a hundred updates at a time; of the second hundred hardly any comes before him.
    assert before < 150
    assert len(ana.sees) == 200
