"""What a request for a person leads to, as a value: who can answer, and what words mean meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from bot.acts.staff import hear
from bot.effects import Effect
from bot.handoffs import ANONYMOUS, STAFF, STRANGER, Handoff, Heard, Thread
from bot.match import Match
from bot.model import Action, Content, Conversation, Gathered, Incoming, Reply, Turn
from bot.office import Office
from bot.scene import Scene
from bot.turn import turn
from tests.test_turn import CONTENT

NOW = datetime(2026, 11, 24, 16, tzinfo=UTC)
KNOWN = Conversation(language="es", notices=("disclaimer",), topics=("visa-cost", "timing"))
OPEN = replace(KNOWN, handoff="1")
HOURS = {day: ((time(9), time(17)),) for day in range(7)}


def at_work(content: Content) -> Content:
    office = Office("Law VM", "firm_phone", "https://www.lawvm.com", hours=HOURS, confirmed_by="Ana, 2026")
    commands = {"terminar": Action("stop"), "menú": Action("menu"), "borrar": Action("forget")}
    commands |= {"sí": Action("yes"), "mi cita": Action("appointments"), "persona": Action("person")}
    return replace(content, office=office, commands={**content.commands, **commands})


def does(kept: Conversation, *, action: str = "", desk: str = "open", minutes: int = 5, **about: Any) -> Turn:
    """What a message or a press leads to."""
    match = about.pop("match", Match("refuse", language="es"))
    incoming = replace(Incoming("telegram", "7", "99", action=Action.read(action)), **about)
    scene = Scene(incoming, kept, at_work(CONTENT), date(2026, 11, 24), Gathered(match), now=NOW, desk=desk)
    return turn(replace(scene, answer_minutes=minutes))


def actions(reply: Reply) -> list[str]:
    return [str(button.action or "") for row in reply.buttons for button in row]


def kinds(done: Turn) -> list[str]:
    return [each.kind for each in done.effects]


def test_a_request_is_remembered_and_tells_what_was_read() -> None:
    done = does(KNOWN, action="person:")

    assert done.conversation.handoff == "2611241600-99"
    values = {"id": "2611241600-99", "language": "es", "topics": "visa-cost,timing", "minutes": "5"}
    assert done.effects == (Effect("handoff", values),)
    assert actions(done.replies[0]) == ["end:"]


def test_what_it_means_that_people_read_is_said_once_and_first() -> None:
    first = does(KNOWN, action="person:")
    second = does(replace(first.conversation, handoff=""), action="person:")

    assert first.replies[0].text.startswith("_Antes de escribir")
    assert "Antes de escribir" not in second.replies[0].text


@pytest.mark.parametrize(
    "about",
    [
        pytest.param({"channel": "web"}, id="web"),
        pytest.param({"channel": "terminal"}, id="terminal"),
        pytest.param({"sender": "-1001/7"}, id="group"),
        pytest.param({"minutes": 0}, id="nobody may answer"),
    ],
)
def test_where_nobody_can_answer_the_phone_is_given(about: dict[str, Any]) -> None:
    done = does(KNOWN, action="person:", **about)

    assert done.effects == ()
    assert done.conversation.handoff == ""
    assert "Law VM" in done.replies[0].text
    assert "menu:" in actions(done.replies[0])


@pytest.mark.parametrize("desk", ["demo", "closed"])
def test_a_demonstration_and_an_unconfirmed_firm_take_no_request(desk: str) -> None:
    done = does(KNOWN, action="person:", desk=desk)

    assert done.effects == ()
    assert done.conversation.handoff == ""


@pytest.mark.parametrize("text", ["sí", "mi cita", "persona", "hola", "¿cuánto cuesta?", "/menuda"])
def test_words_are_for_the_office(text: str) -> None:
    done = does(OPEN, text=text, message="12")

    assert done.replies == ()
    assert done.conversation == OPEN
    assert done.effects == (Effect("pass-on", {"id": "1", "text": text, "message": "12", "minutes": "5"}),)


def test_a_question_to_the_office_is_kept_nowhere_else() -> None:
    assert kinds(does(OPEN, text="¿qué hago?", match=Match("refuse", language="es"))) == ["pass-on"]


@pytest.mark.parametrize("text", ["terminar", "Terminar.", "menú"])
def test_some_words_end_it(text: str) -> None:
    done = does(OPEN, text=text)

    assert kinds(done) == ["end"]
    assert done.conversation.handoff == ""
    assert done.replies[0].buttons


def test_a_forwarded_word_ends_nothing() -> None:
    assert kinds(does(OPEN, text="terminar", forwarded=True)) == ["pass-on"]


def test_every_picture_of_an_album_is_passed_on() -> None:
    for n in range(3):
        assert kinds(does(OPEN, media="photo", album="a", message=str(n))) == ["pass-on"]


def test_a_made_up_button_passes_nothing_on() -> None:
    assert does(OPEN, action="pass-on:").effects == ()
    assert does(KNOWN, action="end:").effects == ()


@pytest.mark.parametrize("danger", ["emergency", "crisis", "detention", "passport-taken"])
def test_danger_is_answered_and_passed_on(danger: str) -> None:
    done = does(OPEN, text="ayuda", match=Match("refuse", language="es", danger=danger))

    assert kinds(done) == ["pass-on"]
    assert done.conversation.handoff == "1"
    assert len(done.replies) == 1


def test_forgetting_asks_first_and_keeps_the_handoff_until_then() -> None:
    asked = does(OPEN, text="borrar")
    assert asked.conversation.handoff == "1"
    assert kinds(asked) == []

    done = does(OPEN, action="forget:yes")
    assert kinds(done) == ["forget"]
    assert done.conversation.handoff == ""


def test_the_last_three_topics_are_remembered_each_once() -> None:
    kept = Conversation(language="es")
    for id in ("visa-cost", "timing", "visa-cost", "how-to-apply", "greeting"):
        kept = does(kept, action=f"topic:{id}").conversation

    assert kept.topics == ("visa-cost", "how-to-apply", "greeting")


# ---- what staff write ---------------------------------------------------------------------------

HANDOFF = Handoff("1", "telegram", "7", "es", (), Thread("-1", topic="5"), "open", False, 0, NOW, NOW)
SCENE = Scene(Incoming("telegram", "", ""), Conversation(language="en"), CONTENT, date(2026, 11, 24), now=NOW)


def hears(found: Handoff | None = HANDOFF, kept: Conversation | None = None, **about: Any) -> Turn:
    said = replace(Heard("1", "-1", STAFF, "9", topic="5"), **about)
    return hear(SCENE, kept or Conversation(), said, found, (3,))


def test_words_of_staff_are_for_the_person() -> None:
    assert hears(text="Hola").effects == (Effect("relay", {"id": "1", "text": "Hola"}),)
    assert hears(text="Hola", found=None).effects == ()
    assert hears(text="Hola", found=replace(HANDOFF, state="ended")).effects == ()


@pytest.mark.parametrize("author", [STRANGER, ANONYMOUS])
@pytest.mark.parametrize(
    "said", [{"text": "Hola"}, {"command": "end"}, {"command": "done", "value": "3"}, {"media": "photo"}]
)
def test_nobody_else_does_anything(author: str, said: dict[str, Any]) -> None:
    done = hears(author=author, **said)

    assert done.effects == ()
    assert len(done.replies) == 1


def test_a_stranger_is_told_once_a_thread() -> None:
    first = hears(author=STRANGER, text="a")
    again = hears(author=STRANGER, text="b", kept=first.conversation)
    elsewhere = hears(author=STRANGER, text="c", topic="6", kept=first.conversation)

    assert (len(first.replies), len(again.replies), len(elsewhere.replies)) == (1, 0, 1)


@pytest.mark.parametrize("value", ["", "x", "-1", "٣", "9" * 30, "3.0"])
def test_a_number_that_is_none_is_told(value: str) -> None:
    done = hears(command="done", value=value)

    assert done.effects == ()
    assert "/done 3" in done.replies[0].text


def test_a_command_that_is_edited_is_not_done_again() -> None:
    assert hears(command="end", edited=True) == Turn((), Conversation())
