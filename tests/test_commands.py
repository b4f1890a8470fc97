"""The commands that staff and whoever runs the bot type: what they print, and how they end."""

from __future__ import annotations

import asyncio
import json
import os
import re
import secrets
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner, Result

from bot import content, tables
from bot.__main__ import main
from bot.content import overview
from bot.effects import Effect
from bot.model import Conversation, Incoming, Turn
from bot.store import Store
from tests.samples.content import TODAY, build, edit, put

ROOT = Path(__file__).parent.parent
ON = f"--on={TODAY.isoformat()}"


def command(folder: Path, *arguments: str) -> Result:
    """A command in this process, with `folder` as the content."""
    return CliRunner().invoke(main, arguments, env={"CONTENT_DIR": str(folder), "NO_COLOR": "1"})


def python_m_bot(
    place: Path, *arguments: str, said: bytes = b"", content: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """A command as it is typed, with `place` as the current folder and its own `var`."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=place,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "VAR_DIR": str(place / "var"),
            "CONTENT_DIR": str(content or place / "content"),
        },
        input=said.decode("utf-8", "surrogateescape"),
        errors="surrogateescape",
        encoding="utf-8",
        capture_output=True,
        timeout=300,
        check=False,
    )


def cells(line: str) -> list[str]:
    """The cells of a row that was printed in plain columns."""
    return re.split(r" {2,}", line)


# ---- topics ---------------------------------------------------------------------------------------


def test_topics_shows_a_row_a_topic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = build(tmp_path)
    put(tmp_path, "tests/es/visa-cost.yaml", "answer:\n  - cuánta lana es\nnot:\n  - qué hora es\n")
    edit(folder, "en/visa-cost.md", "2027-02-20", "2027-01-15")
    content.sign(folder, "visa-cost", "es", "Ana Pérez", TODAY)
    content.sign(folder, "visa-cost", "en", "Ana Pérez", TODAY)
    edit(folder, "en/visa-cost.md", "Keep", "Do keep")

    done = command(folder, "topics", ON)

    assert done.exit_code == 0
    assert [cells(line) for line in done.output.splitlines()] == [
        [
            "topic",
            "check by es",
            "check by en",
            "signed es/en",
            "phrases es/en",
            "tests es/en",
            "readable es/en",
        ],
        ["greeting", "2027-02-20", "2027-02-20", "no/no", "2/2", "0/0", "–/–"],
        ["visa-cost", "2027-02-20", "2027-01-15", "yes/old", "2/2", "2/0", "–/–"],
    ]


def test_topics_due_shows_only_what_falls_due_overdue_first(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "es/visa-cost.md", "check again by: 2027-02-20", "check again by: 2026-12-24")
    edit(folder, "en/greeting.md", "check again by: 2027-02-20", "check again by: 2026-11-01")

    def due(days: int) -> list[str]:
        lines = command(folder, "topics", ON, f"--due={days}").output.splitlines()
        return [cells(line)[0] for line in lines[1:]]

    assert due(30) == ["greeting", "visa-cost"]
    assert due(29) == ["greeting"]
    assert due(0) == ["greeting"]
    edit(folder, "en/greeting.md", "2026-11-01", "2027-02-20")
    assert command(folder, "topics", ON, "--due=29").output == "Nothing falls due within 29 days.\n"


def test_a_topic_in_one_language_has_a_row_with_gaps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = build(tmp_path)
    (folder / "en" / "greeting.md").unlink()

    row = command(folder, "topics", ON).output.splitlines()[1]

    assert cells(row) == ["greeting", "2027-02-20", "–", "no/–", "2/–", "0/–", "–/–"]


def test_readability_in_the_table_is_that_of_the_rule(tmp_path: Path) -> None:
    folder = build(tmp_path)
    hard = "La presentación extemporánea de documentación complementaria imposibilita procedimientos. " * 6
    text = (folder / "es" / "greeting.md").read_text("utf-8")
    put(folder, "es/greeting.md", text + hard)

    warned = [
        each for each in content.check(folder, tests=None, locales=None, on=TODAY) if "hard" in each.message
    ]
    rows = overview.topic_rows(content.load(folder), [], TODAY)

    score = rows[0].readability["es"]
    assert score is not None
    assert f"({score:.0f}, " in warned[0].message


def test_topics_of_the_real_content_has_one_line_for_each() -> None:
    done = command(ROOT / "content", "topics")

    names = {path.stem for path in (ROOT / "content").glob("*/[!_]*.md")}
    lines = done.output.splitlines()[1:]
    assert done.exit_code == 0
    assert [cells(line)[0] for line in lines] == sorted(names)
    assert all(len(cells(line)) == 7 for line in lines)


# ---- facts ----------------------------------------------------------------------------------------


def test_facts_shows_todays_value_and_what_quotes_it(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "en/visa-cost.md", " The season is {{ season }}.", "")

    done = command(folder, "facts", ON)

    assert done.exit_code == 0
    assert [cells(line) for line in done.output.splitlines()] == [
        ["fact", "value today", "since", "until", "source", "quoted by"],
        ["firm_phone", "+1 832 305 6560", "–", "–", "https://www.lawvm.com/", "office.yaml"],
        [
            "season",
            "del 1 de octubre al 30 de septiembre / October 1 to September 30",
            *("–", "–", "https://www.uscis.gov/", "visa-cost (es)"),
        ],
        ["visa_fee", "USD 205", "2026-06-01", "–", "https://travel.state.gov/", "visa-cost"],
    ]


def test_a_fact_without_a_value_today_says_so_in_words(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "facts.yaml", "    from: 2026-06-01\n", "    from: 2026-06-01\n    until: 2026-10-31\n")

    row = command(folder, "facts", ON).output.splitlines()[-1]

    assert cells(row)[:4] == ["visa_fee", "no value today (last known: USD 205)", "2026-06-01", "2026-10-31"]


def test_facts_due_shows_what_lapsed_and_what_lapses_soon(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "facts.yaml", "    from: 2026-06-01\n", "    from: 2026-06-01\n    until: 2026-12-24\n")
    edit(folder, "facts.yaml", "    kind: text\n", "    kind: text\n    until: 2026-01-31\n")

    def due(days: int, on: date = TODAY) -> list[str]:
        lines = command(folder, "facts", f"--on={on}", f"--due={days}").output.splitlines()
        return [cells(line)[0] for line in lines[1:]]

    assert due(30) == ["season", "visa_fee"]
    assert due(29) == ["season"]
    assert due(30, date(2026, 5, 20)) == ["season"], "the fee of June follows without a gap"


def test_facts_of_the_real_content_has_one_line_for_each() -> None:
    done = command(ROOT / "content", "facts")

    facts = content.load(ROOT / "content").content.facts
    assert done.exit_code == 0
    assert [line.split()[0] for line in done.output.splitlines()[1:]] == sorted(facts)


def test_wide_letters_keep_the_columns_in_line() -> None:
    assert list(tables.plain(("a", "b"), (("日本", "x"), ("é", "y")))) == ["a     b", "日本  x", "é     y"]


# ---- sign and paired ------------------------------------------------------------------------------


def test_sign_writes_one_line_and_touches_nothing_else(tmp_path: Path) -> None:
    folder = build(tmp_path)
    path = folder / "es" / "visa-cost.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    path.chmod(0o640)
    before, files = path.read_bytes(), sorted(folder.rglob("*"))

    done = command(folder, "sign", "visa-cost", "--language", "es", "--name", "Ana Pérez")

    topic = content.load(folder).content.topics["visa-cost", "es"]
    line = f"signed: {topic.signed}\r\n".encode()
    assert done.exit_code == 0
    assert done.output == "Signed by Ana Pérez: visa-cost in es.\n"
    assert content.signature(topic) == ("Ana Pérez", datetime.now(UTC).date())
    assert path.read_bytes().count(line) == 1
    assert path.read_bytes().replace(line, b"") == before
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(folder.rglob("*")) == files


def test_a_text_that_was_edited_is_signed_again_in_the_same_line(tmp_path: Path) -> None:
    folder = build(tmp_path)
    content.sign(folder, "visa-cost", "es", "Ana Pérez", TODAY)
    edit(folder, "es/visa-cost.md", "Guarde", "Conserve")
    topic = content.load(folder).content.topics["visa-cost", "es"]
    assert content.signature(topic) is None

    assert content.sign(folder, "visa-cost", "es", "José Núñez, abogado", date(2026, 12, 1)) == ""

    text = (folder / "es" / "visa-cost.md").read_text("utf-8")
    topic = content.load(folder).content.topics["visa-cost", "es"]
    assert text.count("signed:") == 1
    assert content.signature(topic) == ("José Núñez, abogado", date(2026, 12, 1))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("visa-cots", "es", "Ana Pérez"), 'no topic "visa-cots" in content/es. Did you mean "visa-cost"?'),
        (("visa-cost", "es", "Ana: Pérez"), "cannot stand in a signature. Write a name in letters"),
        (("visa-cost", "es", " "), "cannot stand in a signature"),
        (("visa-cost", "es", "Ana\nsigned: Eva"), "cannot stand in a signature"),
        (("../es/visa-cost", "es", "Ana Pérez"), 'there is no topic "../es/visa-cost"'),
    ],
)
def test_what_cannot_be_signed_is_told_and_changes_nothing(
    tmp_path: Path, arguments: tuple[str, str, str], told: str
) -> None:
    folder = build(tmp_path)
    before = {path: path.read_bytes() for path in folder.rglob("*.md")}
    topic, language, name = arguments

    done = command(folder, "sign", topic, "--language", language, "--name", name)

    assert done.exit_code == 1
    assert told in done.output
    assert {path: path.read_bytes() for path in folder.rglob("*.md")} == before


def test_a_text_with_something_to_mend_is_not_signed(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "es/visa-cost.md", "checked: 2026-11-20", "checked: yesterday")

    done = command(folder, "sign", "visa-cost", "--language", "es", "--name", "Ana Pérez")

    assert done.exit_code == 1
    assert 'content/es/visa-cost.md, line 8: "checked" says "yesterday"' in done.output


def test_every_text_of_the_real_content_can_be_signed(tmp_path: Path) -> None:
    """Also those whose heads were written by many hands."""
    wrong = {}
    for (id, language), topic in content.load(ROOT / "content").content.topics.items():
        folder = tmp_path / id / language
        put(folder, f"{language}/{id}.md", (ROOT / topic.path).read_text("utf-8"))
        if told := content.sign(folder, id, language, "Ana Pérez", TODAY):
            wrong[id, language] = told

    assert wrong == {}


def test_paired_notes_and_says_so(tmp_path: Path) -> None:
    folder = build(tmp_path)

    assert (
        command(folder, "paired", "visa-cost").output == "Noted: both languages of visa-cost say the same.\n"
    )
    done = command(folder, "paired", "visa-cots")
    assert (done.exit_code, "Did you mean" in done.output) == (1, True)


# ---- check ----------------------------------------------------------------------------------------


@pytest.fixture
def checking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """`check` on a small folder, without the translations of our own sentences and the matcher."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.language.po_problems", lambda *_: [])
    monkeypatch.setattr("bot.__main__.log_to_stderr", lambda _: None)
    return lambda *more: command(tmp_path / "content", "check", "--no-matcher", ON, *more)


def test_check_ends_with_0_where_nothing_has_to_be_mended(
    tmp_path: Path, checking: Callable[..., Result]
) -> None:
    build(tmp_path)

    done = checking()

    assert (done.exit_code, done.output) == (0, "All of the content is in order.\n")


def test_check_ends_with_0_where_something_is_worth_a_look(
    tmp_path: Path, checking: Callable[..., Result]
) -> None:
    edit(build(tmp_path), "es/greeting.md", "  - qué tal\n", "")

    done = checking()

    assert done.exit_code == 0
    assert done.output.startswith("(worth a look) content/es/greeting.md, line 3: ")
    assert done.output.endswith("0 to mend, 1 worth a look.\n")


def test_check_ends_with_1_where_something_has_to_be_mended_and_names_it_first(
    tmp_path: Path, checking: Callable[..., Result]
) -> None:
    folder = build(tmp_path)
    edit(folder, "es/greeting.md", "  - qué tal\n", "")
    edit(folder, "menu.yaml", "visa-cost", "visa-cots")

    done = checking()

    lines = done.output.splitlines()
    assert done.exit_code == 1
    assert lines[0].startswith("content/menu.yaml, line 1: ")
    assert lines[1].startswith("(worth a look) content/es/greeting.md")
    assert lines[-1] == "1 to mend, 1 worth a look."


def test_check_for_a_release_lists_what_nobody_signed_or_paired(
    tmp_path: Path, checking: Callable[..., Result]
) -> None:
    folder = build(tmp_path)
    content.pair(folder, "greeting")
    content.sign(folder, "greeting", "es", "Ana Pérez", TODAY)
    content.sign(folder, "visa-cost", "en", "Ana Pérez", TODAY)
    edit(folder, "en/visa-cost.md", "Keep", "Do keep")

    done = checking("--release")

    told = [
        re.sub(r'"Ana.*?"', "…", line.removeprefix("(worth a look) ")) for line in done.output.splitlines()
    ]
    assert done.exit_code == 0
    assert [(line.split(",")[0], line.split(": ", 1)[1][:30]) for line in told[:-1]] == [
        ("content/en/greeting.md", "nobody has signed this text. W"),
        ("content/en/visa-cost.md", "… is not for this text as it i"),
        ("content/es/visa-cost.md", "nobody has signed this text. W"),
        ("content/es/visa-cost.md", "this text and its counterpart "),
    ]


def test_check_of_a_folder_that_is_missing_is_a_sentence(tmp_path: Path) -> None:
    done = python_m_bot(tmp_path, "check", "--content", "nowhere")

    assert done.returncode == 1
    assert "nowhere, line 1: this folder is missing." in done.stdout
    assert done.stderr == ""


# ---- run ------------------------------------------------------------------------------------------


@contextmanager
def web_chat(place: Path, *arguments: str) -> Iterator[str]:
    """`python -m bot run`, and the address of its web chat; stopped as a service is."""
    running = subprocess.Popen(
        [sys.executable, "-m", "bot", "run", *arguments],
        cwd=place,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "VAR_DIR": str(place / "var"),
            "CONTENT_DIR": str(place / "content"),
            "WEB_LISTEN": "127.0.0.1:0",
            "TELEGRAM_TOKEN": "",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with running:
        assert running.stdout
        try:
            said = running.stdout.readline()
            assert said.startswith("The web chat is at http://127.0.0.1:")
            yield said.split()[-1]
        finally:
            running.terminate()
            assert running.wait(30) == 0


def pressed(address: str, action: str) -> str:
    """What the web chat answers to a button, as HTML."""
    body = json.dumps({"id": secrets.token_hex(8), "action": action}).encode()
    sent = Request(f"{address}/chat?lang=en", body, {"Content-Type": "application/json"})
    with urlopen(sent, timeout=60) as response:
        return "\n".join(each["html"] for each in json.load(response)["replies"]).replace("\u00a0", " ")


def test_run_on_another_day_shows_what_was_true_then_and_what_had_lapsed(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "facts.yaml", "    kind: text\n", "    kind: text\n    until: 2026-02-27\n")

    with web_chat(tmp_path, "--on", "2026-03-01") as address:
        with urlopen(f"{address}/?lang=en", timeout=60) as page:
            assert "March 1, 2026" in page.read().decode()
        answer = pressed(address, "topic:visa-cost")
    with web_chat(tmp_path, "--on", "2026-02-01") as address:
        earlier = pressed(address, "topic:visa-cost")
    with web_chat(tmp_path, "--on", "2026-07-01") as address:
        later = pressed(address, "topic:visa-cost")

    assert "⚠️ Part of this is out of date since February 28, 2026." in answer
    assert "USD 185" in answer
    assert "USD 205" not in answer
    assert "October 1 to September 30" in answer, "the last value known goes on being shown"
    assert "⚠️" not in earlier
    assert "USD 205" in later


# ---- ask, score, questions ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small content folder whose matcher is fitted once for all tests here."""
    made = tmp_path_factory.mktemp("commands")
    build(made)
    return made


def asked(place: Path, said: bytes, *arguments: str) -> list[dict[str, object]]:
    done = python_m_bot(place, "ask", *arguments, said=said)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_ask_writes_one_object_a_line_in_the_order_of_the_questions(place: Path) -> None:
    found = asked(place, "how much is the visa\r\nbuenos días\n\ncuánto cuesta la visa".encode())

    assert [each["question"] for each in found] == [
        *("how much is the visa", "buenos días", "", "cuánto cuesta la visa")
    ]
    assert [each["language"] for each in found] == ["en", "es", "es", "es"]
    assert found[2]["decision"] == "refuse"
    for each in found:
        assert each.keys() >= {
            *("question", "language", "decision", "topic", "probability", "phrase", "choices", "milliseconds")
        }
        assert each["decision"] in ("answer", "ask", "refuse")
        assert isinstance(each["probability"], float)
        assert 0 <= each["probability"] <= 1
        assert (each["decision"] == "answer") == (each["topic"] is not None)
        assert each["choices"] or each["decision"] != "ask"


def test_ask_takes_bytes_that_are_no_text(place: Path) -> None:
    found = asked(place, b"\xff\xfe cuanto \x00 cuesta\n\xc3\nvisa\n")

    assert [each["question"] for each in found] == ["\ufffd\ufffd cuanto \x00 cuesta", "\ufffd", "visa"]


def test_ask_takes_a_very_long_line(place: Path) -> None:
    found = asked(place, b"visa " * 40_000 + b"\nvisa\n")

    assert len(found) == 2


def test_ask_goes_by_the_persons_language_where_the_message_shows_none(place: Path) -> None:
    assert asked(place, b"12345\n", "--language", "en")[0]["language"] == "en"


def test_score_counts_the_questions_of_a_file(place: Path) -> None:
    rows = [
        ("lang", "topic", "question"),
        ("en", "visa-cost", "how much is the visa"),
        ("es", "greeting|visa-cost", "buenos días"),
        ("es", "none", "qwrtp zxcvb"),
        ("es", "wages", "cuánto pagan"),
    ]
    put(place, "questions.tsv", "".join("\t".join(row) + "\n" for row in rows))

    done = python_m_bot(place, "score", "questions.tsv")

    assert done.returncode == 0, done.stderr
    lines = [line.split() for line in done.stdout.splitlines()]
    everyone = [line for line in lines[lines.index(["all"]) :] if line[:1] != ["all"]]
    counted = {
        " ".join(line[: line.index("of") - 1]): line[line.index("of") + 1]
        for line in everyone
        if "of" in line
    }
    assert counted["answered right"] == "2"
    assert counted["off-topic answered"] == "1"
    assert "not asked, for the content has no such topic: wages 1" in done.stdout


def test_score_can_compare_two_folders_and_spell_as_phones_do(place: Path) -> None:
    put(place, "two.tsv", "lang\ttopic\tquestion\nen\tvisa-cost\thow much is the visa\n")

    done = python_m_bot(place, "score", "two.tsv", "--noise", "1", "--compare", "content")

    assert done.returncode == 0, done.stderr
    assert re.search(r"^all +answered right +\d+\.0% of 1 +\d+\.0% of 1$", done.stdout, re.MULTILINE)


def keep(place: Path, effects: Sequence[tuple[datetime, Effect]]) -> None:
    """A database in which these came to pass."""

    async def write() -> None:
        store = Store(f"sqlite:///{place / 'var' / 'ventanilla.db'}")
        await store.open()
        for number, (now, effect) in enumerate(effects):
            turn = Turn((), Conversation(), (effect,))
            await store.take(Incoming("web", "someone", str(number)), now, lambda _, turn=turn: turn)  # type: ignore[misc]
        await store.close()

    asyncio.run(write())


def question(text: str, outcome: str = "refuse") -> Effect:
    return Effect("question", {"text": text, "language": "es", "outcome": outcome, "topic": ""})


def test_questions_shows_what_was_asked_in_vain_and_the_votes(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    vote = {"topic": "visa-cost", "language": "es", "version": "abc"}
    keep(
        tmp_path,
        [
            (now - timedelta(days=9), question("a long time ago")),
            (now, question("do you have boats")),
            (now, Effect("helpful", {**vote, "vote": "y"})),
            (now, Effect("helpful", {**vote, "vote": "n"})),
            (now, Effect("helpful", {**vote, "vote": "y"})),
        ],
    )

    week = python_m_bot(tmp_path, "questions")
    fortnight = python_m_bot(tmp_path, "questions", "--days", "14")

    assert week.returncode == fortnight.returncode == 0, week.stderr
    assert "do you have boats" in week.stdout
    assert "a long time ago" not in week.stdout
    assert "a long time ago" in fortnight.stdout
    assert week.stdout.splitlines()[-1] == "visa-cost (es, abc): 2 yes, 1 no"


def test_questions_of_an_empty_database_is_no_error(tmp_path: Path) -> None:
    done = python_m_bot(tmp_path, "questions")

    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_every_command_has_a_sentence_in_the_help() -> None:
    for name, each in main.commands.items():
        assert each.help, name
        assert CliRunner().invoke(main, [name, "--help"]).exit_code == 0


# ---- the guide for staff --------------------------------------------------------------------------

GUIDE = (ROOT / "content" / "README.md").read_text("utf-8")


def test_the_guide_says_the_same_in_both_languages() -> None:
    """As far as a program can see: the same parts, steps, tables, examples and messages of `check`."""
    spanish, english = GUIDE.split("\n---\n\n# ")

    for sign in (r"^## \d+", r"^\d+\. ", r"^\|", r"^ *```", r"^\| `(?:content|\(worth).*?` \|"):
        found = [re.findall(sign, half, re.MULTILINE) for half in (spanish, english)]
        assert found[0] == found[1], sign
        assert found[0]


def test_the_guide_names_only_commands_and_pictures_that_there_are() -> None:
    commands = set(re.findall(r"python -m bot ([a-z-]+)", GUIDE))
    pictures = set(re.findall(r"\]\(\.\./(docs/pictures/[\w-]+\.png)\)", GUIDE))

    assert commands
    assert commands <= main.commands.keys()
    assert pictures == {f"docs/pictures/{path.name}" for path in (ROOT / "docs" / "pictures").glob("*.png")}
    assert all((ROOT / each).stat().st_size <= 120_000 for each in pictures)


def test_the_topic_that_the_guide_shows_is_in_order(tmp_path: Path) -> None:
    """Both examples together make a topic in which `check` finds nothing to mend."""
    folder = build(tmp_path)
    for language, text in zip(
        ("es", "en"), re.findall(r"```markdown\n(.*?)```", GUIDE, re.DOTALL), strict=True
    ):
        put(folder, f"{language}/worker-rights.md", text.replace("   ", "", 1).replace("\n   ", "\n"))

    assert content.check(folder, tests=None, locales=None, on=TODAY) == []
