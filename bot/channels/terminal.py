"""The bot in a terminal: how do I try it without Telegram and without a browser?

Buttons are numbered and pressed by typing their number. The same works through a pipe,
then without colours and without a prompt, so that a script can hold a conversation.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import sys
import tempfile
import threading
import traceback
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import structlog
from rich.console import Console
from rich.text import Text

from bot import render
from bot.attached import File
from bot.clock import Clock
from bot.language import day, translator
from bot.model import LANGUAGES, Action, Button, Incoming, Reply, Turn
from bot.settings import Settings

LEAVE = ("salir", "exit", "quit")
PROMPT = "> "

log = structlog.get_logger(__name__)


class Engine(Protocol):
    """What the channel needs of the engine."""

    @property
    def clock(self) -> Clock:
        """The time as the bot sees it."""

    async def handle(self, incoming: Incoming) -> Turn:
        """What comes of one message."""

    def apology(self, incoming: Incoming) -> Reply:
        """What to say when `handle` failed."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A button on the screen, and the question that its message answered where the bot wants it back."""

    button: Button
    question: str


async def run(engine: Engine, settings: Settings, stop: asyncio.Event) -> None:
    """Talks with whoever sits at the terminal until they leave, the input ends or `stop` is set."""
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=not sys.stdout.isatty())
    language = _language_of_the_terminal()
    words = translator(language or settings.default_language)
    hint = words.say("Write a question, or the number of a button. To leave, write “exit”.")
    console.print(Text(hint, style="dim"))
    if engine.clock.on:
        on = day(engine.clock.on, words.language)
        console.print(Text(words.say("These answers are as of {day}.", day=on), style="yellow"))

    sender = secrets.token_urlsafe(24)
    text = ""
    action: Action | None = Action("start")
    with _terminal_as_it_was():
        while True:
            incoming = Incoming("terminal", sender, uuid.uuid4().hex, text, action, language=language)
            shown = _show(console, await _ask(engine, incoming), text)
            asked = await _read(console, shown, stop)
            if asked is None:
                return
            text, action = asked


async def _read(
    console: Console, shown: Sequence[Shown], stop: asyncio.Event
) -> tuple[str, Action | None] | None:
    """What the person wrote or pressed next, None where they leave. A link's number prints its address."""
    while True:
        line = await _until(stop, _next_line())
        if line is None or line.strip().casefold() in LEAVE:
            return None
        text, pressed = render.clean(line).strip(), _pressed(line, shown)
        if pressed and pressed.button.action:
            return pressed.question, pressed.button.action
        if pressed:
            console.print(render.clean(pressed.button.url))
        elif text:
            return text, None


async def _ask(engine: Engine, incoming: Incoming) -> Sequence[Reply]:
    try:
        return (await engine.handle(incoming)).replies
    except Exception as error:
        # Without the message: it may quote what the person wrote.
        trace = "".join([*traceback.format_tb(error.__traceback__), type(error).__name__])
        log.error("The engine failed; the person gets an apology.", channel="terminal", trace=trace)
        return (engine.apology(incoming),)


def _show(console: Console, replies: Sequence[Reply], question: str) -> list[Shown]:
    """Prints the replies and their buttons, numbered throughout."""
    shown: list[Shown] = []
    for reply in replies:
        text = Text()
        for span in render.terminal_spans(reply.text):
            look = [name for name in ("bold", "italic") if getattr(span, name)]
            text.append(span.text, " ".join([*look, "underline"] if span.link else look))
        console.print()
        console.print(text)
        if isinstance(reply.attached, File):
            place = Path(tempfile.mkdtemp(prefix="ventanilla-")) / Path(reply.attached.name).name
            place.write_text(reply.attached.text, encoding="utf-8")
            console.print(Text(str(place), style="underline"))
        for button in (button for row in reply.buttons for button in row):
            shown.append(Shown(button, question if reply.quotes else ""))
            label = " ".join(
                render.clean(f"{button.label} {f'({button.url})' if button.url else ''}").split()
            )
            console.print(Text.assemble((f"{len(shown):>3}  ", "bold cyan"), label))
    console.print()
    return shown


def _pressed(line: str, shown: Sequence[Shown]) -> Shown | None:
    """The button whose number was typed, if it is one of those last shown."""
    number = line.strip().rstrip(".)")
    known = number.isascii() and number.isdigit() and len(number) < 4 and 0 < int(number) <= len(shown)
    return shown[int(number) - 1] if known else None


def _language_of_the_terminal() -> str:
    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return name[:2] if name[:2] in LANGUAGES else ""


async def _until(stop: asyncio.Event, line: asyncio.Future[str | None]) -> str | None:
    """The line, or None when `stop` came first."""
    stopped = asyncio.create_task(stop.wait())
    stopped.add_done_callback(lambda _: None if line.done() else line.set_result(None))
    try:
        return await line
    finally:
        stopped.cancel()


def _next_line() -> asyncio.Future[str | None]:
    """The next line of input, None at its end. Read in a thread that may be left waiting when we leave."""
    loop = asyncio.get_running_loop()
    line: asyncio.Future[str | None] = loop.create_future()
    read = _typed if sys.stdin.isatty() and sys.stdout.isatty() else _piped

    def work() -> None:
        found = read()
        with contextlib.suppress(RuntimeError):  # the loop may be closed by now
            loop.call_soon_threadsafe(lambda: None if line.done() else line.set_result(found))

    # A daemon: nothing can take a thread away from a terminal that nobody writes in.
    threading.Thread(target=work, daemon=True).start()
    return line


def _typed() -> str | None:
    try:
        return input(PROMPT)
    except UnicodeDecodeError:
        return ""
    except (EOFError, OSError, ValueError):
        return None


def _piped() -> str | None:
    """Reads past Python's own buffer, whose lock a thread left waiting would still hold at the end."""
    try:
        with open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as raw:
            return raw.readline().decode("utf-8", "replace") or None
    except (OSError, ValueError):
        return None


@contextlib.contextmanager
def _terminal_as_it_was() -> Iterator[None]:
    """Leaves the terminal as it was found, also when a line was half typed: editing keys change its mode."""
    restore: Callable[[], object] = lambda: None  # noqa: E731
    with contextlib.suppress(Exception):
        import readline  # noqa: F401, makes `input` know the arrow keys
        import termios

        mode = termios.tcgetattr(sys.stdin)
        restore = lambda: termios.tcsetattr(sys.stdin, termios.TCSANOW, mode)  # noqa: E731
    try:
        yield
    finally:
        restore()
