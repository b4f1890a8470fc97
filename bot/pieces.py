"""An answer in short pieces, for whoever asked for that with /big: one after the other, at their tap."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot import replies
from bot.match import HELPING
from bot.model import Action, Button, Reply, Topic
from bot.scene import Scene

LONGEST = 250
"""Characters of a piece, as people see them: a paragraph or two in large letters on a small phone."""

SHORT = 400
"""Characters of the first help in danger, as they are shown: it has to be read at a glance."""

_SIGNS = re.compile(r"\]\([^)\s]*\)|[*_\[\]]")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=\S)")


def split(markdown: str, first: int = LONGEST) -> list[str]:
    """The text in pieces of at most `LONGEST` characters, the `first` of at most so many, between paragraphs,
    list items and sentences. A single sentence that is longer stays whole."""
    pieces: list[str] = []
    for glue, part in _parts(markdown):
        most = first if len(pieces) == 1 else LONGEST
        if pieces and len(_seen(pieces[-1])) + len(_seen(part)) + 1 <= most:
            pieces[-1] += glue + part
        else:
            pieces.append(part)
    return pieces


def piece(said: Reply, cut: Sequence[str], rest: str, number: int, on: Callable[[int], Button]) -> Reply:
    """One piece of an answer that was `cut`; `number` counts from 1. Under the last one come `rest` (sources)
    and the buttons of `said`, under the others `on` to the next and the one to hear it."""
    number = max(1, min(number, len(cut)))
    if number >= len(cut):
        return replace(said, text="\n\n".join(filter(None, (cut[-1] if cut else "", rest))))
    aloud = tuple(row for row in said.buttons if row[0].action and row[0].action.kind == "listen")
    return replace(said, text=cut[number - 1], buttons=((on(number + 1),), *aloud))


def of_topic(scene: Scene, said: Reply, found: Topic, body: str, number: int, flow: str = "") -> Reply:
    """One piece of a topic's answer, `body`. `flow` is the one that ended in it, if any.

    Where it leads to help the first piece is longer: the numbers are never cut off it.
    """
    cut = split(body, SHORT if found.id in HELPING else LONGEST)

    def on(next: int) -> Button:
        value = f"{found.id}/{found.language}/{next}" + (f"/{flow}" if flow else "")
        return onward(scene, Action("piece", value), next, len(cut))

    return piece(said, cut, replies.checked(found), number, on)


def goes_on(said: Reply) -> tuple[tuple[Button, ...], ...]:
    """The row of a piece that leads to the next, if there is one."""
    return tuple(row for row in said.buttons if row[0].action and row[0].action.kind in ("piece", "signs"))


def onward(scene: Scene, action: Action, number: int, of: int) -> Button:
    """The button to the next piece."""
    return Button("▶ " + scene.t.say("Next ({n} of {all})", n=number, all=of), action)


def _parts(markdown: str) -> Iterator[tuple[str, str]]:
    """The smallest parts of a text, each with what joins it to the one before."""
    for block in re.split(r"\n{2,}", markdown.strip()):
        glue = "\n\n"
        for line in re.split(r"\n(?=(?:[-*•]|\d+\.) )", block):
            if len(_seen(line)) <= LONGEST:
                yield glue, line
            else:
                for sentence in _sentences(line):
                    yield glue, sentence
                    glue = " "
            glue = "\n"


def _sentences(text: str) -> Iterator[str]:
    """Sentences, never cut inside bold or a link."""
    held = ""
    for each in _SENTENCE.split(text):
        held = f"{held} {each}" if held else each
        open_link = held.count("[") != held.count("]") or held.count("(") != held.count(")")
        if not open_link and held.count("**") % 2 == 0 and held.count("_") % 2 == 0:
            yield held
            held = ""
    if held:
        yield held


def _seen(markdown: str) -> str:
    return _SIGNS.sub("", markdown)
