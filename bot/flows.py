"""Walks a flow: given the answers so far, which step comes next, or where does it end?

The answers are the whole state. We never store a current step, so an edited
flow file cannot strand anyone, going back is dropping the last answer, and a
button from an older message simply re-answers its own step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.interviews import SKIPPED, Flow, Step

CHOICES = ("choice", "country", "fiscal-year")
"""The kinds of step that lead on by option."""

OTHER = "other"
"""The option of a country step that stands for every country which has none of its own."""

RECENT = "recent"
"""The option of a fiscal-year step that stands for each of the last three."""

_FORMS = {
    "day": r"\d{8}",
    "time": r"\d{12}/\d{1,3}/[a-z0-9-]+",
    "phone": r"\+\d{8,15}",
    "confirm": r"yes-[0-9a-f]{8}",
    "fiscal-year": r"20\d\d",
    "country": r"[a-z]{2}",
}
"""How the answer to a step is written that is not one of its options."""


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


def option_of(step: Step, answer: str) -> str:
    """The id of the option that an answer counts as: its own, or the one for all countries or years; ""."""
    ids = {each.id for each in step.options}
    if answer in ids:
        return answer
    rest = {"country": OTHER, "fiscal-year": RECENT}.get(step.kind, "")
    return rest if rest in ids and re.fullmatch(_FORMS[step.kind], answer, re.ASCII) else ""


def fits(step: Step, answer: str) -> bool:
    """Whether an answer is written as this step's answers are. Whether a time is free is asked elsewhere."""
    if step.kind in CHOICES:
        return bool(option_of(step, answer))
    if step.optional and answer == SKIPPED:
        return True
    form = _FORMS.get(step.kind)
    return bool(re.fullmatch(form, answer, re.ASCII)) if form else bool(answer.strip())


def ends(flow: Flow) -> Iterator[tuple[dict[str, str], str]]:
    """Every way through: the option taken at each step (other kinds of step have one way on), and the end."""
    ahead: list[tuple[dict[str, str], str]] = [({}, flow.start)]
    while ahead:
        taken, place = ahead.pop()
        step = flow.steps.get(place)
        if step is None or place in taken:
            yield taken, place
        elif step.kind in CHOICES:
            ahead += [({**taken, place: each.id}, each.goto) for each in reversed(step.options)]
        else:
            ahead.append(({**taken, place: ""}, step.goto))


def _replay(flow: Flow, answers: Mapping[str, str]) -> tuple[list[Step], Step | str]:
    """The steps answered and the place reached. `check` makes sure that no flow leads round in a circle;
    an edited file might, for a moment, so no step is taken twice."""
    done: list[Step] = []
    place = flow.start
    while (step := flow.steps.get(place)) and step not in done:
        after = _after(step, answers.get(step.id, ""))
        if after is None:
            return done, step
        done.append(step)
        place = after
    return done, "menu:" if place in flow.steps else place


def _after(step: Step, answer: str) -> str | None:
    """Where an answer leads; None where there is none, or the step no longer takes it."""
    if not fits(step, answer):
        return None
    if step.kind not in CHOICES:
        return step.goto
    return next(each.goto for each in step.options if each.id == option_of(step, answer))
