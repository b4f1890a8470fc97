"""Reads the dialogues in tests/conversations/ and plays them against an engine.

A dialogue is `language` (of the person's app) and `turns`. A turn is one of says, presses, forwards,
sends (a kind of media), with any of: sees (text that must be in what comes back), buttons (labels that
must be among the buttons), hides (text that must not be there), replies (how many messages).
`presses` takes an action (`topic:visa-cost`) or the words on a button that was shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from bot.content import read_yaml
from bot.engine import Engine
from bot.model import Action, Incoming, Reply

FOLDER = Path(__file__).parent / "conversations"
KEYS = {"says", "presses", "forwards", "sends", "sees", "buttons", "hides", "replies", "app"}


@dataclass
class Person:
    """Someone who writes to the bot and remembers which buttons were shown."""

    engine: Engine
    sender: str = "7"
    language: str = "es"
    channel: str = "telegram"
    shown: dict[str, str] = field(default_factory=dict)
    quoted: str = ""
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    async def does(self, turn: Mapping[str, object]) -> list[Reply]:
        """Does what a turn of a dialogue says and returns the replies."""
        assert set(turn) <= KEYS, f"a turn has no {set(turn) - KEYS}"
        action = None
        if "presses" in turn:
            pressed = str(turn["presses"])
            found = [value for label, value in self.shown.items() if label.endswith(pressed)]
            action = Action.read(found[-1] if found else pressed)
            assert action, f'nothing shown says "{pressed}"; shown: {", ".join(self.shown)}'
        said = str(turn.get("says", turn.get("forwards", "")))
        incoming = Incoming(
            self.channel,
            self.sender,
            f"{self.sender}-{next(self._ids)}",
            said or (self.quoted if action else ""),
            action,
            media=str(turn.get("sends", "")),
            language=self.language,
            forwarded="forwards" in turn,
        )
        replies = list((await self.engine.handle(incoming)).replies)
        if said:
            # A button under a reply to a message brings that message along again.
            self.quoted = said if any(each.quotes for each in replies) else ""
        for reply in replies:
            self.shown |= {b.label: str(b.action) for row in reply.buttons for b in row if b.action}
        return replies


@dataclass(frozen=True)
class Dialogue:
    """A dialogue as it stands in its file."""

    language: str
    turns: list[dict[str, object]]


def dialogues() -> dict[str, Dialogue]:
    """Every dialogue by its file's name."""
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        read = read_yaml(path)
        assert isinstance(read, dict), path
        assert isinstance(read["turns"], list), path
        turns: list[dict[str, object]] = [{**turn} for turn in read["turns"] if isinstance(turn, dict)]
        assert turns, path
        found[path.stem] = Dialogue(str(read.get("language", "es")), turns)
    return found


def listed(value: object) -> list[str]:
    """One text or several, as a list."""
    if value is None:
        return []
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]
