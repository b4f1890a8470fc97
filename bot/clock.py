"""What time is it? Imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """The time as the bot sees it: the real one, or as of another day (`--on 2026-03-01`)."""

    on: date | None = None

    def now(self) -> datetime:
        """This moment, with its zone; on the day asked for where one was."""
        now = datetime.now().astimezone()
        return now.replace(year=self.on.year, month=self.on.month, day=self.on.day) if self.on else now

    def today(self) -> date:
        """This day."""
        return self.now().date()
