"""A turn within limits: nobody can cost the others or the firm more than a person reasonably needs.

What a person has used stands in their conversation, so it survives a restart, holds between replicas and
costs no statement of its own. Past a limit one sentence says so, then the bot is quiet until it passes; who
is in danger is helped all the same, and whoever wants to be forgotten is, so often as a person would ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot import helping, steps
from bot.language import N_
from bot.matching import danger_by_rules
from bot.model import LANGUAGES, Button, Conversation, Reply, Turn
from bot.replies import MENU
from bot.scene import Scene
from bot.turn import command, turn

MESSAGES, BOOKINGS, CALLBACKS, HANDOFFS, HELP = "messages", "bookings", "callbacks", "handoffs", "help"

SPANS = {
    MESSAGES: timedelta(hours=1),
    HELP: timedelta(hours=1),
    BOOKINGS: timedelta(days=1),
    CALLBACKS: timedelta(days=1),
    HANDOFFS: timedelta(days=1),
}

HELPED = 20
"""So many messages past the limit are still looked at within an hour, for danger and for being forgotten."""

OF_EFFECTS = {"book": BOOKINGS, "move": BOOKINGS, "callback": CALLBACKS, "handoff": HANDOFFS}
"""What counts against which limit."""

SENTENCES = {
    MESSAGES: N_(
        "You have written very many messages. I answer again on {when}. If you need somebody now: {phone}."
    ),
    BOOKINGS: N_("You have booked or changed many times. That works again on {when}; or call {phone}."),
    CALLBACKS: N_("You have asked many times to be called. That works again on {when}; or call {phone}."),
    HANDOFFS: N_("You have asked many times for a person here. That works again on {when}; or call {phone}."),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one person may do: so many messages an hour, the others a day. 0: as much as they like."""

    messages: int = 0
    bookings: int = 0
    callbacks: int = 0
    handoffs: int = 0

    def of(self, what: str) -> int:
        """The limit of one of them."""
        return HELPED if what == HELP else int(getattr(self, what, 0))


def is_over(limits: Limits, kept: Conversation, now: datetime) -> bool:
    """Whether a person has written so much that their next message is not to be thought about."""
    return bool(limits.messages) and _used(kept, MESSAGES, now) >= limits.messages


def turn_within(scene: Scene, limits: Limits, default: str = LANGUAGES[0]) -> Turn:
    """What one message or button press leads to, as `turn` says, unless it is too much."""
    if limits.messages:
        kept = _count(scene.conversation, MESSAGES, scene.now)
        scene = replace(scene, conversation=kept)
        if _used(kept, MESSAGES, scene.now) > limits.messages:
            return _too_much(scene, limits, default)
    return _within(scene, turn(scene, default), limits)


def _too_much(scene: Scene, limits: Limits, default: str) -> Turn:
    """Past the limit: help in danger, being forgotten, one sentence, or nothing."""
    incoming, kept = scene.incoming, scene.conversation
    wanted = incoming.action or command(incoming.text, scene.content)
    forgets = wanted is not None and wanted.kind == "forget"
    danger = "" if wanted or not incoming.text.strip() else danger_by_rules(incoming.text)
    if (forgets or danger) and _used(kept, HELP, scene.now) < HELPED:
        kept = _count(kept, HELP, scene.now)
        scene = replace(scene, conversation=kept)
        if forgets:
            return _within(scene, turn(scene, default), limits)
        return Turn((helping.danger(_spoken(scene, default), danger),), kept)
    if _used(kept, MESSAGES, scene.now) > limits.messages + 1:
        return Turn((), kept)
    return Turn((_says(_spoken(scene, default), MESSAGES),), kept)


def _within(scene: Scene, done: Turn, limits: Limits) -> Turn:
    """The turn with what it does counted; only a sentence where that is too much."""
    kept = replace(done.conversation, used=scene.conversation.used)
    for each in done.effects:
        what = OF_EFFECTS.get(each.kind, "")
        if not what or not limits.of(what):
            continue
        kept = _count(kept, what, scene.now)
        if _used(kept, what, scene.now) > limits.of(what):
            said = _says(replace(scene, conversation=kept), what)
            return Turn((said,), replace(scene.conversation, used=kept.used), private=done.private)
    if any(each.kind == "forget" for each in done.effects):
        kept = replace(kept, used=_worth_keeping(kept, limits, scene.now))
    return replace(done, conversation=kept)


def _worth_keeping(kept: Conversation, limits: Limits, now: datetime) -> Mapping[str, tuple[int, int]]:
    """What is remembered of a forgotten person's use: only what is far along, else nothing at all."""
    return {
        what: window
        for what, window in kept.used.items()
        if limits.of(what) and _used(kept, what, now) * 2 >= limits.of(what)
    }


def _says(scene: Scene, what: str) -> Reply:
    t, until = scene.t, datetime.fromtimestamp(scene.conversation.used[what][0], UTC) + SPANS[what]
    text = t.say(SENTENCES[what], when=steps.when(scene, until), phone=scene.phone)
    return Reply(text, ((Button("☰ " + t.say("Menu"), MENU),),))


def _spoken(scene: Scene, default: str) -> Scene:
    return scene if scene.conversation.language else scene.speaking(default)


def _used(kept: Conversation, what: str, now: datetime) -> int:
    """How much of a limit is used at a moment."""
    since, count = kept.used.get(what, (0, 0))
    return count if now.timestamp() < since + SPANS[what].total_seconds() else 0


def _count(kept: Conversation, what: str, now: datetime) -> Conversation:
    """The conversation with one more counted; windows that have passed go."""
    live = {each: window for each, window in kept.used.items() if each in SPANS and _used(kept, each, now)}
    since, count = live.get(what, (int(now.timestamp()), 0))
    return replace(kept, used={**live, what: (since, count + 1)})
