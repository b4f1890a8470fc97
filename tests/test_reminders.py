"""When a person is reminded: a day and an hour before, by their own clock, and never at night."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.booking.reminders import reminders

MEXICO = "America/Mexico_City"


def at(text: str, zone: str) -> datetime:
    """A moment by the clocks of a zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def local(start: str, now: str, zone: str) -> dict[str, str]:
    """The reminders as the person's clock shows them."""
    found = reminders(at(start, zone).astimezone(UTC), at(now, zone).astimezone(UTC), zone)
    return {name: f"{due.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}" for name, due in found}


@pytest.mark.parametrize(
    ("zone", "start", "day", "hour"),
    [
        (MEXICO, "2026-12-03T15:00", "2026-12-02T15:00", "2026-12-03T14:00"),
        # An hour before falls into the night: 20:00 of the evening before.
        (MEXICO, "2026-12-03T08:30", "2026-12-02T08:30", "2026-12-02T20:00"),
        (MEXICO, "2026-12-03T09:00", "2026-12-02T09:00", "2026-12-03T08:00"),
        (MEXICO, "2026-12-03T07:00", "2026-12-01T20:00", "2026-12-02T20:00"),
        (MEXICO, "2026-12-03T22:00", "2026-12-02T20:00", "2026-12-03T20:00"),
        (MEXICO, "2026-12-03T21:59", "2026-12-02T20:00", "2026-12-03T20:59"),
        # 29 February, and the day after it
        (MEXICO, "2028-02-29T10:00", "2028-02-28T10:00", "2028-02-29T09:00"),
        (MEXICO, "2028-03-01T10:00", "2028-02-29T10:00", "2028-03-01T09:00"),
        (MEXICO, "2028-02-29T08:00", "2028-02-28T08:00", "2028-02-28T20:00"),
        # The United States change on 8 March and 1 November 2026, and with them the border and Haiti.
        ("America/Tijuana", "2026-03-08T10:00", "2026-03-07T10:00", "2026-03-08T09:00"),
        ("America/Ciudad_Juarez", "2026-03-08T09:30", "2026-03-07T09:30", "2026-03-08T08:30"),
        ("America/Ojinaga", "2026-11-01T08:15", "2026-10-31T08:15", "2026-10-31T20:00"),
        ("America/Matamoros", "2026-11-01T15:00", "2026-10-31T15:00", "2026-11-01T14:00"),
        ("America/Port-au-Prince", "2026-03-08T15:00", "2026-03-07T15:00", "2026-03-08T14:00"),
        ("America/Chicago", "2026-11-01T10:00", "2026-10-31T10:00", "2026-11-01T09:00"),
        # A night of which the clock shows 1:30 twice, and one of which it shows 2:30 never
        ("America/Chicago", "2026-11-01T01:30", "2026-10-30T20:00", "2026-10-31T20:00"),
        ("America/Chicago", "2026-03-09T02:30", "2026-03-07T20:00", "2026-03-08T20:00"),
        # Most of Mexico changes no clock on these days.
        (MEXICO, "2026-03-08T15:00", "2026-03-07T15:00", "2026-03-08T14:00"),
    ],
)
def test_a_day_and_an_hour_before_by_the_persons_clock(zone: str, start: str, day: str, hour: str) -> None:
    found = local(start, "2026-01-02T12:00" if start < "2027" else "2028-02-01T12:00", zone)

    assert found == {"day": day, "hour": hour}


def test_the_same_office_time_is_another_hour_on_the_two_sides_of_a_change() -> None:
    """The office's 15:00 is 15:00 in Mexico City in winter and 14:00 in summer; the reminders follow."""
    for day, hour in (("2026-03-06", 15), ("2026-03-10", 14)):
        start = at(f"{day}T15:00", "America/Chicago")
        due = dict(reminders(start, start - timedelta(days=5), MEXICO))

        assert due["day"].astimezone(ZoneInfo(MEXICO)).hour == hour
        assert due["hour"].astimezone(ZoneInfo(MEXICO)).hour == hour - 1


@pytest.mark.parametrize(
    ("start", "now", "left"),
    [
        # Less than a day ahead: no day-before.
        ("2026-12-03T15:00", "2026-12-02T15:01", {"hour": "2026-12-03T14:00"}),
        # Exactly a day ahead: it would be due now.
        ("2026-12-03T15:00", "2026-12-02T15:00", {"hour": "2026-12-03T14:00"}),
        ("2026-12-03T15:00", "2026-12-02T14:59", {"day": "2026-12-02T15:00", "hour": "2026-12-03T14:00"}),
        # Booked at 23:59 for the morning: the evening before is over, and nobody is woken.
        ("2026-12-03T08:30", "2026-12-02T23:59", {}),
        ("2026-12-03T09:00", "2026-12-02T23:59", {"hour": "2026-12-03T08:00"}),
        ("2026-12-04T15:00", "2026-12-02T23:59", {"day": "2026-12-03T15:00", "hour": "2026-12-04T14:00"}),
        ("2026-12-03T15:00", "2026-12-03T14:30", {}),
        ("2026-12-03T15:00", "2026-12-03T16:00", {}),
    ],
)
def test_nothing_is_due_in_the_past(start: str, now: str, left: dict[str, str]) -> None:
    assert local(start, now, MEXICO) == left


ZONES = (MEXICO, "America/Tijuana", "America/Ojinaga", "America/Port-au-Prince", "America/Chicago")


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)),
    ahead=st.timedeltas(timedelta(0), timedelta(days=30)),
    zone=st.sampled_from(ZONES),
)
def test_whatever_the_time_nobody_is_woken(start: datetime, ahead: timedelta, zone: str) -> None:
    now = start - ahead

    for name, due in reminders(start, now, zone):
        assert now < due < start
        assert 8 <= due.astimezone(ZoneInfo(zone)).hour < 21
        assert start - due < timedelta(hours={"day": 36, "hour": 13.5}[name])
