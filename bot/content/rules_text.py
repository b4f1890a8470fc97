"""Can an answer be shown, and does it keep what changes in facts.yaml? Numbers, links, markup, length."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot import render
from bot.content.facts import show, value_on
from bot.content.reading import ADDRESS
from bot.content.rules import Work
from bot.model import Fact, Problem, Topic

LONGEST_ANSWER = 900
"""Characters that a phone shows in about two screens; what is longer is not read to its end."""

LONGEST_TITLE = 40
"""Characters that a button shows on a small phone without being cut."""

_MONTHS = (
    r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre"
    r"|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.|Feb\.|Mar\.|Apr\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\.)"
)
_DAY = r"(?:\d{1,2}(?:\.?º|st|nd|rd|th|ro|ero)?|primero)"
_MONEY = r"(?:dólares|dolares|dollars?|pesos|quetzales|lempiras|euros|centavos|cents)"
_KINDS = (
    ("phone", re.compile(r"\+\d[\d ().-]{6,}\d|\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b")),
    (
        "date",
        re.compile(
            rf"\b{_DAY} (?:de |of )?{_MONTHS}(?!\w)(?:,? (?:de |del )?\d{{4}})?"
            rf"|\b{_MONTHS} (?:de |del |of )?(?:\d{{4}}|{_DAY}(?:, \d{{4}})?)\b"
            r"|\b\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b|\b\d{4}-\d\d-\d\d\b"
        ),
    ),
    (
        "fee",
        re.compile(
            rf"(?:USD|US\$|MXN|EUR|[$€]) ?\d[\d.,]*\d|(?:USD|US\$|MXN|EUR|[$€]) ?\d"
            rf"|\b\d[\d.,]* (?:USD|MXN|{_MONEY})|\b(?:cien|\w+cientos|mil|hundred|thousand) {_MONEY}",
            re.IGNORECASE,
        ),
    ),
    ("number", re.compile(r"\d[\d.,]* (?:mil|millones|thousand|million)\b|\d[\d.,]*\d")),
)
# What holds digits and is not loose: quoted facts, addresses, names of forms and of visas.
_NOT_LOOSE = re.compile(
    r"\{\{.*?\}\}|\]\([^)\s]*\)|<[^>\s]+>|(?:https?://|www\.)[^\s)\]]+|\S+@\S+"
    r"|\b[A-Z]{1,4}-\d+[A-Z]?(?:-[A-Z0-9]+)*\b",
    re.DOTALL,
)
_PLAIN_HTTP = re.compile(r"\bhttp://[^\s)\]]+")


def loose_number(work: Work) -> Iterator[Problem]:
    """A number of three digits or more, a fee, a date or a phone is a fact: with a source, and days in which
    it is true."""
    for topic in work.topics:
        for kind, text, at in loose(topic.answer):
            line = topic.answer_line + topic.answer.count("\n", 0, at)
            known = _fact_that_shows(text, topic, work)
            how = (
                f"Quote it: {{{{ {known} }}}}."
                if known
                else f"Put it into {work.path('facts.yaml')} and quote it."
            )
            yield Problem(topic.path, line, f'the {kind} "{text}" is written out. {how}')


def loose(text: str) -> list[tuple[str, str, int]]:
    """What should be a fact: its kind, the words, and where, in order of the text."""
    rest = _NOT_LOOSE.sub(_blank, text)
    found = []
    for kind, pattern in _KINDS:
        for each in pattern.finditer(rest):
            if kind != "number" or each[0][-1].isalpha() or sum(map(str.isdigit, each[0])) >= 3:
                found.append((kind, each[0].strip(), each.start()))
        rest = pattern.sub(_blank, rest)
    return sorted(found, key=lambda each: each[2])


def _blank(found: re.Match[str]) -> str:
    """As many blanks, with the line ends kept, so that places stay where they are."""
    return re.sub(r"[^\n]", " ", found[0])


def _fact_that_shows(text: str, topic: Topic, work: Work) -> str:
    """The name of the only fact that reads so today, or "" where none or several do."""
    same = text.replace("\u00a0", " ")
    names = [
        name
        for name, values in work.loaded.content.facts.items()
        if same in _ways(value_on(values, work.on), topic.language)
    ]
    return names[0] if len(names) == 1 else ""


def _ways(found: Fact | None, language: str) -> tuple[str, ...]:
    if found is None:
        return ()
    shown = show(found, language).replace("\u00a0", " ")
    return (shown, shown.replace("USD ", "$"), found.value)


def malformed_link(work: Work) -> Iterator[Problem]:
    """Addresses begin with https:// and have no blanks."""
    for topic in work.topics:
        for name, address in topic.sources.items():
            if not ADDRESS.fullmatch(address):
                message = f'the address of "{name}" is "{address}". Write it like https://example.org/.'
                yield Problem(topic.path, work.line(topic, f"sources/{name}"), message)
        for each in _PLAIN_HTTP.finditer(topic.answer):
            line = topic.answer_line + topic.answer.count("\n", 0, each.start())
            yield Problem(
                topic.path, line, f'the link "{each[0]}" is not protected. Write https://, and try it.'
            )


def unshowable_markup(work: Work) -> Iterator[Problem]:
    """Telegram shows bold, italic, links and lists, and nothing else."""
    for topic in work.topics:
        lines = topic.answer.split("\n")
        for line, what in render.problems(work.answers[topic.id, topic.language].text):
            place = topic.answer_line + line
            words = lines[line].strip()[:60] if line < len(lines) else ""
            yield Problem(topic.path, place, f'{_markup(what)}: "{words}".')


def _markup(what: str) -> str:
    if what.startswith("malformed link"):
        return "this link cannot be pressed. Write it like [name](https://example.org/)"
    if what == "unclosed emphasis":
        return "a * or _ is opened and not closed, or the other way round"
    article = {"image": "an ", "raw HTML": "", "code": "", "struck-out text": ""}.get(what, "a ")
    return f"Telegram cannot show {article}{what}. Use bold, italic, links and lists"


def long_answer(work: Work) -> Iterator[Problem]:
    """An answer is read on a phone, to its end."""
    for topic in work.topics:
        length = len(visible(work.answers[topic.id, topic.language].text))
        if length > LONGEST_ANSWER:
            message = f"the answer has {length} characters, and {LONGEST_ANSWER} are the most. Shorten it."
            yield Problem(topic.path, topic.answer_line, message)


def visible(markdown: str) -> str:
    """The text as a reader sees it, without addresses and signs of markup."""
    return "".join(span.text for span in render.spans(markdown)).strip()


def long_title(work: Work) -> Iterator[Problem]:
    """A title is a button's label."""
    for topic in work.topics:
        if len(topic.title) > LONGEST_TITLE:
            message = (
                f'the title "{topic.title}" has {len(topic.title)} characters; {LONGEST_TITLE} are the most.'
            )
            yield Problem(topic.path, work.line(topic, "title"), f"{message} Shorten it.")
