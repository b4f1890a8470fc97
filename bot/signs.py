"""The types of the signs of a scam, as staff write them in `content/scam-signs.yaml`.

Only types: `bot.scam` finds the signs in a message, `bot.content` reads the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

WAYS = ("words", "details", "address", "contact")
"""How a sign is found: by its own lines, by what an offer leaves out, by an address that imitates a
government's, or by a phone or mailbox that is not that of whom the message claims to be from."""

DETAILS = ("employer", "place", "pay", "dates")
"""What a real offer says."""


@dataclass(frozen=True, slots=True)
class Line:
    """One way of saying something, as staff wrote it and as it is looked for in plain words."""

    text: str
    pattern: re.Pattern[str] = field(compare=False)
    line: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """A message that a sign must find, or must not."""

    text: str
    language: str
    line: int


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of a scam. `names` and `reasons` by language; `lines` say it, `unless` take it back in the
    same sentence; `finds` and `passes` are its examples; `number` is the line of the file that names it."""

    id: str
    way: str
    names: Mapping[str, str]
    reasons: Mapping[str, str]
    source: str
    lines: tuple[Line, ...] = ()
    unless: tuple[Line, ...] = ()
    finds: tuple[Example, ...] = ()
    passes: tuple[Example, ...] = ()
    number: int = 1


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody in whose name people write: `lines` claim to be them; `phones` are names of facts."""

    id: str
    names: Mapping[str, str]
    lines: tuple[Line, ...]
    phones: tuple[str, ...] = ()
    number: int = 1


@dataclass(frozen=True, slots=True)
class Signs:
    """All signs and what they look at.

    Only a message in which one of `about` stands is looked at for words; one of `warnings` makes it a warning
    of frauds, and one of `denials` takes back what its sentence says. `offers` make a message read like an
    offer, `details` are how an offer says each of DETAILS. `official` are domains that are what they claim,
    `imitated` words in the names of governments' pages, `mailboxes` free mail that no government writes from.
    """

    signs: tuple[Sign, ...] = ()
    about: tuple[Line, ...] = ()
    warnings: tuple[Line, ...] = ()
    denials: tuple[Line, ...] = ()
    offers: tuple[Line, ...] = ()
    details: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    official: tuple[str, ...] = ()
    imitated: tuple[str, ...] = ()
    mailboxes: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
