"""The server that the Telegram tests trust: does it refuse what Telegram refuses, in Telegram's words?"""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter

from bot.channels.telegram.request import bot_and_request
from tests.botapi import BotApi, Person
from tests.botapi.rules import Refused, read_html
from tests.botapi.running import settings_for


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    made, request = bot_and_request(settings_for(api))
    async with request:
        yield made


@pytest.fixture
def ana(api: BotApi) -> Person:
    return api.person(1001)


@pytest.mark.parametrize(
    ("html", "shown", "kinds"),
    [
        ("plain", "plain", []),
        ("<b>a</b> &lt;b&gt; &amp; c", "a <b> & c", ["bold"]),
        ("<b>a<i>b</i></b>", "ab", ["bold", "italic"]),
        ('<a href="https://a.b/?x=1&amp;y=2">here</a>', "here", ["text_link"]),
        ("fish & chips", "fish & chips", []),
        ("<b></b>x", "x", []),
    ],
)
def test_html_is_read_as_telegram_reads_it(html: str, shown: str, kinds: list[str]) -> None:
    read = read_html(html)

    assert read.text == shown
    assert [each["type"] for each in read.entities] == kinds


def test_offsets_count_utf_16_units() -> None:
    assert read_html("🌽<b>x</b>").entities[0]["offset"] == 2


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("a<br>b", 'Unsupported start tag "br" at byte offset 1'),
        ("ñ<p>b</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>a<i>b</b></i>", 'Unmatched end tag at byte offset 8, expected "</i>", found "</b>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("2 < 3", "Unclosed start tag at byte offset 2"),
    ],
)
def test_html_that_telegram_cannot_read_is_refused_in_its_words(html: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        read_html(html)

    assert refused.value.description == f"Bad Request: can't parse entities: {why}"


def button(times: int = 1, **about: Any) -> InlineKeyboardMarkup:
    """A keyboard of so many equal buttons."""
    return InlineKeyboardMarkup([[InlineKeyboardButton("x", **about)] * times])


@pytest.mark.parametrize(
    ("call", "why"),
    [
        pytest.param({"text": " "}, "Message text is empty", id="nothing to read"),
        pytest.param({"text": "a" * 4097}, "Message is too long", id="4097 characters"),
        pytest.param(
            {"text": f"<b>{'a' * 4096}</b>", "parse_mode": "HTML"}, "", id="4096 characters in a tag"
        ),
        pytest.param({"reply_markup": button(callback_data="ñ" * 32)}, "", id="64 bytes of data"),
        pytest.param(
            {"reply_markup": button(callback_data="ñ" * 33)}, "Button_data_invalid", id="66 bytes of data"
        ),
        pytest.param(
            {"reply_markup": button(url="tel:+390612345678")},
            "wrong port number specified in the url",
            id="tel",
        ),
        pytest.param({"reply_markup": button(url="tel:112")}, "wrong http url", id="tel, short"),
        pytest.param(
            {"reply_markup": button(url="whatsapp://send")}, "unsupported url protocol", id="whatsapp"
        ),
        pytest.param({"reply_markup": button(url="https://wa.me/1")}, "", id="https"),
        pytest.param(
            {"reply_markup": button(101, callback_data="a")}, "Reply markup is too long", id="101 buttons"
        ),
        pytest.param(
            {"reply_parameters": ReplyParameters(999)}, "Message to be replied not found", id="no original"
        ),
        pytest.param(
            {"reply_parameters": ReplyParameters(999, allow_sending_without_reply=True)},
            "",
            id="no original needed",
        ),
        pytest.param({"chat_id": 5}, "Chat not found", id="no such chat"),
    ],
)
async def test_messages_are_held_to_the_rules(bot: Bot, ana: Person, call: dict[str, Any], why: str) -> None:
    message = {"chat_id": ana.id, "text": "hola", **call}
    if not why:
        assert (await bot.send_message(**message)).message_id
        return
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(**message)

    assert why in refused.value.message


async def test_a_broken_rule_and_an_unknown_parameter_are_remembered(
    bot: Bot, api: BotApi, ana: Person
) -> None:
    with pytest.raises(BadRequest):
        await bot.send_message(ana.id, "")
    await bot.send_message(ana.id, "x", api_kwargs={"colour": "red"})

    assert api.violations == [
        "sendMessage: Bad Request: message text is empty",
        "sendMessage: unknown parameters ['colour']",
    ]


async def test_what_a_bot_cannot_know_is_no_broken_rule(bot: Bot, api: BotApi, ana: Person) -> None:
    sent = await bot.send_message(ana.id, "x")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("x", ana.id, sent.message_id)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query("1")
    ana.private.refuses = "user is deactivated"
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(ana.id, "x")

    assert api.violations == []


async def test_files_go_both_ways(bot: Bot, ana: Person) -> None:
    await ana.posts(voice={"file_id": "v", "file_unique_id": "v", "duration": 1})
    sent = await bot.send_document(
        ana.id, BytesIO(b"BEGIN:VCALENDAR"), filename="cita ñ.ics", caption="<b>Cita</b>", parse_mode="HTML"
    )

    assert sent.document
    assert sent.document.file_name == "cita ñ.ics"
    assert sent.caption == "Cita"
    fetched = await (await bot.get_file(sent.document.file_id)).download_as_bytearray()
    assert bytes(fetched) == b"BEGIN:VCALENDAR"
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_document(ana.id, BytesIO(b"x"), caption="a" * 1025)


async def test_a_contact_card_can_be_sent(bot: Bot, ana: Person) -> None:
    sent = await bot.send_contact(ana.id, "+18323056560", "Oficina")

    assert sent.contact
    assert sent.contact.phone_number == "+18323056560"


async def test_language_codes_and_commands_are_held_to_the_rules(bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("menu", "El menú")], language_code="es")
    assert [each.command for each in await bot.get_my_commands(language_code="es")] == ["menu"]
    assert await bot.get_my_commands() == ()
    for code in ("pt-br", "ES", "fil"):
        with pytest.raises(BadRequest, match="Invalid language code specified"):
            await bot.set_my_commands([BotCommand("menu", "x")], language_code=code)
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([BotCommand("menú", "x")])
    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_name("a" * 65)


async def test_faults_come_when_asked_for_and_only_then(bot: Bot, api: BotApi, ana: Person) -> None:
    api.fails("sendMessage", retry_after=3)
    with pytest.raises(RetryAfter) as limited:
        await bot.send_message(ana.id, "x")

    assert str(limited.value.retry_after) == "0:00:03"
    assert (await bot.send_message(ana.id, "x")).text == "x"


async def test_a_wrong_token_is_refused(api: BotApi) -> None:
    other, request = bot_and_request(settings_for(api, telegram_token="1:wrong"))
    async with request:
        with pytest.raises(InvalidToken):
            await other.get_me()


async def test_updates_stay_until_an_offset_confirms_them(bot: Bot, ana: Person) -> None:
    first, second = await ana.posts("uno"), await ana.posts("dos")

    assert [each.update_id for each in await bot.get_updates()] == [first.id, second.id]
    assert [each.update_id for each in await bot.get_updates(offset=second.id)] == [second.id]
    assert first.taken.is_set()
    assert not second.taken.is_set()


async def test_only_the_kinds_asked_for_are_told(bot: Bot, ana: Person) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    await ana.posts("hola")

    assert await bot.get_updates() == ()


async def test_a_webhook_and_polling_exclude_each_other(bot: Bot, api: BotApi) -> None:
    await bot.set_webhook("https://bot.example/x", secret_token="s")
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()

    assert (await bot.get_webhook_info()).url == "https://bot.example/x"
    await bot.delete_webhook()
    assert await bot.get_updates() == ()
