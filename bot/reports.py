"""The commands for staff: what people asked in vain, what falls due, who signed, where the flows lead."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from bot.command_line import DAY, in_a_sentence, settings_of, this_day
from bot.model import LANGUAGES

F = TypeVar("F", bound=Callable[..., Any])


def _of_a_folder(due: str) -> Callable[[F], F]:
    """The options of a table of what stands in a content folder; `due` says what `--due` leaves."""

    def add(command: F) -> F:
        folder = click.Path(path_type=Path)
        command = click.option("--content", "folder", type=folder, help="Another content folder.")(command)
        command = click.option("--on", type=DAY, help="As of another day, such as 2026-03-01.")(command)
        return click.option("--due", type=click.IntRange(0), help=due)(command)

    return add


@click.command()
@click.argument("topic")
def paired(topic: str) -> None:
    """Notes that the two languages of TOPIC were read side by side and say the same."""
    from bot.content import pair

    problem = pair(settings_of(None).content_dir, topic)
    if problem:
        raise click.ClickException(problem)
    click.echo(f"Noted: both languages of {topic} say the same.")


@click.command()
@click.argument("topic")
def recorded(topic: str) -> None:
    """Notes that the recordings of TOPIC were heard beside their texts and say the same."""
    from bot.content import record

    settings = settings_of(None)
    noted, problem = record(settings.content_dir, topic, settings.as_of or this_day())
    if problem:
        raise click.ClickException(problem)
    click.echo(f"Noted: the recording of {topic} in {' and '.join(noted)} says what the text says.")


@click.command()
@click.argument("topic")
@click.option("--language", type=click.Choice(LANGUAGES), required=True, help="Which of the two texts.")
@click.option("--name", required=True, help="Who read it and stands by it.")
def sign(topic: str, language: str, name: str) -> None:
    """Writes into the text of TOPIC who signed it, and when. It counts until the answer is edited."""
    from bot.content import sign as sign_text

    settings = settings_of(None)
    problem = sign_text(settings.content_dir, topic, language, name, settings.as_of or this_day())
    if problem:
        raise click.ClickException(problem)
    click.echo(f"Signed by {name.strip()}: {topic} in {language}.")


@click.command()
@_of_a_folder("Only what is to be checked again in so many days.")
def topics(due: int | None, on: datetime | None, folder: Path | None) -> None:
    """A table of all topics: check dates, signatures, phrases, test sentences, readability."""
    from bot import tables
    from bot.content import load, overview, read_sentences

    settings = settings_of(on)
    today = settings.as_of or this_day()
    rows = overview.topic_rows(load(folder or settings.content_dir), read_sentences(Path("tests"))[0], today)
    rows = rows if due is None else overview.topics_due(rows, today, due)
    if rows:
        tables.show(overview.TOPIC_HEAD, [overview.topic_cells(each) for each in rows])
    else:
        click.echo("There is no topic." if due is None else f"Nothing falls due within {due} days.")


@click.command()
@_of_a_folder("Only what has no value today or in so many days.")
def facts(due: int | None, on: datetime | None, folder: Path | None) -> None:
    """A table of all facts: the value today, since and until when, what quotes them, the source."""
    from bot import tables
    from bot.content import load, overview

    settings = settings_of(on)
    today = settings.as_of or this_day()
    rows = overview.fact_rows(load(folder or settings.content_dir), today)
    rows = rows if due is None else overview.facts_due(rows, today, due)
    if rows:
        tables.show(overview.FACT_HEAD, [overview.fact_cells(each) for each in rows])
    else:
        click.echo("There is no fact." if due is None else f"Nothing falls due within {due} days.")


@click.command()
@click.option("--days", type=int, default=7, help="How many days back.")
def questions(days: int) -> None:
    """What people asked in vain: refused, "none of these", thumbed down; and how helpful each text was."""
    settings = settings_of(None)

    async def show() -> None:
        from bot.store import Store, asked, votes

        store = Store(settings.database, settings.data_keys)
        await store.open()
        for row in await store.transact(asked, datetime.now(UTC) - timedelta(days=days)):
            click.echo(f"{row['at']:%Y-%m-%d}  {row['outcome']:9}  {row['language'] or '-':3}  {row['text']}")
        for row in await store.transact(votes):
            click.echo(
                f"{row['topic']} ({row['language']}, {row['version']}): {row['yes']} yes, {row['no']} no"
            )
        await store.close()

    in_a_sentence(lambda: asyncio.run(show()))


@click.command()
@click.option("--mermaid", is_flag=True, help="Draws each flow as a Mermaid flowchart.")
@click.option("--table", "as_table", is_flag=True, help="Its outcomes as a table to read and sign.")
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], help="The words' language.")
@click.option("--page", is_flag=True, help="All of them as the page docs/flows.md.")
@click.argument("name", required=False)
def flows(mermaid: bool, as_table: bool, page: bool, language: str, name: str | None) -> None:
    """The flows, or NAME alone: drawn, as a table of outcomes, or how many ways lead through."""
    from bot import drawing
    from bot.content import load
    from bot.flows import ends

    content = load(settings_of(None).content_dir).content
    if name and name not in content.flows:
        raise click.ClickException(f'There is no flow "{name}". There are: {", ".join(content.flows)}.')
    if page:
        click.echo(drawing.page(content), nl=False)
        return
    for each in [content.flows[name]] if name else content.flows.values():
        if mermaid:
            click.echo(drawing.mermaid(each, language))
        if as_table:
            click.echo(drawing.table(each, content, language))
        if not mermaid and not as_table:
            ways = list(ends(each))
            longest = max(len(taken) for taken, _ in ways)
            click.echo(f"{each.name}: {len(ways)} ways through, at most {longest} questions.")


@click.command()
@click.option("--days", type=int, default=30, help="How many days ahead.")
def appointments(days: int) -> None:
    """Who is coming, in the office's time, and who waits for a call."""
    from bot.content import load
    from bot.store import Store, callbacks_open, upcoming

    settings = settings_of()
    zone = ZoneInfo(load(settings.content_dir).content.office.timezone)
    now = datetime.now(UTC)

    async def show() -> None:
        store = Store(settings.database, settings.data_keys)
        await store.open()
        booked = await store.transact(upcoming, now, now + timedelta(days=days))
        waiting = await store.transact(callbacks_open)
        await store.close()
        for each in booked:
            when = f"{each.start.astimezone(zone):%a %Y-%m-%d %H:%M}"
            said = f" ({each.coming})" if each.coming else ""
            click.echo(
                f"{when}  {each.reference}  {each.kind:6}  {each.consultant:8}  {each.language}  {each.phone}"
                f"  {each.name}{said}"
            )
            if each.note:
                click.echo(f"    {each.note}")
        for wish in waiting:
            asked = f"{wish.created.astimezone(zone):%Y-%m-%d %H:%M}"
            click.echo(f"call back, asked {asked}  {wish.language}  {wish.phone}  {wish.name}  {wish.wanted}")
        if not booked and not waiting:
            click.echo("Nobody has booked, and nobody waits for a call.")

    in_a_sentence(lambda: asyncio.run(show()))


COMMANDS = (appointments, paired, recorded, sign, topics, facts, questions, flows)
