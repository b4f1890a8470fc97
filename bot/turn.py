"""One turn: what did this person do, and what comes of it? A plain function over values.

`interpret` makes an `Action` of every message; `ACTS` says what each kind does. A button
that nobody made reaches nothing that is not in that table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot import flows
from bot.acts import Act, asking, interview, pressing
from bot.language import fold
from bot.model import (
    LANGUAGES,
    Action,
    Incoming,
    Turn,
)
from bot.replies import Scene

FOLLOW_UP = re.compile(
    r"\W*(?:y|e|o|pero|entonces|tambi[eé]n|and|or|but|then|also|what about|how about|qu[eé] tal)\b",
    re.IGNORECASE,
)
FOLLOW_UP_WORDS = 7
"""A longer message names its subject itself."""


UNPRESSED = ("ask", "media", "forwarded")
"""What only a message can lead to, never a button."""


def turn(scene: Scene, default: str = LANGUAGES[0]) -> Turn:
    """What one message or button press leads to. `default` is the language where nothing is known."""
    scene = _at_home(scene, default)
    incoming, conversation = scene.incoming, scene.conversation
    if incoming.album:
        if incoming.album == conversation.album and not incoming.text.strip():
            return Turn((), conversation)
        scene = replace(scene, conversation=replace(conversation, album=incoming.album))
    return _act(scene, interpret(scene))


def wants_match(incoming: Incoming) -> bool:
    """Whether the matcher has to look at this message before the turn."""
    if incoming.action:
        return incoming.action.kind == "as-question" and bool(incoming.text.strip())
    return bool(incoming.text.strip()) and not incoming.forwarded


def is_follow_up(text: str) -> bool:
    """Whether a question looks as if its subject were in the one before: "y cuánto cuesta?"."""
    return len(text.split()) <= FOLLOW_UP_WORDS and bool(FOLLOW_UP.match(text))


def interpret(scene: Scene) -> Action:
    """The action that a message means: its button, a typed command, an answer to a flow, or a question."""
    incoming, conversation = scene.incoming, scene.conversation
    if incoming.action:
        return Action("gone") if incoming.action.kind in UNPRESSED else incoming.action
    if not incoming.text.strip():
        return Action("media", incoming.media)
    if incoming.forwarded:
        return Action("forwarded")
    command = _command(scene)
    if command and command.kind not in ("yes", "no"):
        return command
    if step := interview.waiting(scene):
        value = flows.read(step, incoming.text, scene.language, command.kind if command else "")
        # Anything can be the answer to a step that takes free text; a question that we surely know is none.
        if value is not None and not (step.kind == "text" and asking.sure(scene)):
            return Action("answer", f"{conversation.flow}/{step.id}/{value}")
    return Action("ask")


def _command(scene: Scene) -> Action | None:
    """The command that a short message is, however it is spelt."""
    if len(scene.incoming.text) > 60:
        return None
    said, known = fold(scene.incoming.text), scene.content.commands
    return known.get(said) or next((known[each] for each in known if fold(each) == said), None)


def _at_home(scene: Scene, default: str) -> Scene:
    """The scene with the person's language known: theirs, else a clear first question's, else their app's."""
    if scene.conversation.language:
        return scene
    match, app = scene.gathered.match, scene.incoming.language
    known = [match.language if match else "", app, default]
    language = next(each for each in known if each in LANGUAGES)
    return replace(scene, conversation=replace(scene.conversation, language=language))


def _act(scene: Scene, action: Action) -> Turn:
    """Does what the action says, and what that leads to; flows that lead to flows stop at the menu."""
    for _ in range(5):
        done = ACTS.get(action.kind, pressing.gone)(scene, action.value)
        if isinstance(done, Turn):
            return done
        scene, action = done.scene, done.action
    return pressing.show_menu(scene, "")


ACTS: Mapping[str, Act] = {
    "start": pressing.greet,
    "menu": pressing.show_menu,
    "help": pressing.give_help,
    "ask": asking.ask,
    "topic": pressing.show_topic,
    "none": pressing.none_of_these,
    "helpful": pressing.vote,
    "person": pressing.show_person,
    "call": pressing.show_person,
    "languages": pressing.ask_language,
    "language": pressing.set_language,
    "privacy": pressing.show_privacy,
    "forget": pressing.forget,
    "media": pressing.no_words,
    "forwarded": pressing.ask_what_for,
    "as-question": pressing.as_question,
    "scam": pressing.scam,
    "flow": interview.open_flow,
    "answer": interview.answer_step,
    "back": interview.back,
    "restart": interview.restart,
    "stop": interview.stop,
}
"""Every action there is. A made-up button reaches nothing else: it gets the menu and one sentence."""
