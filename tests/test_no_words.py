"""Whole conversations over a real process: nothing that it writes anywhere names a person or quotes them.

Booking with name, phone and note, a question, a call, a handoff with an answer, and on the way everything
breaks that can: the Bot API, the calendar, turns, transactions. The database is sealed, so it is looked
through as well.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.channels.telegram.webhook import secret
from bot.live import Live
from tests.botapi import BotApi, Person
from tests.botapi.people import until
from tests.botapi.running import MODES, free_port, settings_for
from tests.broken import MARK
from tests.conftest import ROOT, new_database
from tests.privacy import ID, KEYS, NAME, NOTE, PHONE, QUESTION, TO_STAFF, everything, traces
from tests.serving import terminated

START = 60.0
STAFF, MARTA, ANSWER = -100_500, 800_300_400, "dígale que traiga su tortuga plateada"
SECRETS = {
    "WEBHOOK_SECRET": "secreto-del-webhook-652",
    "FEED_SECRET": "secreto-de-la-agenda-652",
    "DATA_KEY": f"{KEYS[0]} {KEYS[1]}",
    "CALDAV_PASSWORD": "clave-del-calendario-652",
}
MINE = ("tortuga", "Marta", str(MARTA), "en la mañana")
"""What else must not be found: what the firm's people wrote, and who they are."""


def content_of_a_firm(folder: Path) -> Path:
    """The project's content, confirmed by the firm, whose office is always open."""
    shutil.copytree(ROOT / "content", folder)
    office = folder / "office.yaml"
    written = office.read_text("utf-8").replace('confirmed_by: ""', 'confirmed_by: "Ana López, 2026-11-20"')
    written = written.replace('responsible: ""', 'responsible: "Ana López"').replace("US federal", "none")
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday"):
        written = written.replace(f"  {day}: 9:00-17:00", f"  {day}: 0:00-23:59")
    for day in ("saturday", "sunday"):
        written = written.replace(f"  {day}: closed", f"  {day}: 0:00-23:59")
    office.write_text(written, "utf-8")
    return folder


class Place:
    """A running bot, and everything that it writes."""

    def __init__(self, process: asyncio.subprocess.Process, folder: Path, web: int, health: int) -> None:
        self.process, self.folder, self.web, self.health = process, folder, web, health

    async def page(self, port: int, path: str, **body: object) -> str:
        """What an address answers."""
        url, method = f"http://127.0.0.1:{port}{path}", "POST" if body else "GET"
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, url, json=body or None) as answer,
        ):
            return f"{answer.status} {dict(answer.headers)} {await answer.text()}"

    async def ready(self) -> None:
        """Returns as soon as it serves people."""
        async with asyncio.timeout(START):
            while True:
                try:
                    if (await self.page(self.health, "/readyz")).startswith("200"):
                        return
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.1)

    def written(self) -> dict[str, str]:
        """Every file that it wrote, by its name, and what it printed; not the matcher's own."""
        files = [each for each in self.folder.rglob("*") if each.is_file() and "matching" not in each.parts]
        return {each.name: each.read_bytes().decode("utf-8", "replace") for each in files}


@asynccontextmanager
async def bot(api: BotApi, tmp_path: Path, mode: str, database: str) -> AsyncIterator[Place]:
    """The bot with all that it can have, at the most talkative level."""
    folder, web, health = tmp_path / "var", free_port(), free_port()
    folder.mkdir()
    (folder / "matching").symlink_to(ROOT / "var" / "matching")
    settings = settings_for(api, mode, webhook_secret=SECRETS["WEBHOOK_SECRET"])
    if settings.webhook_url:
        api.delivery.set_webhook({"url": settings.webhook_url, "secret_token": secret(settings)})
    ours = {
        "TELEGRAM_TOKEN": api.token,
        "TELEGRAM_BASE_URL": api.base_url,
        "WEBHOOK_URL": settings.webhook_url,
        "WEB_LISTEN": f"127.0.0.1:{web}",
        "HEALTH_LISTEN": f"127.0.0.1:{health}",
        "VAR_DIR": str(folder),
        "CONTENT_DIR": str(content_of_a_firm(tmp_path / "content")),
        "DATABASE_URL": database,
        "STAFF_CHAT": str(STAFF),
        "STAFF_IDS": str(MARTA),
        "CALDAV_URL": f"http://firma:{SECRETS['CALDAV_PASSWORD']}@127.0.0.1:{free_port()}/agenda/",
        "LOG_LEVEL": "debug",
        "PYTHONASYNCIODEBUG": "1",
        "PYTHONFAULTHANDLER": "1",
    }
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-X", "dev", "-m", "tests.broken", "run"),
            cwd=ROOT,
            env=os.environ | SECRETS | ours,
            stdout=out,
            stderr=err,
        )
    try:
        yield Place(process, folder, web, health)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def books(ana: Person, api: BotApi) -> None:
    """Books, while the Bot API fails in each way that it has."""
    await ana.says("/book")
    await ana.presses("Por teléfono")
    await ana.presses("Español")
    day = next(each for each in ana.sees[-1].labels if "de" in each)
    api.fails("sendMessage", status=500, times=2, description=f"Internal error: {NAME}")
    await ana.presses(day)
    api.fails("sendMessage", retry_after=1)
    await ana.presses(next(each for each in ana.sees[-1].labels if "a.m." in each or "p.m." in each))
    api.fails("sendMessage", cut=True)
    await ana.says(NAME)
    await ana.says(PHONE)
    api.fails("sendMessage", body=f"<html>{NOTE}</html>".encode(), status=502)
    await ana.says(NOTE)
    await ana.presses("✔ Confirmar")
    assert "Agendado" in ana.sees[-1].text or "Agendado" in ana.sees[-2].text


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_nothing_that_the_bot_writes_names_anybody(
    request: pytest.FixtureRequest, live: Live, tmp_path: Path, mode: str, kind: str
) -> None:
    """`live` has the matcher fitted: a first start would fit for a minute."""
    database = "" if kind == "sqlite" else new_database(request.getfixturevalue("postgres"))
    pages: list[str] = []
    async with BotApi() as api, bot(api, tmp_path, mode, database) as place:
        await place.ready()
        group = api.group(STAFF, "Oficina", forum=True)
        ana, marta = api.person(ID, "es", NAME), api.person(MARTA, "es", "Marta")

        await ana.says(QUESTION)
        await ana.says(f"{QUESTION} {MARK}")
        await ana.sends_press("stale:7")
        await ana.sends_press("topic:visa-cost")
        await ana.presses("👎 No me ayudó") if "👎 No me ayudó" in ana.sees[-1].labels else None
        await books(ana, api)
        await ana.sends_press("flow:callback")
        for words in (NAME, PHONE, "en la mañana"):
            await ana.says(words)
        await ana.presses("✔ Confirmar")
        await ana.says("/persona")
        await until(lambda: group.topics, START)
        api.fails("sendMessage", status=500, description=f"Cannot send {TO_STAFF}", chat=STAFF)
        await ana.says(TO_STAFF)
        await ana.says(f"{TO_STAFF} otra vez")
        await until(lambda: "gallinero" in str([each.raw for each in group.sees]), START)
        await marta.writes(ANSWER, group, next(iter(group.topics)))
        await until(lambda: "tortuga" in str([each.raw for each in ana.sees]), START)
        await ana.shares_contact(PHONE)
        await ana.sends_voice()
        await ana.forwards(QUESTION)
        pages += [
            await place.page(place.web, "/chat", id="una-pregunta", text=f"{QUESTION} {MARK}"),
            await place.page(place.web, f"/calendar/{NAME}.ics"),
            await place.page(place.web, f"/{QUESTION}"),
            await place.page(place.health, "/readyz"),
            await place.page(place.health, "/metrics"),
            await place.page(place.health, f"/{NAME}"),
        ]
        assert await terminated(place.process, 30) == 0

        written = place.written()
    log = written.pop("stderr")
    assert log.count('"trace"') >= 3, "nothing broke, so nothing was tried"
    assert "ValueError" in log
    assert "RuntimeError" in log
    for name, text in {"stderr": log, "pages": "\n".join(pages), **written}.items():
        sealed_ids = {str(ID), str(MARTA)} if name.startswith("ventanilla.db") else set()
        found = {*traces(text), *(each for each in MINE if each in text)} - sealed_ids
        assert found == set(), f"{name} holds {found}"
        for setting, value in (*SECRETS.items(), ("TELEGRAM_TOKEN", api.token)):
            assert not any(each in text for each in value.split()), f"{name} holds {setting}"
    if database:
        assert set(traces(everything(database))) <= {str(ID)}
