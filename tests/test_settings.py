"""The settings: what `.env.example` says of them, and what whoever runs the bot is told of a bad one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_settings

ROOT = Path(__file__).parent.parent

# A line of the example: the comment above it, the name, the value.
LINE = re.compile(r"((?:#(?! ---).*\n)+)([A-Z_]+)=(.*)\n")


def example() -> dict[str, tuple[str, str]]:
    """Each setting of `.env.example`: its description and its value."""
    text = (ROOT / ".env.example").read_text("utf-8")
    return {
        name: (" ".join(line.lstrip("# ") for line in said.splitlines()), value)
        for said, name, value in LINE.findall(text)
    }


def test_every_setting_is_in_the_example_and_nothing_else() -> None:
    assert sorted(example()) == sorted(name.upper() for name in Settings.model_fields)
    assert len(re.findall(r"^[A-Z_]+=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)) == len(
        Settings.model_fields
    )


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_described_in_the_code_and_in_the_example(name: str) -> None:
    described = (Settings.model_fields[name].description or "", example()[name.upper()][0])

    assert all(len(each.split()) > 2 for each in described), described


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_example_shows_the_default(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for each in Settings.model_fields:
        monkeypatch.delenv(each.upper(), raising=False)
    (tmp_path / ".env").write_text(f"{name.upper()}={example()[name.upper()][1]}\n")

    assert getattr(read_settings(), name) == Settings.model_fields[name].default


BAD = [
    ("TELEGRAM_TOKEN", "12345", "TELEGRAM_TOKEN is not a token: one looks like 123456789:AAE…"),
    ("WEB_LISTEN", "127.0.0.1:http", "WEB_LISTEN has to be host:port, such as 127.0.0.1:8080"),
    ("WEB_LISTEN", "8080", "WEB_LISTEN has to be host:port, such as 127.0.0.1:8080"),
    ("WEBHOOK_LISTEN", "example.org", "WEBHOOK_LISTEN has to be host:port, such as 127.0.0.1:8080"),
    ("HEALTH_LISTEN", "9464", "HEALTH_LISTEN has to be host:port, such as 127.0.0.1:9464, or off"),
    ("WEB_ADDRESS", "http://chat.example.org", "WEB_ADDRESS has to be an https address"),
    ("WEB_ADDRESS", "chat.example.org", "WEB_ADDRESS has to be an https address"),
    ("WEBHOOK_URL", "http://bot.example.org", "WEBHOOK_URL has to begin with https://"),
    ("TELEGRAM_BASE_URL", "https://api.telegram.org", "TELEGRAM_BASE_URL has to be an http(s) address"),
    ("WEBHOOK_SECRET", "two words", "WEBHOOK_SECRET may hold only letters, digits, _ and -"),
    ("DEFAULT_LANGUAGE", "fr", "DEFAULT_LANGUAGE has to be es or en"),
    ("LOG_LEVEL", "loud", "LOG_LEVEL has to be debug, info, warning or error"),
    ("CONVERSATION_DAYS", "many", "CONVERSATION_DAYS cannot be read: "),
    ("QUESTION_DAYS", "31", "QUESTION_DAYS cannot be read: "),
    ("AS_OF", "tomorrow", "AS_OF cannot be read: "),
]


@pytest.mark.parametrize(("name", "value", "sentence"), BAD)
def test_a_bad_setting_is_one_sentence_with_its_name(
    name: str, value: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as told:
        read_settings()

    assert str(told.value).startswith(sentence)
    assert "\n" not in str(told.value)


def test_all_bad_settings_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEFAULT_LANGUAGE", "fr")
    monkeypatch.setenv("LOG_LEVEL", "loud")

    with pytest.raises(SettingsError) as told:
        read_settings()

    assert [line.split()[0] for line in str(told.value).splitlines()] == ["DEFAULT_LANGUAGE", "LOG_LEVEL"]


@pytest.mark.parametrize("name", ["TELEGRAM_TOKEN", "WEBHOOK_SECRET"])
def test_a_secret_that_is_refused_is_not_repeated(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "my secret!")

    with pytest.raises(SettingsError) as told:
        read_settings()

    assert "my secret" not in str(told.value)


def test_a_settings_file_that_is_no_text_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_bytes(b"# contrase\xf1a\nLOG_LEVEL=info\n")

    with pytest.raises(
        SettingsError, match=r"^The file \.env is not saved as UTF-8\. Save it again as UTF-8\.$"
    ):
        read_settings()


def test_an_empty_line_in_the_file_leaves_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("CONVERSATION_DAYS=\nDEFAULT_LANGUAGE=\n")

    assert read_settings().conversation_days == 180


@pytest.mark.parametrize(
    ("command", "name", "value"),
    [
        ("run", "TELEGRAM_TOKEN", "12345"),
        ("run", "WEB_LISTEN", "127.0.0.1:http"),
        ("check", "WEBHOOK_URL", "ftp://example.org"),
        ("ask", "DEFAULT_LANGUAGE", "fr"),
    ],
)
def test_a_command_ends_with_the_sentence_and_no_traceback(
    command: str, name: str, value: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", command],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), name: value},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"Error: {name} ")
    assert len(done.stderr.splitlines()) == 1
