"""Listens for updates that Telegram sends, for a bot that has a public address.

Telegram is answered 200 only when the update is taken, so what is in hand when the
process dies is delivered again. Everything else is refused before it is read.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import math
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from bot.channels.listening import keep_safe
from bot.channels.telegram.desk import Desk
from bot.settings import Settings, SettingsError

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105, the name of a header

LARGEST = 1024 * 1024
"""Bytes of an update. Telegram's are far smaller."""

ANSWER_SECONDS = 50.0
"""Telegram gives up after 60 seconds and delivers again; what is in hand then goes on and is found taken."""

BODY_SECONDS = 10.0
"""Telegram sends an update in one go."""

IN_HAND = 1000
"""Updates in memory at most. Telegram itself has at most 100 under way."""

FINISH_SECONDS = 8.0
"""Seconds for what is in hand when the bot is told to stop; with the rest it is gone within ten."""

log = structlog.get_logger(__name__)


def secret(settings: Settings) -> str:
    """The secret that each delivery carries: the one set, else one derived from the token, so that the
    set-up and the server agree without another setting."""
    if chosen := settings.webhook_secret.get_secret_value():
        return chosen
    return hmac.new(
        settings.telegram_token.get_secret_value().encode(), b"webhook", hashlib.sha256
    ).hexdigest()


def address(settings: Settings) -> tuple[str, int]:
    """Host and port to listen on: `webhook_listen`, else this machine and the port of `webhook_url`."""
    if settings.webhook_listen:
        host, _, port = settings.webhook_listen.rpartition(":")
        return host.strip("[]"), int(port)
    parts = urlsplit(settings.webhook_url)
    return "127.0.0.1", parts.port or (443 if parts.scheme == "https" else 80)


def application(desk: Desk, path: str, expected: str, stop: asyncio.Event) -> web.Application:
    """The web application that takes updates at `path`, if they carry the `expected` secret, until `stop`."""

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, expected.encode()):
            return web.Response(status=403)
        if request.content_type != "application/json":
            return web.Response(status=415)
        try:
            async with asyncio.timeout(BODY_SECONDS):
                update = json.loads(await request.read())
        except (ValueError, RecursionError):
            return web.Response(status=400)
        except TimeoutError:
            return web.Response(status=408)
        # True is an int to Python, and no id to Telegram.
        if not isinstance(update, dict) or type(update.get("update_id")) is not int:
            return web.Response(status=400)
        if len(desk.in_hand) >= IN_HAND or stop.is_set():
            return _later(1)
        task = desk.take(update)
        await asyncio.wait({task}, timeout=ANSWER_SECONDS)
        if not task.done() or task.cancelled():
            return _later(1)
        return _later(task.result()) if task.result() else web.Response()

    app = keep_safe(web.Application(client_max_size=LARGEST))
    app.router.add_post(path, receive)
    return app


def _later(seconds: float) -> web.Response:
    return web.Response(status=503, headers={"Retry-After": str(max(1, math.ceil(seconds)))})


async def listen(desk: Desk, settings: Settings, stop: asyncio.Event) -> None:
    """Takes updates until `stop`, then finishes what is in hand. Raises `SettingsError` for a taken port."""
    host, port = address(settings)
    app = application(desk, urlsplit(settings.webhook_url).path or "/", secret(settings), stop)
    # No access log: it would hold nothing that the counts do not, and the path may be meant to be secret.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            reason = error.strerror or "it cannot be opened"
            raise SettingsError(
                f"The webhook cannot listen on {host}:{port}: {reason}. Set WEBHOOK_LISTEN."
            ) from None
        log.info("Listening for Telegram's updates.", host=host, port=port)
        await stop.wait()
        await site.stop()
        if left := await desk.finish(FINISH_SECONDS):
            log.warning("Some updates were not finished in time; Telegram delivers them again.", updates=left)
    finally:
        await runner.cleanup()
