"""When are those who consult busy elsewhere? Their calendars are read now and then; the last word counts.

A calendar answers in seconds or not at all, and nobody waits for one: booking goes on from what is
known, and what could not be written is written later (`outbox`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.booking.calendars import Calendar, CalendarAway, busy, remove, write
from bot.office import Appointment, Office, Span

EVERY = 60.0
"""Seconds between two looks at a calendar."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Named:
    """A calendar, and the id of the consultant whose it is; "" where it stands for all of them."""

    consultant: str
    calendar: Calendar


class Agenda:
    """The calendars that the settings name. The first one that can be written has the appointments."""

    def __init__(self, calendars: Sequence[Named] = ()) -> None:
        self._calendars = tuple(calendars)
        self._read: dict[int, tuple[Span, ...]] = {}
        self.away: dict[int, str] = {}

    @property
    def written(self) -> bool:
        """Whether appointments are written anywhere."""
        return any(each.calendar.caldav for each in self._calendars)

    def busy(self, office: Office) -> Mapping[str, tuple[Span, ...]]:
        """What each consultant has no time for, as the calendars said when they last answered."""
        found: dict[str, tuple[Span, ...]] = {}
        for n, each in enumerate(self._calendars):
            whose = [each.consultant] if each.consultant else [one.id for one in office.consultants]
            for id in whose:
                found[id] = (*found.get(id, ()), *self._read.get(n, ()))
        return found

    async def refresh(self, now: datetime, days: int) -> None:
        """Reads every calendar; one that does not answer keeps what it said before."""
        await asyncio.gather(
            *(self._look(n, now, now + timedelta(days=days)) for n in range(len(self._calendars)))
        )

    async def write(self, appointment: Appointment) -> bool:
        """Writes an appointment, or takes a cancelled one out. Whether there is a calendar for it. Raises
        `CalendarAway`."""
        here = self._written(appointment.consultant)
        for each in self._calendars if appointment.sequence else ():
            if each.calendar.caldav and each not in here:
                # Another consultant's, who had it before it was changed.
                await asyncio.to_thread(remove, each.calendar, appointment.reference)
        for each in here:
            await asyncio.to_thread(write, each.calendar, appointment)
        return bool(here)

    async def remove(self, reference: str) -> None:
        """Takes an appointment out of every calendar that may have it. Raises `CalendarAway`."""
        for each in self._calendars:
            if each.calendar.caldav:
                await asyncio.to_thread(remove, each.calendar, reference)

    def _written(self, consultant: str) -> list[Named]:
        """The calendar that a consultant's appointments go to."""
        able = [each for each in self._calendars if each.calendar.caldav]
        own = [each for each in able if each.consultant == consultant]
        return (own or [each for each in able if not each.consultant])[:1]

    async def _look(self, n: int, start: datetime, end: datetime) -> None:
        try:
            self._read[n] = tuple(await asyncio.to_thread(busy, self._calendars[n].calendar, start, end))
        except CalendarAway as error:
            if n not in self.away:
                log.warning("calendar-away", calendar=self._calendars[n].calendar.host)
            self.away[n] = str(error)
        else:
            self.away.pop(n, None)
