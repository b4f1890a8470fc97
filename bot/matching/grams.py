"""How alike are two texts letter by letter? Runs of letters inside words, words, and pairs of words.

Each text is a bag of these, rare ones counting more (tf-idf, length 1). What we
keep is the phrases' bags turned round: for each run, the phrases that have it.
So the likeness of a question to every phrase is one sum over the question's runs,
and no matrix of all runs is ever made.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.matching.words import fold

Array = NDArray[np.float32]

RUNS = (2, 3, 4)
"""Lengths of the runs of letters. Longer ones gain nothing, see bench/README.md."""


def bag(text: str) -> Counter[int]:
    """The runs, words and word pairs of a canonical text, as 32-bit numbers, and how often each occurs."""
    return Counter(crc32(part.encode()) for part in _parts(fold(text)))


def _parts(text: str) -> Iterator[str]:
    words = text.split()
    for word in words:
        padded = f" {word} "
        for size in RUNS:
            for at in range(max(1, len(padded) - size + 1)):
                yield padded[at : at + size]
        yield f"={word}"
    for left, right in itertools.pairwise(words):
        yield f"={left} {right}"


@dataclass(frozen=True, slots=True)
class Grams:
    """The phrases' bags turned round.

    `keys` holds every run's number in rising order, `rarity` its weight; the phrases that have run
    `i` are `rows[starts[i]:starts[i + 1]]`, each with its share in `shares`. `size` is the number of phrases.
    """

    keys: NDArray[np.uint32]
    rarity: Array
    starts: NDArray[np.uint32]
    rows: NDArray[np.uint16]
    shares: NDArray[np.float16]
    size: int

    @classmethod
    def of(cls, texts: Sequence[str]) -> Grams:
        """Learns which runs the phrases have and how rare each is. At most 65,535 phrases."""
        bags = [bag(text) for text in texts]
        keys = np.fromiter({key for each in bags for key in each}, dtype=np.uint32)
        keys.sort()
        rows = np.repeat(np.arange(len(bags), dtype=np.uint16), [len(each) for each in bags])
        places = np.searchsorted(keys, np.fromiter((key for each in bags for key in each), dtype=np.uint32))
        counts = np.fromiter((n for each in bags for n in each.values()), dtype=np.float32)
        having = np.bincount(places, minlength=len(keys))
        rarity = (np.log((1 + len(bags)) / (1 + having)) + 1).astype(np.float32)
        shares = (1 + np.log(counts)) * rarity[places]
        lengths = np.sqrt(np.bincount(rows, shares**2, minlength=len(bags)))
        shares /= np.maximum(lengths, 1e-6)[rows].astype(np.float32)
        order = np.argsort(places, kind="stable")
        starts = np.searchsorted(places[order], np.arange(len(keys) + 1)).astype(np.uint32)
        return cls(keys, rarity, starts, rows[order], shares[order].astype(np.float16), len(bags))

    def likeness(self, text: str) -> Array:
        """How alike a canonical text is to each phrase, from 0 to 1."""
        runs = bag(text)
        if not runs or not len(self.keys):
            return np.zeros(self.size, dtype=np.float32)
        numbers = np.fromiter(runs, dtype=np.uint32)
        counts = np.fromiter(runs.values(), dtype=np.float32)
        places = np.minimum(np.searchsorted(self.keys, numbers), len(self.keys) - 1)
        known = self.keys[places] == numbers
        places = places[known]
        shares = (1 + np.log(counts[known])) * self.rarity[places]
        length = float(np.linalg.norm(shares))
        if not length:
            return np.zeros(self.size, dtype=np.float32)
        spans = [(int(self.starts[place]), int(self.starts[place + 1])) for place in places]
        rows = np.concatenate([self.rows[start:end] for start, end in spans])
        worth = np.concatenate([self.shares[start:end] for start, end in spans]).astype(np.float32)
        worth *= np.repeat(shares / length, [end - start for start, end in spans])
        return np.bincount(rows, worth, minlength=self.size).astype(np.float32)


def main_axes(likeness: Array, most: int, *, rounds: int = 4) -> Array:
    """Kernel PCA: the matrix that takes likenesses to the phrases to at most `most` coordinates.

    `likeness` is that of the phrases among themselves. The largest eigenvectors are found by
    subspace iteration from a random start (Halko, Martinsson, Tropp 2011), in a tenth of the time
    that all of them would take; the seed is fixed, so that a fit can be repeated.
    """
    size = len(likeness)
    width = min(size, most + 32)
    start = np.random.default_rng(0).standard_normal((size, width), dtype=np.float32)
    basis = np.linalg.qr(likeness @ start)[0] if width < size else np.eye(size, dtype=np.float32)
    for _ in range(rounds if width < size else 0):
        basis = np.linalg.qr(likeness @ basis)[0]
    values, turned = np.linalg.eigh((basis.T @ likeness @ basis).astype(np.float64))
    largest = np.argsort(-values)[:most]
    largest = largest[values[largest] > 1e-5 * max(float(values.max(initial=0)), 1e-12)]
    return np.asarray((basis @ turned[:, largest]) / np.sqrt(values[largest]), dtype=np.float32)
