"""A flow's files joined: `flows/x.yaml` says who goes where, `<language>/flows/x.yaml` in what words."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.content.actions import read_action
from bot.content.reading import Found, did_you_mean
from bot.content.topics import ID
from bot.content.yaml_text import (
    Entries,
    Items,
    Node,
    Text,
    entries_of,
    known_only,
    read_node,
    text_of,
    texts_of,
)
from bot.interviews import Flow, Option, Step

_OWN = ("title", "ask")


@dataclass(frozen=True, slots=True)
class Routed:
    """A flow, and on which line each step (`step`) and each option (`step/option`) leads somewhere.

    `words` are the lines of the same in the files with the words, under `<language>/step/option`.
    """

    flow: Flow
    lines: Mapping[str, int]
    words: Mapping[str, int] = field(default_factory=dict)

    def word_line(self, *keys: str) -> int:
        """The line on which a step or option has its words; that of what it belongs to where it has none."""
        while keys and "/".join(keys) not in self.words:
            keys = keys[:-1]
        return self.words.get("/".join(keys), 1)


def read_routes(path: Path, found: Found) -> Routed | None:
    """The steps of a flow without their words, or None where no step can be read."""
    name = path.stem
    if not ID.fullmatch(name):
        found.error(
            1, f'the name "{path.name}" must be in small letters, digits and hyphens, like visa.yaml.'
        )
        return None
    node = read_node(path, found)
    if not isinstance(node, Entries):
        entries_of(node, path.name, found)
        return None
    parts = known_only(node, ("steps", "private", "useful"), found)
    lines: dict[str, int] = {}
    steps: dict[str, Step] = {}
    for key, value in entries_of(parts.get("steps"), "steps", found):
        if not ID.fullmatch(key.value):
            found.error(key.line, f'the step "{key.value}" must be in small letters, digits and hyphens.')
        elif step := _step(name, key, value, lines, found):
            steps[step.id] = step
    if not steps:
        found.error(1, 'there are no steps. Write "steps:" and below it the steps, the first one first.')
        return None
    private = tuple(each.value for each in texts_of(parts.get("private"), "private", found))
    for each in private:
        if each not in steps:
            found.error(node.line, f'"private" names the step "{each}", which does not exist.')
    useful = {}
    for key, value in entries_of(parts.get("useful"), "useful", found) if "useful" in parts else ():
        step_id, _, option = key.value.partition("/")
        if step_id not in steps or option not in {each.id for each in steps[step_id].options}:
            found.error(key.line, f'"useful" names "{key.value}", and no step has such an option.')
        elif (text := text_of(value, key.value, found)) and (action := read_action(text, found)):
            useful[key.value] = str(action)
    version = hashlib.sha256(repr(sorted(steps.items())).encode()).hexdigest()[:8]
    flow = Flow(
        name, next(iter(steps)), steps, path=found.path, private=private, useful=useful, version=version
    )
    return Routed(flow, lines)


KINDS_WITH_OPTIONS = ("choice", "country", "fiscal-year")
KINDS = (*KINDS_WITH_OPTIONS, "text", "name", "phone", "day", "time", "confirm")


def _step(flow: str, key: Text, node: Node, lines: dict[str, int], found: Found) -> Step | None:
    """One step: options with where each leads, or a `kind` with one `goto` that is answered in words."""
    lines[key.value] = key.line
    entries = entries_of(node, key.value, found)
    if not entries:
        found.error(
            key.line, f'the step "{key.value}" has no options. Write them like "yes: topic:passport".'
        )
        return None
    written = {each.value: value for each, value in entries}
    kind = text_of(written.get("kind"), "kind", found) if "kind" in written else None
    if kind and kind.value not in KINDS:
        hint = did_you_mean(kind.value, KINDS) or f" It is one of {', '.join(KINDS)}."
        found.error(kind.line, f'the kind "{kind.value}" of step "{key.value}" is not known.{hint}')
        return None
    if kind and kind.value not in KINDS_WITH_OPTIONS and isinstance(node, Entries):
        parts = known_only(node, ("kind", "goto", "optional"), found)
        goto = text_of(parts.get("goto"), "goto", found)
        if goto is None:
            found.error(key.line, f'the step "{key.value}" leads nowhere. Add a line "goto: …".')
        lines[f"{key.value}/"] = goto.line if goto else key.line
        optional = text_of(parts.get("optional"), "optional", found) if "optional" in parts else None
        if optional and optional.value not in ("yes", "no"):
            found.error(optional.line, f'"optional" is yes or no, and here stands "{optional.value}".')
        return Step(
            key.value,
            kind.value,
            goto=_place(goto, found) if goto else "",
            optional=bool(optional and optional.value == "yes"),
        )
    options = []
    for name, where in entries:
        if name.value == "kind":
            continue
        goto = text_of(where, name.value, found)
        lines[f"{key.value}/{name.value}"] = name.line
        if not ID.fullmatch(name.value):
            found.error(name.line, f'the option "{name.value}" must be in small letters, digits and hyphens.')
        elif len(f"answer:{flow}/{key.value}/{name.value}") > 64:
            found.error(
                name.line, f'"{flow}/{key.value}/{name.value}" is too long for a button. Shorten a name.'
            )
        elif goto:
            options.append(Option(name.value, _place(goto, found)))
    if not options:
        found.error(
            key.line, f'the step "{key.value}" has no options. Write them like "yes: topic:passport".'
        )
        return None
    return Step(key.value, kind.value if kind else "choice", options=tuple(options))


def _place(goto: Text, found: Found) -> str:
    """Where an option leads: the id of a step, or an action, which then ends the flow."""
    if ":" not in goto.value:
        return goto.value
    action = read_action(goto, found)
    return str(action) if action else "menu:"


def add_words(routed: Routed, path: Path, language: str, found: Found) -> Routed:
    """The flow with its words in one more language. A step or option without words is found by `check`."""
    flow = routed.flow
    node = read_node(path, found)
    if not isinstance(node, Entries):
        entries_of(node, path.name, found)
        return routed
    title = text_of(node.get("title"), "title", found)
    steps = dict(flow.steps)
    words = dict(routed.words)
    for key, value in node.entries:
        words[f"{language}/{key.value}"] = key.line
        if key.value == "title":
            continue
        if key.value not in steps:
            hint = did_you_mean(key.value, steps) or f" Its steps are {', '.join(steps)}."
            found.error(key.line, f'the flow has no step "{key.value}".{hint}')
        elif not isinstance(value, Entries):
            entries_of(value, key.value, found)
        else:
            words |= {f"{language}/{key.value}/{each.value}": each.line for each, _ in value.entries}
            steps[key.value] = _with_words(steps[key.value], value, language, found)
    titles = {**flow.titles, language: title.value} if title else flow.titles
    return Routed(replace(flow, steps=steps, titles=titles), routed.lines, words)


def _with_words(step: Step, node: Entries, language: str, found: Found) -> Step:
    known = known_only(node, ("ask", *(each.id for each in step.options)), found)
    ask = text_of(known.get("ask"), "ask", found)
    options = []
    for option in step.options:
        said = _ways(known.get(option.id), option.id, found)
        options.append(
            replace(
                option,
                labels={**option.labels, language: said[0]},
                synonyms={**option.synonyms, language: said[1:]},
            )
            if said
            else option
        )
    return replace(step, ask={**step.ask, language: ask.value} if ask else step.ask, options=tuple(options))


def _ways(node: Node | None, name: str, found: Found) -> tuple[str, ...]:
    """An option's label, then the other ways to say it."""
    if isinstance(node, Items):
        return tuple(each.value for each in texts_of(node, name, found))
    text = text_of(node, name, found)
    return (text.value,) if text else ()
