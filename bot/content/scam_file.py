"""Which signs of a scam did staff write? `scam-signs.yaml` as a value, its lines ready to be looked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.content.reading import ADDRESS, Found
from bot.content.yaml_text import Entries, Node, Text, entries_of, known_only, read_node, text_of, texts_of
from bot.model import LANGUAGES
from bot.scam import read_line
from bot.signs import DETAILS, WAYS, Claim, Example, Line, Sign, Signs

_KEYS = ("name", "looks at", "reason", "source", "lines", "unless", "finds", "passes")
_PARTS = (
    *("lists", "about", "warnings", "denials", "offers", "details"),
    *("imitated", "official", "mailboxes", "claims", "signs"),
)

Groups = Mapping[str, Sequence[str]]


def read_signs(path: Path, found: Found) -> Signs:
    """The signs and what they look at; none where the folder has no such file."""
    if not path.exists():
        return Signs()
    node = read_node(path, found)
    if not isinstance(node, Entries):
        entries_of(node, path.name, found)
        return Signs()
    parts = known_only(node, _PARTS, found)
    groups = _groups(parts.get("lists"), found)

    def whole(name: str) -> tuple[Line, ...]:
        return _lines(parts.get(name), name, groups, found)

    def words(name: str) -> tuple[str, ...]:
        return tuple(each.value.casefold() for each in texts_of(parts.get(name), name, found))

    details = entries_of(parts.get("details"), "details", found)
    for key, _ in details:
        if key.value not in DETAILS:
            found.error(key.line, f'an offer has no "{key.value}". Known are: {", ".join(DETAILS)}.')
    signs = [
        _sign(key, value, groups, found) for key, value in entries_of(parts.get("signs"), "signs", found)
    ]
    claims = [
        _claim(key, value, groups, found) for key, value in entries_of(parts.get("claims"), "claims", found)
    ]
    return Signs(
        tuple(each for each in signs if each),
        whole("about"),
        whole("warnings"),
        whole("denials"),
        whole("offers"),
        {key.value: _lines(value, key.value, groups, found) for key, value in details},
        words("official"),
        words("imitated"),
        words("mailboxes"),
        tuple(each for each in claims if each),
    )


def _groups(node: Node | None, found: Found) -> dict[str, tuple[str, ...]]:
    """The lists that lines name as <name>; a line of theirs that cannot be read is left out."""
    kept: dict[str, tuple[str, ...]] = {}
    for key, value in entries_of(node, "lists", found):
        good = [each.value for each in texts_of(value, key.value, found) if _line(each, {}, found)]
        if good:
            kept[key.value] = tuple(good)
    return kept


def _line(text: Text, groups: Groups, found: Found) -> Line | None:
    try:
        return Line(text.value, read_line(text.value, groups), text.line)
    except ValueError as why:
        found.error(text.line, f'the line "{text.value}" cannot be read: {why}.')
        return None


def _lines(node: Node | None, name: str, groups: Groups, found: Found) -> tuple[Line, ...]:
    """Lines in one list, or in one list for each language."""
    nodes = [value for _, value in node.entries] if isinstance(node, Entries) else [node]
    texts = (each for one in nodes for each in texts_of(one, name, found))
    return tuple(line for each in texts if (line := _line(each, groups, found)))


def _both(node: Node | None, name: str, line: int, found: Found) -> dict[str, str]:
    """One text for each language."""
    said = {key.value: text_of(value, key.value, found) for key, value in entries_of(node, name, found)}
    for each in LANGUAGES:
        if not said.get(each):
            found.error(line, f'"{name}" has no text under "{each}:".')
    return {key: each.value for key, each in said.items() if each}


def _examples(node: Node | None, name: str, line: int, found: Found) -> tuple[Example, ...]:
    read = {key.value: texts_of(value, key.value, found) for key, value in entries_of(node, name, found)}
    for each in LANGUAGES:
        if not read.get(each):
            found.error(line, f'"{name}" has no message under "{each}:". Each sign needs examples.')
    return tuple(Example(one.value, key, one.line) for key, texts in read.items() for one in texts)


def _sign(key: Text, node: Node, groups: Groups, found: Found) -> Sign | None:
    if not isinstance(node, Entries):
        entries_of(node, key.value, found)
        return None
    parts = known_only(node, _KEYS, found)
    looks = text_of(parts["looks at"], "looks at", found) if "looks at" in parts else None
    way = looks.value if looks else WAYS[0]
    if way not in WAYS:
        found.error(key.line, f'"{key.value}" looks at "{way}". It can look at {", ".join(WAYS)}.')
        return None
    source = text_of(parts.get("source"), "source", found)
    if not source or not ADDRESS.fullmatch(source.value):
        found.error(key.line, f'"{key.value}" needs a source that begins with https://.')
    lines = _lines(parts.get("lines"), "lines", groups, found)
    if way == WAYS[0] and not lines:
        found.error(key.line, f'"{key.value}" has no lines to look for.')
    return Sign(
        key.value,
        way,
        _both(parts.get("name"), "name", key.line, found),
        _both(parts.get("reason"), "reason", key.line, found),
        source.value if source else "",
        lines,
        _lines(parts.get("unless"), "unless", groups, found),
        _examples(parts.get("finds"), "finds", key.line, found),
        _examples(parts.get("passes"), "passes", key.line, found),
        key.line,
    )


def _claim(key: Text, node: Node, groups: Groups, found: Found) -> Claim | None:
    if not isinstance(node, Entries):
        entries_of(node, key.value, found)
        return None
    parts = known_only(node, ("name", "phones", "lines"), found)
    return Claim(
        key.value,
        _both(parts.get("name"), "name", key.line, found),
        _lines(parts.get("lines"), "lines", groups, found),
        tuple(each.value for each in texts_of(parts.get("phones"), "phones", found)),
        key.line,
    )
