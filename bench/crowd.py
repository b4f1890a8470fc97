"""The people who write and the Bot API that they write through, in one process that costs little.

`load.py` starts it: jobs come as lines of JSON on standard input, results go out as lines of JSON. The
server of `tests/botapi` keeps every rule and every message, and would cost more than the bot that is
measured; this one only carries. That what it carries is in order is tried through that other server first.

An update is answered when a message has come back to its chat *and* the webhook has said 200: a bot that
acknowledges before it has answered gains nothing here.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import unquote_plus, urlsplit

PATIENCE = 60.0
"""Seconds after which an update counts as lost, and its person goes on."""

ME = '{"id":123456789,"is_bot":true,"first_name":"Ventanilla","username":"ventanilla_load_bot"}'
SHOWN = '{"message_id":1,"from":%s,"chat":{"id":%d,"type":"private","first_name":"Ana"},"date":1,"text":"…"}'
MESSAGE = (
    '{"update_id":%d,"message":{"message_id":%d,"date":%d,"chat":{"id":%d,"type":"private","first_name":"Ana"}'
    ',"from":{"id":%d,"is_bot":false,"first_name":"Ana","language_code":"es"},"text":%s}}'
)
PRESS = (
    '{"update_id":%d,"callback_query":{"id":"%d","from":{"id":%d,"is_bot":false,"first_name":"Ana"'
    ',"language_code":"es"},"chat_instance":"1","data":%s,"message":%s}}'
)

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
_LENGTH = re.compile(rb"(?i)content-length: *(\d+)")
_CHAT = re.compile(rb"(?:^|&)chat_id=(-?\d+)")


class Http(asyncio.Protocol):
    """One kept connection. `heard` gets the first line and the body of each message that comes."""

    def __init__(self, heard: Callable[[Http, bytes, bytes], None]) -> None:
        self._heard, self._held = heard, b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection stands."""
        self.transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """The other side has closed it."""
        self.transport = None

    def data_received(self, data: bytes) -> None:
        """Cuts what comes into messages."""
        self._held += data
        while (end := self._held.find(b"\r\n\r\n")) >= 0:
            head = self._held[:end]
            found = _LENGTH.search(head)
            whole = end + 4 + (int(found[1]) if found else 0)
            if len(self._held) < whole:
                return
            body, self._held = self._held[end + 4 : whole], self._held[whole:]
            self._heard(self, head[: head.index(b"\r\n")], body)

    def write(self, data: bytes) -> None:
        """Sends, where the connection still stands."""
        if self.transport:
            self.transport.write(data)


@dataclass
class Stream:
    """People who do the same: `outstanding` at a time, or so many a second (`rate`), whatever is in hand."""

    kind: str
    outstanding: int = 1
    rate: float = 0.0
    people: int = 1000
    first: int = 1_000_000
    says: list[str] = field(default_factory=list)
    count: int = 0
    seconds: float = 0.0
    warm: float = 0.0
    took: list[float] = field(default_factory=list)
    lost: int = 0
    refused: int = 0
    begun: float = 0.0
    ended: float = 0.0

    def result(self) -> dict[str, Any]:
        """What came of it, in seconds and milliseconds."""
        took = sorted(self.took) or [0.0]
        spent = max(self.ended - self.begun, 1e-9)
        return {
            "done": len(self.took),
            "seconds": spent,
            "rate": len(self.took) / spent,
            "median": took[len(took) // 2] * 1e3,
            "p95": took[min(len(took) - 1, int(len(took) * 0.95))] * 1e3,
            "lost": self.lost,
            "refused": self.refused,
        }


@dataclass(slots=True)
class Waiting:
    """One update in hand: what is still to come before it is answered."""

    done: asyncio.Future[bool]
    replied: bool = False
    taken: bool = False


class Crowd:
    """The server and everybody who writes."""

    def __init__(self) -> None:
        self.latency, self.webhook = 0.0, ""
        self._ids = itertools.count(700_000_001)
        self._waiting: dict[int, Waiting] = {}
        self._shown: dict[int, str] = {}
        self._calls = 0

    async def serve(self) -> int:
        """Takes the bot's calls; returns the port."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Http(self._called), "127.0.0.1", 0)
        return int(server.sockets[0].getsockname()[1])

    def _called(self, to: Http, line: bytes, body: bytes) -> None:
        method = line.split(b" ")[1].partition(b"?")[0].rpartition(b"/")[2].decode()
        self._calls += 1
        answer = self._answer(method, body).encode()
        said = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(
            answer
        )
        if self.latency:
            asyncio.get_running_loop().call_later(self.latency, self._reply, to, method, body, said + answer)
        else:
            self._reply(to, method, body, said + answer)

    def _reply(self, to: Http, method: str, body: bytes, said: bytes) -> None:
        to.write(said)
        found = _CHAT.search(body) if method == "sendMessage" else None
        waiting = self._waiting.get(int(found[1])) if found else None
        if waiting:
            waiting.replied = True
            if waiting.taken and not waiting.done.done():
                waiting.done.set_result(True)

    def _answer(self, method: str, body: bytes) -> str:
        if method == "sendMessage":
            sent = dict(each.split("=", 1) for each in body.decode().split("&"))
            chat, id = int(sent["chat_id"]), next(self._ids)
            text, drawn = json.dumps(unquote_plus(sent["text"])), unquote_plus(sent.get("reply_markup", ""))
            under = f',"reply_markup":{drawn}' if "inline_keyboard" in drawn else ""
            where = f'"chat":{{"id":{chat},"type":"private","first_name":"Ana"}}'
            shown = f'{{"message_id":{id},"from":{ME},{where},"date":1790000000,"text":{text}{under}}}'
            self._shown[chat] = shown
            return f'{{"ok":true,"result":{shown}}}'
        if method == "getMe":
            return f'{{"ok":true,"result":{ME}}}'
        if method == "getWebhookInfo":
            about = {"url": self.webhook, "has_custom_certificate": False, "pending_update_count": 0}
            return json.dumps({"ok": True, "result": about})
        return '{"ok":true,"result":true}'

    async def load(self, job: dict[str, Any]) -> dict[str, Any]:
        """Everybody writes at once until each has done its count or its time is over."""
        self.latency, self.webhook = job.get("latency", 0.0), job["webhook"]
        parts = urlsplit(self.webhook)
        self._host, self._port = str(parts.hostname), int(parts.port or 80)
        secret = job.get("secret", "")
        self._head = (
            f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: %d\r\n\r\n"
        ).encode()
        self._calls, before = 0, resource.getrusage(resource.RUSAGE_SELF)
        streams = {name: Stream(**each) for name, each in job["streams"].items()}
        await asyncio.gather(*(self._run(each) for each in streams.values()))
        after = resource.getrusage(resource.RUSAGE_SELF)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return {name: each.result() for name, each in streams.items()} | {"cpu": cpu, "calls": self._calls}

    async def _run(self, stream: Stream) -> None:
        now = asyncio.get_running_loop().time
        stream.begun = now()
        stream.ended = stream.begun + stream.seconds if stream.seconds else float("inf")
        if stream.rate:
            await self._paced(stream)
        else:
            tickets = iter(range(stream.count)) if stream.count else itertools.count()
            slots = range(stream.outstanding)
            await asyncio.gather(*(self._slot(stream, slot, tickets) for slot in slots))
        # The time that counts begins when all is warm.
        stream.begun += stream.warm
        stream.ended = min(stream.ended, now()) if stream.seconds else now()

    async def _slot(self, stream: Stream, slot: int, tickets: Iterator[int]) -> None:
        """One after another, each by the next of this slot's own people."""
        now, wire = asyncio.get_running_loop().time, await self._connect()
        mine = range(stream.first + slot, stream.first + stream.people, stream.outstanding)
        for turn, _ in enumerate(tickets):
            if now() >= stream.ended:
                return
            person = mine[turn % len(mine)]
            # Everybody goes through what is said in order; those of one slot do not all begin together.
            said = stream.says[(turn // len(mine) * stream.outstanding + slot + turn) % len(stream.says)]
            wire = await self._once(stream, wire, person, said)

    async def _paced(self, stream: Stream) -> None:
        """So many a second, whether those before are answered or not."""
        now, free, running = asyncio.get_running_loop().time, list[Wire](), set[asyncio.Task[None]]()

        async def one(turn: int) -> None:
            wire = free.pop() if free else await self._connect()
            person = stream.first + turn % stream.people
            free.append(await self._once(stream, wire, person, stream.says[turn % len(stream.says)]))

        for turn in itertools.count():
            at = stream.begun + turn / stream.rate
            if at >= stream.ended or (stream.count and turn >= stream.count):
                break
            await asyncio.sleep(max(0.0, at - now()))
            running.add(task := asyncio.create_task(one(turn)))
            task.add_done_callback(running.discard)
        await asyncio.gather(*running)

    async def _once(self, stream: Stream, wire: Wire, person: int, said: str) -> Wire:
        """One update until it is answered; the connection to go on with."""
        loop = asyncio.get_running_loop()
        id, waiting = next(self._ids), Waiting(loop.create_future())
        if stream.kind == "press":
            shown = self._shown.get(person) or SHOWN % (ME, person)
            body = (PRESS % (id, id, person, json.dumps(said), shown)).encode()
        else:
            body = (MESSAGE % (id, id, int(time.time()), person, person, json.dumps(said))).encode()
        self._waiting[person] = waiting
        began = loop.time()
        status = wire.post(self._head % len(body) + body)
        late = loop.call_later(PATIENCE, _give_up, waiting)
        status.add_done_callback(lambda got: _taken(waiting, got.result()))
        answered = await waiting.done
        late.cancel()
        if not answered:
            stream.lost += (status.done() and status.result() == 200) or not status.done()
            stream.refused += status.done() and status.result() != 200
            return await self._connect()
        if began >= stream.begun + stream.warm and loop.time() <= stream.ended:
            stream.took.append(loop.time() - began)
        return wire

    async def _connect(self) -> Wire:
        wire = Wire()
        await asyncio.get_running_loop().create_connection(lambda: wire, self._host, self._port)
        return wire


class Wire(Http):
    """A connection to the webhook, for one update at a time."""

    def __init__(self) -> None:
        super().__init__(Wire._answered)
        self._status: asyncio.Future[int] | None = None

    def post(self, data: bytes) -> asyncio.Future[int]:
        """Sends an update; the status that comes back, 0 where the connection breaks."""
        self._status = asyncio.get_running_loop().create_future()
        if self.transport is None:
            self._status.set_result(0)
        self.write(data)
        return self._status

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing more will come."""
        super().connection_lost(exc)
        if self._status and not self._status.done():
            self._status.set_result(0)

    @staticmethod
    def _answered(wire: Http, line: bytes, _: bytes) -> None:
        if isinstance(wire, Wire) and wire._status and not wire._status.done():
            wire._status.set_result(int(line.split(b" ")[1]))


def _give_up(waiting: Waiting) -> None:
    if not waiting.done.done():
        waiting.done.set_result(False)


def _taken(waiting: Waiting, status: int) -> None:
    waiting.taken = status == 200
    if not waiting.done.done() and (waiting.replied or not waiting.taken):
        waiting.done.set_result(waiting.taken)


async def main() -> None:
    """Prints its port, then does each job that is read."""
    crowd = Crowd()
    print(json.dumps({"port": await crowd.serve()}), flush=True)
    reader = asyncio.StreamReader(limit=64 * 1024 * 1024)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        print(json.dumps(await crowd.load(json.loads(line))), flush=True)


if __name__ == "__main__":
    import uvloop

    uvloop.run(main())
