"""Which topic does this question belong to, and how sure is that?

Three decisions: **answer** (one topic, sure), **ask** (up to three, "did you
mean"), **refuse**. A wrong answer about a visa harms someone, asking costs one
tap: so the bar for answering is high and the one for asking is low.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import token_sort_ratio

from bot.match import EMERGENCY, HELPING, Match
from bot.matching.alarm import Alarm
from bot.matching.calibrate import Curve, lead
from bot.matching.canonical import Canonical
from bot.matching.danger import said
from bot.matching.features import SHARES, Array, centred, encoder, encoders, squared
from bot.matching.grams import Grams
from bot.matching.head import softmax
from bot.matching.language import FOREIGN, language_of
from bot.matching.nearest import pull

ANSWER_FROM = 0.67
"""The chance of being right from which the bot answers at once. So about 99 of 100 such answers were right on
the sentences in `tests/`; at 0.6 four more in a hundred questions are answered, and twice as many of them
wrongly."""

ASK_FROM = 0.05
"""The chance from which it asks. Of 22 test questions between 0.05 and 0.1 the right topic was still among
the best three of 13; below there were seven, beside five times as many off-topic ones."""

DOUBTFUL = 0.5
"""The most that a message of which no word is known can be sure of."""

CERTAIN = 0.99
"""The chance where a question is a phrase, word for word: staff said whose it is."""

CHOICES = 3
RANKED = 5
GRAMS_SHARE = 0.5
"""What the letters count for beside E5's 1 and USE's 0.7."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """All that a matcher needs to answer, as arrays; `fit` makes it and it is kept on disk.

    `topics` are the topics' ids; where there is a background class its number is `len(topics)`.
    `phrases`, `canonical` and `labels` are one per phrase. `encoded` holds each phrase's centred
    vectors beside each other, `means` what they were centred on.
    `weights` takes a text's encoded row to the classes, `letters` its likeness to each phrase. The
    `alarm` tells danger by the same.
    """

    light: bool
    topics: tuple[str, ...]
    phrases: tuple[str, ...]
    canonical: tuple[str, ...]
    labels: NDArray[np.intp]
    means: Array
    encoded: Array
    grams: Grams
    weights: Array
    letters: Array
    constants: Array
    curve: Curve
    alarm: Alarm


class Matcher:
    """Answers questions. Built by `fit`; safe from several threads, each question on its own thread only."""

    def __init__(self, fitted: Fitted, canonical: Canonical) -> None:
        self._fitted, self._canonical = fitted, canonical
        self._encoders = [(name, encoder(name)) for name in encoders(fitted.light)]
        self._whole = squared(encoders(fitted.light))
        self._of_topic = [np.flatnonzero(fitted.labels == label) for label in range(len(fitted.topics))]
        self._verbatim: dict[str, int] = {}
        for place, text in enumerate(fitted.canonical):
            known = self._verbatim.setdefault(text, place)
            if fitted.labels[known] != fitted.labels[place]:
                # Two topics claim it: the head decides.
                self._verbatim[text] = -1
        # Word lists and encoders are read when first used (0.7 s): before the first person asks.
        self.answer("¿cuánto cuesta la visa?")

    @property
    def light(self) -> bool:
        """Whether this is the light head: USE and letters, without E5."""
        return self._fitted.light

    @property
    def topics(self) -> tuple[str, ...]:
        """The ids of the topics it knows."""
        return self._fitted.topics

    def canonical(self, text: str) -> str:
        """How `text` is compared: lower case, without punctuation, repaired."""
        return self._canonical(text)

    def answer(self, text: str) -> Match:
        """What to do about a question, and why. Any text is taken; of a long one the first 400 characters,
        but for danger all of it."""
        canonical, language = self._canonical(text), language_of(text)
        danger, words = said(text, canonical)
        if not canonical or not self._fitted.topics:
            return Match("refuse", language=language, danger=danger)
        place = self._verbatim.get(canonical, -1)
        label = int(self._fitted.labels[place]) if place >= 0 else -1
        if language in FOREIGN and place < 0:
            return Match("refuse", language=language, danger=danger)
        # A phrase's own row is known: only other texts go through the encoders.
        row: Array = self._fitted.encoded[place] if place >= 0 else self._row(canonical)
        likeness = self._fitted.grams.likeness(canonical)
        near = self._fitted.encoded @ row
        chances = self._chances(row, likeness, near)
        topics = len(self._fitted.topics)
        order = np.argsort(-chances[:topics], kind="stable")[:RANKED].tolist()
        ranked = tuple((self._fitted.topics[each], float(chances[each])) for each in order)
        ahead = lead(near / self._whole, self._fitted.labels, order[0])
        probability = self._fitted.curve(ranked[0][1], ahead)
        if label == topics:
            probability = min(probability, 1 - CERTAIN)
        elif label < 0 and not self._canonical.understood(canonical):
            # A hand on the keyboard lies near to something too.
            probability = min(probability, DOUBTFUL)
        elif label >= 0:
            probability = max(probability, CERTAIN)
            order = [label, *(each for each in order if each != label)]
        best = self._fitted.topics[order[0]]
        sure = probability >= ANSWER_FROM
        rule, settled = danger, sure and best not in HELPING
        danger = self._fitted.alarm.kind(row, likeness, near, self._whole, canonical, rule, settled=settled)
        if rule and not danger and (clause := self._canonical(words)) != canonical:
            # "How much is the visa and my boss hits me": what says it, by itself.
            danger = self._danger(clause, rule)
        if not danger and sure and best == EMERGENCY:
            danger = best  # its numbers are the answer
        phrase = self._nearest(order[0], near + GRAMS_SHARE**2 * likeness)
        ids = tuple(self._fitted.topics[each] for each in order)
        if sure:
            return Match("answer", ids[0], probability, phrase, ids[:CHOICES], language, ranked, danger)
        if probability >= ASK_FROM:
            return Match("ask", ids[0], probability, phrase, ids[:CHOICES], language, ranked, danger)
        return Match("refuse", "", probability, phrase, (), language, ranked, danger)

    def _danger(self, canonical: str, rule: str) -> str:
        """The kind of danger that a canonical form speaks of, in which a rule found one; or `SAFE`."""
        row, likeness = self._row(canonical), self._fitted.grams.likeness(canonical)
        near = self._fitted.encoded @ row
        return self._fitted.alarm.kind(row, likeness, near, self._whole, canonical, rule)

    def _row(self, canonical: str) -> Array:
        """The encoders' part of the features, beside each other."""
        parts, start = [], 0
        for name, encode in self._encoders:
            raw = encode([canonical])[0]
            mean = self._fitted.means[start : start + len(raw)]
            parts.append(SHARES[name] * centred(raw, mean))
            start += len(raw)
        return np.concatenate(parts)

    def _chances(self, row: Array, likeness: Array, near: Array) -> Array:
        """The probability of each class: what the head says, and the nearest phrases."""
        fitted = self._fitted
        logits = row @ fitted.weights + likeness @ fitted.letters + fitted.constants
        letters = np.float32(GRAMS_SHARE**2)
        share = (near + letters * likeness) / (np.float32(self._whole) + letters)
        return softmax(logits + pull(share.astype(np.float32), fitted.labels, len(logits)))

    def _nearest(self, label: int, near: Array) -> str:
        """The topic's phrase that is nearest by the same features as the head's."""
        places = self._of_topic[label]
        return self._fitted.phrases[int(places[int(near[places].argmax())])]


def similarity(a: str, b: str) -> float:
    """How alike two canonical forms are whatever the order of their words, from 0 to 100."""
    return float(token_sort_ratio(a, b))
