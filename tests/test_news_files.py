"""News files and the line `alerts:`: what `check` says, and what the command does with them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.content import load
from bot.store import Store
from tests.newsing import SUBJECT, subscribe
from tests.samples.content import build, check, edit, lines

NAME = "2026-11-20-sample"
HEAD = "---\ntitle: {title}\nsubject: visa-cost\nsources:\n  Sample: https://example.org/\n---\n"


def news(folder: Path, text: str = "Una prueba.", language: str = "es", *, title: str = "Prueba") -> Path:
    """Writes a news item and makes its subject one that people can be told of."""
    for each in ("es", "en"):
        path = folder / each / "visa-cost.md"
        if "alerts:" not in path.read_text(encoding="utf-8"):
            edit(folder, f"{each}/visa-cost.md", "title:", "alerts: visa-cost\ntitle:")
    (folder / "news").mkdir(exist_ok=True)
    path = folder / "news" / f"{NAME}.{language}.md"
    path.write_text(HEAD.format(title=title) + text + "\n", encoding="utf-8")
    return path


def both(folder: Path, text: str, **more: str) -> list[str]:
    """What `check` says of the Spanish one of two."""
    news(folder, text, **more)
    news(folder, "A sample.", "en", title="Sample")
    return lines(check(folder))


def test_two_good_files_are_in_order_and_are_read(tmp_path: Path) -> None:
    folder = build(tmp_path)

    assert both(folder, "Una prueba que dice poco.") == []
    found = load(folder).content.news
    assert sorted(found) == [(NAME, "en"), (NAME, "es")]
    assert str(found[NAME, "es"].checked) == "2026-11-20"


def test_a_missing_counterpart_is_told(tmp_path: Path) -> None:
    folder = build(tmp_path)
    news(folder)

    assert any(f"news/{NAME}.en.md, line 1: this file is missing" in each for each in lines(check(folder)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a " * 400, "it must have fewer than 600"),
        ("Cuesta 206 dólares.", 'the fee "206 dólares" is written out'),
        ("Empieza el 15 de marzo de 2027.", 'the date "15 de marzo de 2027" is written out'),
        ("Tú puedes pedirla.", "Write usted"),
        ("Le garantizamos la visa.", "may not be said"),
        ("Cuesta {{ nothing_such }}.", "which is not in content/facts.yaml"),
        ("# Título", "Telegram cannot show"),
    ],
)
def test_what_holds_for_answers_holds_for_news(tmp_path: Path, text: str, said: str) -> None:
    told = both(build(tmp_path), text)

    assert any(said in each and f"news/{NAME}.es.md" in each for each in told), told


def test_a_title_holds_no_number_that_should_be_a_fact(tmp_path: Path) -> None:
    told = both(build(tmp_path), "Una prueba.", title="Hay 64,716 visas")

    assert any('the title holds the number "64,716"' in each for each in told), told


def test_a_subject_that_nobody_can_ask_for_is_told(tmp_path: Path) -> None:
    folder = build(tmp_path)
    path = news(folder)
    news(folder, "A sample.", "en", title="Sample")
    path.write_text(path.read_text(encoding="utf-8").replace("visa-cost", "visa-cots"), encoding="utf-8")

    told = lines(check(folder))
    assert any('to be told of "visa-cots". Did you mean "visa-cost"?' in each for each in told), told


def test_alerts_names_a_topic_and_the_same_in_both_languages(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "es/visa-cost.md", "title:", "alerts: nothing-such\ntitle:")

    told = lines(check(folder))
    assert any('the topic "nothing-such", which does not exist' in each for each in told), told
    assert any("Write the same" in each for each in told), told


def test_a_file_of_another_name_is_told(tmp_path: Path) -> None:
    folder = build(tmp_path)
    news(folder).rename(folder / "news" / "sample.es.md")

    assert any("news/sample.es.md, line 1" in each for each in lines(check(folder)))


def test_the_command_shows_asks_sends_stops_and_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, database = build(tmp_path), f"sqlite:///{tmp_path / 'news.db'}"
    both(folder, "Una prueba.")
    for name, value in {"CONTENT_DIR": str(folder), "DATABASE_URL": database, "AS_OF": "2026-11-24"}.items():
        monkeypatch.setenv(name, value)

    def run(*words: str, typed: str = "") -> str:
        return CliRunner().invoke(main, ["news", *words], input=typed).output

    async def fill() -> None:
        store = Store(database)
        await store.open()
        await store.transact(subscribe, 5, "visa-cost")
        await store.close()

    asyncio.run(fill())
    shown = run("send", NAME, "--dry-run")
    assert "Español: 3 get “Prueba”" in shown
    assert "English: 2 get “Sample”" in shown
    assert "was never sent" in run("status", NAME)
    assert "Aborted" in run("send", NAME, typed="n\n")
    assert "was never sent" in run("status", NAME)
    assert "It goes to 5" in run("send", NAME, "--yes")
    assert "is being sent, or was" in run("send", NAME, "--yes")
    assert "waiting 5, sending 0, sent 0" in run("status", NAME)
    assert "Stopped" in run("stop", NAME)
    assert "It goes on." in run("send", NAME, typed="y\n")
    assert 'There is no news item "nothing"' in run("send", "nothing")
    news(folder, "Cuesta 206 dólares.")
    assert "has to be mended first" in run("send", NAME, "--dry-run")


def test_the_projects_own_content_offers_to_tell(tmp_path: Path) -> None:
    content = load(Path(__file__).parent.parent / "content").content

    assert SUBJECT in content.subjects()
    assert {content.topic(each, "es") is not None for each in content.subjects()} == {True}
    assert content.news == {}
