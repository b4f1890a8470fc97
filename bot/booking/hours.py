"""When is the office open? Its own hours, less the US federal holidays and the firm's own days.

All moments that leave this module are in UTC. Hours are wall-clock hours in the office's zone, so that
the two changes of the clock a year move them as they move the staff.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from bot.office import Office, Span

LOOK_AHEAD = 60
"""Days in which an office that has any hours at all opens again."""


def closed_on(office: Office, day: date) -> bool:
    """Whether the office is closed on this day whatever its hours say."""
    return day in office.closed or (office.holidays == "federal" and day in _federal(day.year))


def openings(office: Office, day: date) -> list[Span]:
    """From when to when the office is open on a day of its own calendar."""
    if closed_on(office, day):
        return []
    zone = ZoneInfo(office.timezone)
    return [
        (
            datetime.combine(day, begins, zone).astimezone(UTC),
            datetime.combine(day, ends, zone).astimezone(UTC),
        )
        for begins, ends in office.hours.get(day.weekday(), ())
    ]


def days(office: Office, now: datetime, count: int) -> Iterator[date]:
    """The office's next days, today first."""
    today = now.astimezone(ZoneInfo(office.timezone)).date()
    return (today + timedelta(days=n) for n in range(count))


def open_until(office: Office, now: datetime) -> datetime | None:
    """Until when the office is open now, or None where it is closed. A break ends it, midnight too."""
    for begins, ends in openings(office, next(days(office, now, 1))):
        if begins <= now < ends:
            return ends
    return None


def opens_next(office: Office, now: datetime) -> datetime | None:
    """When the office opens next after now; None where it has no hours."""
    for day in days(office, now, LOOK_AHEAD):
        for begins, _ in openings(office, day):
            if begins > now:
                return begins
    return None


@lru_cache(maxsize=8)
def _federal(year: int) -> frozenset[date]:
    # With the days on which one that falls on a weekend is observed.
    return frozenset(holidays.country_holidays("US", years=year, categories=("public",)))
