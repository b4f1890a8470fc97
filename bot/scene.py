"""All that one turn may look at, as a value."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from bot.content import fact, recording
from bot.language import Translator, translator
from bot.model import Content, Conversation, Gathered, Incoming, Topic


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a turn may look at: the message, the conversation, the content, the day, what was gathered.

    `desk` says whether the firm's side is "open" for bookings, "demo", or "closed" as long as the firm has
    not confirmed its hours, and `staff_language` what is spoken there. `answer_minutes` is how soon somebody
    of the firm answers in the chat; 0 where nobody does. `speaks` says whether answers can be spoken here.
    """

    incoming: Incoming
    conversation: Conversation
    content: Content
    on: date
    gathered: Gathered = field(default_factory=Gathered)
    spoken: str = ""
    now: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    desk: str = "demo"
    staff_language: str = "es"
    answer_minutes: int = 5
    speaks: bool = False

    @property
    def language(self) -> str:
        """The language to reply in: the one spoken in this turn, else the person's."""
        return self.spoken or self.conversation.language

    @property
    def answers_here(self) -> bool:
        """Whether somebody of the firm can answer in this very chat: one that can be written to first, and
        in which nobody else reads along."""
        return self.can_write_first and self.answer_minutes > 0

    @property
    def can_write_first(self) -> bool:
        """Whether the bot can write to this person later, without being asked."""
        return self.incoming.channel == "telegram" and "/" not in self.incoming.sender

    def can_hear(self, topic: Topic) -> bool:
        """Whether the person can hear an answer: where the engine speaks, or staff recorded this text."""
        if self.incoming.channel != "telegram":
            return False
        return self.speaks or recording(self.content, topic, self.on) is not None

    @property
    def t(self) -> Translator:
        """Says our own sentences in that language."""
        return translator(self.language)

    @property
    def phone(self) -> str:
        """The firm's phone in international form."""
        return fact(self.content, self.content.office.phone, self.language, self.on)

    def speaking(self, language: str) -> Scene:
        """The same scene in another language, for this reply only."""
        return replace(self, spoken=language)
