"""What does an answer say on a day, with its facts filled in?

Answers quote facts as `{{ visa_fee }}` and nothing more: no filters, no conditions. Jinja fills them in,
in its sandbox; what else it could do is refused when the file is read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from jinja2 import Template, TemplateError, Undefined
from jinja2.sandbox import SandboxedEnvironment

from bot.content.facts import last_known, show, value_on
from bot.model import Content, Fact, Topic

GAP = "…"
"""Stands where a fact should: only the first start of a bot with broken content can come to show it."""


class _Missing(Undefined):
    """A fact that does not exist."""

    def __str__(self) -> str:
        return GAP


_JINJA = SandboxedEnvironment(undefined=_Missing, keep_trailing_newline=True)
_PLAIN = re.compile(r"\{\{ *([A-Za-z][A-Za-z0-9_]*) *\}\}")
# Braces mean nothing else in an answer, so a lone one is a slip in a quotation.
_BRACE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|[{}]+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as Markdown, and the facts in it that have no value that day (their last one is shown)."""

    text: str
    lapsed: tuple[Fact, ...] = ()


def answer(content: Content, topic: Topic, language: str, on: date) -> Answer:
    """The answer of a topic on a day, its facts written as in `language`; without sources."""
    shown: dict[str, str] = {}
    lapsed = []
    for name, _ in quoted(topic.answer):
        values = content.facts.get(name, ())
        found = value_on(values, on)
        if found is None and (found := last_known(values, on)) and name not in shown:
            lapsed.append(found)
        if found:
            shown[name] = show(found, language)
    template = _template(topic.answer)
    return Answer(template.render(shown) if template else topic.answer, tuple(lapsed))


def quoted(text: str) -> list[tuple[str, int]]:
    """The names of the facts that a text quotes, in order, each with its line (from 0)."""
    return [(each[1], text.count("\n", 0, each.start())) for each in _PLAIN.finditer(text)]


def slips(text: str) -> Iterator[tuple[str, int]]:
    """What stands in braces but is no plain quotation of a fact, with its line (from 0)."""
    for each in _BRACE.finditer(text):
        if not _PLAIN.fullmatch(each[0]):
            yield " ".join(each[0].split()), text.count("\n", 0, each.start())


def version(topic: Topic) -> str:
    """A short hash of exactly this text: what a signature, a pairing and "was this helpful?" belong to.

    The facts count by name: a new fee leaves the text the same.
    """
    return hashlib.sha256(topic.answer.encode()).hexdigest()[:12]


def signature(topic: Topic) -> tuple[str, date] | None:
    """Who signed exactly this text and when; None where nobody did, or the text has changed since."""
    signed = re.fullmatch(r"(.*\w.*), *(\d{4}-\d\d-\d\d), *(\w+)", topic.signed)
    if not signed or signed[3] != version(topic):
        return None
    try:
        return signed[1].strip(), date.fromisoformat(signed[2])
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def _template(text: str) -> Template | None:
    if any(slips(text)):
        return None
    try:
        return _JINJA.from_string(text)
    except TemplateError:
        return None
