"""The types of a flow: its steps, their options, and where each leads. Imports nothing of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a step: its id, its words in each language, other ways to say it, where it leads."""

    id: str
    goto: str
    labels: Mapping[str, str] = field(default_factory=dict)
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One question of a flow; a step that is no choice goes on to `goto`.

    `kind` is choice, country or fiscal-year (all with options), name, phone, text, day, time or confirm
    (all with `goto`). What a person may leave out is `optional`; the answer is then `SKIPPED`.
    """

    id: str
    kind: str
    ask: Mapping[str, str] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    goto: str = ""
    optional: bool = False


SKIPPED = "-"
"""The answer to an optional step that was left out, and what stands for a private answer once forgotten."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A short interview: its steps by id, the one to start at, and its title in each language.

    A `goto` is the id of a step or an end: `topic:<id>` or another action. Answers to `private` steps
    are forgotten at the end. `useful` is the action that an answer (`step/option`) makes worth offering
    at the end. `version` changes when the steps do.
    """

    name: str
    start: str
    steps: Mapping[str, Step]
    titles: Mapping[str, str] = field(default_factory=dict)
    path: str = ""
    private: tuple[str, ...] = ()
    useful: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
