"""A flow drawn, and its outcomes as a table that a lawyer can read and sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.flows import CHOICES, ends
from bot.interviews import Flow, Step
from bot.model import LANGUAGES, Content

ANY = "–"
"""In a column: the question is not asked on this way."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: for each step the options that lead the same way, and the outcome."""

    taken: Mapping[str, tuple[str, ...]]
    end: str
    useful: tuple[str, ...] = ()


def mermaid(flow: Flow, language: str) -> str:
    """The flow as a Mermaid flowchart, its words in a language."""
    lines = ["flowchart TD"]
    ends: dict[str, str] = {}
    for step in flow.steps.values():
        lines.append(f'  {_name(step.id)}["{_quoted(step.ask.get(language, step.id))}"]')
    for step in flow.steps.values():
        ways: dict[str, list[str]] = {}
        for label, goto in _ways(step, language):
            ways.setdefault(goto, []).append(label)
        for goto, labels in ways.items():
            if goto not in flow.steps:
                ends.setdefault(goto, f"end_{len(ends)}")
            to = _name(goto) if goto in flow.steps else ends[goto]
            said = " / ".join(filter(None, labels))
            label = f'|"{_quoted(said)}"|' if said else ""
            lines.append(f"  {_name(step.id)} -->{label} {to}")
    lines += [f'  {name}(["{goto}"])' for goto, name in ends.items()]
    return "\n".join(lines) + "\n"


def page(content: Content) -> str:
    """All flows on one page, `docs/flows.md`: drawn, and the outcomes of interviews in both languages."""
    parts = [
        "# The flows",
        "Written by `python -m bot flows --page > docs/flows.md`; a test compares it with `content/flows/`.",
    ]
    for flow in content.flows.values():
        parts.append(f"## {flow.name}\n\n```mermaid\n{mermaid(flow, LANGUAGES[-1])}```")
        if any(end.startswith("topic:") for _, end in ends(flow)):
            parts += [
                f"### {flow.titles.get(each, each)}\n\n{table(flow, content, each)}" for each in LANGUAGES
            ]
    return "\n\n".join(each.rstrip() for each in parts) + "\n"


def rows(flow: Flow) -> list[Row]:
    """Every way through the flow, those merged that an answer does not tell apart.

    Two options of a step are one where everything that can follow from them is the same.
    """
    return [Row(dict(taken), end, useful) for taken, end, useful in _rows(flow, flow.start, ())]


Found = tuple[tuple[tuple[str, tuple[str, ...]], ...], str, tuple[str, ...]]


def _rows(flow: Flow, place: str, useful: tuple[str, ...]) -> list[Found]:
    step = flow.steps.get(place)
    if step is None:
        return [((), place, useful)]
    if step.kind not in CHOICES:
        return _rows(flow, step.goto, useful)
    following: dict[tuple[Found, ...], list[str]] = {}
    for option in step.options:
        more = flow.useful.get(f"{step.id}/{option.id}", "")
        after = _rows(flow, option.goto, (*useful, more) if more else useful)
        following.setdefault(tuple(after), []).append(option.id)
    if len(following) == 1:
        # Whatever is answered, the same follows: the question says nothing here.
        return list(next(iter(following)))
    return [
        (((step.id, tuple(options)), *taken), end, more)
        for after, options in following.items()
        for taken, end, more in after
    ]


def table(flow: Flow, content: Content, language: str) -> str:
    """The outcomes as a Markdown table: a column a question, what is offered besides, and the outcome."""
    found = rows(flow)
    columns = [each for each in flow.steps.values() if any(each.id in row.taken for row in found)]
    heads = [each.ask.get(language, each.id) for each in columns]
    lines = [
        "| # | " + " | ".join([*map(_cell, heads), "→", "+"]) + " |",
        "|" + " --- |" * (len(columns) + 3),
    ]
    for n, row in enumerate(found, 1):
        cells = [_options(step, row.taken.get(step.id, ()), language) for step in columns]
        named = [_title(each, content, language) for each in (row.end, *row.useful)]
        lines.append("| " + " | ".join(map(_cell, [str(n), *cells, named[0], ", ".join(named[1:])])) + " |")
    return "\n".join(lines) + "\n"


def _options(step: Step, taken: tuple[str, ...], language: str) -> str:
    labels = {each.id: each.labels.get(language, each.id) for each in step.options}
    return ", ".join(labels[each] for each in taken) if taken else ANY


def _title(action: str, content: Content, language: str) -> str:
    kind, _, id = action.partition(":")
    found = content.topic(id, language) if kind == "topic" else None
    return f"{found.title} ({id})" if found else action


def _ways(step: Step, language: str) -> list[tuple[str, str]]:
    if step.kind not in CHOICES:
        return [("", step.goto)]
    return [(each.labels.get(language, each.id), each.goto) for each in step.options]


def _name(id: str) -> str:
    return "s_" + id.replace("-", "_")


def _quoted(text: str) -> str:
    return text.replace('"', "#quot;")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
