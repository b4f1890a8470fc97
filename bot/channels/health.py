"""For whoever watches the bot, on an address that is not public: does it live, is it ready, what has it done?

`/healthz` answers as long as the process does. `/readyz` answers 503 with what is not as it should be, so
that a proxy sends nobody here. `/metrics` is for Prometheus.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog
from aiohttp import web

from bot.channels.listening import keep_safe, listen, place
from bot.metrics import CONTENT_TYPE
from bot.settings import Settings, SettingsError

PORT = 9464
"""The port where none is set; the ten after it are tried when it is taken."""

CHECK_SECONDS = 5.0
"""What takes longer is not ready."""

Check = Callable[[], Awaitable[str]]
"""What is not as it should be, in words; "" where it is."""

log = structlog.get_logger(__name__)


async def run(
    checks: Mapping[str, Check],
    metrics: Callable[[], Awaitable[bytes]],
    settings: Settings,
    stop: asyncio.Event,
) -> None:
    """Answers until `stop`. Raises `SettingsError` where the address that is set cannot be used."""
    if settings.health_listen == "off":
        return
    asked = settings.health_listen
    host, port = place(asked or f"127.0.0.1:{PORT}")
    runner = web.AppRunner(_app(checks, metrics, stop), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        try:
            await listen(runner, host, [port] if asked else range(port, port + 11), "HEALTH_LISTEN")
        except SettingsError:
            if asked:
                raise
            log.warning("health-has-no-port", ports=f"{port} to {port + 10}")
            return
        log.info("health-listens", host=host, port=runner.addresses[0][1])
        await stop.wait()
    finally:
        await runner.cleanup()


def _app(
    checks: Mapping[str, Check], metrics: Callable[[], Awaitable[bytes]], stop: asyncio.Event
) -> web.Application:
    async def alive(_: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def ready(_: web.Request) -> web.Response:
        said = dict(zip(checks, await asyncio.gather(*map(_within, checks.values())), strict=True))
        if stop.is_set():
            said["process"] = "it is stopping"
        wrong = {name: why for name, why in said.items() if why}
        return web.json_response(
            {"ready": not wrong, "not_ready": wrong, "looked_at": sorted(said)}, status=503 if wrong else 200
        )

    async def numbers(_: web.Request) -> web.Response:
        return web.Response(body=await metrics(), headers={"Content-Type": CONTENT_TYPE})

    app = keep_safe(web.Application(client_max_size=1024))
    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready)
    app.router.add_get("/metrics", numbers)
    return app


async def _within(check: Check) -> str:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await check()
    except TimeoutError:
        return f"no answer within {CHECK_SECONDS:.0f} seconds"
    except Exception as error:
        # The kind alone: a message may hold an address with its password.
        return type(error).__name__
