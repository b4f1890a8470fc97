"""What did the person do? One Telegram update → `Incoming`, and the place where the answer goes.

Plain functions of the update and of who the bot is: nothing is sent or awaited here.
An update that asks nothing of the bot (a join, a service message, a stranger's talk
in a group) is None. What people write is read by the library; a press carries the whole
message that stood over the button, of which two lines matter, and is read as it came:
the library took as long for that as all the rest of a press together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import Chat, Message, Update, User

from bot.channels.telegram.waiting import seconds
from bot.model import Action, Contact, Incoming
from bot.render import clean
from bot.understood import YES, words_in

COMMANDS = {
    "menu": Action("menu"),
    "language": Action("languages"),
    "idioma": Action("languages"),
    "help": Action("help"),
    "ayuda": Action("help"),
    "privacy": Action("privacy"),
    "privacidad": Action("privacy"),
    "forget": Action("forget"),
    "borrar": Action("forget"),
    "call": Action("call"),
    "llamar": Action("call"),
    "appointments": Action("appointments"),
    "citas": Action("appointments"),
    "book": Action("flow", "booking"),
    "agendar": Action("flow", "booking"),
    "person": Action("person"),
    "persona": Action("person"),
    "alerts": Action("alerts"),
    "avisos": Action("alerts"),
    "big": Action("big"),
    "grande": Action("big"),
}
"""What each command means, whatever language it is typed in. `/start` is apart: it may carry a payload."""

PAYLOADS = {"topic": "topic", "flow": "flow", "lang": "language", "language": "language"}
"""What a deep link can open: `t.me/<bot>?start=topic_visa-cost` is the action `topic:visa-cost`."""

MEDIA = {
    "photo": "photo",
    "sticker": "sticker",
    "voice": "voice",
    "video": "video",
    "video_note": "video",
    "animation": "video",  # before `document`, which Telegram fills in too for a moving picture
    "audio": "audio",
    "document": "file",
    "location": "location",
    "venue": "location",
    "poll": "poll",
    "contact": "contact",
    "dice": "other",
    "game": "other",
    "story": "other",
    "paid_media": "other",
    "checklist": "other",
}
"""The library's field for each kind of content → how `Incoming.media` names it."""

LONGEST_HEARD, MOST_HEARD = 120, 5_000_000
"""Seconds and bytes of a voice message that is listened to: two minutes say more than one question."""

_COMMAND = re.compile(r"/(\w{1,32})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL | re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer goes: the chat, its forum topic, and the person's message that it may be a reply to."""

    chat: int
    thread: int | None = None
    message: int | None = None
    group: bool = False


def to_incoming(update: Update, me: User) -> tuple[Incoming, Place] | None:
    """What the person wrote, and where its answer goes; None if nothing is asked of the bot."""
    message = update.message or update.edited_message
    if message is None or message.from_user is None or message.from_user.is_bot:
        return None
    if message.chat.type not in (Chat.PRIVATE, Chat.GROUP, Chat.SUPERGROUP) or message.is_automatic_forward:
        return None
    if update.edited_message and message.location:
        return None  # a live location moves all the time
    media, text = _media(message), message.text or message.caption or ""
    if not media and not text:
        return None  # a service message: someone joined, a message was pinned
    forwarded = message.forward_origin is not None
    action, group = None, message.chat.type != Chat.PRIVATE
    if message.text and not forwarded and (command := _COMMAND.fullmatch(text)):
        name, addressee, rest = command.groups(default="")
        if addressee and addressee.lower() != (me.username or "").lower():
            return None
        action = _command(name.lower(), rest)
        if action is None and group and not addressee:
            return None  # some other bot's command
        text = "" if action else f"{name.replace('_', ' ')} {rest}".rstrip()
    elif group:
        if not _is_for(message, text, me):
            return None
        text = re.sub(_mention(me), "", text, flags=re.IGNORECASE).strip() if me.username else text
        if not text and not media:
            action = Action("menu")
    incoming = Incoming(
        channel="telegram",
        sender=_sender(message.chat.id, message.chat.type, message.from_user.id),
        update_id=str(update.update_id),
        text=clean(text),
        action=action,
        contact=_contact(message),
        media=media,
        language=_language(message.from_user.language_code or ""),
        forwarded=forwarded,
        album=message.media_group_id or "",
        message=str(message.message_id),
        voice=_voice(message),
    )
    thread = message.message_thread_id if message.is_topic_message else None
    return incoming, Place(message.chat.id, thread, message.message_id, group)


def pressed(query: Mapping[str, Any], update_id: int) -> tuple[Incoming, Place] | None:
    """A press of a button, from Telegram's `CallbackQuery`; None where there is no chat to answer in. Its
    message may be too old for Telegram to show; its chat is known even so.

    Raises `KeyError`, `TypeError` or `AttributeError` where the query is not as Telegram writes one.
    """
    shown, person = query.get("message"), query["from"]
    if shown is None or person.get("is_bot"):
        return None
    chat, asked = shown["chat"], shown.get("reply_to_message") or {}
    action: Action | None = Action.read(_text(query.get("data"))) or Action("menu")
    text = clean(_text(asked.get("text")) or _text(asked.get("caption")))
    if action == YES and (words := clean(words_in(_text(shown.get("text"))))):
        # What was understood is taken as if it had been typed.
        action, text = None, words
    incoming = Incoming(
        channel="telegram",
        sender=_sender(_id(chat), chat["type"], _id(person)),
        update_id=str(update_id),
        text=text,
        action=action,
        language=_language(_text(person.get("language_code"))),
    )
    thread = _id(shown, "message_thread_id") if shown.get("is_topic_message") else None
    answers = _id(asked, "message_id") if asked else None
    return incoming, Place(_id(chat), thread, answers, chat["type"] != Chat.PRIVATE)


def _command(name: str, rest: str) -> Action | None:
    if name != "start":
        return COMMANDS.get(name)
    prefix, _, value = rest.strip().partition("_")
    action = Action.read(f"{PAYLOADS[prefix]}:{value}") if value and prefix in PAYLOADS else None
    return action or Action("start")


def _media(message: Message) -> str:
    for field, name in MEDIA.items():
        if getattr(message, field):
            return name
    # A kind of content that is newer than the library: someone sent it, so someone waits for an answer.
    return "other" if message.api_kwargs and message.chat.type == Chat.PRIVATE and not message.text else ""


def _voice(message: Message) -> str:
    """Telegram's name for a person's own spoken message that is short enough to listen to, or ""."""
    voice = message.voice
    if voice is None or message.forward_origin is not None or (voice.file_size or 0) > MOST_HEARD:
        return ""
    return voice.file_id if seconds(voice.duration) <= LONGEST_HEARD else ""


def _is_for(message: Message, text: str, me: User) -> bool:
    """Whether a message in a group is for the bot: it names the bot, or replies to what the bot said."""
    replied = message.reply_to_message
    if replied and replied.from_user and replied.from_user.id == me.id:
        return True
    return bool(_mention(me) and re.search(_mention(me), text, re.IGNORECASE))


def _mention(me: User) -> str:
    return rf"\s*(?<!\w)@{me.username}\b[,:]?" if me.username else ""


def _contact(message: Message) -> Contact | None:
    card = message.contact
    if card is None or message.from_user is None:
        return None
    return Contact(clean(card.phone_number), own=card.user_id == message.from_user.id)


def _sender(chat: int, kind: str, person: int) -> str:
    """One conversation per person, and in a group one for each person there."""
    return str(chat) if kind == Chat.PRIVATE else f"{chat}/{person}"


def _language(code: str) -> str:
    code = code[:2].lower()
    return code if re.fullmatch("[a-z]{2}", code) else ""


def _id(of: Mapping[str, Any], name: str = "id") -> int:
    id = of[name]
    # True is an int to Python.
    if type(id) is not int:
        raise TypeError("an id is a number")
    return id


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
