"""The types that everything else speaks in. Read this module first; `office` has the firm's own types.

A message comes in as `Incoming`, becomes an `Action`, and leaves as a `Turn`:
replies, the conversation as it is now, and the effects to carry out. All are
plain values: frozen, comparable, with no behaviour beyond reading themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.attached import Attached, Recording
from bot.effects import Effect
from bot.interviews import Flow
from bot.match import Match
from bot.office import Appointment, Office, Slot, Span
from bot.signs import Signs

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
    With `action`, `text` is the message that the button's message replied to, if any. `message` is
    the channel's own id of it, where it can be copied to somebody else; `voice` that of a spoken message
    that is short enough to be understood.
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
    message: str = ""
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: `label` of at most 40 characters, and an action or an https address."""

    label: str
    action: Action | None = None
    url: str = ""


NO_LONGER = "-"
"""As `asks_contact`: the number is known, and its button goes away."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person sees next: Markdown text, and rows of buttons under it (at most six in all).

    `quotes` asks the channel to show this as a reply to the person's message, so
    that a button under it can find that message again without our keeping it. `asks_contact` is
    the label of a button that shares the person's own phone number, where the channel has such a thing.
    """

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    quotes: bool = False
    attached: Attached | None = None
    asks_contact: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way of asking, as staff wrote it, and where."""

    text: str
    language: str
    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Topic:
    """One answer in one language. `answer` is Markdown that quotes facts as `{{ name }}`. `alerts` is the
    subject that people can be told of when it changes: the id of a topic, whose title names it.

    A news item is read as one too: its id is the file's name, `checked` its day.
    """

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
    alerts: str = ""

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
class Content:
    """All that staff wrote, as it was at one moment. Topics by (id, language), facts by name in time order.

    `words` maps a way of writing to the words it stands for ("xq" to "por qué"); `commands` maps what people
    type, folded, to the action they mean ("menu" to `menu:`); `menu` is what the menu offers; `danger` maps
    each kind of danger to messages that speak of it, and `SAFE` to some that only sound alike; `signs`
    are those of a scam; `recordings` are answers in a person's voice; `hash` changes whenever any file does.
    """

    topics: Mapping[tuple[str, str], Topic] = field(default_factory=dict)
    facts: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    off_topic: tuple[Phrase, ...] = ()
    danger: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    commands: Mapping[str, Action] = field(default_factory=dict)
    menu: tuple[Action, ...] = ()
    flows: Mapping[str, Flow] = field(default_factory=dict)
    office: Office = field(default_factory=Office)
    signs: Signs = field(default_factory=Signs)
    news: Mapping[tuple[str, str], Topic] = field(default_factory=dict)
    recordings: Mapping[tuple[str, str], Recording] = field(default_factory=dict)
    hash: str = ""

    def subjects(self) -> tuple[str, ...]:
        """What people can be told of when it changes: the ids of topics that name them."""
        return tuple(dict.fromkeys(each.alerts for each in self.topics.values() if each.alerts))

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
    `flow` is the open flow and `flow_version` that of its steps when it was opened. `timezone` is the
    one the person chose. `topics` are the last ones read; `handoff` is the id of the open one; `big` says
    that answers come in short pieces. `used` is what counts against a limit: since when (seconds), how much.
    """

    language: str = ""
    chosen: bool = False
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    flow: str = ""
    flow_version: str = ""
    timezone: str = ""
    last_topic: str = ""
    misses: int = 0
    notices: tuple[str, ...] = ()
    album: str = ""
    topics: tuple[str, ...] = ()
    handoff: str = ""
    used: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    big: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True)
class Gathered:
    """What had to be looked up before the turn, off the loop.

    The question's match, and that of the question joined to the last topic where it looks like a
    follow-up; the words `heard` in a spoken message, whose match it then is; for a booking what each
    consultant has no time for, the person's own appointments to come, and a reference that is likely free.
    `alerts` are the subjects that they want to be told of. `free` holds, by kind and language, the slots
    that follow from it, once one turn has worked them out (a millisecond, and asked for at every step).
    """

    match: Match | None = None
    follow_up: Match | None = None
    busy: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    appointments: tuple[Appointment, ...] = ()
    reference: str = ""
    alerts: tuple[str, ...] = ()
    heard: str = ""
    free: dict[tuple[str, str], list[Slot]] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Turn:
    """One message and all that came of it, as a value. `match` is why, for staff; never stored.

    The replies of a `private` one hold a name, a phone or an answer that is not kept: they are stored
    only until they are sent. `arrived` messages of a repeated update's replies have reached the person.
    """

    replies: tuple[Reply, ...]
    conversation: Conversation
    effects: tuple[Effect, ...] = ()
    match: Match | None = None
    private: bool = False
    arrived: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something to mend, in words for staff. `severity` is "error" or "warning"."""

    path: str
    line: int
    message: str
    severity: str = "error"

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}: {self.message}"
