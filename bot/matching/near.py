"""Which texts of two lists are nearly the same? All pairs at once, for the content check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from rapidfuzz import fuzz, process

_ROWS = 512
"""Rows scored at a time: with 4,000 texts two megabytes, where the whole table would be sixteen."""


def near(texts_a: Sequence[str], texts_b: Sequence[str], least: float) -> Iterator[tuple[int, int, float]]:
    """The places `(i, j)` of texts as similar as `least` or more (0-100), by rows, with how similar they are.

    As `similarity`, which compares a single pair: canonical forms with their words in order of the
    alphabet. Sorting them once, here, spares `token_sort_ratio` doing it for each of the pairs.
    """
    rows, columns = (_in_order(texts) for texts in (texts_a, texts_b))
    for start in range(0, len(rows), _ROWS):
        scores = process.cdist(
            rows[start : start + _ROWS],
            columns,
            scorer=fuzz.ratio,
            score_cutoff=least,
            dtype=np.float32,
            workers=-1,
        )
        for i, j in np.argwhere(scores >= max(least, 1e-9)):
            yield start + int(i), int(j), float(scores[i, j])


def _in_order(texts: Sequence[str]) -> list[str]:
    return [" ".join(sorted(text.split())) for text in texts]
