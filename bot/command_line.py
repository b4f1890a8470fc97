"""How the commands run: settings read, errors told in a sentence, the matcher fitted or taken from before."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from bot.settings import Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from bot.matching import Matcher

T = TypeVar("T")

DAY = click.DateTime(["%Y-%m-%d"])


def settings_of(on: datetime | None = None) -> Settings:
    """The settings in force, as of another day where one is named."""
    return in_a_sentence(lambda: read_settings(as_of=on.date() if on else None))


def in_a_sentence(work: Callable[[], T]) -> T:
    """Does the work; what is wrong with a setting ends the command with a sentence."""
    try:
        return work()
    except SettingsError as error:
        raise click.ClickException(str(error)) from None


def this_day() -> date:
    """This day, in UTC."""
    return datetime.now(UTC).date()


def lines() -> Iterator[str]:
    """Standard input line by line; bytes that are no text become question marks, never an error."""
    for raw in sys.stdin.buffer:
        yield raw.decode("utf-8", "replace").rstrip("\r\n")


def matcher_of(folder: Path, var: Path) -> Matcher:
    """The full matcher for a content folder, fitted now or taken from what was fitted before."""
    from bot import matching
    from bot.content import load
    from bot.live import examples

    return matching.fit(examples(load(folder).content), var / "matching")
