"""Which answers can be heard in a person's voice? Sound files beside the texts, and what each of them says.

`recordings.yaml` holds, for each recording that somebody compared with its text, the hash of the words and
that of the file, written by a command. So an edit of the text, a new fee or another file shows the recording
as outdated, and it is not sent any more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.attached import Recording
from bot.content.answers import answer
from bot.content.reading import Found, files, shown
from bot.content.yaml_text import entries_of, has_words, read_node, text_of
from bot.model import LANGUAGES, Content, Topic
from bot.speech import seconds, spoken

NAME = "recordings.yaml"
SUFFIX = ".ogg"

MOST_BYTES, MOST_SECONDS = 2_000_000, 180
"""People pay for each kilobyte, and an answer of the longest kind takes two minutes to read aloud."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording as it lies in the folder; `seconds` is None where it is no Ogg/Opus file."""

    topic: str
    language: str
    path: Path
    size: int
    hash: str
    seconds: float | None

    @property
    def fits(self) -> bool:
        """Whether Telegram shows it as a voice message that people can afford."""
        return self.size <= MOST_BYTES and self.seconds is not None and 0 < self.seconds <= MOST_SECONDS


def words_of(content: Content, topic: Topic, on: date) -> str:
    """What is heard of an answer on a day: its title and its text, as they are said."""
    return spoken(f"{topic.title}\n\n{answer(content, topic, topic.language, on).text}", topic.language)


def hash_of(words: str) -> str:
    """A short hash of exactly these words."""
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def recording(content: Content, topic: Topic, on: date) -> Recording | None:
    """The recording that says just what the answer says that day, if there is one."""
    found = content.recordings.get((topic.id, topic.language))
    if not found or answer(content, topic, topic.language, on).lapsed:
        return None
    return found if found.words == hash_of(words_of(content, topic, on)) else None


def sounds(folder: Path) -> Iterator[Sound]:
    """Every recording of a content folder."""
    for language in LANGUAGES:
        for path in files(folder / language):
            if path.suffix == SUFFIX and path.is_file():
                try:
                    size = path.stat().st_size
                    data = path.read_bytes() if size <= MOST_BYTES else b""
                except OSError:
                    size, data = 0, b""
                name = hashlib.sha256(data).hexdigest()[:12]
                yield Sound(path.stem, language, path, size, name, seconds(data))


def read_noted(folder: Path, found: Found) -> dict[tuple[str, str], tuple[str, str, int]]:
    """For each recording that was noted the hash of its words, that of its file, and the line."""
    path = folder / NAME
    noted: dict[tuple[str, str], tuple[str, str, int]] = {}
    if not path.exists():
        return noted
    at = found.within(shown(path, folder))
    for topic, node in entries_of(read_node(path, at), NAME, at) if has_words(path) else ():
        for language, value in entries_of(node, topic.value, at):
            if text := text_of(value, language.value, at):
                words, _, sound = text.value.partition(" ")
                noted[topic.value, language.value] = (words, sound.strip(), language.line)
    return noted


def read_recordings(folder: Path) -> dict[tuple[str, str], Recording]:
    """The recordings that can be sent as long as their text says what they say. What is wrong with the others
    is told by `check`: it must not keep a text from going live."""
    noted = read_noted(folder, Found(""))
    return {
        (each.topic, each.language): Recording(str(each.path), each.hash, known[0])
        for each in (sounds(folder) if noted else ())
        if each.fits and (known := noted.get((each.topic, each.language))) and known[1] == each.hash
    }


def unfit(sound: Sound) -> str:
    """Why a recording cannot be sent, and what to do."""
    if sound.size > MOST_BYTES:
        return (
            f"this recording is larger than {MOST_BYTES // 1000} kB. Save it smaller, as Opus of 32 kbit/s."
        )
    if sound.seconds is None:
        return "this is no whole Ogg/Opus recording. Save it again as Ogg with Opus in it."
    return f"this recording is longer than {MOST_SECONDS // 60} minutes. Read only the answer."
