"""Which phrases does a measurement fit on, and which questions does it ask?"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from bot.content import load, read_sentences
from bot.live import examples
from bot.matching import Examples
from bot.model import Phrase

ROOT = Path(__file__).parent.parent
OWN = "own"
"""In place of a file: the project's phrases, and its test sentences as questions."""

FEW = 10
"""Phrases a topic and language: as many as the official few-shot splits have."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its language, and the topics that are right for it; none where it is off-topic."""

    text: str
    language: str
    right: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Set:
    """What to fit on and what to ask. `more` holds phrases that are not fitted on: to grow to 4,000 with."""

    name: str
    examples: Examples
    questions: tuple[Question, ...]
    more: tuple[tuple[str, Phrase], ...] = ()


def read_set(source: str, phrases: int = FEW) -> Set:
    """The set of a file in the form `split lang intent text`, or with `own` the project's.

    Of a file: `phrases` of `train10` for each topic and language (past ten `train_rest` gives more), the
    questions of `test`, the background of `oos_train`, and `oos_test` as off-topic questions.
    """
    return _own() if source == OWN else _file(Path(source), phrases)


def _file(path: Path, phrases: int) -> Set:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    by_split: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        by_split[row["split"]].append(row)
    topics: defaultdict[str, list[Phrase]] = defaultdict(list)
    taken: defaultdict[tuple[str, str], int] = defaultdict(int)
    more = []
    for row in (*by_split["train10"], *by_split["train_rest"]):
        phrase, key = Phrase(row["text"], row["lang"]), (row["intent"], row["lang"])
        if taken[key] < phrases and (row["split"] == "train10" or phrases > FEW):
            taken[key] += 1
            topics[row["intent"]].append(phrase)
        else:
            more.append((row["intent"], phrase))
    background = tuple(Phrase(row["text"], row["lang"]) for row in by_split["oos_train"])
    questions = [Question(row["text"], row["lang"], frozenset({row["intent"]})) for row in by_split["test"]]
    questions += [Question(row["text"], row["lang"]) for row in by_split["oos_test"]]
    made = Examples({id: tuple(each) for id, each in topics.items()}, background)
    return Set(path.stem, made, tuple(questions), tuple(more))


def _own() -> Set:
    sentences, _ = read_sentences(ROOT / "tests")
    questions = [
        Question(each.text, each.language, frozenset({each.topic, *each.also.split("|")} - {""}))
        for each in sentences
        if each.want == "answer"
    ]
    questions += [Question(each.text, each.language) for each in sentences if each.want == "refuse"]
    return Set(OWN, examples(load(ROOT / "content").content), tuple(questions))


def of_size(found: Set, size: int) -> Examples:
    """Examples with `size` phrases, or as near to it as the set can give."""
    pool = [(id, each) for id, all_of_it in found.examples.phrases.items() for each in all_of_it]
    # By turns, so that every topic keeps some.
    pool = [*_by_turns(pool), *found.more]
    topics: defaultdict[str, list[Phrase]] = defaultdict(list)
    for id, phrase in pool[: max(size - len(found.examples.background), 0)]:
        topics[id].append(phrase)
    grown = {id: tuple(each) for id, each in topics.items()}
    return Examples(grown, found.examples.background, found.examples.words)


def _by_turns(pairs: Iterable[tuple[str, Phrase]]) -> list[tuple[str, Phrase]]:
    place: defaultdict[str, int] = defaultdict(int)
    numbered = []
    for id, phrase in pairs:
        numbered.append((place[id], id, phrase))
        place[id] += 1
    return [(id, phrase) for _, id, phrase in sorted(numbered, key=lambda each: each[:2])]
