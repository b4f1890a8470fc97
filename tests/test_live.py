"""What staff edit while the bot runs: when it is there for people, and what a slip does to them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.engine import Engine
from bot.live import Live
from bot.model import Incoming, Reply
from bot.render import plain, terminal
from bot.store import Store
from tests.dialogue import Person
from tests.samples.content import TODAY, build, edit, put, say

SOON = 2.0
"""Seconds within which an answer, a fact or a button that staff saved is there."""

A_MINUTE = 60.0
"""The same of a phrase, for which the matcher is fitted again."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return build(tmp_path)


@pytest.fixture
async def engine(folder: Path, tmp_path: Path) -> AsyncIterator[Engine]:
    """A running engine on a small content folder, with its matcher fitted."""
    live = Live(folder, tmp_path / "matching")
    made = Engine(Store(f"sqlite:///{tmp_path / 'live.db'}"), live, Clock(TODAY))
    await made.start(full=True)
    yield made
    await made.stop()


@pytest.fixture
def person(engine: Engine) -> Person:
    return Person(engine)


async def within(seconds: float, what: Callable[[], object]) -> None:
    """Waits until it is so; fails when the time is over."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, f"not within {seconds:.0f} seconds"
        await asyncio.sleep(0.02)


def typed(person: Person, text: str) -> Incoming:
    """A typed message, for what a turn holds besides its replies."""
    return Incoming(person.channel, person.sender, f"typed-{time.monotonic_ns()}", text, language="es")


def seen(replies: list[Reply]) -> str:
    return "\n".join(" ".join(terminal(each.text).split()) for each in replies)


async def test_an_edited_answer_is_there_within_two_seconds(
    engine: Engine, person: Person, folder: Path
) -> None:
    assert "Guarde el recibo" in seen(await person.does({"presses": "topic:visa-cost"}))

    edit(folder, "es/visa-cost.md", "Guarde el recibo", "No tire el recibo")
    await within(SOON, lambda: "No tire" in engine.content.topics["visa-cost", "es"].answer)

    assert "No tire el recibo" in seen(await person.does({"presses": "topic:visa-cost"}))


async def test_an_edited_fact_is_there_in_both_languages_within_two_seconds(
    engine: Engine, person: Person, folder: Path
) -> None:
    edit(folder, "facts.yaml", "value: 205", "value: 215")
    await within(SOON, lambda: engine.content.facts["visa_fee"][-1].value == "215")

    assert "USD 215" in seen(await person.does({"presses": "topic:visa-cost"}))
    english = Person(engine, sender="8", language="en")
    assert "USD 215" in seen(await english.does({"presses": "topic:visa-cost"}))


async def test_an_edited_menu_is_there_within_two_seconds(
    engine: Engine, person: Person, folder: Path
) -> None:
    put(folder, "menu.yaml", "- topic:greeting\n")
    await within(SOON, lambda: str(engine.content.menu[0]) == "topic:greeting")

    await person.does({"presses": "menu:"})

    assert person.shown["Hola"] == "topic:greeting"


async def test_a_new_phrase_is_understood_within_a_minute_and_the_old_ones_all_the_while(
    engine: Engine, person: Person, folder: Path
) -> None:
    new = "cuánta lana piden los del consulado"
    before = (await engine.handle(typed(person, new))).match
    assert before is None or before.phrase != new
    edit(folder, "es/visa-cost.md", "  - precio de la visa h2b\n", f"  - precio de la visa h2b\n  - {new}\n")
    asked = 0

    end = time.monotonic() + A_MINUTE
    while True:
        match = (await engine.handle(typed(person, new))).match
        if match and (match.topic, match.phrase) == ("visa-cost", new):
            break
        assert time.monotonic() < end, "the phrase is not understood within a minute"
        assert seen(await person.does({"says": "cuánto cuesta la visa"}))
        asked += 1
        await asyncio.sleep(0.2)

    assert asked, "the matcher was fitted while people went on asking"


async def test_a_new_topic_is_there_in_both_languages(engine: Engine, person: Person, folder: Path) -> None:
    for language, title, text in (("es", "Ropa", "Lleve ropa abrigada."), ("en", "Clothes", "Bring a coat.")):
        put(
            folder,
            f"{language}/clothes.md",
            f"---\ntitle: {title}\nphrases:\n  - {title} 1\n  - {title} 2\nsources:\n  DOL: https://www.dol.gov/\n"
            f"checked: 2026-11-20\ncheck again by: 2027-02-20\n---\n{text}\n",
        )
    await within(SOON, lambda: ("clothes", "en") in engine.content.topics)

    assert "Lleve ropa abrigada." in seen(await person.does({"presses": "topic:clothes"}))


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("es/visa-cost.md", "{{ visa_fee }}", "{{ visa_fees }}", "visa_fees"),
        ("es/visa-cost.md", "title: ", "titel: ", "titel"),
        ("en/visa-cost.md", "topic:greeting", "topic:greetings", "topic:greetings"),
        ("facts.yaml", "value: 205", "value: two hundred", "two hundred"),
        ("menu.yaml", "topic:visa-cost", "topic:visa-cots", "visa-cots"),
        ("flows/eligibility.yaml", "yes: passport", "yes: pasport", "pasport"),
    ],
)
async def test_a_bad_edit_changes_nothing_and_is_told_with_its_place(
    engine: Engine, person: Person, folder: Path, name: str, old: str, new: str, told: str
) -> None:
    before = engine.content
    await person.does({"presses": "topic:greeting"})
    shown = seen(await person.does({"presses": "topic:visa-cost"}))
    edit(folder, name, old, new)
    await within(SOON, lambda: engine.problems)

    assert engine.content is before
    assert seen(await person.does({"presses": "topic:visa-cost"})) == shown
    assert any(each.path == f"content/{name}" and told in each.message for each in engine.problems)

    edit(folder, name, new, old)
    await within(SOON, lambda: not engine.problems)


async def test_a_bad_edit_holds_back_a_good_one_until_it_is_mended(engine: Engine, folder: Path) -> None:
    """One folder is one whole: half of an edit of two files may be worse than none."""
    edit(folder, "menu.yaml", "visa-cost", "visa-cots")
    await within(SOON, lambda: engine.problems)
    say(folder, "La visa cuesta algo.")
    await asyncio.sleep(1.2)
    assert "algo" not in engine.content.topics["visa-cost", "es"].answer

    edit(folder, "menu.yaml", "visa-cots", "visa-cost")
    await within(SOON, lambda: "algo" in engine.content.topics["visa-cost", "es"].answer)


async def test_a_folder_that_is_taken_away_and_comes_back_leaves_the_bot_answering(
    engine: Engine, person: Person, folder: Path
) -> None:
    away = folder.with_name("away")
    await asyncio.to_thread(folder.rename, away)
    await within(SOON, lambda: engine.problems)
    assert "USD" in plain(seen(await person.does({"presses": "topic:visa-cost"})))

    await asyncio.to_thread(away.rename, folder)
    await within(SOON, lambda: not engine.problems)


async def test_a_lapsed_fact_that_staff_write_goes_live_with_its_notice(
    engine: Engine, person: Person, folder: Path
) -> None:
    edit(folder, "facts.yaml", "    from: 2026-06-01\n", "    from: 2026-06-01\n    until: 2026-10-31\n")
    await within(SOON, lambda: engine.content.facts["visa_fee"][-1].until)

    shown = seen(await person.does({"presses": "topic:visa-cost"}))

    assert shown.startswith("⚠️")
    assert "1 de noviembre de 2026" in shown


# ---- in the middle of a flow ----------------------------------------------------------------------


AGE = """\
  age:
    yes: passport
    no: topic:greeting
"""


async def in_the_flow(person: Person) -> list[Reply]:
    await person.does({"presses": "flow:eligibility"})
    return await person.does({"says": "sí"})


async def test_a_question_that_was_put_in_before_is_asked_next_and_the_answers_are_kept(
    engine: Engine, person: Person, folder: Path
) -> None:
    assert "pasaporte" in seen(await in_the_flow(person))

    flow = (folder / "flows" / "eligibility.yaml").read_text("utf-8")
    put(folder, "flows/eligibility.yaml", flow.replace("yes: passport", "yes: age") + AGE)
    for language, ask in (("es", "¿Es mayor de edad?"), ("en", "Are you an adult?")):
        words = (folder / language / "flows" / "eligibility.yaml").read_text("utf-8")
        put(
            folder,
            f"{language}/flows/eligibility.yaml",
            f'{words}age:\n  ask: "{ask}"\n  yes: {"Sí" if language == "es" else "Yes"}\n  no: "No"\n',
        )
    await within(SOON, lambda: "age" in engine.content.flows["eligibility"].steps)

    old_button = await person.does({"presses": "answer:eligibility/passport/yes"})
    assert "mayor de edad" in seen(old_button), "the new question comes first"
    assert await person.does({"says": "sí"})
    assert (await engine.handle(typed(person, "menú"))).replies


async def test_a_step_that_went_leads_on_from_the_last_one_that_is_left(
    engine: Engine, person: Person, folder: Path
) -> None:
    await in_the_flow(person)
    for name in ("flows", "es/flows", "en/flows"):
        text = (folder / name / "eligibility.yaml").read_text("utf-8").partition("passport:\n")[0]
        text = text.removesuffix("  ").replace("yes: passport", "yes: topic:greeting")
        put(folder, f"{name}/eligibility.yaml", text)
    await within(SOON, lambda: len(engine.content.flows["eligibility"].steps) == 1)

    replies = await person.does({"presses": "answer:eligibility/passport/yes"})

    assert replies
    assert all(each.buttons for each in replies)
    assert "Pregunte" in seen(replies), "it has come to its end"
    assert "oferta" in seen(await person.does({"presses": "flow:eligibility"})), "and can begin again"


async def test_a_flow_that_went_leaves_the_person_at_the_menu(
    engine: Engine, person: Person, folder: Path
) -> None:
    await in_the_flow(person)
    edit(folder, "es/visa-cost.md", "  - flow:eligibility\n", "")
    for name in ("flows", "es/flows", "en/flows"):
        (folder / name / "eligibility.yaml").unlink()
    await within(SOON, lambda: not engine.content.flows)

    for turn in ({"says": "sí"}, {"says": "atrás"}, {"presses": "answer:eligibility/passport/yes"}):
        replies = await person.does(turn)
        assert replies
        assert replies[-1].buttons
    assert "USD" in plain(seen(await person.does({"presses": "topic:visa-cost"})))
