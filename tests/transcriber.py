"""A small server that writes down speech, as OpenAI's interface wants it: it says what a test tells it to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass
class Transcriber:
    """What it answers with, and what it was asked."""

    url: str = ""
    text: str = ""
    status: int = 200
    body: bytes | None = None
    seconds: float = 0.0
    asked: list[dict[str, Any]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        """One call. Refused, as such a server does, without a file, a model or the right kind of request."""
        form = await request.post()
        sound = form.get("file")
        if not isinstance(sound, web.FileField) or not form.get("model"):
            return web.json_response({"error": {"message": "file and model are required"}}, status=400)
        said = {name: value for name, value in form.items() if isinstance(value, str)}
        key = request.headers.get("Authorization", "")
        heard = sound.file.read()
        sound.file.close()
        self.asked.append(said | {"file": heard, "name": sound.filename, "key": key})
        await asyncio.sleep(self.seconds)
        if self.body is not None:
            return web.Response(body=self.body, status=self.status)
        return web.json_response({"text": self.text}, status=self.status)


@asynccontextmanager
async def transcriber() -> AsyncIterator[Transcriber]:
    """Serves on a port of its own until the block is left."""
    made = Transcriber()
    app = web.Application(client_max_size=10_000_000)
    app.router.add_post("/v1/audio/transcriptions", made.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()
