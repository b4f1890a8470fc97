"""How common is a word, in Spanish, English, French and Portuguese? The only door to `wordfreq`.

Words are looked up as people type them: lower case, without accents and
apostrophes (`fold`). Frequencies are in centibels: 0 is always, -300 once in a
thousand words, -600 once in a million. The lists go on to slips of the thumb
that many people share, so they are cut where those begin to outnumber the words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from wordfreq import available_languages, read_cBpack

from bot.model import LANGUAGES

RAREST = -700
"""Rarer words are not kept; one that no list has counts as this."""

COMMON = -600
"""What counts as common: once in a million words, or more often."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Words:
    """Spanish and English words, held once for the whole process (some 25 MB).

    `frequencies` is by language, then by folded word. `forms` maps a folded word to the commonest way
    of writing it, where that has an accent or apostrophe; `accented` holds all such ways that are common.
    """

    frequencies: Mapping[str, Mapping[str, int]]
    forms: Mapping[str, str]
    accented: frozenset[str]

    def frequency(self, folded: str) -> int:
        """How common a word is, in the language where it is commoner; `RAREST` where neither has it."""
        return max(table.get(folded, RAREST) for table in self.frequencies.values())

    def known(self, folded: str) -> bool:
        """Whether either language has the word."""
        return any(folded in table for table in self.frequencies.values())


@lru_cache(maxsize=1)
def words() -> Words:
    """The two languages' words. The first call takes about half a second."""
    tables: dict[str, dict[str, int]] = {}
    best: dict[str, int] = {}
    forms: dict[str, str] = {}
    accented = set()
    for language in LANGUAGES:
        table = tables[language] = {}
        for word, frequency in _listed(language):
            folded = fold(word)
            # The list begins with the commonest words: the first way of writing is the commonest.
            table.setdefault(folded, frequency)
            if frequency > best.get(folded, RAREST - 1):
                best[folded] = frequency
                forms[folded] = word
            if word != folded and frequency >= COMMON:
                accented.add(word)
    return Words(tables, {key: form for key, form in forms.items() if key != form}, frozenset(accented))


def common(language: str) -> dict[str, int]:
    """The folded words of a language that are common, and their frequencies."""
    table: dict[str, int] = {}
    for word, frequency in _listed(language, "small", COMMON):
        table.setdefault(fold(word), frequency)
    return table


def _listed(language: str, size: str = "best", least: int = RAREST) -> Iterator[tuple[str, int]]:
    """Words as they are written, the commonest first. Only words of letters."""
    levels = read_cBpack(available_languages(size)[language])
    for level in range(min(len(levels), 1 - least)):
        frequency = -level
        for word in levels[level]:
            if _WORD.fullmatch(word):
                yield word, frequency


def fold(text: str) -> str:
    """`text` without accents and apostrophes, as many type: "cuánto", "don't" → "cuanto", "dont"."""
    if not text.isascii():
        letters = unicodedata.normalize("NFD", text)
        text = unicodedata.normalize(
            "NFC", "".join(each for each in letters if not unicodedata.combining(each))
        )
    return text.replace("'", "")
