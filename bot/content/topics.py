"""One answer in one language: a Markdown file with its title, phrases, sources and dates on top.

The file name is the topic's id, and both languages use the same names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.content.actions import read_actions
from bot.content.reading import Found, read_date, read_text
from bot.content.yaml_text import Entries, Node, entries_of, known_only, parse, text_of, texts_of
from bot.model import Phrase, Topic

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""Small letters, digits and hyphens: an id is part of a button's hidden data and of links to the bot."""

NEEDS_NO_SOURCES = frozenset(
    {
        *("greeting", "thanks", "insult", "language", "about-this-bot", "privacy"),
        *("contact", "book-consultation", "consultation-cost", "talk-to-a-person", "emergency", "detention"),
    }
)
"""Topics that speak of the bot or the office, or send a person on to help: no official page says the same."""

_KEYS = ("title", "phrases", "sources", "checked", "check again by", "next", "signed", "alerts")
_FENCE = "---"


@dataclass(frozen=True, slots=True)
class Page:
    """A topic as read, and on which line each of its keys stands (a source's under `sources/<name>`)."""

    topic: Topic
    lines: Mapping[str, int]


def read_topic(path: Path, language: str, found: Found) -> Page | None:
    """A topic's file, or None where its head cannot be read.

    What can be read is kept, with a problem for each thing that cannot.
    """
    id = path.stem
    if not ID.fullmatch(id):
        found.error(1, f'the name "{path.name}" must be in small letters, digits and hyphens, like age.md.')
        return None
    split = head_of(path, found)
    if split is None:
        return None
    node, answer, answer_line = split
    parts = known_only(node, _KEYS, found)
    lines = {key.value: key.line for key, _ in node.entries}
    if isinstance(listed := node.get("sources"), Entries):
        lines |= {f"sources/{key.value}": key.line for key, _ in listed.entries}
    for key in ("title", "phrases"):
        if key not in parts:
            found.error(1, f'the line "{key}: …" is missing.')
    if not answer:
        found.error(answer_line, 'there is no answer below the second "---" line.')
    title = text_of(parts.get("title"), "title", found)
    told = text_of(parts.get("alerts"), "alerts", found)
    signed = text_of(parts.get("signed"), "signed", found)
    topic = Topic(
        id=id,
        language=language,
        title=title.value if title else "",
        phrases=tuple(
            Phrase(each.value, language, found.path, each.line)
            for each in texts_of(parts.get("phrases"), "phrases", found)
        ),
        answer=answer,
        sources=sources_of(parts.get("sources"), found),
        checked=_day(parts, "checked", found),
        check_by=_day(parts, "check again by", found),
        signed=signed.value if signed else "",
        next=read_actions(parts.get("next"), "next", found),
        path=found.path,
        answer_line=answer_line,
        alerts=told.value if told else "",
    )
    _dates(topic, parts, lines, found)
    return Page(topic, lines)


def head_of(path: Path, found: Found) -> tuple[Entries, str, int] | None:
    """A file's head, the text below it, and the line on which that begins; None where it cannot be read."""
    text = read_text(path, found)
    split = None if text is None else _split(text, found)
    if split is None:
        return None
    head, answer, answer_line = split
    before = len(found.problems)
    node = parse(head, found, first_line=2)
    if isinstance(node, Entries):
        return node, answer, answer_line
    if len(found.problems) == before:
        found.error(2, 'the head is empty. Between the two "---" lines belong a title, phrases and so on.')
    return None


def _split(text: str, found: Found) -> tuple[str, str, int] | None:
    """The head between two `---` lines, the answer below, and the line on which the answer begins."""
    if not text.strip():
        found.error(1, "this file is empty.")
        return None
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        found.error(1, f'the first line must be "---", and it is "{lines[0].strip()[:60]}".')
        return None
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if end is None:
        found.error(1, 'the head has no end. Put a line "---" above the answer.')
        return None
    first = next((n for n in range(end + 1, len(lines)) if lines[n].strip()), end)
    return "\n".join(lines[1:end]), "\n".join(lines[first if first > end else end + 1 :]).rstrip(), first + 1


def sources_of(node: Node | None, found: Found) -> dict[str, str]:
    """Names and addresses of sources."""
    sources = {}
    for name, value in entries_of(node, "sources", found):
        if address := text_of(value, name.value, found):
            sources[name.value] = address.value
    return sources


def _day(parts: Mapping[str, Node], key: str, found: Found) -> date | None:
    text = text_of(parts.get(key), key, found)
    return read_date(text.value, key, text.line, found) if text else None


def _dates(topic: Topic, parts: Mapping[str, Node], lines: Mapping[str, int], found: Found) -> None:
    """Sources and dates that a topic owes its readers."""
    needed = ["check again by"] if topic.id in NEEDS_NO_SOURCES else ["sources", "checked", "check again by"]
    for key in needed:
        if key not in parts:
            found.error(1, f'the line "{key}: …" is missing.')
    if topic.id not in NEEDS_NO_SOURCES and "sources" in parts and not topic.sources:
        found.error(lines["sources"], "there is no source. Add the page that says so.")
    if topic.checked and topic.check_by and topic.check_by < topic.checked:
        found.error(lines["check again by"], f'"check again by" is before "checked" ({topic.checked}).')
