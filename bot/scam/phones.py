"""Which phone numbers stand in a message? Here phonenumbers finds them in running text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher, format_number

from bot.model import Fact

COUNTRIES = ("US", "MX", "GT", "HN", "SV", "JM", "DO")
"""Whose numbers people write without a prefix."""

_DIGITS = re.compile(r"\d+")


def phones(text: str) -> list[tuple[str, frozenset[str]]]:
    """The numbers as they are written, each with the international forms that it may have; card numbers and
    sums of money are none."""
    found: dict[tuple[int, int], tuple[str, set[str]]] = {}
    for country in COUNTRIES:
        for each in PhoneNumberMatcher(text, country, leniency=Leniency.POSSIBLE):
            if sum(map(len, _DIGITS.findall(each.raw_string))) < 8:
                continue
            _, forms = found.setdefault((each.start, each.end), (each.raw_string, set()))
            forms.add(format_number(each.number, PhoneNumberFormat.E164))
    return [(written, frozenset(forms)) for _, (written, forms) in sorted(found.items())]


def official_phones(facts: Mapping[str, Sequence[Fact]]) -> frozenset[str]:
    """Every phone that an answer may quote, as +18323056560."""
    values = (each for one in facts.values() for each in one if each.kind == "phone")
    return frozenset("+" + "".join(_DIGITS.findall(each.value)) for each in values)
