"""Does every flow lead somewhere, in both languages, in few questions?"""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.actions import ALONE
from bot.content.reading import did_you_mean
from bot.content.rules import Work
from bot.content.rules_text import LONGEST_TITLE
from bot.interviews import Flow, Step
from bot.model import LANGUAGES, Problem

MOST_QUESTIONS = 7
"""Questions on the longest way through a flow: past that, people leave before the end."""

MOST_ASKED_FOR = 9
"""The same for a flow that asks for a name and a phone: those who come so far want an appointment."""

MOST_OPTIONS = 5
"""Buttons under a message that a small phone shows without scrolling, less the one that leads out."""


def unknown_step(work: Work) -> Iterator[Problem]:
    """An option leads to a step of its flow, or to an action."""
    for routed in work.loaded.routes.values():
        flow = routed.flow
        for step in flow.steps.values():
            for option, goto in _ways_on(step):
                if goto and ":" not in goto and goto not in flow.steps:
                    line = routed.lines.get(f"{step.id}/{option}", 1)
                    known = {
                        *flow.steps,
                        *(f"topic:{id}" for id in work.ids),
                        *(f"{each}:" for each in ALONE),
                    }
                    message = f'the step "{step.id}" leads to "{goto}", which does not exist.'
                    yield Problem(flow.path, line, message + did_you_mean(goto, known))


def circle(work: Work) -> Iterator[Problem]:
    """No flow leads round in a circle."""
    for routed in work.loaded.routes.values():
        if round_trip := _circle(routed.flow):
            way = " → ".join(f'"{each}"' for each in round_trip)
            line = routed.lines.get(round_trip[-2], 1)
            yield Problem(
                routed.flow.path, line, f"the steps lead round in a circle: {way}. Let one lead out."
            )


def unreached_step(work: Work) -> Iterator[Problem]:
    """Every step is asked on some way through the flow."""
    for routed in work.loaded.routes.values():
        reached = {routed.flow.start}
        ahead = [routed.flow.start]
        while ahead:
            for _, goto in _ways_on(routed.flow.steps[ahead.pop()]):
                if goto in routed.flow.steps and goto not in reached:
                    reached.add(goto)
                    ahead.append(goto)
        for id in routed.flow.steps:
            if id not in reached:
                message = f'no step leads to "{id}". Lead to it, or delete it.'
                yield Problem(routed.flow.path, routed.lines.get(id, 1), message)


def long_flow(work: Work) -> Iterator[Problem]:
    """A flow is an interview of a few questions."""
    for routed in work.loaded.routes.values():
        flow = routed.flow
        most = MOST_ASKED_FOR if any(each.kind == "phone" for each in flow.steps.values()) else MOST_QUESTIONS
        if not _circle(flow) and (length := _longest(flow, flow.start, {})) > most:
            message = f"one way through has {length} questions, and {most} are the most. Shorten it."
            yield Problem(flow.path, routed.lines.get(flow.start, 1), message)


def flow_without_words(work: Work) -> Iterator[Problem]:
    """A flow can be asked in each language."""
    for routed in work.loaded.routes.values():
        for language in LANGUAGES:
            path = work.path(language, "flows", f"{routed.flow.name}.yaml")
            if not any(key.startswith(f"{language}/") for key in routed.words):
                message = f"this file is missing or empty: {routed.flow.path} has no words in this language."
                yield Problem(path, 1, message)
                continue
            for lacking, keys in _without_words(routed.flow, language):
                yield Problem(path, routed.word_line(language, *keys), lacking)


def _without_words(flow: Flow, language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What is not said in a language, and where that would stand."""
    if not flow.titles.get(language):
        yield 'the line "title: …" is missing.', ()
    for step in flow.steps.values():
        if not step.ask.get(language) and not any(option.labels.get(language) for option in step.options):
            yield f'the step "{step.id}" has no words.', (step.id,)
            continue
        if not step.ask.get(language):
            yield f'the step "{step.id}" is not asked. Write it below "{step.id}" as "ask: …".', (step.id,)
        for option in step.options:
            if not option.labels.get(language):
                yield f'the option "{option.id}" of "{step.id}" has no words.', (step.id, option.id)


def unfit_for_buttons(work: Work) -> Iterator[Problem]:
    """An option is a button: few of them, with short labels; and a flow's title is one too."""
    for routed in work.loaded.routes.values():
        flow = routed.flow
        labels: list[tuple[str, tuple[str, ...], str]]
        labels = [(language, ("title",), title) for language, title in flow.titles.items()]
        for step in flow.steps.values():
            # What stands for every other country is written, not pressed; three years stand for one option.
            shown = len(step.options) + {"country": -1, "fiscal-year": 2}.get(step.kind, 0)
            if shown > MOST_OPTIONS:
                message = f'the step "{step.id}" has {shown} options, and {MOST_OPTIONS} are the most.'
                yield Problem(flow.path, routed.lines.get(step.id, 1), f"{message} Ask in two steps.")
            for option in step.options:
                labels += [(each, (step.id, option.id), label) for each, label in option.labels.items()]
        for language, keys, label in labels:
            if len(label) > LONGEST_TITLE:
                message = (
                    f'"{label}" has {len(label)} characters, and a button shows {LONGEST_TITLE}. Shorten it.'
                )
                path = work.path(language, "flows", f"{flow.name}.yaml")
                yield Problem(path, routed.word_line(language, *keys), message)


def _ways_on(step: Step) -> list[tuple[str, str]]:
    """Each option and where it leads; a step that is no choice has one way, with no option."""
    return [(each.id, each.goto) for each in step.options] if step.options else [("", step.goto)]


def _circle(flow: Flow) -> list[str]:
    """The steps of one circle, first and last the same, or none. Not recursive: a file may be long."""
    done: set[str] = set()
    for start in flow.steps:
        way = [start]
        choices = [iter(_ways_on(flow.steps[start]))]
        while way:
            goto = next((goto for _, goto in choices[-1] if goto in flow.steps and goto not in done), None)
            if goto is None:
                done.add(way.pop())
                choices.pop()
            elif goto in way:
                return [*way[way.index(goto) :], goto]
            else:
                way.append(goto)
                choices.append(iter(_ways_on(flow.steps[goto])))
    return []


def _longest(flow: Flow, place: str, known: dict[str, int]) -> int:
    """Questions on the longest way from a step to the flow's end, in a flow without circles."""
    if place not in flow.steps:
        return 0
    if place not in known:
        known[place] = 1 + max(
            (_longest(flow, goto, known) for _, goto in _ways_on(flow.steps[place])), default=0
        )
    return known[place]
