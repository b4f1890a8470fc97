"""`python -m bot news …`: staff send a news item to those who asked to be told, stop it, and see how far."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TypeVar

import click

from bot.booking.reminders import until_morning
from bot.command_line import settings_of, this_day
from bot.content import Loaded, load, news_problems
from bot.language import NAMES
from bot.settings import Settings
from bot.store import Store, begin_mailing, counts, mailing_state, set_mailing, subscribers

T = TypeVar("T")


@click.group()
def news() -> None:
    """Sends news from content/news to those who asked to be told of their subject."""


@news.command()
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Only shows how many people would get it.")
@click.option("--yes", is_flag=True, help="Does not ask for confirmation.")
def send(name: str, dry_run: bool, yes: bool) -> None:
    """Sends the news item NAME, such as 2026-12-01-extra-visas, once to each who asked."""
    settings = settings_of(None)
    name = name.removesuffix(".md").removesuffix(".es").removesuffix(".en")
    loaded = load(settings.content_dir)
    item = loaded.content.news.get((name, "es"))
    if item is None:
        known = ", ".join(sorted({each for each, _ in loaded.news_names})) or "none"
        raise click.ClickException(f'There is no news item "{name}" in content/news. There are: {known}.')
    problems = news_problems(settings.content_dir, name, settings.as_of or this_day())
    if problems:
        raise click.ClickException("This has to be mended first:\n" + "\n".join(map(str, problems)))
    state = _in_store(settings, lambda store: store.transact(mailing_state, name))
    if state == "sending":
        raise click.ClickException(
            f"It is being sent, or was. How far it is: python -m bot news status {name}"
        )
    if state == "stopped":
        _go_on(settings, name, dry_run=dry_run, yes=yes)
        return
    people = _in_store(settings, lambda store: store.transact(subscribers, item.alerts))
    _show(settings, loaded, name, item.alerts, Counter((p.language, p.timezone) for p in people))
    if dry_run:
        return
    if not people:
        raise click.ClickException("Nobody asked to be told of this yet. Nothing is sent.")
    if not yes:
        click.confirm(f"Send it to {len(people)}?", abort=True)
    zone = loaded.content.office.timezone
    now = datetime.now(UTC)
    begun = _in_store(
        settings,
        lambda store: store.transact(
            begin_mailing, name, item.alerts, now, lambda each: until_morning(now, each or zone)
        ),
    )
    if begun is None:
        raise click.ClickException("Somebody else has just begun to send it.")
    click.echo(
        f"It goes to {begun}; the running bot sends it. How far it is: python -m bot news status {name}"
    )


@news.command()
@click.argument("name")
def stop(name: str) -> None:
    """Stops sending NAME: what has not gone yet stays here. `news send` goes on with it."""
    settings = settings_of(None)
    if not _in_store(settings, lambda store: store.transact(set_mailing, name, "stopped")):
        raise click.ClickException(f'"{name}" was never sent.')
    click.echo("Stopped. Within a second nothing more goes out.")
    _counts(settings, name)


@news.command()
@click.argument("name")
def status(name: str) -> None:
    """How far NAME is: waiting, sent, dropped, unknown."""
    settings = settings_of(None)
    state = _in_store(settings, lambda store: store.transact(mailing_state, name))
    if not state:
        raise click.ClickException(f'"{name}" was never sent.')
    click.echo(f"{name} ({state})")
    _counts(settings, name)


def _go_on(settings: Settings, name: str, *, dry_run: bool, yes: bool) -> None:
    click.echo("It was stopped midway.")
    _counts(settings, name)
    if dry_run:
        return
    if not yes:
        click.confirm("Go on with those who wait?", abort=True)
    _in_store(settings, lambda store: store.transact(set_mailing, name, "sending"))
    click.echo("It goes on.")


def _show(
    settings: Settings, loaded: Loaded, name: str, subject: str, people: Counter[tuple[str, str]]
) -> None:
    """How many get what."""
    now, office = datetime.now(UTC), loaded.content.office.timezone
    for language in NAMES:
        item = loaded.content.news[name, language]
        here = sum(n for (spoken, _), n in people.items() if spoken == language)
        click.echo(f"{NAMES[language]}: {here} get “{item.title}”")
    asleep = sum(n for (_, zone), n in people.items() if until_morning(now, zone or office))
    click.echo(
        f"Subject: {subject}. In all: {people.total()}; {asleep} of them in their morning, for it is night."
    )


def _counts(settings: Settings, name: str) -> None:
    found = _in_store(settings, lambda store: store.transact(counts, name, datetime.now(UTC)))
    click.echo(", ".join(f"{each} {n}" for each, n in found.items()))
    if found["unknown"]:
        click.echo(
            "Unknown: on the wire when something broke. Nobody knows whether they arrived; not sent again."
        )


def _in_store(settings: Settings, work: Callable[[Store], Awaitable[T]]) -> T:
    """Does something with the database, and lets go of it."""

    async def whole() -> T:
        store = Store(settings.database)
        await store.open()
        try:
            return await work(store)
        finally:
            await store.close()

    return asyncio.run(whole())
