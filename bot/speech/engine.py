"""Words → an Ogg/Opus voice message, by two programs of Debian's: espeak-ng speaks, opusenc packs.

They run beside the bot at a low priority, never more than a few at a time, and are killed when they
take too long. Nothing is written to disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil

from bot.speech.ogg import seconds

PROGRAMS = {"espeak-ng": "espeak-ng", "opusenc": "opus-tools"}
"""The programs, and the Debian packages that have them."""

VOICES = {"es": "es-419", "en": "en-us"}
"""Spanish as in Latin America, English as in the United States."""

WORDS_A_MINUTE = 150
"""A little slower than the engine's own 175: people listen who read with difficulty, on small phones."""

KILOBITS = 20
"""A minute is 150 kB: people pay for each. Opus keeps speech clear at that."""

NICE = 5
"""Low, so that answers in writing come first; not the lowest, which on a busy machine never gets its turn."""

AT_ONCE = 2
"""Answers spoken at a time, over all people."""

SECONDS = 20.0
"""So long one answer may take, waiting for its turn included. The longest takes two on an idle machine."""


class Speechless(Exception):
    """The engine could not speak: it failed, took too long or made no sound."""


def missing() -> list[str]:
    """The Debian packages without which nothing can be spoken here."""
    return [package for program, package in PROGRAMS.items() if not shutil.which(program)]


def voice_of(language: str) -> str:
    """Whose voice it is, and how it is packed: another one is another sound."""
    return f"{VOICES[language]} {WORDS_A_MINUTE} {KILOBITS}"


class Speaker:
    """Speaks answers."""

    def __init__(self, timeout: float = SECONDS) -> None:
        self._timeout, self._turns = timeout, asyncio.Semaphore(AT_ONCE)

    async def speak(self, words: str, language: str) -> bytes:
        """The words as Ogg/Opus. Raises `Speechless`."""
        say = (
            "espeak-ng",
            "-b",
            "1",
            "-v",
            VOICES[language],
            "-s",
            str(WORDS_A_MINUTE),
            "--stdin",
            "--stdout",
        )
        pack = ("opusenc", "--quiet", "--ignorelength", "--speech", "--bitrate", str(KILOBITS), "-", "-")
        try:
            async with asyncio.timeout(self._timeout), self._turns:
                wave = await _through(say, words.encode())
                packed = await _through(pack, wave)
        except TimeoutError:
            raise Speechless("timeout") from None
        except OSError as error:
            raise Speechless(type(error).__name__) from None
        if not seconds(packed):
            raise Speechless("no sound")
        return packed


async def _through(command: tuple[str, ...], data: bytes) -> bytes:
    """What a program makes of `data`. It does not outlive the wait for it."""
    nice = ("nice", "-n", str(NICE)) if shutil.which("nice") else ()
    pipe, nowhere = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*nice, *command, stdin=pipe, stdout=pipe, stderr=nowhere)
    try:
        made, _ = await process.communicate(data)
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode:
        raise Speechless(f"{command[0]} ended with {process.returncode}")
    return made
