"""Answers as sound: in the voice of staff where they recorded just this text, else spoken by the engine.

An answer is spoken once for each text. From then on the channel sends what it already has, by the name that
it gave it (`store/voices.py`), whichever process made it.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import structlog

from bot import replies
from bot.attached import Voice
from bot.clock import Clock
from bot.content import recording
from bot.language import translator
from bot.model import Content, Reply
from bot.scene import Scene
from bot.speech import Speaker, Speechless, spoken, voice_of
from bot.store import Store, drop_voice, keep_voice, voice_file

log = structlog.get_logger()


class Host(Protocol):
    """What speaking needs of the engine."""

    store: Store
    clock: Clock

    @property
    def content(self) -> Content:
        """The content in force."""

    def scene(self, language: str, channel: str, sender: str, timezone: str) -> Scene:
        """A scene for what the bot says without being asked."""


@dataclass(frozen=True, slots=True)
class Said:
    """One answer to hear: its title, the words, whose voice, and for a recording the file and its hash."""

    title: str
    language: str
    words: str
    voice: str
    path: str = ""
    sound: str = ""

    def key(self, bot: int) -> str:
        """What this very sound is kept under, for a bot: its names for files are of no use to another."""
        return hashlib.sha256(f"{bot}\n{self.voice}\n{self.words}".encode()).hexdigest()


class Speaking:
    """Finds or makes the sound of answers. `speaker` is None where nothing can be spoken."""

    def __init__(self, host: Host, speaker: Speaker | None = None) -> None:
        self._host, self._speaker = host, speaker
        self._making: dict[str, asyncio.Task[bytes]] = {}

    @property
    def speaks(self) -> bool:
        """Whether there is an engine."""
        return self._speaker is not None

    def said(self, voice: Voice) -> Said | None:
        """What is to be heard of an answer now; None where its topic is gone."""
        scene = self._host.scene(voice.language, "telegram", "/", "")
        found = scene.content.topic(voice.topic, voice.language)
        if found is None:
            return None
        parts = [found.title, replies.body(scene, found)]
        if found.sources and found.checked:
            parts.append(replies.compared(translator(found.language), found))
        words = spoken("\n\n".join(parts), found.language)
        if own := recording(scene.content, found, scene.on):
            return Said(found.title, found.language, words, f"recorded {own.sound}", own.path, own.sound)
        return Said(found.title, found.language, words, voice_of(found.language))

    def unheard(self, voice: Voice) -> Reply:
        """What is said instead where it cannot be heard: the text is a tap away."""
        scene = self._host.scene(voice.language, "telegram", "/", "")
        found = scene.content.topic(voice.topic, voice.language)
        return replies.unheard(scene, found) if found else replies.menu(scene)

    async def sound(self, said: Said) -> bytes:
        """The answer as Ogg/Opus; made once however many ask for it at the same time. Raises `Speechless`."""
        task = self._making.get(key := f"{said.voice}\n{said.words}")
        if task is None:
            task = self._making[key] = asyncio.create_task(self._made(said))
            task.add_done_callback(lambda done: self._forget(key, done))
        # Who gives up waiting does not take it from the others.
        return await asyncio.shield(task)

    async def file(self, key: str) -> str:
        """What the channel calls this sound, or "". Raises `StoreAway`."""
        return await self._host.store.transact(voice_file, key)

    async def keep(self, key: str, file: str) -> None:
        """Keeps what the channel calls it. Where that fails, it is only made again."""
        try:
            await self._host.store.transact(keep_voice, key, file, self._host.clock.now())
        except Exception as error:
            log.warning("The name of a voice message could not be kept.", why=type(error).__name__)

    async def drop(self, key: str, file: str) -> None:
        """The channel does not know this name any more. Raises `StoreAway`."""
        await self._host.store.transact(drop_voice, key, file)

    def _forget(self, key: str, done: asyncio.Task[bytes]) -> None:
        del self._making[key]
        if not done.cancelled():
            # Looked at here, for everybody who asked may have gone meanwhile.
            done.exception()

    async def _made(self, said: Said) -> bytes:
        if said.path:
            data = await asyncio.to_thread(_read, said.path)
            if hashlib.sha256(data).hexdigest().startswith(said.sound):
                return data
            # Somebody is just replacing it; the content will be read again in a moment.
        if self._speaker is None:
            raise Speechless("no engine")
        return await self._speaker.speak(said.words, said.language)


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError:
        return b""
