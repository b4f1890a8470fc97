"""What stands in deploy/: it is in order, it starts the bot, and it names only what there is."""

from __future__ import annotations

import asyncio
import configparser
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml

from bot.live import Live
from bot.settings import Settings
from tests.botapi.running import free_port
from tests.needs import needs

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
SETTINGS = {name.upper() for name in Settings.model_fields}
START = 60.0


def tool(name: str) -> str:
    """A program that a wheel of the development packages brings."""
    return str(Path(sys.executable).parent / name)


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions, each on one line."""
    lines = re.sub(r"\\\n\s*", " ", re.sub(r"(?m)^#.*\n", "", (DEPLOY / "Dockerfile").read_text()))
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines.splitlines() if line)]


def of_the_image() -> dict[str, str]:
    """The settings that the image brings."""
    env = next(rest for name, rest in reversed(instructions()) if name == "ENV")
    return dict(each.split("=", 1) for each in shlex.split(env))


def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return read


def unit() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(DEPLOY / "ventanilla.service")
    return parser


@asynccontextmanager
async def started(command: list[str], folder: Path, **env: str) -> AsyncIterator[None]:
    """A program with an environment of its own, killed at the end."""
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=os.environ | env, stdout=quiet, stderr=quiet
    )
    try:
        yield
        assert process.returncode is None, "it ended by itself"
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def answers(url: str, status: int = 200) -> str:
    """What an address says, as soon as it says it with this status."""
    async with asyncio.timeout(START), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(url) as answer:
                    if answer.status == status:
                        return await answer.text()
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)


def environment(folder: Path, port: int, web: int) -> dict[str, str]:
    """What the image sets, on ports and folders of this machine."""
    ours = {name: value for name, value in of_the_image().items() if name in SETTINGS}
    assert set(ours) == {"CONTENT_DIR", "VAR_DIR", "WEB_LISTEN", "WEBHOOK_LISTEN", "HEALTH_LISTEN"}
    (folder / "matching").symlink_to(ROOT / "var" / "matching")
    ours |= {"VAR_DIR": str(folder), "CONTENT_DIR": str(ROOT / "content"), "TELEGRAM_TOKEN": ""}
    ours |= {"HEALTH_LISTEN": f"127.0.0.1:{port}", "WEB_LISTEN": f"127.0.0.1:{web}", "DATABASE_URL": ""}
    return ours


def test_the_dockerfile_has_nothing_to_mend() -> None:
    done = subprocess.run(
        [tool("hadolint"), str(DEPLOY / "Dockerfile")], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_runs_as_nobody_in_particular_and_copies_only_what_there_is() -> None:
    user = [rest for name, rest in instructions() if name == "USER"]
    assert user == ["10001:10001"]
    for name, rest in instructions():
        if name == "COPY" and "--from" not in rest:
            source = next(each for each in rest.split() if not each.startswith("--"))
            assert (ROOT / source).exists(), source
            assert f"!{source}" in (ROOT / ".dockerignore").read_text().splitlines()


async def test_the_images_command_starts_and_its_health_check_finds_it_well(
    live: Live, tmp_path: Path
) -> None:
    command = json.loads(next(rest for name, rest in instructions() if name == "CMD"))
    check = next(rest for name, rest in instructions() if name == "HEALTHCHECK").partition("CMD ")[2]
    assert command == ["python", "-m", "bot", "run"]
    port, code = free_port(), json.loads(check)[2]
    assert ":9464/" in code
    code = code.replace(":9464/", f":{port}/")

    async def healthy() -> int:
        quiet = asyncio.subprocess.DEVNULL
        asked = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stderr=quiet)
        return await asked.wait()

    assert await healthy() == 1
    async with started([sys.executable, *command[1:]], ROOT, **environment(tmp_path, port, free_port())):
        await answers(f"http://127.0.0.1:{port}/readyz")
        assert await healthy() == 0


def test_compose_names_only_settings_and_gives_both_bots_one_content() -> None:
    services = compose()["services"]
    bots = [services[name] for name in services if name.startswith("bot-")]

    assert len(bots) == 2
    for each in bots:
        assert set(each["environment"]) <= SETTINGS
        assert "content:/app/content" in each["volumes"]
        assert each["read_only"]
        assert each["cap_drop"] == ["ALL"]
        # Nothing of theirs is reached from outside but through the proxy.
        assert "ports" not in each
    assert not {"ports"} & set(services["database"])
    assert services["database"]["networks"] == ["inside"]
    mounted = {each.partition(":")[0] for one in services.values() for each in one["volumes"]}
    assert {each for each in mounted if "/" not in each} == set(compose()["volumes"])


def test_compose_and_the_proxy_agree_on_the_images_ports() -> None:
    ports = {name: value.rpartition(":")[2] for name, value in of_the_image().items() if "LISTEN" in name}
    proxy = compose()["services"]["proxy"]["environment"]

    assert proxy["WEB_BOTS"] == f"bot-1:{ports['WEB_LISTEN']} bot-2:{ports['WEB_LISTEN']}"
    assert proxy["WEBHOOK_BOTS"] == f"bot-1:{ports['WEBHOOK_LISTEN']} bot-2:{ports['WEBHOOK_LISTEN']}"
    assert proxy["HEALTH_PORT"] == ports["HEALTH_LISTEN"]
    used = set(re.findall(r"\{\$(\w+)\}", (DEPLOY / "Caddyfile").read_text()))
    assert used == {"DOMAIN", "WEB_BOTS", "WEBHOOK_BOTS", "HEALTH_PORT"} == set(proxy)
    path = compose()["x-set"]["WEBHOOK_URL"].rpartition("/")[2]
    assert f"handle /{path} " in (DEPLOY / "Caddyfile").read_text()


async def test_the_proxy_lets_people_through_to_a_bot_that_is_ready(live: Live, tmp_path: Path) -> None:
    """The real Caddy with the project's own file, one bot behind it, and one that is not there."""
    port, web, front, gone = (free_port() for _ in range(4))
    bots = f"127.0.0.1:{web} 127.0.0.1:{gone}"
    caddy = {"DOMAIN": f"http://127.0.0.1:{front}", "HEALTH_PORT": str(port), "WEB_BOTS": bots}
    caddy |= {"WEBHOOK_BOTS": f"127.0.0.1:{gone}", "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    command = [tool("caddy"), "run", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
    (tmp_path / "var").mkdir()
    bot = environment(tmp_path / "var", port, web)
    async with started(command, tmp_path, **caddy):
        async with started([sys.executable, "-m", "bot", "run"], ROOT, **bot):
            assert '<html lang="es">' in await answers(f"http://127.0.0.1:{front}/")
            # What is for whoever watches does not get out.
            assert "ventanilla_" not in await answers(f"http://127.0.0.1:{front}/metrics", 404)
        await answers(f"http://127.0.0.1:{front}/", 503)


def test_the_unit_starts_the_bot_and_names_only_settings() -> None:
    service = unit()["Service"]

    assert service["ExecStart"] == "/opt/ventanilla/.venv/bin/python -m bot run"
    assert {each.partition("=")[0] for each in service["Environment"].split()} <= SETTINGS
    assert service["DynamicUser"] == "yes"
    assert service["ProtectSystem"] == "strict"


def test_the_unit_is_shut_off_from_the_machine() -> None:
    analyze = needs("systemd-analyze", debian="systemd")
    done = subprocess.run(
        [analyze, "security", "--offline=yes", "--threshold=20", str(DEPLOY / "ventanilla.service")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-300:] + done.stderr


def commands() -> Iterator[str]:
    """Every command of the bot that deploy/ and the guide name."""
    for path in (*DEPLOY.iterdir(), ROOT / "docs" / "running.md"):
        yield from re.findall(r"python -m bot ([a-z-]+)", path.read_text(encoding="utf-8"))


def test_every_command_that_is_named_exists() -> None:
    from bot.__main__ import main

    assert set(commands()) <= set(main.commands)
    assert {"run", "telegram-setup", "backup", "restore", "move-database", "doctor"} <= set(commands())


@pytest.mark.parametrize("name", sorted(SETTINGS & {"HEALTH_LISTEN", "DATABASE_URL", "WEBHOOK_URL"}))
def test_the_guide_speaks_of_the_settings_that_matter(name: str) -> None:
    assert name in (ROOT / "docs" / "running.md").read_text(encoding="utf-8")


def test_the_guide_names_only_metrics_that_there_are() -> None:
    from bot.engine import Engine
    from bot.settings import read_settings
    from bot.store import Store
    from bot.watched import Watched

    engine = Engine(Store("sqlite://"), Live(ROOT / "content", ROOT / "var"))
    page = Watched(engine, read_settings(telegram_token="")).metrics.page().decode()
    known = set(re.findall(r"^# TYPE (\w+)", page, re.MULTILINE))
    named = set(
        re.findall(r"\bventanilla_\w+|\bprocess_\w+", (ROOT / "docs" / "running.md").read_text("utf-8"))
    )

    assert named
    assert {re.sub(r"_(bucket|count|sum)$", "", each) for each in named} <= known
