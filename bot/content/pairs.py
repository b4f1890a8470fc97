"""Which texts of the two languages were found to say the same? Their hashes, written by a command.

An edit to one of the two changes its hash and so shows that the other has fallen behind, whatever
the dates in the files say.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.content.answers import version
from bot.content.load import Loaded, load
from bot.content.reading import Found, did_you_mean, shown
from bot.content.writing import put_whole
from bot.content.yaml_text import Entries, entries_of, has_words, read_node, text_of
from bot.model import LANGUAGES, Problem

NAME = "pairs.yaml"
_HEAD = "# Texts of both languages that were found to say the same. Written by: python -m bot paired TOPIC\n"


def read_pairs(folder: Path, found: Found) -> dict[str, tuple[dict[str, str], int]]:
    """For each paired topic the hash of its text in each language, and the line."""
    path = folder / NAME
    if not path.exists():
        return {}
    at = found.within(shown(path, folder))
    pairs = {}
    for key, node in entries_of(read_node(path, at), NAME, at) if has_words(path) else ():
        hashes = {}
        for language, value in entries_of(node, key.value, at):
            if text := text_of(value, language.value, at):
                hashes[language.value] = text.value
        if isinstance(node, Entries):
            pairs[key.value] = (hashes, key.line)
    return pairs


def pair(folder: Path, topic: str) -> str:
    """Note that the texts of a topic say the same. "" when done, else what keeps it from being noted."""
    loaded = load(folder)
    found = Found(shown(folder / NAME, folder))
    pairs = read_pairs(folder, found)
    if problems := found.problems or _unpaired(loaded, topic, found.path):
        return "\n".join(map(str, problems))
    now = {each: version(loaded.content.topics[topic, each]) for each in LANGUAGES}
    noted = {**{name: hashes for name, (hashes, _) in pairs.items()}, topic: now}
    put_whole(folder / NAME, _written(noted))
    return ""


def _unpaired(loaded: Loaded, topic: str, path: str) -> list[Problem]:
    """Why a topic has not one text in each language, if so."""
    known = {id for id, _ in loaded.names}
    if topic not in known:
        return [Problem(path, 1, f'there is no topic "{topic}".{did_you_mean(topic, known)}')]
    lacking = [each for each in LANGUAGES if (topic, each) not in loaded.content.topics]
    place = shown(loaded.folder, loaded.folder)
    return [
        Problem(f"{place}/{each}/{topic}.md", 1, "this text is missing or cannot be read.")
        for each in lacking
    ]


def _written(pairs: Mapping[str, Mapping[str, str]]) -> bytes:
    lines = [_HEAD]
    for topic, hashes in sorted(pairs.items()):
        lines.append(f"{topic}:\n")
        lines.extend(f"  {language}: {hashes[language]}\n" for language in sorted(hashes))
    return "".join(lines).encode()
