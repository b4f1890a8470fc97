"""The types that everything else speaks in. Imports nothing of ours; read this module first.

A message comes in as `Incoming`, becomes an `Action`, and leaves as a `Turn`:
replies, the conversation as it is now, and the effects to carry out. All are
plain values: frozen, comparable, with no behaviour beyond reading themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

LANGUAGES = ("es", "en")
"""The languages the bot answers in; the first one where nothing else is known."""


@dataclass(frozen=True, slots=True)
class Action:
    """What a person wants done. Written `kind:value`: ASCII, at most 64 bytes (Telegram's limit)."""

    kind: str
    value: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"

    @classmethod
    def read(cls, text: str) -> Action | None:
        """The action that `text` writes, or None where it cannot be one (anyone can send any bytes)."""
        kind, colon, value = text.partition(":")
        if not colon or not kind or len(text) > 64 or not text.isascii() or not text.isprintable():
            return None
        return cls(kind, value)


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact card: a phone number, and whether it is the sender's own card."""

    phone: str
    own: bool


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message or button press, with the channel's details taken off.

    `sender` is opaque and names one conversation. `update_id` is unique within a
    channel: the same id again is the same message again. `media` is "" or one of
    photo, sticker, voice, video, audio, file, location, poll, contact, other.
    `language` is the language of the person's app as a two-letter code, "" if unknown.
    With `action`, `text` is the message that the button's message replied to, if any.
    """

    channel: str
    sender: str
    update_id: str
    text: str = ""
    action: Action | None = None
    contact: Contact | None = None
    media: str = ""
    language: str = ""
    forwarded: bool = False
    album: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: `label` of at most 40 characters, and an action or an https address."""

    label: str
    action: Action | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person sees next: Markdown text, and rows of buttons under it (at most six in all).

    `quotes` asks the channel to show this as a reply to the person's message, so
    that a button under it can find that message again without our keeping it.
    """

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    quotes: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way of asking, as staff wrote it, and where."""

    text: str
    language: str
    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Topic:
    """One answer in one language. `answer` is Markdown that quotes facts as `{{ name }}`."""

    id: str
    language: str
    title: str
    phrases: tuple[Phrase, ...]
    answer: str
    sources: Mapping[str, str] = field(default_factory=dict)
    checked: date | None = None
    check_by: date | None = None
    signed: str = ""
    next: tuple[Action, ...] = ()
    path: str = ""
    answer_line: int = 1

    @property
    def button(self) -> Button:
        """The button that opens this topic."""
        return Button(self.title, Action("topic", self.id))


@dataclass(frozen=True, slots=True)
class Fact:
    """A number, fee, date or phone that is true from one day to another (both included; None: no end).

    `kind` is number, money (US dollars), percent, date, year, phone or text; `value` is as
    staff wrote it; `values` holds the words of each language where a text differs between them.
    Several facts of one `name` follow one another in time.
    """

    name: str
    kind: str
    value: str
    since: date | None = None
    until: date | None = None
    source: str = ""
    path: str = ""
    line: int = 0
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """What the matcher says of one question.

    `decision` is "answer" (`topic` is sure), "ask" (up to three in `choices`) or "refuse".
    `probability` is that the best topic is right; `phrase` is the nearest phrase of that topic,
    so that staff can see why. `ranked` holds the best five topics with their share of the head's
    probability. `language` is that of the message where it is clear: es, en, or one that the bot
    does not answer in (ht, fr, pt); else "".
    """

    decision: str
    topic: str = ""
    probability: float = 0.0
    phrase: str = ""
    choices: tuple[str, ...] = ()
    language: str = ""
    ranked: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a step: its id, its words in each language, other ways to say it, where it leads."""

    id: str
    goto: str
    labels: Mapping[str, str] = field(default_factory=dict)
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One question of a flow. `kind` is choice or text; a step that is no choice goes on to `goto`."""

    id: str
    kind: str
    ask: Mapping[str, str] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    goto: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """A short interview: its steps by id, the one to start at, and its title in each language.

    A `goto` is the id of a step or an end: `topic:<id>` or another action.
    """

    name: str
    start: str
    steps: Mapping[str, Step]
    titles: Mapping[str, str] = field(default_factory=dict)
    path: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """The firm behind the bot. `phone` is a fact's name, for phones live in facts only.

    `confirmed_by` says who at the firm confirmed all this, "" while nobody did.
    """

    name: str = ""
    phone: str = ""
    web: str = ""
    timezone: str = "America/Chicago"
    responsible: str = ""
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """All that staff wrote, as it was at one moment. Topics by (id, language), facts by name in time order.

    `words` maps a way of writing to the words it stands for ("xq" to "por qué"); `commands` maps what
    people type to the action they mean ("menú" to `menu:`); `menu` is what the menu offers; `hash`
    changes whenever any file does.
    """

    topics: Mapping[tuple[str, str], Topic] = field(default_factory=dict)
    facts: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    off_topic: tuple[Phrase, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    commands: Mapping[str, Action] = field(default_factory=dict)
    menu: tuple[Action, ...] = ()
    flows: Mapping[str, Flow] = field(default_factory=dict)
    office: Office = field(default_factory=Office)
    hash: str = ""

    def topic(self, id: str, language: str) -> Topic | None:
        """The topic in this language, or in another one where this lacks it, or None."""
        for each in (language, *LANGUAGES):
            if found := self.topics.get((id, each)):
                return found
        return None


@dataclass(frozen=True, slots=True)
class Conversation:
    """What we remember about one conversation. Where a flow stands is worked out from its answers.

    `language` is "" until it is known; `chosen` says whether the person chose it themselves.
    """

    language: str = ""
    chosen: bool = False
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    flow: str = ""
    last_topic: str = ""
    misses: int = 0
    notices: tuple[str, ...] = ()
    album: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Gathered:
    """What had to be looked up before the turn, off the loop: the question's match, and the match of the
    question joined to the last topic, where it looks like a follow-up."""

    match: Match | None = None
    follow_up: Match | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """Something to carry out in the same transaction as the turn that caused it.

    `kind` is one of question, marked, helpful, forget (see `store`); `values` are its columns.
    """

    kind: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """One message and all that came of it, as a value. `match` is why, for staff; never stored."""

    replies: tuple[Reply, ...]
    conversation: Conversation
    effects: tuple[Effect, ...] = ()
    match: Match | None = None


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something to mend, in words for staff. `severity` is "error" or "warning"."""

    path: str
    line: int
    message: str
    severity: str = "error"

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Clock:
    """The time as the bot sees it: the real one, or as of another day (`--on 2026-03-01`)."""

    on: date | None = None

    def now(self) -> datetime:
        """This moment, with its zone; on the day asked for where one was."""
        now = datetime.now().astimezone()
        return now.replace(year=self.on.year, month=self.on.month, day=self.on.day) if self.on else now

    def today(self) -> date:
        """This day."""
        return self.now().date()
