"""How common is a word, in Spanish, English, French and Portuguese? The only door to `wordfreq`.

Words are looked up as people type them: lower case, without accents and
apostrophes (`fold`). Frequencies are in centibels: 0 is always, -300 once in a
thousand words, -600 once in a million. The lists go on to slips of the thumb
that many people share, so they are cut where those begin to outnumber the words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from wordfreq import available_languages, read_cBpack

from bot.model import LANGUAGES

RAREST = -700
"""Rarer words are not kept; one that no list has counts as this."""

COMMON = -600
"""What counts as common: once in a million words, or more often."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


class Table:
    """The frequencies of one language's folded words: as a dictionary, in a tenth of its memory.

    Holds the words' hashes, not the words: one in 10^14 unknown words would pass for a known one.
    """

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        hashes = np.fromiter((hash(word) for word in frequencies), dtype=np.int64, count=len(frequencies))
        order = hashes.argsort()
        self._hashes = hashes[order]
        self._values = np.fromiter(frequencies.values(), dtype=np.int16, count=len(frequencies))[order]

    def get(self, folded: str) -> int:
        """How common the word is; `RAREST` where it is not listed."""
        place = self._place(folded)
        return int(self._values[place]) if place >= 0 else RAREST

    def all(self, folded: Collection[str]) -> NDArray[np.int16]:
        """How common each of many words is: as `get`, in a tenth of the time."""
        keys = np.fromiter(map(hash, folded), dtype=np.int64, count=len(folded))
        places = np.minimum(self._hashes.searchsorted(keys), len(self._hashes) - 1)
        return np.where(self._hashes[places] == keys, self._values[places], np.int16(RAREST))

    def __contains__(self, folded: str) -> bool:
        return self._place(folded) >= 0

    def __len__(self) -> int:
        return len(self._hashes)

    def _place(self, folded: str) -> int:
        key = hash(folded)
        place = int(self._hashes.searchsorted(key))
        return place if place < len(self._hashes) and self._hashes[place] == key else -1


@dataclass(frozen=True, slots=True)
class Words:
    """Spanish and English words, held once for the whole process.

    `tables` is by language. `common` holds the common folded words of both. `forms` maps a folded word
    to the commonest way of writing it, where that has an accent or apostrophe; `accented` holds all
    such ways that are common.
    """

    tables: Mapping[str, Table]
    common: frozenset[str]
    forms: Mapping[str, str]
    accented: frozenset[str]

    def frequency(self, folded: str) -> int:
        """How common a word is, in the language where it is commoner; `RAREST` where neither has it."""
        return max(table.get(folded) for table in self.tables.values())

    def frequencies(self, folded: Collection[str]) -> dict[str, int]:
        """How common each of many words is: as `frequency`."""
        found = np.maximum.reduce([table.all(folded) for table in self.tables.values()])
        return dict(zip(folded, found.tolist(), strict=True))

    def known(self, folded: str) -> bool:
        """Whether either language has the word."""
        return any(folded in table for table in self.tables.values())


@lru_cache(maxsize=1)
def words() -> Words:
    """The two languages' words. The first call takes about half a second."""
    tables: dict[str, Table] = {}
    best: dict[str, int] = {}
    forms: dict[str, str] = {}
    accented, often = set(), set()
    for language in LANGUAGES:
        frequencies: dict[str, int] = {}
        for word, frequency in _listed(language):
            folded = fold(word)
            # The list begins with the commonest words: the first way of writing is the commonest.
            frequencies.setdefault(folded, frequency)
            if frequency >= COMMON:
                often.add(folded)
                if word != folded:
                    accented.add(word)
            if (folded != word or folded in forms) and frequency > best.get(folded, RAREST - 1):
                forms[folded] = word
            if frequency > best.get(folded, RAREST - 1):
                best[folded] = frequency
        tables[language] = Table(frequencies)
    forms = {folded: form for folded, form in forms.items() if folded != form}
    return Words(tables, frozenset(often), forms, frozenset(accented))


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
            if word.isalpha() or _WORD.fullmatch(word):
                yield word, frequency


def fold(text: str) -> str:
    """`text` without accents and apostrophes, as many type: "cuánto", "don't" → "cuanto", "dont"."""
    if not text.isascii():
        letters = unicodedata.normalize("NFD", text)
        text = unicodedata.normalize(
            "NFC", "".join(each for each in letters if not unicodedata.combining(each))
        )
    return text.replace("'", "")
