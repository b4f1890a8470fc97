"""Office hours, free slots, phone numbers, zones and references: with a clock that stands still."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.booking.hours import closed_on, open_until, opens_next
from bot.booking.phones import NotAPhone, read_phone
from bot.booking.reference import new_reference, read_reference
from bot.booking.slots import by_day, free, nearest
from bot.booking.zones import BY_COUNTRY, CITIES, city, guess, others
from bot.office import Consultant, Office, Slot

CHICAGO = ZoneInfo("America/Chicago")
DAY = ((time(9), time(12)), (time(13), time(17)))
ONE = Consultant("one", {"es": "Una", "en": "One"}, ("es", "en"), ("phone", "video"))
TWO = Consultant("two", {"es": "Dos", "en": "Two"}, ("es",), ("phone",))
OFFICE = Office(
    "Law VM",
    hours=dict.fromkeys(range(5), DAY),
    closed={date(2026, 12, 24): "Nochebuena"},
    consultants=(ONE, TWO),
)


def chicago(text: str) -> datetime:
    """A moment by the office's clocks."""
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO)


@pytest.mark.parametrize(
    ("now", "until", "opens"),
    [
        ("2026-11-24T09:00", "2026-11-24T12:00", "2026-11-24T13:00"),
        ("2026-11-24T08:59", None, "2026-11-24T09:00"),
        ("2026-11-24T12:00", None, "2026-11-24T13:00"),
        ("2026-11-24T16:59", "2026-11-24T17:00", "2026-11-25T09:00"),
        ("2026-11-24T17:00", None, "2026-11-25T09:00"),
        ("2026-11-24T23:59", None, "2026-11-25T09:00"),
        # Thanksgiving; then the Friday after it, which is no federal holiday.
        ("2026-11-25T18:00", None, "2026-11-27T09:00"),
        # Nochebuena is the firm's own day, Christmas a federal one on a Friday, then a weekend.
        ("2026-12-23T18:00", None, "2026-12-28T09:00"),
        # Independence Day 2026 is a Saturday: it is observed on the Friday.
        ("2026-07-02T18:00", None, "2026-07-06T09:00"),
        # 29 February
        ("2028-02-28T18:00", None, "2028-02-29T09:00"),
    ],
)
def test_whether_the_office_is_open_and_when_it_opens(now: str, until: str | None, opens: str) -> None:
    assert open_until(OFFICE, chicago(now)) == (chicago(until) if until else None)
    assert opens_next(OFFICE, chicago(now)) == chicago(opens)


@pytest.mark.parametrize(("day", "hour"), [("2026-03-06", 15), ("2026-03-09", 14), ("2026-11-02", 15)])
def test_the_hours_move_with_the_clock_of_the_staff(day: str, hour: int) -> None:
    opens = opens_next(OFFICE, chicago(f"{day}T00:00"))

    assert opens == datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)


def test_an_office_without_hours_never_opens() -> None:
    assert opens_next(Office(), chicago("2026-11-24T09:00")) is None
    assert open_until(Office(), chicago("2026-11-24T09:00")) is None


def test_an_office_may_work_on_holidays() -> None:
    assert closed_on(OFFICE, date(2026, 11, 26))
    assert not closed_on(replace(OFFICE, holidays=""), date(2026, 11, 26))


def test_slots_are_those_of_the_hours_after_the_notice() -> None:
    slots = free(OFFICE, "video", "en", chicago("2026-11-24T08:50"), {})

    # Four hours' notice: 12:50 is in the break.
    assert slots[0] == Slot(chicago("2026-11-24T13:00").astimezone(UTC), 30, "one")
    assert len([each for each in slots if each.start.astimezone(CHICAGO).date() == date(2026, 11, 25)]) == 14
    assert slots[-1].start == chicago("2026-12-15T16:30")
    assert slots[-1].end == chicago("2026-12-15T17:00")


def test_nobody_consults_in_a_way_or_language_that_is_not_theirs() -> None:
    now = chicago("2026-11-24T08:50")

    assert {each.consultant for each in free(OFFICE, "phone", "es", now, {})} == {"one", "two"}
    assert {each.consultant for each in free(OFFICE, "phone", "en", now, {})} == {"one"}
    assert free(OFFICE, "office", "es", now, {}) == []


def test_what_is_taken_is_not_offered_nor_the_pause_around_it() -> None:
    office = replace(OFFICE, pause=15, consultants=(ONE,))
    busy = {"one": [(chicago("2026-11-25T10:00"), chicago("2026-11-25T10:30"))]}

    slots = free(office, "phone", "en", chicago("2026-11-24T18:00"), busy)

    begins = [f"{each.start.astimezone(CHICAGO):%H:%M}" for each in slots[:4]]
    # 9:00, 9:45, 10:30 and 11:15 are the times; 9:45 to 10:15 and 10:30 are too near.
    assert begins == ["09:00", "11:15", "13:00", "13:45"]


def test_of_two_who_are_free_the_one_with_less_to_do_comes_first() -> None:
    busy = {"one": [(chicago("2026-11-25T15:00"), chicago("2026-11-25T16:00"))]}

    first = free(OFFICE, "phone", "es", chicago("2026-11-24T18:00"), busy)[:2]

    assert [each.consultant for each in first] == ["two", "one"]


def test_days_are_those_of_the_person_and_a_full_day_is_not_there() -> None:
    office = replace(OFFICE, consultants=(ONE,), hours={1: ((time(9), time(10)),), 2: ((time(9), time(10)),)})
    busy = {"one": [(chicago("2026-11-25T00:00"), chicago("2026-11-26T00:00"))]}

    # In Tokyo the office's Tuesday morning is Wednesday.
    days = by_day(free(office, "phone", "es", chicago("2026-11-23T18:00"), busy), "Asia/Tokyo")

    assert list(days)[:2] == [date(2026, 11, 25), date(2026, 12, 2)]
    assert [f"{each.start.astimezone(CHICAGO):%H:%M}" for each in days[date(2026, 11, 25)]] == [
        "09:00",
        "09:30",
    ]


def test_the_nearest_three_of_a_slot_that_has_gone() -> None:
    gone = chicago("2026-11-25T10:00")
    busy = {each: [(gone, gone + timedelta(minutes=30))] for each in ("one", "two")}

    near = nearest(free(OFFICE, "phone", "es", chicago("2026-11-24T18:00"), busy), gone)

    assert [f"{each.start.astimezone(CHICAGO):%H:%M}" for each in near] == ["09:00", "09:30", "10:30"]


def test_a_slot_fits_a_button_and_is_read_back() -> None:
    slot = Slot(datetime(2026, 11, 30, 15, tzinfo=UTC), 30, "a" * 20)

    assert Slot.read(str(slot)) == slot
    assert str(slot).isascii()
    assert len(str(slot)) <= 40
    for odd in ("", "202611301500", "202613301500/30/one", "202611301500/30/ONE", "٢٠٢٦١١٣٠١٥٠٠/30/one"):
        assert Slot.read(odd) is None


@pytest.mark.parametrize(
    ("written", "country", "e164"),
    [
        ("81 1234 5678", "MX", "+528112345678"),
        ("(81) 1234-5678", "", "+528112345678"),
        ("+52 1 81 1234 5678", "", "+528112345678"),
        ("5218112345678", "", "+528112345678"),
        ("52 1 81 1234 5678", "MX", "+528112345678"),
        ("528112345678", "GT", "+528112345678"),
        ("044 81 1234 5678", "MX", "+528112345678"),
        ("01 81 1234 5678", "MX", "+528112345678"),
        ("00 52 81 1234 5678", "HN", "+528112345678"),
        ("011 52 81 1234 5678", "US", "+528112345678"),
        ("mi cel es 81 1234 5678", "MX", "+528112345678"),
        ("WhatsApp: +52 81 1234 5678, ext. 12", "", "+528112345678"),
        ("+1 (832) 305-6560", "", "+18323056560"),
        ("832-305-6560", "US", "+18323056560"),
        ("1 832 305 6560", "MX", "+18323056560"),
        ("2234 5678", "GT", "+50222345678"),
        ("502 2234 5678", "", "+50222345678"),
        ("+503 7123 4567", "", "+50371234567"),
        ("7123 4567", "SV", "+50371234567"),
        ("+504 9912 3456", "", "+50499123456"),
        ("9912-3456", "HN", "+50499123456"),
        ("+509 36 12 3456", "", "+50936123456"),
        ("36 12 3456", "HT", "+50936123456"),
        ("+57 301 234 5678", "", "+573012345678"),
        ("+502-2234-5678 gracias", "MX", "+50222345678"),
    ],
)
def test_a_phone_is_read_however_it_is_written(written: str, country: str, e164: str) -> None:
    assert read_phone(written, country).e164 == e164


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "short"),
        ("no tengo", "letters"),
        ("81 12AB 5678", "letters"),
        ("81123o5678", "letters"),
        ("12345", "short"),
        ("😀", "short"),
        ("1" * 16, "long"),
        ("8" * 4000, "long"),
        ("00000000", "country"),
        ("+52 123", "short"),
        ("+52 12 3456 789", "country"),
        ("+999 8112 345678", "country"),
    ],
)
def test_what_cannot_be_a_phone_is_said_why(written: str, why: str) -> None:
    with pytest.raises(NotAPhone) as refused:
        read_phone(written, "MX")

    assert refused.value.why == why


def test_a_phone_is_shown_as_people_read_it() -> None:
    phone = read_phone("5218112345678")

    assert (phone.shown, phone.country) == ("+52 81 1234 5678", "MX")


@pytest.mark.parametrize(
    ("phone", "country", "zone"),
    [
        ("+526641234567", "MX", "America/Tijuana"),
        ("+526861234567", "MX", "America/Tijuana"),
        ("+526561234567", "MX", "America/Ciudad_Juarez"),
        ("+526261234567", "MX", "America/Ojinaga"),
        ("+528681234567", "MX", "America/Matamoros"),
        ("+528991234567", "MX", "America/Matamoros"),
        ("+528671234567", "MX", "America/Matamoros"),
        ("+526621234567", "MX", "America/Hermosillo"),
        ("+528112345678", "MX", "America/Mexico_City"),
        ("+529981234567", "", "America/Cancun"),
        ("+50936123456", "HT", "America/Port-au-Prince"),
        ("+50222345678", "GT", "America/Guatemala"),
        # Bought in Mexico, but the person says that they are in Honduras.
        ("+526641234567", "HN", "America/Tegucigalpa"),
        ("+12125551234", "US", "America/New_York"),
        # A country that we know nothing of: the office's own.
        ("+4915112345678", "DE", "America/Chicago"),
    ],
)
def test_the_zone_is_guessed_from_country_and_phone(phone: str, country: str, zone: str) -> None:
    assert guess(country, read_phone(phone).zones, OFFICE.timezone) == zone


def test_another_zone_is_one_tap_away() -> None:
    offered = others("America/Mexico_City", "MX", "America/Chicago")

    assert offered[:4] == [
        "America/Tijuana",
        "America/Ciudad_Juarez",
        "America/Matamoros",
        "America/Ojinaga",
    ]
    assert {"America/Guatemala", "America/Port-au-Prince", "America/Chicago"} <= set(offered)
    assert "America/Mexico_City" not in offered
    assert len(offered) == len(set(offered))


def test_every_zone_is_one_that_exists_and_has_a_name() -> None:
    for zone in {each for zones in BY_COUNTRY.values() for each in zones}:
        assert ZoneInfo(zone).key == zone
        assert zone in CITIES
        assert len(f"🕒 {city(zone, 'es')}") <= 40
    assert city("America/New_York", "es") == "Nueva York, Miami"
    assert city("America/New_York", "en") == "New York, Miami"
    assert city("America/Ojinaga", "en") == "Ojinaga"
    assert city("Europe/Isle_of_Man", "en") == "Isle of Man"


@pytest.mark.parametrize(
    ("winter", "summer", "zone"),
    [
        (-6, -6, "America/Mexico_City"),
        (-8, -7, "America/Tijuana"),
        (-7, -6, "America/Ciudad_Juarez"),
        (-6, -5, "America/Ojinaga"),
        (-6, -5, "America/Matamoros"),
        (-5, -4, "America/Port-au-Prince"),
        (-6, -6, "America/Guatemala"),
        (-7, -7, "America/Hermosillo"),
    ],
)
def test_the_clocks_are_those_of_the_law_today(winter: int, summer: int, zone: str) -> None:
    """What the pinned tzdata knows: most of Mexico stopped changing in 2022, the border and Haiti did not."""
    offsets = [datetime(2026, month, 15, tzinfo=ZoneInfo(zone)).utcoffset() for month in (1, 7)]

    assert offsets == [timedelta(hours=winter), timedelta(hours=summer)]


def test_a_reference_is_read_back_however_it_is_said() -> None:
    reference = new_reference()

    assert read_reference(f"es la {reference.replace(' ', '-')}.") == reference
    assert read_reference(reference.replace(" ", "")) == reference
    assert read_reference("482 17") is None
    assert read_reference("8112345678") is None
