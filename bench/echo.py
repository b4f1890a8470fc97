"""A bot that only says back what it hears, in two set-ups: what `load.py` measures the whole bot against.

python bench/echo.py fast|default BASE_URL WEBHOOK

`fast`: the library over aiohttp, uvloop, and a webhook of aiohttp that acknowledges at once.
`default`: the library as its own examples start it, over httpx with tornado's webhook.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from telegram import Bot, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters
from telegram.request import BaseRequest, RequestData

TOKEN = "123456789:AAload-token_of_the_bot"


class OverAiohttp(BaseRequest):
    """The library's calls over aiohttp, as short as can be; it does not change with the bot's own."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds."""
        return 10.0

    async def initialize(self) -> None:
        """Opens the session."""
        self._session = self._session or aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=256))

    async def shutdown(self) -> None:
        """Closes it."""
        if self._session:
            await self._session.close()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """One call."""
        assert self._session
        form = request_data.json_parameters if request_data else None
        async with self._session.request(method, url, data=form) as answer:
            return answer.status, await answer.read()


async def say_back(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """One message in, one message out; a press of a button is acknowledged first."""
    if update.callback_query:
        await update.callback_query.answer()
    chat = update.effective_chat
    if chat:
        message = update.effective_message
        await context.bot.send_message(chat.id, (message.text if message else "") or "hola")


def add_handlers(app: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Takes messages and presses."""
    app.add_handler(MessageHandler(filters.TEXT, say_back))
    app.add_handler(CallbackQueryHandler(say_back))


async def fast(base_url: str, webhook: str) -> None:
    """Serves until it is killed."""
    from aiohttp import web

    requests = OverAiohttp()
    bot = Bot(TOKEN, base_url=base_url, request=requests, get_updates_request=requests)
    app = Application.builder().bot(bot).updater(None).concurrent_updates(256).build()
    add_handlers(app)
    under_way = set[asyncio.Task[None]]()

    async def receive(request: web.Request) -> web.Response:
        update = Update.de_json(await request.json(), bot)
        under_way.add(task := asyncio.create_task(app.process_update(update)))
        task.add_done_callback(under_way.discard)
        return web.Response()

    await app.initialize()
    parts, site = urlsplit(webhook), web.Application()
    site.router.add_post(parts.path, receive)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, parts.hostname, parts.port).start()
    await asyncio.Event().wait()


def default(base_url: str, webhook: str) -> None:
    """Serves until it is killed."""
    app = Application.builder().token(TOKEN).base_url(base_url).build()
    add_handlers(app)
    parts = urlsplit(webhook)
    app.run_webhook(
        listen=str(parts.hostname), port=int(parts.port or 80), url_path=parts.path[1:], webhook_url=webhook
    )


if __name__ == "__main__":
    if sys.argv[1] == "fast":
        import uvloop

        uvloop.run(fast(*sys.argv[2:]))
    else:
        default(*sys.argv[2:])
