"""What a rule is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeAlias

from bot.content.answers import Answer
from bot.content.load import Loaded
from bot.content.reading import shown
from bot.content.sentences import Sentence
from bot.match import Match
from bot.model import LANGUAGES, Problem, Topic


class Asked(Protocol):
    """The matcher as far as the rules need it."""

    def answer(self, text: str) -> Match:
        """What the matcher says of a question."""

    def canonical(self, text: str) -> str:
        """How a text is compared."""


@dataclass(frozen=True, slots=True)
class Work:
    """All that the rules look at: the content as loaded, each answer as it reads on the day `on`, the test
    sentences, the pairs (hashes and line by topic), and the matcher where there is one."""

    loaded: Loaded
    on: date
    answers: Mapping[tuple[str, str], Answer] = field(default_factory=dict)
    sentences: tuple[Sentence, ...] = ()
    pairs: Mapping[str, tuple[Mapping[str, str], int]] = field(default_factory=dict)
    matcher: Asked | None = None
    release: bool = False

    @property
    def topics(self) -> Iterator[Topic]:
        """Every topic in every language."""
        return iter(self.loaded.content.topics.values())

    @property
    def ids(self) -> set[str]:
        """The ids of all topics that have a file in some language."""
        return {id for id, _ in self.loaded.names}

    def path(self, *parts: str) -> str:
        """How a problem names a file of the content folder."""
        return "/".join((shown(self.loaded.folder, self.loaded.folder), *parts))

    def line(self, topic: Topic, key: str) -> int:
        """The line on which a key of a topic's head stands; the first one where it lacks it."""
        return self.loaded.pages[topic.id, topic.language].lines.get(key, 1)


Rule: TypeAlias = "Callable[[Work], Iterator[Problem]]"


def other(language: str) -> str:
    """The other one of the two languages."""
    return next(each for each in LANGUAGES if each != language)
