"""The types of a handoff: a person and the firm's people write to each other through the bot.

Like `office`, this imports nothing of ours. Ids of chats, topics and messages are texts that only the
channel can read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

IDLE = timedelta(hours=1)
"""After so long without a word from the firm a handoff ends: nobody finds a silent bot days later."""


@dataclass(frozen=True, slots=True)
class Thread:
    """Where a handoff is in the firm's group: a forum topic, or the message that a reply thread begins with.
    Both are "" until it has been opened there."""

    chat: str = ""
    topic: str = ""
    root: str = ""

    @property
    def opened(self) -> bool:
        """Whether it is there yet."""
        return bool(self.topic or self.root)


@dataclass(frozen=True, slots=True)
class Handoff:
    """One person and the firm. `topics` are the ids of what the person read last.

    `state` is open or ended; `answered` says whether the firm has written yet, `raised` how often it was
    asked again, and `last` when it wrote last.
    """

    id: str
    channel: str
    sender: str
    language: str
    topics: tuple[str, ...]
    thread: Thread
    state: str
    answered: bool
    raised: int
    since: datetime
    last: datetime

    @property
    def open(self) -> bool:
        """Whether it goes on."""
        return self.state == "open"


STAFF, STRANGER, ANONYMOUS = "staff", "stranger", "anonymous"
"""Who wrote in the firm's group: one of its people, somebody else, or an administrator without a name."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was written in the firm's group. `command` is the word after the slash, `value` what follows it;
    `quoted` is the message that it replies to; `media` is as in `Incoming`, `captioned` says whether words
    can stand under it, and `edited` that it stands for an earlier message."""

    update_id: str
    chat: str
    author: str
    message: str
    text: str = ""
    command: str = ""
    value: str = ""
    topic: str = ""
    quoted: str = ""
    media: str = ""
    captioned: bool = False
    edited: bool = False
