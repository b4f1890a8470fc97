"""When is a person reminded of an appointment? A day and an hour before, and never at night."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING, NIGHT = time(8), time(21)
"""Between these two, by the person's own clock, nobody is written to before they wrote themselves."""

EVENING = time(20)
"""What would fall into the night goes at this time of the evening before it."""


def reminders(start: datetime, now: datetime, zone: str) -> list[tuple[str, datetime]]:
    """The reminders of an appointment that begins at `start`: "day" and "hour", each with its moment in
    UTC, in order of time.

    The day-before comes at the same time by the person's clock, whatever the clock did that night. A
    booking made less than a day ahead has none. What would be due by now is left out.
    """
    here = ZoneInfo(zone)
    day_before = (start.astimezone(here) - timedelta(days=1)).astimezone(UTC)
    due = {"day": day_before, "hour": start.astimezone(UTC) - timedelta(hours=1)}
    if start - now < timedelta(days=1):
        del due["day"]
    awake = {name: _awake(moment, here) for name, moment in due.items()}
    return sorted(((name, at) for name, at in awake.items() if at > now), key=lambda each: each[1])


def until_morning(now: datetime, zone: str) -> timedelta | None:
    """How long a person still has to be left alone; None where it is not night for them."""
    here = now.astimezone(ZoneInfo(zone))
    if MORNING <= here.time() < NIGHT:
        return None
    day = here.date() + timedelta(days=here.time() >= NIGHT)
    return datetime.combine(day, MORNING, ZoneInfo(zone)).astimezone(UTC) - now


def _awake(moment: datetime, here: ZoneInfo) -> datetime:
    """The moment, or the evening before it where it falls into the night."""
    local = moment.astimezone(here)
    if MORNING <= local.time() < NIGHT:
        return moment
    day = local.date() if local.time() >= NIGHT else local.date() - timedelta(days=1)
    return datetime.combine(day, EVENING, here).astimezone(UTC)
