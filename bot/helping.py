"""Help first: the numbers that help in a kind of danger."""

from __future__ import annotations

import re

from bot.content import answer, fact
from bot.match import DANGERS
from bot.model import Reply
from bot.pieces import SHORT
from bot.replies import ways_on
from bot.scene import Scene

_LINK = re.compile(r"\]\([^)]*\)|[*\[]")
"""What is not seen of a link and of bold words."""


def helping(kind: str) -> str:
    """The id of the topic that helps in a kind of danger."""
    return DANGERS[0] if kind == "crisis" else kind


def danger(scene: Scene, kind: str) -> Reply:
    """The numbers that help in a kind of danger: how the topic that helps begins, and its button."""
    t, content = scene.t, scene.content
    parts: list[str] = []
    if kind == "crisis":
        phone = fact(content, "crisis_phone", scene.language, scene.on)
        parts.append(t.say("You are not alone. Call **{phone}** now, day or night.", phone=phone))
    found = content.topic(helping(kind), scene.language)
    if not found:
        phone = fact(content, "emergency_phone", scene.language, scene.on)
        parts.append(t.say("Are you in danger? Call **{phone}** now.", phone=phone))
        return Reply("\n\n".join(parts), (ways_on(scene),))
    for part in answer(content, found, found.language, scene.on).text.split("\n\n"):
        if parts and len(_LINK.sub("", "\n\n".join((*parts, part)))) > SHORT:
            break
        parts.append(part)
    # A line that leads to a list says nothing without it.
    while len(parts) > 1 and parts[-1].endswith(":"):
        parts.pop()
    return Reply("\n\n".join(parts), ((found.button,), ways_on(scene)))
