"""What somebody wants to be told of when it changes."""

from __future__ import annotations

import re

from bot import alerts
from bot.acts import saying
from bot.acts.pressing import gone
from bot.effects import Effect
from bot.model import Turn
from bot.scene import Scene

VALUE = re.compile(r"([a-z0-9-]+)/(on|off)")


def alert(scene: Scene, value: str) -> Turn:
    """Begins or stops telling of a subject; of all of them it only stops."""
    read = VALUE.fullmatch(value)
    if not read:
        return gone(scene, value)
    subject, on = read[1], read[2] == "on"
    if on:
        if subject not in scene.content.subjects() or not scene.can_write_first:
            return gone(scene, value)
        done, said = _effect(scene, subject, "y"), alerts.confirmed(scene, subject)
    else:
        # A subject that staff took away can still be stopped.
        done = _effect(scene, "" if subject == alerts.ALL else subject, "n")
        said = alerts.stopped(scene, subject)
    return Turn((said,), scene.conversation, (done,))


def show(scene: Scene, _: str) -> Turn:
    """What somebody is told of."""
    return saying(scene, alerts.listed(scene, scene.gathered.alerts))


def _effect(scene: Scene, subject: str, on: str) -> Effect:
    kept = scene.conversation
    values = {"subject": subject, "on": on, "language": kept.language, "timezone": kept.timezone}
    return Effect("alert", values)
