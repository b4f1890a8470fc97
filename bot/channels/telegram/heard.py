"""What was written in the firm's group, and by whom. Plain functions of the message, as in `incoming`."""

from __future__ import annotations

import re
from typing import Any

from telegram import Message, User

from bot.channels.telegram.incoming import MEDIA
from bot.handoffs import ANONYMOUS, STAFF, STRANGER, Heard
from bot.render import clean

CAPTIONED = ("photo", "video", "animation", "audio", "voice", "document")
"""Kinds of message that can have words under them."""

_COMMAND = re.compile(r"/(\w{1,32})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL | re.ASCII)


def heard(
    message: Message, update_id: str, staff: frozenset[int], me: User, *, edited: bool = False
) -> Heard | None:
    """What was written in the firm's group; None for a service message, another bot, or a channel's post."""
    author = _author(message, staff)
    if author is None:
        return None
    topic = str(message.message_thread_id) if message.is_topic_message and message.message_thread_id else ""
    quoted = message.reply_to_message
    at: dict[str, Any] = {
        "chat": str(message.chat.id),
        "author": author,
        "message": str(message.message_id),
        "topic": topic,
        # In a forum every message of a topic replies to the one that opened it.
        "quoted": str(quoted.message_id) if quoted and not topic else "",
    }
    if message.forum_topic_closed:
        return Heard(update_id, **at, command="end") if author == STAFF else None
    kind = next((field for field in MEDIA if getattr(message, field)), "")
    text = clean(message.text or message.caption or "")
    if not kind and not text:
        return None
    command, value = "", ""
    if message.text and (read := _COMMAND.fullmatch(message.text.strip())):
        command, addressee, value = read.groups(default="")
        if addressee and addressee.lower() != (me.username or "").lower():
            return None
    return Heard(
        update_id,
        **at,
        text="" if command else text,
        command=command.lower(),
        value=value.strip(),
        media=MEDIA.get(kind, ""),
        captioned=kind in CAPTIONED,
        edited=edited,
    )


def _author(message: Message, staff: frozenset[int]) -> str | None:
    """Who wrote: one of the firm's people, a stranger, or an administrator without a name; else None."""
    if message.sender_chat is not None:
        return ANONYMOUS if message.sender_chat.id == message.chat.id else None
    if message.from_user is None or message.from_user.is_bot:
        return None
    return STAFF if message.from_user.id in staff else STRANGER
