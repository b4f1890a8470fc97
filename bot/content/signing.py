"""Who read a text and stands by it? One line in the head of its file, written by a command.

The line carries the hash of the answer, so that it counts for exactly the text that was read.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.content.answers import signature, version
from bot.content.load import load
from bot.content.reading import Found, did_you_mean, shown
from bot.content.topics import Page, read_topic
from bot.content.writing import put_whole
from bot.model import LANGUAGES, Problem, Topic

# A name that YAML reads as it stands, without quotes.
_NAME = re.compile(r"[^\W\d_][\w .,'’()-]{1,78}[\w.)]")


def sign(folder: Path, topic: str, language: str, name: str, on: date) -> str:
    """Write the `signed:` line of one text. "" when done, else what keeps it from being signed.

    Nothing else in the file changes, not even how its lines end.
    """
    name = " ".join(name.split())
    if not _NAME.fullmatch(name):
        return f'"{name}" cannot stand in a signature. Write a name in letters, such as "Ana Pérez".'
    loaded = load(folder)
    if language not in LANGUAGES:
        return f'"{language}" is none of the languages {", ".join(LANGUAGES)}.'
    path = folder / language / f"{topic}.md"
    here = shown(path, folder)
    known = {id for id, each in loaded.names if each == language}
    if topic not in known:
        return (
            f'there is no topic "{topic}" in {shown(folder / language, folder)}.{did_you_mean(topic, known)}'
        )
    wrong = [each for each in loaded.problems if each.path == here and each.severity == "error"]
    page = loaded.pages.get((topic, language))
    if wrong or page is None:
        return "\n".join(map(str, wrong or [Problem(here, 1, "this file cannot be read.")]))
    line = f"signed: {name}, {on.isoformat()}, {version(page.topic)}"
    signed = _with_line(path.read_bytes(), page, line)
    if not _only_signed(signed, page.topic):
        return f'{here} is written in an unusual way. Put this line into its head yourself: "{line}".'
    put_whole(path, signed)
    return ""


def _with_line(data: bytes, page: Page, line: str) -> bytes:
    """The file with its signature in place of an older one, else at the end of the head."""
    lines = data.splitlines(keepends=True)
    end = b"\r\n" if lines[0].endswith(b"\r\n") else lines[0][-1:]
    new = line.encode() + end
    if at := page.lines.get("signed"):
        after = at
        while lines[after].startswith((b" ", b"\t")):
            after += 1
        return b"".join((*lines[: at - 1], new, *lines[after:]))
    fence = next((n for n, each in enumerate(lines[1:], 1) if each.rstrip() == b"---"), 0)
    return b"".join((*lines[:fence], new, *lines[fence:]))


def _only_signed(data: bytes, before: Topic) -> bool:
    """Whether the file still says what it said, and is signed now."""
    with tempfile.TemporaryDirectory() as place:
        draft = Path(place, f"{before.id}.md")
        draft.write_bytes(data)
        found = Found(before.path)
        page = read_topic(draft, before.language, found)
    if page is None or found.problems or signature(page.topic) is None:
        return False
    now = page.topic
    same = replace(now, signed=before.signed, answer_line=before.answer_line, phrases=before.phrases)
    return same == before and [each.text for each in now.phrases] == [each.text for each in before.phrases]
