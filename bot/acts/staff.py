"""What the firm's people write in their group: words for a person, or a command. A plain function."""

from __future__ import annotations

from collections.abc import Sequence

from bot.acts import notice
from bot.effects import Effect, Later
from bot.handoffs import ANONYMOUS, STAFF, Handoff, Heard
from bot.model import Conversation, Reply, Turn
from bot.scene import Scene

COMMANDS = ("end", "appointments", "callbacks", "done")
"""What staff can ask for in their group."""

LONGEST = 3900
"""Characters of one message to a person, with the firm's name before them; Telegram takes 4096."""


def hear(
    scene: Scene, kept: Conversation, heard: Heard, found: Handoff | None, calls: Sequence[int] = ()
) -> Turn:
    """What comes of a message in the group. `found` is the handoff that it stands in, `calls` the numbers of
    the call-backs still to make, and `kept` what is remembered of the group itself."""
    if heard.author != STAFF:
        return _not_staff(scene, kept, heard, found)
    if heard.edited and heard.command:
        return Turn((), kept)
    if heard.command:
        return _command(scene, kept, heard, found, calls)
    if not found:
        return Turn((), kept)
    if not found.open:
        text = scene.t.say("This conversation has ended: the person does not get what you write here.")
        return Turn((Reply(text),), kept)
    return Turn((), kept, tuple(_words(heard, found.id)))


def _not_staff(scene: Scene, kept: Conversation, heard: Heard, found: Handoff | None) -> Turn:
    """Nothing of it goes anywhere, and that is said; to a stranger once in each thread."""
    t = scene.t
    if heard.author == ANONYMOUS:
        text = t.say(
            "You write as an anonymous administrator, so I cannot check who you are: this was not sent. "
            "Turn off “Remain anonymous” in your administrator rights and write it again."
        )
        return Turn((Reply(text),), kept)
    thread = heard.topic or (found.thread.root if found else "")
    name = f"stranger/{heard.chat}/{thread}"
    if name in kept.notices:
        return Turn((), kept)
    text = t.say(
        "Only people whose Telegram ids are named in STAFF_IDS can write to the person or use commands here. "
        "This was not sent."
    )
    return Turn((Reply(text),), notice(kept, name))


def _command(
    scene: Scene, kept: Conversation, heard: Heard, found: Handoff | None, calls: Sequence[int]
) -> Turn:
    t = scene.t
    match heard.command:
        case "end" if found and found.open:
            return Turn((), kept, (Effect("end-for", {"id": found.id}),))
        case "end" if found:
            return Turn((Reply(t.say("This conversation has ended already.")),), kept)
        case "end":
            return Turn((Reply(t.say("Write /end in the thread of the conversation that you end.")),), kept)
        case "appointments" | "callbacks":
            body = {"what": heard.command, "topic": heard.topic}
            row = Later("staff-list", scene.now, "", f"staff-list/{heard.update_id}", body)
            return Turn((), kept, (Effect("later", about=row),))
        case "done":
            return _done(scene, kept, heard, calls)
    text = t.say("The commands here are /end, /appointments, /callbacks and /done with a number.")
    return Turn((Reply(text),), kept)


def _done(scene: Scene, kept: Conversation, heard: Heard, calls: Sequence[int]) -> Turn:
    t, said = scene.t, heard.value.lstrip("#")
    if not (said.isdecimal() and said.isascii() and len(said) < 10):
        return Turn((Reply(t.say("Write the number of the call-back after it, such as /done 3.")),), kept)
    number = int(said)
    if number not in calls:
        return Turn((Reply(t.say("There is no open call-back {number}.", number=number)),), kept)
    text = t.say("✔ Noted: call-back {number} is made.", number=number)
    return Turn((Reply(text),), kept, (Effect("called", {"id": str(number)}),))


def _words(heard: Heard, id: str) -> list[Effect]:
    """What goes to the person: a long text in pieces, so that each is one message."""
    marks = {"edited": "yes"} if heard.edited else {}
    if heard.media:
        marks |= {"captioned": "yes"} if heard.captioned else {}
        said = {"media": heard.media, "chat": heard.chat, "message": heard.message, "text": heard.text}
        return [Effect("relay", {"id": id, **said, **marks})]
    pieces = [heard.text[at : at + LONGEST] for at in range(0, len(heard.text), LONGEST)]
    return [Effect("relay", {"id": id, "text": each, **marks}) for each in pieces if each.strip()]
