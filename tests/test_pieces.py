"""Answers in short pieces: nothing is lost, nothing is long, and no bold or link is cut in two."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot import render
from bot.content import answer
from bot.pieces import LONGEST, split
from tests.firm import the_content

ON = date(2026, 11, 24)
TEXTS = {
    f"{topic.id}/{topic.language}": answer(the_content(), topic, topic.language, ON).text
    for topic in the_content().topics.values()
}


def seen(markdown: str) -> str:
    """What people see."""
    return "".join(span.text for span in render.spans(markdown))


@pytest.mark.parametrize("name", TEXTS)
def test_an_answer_in_pieces_says_the_same(name: str) -> None:
    pieces = split(TEXTS[name])

    words = [re.findall(r"\w+", seen(each)) for each in pieces]
    assert [word for each in words for word in each if not word.isdigit()] == [
        word for word in re.findall(r"\w+", seen(TEXTS[name])) if not word.isdigit()
    ]
    assert all(not list(render.problems(each)) for each in pieces), pieces
    for each in pieces:
        assert len(seen(each)) <= LONGEST + 10 or not re.search(r"[.!?]\s+\w", seen(each)), each
