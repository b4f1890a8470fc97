"""Which language is this message in: Spanish, English, one we do not speak, or is it not clear?

Naive Bayes over words (how frequent `wordfreq` says they are) and three-letter
runs (learnt from those words) tells Spanish from English. Haitian Creole, French
and Portuguese would pass for Spanish, so they are looked for first, by words that
are theirs and not ours, and only clear cases count: a Spanish or English message
taken for a third language would lose its answer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from bot.matching.foreign import CREOLE, CREOLE_OFTEN, GIVEAWAYS
from bot.matching.words import RAREST, common, fold, words

FOREIGN = ("ht", "fr", "pt")

CLEAR = 1.5
"""Natural logarithm of the odds (4.5 to 1) from which Spanish or English counts as clear."""

FOREIGN_LEAD = 5.0
"""Natural logarithm of the odds (150 to 1) from which a message counts as of a third language: so high for
a Spanish or English message must not be taken for one."""

_MOST = 4.0
"""What one word can add to that: no single word decides, for it may be a slip."""

_FEW = 4
_GIVEN_AWAY = 2.0
"""In a message of a few words one that is surely theirs is enough, with this lead (7 to 1)."""

_WORD_SHARE, _RUN_SHARE = 0.6, 0.5
"""What words and three-letter runs count for: they repeat one another."""

_SHAPING = -550
"""How common a word must be (three times in a million) for its three-letter runs to count."""

_READ = 60
"""Words of a message that are looked at."""

_TOKEN = re.compile(r"\b[^\W\d_]+(?:'[^\W\d_]+)*\b")
_CENTIBEL = math.log(10) / 100


def language_of(text: str) -> str:
    """es, en, ht, fr or pt where it is clear, else "". Takes about 0.03 ms."""
    found = _TOKEN.findall(text[:1000].lower().replace("’", "'"))[:_READ]
    tokens = [part for token in found for part in _parts(token)]
    if foreign := _foreign(tokens):
        return foreign
    lead = sum(map(_lead, tokens))
    if lead > CLEAR:
        return "es"
    return "en" if lead < -CLEAR else ""


def _parts(token: str) -> tuple[str, ...]:
    """French joins words with an apostrophe (j'ai, d'avion); an English word keeps its own."""
    left, mark, right = token.partition("'")
    return (left, right) if mark and len(left) <= 2 and left not in ("i", "he", "we", "it") else (token,)


@lru_cache(maxsize=20_000)
def _lead(token: str) -> float:
    """By how much one word speaks for Spanish (natural logarithm of the odds); below zero for English."""
    folded = fold(token)
    letters = _RUN_SHARE * sum(_runs().get(run, 0.0) for run in _three(token))
    if not words().known(folded):
        return letters
    spanish, english = (words().tables[language].get(folded) for language in ("es", "en"))
    return _WORD_SHARE * (spanish - english) * _CENTIBEL + letters / 2


def _three(token: str) -> list[str]:
    padded = f" {token} "
    return [padded[at : at + 3] for at in range(len(token))]


@lru_cache(maxsize=1)
def _runs() -> Mapping[str, float]:
    """What each three-letter run speaks for: natural logarithm of the odds for Spanish."""
    known = words().common
    places = dict[str, int]()
    runs, sizes = list[int](), list[int]()
    for folded in known:
        found = [run for form in {folded, words().forms.get(folded, folded)} for run in _three(form)]
        runs += [places.setdefault(run, len(places)) for run in found]
        sizes.append(len(found))
    leads = []
    for language in ("es", "en"):
        frequencies = words().tables[language].all(known).astype(np.float64)
        # The root of the frequency: "de" and "the" would drown all other words.
        weights = np.where(frequencies >= _SHAPING, np.round(10 ** ((frequencies - RAREST) / 200)), 0)
        sums = np.bincount(runs, np.repeat(weights, sizes))
        leads.append(np.log((sums + 1e-6 * sums.sum()) / sums.sum()))
    return dict(zip(places, (leads[0] - leads[1]).tolist(), strict=True))


def _foreign(tokens: list[str]) -> str:
    """ht, fr or pt, where the words are clearly of that language and not of ours; else ""."""
    leads, telling = dict.fromkeys(FOREIGN, 0.0), dict.fromkeys(FOREIGN, 0)
    for token in tokens:
        for language, lead in zip(FOREIGN, _foreign_leads(token), strict=True):
            leads[language] += lead
            telling[language] += lead > 2
    best = max(FOREIGN, key=leads.__getitem__)
    if len(tokens) <= _FEW:
        if leads[best] > _GIVEN_AWAY and any(fold(token) in GIVEAWAYS[best] for token in tokens):
            return best
        if len(tokens) <= 2:
            return ""
    return best if leads[best] > FOREIGN_LEAD and telling[best] >= 2 else ""


@lru_cache(maxsize=20_000)
def _foreign_leads(token: str) -> tuple[float, ...]:
    """How much a word speaks for each third language against the better of ours, at most `_MOST` either way.

    A word that is listed nowhere says nothing.
    """
    folded = fold(token)
    ours = words().frequency(folded)
    theirs = (_third(language).get(folded, RAREST) for language in FOREIGN)
    return tuple(max(-_MOST, min(_MOST, (each - ours) * _CENTIBEL)) for each in theirs)


@lru_cache(maxsize=3)
def _third(language: str) -> Mapping[str, int]:
    """Frequencies of a third language's words; those of Creole are a guess, often or less often."""
    if language == "ht":
        return dict.fromkeys(CREOLE, -350) | dict.fromkeys(CREOLE_OFTEN, -230)
    # Words that our languages have too, as often or oftener, could only speak against it.
    theirs = common(language)
    ours = words().frequencies(theirs)
    return {word: each for word, each in theirs.items() if each > ours[word] - 100}
