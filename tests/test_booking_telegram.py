"""Booking over Telegram's HTTP: the engine, the staff chat, the outbox, and a clock that the test moves."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from sqlalchemy import Connection, text

from bot.agenda import Agenda, Named
from bot.booking.calendars import Calendar
from bot.content import load
from tests.botapi import Person
from tests.botapi.people import Seen
from tests.firm import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    ROOT,
    Firm,
    confirmed,
    everything,
    firm_on_telegram,
    labels,
    rows,
    the_content,
    words,
)

MONDAY = datetime(2026, 11, 30, 15, tzinfo=UTC)
"""9:00 in Houston, and in most of Mexico at that time of the year."""

ES = {
    "phone": "Por teléfono",
    "language": "Español",
    "monday": "lunes 30 de noviembre",
    "out": "Dejarlo en blanco",
    "yes": "✔ Confirmar",
    "booked": "✔ Agendado",
    "file": "📎 Para mi calendario",
    "change": "🔁 Cambiar",
    "changed": "✔ Cambiado",
    "tuesday": "martes 1 de diciembre",
    "more": "Otros días →",
}
EN = {
    "phone": "By phone",
    "language": "English",
    "monday": "Monday, November 30",
    "out": "Leave it out",
    "yes": "✔ Confirm",
    "booked": "✔ Booked",
    "file": "📎 For my calendar",
    "change": "🔁 Change",
    "changed": "✔ Changed",
    "tuesday": "Tuesday, December 1",
    "more": "Other days →",
}
LANGUAGES = {"es": ES, "en": EN}


@pytest.fixture
def here(tmp_path: Path) -> str:
    """The address of an empty database."""
    return f"sqlite:///{tmp_path / 'firm.db'}"


@pytest.fixture
async def firm(here: str) -> AsyncIterator[Firm]:
    """A firm that has confirmed its hours and has a staff chat."""
    async with firm_on_telegram(here) as opened:
        yield opened


async def books(ana: Person, time: str = "9:00 a.m.", phone: str = "+528112345678") -> list[Seen]:
    """Books for Monday by buttons and a shared number; what is seen at the end."""
    say = LANGUAGES[ana.language]
    await ana.says("/book")
    for button in (say["phone"], say["language"], say["monday"]):
        await ana.presses(button)
    await ana.says(time)
    await ana.says(ana.name)
    await ana.shares_contact(phone)
    await ana.presses(say["out"])
    return await ana.presses(say["yes"])


def event_in(firm: Firm, seen: list[Seen]) -> icalendar.Event:
    """The one event of the calendar file that was sent."""
    (document,) = [each.raw["document"] for each in seen if "document" in each.raw]
    assert document["file_name"].endswith(".ics")
    read = icalendar.Calendar.from_ical(firm.api.files[document["file_id"]])
    assert isinstance(read, icalendar.Calendar)
    (event,) = read.events
    return event


def keyboards(ana: Person) -> list[str]:
    """Which keyboards were opened below the person's text field, and taken away."""
    found = []
    for each in (seen.raw.get("reply_markup", {}) for seen in ana.sees):
        if "keyboard" in each:
            assert "request_contact" in str(each["keyboard"])
            found.append("share")
        elif each.get("remove_keyboard"):
            found.append("gone")
    return found


async def test_a_name_and_a_phone_are_kept_only_where_they_belong(firm: Firm, here: str) -> None:
    """In the appointment, and once the replies have arrived nowhere else: not in those, not in the chat."""
    ana = firm.person("es")
    await books(ana)

    def rest(connection: Connection) -> str:
        tables = ("updates", "conversations", "outbox", "questions")
        found = [connection.execute(text(f"SELECT * FROM {each}")).all() for each in tables]
        return str(found)

    kept = await firm.engine.store.transact(rest)
    assert "Ana" not in kept
    assert "8112345678" not in re.sub(r"\D", "", kept)
    (made,) = await firm.booked()
    assert made.name == "Ana"


# ---- a booking, in both languages -----------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
async def test_booked_by_buttons(firm: Firm, language: str) -> None:
    ana, say = firm.person(language), LANGUAGES[language]

    seen = await books(ana)

    (made,) = await firm.booked()
    assert (made.start, made.minutes, made.kind, made.language) == (MONDAY, 30, "phone", language)
    assert (made.name, made.phone, made.timezone) == ("Ana", "+528112345678", "America/Mexico_City")
    assert say["booked"] in words(seen)
    assert say["monday"] in words(seen)
    assert made.reference in words(seen)
    assert "+52 81 1234 5678" in words(seen)
    assert labels(seen)[:2] == [say["file"], say["change"]]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", ["por videollamada", "en inglés", "el lunes", "a las 3 y media", "Ana López"]),
        ("en", ["zoom", "english", "monday", "3:30 pm", "Ana López"]),
    ],
)
async def test_booked_by_words(firm: Firm, language: str, said: list[str]) -> None:
    ana = firm.person(language)
    await ana.says("/agendar")
    for each in said:
        await ana.says(each)
    await ana.says("52 1 664 123 4567")
    await ana.says("my husband's visa")
    seen = await ana.says("sí" if language == "es" else "yes")

    (made,) = await firm.booked()
    assert LANGUAGES[language]["booked"] in words(seen)
    assert made.start == datetime(2026, 11, 30, 21, 30, tzinfo=UTC)
    assert (made.kind, made.language, made.note) == ("video", "en", "my husband's visa")
    assert (made.phone, made.timezone) == ("+526641234567", "America/Tijuana")
    # Booked by the office's clocks, told by the person's, with the office's beside it.
    assert "1:30 p.m. (Tijuana" in words(seen)
    assert "3:30 p.m. Houston" in words(seen)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_button_that_shares_a_number_is_shown_and_goes_away(firm: Firm, language: str) -> None:
    ana = firm.person(language)
    await books(ana)

    assert keyboards(ana) == ["share", "gone"]


@pytest.mark.parametrize("way_out", ["parar", "/start", "atras", "empezar de nuevo"])
async def test_the_button_that_shares_a_number_goes_away_with_the_question(firm: Firm, way_out: str) -> None:
    ana = firm.person()
    await ana.says("/agendar")
    for each in ("llamada", "español", "lunes", "9 am", "Ana"):
        await ana.says(each)

    await ana.says(way_out)

    assert keyboards(ana) == ["share", "gone"]


@pytest.mark.parametrize(
    ("language", "sentence"), [("es", "Ese contacto es de otra persona"), ("en", "somebody else's contact")]
)
async def test_somebody_elses_card_is_no_number_of_ones_own(firm: Firm, language: str, sentence: str) -> None:
    ana, say = firm.person(language), LANGUAGES[language]
    await ana.says("/book")
    for button in (say["phone"], say["language"], say["monday"], "9:00 a.m."):
        await ana.presses(button)
    await ana.says("Ana")

    refused = await ana.shares_contact("+528199999999", own=False)
    assert sentence in words(refused)

    await ana.shares_contact("528112345678")  # as Telegram writes it, without the plus sign
    await ana.presses(say["out"])
    await ana.presses(say["yes"])
    assert [each.phone for each in await firm.booked()] == ["+528112345678"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_file_for_the_calendar_is_opened_by_a_calendar(firm: Firm, language: str) -> None:
    ana, say = firm.person(language), LANGUAGES[language]
    await books(ana)
    (made,) = await firm.booked()

    event = event_in(firm, await ana.presses(say["file"]))
    assert (event.start, event.end) == (MONDAY, MONDAY + 30 * MINUTE)
    assert event["UID"] == made.reference.replace(" ", "") + "@ventanilla"
    assert event["SEQUENCE"] == 0

    await ana.presses(say["change"])
    await ana.presses(say["more"])
    await ana.presses(say["tuesday"])
    await ana.presses("9:30 a.m.")
    assert say["changed"] in words(await ana.presses(say["yes"]))
    moved = event_in(firm, await ana.presses(say["file"]))
    assert moved.start == MONDAY + DAY + 30 * MINUTE
    assert (moved["UID"], moved["SEQUENCE"]) == (event["UID"], 1)


# ---- later ----------------------------------------------------------------------------------------


async def test_changed_and_cancelled_from_the_old_message_weeks_later(here: str) -> None:
    async with firm_on_telegram(here, confirmed(ahead_days=60)) as firm:
        ana = firm.person()
        await ana.says("/agendar")
        for each in ("llamada", "español", "15 de enero", "9 am", "Ana", "+528112345678", "no"):
            await ana.says(each)
        (seen,) = await ana.says("sí")
        (made,) = await firm.booked()
        assert made.start == datetime(2027, 1, 15, 15, tzinfo=UTC)

        await firm.at(NOW + 35 * DAY)
        change, cancel = (each["callback_data"] for each in seen.buttons[1:3])
        await ana.sends_press(change, old=True)
        await ana.says("jueves 14 de enero")
        await ana.says("10 am")
        assert "✔ Cambiado" in words(await ana.says("sí"))
        (moved,) = await firm.booked()
        assert (moved.reference, moved.start) == (made.reference, datetime(2027, 1, 14, 16, tzinfo=UTC))

        asked = await ana.sends_press(cancel, old=True)
        assert "¿Cancelar esta cita?" in words(asked)
        assert (await firm.booked())[0].state == "booked"
        await ana.presses("Sí, cancelarla")
        assert (await firm.booked())[0].state == "cancelled"

        await firm.passes()
        # Two were due at one moment, and neither is told again.
        assert [each.split(" · ")[0] for each in firm.told] == [
            "📅 Cita nueva",
            "🔁 Cita cambiada",
            "✕ Cita cancelada",
        ]
        assert "Antes: viernes 15 de enero, 9:00 a.m." in firm.told[1]
        await firm.at(datetime(2027, 1, 14, 15, 30, tzinfo=UTC))
        assert "recordatorio" not in words(ana.sees)


async def test_appointments_are_found_by_command(firm: Firm) -> None:
    ana = firm.person()
    await books(ana)

    assert "lunes 30 de noviembre" in words(await ana.says("/appointments"))
    assert "lunes 30 de noviembre" in words(await ana.says("/citas"))
    assert "No tiene ninguna cita" in words(await firm.person(name="Luis").says("/citas"))


async def test_a_change_may_be_of_more_than_the_time(firm: Firm) -> None:
    """Back from the day leads to the language and the kind: what is confirmed is what is booked."""
    ana = firm.person()
    await books(ana)

    await ana.presses("🔁 Cambiar")
    await ana.says("atras")
    await ana.says("atras")
    for each in ("videollamada", "inglés", "1 de diciembre", "9 am"):
        await ana.says(each)
    seen = await ana.says("sí")

    (made,) = await firm.booked()
    assert "✔ Cambiado" in words(seen)
    assert (made.kind, made.language, made.start) == ("video", "en", MONDAY + DAY)
    await firm.passes()
    assert "Por videollamada" in firm.told[-1]


async def test_a_change_that_is_begun_again_is_still_a_change(firm: Firm) -> None:
    ana = firm.person()
    await books(ana)

    await ana.presses("🔁 Cambiar")
    await ana.says("1 de diciembre")
    assert "¿Qué día" in words(await ana.says("empezar de nuevo"))
    await ana.says("1 de diciembre")
    await ana.presses("9:00 a.m.")
    await ana.presses("✔ Confirmar")

    assert [each.start for each in await firm.booked()] == [MONDAY + DAY]


# ---- reminders ------------------------------------------------------------------------------------


async def test_reminders_come_a_day_and_an_hour_before_once_each(firm: Firm) -> None:
    ana = firm.person()
    await books(ana, "10:00 a.m.")
    start, before = MONDAY + HOUR, len(ana.sees)

    await firm.at(start - DAY - MINUTE)
    assert len(ana.sees) == before
    await firm.at(start - DAY)
    assert len(ana.sees) == before + 1
    await firm.at(start - HOUR - MINUTE)
    assert len(ana.sees) == before + 1
    await firm.at(start - HOUR)
    await firm.at(start - 30 * MINUTE)
    await firm.at(start + DAY)
    assert len(ana.sees) == before + 2

    for seen in ana.sees[before:]:
        assert "Un recordatorio de su cita" in seen.text
        assert "lunes 30 de noviembre, 10:00 a.m." in seen.text
        assert seen.labels == ["👍 Ahí estaré", "⏰ Voy tarde", "🔁 Cambiar", "✕ Cancelarla"]


async def test_a_reminder_speaks_the_persons_language_and_tells_their_time(firm: Firm) -> None:
    """A consultation in Spanish for somebody who writes in English, from a phone of Tijuana."""
    ben = firm.person("en", "Ben")
    await ben.says("/book")
    for each in ("phone", "español", "monday", "11 am", "Ben", "+526641234567", "skip", "yes"):
        await ben.says(each)
    (made,) = await firm.booked()
    assert (made.language, made.timezone) == ("es", "America/Tijuana")

    await firm.at(made.start - HOUR)

    assert "A reminder of your appointment" in ben.sees[-1].text
    assert "Monday, November 30, 9:00 a.m. (Tijuana" in ben.sees[-1].text


async def test_nobody_is_reminded_at_night(firm: Firm) -> None:
    """9:00 in Houston is 7:00 in Tijuana: both reminders come at 20:00 of an evening before."""
    ana = firm.person()
    await books(ana, phone="+526641234567")
    (made,) = await firm.booked()
    before, tijuana = len(ana.sees), ZoneInfo("America/Tijuana")
    seen_at: list[datetime] = []

    moment = NOW
    while moment < made.start:
        moment += 10 * MINUTE
        await firm.at(moment)
        seen_at += [moment.astimezone(tijuana)] * (len(ana.sees) - before - len(seen_at))

    assert [f"{each:%d %H:%M}" for each in seen_at] == ["28 20:00", "29 20:00"]


async def test_a_bot_that_was_away_in_the_evening_waits_for_the_morning(firm: Firm) -> None:
    ana = firm.person()
    await books(ana, "10:00 a.m.")
    before, mexico = len(ana.sees), ZoneInfo("America/Mexico_City")

    # The day-before was due at 10:00 and nobody was there until 22:00.
    await firm.at(datetime(2026, 11, 29, 22, tzinfo=mexico))
    assert len(ana.sees) == before
    await firm.at(datetime(2026, 11, 30, 8, tzinfo=mexico))
    assert len(ana.sees) == before + 1
    await firm.at(datetime(2026, 11, 30, 9, tzinfo=mexico))
    assert len(ana.sees) == before + 2


async def test_after_a_long_absence_one_reminder_is_enough(firm: Firm) -> None:
    ana = firm.person()
    await books(ana, "10:00 a.m.")
    before = len(ana.sees)

    await firm.at(MONDAY + 30 * MINUTE)
    assert len(ana.sees) == before + 1
    await firm.at(MONDAY + 2 * HOUR)
    assert len(ana.sees) == before + 1


async def test_a_reminder_is_not_lost_while_telegram_is_not_connected(firm: Firm) -> None:
    """A bot that has just started looks at what is due before its channel is up."""
    ana = firm.person()
    await books(ana, "10:00 a.m.")
    await firm.passes()
    before, told = len(ana.sees), len(firm.told)
    senders, staff = firm.engine.outbox.senders, firm.engine.outbox.staff
    firm.engine.outbox.senders, firm.engine.outbox.staff = {}, None

    await ana.presses("✕ Cancelarla")
    await firm.at(MONDAY - DAY + HOUR)
    await ana.presses("Sí, cancelarla")
    await books(firm.person(name="Luis"), "10:30 a.m.")
    await firm.at(MONDAY - DAY + 2 * HOUR)
    firm.engine.outbox.senders, firm.engine.outbox.staff = senders, staff
    await firm.passes(MINUTE)

    assert [each.split(" · ")[0] for each in firm.told[told:]] == ["✕ Cita cancelada", "📅 Cita nueva"]
    assert len(ana.sees) == before + 2  # the two that answered her own presses


@pytest.mark.parametrize(
    ("button", "answer", "told"),
    [
        ("👍 Ahí estaré", "Le avisé a la oficina que ahí estará", "👍 Ahí estará"),
        ("⏰ Voy tarde", "Le avisé a la oficina que va tarde", "⏰ Va tarde"),
        ("🔁 Cambiar", "¿Qué día le queda bien?", ""),
        ("✕ Cancelarla", "¿Cancelar esta cita?", ""),
    ],
)
async def test_each_button_of_a_reminder_does_what_it_says(
    firm: Firm, button: str, answer: str, told: str
) -> None:
    ana = firm.person()
    await books(ana, "10:00 a.m.")
    await firm.at(MONDAY)
    before = len(firm.told)

    assert answer in words(await ana.presses(button))
    await firm.passes()
    await ana.sends_press(ana.sees[-1].buttons[0]["callback_data"] if not told else "menu:")

    assert [told in each for each in firm.told[before:]] == ([True] if told else [])
    if told:
        (made,) = await firm.booked()
        assert made.reference in firm.told[-1]
        assert made.coming in ("coming", "late")
        await ana.presses(button)  # said once more
        await firm.passes()
        assert len(firm.told) == before + 1


async def test_whoever_blocked_the_bot_costs_nobody_else_a_reminder(firm: Firm) -> None:
    ana, luis = firm.person(), firm.person(name="Luis")
    await books(ana, "10:00 a.m.")
    await books(luis, "10:30 a.m.", "+528112345679")
    await ana.blocks()
    before = len(luis.sees)

    await firm.at(MONDAY + 30 * MINUTE)

    assert "recordatorio" in words(luis.sees[before:])
    assert await rows(firm.engine, "SELECT id FROM outbox WHERE kind = 'remind' AND due < '2026-12-01'") == []
    assert len(await firm.booked()) == 2


# ---- what the staff are told ----------------------------------------------------------------------


async def test_staff_are_told_in_their_language_and_their_time(here: str) -> None:
    async with firm_on_telegram(here, staff_language="en") as firm:
        ana = firm.person()
        await ana.says("/agendar")
        said = ("llamada", "español", "lunes", "9 am", "Ana *López*", "+526641234567")
        for each in (*said, "la visa <b>de</b> mi esposo"):
            await ana.says(each)
        await ana.says("sí")
        await firm.passes()
        (made,) = await firm.booked()

    (told,) = firm.told
    for each in (
        "New appointment",
        made.reference,
        "Monday, November 30, 9:00 a.m.",
        "By phone",
        "Ana *López*",
        "+52 664 123 4567",
        "Language: Español",
        "Note: la visa <b>de</b> mi esposo",
    ):
        assert each in told
    assert "Eligibility" not in told


@pytest.mark.parametrize("consents", [True, False])
async def test_the_eligibility_answers_reach_the_firm_only_with_consent(firm: Firm, consents: bool) -> None:
    ana = firm.person()
    await ana.sends_press("flow:eligibility")
    for each in ("mexico", "mexicano", "jardinería", "sí", "nunca", "no, nada de eso", "ya lo tengo"):
        await ana.says(each)
    await ana.says("/agendar")
    for each in ("llamada", "español", "lunes", "9 am", "Ana", "+528112345678", "no"):
        await ana.says(each)

    if consents:
        await ana.presses("☐ Enviar también mis respuestas")
        assert "☑ Enviar también mis respuestas" in labels(ana.sees[-1:])
    await ana.presses("✔ Confirmar")
    await firm.passes()

    (made,) = await firm.booked()
    assert bool(made.summary) is consents
    assert ("México" in firm.told[-1]) is consents
    # What was answered to the question about problems is in neither.
    assert "nada de eso" not in made.summary + firm.told[-1]


async def test_staff_hear_of_a_call_back(firm: Firm) -> None:
    ana = firm.person()
    await ana.says("/llamar")
    await ana.presses("☎ Que me llamen")
    for each in ("Ana", "+50251234567", "después del trabajo"):
        await ana.says(each)
    seen = await ana.presses("✔ Confirmar")
    assert "Anotado" in words(seen)
    await firm.passes()

    (told,) = firm.told
    for each in ("☎", "Ana", "+502 5123 4567", "En la tarde", "Español"):
        assert each in told


async def test_a_second_wish_to_be_called_changes_the_first(firm: Firm) -> None:
    ana = firm.person()
    for phone in ("+50251234567", "+50251234568"):
        await ana.sends_press("flow:callback")
        for each in ("Ana", phone, "en la mañana"):
            await ana.says(each)
        await ana.presses("✔ Confirmar")
    await firm.passes()

    assert await rows(firm.engine, "SELECT phone FROM callbacks WHERE state = 'open'") == [("+50251234568",)]
    assert "+502 5123 4568" in firm.told[-1]


async def test_staff_hear_that_somebody_had_everything_deleted(firm: Firm) -> None:
    ana = firm.person()
    await books(ana)
    (made,) = await firm.booked()
    await firm.passes()

    await ana.sends_press("forget:yes")
    await firm.passes()

    assert await firm.booked() == ()
    assert made.reference in firm.told[-1]
    assert "lunes 30 de noviembre, 9:00 a.m." in firm.told[-1]
    assert "Ana" not in firm.told[-1]
    assert "+52811234" not in await everything(firm.engine, "conversations", "updates", "outbox")


async def test_news_wait_while_the_staff_chat_takes_none(firm: Firm) -> None:
    """Somebody removed the bot from the group by mistake."""
    firm.staff.refuses = "bot was kicked from the supergroup chat"
    await books(firm.person())
    await firm.passes()
    assert firm.told == []

    firm.staff.refuses = ""
    await firm.passes(HOUR)
    assert len(firm.told) == 1


# ---- whether the firm can be reached at all -------------------------------------------------------


@pytest.mark.parametrize(("language", "why"), [("es", "confirma"), ("en", "has not confirmed its hours")])
@pytest.mark.parametrize(
    "flow", ["flow:booking", "flow:callback", "answer:booking/kind/phone", "again:booking/day"]
)
async def test_nothing_is_booked_before_the_firm_confirmed_its_hours(
    here: str, flow: str, language: str, why: str
) -> None:
    async with firm_on_telegram(here, the_content()) as firm:
        seen = await firm.person(language).sends_press(flow)

        assert "+1 832" in words(seen)
        assert why in words(seen)
        assert any("contact" in each.raw for each in seen)
        assert await rows(firm.engine, "SELECT kind FROM outbox") == []


async def test_nothing_is_booked_without_a_staff_chat(here: str) -> None:
    """The settings say so: `running` opens the engine as "closed" then."""
    async with firm_on_telegram(here, staff_chat=False, desk="closed") as firm:
        seen = await firm.person("en").says("/book")

        assert "+1 832" in words(seen)
        assert "nobody at Law VM would get them" in words(seen)


async def test_a_demonstration_says_so_in_every_message(here: str) -> None:
    async with firm_on_telegram(here, the_content(), desk="demo") as firm:
        ana = firm.person("en")
        await books(ana)
        assert len(await firm.booked()) == 1
        await firm.at(MONDAY - HOUR)

        shown = [each for each in ana.sees if each.text != "👇"]
        assert "A reminder" in shown[-1].text
        assert [each.text for each in shown if "Demonstration" not in each.text] == []
        assert "Demostración" in firm.told[0]


async def test_a_demonstration_without_a_staff_chat_tells_nobody(here: str) -> None:
    async with firm_on_telegram(here, the_content(), desk="demo", staff_chat=False) as firm:
        await books(firm.person("en"))
        await firm.passes()

        assert await rows(firm.engine, "SELECT id FROM outbox WHERE kind != 'remind'") == []
        assert firm.told == []


def test_the_firm_opens_by_confirming_its_page(tmp_path: Path) -> None:
    """As staff do it: one line of office.yaml."""
    folder = tmp_path / "content"
    shutil.copytree(ROOT / "content", folder)
    page = folder / "office.yaml"
    text = page.read_text(encoding="utf-8")
    text = text.replace('confirmed_by: ""', "confirmed_by: Ana López, 2026-11-20")
    page.write_text(text.replace('responsible: ""', "responsible: Ana López"), encoding="utf-8")

    read = load(folder)

    assert read.content.office.confirmed
    assert not the_content().office.confirmed
    assert [each for each in read.problems if each.path == "office.yaml"] == []


@pytest.mark.parametrize("press", ["flow:booking", "answer:booking/kind/phone", "taken:202611301500/30/one"])
async def test_a_firm_with_its_own_page_is_booked_there(here: str, press: str) -> None:
    page = "https://example.org/lawvm"
    async with firm_on_telegram(here, confirmed(booking_url=page)) as firm:
        seen = await firm.person().sends_press(press)

        assert [each["url"] for each in seen[-1].buttons if "url" in each] == [page]
        assert "+1 832" in words(seen)
        assert "¿Qué" not in words(seen)
        # A call is still taken here.
        assert "¿Cómo se llama usted?" in words(await firm.person().sends_press("flow:callback"))


async def test_where_nothing_is_free_a_call_back_is_offered(here: str) -> None:
    closed = {(NOW + n * DAY).date(): "vacaciones" for n in range(40)}
    async with firm_on_telegram(here, confirmed(closed=closed)) as firm:
        ana = firm.person()
        seen = await ana.says("/agendar")

        assert "no hay lugar" in words(seen).lower()
        assert "¿Cómo se llama usted?" in words(await ana.presses("☎ Que me llamen"))


async def test_where_nobody_is_free_for_this_kind_another_is_a_step_back(here: str) -> None:
    """The only one who consults by video is away; by phone there is somebody."""
    one, two = confirmed().office.consultants
    agenda = Agenda([Named(one.id, Calendar("http://127.0.0.1:9/"))])
    agenda._read[0] = ((NOW, NOW + 60 * DAY),)
    async with firm_on_telegram(here, agenda=agenda) as firm:
        ana = firm.person()
        await ana.says("/agendar")
        await ana.presses("Por videollamada")
        seen = await ana.presses("Español")
        assert "No hay lugar" in words(seen)
        assert labels(seen) == ["☎ Que me llamen", "← Atrás", "↺ De nuevo", "✕ Parar"]
        assert "No hay lugar" in words(await ana.says("el lunes"))

        await ana.presses("↺ De nuevo")
        await ana.presses("Por teléfono")
        seen = await ana.presses("Español")
        assert "lunes 30 de noviembre" in labels(seen)
    assert two.kinds == ("phone",)


async def test_only_what_somebody_does_can_be_chosen(here: str) -> None:
    """Nobody speaks English: the kinds are those of the others, and so is the language."""
    (_, two) = confirmed().office.consultants
    async with firm_on_telegram(here, confirmed(consultants=(two,))) as firm:
        ana = firm.person("en")
        assert labels(await ana.says("/book")) == ["By phone", "✕ Stop"]
        assert labels(await ana.presses("By phone"))[:2] == ["Español", "← Back"]
        assert "no longer works" in words(await ana.sends_press("answer:booking/kind/office"))


async def test_full_days_are_not_offered(here: str) -> None:
    async with firm_on_telegram(here, confirmed(closed={(MONDAY).date(): "vacaciones"})) as firm:
        ana = firm.person()
        await ana.says("/agendar")
        await ana.presses("Por teléfono")
        seen = await ana.presses("Español")

    assert "lunes 30 de noviembre" not in labels(seen)
    assert "martes 1 de diciembre" in labels(seen)


async def test_the_number_to_call_and_whether_somebody_answers(firm: Firm) -> None:
    """Open, and closed for the night: by the office's clock and by that of the person, in Tijuana."""
    ana = firm.person()
    await ana.sends_press("zone:America/Tijuana")
    seen = await ana.says("/llamar")
    assert "+1 832" in words(seen)
    assert "3:00 p.m. (5:00 p.m. Houston" in words(seen)
    (card,) = [each.raw["contact"] for each in seen if "contact" in each.raw]
    assert card["phone_number"].startswith("+1832")

    firm.clock.set(NOW + timedelta(hours=8))
    seen = await ana.says("/llamar")
    assert "7:00 a.m. (9:00 a.m. Houston" in words(seen)
    assert {"☎ Que me llamen", "📅 Agendar una consulta"} <= set(labels(seen))
