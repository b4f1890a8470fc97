"""A person asks for a person: passed on to the firm's people, until either side ends it."""

from __future__ import annotations

from dataclasses import replace

from bot import handed, helping, replies
from bot.acts import Then, asking, notice, saying
from bot.acts.interview import ask_again, waiting
from bot.effects import Effect
from bot.model import LANGUAGES, Action, Turn
from bot.scene import Scene

TOLD = "before-handoff"
"""The notice that what is written goes to people, and what that means."""

ENDING = (
    *("end", "menu", "start", "stop"),
    *("flow", "answer", "again", "change", "back", "restart", "ways", "summary", "zone", "move"),
)
"""What ends a handoff: its own button, the menu, and all that would make a question wait for an answer. What
is typed after that is for the bot again."""

TYPED = ("stop", "menu", "forget")
"""Commands that are obeyed when they are typed in a handoff; all other words are for the office."""


def person(scene: Scene, _: str) -> Turn:
    """Asks the office for somebody, where one can answer here now; else the other ways to a person."""
    kept = scene.conversation
    if kept.handoff:
        return saying(scene, handed.still_open(scene))
    if scene.desk == "closed":
        why = scene.t.say("I cannot bring you together with a person here yet: the firm has not set that up.")
        return saying(scene, replies.person(scene, why))
    if not scene.answers_here:
        return saying(scene, handed.not_here(scene))
    if not handed.office_is_open(scene):
        return saying(scene, handed.nobody_now(scene))
    if scene.desk == "demo":
        return saying(scene, handed.demonstration(scene))
    id = f"{scene.now:%y%m%d%H%M}-{scene.incoming.update_id}"[:80]
    values = {"id": id, "language": scene.language, "topics": ",".join(kept.topics)}
    values["minutes"] = str(scene.answer_minutes)
    first = TOLD not in kept.notices
    kept = replace(notice(kept, TOLD) if first else kept, handoff=id, misses=0)
    return Turn((handed.begun(scene, first=first),), kept, (Effect("handoff", values),))


def meant(scene: Scene, command: Action | None) -> Action:
    """What a message means while a handoff is open: words for the office, unless they end it."""
    obeyed = command is not None and command.kind in TYPED and not scene.incoming.forwarded
    return command if obeyed and command else Action("pass-on")


def pass_on(scene: Scene, _: str) -> Turn | Then:
    """Passes a message on to the office. The bot itself is quiet, but for danger: then help comes first."""
    incoming, kept = scene.incoming, scene.conversation
    if not kept.handoff:
        return Then(scene, Action("gone"))
    values = {"id": kept.handoff, "text": incoming.text, "media": incoming.media, "message": incoming.message}
    values["minutes"] = str(scene.answer_minutes)
    effect = Effect("pass-on", {name: each for name, each in values.items() if each})
    if not incoming.text.strip() or not (kind := asking.danger(scene)):
        return Turn((), kept, (effect,))
    if (match := scene.gathered.match) and match.language in LANGUAGES:
        scene = scene.speaking(match.language)
    help_first = helping.danger(scene, kind)
    text = f"{help_first.text}\n\n{handed.passed_on_too(scene)}"
    return Turn((replace(help_first, text=text),), kept, (effect,), match)


def end(scene: Scene, _: str) -> Turn:
    """The button that ends a handoff, where none is open any more."""
    return saying(scene, replies.menu(scene, scene.t.say("No conversation with the office is open.")))


def without(scene: Scene) -> tuple[Scene, Effect]:
    """The scene after the open handoff, and what tells the office so."""
    effect = Effect("end", {"id": scene.conversation.handoff})
    return replace(scene, conversation=replace(scene.conversation, handoff="")), effect


def stopped(scene: Scene, kind: str) -> Turn:
    """The handoff is ended by its button or a word; a step that was open before is asked again."""
    said = handed.ended(scene)
    if kind != "menu" and (step := waiting(scene)):
        return ask_again(scene, step, said)
    return saying(scene, replies.menu(scene, said))
