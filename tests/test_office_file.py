"""What `office.yaml` may say, and what staff read where it says something else."""

from datetime import date, time
from pathlib import Path

import pytest

from bot import content
from bot.office import Consultant
from tests.samples.content import FILES, build, check, lines, put

HEAD = FILES["office.yaml"]  # three lines
ANA = "consultants:\n  ana:\n    es: Ana\n    en: Ana\n    languages: es, en\n    kinds: phone\n"
HOURS = "hours:\n  monday: 9:00-12:00, 13:00-17:00\n"


def test_the_office_is_read_as_staff_wrote_it(tmp_path: Path) -> None:
    folder = build(tmp_path)
    text = """\
address: 1 Main St, Houston, TX
timezone: America/New_York
hours:
  Monday: 9:00-12:00, 13:00–17:30
  saturday: closed
holidays: none
closed:
  2026-12-24: Nochebuena
  2026-12-30 to 2027-01-01: vacaciones
minutes: 45
pause: 15
notice_hours: 0
ahead_days: 10
booking_url: https://example.org/book
responsible: Ana López
confirmed_by: Ana López, 2026-11-20
consultants:
  ana-1:
    es: Licenciada Ana
    en: Attorney Ana
    languages: [es, en]
    kinds:
      - phone
      - office
"""
    put(folder, "office.yaml", HEAD + text)

    office = content.load(folder).content.office

    assert check(folder) == []
    assert office.hours == {0: ((time(9), time(12)), (time(13), time(17, 30)))}
    assert (office.holidays, office.timezone) == ("", "America/New_York")
    assert office.closed == {
        date(2026, 12, 24): "Nochebuena",
        date(2026, 12, 30): "vacaciones",
        date(2026, 12, 31): "vacaciones",
        date(2027, 1, 1): "vacaciones",
    }
    assert (office.minutes, office.pause, office.notice_hours, office.ahead_days) == (45, 15, 0, 10)
    assert office.booking_url == "https://example.org/book"
    assert office.confirmed
    names = {"es": "Licenciada Ana", "en": "Attorney Ana"}
    assert office.consultants == (Consultant("ana-1", names, ("es", "en"), ("phone", "office")),)
    assert office.kinds("es") == ("phone", "office")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("hours: 9-5\n", 'line 4: "hours" must hold lines like "name: value".'),
        (
            "hours:\n  mondy: 9:00-17:00\n",
            'line 5: "mondy" is not a day of the week. Did you mean "monday"?',
        ),
        (
            "hours:\n  lunes: 9:00-17:00\n",
            'line 5: "lunes" is not a day of the week. Write a day like monday.',
        ),
        (
            "hours:\n  monday: 9 to 5\n",
            'line 5: the hours "9 to 5" cannot be read. Write them like "9:00-12:00, 13:00-17:00"',
        ),
        ("hours:\n  monday: 9:00-25:00\n", 'line 5: the hours "9:00-25:00" name a time that no clock shows.'),
        (
            "hours:\n  monday: 9:00-5:00\n",
            'line 5: the hours "9:00-5:00" end before they begin. Is it after noon?',
        ),
        (
            "hours:\n  monday: 9:00-13:00, 12:00-17:00\n",
            'line 5: the hours "9:00-13:00, 12:00-17:00" overlap.',
        ),
        ("hours:\n  monday:\n", 'line 5: "monday" is empty.'),
        (
            "holidays: Mexican\n",
            'line 4: the holidays "Mexican" are not known. Write "US federal" or "none".',
        ),
        (
            "closed:\n  24/12/2026: Nochebuena\n",
            'line 5: "closed" says "24/12/2026", which is not a date. Write year-month-day, like 2026-12-24.',
        ),
        ("closed:\n  2026-02-30: x\n", 'line 5: "closed" says 2026-02-30, and there is no such day.'),
        (
            "closed:\n  2026-12-31 to 2026-12-24: x\n",
            'line 5: the days "2026-12-31 to 2026-12-24" end before they begin',
        ),
        ("closed:\n  2026-12-24 to 2036-12-24: x\n", "line 5: the days"),
        ("closed:\n  2026-12-24:\n", 'line 5: "2026-12-24" is empty.'),
        ("closed:\n  - 2026-12-24\n", 'line 5: "closed" must hold lines like "name: value".'),
        ("minutes: half an hour\n", 'line 4: "minutes" says "half an hour". Write a number from 5 to 240.'),
        ("minutes: 300\n", 'line 4: "minutes" says "300". Write a number from 5 to 240.'),
        ("pause: -5\n", 'line 4: "pause" says "-5". Write a number from 0 to 120.'),
        ("notice_hours: 4.5\n", 'line 4: "notice_hours" says "4.5". Write a number from 0 to 168.'),
        ("ahead_days: 0\n", 'line 4: "ahead_days" says "0". Write a number from 1 to 90.'),
        (
            "hours:\n  monday: 9:00-12:00\nminutes: 240\n",
            "line 6: no consultation of 240 minutes fits into the hours.",
        ),
        ("hours:\n  monday: 9:00-9:20\n", "line 4: no consultation of 30 minutes fits into the hours."),
        ("booking_url: calendly.com/x\n", 'line 4: "calendly.com/x" is not an address.'),
        ("hour: x\n", 'line 4: the bot does not know "hour". Did you mean "hours"?'),
        ("consultants:\n  - Ana\n", 'line 5: "consultants" must hold lines like "name: value".'),
        (ANA.replace("ana:", "Ana López:"), 'line 5: "Ana López" is not a name that the bot can use.'),
        ("consultants:\n  ana:\n", 'line 5: "ana" is empty. Below it write es, en, languages and kinds.'),
        ("consultants:\n  ana: yes\n", 'line 5: "ana" must hold lines like "name: value".'),
        (ANA.replace("    en: Ana\n", ""), 'line 5: the line "en: …" is missing below "ana".'),
        (ANA.replace("    kinds: phone\n", ""), 'line 5: the line "kinds: …" is missing below "ana".'),
        (ANA.replace("es: Ana", "es:"), 'line 6: "es" is empty.'),
        (
            ANA.replace("es, en", "es, fr"),
            'line 8: "languages" says "fr", which the bot does not know. Known are: es, en.',
        ),
        (
            ANA.replace("phone", "fone"),
            'line 9: "kinds" says "fone", which the bot does not know. Did you mean "phone"?',
        ),
        (
            ANA.replace("phone", "office"),
            'line 4: "ana" receives people in the office, but "address" is empty.',
        ),
        (
            ANA.replace("es, en", "es"),
            'line 4: nobody consults in "en", so nobody can book in it.',
        ),
        (
            HOURS + ANA + "confirmed_by: Ana\n",
            'line 12: this page is confirmed, but "responsible" is empty. Name the attorney in charge.',
        ),
        (
            ANA + "responsible: Ana\nconfirmed_by: Ana\n",
            'line 11: this page is confirmed, but "hours" says nothing.',
        ),
        (
            HOURS + "consultants:\nresponsible: Ana\nconfirmed_by: Ana\n",
            'line 8: this page is confirmed, but "consultants" says nothing.',
        ),
    ],
)
def test_what_the_office_cannot_say_is_told_in_words(tmp_path: Path, text: str, problem: str) -> None:
    folder = build(tmp_path)
    put(folder, "office.yaml", HEAD + text)

    found = lines(check(folder))

    assert any(each.startswith(f"content/office.yaml, {problem}") for each in found), found


def test_an_office_that_books_on_its_own_page_needs_no_consultants(tmp_path: Path) -> None:
    folder = build(tmp_path)
    confirmed = "responsible: Ana\nconfirmed_by: Ana\nbooking_url: https://example.org/\n"
    put(folder, "office.yaml", HEAD + HOURS + confirmed)

    assert check(folder) == []


def test_one_line_that_cannot_be_read_leaves_the_others(tmp_path: Path) -> None:
    folder = build(tmp_path)
    put(folder, "office.yaml", HEAD + HOURS + "  tuesday: soon\nminutes: x\npause: 10\n")

    office = content.load(folder).content.office

    assert (list(office.hours), office.minutes, office.pause) == ([0], 30, 10)


def test_nobody_is_said_to_have_confirmed_what_the_project_ships() -> None:
    office = content.load(Path(__file__).parent.parent / "content").content.office

    assert not office.confirmed
    assert office.responsible == ""
    assert office.kinds("es")
    assert office.kinds("en")
