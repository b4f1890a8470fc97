"""How sure is "sure"? Turns what the head says into the chance that the best topic is right.

Two things are known of a question: the head's probability of the best topic, and
the lead, by how much the nearest phrase of that topic is nearer than the nearest
of any other. What they are worth is learnt from the phrases alone: a quarter of
the topics and a fifth of all phrases are hidden in turn, a head is fitted on the
rest, and asked about the hidden phrases. Those of hidden topics stand for the
questions that the content cannot answer. One logistic curve (Platt 1999) is drawn
through what came out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Labels = NDArray[np.intp]

TURNS = (1, 3, 0, 2, 4)
"""The fifths of the phrases in the order in which they are hidden."""

QUARTERS = 4

ENOUGH = 2_000
"""Hidden phrases after which no further turn is taken: three numbers are learnt, and each turn is a fit."""

TOO_FEW = 100
"""Hidden phrases below which the curve would be chance, and the usual one is taken."""


@dataclass(frozen=True, slots=True)
class Curve:
    """The chance that the best topic is right, from the head's probability of it and its lead."""

    slope: float = 0.8
    lead: float = 5.0
    constant: float = -0.8

    def __call__(self, probability: float, lead: float) -> float:
        """From 0 to 1, rising with both."""
        odds = self.slope * float(_odds(np.float64(probability))) + self.lead * lead + self.constant
        return float(1 / (1 + np.exp(-odds)))


def lead(near: Array, labels: Labels, best: int) -> float:
    """By how much the nearest phrase of class `best` is nearer than the nearest of all others.

    `near` is how near a question is to each phrase, from -1 to 1.
    """
    mine = labels == best
    return float(near[mine].max(initial=-1.0) - near[~mine].max(initial=-1.0))


def calibrate(labels: Labels, background: int, ask: Callable[[Labels, Labels], tuple[Array, Array]]) -> Curve:
    """The curve for these phrases.

    `labels` is each phrase's class, `background` the number of the off-topic class (-1: there is
    none), and `ask(seen, hidden)` fits a head on the phrases `seen` and returns for each of `hidden`
    the probabilities of all classes, and how near it is to each of `seen`.
    """
    place = np.zeros(len(labels), dtype=np.intp)
    for label in np.unique(labels):
        mine = np.flatnonzero(labels == label)
        place[mine] = np.arange(len(mine))
    known, right = list[tuple[float, float]](), list[bool]()
    for turn in TURNS:
        hidden_topic = (labels % QUARTERS == turn % QUARTERS) & (labels != background)
        hidden_phrase = place % len(TURNS) == turn
        seen, hidden = np.flatnonzero(~hidden_topic & ~hidden_phrase), np.flatnonzero(hidden_phrase)
        if len(hidden) == 0 or len(np.unique(labels[seen])) < 2:
            continue
        chances, near = ask(seen, hidden)
        if background >= 0:
            chances[:, background] = 0
        for row, phrase in enumerate(hidden.tolist()):
            best = int(chances[row].argmax())
            known.append((float(chances[row, best]), lead(near[row], labels[seen], best)))
            right.append(best == labels[phrase] and not hidden_topic[phrase])
        if len(right) >= ENOUGH:
            break
    both = np.array(known, dtype=np.float64).reshape(-1, 2)
    return draw(both[:, 0], both[:, 1], np.array(right, dtype=bool))


def draw(probabilities: NDArray[np.float64], leads: NDArray[np.float64], right: NDArray[np.bool_]) -> Curve:
    """The logistic curve through probabilities, leads and whether each was right, by Newton's method."""
    if len(right) < TOO_FEW or right.all() or not right.any():
        return Curve()
    x = np.stack([_odds(probabilities), leads, np.ones(len(right))], axis=1)
    # Platt's targets, a little inside 0 and 1.
    good, bad = right.sum(), (~right).sum()
    target = np.where(right, (good + 1) / (good + 2), 1 / (bad + 2))
    at = np.zeros(3)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-x @ at))
        slope = x.T @ (chance - target) + 1e-3 * at
        bend = (x * (chance * (1 - chance))[:, None]).T @ x + 1e-3 * np.eye(3)
        step = np.linalg.solve(bend, slope)
        at -= step
        if np.abs(step).max() < 1e-8:
            break
    # A falling curve would say that the head knows nothing: then it counts for nothing.
    return Curve(max(float(at[0]), 0.0), max(float(at[1]), 0.0), float(at[2]))


def _odds(probability: NDArray[np.float64] | np.float64) -> NDArray[np.float64]:
    """Natural logarithm of the odds, kept finite."""
    inside = np.clip(probability, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(inside / (1 - inside)))
