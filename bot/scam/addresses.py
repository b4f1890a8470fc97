"""Which addresses stand in a message, and does one imitate a government's? The door of the list of public
suffixes and of the table of letters that look alike."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from confusable_homoglyphs import confusables
from publicsuffixlist import PublicSuffixList

_GOVERNMENTS = ("gov", "gob", "mil", "gouv", "go")
"""Labels under which only governments get a name: usembassy.gov, trabajo.gob.hn, dol.gov.jm."""

_FOUND = re.compile(
    r"(?P<mail>[\w.+-]+)@(?P<at>[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<scheme>https?://|www\.)(?P<host>[^\s/?#<>()\"',;:]+)(?P<path>[^\s<>()\"']*)"
    r"|(?<![\w.-])(?P<bare>[\w-]+(?:\.[\w-]+)+)(?P<rest>/[^\s<>()\"']*)?",
    re.IGNORECASE,
)
_AS_LETTERS = str.maketrans("013457", "oieast")
"""Digits that stand for letters: usc1s, g0v."""

_LETTERS_ONLY = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Address:
    """A web or mail address: where it stands in the text, its host in small letters, and the part before
    the @ of a mailbox ("" for a page)."""

    start: int
    end: int
    host: str
    mailbox: str = ""


@lru_cache
def _suffixes() -> PublicSuffixList:
    # Its copy of the list comes with it: nothing is fetched.
    return PublicSuffixList(accept_unknown=False)


def addresses(text: str) -> Iterator[Address]:
    """The addresses in a text, in order. Two words joined by a full stop are none."""
    for found in _FOUND.finditer(text):
        if found["at"]:
            yield Address(found.start(), found.end(), found["at"].casefold().strip("."), found["mail"])
            continue
        host = (found["host"] or found["bare"]).rpartition("@")[2].casefold().strip(".-")
        suffix = _suffixes().publicsuffix(_latin(host))
        # "Pague hoy.si no": a bare name needs a suffix that is no short word.
        plain = suffix and (found["host"] or len(suffix) > 2)
        if plain and host != suffix:
            yield Address(found.start(), found.end(), host)


def is_official(host: str, official: Collection[str]) -> bool:
    """Whether a host belongs to a government or to one of `official` (registered domains)."""
    if not host.isascii():
        return False
    suffix = _suffixes().publicsuffix(host) or ""
    if (suffix.split(".")[0] in _GOVERNMENTS and "." in suffix) or suffix in ("gov", "mil"):
        return True
    return any(host == each or host.endswith("." + each) for each in official)


def imitates(host: str, imitated: Collection[str], official: Collection[str]) -> bool:
    """Whether a host that is not official carries an official name, also in letters that look alike."""
    if is_official(host, official):
        return False
    latin = _latin(host)
    suffix = _suffixes().publicsuffix(latin) or ""
    name = latin.removesuffix(suffix).strip(".")
    if latin != host and any(each in latin for each in ("gov", "gob", *imitated)):
        return True
    parts = {each for each in _LETTERS_ONLY.split(name) if each}
    parts |= {each.translate(_AS_LETTERS) for each in parts}
    return any(word in parts or (len(word) > 4 and any(word in each for each in parts)) for word in imitated)


def carries(mailbox: str, imitated: Collection[str]) -> bool:
    """Whether the name of a mailbox carries a government's: visas.consulate.usa."""
    letters = _latin(mailbox.casefold()).translate(_AS_LETTERS)
    parts = [each for each in _LETTERS_ONLY.split(letters) if each]
    return any(word in parts or (len(word) > 4 and word in letters) for word in imitated)


@lru_cache(maxsize=1024)
def _latin(host: str) -> str:
    """The host with every letter that looks like a Latin one as that."""
    if host.isascii():
        return host
    same = confusables.is_confusable(host, preferred_aliases=["latin", "common"], greedy=True) or []
    table = {each["character"]: _latin_of(each["homoglyphs"]) for each in same}
    return "".join(table.get(each) or each for each in host)


def _latin_of(looks_like: list[dict[str, str]]) -> str:
    return next((each["c"].casefold() for each in looks_like if each["c"].isascii()), "")
