"""E-mail and web addresses as people say them, and what is said letter by letter."""

from __future__ import annotations

import re

from bot.speech.numbers import DIGITS, digits, number
from bot.speech.vocabulary import LETTERS, WORDS


def spell(text: str, language: str) -> str:
    """Letter by letter; digits by their names."""
    names = LETTERS[language]
    said = (
        names.get(each, "") or (DIGITS[language][int(each)] if each in "0123456789" else "")
        for each in text.lower()
    )
    return " ".join(filter(None, said))


def _address(text: str, language: str) -> str:
    """An e-mail or web address: its names as words where they can be said, letter by letter where not."""
    words = WORDS[language]
    text = re.sub(r"^https?://", "", text).rstrip("/")
    signs = {
        "@": words["at"],
        ".": words["dot"],
        "/": words["slash"],
        "-": words["dash"],
        "_": words["under"],
    }
    said = []
    for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+|\d+|[@./_-]", text):
        if part in signs:
            said.append(signs[part])
        elif part.isdigit():
            said.append(number(part, language) if len(part) < 3 else digits(part, language))
        elif part.lower() == "www":
            said.append(words["www"])
        else:
            said.append(part if _can_be_said(part) else spell(part, language))
    return " ".join(said)


def _can_be_said(part: str) -> bool:
    """Whether a name in an address is said as a word: some letters with a vowel, not all capitals."""
    return len(part) > 1 and bool(re.search("[aeiou]", part)) and not part.isupper()


def addresses(text: str, language: str) -> str:
    """The text with its addresses in words."""
    mail = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    web = r"(?:https?://)?(?:[a-z0-9-]+\.)+(?:gov|gob|com|org|net|us|mx|sv|gt|hn|ht|edu|es|mil)\b(?:\.[a-z]{2}\b)?(?:/[\w./#?=&%-]*[\w/])?"
    bare = r"https?://\S+[\w/]"
    return re.sub(f"{mail}|{web}|{bare}", lambda found: _address(found[0], language), text)
