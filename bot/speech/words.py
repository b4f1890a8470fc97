"""An answer as it is written → the words that the engine is to say, with no digit, sign or address left.

The engine would read "USD 205" letter by letter, a phone as one large number and "H-2B" as it likes. So
everything that people say otherwise than it is written becomes words here, one rule after another, the
longer ways of writing first. What no rule knew is made plain at the end: a sign goes, a digit is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

from bot.language import MONTHS, day
from bot.render import spans
from bot.speech.addresses import addresses, spell
from bot.speech.numbers import DIGITS, day_of_month, digits, number, year
from bot.speech.vocabulary import SAID, TITLES, WORDS

_SHORT_PHONES = "911|988|211|311|411|511|711|811|089|066"
"""Said digit by digit although they look like a number of things."""

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_MONTH = "|".join(sorted({*MONTHS, "setiembre"}, key=len, reverse=True))
_NEXT = r"(?:[^\S\n]+([^\W\d_]+))?"
_ENDS = r"(?=\s*(?:\n|$)|\s+[A-ZÁÉÍÓÚÑ¿¡«\"“])"
"""After the point of an abbreviation: the sentence ends there too."""


@lru_cache(maxsize=1024)
def spoken(markdown: str, language: str) -> str:
    """The words of a text for the engine: sentences and commas, all of it said as it is read.

    Of links the label is said alone. Each item of a list is a sentence.
    """
    text = "\n".join(_lines(markdown))
    for rule in _RULES:
        text = rule(text, language)
    return _plain(text, language)


def _lines(markdown: str) -> Iterator[str]:
    """The visible text line by line, each of them closed."""
    for line in "".join(span.text for span in spans(markdown)).split("\n"):
        bare = line.strip().removeprefix("•").strip()
        if bare:
            yield bare if bare[-1] in ".:;?!…" else f"{bare}."


def _phones(text: str, language: str) -> str:
    international = r"\+\d{1,3}(?:[ \u00a0.()-]{0,2}\d+)+"
    american = r"(?<![\d,.])\(?\d{3}\)?[ \u00a0.-]{1,2}\d{3}[ \u00a0.-]\d{4}\b"
    short = rf"(?<![\d,.-])(?:{_SHORT_PHONES})(?![\d,.-]*\d)(?!\()"
    code = r"\+\d{1,3}\b|(?<![\d,.])\d{5,}(?![\d,]*[.,]?\d)"
    return re.sub(
        f"{international}|{american}|{short}|{code}", lambda found: digits(found[0], language), text
    )


def _money(text: str, language: str) -> str:
    words = WORDS[language]

    def say(found: re.Match[str]) -> str:
        whole, _, part = (found[1] or found[2]).replace(",", "").partition(".")
        named = "dollar" if int(whole) == 1 else "dollars"
        if int(whole) and not int(whole) % 1_000_000:
            named = "of_dollars"
        said = f"{number(whole, language, 'dólares')} {words[named]}"
        if cents := int(part[:2].ljust(2, "0")) if part else 0:
            coins = words["cent" if cents == 1 else "cents"]
            said += f" {words['with']} {number(cents, language, 'centavos')} {coins}"
        return said

    there = r"(?:USD|US\$)\s*"
    text = re.sub(rf"{there}({_NUMBER})|({_NUMBER})\s*(?:USD\b|US\$)", say, text)
    text = re.sub(rf"\$\s*({_NUMBER})()", say, text) if language == "en" else text.replace("$", " ")
    return re.sub(r"\bUSD\b", words["dollars"], text)


def _percents(text: str, language: str) -> str:
    return re.sub(
        rf"({_NUMBER})\s*%", lambda found: f"{_count(found[1], language)} {WORDS[language]['percent']}", text
    )


def _times(text: str, language: str) -> str:
    def say(found: re.Match[str]) -> str:
        hours, minutes = int(found[1]), int(found[2] or 0)
        half = (found[3] or "").lower()[:1]
        if hours > 24 or minutes > 59 or not (found[2] or half):
            return found[0]
        return _clock(hours, minutes, half, language) + (found[4] or "")

    half = rf"\s*([apAP])\.? ?[mM]\b(?:(\.){_ENDS}|\.)?"
    text = re.sub(rf"\b(\d{{1,2}}):(\d\d)(?:{half})?", say, text)
    text = re.sub(rf"\b(\d{{1,2}})(){half}", say, text)
    alone = {"es": ("de la mañana", "de la tarde"), "en": ("eigh M", "P M")}[language]
    text = re.sub(r"\ba\. ?m\.", alone[0], text, flags=re.IGNORECASE)
    return re.sub(r"\bp\. ?m\.", alone[1], text, flags=re.IGNORECASE)


def _clock(hours: int, minutes: int, half: str, language: str) -> str:
    """A time: "tres y media de la tarde", "three thirty P M"; `half` is a, p or "" (as it is written)."""
    if language == "en":
        said = number(hours, "en")
        if minutes:
            said += f" {'oh ' if minutes < 10 else ''}{number(minutes, 'en')}"
        return said + {"a": " eigh M", "p": " P M", "": "" if minutes else " o'clock"}[half]
    said = "una" if hours == 1 else number(hours, "es")
    if minutes:
        quarter = {15: "cuarto", 30: "media"}.get(minutes) if half or hours <= 12 else None
        said += f" y {quarter}" if quarter else f" {'cero ' if minutes < 10 else 'y '}{number(minutes, 'es')}"
    if half == "p":
        return said + (" del día" if hours == 12 else " de la noche" if 7 <= hours < 12 else " de la tarde")
    return said + (" de la mañana" if half == "a" and hours != 12 else " de la noche" if half == "a" else "")


def _dates(text: str, language: str) -> str:
    if language == "es":
        text = re.sub(
            rf"\b(\d{{1,2}})(?:\.º|º)? de ({_MONTH})\b",
            lambda found: f"{day_of_month(int(found[1]), 'es')} de {found[2]}",
            text,
            flags=re.IGNORECASE,
        )
    else:
        text = re.sub(
            rf"\b({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\d)",
            lambda found: f"{found[1]} {day_of_month(int(found[2]), 'en')}",
            text,
            flags=re.IGNORECASE,
        )
        text = re.sub(r"\b(\d{1,2})(?:st|nd|rd|th)\b", lambda found: day_of_month(int(found[1]), "en"), text)
    if language == "es":
        text = re.sub(r"\b1\.?(?:º|er|ro)\b", "primer", re.sub(r"\b1\.?ª", "primera", text))
    text = re.sub(r"\b(\d{4})-(\d\d)-(\d\d)\b", lambda found: _written_day(found, language), text)
    both = r"\b((?:19|20)\d\d)\s*[–—-]\s*((?:19|20)\d\d)\b"
    text = re.sub(
        both,
        lambda found: (
            f"{year(int(found[1]), language)} {WORDS[language]['to']} {year(int(found[2]), language)}"
        ),
        text,
    )
    return re.sub(
        r"(?<![\d,.-])((?:19|20)\d\d)(?![\d]|[,.]\d|-\w)", lambda found: year(int(found[1]), language), text
    )


def _written_day(found: re.Match[str], language: str) -> str:
    try:
        written = day(date(int(found[1]), int(found[2]), int(found[3])), language)
    except ValueError:
        return digits(found[0], language)
    return _dates(written, language)


def _codes(text: str, language: str) -> str:
    """Forms and kinds of visa: H-2B, I-94, DS-160, ETA-9142B, W-2, 1040-NR, 214(b)."""

    def say(found: re.Match[str]) -> str:
        parts = re.findall(r"[A-Z]+|\d+", found[0])
        said = [spell(each, language) if each.isalpha() else _of_a_form(each, language) for each in parts]
        return " ".join(said)

    text = re.sub(r"\b[A-Z]{1,4}-?\d{1,4}(?:-?[A-Z]{1,3})?\b|\b\d{2,4}-?[A-Z]{1,3}\b", say, text)
    return re.sub(
        r"\b(\d{2,4})\(([a-z])\)",
        lambda found: f"{_of_a_form(found[1], language)} {spell(found[2], language)}",
        text,
    )


def _of_a_form(text: str, language: str) -> str:
    """The number of a form: in pairs in English ("ninety-one forty-two"), as one number in Spanish."""
    if language == "en" and len(text) in (3, 4) and not text.endswith("00"):
        head, tail = text[:-2], text[-2:]
        return f"{number(head, 'en')} {'oh ' if tail[0] == '0' else ''}{number(tail, 'en')}"
    return number(text, language)


def _shortened(text: str, language: str) -> str:
    """What has words of its own; the point of an abbreviation stays where a sentence ends with it."""
    for written, said in SAID[language].items():
        end = "" if written.endswith(r"(?=\d)") else r"(?!\w)"
        # After a title a name follows in capitals, and no sentence.
        stop = r"()(?!)" if said in TITLES else _ENDS
        whole = rf"(?<!\w)(?:{written}){end}(?:(?<=\.)({stop}))?"
        text = re.sub(whole, lambda found, said=said: _point(said, found), text)  # type: ignore[misc]
    return text


def _capitals(text: str, language: str) -> str:
    """Other capitals: letter by letter."""
    text = re.sub(
        rf"\b(?:[A-Z]\.){{2,}}({_ENDS})?", lambda found: _point(spell(found[0], language), found), text
    )
    return re.sub(r"\b[A-ZÑ]{2,6}s?\b", lambda found: spell(found[0].rstrip("s"), language), text)


def _point(said: str, found: re.Match[str]) -> str:
    return said + ("." if found[1] is not None else "")


def _numbers(text: str, language: str) -> str:
    section = WORDS[language]["section"]
    text = re.sub(r"§+\s*", f"{section} ", text)
    # The number of an item in a list.
    text = re.sub(r"^(\d{1,2})\. ", lambda found: f"{number(found[1], language)}: ", text, flags=re.MULTILINE)
    span = rf"({_NUMBER})\s*[–—-]\s*({_NUMBER}){_NEXT}"
    to = WORDS[language]["to"]
    text = re.sub(
        span,
        lambda found: (
            f"{_count(found[1], language, found[3])} {to} {_count(found[2], language, found[3])}"
            + (f" {found[3]}" if found[3] else "")
        ),
        text,
    )
    return re.sub(
        rf"({_NUMBER}){_NEXT}",
        lambda found: _count(found[1], language, found[2]) + (f" {found[2]}" if found[2] else ""),
        text,
    )


def _count(written: str, language: str, of: str | None = None) -> str:
    """A number as written, in words. One that begins with a zero is no number of things."""
    if written.startswith("0") and len(written) > 1 and "." not in written:
        return digits(written, language)
    return number(written.replace(",", ""), language, of or "")


def _plain(text: str, language: str) -> str:
    """The text with only letters and the marks that make the engine pause."""
    words = WORDS[language]
    for sign, said in (("&", words["and"]), ("@", words["at"]), ("+", words["plus"]), ("=", words["equal"])):
        text = text.replace(sign, f" {said} ")
    text = re.sub(r"/(?=\w)", f" {words['slash']} ", text)
    text = re.sub(r"\s+[–—-]+\s+|[()\[\]{}]|[–—]", ", ", text)
    text = re.sub(r"[0-9]", lambda found: f" {DIGITS[language][int(found[0])]} ", text)
    text = "".join(each if each.isalpha() or each in "\n .,;:?!¿¡'’-…" else " " for each in text)
    text = re.sub(r"…|\.{2,}", ".", text.replace("’", "'"))
    text = re.sub(r"[^\S\n]+", " ", text)
    text = re.sub(r" +([.,;:?!])", r"\1", text)
    text = re.sub(r"([,;:])(?:\s*[,;:])+", r"\1", text)
    text = re.sub(r"[,;:]+(?=[.?!])|(?<=[.?!:¿¡\n])[,;]+", "", text)
    text = re.sub(r"([.?!])[.]+", r"\1", text)
    return "\n".join(line for each in text.split("\n") if (line := each.strip(" ,;-")).strip(".?!:¿¡ '"))


_RULES: tuple[Callable[[str, str], str], ...] = (
    addresses,
    _shortened,
    _phones,
    _money,
    _percents,
    _times,
    _dates,
    _codes,
    _capitals,
    _numbers,
)
