"""The firm's group on Telegram: what is written there, and the threads in which a person is answered.

A handoff has a forum topic of its own; where the group has no topics, a message that staff reply to.
Refusals become the words of the outbox: what may pass is tried again, a thread that is gone is opened anew.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, TypeVar

import structlog
from telegram import Bot, LinkPreviewOptions, Message, ReplyParameters, User
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.channels.telegram.counts import Counts
from bot.channels.telegram.heard import heard
from bot.channels.telegram.incoming import Place
from bot.channels.telegram.sending import Part, parts
from bot.channels.telegram.waiting import seconds
from bot.handoffs import Thread
from bot.language import translator
from bot.model import Incoming, Reply
from bot.outbox import NotNow, Unreachable
from bot.relay import Relay, ThreadGone
from bot.store import StoreAway

LONGEST, LONGEST_CAPTION = 4096, 1024

LATER = 3.0
"""Seconds after which a call is tried again that failed on the way."""

GONE = (
    "thread not found",
    "message to be replied not found",
    "topic_closed",
    "topic_deleted",
    "topic_id_invalid",
)
"""How Telegram says that a thread is no longer there, or that nobody may write in it."""

T = TypeVar("T")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """What the group is told of a message, and where. `whose` is the update that it is kept under, if any;
    `arrived` messages of it have been sent before."""

    messages: list[Part]
    place: Place
    whose: Incoming | None = None
    arrived: int = 0


class StaffGroup:
    """The group that STAFF_CHAT names, wherever it has moved since."""

    def __init__(
        self,
        bot: Bot,
        me: User,
        counts: Counts,
        relay: Relay,
        chat: str,
        staff: frozenset[int],
        language: str,
    ) -> None:
        self._bot, self._me, self._counts, self._relay = bot, me, counts, relay
        self._chat, self._staff, self._language = chat, staff, language

    # ---- what is written there ------------------------------------------------------------------

    async def take(self, message: Message, update: int, *, edited: bool) -> Told | None:
        """Takes a message of the group: what the group is told, None where it is not for staff.
        Raises `StoreAway`."""
        thread = message.message_thread_id if message.is_topic_message else None
        place = Place(message.chat.id, thread, message.message_id, group=True)
        try:
            return await self._take(message, str(update), place, edited=edited)
        except StoreAway:
            raise
        except Exception as error:
            # Staff must not think that a person has read what they wrote.
            log.error("A message of staff could not be taken.", error=type(error).__name__)
            if str(message.chat.id) != self._chat and not thread:
                return None
            broken = translator(self._language).say("⚠ Something broke on my side: this was not sent.")
            return Told(parts([Reply(broken)], group=True), place)

    async def _take(self, message: Message, update: str, place: Place, *, edited: bool) -> Told | None:
        here, chat = await self._relay.place(self._chat), str(message.chat.id)
        if (before := str(message.migrate_from_chat_id or "")) in (here, self._chat):
            await self._relay.moved(before, chat)
            return Told([], place)
        if chat not in (here, self._chat):
            return None
        if message.migrate_to_chat_id:
            await self._relay.moved(chat, str(message.migrate_to_chat_id))
            return Told([], place)
        said = heard(message, update, self._staff, self._me, edited=edited)
        done = await self._relay.hear(said) if said else None
        if said is None or done is None:
            return None
        whose = Incoming("staff", said.chat, said.update_id)
        return Told(parts(done.replies, group=True), place, whose, done.arrived)

    # ---- threads --------------------------------------------------------------------------------

    async def topic(self, title: str) -> Thread | None:
        """A new forum topic; None where the group has none, or the bot may not make any."""
        chat = await self._relay.place(self._chat)
        try:
            made = await self._do(lambda: self._bot.create_forum_topic(int(chat), title[:128]))
        except (Refused, ThreadGone):
            return None
        return Thread(chat, topic=str(made.message_thread_id))

    async def begin(self, reply: Reply) -> Thread:
        """A message to reply to."""
        chat = await self._relay.place(self._chat)
        return Thread(chat, root=await self._send(int(chat), parts([reply])))

    async def write(self, thread: Thread, reply: Reply) -> str:
        """Writes into a thread; the id of the message."""
        return await self._send(int(thread.chat), parts([reply]), **_where(thread))

    async def show(self, thread: Thread, text: str) -> str:
        """A person's words, as they are."""
        return await self._send(int(thread.chat), _plain(text), **_where(thread))

    async def copy(self, thread: Thread, sender: str, message: str) -> str | None:
        """Copies a person's message into a thread; None where it cannot be copied."""
        try:
            made = await self._do(
                lambda: self._bot.copy_message(int(thread.chat), int(sender), int(message), **_where(thread))
            )
        except Refused:
            return None
        return str(made.message_id)

    async def close(self, thread: Thread) -> None:
        """Closes the topic; a reply thread is only told so."""
        if thread.topic:
            await self._quietly(lambda: self._bot.close_forum_topic(int(thread.chat), int(thread.topic)))

    async def delete(self, thread: Thread, messages: list[str]) -> None:
        """Deletes the topic with all that stands in it; where there is none, what the bot wrote."""
        chat = int(thread.chat)
        if thread.topic:
            if not await self._quietly(lambda: self._bot.delete_forum_topic(chat, int(thread.topic))):
                await self._quietly(lambda: self._bot.close_forum_topic(chat, int(thread.topic)))
            return
        for each in messages or [thread.root]:
            await self._quietly(lambda each=each: self._bot.delete_message(chat, int(each)))  # type: ignore[misc]

    async def list(self, topic: str, reply: Reply) -> None:
        """Writes to staff where one of them asked for something."""
        chat = await self._relay.place(self._chat)
        where = _where(Thread(chat, topic=topic)) if topic else {}
        try:
            await self._send(int(chat), parts([reply]), **where)
        except ThreadGone:
            await self._send(int(chat), parts([reply]))

    async def notify(self, reply: Reply) -> None:
        """News for staff: a booking, a call-back."""
        await self.list("", reply)

    # ---- to the person --------------------------------------------------------------------------

    async def say(self, sender: str, who: str, text: str) -> None:
        """The words of the firm, under its name."""
        await self._send(int(sender), _plain(text, who))

    async def hand_over(self, sender: str, who: str, chat: str, message: str, text: str | None) -> bool:
        """Copies a message of the firm, with its name under it where words can stand; whether it could."""
        under = f"{who}: {text}" if text else who
        caption = under if text is not None and len(under) <= LONGEST_CAPTION else None
        try:
            await self._do(
                lambda: self._bot.copy_message(int(sender), int(chat), int(message), caption=caption)
            )
        except (Refused, ChatMigrated):
            return False
        return True

    # ---- calls ----------------------------------------------------------------------------------

    async def _send(self, chat: int, messages: Sequence[Part], **where: Any) -> str:
        """Sends one text after another; the id of the last, "" where Telegram's answer cannot be read."""
        last = ""
        for part in messages:
            call = self._text(chat, part, where)
            try:
                last = str((await self._do(call)).message_id)
            except (ValueError, KeyError, TypeError, AttributeError):
                last = ""
            except Refused as refused:
                raise Unreachable(str(refused)) from None
            self._counts.sent += 1
        return last

    def _text(self, chat: int, part: Part, where: dict[str, Any]) -> Callable[[], Awaitable[Message]]:
        no_preview = LinkPreviewOptions(is_disabled=True)
        return lambda: self._bot.send_message(
            chat,
            part.html,
            parse_mode="HTML",
            reply_markup=part.keyboard,
            link_preview_options=no_preview,
            **where,
        )

    async def _quietly(self, call: Callable[[], Awaitable[Any]]) -> bool:
        """Makes a call that may be refused; whether it was carried out."""
        try:
            await self._do(call)
        except (Refused, ThreadGone, Unreachable) as refused:
            log.info("Telegram did not take a change of a thread.", why=str(refused))
            return False
        return True

    async def _do(self, call: Callable[[], Awaitable[T]]) -> T:
        """Makes one call. Raises `NotNow`, `Unreachable`, `ThreadGone`, or `Refused` for this call alone."""
        try:
            return await call()
        except RetryAfter as limited:
            self._counts.retries["429"] += 1
            raise NotNow(seconds(limited.retry_after)) from None
        except ChatMigrated as moved:
            await self._relay.moved(await self._relay.place(self._chat), str(moved.new_chat_id))
            raise NotNow(0) from None
        except Forbidden:
            self._counts.drops["forbidden"] += 1
            raise Unreachable("forbidden") from None
        except BadRequest as refused:
            about = refused.message.lower()
            if any(each in about for each in GONE):
                raise ThreadGone(about) from None
            self._counts.drops[about[:40]] += 1
            if "chat not found" in about:
                raise Unreachable("chat not found") from None
            raise Refused(about) from None
        except TelegramError as failed:
            self._counts.retries[type(failed).__name__.lower()] += 1
            raise NotNow(LATER) from None


class Refused(Exception):
    """Telegram does not take this call, and would not take it later."""


def _where(thread: Thread) -> dict[str, Any]:
    """How a message gets into a thread."""
    if thread.topic:
        return {"message_thread_id": int(thread.topic)}
    return {"reply_parameters": ReplyParameters(int(thread.root))}


def _plain(text: str, who: str = "") -> list[Part]:
    """Somebody's words as they were written, after who they are; in pieces that Telegram takes."""
    room = LONGEST - len(who) - 2
    pieces = [text[at : at + room] for at in range(0, len(text), room)]
    before = f"<b>{escape(who, quote=False)}:</b> " if who else ""
    return [Part(before + escape(each, quote=False)) for each in pieces if each.strip()]
