"""The webhook's door: only Telegram gets in, and nothing that is posted brings the bot down."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.channels.telegram import Counts, run, webhook
from bot.model import Incoming
from bot.settings import Settings, SettingsError
from tests.botapi import BotApi
from tests.botapi.running import Echo, free_port, running, settings_for

JSON = "application/json"


@dataclass
class Door:
    """A running webhook, and a way to knock on it."""

    api: BotApi
    settings: Settings
    engine: Echo
    session: aiohttp.ClientSession
    counts: Counts

    async def knocks(
        self,
        body: bytes = b"{}",
        *,
        secret: str | None = None,
        kind: str = JSON,
        method: str = "POST",
        path: str = "",
    ) -> int:
        """The status of one request."""
        headers = {webhook.SECRET_HEADER: webhook.secret(self.settings) if secret is None else secret}
        if kind:
            headers["Content-Type"] = kind
        url = self.settings.webhook_url + path
        async with self.session.request(method, url, data=io.BytesIO(body), headers=headers) as answer:
            return answer.status


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with BotApi() as api, aiohttp.ClientSession() as session:
        settings, engine, counts = settings_for(api, "webhook"), Echo(), Counts()
        async with running(engine, settings, counts=counts):
            yield Door(api, settings, engine, session, counts)


def update(id: int, text: str = "hola", chat: int = 1001) -> bytes:
    """A text message as Telegram posts it."""
    person = {"id": chat, "is_bot": False, "first_name": "Ana"}
    message = {
        "message_id": id,
        "date": 1,
        "chat": {"id": chat, "type": "private"},
        "from": person,
        "text": text,
    }
    return json.dumps({"update_id": id, "message": message}).encode()


async def test_telegram_gets_in(door: Door) -> None:
    door.api.person(1001)

    assert await door.knocks(update(1)) == 200
    assert [each.text for each in door.engine.heard] == ["hola"]


@pytest.mark.parametrize("secret", ["", "wrong", "ñ", "x" * 5000])
async def test_nobody_gets_in_without_the_secret(door: Door, secret: str) -> None:
    assert await door.knocks(update(1), secret=secret) == 403
    assert door.engine.heard == []


async def test_the_secret_is_the_one_set_and_else_comes_from_the_token() -> None:
    async with BotApi() as api:
        derived = webhook.secret(settings_for(api, "webhook"))
        chosen = webhook.secret(settings_for(api, "webhook", webhook_secret="chosen-by-us"))
        other = webhook.secret(settings_for(api, "webhook", telegram_token="1:other"))

    assert chosen == "chosen-by-us"
    assert len(derived) == 64
    assert derived != other


@pytest.mark.parametrize(
    ("how", "status"),
    [
        pytest.param({"method": "GET"}, 405, id="GET"),
        pytest.param({"method": "PUT"}, 405, id="PUT"),
        pytest.param({"path": "/elsewhere"}, 404, id="another path"),
        pytest.param({"kind": "text/plain"}, 415, id="plain text"),
        pytest.param({"kind": "application/x-www-form-urlencoded"}, 415, id="a form"),
        pytest.param({"kind": "application/json; charset=utf-8", "body": update(3)}, 200, id="a charset"),
        pytest.param({"body": b""}, 400, id="nothing"),
        pytest.param({"body": b"{"}, 400, id="half a brace"),
        pytest.param({"body": b"\xff\xfe\x00"}, 400, id="not UTF-8"),
        pytest.param({"body": b"[]"}, 400, id="a list"),
        pytest.param({"body": b"{}"}, 400, id="no id"),
        pytest.param({"body": b'{"update_id": "7"}'}, 400, id="an id in quotes"),
        pytest.param({"body": b'{"update_id": true}'}, 400, id="true as id"),
        pytest.param({"body": b'{"update_id": 7.5}'}, 400, id="a fraction as id"),
        pytest.param({"body": b'{"update_id": NaN}'}, 400, id="no number as id"),
        pytest.param({"body": b'{"update_id": ' + b"9" * 5000 + b"}"}, 400, id="an endless id"),
        pytest.param({"body": b"[" * 100_000}, 400, id="nested without end"),
        pytest.param({"body": b'{"update_id": 7}'}, 200, id="an empty update"),
        pytest.param({"body": update(8, "a" * 2**20)}, 413, id="over a megabyte"),
        pytest.param({"body": update(9, "a" * 900_000)}, 200, id="under a megabyte"),
    ],
)
async def test_everything_else_is_refused(door: Door, how: dict[str, Any], status: int) -> None:
    door.api.person(1001)

    assert await door.knocks(**how) == status


@pytest.mark.parametrize("secret", ["", "wrong", None])
@pytest.mark.parametrize("method", ["POST", "GET"])
async def test_every_answer_is_safe_to_look_at_and_says_nothing(
    door: Door, method: str, secret: str | None
) -> None:
    headers = {webhook.SECRET_HEADER: webhook.secret(door.settings) if secret is None else secret}
    async with door.session.request(method, door.settings.webhook_url, headers=headers) as answer:
        said, body = answer.headers, await answer.text()

    assert said["Content-Security-Policy"].startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in said["Content-Security-Policy"]
    assert (said["X-Content-Type-Options"], said["Referrer-Policy"]) == ("nosniff", "no-referrer")
    assert said["Server"] == "ventanilla"
    assert webhook.secret(door.settings) not in f"{said}{body}"


async def test_a_body_that_never_ends_is_not_waited_for(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "BODY_SECONDS", 0.1)
    parts = urlsplit(door.settings.webhook_url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    head = f"POST {parts.path} HTTP/1.1\r\nHost: x\r\nContent-Type: {JSON}\r\nContent-Length: 9\r\n"
    writer.write(f"{head}{webhook.SECRET_HEADER}: {webhook.secret(door.settings)}\r\n\r\n{{".encode())

    said = await asyncio.wait_for(reader.read(40), 20)
    writer.close()

    assert said.startswith(b"HTTP/1.1 408")


async def test_telegram_is_asked_to_come_again_when_the_answer_cannot_be_sent(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.sending.PATIENCE", 0.1)
    door.api.person(1001)
    door.api.fails("sendMessage", retry_after=7)
    headers = {webhook.SECRET_HEADER: webhook.secret(door.settings), "Content-Type": JSON}

    async with door.session.post(door.settings.webhook_url, data=update(1), headers=headers) as answer:
        assert answer.status == 503
        assert answer.headers["Retry-After"] == "7"


async def test_it_says_when_telegram_delivers_elsewhere() -> None:
    async with BotApi() as api:
        with capture_logs() as logs:
            async with running(Echo(), settings_for(api, "webhook"), prepare=False):
                await asyncio.sleep(0.1)

    assert "telegram-setup" in str(logs)
    assert api.called("setWebhook") == []


async def test_a_port_in_use_is_one_clear_sentence() -> None:
    async with BotApi() as api:
        settings = settings_for(api, "webhook", webhook_url=f"http://127.0.0.1:{api.port}/x")
        with pytest.raises(SettingsError, match="cannot listen on 127"):
            await run(Echo(), settings, asyncio.Event())


async def test_it_listens_where_it_is_told_to() -> None:
    """The public address is a proxy's; the bot listens elsewhere, at the same path."""
    async with BotApi() as api:
        port = free_port()
        listen = f"127.0.0.1:{port}"
        settings = settings_for(api, "webhook", webhook_url="https://bot.example/a/b", webhook_listen=listen)
        api.person(1001)
        async with running(Echo(), settings), aiohttp.ClientSession() as session:
            headers = {webhook.SECRET_HEADER: webhook.secret(settings)}
            body = json.loads(update(1))
            async with session.post(f"http://127.0.0.1:{port}/a/b", json=body, headers=headers) as answer:
                assert answer.status == 200


@pytest.mark.parametrize(
    ("url", "listen", "expected"),
    [
        ("https://bot.example/x", "", ("127.0.0.1", 443)),
        ("https://bot.example:8443/x", "", ("127.0.0.1", 8443)),
        ("http://127.0.0.1/x", "", ("127.0.0.1", 80)),
        ("https://bot.example/x", "0.0.0.0:9000", ("0.0.0.0", 9000)),
        ("https://bot.example/x", "[::1]:9000", ("::1", 9000)),
    ],
)
def test_where_it_listens(url: str, listen: str, expected: tuple[str, int]) -> None:
    values: dict[str, Any] = {"webhook_url": url, "webhook_listen": listen, "_env_file": None}

    assert webhook.address(Settings(**values)) == expected


# Arbitrary updates

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)
people = st.fixed_dictionaries(
    {
        "id": st.integers(1, 9) | anything,
        "is_bot": st.booleans() | anything,
        "first_name": st.text(max_size=5) | anything,
    },
    optional={"language_code": st.text(max_size=8) | anything},
)
chats = st.fixed_dictionaries(
    {
        "id": st.integers(-9, 9) | anything,
        "type": st.sampled_from(["private", "group", "supergroup", "channel"]) | anything,
    }
)
origins = st.fixed_dictionaries(
    {"type": st.sampled_from(["user", "hidden_user", "new"]), "date": st.integers(0, 9)}
)
contents: dict[Any, st.SearchStrategy[Any]] = {
    "text": st.text(max_size=300)
    | st.sampled_from(["/start topic_x", "/menu@x", "@ventanilla_test_bot"])
    | anything,
    "caption": st.text(max_size=20) | anything,
    "entities": st.lists(
        st.fixed_dictionaries(
            {"type": st.text(max_size=9), "offset": st.integers(), "length": st.integers()}
        ),
        max_size=2,
    )
    | anything,
    "photo": st.lists(st.fixed_dictionaries({"file_id": st.text(max_size=5)}), max_size=2) | anything,
    "contact": st.fixed_dictionaries({"phone_number": st.text(max_size=9), "first_name": st.text(max_size=3)})
    | anything,
    "location": anything,
    "forward_origin": origins | anything,
    "media_group_id": st.text(max_size=5) | anything,
    "message_thread_id": st.integers(0, 9) | anything,
    "is_topic_message": st.booleans() | anything,
    "reply_to_message": anything,
    "sticker": anything,
}
messages = st.fixed_dictionaries(
    {
        "message_id": st.integers(0, 9) | anything,
        "date": st.integers(0, 2**31) | anything,
        "chat": chats | anything,
    },
    optional={"from": people | anything, **contents},
)
presses = st.fixed_dictionaries(
    {"id": st.text(max_size=9) | anything, "from": people | anything, "chat_instance": st.text(max_size=3)},
    optional={"data": st.text(max_size=80) | anything, "message": messages | anything},
)
kinds: dict[Any, st.SearchStrategy[Any]] = {
    "message": messages | anything,
    "edited_message": messages | anything,
    "callback_query": presses | anything,
    "my_chat_member": anything,
    "brand_new_thing": anything,
}
updates = st.fixed_dictionaries({}, optional=kinds) | st.dictionaries(
    st.text(max_size=10), anything, max_size=3
)


async def test_arbitrary_updates_are_taken_and_cost_the_next_person_nothing(door: Door) -> None:
    """Never a 500, never an answer twice, and after each of them an honest message is answered."""
    loop, ids = asyncio.get_running_loop(), iter(range(10, 10**6))
    ana = door.api.person(1001)
    door.engine.says = lambda heard: Echo().says(Incoming("telegram", "", "", heard.text[:50] or "bien"))

    async def knock(sent: dict[str, Any]) -> None:
        body = json.dumps({**sent, "update_id": next(ids)}).encode()
        assert await door.knocks(body) == 200, body
        before = len(ana.sees)
        assert await door.knocks(update(next(ids))) == 200
        assert [each.text for each in ana.sees[before:]] == ["hola"]

    @hypothesis_settings(
        max_examples=300, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(sent=updates)
    def property_holds(sent: dict[str, Any]) -> None:
        asyncio.run_coroutine_threadsafe(knock(sent), loop).result(30)

    await asyncio.to_thread(property_holds)

    assert "failed" not in {outcome for _, outcome in door.counts.updates}
