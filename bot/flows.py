"""Walks a flow: given the answers so far, which step comes next, or where does it end?

The answers are the whole state. We never store a current step, so an edited
flow file cannot strand anyone, going back is dropping the last answer, and a
button from an older message simply re-answers its own step.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.language import fold
from bot.model import Flow, Step


def walk(flow: Flow, answers: Mapping[str, str]) -> Step | str:
    """The step still to ask, or the flow's end: an action such as `topic:<id>`."""
    return _replay(flow, answers)[1]


def answered(flow: Flow, answers: Mapping[str, str]) -> list[Step]:
    """The steps that these answers went through, in order."""
    return _replay(flow, answers)[0]


def without_last(flow: Flow, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers without the last one given: one step back."""
    done = answered(flow, answers)
    return {step: value for step, value in answers.items() if not done or step != done[-1].id}


def read(step: Step, text: str, language: str, meant: str = "") -> str | None:
    """The answer that a typed `text` gives to `step`, or None where it gives none.

    Understood for a choice: its number, its label, its other ways to say it (alone, or as
    the only option named in a short sentence), and `meant`: "yes" or "no" where the text
    is known to mean that.
    """
    if step.kind != "choice":
        return text.strip() or None
    said = fold(text)
    if said.isdecimal() and 1 <= int(said) <= len(step.options):
        return step.options[int(said) - 1].id
    ways = {option.id: _ways(step, option.id, language) for option in step.options}
    for option, words in ways.items():
        if said in words:
            return option
    if meant in ways:
        return meant
    if len(said.split()) > 8:
        return None
    named = [
        option
        for option, words in ways.items()
        if any(len(each) > 2 and f" {each} " in f" {said} " for each in words)
    ]
    return named[0] if len(named) == 1 else None


def _ways(step: Step, option_id: str, language: str) -> set[str]:
    option = next(each for each in step.options if each.id == option_id)
    # The other language's words too: people mix them.
    said = {fold(label) for label in option.labels.values()}
    for synonyms in option.synonyms.values():
        said |= {fold(each) for each in synonyms}
    return {option.id, fold(option.labels.get(language, "")), *said} - {""}


def _replay(flow: Flow, answers: Mapping[str, str]) -> tuple[list[Step], Step | str]:
    """The steps answered and the place reached. `check` makes sure that no flow leads round in a circle;
    an edited file might, for a moment, so no step is taken twice."""
    done: list[Step] = []
    place = flow.start
    while (step := flow.steps.get(place)) and step not in done:
        after = _after(step, answers.get(step.id))
        if after is None:
            return done, step
        done.append(step)
        place = after
    return done, "menu:" if place in flow.steps else place


def _after(step: Step, answer: str | None) -> str | None:
    """Where an answer leads; None where there is none, or the step no longer offers it."""
    if step.kind != "choice":
        return step.goto if answer else None
    return next((option.goto for option in step.options if option.id == answer), None)
