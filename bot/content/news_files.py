"""News that staff write for those who asked to be told: `news/<date>-<name>.<language>.md`.

A news item is read as a topic: its id is `<date>-<name>`, `checked` its day, `alerts` its subject.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from bot.content.reading import Found, files, read_date, shown
from bot.content.topics import ID, Page, head_of, sources_of
from bot.content.yaml_text import known_only, text_of
from bot.model import LANGUAGES, Topic

FOLDER = "news"

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-([a-z0-9-]{1,40})\.([a-z]{2})\.md", re.ASCII)
_KEYS = ("title", "subject", "sources")
_HOW = "Name it like 2026-12-01-extra-visas.es.md, in small letters"


def read_news(folder: Path, found: Found) -> tuple[dict[tuple[str, str], Page], set[tuple[str, str]]]:
    """The news of a content folder by (name, language), and which have a file, readable or not."""
    pages: dict[tuple[str, str], Page] = {}
    names: set[tuple[str, str]] = set()
    for path in files(folder / FOLDER):
        at = found.within(shown(path, folder))
        read = _NAME.fullmatch(path.name)
        if not read or read[3] not in LANGUAGES or not ID.fullmatch(read[2]):
            at.error(1, f"the bot does not read a file of this name. {_HOW}.")
            continue
        day = read_date(read[1], "the name", 1, at)
        key = (f"{read[1]}-{read[2]}", read[3])
        names.add(key)
        split = head_of(path, at)
        if split is None or day is None:
            continue
        node, text, line = split
        parts = known_only(node, _KEYS, at)
        lines: Mapping[str, int] = {each.value: each.line for each, _ in node.entries}
        for each in _KEYS:
            if each not in parts:
                at.error(1, f'the line "{each}: …" is missing.')
        if not text:
            at.error(line, 'there is no text below the second "---" line.')
        title = text_of(parts.get("title"), "title", at)
        subject = text_of(parts.get("subject"), "subject", at)
        sources = sources_of(parts.get("sources"), at)
        if "sources" in parts and not sources:
            at.error(lines["sources"], "there is no source. Add the page that says so.")
        topic = Topic(
            *(key[0], key[1], title.value if title else "", (), text, sources),
            checked=day,
            path=at.path,
            answer_line=line,
            alerts=subject.value if subject else "",
        )
        pages[key] = Page(topic, lines)
    return pages, names
