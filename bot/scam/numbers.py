"""How is a number written in a message? With commas, points, spaces or apostrophes between its thousands, as
"65 mil" or "65k", or in words of either language."""

from __future__ import annotations

import re

FIGURE = r"(?:(?<![\d+])(?<!\d[ )-])\d{1,3}[ ]\d{3}(?![\d)]|[ -]\d)|\d+(?:[.,'’]\d+)*)"
"""Digits, as people part them; two groups with a space between them only where they are no phone number."""

THOUSANDS = r"(?:mil|k|grand|thousand)(?![a-z])"

_UNITS = {
    "un": 1, "uno": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7,
    "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15,
    "dieciseis": 16, "diecisiete": 17, "dieciocho": 18, "diecinueve": 19, "veinte": 20, "veinticinco": 25,
    "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80,
    "noventa": 90, "cien": 100, "ciento": 100, "doscientos": 200, "doscientas": 200, "trescientos": 300,
    "trescientas": 300, "cuatrocientos": 400, "cuatrocientas": 400, "quinientos": 500, "quinientas": 500,
    "seiscientos": 600, "seiscientas": 600, "setecientos": 700, "setecientas": 700, "ochocientos": 800,
    "ochocientas": 800, "novecientos": 900, "novecientas": 900,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_TIMES = {"hundred": 100, "mil": 1000, "thousand": 1000, "grand": 1000}

WORD = "(?:" + "|".join(sorted((*_UNITS, *_TIMES), key=len, reverse=True)) + ")"
_BETWEEN = r"(?: y | and |[ -]|i|y)?"
"""Between two words of a number: sesenta y cinco, sesentaicinco, sixty-five, sixtyfive."""

_RUN = rf"{WORD}(?:{_BETWEEN}{WORD})*"
IN_THOUSANDS = (
    rf"(?:(?<![\w.]){FIGURE}[ -]?{THOUSANDS}(?:[ ,]{{1,2}}\d{{3}}(?!\d))?"
    rf"|\b(?={_RUN}(?![a-z]))(?:{WORD}{_BETWEEN})+?(?:mil|thousand|grand)(?:{_BETWEEN}{WORD})*(?![a-z]))"
)
"""A number of thousands that is not written in digits alone."""

_PART = re.compile(rf"\d+(?:[.,'’ ]\d+)*|{THOUSANDS}|{WORD}")
_SIGN = re.compile(r"(?<=\d)[.,'’ ](?=\d{3}(?:\D|$))")


def digits(figure: str) -> str:
    """A figure without the signs between its thousands: 65,000 → 65000; 3.5 stays."""
    return _SIGN.sub("", figure)


def value(written: str) -> str:
    """The number that a text which `IN_THOUSANDS` found says, in digits: "65 mil" → 65000."""
    whole, part = 0.0, 0.0
    for each in _PART.findall(written):
        if each[0].isdigit():
            # "3,5 mil" and "3.5 mil"; of a version number such as 1.2.3 the first two parts.
            part += float(".".join(re.split(r"[.,'’ ]", digits(each))[:2]))
        elif each == "hundred":
            part = max(part, 1) * 100
        elif each in _TIMES or each == "k":
            whole, part = whole + max(part, 1) * 1000, 0.0
        else:
            part += _UNITS[each]
    return f"{whole + part:.0f}"
