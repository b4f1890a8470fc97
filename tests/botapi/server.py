"""The server itself: takes the bot's calls, refuses what Telegram would, and can be made to fail."""

from __future__ import annotations

import asyncio
import itertools
import time
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any

from aiohttp import web

from tests.botapi import methods
from tests.botapi.delivery import Delivery
from tests.botapi.people import Chat, Person
from tests.botapi.rules import METHODS, Refused, parameters

TOKEN = "123456789:AAtest-token_of_the_bot"

EXPECTED_REFUSALS = (
    "message is not modified",
    "wrong file identifier",
    "query is too old",
    "chat not found",
    "message to be replied not found",
    "group chat was upgraded",
    "message to copy not found",
    "message can't be copied",
    "message thread not found",
    "message to delete not found",
    "the chat is not a forum",
    "not enough rights",
    "TOPIC_",
    "PARTICIPANT_ID_INVALID",
)
"""A bot cannot know these beforehand; any other 400 means that it broke a rule."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot: method, parameters as the server read them, when, and the status it got."""

    method: str
    parameters: dict[str, Any]
    at: float
    status: int


@dataclass(slots=True)
class Fault:
    """What goes wrong with the next calls: a status, a raw body instead of JSON, a delay, a cut connection.

    `done` carries the call out all the same, as when only the answer is lost, or with the status 200 is late.
    """

    status: int = 500
    description: str = "Internal Server Error"
    retry_after: int = 0
    body: bytes | None = None
    delay: float = 0.0
    cut: bool = False
    done: bool = False
    times: int = 1
    chat: int = 0


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a call."""

    name: str
    content: bytes
    mime: str


@dataclass
class BotApi:
    """One bot's Bot API server. Use as an async context manager; `base_url` is for TELEGRAM_BASE_URL.

    Its clock is so many seconds `ahead`, as the Date of its answers says.
    """

    token: str = TOKEN
    username: str = "ventanilla_test_bot"
    host: str = "127.0.0.1"
    port: int = 0
    latency: float = 0.0
    reads_all: bool = False
    inline: bool = True
    ahead: float = 0.0
    calls: list[Call] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    delivery: Delivery = field(default_factory=Delivery)
    chats: dict[int, Chat] = field(default_factory=dict)
    queries: dict[str, dict[str, Any]] = field(default_factory=dict)
    presses: dict[str, bool] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    profile: dict[tuple[str, str], Any] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ids = itertools.count(1)
        self.me = {"id": int(self.token.split(":")[0]), "is_bot": True, "first_name": "Ventanilla"}
        self.me["username"] = self.username
        self._runner: web.AppRunner | None = None

    @property
    def base_url(self) -> str:
        """The address that a bot is given, in the form of TELEGRAM_BASE_URL."""
        return f"http://{self.host}:{self.port}/bot"

    async def __aenter__(self) -> BotApi:
        app = web.Application(client_max_size=50 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.delivery.close()
        if self._runner:
            await self._runner.cleanup()

    def person(self, id: int, language: str = "es", name: str = "Ana") -> Person:
        """Someone with a private chat with the bot; `language` is that of their app ("": not told)."""
        chat = Chat({"id": id, "type": "private", "first_name": name})
        self.chats[id] = chat
        return Person(self, id, language, name, chat)

    def group(
        self, id: int, title: str = "Trabajadores", *, kind: str = "supergroup", forum: bool = False
    ) -> Chat:
        """A group that the bot is in; people write there with `chat=`. Its id is negative."""
        shown = {"id": id, "type": kind, "title": title} | ({"is_forum": True} if forum else {})
        self.chats[id] = Chat(shown)
        return self.chats[id]

    def fails(self, method: str, **what: Any) -> None:
        """Makes the next call of `method` (or the next `times` of them, to `chat` only) go wrong."""
        self.faults.setdefault(method, []).append(Fault(**what))

    def forgets_files(self) -> None:
        """Every name of a file that the bot was given is of no use any more, as after a change of token."""
        self.files.clear()

    def called(self, method: str) -> list[Call]:
        """The calls of one method so far."""
        return [call for call in self.calls if call.method == method]

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method, token = request.match_info["method"], request.match_info["token"]
        if token != self.token:
            code = 401 if ":" in token else 404
            return self._refuse(Refused("Unauthorized" if code == 401 else "Not Found", code), plain=True)
        call: dict[str, Any] = {}
        try:
            call = parameters(await _fields(request))
        except Refused as refused:
            return self._answer(method, call, self._refuse(refused))
        if self.latency:
            await asyncio.sleep(self.latency)
        fault = self._fault(method, call)
        if fault and not fault.done:
            return self._answer(method, call, await self._fail(request, fault))
        answer = await self._carry_out(method, call)
        if fault and fault.status == 200 and fault.body is None:
            await asyncio.sleep(fault.delay)
        elif fault:
            answer = await self._fail(request, fault)
        return self._answer(method, call, answer)

    async def _carry_out(self, method: str, call: dict[str, Any]) -> web.Response:
        known = {name.lower(): name for name in METHODS}
        if method.lower() not in known:
            self.violations.append(f"{method}: no such method")
            return self._refuse(Refused("method not found", 404))
        method = known[method.lower()]
        if unknown := set(call) - METHODS[method]:
            self.violations.append(f"{method}: unknown parameters {sorted(unknown)}")
        try:
            result = await methods.ANSWERS[method](self, call)
        except Refused as refused:
            if refused.code == 400 and not any(text in refused.description for text in EXPECTED_REFUSALS):
                self.violations.append(f"{method}: {refused.description}")
            return self._refuse(refused)
        return web.json_response({"ok": True, "result": result})

    def _answer(self, method: str, call: dict[str, Any], answer: web.Response) -> web.Response:
        self.calls.append(Call(method, call, time.monotonic(), answer.status))
        if self.ahead:
            answer.headers["Date"] = formatdate(time.time() + self.ahead, usegmt=True)
        return answer

    def _refuse(self, refused: Refused, *, plain: bool = False) -> web.Response:
        text = refused.description.removeprefix("Not Found: ") if plain else refused.description
        body: dict[str, Any] = {"ok": False, "error_code": refused.code, "description": text}
        if refused.parameters:
            body["parameters"] = refused.parameters
        return web.json_response(body, status=refused.code)

    def _fault(self, method: str, call: dict[str, Any]) -> Fault | None:
        for fault in self.faults.get(method, []):
            if fault.times > 0 and (not fault.chat or fault.chat == call.get("chat_id")):
                fault.times -= 1
                return fault
        return None

    async def _fail(self, request: web.Request, fault: Fault) -> web.Response:
        await asyncio.sleep(fault.delay)
        if fault.cut and request.transport:
            request.transport.close()
        if fault.body is not None:
            return web.Response(body=fault.body, status=fault.status, content_type="text/html")
        if fault.retry_after:
            text = f"Too Many Requests: retry after {fault.retry_after}"
            return self._refuse(Refused(text, 429, retry_after=fault.retry_after))
        return self._refuse(Refused(fault.description, fault.status))

    async def _file(self, request: web.Request) -> web.Response:
        content = self.files.get(request.match_info["path"])
        if content is None or request.match_info["token"] != self.token:
            return web.Response(status=404)
        return web.Response(body=content)


async def _fields(request: web.Request) -> dict[str, Any]:
    """The parameters of a call, however they were sent: address, form, JSON or multipart."""
    fields: dict[str, Any] = dict(request.query)
    if request.method != "POST":
        return fields
    if request.content_type == "application/json":
        fields.update(await request.json())
        return fields
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            fields[name] = Upload(value.filename, value.file.read(), value.content_type)
        else:
            fields[name] = value
    return fields
