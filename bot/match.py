"""What the matcher says of one question. Imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass

EMERGENCY = "emergency"

DANGERS = (EMERGENCY, "crisis", "detention", "passport-taken", "health-and-injury")
"""Kinds of danger, the most pressing first. Each is the id of the topic that helps, but for `crisis`: that
someone thinks of ending their life."""

HELPING = (*DANGERS, "report-abuse", "discrimination")
"""Topics that lead to help: what is asked of them can be a danger or not."""

SAFE = ""
"""Where a kind of danger is named: that there is none."""


@dataclass(frozen=True, slots=True)
class Match:
    """What the matcher says of one question.

    `decision` is "answer" (`topic` is sure), "ask" (up to three in `choices`) or "refuse".
    `probability` is that the best topic is right; `phrase` is the nearest phrase of that topic,
    so that staff can see why. `ranked` holds the best five topics with their share of the head's
    probability. `language` is that of the message where it is clear: es, en, or one that the bot
    does not answer in (ht, fr, pt); else "". `danger` is the kind of danger that it speaks of (`DANGERS`),
    whatever the decision; help for that comes first.
    """

    decision: str
    topic: str = ""
    probability: float = 0.0
    phrase: str = ""
    choices: tuple[str, ...] = ()
    language: str = ""
    ranked: tuple[tuple[str, float], ...] = ()
    danger: str = SAFE
