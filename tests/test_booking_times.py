"""Whose clock is it? Bookings around the days on which some clocks change, at midnight, on 29 February."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.engine import Engine
from bot.model import Content
from tests.firm import ByHand, confirmed, engine_on, everybodys, rows
from tests.test_bad_answers import Someone

OFFICE = ZoneInfo("America/Chicago")

CHANGES = {
    # A Wednesday, then a day on each side of the Sunday on which the United States change their clocks.
    "spring 2026": (datetime(2026, 3, 4, 10), datetime(2026, 3, 6, 15), datetime(2026, 3, 9, 15)),
    "autumn 2026": (datetime(2026, 10, 28, 10), datetime(2026, 10, 30, 15), datetime(2026, 11, 2, 15)),
    "spring 2027": (datetime(2027, 3, 10, 10), datetime(2027, 3, 12, 15), datetime(2027, 3, 15, 15)),
    "autumn 2027": (datetime(2027, 11, 3, 10), datetime(2027, 11, 5, 15), datetime(2027, 11, 8, 15)),
}

MONTHS = {3: "marzo", 10: "octubre", 11: "noviembre"}

# 15:00 in Houston, in winter and in summer.
ZONES = {
    "America/Tijuana": ("1:00 p.m.", "1:00 p.m."),
    "America/Ciudad_Juarez": ("2:00 p.m.", "2:00 p.m."),
    "America/Ojinaga": ("3:00 p.m.", "3:00 p.m."),
    "America/Matamoros": ("3:00 p.m.", "3:00 p.m."),
    "America/Mexico_City": ("3:00 p.m.", "2:00 p.m."),
    "America/Port-au-Prince": ("4:00 p.m.", "4:00 p.m."),
    "America/New_York": ("4:00 p.m.", "4:00 p.m."),
}


def office(moment: datetime) -> datetime:
    """A moment by the office's clocks."""
    return moment.replace(tzinfo=OFFICE).astimezone(UTC)


async def booked(ana: Someone, zone: str, *answers: str) -> str:
    """Books by words in a zone of the person's own choice; what is said at the end."""
    await ana.does(f"zone:{zone}", "flow:booking", "llamada", "español", *answers)
    return await ana.does("Ana", "+13055551234", "no", "sí")


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("zone", ZONES)
async def test_on_both_sides_of_a_change_the_time_is_the_persons(
    tmp_path: Path, zone: str, change: str
) -> None:
    now, *wanted = CHANGES[change]
    async with engine_on(f"sqlite:///{tmp_path / 'time.db'}", clock=ByHand(office(now))) as engine:
        for n, there in enumerate(wanted):
            ana, start = Someone(engine, str(n)), office(there)
            shown = ZONES[zone][start.hour == 20]
            day = f"{there.day} de {MONTHS[there.month]}"

            said = await booked(ana, zone, day, shown)

            (made,) = [each for each in await everybodys(engine) if each.sender == str(n)]
            assert made.start == start
            assert f"{day}, {shown} (" in said
            assert ("3:00 p.m. Houston" in said) == (shown != "3:00 p.m.")
            await _reminded_by_the_same_clock(engine, made.reference, zone, start)


async def _reminded_by_the_same_clock(engine: Engine, reference: str, zone: str, start: datetime) -> None:
    """A day before at the same time by the person's clock, whatever it did meanwhile."""
    found = await rows(engine, f"SELECT due FROM outbox WHERE subject = '{reference}' AND kind = 'remind'")
    due = [datetime.fromisoformat(each).replace(tzinfo=UTC).astimezone(ZoneInfo(zone)) for (each,) in found]
    here = start.astimezone(ZoneInfo(zone))
    assert {(each.hour, each.minute) for each in due} <= {(here.hour, 0), (here.hour - 1, 0)}
    assert (here.date() - min(due).date()).days == 1


@pytest.mark.parametrize(
    ("zone", "today", "tomorrow"),
    [
        # It is 21:59 and still the 24th there, and 00:59 of the 25th here.
        ("America/Tijuana", "", "miércoles 25 de noviembre, 7:00 a.m."),
        ("America/Chicago", "", "miércoles 25 de noviembre, 9:00 a.m."),
        ("America/Port-au-Prince", "miércoles 25 de noviembre, 10:00 a.m.", ""),
    ],
)
async def test_booked_at_one_minute_to_midnight(tmp_path: Path, zone: str, today: str, tomorrow: str) -> None:
    now = office(datetime(2026, 11, 24, 23, 59))
    async with engine_on(f"sqlite:///{tmp_path / 'time.db'}", clock=ByHand(now)) as engine:
        ana = Someone(engine)
        await ana.does(f"zone:{zone}", "flow:booking", "llamada", "español")
        first = next(iter(ana.buttons))
        assert first == "miércoles 25 de noviembre"
        said = await ana.does("hoy")
        if today:
            assert "¿A qué hora?" in said
        else:
            assert "Ese día no hay lugar" in said
            assert "¿A qué hora?" in await ana.does("mañana")
        await ana.presses(next(iter(ana.buttons)))
        said = await ana.does("Ana", "+13055551234", "no", "sí")

        assert (today or tomorrow) in said
        (made,) = await everybodys(engine)
        assert made.start == office(datetime(2026, 11, 25, 9))
        # Less than a day ahead: no day-before. What would wake somebody goes the evening before, if ever.
        found = await rows(engine, "SELECT body FROM outbox WHERE kind = 'remind'")
        assert all('"hour"' in body for (body,) in found)
        assert len(found) == (0 if zone == "America/Tijuana" else 1)


async def test_the_notice_and_the_horizon_are_kept_at_midnight(tmp_path: Path) -> None:
    now = office(datetime(2026, 11, 24, 23, 59))
    content = confirmed(notice_hours=10, ahead_days=2)
    async with engine_on(f"sqlite:///{tmp_path / 'time.db'}", content, clock=ByHand(now)) as engine:
        ana = Someone(engine)
        await ana.does("flow:booking", "llamada", "español")

        # Thanksgiving is closed, and the 27th is beyond.
        assert [label for label in ana.buttons if "noviembre" in label] == ["miércoles 25 de noviembre"]
        await ana.presses("miércoles 25")
        assert next(iter(ana.buttons)) == "10:00 a.m."


@pytest.mark.parametrize("said", ["29 de febrero", "mañana", "martes", "29", "29/2"])
async def test_29_february(tmp_path: Path, said: str) -> None:
    clock = ByHand(office(datetime(2028, 2, 28, 8)))
    async with engine_on(f"sqlite:///{tmp_path / 'time.db'}", clock=clock) as engine:
        ana = Someone(engine)

        text = await booked(ana, "America/Mexico_City", said, "10 am")

        assert "martes 29 de febrero, 10:00 a.m." in text
        (made,) = await everybodys(engine)
        assert made.start == office(datetime(2028, 2, 29, 10))
        found = await rows(engine, "SELECT due FROM outbox WHERE kind = 'remind' ORDER BY due")
        assert [each[:16] for (each,) in found] == ["2028-02-28 16:00", "2028-02-29 15:00"]
        await ana.presses("Cambiar")
        assert "¿A qué hora?" in await ana.does("1 de marzo")
        assert "miércoles 1 de marzo" in await ana.does("10 am")


def late(*hours: tuple[time, time]) -> Content:
    """An office that works at night."""
    return confirmed(hours=dict.fromkeys(range(7), hours), holidays="")


@pytest.mark.parametrize(
    ("zone", "hours", "day", "at", "said"),
    [
        (
            "America/New_York",
            (time(20), time(23, 30)),
            "martes 1 de diciembre",
            "12:00 a.m.",
            "martes 1 de diciembre, 12:00 a.m. (Nueva York, Miami) · "
            "lunes 30 de noviembre, 11:00 p.m. Houston",
        ),
        (
            "America/Tijuana",
            (time(0), time(3)),
            "domingo 29 de noviembre",
            "10:00 p.m.",
            "domingo 29 de noviembre, 10:00 p.m. (Tijuana, Mexicali) · "
            "lunes 30 de noviembre, 12:00 a.m. Houston",
        ),
    ],
)
async def test_the_day_is_the_persons_where_the_office_has_another(
    tmp_path: Path, zone: str, hours: tuple[time, time], day: str, at: str, said: str
) -> None:
    clock = ByHand(office(datetime(2026, 11, 27, 12)))
    async with engine_on(f"sqlite:///{tmp_path / 'time.db'}", late(hours), clock=clock) as engine:
        ana = Someone(engine)
        await ana.does(f"zone:{zone}", "flow:booking", "llamada", "español")
        if day not in ana.buttons:
            await ana.presses("Otros días")
        await ana.presses(day)
        for _ in range(3):
            if any(label.startswith(at) for label in ana.buttons):
                break
            await ana.presses("Otras horas")
        assert any(label.startswith(at) and "Houston" in label for label in ana.buttons)
        await ana.presses(at)
        text = await ana.does("Ana", "+13055551234", "no")
        assert said in text
        assert said in await ana.does("sí")

        (made,) = await everybodys(engine)
        there = made.start.astimezone(OFFICE)
        assert (there.day, there.month) == (30, 11)


async def test_the_zone_is_guessed_shown_and_changed_with_one_tap(tmp_path: Path) -> None:
    """By the country at first, by the phone as soon as it is known, and by the person in the end."""
    async with engine_on(f"sqlite:///{tmp_path / 'time.db'}") as engine:
        ana = Someone(engine)
        await ana.does("flow:eligibility", "answer:eligibility/where/mexico", "flow:booking")
        said = await ana.does("llamada", "español")
        assert "Hora de Houston" in said or "Ciudad de México" in said
        await ana.does("30 de noviembre", "9 am", "Ana")
        said = await ana.does("656 123 4567", "no")
        assert "8:00 a.m. (Ciudad Juárez) · 9:00 a.m. Houston" in said

        await ana.presses("No es mi hora")
        await ana.presses("Tijuana")
        assert "7:00 a.m. (Tijuana, Mexicali) · 9:00 a.m. Houston" in ana.text
        await ana.presses("✔")

        (made,) = await everybodys(engine)
        assert made.timezone == "America/Tijuana"
        assert made.start == office(datetime(2026, 11, 30, 9))


async def test_who_says_later_that_they_live_by_another_clock_is_reminded_by_that_one(tmp_path: Path) -> None:
    """At 7 in the morning there, an hour before is the evening before: nobody is woken."""
    async with engine_on(f"sqlite:///{tmp_path / 'time.db'}") as engine:
        ana = Someone(engine)
        await booked(ana, "America/Chicago", "30 de noviembre", "9 am")
        due = "SELECT once, due FROM outbox WHERE kind = 'remind' ORDER BY due"
        assert [str(each.due)[:16] for each in await rows(engine, due)] == [
            "2026-11-29 15:00",
            "2026-11-30 14:00",
        ]

        assert "7:00 a.m. (Tijuana, Mexicali)" in await ana.does("zone:America/Tijuana")

        assert [str(each.due)[:16] for each in await rows(engine, due)] == [
            "2026-11-29 04:00",
            "2026-11-30 04:00",
        ]
        (made,) = await everybodys(engine)
        assert (made.timezone, made.sequence) == ("America/Tijuana", 0)


async def test_who_asks_to_be_forgotten_hears_that_the_appointment_goes_too(tmp_path: Path) -> None:
    async with engine_on(f"sqlite:///{tmp_path / 'time.db'}") as engine:
        ana = Someone(engine)
        assert "cita" not in await ana.does("forget:")
        await booked(ana, "America/Chicago", "30 de noviembre", "9 am")

        said = await ana.does("forget:")

        assert "se cancela" in said
        assert "30 de noviembre" in said
