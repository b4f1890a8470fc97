"""Our own sentences, numbers, dates and times in one language. Babel's only door.

Sentences are written in English in the code and translated in `locales/`; answers
are content and never pass through here. Spanish is formatted as in Mexico (64,716 ·
16.50 · 3:30 p.m.): plain `es` would print 64.716, which people there misread.
"""

from __future__ import annotations

import io
import string
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_time, get_day_names, get_month_names
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from bot.model import LANGUAGES, Problem

LOCALES = Path(__file__).parent.parent / "locales"
FORMATS = {"es": "es_MX", "en": "en_US"}
NAMES = {"es": "Español", "en": "English"}
KEYWORDS: dict[str, tuple[int, ...] | None] = {"say": None, "plural": (1, 2), "N_": None}


def N_(message: str) -> str:
    """Marks a sentence for translation that is said elsewhere (in a table, say)."""
    return message


class Translator:
    """Says our own sentences in one language."""

    def __init__(self, language: str, translations: NullTranslations) -> None:
        self.language = language
        self._translations = translations

    def say(self, message: str, **values: object) -> str:
        """`message` in this language, its `{names}` filled in."""
        said = self._translations.ugettext(message)
        return str(said.format(**values) if values else said)

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """`one` or `many`, as the language counts, with `{n}` and other names filled in."""
        said = self._translations.ungettext(one, many, n)
        return str(said.format(n=number(n, self.language), **values))


@lru_cache
def translator(language: str) -> Translator:
    """The translator for a language; English, the language of the code, where there is none."""
    folder = LOCALES / language / "LC_MESSAGES"
    po, mo = folder / "bot.po", folder / "bot.mo"
    if mo.exists() and (not po.exists() or mo.stat().st_mtime >= po.stat().st_mtime):
        return Translator(language, Translations(io.BytesIO(mo.read_bytes()), domain="bot"))
    if po.exists():
        compiled = io.BytesIO()
        write_mo(compiled, _read(po))
        return Translator(language, Translations(io.BytesIO(compiled.getvalue()), domain="bot"))
    return Translator(language, NullTranslations())


def number(value: Decimal | int | str, language: str) -> str:
    """64,716 · 16.50: thousands with commas, decimals as many as were written."""
    exact = Decimal(str(value))
    places = max(0, -int(exact.as_tuple().exponent))
    return str(format_decimal(exact, "#,##0." + "0" * places if places else "#,##0", FORMATS[language]))


def money(value: Decimal | int | str, language: str) -> str:
    """USD 205, USD 16.50: never "$", which means pesos in Mexico. No-break space."""
    exact = Decimal(str(value))
    whole = exact == exact.to_integral_value()
    return "USD\u00a0" + number(int(exact) if whole else exact.quantize(Decimal("0.01")), language)


def percent(value: Decimal | int | str, language: str) -> str:
    """75%, as read aloud in both languages; `value` is 75 for 75 percent."""
    return number(value, language) + "%"


def day(value: date, language: str) -> str:
    """20 de noviembre de 2026 · November 20, 2026."""
    return str(format_date(value, "long", FORMATS[language]))


def weekday(value: date, language: str) -> str:
    """martes 24 de noviembre · Tuesday, November 24."""
    pattern = "EEEE d 'de' MMMM" if language == "es" else "EEEE, MMMM d"
    return str(format_date(value, pattern, FORMATS[language]))


def short_day(value: date, language: str) -> str:
    """mar 24 nov · Tue Nov 24: for a button."""
    pattern = "EEE d MMM" if language == "es" else "EEE MMM d"
    return str(format_date(value, pattern, FORMATS[language])).replace(".", "")


def clock_time(value: time, language: str) -> str:
    """3:30 p.m. in both languages, without the narrow spaces that old phones show as boxes."""
    shown = str(format_time(value, "h:mm a", locale=FORMATS[language]))
    hours, _, half = shown.replace("\u202f", " ").replace("\u00a0", " ").partition(" ")
    return f"{hours} {'a.m.' if half.lower().startswith('a') else 'p.m.'}"


def fold(text: str) -> str:
    """Lower case, no accents, no punctuation, single spaces: how a typed command or option is compared."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


def _calendar(names: Callable[..., Mapping[int, str]]) -> dict[str, int]:
    """Names of weekdays or months in every language, whole and short, folded → their number."""
    found: dict[str, int] = {}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            found |= {fold(name): n for n, name in names(width, locale=FORMATS[language]).items()}
    return found


WEEKDAYS = _calendar(get_day_names) | {"sabado": 5}
"""Weekdays as people write them → 0 for Monday."""

MONTHS = _calendar(get_month_names) | {"setiembre": 9}
"""Months as people write them → 1 for January."""


def country(code: str, language: str) -> str:
    """What a country is called: "mx" is México."""
    return str(Locale.parse(FORMATS[language]).territories.get(code.upper(), code.upper()))


@lru_cache
def _countries() -> dict[str, str]:
    """Every country's name, folded, in every language → its two letters, small."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(FORMATS[language]).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("ZZ", "EU", "EZ", "UN", "XA", "XB", "QO"):
                found[fold(name)] = code.lower()
    return found | {"eeuu": "us", "usa": "us", "estados unidos": "us", "united states": "us"}


def country_of(text: str) -> str:
    """The two letters of the one country that a text names, or ""."""
    said, known = f" {fold(text)} ", _countries()
    named = {name: code for name, code in known.items() if f" {name} " in said}
    # "Guinea" is in "Guinea Ecuatorial": the longer name is meant.
    codes = {c for n, c in named.items() if not any(n != each and f" {n} " in f" {each} " for each in named)}
    return codes.pop() if len(codes) == 1 else ""


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def _extracted(source: Path) -> Catalog:
    """A catalogue of every sentence that the code says."""
    catalog = Catalog(domain="bot", project="ventanilla", fuzzy=False)
    for name, line, messages, comments, context in extract_from_dir(source, keywords=KEYWORDS):
        catalog.add(messages, None, [(f"{source.name}/{name}", line)], (), comments, context=context)
    return catalog


def update_po(locales: Path = LOCALES, source: Path = Path(__file__).parent) -> None:
    """Brings every `bot.po` up to the code: new sentences in, dead ones out. English is filled in."""
    template = _extracted(source)
    for language in LANGUAGES:
        path = locales / language / "LC_MESSAGES" / "bot.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        old = _read(path) if path.exists() else Catalog(locale=language, domain="bot", fuzzy=False)
        heading = f"# The bot's own sentences: {NAMES[language]}. Written by: python -m bot locales"
        new = Catalog(
            locale=language, domain="bot", project="ventanilla", header_comment=heading, fuzzy=False
        )
        for message in template:
            if not message.id:
                continue
            known = old.get(message.id)
            text = message.id if language == "en" else known.string if known else ""
            if isinstance(message.id, tuple) and not text:
                text = ("",) * new.num_plurals
            flags = known.flags - {"python-brace-format", "python-format"} if known else set()
            new.add(message.id, text, sorted({(place, 0) for place, _ in message.locations}), flags)
        out = io.BytesIO()
        write_po(out, new, width=110, include_lineno=False, sort_output=True, omit_header=False)
        # What nobody fills in, or what changes with each run, only makes noise in a diff.
        noise = ('"POT-', '"PO-', '"Last-', '"Language-Team', '"Report-', '"Generated-', '"Project-')
        kept = [line for line in out.getvalue().decode().splitlines() if not line.startswith(noise)]
        path.write_text("\n".join(kept) + "\n", encoding="utf-8")


def po_problems(locales: Path = LOCALES, source: Path = Path(__file__).parent) -> list[Problem]:
    """What is missing, doubtful, or filled differently in the translations of our own sentences."""
    problems: list[Problem] = []
    template = _extracted(source)
    for language in LANGUAGES:
        path = locales / language / "LC_MESSAGES" / "bot.po"
        place = f"{locales.name}/{language}/LC_MESSAGES/bot.po"
        if not path.exists():
            problems.append(Problem(place, 1, "this file is missing. Run: python -m bot locales"))
            continue
        catalog = _read(path)
        problems += [
            Problem(place, found.lineno or 1 if found else 1, complaint)
            for message in template
            if message.id
            for found in [catalog.get(message.id)]
            if (complaint := _complaint(message, found))
        ]
    return sorted(problems)


def _complaint(wanted: Message, found: Message | None) -> str:
    """What is wrong with the translation of one sentence, or ""."""
    first = wanted.id[0] if isinstance(wanted.id, tuple | list) else wanted.id
    if found is None:
        return f'the sentence "{first}" is missing. Run: python -m bot locales'
    strings = found.string if isinstance(found.string, tuple | list) else (found.string,)
    if not all(strings):
        return f'the sentence "{first}" has no translation yet.'
    if found.fuzzy:
        return f'the translation of "{first}" is marked as doubtful (fuzzy). Read it and take the mark away.'
    ids = wanted.id if isinstance(wanted.id, tuple | list) else (wanted.id,)
    names = set().union(*(_names(each) for each in ids))
    for each in strings:
        # A plural form may leave the count out ("one topic"), but nothing else.
        if _names(each) - names or names - _names(each) - ({"n"} if len(ids) > 1 else set()):
            return f'the translation of "{first}" does not hold the same {{names}} as the sentence.'
    return ""


def _names(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return {"\0unreadable"}
