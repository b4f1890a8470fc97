"""Which signs of a scam does a message carry, and what in it says so?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.scam.addresses import Address, addresses, carries, imitates, is_official
from bot.scam.phones import phones
from bot.scam.wording import LONGEST, Plain, plain
from bot.signs import DETAILS, Claim, Line, Sign, Signs

FEW_WORDS = 6
"""What is shorter leaves things out because it is short."""

LACKING = 2
"""So many of DETAILS are lacking, the employer among them, in an offer that says too little."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A sign, and what in the message carries it, as it was written there. `lacking` are those of DETAILS
    that an offer does not say; `claim` is whom a message with a wrong contact claims to be from."""

    sign: Sign
    quote: str = ""
    lacking: tuple[str, ...] = ()
    claim: Claim | None = None


def find(text: str, signs: Signs, known: Collection[str] = ()) -> tuple[Seen, ...]:
    """The signs in a message, in the order of the file, each at most once. `known` are the phones that are
    what they claim, as +18323056560. No sign found says nothing about the message."""
    text = text[:LONGEST]
    read = plain(text)
    found = (_seen(sign, text, read, signs, known) for sign in signs.signs)
    return tuple(each for each in found if each)


def _seen(sign: Sign, text: str, read: Plain, signs: Signs, known: Collection[str]) -> Seen | None:
    match sign.way:
        case "address":
            return next((Seen(sign, _quoted(text, each)) for each in _imitations(text, signs)), None)
        case "contact":
            return _wrong_contact(sign, text, read, signs, known)
        case "details":
            return _says_too_little(sign, read, signs)
        case _:
            return _said(sign, read, signs)


def _said(sign: Sign, read: Plain, signs: Signs) -> Seen | None:
    """The sign, where one of its lines stands in a sentence that does not take it back."""
    if not _any(signs.about, read.words) or _any(signs.warnings, read.words):
        return None
    for line in sign.lines:
        for found in line.pattern.finditer(read.words):
            sentence = read.around(found.start(), found.end())
            if not _any((*sign.unless, *signs.denials), sentence):
                return Seen(sign, read.written(found.start(), found.end()))
    return None


def _says_too_little(sign: Sign, read: Plain, signs: Signs) -> Seen | None:
    """The sign, where a message reads like an offer and names neither the employer nor something else."""
    about = _any(signs.about, read.words) and not _any(signs.warnings, read.words)
    if not about or len(read.words.split()) < FEW_WORDS or not _any(signs.offers, read.words):
        return None
    if _any(sign.unless, read.words):
        return None
    lacking = tuple(each for each in DETAILS if not _any(signs.details.get(each, ()), read.words))
    return Seen(sign, lacking=lacking) if DETAILS[0] in lacking and len(lacking) >= LACKING else None


def _imitations(text: str, signs: Signs) -> Iterator[Address]:
    for each in addresses(text):
        free = each.host in signs.mailboxes and carries(each.mailbox, signs.imitated)
        if free or imitates(each.host, signs.imitated, signs.official):
            yield each


def _wrong_contact(sign: Sign, text: str, read: Plain, signs: Signs, known: Collection[str]) -> Seen | None:
    """The sign, where a message claims to be from somebody and gives a contact that is not theirs."""
    claim = next((each for each in signs.claims if _any(each.lines, read.words)), None)
    if claim is None:
        return None
    for written, forms in phones(text):
        if not forms & set(known):
            return Seen(sign, written, claim=claim)
    for each in addresses(text):
        if each.mailbox and not is_official(each.host, signs.official):
            return Seen(sign, _quoted(text, each), claim=claim)
    return None


def _quoted(text: str, found: Address) -> str:
    """An address as it was written, made so that nobody presses it by mistake."""
    return re.sub(r"\.(?=\w)", "[.]", text[found.start : found.end])


def _any(lines: Sequence[Line], words: str) -> bool:
    return any(each.pattern.search(words) for each in lines)
