"""What a matcher learns from, as staff wrote it, and a hash that says whether it changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from bot.match import DANGERS, SAFE
from bot.matching.canonical import Canonical
from bot.matching.features import encoder_version, encoders
from bot.model import Phrase

FORMAT = 13
"""Raise it when heads fitted before can no longer be used."""


@dataclass(frozen=True, slots=True)
class Examples:
    """What a matcher learns from: each topic's phrases, off-topic ones, and spellings (see `Canonical`).

    `danger` holds, by kind, messages that speak of danger, and under `SAFE` those that only sound alike.
    """

    phrases: Mapping[str, tuple[Phrase, ...]]
    background: tuple[Phrase, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    danger: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        """Changes whenever a fit would come out differently: 32 hexadecimal digits."""
        releases = [encoder_version(name) for name in encoders(light=False)]
        return sha256(f"{FORMAT} {releases} {self.written()}".encode()).hexdigest()[:32]

    def written(self) -> str:
        """The examples as JSON, without where they come from."""
        topics = {id: [each.text for each in self.phrases[id]] for id in sorted(self.phrases)}
        background = [each.text for each in self.background]
        words = dict(sorted(self.words.items()))
        danger = {kind: [each.text for each in self.danger[kind]] for kind in sorted(self.danger)}
        return json.dumps({"phrases": topics, "background": background, "words": words, "danger": danger})

    @classmethod
    def read(cls, text: str) -> Examples:
        """The examples that `written` wrote."""
        found = json.loads(text)
        return cls(
            {id: tuple(Phrase(each, "") for each in texts) for id, texts in found["phrases"].items()},
            tuple(Phrase(each, "") for each in found["background"]),
            found["words"],
            {kind: tuple(Phrase(each, "") for each in texts) for kind, texts in found["danger"].items()},
        )

    def rows(self) -> tuple[tuple[str, ...], tuple[str, ...], list[int]]:
        """The topics that have phrases, the texts of all phrases, and each text's topic by its number;
        off-topic phrases come last, with the number after the last topic's."""
        topics = tuple(id for id in sorted(self.phrases) if self.phrases[id])
        pairs = [(each.text, label) for label, id in enumerate(topics) for each in self.phrases[id]]
        pairs += [(each.text, len(topics)) for each in self.background]
        return topics, tuple(text for text, _ in pairs), [label for _, label in pairs]

    def texts(self) -> tuple[str, ...]:
        """All of them: the words that none of them misspells are those that a message is repaired to."""
        told = (each.text for kind in sorted(self.danger) for each in self.danger[kind])
        return (*self.rows()[1], *told)

    def told(self, write_as: Canonical, classes: int) -> tuple[tuple[str, ...], list[str], list[int]]:
        """The kinds of danger that messages are given of, the canonical form of each, and its class:
        after those of the topics come that of the messages that are safe and then one for each kind."""
        kinds = tuple(kind for kind in DANGERS if self.danger.get(kind))
        pairs = {
            form: classes + place
            for place, kind in enumerate((SAFE, *kinds))
            for each in (self.danger.get(kind, ()) if kinds else ())
            if (form := write_as(each.text))
        }
        told = sorted(pairs, key=pairs.__getitem__)
        return kinds, told, [pairs[form] for form in told]
