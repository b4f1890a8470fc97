"""Which word did they mean? Words that sound the same in Spanish, and words a slip of the thumb away.

The only door to `rapidfuzz`, with `similarity` in `matcher`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

_SOUNDS = (
    (re.compile(r"ch"), "C"),
    (re.compile(r"[hH]"), ""),
    (re.compile(r"[ck]u(?=[aeo])|qu(?=[ei])|q|c(?![ei])"), "k"),
    (re.compile(r"gu(?=[ei])"), "G"),
    (re.compile(r"g(?=[ei])"), "j"),
    (re.compile(r"[czx]"), "s"),
    (re.compile(r"v"), "b"),
    (re.compile(r"ll"), "y"),
    (re.compile(r"y(?![aeiou])"), "i"),
    (re.compile(r"G"), "g"),
    (re.compile(r"(.)\1"), r"\1"),
)


def sound(folded: str) -> str:
    """How a word sounds to a Spanish ear: b and v, s and c and z, k and qu, ll and y are one, h is silent.
    Takes many words too, one on each line."""
    for pattern, letter in _SOUNDS:
        folded = pattern.sub(letter, folded)
    return folded


class Lexicon:
    """Words (without accents) that a misspelt one may have meant, each with its frequency in centibels."""

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self._frequencies = dict(sorted(frequencies.items(), key=lambda item: (len(item[0]), item[0])))
        self._words = list(self._frequencies)
        self._masks = np.array([_mask(word) for word in self._words], dtype=np.uint32)
        lengths = np.array([len(word) for word in self._words])
        self._starts = np.searchsorted(lengths, np.arange(64))
        self._sounds: dict[str, str] = {}
        sounds = sound("\n".join(self._words)).split("\n") if self._words else []
        for key, (word, frequency) in zip(sounds, self._frequencies.items(), strict=True):
            if key not in self._sounds or frequency > self._frequencies[self._sounds[key]]:
                self._sounds[key] = word

    def __contains__(self, folded: str) -> bool:
        return folded in self._frequencies

    def sounds(self, folded: str) -> str:
        """The commonest word that sounds like this one, or ""."""
        return self._sounds.get(sound(folded), "")

    def nearest(self, folded: str, limit: int) -> str:
        """The word at the smallest distance (letters added, left out, changed, swapped) up to `limit`, the
        commonest of several; or "". Only words whose letters differ little enough are compared at all."""
        size = len(folded)
        if size + limit + 1 >= len(self._starts):
            return ""
        low, high = self._starts[max(size - limit, 0)], self._starts[size + limit + 1]
        differing = np.bitwise_count(self._masks[low:high] ^ np.uint32(_mask(folded)))
        near = np.flatnonzero(differing <= 2 * limit) + low
        words = [self._words[place] for place in near.tolist()]
        found = process.extract(folded, words, scorer=OSA.distance, score_cutoff=limit, limit=None)
        if not found:
            return ""
        nearest: str = min(found, key=lambda each: (each[1], -self._frequencies[each[0]]))[0]
        return nearest


def _mask(word: str) -> int:
    """Which letters occur in a word, a bit each."""
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) - 97 if "a" <= letter <= "z" else 26 + ord(letter) % 6)
    return mask
