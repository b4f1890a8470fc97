"""What falls due, and how does everything stand? One row a topic, one row a fact; nothing is printed here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.content.answers import answer, quoted, signature
from bot.content.facts import last_known, show, value_on
from bot.content.load import Loaded
from bot.content.rules_readability import readability
from bot.content.sentences import Sentence
from bot.model import LANGUAGES, Fact, Topic

NONE = "–"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic: the values of each language that has a text, by its code.

    `signed` is "yes", "no", or "old" where the text was edited after somebody signed it. `readability` is
    what the rule of readability looks at, None where the text is too short to say.
    """

    id: str
    check_by: Mapping[str, date | None] = field(default_factory=dict)
    signed: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, int] = field(default_factory=dict)
    sentences: Mapping[str, int] = field(default_factory=dict)
    readability: Mapping[str, float | None] = field(default_factory=dict)

    @property
    def due(self) -> date | None:
        """The first day by which one of its texts is to be checked again."""
        return min((each for each in self.check_by.values() if each), default=None)


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact as it is on a day. `shown` is its value as people read it, by language; without one today,
    `shown` holds the last value known and `lapsed` is set.

    `due` is the last day for which a value is known, None where there is no end to it. `quoted_by` are the
    languages of the texts that quote it, by topic; `office.yaml` is there for the office's phone.
    """

    name: str
    shown: Mapping[str, str]
    lapsed: bool = False
    since: date | None = None
    until: date | None = None
    due: date | None = None
    source: str = ""
    quoted_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def topic_rows(loaded: Loaded, sentences: Iterable[Sentence], on: date) -> list[TopicRow]:
    """Every topic, by name; each answer as it reads on the day `on`."""
    asked = Counter((each.topic, each.language) for each in sentences)
    return [_topic_row(loaded, id, asked, on) for id in sorted({id for id, _ in loaded.content.topics})]


def fact_rows(loaded: Loaded, on: date) -> list[FactRow]:
    """Every fact, by name."""
    quoting: dict[str, dict[str, tuple[str, ...]]] = {}
    for (id, language), topic in sorted(loaded.content.topics.items(), key=_in_reading_order):
        for name in dict.fromkeys(name for name, _ in quoted(topic.answer)):
            topics = quoting.setdefault(name, {})
            topics[id] = (*topics.get(id, ()), language)
    facts, phone = loaded.content.facts, loaded.content.office.phone
    quoting.setdefault(phone, {})["office.yaml"] = LANGUAGES
    return [_fact_row(name, facts[name], quoting.get(name, {}), on) for name in sorted(facts)]


def topics_due(rows: Iterable[TopicRow], on: date, days: int) -> list[TopicRow]:
    """The topics to be checked again within so many days, overdue ones first."""
    last = on + timedelta(days=days)
    found = [(each.due, each.id, each) for each in rows if each.due and each.due <= last]
    return [each for _, _, each in sorted(found, key=lambda one: one[:2])]


def facts_due(rows: Iterable[FactRow], on: date, days: int) -> list[FactRow]:
    """The facts that have no value today, or will have none within so many days; the oldest first."""
    last = on + timedelta(days=days)
    waiting = (each for each in rows if each.lapsed or (each.due and each.due <= last))
    return sorted(waiting, key=lambda each: (each.due or date.min, each.name))


TOPIC_HEAD = (
    "topic",
    *(f"check by {each}" for each in LANGUAGES),
    *(f"{each} {'/'.join(LANGUAGES)}" for each in ("signed", "phrases", "tests", "readable")),
)
FACT_HEAD = ("fact", "value today", "since", "until", "source", "quoted by")


def topic_cells(row: TopicRow) -> tuple[str, ...]:
    """A topic's row as it is printed."""
    days = [_day(row.check_by.get(each)) for each in LANGUAGES]
    scores = {each: None if score is None else f"{score:.0f}" for each, score in row.readability.items()}
    return (row.id, *days, *map(_both, (row.signed, row.phrases, row.sentences, scores)))


def fact_cells(row: FactRow) -> tuple[str, ...]:
    """A fact's row as it is printed."""
    values = [_on_one_line(row.shown[each]) for each in LANGUAGES]
    value = values[0] if len(set(values)) == 1 else " / ".join(values)
    value = f"no value today (last known: {value})" if row.lapsed else value
    quoting = (
        id if len(each) == len(LANGUAGES) else f"{id} ({', '.join(each)})"
        for id, each in row.quoted_by.items()
    )
    return (
        row.name,
        value,
        _day(row.since),
        _day(row.until),
        row.source or NONE,
        ", ".join(quoting) or NONE,
    )


def _topic_row(loaded: Loaded, id: str, asked: Mapping[tuple[str, str], int], on: date) -> TopicRow:
    found = {each: loaded.content.topics.get((id, each)) for each in LANGUAGES}
    topics = {each: topic for each, topic in found.items() if topic}
    return TopicRow(
        id,
        {each: topic.check_by for each, topic in topics.items()},
        {each: _signed(topic) for each, topic in topics.items()},
        {each: len(topic.phrases) for each, topic in topics.items()},
        {each: asked.get((id, each), 0) for each in topics},
        {
            each: readability(answer(loaded.content, topic, each, on).text, each)
            for each, topic in topics.items()
        },
    )


def _signed(topic: Topic) -> str:
    if not topic.signed:
        return "no"
    return "yes" if signature(topic) else "old"


def _fact_row(
    name: str, values: Sequence[Fact], quoted_by: Mapping[str, tuple[str, ...]], on: date
) -> FactRow:
    today = value_on(values, on)
    found = today or last_known(values, on) or values[0]
    return FactRow(
        name,
        {each: show(found, each) for each in LANGUAGES},
        today is None,
        found.since,
        found.until,
        _known_until(values, found),
        found.source,
        quoted_by,
    )


def _known_until(values: Sequence[Fact], found: Fact) -> date | None:
    """The last day of a value, or of those that follow it without a gap."""
    until = found.until
    for each in values[values.index(found) + 1 :]:
        if until is None or each.since != until + ONE_DAY:
            break
        until = each.until
    return until


def _in_reading_order(item: tuple[tuple[str, str], Topic]) -> tuple[str, int]:
    (id, language), _ = item
    return id, LANGUAGES.index(language)


def _both(values: Mapping[str, object]) -> str:
    """One cell for both languages: `49/45`."""
    return "/".join(NONE if (value := values.get(each)) is None else str(value) for each in LANGUAGES)


def _day(day: date | None) -> str:
    return day.isoformat() if day else NONE


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
