"""The web chat's address: what a browser may ask, and what anyone else is told."""

from __future__ import annotations

import asyncio
import socket
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import structlog

from bot.channels import web
from bot.channels.listening import PORT
from bot.clock import Clock
from bot.engine import Engine
from bot.live import Live
from bot.match import Match
from bot.model import Action, Button, Conversation, Incoming, Problem, Reply, Turn
from bot.settings import SettingsError, read_settings
from bot.store import Store

SECRET = "my passport is G12345678"


@dataclass
class Echo:
    """An engine that says what it was told, and knows a message that it has had before."""

    clock: Clock = field(default_factory=Clock)
    problems: tuple[Problem, ...] = ()
    taken: list[Incoming] = field(default_factory=list)
    turns: dict[str, Turn] = field(default_factory=dict)

    async def handle(self, incoming: Incoming) -> Turn:
        if incoming.text == SECRET:
            raise ValueError(f"cannot save {incoming.text}")
        if incoming.text == "slow":
            await asyncio.sleep(60)
        if incoming.update_id not in self.turns:
            self.taken.append(incoming)
            self.turns[incoming.update_id] = self._turn(incoming)
        return self.turns[incoming.update_id]

    def apology(self, incoming: Incoming) -> Reply:
        return Reply("I am sorry. Please call +1 832 305 6560.")

    def _turn(self, incoming: Incoming) -> Turn:
        rows = (
            (Button("Yes", Action("helpful", "yes")), Button("No", Action("helpful", "no"))),
            (Button("Official page", url="https://www.dol.gov/"), Button("Bad", url="javascript:alert(1)")),
        )
        said = f"**{len(self.taken)}** {incoming.text or incoming.action}"
        match = Match("answer", "visa-cost", 0.934, "how much is the visa", ("visa-cost",), "en")
        conversation = Conversation(language=incoming.language)
        return Turn((Reply(said, rows, quotes=True),), conversation, match=match if incoming.text else None)


@asynccontextmanager
async def served(engine: web.Engine, listen: str = "127.0.0.1:0", **more: Any) -> AsyncIterator[str]:
    """The page served for real; its address."""
    stop, ready = asyncio.Event(), asyncio.get_running_loop().create_future()
    settings = read_settings(web_listen=listen, **more)
    task = asyncio.create_task(web.run(engine, settings, stop, ready.set_result))
    await asyncio.wait([task, ready], return_when=asyncio.FIRST_COMPLETED)
    try:
        if task.done():
            await task
        yield ready.result()
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


@pytest.fixture
def engine() -> Echo:
    return Echo()


@pytest.fixture
async def address(engine: Echo) -> AsyncIterator[str]:
    async with served(engine) as address:
        yield address


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    """Something that keeps cookies, as a browser does."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield session


def says(text: str, id: str = "") -> dict[str, object]:
    return {"id": id or uuid.uuid4().hex, "text": text}


async def test_a_question_gets_its_answer_as_html_with_buttons(
    address: str, browser: aiohttp.ClientSession
) -> None:
    async with browser.post(f"{address}/chat?lang=en", json=says("how much?")) as response:
        said = await response.json()

    assert response.status == 200
    assert said["language"] == "en"
    assert said["replies"] == [
        {
            "html": "<p><strong>1</strong> how much?</p>",
            "language": "en",
            "quotes": True,
            "buttons": [
                [{"label": "Yes", "action": "helpful:yes"}, {"label": "No", "action": "helpful:no"}],
                [{"label": "Official page", "url": "https://www.dol.gov/"}],
            ],
        }
    ]
    assert "match" not in said, "only staff see why"


async def test_a_pressed_button_brings_the_question_that_its_message_answered(
    address: str, browser: aiohttp.ClientSession, engine: Echo
) -> None:
    sent = {"id": uuid.uuid4().hex, "action": "helpful:no", "text": "how much?"}

    async with browser.post(f"{address}/chat", json=sent) as response:
        assert response.status == 200

    assert engine.taken[0].action == Action("helpful", "no")
    assert engine.taken[0].text == "how much?"
    assert engine.taken[0].channel == "web"


async def test_a_message_sent_again_counts_once(
    address: str, browser: aiohttp.ClientSession, engine: Echo
) -> None:
    answers = []
    for id in ("first-message", "first-message", "second-message"):
        async with browser.post(f"{address}/chat", json=says("hello", id)) as response:
            answers.append((await response.json())["replies"][0]["html"])

    assert answers == ["<p><strong>1</strong> hello</p>"] * 2 + ["<p><strong>2</strong> hello</p>"]
    assert len(engine.taken) == 2


async def test_a_browser_keeps_one_conversation_and_another_has_its_own(address: str, engine: Echo) -> None:
    """Even where both choose the same id for their message."""
    for _ in range(2):
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
            for id in ("message-1", "message-2"):
                async with browser.post(f"{address}/chat", json=says("hello", id)) as response:
                    assert response.status == 200

    senders = [incoming.sender for incoming in engine.taken]
    assert len(senders) == 4
    assert senders[0] == senders[1] != senders[2] == senders[3]
    assert all(len(sender) == 32 for sender in senders)


async def test_the_cookie_is_kept_from_scripts_and_from_other_sites(
    address: str, browser: aiohttp.ClientSession
) -> None:
    async with browser.get(address) as page:
        assert "Set-Cookie" not in page.headers, (
            "following a link from elsewhere would begin a new conversation"
        )
    async with browser.post(f"{address}/chat", json=says("hello")) as first:
        cookie = first.headers["Set-Cookie"]
    async with browser.post(f"{address}/chat", json=says("hello")) as second:
        assert "Set-Cookie" not in second.headers

    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Max-Age" not in cookie, "on a shared phone it ends with the browser"


async def test_a_cookie_of_someones_own_making_is_replaced(
    address: str, browser: aiohttp.ClientSession, engine: Echo
) -> None:
    for cookie in ("x", "a" * 500, "a" * 31 + "ñ"):
        headers = {"Cookie": f"ventanilla={cookie}"}
        async with browser.post(f"{address}/chat", json=says("hello"), headers=headers) as response:
            assert response.status == 200
        assert engine.taken[-1].sender != cookie


@pytest.mark.parametrize("path", ["/", "/chat.js", "/chat.css", "/icon.svg", "/nothing"])
async def test_every_answer_carries_the_security_headers(
    address: str, browser: aiohttp.ClientSession, path: str
) -> None:
    async with browser.get(address + path) as response:
        headers = response.headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Server"] == "ventanilla"


async def test_the_whole_page_is_light(address: str, browser: aiohttp.ClientSession) -> None:
    size = 0
    for path in ("/?lang=es", "/chat.js", "/chat.css", "/icon.svg"):
        async with browser.get(address + path) as response:
            size += len(await response.read())

    assert size < 30_000


@pytest.mark.parametrize(
    ("path", "accepts", "language"),
    [
        ("/", "en-US,en;q=0.9,es;q=0.8", "en"),
        ("/", "es-MX,es;q=0.9,en;q=0.8", "es"),
        ("/", "fr,en;q=0.3,es;q=0.4", "es"),
        ("/", "fr", "es"),
        ("/", "", "es"),
        ("/", "en;q=nonsense,,;;;", "es"),
        ("/?lang=en", "es", "en"),
        ("/?lang=xx", "en", "en"),
    ],
)
async def test_the_page_speaks_the_language_of_the_browser_or_the_one_asked_for(
    address: str, browser: aiohttp.ClientSession, path: str, accepts: str, language: str
) -> None:
    async with browser.get(address + path, headers={"Accept-Language": accepts}) as response:
        assert f'<html lang="{language}">' in await response.text()


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("not json", "application/json", 400),
        ("[" * 60_000, "application/json", 400),
        ("\xff\xfe", "application/json", 400),
        ("[]", "application/json", 400),
        ('{"id": "12345678"}', "application/json", 400),
        ('{"text": "no id"}', "application/json", 400),
        ('{"id": "1", "text": "short id"}', "application/json", 400),
        ('{"id": "12345678", "text": 5}', "application/json", 400),
        ('{"id": "12345678", "action": "no colon"}', "application/json", 400),
        ('{"id": "12345678", "action": null}', "application/json", 400),
        ('{"id": "12345678", "action": "topic:\\u00f1"}', "application/json", 400),
        ("x" * 70_000, "application/json", 413),
        ('{"id": "12345678", "text": "hello"}', "text/plain", 415),
        ('{"id": "12345678", "text": "hello"}', "application/x-www-form-urlencoded", 415),
    ],
)
async def test_what_is_no_message_is_turned_away_with_a_sentence(
    address: str, browser: aiohttp.ClientSession, engine: Echo, body: str, kind: str, status: int
) -> None:
    async with browser.post(
        f"{address}/chat", data=body.encode("latin-1"), headers={"Content-Type": kind}
    ) as response:
        said = await response.json()

    assert response.status == status
    assert said["error"].endswith(".")
    assert engine.taken == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "😀" * 30,
        "\u202eabc",
        "<b>{{ 7*7 }}</b>",
        "{% for %}",
        pytest.param("x" * 10_000, id="10,000 characters"),
        pytest.param("a\x00b", id="zero byte"),
        pytest.param("\ud800", id="lone surrogate"),
    ],
)
async def test_strange_text_is_taken_and_shown_literally(
    address: str, browser: aiohttp.ClientSession, engine: Echo, text: str
) -> None:
    async with browser.post(f"{address}/chat", json=says(text)) as response:
        html = (await response.json())["replies"][0]["html"]

    assert response.status == 200
    assert "<b>" not in html
    assert "49" not in html
    taken = engine.taken[0].text.encode()  # a lone surrogate could be neither encoded nor saved
    assert b"\x00" not in taken


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_a_page_of_another_site_cannot_write_here(
    address: str, browser: aiohttp.ClientSession, engine: Echo, headers: dict[str, str]
) -> None:
    async with browser.post(f"{address}/chat", json=says("hello"), headers=headers) as response:
        assert response.status == 403
        assert (await response.json())["error"]

    assert engine.taken == []


async def test_our_own_page_can(address: str, browser: aiohttp.ClientSession) -> None:
    headers = {"Origin": address, "Sec-Fetch-Site": "same-origin"}
    async with browser.post(f"{address}/chat", json=says("hello"), headers=headers) as response:
        assert response.status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "", "[", "10.0.0.1"]
)
async def test_a_name_pointed_at_this_machine_gets_nothing(
    address: str, browser: aiohttp.ClientSession, host: str
) -> None:
    """DNS rebinding: the page of another site would otherwise read this one."""
    async with browser.get(address, headers={"Host": host}) as response:
        assert response.status in (400, 421)
        assert "<html" not in await response.text()


async def test_open_to_the_network_it_answers_to_its_number_but_to_no_strange_name(engine: Echo) -> None:
    async with served(engine, "0.0.0.0:0") as address, aiohttp.ClientSession() as browser:
        port = address.rpartition(":")[2]
        statuses = []
        for host in ("192.168.1.7", "evil.example"):
            async with browser.get(f"http://127.0.0.1:{port}/", headers={"Host": host}) as response:
                statuses.append(response.status)
        async with browser.get(f"http://127.0.0.1:{port}/?staff=1") as response:
            statuses.append(response.status)

    assert statuses == [200, 421, 404]


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/"), ("GET", "/chat"), ("DELETE", "/chat"), ("PUT", "/chat.js")]
)
async def test_other_methods_are_refused(
    address: str, browser: aiohttp.ClientSession, method: str, path: str
) -> None:
    async with browser.request(method, address + path) as response:
        assert response.status == 405
        assert response.headers["Allow"]
        assert (await response.json())["error"]


async def test_errors_are_said_in_the_language_of_the_page(
    address: str, browser: aiohttp.ClientSession
) -> None:
    async with browser.get(f"{address}/nothing?lang=en") as response:
        assert (await response.json())["error"] == "There is nothing at this address."


async def test_when_the_engine_breaks_the_person_gets_an_apology_and_the_log_no_words(
    address: str, browser: aiohttp.ClientSession
) -> None:
    with structlog.testing.capture_logs() as logs:
        async with browser.post(f"{address}/chat", json=says(SECRET)) as response:
            said = await response.text()

    assert response.status == 200
    assert "I am sorry" in said
    assert "Traceback" not in said
    assert len(logs) == 1
    assert "ValueError" in str(logs)
    assert "G12345678" not in str(logs)


async def test_an_engine_that_hangs_gets_the_person_an_apology(
    address: str, browser: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "ENGINE_SECONDS", 0.05)

    async with browser.post(f"{address}/chat", json=says("slow")) as response:
        assert "I am sorry" in await response.text()


async def test_staff_see_why_and_what_to_mend(
    address: str, browser: aiohttp.ClientSession, engine: Echo
) -> None:
    engine.problems = (Problem("content/es/wages.md", 4, "this file is missing."),)

    async with browser.post(f"{address}/chat?staff=1", json=says("how much?")) as response:
        said = await response.json()

    assert said["match"]["decision"] == "answer"
    assert said["match"]["probability"] == "93%"
    assert said["match"]["phrase"] == "how much is the visa"
    assert said["problems"] == ["content/es/wages.md, line 4: this file is missing."]


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via"])
async def test_behind_a_proxy_there_is_no_staff_switch(
    address: str, browser: aiohttp.ClientSession, header: str
) -> None:
    async with browser.get(f"{address}/?staff=1", headers={header: "203.0.113.9"}) as response:
        assert response.status == 404


async def test_behind_a_proxy_it_answers_to_its_public_name(
    browser: aiohttp.ClientSession, engine: Echo
) -> None:
    """The proxy may pass the public name on, or call this machine by its own; the browser names the site."""
    async with served(engine, web_address="https://Chat.example.org") as address:
        for host in ("chat.example.org", address.removeprefix("http://")):
            headers = {"Host": host, "Origin": "https://chat.example.org"}
            async with browser.post(f"{address}/chat", json=says("hola"), headers=headers) as response:
                assert response.status == 200
                assert all("secure" in cookie.output().lower() for cookie in response.cookies.values())
            async with browser.get(f"{address}/?staff=1", headers={"Host": host}) as response:
                assert response.status == 404, "whoever comes through the proxy is no staff"
        for headers, status in (
            ({"Host": "chat.example.com"}, 421),
            ({"Host": "chat.example.org", "Origin": "https://evil.example"}, 403),
        ):
            async with browser.post(f"{address}/chat", json=says("hola"), headers=headers) as response:
                assert response.status == status


async def test_the_page_says_when_it_answers_as_of_another_day(browser: aiohttp.ClientSession) -> None:
    async with (
        served(Echo(clock=Clock(date(2026, 3, 1)))) as address,
        browser.get(f"{address}/?lang=en") as page,
    ):
        assert "March 1, 2026" in await page.text()


async def test_a_port_that_was_asked_for_and_is_taken_is_named(engine: Echo) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SettingsError, match=rf"127\.0\.0\.1:{port}: another program listens there\."):
            async with served(engine, f"127.0.0.1:{port}"):
                pass


@pytest.mark.parametrize("listen", ["203.0.113.1:8080", "127.0.0.1:99999"])
async def test_a_place_where_nothing_can_listen_is_named(engine: Echo, listen: str) -> None:
    with pytest.raises(SettingsError, match=rf"^WEB_LISTEN: cannot listen on {listen}: .*Please choose"):
        async with served(engine, listen):
            pass


async def test_where_no_port_was_asked_for_the_next_free_one_is_taken(engine: Echo) -> None:
    with suppress(OSError), socket.create_server(("127.0.0.1", PORT)):
        async with served(engine, "") as address:
            assert PORT < int(address.rpartition(":")[2]) <= PORT + 10


async def test_the_real_bot_greets_answers_and_goes_on_in_the_other_language(
    live: Live, tmp_path: Path, browser: aiohttp.ClientSession
) -> None:
    """The page's own path through the project's content and a database, staff switch included."""
    store = Store(f"sqlite:///{tmp_path / 'web.db'}")
    await store.open()
    replies: list[list[dict[str, Any]]] = []
    said: dict[str, Any] = {}
    async with served(Engine(store, live, Clock(date(2026, 11, 24)))) as address:
        for sent in (
            {"id": "greeting-1", "action": "start:"},
            {"id": "question-1", "text": "cuanto cuesta la visa"},
            {"id": "question-1", "text": "cuanto cuesta la visa"},
            {"id": "language-1", "action": "language:en"},
        ):
            async with browser.post(f"{address}/chat?lang=es&staff=1", json=sent) as response:
                assert response.status == 200
                said = {**said, **{sent["id"]: await response.json()}}
                replies.append(said[sent["id"]]["replies"])
    await store.close()

    greeting, question, again, switched = replies
    assert all(reply["html"] and reply["language"] == "es" for reply in (*greeting, *question))
    assert "USD\u00a0" in question[0]["html"]
    assert question[0]["buttons"]
    assert [reply["html"] for reply in again] == [reply["html"] for reply in question]
    assert said["language-1"]["language"] == "en"
    assert switched[0]["language"] == "en"
