"""How often does the matcher say the right thing? Counts, intervals, and the confusions behind them.

For whoever changes phrases: `python -m bot score` on the sentences in `tests/`, or on a file
of questions (language, topic, in scope, question, separated by tabs).
"""

from __future__ import annotations

import csv
import math
import random
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.content import read_sentences
from bot.matching import Matcher

OFF_TOPIC = "none"
HARMLESS = ("other-immigration", "greeting", "thanks", "insult", "false-papers")
"""An off-topic question answered by one of these is answered well: each sends it on kindly."""

OUTCOMES = ("right", "wrong", "asked", "asked-without", "refused")
WORDS = {
    "right": "answered right",
    "wrong": "answered wrong",
    "asked": "asked, right among three",
    "asked-without": "asked without it",
    "refused": "refused",
}
MOST_CONFUSIONS = 40


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the topics that are right for it; none where it is off-topic."""

    text: str
    language: str
    right: tuple[str, ...]

    @property
    def off_topic(self) -> bool:
        """Whether no topic is right for it."""
        return not self.right


@dataclass(frozen=True, slots=True)
class Confusion:
    """A question that went wrong: the topic it got, the phrase that caused it, and how sure that was."""

    question: Question
    got: str
    phrase: str
    probability: float


@dataclass(slots=True)
class Report:
    """Outcomes by language for questions in scope, for off-topic ones, and what was confused."""

    outcomes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    off_topic: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    confusions: list[Confusion] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)


def read_questions(path: Path) -> list[Question]:
    """Questions from a file: columns lang, topic, question. `none` is off-topic; `a|b`: both are right."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Question(
            row["question"],
            row["lang"],
            tuple(each for each in row["topic"].split("|") if each != OFF_TOPIC),
        )
        for row in rows
        if row.get("question")
    ]


def read_tests(tests: Path) -> list[Question]:
    """Questions from `tests/`: those to be answered or offered, and those to be refused."""
    questions = []
    for each in read_sentences(tests)[0]:
        if each.want in ("answer", "suggest"):
            questions.append(Question(each.text, each.language, tuple(filter(None, (each.topic, each.also)))))
        elif each.want == "refuse":
            questions.append(Question(each.text, each.language, ()))
    return questions


def score(matcher: Matcher, questions: Iterable[Question], topics: Iterable[str]) -> Report:
    """Asks every question. Those whose topic the content does not have are counted apart."""
    known, report = set(topics), Report()
    for question in questions:
        if question.right and not known & set(question.right):
            report.unknown[question.right[0]] += 1
            continue
        match = matcher.answer(question.text)
        got = match.topic if match.decision == "answer" else ""
        if question.off_topic:
            outcome = "wrong" if got and got not in HARMLESS else "refused" if not got else "right"
            outcome = "asked" if match.decision == "ask" else outcome
            report.off_topic[question.language][outcome] += 1
        else:
            outcome = _outcome(match.decision, got, match.choices, question.right)
            report.outcomes[question.language][outcome] += 1
        if outcome in ("wrong", "asked-without") or (outcome == "refused" and question.right):
            first = got or next(iter(match.choices), "")
            report.confusions.append(Confusion(question, first, match.phrase, match.probability))
    report.confusions.sort(key=lambda each: (-each.probability, each.question.text))
    return report


def _outcome(decision: str, got: str, choices: Sequence[str], right: Sequence[str]) -> str:
    if decision == "answer":
        return "right" if got in right else "wrong"
    if decision == "ask":
        return "asked" if set(choices) & set(right) else "asked-without"
    return "refused"


def interval(hits: int, n: int) -> tuple[float, float]:
    """The 95% interval of a share (Wilson 1927), between 0 and 1."""
    if n == 0:
        return 0.0, 1.0
    z, share = 1.96, hits / n
    middle = share + z * z / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return (middle - spread) / (1 + z * z / n), (middle + spread) / (1 + z * z / n)


def rows(report: Report) -> dict[str, dict[str, tuple[int, int]]]:
    """For each language and in all: what is counted → (how many, of how many)."""
    found = {}
    languages = sorted({*report.outcomes, *report.off_topic})
    for name in (*languages, "all"):
        here = languages if name == "all" else [name]
        inside: Counter[str] = sum((report.outcomes[each] for each in here), Counter())
        outside: Counter[str] = sum((report.off_topic[each] for each in here), Counter())
        n, m = inside.total(), outside.total()
        table = {WORDS[each]: (inside[each], n) for each in OUTCOMES}
        table["right at once or among three"] = (inside["right"] + inside["asked"], n)
        table["off-topic answered"] = (outside["wrong"], m)
        table["off-topic asked"] = (outside["asked"], m)
        found[name] = table
    return found


def table(report: Report) -> str:
    """The report in words, the confusions worst first."""
    lines = []
    for name, counted in rows(report).items():
        lines.append(f"{name}")
        for what, (hits, n) in counted.items():
            low, high = interval(hits, n)
            share = f"{100 * hits / n:5.1f}%" if n else "    –"
            lines.append(f"  {what:30} {hits:5} of {n:5}  {share}  [{100 * low:.1f}, {100 * high:.1f}]")
    if report.unknown:
        named = ", ".join(f"{topic} {n}" for topic, n in report.unknown.most_common())
        lines.append(f"not asked, for the content has no such topic: {named}")
    if report.confusions:
        lines.append("")
        lines.append("confusions, worst first: chance, language, right → got, question, phrase behind it")
        for each in report.confusions[:MOST_CONFUSIONS]:
            right = "|".join(each.question.right) or OFF_TOPIC
            lines.append(
                f"  {each.probability:.2f} {each.question.language} {right} → {each.got or 'refused'}: "
                f"“{each.question.text}” · “{each.phrase}”"
            )
        if (more := len(report.confusions) - MOST_CONFUSIONS) > 0:
            lines.append(f"  … and {more} more")
    return "\n".join(lines)


def compare(reports: Sequence[tuple[str, Report]]) -> str:
    """Two reports side by side."""
    (left, a), (right, b) = reports
    one, two = rows(a), rows(b)
    lines = [f"{'':40} {left[-20:]:>20} {right[-20:]:>20}"]
    for name in one | two:
        for what in one.get(name, two.get(name, {})):
            shares = [_share(each.get(name, {}).get(what, (0, 0))) for each in (one, two)]
            lines.append(f"{name:4} {what:35} {shares[0]:>20} {shares[1]:>20}")
    return "\n".join(lines)


def _share(counted: tuple[int, int]) -> str:
    hits, n = counted
    return f"{100 * hits / n:.1f}% of {n}" if n else "–"


# ---- how phones spell ---------------------------------------------------------------------------

_SHORT: Mapping[str, tuple[str, ...]] = {
    "que": ("q", "k", "ke"),
    "qué": ("q", "k", "ke"),
    "porque": ("xq", "pq"),
    "por qué": ("xq", "pq"),
    "para": ("pa",),
    "you": ("u",),
    "are": ("r",),
    "please": ("pls",),
    "because": ("cuz",),
    "quiero": ("kiero",),
}
_SOUNDS = (("b", "v"), ("v", "b"), ("s", "c"), ("c", "s"), ("z", "s"), ("s", "z"), ("ll", "y"), ("y", "ll"))


def with_noise(questions: Sequence[Question], seed: int) -> list[Question]:
    """The same questions as typed in a hurry on a phone; the same seed gives the same spelling."""
    chance = random.Random(seed)  # noqa: S311, it only spells
    return [replace(each, text=noisy(each.text, chance)) for each in questions]


def noisy(text: str, chance: random.Random) -> str:
    """No accents; some words shortened, some letters dropped, doubled, swapped or written as they sound."""
    for word, short in _SHORT.items():
        if chance.random() < 0.5:
            text = re.sub(rf"\b{word}\b", chance.choice(short), text, flags=re.IGNORECASE)
    return " ".join(_noisy_word(word, chance) for word in _bare(text).split())


def _bare(text: str) -> str:
    """Lower case without accents and opening signs; ñ becomes n, as on a foreign keyboard."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return "".join(each for each in letters if not unicodedata.combining(each) and each not in "¿¡")


def _noisy_word(word: str, chance: random.Random) -> str:
    if word.startswith("h") and len(word) > 3 and word[1].isalpha() and chance.random() < 0.3:
        word = word[1:]
    if len(word) < 4 or not word.isalpha() or chance.random() > 0.3:
        return word
    place = chance.randrange(1, len(word) - 1)
    match chance.randrange(4):
        case 0:
            return word[:place] + word[place + 1 :]
        case 1:
            return word[:place] + word[place] + word[place:]
        case 2:
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        case _:
            heard = [(a, b) for a, b in _SOUNDS if a in word]
            return word.replace(*chance.choice(heard), 1) if heard else word
