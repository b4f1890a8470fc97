"""What time is it? Imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True)
class Clock:
    """The time as the bot sees it: the real one, or as of another day (`--on 2026-03-01`), and where `at` is
    given always that time of it, in its own zone."""

    on: date | None = None
    at: time | None = None

    def now(self) -> datetime:
        """This moment, with its zone; on the day asked for where one was."""
        now = datetime.now().astimezone()
        if self.at:
            return datetime.combine(self.on or now.date(), self.at)
        return now.replace(year=self.on.year, month=self.on.month, day=self.on.day) if self.on else now

    def today(self) -> date:
        """This day."""
        return self.now().date()
