"""How is a message compared with what staff wrote? As plain words: no accents, no capitals, sums of money,
numbers and addresses as one sign each, and a full stop where a sentence ends.

Staff write a line as people say it, with few signs: `pague|deposite ... MONEY`. `read_line` says what they
mean. So nobody has to know regular expressions, and each line can be read aloud.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.scam.addresses import addresses
from bot.scam.numbers import FIGURE, IN_THOUSANDS, THOUSANDS, WORD, digits, value

LONGEST = 6000
"""Characters of a message that are looked at: Telegram's longest has 4096."""

NEARBY = 6
"""Words before and after a sign within which something takes it back."""

GAP = 7
"""So many words may stand in the place of "..."."""

_AMOUNT, _NUMBER, _ADDRESS, _STOP = "¤", "#", "@", "."

_BEFORE = (
    r"(?:\b(?:us|usd|u|j|ja|mx|mxn|rd|php|tt|bz)\.? ?)?[$£€] ?"
    r"|\b(?:usd|us|mxn|jmd|jm|gtq|hnl|lps|php|eur|q|l)\.? ?(?=\d)"
)
_AFTER = (
    r"(?:pesos?|pesitos|varos|dolar(?:es|itos)?|dlls?|dls|dlrs|dol|usd|us|u\.s\.|mxn|mx|quetzal(?:es)?"
    r"|lempiras?|lps|euros?|eur|bucks?|dollars?|pounds?|libras?|gourdes?|jmd|\$|€|£)(?![a-z])"
)
_COUNTED = (
    r"(?: (?:de|del|las|los|la|work|new|extra|more|other|additional|supplemental|temporary|temporal(?:es)?"
    r"|h-?2[ab]))*"
    r" (?:visas?|bisas?|h-?2[ab]|permisos?|permits?|personas|people|trabajadores|workers|plazas|lugares|cupos"
    r"|puestos|vacantes|jobs|spots|places|slots|vidas)(?![a-z])"
)
"""What is counted and no sum of money."""

_TOKEN = re.compile(
    rf"(?P<amount>(?:{_BEFORE}){FIGURE}(?: ?{THOUSANDS})?(?: ?{_AFTER})?"
    rf"|(?<![\w.]){FIGURE} ?(?:{THOUSANDS} ?)?(?:de )?{_AFTER}"
    rf"|\b{WORD}(?: (?:y |and )?{WORD})* (?:de )?{_AFTER})"
    rf"|(?P<thousands>{IN_THOUSANDS})(?P<counted>(?={_COUNTED}))?"
    rf"|(?P<number>{FIGURE})"
    r"|(?P<word>[^\W\d_][^\W_]*)"
    r"|(?P<stop>[!?;…\n]|(?<!\b[a-z])(?<!\bee)(?<!\buu)(?<!\bsr)(?<!\blic)(?<!\bmr)(?<!\bdr)\.)"
)


@dataclass(frozen=True, slots=True)
class Plain:
    """A message as plain words, `words`, and where each of them stands in the message as it was written."""

    words: str
    text: str
    _starts: tuple[int, ...]
    _spans: tuple[tuple[int, int], ...]

    def written(self, start: int, end: int) -> str:
        """The message's own words between two places of `words`."""
        first, last = bisect_right(self._starts, start) - 1, bisect_right(self._starts, end - 1) - 1
        return self.text[self._spans[max(first, 0)][0] : self._spans[max(last, 0)][1]]

    def around(self, start: int, end: int) -> str:
        """The plain words of the sentence around a part of `words`, and of a long one those near: who writes
        without a full stop would else take everything back with one word."""
        first = self.words.rfind(f" {_STOP} ", 0, start + 1)
        last = self.words.find(f" {_STOP} ", start)
        before = self.words[max(first, 0) : start].split(" ")[-NEARBY - 1 :]
        after = self.words[end : last + 1 if last >= 0 else len(self.words)].split(" ")[: NEARBY + 1]
        return f" {' '.join(before)} {self.words[start:end].strip()} {' '.join(after)} ".replace("  ", " ")


def plain(text: str) -> Plain:
    """A message as plain words. They begin and end with a space, and one stands between any two."""
    text = text[:LONGEST]
    folded, places = _folded(text)
    tokens: list[tuple[str, int, int]] = []
    taken = 0
    for each in addresses(text):
        start, end = _at(places, each.start), _at(places, each.end)
        tokens += _tokens(folded, taken, start)
        tokens.append((_ADDRESS, start, end))
        taken = end
    tokens += _tokens(folded, taken, len(folded))
    starts, spans, words = [], [], " "
    for token, start, end in tokens:
        starts.append(len(words))
        spans.append((places[start], places[end - 1] + 1))
        words += token + " "
    return Plain(words, text, tuple(starts), tuple(spans))


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The text in small letters without accents, and for each of them the place that it comes from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for part in unicodedata.normalize("NFKD", letter).casefold():
            if not unicodedata.combining(part):
                letters.append(" " if part in "\t\u00a0\u202f" else part)
                places.append(place)
    return "".join(letters), places


def _at(places: Sequence[int], place: int) -> int:
    """Where in the folded text a place of the text is."""
    low, high = 0, len(places)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if places[middle] < place else (low, middle)
    return low


def _tokens(folded: str, start: int, end: int) -> list[tuple[str, int, int]]:
    found = []
    for each in _TOKEN.finditer(folded, start, end):
        if each["amount"]:
            token = _AMOUNT
        elif each["thousands"]:
            # "8 mil" alone is money, "8 mil visas" is not; both are the number as well.
            sign = _AMOUNT if each["counted"] is None else _NUMBER
            token = sign + value(each["thousands"])
        elif each["number"]:
            token = _NUMBER + digits(each["number"])
        else:
            token = each["word"] or _STOP
        found.append((token, each.start(), each.end()))
    return found


_ANY_WORD = rf"(?:[^ {_STOP}][^ ]* )"
_MEANT = {"...": rf"{_ANY_WORD}{{0,{GAP}}}", "MONEY": rf"{_AMOUNT}[^ ]* ", "ADDRESS": f"{_ADDRESS} "}
_MEANT["NUMBER"] = rf"[{_AMOUNT}{_NUMBER}][^ ]* "
_MEANT["START"] = rf"(?:(?<=^ )|(?<={re.escape(_STOP)} ))"


def read_line(line: str, groups: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """What a line of staff's is looked for as. `ValueError` with a sentence where it cannot be read.

    `...` stands for up to GAP words of the same sentence, `a|b` for either, `pag*` for how a word begins,
    `two_words` for words that belong together, `(word)` for one that may be missing, `~no|not` where neither
    stands before, MONEY, NUMBER and ADDRESS for any one of them, START for the beginning of a sentence, and
    `<name>` for a list of `groups`. A number is found however it is written: 65000 as "65 mil" too.
    """
    return re.compile(r"(?<= )" + _pattern(line, groups))


def _pattern(line: str, groups: Mapping[str, Sequence[str]]) -> str:
    items = line.split()
    if not items or all(each == "..." for each in items):
        raise ValueError("it holds no word to look for")
    if items[0] == "..." or items[-1] == "...":
        raise ValueError('"..." stands between words, not at an end')
    return "".join(_item(each, groups) for each in items)


def _item(item: str, groups: Mapping[str, Sequence[str]]) -> str:
    if item in _MEANT:
        return _MEANT[item]
    if item.startswith("~"):
        if re.search(r"[*<>~]", item[1:]) or not item[1:]:
            raise ValueError(f'"{item}": after "~" stand whole words, as in ~no|not')
        return "".join(f"(?<! {_one(each, groups)})" for each in item[1:].split("|"))
    if item.startswith("(") and item.endswith(")"):
        return f"(?:{_item(item[1:-1], groups)})?"
    return "(?:" + "|".join(_one(each, groups) for each in item.split("|")) + ")"


def _one(word: str, groups: Mapping[str, Sequence[str]]) -> str:
    if word in _MEANT and word != "...":
        return _MEANT[word]
    if word.startswith("<") and word.endswith(">"):
        if word[1:-1] not in groups:
            known = ", ".join(f"<{each}>" for each in sorted(groups)) or "none"
            raise ValueError(f"there is no list {word}. There are: {known}")
        return "(?:" + "|".join(_pattern(each, {}) for each in groups[word[1:-1]]) + ")"
    if re.search(r"[<>()\[\]{}\\^$+]", word.rstrip("*")) and not re.search(r"[$]\d", word):
        raise ValueError(f'"{word}" is not a word. Write plain words, and MONEY for any sum')
    words = plain(word.rstrip("*").replace("_", " ")).words.strip()
    if not any(each.isalnum() for each in words):
        raise ValueError(f'"{word}" holds no letter or digit')
    end = "[^ ]* " if word.endswith("*") else " "
    if words.startswith((_NUMBER, _AMOUNT)):
        # 65000 is found as "65 mil" too.
        return f"[{_AMOUNT}{_NUMBER}]" + re.escape(words[1:]) + end
    return re.escape(words) + end
