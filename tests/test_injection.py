"""What people write stays words: in the firm's group, its calendar, the bot's own replies and the log."""

from __future__ import annotations

import pytest
from icalendar import Calendar

from bot.booking import ics
from bot.office import Appointment
from tests.firm import NOW, confirmed, firm_on_telegram, words

EVIL = [
    '<b>Ana</b> <a href="https://estafa.example">pague</a>',
    "[pague aquí](https://estafa.example) **Ana**",
    "Ana {{ visa_fee }} {% raw %}",
    "Ana &lt;script&gt; \\* _x_ `y`",
    "Ana\nLaw VM: su cita se canceló",
]


@pytest.mark.parametrize("note", EVIL)
async def test_markup_in_a_note_reaches_the_firm_as_it_was_typed(database: str, note: str) -> None:
    async with firm_on_telegram(database) as firm:
        ana = firm.person()
        await ana.says("/book")
        for button in ("Por teléfono", "Español", "lunes 30 de noviembre"):
            await ana.presses(button)
        for each in ("9:00 a.m.", "Ana", "+528112345678", note):
            await ana.says(each)
        await ana.presses("✔ Confirmar")
        await firm.passes()

        told = firm.staff.sees[-1]
        # In one line, so that nothing they wrote looks like a line of the bot's.
        assert "Nota: " + note.replace("\n", " ") in told.text
        assert "estafa.example" not in str(told.links)
        spans = [(each["offset"], each["offset"] + each["length"]) for each in told.raw["entities"]]
        assert not any("Ana" in told.text[start:end] for start, end in spans)


@pytest.mark.parametrize(
    "name",
    [
        "Ana\r\nATTENDEE:mailto:x@y.example",
        "Ana\nBEGIN:VALARM",
        "Ana;X=1:y",
        'Ana"',
    ],
)
def test_a_name_puts_nothing_of_its_own_into_a_calendar(name: str) -> None:
    made = Appointment(
        "7 KM 4",
        "telegram",
        "7",
        "phone",
        NOW,
        30,
        "one",
        name,
        "+528112345678",
        "es",
        "America/Monterrey",
        NOW,
    )

    for written in (ics.entry(made), ics.feed([made], confirmed().office)):
        (event,) = Calendar.from_ical(written).events
        assert "ATTENDEE" not in event
        assert "X" not in event
        assert event.subcomponents == []


async def test_what_is_quoted_back_is_escaped(database: str) -> None:
    """Where the confirmation shows what somebody wrote; the server of the tests refuses broken markup."""
    async with firm_on_telegram(database) as firm:
        ana = firm.person(name="Ana")
        await ana.says("/book")
        for button in ("Por teléfono", "Español", "lunes 30 de noviembre"):
            await ana.presses(button)
        for each in ("9:00 a.m.", "Ana", "+528112345678"):
            await ana.says(each)
        shown = words(await ana.says(EVIL[0]))

    assert EVIL[0] in shown
