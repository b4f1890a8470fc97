"""What did the person do? One Telegram update → `Incoming`, and the place where the answer goes.

Plain functions of the update and of who the bot is: nothing is sent or awaited here.
An update that asks nothing of the bot (a join, a service message, a stranger's talk
in a group) is None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import CallbackQuery, Chat, Message, Update, User

from bot.model import Action, Contact, Incoming
from bot.render import clean

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

_COMMAND = re.compile(r"/(\w{1,32})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL | re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer goes: the chat, its forum topic, and the person's message that it may be a reply to."""

    chat: int
    thread: int | None = None
    message: int | None = None
    group: bool = False


def to_incoming(update: Update, me: User) -> tuple[Incoming, Place] | None:
    """What the person did, and where its answer goes; None if nothing is asked of the bot."""
    if update.callback_query:
        return _pressed(update.callback_query, update.update_id)
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
        sender=_sender(message.chat, message.from_user),
        update_id=str(update.update_id),
        text=clean(text),
        action=action,
        contact=_contact(message),
        media=media,
        language=_language(message.from_user),
        forwarded=forwarded,
        album=message.media_group_id or "",
        message=str(message.message_id),
    )
    thread = message.message_thread_id if message.is_topic_message else None
    return incoming, Place(message.chat.id, thread, message.message_id, group)


def _pressed(query: CallbackQuery, update_id: int) -> tuple[Incoming, Place] | None:
    """A press of a button. Its message may be too old for Telegram to show; its chat is known even so."""
    shown = query.message
    if shown is None or query.from_user.is_bot:
        return None
    asked = shown.reply_to_message if isinstance(shown, Message) else None
    incoming = Incoming(
        channel="telegram",
        sender=_sender(shown.chat, query.from_user),
        update_id=str(update_id),
        text=clean(asked.text or asked.caption or "") if asked else "",
        action=Action.read(query.data or "") or Action("menu"),
        language=_language(query.from_user),
    )
    thread = shown.message_thread_id if isinstance(shown, Message) and shown.is_topic_message else None
    group = shown.chat.type != Chat.PRIVATE
    return incoming, Place(shown.chat.id, thread, asked.message_id if asked else None, group)


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


def _sender(chat: Chat, person: User) -> str:
    """One conversation per person, and in a group one for each person there."""
    return str(chat.id) if chat.type == Chat.PRIVATE else f"{chat.id}/{person.id}"


def _language(person: User) -> str:
    code = (person.language_code or "")[:2].lower()
    return code if re.fullmatch("[a-z]{2}", code) else ""
