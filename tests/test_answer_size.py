"""People pay for what they load: no first answer is long, whatever the topic and the language."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import content, render
from bot.clock import Clock
from bot.model import Action, Conversation, Incoming
from bot.scene import Scene
from bot.turn import turn

MOST_BYTES = 1_500
"""Of the text of a first answer as it is read, in UTF-8, with its sources, dates and the disclaimer."""

CONTENT = content.load(Path(__file__).parent.parent / "content").content


@pytest.mark.parametrize(("id", "language"), sorted(each for each in CONTENT.topics if each[0] != "greeting"))
def test_a_first_answer_is_short(id: str, language: str) -> None:
    incoming = Incoming("telegram", "7", "1", action=Action("topic", id), language=language)

    said = turn(Scene(incoming, Conversation(), CONTENT, Clock().today())).replies

    seen = "\n".join(span.text for each in said for span in render.spans(each.text))
    assert len(seen.encode()) <= MOST_BYTES
