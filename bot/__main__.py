"""The commands: `python -m bot run`, `chat`, `check`, `ask`, `score` and the rest. `--help` lists them."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from datetime import datetime
from pathlib import Path

import click

from bot.command_line import DAY, in_a_sentence, lines, matcher_of, settings_of, this_day
from bot.logs import log_to_stderr
from bot.model import LANGUAGES, Problem
from bot.news_commands import news
from bot.privacy_commands import COMMANDS as PRIVACY
from bot.reports import COMMANDS
from bot.upkeep import COMMANDS as UPKEEP

# Heavy parts are imported where they are used: `check` and `--help` need no Telegram.


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Ventanilla answers questions about H-2B visas, in Spanish and English."""


@main.command()
@click.option("--on", type=DAY, help="Shows the bot as of another day, such as 2026-03-01.")
def run(on: datetime | None) -> None:
    """Runs the bot: the web chat, and Telegram where a token is set."""
    from bot.running import run_until_done, serve

    settings = settings_of(on)
    log_to_stderr(settings.log_level)
    in_a_sentence(lambda: run_until_done(serve(settings, click.echo)))


@main.command()
@click.option("--on", type=DAY, help="Shows the bot as of another day, such as 2026-03-01.")
def chat(on: datetime | None) -> None:
    """The same bot in the terminal."""
    from bot.channels import terminal
    from bot.running import run_until_done, with_engine

    settings = settings_of(on)
    log_to_stderr("error")
    in_a_sentence(
        lambda: run_until_done(
            with_engine(settings, lambda engine, stop: terminal.run(engine, settings, stop))
        )
    )


@main.command()
@click.option("--language", type=click.Choice(LANGUAGES), default=None, help="The person's own language.")
@click.option("--on", type=DAY, help="As of another day, such as 2026-03-01.")
@click.option("--content", "folder", type=click.Path(path_type=Path), help="Another content folder.")
def ask(language: str | None, on: datetime | None, folder: Path | None) -> None:
    """Reads one question a line, writes one JSON object a line: what the bot would decide, and why."""
    settings = settings_of(on)
    log_to_stderr("error")
    matcher = matcher_of(folder or settings.content_dir, settings.var_dir)
    for line in lines():
        began = time.perf_counter()
        match = matcher.answer(line)
        spent = (time.perf_counter() - began) * 1000
        found = {
            "question": line,
            "language": match.language or language or settings.default_language,
            "decision": match.decision,
            "topic": match.topic or None,
            "probability": round(match.probability, 4),
            "phrase": match.phrase,
            "choices": list(match.choices),
            "danger": bool(match.danger),
            "milliseconds": round(spent, 2),
        }
        click.echo(json.dumps(found, ensure_ascii=False))
        sys.stdout.flush()


@main.command()
@click.option("--no-matcher", is_flag=True, help="Leaves out the rules that need the matcher (faster).")
@click.option("--on", type=DAY, help="As of another day, such as 2026-03-01.")
@click.option("--release", is_flag=True, help="Also says what nobody has paired or signed yet.")
@click.option("--content", "folder", type=click.Path(path_type=Path), help="Another content folder.")
def check(no_matcher: bool, on: datetime | None, release: bool, folder: Path | None) -> None:
    """Checks everything that staff wrote; exit code 1 where something has to be mended."""
    from bot.content import check as check_content
    from bot.language import LOCALES

    settings = settings_of(on)
    log_to_stderr("error")
    folder = folder or settings.content_dir
    today = settings.as_of or this_day()
    quick = check_content(folder, tests=Path("tests"), locales=LOCALES, on=today, release=release)
    # A folder that cannot be read gives the matcher nothing to learn from.
    problems = quick
    if not no_matcher and not any(each.severity == "error" for each in quick):
        matcher = matcher_of(folder, settings.var_dir)
        problems = check_content(
            folder, tests=Path("tests"), locales=LOCALES, on=today, release=release, matcher=matcher
        )
    _print(problems)


def _print(problems: list[Problem]) -> None:
    errors = [each for each in problems if each.severity == "error"]
    warnings = [each for each in problems if each.severity != "error"]
    for each in errors:
        click.echo(str(each))
    for each in warnings:
        click.echo(f"(worth a look) {each}")
    if not problems:
        click.echo("All of the content is in order.")
    else:
        click.echo(f"{len(errors)} to mend, {len(warnings)} worth a look.")
    sys.exit(1 if errors else 0)


@main.command()
@click.argument("file", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--noise", type=int, default=None, help="Spells the questions as phones do, from this seed.")
@click.option("--content", "folder", type=click.Path(path_type=Path), help="Another content folder.")
@click.option(
    "--compare", type=click.Path(exists=True, path_type=Path), help="A second content folder beside it."
)
def score(file: Path | None, noise: int | None, folder: Path | None, compare: Path | None) -> None:
    """How the matcher does on the sentences in tests/, or in a FILE such as questions/dev.tsv."""
    from bot import score as scoring
    from bot.content import load

    settings = settings_of(None)
    log_to_stderr("error")
    questions = scoring.read_questions(file) if file else scoring.read_tests(Path("tests"))
    if noise is not None:
        questions = scoring.with_noise(questions, noise)
    reports = []
    for each in filter(None, (folder or settings.content_dir, compare)):
        known = {id for id, _ in load(each).content.topics}
        reports.append((str(each), scoring.score(matcher_of(each, settings.var_dir), questions, known)))
    click.echo(scoring.compare(reports) if compare else scoring.table(reports[0][1]))


@main.command("telegram-setup")
def telegram_setup() -> None:
    """Sets the bot's webhook, commands, names and descriptions at Telegram, only where they differ."""
    from bot.channels.telegram import set_up

    settings = settings_of(None)
    log_to_stderr(settings.log_level)
    if not settings.telegram_token.get_secret_value():
        raise click.ClickException("TELEGRAM_TOKEN is not set. @BotFather gives you one; put it into .env.")
    changed = in_a_sentence(lambda: asyncio.run(set_up(settings)))
    for each in changed or ["Nothing to change: all is as it should be."]:
        click.echo(each)


@main.command()
def doctor() -> None:
    """Looks at everything that the bot needs and says what to mend; exit code 1 where there is something."""
    from bot.doctor import examine

    async def look() -> bool:
        fine = True
        async for each in examine():
            click.echo(str(each))
            fine = fine and each.state != "mend"
        return fine

    log_to_stderr("error")
    sys.exit(0 if asyncio.run(look()) else 1)


@main.command()
def locales() -> None:
    """Brings locales/*/LC_MESSAGES/bot.po up to the code: new sentences in, dead ones out."""
    from bot.language import po_problems, update_po

    update_po()
    for each in po_problems():
        click.echo(str(each))


for each in (*COMMANDS, *PRIVACY, *UPKEEP, news):
    main.add_command(each)

if __name__ == "__main__":
    main(prog_name="python -m bot")
