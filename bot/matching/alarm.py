"""The head that tells danger in words that no rule knows: fitted beside that of the topics, on the same row.

It has a class for each topic too, though nobody asks it for one: what is not danger is
many different things, and a head that may tell them apart draws the line much better.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.features import Array
from bot.matching.head import fit_head, softmax
from bot.model import SAFE

Labels = NDArray[np.intp]

DANGER_FROM = 0.4
"""The chance of danger from which help comes first, where no rule speaks."""

STRENGTH = 20.0
"""The inverse of the penalty on large weights: from 10 to 40 it makes no difference."""

COARSE = 1e-3
"""Where the fit stops: a finer one finds the same messages."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A head whose last classes are the `kinds` of danger. `weights` takes a text's encoded row to the
    classes, `letters` its likeness to each phrase."""

    kinds: tuple[str, ...]
    weights: Array
    letters: Array
    constants: Array

    def kind(self, row: Array, likeness: Array) -> str:
        """The kind of danger that a message most likely speaks of, or `SAFE` where danger is not likely."""
        if not self.kinds:
            return SAFE
        chances = softmax(row @ self.weights + likeness @ self.letters + self.constants)[-len(self.kinds) :]
        return self.kinds[int(chances.argmax())] if chances.sum() >= DANGER_FROM else SAFE


def fit_alarm(
    kinds: tuple[str, ...], features: Array, labels: Labels, axes: Array, landmarks: Labels, count: int
) -> Alarm:
    """The alarm for messages with these features and classes, the last ones the `kinds`.

    The features' last columns are the likeness to the phrases at `landmarks`, of `count`, by `axes`.
    """
    width = features.shape[1] - axes.shape[1]
    if not kinds:
        return Alarm((), *(np.zeros(shape, np.float32) for shape in ((width, 0), (count, 0), (0,))))
    weights = fit_head(features, labels, int(labels.max()) + 1, strength=STRENGTH, tolerance=COARSE)
    letters = np.zeros((count, weights.shape[1]), np.float32)
    letters[landmarks] = axes @ weights[width:-1]
    return Alarm(kinds, weights[:width], letters, weights[-1])
