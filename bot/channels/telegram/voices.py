"""Voice messages both ways: answers that are heard, and what a person says.

An answer goes out by the name that Telegram gave it before. A name that it does not know any more is
dropped, and the answer spoken anew.
"""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from telegram import Bot

from bot.attached import Voice
from bot.channels.telegram.counts import Counts
from bot.channels.telegram.incoming import MOST_HEARD, Place
from bot.channels.telegram.request import call
from bot.channels.telegram.sending import Part, RefusedSound, Sound, parts, send
from bot.channels.transcriber import Transcriber
from bot.speaking import Said, Speaking
from bot.speech import Speechless

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Voices:
    """Sends parts like `sending.send`, and answers to hear as voice messages."""

    bot: Bot
    counts: Counts
    me: int
    speaking: Speaking

    async def send(self, place: Place, part: Part) -> Place:
        """Sends one part. Raises `TryLater`, and `StoreAway` where the database is away."""
        if not isinstance(part.attached, Voice):
            return await send(self.bot, place, part, self.counts)
        said = self.speaking.said(part.attached)
        if said is None:
            return await self._in_writing(place, part.attached)
        key = said.key(self.me)
        if file := await self.speaking.file(key):
            try:
                return await self._send(place, part, Sound(said.title, file=file))
            except RefusedSound as refused:
                if refused.unwanted:
                    return await self._in_writing(place, part.attached)
                await self.speaking.drop(key, file)
        return await self._anew(place, part, said, key)

    async def _anew(self, place: Place, part: Part, said: Said, key: str) -> Place:
        await self._show_recording(place)
        try:
            sound = Sound(said.title, await self.speaking.sound(said))
            place = await self._send(place, part, sound)
        except (Speechless, RefusedSound) as error:
            log.warning("An answer could not be spoken.", why=str(error))
            assert isinstance(part.attached, Voice)  # noqa: S101, for the type checker
            return await self._in_writing(place, part.attached)
        if sound.file:
            await self.speaking.keep(key, sound.file)
        return place

    async def _send(self, place: Place, part: Part, sound: Sound) -> Place:
        return await send(self.bot, place, Part("", quotes=part.quotes, attached=sound), self.counts)

    async def _in_writing(self, place: Place, voice: Voice) -> Place:
        for each in parts([self.speaking.unheard(voice)], group=place.group):
            place = await send(self.bot, place, each, self.counts)
        return place

    async def _show_recording(self, place: Place) -> None:
        """Shows that a voice message is on its way. Whatever comes of that is of no weight."""
        values = {"chat_id": str(place.chat), "action": "record_voice"}
        if place.thread:
            values["message_thread_id"] = str(place.thread)
        try:
            await call(self.bot, "sendChatAction", values)
        except Exception:
            # Also an answer that the library cannot read.
            self.counts.drops["chat action"] += 1


@dataclass(frozen=True, slots=True)
class Ears:
    """Fetches what a person says from Telegram and has it transcribed."""

    bot: Bot
    transcriber: Transcriber

    async def words(self, file: str, language: str) -> str:
        """The words of a voice message, by Telegram's name for its file. Raises what went wrong."""
        found = await self.bot.get_file(file)
        if (found.file_size or 0) > MOST_HEARD:
            return ""
        sound = bytes(await found.download_as_bytearray())
        return await self.transcriber.words(sound, language) if len(sound) <= MOST_HEARD else ""
