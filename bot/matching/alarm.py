"""The head that tells danger in words that no rule knows: fitted beside that of the topics, on the same row.

It has a class for each topic too, though nobody asks it for one: what is not danger is
many different things, and a head that may tell them apart draws the line much better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.match import SAFE
from bot.matching.features import Array
from bot.matching.head import fit_head, softmax
from bot.matching.hints import NO_HINTS, Hints, fit_hints

Labels = NDArray[np.intp]

DANGER_FROM, WITHOUT_E5 = 0.15, 0.25
"""The chance of danger from which help comes first. Missing a danger is worse than one reply too many: of
sentences written apart 98.7% of the dangers were found, and 1.3% of the others were taken for one. Without E5
a chance is worth less: 97.8% and 1.6%. The more harmless messages staff's lists hold, the lower they are."""

RULE = 4.0
"""What a rule of words that speaks of danger counts for in logits. Of 100 messages on staff's lists, hidden
in turn, 92.3 were found so at two false alarms in a hundred; 91.6 with 2, and 92.6 with 6."""

SETTLED = 0.9
"""The chance from which it comes first where no rule speaks of danger and the head of the topics is sure of
one that is none: that head was taught no message of danger. Of messages hidden in turn 94 in 100 were found
with 2.5 false alarms in 100 phrases so, and with 3.0 without; a bar that rises with it does as well."""

UNLIKELY = 0.001
"""The chance by head and words below which nothing else is looked at: five of six questions are."""

NEAREST = np.float32(20)
"""What the nearness of a class's nearest message (from -1 to 1) counts for in logits, beside the head, where
the kinds of danger are one. Of 100 hidden messages 92.3 were found so at two false alarms in a hundred; 91.4
with 10, 87.4 without any, and 91.5 with each kind by itself."""

STRENGTH = 20.0
"""The inverse of the penalty on large weights: from 10 to 40 it makes no difference."""

FINE = 2e-5
"""Where the fit ends: at ten times that, two machines found 106 and 111 of the same 113 dangers."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A head whose last classes are the `kinds` of danger, and what it was fitted to.

    `weights` takes a text's encoded row to the classes, `letters` its likeness to the phrases at
    `landmarks`. `told` holds the encoded rows of the messages that are not phrases, `clear` the places of
    the phrases that count, and `labels` the classes of both in rising order, the phrases' first. `hints` are
    what single words say. A `light` one does without E5.
    """

    kinds: tuple[str, ...]
    weights: Array
    letters: Array
    constants: Array
    told: Array
    landmarks: Labels
    clear: Labels
    labels: Labels
    hints: Hints
    light: bool = False

    def kind(
        self,
        row: Array,
        likeness: Array,
        near: Array,
        whole: float,
        canonical: str,
        rule: str = SAFE,
        *,
        settled: bool = False,
    ) -> str:
        """The kind of danger that a message most likely speaks of, or `SAFE` where danger is not likely.

        `near` is the row times each phrase's, `whole` a row times itself, `canonical` the text, and `rule`
        the kind that the rules found. Where there is nothing to learn from, it is that one. `settled`: the
        head of the topics is sure of one that is no danger.
        """
        if not self.kinds:
            return rule
        logits = row @ self.weights + likeness[self.landmarks] @ self.letters + self.constants
        logits[-len(self.kinds) :] += np.float32(self.hints(canonical))
        if not rule and softmax(logits)[-len(self.kinds) :].sum() < UNLIKELY:
            return SAFE
        share = np.concatenate([near[self.clear], self.told @ row]) / np.float32(whole)
        firsts = np.flatnonzero(np.diff(self.labels, prepend=-1))
        nearest = np.full(len(logits), -1, np.float32)
        nearest[self.labels[firsts]] = np.maximum.reduceat(share, firsts)
        # Whichever kind the nearest danger is of, it is near: the head says which.
        nearest[-len(self.kinds) :] = nearest[-len(self.kinds) :].max()
        logits += NEAREST * nearest
        if rule:
            logits[-len(self.kinds) :] += np.float32(RULE)
        chances = softmax(logits)[-len(self.kinds) :]
        least = WITHOUT_E5 if self.light else DANGER_FROM
        if chances.sum() < (SETTLED if settled and not rule else least):
            return SAFE
        return rule or self.kinds[int(chances.argmax())]


NO_ALARM = Alarm((), *(np.zeros((0, 0), np.float32),) * 4, *(np.zeros(0, np.intp),) * 3, NO_HINTS)
"""Where there is nothing to learn danger from."""


def fit_alarm(
    kinds: tuple[str, ...],
    texts: Sequence[str],
    features: Array,
    labels: Labels,
    clear: Labels,
    axes: Array,
    landmarks: Labels,
    *,
    light: bool = False,
) -> Alarm:
    """The alarm for phrases and, below them, messages with these canonical `texts`, features and classes, the
    last ones the `kinds`.

    `labels` has the classes of the phrases at `clear` and then of the messages. The features' last
    columns are the likeness to the phrases at `landmarks` by `axes`.
    """
    width, count = features.shape[1] - axes.shape[1], len(features) - (len(labels) - len(clear))
    seen = np.concatenate([clear, np.arange(count, len(features))])
    classes = int(labels.max()) + 1
    weights = fit_head(features[seen], labels, classes, strength=STRENGTH, tolerance=FINE)
    letters, told = axes @ weights[width:-1], features[count:, :width]
    hints = fit_hints([texts[place] for place in seen.tolist()], labels >= classes - len(kinds))
    return Alarm(kinds, weights[:width], letters, weights[-1], told, landmarks, clear, labels, hints, light)
