"""Answers that are none, buttons that nobody made, and things that happen at a bad moment: each gets a clear
sentence, nothing is lost and nothing happens twice."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

import pytest

from bot.engine import Engine
from bot.interviews import Flow, Step
from bot.model import Action, Contact, Content, Incoming, Reply
from bot.turn import ACTS
from tests.firm import DAY, NOW, ByHand, confirmed, engine_on, everybodys, everything, rows

MONDAY_9 = "202611301500/30/two"

TO_CONFIRM = ("flow:booking", "llamada", "español", "30 de noviembre", "9 am", "Ana", "+528112345678", "no")


@dataclass
class Someone:
    """Somebody who writes to the engine, past any channel."""

    engine: Engine
    sender: str = "7"
    language: str = "es"
    shown: list[Reply] = field(default_factory=list)
    _ids: count[int] = field(default_factory=lambda: count(1))

    def message(self, said: str = "", **more: object) -> Incoming:
        """A message, or a press where it is written as an action."""
        action = Action.read(said) if re.match(r"[a-z-]+:", said) else None
        words = "" if action else said
        plain = Incoming("telegram", self.sender, f"{self.sender}-{next(self._ids)}", words, action)
        return replace(plain, language=self.language, **more)  # type: ignore[arg-type]

    async def does(self, *said: str, **more: object) -> str:
        """Says or presses one thing after another; all that comes back to the last."""
        for each in said:
            self.shown = list((await self.engine.handle(self.message(each, **more))).replies)
        return self.text

    @property
    def text(self) -> str:
        """What was seen last."""
        return "\n\n".join(each.text for each in self.shown)

    @property
    def buttons(self) -> dict[str, str]:
        """What could be pressed there: the words and the action."""
        rows = [row for each in self.shown for row in each.buttons]
        return {each.label: str(each.action) for row in rows for each in row if each.action}

    async def presses(self, label: str) -> str:
        """Presses a button that was just shown."""
        return await self.does(next(action for text, action in self.buttons.items() if label in text))


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    """A firm with one who consults, so that a time is gone as soon as one person has it."""
    (_, two) = confirmed().office.consultants
    async with engine_on(f"sqlite:///{tmp_path / 'bad.db'}", confirmed(consultants=(two,))) as opened:
        yield opened


@pytest.fixture
def ana(engine: Engine) -> Someone:
    return Someone(engine)


@pytest.fixture
def luis(engine: Engine) -> Someone:
    return Someone(engine, "8")


async def booked(engine: Engine) -> list[tuple[str, str, str]]:
    """Who has an appointment, from when, and whether it stands."""
    return [(each.sender, f"{each.start:%m-%d %H:%M}", each.state) for each in await everybodys(engine)]


# ---- answers that are none ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said", "sentence"),
    [
        ("es", "23 de noviembre", "Ese día ya pasó"),
        ("es", "el 3 de agosto", "Ese día ya pasó"),
        ("es", "32 de noviembre", "No entendí el día"),
        ("es", "31 de febrero", "No entendí el día"),
        ("es", "29 de febrero", "No entendí el día"),
        ("es", "domingo", "Ese día no hay lugar"),
        ("es", "26 de noviembre", "Ese día no hay lugar"),
        ("es", "el año que viene", "No entendí el día"),
        ("es", "99/99", "No entendí el día"),
        ("en", "november 23", "That day is over"),
        ("en", "11/23", "That day is over"),
        ("en", "sunday", "On that day nothing is free"),
        ("en", "february 30", "I did not understand the day"),
    ],
)
async def test_a_day_that_cannot_be(engine: Engine, language: str, said: str, sentence: str) -> None:
    ana = Someone(engine, language=language)
    await ana.does("flow:booking", "answer:booking/kind/phone", "answer:booking/language/es")

    assert sentence in await ana.does(said)
    assert any("30" in label for label in ana.buttons)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("a las 7 de la noche", "A esa hora no hay lugar"),
        ("25:00", "No entendí la hora"),
        ("9:99", "No entendí la hora"),
        ("cuando pueda", "No entendí la hora"),
    ],
)
async def test_a_time_that_cannot_be(ana: Someone, said: str, sentence: str) -> None:
    await ana.does(*TO_CONFIRM[:4])

    assert sentence in await ana.does(said)
    assert "9:00 a.m." in ana.buttons


@pytest.mark.parametrize(
    ("language", "said", "sentence"),
    [
        ("es", "81 1234 abc", "le faltan cifras"),
        ("es", "81-12E4-5678", "tiene letras"),
        ("es", "ochenta y uno doce", "tiene letras"),
        ("es", "123", "le faltan cifras"),
        ("es", "1" * 30, "demasiado largo"),
        ("es", "+999 1234 5678 99", "No encuentro"),
        ("en", "81-12E4-5678", "has letters in it"),
        ("en", "12", "too short"),
    ],
)
async def test_a_number_that_cannot_be(engine: Engine, language: str, said: str, sentence: str) -> None:
    ana = Someone(engine, language=language)
    first = ("flow:callback", "Ana")
    await ana.does(*first)

    await ana.does(said)

    assert sentence.lower() in ana.text.lower() or "número" in ana.text, ana.text
    assert ana.shown[-1].asks_contact


@pytest.mark.parametrize("language", ["es", "en"])
async def test_a_name_of_4000_characters(engine: Engine, language: str) -> None:
    ana = Someone(engine, language=language)
    await ana.does("flow:callback")

    for said in ("a" * 4000, "Ana " * 1000, "¿?", "1234"):
        sentence = "solo su nombre" if language == "es" else "just your name"
        assert sentence in await ana.does(said)
    assert "aaaaaaaa" not in await everything(engine, "conversations", "updates", "questions")

    await ana.does("Ana")
    assert ana.shown[-1].asks_contact


async def test_a_note_of_4000_characters(ana: Someone) -> None:
    await ana.does(*TO_CONFIRM[:7])

    assert "Es muy largo" in await ana.does("una visa " * 450)
    assert "¿Está bien así?" in await ana.does("una visa")


async def test_somebody_elses_card(ana: Someone) -> None:
    await ana.does("flow:callback", "Ana")

    await ana.does("", contact=Contact("+528112345678", own=False), media="contact")
    assert "Ese contacto es de otra persona" in ana.text
    await ana.does("", contact=Contact("12", own=True), media="contact")
    assert "le faltan cifras" in ana.text
    await ana.does("", contact=Contact("528112345678", own=True), media="contact")
    assert "+52 81 1234 5678" in ana.text


async def test_a_card_where_none_was_asked_for(ana: Someone) -> None:
    await ana.does("flow:booking")

    await ana.does("", contact=Contact("+528112345678", own=True), media="contact")

    assert "No necesito ese contacto" in ana.text
    assert "¿Cómo quiere la consulta?" in ana.text


@pytest.mark.parametrize("media", ["photo", "voice", "location", "sticker", "file"])
async def test_something_without_words_in_the_middle_of_a_step(ana: Someone, media: str) -> None:
    await ana.does(*TO_CONFIRM[:5])

    await ana.does("", media=media)

    assert "¿Cómo se llama usted?" in ana.text
    assert "¿A qué número" in await ana.does("Ana")


async def test_an_album_in_the_middle_of_a_step_is_answered_once(ana: Someone) -> None:
    await ana.does(*TO_CONFIRM[:5])

    assert "¿Cómo se llama usted?" in await ana.does("", media="photo", album="1")
    await ana.does("", media="photo", album="1")
    assert ana.shown == []
    assert "¿A qué número" in await ana.does("Ana")


async def test_a_forwarded_message_is_no_answer(ana: Someone, engine: Engine) -> None:
    await ana.does(*TO_CONFIRM[:5])

    assert "Usted reenvió un mensaje" in await ana.does("María Pérez", forwarded=True)
    assert "¿A qué número" in await ana.does("Ana")
    await ana.does("+528112345678", "no", "sí")
    assert [each.name for each in await everybodys(engine)] == ["Ana"]


# ---- a bad moment ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["es", "en"])
async def test_a_time_that_has_just_gone(engine: Engine, luis: Someone, language: str) -> None:
    """Gone between the buttons and the confirmation: the nearest three, and one of them leads on."""
    ana = Someone(engine, language=language)
    await ana.does(*TO_CONFIRM)
    await luis.does(*TO_CONFIRM, "sí")

    await ana.presses("✔")
    assert ("Esa hora se acaba de ocupar" if language == "es" else "has just gone") in ana.text
    times = [label for label, action in ana.buttons.items() if action.startswith("answer:booking/time/")]
    assert len(times) == 3
    assert await booked(engine) == [("8", "11-30 15:00", "booked")]

    # Name, number and note are not asked again.
    await ana.presses(times[0])
    assert ("¿Está bien así?" if language == "es" else "Is this right?") in ana.text
    await ana.presses("✔")
    assert len(await booked(engine)) == 2


async def test_a_time_that_went_while_it_was_looked_at(ana: Someone, luis: Someone) -> None:
    await ana.does(*TO_CONFIRM[:4])
    await luis.does(*TO_CONFIRM, "sí")

    assert "se acaba de ocupar" in await ana.presses("9:00 a.m.")
    await ana.presses("Otros días")
    assert "¿Qué día" in ana.text


async def test_a_day_that_filled_up_while_it_was_looked_at(tmp_path: Path) -> None:
    (_, two) = confirmed().office.consultants
    content = confirmed(consultants=(two,), minutes=240)
    async with engine_on(f"sqlite:///{tmp_path / 'day.db'}", content) as engine:
        ana = Someone(engine)
        await ana.does(*TO_CONFIRM[:4])
        for n, time in enumerate(("9 am", "1 pm")):
            await Someone(engine, f"1{n}").does(*TO_CONFIRM[:4], time, *TO_CONFIRM[5:], "sí")
        assert len(await everybodys(engine)) == 2

        assert "Ese día no hay lugar" in await ana.does("9 am")
        assert not any("30 de noviembre" in label for label in ana.buttons)
        await ana.does("1 de diciembre")
        assert "¿A qué hora?" in ana.text


async def test_a_double_tap_books_once(ana: Someone, engine: Engine) -> None:
    await ana.does(*TO_CONFIRM)
    press = next(action for label, action in ana.buttons.items() if "✔" in label)

    both = [ana.message(press) for _ in range(4)]
    turns = await asyncio.gather(*(engine.handle(each) for each in both))

    assert await booked(engine) == [("7", "11-30 15:00", "booked")]
    said = sorted(turn.replies[0].text.split("\n")[0] for turn in turns)
    assert said == ["Esto ya está agendado:"] * 3 + ["✔ Agendado."]
    assert await rows(engine, "SELECT count(*) FROM outbox WHERE kind = 'staff'") == [(1,)]


async def test_a_double_tap_on_a_call_back_notes_one(ana: Someone, engine: Engine) -> None:
    await ana.does("flow:callback", "Ana", "+528112345678", "en la tarde")
    press = next(action for label, action in ana.buttons.items() if "✔" in label)

    both = [ana.message(press) for _ in range(2)]
    turns = await asyncio.gather(*(engine.handle(each) for each in both))

    said = sorted(turn.replies[0].text.split(".")[0] for turn in turns)
    assert said == ["Ese mensaje era anterior", "✔ Anotado"]
    assert (await everything(engine, "callbacks")).count("+528112345678") == 1


async def test_a_double_tap_on_a_change_changes_once(ana: Someone, engine: Engine) -> None:
    await ana.does(*TO_CONFIRM, "sí")
    await ana.presses("Cambiar")
    await ana.does("1 de diciembre", "9 am")
    press = next(action for label, action in ana.buttons.items() if "✔" in label)

    turns = await asyncio.gather(*(engine.handle(ana.message(press)) for _ in range(2)))

    assert sorted(turn.replies[0].text.split("\n")[0] for turn in turns) == [
        "Esto ya está agendado:",
        "✔ Cambiado.",
    ]
    assert [each.sequence for each in await everybodys(engine)] == [1]


async def test_a_double_tap_on_cancel(ana: Someone, engine: Engine) -> None:
    await ana.does(*TO_CONFIRM, "sí")
    await ana.presses("Cancelarla")
    press = next(action for label, action in ana.buttons.items() if "Sí, cancelarla" in label)

    turns = await asyncio.gather(*(engine.handle(ana.message(press)) for _ in range(2)))

    said = sorted(turn.replies[0].text.split(".")[0] for turn in turns)
    assert said == ["No encuentro esa cita: ya pasó o se canceló", "Su cita está cancelada"]
    assert [each.sequence for each in await everybodys(engine)] == [1]


async def test_confirm_from_an_old_message_confirms_nothing_else(ana: Someone, engine: Engine) -> None:
    await ana.does(*TO_CONFIRM)
    old = next(action for label, action in ana.buttons.items() if "✔" in label)
    await ana.does("again:booking/time", "10 am")

    assert "Ese mensaje era anterior" in await ana.does(old)
    assert "10:00 a.m." in ana.text
    assert await booked(engine) == []
    await ana.presses("✔")
    assert await booked(engine) == [("7", "11-30 16:00", "booked")]


async def test_another_day_has_other_times(ana: Someone, engine: Engine) -> None:
    """What was chosen of one day is not confirmed of another."""
    await ana.does(*TO_CONFIRM, "again:booking/day", "1 de diciembre")

    assert "¿A qué hora?" in ana.text
    await ana.does("9 am", "sí")
    assert await booked(engine) == [("7", "12-01 15:00", "booked")]


@pytest.mark.parametrize(
    "press",
    ["flow:booking", "answer:booking/kind/phone", "again:booking/day", f"answer:booking/time/{MONDAY_9}"],
)
async def test_booking_while_one_exists(ana: Someone, engine: Engine, press: str) -> None:
    await ana.does(*TO_CONFIRM, "sí")

    assert "Ya tiene una cita" in await ana.does(press)
    assert any("Cambiar" in label for label in ana.buttons)
    assert len(await everybodys(engine)) == 1


async def test_a_change_that_was_left_books_nothing_more(ana: Someone, engine: Engine) -> None:
    await ana.does(*TO_CONFIRM, "sí")
    await ana.presses("Cambiar")
    await ana.does("start:")

    assert "Ya tiene una cita" in await ana.does("flow:booking")
    assert "+528112345678" not in await everything(engine, "conversations")


async def test_leaving_forgets_name_and_number(ana: Someone, engine: Engine) -> None:
    """A name and a number are kept where somebody books, and nowhere else."""
    for left in ("parar", "start:", "flow:eligibility", "answer:eligibility/where/mexico"):
        await ana.does(*TO_CONFIRM)
        assert "+528112345678" in await everything(engine, "conversations")
        await ana.does(left)
        assert "+528112345678" not in await everything(engine, "conversations"), left


# ---- buttons of others, and made-up ones ----------------------------------------------------------


@pytest.mark.parametrize("kind", ["move", "cancel", "coming", "late", "calendar"])
async def test_somebody_elses_appointment_cannot_be_reached(
    ana: Someone, luis: Someone, engine: Engine, kind: str
) -> None:
    await ana.does(*TO_CONFIRM, "sí")
    (made,) = await everybodys(engine)
    name = made.reference.replace(" ", "")

    for value in (name, f"{name}/yes", made.reference):
        assert "No encuentro esa cita" in await luis.does(f"{kind}:{value}") or " " in value
        assert made.name not in luis.text
    assert await everybodys(engine) == (made,)


VALUES = (
    *("", "x", "booking", "callback", "eligibility", "yes", "999999", "000000/yes", "../../etc/passwd", "-1"),
    *("booking/kind/office", "booking/kind/phone", "booking/day/20261129", "booking/day/99999999"),
    *(
        "booking/time/202611301500/30/one",
        "booking/time/200001010000/30/two",
        "booking/time/999912312359/999/x",
    ),
    *("booking/time/202613401500/30/two", "booking/phone/+0000000000", "booking/phone/+528112345678"),
    *("booking/name/after-1", "booking/day/after-999999999999", "booking/time/after-0", "booking/note/-"),
    *(
        "booking/confirm/yes-00000000",
        "callback/confirm/yes-00000000",
        "callback/phone/+1",
        "booking/nothing/x",
    ),
    *(
        "eligibility/where/us",
        "eligibility/nationality/zz",
        "eligibility/before/2099",
        "eligibility/problem/yes",
    ),
    *("eligibility/where/eligibility-may-fit", "eligibility/where/visa-cost", "booking/day/visa-cost"),
    *(
        "202611301500/30/two",
        "000101010000/30/two",
        "America/Tijuana",
        "Mars/Phobos",
        "3",
        "9999",
        "visa-cost",
    ),
)


@pytest.mark.parametrize("kind", [*ACTS, "admin"])
async def test_made_up_buttons_do_no_harm(ana: Someone, luis: Someone, engine: Engine, kind: str) -> None:
    """Whatever is sent as a button, wherever the person stands: an answer, and nobody else's is touched."""
    await luis.does(*TO_CONFIRM, "sí")
    before = await everybodys(engine)
    for place in (TO_CONFIRM[:3], (*TO_CONFIRM[:3], "1 de diciembre", *TO_CONFIRM[4:])):
        await ana.does("forget:yes", *place)
        for value in VALUES:
            await ana.does(f"{kind}:{value}")
            assert ana.shown, (kind, value)
            assert all(sum(map(len, each.buttons)) <= 6 for each in ana.shown)
        # And on from there, whatever it was.
        await ana.does("change:booking", "change:eligibility", "flow:booking", "back:", "zones:")
        assert ana.shown
    mine = [each for each in await everybodys(engine) if each.sender == "8"]
    assert mine == list(before)


@pytest.mark.parametrize("place", ["start:", "flow:booking"])
@pytest.mark.parametrize("name", ["Mars/Phobos", "", "..", "../../etc/passwd", "America", "localtime/x"])
async def test_a_zone_that_does_not_exist(ana: Someone, place: str, name: str) -> None:
    await ana.does(place)

    assert "misma hora que usted" in await ana.does(f"zone:{name}") or "¿Qué lugar" in ana.text
    assert len(ana.buttons) > 1


@pytest.mark.parametrize(
    "time",
    [
        "202611301400/30/two",  # 8:00
        "202611302300/30/two",  # 17:00
        "202611291500/30/two",  # a Sunday
        "202611261500/30/two",  # Thanksgiving
        "202611241700/30/two",  # sooner than the notice
        "202611231500/30/two",  # yesterday
        "202701251500/30/two",  # too far ahead
        "202611301510/30/two",  # between two
    ],
)
async def test_a_time_at_which_nobody_consults(ana: Someone, engine: Engine, time: str) -> None:
    await ana.does(*TO_CONFIRM)

    assert "se acaba de ocupar" in await ana.does(f"answer:booking/time/{time}")
    assert sum(action.startswith("answer:booking/time/") for action in ana.buttons.values()) == 3
    assert await booked(engine) == []


@pytest.mark.parametrize("made", ["202611301500/999/two", "202611301500/1/nobody"])
async def test_a_length_and_a_consultant_of_ones_own_making(ana: Someone, engine: Engine, made: str) -> None:
    await ana.does(*TO_CONFIRM, f"answer:booking/time/{made}")

    await ana.does("sí")

    (appointment,) = await everybodys(engine)
    assert (appointment.minutes, appointment.consultant) == (30, "two")


@pytest.mark.parametrize("after", ["0", "1", "999999999999", "20261201", "202611301500"])
@pytest.mark.parametrize("step", ["day", "time"])
async def test_a_page_that_does_not_exist(ana: Someone, engine: Engine, step: str, after: str) -> None:
    await ana.does(*TO_CONFIRM[: 3 if step == "day" else 4])

    await ana.does(f"answer:booking/{step}/after-{after}")

    assert any(action.startswith(f"answer:booking/{step}/2026") for action in ana.buttons.values())
    await ana.does(*TO_CONFIRM[3:], "sí")
    assert await booked(engine) == [("7", "11-30 15:00", "booked")]


async def test_the_pages_show_every_day_once_and_begin_again(ana: Someone) -> None:
    await ana.does(*TO_CONFIRM[:3])
    seen: list[str] = []
    for _ in range(10):
        page = [label for label, action in ana.buttons.items() if action.startswith("answer:booking/day/2")]
        if page[0] in seen:
            break
        seen += page
        await ana.presses("Otros días")

    assert len(seen) == len(set(seen)) == 15
    assert page == seen[:4]


# ---- a flow that is edited meanwhile --------------------------------------------------------------


def edited(content: Content, flow_name: str, /, **steps: Step | None) -> Content:
    """The content with some steps of a flow changed, added or taken out, as its file would have them."""
    flow = content.flows[flow_name]
    kept = {id: step for id, step in {**flow.steps, **steps}.items() if step is not None}
    changed: Flow = replace(flow, steps=kept, version="edited")
    return replace(content, flows={**content.flows, flow_name: changed})


def takes(engine: Engine, content: Content) -> None:
    """The engine takes over what staff saved."""
    engine._live.content = content


async def test_a_step_added_meanwhile_is_asked_and_said(ana: Someone, engine: Engine) -> None:
    await ana.does("flow:callback", "Ana")
    flow = engine.content.flows["callback"]
    city = Step("city", "text", {"es": "¿En qué ciudad?", "en": "Which city?"}, goto="phone")
    takes(
        engine, edited(engine.content, "callback", name=replace(flow.steps["name"], goto="city"), city=city)
    )

    # What was typed was meant for another question.
    assert "Las preguntas cambiaron" in await ana.does("+528112345678")
    assert "¿En qué ciudad?" in ana.text
    await ana.does("Monterrey", "+528112345678", "en la tarde")
    await ana.presses("✔")
    assert "Ana" in await everything(engine, "callbacks")


async def test_a_step_taken_out_meanwhile_is_stepped_over_and_said(ana: Someone, engine: Engine) -> None:
    await ana.does("flow:callback", "Ana", "+528112345678")
    flow = engine.content.flows["callback"]
    phone = replace(flow.steps["phone"], goto="confirm")
    takes(engine, edited(engine.content, "callback", phone=phone, when=None))

    # The button of the step that is gone, and words for it.
    assert "Las preguntas cambiaron" in await ana.does("answer:callback/when/soon")
    assert "¿Está bien así?" in ana.text
    await ana.does("sí")
    assert "Anotado" in ana.text


async def test_an_option_taken_out_meanwhile_is_said(ana: Someone, engine: Engine) -> None:
    await ana.does("flow:eligibility", "answer:eligibility/where/mexico", "mexicano")
    step = engine.content.flows["eligibility"].steps["work"]
    fewer = replace(step, options=tuple(each for each in step.options if each.id != "unsure"))
    takes(engine, edited(engine.content, "eligibility", work=fewer))

    assert "Las preguntas cambiaron" in await ana.does("answer:eligibility/work/unsure")
    assert "¿Qué trabajo sería?" in ana.text


async def test_words_that_were_edited_are_no_other_question(ana: Someone, engine: Engine) -> None:
    await ana.does("flow:callback")
    takes(engine, replace(engine.content, hash="other"))

    assert "¿A qué número" in await ana.does("Ana")


async def test_a_flow_that_was_deleted_strands_nobody(ana: Someone, engine: Engine) -> None:
    await ana.does(*TO_CONFIRM)
    takes(engine, replace(engine.content, flows={}))

    for said in ("answer:booking/kind/phone", "flow:booking", "sí", "book:", "back:", "menu:"):
        assert await ana.does(said)


# ---- weeks later ----------------------------------------------------------------------------------


async def test_three_weeks_later_it_goes_on_where_it_was(tmp_path: Path) -> None:
    clock = ByHand()
    async with engine_on(f"sqlite:///{tmp_path / 'later.db'}", clock=clock) as engine:
        ana = Someone(engine)
        await ana.does("flow:eligibility", "answer:eligibility/where/mexico", "mexicano", "jardinería")
        clock.set(NOW + 21 * DAY)

        assert "¿Ha trabajado antes" in await ana.does("simón")
        assert "2026 (octubre 2025" in " ".join(ana.buttons)


async def test_a_booking_begun_three_weeks_ago_offers_the_days_of_today(tmp_path: Path) -> None:
    clock = ByHand()
    async with engine_on(f"sqlite:///{tmp_path / 'later.db'}", clock=clock) as engine:
        ana = Someone(engine)
        await ana.does(*TO_CONFIRM)
        clock.set(NOW + 21 * DAY)

        assert "se acaba de ocupar" in await ana.presses("✔")
        assert "lun 30 nov" not in " ".join(ana.buttons)
        assert await booked(engine) == []
