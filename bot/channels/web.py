"""The web chat: one light page, and the address it asks. How does someone without Telegram reach the bot?

The page sends what a person typed or pressed as JSON to `/chat`, with an id of its own
making: where the connection broke and it sends the same again, the engine finds the id
and nothing happens twice. A browser is known by a random cookie and by nothing else.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import re
import secrets
import traceback
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from jinja2 import Environment

from bot.channels.listening import keep_safe, listen, place
from bot.channels.page.wire import read, shown, why
from bot.channels.page.words import ERRORS, STAFF_TEXTS, TEXTS
from bot.clock import Clock
from bot.language import NAMES, day, translator
from bot.model import LANGUAGES, Incoming, Problem, Reply, Turn
from bot.settings import LOCAL_HOSTS, Settings

BODY_BYTES = 64 * 1024
BODY_SECONDS = 10.0
"""Whoever sends a message more slowly does not mean to have it read."""

ENGINE_SECONDS = 25.0
"""Past this the person gets an apology; the page itself waits for 40 seconds."""

COOKIE = "ventanilla"
FILES = Path(__file__).parent / "page"
TYPES = {"chat.js": "text/javascript", "chat.css": "text/css", "icon.svg": "image/svg+xml"}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
"""Beside those that everything carries: the page may use its own script, style and picture, and no others."""

log = structlog.get_logger(__name__)


class Engine(Protocol):
    """What the channel needs of the engine."""

    @property
    def clock(self) -> Clock:
        """The time as the bot sees it."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What staff should mend in the content."""

    async def handle(self, incoming: Incoming) -> Turn:
        """What comes of one message; the same again for an `update_id` seen before."""

    def apology(self, incoming: Incoming) -> Reply:
        """What to say when `handle` failed."""


async def run(
    engine: Engine,
    settings: Settings,
    stop: asyncio.Event,
    on_ready: Callable[[str], object],
    calendar: Callable[[], Awaitable[str]] | None = None,
) -> None:
    """Serves the page until `stop` is set; `on_ready` is told its address. `SettingsError` if it cannot.

    `calendar` gives the appointments as an iCalendar feed, which is served where `feed_secret` is set.
    """
    host, port = place(settings.web_listen)
    runner = web.AppRunner(
        _Chat(engine, settings, host, calendar).app(), access_log=None, shutdown_timeout=3.0
    )
    await runner.setup()
    try:
        await listen(runner, host, [port] if settings.web_listen else range(port, port + 11))
        bound = runner.addresses[0][1]
        on_ready(f"http://{f'[{host}]' if ':' in host else host}:{bound}")
        await stop.wait()
    finally:
        await runner.cleanup()


class _Chat:
    """The page and its address, for one engine."""

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        host: str,
        calendar: Callable[[], Awaitable[str]] | None,
    ) -> None:
        self._engine, self._language = engine, settings.default_language
        self._public = urlsplit(settings.web_address)
        self._calendar = calendar
        self._feed_secret = settings.feed_secret.get_secret_value()
        self._hosts = {*LOCAL_HOSTS, host, self._public.hostname}
        self._local = host in LOCAL_HOSTS and not self._public.hostname
        self._anywhere = host in ("0.0.0.0", "::")  # noqa: S104, compared, not bound
        self._files = {name: (FILES / name).read_bytes() for name in TYPES}
        self._version = hashlib.sha256(b"".join(self._files.values())).hexdigest()[:12]
        self._page = Environment(autoescape=True).from_string((FILES / "page.html").read_text("utf-8"))

    def app(self) -> web.Application:
        app = keep_safe(web.Application(client_max_size=BODY_BYTES, middlewares=[self._guard]))
        app.router.add_get("/", self._show)
        app.router.add_post("/chat", self._answer)
        app.router.add_get("/calendar/{secret}.ics", self._feed)
        for name in TYPES:
            app.router.add_get(f"/{name}", partial(self._file, name))
        return app

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Turns foreign requests away, says every error in a sentence, and sets the headers."""
        status, more = 500, {}
        try:
            self._check_names(request)
            response = await handler(request)
        except web.HTTPException as error:
            status = error.status if error.status in ERRORS else 400
            more = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
            response = self._error(request, status)
        except Exception as error:
            log.error("A page could not be shown.", trace=_trace(error))
            response = self._error(request, status)
        for name, value in {**HEADERS, **more}.items():
            response.headers.setdefault(name, value)
        return response

    def _error(self, request: web.Request, status: int) -> web.Response:
        return _json({"error": translator(self._speaks(request)).say(ERRORS[status])}, status)

    def _check_names(self, request: web.Request) -> None:
        """A page of another site, or a name pointed at this machine (DNS rebinding), gets nothing here."""
        try:
            host = urlsplit(f"//{request.headers.get('Host', '')}").hostname or ""
            origin = urlsplit(request.headers.get("Origin", f"//{request.host}")).netloc.lower()
        except ValueError:
            raise web.HTTPBadRequest from None
        if host not in self._hosts and not (self._anywhere and _is_number(host)):
            raise web.HTTPMisdirectedRequest
        ours = {request.host.lower(), self._public.netloc.lower()} - {""}
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        if request.method == "POST" and (origin not in ours or site != "same-origin"):
            raise web.HTTPForbidden

    async def _show(self, request: web.Request) -> web.Response:
        language, staff = self._speaks(request), self._staff(request)
        say, on = translator(language).say, self._engine.clock.on
        texts = {**TEXTS, **(STAFF_TEXTS if staff else {})}
        said = {
            each: {name: translator(each).say(text) for name, text in texts.items()} for each in LANGUAGES
        }
        page = {"texts": said, "chosen": request.query.get("lang") == language, "staff": staff}
        html = self._page.render(
            language=language,
            names={each: NAMES[each] for each in LANGUAGES},
            texts=said[language],
            page=json.dumps(page),
            staff=staff,
            on=say("These answers are as of {day}.", day=day(on, language)) if on else "",
            version=self._version,
        )
        return web.Response(text=html, content_type="text/html")

    async def _file(self, name: str, _: web.Request) -> web.Response:
        kept = {"Cache-Control": "public, max-age=31536000, immutable"}
        return web.Response(body=self._files[name], content_type=TYPES[name], charset="utf-8", headers=kept)

    async def _feed(self, request: web.Request) -> web.Response:
        """The appointments, for a calendar that subscribes; its address is the secret."""
        given = request.match_info["secret"].encode()
        if (
            not self._feed_secret
            or not self._calendar
            or not hmac.compare_digest(given, self._feed_secret.encode())
        ):
            raise web.HTTPNotFound
        return web.Response(text=await self._calendar(), content_type="text/calendar")

    async def _answer(self, request: web.Request) -> web.Response:
        staff = self._staff(request)
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        known = request.cookies.get(COOKIE, "")
        sender = known if re.fullmatch(r"[\w-]{32}", known, re.ASCII) else secrets.token_urlsafe(24)
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await request.read()
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        incoming = read(body, sender, self._speaks(request))
        try:
            async with asyncio.timeout(ENGINE_SECONDS):
                turn = await self._engine.handle(incoming)
            replies, language, match = turn.replies, turn.conversation.language, turn.match
        except Exception as error:
            log.error("The engine failed; the person gets an apology.", channel="web", trace=_trace(error))
            replies, language, match = (self._engine.apology(incoming),), incoming.language, None
        spoken = match.language if match and match.language in LANGUAGES else language
        said: dict[str, object] = {
            "replies": [shown(each, spoken) for each in replies],
            "language": language,
        }
        if staff:
            said["match"] = why(match, incoming.language) if match else None
            said["problems"] = [str(each) for each in self._engine.problems]
        response = _json(said)
        if sender != known:
            secure = self._public.scheme == "https"
            response.set_cookie(COOKIE, sender, httponly=True, samesite="Strict", secure=secure)
        return response

    def _speaks(self, request: web.Request) -> str:
        """The language asked for in the address, else by the browser, else that of the settings."""
        if (asked := request.query.get("lang", "")) in LANGUAGES:
            return asked
        accepted: list[tuple[float, str]] = []
        for each in request.headers.get("Accept-Language", "").split(",")[:20]:
            name, _, weight = each.strip().partition(";q=")
            if name[:2].lower() in LANGUAGES and re.fullmatch(r"[01]?(\.\d{1,3})?", weight):
                accepted.append((float(weight or 1), name[:2].lower()))
        return max(accepted, key=lambda each: each[0])[1] if accepted else self._language

    def _staff(self, request: web.Request) -> bool:
        """Whether the staff switch is on. Only this machine has one: a proxy in front lets strangers in."""
        if request.query.get("staff") != "1":
            return False
        if not self._local or {"Forwarded", "X-Forwarded-For", "Via"} & set(request.headers):
            raise web.HTTPNotFound
        return True


def _is_number(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return False


def _json(what: Mapping[str, object], status: int = 200) -> web.Response:
    return web.json_response(what, status=status, dumps=partial(json.dumps, ensure_ascii=False))


def _trace(error: BaseException) -> str:
    """Where it broke, without the message: that may quote what the person wrote."""
    return "".join([*traceback.format_tb(error.__traceback__), type(error).__name__])
