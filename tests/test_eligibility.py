"""The eligibility questions: what is kept of the answers, and what a changed answer changes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.engine import Engine
from tests.firm import engine_on, everything, the_content
from tests.test_bad_answers import TO_CONFIRM, Someone

FLOW = "flow:eligibility"
TO_PROBLEM = ("flow:eligibility", "mexico", "mexicano", "jardinería", "sí", "nunca")


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    async with engine_on(f"sqlite:///{tmp_path / 'flow.db'}") as opened:
        yield opened


@pytest.fixture
def ana(engine: Engine) -> Someone:
    return Someone(engine)


@pytest.mark.parametrize(
    "left",
    [
        pytest.param(["answer:eligibility/problem/yes"], id="needs a lawyer"),
        pytest.param(["answer:eligibility/problem/private"], id="not said"),
        pytest.param(["no, nada de eso", "ya lo tengo"], id="to the end"),
        pytest.param(["no, nada de eso", "parar"], id="stopped"),
        pytest.param(["no, nada de eso", "start:"], id="from the start"),
        pytest.param(["no, nada de eso", *TO_CONFIRM[:2]], id="left for a booking"),
        pytest.param(["no, nada de eso", "empezar de nuevo"], id="begun again"),
    ],
)
async def test_what_was_answered_about_problems_is_not_kept(
    ana: Someone, engine: Engine, left: list[str]
) -> None:
    await ana.does(*TO_PROBLEM, *left)

    kept = await everything(engine, "conversations")
    assert "problem" not in kept
    assert "lawyer" not in kept
    assert await everything(engine, "questions") == "[[]]"


async def test_the_rest_is_kept_to_change_it(ana: Someone, engine: Engine) -> None:
    await ana.does(*TO_PROBLEM, "answer:eligibility/problem/no", "ya lo tengo")

    kept = await everything(engine, "conversations")
    assert "not-farm" in kept
    await ana.presses("Cambiar una respuesta")
    assert [label[0] for label in ana.buttons] == ["1", "2", "3", "4", "5", "6"]
    assert "result" not in await everything(engine, "conversations")
    assert "may-fit" not in await everything(engine, "conversations")


async def test_a_changed_answer_names_the_result_before(ana: Someone, engine: Engine) -> None:
    await ana.does(*TO_PROBLEM, "answer:eligibility/problem/yes")
    await ana.presses("Cambiar una respuesta")
    await ana.presses("3. Por temporada")
    assert "needs-lawyer" in await everything(engine, "conversations")  # while it is being changed

    assert "Antes de este cambio el resultado era: primero un abogado." in await ana.does("campo")
    assert "lawyer" not in await everything(engine, "conversations")


async def test_the_same_result_is_not_named_twice(ana: Someone) -> None:
    await ana.does(*TO_PROBLEM[:4], "answer:eligibility/offer/no")
    await ana.presses("Cambiar una respuesta")
    await ana.presses("3. Por temporada")

    said = await ana.does("no sé todavía")

    assert "le falta una oferta" in said
    assert "Antes de este cambio" not in said


async def test_a_change_that_was_left_says_nothing_of_it_later(ana: Someone) -> None:
    await ana.does(*TO_PROBLEM[:4], "answer:eligibility/offer/no")
    await ana.presses("Cambiar una respuesta")
    await ana.presses("3. Por temporada")
    await ana.does("parar", FLOW, "mexico", "mexicano")

    assert "Antes de este cambio" not in await ana.does("campo")


@pytest.mark.parametrize("was", ["visa-cost", "nothing", "eligibility-may-fit/x", "<b>"])
async def test_a_made_up_result_is_no_result(ana: Someone, was: str) -> None:
    await ana.does(*TO_PROBLEM[:3], f"again:eligibility/nationality/{was}", "catracho")

    assert "Antes de este cambio" not in await ana.does("campo")


@pytest.mark.parametrize("language", ["es", "en"])
async def test_the_buttons_of_an_outcome_fit_into_telegrams(engine: Engine, language: str) -> None:
    ben = Someone(engine, language=language)
    await ben.does(FLOW, "mexico", "answer:eligibility/nationality/mx", "answer:eligibility/work/permanent")
    (change,) = [action for label, action in ben.buttons.items() if "✎" in label]
    assert change == "change:eligibility/eligibility-does-not-fit"

    await ben.does(change)

    assert "again:eligibility/nationality/eligibility-does-not-fit" in ben.buttons.values()
    assert all(len(action) <= 64 for action in ben.buttons.values())


async def test_an_old_button_answers_its_own_step_again(ana: Someone) -> None:
    await ana.does(*TO_PROBLEM[:4])

    assert "ya está en Estados Unidos" in await ana.does("answer:eligibility/where/us")
    assert "¿Ya tiene una oferta" in await ana.does("answer:eligibility/where/mexico")


async def test_a_change_of_language_goes_on_at_the_same_place(ana: Someone) -> None:
    await ana.does(*TO_PROBLEM[:4])

    assert "Do you have a job offer" in await ana.does("language:en")
    assert "Have you worked" in await ana.does("sí")


async def test_no_question_is_about_status() -> None:
    flow = the_content().flows["eligibility"]
    asked = " ".join(text for step in flow.steps.values() for text in step.ask.values()).lower()

    assert not {"status", "estatus", "papeles", "undocumented", "indocumentado"} & set(asked.split())
