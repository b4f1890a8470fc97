"""Walking a flow: what is asked next, going back, and how typed answers are understood."""

from datetime import date

import pytest

from bot import flows, typed
from bot.interviews import Flow, Option, Step

OFFER = Step(
    "offer",
    "choice",
    {"es": "¿Ya tiene una oferta?", "en": "Do you have an offer?"},
    (
        Option(
            "yes",
            "country",
            {"es": "Sí", "en": "Yes"},
            {"es": ("ya tengo patrón",), "en": ("i have a boss",)},
        ),
        Option("no", "topic:find-job", {"es": "Todavía no", "en": "Not yet"}),
    ),
)
COUNTRY = Step(
    "country",
    "choice",
    {"es": "¿De dónde es?", "en": "Where are you from?"},
    (
        Option("mx", "name", {"es": "México", "en": "Mexico"}, {"es": ("mexicano", "mexicana")}),
        Option("gt", "name", {"es": "Guatemala", "en": "Guatemala"}, {"es": ("guate", "chapín")}),
    ),
)
NAME = Step("name", "text", {"es": "¿Su nombre?"}, (), "topic:requirements")
FLOW = Flow("sample", "offer", {each.id: each for each in (OFFER, COUNTRY, NAME)})


def test_the_first_step_is_asked_first() -> None:
    assert flows.walk(FLOW, {}) == OFFER


def test_an_answer_leads_on() -> None:
    assert flows.walk(FLOW, {"offer": "yes"}) == COUNTRY


def test_an_answer_may_end_the_flow() -> None:
    assert flows.walk(FLOW, {"offer": "no"}) == "topic:find-job"


def test_a_free_text_step_goes_on_where_it_says() -> None:
    assert flows.walk(FLOW, {"offer": "yes", "country": "gt", "name": "Ana"}) == "topic:requirements"


def test_an_answer_that_an_edit_took_away_is_asked_again() -> None:
    assert flows.walk(FLOW, {"offer": "maybe"}) == OFFER


def test_going_back_drops_the_last_answer_only() -> None:
    assert flows.without_last(FLOW, {"offer": "yes", "country": "gt"}) == {"offer": "yes"}


def test_going_back_at_the_start_stays_there() -> None:
    assert flows.without_last(FLOW, {}) == {}


def test_a_circle_made_by_an_edit_ends_at_the_menu() -> None:
    turning = Step("offer", "choice", {}, (Option("yes", "offer", {"es": "Sí"}),))

    assert flows.walk(Flow("round", "offer", {"offer": turning}), {"offer": "yes"}) == "menu:"


@pytest.mark.parametrize(
    ("step", "said", "meant", "answer"),
    [
        (OFFER, "Sí", "", "yes"),
        (OFFER, "si", "", "yes"),
        (OFFER, "YES", "", "yes"),
        (OFFER, "1", "", "yes"),
        (OFFER, "2", "", "no"),
        (OFFER, "3", "", None),
        (OFFER, "todavia no", "", "no"),
        (OFFER, "ya tengo patron", "", "yes"),
        (OFFER, "simón", "yes", "yes"),
        (OFFER, "nel", "no", "no"),
        (COUNTRY, "soy de guate", "", "gt"),
        (COUNTRY, "soy mexicana", "", "mx"),
        (COUNTRY, "de guatemala pero vivo en mexico", "", None),
        (COUNTRY, "simón", "yes", None),
        (COUNTRY, "no sé", "", None),
        (COUNTRY, "", "", None),
        (COUNTRY, "٣", "", None),
        (NAME, "  Ana López ", "", "Ana López"),
        (NAME, "   ", "", None),
    ],
)
def test_a_typed_answer_is_understood(step: Step, said: str, meant: str, answer: str | None) -> None:
    setting = typed.Setting("es", date(2026, 11, 24), "America/Chicago", meant=meant)
    if answer is None:
        with pytest.raises(typed.NotUnderstood):
            typed.read(step, said, setting)
    else:
        assert typed.read(step, said, setting) == answer
