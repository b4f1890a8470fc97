"""An answer to hear, and a spoken message that was understood."""

from __future__ import annotations

from dataclasses import replace

from bot import helping, replies, understood
from bot.acts import saying
from bot.acts.asking import back_to_the_step, danger, in_the_language_of
from bot.acts.interview import ask_again, waiting
from bot.acts.pressing import gone
from bot.attached import Voice
from bot.match import Match
from bot.model import Reply, Turn
from bot.scene import Scene


def listen(scene: Scene, value: str) -> Turn:
    """Sends an answer as a voice message; a step that waits is asked again. `value` is `topic/language`."""
    id, _, language = value.partition("/")
    found = scene.content.topics.get((id, language)) or scene.content.topic(id, scene.language)
    if not found:
        return gone(scene, value)
    if scene.can_hear(found):
        said = Reply("", attached=Voice(found.id, found.language))
    else:
        said = replies.unheard(scene, found)
    return back_to_the_step(scene, saying(scene, said))


def understand(scene: Scene, words: str) -> Turn:
    """Shows what was understood of a spoken message and asks whether it is right; in danger help comes first.

    Nothing is answered yet, and nothing of it is kept.
    """
    scene = replace(scene, incoming=replace(scene.incoming, text=words))
    scene = in_the_language_of(scene, scene.gathered.match or Match("refuse"))
    first = (helping.danger(scene, kind),) if (kind := danger(scene)) else ()
    return replace(saying(scene, *first, understood.is_that_right(scene, words)), private=True)


def misunderstood(scene: Scene, _: str) -> Turn:
    """It was not right, or can no longer be seen: written or said again."""
    text = scene.t.say(
        "Then please write it in a few words, or say it again slowly. To talk to a person: {phone}.",
        phone=scene.phone,
    )
    if step := waiting(scene):
        return ask_again(scene, step, text)
    return saying(scene, replies.menu(scene, text))
