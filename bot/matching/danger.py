"""Does a message speak of danger, and of which kind? Then help comes first, whatever else it asks.

Rules of words find what is said plainly, need no model and see the whole message; the head that `fit`
makes finds what is said in other words, and where there is one it has the last word on what a rule found.
Missing a danger is worse than one reply too many.
"""

from __future__ import annotations

import re

from bot.match import SAFE
from bot.matching.danger_harm import HARM
from bot.matching.danger_other import OTHER
from bot.matching.danger_words import ASKED, CLAUSE, UNREAL
from bot.matching.words import fold

READ = 4000
"""Characters of a message that the rules look at: Telegram allows no more."""

_ORDER = ("crisis", "passport-taken", "emergency", "detention", "health-and-injury")
"""Where a message speaks of several, the first counts: a taken passport's answer has the emergency's numbers
too, and begins with the one for people who are held."""

_RULES = HARM | OTHER
_COMPILED = {kind: re.compile("|".join(f"(?:{each})" for each in _RULES[kind])) for kind in _ORDER}

_UNREAL, _ASKED, _CLAUSE = re.compile(UNREAL), re.compile(ASKED), re.compile(CLAUSE)
_ENDS = re.compile(r"[.?!;\n…]+|\b(?:y tambien|otra cosa|ademas|and also|also)\b")


def plain(text: str) -> str:
    """`text` as the rules read it: lower case, without accents, apostrophes and signs."""
    lowered = fold(text[:READ].lower().replace("ñ", "\0").replace("’", "'").replace("´", "'"))
    return lowered.replace("\0", "ñ")


def by_rules(*texts: str) -> str:
    """The kind of danger that one of the writings of a message plainly speaks of, or `SAFE`."""
    return said(*texts)[0]


def said(*texts: str) -> tuple[str, str]:
    """As `by_rules`, with the words that say it, as `plain` writes them: a clause, or all of a sentence."""
    found = dict[str, str]()
    for text in texts:
        for part in _ENDS.split(plain(text)):
            words = " ".join(re.sub(r"[^\wñ]+", " ", part).split())
            if not words or _UNREAL.search(words):
                continue
            clauses = _CLAUSE.split(words) if _ASKED.search(words) else [words]
            for clause in (each.strip() for each in clauses if not _ASKED.search(each)):
                for kind, rule in _COMPILED.items():
                    if kind not in found and rule.search(clause):
                        found[kind] = clause
    return next(((kind, found[kind]) for kind in _COMPILED if kind in found), (SAFE, ""))
