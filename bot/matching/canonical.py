"""How is a message written, and how is it compared? Phrases and questions go through the same door.

The canonical form is lower case, without punctuation, with the accents and
apostrophes that people leave out put back and with misspelt words repaired:
first to the words that the phrases use, then to common Spanish and English
words. It knows both languages at once, because people mix them in one message.
Two writings of one thing meet in one form: "H-2B", "h 2 b" and "h dos b" are
h2b; "65,000", "65 mil" and "65k" are 65000.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from bot.matching.language import language_of
from bot.matching.spelling import Lexicon
from bot.matching.words import COMMON, fold, words

LIMIT = 400
"""Characters of a message that are read. The longest real questions have about 300; an encoder's time grows
with the length."""

SOUND_LEAD = 120
"""Centibels by which a word that sounds the same must be commoner (16 times) to replace a known word:
"asta" is a word, but who writes it means "hasta"."""

SLIP_LEAD = 250
"""The same for a word one slip away ("becuase" is in the word lists, 250 times rarer than "because")."""

HALF = -450
"""How common both halves of a word must be for it to be two words run together."""

_TOKEN = re.compile(r"\d+:\d\d|[^\W_]+(?:'[^\W\d_]+)*|[^\w\s]")
_APOSTROPHES = str.maketrans("’‘´`ʼ", "'''''")
_VISA = re.compile(r"\bh\W{0,3}(?:2|dos|two)\W{0,3}(a|b|be|bee)\b")
_CODE = re.compile(r"\b([a-z]{1,3})-(\d{1,4})([a-z]?)\b")
_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3})((?:[.,]\d{3})+)(?!\d|[.,]\d)")
_MIL = re.compile(r"\b(\d{1,3})\s?(?:mil|thousand|k)\b")
_RUN = re.compile(r"([^\W\d_])\1{2,}")
_LATIN = re.compile(r"[a-z]+")

_ASKING = {
    fold(word): word
    for word in (
        *("qué", "cómo", "cuándo", "dónde", "adónde", "quién", "quiénes", "cuál", "cuáles"),
        *("cuánto", "cuánta", "cuántos", "cuántas"),
    )
}
_EITHER = frozenset({"que", "como", "cuando", "donde"})
"""Question words that are as often something else, and then without an accent."""

_OPENING = frozenset(
    {
        *("a", "de", "en", "por", "para", "con", "desde", "hasta", "sobre", "y", "e", "o", "pero", "pues"),
        *("entonces", "ok", "hola", "oye", "oiga", "oigan", "disculpe", "disculpa", "perdon", "bueno"),
        *("buenos", "buenas", "dias", "tardes", "noches", "favor"),
    }
)
"""What may stand before the question word that opens a message."""


def tidy(text: str) -> str:
    """Lower case, signs in one form, invisible characters gone, codes and numbers in one writing."""
    text = text[: 4 * LIMIT]
    if not text.isascii() or not text.isprintable():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in text)
    text = " ".join(text.split())[:LIMIT].lower().translate(_APOSTROPHES)
    text = _VISA.sub(lambda found: "h2" + found[1][0], text)
    text = _CODE.sub(r"\1\2\3", text)
    text = _THOUSANDS.sub(lambda found: found[1] + re.sub(r"\D", "", found[2]), text)
    return _MIL.sub(r"\g<1>000", text)


class Canonical:
    """The canonical form that a set of phrases leads to. Call it with a text; safe from several threads.

    `phrases` are the texts of all phrases; `spellings` maps a way of writing (one word or several, or a
    sign such as an emoji) to the words it stands for.
    """

    def __init__(self, phrases: Iterable[str], spellings: Mapping[str, str] | None = None) -> None:
        self._spellings = {
            tuple(fold(word) for word in _TOKEN.findall(tidy(key))): _TOKEN.findall(tidy(value))
            for key, value in (spellings or {}).items()
        }
        self._spellings.pop((), None)
        self._longest = max(map(len, self._spellings), default=0)
        self._firsts = frozenset(key[0] for key in self._spellings)
        counts = Counter(word for text in phrases for word in self._substituted(_TOKEN.findall(tidy(text))))
        self._signs = {word for word in counts if not word[0].isalnum() and not word.isascii()}
        self._signs |= {sign for key in self._spellings for sign in key if sign and not sign[0].isalnum()}
        self._own = _forms(counts)
        self._lexicons = (
            Lexicon({folded: words().frequency(folded) for folded in self._own if len(folded) > 2}),
            _common_lexicon(),
        )
        self._repaired = lru_cache(maxsize=20_000)(self._repair)

    def __call__(self, text: str) -> str:
        """The canonical form of `text`, at most about `LIMIT` characters; "" if nothing in it is a word."""
        tokens = self._substituted(_TOKEN.findall(tidy(text)))
        tokens = [token for token in tokens if token[0].isalnum() or token in self._signs]
        spanish = language_of(" ".join(tokens)) != "en"
        repaired = " ".join(self._repaired(token, spanish) for token in tokens).split()
        found = self._substituted(repaired)
        return " ".join(_asking(found) if spanish else found)

    def understood(self, canonical: str) -> bool:
        """Whether a canonical form holds a word that the phrases or either language know, or a number."""
        tokens = canonical.split()
        return any(
            each in self._signs
            or each.isdecimal()
            or (folded := fold(each)) in self._own
            or words().known(folded)
            for each in tokens
        )

    def _substituted(self, tokens: list[str]) -> list[str]:
        """The tokens with the spellings put in, longest first."""
        folded = [fold(token) for token in tokens]
        if self._firsts.isdisjoint(folded):
            return tokens
        out, at = list[str](), 0
        while at < len(tokens):
            for size in range(min(self._longest, len(tokens) - at), 0, -1):
                found = self._spellings.get(tuple(folded[at : at + size]))
                if found is not None:
                    out += found
                    at += size
                    break
            else:
                out.append(tokens[at])
                at += 1
        return out

    def _repair(self, word: str, spanish: bool) -> str:
        """One word as it should be written; what cannot be repaired is left as it is."""
        known, folded = words(), fold(word)
        if word in known.accented:
            return word
        if folded in self._own:
            return self._own[folded]
        if _RUN.search(folded):
            shorter = (_RUN.sub(times, folded) for times in (r"\1", r"\1\1"))
            folded = next((each for each in shorter if each in self._own or known.known(each)), folded)
        if len(folded) < 3 or not _LATIN.fullmatch(folded) or folded in self._own:
            return self._written(folded) if folded in self._own or known.known(folded) else word
        if not known.known(folded):
            meant = self._same_sound(folded) or self._slip(folded, 1 if len(folded) < 8 else 2)
            return self._written(meant) if meant else self._split(folded) or word
        frequency = known.frequency(folded)
        if spanish:
            for lexicon in self._lexicons:
                meant = lexicon.sounds(folded)
                if known.tables["es"].get(meant) - frequency >= SOUND_LEAD:
                    return self._written(meant)
        if frequency < COMMON:
            meant = self._slip(folded, 1)
            if meant and known.frequency(meant) - frequency >= SLIP_LEAD:
                return self._written(meant)
        return self._written(folded)

    def _written(self, folded: str) -> str:
        """A word with its accents and apostrophe, as the phrases or most people write it."""
        return self._own.get(folded) or _usual(folded)

    def _same_sound(self, folded: str) -> str:
        return next((meant for each in self._lexicons if (meant := each.sounds(folded))), "")

    def _slip(self, folded: str, limit: int) -> str:
        """The word it was meant to be, by its letters; "" where that would be guessing."""
        if len(folded) < 4:
            return ""
        return next((near for each in self._lexicons if (near := each.nearest(folded, limit))), "")

    def _split(self, folded: str) -> str:
        """Two words written as one ("quierosaber"), where both are very common; else ""."""
        frequency = words().frequency
        halves = ((folded[:at], folded[at:]) for at in range(2, len(folded) - 1))
        left, right = max(halves, key=lambda pair: min(map(frequency, pair)), default=("", ""))
        if min(frequency(left), frequency(right)) < HALF:
            return ""
        return f"{self._written(left)} {self._written(right)}"


def _asking(tokens: list[str]) -> list[str]:
    """A question word that opens the message has its accent: "que es", "y cuanto cuesta"."""
    for place, token in enumerate(tokens):
        if token in _ASKING:
            return [*tokens[:place], _ASKING[token], *tokens[place + 1 :]]
        if fold(token) not in _OPENING:
            break
    return tokens


@lru_cache(maxsize=1)
def _common_lexicon() -> Lexicon:
    """Words that a slip is repaired to where the phrases have none."""
    long = [word for word in words().common if len(word) > 2 and _LATIN.fullmatch(word)]
    return Lexicon(words().frequencies(long))


def _forms(counts: Mapping[str, int]) -> dict[str, str]:
    """How the phrases write each folded word: the way they use most; but where staff left out an accent
    that most people write, with it."""
    most: dict[str, str] = {}
    for word in sorted(counts, key=lambda word: (-counts[word], word)):
        if word[0].isalnum():
            most.setdefault(fold(word), word)
    return {
        folded: _usual(folded) if word == folded or folded in _ASKING else word
        for folded, word in most.items()
    }


def _usual(folded: str) -> str:
    """How most people write a word. Question words but for a few are so in nearly every message."""
    if folded in _ASKING:
        return folded if folded in _EITHER else _ASKING[folded]
    return words().forms.get(folded, folded)
