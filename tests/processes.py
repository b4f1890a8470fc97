"""The engine in a process of its own, for tests of what two processes do to each other.

python -m tests.processes confirm DATABASE WHO          confirms a booking for each number that it reads
python -m tests.processes mail DATABASE URL             sends the sample news, until it is killed
python -m tests.processes remind DATABASE URL MOMENT    carries out what is due, until it is killed
python -m tests.processes open DATABASE                 opens the database, and is done
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine, Iterator
from datetime import datetime, timedelta
from typing import Any

from bot.booking import slots
from bot.channels.telegram import run
from bot.engine import Engine
from bot.model import Action, Content, Conversation, Incoming, Turn
from bot.settings import Settings
from bot.steps import proof
from bot.store import Store
from tests.botapi.running import free_port
from tests.botapi.server import TOKEN
from tests.firm import NOW, STAFF_CHAT, ByHand, confirmed, engine_on
from tests.newsing import ByDay, with_news

ROUNDS = 100


def one_consultant() -> Content:
    """A firm in which a time is gone as soon as one person has it."""
    return confirmed(consultants=confirmed().office.consultants[1:])


def wishes(who: str, content: Content) -> Iterator[tuple[Conversation, Action]]:
    """Conversations that have come to confirm one time each, and the button that confirms it."""
    free = slots.free(content.office, "phone", "es", NOW, {})
    for slot in free[:ROUNDS]:
        answers = {"kind": "phone", "language": "es", "day": f"{slot.start - timedelta(hours=6):%Y%m%d}"}
        answers |= {"time": str(slot), "name": who, "phone": "+528112345678", "note": "-"}
        flow = content.flows["booking"]
        kept = Conversation("es", answers={"booking": answers}, flow="booking", flow_version=flow.version)
        yield kept, Action("answer", f"booking/confirm/yes-{proof(answers)}")


async def confirm(database: str, who: str) -> None:
    """Confirms the booking of each number that is read, and writes what the person is told."""
    content = one_consultant()
    async with engine_on(database, content) as engine:
        presses = []
        for n, (kept, press) in enumerate(wishes(who, content)):
            await begin(engine, f"{who}{n}", kept)
            presses.append(press)
        print("ready", flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            n = int(line)
            turn = await engine.handle(Incoming("telegram", f"{who}{n}", f"{who}{n}-1", action=presses[n]))
            shown = [str(each.action) for reply in turn.replies for row in reply.buttons for each in row]
            told = {"said": turn.replies[0].text, "times": sum("booking/time/" in each for each in shown)}
            print(json.dumps(told), flush=True)


async def begin(engine: Engine, sender: str, kept: Conversation) -> None:
    """Puts a conversation where it has come to."""
    first = Incoming("telegram", sender, f"{sender}-0")
    await engine.store.take(first, NOW, lambda _: Turn((), kept))


async def remind(database: str, url: str, moment: str) -> None:
    """A bot on Telegram at a moment; it does what is due until it is killed."""
    clock = ByHand(datetime.fromisoformat(moment))
    values: dict[str, Any] = {"telegram_token": TOKEN, "telegram_base_url": url, "_env_file": None}
    settings = Settings(**values, staff_chat=str(STAFF_CHAT))
    async with engine_on(database, clock=clock) as engine:
        serving = run(engine, settings, asyncio.Event(), outbox=engine.outbox, relay=engine.relay)
        await asyncio.gather(serving, engine.outbox.run())


async def mail(database: str, url: str) -> None:
    """A bot on Telegram in the middle of a working day; it sends news until it is killed."""
    values: dict[str, Any] = {"telegram_token": TOKEN, "telegram_base_url": url, "_env_file": None}
    webhook = f"http://127.0.0.1:{free_port()}/telegram"
    settings = Settings(**values, webhook_url=webhook)
    async with engine_on(database, with_news(), clock=ByDay()) as engine:
        serving = run(engine, settings, asyncio.Event(), mailing=engine.mailing)
        await asyncio.gather(serving, engine.mailing.run())


async def open_it(database: str) -> None:
    """Brings a database up to date."""
    store = Store(database)
    await store.open()
    await store.close()


if __name__ == "__main__":
    works: dict[str, Callable[..., Coroutine[Any, Any, None]]]
    works = {"confirm": confirm, "remind": remind, "open": open_it, "mail": mail}
    asyncio.run(works[sys.argv[1]](*sys.argv[2:]))
