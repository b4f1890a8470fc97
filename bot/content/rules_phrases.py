"""Will people's questions find their topic? Phrases too few, twice, too near, or not given back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from bot.content.reading import did_you_mean
from bot.content.rules import Work
from bot.language import fold
from bot.matching.near import near
from bot.model import Phrase, Problem

NEARLY_THE_SAME = 88.0
"""Similarity (0-100) from which phrases differ in an ending or a small word, not in what is asked."""

FEWEST_PHRASES = 2
_OFF_TOPIC = "_off-topic"


def few_phrases(work: Work) -> Iterator[Problem]:
    """A topic with one phrase is hardly ever found. Where a flow ends, none is needed."""
    ends = {each.action.value for each in work.loaded.leads if "/flows/" in each.path}
    for topic in work.topics:
        outcome = not topic.phrases and topic.id in ends
        if len(topic.phrases) < FEWEST_PHRASES and not outcome:
            count = "one phrase" if topic.phrases else "no phrase"
            message = f"there is {count}. Add ways in which people ask this; twenty are good."
            yield Problem(topic.path, work.line(topic, "phrases"), message, "warning")


def repeated_phrase(work: Work) -> Iterator[Problem]:
    """The same words twice in one topic teach nothing."""
    for topic in work.topics:
        seen: dict[str, Phrase] = {}
        for phrase in topic.phrases:
            first = seen.setdefault(fold(phrase.text) or phrase.text, phrase)
            if first is not phrase:
                message = f'the phrase "{phrase.text}" is also on line {first.line}. Delete one of the two.'
                yield Problem(topic.path, phrase.line, message, "warning")


def phrase_in_two_topics(work: Work) -> Iterator[Problem]:
    """A way of asking belongs to one topic; and what a topic covers is not off topic."""
    ways = _ways(work)
    texts = _canonical(work, [phrase.text for _, phrase in ways])
    for i, j, _ in near(texts, texts, NEARLY_THE_SAME):
        (here, first), (there, second) = ways[i], ways[j]
        if here != there and (first.path, first.line) < (second.path, second.line):
            place = f"{second.path}, line {second.line}"
            same = fold(first.text) == fold(second.text)
            what = f"is also in {place}" if same else f'is nearly "{second.text}" in {place}'
            message = f'the phrase "{first.text}" {what}. Keep it in one of the two.'
            yield Problem(first.path, first.line, message)


def sentence_is_a_phrase(work: Work) -> Iterator[Problem]:
    """A test sentence shows something only where it is not nearly a phrase of its topic."""
    ways = _ways(work)
    texts = _canonical(work, [phrase.text for _, phrase in ways])
    asked = [each for each in work.sentences if each.topic or each.want == "refuse"]
    told: set[int] = set()
    for i, j, _ in near(_canonical(work, [each.text for each in asked]), texts, NEARLY_THE_SAME):
        sentence, (topic, phrase) = asked[i], ways[j]
        if topic == (sentence.topic or _OFF_TOPIC) and i not in told:
            told.add(i)
            place = f"{phrase.path}, line {phrase.line}"
            same = fold(sentence.text) == fold(phrase.text)
            what = f"is a phrase in {place}" if same else f'is nearly the phrase "{phrase.text}" in {place}'
            message = f'"{sentence.text}" {what}.'
            yield Problem(sentence.path, sentence.line, f"{message} Ask it in other words.")


def sentence_of_unknown_topic(work: Work) -> Iterator[Problem]:
    """Test sentences belong to topics that exist. Those that wait for one are told of once, together."""
    tested = {each.topic: each.path for each in work.sentences if each.topic}
    waiting = sorted(tested.keys() - work.ids)
    if waiting:
        folder = tested[waiting[0]].split("/")[0]
        message = f"these test files belong to no topic that there is: {', '.join(waiting)}."
        yield Problem(folder, 1, message, "warning")
    known = work.ids | tested.keys()
    for each in work.sentences:
        if each.also and each.also not in known:
            hint = did_you_mean(each.also, known)
            yield Problem(
                each.path, each.line, f'"{each.text}" names "{each.also}", which is no topic.{hint}'
            )


def phrase_not_given_back(work: Work) -> Iterator[Problem]:
    """Asked a topic's own phrase, the matcher answers with that topic.

    It knows its phrases word for word. Where it ranks another topic first all the same, the same question
    in slightly other words would go there: worth a look.
    """
    if work.matcher is None:
        return
    ways = [(topic, phrase) for topic, phrase in _ways(work) if topic != _OFF_TOPIC]
    # The encoders work outside Python's lock, so a thread for each processor is worth it.
    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        matches = threads.map(work.matcher.answer, [phrase.text for _, phrase in ways])
        for (topic, phrase), match in zip(ways, matches, strict=True):
            said = f'the phrase "{phrase.text}"'
            given = match.topic or (match.choices[0] if match.choices else "")
            first = match.ranked[0][0] if match.ranked else given
            if given != topic:
                taken = f'is understood as {given} ("{match.phrase}")' if given else "is not understood"
                message = f"{said} {taken}. Say it more clearly, or move it."
                yield Problem(phrase.path, phrase.line, message)
            elif first != topic:
                message = f"{said} reads more like {first}. Say it more clearly, or move it."
                yield Problem(phrase.path, phrase.line, message, "warning")


def _ways(work: Work) -> list[tuple[str, Phrase]]:
    """Every phrase and title with its topic, and the off-topic phrases, each where it stands."""
    ways = []
    asked = {topic.id for topic in work.topics if topic.phrases}
    for topic in work.topics:
        if topic.title and topic.id in asked:
            title = Phrase(topic.title, topic.language, topic.path, work.line(topic, "title"))
            ways.append((topic.id, title))
        ways += [(topic.id, phrase) for phrase in topic.phrases]
    return ways + [(_OFF_TOPIC, phrase) for phrase in work.loaded.content.off_topic]


def _canonical(work: Work, texts: list[str]) -> list[str]:
    """The texts as they are compared; without a matcher, without its repairs."""
    form = work.matcher.canonical if work.matcher else fold
    return [form(text) for text in texts]
