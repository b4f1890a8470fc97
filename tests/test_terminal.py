"""The bot in a terminal and through a pipe, run as a program of its own."""

from __future__ import annotations

import asyncio
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from bot.channels import terminal
from bot.clock import Clock
from bot.model import Action, Button, Conversation, Incoming, Reply, Turn
from bot.settings import read_settings

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
ENVIRONMENT = {**os.environ, "LC_ALL": "en_US.UTF-8", "PYTHONUTF8": "1", "TERM": "xterm", "COLUMNS": "80"}


@dataclass
class Window:
    """A small engine that greets, repeats what it is told, and offers three buttons."""

    clock: Clock = field(default_factory=Clock)

    async def handle(self, incoming: Incoming) -> Turn:
        rows = (
            (
                Button("Yes", Action("helpful", "yes")),
                Button("Official\x1b[31m page", url="https://www.dol.gov/"),
            ),
            (Button("Menu", Action("menu")),),
        )
        if incoming.text.startswith("break"):
            raise ValueError(f"cannot save {incoming.text}")
        if incoming.action == Action("start"):
            said = "**Hello** from the [office](https://www.example.org/)."
        elif incoming.action:
            said = f"pressed {incoming.action} after '{incoming.text}'"
        else:
            said = f"heard {incoming.text}"
        return Turn((Reply(said, rows, quotes=True),), Conversation())

    def apology(self, incoming: Incoming) -> Reply:
        return Reply("I am sorry.")


def main() -> None:
    on = date(2026, 3, 1) if "on" in sys.argv else None
    asyncio.run(terminal.run(Window(Clock(on)), read_settings(), asyncio.Event()))


def piped(said: str | bytes, *arguments: str) -> str:
    """All that is printed when `said` comes in through a pipe."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.test_terminal", *arguments],
        input=said.encode() if isinstance(said, str) else said,
        capture_output=True,
        env=ENVIRONMENT,
        cwd=Path(__file__).parent.parent,
        timeout=30,
    )
    assert done.stderr == b""
    assert done.returncode == 0
    return done.stdout.decode()


def test_a_conversation_through_a_pipe() -> None:
    printed = piped("how much?\n1\n2\n3.\n9\nexit\nnever read\n")

    assert printed.splitlines() == [
        "Write a question, or the number of a button. To leave, write “exit”.",
        "",
        "Hello from the office (https://www.example.org/).",
        "  1  Yes",
        "  2  Official page (https://www.dol.gov/)",
        "  3  Menu",
        "",
        "",
        "heard how much?",
        *(buttons := ["  1  Yes", "  2  Official page (https://www.dol.gov/)", "  3  Menu", ""]),
        "",
        "pressed helpful:yes after 'how much?'",
        *buttons,
        "https://www.dol.gov/",
        "",
        "pressed menu: after 'how much?'",
        *buttons,
        "",
        "heard 9",
        *buttons,
    ]


@pytest.mark.parametrize("word", ["salir", " EXIT ", "Quit"])
def test_a_word_ends_it(word: str) -> None:
    assert "heard" not in piped(f"{word}\nmore\n")


def test_the_end_of_the_input_ends_it() -> None:
    assert "heard last" in piped("last")


def test_no_escape_reaches_the_screen() -> None:
    printed = piped(b"a\x1b[2Jb\x00c\x07\x9b31m\xff\n\n \n")

    assert re.search(r"heard abc.*31m", printed)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", printed)


def test_markup_of_the_screen_library_is_shown_as_words() -> None:
    assert "heard [bold]x[/] :smile:" in piped("[bold]x[/] :smile:\n")


def test_long_lines_through_a_pipe_stay_whole() -> None:
    assert "heard " + "word " * 100 + "end" in piped("word " * 100 + "end\n")


def test_it_says_when_it_answers_as_of_another_day() -> None:
    assert "These answers are as of March 1, 2026." in piped("", "on")


def test_when_the_engine_breaks_there_is_an_apology_and_no_words_in_the_log() -> None:
    printed = piped("break G12345678\nstill there?\n")

    assert "I am sorry." in printed
    assert "heard still there?" in printed
    assert "G12345678" not in printed


class Screen:
    """A terminal with someone in front of it."""

    def __init__(self) -> None:
        self.master, self.slave = pty.openpty()
        self.printed = ""
        self.program = subprocess.Popen(
            [sys.executable, "-m", "tests.test_terminal"],
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            env=ENVIRONMENT,
            cwd=Path(__file__).parent.parent,
            start_new_session=True,
        )

    def sees(self, words: str) -> str:
        """Waits until `words` are printed; all that was printed since the last time, without colours."""
        end = time.monotonic() + 20
        while words not in (bare := ESCAPES.sub("", self.printed)):
            assert time.monotonic() < end, f"not seen: {words!r} in {bare!r}"
            if select.select([self.master], [], [], 0.1)[0]:
                self.printed += os.read(self.master, 10_000).decode("utf-8", "replace")
        self.printed = ""
        return bare

    def types(self, keys: str) -> None:
        os.write(self.master, keys.encode())


@pytest.fixture
def screen() -> Iterator[Screen]:
    screen = Screen()
    yield screen
    screen.program.kill()
    screen.program.wait()
    os.close(screen.master)
    os.close(screen.slave)


def test_at_a_terminal_it_prompts_after_the_answer_and_takes_numbers(screen: Screen) -> None:
    assert "  3  Menu" in screen.sees("> ")

    screen.types("hola\n")
    assert "heard hola" in screen.sees("\r\n> ")

    screen.types("3\n")
    assert "pressed menu: after 'hola'" in screen.sees("\r\n> ")

    screen.types("\x04")
    assert screen.program.wait(60) == 0


def test_what_is_bold_is_bold_at_a_terminal(screen: Screen) -> None:
    while "Menu" not in screen.printed:
        screen.printed += os.read(screen.master, 10_000).decode()

    assert "\x1b[1mHello\x1b[0m" in screen.printed


def test_interrupted_in_the_middle_of_a_line_it_leaves_the_terminal_as_it_was(screen: Screen) -> None:
    before = termios.tcgetattr(screen.slave)
    screen.sees("> ")
    screen.types("half a li")
    screen.sees("half a li")

    screen.program.send_signal(signal.SIGINT)

    screen.program.wait(60)
    assert termios.tcgetattr(screen.slave) == before


async def test_it_stops_when_told_to_while_nobody_types() -> None:
    """The pipe stays open and silent; the program ends all the same."""
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "import asyncio\n"
        "from tests.test_terminal import Window, read_settings, terminal\n"
        "async def main():\n"
        "    stop = asyncio.Event()\n"
        "    asyncio.get_running_loop().call_later(0.3, stop.set)\n"
        "    await terminal.run(Window(), read_settings(), stop)\n"
        "    print('stopped')\n"
        "asyncio.run(main())\n",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=ENVIRONMENT,
        cwd=Path(__file__).parent.parent,
    )
    assert program.stdout
    assert program.stderr

    printed, errors = await asyncio.wait_for(
        asyncio.gather(program.stdout.read(), program.stderr.read()), timeout=20
    )

    assert printed.decode().endswith("stopped\n")
    assert errors == b""
    assert await program.wait() == 0
    if program.stdin:
        program.stdin.close()


if __name__ == "__main__":
    # Where the tests run in the background, Ctrl-C is ignored by all that they start.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    main()
