"""Is an answer easy to read? textstat's only door: Fernández-Huerta for Spanish, Flesch for English."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from types import ModuleType

from bot.content.rules import Work
from bot.content.rules_text import visible
from bot.model import Problem

LEAST = {"es": 60.0, "en": 60.0}
"""Both scales call 60 and more "plain" or "normal": read with ease at the age of 13 to 15.

People read us on a phone, tired, some of them in a second language. What is harder is a warning and no
error, for a law's own words are long.
"""

FEWEST_WORDS = 25
"""On fewer words one long name decides the score."""


def low_readability(work: Work) -> Iterator[Problem]:
    """An answer is read with ease at the age of 13 to 15."""
    for topic in work.topics:
        score = readability(work.answers[topic.id, topic.language].text, topic.language)
        if score is not None and score < LEAST[topic.language]:
            message = f"this is hard to read ({score:.0f}, and {LEAST[topic.language]:.0f} is plain). "
            message += "Use shorter sentences and everyday words."
            yield Problem(topic.path, topic.answer_line, message, "warning")


def readability(markdown: str, language: str) -> float | None:
    """How easy a text is, from 0 (hard) to 100 (easy); None where it is too short to say."""
    lines = [line.lstrip("•0123456789. ") for line in visible(markdown).split("\n")]
    # An item of a list is a sentence of its own, with or without its full stop.
    text = " ".join(line if line[-1] in ".!?" else f"{line.rstrip(':;,')}." for line in lines if line)
    return _scales()[language](text) if len(text.split()) >= FEWEST_WORDS else None


@lru_cache(maxsize=1)
def _scales() -> dict[str, Callable[[str], float]]:
    """The two scales, each with its own counter: textstat's shared one is switched from language to language.

    Release 0.7.3 needs nothing but pyphen, but imports `pkg_resources` for word lists that these two never
    open, and setuptools no longer has that module. So it finds an empty one while it is imported.
    """
    lent = "pkg_resources" not in sys.modules
    if lent:
        sys.modules["pkg_resources"] = ModuleType("pkg_resources")
    try:
        from textstat.textstat import textstatistics
    finally:
        if lent:
            del sys.modules["pkg_resources"]
    spanish, english = textstatistics(), textstatistics()
    spanish.set_lang("es")
    english.set_lang("en_US")
    return {"es": spanish.fernandez_huerta, "en": english.flesch_reading_ease}
