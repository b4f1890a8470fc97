"""What does a file of staff's say, and on which line? Bytes in, text out, and a sentence for all that is odd.

Nothing here raises over what a file holds: it may be half written, saved by another program or not be
ours at all. Every oddity becomes a `Problem` with the file, the line and what to do, collected in `Found`.
"""

from __future__ import annotations

import difflib
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.model import Action, Problem

MOST_BYTES = 1_000_000
"""A file of staff's is some kilobytes; what is larger came here by mistake, and would cost memory."""

ADDRESS = re.compile(r"https://[^\s/@.]+(\.[^\s/@.]+)+(:\d+)?(/\S*)?")
"""A link that people can press: protected, and without blanks."""

_BREAKS = re.compile(r"\r\n?")
# Tab and line feed are text; every other control character breaks YAML or shows as nothing at all.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@dataclass(frozen=True, slots=True)
class Lead:
    """A place in a file that leads on to something: a topic's `next`, the menu, a command, a flow's end."""

    path: str
    line: int
    action: Action


@dataclass(frozen=True, slots=True)
class Found:
    """What reading has brought up so far, problems and leads, and the file that is being read."""

    path: str
    problems: list[Problem] = field(default_factory=list)
    leads: list[Lead] = field(default_factory=list)

    def error(self, line: int, message: str) -> None:
        """Something that must be mended."""
        self.problems.append(Problem(self.path, max(line, 1), message))

    def warning(self, line: int, message: str) -> None:
        """Something worth a look."""
        self.problems.append(Problem(self.path, max(line, 1), message, "warning"))

    def within(self, path: str) -> Found:
        """The same collection, for another file."""
        return Found(path, self.problems, self.leads)


def shown(path: Path, root: Path) -> str:
    """How a problem names a file: the content folder's own name and the way from there, with slashes."""
    name = root.name or root.resolve().name
    way = path.relative_to(root).as_posix()
    full = name if way == "." else f"{name}/{way}"
    return full.encode("utf-8", "replace").decode()


def files(folder: Path) -> Iterator[Path]:
    """Everything in a folder that staff can have meant, by name; not what editors leave behind."""
    try:
        names = sorted(folder.iterdir())
    except OSError:
        return
    for path in names:
        if not is_leftover(path.name):
            yield path


def is_leftover(name: str) -> bool:
    """Whether a file name is that of an editor's or a system's own file: hidden, a backup, a swap file."""
    return name.startswith((".", "#")) or name.endswith(("~", ".swp", ".swo", ".tmp", ".bak", ".orig"))


def read_text(path: Path, found: Found) -> str | None:
    """A file's text with plain line ends and composed accents, or None where there is nothing to read.

    A byte-order mark and Windows line ends are taken off without a word: they are how some programs
    save, and there is nothing for the writer to mend.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            found.error(1, "this is not a file. Move it out of the content folder.")
            return None
        if status.st_size > MOST_BYTES:
            found.error(1, f"this file is larger than {MOST_BYTES // 1000} kB. Is it in the right place?")
            return None
        raw = path.read_bytes()
    except FileNotFoundError:
        found.error(1, "this file is missing.")
        return None
    except OSError as why:
        found.error(1, f"this file cannot be opened ({why.strerror or 'the disk gives no reason'}).")
        return None
    text = _decoded(raw, found)
    if text is None:
        return None
    text = unicodedata.normalize("NFC", _BREAKS.sub("\n", text))
    if strange := _CONTROL.search(text):
        line = text.count("\n", 0, strange.start()) + 1
        before = _tail(text[: strange.start()])
        found.error(
            line, f"there is a character that cannot be seen{before}. Delete it and type the text again."
        )
        return None
    return text


def _decoded(raw: bytes, found: Found) -> str | None:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        found.error(1, "this file is saved as UTF-16. Save it again as UTF-8.")
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as where:
        good = raw[: where.start].decode("utf-8", "replace")
        line = good.count("\n") + 1
        found.error(
            line, f"there is a letter that is not saved as UTF-8{_tail(good)}. Save the file again as UTF-8."
        )
        return None


def _tail(text: str) -> str:
    """Where on the line: after the last words before the place."""
    words = text.rpartition("\n")[2].lstrip("\ufeff")[-30:].strip()
    return f' after "{words}"' if words else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence that offers the nearest known word, or "" where none is near. Begins with a space."""
    near = difflib.get_close_matches(word.lower(), {each.lower(): each for each in known}, 1, 0.6)
    return f' Did you mean "{near[0]}"?' if near else ""


def read_date(text: str, key: str, line: int, found: Found) -> date | None:
    """A day written year-month-day, or None and a problem that says how to write it."""
    if parts := _ISO.fullmatch(text):
        try:
            return date(*map(int, parts.groups()))
        except ValueError:
            found.error(line, f'"{key}" says {text}, and there is no such day.')
            return None
    hint = "2026-11-20"
    if parts := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, parts.groups())
        # 20/11/2026 can be read in one way only; 05/11/2026 in two, so nothing is guessed.
        if day > 12 >= month:
            hint = f"{year}-{month:02}-{day:02}"
        elif month > 12 >= day:
            hint = f"{year}-{day:02}-{month:02}"
    found.error(line, f'"{key}" says "{text}", which is not a date. Write year-month-day, like {hint}.')
    return None
