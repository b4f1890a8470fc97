"""Which words and pairs of words speak of danger? Logistic regression over those that the examples have.

An encoder sees a message as a whole, and to it "he took my phone at the door" is much like "he took my
bag to the door". Here each word and each pair counts by itself, whatever stands around it.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.matching.head import lbfgs
from bot.matching.words import fold

Array = NDArray[np.float32]
Labels = NDArray[np.intp]

STRENGTH = 10.0
"""The inverse of the penalty on large weights."""

SEEN = 2
"""Messages that must have a word or a pair before it can speak for anything."""

FINE = 1e-5
"""Where the fit ends, as for `lbfgs`."""


@dataclass(frozen=True, slots=True)
class Hints:
    """`keys` holds the number of each word and pair in rising order, `rarity` what it counts for in a
    message, and `weights` what it then speaks for; `constant` is what a message without any says."""

    keys: NDArray[np.uint32]
    rarity: Array
    weights: Array
    constant: float = 0.0

    def __call__(self, canonical: str) -> float:
        """By how much a canonical text's words speak for danger: natural logarithm of the odds."""
        numbers = np.fromiter(_bag(canonical), dtype=np.uint32)
        places = np.minimum(np.searchsorted(self.keys, numbers), max(0, len(self.keys) - 1))
        places = places[self.keys[places] == numbers] if len(self.keys) else places[:0]
        rarity = self.rarity[places]
        length = float(np.linalg.norm(rarity))
        return self.constant + (float(rarity @ self.weights[places]) / length if length else 0.0)


NO_HINTS = Hints(np.zeros(0, np.uint32), np.zeros(0, np.float32), np.zeros(0, np.float32))
"""Where there is nothing to learn from."""


def _bag(canonical: str) -> set[int]:
    """A text's words and pairs of words, as 32-bit numbers."""
    words = fold(canonical).split()
    pairs = (f"{left} {right}" for left, right in itertools.pairwise(words))
    return {crc32(part.encode()) for part in itertools.chain(words, pairs)}


def fit_hints(texts: Sequence[str], danger: NDArray[np.bool_]) -> Hints:
    """What the words of canonical texts say, of which some speak of `danger`."""
    bags = [_bag(each) for each in texts]
    numbers = np.fromiter((key for each in bags for key in each), dtype=np.uint32)
    rows = np.repeat(np.arange(len(bags)), [len(each) for each in bags])
    keys, places, having = np.unique(numbers, return_inverse=True, return_counts=True)
    often = having >= SEEN
    kept = often[places]
    rows, places = rows[kept], (np.cumsum(often) - 1)[places[kept]]
    keys, having = keys[often], having[often]
    rarity = (np.log((1 + len(bags)) / (1 + having)) + 1).astype(np.float32)
    lengths = np.sqrt(np.bincount(rows, rarity[places] ** 2, minlength=len(bags)))
    shares = (rarity[places] / lengths[rows]).astype(np.float32)
    sign = np.where(danger, np.float32(-1), np.float32(1))

    def loss(flat: Array) -> tuple[float, Array]:
        said = np.bincount(rows, shares * flat[places], minlength=len(bags)) + float(flat[-1])
        against = (sign * said).astype(np.float64)
        value = float(np.logaddexp(0, against).sum()) + float((flat[:-1] ** 2).sum()) / (2 * STRENGTH)
        pull = sign / (1 + np.exp(-against))
        slope = np.bincount(places, shares * pull[rows], minlength=len(keys)) + flat[:-1] / STRENGTH
        return value, np.append(slope, pull.sum()).astype(np.float32)

    found = lbfgs(loss, np.zeros(len(keys) + 1, np.float32), tolerance=FINE)
    return Hints(keys, rarity, found[:-1], float(found[-1]))
