"""`python -m bot doctor`: what it finds, what it says to do, and that it changes nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.doctor import examine
from bot.settings import Settings, read_settings
from bot.store import Store
from bot.store.handoffs import moved
from tests.botapi import BotApi
from tests.botapi.people import Chat
from tests.botapi.running import free_port
from tests.privacy import KEYS
from tests.sounding import programs

ROOT = Path(__file__).parent.parent
FIRM, MARTA = -1001, 2001


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        server.group(FIRM, "Law VM", forum=True)
        server.person(MARTA, name="Marta")
        yield server
        assert server.violations == []


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to run in, with the project's content and no settings of the machine's own."""
    for each in Settings.model_fields:
        monkeypatch.delenv(each.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONTENT_DIR", str(ROOT / "content"))
    return tmp_path


@pytest.fixture
def group(api: BotApi, place: Path, monkeypatch: pytest.MonkeyPatch) -> Chat:
    """The firm's group, with a bot that is set up well."""
    monkeypatch.setenv("TELEGRAM_TOKEN", api.token)
    monkeypatch.setenv("TELEGRAM_BASE_URL", api.base_url)
    monkeypatch.setenv("STAFF_CHAT", str(FIRM))
    monkeypatch.setenv("STAFF_IDS", str(MARTA))
    return api.chats[FIRM]


async def found() -> tuple[list[str], list[str], str]:
    """What is to be mended, what is worth knowing, and all of it as it is printed."""
    all_of_it = [each async for each in examine()]
    to_mend = [each.what for each in all_of_it if each.state == "mend"]
    to_know = [each.what for each in all_of_it if each.state == "know"]
    assert all(each.to_do for each in all_of_it if each.state == "mend")
    return to_mend, to_know, "\n".join(map(str, all_of_it))


async def test_a_newcomers_bot_has_nothing_to_mend(place: Path) -> None:
    to_mend, _, said = await found()

    assert to_mend == []
    assert "TELEGRAM_TOKEN is not set" in said
    assert "The encoder" in said
    assert "The database (SQLite) is empty" in said
    assert not (place / "var" / "ventanilla.db").exists()


async def test_a_bot_that_is_set_up_well_has_nothing_to_mend(group: Chat, api: BotApi) -> None:
    await (store := Store(read_settings().database)).open()
    await store.close()
    to_mend, _, said = await found()

    assert to_mend == []
    assert "✓ Telegram knows the bot: @ventanilla_test_bot." in said
    assert "✓ The clock agrees with the Bot API's" in said
    assert "✓ The bot polls" in said
    assert "✓ The bot is in “Law VM”." in said
    assert "✓ It reads what is written there." in said
    assert "✓ Each request for a person gets a topic of its own." in said
    assert "✓ 1 may answer there" in said
    assert "✓ The database (SQLite) is reached and up to date" in said
    assert {call.method for call in api.calls} == {"getMe", "getWebhookInfo", "getChat", "getChatMember"}


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (3600, "The clock is 3600 seconds behind the Bot API's."),
        (40, "The clock is 40 seconds behind the Bot API's."),
        (-300, "The clock is 300 seconds ahead of the Bot API's."),
        (25, ""),
        (-25, ""),
    ],
)
async def test_a_clock_that_is_not_telegrams_is_told(group: Chat, api: BotApi, ahead: int, said: str) -> None:
    api.ahead = ahead
    to_mend, _, all_of_it = await found()

    told = [each for each in to_mend if "clock" in each]
    # A second goes by between, and their second is not ours.
    allowed = {said.replace(str(abs(ahead)), str(abs(ahead) + more)) for more in (-1, 0, 1)}
    assert set(told) <= allowed
    assert len(told) == bool(said)
    assert ("timedatectl" in all_of_it) is bool(said)


async def test_a_bad_setting_is_told_and_nothing_else(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "12345")
    monkeypatch.setenv("LOG_LEVEL", "loud")
    to_mend, _, said = await found()

    assert [each.split()[0] for each in to_mend] == ["TELEGRAM_TOKEN", "LOG_LEVEL"]
    assert "12345" not in said.replace("123456789", "")


async def test_a_token_that_telegram_does_not_know(
    group: Chat, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "987654321:AAsomebody_elses")
    to_mend, _, said = await found()

    assert to_mend == ["TELEGRAM_TOKEN was refused by Telegram."]
    assert "AAsomebody_elses" not in said


async def test_telegram_out_of_reach(group: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BASE_URL", f"http://127.0.0.1:{free_port()}/bot")
    to_mend, _, _ = await found()

    assert to_mend == ["Telegram cannot be reached: NetworkError."]


async def test_a_webhook_that_is_not_the_settings_own(
    group: Chat, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEBHOOK_URL", "https://bot.example.org/telegram")
    (told,), _, said = await found()
    assert told == "Telegram delivers to no webhook, but WEBHOOK_URL is https://bot.example.org/telegram."
    assert "telegram-setup" in said

    api.delivery.set_webhook({"url": "https://bot.example.org/telegram", "allowed_updates": ["message"]})
    (told,), _, _ = await found()
    assert "not all kinds of updates" in told

    monkeypatch.delenv("WEBHOOK_URL")
    (told,), _, _ = await found()
    assert told.endswith("but WEBHOOK_URL is not set.")


async def test_a_group_that_the_bot_is_not_in(
    group: Chat, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    group.refuses = "bot was kicked from the supergroup chat"
    assert (await found())[0] == [f"The bot is not in the staff chat {FIRM}."]
    group.refuses, group.status = "", "left"
    assert (await found())[0] == ["The bot is not in “Law VM”."]
    monkeypatch.setenv("STAFF_CHAT", "-1009")
    assert (await found())[0] == ["The bot is not in the staff chat -1009."]
    monkeypatch.setenv("STAFF_CHAT", str(MARTA))
    assert "STAFF_CHAT is no group." in (await found())[0]


async def test_a_group_that_the_bot_cannot_read(group: Chat, api: BotApi) -> None:
    group.status = "member"
    to_mend, _, said = await found()
    assert to_mend == [
        "It does not see what staff write there: Telegram's privacy mode is on.",
        "The bot may not open topics in the group.",
    ]
    assert "/setprivacy" in said

    api.reads_all = True
    assert (await found())[0] == ["The bot may not open topics in the group."]
    group.shown.pop("is_forum")
    to_mend, to_know, _ = await found()
    assert to_mend == []
    assert "The group has no topics: each request is a message that staff reply to." in to_know


async def test_a_right_that_the_bot_lacks(group: Chat) -> None:
    group.rights = {"can_manage_topics"}
    to_mend, to_know, _ = await found()
    assert to_mend == []
    assert "The bot may not delete topics." in to_know

    group.rights = {"can_delete_messages"}
    assert (await found())[0] == ["The bot may not open topics in the group."]


async def test_a_group_that_has_moved(group: Chat, api: BotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    api.group(-1009, "Law VM", forum=True)
    group.moved_to = -1009
    to_mend, _, _ = await found()
    assert to_mend == ["The staff chat has become a supergroup with the id -1009."]

    await (store := Store(read_settings().database)).open()
    await store.transact(moved, str(FIRM), "-1009")
    await store.close()
    to_mend, to_know, _ = await found()
    assert to_mend == []
    assert "The staff chat has moved to -1009; the bot follows." in to_know


async def test_people_who_may_answer(group: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STAFF_IDS", f"{MARTA}, 4001")
    assert (await found())[0] == ["STAFF_IDS names people who are not in the group: 4001."]
    monkeypatch.setenv("STAFF_IDS", "")
    assert (await found())[0] == ["STAFF_IDS is empty: nobody may answer a person who asks for one."]
    monkeypatch.setenv("STAFF_CHAT", "")
    to_mend, to_know, _ = await found()
    assert to_mend == []
    assert any(each.startswith("STAFF_CHAT is not set") for each in to_know)


async def test_a_database_out_of_reach(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"postgresql+psycopg://ana:secret@127.0.0.1:{free_port()}/bot"
    monkeypatch.setenv("DATABASE_URL", address)
    (told,), _, said = await found()

    assert told == "The database (PostgreSQL) cannot be reached: OperationalError."
    assert "secret" not in said


async def test_a_database_of_another_version(place: Path) -> None:
    await (store := Store(read_settings().database)).open()
    await store.transact(
        lambda connection: connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    )
    (told,), _, _ = await found()
    await store.close()

    assert told.startswith("The database (SQLite) is at version 0001, this program at 00")


async def test_a_folder_that_cannot_be_written(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "var").write_text("a file, where a folder should be")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{place / 'other.db'}")
    assert (await found())[0] == ["The bot may not write in var."]

    (place / "var").unlink()
    monkeypatch.setattr("bot.doctor.LITTLE", 2**40)
    (told,), _, said = await found()
    assert told.endswith("MB are free where var lies.")
    assert "Make room" in said


async def test_a_calendar_that_does_not_answer(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICAL_URLS", f"http://user:hidden@127.0.0.1:{free_port()}/busy.ics")
    (told,), _, said = await found()

    assert told.startswith("The calendar at 127.0.0.1")
    assert "hidden" not in said


async def test_content_that_is_broken(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "content", place / "content")
    (place / "content" / "menu.yaml").write_text("- topic:no-such-topic\n")
    monkeypatch.setenv("CONTENT_DIR", "content")
    (told,), _, said = await found()

    assert "menu.yaml" in told
    assert "python -m bot check" in said


@pytest.mark.parametrize(("level", "code"), [("info", 0), ("loud", 1)])
def test_it_ends_with_1_where_something_is_to_be_mended(place: Path, level: str, code: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "doctor"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "LOG_LEVEL": level},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == code
    assert done.stderr == ""
    assert ("✗" in done.stdout) == bool(code)


async def test_a_data_key_that_is_missing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_KEY", KEYS[0])
    store = Store(read_settings().database, read_settings().data_keys)
    await store.open()
    await store.close()
    assert "names and words are sealed" in (await found())[2]

    monkeypatch.setenv("DATA_KEY", KEYS[1])
    to_mend, _, _ = await found()

    assert [each for each in to_mend if each.startswith("DATA_KEY lacks a key")]


@pytest.mark.parametrize("name", ["WEB_LISTEN", "HEALTH_LISTEN", "WEBHOOK_LISTEN"])
async def test_an_address_that_others_can_reach(
    place: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "127.0.0.1:9")
    assert not [each for each in (await found())[1] if name in each]

    monkeypatch.setenv(name, "0.0.0.0:9")
    assert [each for each in (await found())[1] if f"{name} is 0.0.0.0:9" in each]


async def test_whether_answers_can_be_spoken(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LISTEN", "1")
    monkeypatch.setenv("PATH", "/nowhere")
    _, to_know, said = await found()
    assert "Answers cannot be spoken here; only recordings can be heard." in to_know
    assert "apt-get install espeak-ng opus-tools" in said


async def test_answers_that_can_be_spoken_are(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speaks = programs(tmp_path / "programs")
    monkeypatch.setenv("LISTEN", "1")
    monkeypatch.setenv("PATH", speaks.path)
    to_mend, _, said = await found()
    assert to_mend == []
    assert "Answers can be spoken in every language." in said

    speaks.does("espeak-ng", "exit 1")
    to_mend, _, said = await found()
    assert to_mend == ["Answers cannot be spoken: espeak-ng ended with 1."]


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("http://speech.example.org:8000", "What people say goes to speech.example.org, without https."),
        ("https://speech.example.org/v1", "What people say goes to speech.example.org."),
        ("http://127.0.0.1:8000", "What people say goes to 127.0.0.1."),
    ],
)
async def test_where_voice_messages_go_is_told(
    place: Path, monkeypatch: pytest.MonkeyPatch, url: str, what: str
) -> None:
    monkeypatch.setenv("TRANSCRIBER_URL", url)
    to_mend, to_know, _ = await found()
    assert to_mend == []
    assert what in to_know
