"""Two processes on one database: they race for a time, and one takes up what a killed one left."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.store import Store
from tests.botapi import BotApi
from tests.botapi.people import until
from tests.conftest import new_database
from tests.firm import MINUTE, ROOT, STAFF_CHAT, engine_on, everybodys, rows
from tests.processes import ROUNDS
from tests.test_bad_answers import TO_CONFIRM, Someone

START = 60.0
"""Seconds that a process may need until it is up, on a slow and busy machine."""


@asynccontextmanager
async def process(*arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """The engine in a process of its own; killed at the end of the block."""
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "tests.processes", *arguments)
    running = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=os.environ, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield running
    finally:
        with contextlib.suppress(ProcessLookupError):
            running.kill()
        await running.communicate()


async def line_of(running: asyncio.subprocess.Process, seconds: float = START) -> str:
    """The next line that a process writes."""
    assert running.stdout
    return (await asyncio.wait_for(running.stdout.readline(), seconds)).decode().strip()


async def confirms(running: asyncio.subprocess.Process, n: int) -> dict[str, Any]:
    """Lets a process confirm a booking; what the person is told."""
    assert running.stdin
    running.stdin.write(f"{n}\n".encode())
    await running.stdin.drain()
    told: dict[str, Any] = json.loads(await line_of(running))
    return told


async def test_two_processes_race_for_a_time_a_hundred_times(postgres: str) -> None:
    database = new_database(postgres)
    first = Store(database)
    await first.open()
    await first.close()
    async with process("confirm", database, "a") as one, process("confirm", database, "b") as two:
        assert [await line_of(one), await line_of(two)] == ["ready", "ready"]
        for n in range(ROUNDS):
            told = await asyncio.gather(confirms(one, n), confirms(two, n))

            won, lost = sorted(told, key=lambda each: "Agendado" not in each["said"])
            assert won["said"].startswith("✔ Agendado."), told
            assert lost["said"].startswith("Esa hora se acaba de ocupar"), told
            assert lost["times"] == 3 or n > ROUNDS - 4

    async with engine_on(database) as engine:
        made = await everybodys(engine)
        assert len({each.start for each in made}) == len(made) == ROUNDS
        # Each winner is told to staff and to the calendar once, and whoever lost not at all.
        query = "SELECT kind, count(*) FROM outbox WHERE kind IN ('staff', 'calendar') GROUP BY kind"
        found = dict(map(tuple, await rows(engine, query)))
        assert found == {"staff": ROUNDS, "calendar": ROUNDS}


async def test_a_process_killed_while_it_reminds_loses_no_reminder(tmp_path: Path) -> None:
    """Killed between the claim and the end: another takes the row up when the claim has run out."""
    database = f"sqlite:///{tmp_path / 'killed.db'}"
    async with engine_on(database) as engine:
        await Someone(engine, "1001").does(*TO_CONFIRM, "sí")
        while await rows(engine, "SELECT id FROM outbox WHERE kind != 'remind'"):
            engine.outbox.staffed = False
            await engine.outbox.once()
    due = datetime(2026, 11, 30, 14, tzinfo=UTC)

    async with BotApi() as api:
        ana = api.person(1001)
        api.group(STAFF_CHAT)
        api.fails("sendMessage", delay=600)
        async with process("remind", database, api.base_url, due.isoformat()) as first:
            await until(lambda: api.faults["sendMessage"][0].times == 0, START)
            first.kill()
            await first.wait()
        assert ana.sees == []

        # While the claim runs nobody takes the row; then somebody does, once.
        soon, later = due + MINUTE, due + 3 * MINUTE
        async with engine_on(database) as engine:
            (claimed,) = await rows(engine, "SELECT due FROM outbox")
            assert str(soon) < claimed[0] + "+00:00" < str(later)
        async with process("remind", database, api.base_url, later.isoformat()):
            await until(lambda: ana.sees, START)
            with sqlite3.connect(tmp_path / "killed.db") as opened:
                await until(lambda: not opened.execute("SELECT id FROM outbox").fetchall(), START)
            opened.close()

        assert len(ana.sees) == 1
        assert "Un recordatorio de su cita" in ana.sees[0].text
        assert api.violations == []
