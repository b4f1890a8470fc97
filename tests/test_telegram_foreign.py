"""The bot against a Bot API server that others wrote: `telegram-test-api` from npm, as a second judge.

It knows nine methods and leaves some fields out; what the library insists on in a
button press is put back, all else is as it comes.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.model import Action, Button, Incoming, Reply
from bot.settings import Settings
from tests.botapi.running import Echo, free_port, running
from tests.needs import needs, npm_packages

TOKEN = "5:foreign-test"

SERVER = """
const TelegramServer = require('telegram-test-api');
const format = TelegramServer.formatUpdate;
TelegramServer.formatUpdate = (update) => {
  const told = format(update);
  if (told.callback_query) {
    told.callback_query.chat_instance = '1';
    Object.assign(told.callback_query.message, { message_id: 1, date: 1 });
  }
  return told;
};
const server = new TelegramServer({ port: Number(process.argv[1]), host: '127.0.0.1' });
server.start().then(() => console.log('ready'));
"""

pytestmark = pytest.mark.xdist_group("npm")


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """The address of a running foreign server: a new one for each test, for it keeps what was not fetched."""
    node, folder, port = needs("node", debian="nodejs npm"), npm_packages(), free_port()
    process = await asyncio.create_subprocess_exec(
        node, "-e", SERVER, str(port), cwd=folder, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    try:
        async with asyncio.timeout(20):
            assert await process.stdout.readline() == b"ready\n"
        yield f"http://127.0.0.1:{port}"
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


async def exchange(address: str, route: str, **update: Any) -> list[dict[str, Any]]:
    """Does one thing as a person, and returns the messages that the bot then sends."""
    person = {"id": 1, "first_name": "Ana", "is_bot": False, "language_code": "es"}
    chat = {"id": 1, "type": "private", "first_name": "Ana"}
    body = {"botToken": TOKEN, "from": person, "chat": chat, "date": 1, **update}
    if route == "sendCallback":
        body["message"] = {"chat": chat, "from": person}
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{address}/{route}", json=body) as answer:
            assert answer.status == 200
        for _ in range(200):
            async with session.post(f"{address}/getUpdates", json={"token": TOKEN, "chatId": 1}) as answer:
                if sent := (await answer.json())["result"]:
                    return [each["message"] for each in sent]
            await asyncio.sleep(0.05)
    raise AssertionError("the bot did not answer within ten seconds")


async def test_a_foreign_server_carries_a_conversation(address: str) -> None:
    """A command, a question, and a press on a button, as that server passes them on."""

    def says(heard: Incoming) -> list[Reply]:
        button = Button("¿Cuánto cuesta?", Action("topic", "visa-cost"))
        return [Reply(f"**{heard.text or heard.action}**", ((button,),))]

    values: dict[str, Any] = {
        "telegram_token": TOKEN,
        "telegram_base_url": f"{address}/bot",
        "_env_file": None,
    }
    command = [{"type": "bot_command", "offset": 0, "length": 6}]
    async with running(Echo(says), Settings(**values)):
        (started,) = await exchange(address, "sendCommand", text="/start", entities=command)
        (answered,) = await exchange(address, "sendMessage", text="¿qué es la H-2B?")
        (pressed,) = await exchange(address, "sendCallback", data="topic:visa-cost")

    assert started["text"] == "<b>start:</b>"
    assert answered["text"] == "<b>¿qué es la H-2B?</b>"
    assert answered["parse_mode"] == "HTML"
    keyboard = answered["reply_markup"]["inline_keyboard"]
    assert keyboard == [[{"text": "¿Cuánto cuesta?", "callback_data": "topic:visa-cost"}]]
    assert pressed["text"] == "<b>topic:visa-cost</b>"
