"""The commands about what is kept of people: a key to seal it, sealing it anew, and showing it to them."""

from __future__ import annotations

import asyncio
import json

import click

from bot.command_line import in_a_sentence, settings_of


@click.command("new-key")
def new_key() -> None:
    """Makes a key for DATA_KEY. Keep a copy elsewhere: who loses it loses what it sealed."""
    from bot.store import new_key as make

    click.echo(make())


@click.command()
def reseal() -> None:
    """Writes all that lies in the database under the first key of DATA_KEY, while the bot runs.

    Afterwards the other keys are no longer needed. Every bot has to run with the new first key before.
    """
    from bot.store import Store

    settings = settings_of()
    if not settings.data_keys:
        raise click.ClickException("DATA_KEY is not set. `python -m bot new-key` makes one.")

    async def work() -> dict[str, int]:
        store = Store(settings.database, settings.data_keys)
        try:
            await store.open()
            return await store.reseal()
        finally:
            await store.close()

    for name, count in in_a_sentence(lambda: asyncio.run(work())).items():
        click.echo(f"{count:>9} {name}")
    click.echo("All of it lies under the first key of DATA_KEY now.")


@click.command()
@click.option("--sender", required=True, help="Whom: channel:id, such as telegram:123456789.")
def export(sender: str) -> None:
    """Prints as JSON all that is kept about one person. It holds their name and phone: keep it safe."""
    from bot.store import Store, kept_about

    channel, _, who = sender.partition(":")
    if not channel or not who:
        raise click.ClickException("Whom? Say channel:id, such as telegram:123456789.")
    settings = settings_of()

    async def work() -> object:
        store = Store(settings.database, settings.data_keys)
        try:
            await store.open()
            return await store.transact(kept_about, channel, who)
        finally:
            await store.close()

    found = in_a_sentence(lambda: asyncio.run(work()))
    click.echo(json.dumps({"sender": sender, "kept": found}, ensure_ascii=False, indent=2, default=str))


COMMANDS = (new_key, reseal, export)
