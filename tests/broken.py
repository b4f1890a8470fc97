"""The bot as it is deployed, but for turns that break on purpose, with all that they know in the message.

python -m tests.broken run
"""

from __future__ import annotations

import sqlite3
from typing import NoReturn

from bot import turn
from bot.__main__ import main
from bot.acts import Act, Then
from bot.model import Turn
from bot.scene import Scene
from bot.store import effects

MARK = "y se rompe"
"""A question with these words in it breaks."""


def ask(scene: Scene, value: str) -> Turn | Then:
    """Asks, or breaks."""
    if MARK not in scene.incoming.text:
        return whole(scene, value)
    try:
        raise KeyError(scene.incoming.text)
    except KeyError as error:
        raise ValueError(repr(scene.conversation)) from error


def press(scene: Scene, value: str) -> NoReturn:
    """Breaks, whoever presses it."""
    raise RuntimeError(f"{scene!r} {value}")


def effect(*everything: object) -> NoReturn:
    """Breaks in the middle of the transaction, as a database would that quotes what it was given."""
    raise sqlite3.IntegrityError(repr(everything))


whole: Act = turn.ACTS["ask"]

if __name__ == "__main__":
    # Only in a process of its own: whoever imports this reads MARK.
    assert isinstance(turn.ACTS, dict)
    turn.ACTS |= {"ask": ask, "stale": press}
    assert isinstance(effects.EFFECTS, dict)
    effects.EFFECTS["helpful"] = effect
    main(["run"])
