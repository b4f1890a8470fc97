"""Numbers in words, as people in Mexico and the United States say them.

Written here, because num2words brings a package that exists only as source, and building that would run code
that no lock file pins. Compared with what num2words 0.5.14 says.
"""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {
    "es": ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}

_SMALL = {
    "es": (
        *DIGITS["es"],
        *("diez", "once", "doce", "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho"),
        *("diecinueve", "veinte", "veintiuno", "veintidós", "veintitrés", "veinticuatro", "veinticinco"),
        *("veintiséis", "veintisiete", "veintiocho", "veintinueve"),
    ),
    "en": (
        *DIGITS["en"],
        *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
        *("eighteen", "nineteen"),
    ),
}
_TENS = {
    "es": ("", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"),
    "en": ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
}
_HUNDREDS = (
    *("", "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos"),
    *("setecientos", "ochocientos", "novecientos"),
)
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}

_FEMININE = re.compile(r"\w+(?:as?|ci[oó]n(?:es)?|dad(?:es)?)|vez|veces|noches?|mujeres")
_MASCULINE = ("día", "días", "mapa", "mapas", "programa", "programas", "problema", "problemas", "más", "a")


def number(value: Decimal | int | str, language: str, of: str = "") -> str:
    """A number that counts something: "doscientas" before "personas". `of` is the word after it, or ""."""
    whole, _, part = str(value).partition(".")
    words = _spanish(int(whole)) if language == "es" else _english(int(whole))
    part = part.rstrip("0")
    if part:
        point = {"es": " punto ", "en": " point "}[language]
        return words + point + " ".join(DIGITS[language][int(each)] for each in part)
    if language != "es" or not of:
        return words
    if _is_feminine(of):
        words = re.sub(r"(cient|quinient)os\b", r"\1as", words)
        return re.sub(r"uno$", "una", words)
    return _shortened(words)


def year(value: int, language: str) -> str:
    """A year: "dos mil veintiséis", "twenty twenty-six"."""
    century, rest = divmod(value, 100)
    if language == "es" or not 11 <= century < 100 or (century % 10 == 0 and rest < 10):
        return number(value, language)
    tail = "hundred" if not rest else f"oh {_english(rest)}" if rest < 10 else _english(rest)
    return f"{_english(century)} {tail}"


def day_of_month(value: int, language: str) -> str:
    """A day of a month: "primero", "veinticuatro"; "twenty-fourth"."""
    if language == "es":
        return "primero" if value == 1 else _spanish(value)
    head, hyphen, last = _english(value).rpartition("-")
    regular = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return head + hyphen + _ORDINALS.get(last, regular)


def digits(text: str, language: str) -> str:
    """Digit by digit, in the groups that it is written in; a plus in front is said too."""
    names = DIGITS[language]
    groups = [" ".join(names[int(each)] for each in group) for group in re.findall(r"[0-9]+", text)]
    plus = {"es": "más ", "en": "plus "}[language] if text.lstrip().startswith("+") else ""
    return plus + ", ".join(groups)


def _spanish(n: int) -> str:
    if n < 30:
        return _SMALL["es"][n]
    if n < 100:
        tens, ones = divmod(n, 10)
        return _TENS["es"][tens] + (f" y {_SMALL['es'][ones]}" if ones else "")
    if n < 1000:
        hundreds, rest = divmod(n, 100)
        return "cien" if n == 100 else _HUNDREDS[hundreds] + (f" {_spanish(rest)}" if rest else "")
    if n < 1_000_000:
        thousands, rest = divmod(n, 1000)
        head = "mil" if thousands == 1 else f"{_shortened(_spanish(thousands))} mil"
        return head + (f" {_spanish(rest)}" if rest else "")
    millions, rest = divmod(n, 1_000_000)
    head = "un millón" if millions == 1 else f"{_shortened(_spanish(millions))} millones"
    return head + (f" {_spanish(rest)}" if rest else "")


def _shortened(words: str) -> str:
    """As before "mil" and "millones": veintiún, treinta y un."""
    return re.sub(r"\buno$", "un", re.sub(r"veintiuno$", "veintiún", words))


def _english(n: int) -> str:
    if n < 20:
        return _SMALL["en"][n]
    if n < 100:
        tens, ones = divmod(n, 10)
        return _TENS["en"][tens] + (f"-{_SMALL['en'][ones]}" if ones else "")
    for size, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= size:
            many, rest = divmod(n, size)
            return f"{_english(many)} {name}" + (f" {_english(rest)}" if rest else "")
    raise AssertionError(n)


def _is_feminine(word: str) -> bool:
    low = word.lower()
    return low not in _MASCULINE and bool(_FEMININE.fullmatch(low))
