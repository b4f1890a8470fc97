"""Which value has a fact on a day, and how is it shown?

Fees, numbers, dates and phones stand once in `facts.yaml`, each value with the days between which it
is true. After the last of them the fact has lapsed: answers go on showing the last value known, and say so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from bot import language
from bot.content.reading import ADDRESS, Found, did_you_mean, read_date
from bot.content.yaml_text import Entries, Items, Node, Text, entries_of, known_only, read_node, text_of
from bot.model import LANGUAGES, Content, Fact

KINDS = ("number", "money", "percent", "date", "year", "phone", "text")
_VALUES = ("value", *(f"value-{each}" for each in LANGUAGES))
_KEYS = (*_VALUES, "kind", "from", "until", "source")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
# Words that Jinja reads as values of its own: a fact of that name could never be quoted.
_RESERVED = {"true", "false", "none", "not", "and", "or", "in", "is", "if", "else", "loop", "self"}
_HOW = {
    "number": (re.compile(r"\d+(\.\d+)?"), "digits only, like 64716"),
    "money": (re.compile(r"\d+(\.\d{1,2})?"), "the US dollars in digits only, like 205 or 16.50"),
    "percent": (re.compile(r"\d+(\.\d+)?"), "digits only, like 75"),
    "date": (re.compile(r"\d{4}-\d\d-\d\d"), "year-month-day, like 2026-11-20"),
    "year": (re.compile(r"(19|20)\d\d"), "four digits, like 2026"),
    "phone": (re.compile(r"\+[1-9]\d*([ -]\d+)+|\+[1-9]\d{6,}|\d{3,6}"), "it like +1 832 305 6560, or 911"),
    "text": (re.compile(r"(?s).+"), "some words"),
}


def fact(content: Content, name: str, language: str, on: date) -> str:
    """A fact as people read it: `USD 205`, `20 de noviembre de 2026`; its last known value where it lapsed.

    "" where there is no such fact.
    """
    values = content.facts.get(name, ())
    found = value_on(values, on) or last_known(values, on)
    return show(found, language) if found else ""


def value_on(values: Sequence[Fact], on: date) -> Fact | None:
    """The value that is true on a day, or None."""
    return next(
        (each for each in values if _begun(each, on) and (each.until is None or on <= each.until)), None
    )


def last_known(values: Sequence[Fact], on: date) -> Fact | None:
    """The value that was true last before a day; the first one where none was true yet."""
    begun = [each for each in values if _begun(each, on)]
    return begun[-1] if begun else values[0] if values else None


def show(found: Fact, lang: str) -> str:
    """A value as people read it in a language."""
    value = found.values.get(lang, found.value)
    if found.kind == "number":
        return language.number(value, lang)
    if found.kind == "money":
        return language.money(value, lang)
    if found.kind == "percent":
        return language.percent(value, lang)
    if found.kind == "date":
        return language.day(date.fromisoformat(value), lang)
    return value


def read_facts(path: Path, found: Found) -> dict[str, tuple[Fact, ...]]:
    """The facts of `facts.yaml` by name, in time order."""
    facts = {}
    for key, node in entries_of(read_node(path, found), "facts.yaml", found):
        name = key.value
        if not _NAME.fullmatch(name) or name in _RESERVED:
            found.error(key.line, f'"{name}" cannot be quoted. Name it in small letters, like visa_fee.')
            continue
        if not isinstance(node, Items):
            found.error(key.line, f'the values of "{name}" must be a list. Begin each value with "- ".')
            continue
        read = (_value(name, each, found) for each in node.items)
        values = sorted((each for each in read if each), key=lambda each: each.since or date.min)
        if not node.items:
            found.error(key.line, f'"{name}" has no value.')
        _overlap(values, found)
        if values:
            facts[name] = tuple(values)
    return facts


def _value(name: str, node: Node, found: Found) -> Fact | None:
    """One value of a fact, or None where it cannot be used."""
    if not isinstance(node, Entries):
        found.error(node.line, f'a value of "{name}" must hold lines like "value: 205" and "kind: money".')
        return None
    parts = known_only(node, _KEYS, found)
    texts = {key: text for key, part in parts.items() if (text := text_of(part, key, found))}
    kind = texts["kind"].value if "kind" in texts else ""
    if kind not in KINDS:
        said = f'the kind "{kind}" of "{name}" is not known.' if kind else f'"{name}" has no kind.'
        hint = did_you_mean(kind, KINDS) or f" It is one of {', '.join(KINDS)}."
        found.error(texts["kind"].line if kind else node.line, said + hint)
        return None
    good = _readable(name, kind, texts, node.line, found)
    since, until = (_day(texts, key, found) for key in ("from", "until"))
    if since and until and until < since:
        found.error(texts["until"].line, f'"{name}" ends on {until}, before it begins on {since}.')
        return None
    if "source" not in parts:
        found.error(node.line, f'"{name}" has no source. Add the address of the page that says so.')
    elif "source" in texts and not ADDRESS.fullmatch(texts["source"].value):
        written = texts["source"].value
        found.error(
            texts["source"].line, f'the source "{written}" is not an address like https://example.org/.'
        )
    if not good or ("from" in parts and not since) or ("until" in parts and not until):
        return None
    each = {lang: texts[f"value-{lang}"].value for lang in LANGUAGES if f"value-{lang}" in texts}
    value = texts["value"].value if "value" in texts else each[LANGUAGES[0]]
    source = texts["source"].value if "source" in texts else ""
    return Fact(name, kind, value, since, until, source, found.path, node.line, each)


def _readable(name: str, kind: str, texts: Mapping[str, Text], line: int, found: Found) -> bool:
    """Whether the value is there, in both languages where it is given in one, and written as its kind is."""
    given = {key: texts[key] for key in _VALUES if key in texts}
    if not given:
        found.error(line, f'"{name}" has no value. Add a line "value: …".')
        return False
    if "value" not in given and len(given) < len(LANGUAGES):
        lacking = next(each for each in _VALUES[1:] if each not in given)
        found.error(line, f'"{name}" has no "{lacking}".')
        return False
    if kind != "text" and set(given) != {"value"}:
        found.error(line, f'only a text differs by language; "{name}" is a {kind}. Use "value".')
        return False
    pattern, how = _HOW[kind]
    good = True
    for text in given.values():
        if not pattern.fullmatch(text.value):
            found.error(text.line, f'"{name}" is "{text.value}". Write {how}.')
            good = False
        elif kind == "date":
            good = bool(read_date(text.value, name, text.line, found)) and good
        elif kind in ("number", "money", "percent"):
            good = Decimal(text.value).is_finite() and good
    return good


def _day(texts: Mapping[str, Text], key: str, found: Found) -> date | None:
    return read_date(texts[key].value, key, texts[key].line, found) if key in texts else None


def _begun(found: Fact, on: date) -> bool:
    return found.since is None or found.since <= on


def _overlap(values: Sequence[Fact], found: Found) -> None:
    """Two values that are true on one day contradict each other."""
    for before, after in pairwise(values):
        if before.until is None or after.since is None or after.since <= before.until:
            found.error(
                after.line,
                f'two values of "{after.name}" are true at once: this one and that on line {before.line}. '
                'Let the older one end with "until".',
            )
