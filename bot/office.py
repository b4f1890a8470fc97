"""The types of the firm's side: its office, who consults, and what was booked with them.

Like `model`, which only adds them to the rest of the content, this imports nothing of ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias

Span: TypeAlias = "tuple[datetime, datetime]"
"""From one moment to another: the first is in it, the second is not."""

KINDS = ("phone", "video", "office")
"""How a consultation can be held."""

_SLOT = re.compile(r"(\d{12})/(\d{1,3})/([a-z0-9-]+)", re.ASCII)
_WRITTEN = "%Y%m%d%H%M"


@dataclass(frozen=True, slots=True)
class Consultant:
    """Someone who consults: what they are called in each language, the languages they speak, and the
    kinds of consultation they hold."""

    id: str
    names: Mapping[str, str]
    languages: tuple[str, ...]
    kinds: tuple[str, ...]

    def name(self, language: str) -> str:
        """What they are called in a language."""
        return self.names.get(language) or next(iter(self.names.values()), self.id)


@dataclass(frozen=True, slots=True)
class Office:
    """The firm behind the bot. `phone` is a fact's name, for phones live in facts only.

    `hours` are from when to when the office is open by weekday (0 is Monday), on the clocks of
    `timezone`; `closed` are the firm's own days with their reason, beside the `holidays` ("federal":
    those of the United States; ""). `minutes` is how long a consultation lasts, `pause` the minutes
    between two, `notice_hours` how soon one may begin and `ahead_days` how far ahead.
    `page` is where the firm publishes its news, `channels` where else, by name.
    With `booking_url` the firm books on a page of its own. `responsible` is the attorney in charge, and
    `confirmed_by` who at the firm confirmed all this: "" while nobody did, and it is a demonstration.
    """

    name: str = ""
    phone: str = ""
    web: str = ""
    page: str = ""
    channels: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    timezone: str = "America/Chicago"
    hours: Mapping[int, tuple[tuple[time, time], ...]] = field(default_factory=dict)
    holidays: str = "federal"
    closed: Mapping[date, str] = field(default_factory=dict)
    consultants: tuple[Consultant, ...] = ()
    minutes: int = 30
    pause: int = 0
    notice_hours: int = 4
    ahead_days: int = 21
    booking_url: str = ""
    responsible: str = ""
    confirmed_by: str = ""

    @property
    def confirmed(self) -> bool:
        """Whether somebody of the firm says that all this is so."""
        return bool(self.confirmed_by)

    def kinds(self, language: str) -> tuple[str, ...]:
        """The kinds of consultation that somebody holds in a language."""
        held = {kind for each in self.consultants if language in each.languages for kind in each.kinds}
        return tuple(kind for kind in KINDS if kind in held)

    def consultant(self, id: str) -> Consultant | None:
        """The consultant of an id; None where they have left the list since."""
        return next((each for each in self.consultants if each.id == id), None)


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that can be booked with one consultant: `start` in UTC. Written `202611301500/30/one`, for
    a button."""

    start: datetime
    minutes: int
    consultant: str

    def __str__(self) -> str:
        return f"{self.start.astimezone(UTC):{_WRITTEN}}/{self.minutes}/{self.consultant}"

    @property
    def end(self) -> datetime:
        """When it is over."""
        return self.start + timedelta(minutes=self.minutes)

    @classmethod
    def read(cls, text: str) -> Slot | None:
        """The slot that a text writes, or None where it cannot be one. Whether it is free is not said."""
        if not (parts := _SLOT.fullmatch(text)):
            return None
        try:
            start = datetime.strptime(parts[1], _WRITTEN).replace(tzinfo=UTC)
        except ValueError:
            return None
        return cls(start, int(parts[2]), parts[3])


@dataclass(frozen=True, slots=True)
class Appointment:
    """A consultation that was booked: `start` and `created` in UTC, `timezone` the person's.

    `state` is booked or cancelled; `coming` is what the person said last ("", coming, late).
    `sequence` counts its changes, and `synced` says whether the firm's calendar has the last of them.
    """

    reference: str
    channel: str
    sender: str
    kind: str
    start: datetime
    minutes: int
    consultant: str
    name: str
    phone: str
    language: str
    timezone: str
    created: datetime
    note: str = ""
    summary: str = ""
    state: str = "booked"
    coming: str = ""
    sequence: int = 0
    synced: bool = False

    @property
    def end(self) -> datetime:
        """When it is over."""
        return self.start + timedelta(minutes=self.minutes)

    @property
    def slot(self) -> Slot:
        """The slot that it takes."""
        return Slot(self.start, self.minutes, self.consultant)


@dataclass(frozen=True, slots=True)
class Callback:
    """Somebody wants to be called: `wanted` is when, in their words or ours. `state` is open or done;
    `id` is 0 until it is stored."""

    channel: str
    sender: str
    name: str
    phone: str
    wanted: str
    language: str
    timezone: str
    created: datetime
    state: str = "open"
    id: int = 0
