"""One turn at a time, as values: what does the bot say, and what does it remember?"""

from dataclasses import replace
from datetime import date

import pytest

from bot.interviews import Flow, Option, Step
from bot.match import Match
from bot.model import Action, Content, Conversation, Fact, Gathered, Incoming, Reply, Topic, Turn
from bot.office import Office
from bot.scene import Scene
from bot.turn import is_follow_up, turn, wants_match

TODAY = date(2026, 11, 24)


def topic(id: str, language: str, title: str, answer: str, sources: bool = True) -> Topic:
    return Topic(
        id,
        language,
        title,
        (),
        answer,
        {"USCIS": "https://www.uscis.gov"} if sources else {},
        date(2026, 11, 20),
        next=(Action("topic", "visa-cost"), Action("topic", "gone"), Action("topic", "how-to-apply")),
    )


TOPICS = (
    topic("visa-cost", "es", "¿Cuánto cuesta?", "Cuesta {{ visa_fee }}."),
    topic("visa-cost", "en", "What does it cost?", "It costs {{ visa_fee }}."),
    topic("how-to-apply", "es", "¿Cómo se pide?", "La pide el empleador."),
    topic("how-to-apply", "en", "How to apply", "The employer asks for it."),
    topic("old-fee", "es", "Cuota vieja", "Era {{ lapsed_fee }}."),
    topic("greeting", "es", "Hola", "¡Hola! ¿Qué quiere saber?", sources=False),
    topic("timing", "es", "¿Cuánto tarda?", "Depende."),
)
FLOW = Flow(
    "offer",
    "boss",
    {
        "boss": Step(
            "boss",
            "choice",
            {"es": "¿Ya tiene patrón?", "en": "Do you have a boss?"},
            (
                Option("yes", "name", {"es": "Sí", "en": "Yes"}),
                Option("no", "topic:how-to-apply", {"es": "No", "en": "No"}),
            ),
        ),
        "name": Step("name", "text", {"es": "¿Cómo se llama?", "en": "Your name?"}, (), "topic:visa-cost"),
    },
    {"es": "Mi caso", "en": "My case"},
)
CONTENT = Content(
    topics={(each.id, each.language): each for each in TOPICS},
    facts={
        "visa_fee": (Fact("visa_fee", "money", "205"),),
        "lapsed_fee": (
            Fact("lapsed_fee", "money", "190", None, date(2023, 6, 16), "https://travel.state.gov/fees"),
        ),
        "firm_phone": (Fact("firm_phone", "phone", "+1 832 305 6560"),),
    },
    commands={
        "menu": Action("menu"),
        "atras": Action("back"),
        "parar": Action("stop"),
        "empezar de nuevo": Action("restart"),
        "english please": Action("language", "en"),
        "simon": Action("yes"),
        "quiero una persona": Action("person"),
    },
    menu=(Action("topic", "visa-cost"), Action("flow", "offer")),
    flows={"offer": FLOW},
    office=Office("Law VM", "firm_phone", "https://www.lawvm.com"),
)
KNOWN = Conversation(language="es", notices=("disclaimer",), version=3)


def says(text: str, match: Match | None = None, kept: Conversation = KNOWN, **more: object) -> Turn:
    """What a typed message leads to, with what the matcher said of it."""
    incoming = replace(Incoming("telegram", "7", "1", text), **more)  # type: ignore[arg-type]
    return turn(Scene(incoming, kept, CONTENT, TODAY, Gathered(match)))


def presses(action: str, kept: Conversation = KNOWN, text: str = "") -> Turn:
    incoming = Incoming("telegram", "7", "1", text, Action.read(action))
    return turn(Scene(incoming, kept, CONTENT, TODAY))


def sure(id: str, language: str = "es") -> Match:
    return Match("answer", id, 0.9, language=language, ranked=((id, 0.9),))


def unsure(*ids: str, language: str = "es") -> Match:
    return Match("ask", "", 0.4, choices=ids, language=language, ranked=tuple((each, 0.3) for each in ids))


REFUSED = Match("refuse", language="es")


def labels(reply: Reply) -> list[str]:
    return [button.label for row in reply.buttons for button in row]


def actions(reply: Reply) -> list[str]:
    return [str(button.action) for row in reply.buttons for button in row if button.action]


def test_a_sure_question_is_answered_with_sources_and_date() -> None:
    (reply,) = says("cuanto cuesta", sure("visa-cost")).replies

    assert reply.text.startswith("Cuesta USD\u00a0205.")
    assert "[USCIS](https://www.uscis.gov)" in reply.text
    assert "20 de noviembre de 2026" in reply.text


def test_a_question_and_its_button_are_the_same_thing() -> None:
    assert says("cuanto", sure("visa-cost")).replies == presses("topic:visa-cost").replies


def test_the_disclaimer_is_said_once() -> None:
    first = says("cuanto cuesta", sure("visa-cost"), replace(KNOWN, notices=()))
    second = says("y como", sure("how-to-apply"), first.conversation)

    assert "asesoría legal" in first.replies[0].text
    assert "asesoría legal" not in second.replies[0].text


def test_an_answer_has_six_buttons_at_most_and_ways_on() -> None:
    (reply,) = presses("topic:how-to-apply").replies

    assert len(labels(reply)) <= 6
    assert {"topic:visa-cost", "person:", "menu:"} <= set(actions(reply))
    assert "topic:gone" not in actions(reply)


def test_a_way_on_that_staff_name_too_stands_there_once() -> None:
    named = replace(TOPICS[2], next=(Action("call"), Action("book"), Action("topic", "visa-cost")))
    content = replace(CONTENT, topics={**CONTENT.topics, ("how-to-apply", "es"): named})
    incoming = Incoming("telegram", "7", "1", "", Action("topic", "how-to-apply"))

    (reply,) = turn(Scene(incoming, KNOWN, content, TODAY)).replies

    assert actions(reply).count("person:") == 1


def test_an_answer_without_sources_leads_where_staff_say_and_small_talk_to_the_menu() -> None:
    helps = replace(TOPICS[5], id="detention", next=(Action("topic", "how-to-apply"), Action("forget")))
    small = replace(TOPICS[5], next=())
    topics = {**CONTENT.topics, ("detention", "es"): helps, ("greeting", "es"): small}
    content = replace(CONTENT, topics=topics)

    def pressing(action: str) -> list[str]:
        incoming = Incoming("telegram", "7", "1", "", Action.read(action))
        return actions(turn(Scene(incoming, KNOWN, content, TODAY)).replies[0])

    assert pressing("topic:detention") == ["topic:how-to-apply", "forget:", "person:", "menu:"]
    assert pressing("topic:greeting") == ["topic:visa-cost", "flow:offer", "person:", "language:en"]


def test_an_unsure_question_gets_choices_and_a_way_out() -> None:
    (reply,) = says("visa", unsure("visa-cost", "how-to-apply", "gone")).replies

    assert labels(reply)[:2] == ["¿Cuánto cuesta?", "¿Cómo se pide?"]
    assert actions(reply)[-1] == "none:"


def test_a_refused_question_says_so_with_the_phone() -> None:
    first = says("receta de mole", REFUSED)

    assert "+1\u00a0832" in first.replies[0].text.replace(" ", "\u00a0")
    assert first.conversation.misses == 1


def test_twice_not_understood_the_ways_to_a_person_come_first() -> None:
    second = says("receta de mole", REFUSED, replace(KNOWN, misses=1))

    assert "Law VM" in second.replies[0].text.split("\n\n")[1]
    assert second.replies[0].text.index("Law VM") < second.replies[0].text.index("respuesta comprobada")


def test_an_answer_ends_the_count_of_misses() -> None:
    assert says("cuanto", sure("visa-cost"), replace(KNOWN, misses=3)).conversation.misses == 0


def test_a_question_in_english_is_answered_in_english_and_the_change_offered_once() -> None:
    first = says("how much is it", sure("visa-cost", "en"))
    second = says("how much is it", sure("visa-cost", "en"), first.conversation)

    assert first.replies[0].text.startswith("It costs")
    assert "language:en" in actions(first.replies[0])
    assert first.conversation.language == "es"
    assert "language:en" not in actions(second.replies[0])


def test_the_language_a_person_chose_wins_over_a_guess_on_two_words() -> None:
    kept = replace(KNOWN, chosen=True)

    assert says("visa cost", sure("visa-cost", "en"), kept).replies[0].text.startswith("Cuesta")
    assert says("what is the cost", sure("visa-cost", "en"), kept).replies[0].text.startswith("It costs")


def test_a_first_question_says_which_language_the_person_speaks() -> None:
    asked = says("how much is it", sure("visa-cost", "en"), Conversation(), language="es")

    assert asked.conversation.language == "en"


def test_a_newcomer_is_greeted_in_the_language_of_the_app() -> None:
    incoming = Incoming("telegram", "7", "1", action=Action("start"), language="en")
    first = turn(Scene(incoming, Conversation(), CONTENT, TODAY))

    assert "automated assistant" in first.replies[0].text
    assert "language:es" in actions(first.replies[0])
    assert first.conversation.notices == ("disclaimer",)


def test_an_app_in_a_third_language_is_greeted_in_spanish() -> None:
    incoming = Incoming("telegram", "7", "1", action=Action("start"), language="fr")

    assert turn(Scene(incoming, Conversation(), CONTENT, TODAY)).conversation.language == "es"


def test_english_please_switches() -> None:
    done = says("English, please!")

    assert done.conversation.language == "en"
    assert done.conversation.chosen
    assert "English" in done.replies[0].text


def test_a_message_in_a_third_language_gets_one_sentence_in_three() -> None:
    done = says("mwen bezwen yon viza", Match("refuse", language="ht"))

    assert len(done.replies[0].text.split("\n\n")) == 3
    assert done.conversation.misses == 0


def test_a_follow_up_with_two_meanings_offers_both() -> None:
    scene = Scene(
        Incoming("telegram", "7", "1", "y cuánto?"),
        replace(KNOWN, last_topic="how-to-apply"),
        CONTENT,
        TODAY,
        Gathered(sure("visa-cost"), Match("ask", ranked=(("how-to-apply", 0.5), ("timing", 0.3)))),
    )

    (reply,) = turn(scene).replies

    assert actions(reply) == ["topic:visa-cost", "topic:timing", "none:"]


def test_a_follow_up_that_means_one_thing_either_way_is_answered() -> None:
    scene = Scene(
        Incoming("telegram", "7", "1", "y cuánto cuesta?"),
        replace(KNOWN, last_topic="how-to-apply"),
        CONTENT,
        TODAY,
        Gathered(sure("visa-cost"), Match("ask", ranked=(("how-to-apply", 0.5), ("visa-cost", 0.3)))),
    )

    assert turn(scene).replies[0].text.startswith("Cuesta")


@pytest.mark.parametrize("text", ["y cuánto cuesta?", "¿Y cuánto?", "and how long?", "what about my wife"])
def test_follow_ups_are_noticed(text: str) -> None:
    assert is_follow_up(text)


@pytest.mark.parametrize(
    "text", ["yo quiero ir", "cuánto cuesta", "android", "es caro", "y" * 300 + " a" * 20]
)
def test_other_questions_are_none(text: str) -> None:
    assert not is_follow_up(text)


def test_a_lapsed_fact_is_said_first_with_the_day_and_where_to_look() -> None:
    (reply,) = presses("topic:old-fee").replies

    assert reply.text.startswith("⚠️")
    assert "17 de junio de 2023" in reply.text.split("\n\n")[0]
    assert "https://travel.state.gov/fees" in reply.text.split("\n\n")[0]


def test_none_of_these_leads_to_a_person_and_marks_the_question() -> None:
    done = presses("none:")

    assert "Law VM" in done.replies[0].text
    assert [effect.kind for effect in done.effects] == ["marked"]


def test_a_vote_counts_once_a_person_and_text() -> None:
    first = presses("helpful:visa-cost/es/0123456789ab/y")
    second = presses("helpful:visa-cost/es/0123456789ab/n", first.conversation)

    assert [effect.kind for effect in first.effects] == ["helpful"]
    assert second.effects == ()


@pytest.mark.parametrize(
    "data",
    [
        "helpful:gone/es/0123456789ab/y",
        "helpful:visa-cost/es/x/y",
        "topic:nowhere",
        "made-up:1",
        "flow:nowhere",
        "answer:offer/boss/maybe",
        "answer:offer/nothing/yes",
        "answer:",
        "ask:",
        "gone:",
    ],
)
def test_a_button_that_nobody_made_gets_the_menu_or_a_kind_word(data: str) -> None:
    done = presses(data)

    assert len(done.replies) == 1
    assert "person:" in actions(done.replies[0])
    assert done.effects == ()


def test_a_message_without_words_gets_a_kind_sentence() -> None:
    done = says("", media="voice")

    assert "notas de voz" in done.replies[0].text or "mensajes de voz" in done.replies[0].text


def test_an_album_gets_one_reply() -> None:
    first = says("cuánto cuesta", sure("visa-cost"), media="photo", album="a1")
    second = says("", media="photo", album="a1", kept=first.conversation)
    other = says("cuánto cuesta", sure("visa-cost"), media="photo", album="a2", kept=second.conversation)

    assert (len(first.replies), len(second.replies), len(other.replies)) == (1, 0, 1)


def test_an_album_without_words_is_answered_in_a_moment_unless_words_follow() -> None:
    first = says("", media="photo", album="a1")
    worded = says("cuánto cuesta", sure("visa-cost"), media="photo", album="a1", kept=first.conversation)

    assert first.replies == ()
    assert [each.kind for each in first.effects] == ["later"]
    assert worded.replies[0].text.startswith("Cuesta")
    assert "unsaid" in [each.kind for each in worded.effects]


def test_a_forwarded_message_is_no_question() -> None:
    done = says("gane su visa ya", sure("visa-cost"), forwarded=True)

    assert actions(done.replies[0]) == ["scam:", "as-question:"]
    assert done.replies[0].quotes
    assert done.effects == ()


def test_a_forwarded_message_whose_text_is_gone_is_asked_for() -> None:
    assert "cópielo" in presses("as-question:").replies[0].text


def test_the_matcher_is_not_troubled_with_buttons() -> None:
    assert not wants_match(Incoming("web", "1", "1", action=Action("menu")))
    assert not wants_match(Incoming("web", "1", "1", "  "))
    assert wants_match(Incoming("web", "1", "1", "hola"))
    assert wants_match(Incoming("web", "1", "1", "hola", action=Action("as-question")))


def test_forgetting_is_asked_twice_and_leaves_only_the_language() -> None:
    asked = presses("forget:")
    done = presses("forget:yes", asked.conversation)

    assert asked.effects == ()
    assert done.conversation == Conversation(language="es")
    assert [effect.kind for effect in done.effects] == ["forget"]


# ---- flows --------------------------------------------------------------------------------------


def test_a_flow_asks_and_ends_in_a_topic() -> None:
    asked = presses("flow:offer")
    done = presses("answer:offer/boss/no", asked.conversation)

    assert asked.replies[0].text == "¿Ya tiene patrón?"
    assert done.replies[0].text.startswith("Usted contestó:\n- No\n\nLa pide el empleador.")
    assert done.conversation.flow == ""


def test_a_typed_answer_counts_like_its_button() -> None:
    asked = presses("flow:offer")

    assert says("simón", REFUSED, asked.conversation).replies[0].text == "¿Cómo se llama?"


def test_a_question_in_the_middle_is_answered_and_the_step_asked_again() -> None:
    asked = presses("flow:offer")
    done = says("oiga y cuánto cuesta la visa", sure("visa-cost"), asked.conversation)

    assert done.replies[0].text.startswith("Cuesta")
    assert done.replies[0].buttons == ()
    assert done.replies[1].text.endswith("¿Ya tiene patrón?")
    assert done.conversation.flow == "offer"


def test_what_does_not_fit_the_step_is_asked_again_with_a_hint() -> None:
    asked = presses("flow:offer")
    (reply,) = says("mmm quién sabe", unsure("visa-cost"), asked.conversation).replies

    assert reply.text.startswith("No le entendí")
    assert reply.text.endswith("¿Ya tiene patrón?")


def test_a_question_that_is_not_clear_is_offered_in_the_middle_too_and_leads_back() -> None:
    asked = presses("flow:offer")
    done = says("¿y eso de la visa?", unsure("visa-cost", "how-to-apply"), asked.conversation)

    assert actions(done.replies[0]) == ["topic:visa-cost", "topic:how-to-apply", "flow:offer"]
    assert done.conversation.flow == "offer"

    pressed = presses("topic:visa-cost", done.conversation)
    assert pressed.replies[0].buttons == ()
    assert pressed.replies[-1].text.endswith("¿Ya tiene patrón?")


def test_back_stop_and_restart_work_by_word() -> None:
    at_name = presses("answer:offer/boss/yes", presses("flow:offer").conversation).conversation

    assert says("atrás", None, at_name).replies[0].text == "¿Ya tiene patrón?"
    assert says("Empezar de nuevo", None, at_name).replies[0].text == "¿Ya tiene patrón?"
    assert says("parar", None, at_name).conversation.flow == ""


def test_an_old_button_answers_its_own_step_again() -> None:
    at_name = presses("answer:offer/boss/yes", presses("flow:offer").conversation).conversation

    said = presses("answer:offer/boss/no", at_name).replies[0].text

    assert said.startswith("Usted contestó:\n- No\n\nLa pide el empleador.")


def test_a_change_of_language_goes_on_at_the_same_place() -> None:
    asked = presses("flow:offer")
    (reply,) = presses("language:en", asked.conversation).replies

    assert reply.text.endswith("Do you have a boss?")


def test_a_person_is_reached_from_the_middle_of_a_flow() -> None:
    asked = presses("flow:offer")

    assert "Law VM" in says("quiero una persona", None, asked.conversation).replies[0].text


def test_a_flow_that_was_deleted_strands_nobody() -> None:
    (reply,) = says("cuánto cuesta", sure("visa-cost"), replace(KNOWN, flow="deleted")).replies

    assert reply.text.startswith("Cuesta")
