"""What stands in the log: one line an event, JSON where nobody watches, and nobody's words."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

PROGRAM = """
import asyncio, logging, warnings
import structlog
from bot.logs import log_to_stderr
log_to_stderr("info")
log = structlog.get_logger()
log.debug("not-shown")
log.info("content-taken", topics=3, hash="ñ")
def breaks():
    raise ValueError("mi teléfono es 8112345678")
try:
    try:
        breaks()
    except ValueError as error:
        raise KeyError("Ana López") from error
except KeyError:
    log.exception("engine-failed")
    logging.getLogger("some.library").exception("cannot read %s", "mi hermano está detenido")
logging.getLogger("some.library").warning("slow: %s\\nsecond line", "Ana López")
logging.getLogger("some.library").info("not shown either")
async def main():
    asyncio.create_task(fails())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
async def fails():
    raise RuntimeError("Ana López")
asyncio.run(main())
import gc; gc.collect()
"""


def written() -> str:
    """The log of a program whose errors quote people."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    return done.stderr


def test_each_event_is_one_line_of_json() -> None:
    lines = [json.loads(line) for line in written().splitlines()]

    assert [each["event"] for each in lines] == ["content-taken", "engine-failed", *["library"] * 3]
    assert lines[0] | {"timestamp": ""} == {
        "event": "content-taken",
        "topics": 3,
        "hash": "ñ",
        "level": "info",
        "timestamp": "",
    }


def test_an_error_tells_its_kinds_and_places_and_nobodys_words() -> None:
    said = written()

    failed = json.loads(said.splitlines()[1])
    assert "in breaks" in failed["trace"]
    assert "ValueError" in failed["trace"]
    assert failed["trace"].count("KeyError") == 1
    for word in ("8112345678", "Ana", "hermano", "second line"):
        # The traceback shows the program's own source lines; this program's have no file to be read from.
        assert word not in said


def test_what_a_library_says_is_kept_without_its_values() -> None:
    lines = [json.loads(line) for line in written().splitlines()[2:]]

    assert [each["said"] for each in lines] == [
        "cannot read %s",
        "slow: %s",
        "Task exception was never retrieved",
    ]
    assert lines[0]["library"] == "some.library"
