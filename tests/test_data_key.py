"""The data key: what lies sealed, what is read all the same, and what is said where a key is missing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError
from bot.store import Store, move, new_key, upcoming
from bot.store.sealed import SEAL, Ring
from tests.conftest import ROOT, new_database
from tests.firm import NOW
from tests.privacy import (
    ID,
    KEYS,
    NAME,
    NOTE,
    PHONE,
    does_everything,
    everything,
    firm_with_calendar,
    person,
    traces,
)

OLD, NEW, OTHER = KEYS


async def a_booking(database: str, *keys: str) -> None:
    """Somebody does all there is to do, under these keys."""
    async with firm_with_calendar(database, keys=keys) as firm:
        await does_everything(firm, person(firm))


async def booked(database: str, *keys: str) -> tuple[str, str, str]:
    """Name, phone and note of the one appointment, read with these keys."""
    store = Store(database, keys)
    try:
        await store.open()
        (made,) = await store.transact(upcoming, NOW)
    finally:
        await store.close()
    return made.name, made.phone, made.note


def run(database: str, *command: str, key: str = "") -> subprocess.CompletedProcess[str]:
    """A command of the bot, as somebody who runs it types it."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *command],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": database, "DATA_KEY": key},
        capture_output=True,
        text=True,
        timeout=120,
    )


async def test_names_phones_and_words_lie_sealed(database: str) -> None:
    await a_booking(database, NEW)

    # The id is what rows are found by.
    assert traces(everything(database)) == [str(ID)]
    assert await booked(database, NEW) == (NAME, PHONE, NOTE)


async def test_without_a_key_nothing_is_sealed(database: str) -> None:
    await a_booking(database)

    assert SEAL not in everything(database)
    assert await booked(database) == (NAME, PHONE, NOTE)


async def test_what_lies_there_from_before_a_key_is_read_and_then_sealed(database: str) -> None:
    await a_booking(database)
    assert await booked(database, NEW) == (NAME, PHONE, NOTE)

    store = Store(database, [NEW])
    await store.open()
    counts = await store.reseal()

    assert counts["appointments"] == 1
    assert counts["outbox"] > 1
    assert traces(everything(database)) == [str(ID)]
    assert sum((await store.reseal()).values()) == 0
    await store.close()
    assert await booked(database, NEW) == (NAME, PHONE, NOTE)


async def test_a_key_is_replaced(database: str) -> None:
    """New first, old behind it; sealed anew; then the old one is not needed any more."""
    await a_booking(database, OLD)
    assert await booked(database, NEW, OLD) == (NAME, PHONE, NOTE)

    store = Store(database, [NEW, OLD])
    await store.open()
    await store.reseal()
    await store.close()

    assert await booked(database, NEW) == (NAME, PHONE, NOTE)
    with pytest.raises(SettingsError, match="lacks a key"):
        await booked(database, OLD)


async def test_sealing_anew_goes_through_more_rows_than_it_takes_at_once(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.data_keys.AT_A_TIME", 2)
    await a_booking(database)
    store = Store(database, [NEW])
    await store.open()

    await store.reseal()
    await store.close()

    assert traces(everything(database)) == [str(ID)]


@pytest.mark.parametrize(
    ("keys", "says"),
    [((), "DATA_KEY is not set"), ((OTHER,), "lacks a key"), ((NEW, OTHER), "lacks a key")],
)
async def test_a_missing_key_is_said_at_start(database: str, keys: tuple[str, ...], says: str) -> None:
    await a_booking(database, OLD)
    before = everything(database)
    store = Store(database, keys)

    with pytest.raises(SettingsError, match=says):
        await store.open()

    await store.close()
    assert everything(database) == before


async def test_a_row_that_no_key_opens_is_told_in_a_sentence(database: str) -> None:
    await a_booking(database, OLD)
    store = Store(database, [NEW])

    with pytest.raises(SettingsError, match="none of its keys"):
        await store.transact(upcoming, NOW)
    await store.close()


async def test_sealed_rows_move_to_another_database_as_they_lie(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    source, target = f"sqlite:///{tmp_path / 'old.db'}", new_database(request.getfixturevalue("postgres"))
    await a_booking(source, NEW)

    move(source, target)

    assert traces(everything(target)) == [str(ID)]
    assert await booked(target, NEW) == (NAME, PHONE, NOTE)
    with pytest.raises(SettingsError, match="DATA_KEY is not set"):
        await booked(target)


def test_nobody_can_pass_their_words_off_as_sealed() -> None:
    bare, sealed = Ring(()), Ring([NEW])

    assert bare.unseal(bare.seal(f"{SEAL}Ana")) == "Ana"
    assert sealed.unseal(sealed.seal(f"{SEAL}Ana")) == f"{SEAL}Ana"


def test_the_same_words_never_lie_there_alike() -> None:
    sealed = Ring([NEW])

    assert sealed.seal("Ana") != sealed.seal("Ana")
    assert sealed.names == Ring([NEW]).names
    assert sealed.names != Ring([OLD]).names
    assert NEW not in sealed.names[0]


@pytest.mark.parametrize("wrong", ["abc", NEW[:-1], NEW + "x", "contraseña", f"{NEW} abc"])
def test_what_is_no_key_is_refused_without_being_quoted(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_KEY", wrong)
    done = run("sqlite://", "appointments", key=wrong)

    assert done.returncode == 1
    assert "DATA_KEY has to be keys" in done.stderr
    assert "Traceback" not in done.stderr
    assert wrong not in done.stderr


def test_keys_stand_in_a_list() -> None:
    read = Settings(data_key=f" {NEW}, {OLD}\n{OTHER} ", _env_file=None)  # type: ignore[call-arg, arg-type]

    assert read.data_keys == (NEW, OLD, OTHER)
    assert NEW not in repr(read)
    assert len(new_key()) == len(NEW)


@pytest.mark.parametrize("typed", ["run", "appointments", "questions", "export --sender telegram:1"])
async def test_commands_say_in_a_sentence_which_key_they_need(tmp_path: Path, typed: str) -> None:
    database = f"sqlite:///{tmp_path / 'sealed.db'}"
    await a_booking(database, OLD)

    for key in ("", OTHER):
        done = run(database, *typed.split(), key=key)

        assert done.returncode == 1
        assert "Error: DATA_KEY" in done.stderr
        assert "Traceback" not in done.stderr


async def test_the_commands_reseal_and_export(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'sealed.db'}"
    await a_booking(database, OLD)

    resealed = run(database, "reseal", key=f"{NEW} {OLD}")
    shown = run(database, "export", "--sender", f"telegram:{ID}", key=NEW)
    nobody = run(database, "export", "--sender", "telegram:1", key=NEW)

    assert resealed.returncode == 0, resealed.stderr
    assert "1 appointments" in resealed.stdout
    found = json.loads(shown.stdout)
    assert found["kept"]["appointments"][0]["name"] == NAME
    assert found["kept"]["conversations"][0]["state"]["language"] == "es"
    assert json.loads(nobody.stdout)["kept"] == {}
    assert "Whom?" in run(database, "export", "--sender", "telegram", key=NEW).stderr
    assert "DATA_KEY is not set" in run(database, "reseal").stderr
