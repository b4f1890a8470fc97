"""What the bot makes of everything that people can do in Telegram, heard by the engine over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from bot.model import Action, Button, Contact, Incoming, Reply
from tests.botapi import BotApi, Person
from tests.botapi.running import Echo, running, settings_for


@dataclass
class World:
    """A running bot, what its engine heard, and someone to write to it."""

    api: BotApi
    engine: Echo
    ana: Person

    @property
    def last(self) -> Incoming:
        """What the engine heard last."""
        return self.engine.heard[-1]


@pytest.fixture
async def world() -> AsyncIterator[World]:
    buttons = ((Button("Menú", Action("menu")), Button("Tema", Action("topic", "visa-cost"))),)
    engine = Echo(lambda heard: [Reply(heard.text or "bien", buttons, quotes=heard.forwarded)])
    async with BotApi() as api:
        async with running(engine, settings_for(api)):
            yield World(api, engine, api.person(1001, language="es-419"))
        assert api.violations == []


async def test_a_text_is_heard_with_who_where_and_in_which_language(world: World) -> None:
    await world.ana.says("¿cuánto cuesta?")

    heard = world.last
    assert (heard.channel, heard.sender, heard.text, heard.language) == (
        "telegram",
        "1001",
        "¿cuánto cuesta?",
        "es",
    )
    assert heard.update_id.isdigit()
    assert heard.action is None


@pytest.mark.parametrize(
    ("told", "language"), [("en", "en"), ("pt-br", "pt"), ("zh-hans", "zh"), ("", ""), ("x", "")]
)
async def test_the_language_of_the_app_is_its_first_two_letters(
    world: World, told: str, language: str
) -> None:
    await world.api.person(7, language=told).says("hola")

    assert world.last.language == language


@pytest.mark.parametrize(
    ("typed", "action"),
    [
        ("/start", "start:"),
        ("/start topic_visa-cost", "topic:visa-cost"),
        ("/start flow_eligibility", "flow:eligibility"),
        ("/start lang_en", "language:en"),
        ("/start language_es", "language:es"),
        ("/start topic_", "start:"),
        ("/start ref_12345", "start:"),
        ("/start topic_" + "a" * 64, "start:"),
        ("/start topic_año", "start:"),
        ("/menu", "menu:"),
        ("/MENU", "menu:"),
        ("/menu@ventanilla_test_bot", "menu:"),
        ("/language", "languages:"),
        ("/idioma", "languages:"),
        ("/help", "help:"),
        ("/ayuda", "help:"),
        ("/privacy", "privacy:"),
        ("/privacidad", "privacy:"),
        ("/forget", "forget:"),
        ("/borrar", "forget:"),
        ("/call", "call:"),
        ("/llamar", "call:"),
        ("/person", "person:"),
        ("/persona", "person:"),
    ],
)
async def test_a_command_is_an_action(world: World, typed: str, action: str) -> None:
    await world.ana.says(typed)

    assert str(world.last.action) == action
    assert world.last.text == ""


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("/visa cost", "visa cost"),
        ("/visa_cost", "visa cost"),
        ("/ hola", "/ hola"),
        ("/", "/"),
        ("// ?", "// ?"),
    ],
)
async def test_an_unknown_command_is_read_as_words(world: World, typed: str, text: str) -> None:
    await world.ana.says(typed)

    assert (world.last.text, world.last.action) == (text, None)


@pytest.mark.parametrize(
    ("content", "media"),
    [
        ({"sticker": {"file_id": "s", "file_unique_id": "s", "width": 1, "height": 1, "is_animated": False,
                      "is_video": False, "type": "regular"}}, "sticker"),
        ({"video": {"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 1}}, "video"),
        ({"video_note": {"file_id": "v", "file_unique_id": "v", "length": 1, "duration": 1}}, "video"),
        ({"animation": {"file_id": "g", "file_unique_id": "g", "width": 1, "height": 1, "duration": 1},
          "document": {"file_id": "g", "file_unique_id": "g"}}, "video"),
        ({"audio": {"file_id": "a", "file_unique_id": "a", "duration": 1}}, "audio"),
        ({"location": {"latitude": 19.4, "longitude": -99.1}}, "location"),
        ({"venue": {"location": {"latitude": 1, "longitude": 1}, "title": "t", "address": "a"},
          "location": {"latitude": 1, "longitude": 1}}, "location"),
        ({"poll": {"id": "1", "question": "¿?", "options": [], "total_voter_count": 0, "is_closed": False,
                   "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
                   "allows_revoting": False, "members_only": False}}, "poll"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "other"),
        ({"hologram": {"file_id": "h"}}, "other"),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else value,
)  # fmt: skip
async def test_what_is_no_text_is_heard_by_its_kind(
    world: World, content: dict[str, Any], media: str
) -> None:
    await world.ana.sends(**content)

    assert (world.last.media, world.last.text) == (media, "")


async def test_voice_photos_and_files_are_heard_by_their_kind(world: World) -> None:
    await world.ana.sends_voice()
    await world.ana.sends_photo("¿esto es una estafa?")
    await world.ana.sends_document("oferta.pdf", b"%PDF", "mire")

    assert [(each.media, each.text) for each in world.engine.heard] == [
        ("voice", ""),
        ("photo", "¿esto es una estafa?"),
        ("file", "mire"),
    ]


async def test_the_pictures_of_an_album_carry_its_id(world: World) -> None:
    await world.ana.sends_album(["¿es verdad?", ""])

    first, second = world.engine.heard
    assert first.album == second.album != ""


async def test_only_ones_own_contact_card_is_own(world: World) -> None:
    await world.ana.shares_contact("+52 55 1234 5678")
    await world.ana.shares_contact("+52 55 8765 4321", own=False)

    own, other = world.engine.heard
    assert (own.contact, own.media) == (Contact("+52 55 1234 5678", own=True), "contact")
    assert other.contact == Contact("+52 55 8765 4321", own=False)


async def test_a_forwarded_message_is_marked_and_its_commands_are_only_words(world: World) -> None:
    await world.ana.forwards("Pague 500 dólares")
    assert (world.last.forwarded, world.last.text) == (True, "Pague 500 dólares")

    await world.ana.forwards("/forget")
    assert (world.last.action, world.last.text) == (None, "/forget")


async def test_a_button_finds_the_message_that_was_replied_to(world: World) -> None:
    await world.ana.forwards("Pague 500 dólares hoy")
    await world.ana.presses("Tema")

    assert world.last.action == Action("topic", "visa-cost")
    assert world.last.text == "Pague 500 dólares hoy"


async def test_a_button_under_a_message_too_old_to_see_still_works(world: World) -> None:
    await world.ana.says("hola")
    seen = await world.ana.presses("Tema", old=True)

    assert world.last.action == Action("topic", "visa-cost")
    assert len(seen) == 1


@pytest.mark.parametrize("data", ["", "no colon", ":", "x" * 65, "topic:ñ", "a:\n", "\x00:"])
async def test_made_up_button_data_is_the_menu(world: World, data: str) -> None:
    await world.ana.sends_press(data)

    assert world.last.action == Action("menu")


async def test_made_up_actions_pass_on_as_they_are(world: World) -> None:
    """The engine's table knows which actions there are."""
    await world.ana.sends_press("admin:drop tables")

    assert world.last.action == Action("admin", "drop tables")


async def test_an_edited_message_is_a_new_one(world: World) -> None:
    await world.ana.says("cuanto cuesta la bisa")
    seen = await world.ana.edits("cuánto cuesta la visa")

    assert [each.text for each in seen] == ["cuánto cuesta la visa"]
    assert len({each.update_id for each in world.engine.heard}) == 2


async def test_a_live_location_is_heard_once(world: World) -> None:
    await world.ana.sends(location={"latitude": 19.4, "longitude": -99.1, "live_period": 900})
    assert await world.ana.edits(location={"latitude": 19.5, "longitude": -99.1, "live_period": 900}) == []

    assert len(world.engine.heard) == 1


async def test_control_marks_are_taken_out_of_what_is_heard(world: World) -> None:
    await world.ana.says("vi\x00sa \u202e¿cuánto?\ud800")

    assert world.last.text == "visa ¿cuánto?\ufffd"


async def test_only_emoji_and_ten_thousand_characters_are_heard_whole(world: World) -> None:
    await world.ana.says("🌽🌽")
    await world.ana.says("a" * 10_000)

    assert [len(each.text) for each in world.engine.heard] == [2, 10_000]


async def test_service_messages_bots_and_channels_are_left_alone(world: World) -> None:
    group = world.api.group(-100_1)
    await world.ana.posts(chat=group, new_chat_members=[world.api.me])
    await world.ana.posts(chat=group, group_chat_created=True)
    await Person(world.api, 99, "en", "Robot", world.api.person(99).private, is_bot=True).posts("hola")
    await world.ana.blocks()
    await world.api.person(5).says("fin")

    assert [each.text for each in world.engine.heard] == ["fin"]


# Groups


async def test_in_a_group_it_hears_only_what_is_for_it(world: World) -> None:
    group = world.api.group(-100_1)
    for words in ("hola a todos", "escriban a bot@ventanilla_test_bot", "@ventanilla_test_bot2 hola"):
        assert await world.ana.says(words, chat=group) == []
    assert world.engine.heard == []

    await world.ana.says("oye @Ventanilla_Test_Bot, ¿cuánto cuesta?", chat=group)

    assert world.last.text == "oye ¿cuánto cuesta?"
    assert world.last.sender == "-1001/1001"


async def test_in_a_group_a_reply_to_the_bot_is_for_it_and_quotes(world: World) -> None:
    group = world.api.group(-100_1)
    (seen,) = await world.ana.says("@ventanilla_test_bot hola", chat=group)
    (again,) = await world.ana.replies("¿y cuánto tarda?", seen, chat=group)

    assert world.last.text == "¿y cuánto tarda?"
    assert again.raw["reply_to_message"]["text"] == "¿y cuánto tarda?"


async def test_in_a_group_its_name_alone_asks_for_the_menu(world: World) -> None:
    await world.ana.says("@ventanilla_test_bot", chat=world.api.group(-100_1))

    assert world.last.action == Action("menu")


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("/menu", "menu:"),
        ("/menu@ventanilla_test_bot", "menu:"),
        ("/menu@some_other_bot", ""),
        ("/roll 6", ""),
        ("/precio@ventanilla_test_bot", "precio"),
    ],
)
async def test_in_a_group_a_command_for_another_bot_is_left_alone(
    world: World, typed: str, heard: str
) -> None:
    await world.ana.says(typed, chat=world.api.group(-100_1))

    assert [str(each.action or each.text) for each in world.engine.heard] == ([heard] if heard else [])


async def test_in_a_group_each_person_has_a_conversation_of_their_own(world: World) -> None:
    group, luis = world.api.group(-100_1), world.api.person(1002)
    await world.ana.says("@ventanilla_test_bot hola", chat=group)
    await luis.presses("Menú", chat=group)

    assert [each.sender for each in world.engine.heard] == ["-1001/1001", "-1001/1002"]


async def test_in_a_forum_the_answer_stays_in_its_topic(world: World) -> None:
    group = world.api.group(-100_1, forum=True)
    group.topics[7] = "open"
    (seen,) = await world.ana.says(
        "@ventanilla_test_bot hola", chat=group, message_thread_id=7, is_topic_message=True
    )

    assert seen.raw["message_thread_id"] == 7
