"""Which topics have phrases near to this question? Beside the head, which draws lines, what lies next to it.

The head was fitted to tell all phrases apart and knows nothing of a single one; a question that is
nearly some phrase of a topic most likely belongs there. The mean nearness of a topic's best few
phrases is added to the head's logits. Measured with 9,500 phrases on questions that nobody had seen:
the best topic is right in 90.1% instead of 88.4%, spelt as on phones in 87.1% instead of 84.7%.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Labels = NDArray[np.intp]

BEST = 3
"""Phrases of a topic that count: one alone may be chance, and of ten most are about something else."""

EACH, MOST = 0.1, 10.0
"""What nearness (from -1 to 1) counts for in logits: so much for each phrase that a topic has (the median),
and at most so much. Where topics have ten phrases most of a topic lies between them, and the nearest proves
little: on CLINC150 a weight of 10 costs half a point and one of 2 gains a little; with a hundred phrases 10
gains about two."""


def pull(near: Array, labels: Labels, classes: int) -> Array:
    """What each class's nearest phrases add to its logits.

    `near` has a column for each phrase, from -1 to 1, and `labels` the phrases' classes in rising order;
    a class without phrases gets the least. Shape (rows, classes) for rows, (classes,) for one.
    """
    rows = np.atleast_2d(near)
    found = np.full((len(rows), classes), -1.0, np.float32)
    ends = np.searchsorted(labels, np.arange(classes + 1))
    for label in range(classes):
        own = rows[:, ends[label] : ends[label + 1]]
        if own.shape[1] > BEST:
            own = np.partition(own, own.shape[1] - BEST, axis=1)[:, -BEST:]
        if own.shape[1]:
            found[:, label] = own.mean(axis=1)
    counts = np.diff(ends)
    weight = np.float32(min(MOST, EACH * float(np.median(counts[counts > 0])))) if len(labels) else 0
    return np.asarray(weight * (found if near.ndim > 1 else found[0]), dtype=np.float32)
