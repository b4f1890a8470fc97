"""Speech → text by a server of the firm's own with OpenAI's interface, such as a local faster-whisper."""

from __future__ import annotations

import json

import aiohttp

from bot.settings import Settings

MOST_BYTES = 64_000
"""An answer is a sentence or two; what is longer is no transcription."""


class Unheard(Exception):
    """The server did not answer as a transcriber does. Says nothing of what it answered."""


class Transcriber:
    """One server. Without a connection of its own until it is used, and none that stays open."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.transcriber_url.rstrip("/") + "/v1/audio/transcriptions"
        self._key, self._model = settings.transcriber_key.get_secret_value(), settings.transcriber_model

    async def words(self, sound: bytes, language: str) -> str:
        """The words of an Ogg/Opus voice message. `language` is es, en or "". Raises `Unheard` or what
        aiohttp raises; bounded in size, and in time by the caller."""
        form = aiohttp.FormData()
        form.add_field("file", sound, filename="voice.ogg", content_type="audio/ogg")
        form.add_field("model", self._model)
        form.add_field("response_format", "json")
        if language:
            form.add_field("language", language)
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        async with (
            aiohttp.ClientSession() as session,
            session.post(self._url, data=form, headers=headers, allow_redirects=False) as answer,
        ):
            if answer.status != 200:
                raise Unheard(f"status {answer.status}")
            body = await answer.content.read(MOST_BYTES + 1)
            while len(body) <= MOST_BYTES and (more := await answer.content.read(MOST_BYTES + 1 - len(body))):
                body += more
        if len(body) > MOST_BYTES:
            raise Unheard("too long")
        try:
            read = json.loads(body)
        except ValueError:
            raise Unheard("no JSON") from None
        text = read.get("text") if isinstance(read, dict) else None
        if not isinstance(text, str):
            raise Unheard("no text")
        return text
