"""What does this YAML say, with every value as the text its writer wrote?

YAML guesses: it turns the option `no:` into false and `0123` into 83, and drops a word that begins with
`!` or `*`. So we take only its events, build our own small tree that remembers lines, and say in words
what could not be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml

from bot.content.reading import Found, did_you_mean, read_text

MOST_LEVELS = 12
"""Our deepest file has five levels; more are a slip, and thousands would exhaust the stack."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where libyaml is built in


@dataclass(frozen=True, slots=True)
class Text:
    """A value, as text."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Entries:
    """A mapping, in the order of the file."""

    entries: tuple[tuple[Text, Node], ...]
    line: int

    def get(self, key: str) -> Node | None:
        """What stands under a key."""
        return next((node for name, node in self.entries if name.value == key), None)


Node: TypeAlias = "Text | Items | Entries"
Data: TypeAlias = "str | list[Data] | dict[str, Data]"


def read_yaml(path: Path) -> Data:
    """A YAML file as plain lists, dicts and text. `ValueError` with a sentence where it cannot be read."""
    found = Found(str(path))
    node = read_node(path, found)
    if node is None or found.problems:
        raise ValueError("\n".join(map(str, found.problems)))
    return plain(node)


def read_node(path: Path, found: Found) -> Node | None:
    """A YAML file as a tree with lines, or None and at least one problem."""
    text = read_text(path, found)
    if text is None:
        return None
    before = len(found.problems)
    node = parse(text, found)
    if node is None and len(found.problems) == before:
        found.error(1, "this file is empty.")
    return node


def has_words(path: Path) -> bool:
    """Whether there is more than comments: a file without pairs yet is no problem."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError:
        return True
    return any(line.strip() and not line.lstrip().startswith(b"#") for line in lines)


def plain(node: Node) -> Data:
    """The tree without its lines."""
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Items):
        return [plain(each) for each in node.items]
    return {key.value: plain(each) for key, each in node.entries}


def parse(text: str, found: Found, first_line: int = 1) -> Node | None:
    """The tree, or None where the text is empty or cannot be read (then with a problem)."""
    try:
        return _built(text, found, first_line)
    except yaml.MarkedYAMLError as trouble:
        line, message = _in_words(trouble, text)
    except (yaml.YAMLError, RecursionError):
        line, message = 0, "this file cannot be read. Compare it with a file that works."
    found.error(line + first_line, message)
    return None


def _built(text: str, found: Found, first_line: int) -> Node | None:
    """Put the parser's events together. A stack, for a hostile file must not exhaust Python's own."""
    levels: list[tuple[int, bool, list[Node]]] = []
    done: list[Node] = []
    for event in yaml.parse(text, Loader=_LOADER):
        at = event.start_mark.line if event.start_mark else 0
        line = at + first_line
        if isinstance(event, yaml.DocumentStartEvent) and done:
            found.error(
                line, 'a line "---" may not stand here. Delete it and what follows, or make two files.'
            )
            return None
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or _tagged(event):
            word = text.split("\n")[at].strip()
            found.error(line, f'a text that begins with *, & or ! must stand in quotes: "{word}".')
            return None
        if isinstance(event, yaml.ScalarEvent):
            done.append(Text(str(event.value).strip(), line))
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            if len(levels) == MOST_LEVELS:
                found.error(line, "this is indented too many times. Compare it with a file that works.")
                return None
            levels.append((line, isinstance(event, yaml.MappingStartEvent), done))
            done = []
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            line, named, outer = levels.pop()
            outer.append(_entries(done, line, found) if named else Items(tuple(done), line))
            done = outer
    return done[0] if done else None


def _tagged(event: yaml.Event) -> bool:
    tag = getattr(event, "tag", None)
    # A text in quotes carries the tag "!" in some releases of the parser; no writer typed that one.
    return bool(tag) and not (tag == "!" and getattr(event, "style", None) in ("'", '"'))


def _entries(nodes: Sequence[Node], line: int, found: Found) -> Entries:
    """Keys and values, which the parser gives in turn; a key that comes twice is a problem."""
    entries: dict[str, tuple[Text, Node]] = {}
    for key, node in zip(nodes[::2], nodes[1::2], strict=False):
        if not isinstance(key, Text):
            found.error(key.line, "a list or mapping cannot be a name here. Put the text in quotes.")
        elif first := entries.get(key.value):
            found.error(
                key.line, f'"{key.value}" is here a second time (see line {first[0].line}). Keep one.'
            )
        else:
            entries[key.value] = (key, node)
    return Entries(tuple(entries.values()), line)


_SENTENCES: Mapping[str, str] = {
    "mapping values are not allowed": 'there is a ":" too many, or the line above it is indented differently.'
    " Put a text that holds a colon in quotes",
    "could not find expected ':'": 'this line is neither "name: value" nor an item that begins with "- "',
    "cannot start any token": "a text cannot begin with this sign. Put it in quotes",
    "tab character": "there is a tab. Use spaces",
    "unexpected end of stream": "a quotation mark is opened here and never closed",
    "block sequence entries": 'a list begins on its own line. Put each "- " below the name',
    "expected key": "this line is indented differently from the lines above it",
    "'-' indicator": 'each item must begin with "- ", equally indented, and end with its quotation mark',
    "',' or ']'": "a [ is opened here and never closed. Put the text in quotes",
    "',' or '}'": "a { is opened here and never closed. Put the text in quotes",
    "comment or line break": "a text cannot begin with > or |. Put it in quotes",
    "node content": "a text cannot begin with this sign. Put it in quotes",
    "escape": "between double quotation marks a \\ has a meaning. Use single ones",
    "hexdecimal": "between double quotation marks a \\ has a meaning. Use single ones",
    "alphabetic or numeric": "a text that begins with *, & or ! must stand in quotes",
    "document start": 'a line "..." ends the file. Delete it',
}
_OPENED = ("unexpected end of stream", "',' or ']'", "',' or '}'", "could not find expected ':'")
"""Where something was opened and not closed, the parser notices at the end; the writer looks at the start."""


def _in_words(trouble: yaml.MarkedYAMLError, text: str) -> tuple[int, str]:
    """The line (from 0) and a sentence for what the YAML parser could not read."""
    said = trouble.problem or ""
    mark = trouble.problem_mark or trouble.context_mark
    if trouble.context_mark and any(part in said for part in _OPENED):
        mark = trouble.context_mark
    lines = text.split("\n")
    at = min(mark.line if mark else 0, len(lines) - 1)
    while at > 0 and not lines[at].strip():
        at -= 1
    sentence = next((words for part, words in _SENTENCES.items() if part in said), "this line cannot be read")
    if "\t" in lines[at][: len(lines[at]) - len(lines[at].lstrip())]:
        sentence = "there is a tab at the beginning. Use spaces"
    return at, f'{sentence}: "{lines[at].strip()[:60]}".'


def text_of(node: Node | None, name: str, found: Found) -> Text | None:
    """The text under a name, or None and a problem where a list or nothing stands there."""
    if isinstance(node, Text) and node.value:
        return node
    if isinstance(node, Text):
        found.error(node.line, f'"{name}" is empty.')
    elif isinstance(node, Entries) and node.entries:
        found.error(node.line, f'"{name}" holds a colon: put the text in quotes ("{_first(node)}").')
    elif node is not None:
        found.error(node.line, f'"{name}" must be one text, not a list.')
    return None


def texts_of(node: Node | None, name: str, found: Found) -> tuple[Text, ...]:
    """The texts of a list, without those that cannot be read; each of those is a problem."""
    if node is None:
        return ()
    if isinstance(node, Text):
        found.error(node.line, f'"{name}" must be a list. Put each item on its own line, after "- ".')
        return ()
    if isinstance(node, Entries):
        found.error(node.line, f'"{name}" must be a list. Begin each item with "- ".')
        return ()
    read = (text_of(each, f"an item of {name}", found) for each in node.items)
    return tuple(each for each in read if each)


def entries_of(node: Node | None, name: str, found: Found) -> tuple[tuple[Text, Node], ...]:
    """The names and values of a mapping; none, and a problem, where it is something else."""
    if isinstance(node, Entries):
        return node.entries
    if node is not None and not (isinstance(node, Text) and not node.value):
        found.error(node.line, f'"{name}" must hold lines like "name: value".')
    return ()


def known_only(node: Entries, known: Sequence[str], found: Found) -> dict[str, Node]:
    """What stands under the names that we know; every other name is a problem, with the nearest known one."""
    kept = {}
    for key, value in node.entries:
        if key.value in known:
            kept[key.value] = value
        else:
            hint = did_you_mean(key.value, known) or f" Known are: {', '.join(known)}."
            found.error(key.line, f'the bot does not know "{key.value}".{hint}')
    return kept


def joined(node: Node) -> Node:
    """`topic: passport`, which YAML reads as a name and a value, as the text it is meant to be."""
    if isinstance(node, Entries) and len(node.entries) == 1:
        key, value = node.entries[0]
        return Text(f"{key.value}:{value.value}", key.line) if isinstance(value, Text) else node
    return node


def _first(node: Entries) -> str:
    key, value = node.entries[0]
    return f"{key.value}: {value.value}" if isinstance(value, Text) else f"{key.value}: …"
