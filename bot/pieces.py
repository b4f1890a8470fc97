"""An answer in short pieces, for whoever asked for that with /big: one after the other, at their tap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.model import Action, Button, Reply
from bot.scene import Scene

LONGEST = 250
"""Characters of a piece, as people see them: a paragraph or two in large letters on a small phone."""

_SIGNS = re.compile(r"\]\([^)\s]*\)|[*_\[\]]")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=\S)")


def split(markdown: str) -> list[str]:
    """The text in pieces of at most `LONGEST` characters, between paragraphs, list items and sentences. A
    single sentence that is longer stays whole."""
    pieces: list[str] = []
    for glue, part in _parts(markdown):
        if pieces and len(_seen(pieces[-1])) + len(_seen(part)) + 1 <= LONGEST:
            pieces[-1] += glue + part
        else:
            pieces.append(part)
    return pieces


def piece(scene: Scene, said: Reply, body: str, rest: str, about: str, number: int) -> Reply:
    """One piece of an answer: `body` in pieces, and `rest` (sources) under the last, with the buttons of
    `said`. `about` names the answer in the button that goes on; `number` counts from 1."""
    pieces = split(body)
    number = max(1, min(number, len(pieces)))
    if number == len(pieces):
        return replace(said, text="\n\n".join(filter(None, (pieces[-1] if pieces else "", rest))))
    label = scene.t.say("Next ({n} of {all})", n=number + 1, all=len(pieces))
    on = Button("▶ " + label, Action("piece", f"{about}/{number + 1}"))
    return replace(said, text=pieces[number - 1], buttons=((on,),))


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
