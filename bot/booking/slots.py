"""Which times can be booked? Office hours, less what is taken, what is busy, and what is too soon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.booking.hours import days, openings
from bot.office import Office, Slot, Span


def free(
    office: Office, kind: str, language: str, now: datetime, busy: Mapping[str, Sequence[Span]]
) -> list[Slot]:
    """Every slot that can still be booked for a kind of consultation in a language, the earliest first.

    `busy` holds for each consultant what is taken already: appointments and what their calendars say.
    Where two consultants are free at the same time, the one with less to do that day comes first.
    """
    able = [each for each in office.consultants if kind in each.kinds and language in each.languages]
    earliest = now + timedelta(hours=office.notice_hours)
    zone = ZoneInfo(office.timezone)
    found = []
    for day in days(office, now, office.ahead_days + 1):
        begun = {
            each.id: sum(begins.astimezone(zone).date() == day for begins, _ in busy.get(each.id, ()))
            for each in able
        }
        found += [
            (start, begun[each.id], each.id)
            for start in _starts(office, day)
            if start >= earliest
            for each in able
            if not _meets(start, office, busy.get(each.id, ()))
        ]
    return [Slot(start, office.minutes, id) for start, _, id in sorted(found)]


def by_time(slots: Iterable[Slot]) -> list[Slot]:
    """One slot for each time: the first of those that begin together."""
    first: dict[datetime, Slot] = {}
    for slot in slots:
        first.setdefault(slot.start, slot)
    return list(first.values())


def by_day(slots: Iterable[Slot], zone: str) -> dict[date, list[Slot]]:
    """The slots by the day on which they begin in the person's zone; a full day is not there."""
    here = ZoneInfo(zone)
    found: dict[date, list[Slot]] = {}
    for slot in by_time(slots):
        found.setdefault(slot.start.astimezone(here).date(), []).append(slot)
    return found


def nearest(slots: Iterable[Slot], wanted: datetime, most: int = 3) -> list[Slot]:
    """The slots nearest to a time that has just gone, in order of time."""
    near = sorted(by_time(slots), key=lambda slot: abs(slot.start - wanted))[:most]
    return sorted(near, key=lambda slot: slot.start)


def _starts(office: Office, day: date) -> Iterator[datetime]:
    """The times on a day at which a consultation can begin and still end within the hours."""
    length, pause = timedelta(minutes=office.minutes), timedelta(minutes=office.pause)
    for begins, ends in openings(office, day):
        start = begins
        while start + length <= ends:
            yield start
            start += length + pause


def _meets(start: datetime, office: Office, busy: Sequence[Span]) -> bool:
    """Whether a consultation, with the pause around it, would meet something that is taken."""
    pause = timedelta(minutes=office.pause)
    end = start + timedelta(minutes=office.minutes)
    return any(begins < end + pause and start - pause < ends for begins, ends in busy)
