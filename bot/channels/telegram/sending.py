"""How do replies reach the person, and what if Telegram refuses? Every kind of refusal has its path here.

A refusal that would come again (a blocked bot, a bad request) is counted and dropped;
one that may pass (429, a timeout, a 5xx, an answer that is garbage) is tried again in
order, and past `PATIENCE` seconds handed back as `TryLater`. Nothing loops for ever.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from urllib.parse import urlencode

import structlog
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot import render
from bot.attached import Attached, Card, File
from bot.channels.telegram.counts import Counts
from bot.channels.telegram.incoming import Place
from bot.channels.telegram.request import call
from bot.channels.telegram.waiting import seconds
from bot.model import NO_LONGER, Button, Reply
from bot.outbox import NotNow, Unreachable

Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove

PATIENCE = 25.0
"""Seconds that one part is tried for before the update is put back: a webhook has to answer within 60."""

FIRST_PAUSE = 0.5
"""Seconds before the second try; doubled each time."""

UPLOAD_SECONDS = 15.0
"""How long a voice message may take to reach Telegram."""

log = structlog.get_logger(__name__)


class TryLater(Exception):
    """The reply could not be sent now; after `seconds` it may be. `limited`: Telegram itself said when."""

    def __init__(self, seconds: float, *, limited: bool = False) -> None:
        super().__init__(seconds)
        self.seconds, self.limited = seconds, limited


class RefusedSound(Exception):
    """Telegram does not take a sound: it knows its name no more or cannot play it; or, `unwanted`, no voice
    message may be sent to this chat at all."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.unwanted = "voice" in why


@dataclass(slots=True, eq=False)
class Sound:
    """A voice message to send, under its title: its content, or what Telegram calls it (`file`), which is
    filled in once it is sent."""

    title: str
    content: bytes = b""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One message to send: Telegram HTML, the buttons under it (`drawn` as the Bot API writes them), whether
    it quotes what the person wrote. `form` is all of it as a form, where it was written before."""

    html: str
    keyboard: Keyboard | None = None
    drawn: str = ""
    quotes: bool = False
    attached: Attached | Sound | None = None
    form: bytes = b""


def parts(replies: Sequence[Reply], *, group: bool = False, private: bool = True) -> list[Part]:
    """The messages that make up `replies`, in order: long texts are cut, buttons stand under the last piece.

    In a group every reply quotes, so that people see whom it answers. What is not `private` is the same for
    many people, and is put together once.
    """
    draw = _parts if private else _drawn
    return [part for reply in replies for part in draw(reply, group)]


def _parts(reply: Reply, group: bool) -> tuple[Part, ...]:
    pieces = [Part(piece) for piece in render.telegram(reply.text)]
    if pieces:
        # The quote stands where the buttons are: a press then finds the person's message again.
        pieces[-1] = _with(replace(pieces[-1], quotes=reply.quotes or group), keyboard(reply.buttons))
        if reply.asks_contact == NO_LONGER:
            pieces[-1] = _with(pieces[-1], ReplyKeyboardRemove())
    if reply.attached:
        pieces.append(Part("", quotes=group, attached=reply.attached))
    if reply.asks_contact not in ("", NO_LONGER) and not group:
        # One message has one kind of keyboard, and only this kind can share a number.
        share = KeyboardButton(reply.asks_contact, request_contact=True)
        drawn = ReplyKeyboardMarkup([[share]], resize_keyboard=True, one_time_keyboard=True)
        pieces.append(_with(Part("👇"), drawn))
    return tuple(pieces)


def _with(part: Part, keyboard: Keyboard | None) -> Part:
    return replace(part, keyboard=keyboard, drawn=json.dumps(keyboard.to_dict()) if keyboard else "")


@lru_cache(maxsize=512)
def _drawn(reply: Reply, group: bool) -> tuple[Part, ...]:
    return tuple(replace(part, form=urlencode(_values(part)).encode()) for part in _parts(reply, group))


def _values(part: Part, *, plain: bool = False, bare: bool = False) -> dict[str, str]:
    """What a message says wherever it goes."""
    values = {"link_preview_options": '{"is_disabled": true}'}
    values["text"] = unescape(re.sub(r"<[^>]+>", "", part.html)) if plain else part.html
    if not plain:
        values["parse_mode"] = "HTML"
    if part.drawn and not bare:
        values["reply_markup"] = part.drawn
    return values


def keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    """The rows of buttons as Telegram wants them; None where there are none."""
    drawn = [[_button(button) for button in row] for row in rows if row]
    return InlineKeyboardMarkup(drawn) if drawn else None


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url)
    return InlineKeyboardButton(button.label, callback_data=str(button.action))


async def send(bot: Bot, place: Place, part: Part, counts: Counts) -> Place:
    """Sends one part, or drops it where Telegram will never take it; the place to send the next part to.

    Raises `TryLater` when it could not be sent within `PATIENCE` seconds.
    """
    loop = asyncio.get_running_loop()
    until, pause, plain, bare = loop.time() + PATIENCE, FIRST_PAUSE, False, False
    while True:
        try:
            await send_part(bot, place, part, plain=plain, bare=bare)
        except ChatMigrated as moved:
            if moved.new_chat_id == place.chat:
                return _drop(counts, place, "chat moved to itself")
            place = replace(place, chat=moved.new_chat_id, thread=None, message=None)
            if loop.time() > until:
                raise TryLater(pause) from None
            continue
        except Forbidden:
            return _drop(counts, place, "forbidden", quietly=True)
        except BadRequest as refused:
            about = refused.message.lower()
            if isinstance(part.attached, Sound) and ("file" in about or "voice" in about):
                raise RefusedSound(_kind(about)) from None
            if "can't parse entities" in about and not plain:
                plain = True
            elif "button" in about and not bare:
                bare = True
            elif "thread not found" in about and place.thread:
                place = replace(place, thread=None)
            else:
                return _drop(counts, place, _kind(about))
            log.warning("Telegram refused a message; it is sent again in a simpler form.", why=_kind(about))
            continue
        except (NetworkError, TelegramError) as failed:
            wait = seconds(failed.retry_after) if isinstance(failed, RetryAfter) else pause
            kind = _name(failed)
            counts.retries[kind] += 1
            if loop.time() + wait > until:
                log.warning("A message could not be sent now; it is tried again later.", why=kind)
                raise TryLater(wait, limited=isinstance(failed, RetryAfter)) from None
            await asyncio.sleep(wait)
            pause = min(pause * 2, 8)
            continue
        counts.sent += 1
        return place


async def send_part(bot: Bot, place: Place, part: Part, *, plain: bool = False, bare: bool = False) -> None:
    """Sends one part with one call, as text alone (`plain`) or without buttons (`bare`) where asked for."""
    if part.attached:
        await _attach(bot, place, part)
        return
    values = {"chat_id": str(place.chat)}
    form = b"" if plain or bare else part.form
    if not form:
        values |= _values(part, plain=plain, bare=bare)
    if place.thread:
        values["message_thread_id"] = str(place.thread)
    if part.quotes and place.message:
        quote = {"message_id": place.message, "allow_sending_without_reply": True}
        values["reply_parameters"] = json.dumps(quote)
    await call(bot, "sendMessage", values, form)


async def write_first(bot: Bot, counts: Counts, sender: str, reply: Reply) -> None:
    """Writes to a person, or to the firm's group, who did not write just now. Raises `Unreachable` where they
    blocked the bot or the chat is gone, `NotNow` where Telegram cannot take it now."""
    chat, _, member = sender.partition("/")
    # Counted apart: what is dropped for others meanwhile says nothing of this person.
    own = Counts()
    place = Place(int(chat), group=bool(member))
    try:
        for part in parts([reply], group=bool(member)):
            place = await send(bot, place, part, own)
    except TryLater as wait:
        raise NotNow(wait.seconds) from None
    finally:
        counts.add(own)
    if own.drops:
        raise Unreachable(next(iter(own.drops)))


async def _attach(bot: Bot, place: Place, part: Part) -> None:
    """Sends a contact card, a small file or a voice message."""
    match part.attached:
        case Card(name, phone):
            digits = re.sub(r"[^\d+]", "", phone)
            await bot.send_contact(place.chat, digits, name, message_thread_id=place.thread)
        case File(name, text):
            file = InputFile(text.encode(), filename=name)
            await bot.send_document(place.chat, file, message_thread_id=place.thread)
        case Sound(title, content, known) as sound:
            voice = known or InputFile(content, filename="answer.ogg")
            quote = (
                ReplyParameters(place.message, allow_sending_without_reply=True) if place.message else None
            )
            sent = await bot.send_voice(
                place.chat,
                voice,
                caption=title,
                message_thread_id=place.thread,
                reply_parameters=quote if part.quotes else None,
                read_timeout=UPLOAD_SECONDS,
            )
            sound.file = sent.voice.file_id if sent.voice else ""


async def acknowledge(bot: Bot, query: str, counts: Counts) -> None:
    """Stops the waiting sign on a pressed button. Whatever comes of it is of no weight."""
    try:
        await call(bot, "answerCallbackQuery", {"callback_query_id": query})
    except TelegramError as failed:
        counts.drops[f"callback {_name(failed)}"] += 1
    except Exception:
        # An answer that the library cannot read must not cost the person theirs.
        counts.drops["callback unreadable"] += 1


def _drop(counts: Counts, place: Place, kind: str, *, quietly: bool = False) -> Place:
    counts.drops[kind] += 1
    if not quietly:
        log.warning("Telegram will not take a message; it is dropped.", why=kind)
    return place


def _kind(message: str) -> str:
    """The kind of a refusal, without what it quotes: the first words, up to a quote or a number."""
    return re.split(r"[\"'0-9:]", message.removeprefix("bad request: "))[0].strip() or "bad request"


def _name(failed: TelegramError) -> str:
    if isinstance(failed, RetryAfter):
        return "429"
    return "timeout" if isinstance(failed, TimedOut) else type(failed).__name__.lower()
