"""What the matcher is measured beside: simpler ways to find a question's topic.

Each takes the examples and gives a function from a question to a score for each
topic, in the order of `topics`. All read a text in lower case; the encoders as it is.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.matching import Examples
from bot.matching.features import encoder
from bot.matching.head import fit_head, softmax

Scores = NDArray[np.float32]
Scorer = Callable[[str], Scores]

_WORD = re.compile(r"\w+")


def token_sort_ratio(examples: Examples) -> Scorer:
    """rapidfuzz's `token_sort_ratio` to each phrase; a topic's score is its best phrase's."""
    topics, texts, labels = _phrases(examples)
    lowered = [text.lower() for text in texts]

    def score(text: str) -> Scores:
        ratios = process.cdist([text.lower()], lowered, scorer=fuzz.token_sort_ratio, dtype=np.float32)
        return _best(ratios[0], labels, topics)

    return score


def nearest(name: str) -> Callable[[Examples], Scorer]:
    """One encoder alone, "e5" or "use": cosine to each phrase; a topic's score is its best phrase's."""

    def made(examples: Examples) -> Scorer:
        topics, texts, labels = _phrases(examples)
        encode = encoder(name)
        rows = np.concatenate([encode(texts[at : at + 256]) for at in range(0, len(texts), 256)])
        return lambda text: _best(rows @ encode([text])[0], labels, topics)

    return made


def tfidf_linear(examples: Examples) -> Scorer:
    """Logistic regression over tf-idf of words, pairs of words, and runs of 2 to 5 letters inside words.

    The off-topic phrases are one more class. Fitted in the span of the phrases, where the solution of a
    linear classifier lies, so that the wide matrix is never made.
    """
    topics, texts, labels = _phrases(examples)
    texts += [each.text for each in examples.background]
    labels = np.append(labels, np.full(len(examples.background), topics))
    bags = [Counter(_terms(text)) for text in texts]
    having = Counter(term for each in bags for term in each)
    rarity = {term: float(np.log((1 + len(bags)) / (1 + count))) + 1 for term, count in having.items()}
    holders: dict[str, list[tuple[int, float]]] = {}
    for place, each in enumerate(bags):
        for term, weight in _weighed(each, rarity).items():
            holders.setdefault(term, []).append((place, weight))
    turned = {
        term: (np.array([place for place, _ in all_of_it]), np.array([weight for _, weight in all_of_it]))
        for term, all_of_it in holders.items()
    }

    def likeness(each: Counter[str]) -> NDArray[np.float64]:
        sums = np.zeros(len(texts))
        for term, weight in _weighed(each, rarity).items():
            places, weights = turned[term]
            sums[places] += weight * weights
        return sums

    kernel = np.stack([likeness(each) for each in bags])
    root = np.linalg.cholesky(kernel + 1e-4 * np.eye(len(texts)))
    weights = fit_head(root.astype(np.float32), labels, topics + bool(examples.background))
    spread = np.linalg.solve(root.T, weights[:-1].astype(np.float64)).astype(np.float32)
    return lambda text: softmax(likeness(Counter(_terms(text))).astype(np.float32) @ spread + weights[-1])[
        :topics
    ]


def topic_ids(examples: Examples) -> tuple[str, ...]:
    """The topics in the order of the scores."""
    return tuple(id for id in sorted(examples.phrases) if examples.phrases[id])


def _phrases(examples: Examples) -> tuple[int, list[str], NDArray[np.intp]]:
    """How many topics there are, all phrases' texts, and each one's topic by its number."""
    ids = topic_ids(examples)
    pairs = [(each.text, label) for label, id in enumerate(ids) for each in examples.phrases[id]]
    return len(ids), [text for text, _ in pairs], np.array([label for _, label in pairs], dtype=np.intp)


def _best(scores: Scores, labels: NDArray[np.intp], topics: int) -> Scores:
    best = np.full(topics, -1, dtype=np.float32)
    np.maximum.at(best, labels, scores)
    return best


def _terms(text: str) -> Sequence[str]:
    words = _WORD.findall(text.lower())
    runs = [
        padded[at : at + size]
        for padded in (f" {word} " for word in words)
        for size in (2, 3, 4, 5)
        for at in range(max(1, len(padded) - size + 1))
    ]
    pairs = [f"={left} {right}" for left, right in itertools.pairwise(words)]
    return [*runs, *(f"={word}" for word in words), *pairs]


def _weighed(each: Counter[str], rarity: dict[str, float]) -> dict[str, float]:
    found = {
        term: (1 + float(np.log(count))) * rarity[term] for term, count in each.items() if term in rarity
    }
    length = sum(weight**2 for weight in found.values()) ** 0.5
    return {term: weight / length for term, weight in found.items()} if length else {}
