"""Help first: is danger noticed, is nothing else taken for it, and what does the person get to read?"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.content import read_sentences
from bot.live import Live, examples
from bot.match import DANGERS, HELPING, Match
from bot.matching import Matcher, danger_by_rules, fit
from bot.model import Action, Conversation, Gathered, Incoming, Turn
from bot.scene import Scene
from bot.turn import turn

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 24)
FOUND = {"full": 0.96, "light": 0.92}
"""The share of messages about danger, in words that nobody taught, that get help first: at least this."""

ALARMS = {"full": 0.018, "light": 0.025}
"""The share of all others that get it too: at most this. It costs their writers one short message more."""

HELD = "mi patron tiene mi pasaporte y no me deja salir"
DOOR = "ICE is at the door"


# In one worker: each would fit the light head, which takes a minute beside other tests.
LIGHT = pytest.param("light", marks=pytest.mark.xdist_group("light head"))


@pytest.fixture(scope="module", params=["full", LIGHT])
def matcher(request: pytest.FixtureRequest, live: Live) -> Matcher:
    """The matcher of the project's own content, and its light head."""
    if request.param == "full":
        assert live.matcher
        return live.matcher
    return fit(examples(live.content), ROOT / "var" / "matching", light=True)


def sentences(language: str) -> Iterator[tuple[str, str]]:
    """All test sentences of a language, each with what it is: danger, safe, helping or other. What only
    says which topic is wrong for it ("la migra me tiene", of privacy) may be a danger or not."""
    for each in read_sentences(ROOT / "tests")[0]:
        if each.language == language and each.want != "not":
            kind = "helping" if each.topic in HELPING else "other"
            yield each.text, each.want if Path(each.path).name == "_danger.yaml" else kind


@pytest.mark.parametrize("language", ["es", "en"])
def test_danger_is_noticed_and_little_else_taken_for_it(matcher: Matcher, language: str) -> None:
    counted: dict[str, list[bool]] = {}
    for text, kind in sentences(language):
        counted.setdefault(kind, []).append(bool(matcher.answer(text).danger))
    harmless = counted["safe"] + counted["other"]

    head = "light" if matcher.light else "full"
    assert sum(counted["danger"]) >= FOUND[head] * len(counted["danger"])
    assert sum(harmless) <= ALARMS[head] * len(harmless)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (HELD, "passport-taken"),
        (DOOR, "detention"),
        ("me agarró la migra", "detention"),
        ("A MI HERMANO LO AGARRARON", "detention"),
        ("hay una redada aqui", "detention"),
        ("my boss hits me", "emergency"),
        ("nos tienen encerrados en una bodega", "emergency"),
        ("mi hijo se perdió en el desierto", "emergency"),
        ("my coworker isn't breathing", "emergency"),
        ("me quiero matar", "crisis"),
        ("i want to kill myself", "crisis"),
        ("i fell off the roof and i am bleeding", "emergency"),
        ("me corté la mano con la sierra", "health-and-injury"),
        ("x" * 3000 + ". mi patron me pega", "emergency"),
        ("yo arete mari mwen", "detention"),
    ],
)
def test_what_is_said_plainly_needs_no_matcher(text: str, kind: str) -> None:
    assert danger_by_rules(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        *("", "menu", "hola", "¿cuánto cuesta la visa?", "perdí mi pasaporte", "¿es peligroso viajar?"),
        *("what if i get hurt at work?", "¿qué hago si me detiene la migra?", "me muero por ir a trabajar"),
        *("can my boss keep my passport", "me agarró la migra hace 10 años", "the boss yells at me"),
    ],
)
def test_a_question_of_rights_is_no_danger(text: str) -> None:
    assert not danger_by_rules(text)


def test_no_word_on_a_button_is_danger(live: Live) -> None:
    """What an option of a flow or a title says must reach the flow or the topic."""
    content, matcher = live.content, live.matcher
    assert matcher
    options = (
        option for flow in content.flows.values() for step in flow.steps.values() for option in step.options
    )
    words = {label for option in options for label in option.labels.values()}
    words |= {topic.title for (id, _), topic in content.topics.items() if id not in HELPING}

    assert {word for word in words if matcher.answer(word).danger} == set()


# ---- what the person gets -----------------------------------------------------------------------


def says(
    live: Live, text: str, kept: Conversation | None = None, more: dict[str, object] | None = None
) -> Turn:
    """What a message leads to on the project's own content; the match is made as the engine does."""
    match = live.matcher.answer(text) if live.matcher and text else None
    incoming = replace(Incoming("telegram", "7", "1", text), **(more or {}))  # type: ignore[arg-type]
    kept = kept or Conversation(language="es", notices=("disclaimer",))
    return turn(Scene(incoming, kept, live.content, TODAY, Gathered(match)))


IN_A_FLOW = Conversation(
    language="es", notices=("disclaimer",), flow="eligibility", answers={"eligibility": {}}
)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("kind", DANGERS)
def test_the_help_is_short_and_begins_with_a_number(live: Live, kind: str, language: str) -> None:
    incoming = Incoming("telegram", "7", "1", "…")
    match = Match("refuse", language=language, danger=kind)
    done = turn(Scene(incoming, Conversation(language=language), live.content, TODAY, Gathered(match)))
    shown = re.sub(r"\]\([^)]*\)|[*\[]", "", done.replies[0].text)

    assert len(done.replies) == 1
    assert len(shown) <= 400
    assert re.search(r"\d{3}", shown[:100])
    assert ("988" in shown[:100]) == (kind == "crisis")
    assert len(done.replies[0].buttons) == 2


def test_a_held_passport_gets_the_number_first(live: Live) -> None:
    done = says(live, HELD)

    assert "888 373 7888" in done.replies[0].text.split("\n")[0]
    assert done.conversation.misses == 0


def test_the_help_comes_in_the_language_of_the_message(live: Live) -> None:
    assert says(live, DOOR).replies[0].text.startswith("Help now")


def test_what_else_was_asked_is_answered_after_the_help(live: Live) -> None:
    match = Match("answer", "visa-cost", 0.9, language="es", danger="emergency")
    incoming = Incoming("telegram", "7", "1", "cuanto cuesta la visa y mi patron me pega")
    kept = Conversation(language="es", notices=("disclaimer",), misses=1)
    done = turn(Scene(incoming, kept, live.content, TODAY, Gathered(match)))

    assert len(done.replies) == 2
    assert "911" in done.replies[0].text
    assert "205" in done.replies[1].text
    assert done.conversation.misses == 0


def test_a_topic_that_helps_is_not_answered_a_second_time(live: Live) -> None:
    match = Match("answer", "report-abuse", 0.9, language="es", danger="emergency")
    incoming = Incoming("telegram", "7", "1", "mi patron me pega")
    done = turn(Scene(incoming, Conversation(language="es"), live.content, TODAY, Gathered(match)))

    assert len(done.replies) == 1


def test_in_a_flow_help_comes_and_then_the_step_again(live: Live) -> None:
    done = says(live, "me agarró la migra", IN_A_FLOW)

    assert "855 463" in done.replies[0].text or "520 623" in done.replies[0].text
    assert done.replies[0].buttons == ()
    assert done.replies[-1].buttons
    assert done.conversation.flow == "eligibility"
    assert done.conversation.answers == IN_A_FLOW.answers


@pytest.mark.parametrize(
    "more",
    [{"media": "photo"}, {"action": Action("as-question")}, {"media": "photo", "album": "1"}],
    ids=["caption", "as-question", "album"],
)
def test_also_in_a_caption_and_in_a_forwarded_question(live: Live, more: dict[str, object]) -> None:
    assert "888 373 7888" in says(live, HELD, more=more).replies[0].text


def test_before_there_is_a_matcher_the_rules_decide(live: Live) -> None:
    for text, number in ((HELD, "888 373 7888"), ("my boss hits me", "911")):
        incoming = Incoming("telegram", "7", "1", text, language="en")
        done = turn(Scene(incoming, Conversation(), live.content, TODAY))
        assert number in done.replies[0].text


def test_in_a_third_language_help_comes_before_the_sentence_that_we_do_not_speak_it(live: Live) -> None:
    match = Match("refuse", language="ht", danger="detention")
    incoming = Incoming("telegram", "7", "1", "yo arete mari mwen")
    done = turn(Scene(incoming, Conversation(language="en"), live.content, TODAY, Gathered(match)))

    assert done.replies[0].text.startswith("Help now")
    assert len(done.replies) == 2


def test_without_the_topic_that_helps_there_is_still_a_number(live: Live) -> None:
    content = replace(live.content, topics={})
    incoming = Incoming("telegram", "7", "1", "my boss hits me")
    done = turn(Scene(incoming, Conversation(language="en"), content, TODAY))

    assert done.replies[0].text == "Are you in danger? Call **911** now."
