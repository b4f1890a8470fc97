"""How many updates came, what became of them, and what could not be sent: numbers, never words."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Counts:
    """What the channel has done since it started.

    `updates` counts by (kind of update, outcome): answered, ignored, unreadable, repeated, later, given up.
    `sent` counts messages; `retries` and `drops` count by the kind of refusal (429, timeout, blocked, …).
    `answered` is when the Bot API answered last, by the monotonic clock.
    """

    updates: Counter[tuple[str, str]] = field(default_factory=Counter)
    retries: Counter[str] = field(default_factory=Counter)
    drops: Counter[str] = field(default_factory=Counter)
    sent: int = 0
    answered: float = -math.inf

    def add(self, other: Counts) -> None:
        """Counts what was counted apart."""
        self.updates += other.updates
        self.retries += other.retries
        self.drops += other.drops
        self.sent += other.sent
