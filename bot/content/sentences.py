"""Which questions are kept as tests, and what should become of each?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.content.reading import Found, files, shown
from bot.content.yaml_text import Entries, Items, Node, Text, entries_of, known_only, read_node, text_of
from bot.model import Problem

ASKED_IN = ("es", "en", "ht", "fr", "pt")
"""Also the languages that the bot does not answer in: it must notice them."""

_LISTS = ("answer", "suggest", "not")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A question as people ask it.

    `want` is answer, suggest or not, and `topic` the topic that the file is named for. In a file that
    begins with `_`, such as `_fallback.yaml`, `want` is the list's own name (refuse, foreign) and
    `topic` is "". `also` is a second topic that is right, or "".
    """

    text: str
    language: str
    topic: str
    want: str
    also: str = ""
    path: str = ""
    line: int = 0


def read_sentences(tests: Path) -> tuple[list[Sentence], list[Problem]]:
    """All test sentences under `tests/<language>/`, in file order, and what is wrong with the files."""
    found = Found(shown(tests, tests))
    sentences: list[Sentence] = []
    for language in ASKED_IN:
        for path in files(tests / language):
            if path.suffix == ".yaml":
                sentences += _of_file(path, language, found.within(shown(path, tests)))
    return sentences, found.problems


def _of_file(path: Path, language: str, found: Found) -> Iterator[Sentence]:
    node = read_node(path, found)
    if not isinstance(node, Entries):
        entries_of(node, path.name, found)
        return
    topic = "" if path.stem.startswith("_") else path.stem
    known = _LISTS if topic else [key.value for key, _ in node.entries]
    for want, listed in known_only(node, known, found).items():
        if not isinstance(listed, Items):
            if not isinstance(listed, Text) or listed.value:
                found.error(listed.line, f'"{want}" must be a list. Put each sentence after "- ".')
            continue
        for each in listed.items:
            text, also = _with_second(each, found)
            if text:
                yield Sentence(text.value, language, topic, want, also, found.path, text.line)


def _with_second(node: Node, found: Found) -> tuple[Text | None, str]:
    """A sentence, and the second topic where it is written `sentence: topic`."""
    if isinstance(node, Entries) and len(node.entries) == 1:
        key, value = node.entries[0]
        second = text_of(value, key.value, found)
        return (key, second.value) if second else (None, "")
    return text_of(node, "a sentence", found), ""
