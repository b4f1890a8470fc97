"""What each kind of action does: a plain function from a scene and the action's value to a turn.

`asking` for typed questions, `interview` for flows, `pressing` for buttons and commands. An act may
end in another action instead of a turn (`Then`): a flow that is done leads to a topic, say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.model import Action, Conversation, Reply, Turn
from bot.scene import Scene

NOTICES_KEPT = 20
"""So many notices and votes are remembered of one person; older ones are forgotten."""


@dataclass(frozen=True, slots=True)
class Then:
    """Go on with another action in the scene as it is now."""

    scene: Scene
    action: Action


Act = Callable[[Scene, str], Turn | Then]


def saying(scene: Scene, *said: Reply) -> Turn:
    """A turn that only says something."""
    return Turn(said, scene.conversation)


def notice(conversation: Conversation, name: str) -> Conversation:
    """The conversation with a notice remembered, so that it is not given again."""
    return replace(conversation, notices=(*conversation.notices, name)[-NOTICES_KEPT:])
