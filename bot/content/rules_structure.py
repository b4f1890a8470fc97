"""Do the files fit together? Counterparts, leads, facts, dates, pairs and signatures."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.answers import quoted, signature, slips, version
from bot.content.facts import value_on
from bot.content.reading import did_you_mean
from bot.content.rules import Work, other
from bot.model import LANGUAGES, Fact, Problem, Topic


def missing_counterpart(work: Work) -> Iterator[Problem]:
    """A topic has a file in each language."""
    for id, language in sorted(work.loaded.names):
        if (id, other(language)) not in work.loaded.names:
            here = work.path(other(language), f"{id}.md")
            there = work.path(language, f"{id}.md")
            yield Problem(here, 1, f"this file is missing: {there} has no counterpart in this language.")


def unknown_lead(work: Work) -> Iterator[Problem]:
    """What `next`, the menu, a command or a flow's end leads to exists."""
    known = {"topic": work.ids, "flow": set(work.loaded.flow_names)}
    for lead in work.loaded.leads:
        kind, value = lead.action.kind, lead.action.value
        if kind in known and value not in known[kind]:
            hint = did_you_mean(value, known[kind])
            yield Problem(lead.path, lead.line, f'this leads to "{lead.action}", which does not exist.{hint}')


def unknown_fact(work: Work) -> Iterator[Problem]:
    """What an answer quotes is in facts.yaml."""
    facts = work.loaded.content.facts
    for topic in work.topics:
        for name, line in quoted(topic.answer):
            if name not in facts:
                message = f"the answer quotes {{{{ {name} }}}}, which is not in {work.path('facts.yaml')}."
                yield Problem(topic.path, topic.answer_line + line, message + did_you_mean(name, facts))


def odd_quotation(work: Work) -> Iterator[Problem]:
    """Braces quote a fact and do nothing else; and only an answer is filled in."""
    for topic in work.topics:
        for text, line in slips(topic.answer):
            message = f'"{text}" is not how a fact is quoted. Write its name alone, like {{{{ visa_fee }}}}.'
            yield Problem(topic.path, topic.answer_line + line, message)
        for text, line in (
            (topic.title, work.line(topic, "title")),
            *((p.text, p.line) for p in topic.phrases),
        ):
            if "{{" in text:
                yield Problem(
                    topic.path, line, f'"{text}" quotes a fact, and only answers can. Write it in words.'
                )


def lapsed_fact(work: Work) -> Iterator[Problem]:
    """What an answer quotes has a value today."""
    facts = work.loaded.content.facts
    used = {work.loaded.content.office.phone}
    for topic in work.topics:
        for name, line in quoted(topic.answer):
            used.add(name)
            if (values := facts.get(name)) and not value_on(values, work.on):
                message = f"the answer quotes {{{{ {name} }}}}, which {_lapse(values, work)}"
                yield Problem(topic.path, topic.answer_line + line, message)
    for name, values in facts.items():
        if not value_on(values, work.on):
            if name == work.loaded.content.office.phone:
                yield Problem(
                    values[-1].path, values[-1].line, f'the office\'s "{name}" {_lapse(values, work)}'
                )
            elif name not in used:
                message = f'"{name}" {_lapse(values, work)} No answer quotes it: it may also go.'
                yield Problem(values[-1].path, values[-1].line, message, "warning")


def _lapse(values: tuple[Fact, ...], work: Work) -> str:
    """Since when, or until when, a fact has no value."""
    over = [each.until for each in values if each.until and each.until < work.on]
    begins = [each.since for each in values if each.since and each.since > work.on]
    add = f"Add the new value to {work.path('facts.yaml')}."
    if over:
        return f"has had no value since {max(over)}. {add}"
    return f"has no value before {min(begins)}. {add}" if begins else f"has no value. {add}"


def overdue_check(work: Work) -> Iterator[Problem]:
    """A topic is compared with its sources again by the day that it names."""
    for topic in work.topics:
        if topic.check_by and topic.check_by < work.on:
            message = f"this was to be checked again by {topic.check_by}. Compare it with its sources."
            yield Problem(topic.path, work.line(topic, "check again by"), message, "warning")


def fallen_apart(work: Work) -> Iterator[Problem]:
    """An edit to one language is followed in the other. Before a release, all texts have been compared."""
    for id in sorted(work.ids):
        topics = {each: work.loaded.content.topics.get((id, each)) for each in LANGUAGES}
        now = {each: version(topic) for each, topic in topics.items() if topic}
        if len(now) < len(LANGUAGES):
            continue
        command = f"Compare the two, then run: python -m bot paired {id}"
        hashes, _ = work.pairs.get(id, ({}, 0))
        edited = [each for each in LANGUAGES if hashes.get(each) != now[each]]
        if hashes and len(edited) == 1:
            behind, ahead = topics[other(edited[0])], topics[edited[0]]
            if behind and ahead:
                message = f"this text has fallen behind: {ahead.path} was edited after both were compared."
                yield Problem(behind.path, behind.answer_line, f"{message} {command}", "warning")
        elif edited and work.release and (first := topics[LANGUAGES[0]]):
            message = f"this text and its counterpart have not been compared. {command}"
            yield Problem(first.path, first.answer_line, message, "warning")
    for id, (_, line) in work.pairs.items():
        if id not in work.ids:
            message = f'there is no topic "{id}" any more. Delete its lines.'
            yield Problem(work.path("pairs.yaml"), line, message, "warning")


def stale_signature(work: Work) -> Iterator[Problem]:
    """A signature belongs to exactly the text that was signed."""
    for topic in work.topics:
        if topic.signed and not signature(topic):
            message = f'"{topic.signed}" is not for this text as it is now. Delete the line, or let the text'
            message += f" be read and signed again: {_how_to_sign(topic)}"
            yield Problem(topic.path, work.line(topic, "signed"), message, "warning")


def unsigned(work: Work) -> Iterator[Problem]:
    """Before a release, somebody answers for every text."""
    for topic in work.topics if work.release else ():
        if not topic.signed:
            message = f"nobody has signed this text. Whoever has read it runs: {_how_to_sign(topic)}"
            yield Problem(topic.path, topic.answer_line, message, "warning")


def _how_to_sign(topic: Topic) -> str:
    return f'python -m bot sign {topic.id} --language {topic.language} --name "…"'
