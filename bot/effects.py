"""The types of what a turn leaves to be done: now, in its own transaction, or later, as a row of the outbox.

Only types: `bot.store.effects` carries them out, `bot.outbox` what is due later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.office import Appointment, Callback


@dataclass(frozen=True, slots=True)
class Later:
    """Something to happen at `due`, or as soon as possible after it: a row of the outbox.

    `kind` is one of `outbox.KINDS`, `subject` what it is about (an appointment's reference), `body` its
    own words. A second one of the same `once` is not added.
    """

    kind: str
    due: datetime
    subject: str
    once: str
    body: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Effect:
    """Something to carry out in the same transaction as the turn that caused it.

    `kind` is one of `store.effects.EFFECTS`; `values` are its columns, or what it is about.
    """

    kind: str
    values: Mapping[str, str] = field(default_factory=dict)
    about: Appointment | Callback | Later | None = None
