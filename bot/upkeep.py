"""The commands for whoever runs the bot: a backup, bringing one back, another database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from bot.command_line import settings_of


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Writes over a file that is there.")
def backup(file: Path, replace: bool) -> None:
    """Copies all that the bot remembers into FILE, while it runs. It holds names and phones: keep it safe."""
    from bot.store import back_up

    _do(lambda: back_up(settings_of(None).database, file, replace=replace), f"{file} is written")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="Deletes what the database holds first.")
def restore(file: Path, replace: bool) -> None:
    """Brings the backup FILE back into the database of the settings. Stop the bot first."""
    from bot.store import restore as bring_back

    _do(lambda: bring_back(file, settings_of(None).database, replace=replace), "The database is restored")


@click.command("move-database")
@click.argument("source")
@click.argument("target")
def move_database(source: str, target: str) -> None:
    """Moves everything from the database SOURCE to TARGET, which has to be empty. Stop the bot first.

    Both are addresses as in DATABASE_URL; the source stays as it is.
    """
    from bot.store import move

    _do(lambda: move(source, target), "The database is copied; set DATABASE_URL to the new address")


def _do(work: Callable[[], Mapping[str, int]], done: str) -> None:
    from bot.store import CannotCopy

    try:
        counts = work()
    except CannotCopy as error:
        raise click.ClickException(str(error)) from None
    except Exception as error:
        # The address of a database holds its password: only what went wrong is told.
        raise click.ClickException(
            f"The database cannot be reached or read: {type(error).__name__}."
        ) from None
    for name, count in counts.items():
        click.echo(f"{count:>9} {name}")
    click.echo(f"{done}: {sum(counts.values())} rows, counted on both sides.")


COMMANDS = (backup, restore, move_database)
