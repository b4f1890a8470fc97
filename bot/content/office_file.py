"""`office.yaml`: who is behind the bot, when they are there, and who consults. Every value is optional but
the name and the phone; what cannot be read is told, and the office goes without it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.content.reading import ADDRESS, Found, did_you_mean, read_date
from bot.content.yaml_text import Entries, Items, Node, Text, entries_of, known_only, read_node, text_of
from bot.model import LANGUAGES
from bot.office import KINDS, Consultant, Office

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_MAY_BE_EMPTY = ("web", "page", "address", "booking_url", "responsible", "confirmed_by")
_TEXTS = ("name", "phone", "timezone", *_MAY_BE_EMPTY)
_NUMBERS: Mapping[str, tuple[int, int]] = {
    "minutes": (5, 240),
    "pause": (0, 120),
    "notice_hours": (0, 168),
    "ahead_days": (1, 90),
}
_KNOWN = (*_TEXTS, *_NUMBERS, "hours", "holidays", "closed", "consultants", "channels")
_HOLIDAYS = {"us federal": "federal", "none": ""}
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})", re.ASCII)
_ID = re.compile(r"[a-z0-9-]{1,20}", re.ASCII)
_FRESH = Office()
LONGEST_CLOSED = 366
"""Days; a longer span is a slip in a year."""


def read_office(path: Path, facts: Mapping[str, object], found: Found) -> Office:
    """The office as `office.yaml` describes it."""
    node = read_node(path, found)
    if not isinstance(node, Entries):
        entries_of(node, path.name, found)
        return Office()
    parts = known_only(node, _KNOWN, found)
    lines = {key.value: key.line for key, _ in node.entries}
    texts = {key: _text(key, parts[key], facts, found) for key in _TEXTS if key in parts}
    read = {key: _number(key, parts[key], found) for key in _NUMBERS if key in parts}
    numbers = {key: number for key, number in read.items() if number is not None}
    for key in ("name", "phone"):
        if key not in parts:
            found.error(1, f'the line "{key}: …" is missing.')
    office = Office(
        name=texts.get("name", ""),
        phone=texts.get("phone", ""),
        web=texts.get("web", ""),
        page=texts.get("page", ""),
        channels=dict(_channels(parts.get("channels"), found)),
        address=texts.get("address", ""),
        timezone=texts.get("timezone") or _FRESH.timezone,
        hours=dict(_hours(parts.get("hours"), found)),
        holidays=_holidays(parts.get("holidays"), found),
        closed=dict(_closed(parts.get("closed"), found)),
        consultants=tuple(_consultants(parts.get("consultants"), found)),
        minutes=numbers.get("minutes", _FRESH.minutes),
        pause=numbers.get("pause", _FRESH.pause),
        notice_hours=numbers.get("notice_hours", _FRESH.notice_hours),
        ahead_days=numbers.get("ahead_days", _FRESH.ahead_days),
        booking_url=texts.get("booking_url", ""),
        responsible=texts.get("responsible", ""),
        confirmed_by=texts.get("confirmed_by", ""),
    )
    _fits(office, parts, lines, found)
    return office


def _text(key: str, node: Node, facts: Mapping[str, object], found: Found) -> str:
    if isinstance(node, Text) and not node.value and key in _MAY_BE_EMPTY:
        return ""  # nobody yet: better an empty line than a made-up name
    text = text_of(node, key, found)
    if text is None:
        return ""
    if key == "timezone" and not _is_zone(text.value):
        found.error(text.line, f'the time zone "{text.value}" is not known. Write it like America/Chicago.')
        return ""
    if key == "phone" and text.value not in facts:
        found.error(text.line, f'"phone" names the fact "{text.value}", which is not in facts.yaml.')
    if key in ("web", "page", "booking_url") and not ADDRESS.fullmatch(text.value):
        found.error(text.line, f'"{text.value}" is not an address. Write it like https://example.org/.')
        return ""
    return text.value


def _channels(node: Node | None, found: Found) -> Iterator[tuple[str, str]]:
    """Where else the firm publishes: a name and an address a line."""
    for key, value in entries_of(node, "channels", found):
        if (text := text_of(value, key.value, found)) is None:
            continue
        if ADDRESS.fullmatch(text.value):
            yield key.value, text.value
        else:
            found.error(text.line, f'"{text.value}" is not an address. Write it like https://example.org/.')


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return False
    return True


def _number(key: str, node: Node, found: Found) -> int | None:
    text = text_of(node, key, found)
    if text is None:
        return None
    least, most = _NUMBERS[key]
    if re.fullmatch(r"\d{1,4}", text.value, re.ASCII) and least <= int(text.value) <= most:
        return int(text.value)
    found.error(text.line, f'"{key}" says "{text.value}". Write a number from {least} to {most}.')
    return None


def _hours(node: Node | None, found: Found) -> Iterator[tuple[int, tuple[tuple[time, time], ...]]]:
    """From when to when on each weekday; a day without a line is closed."""
    for key, value in entries_of(node, "hours", found):
        if key.value.lower() not in WEEKDAYS:
            hint = did_you_mean(key.value, WEEKDAYS) or " Write a day like monday."
            found.error(key.line, f'"{key.value}" is not a day of the week.{hint}')
        elif (text := text_of(value, key.value, found)) and text.value.lower() != "closed":
            spans = tuple(_spans(text, found))
            if any(after[0] < before[1] for before, after in pairwise(spans)):
                found.error(text.line, f'the hours "{text.value}" overlap. Write them one after the other.')
            elif spans:
                yield WEEKDAYS.index(key.value.lower()), spans


def _spans(text: Text, found: Found) -> Iterator[tuple[time, time]]:
    for written in text.value.split(","):
        parts = _SPAN.fullmatch(written.strip())
        if not parts:
            how = 'Write them like "9:00-12:00, 13:00-17:00", or "closed".'
            found.error(text.line, f'the hours "{written.strip()}" cannot be read. {how}')
            return
        try:
            begins, ends = time(int(parts[1]), int(parts[2])), time(int(parts[3]), int(parts[4]))
        except ValueError:
            found.error(text.line, f'the hours "{written.strip()}" name a time that no clock shows.')
            return
        if ends <= begins:
            found.error(text.line, f'the hours "{written.strip()}" end before they begin. Is it after noon?')
            return
        yield begins, ends


def _holidays(node: Node | None, found: Found) -> str:
    text = text_of(node, "holidays", found) if node is not None else None
    if text and text.value.lower() not in _HOLIDAYS:
        found.error(text.line, f'the holidays "{text.value}" are not known. Write "US federal" or "none".')
    return _HOLIDAYS.get(text.value.lower(), "federal") if text else "federal"


def _closed(node: Node | None, found: Found) -> Iterator[tuple[date, str]]:
    """The firm's own days with their reason: `2026-12-24: …`, or `2026-12-24 to 2026-12-31: …`."""
    for key, value in entries_of(node, "closed", found):
        if (reason := text_of(value, key.value, found)) is None:
            continue
        first, _, last = (part.strip() for part in key.value.partition(" to "))
        begins = read_date(first, "closed", key.line, found)
        ends = read_date(last, "closed", key.line, found) if last else begins
        if begins is None or ends is None:
            continue
        days = (ends - begins).days
        if not 0 <= days <= LONGEST_CLOSED:
            found.error(key.line, f'the days "{key.value}" end before they begin, or after more than a year.')
            continue
        yield from ((begins + timedelta(days=n), reason.value) for n in range(days + 1))


def _consultants(node: Node | None, found: Found) -> Iterator[Consultant]:
    for key, value in entries_of(node, "consultants", found):
        if not _ID.fullmatch(key.value):
            found.error(
                key.line,
                f'"{key.value}" is not a name that the bot can use. Write small letters, digits and "-",'
                " at most 20; what people read stands under es and en.",
            )
            continue
        if not isinstance(value, Entries):
            entries_of(value, key.value, found)
            if isinstance(value, Text) and not value.value:
                found.error(key.line, f'"{key.value}" is empty. Below it write es, en, languages and kinds.')
            continue
        parts = known_only(value, (*LANGUAGES, "languages", "kinds"), found)
        for each in (*LANGUAGES, "languages", "kinds"):
            if each not in parts:
                found.error(key.line, f'the line "{each}: …" is missing below "{key.value}".')
        names = {each: text_of(parts[each], each, found) for each in LANGUAGES if each in parts}
        yield Consultant(
            key.value,
            {language: text.value for language, text in names.items() if text},
            _some_of(LANGUAGES, "languages", parts.get("languages"), found),
            _some_of(KINDS, "kinds", parts.get("kinds"), found),
        )


def _some_of(known: tuple[str, ...], name: str, node: Node | None, found: Found) -> tuple[str, ...]:
    """The words of a list, written as a list or with commas between, each one that we know."""
    if node is None:
        return ()
    items = node.items if isinstance(node, Items) else (node,)
    texts = [text for each in items if (text := text_of(each, name, found))]
    kept = []
    for text in texts:
        for word in (part.strip().lower() for part in text.value.split(",")):
            if word in known:
                kept.append(word)
            else:
                hint = did_you_mean(word, known) or f" Known are: {', '.join(known)}."
                found.error(text.line, f'"{name}" says "{word}", which the bot does not know.{hint}')
    return tuple(dict.fromkeys(kept))


def _fits(office: Office, parts: Mapping[str, Node], lines: Mapping[str, int], found: Found) -> None:
    """Whether the parts go together, where each could be read."""
    longest = max((_minutes(*span) for day in office.hours.values() for span in day), default=0)
    if longest and office.minutes > longest:
        line = lines.get("minutes", lines["hours"])
        found.error(line, f"no consultation of {office.minutes} minutes fits into the hours.")
    for each in office.consultants:
        if "office" in each.kinds and not office.address:
            line = lines["consultants"]
            found.error(line, f'"{each.id}" receives people in the office, but "address" is empty.')
    for language in LANGUAGES if office.consultants else ():
        if not office.kinds(language):
            found.warning(lines["consultants"], f'nobody consults in "{language}", so nobody can book in it.')
    if not office.confirmed:
        return
    line = lines["confirmed_by"]
    if not office.responsible:
        found.error(line, 'this page is confirmed, but "responsible" is empty. Name the attorney in charge.')
    needed = ("hours",) if office.booking_url else ("hours", "consultants")
    for key in needed:
        # What could not be read is told already.
        if key not in parts or parts[key] == Text("", lines[key]):
            found.error(line, f'this page is confirmed, but "{key}" says nothing.')


def _minutes(begins: time, ends: time) -> int:
    return (ends.hour - begins.hour) * 60 + ends.minute - begins.minute
