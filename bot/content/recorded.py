"""Notes that somebody heard a recording beside its text, and that they say the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot.content.load import load
from bot.content.reading import Found, did_you_mean, shown
from bot.content.recordings import NAME, SUFFIX, hash_of, read_noted, sounds, unfit, words_of
from bot.content.writing import put_whole
from bot.model import LANGUAGES

_HEAD = (
    "# Recordings that somebody heard beside their text: the hash of the words, and of the file."
    " Written by: python -m bot recorded TOPIC\n"
)


def record(folder: Path, topic: str, on: date) -> tuple[list[str], str]:
    """Note that the recordings of a topic say what its texts say: the languages noted, and "" or what keeps
    them from being noted."""
    loaded = load(folder)
    found = Found(shown(folder / NAME, folder))
    noted = read_noted(folder, found)
    known = {id for id, _ in loaded.names}
    if found.problems:
        return [], "\n".join(map(str, found.problems))
    if topic not in known:
        return [], f'there is no topic "{topic}".{did_you_mean(topic, known)}'
    mine = [each for each in sounds(folder) if each.topic == topic]
    if not mine:
        where = " or ".join(f"{shown(folder, folder)}/{each}/{topic}{SUFFIX}" for each in LANGUAGES)
        return [], f"there is no recording of {topic}. It belongs at {where}."
    if wrong := [f"{shown(each.path, folder)}: {unfit(each)}" for each in mine if not each.fits]:
        return [], "\n".join(wrong)
    texts = {each: text for each in LANGUAGES if (text := loaded.content.topics.get((topic, each)))}
    if lacking := [each for each in mine if each.language not in texts]:
        return [], f"{shown(lacking[0].path, folder)}: the text beside it is missing or cannot be read."
    for each in mine:
        words = hash_of(words_of(loaded.content, texts[each.language], on))
        noted[topic, each.language] = (words, each.hash, 0)
    put_whole(folder / NAME, _written(noted))
    return [each.language for each in mine], ""


def _written(noted: Mapping[tuple[str, str], tuple[str, str, int]]) -> bytes:
    lines, last = [_HEAD], ""
    for (topic, language), (words, sound, _) in sorted(noted.items()):
        lines += [f"{topic}:\n"] if topic != last else []
        lines.append(f"  {language}: {words} {sound}\n")
        last = topic
    return "".join(lines).encode()
