"""How sure is "sure"? Turns the head's probability into the chance that the best topic is right.

Learnt from the phrases alone: a quarter of the topics and a fifth of all phrases
are hidden in turn, a head is fitted on the rest, and asked about the hidden
phrases. Those of hidden topics stand for the questions that the content cannot
answer. One logistic curve (Platt 1999) is drawn through what came out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Labels = NDArray[np.intp]

ROUNDS = 5
QUARTERS = 4
ENOUGH = 100
"""Hidden phrases below which the curve would be chance, and the usual one is taken."""


@dataclass(frozen=True, slots=True)
class Curve:
    """The chance that the best topic is right, from the head's probability of it."""

    slope: float = 1.3
    constant: float = 0.3

    def __call__(self, probability: float) -> float:
        """From 0 to 1, rising with `probability`."""
        return float(1 / (1 + np.exp(-self.slope * _odds(np.float64(probability)) - self.constant)))


def calibrate(labels: Labels, background: int, ask: Callable[[Labels, Labels], Array]) -> Curve:
    """The curve for these phrases.

    `labels` is each phrase's class, `background` the number of the off-topic class (-1: there is
    none), and `ask(seen, hidden)` fits a head on the phrases `seen` and returns the probabilities of
    all classes for each of `hidden`.
    """
    place = np.zeros(len(labels), dtype=np.intp)
    for label in np.unique(labels):
        mine = np.flatnonzero(labels == label)
        place[mine] = np.arange(len(mine))
    sure, right = [np.zeros(0)], [np.zeros(0, dtype=bool)]
    for turn in range(ROUNDS):
        hidden_topic = (labels % QUARTERS == turn % QUARTERS) & (labels != background)
        hidden_phrase = place % ROUNDS == turn
        seen, hidden = np.flatnonzero(~hidden_topic & ~hidden_phrase), np.flatnonzero(hidden_phrase)
        if len(hidden) == 0 or len(np.unique(labels[seen])) < 2:
            continue
        chances = ask(seen, hidden)
        if background >= 0:
            chances[:, background] = 0
        best = chances.argmax(axis=1)
        sure.append(chances[np.arange(len(hidden)), best])
        right.append((best == labels[hidden]) & ~hidden_topic[hidden])
    return draw(np.concatenate(sure), np.concatenate(right))


def draw(probabilities: NDArray[np.float64], right: NDArray[np.bool_]) -> Curve:
    """The logistic curve through probabilities and whether each was right, by Newton's method."""
    if len(right) < ENOUGH or right.all() or not right.any():
        return Curve()
    x = np.stack([_odds(probabilities), np.ones(len(right))], axis=1)
    # Platt's targets, a little inside 0 and 1.
    good, bad = right.sum(), (~right).sum()
    target = np.where(right, (good + 1) / (good + 2), 1 / (bad + 2))
    at = np.array([1.0, 0.0])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-x @ at))
        slope = x.T @ (chance - target)
        bend = (x * (chance * (1 - chance))[:, None]).T @ x + 1e-6 * np.eye(2)
        step = np.linalg.solve(bend, slope)
        at -= step
        if np.abs(step).max() < 1e-8:
            break
    # A falling curve would say that the head knows nothing: then be sure of nothing.
    return Curve(max(float(at[0]), 0.0), float(at[1]))


def _odds(probability: NDArray[np.float64] | np.float64) -> NDArray[np.float64]:
    """Natural logarithm of the odds, kept finite."""
    inside = np.clip(probability, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(inside / (1 - inside)))
