"""An answer in the voice of staff: what `check` says of the file, and when it is sent."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.content import record
from bot.live import Live
from bot.speech import Speaker
from tests.botapi import BotApi
from tests.botapi.running import running, settings_for
from tests.firm import engine_on
from tests.samples.content import TODAY, build, check, edit, lines
from tests.sounding import programs

OWN_VOICE = "Hola, esta es mi propia voz. La visa cuesta lo que cuesta."
COMMAND = "python -m bot recorded visa-cost"


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server
        assert server.violations == []


@pytest.fixture
async def sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A recording of somebody who says something else than the engine would."""
    monkeypatch.setenv("PATH", programs(tmp_path / "programs").path)
    return await Speaker().speak(OWN_VOICE, "es")


@pytest.fixture
def folder(tmp_path: Path, sound: bytes) -> Path:
    """A small content folder with a recording that was noted."""
    made = build(tmp_path)
    (made / "es" / "visa-cost.ogg").write_bytes(sound)
    assert record(made, "visa-cost", TODAY) == (["es"], "")
    return made


def test_a_recording_that_was_noted_is_in_order(folder: Path) -> None:
    assert check(folder) == []
    assert (folder / "recordings.yaml").read_text().startswith("# Recordings that somebody heard")


def test_a_recording_that_nobody_noted_is_not_sent(folder: Path) -> None:
    (folder / "recordings.yaml").unlink()

    assert lines(check(folder)) == [
        "content/es/visa-cost.ogg, line 1: nobody has noted that this recording says what the text says, so"
        f" it is not sent. Hear it beside the text, then run: {COMMAND}"
    ]


async def test_another_recording_in_its_place_has_to_be_noted_again(folder: Path) -> None:
    other = await Speaker().speak("Otra cosa.", "es")
    (folder / "es" / "visa-cost.ogg").write_bytes(other)

    assert "nobody has noted" in lines(check(folder))[0]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("es/visa-cost.md", "Guarde el recibo.", "Guarde bien el recibo."),
        ("es/visa-cost.md", "title: ¿Cuánto cuesta la visa?", "title: ¿Cuánto vale la visa?"),
        ("facts.yaml", "value: 205", "value: 215"),
    ],
    ids=["text", "title", "fee"],
)
def test_a_recording_older_than_what_is_said_is_outdated(folder: Path, name: str, old: str, new: str) -> None:
    edit(folder, name, old, new)

    assert lines(check(folder)) == [
        "content/es/visa-cost.ogg, line 1: this recording is older than its text, so it is not sent. Record"
        f" it again, then run: {COMMAND}. Or delete it."
    ]


def test_an_edit_that_is_not_heard_leaves_the_recording_in_force(folder: Path) -> None:
    edit(folder, "es/visa-cost.md", "checked: 2026-11-20", "checked: 2026-11-22")

    assert check(folder) == []


def test_a_recording_without_a_topic_is_named(folder: Path, sound: bytes) -> None:
    (folder / "en" / "visa-kost.ogg").write_bytes(sound)

    assert lines(check(folder)) == [
        'content/en/visa-kost.ogg, line 1: there is no topic "visa-kost" beside this recording. Did you mean'
        ' "visa-cost"?'
    ]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"ID3 an mp3", "this is no whole Ogg/Opus recording. Save it again as Ogg with Opus in it."),
        (b"", "this is no whole Ogg/Opus recording."),
        (b"OggS" + b"\0" * 2_000_000, "this recording is larger than 2000 kB."),
    ],
    ids=["mp3", "empty", "large"],
)
def test_a_file_that_is_no_voice_message_is_told(folder: Path, data: bytes, problem: str) -> None:
    (folder / "es" / "visa-cost.ogg").write_bytes(data)

    assert problem in lines(check(folder))[0]
    assert problem in record(folder, "visa-cost", TODAY)[1]


def test_a_recording_that_is_cut_off_is_told(folder: Path, sound: bytes) -> None:
    (folder / "es" / "visa-cost.ogg").write_bytes(sound[: len(sound) // 2])

    assert "this is no whole Ogg/Opus recording" in lines(check(folder))[0]


def test_a_recording_that_is_too_long_is_told(folder: Path, tmp_path: Path) -> None:
    silence = subprocess.run(
        ["opusenc", "--quiet", "--raw", "--raw-rate", "8000", "--raw-chan", "1", "--bitrate", "6", "-", "-"],
        input=bytes(8000 * 2 * 200),
        capture_output=True,
        check=True,
    )
    (folder / "es" / "visa-cost.ogg").write_bytes(silence.stdout)

    assert "this recording is longer than 3 minutes. Read only the answer." in lines(check(folder))[0]


def test_a_line_whose_recording_is_gone_is_told(folder: Path) -> None:
    (folder / "es" / "visa-cost.ogg").unlink()

    assert lines(check(folder)) == [
        'content/recordings.yaml, line 3: there is no recording of "visa-cost" in es any more. Delete this'
        " line."
    ]


@pytest.mark.parametrize(
    ("topic", "problem"),
    [
        ("visa-kost", 'there is no topic "visa-kost". Did you mean "visa-cost"?'),
        ("greeting", "there is no recording of greeting. It belongs at content/es/greeting.ogg or"),
    ],
)
def test_what_cannot_be_noted_is_said(folder: Path, topic: str, problem: str) -> None:
    assert record(folder, topic, TODAY)[1].startswith(problem)


def test_the_command_notes_it(folder: Path) -> None:
    (folder / "recordings.yaml").unlink()
    command = [sys.executable, "-m", "bot", "recorded", "visa-cost"]
    environ = {"CONTENT_DIR": str(folder), "AS_OF": str(TODAY), "PATH": "", "LISTEN": "1"}

    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)

    assert done.stdout == "Noted: the recording of visa-cost in es says what the text says.\n", done.stderr
    assert check(folder) == []


@pytest.mark.parametrize("speaker", [None, Speaker()], ids=["no engine", "engine"])
async def test_the_recording_is_sent_until_the_text_is_edited(
    api: BotApi, folder: Path, sound: bytes, tmp_path: Path, speaker: Speaker | None
) -> None:
    """Then the engine speaks where there is one, and where there is none an old button says so kindly."""
    edit(folder, "facts.yaml", "until: 2026-05-31", "until: 2026-05-30")
    live = Live(folder, tmp_path / "matching")
    await live.look()
    ana = api.person(1001)
    async with (
        engine_on(f"sqlite:///{tmp_path / 'bot.db'}", live=live, speaker=speaker) as engine,
        running(engine, settings_for(api), speaking=engine.speaking),
    ):
        (answer,) = await ana.sends_press("topic:visa-cost")
        (heard,) = await ana.presses("🔊 Escuchar")
        assert api.files[heard.voice] == sound
        (english,) = await ana.sends_press("language:en")
        (english,) = await ana.sends_press("topic:visa-cost")
        assert ("🔊 Listen" in english.labels) == bool(speaker)

        edit(folder, "es/visa-cost.md", "Guarde el recibo.", "Guarde bien el recibo.")
        assert await live.look()
        await ana.sends_press("language:es")
        (answer,) = await ana.sends_press("topic:visa-cost")
        assert ("🔊 Escuchar" in answer.labels) == bool(speaker)
        (pressed,) = await ana.sends_press("listen:visa-cost/es")
    await live.close()

    if speaker:
        assert api.files[pressed.voice] != sound
    else:
        assert pressed.text.startswith("Disculpe, ahora no puedo leerle eso")


async def test_a_recording_that_vanishes_is_spoken_instead(
    api: BotApi, folder: Path, sound: bytes, tmp_path: Path
) -> None:
    live = Live(folder, tmp_path / "matching")
    await live.look()
    (folder / "es" / "visa-cost.ogg").unlink()
    async with (
        engine_on(f"sqlite:///{tmp_path / 'bot.db'}", live=live, speaker=Speaker()) as engine,
        running(engine, settings_for(api), speaking=engine.speaking),
    ):
        (heard,) = await api.person(1001).sends_press("listen:visa-cost/es")
    await live.close()

    assert api.files[heard.voice] != sound
    assert shutil.which("espeak-ng")
