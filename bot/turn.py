"""One turn: what did this person do, and what comes of it? A plain function over values.

`interpret` makes an `Action` of every message; `ACTS` says what each kind does. A button
that nobody made reaches nothing that is not in that table.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain

from bot import handed, typed
from bot.acts import (
    Act,
    alerting,
    appointment,
    asking,
    booking,
    calling,
    changing,
    checking,
    handoff,
    interview,
    listening,
    pressing,
)
from bot.acts.interview import PERSONAL
from bot.booked import marked
from bot.booking import zones
from bot.effects import Effect
from bot.interviews import Step
from bot.language import fold
from bot.model import LANGUAGES, NO_LONGER, Action, Content, Conversation, Incoming, Reply, Turn
from bot.scene import Scene

FOLLOW_UP = re.compile(
    r"\W*(?:y|e|o|pero|entonces|tambi[eé]n|and|or|but|then|also|what about|how about|qu[eé] tal)\b",
    re.IGNORECASE,
)
FOLLOW_UP_WORDS = 7
"""A longer message names its subject itself."""


OF_A_BOOKING = (
    *("book", "call-back", "appointments", "move", "cancel", "coming", "late", "calendar"),
    *("zone", "summary", "taken", "stale"),
)
"""What is done with an appointment."""

TOPICS_KEPT = 3
"""So many topics that a person read last are remembered: staff see them when they ask for a person."""

IN_A_FLOW = ("back", "restart", "ways", "zones", "language", "yes", "no")
"""What depends on the flow that is open."""

UNPRESSED = ("ask", "media", "understand", "forwarded", "card", "pass-on")
"""What only a message can lead to, never a button."""


SLASHED = ("start", "forget", "language")
"""Commands that people know from Telegram, and that no word of staff's says by itself."""


def turn(scene: Scene, default: str = LANGUAGES[0]) -> Turn:
    """What one message or button press leads to. `default` is the language where nothing is known."""
    scene = _at_home(scene, default)
    incoming, conversation = scene.incoming, scene.conversation
    if incoming.album and not conversation.handoff:
        if incoming.album == conversation.album and not incoming.text.strip():
            return Turn((), conversation)
        scene = replace(scene, conversation=replace(conversation, album=incoming.album))
    before, shares = conversation.flow, interview.asks_phone(scene)
    done = _read_last(conversation, _in_a_handoff(scene, interpret(scene)))
    if incoming.album and incoming.album == conversation.album:
        # The words stand under a later picture: what was to be said of the first is not.
        unsaid = Effect("unsaid", {"subject": pressing.of_album(incoming)})
        done = replace(done, effects=(*done.effects, unsaid))
    if shares and not interview.asks_phone(replace(scene, conversation=done.conversation)):
        done = _without_share(done)
    if not _of_the_firm(scene, done, before):
        return done
    done = replace(done, private=True)
    if scene.desk != "demo":
        return done
    return replace(done, replies=tuple(replace(each, text=marked(scene, each.text)) for each in done.replies))


def _without_share(done: Turn) -> Turn:
    """The turn, with the button that shares a number taken away: no number is asked for any more."""
    if not done.replies or any(each.asks_contact for each in done.replies):
        return done
    return replace(done, replies=(Reply("👌", asks_contact=NO_LONGER), *done.replies))


def _in_a_handoff(scene: Scene, action: Action) -> Turn:
    """Does what the action says; one that ends an open handoff says so first."""
    scene = checking.ended(scene, action.kind)
    if not scene.conversation.handoff or action.kind not in handoff.ENDING:
        return _act(scene, action)
    scene, told = handoff.without(scene)
    if action.kind in ("end", "stop", "menu"):
        done = handoff.stopped(scene, action.kind)
    else:
        done = _act(scene, action)
        done = replace(done, replies=(Reply(handed.ended(scene)), *done.replies))
    return replace(done, effects=(told, *done.effects))


def _read_last(before: Conversation, done: Turn) -> Turn:
    """The turn, with the topic that it answered with among the last ones."""
    kept, last = done.conversation, done.conversation.last_topic
    if not last or last in (before.last_topic, *kept.topics[-1:]):
        return done
    read = (*(each for each in kept.topics if each != last), last)[-TOPICS_KEPT:]
    return replace(done, conversation=replace(kept, topics=read))


def _of_the_firm(scene: Scene, done: Turn, before: str) -> bool:
    """Whether a turn is about an appointment or a call: what would reach the firm."""
    action = scene.incoming.action
    return (
        done.conversation.flow in PERSONAL
        or before in PERSONAL
        or bool(action and action.kind in (*OF_A_BOOKING, "call"))
        or any(each.about for each in done.effects)
    )


def wants_calendar(incoming: Incoming, content: Content, seen: Conversation | None = None) -> bool:
    """Whether the person's appointments and the free times have to be looked up before the turn; without
    the conversation, whether that may be."""
    action = incoming.action or command(incoming.text, content)
    if seen and seen.flow in PERSONAL:
        return True
    if action is None:
        return seen is None
    if action.kind in ("flow", "answer", "again", "change"):
        return action.value.partition("/")[0] in PERSONAL
    return action.kind in (*OF_A_BOOKING, "forget") or (seen is None and action.kind in IN_A_FLOW)


def wants_alerts(incoming: Incoming, content: Content) -> bool:
    """Whether it has to be looked up before the turn what the person wants to be told of."""
    action = incoming.action or command(incoming.text, content)
    return action is not None and action.kind == "alerts"


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
    if conversation.handoff:
        return handoff.meant(scene, command(incoming.text, scene.content))
    if incoming.contact and (step := interview.waiting(scene)) and step.kind == "phone":
        return Action("card")
    if not incoming.text.strip():
        heard = scene.gathered.heard
        return Action("understand", heard) if heard else Action("media", incoming.media)
    if incoming.forwarded:
        return Action("scam" if conversation.flow == checking.CHECKING else "forwarded")
    meant, step = command(incoming.text, scene.content), interview.waiting(scene)
    option = step is not None and _is_option(step, incoming.text)
    if meant and meant.kind not in ("yes", "no") and not option:
        return meant
    if conversation.flow == checking.CHECKING:
        return Action("scam")
    if not meant and not option and asking.danger(scene):
        return Action("scam" if not step and checking.pasted(scene) else "ask")
    if step and (flow := scene.content.flows.get(conversation.flow)) and interview.was_edited(scene, flow):
        # What was typed answers a question that may be another by now.
        return Action("flow", flow.name)
    if step:
        # Anything can be the answer to a step that takes free text; a question that we surely know is none.
        if step.kind in ("text", "name") and asking.sure(scene):
            return Action("ask")
        with contextlib.suppress(typed.NotUnderstood):
            value = interview.typed_answer(scene, step, meant.kind if meant else "")
            return Action("answer", f"{conversation.flow}/{step.id}/{value}")
        if step.kind in ("day", "time", "confirm") and (place := zones.named(fold(incoming.text))):
            return Action("zone", place)
        if step.kind == "time" and (value := interview.typed_day(scene)):
            return Action("answer", f"{conversation.flow}/{value}")
    elif checking.pasted(scene):
        return Action("scam")
    elif not any(each.isalnum() for each in incoming.text):
        # Signs alone ask nothing that could be matched; a picture among them is one as good as a sticker.
        shows = any(unicodedata.category(each) == "So" for each in incoming.text)
        return Action("media", "sticker" if shows else "")
    return Action("ask")


def _is_option(step: Step, text: str) -> bool:
    """Whether a text is, word for word, an option of the step: "English" where the language is asked."""
    said = fold(text)
    ways = (each for one in step.options for each in (*one.labels.values(), *chain(*one.synonyms.values())))
    return any(fold(each) == said for each in ways)


def command(text: str, content: Content) -> Action | None:
    """The command that a short message is, however it is spelt."""
    if not text or len(text) > 60:
        return None
    if text.startswith("/") and (name := fold(text)) in SLASHED:
        return Action(name)
    return content.commands.get(fold(text))


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
    "person": handoff.person,
    "pass-on": handoff.pass_on,
    "end": handoff.end,
    "call": calling.call,
    "call-back": calling.call_back,
    "book": booking.book,
    "appointments": appointment.show,
    "move": appointment.change,
    "cancel": appointment.cancel,
    "coming": appointment.coming,
    "late": appointment.late,
    "calendar": appointment.calendar,
    "zones": booking.zones,
    "zone": booking.zone,
    "summary": booking.summary,
    "taken": booking.taken,
    "stale": booking.stale,
    "alert": alerting.alert,
    "alerts": alerting.show,
    "big": pressing.big,
    "piece": asking.next_piece,
    "languages": pressing.ask_language,
    "language": pressing.set_language,
    "privacy": pressing.show_privacy,
    "forget": pressing.forget,
    "media": pressing.no_words,
    "listen": listening.listen,
    "understand": listening.understand,
    "heard": listening.misunderstood,
    "card": calling.card,
    "forwarded": pressing.ask_what_for,
    "as-question": pressing.as_question,
    "check": checking.check,
    "scam": checking.scam,
    "signs": checking.next_signs,
    "flow": booking.open_flow,
    "answer": booking.answer_step,
    "change": changing.change,
    "again": booking.again,
    "ways": interview.ways,
    "back": interview.back,
    "restart": booking.restart,
    "stop": interview.stop,
}
"""Every action there is. A made-up button reaches nothing else: it gets the menu and one sentence."""
