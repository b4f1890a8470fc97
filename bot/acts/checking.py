"""A message that may be a scam: asked for, or sent on, and looked at for the signs that staff wrote.

Nothing of it is kept. That the next message is one to check is all that the conversation remembers, and the
reply, which quotes from it, is stored only until it has arrived.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot import helping, warned
from bot.acts import saying
from bot.acts.asking import back_to_the_step, danger, sure
from bot.acts.interview import closed
from bot.match import DANGERS
from bot.model import Reply, Turn
from bot.scam import Seen, find, official_phones
from bot.scene import Scene

PIECE = re.compile(r"\d{1,3}", re.ASCII)

CHECKING = "check:"
"""As the open flow: the next message is one to check. No flow can have this name."""

KEPT_BY = ("check", "media", "language", "languages")
"""The actions after which the next message still is one to check."""

PASTED_WORDS, PASTED_SIGNS, SURELY_PASTED = 15, 2, 3
"""A text of so many words and signs was pasted to be looked at: where the matcher is sure of a topic it takes
one sign more, and no question mark."""


def seen(scene: Scene) -> tuple[Seen, ...]:
    """The signs in the message."""
    content = scene.content
    return find(scene.incoming.text, content.signs, official_phones(content.facts))


def pasted(scene: Scene) -> bool:
    """Whether a typed text is no question but an offer that was pasted."""
    text = scene.incoming.text
    if len(text.split()) < PASTED_WORDS or (sure(scene) and "?" in text):
        return False
    return len(seen(scene)) >= (SURELY_PASTED if sure(scene) else PASTED_SIGNS)


def ended(scene: Scene, kind: str) -> Scene:
    """The scene, in which a message is no longer waited for unless this action leaves it so."""
    if scene.conversation.flow != CHECKING or kind in KEPT_BY:
        return scene
    return replace(scene, conversation=replace(scene.conversation, flow=""))


def check(scene: Scene, _: str) -> Turn:
    """Asks for the message to check."""
    return Turn((warned.paste(scene),), replace(closed(scene), flow=CHECKING, misses=0))


def scam(scene: Scene, _: str) -> Turn:
    """The signs of a scam in the message, and how to verify it; where there is no message, asks for one."""
    if not scene.incoming.text.strip():
        gone = scene.t.say("I can no longer see that message.")
        return Turn((warned.paste(scene, gone),), replace(closed(scene), flow=CHECKING))
    found = seen(scene)
    if scene.conversation.big:
        unread = warned.unread(scene)
        first = (Reply(unread),) if unread else ()
        done = saying(scene, *first, warned.result_piece(scene, found, 1))
    else:
        done = saying(scene, warned.result(scene, found))
    done = replace(done, conversation=replace(done.conversation, misses=0), private=True)
    kind = "" if scene.incoming.forwarded or scene.incoming.action else danger(scene)
    if kind in DANGERS or kind == "crisis":
        # It may be their own danger: help comes first.
        done = replace(done, replies=(helping.danger(scene, kind), *done.replies))
    return back_to_the_step(scene, done)


def next_signs(scene: Scene, number: str) -> Turn:
    """The next piece of what was found, in the message that the one before replied to."""
    if not scene.incoming.text.strip() or not PIECE.fullmatch(number):
        return scam(scene, "")
    shown = warned.result_piece(scene, seen(scene), int(number))
    return back_to_the_step(scene, replace(saying(scene, shown), private=True))
