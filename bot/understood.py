"""What a person said aloud, as it was understood: shown to them first, and read back from that very message.

So it is kept nowhere: the message that asks "is that right?" is the only place that holds it, and a press of
*yes* brings that message along.
"""

from __future__ import annotations

from bot.model import Action, Button, Reply
from bot.render import plain
from bot.scene import Scene

YES, NO = Action("heard", "yes"), Action("heard", "no")

LONGEST = 1500
"""Characters of what is shown: two minutes of fast speech, and one message in every channel."""


def tidied(words: str) -> str:
    """What a transcriber returned, as it can be shown and read back; "" where there is no word in it."""
    one_line = " ".join(words.replace("“", '"').replace("”", '"').split())[:LONGEST].strip()
    return one_line if any(each.isalpha() for each in one_line) else ""


def is_that_right(scene: Scene, words: str) -> Reply:
    """Shows what was understood and asks whether it is right."""
    t = scene.t
    text = t.say("I understood: “{words}”. Is that right?", words=plain(words))
    return Reply(text, ((Button("✓ " + t.say("Yes, that"), YES), Button("✗ " + t.say("No"), NO)),))


def words_in(shown: str) -> str:
    """The words that such a message shows, or ""."""
    _, opened, rest = shown.partition("“")
    words, closed, _ = rest.rpartition("”")
    return words if opened and closed else ""
