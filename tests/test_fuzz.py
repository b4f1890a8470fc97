"""Whatever comes in from outside, updates, files of staff's, words of people's: nothing breaks."""

from __future__ import annotations

import re
from typing import Any

import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram import Update, User
from telegram.error import TelegramError

from bot import render
from bot.channels.page.wire import read
from bot.channels.telegram.heard import heard
from bot.channels.telegram.incoming import pressed, to_incoming
from bot.content.flow_files import add_words, read_routes
from bot.content.reading import Found
from bot.flows import walk
from tests.conftest import ROOT

ME = User(7, "Bot", True, username="VentanillaBot")
MUCH = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
ODD = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["/start", "/start topic_visa-cost", "menu:", "a:b", "\x00", "\ud800", "\u202e", "-1", "{{ x }}"]
    ),
)
LEAF = st.one_of(st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), ODD)
ANY = st.recursive(
    LEAF,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(ODD, inner, max_size=4)),
    max_leaves=12,
)


def mostly(right: Any) -> st.SearchStrategy[Any]:
    """The right thing most of the time, so that what stands deeper is reached."""
    return st.one_of(st.just(right), st.just(right), st.just(right), ANY)


PERSON = st.fixed_dictionaries(
    {"id": mostly(5), "is_bot": mostly(False), "first_name": mostly("Ana")},
    optional={"language_code": ANY, "username": ANY},
)
CHAT = st.fixed_dictionaries(
    {"id": mostly(5), "type": st.sampled_from(["private", "group", "supergroup", "channel", "x"])},
    optional={"title": ANY, "is_forum": ANY},
)
MESSAGE = st.fixed_dictionaries(
    {
        "message_id": mostly(1),
        "date": mostly(1),
        "chat": st.one_of(CHAT, ANY),
        "from": st.one_of(PERSON, ANY),
    },
    optional={
        "text": ODD,
        "caption": ODD,
        "contact": st.one_of(st.fixed_dictionaries({"phone_number": ODD, "first_name": ODD}), ANY),
        "photo": ANY,
        "voice": ANY,
        "document": ANY,
        "forward_origin": ANY,
        "media_group_id": ANY,
        "message_thread_id": ANY,
        "is_topic_message": ANY,
        "migrate_to_chat_id": ANY,
        "entities": ANY,
        "reply_to_message": ANY,
    },
)
QUERY = st.fixed_dictionaries(
    {"id": mostly("1"), "from": PERSON, "chat_instance": mostly("1")},
    optional={"data": ODD, "message": st.one_of(MESSAGE, ANY)},
)
UPDATE = st.fixed_dictionaries(
    {"update_id": mostly(1)},
    optional={"message": MESSAGE, "edited_message": MESSAGE, "my_chat_member": ANY},
)


@MUCH
@given(UPDATE)
def test_what_an_update_says_is_clean_whatever_it_holds(raw: dict[str, Any]) -> None:
    """What the library cannot read is left out by the desk; what it can read is read without an error."""
    try:
        update = Update.de_json(raw, None)
    except (TelegramError, TypeError, ValueError, KeyError, AttributeError, OverflowError, OSError):
        return
    try:
        found = to_incoming(update, ME)
    except (TypeError, ValueError, AttributeError):
        # A value of a kind that Telegram never sends, such as a number for a text.
        return

    if found:
        incoming, _ = found
        assert incoming.text == render.clean(incoming.text)
        assert incoming.action is None or len(str(incoming.action).encode()) <= 64
        assert re.fullmatch("[a-z]{2}|", incoming.language)
        if update.message:
            heard(update.message, "1", frozenset({5}), ME, edited=False)


@MUCH
@given(QUERY)
def test_what_a_press_says_is_clean_whatever_it_holds(raw: dict[str, Any]) -> None:
    try:
        found = pressed(raw, 1)
    except (TypeError, KeyError, AttributeError):
        # As the desk leaves out what Telegram never sends.
        return

    if found:
        incoming, place = found
        assert incoming.text == render.clean(incoming.text)
        assert incoming.action
        assert len(str(incoming.action).encode()) <= 64
        assert re.fullmatch("[a-z]{2}|", incoming.language)
        assert re.fullmatch(r"-?\d+(/-?\d+)?", incoming.sender)
        assert [type(each) for each in (place.thread, place.message) if each is not None] in (
            [],
            [int],
            [int, int],
        )


@MUCH
@given(st.one_of(st.binary(max_size=80), ANY.map(lambda each: repr(each).encode("utf-8", "replace"))))
def test_what_the_page_posts_is_read_or_refused(body: bytes) -> None:
    try:
        incoming = read(body, "s" * 32, "es")
    except web.HTTPBadRequest:
        return

    assert incoming.text == render.clean(incoming.text)


# ---- flows ---------------------------------------------------------------------------------------

FLOWS = sorted((ROOT / "content" / "flows").glob("*.yaml"))
PIECES = st.sampled_from(
    [
        "steps:",
        "  x:",
        "    kind: phone",
        "    goto: topic:a",
        "    yes: y",
        "- a",
        ": :",
        "\t",
        "&a *a",
        "<<: *a",
        "!!python/object/apply:os.system ['x']",
        "    yes: flow:" + "x" * 99,
        "'",
        '"',
        "{{ x }}",
        "    goto: book:",
        "x: [",
        "}",
    ]
)


@MUCH
@given(st.data())
def test_a_spoiled_flow_is_read_or_named_and_never_runs_in_a_circle(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    file = data.draw(st.sampled_from(FLOWS))
    lines = file.read_text("utf-8").splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines)))
        match data.draw(st.sampled_from(["cut", "twice", "put", "text"])):
            case "cut":
                del lines[at : at + data.draw(st.integers(1, 5))]
            case "twice":
                lines[at:at] = lines[at : at + 3]
            case "put":
                lines.insert(at, data.draw(PIECES))
            case "text":
                lines.insert(at, data.draw(st.text(max_size=40)))
    folder = tmp_path_factory.getbasetemp() / "flows"
    folder.mkdir(exist_ok=True)
    spoiled = folder / file.name
    spoiled.write_bytes("\n".join(lines).encode("utf-8", "replace"))

    found = Found(str(spoiled))
    routed = read_routes(spoiled, found)
    if routed:
        add_words(routed, ROOT / "content" / "es" / "flows" / file.name, "es", found)
        walk(routed.flow, {})
    for each in found.problems:
        assert each.line >= 1
        assert "Traceback" not in each.message
