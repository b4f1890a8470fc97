"""A person speaks instead of writing: what was understood is shown, and answered only when it is right."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot import hearing
from bot.engine import Engine
from bot.hearing import Hearing
from bot.live import Live
from bot.model import Incoming, Turn
from bot.store import Store
from tests.botapi import BotApi, Person
from tests.botapi.people import Seen
from tests.botapi.running import MODES, running, settings_for
from tests.firm import engine_on
from tests.serving import bot, prepared
from tests.transcriber import Transcriber, transcriber

SOUND = b"OggS what a person says"

KIND = {"es": "No puedo escuchar notas de voz", "en": "I cannot listen to voice messages"}

PHONE = "+1 832 305 6560"


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server
        assert server.violations == []


@pytest.fixture
async def ear() -> AsyncIterator[Transcriber]:
    async with transcriber() as made:
        yield made


@dataclass
class World:
    """A bot that serves Telegram and listens, and somebody who speaks to it."""

    api: BotApi
    ear: Transcriber
    engine: Engine
    ana: Person

    async def says(self, words: str, **more: Any) -> list[Seen]:
        """Speaks; the transcriber understands just that."""
        self.ear.text = words
        return await self.ana.sends_voice(SOUND, **more)

    async def rows(self) -> str:
        """All that the database holds, as text."""
        store: Store = self.engine.store
        tables = ("conversations", "updates", "questions", "outbox", "waiting")
        found = [
            await store.transact(lambda to, name=name: to.execute(text(f"SELECT * FROM {name}")).all())
            for name in tables
        ]
        return str(found)


@asynccontextmanager
async def world(
    api: BotApi, ear: Transcriber, tmp_path: Path, *, language: str = "es", live: Live | None = None,
    mode: str = "polling", **settings: Any
) -> AsyncIterator[World]:  # fmt: skip
    """A bot with a transcriber."""
    chosen = settings_for(api, mode, **{"transcriber_url": ear.url, "transcriber_key": "k-1"} | settings)
    async with (
        engine_on(f"sqlite:///{tmp_path / 'bot.db'}", live=live) as engine,
        running(engine, chosen, sent=engine.sent, speaking=engine.speaking, hearing=engine.hearing),
    ):
        yield World(api, ear, engine, api.person(1001, language))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("language", "says", "asks", "yes"),
    [
        ("es", "¿Cuánto cuesta la visa?", "Entendí: “¿Cuánto cuesta la visa?”. ¿Es correcto?", "Sí, eso"),
        ("en", "How much is the visa?", "I understood: “How much is the visa?”. Is that right?", "Yes, that"),
    ],
    ids=["es", "en"],
)  # fmt: skip
async def test_what_was_understood_is_shown_and_answered_when_it_is_right(
    api: BotApi, ear: Transcriber, live: Live, tmp_path: Path,
    mode: str, language: str, says: str, asks: str, yes: str,
) -> None:  # fmt: skip
    async with world(api, ear, tmp_path, language=language, live=live, mode=mode) as bot:
        (asked,) = await bot.says(says)
        seen = await bot.ana.presses(f"✓ {yes}")

    assert asked.text == asks
    assert [each[2:] for each in asked.labels] == [yes, "No"]
    assert "USD\u00a0205" in seen[-1].text
    assert ear.asked[0]["file"] == SOUND
    assert ear.asked[0]["model"] == "whisper-1"
    assert ear.asked[0]["key"] == "Bearer k-1"


@pytest.mark.parametrize(
    ("language", "again"), [("es", "Entonces escríbalo"), ("en", "Then please write it")]
)
async def test_what_is_not_right_is_asked_for_again(
    api: BotApi, ear: Transcriber, tmp_path: Path, language: str, again: str
) -> None:
    async with world(api, ear, tmp_path, language=language) as bot:
        await bot.says("Quanto costa il visto, bla bla")
        (seen,) = await bot.ana.presses("✗ No")

    assert seen.text.startswith(again)
    assert PHONE in seen.text


async def test_an_old_message_that_telegram_no_longer_shows_is_asked_for_again(
    api: BotApi, ear: Transcriber, tmp_path: Path
) -> None:
    async with world(api, ear, tmp_path) as bot:
        await bot.says("cuánto cuesta la visa")
        (seen,) = await bot.ana.presses("✓ Sí, eso", old=True)

    assert seen.text.startswith("Entonces escríbalo")


@pytest.mark.parametrize("said", ["en México", "México."])
async def test_a_spoken_answer_to_a_step_counts_once_it_is_right(
    api: BotApi, ear: Transcriber, tmp_path: Path, said: str
) -> None:
    async with world(api, ear, tmp_path) as bot:
        (step,) = await bot.ana.sends_press("flow:eligibility")
        asked = await bot.says(said)
        seen = await bot.ana.presses("✓ Sí, eso")
        kept = await bot.engine.store.read("telegram", "1001")

    assert len(asked) == 1
    assert step.text not in seen[-1].text
    assert kept.answers["eligibility"]


@pytest.mark.parametrize(
    ("language", "says", "help"),
    [
        ("es", "mi patrón me pega y no me deja salir de la casa", "911"),
        ("en", "my boss hits me and locks me in the house", "911"),
        ("es", "ya no quiero vivir", "988"),
    ],
)
@pytest.mark.parametrize("full", [False, True], ids=["rules alone", "matcher"])
async def test_in_danger_help_comes_at_once(
    api: BotApi, ear: Transcriber, live: Live, tmp_path: Path, language: str, says: str, help: str, full: bool
) -> None:
    async with world(api, ear, tmp_path, language=language, live=live if full else None) as bot:
        first, asked = await bot.says(says)

    assert help in first.text
    assert says in asked.text


async def test_in_danger_help_comes_also_in_the_middle_of_a_flow(
    api: BotApi, ear: Transcriber, tmp_path: Path
) -> None:
    async with world(api, ear, tmp_path) as bot:
        await bot.ana.sends_press("flow:eligibility")
        first, *_ = await bot.says("mi patrón me pega y no me deja salir de la casa")

    assert "911" in first.text


BROKEN = [
    ({"status": 500}, "fails"),
    ({"status": 401}, "refuses the key"),
    ({"status": 302}, "leads elsewhere"),
    ({"body": b"<html>"}, "talks nonsense"),
    ({"body": b'{"text": 7}'}, "no text"),
    ({"body": b'["text"]'}, "no object"),
    ({"body": b'{"text": "' + b"a" * 200_000 + b'"}'}, "endless"),
    ({"text": ""}, "nothing"),
    ({"text": " ... \n"}, "no word"),
]


@pytest.mark.parametrize("broken", [each for each, _ in BROKEN], ids=[name for _, name in BROKEN])
async def test_where_the_transcriber_breaks_the_kind_sentence_has_the_phone(
    api: BotApi, ear: Transcriber, tmp_path: Path, broken: dict[str, Any]
) -> None:
    async with world(api, ear, tmp_path) as bot:
        ear.text = "hola"
        for name, value in broken.items():
            setattr(ear, name, value)
        (seen,) = await bot.ana.sends_voice(SOUND)

    assert seen.text.startswith(KIND["es"])
    assert PHONE in seen.text
    assert len(ear.asked) == 1


async def test_a_transcriber_that_hangs_is_not_waited_for(
    api: BotApi, ear: Transcriber, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "SECONDS", 4.0)
    ear.seconds = 600
    async with world(api, ear, tmp_path) as bot:
        waits = asyncio.create_task(bot.says("hola"))
        await asyncio.sleep(0.3)
        bea = api.person(1002)
        await bea.posts("/start")
        await bea.waits()
        assert not waits.done()
        (seen,) = await waits

    assert seen.text.startswith(KIND["es"])


@pytest.mark.parametrize(("language", "kind"), KIND.items())
async def test_without_a_transcriber_the_kind_sentence_has_the_phone(
    api: BotApi, ear: Transcriber, tmp_path: Path, language: str, kind: str
) -> None:
    async with world(api, ear, tmp_path, language=language, transcriber_url="") as bot:
        (seen,) = await bot.says("hola")

    assert seen.text.startswith(kind)
    assert PHONE in seen.text
    assert not ear.asked
    assert not api.called("getFile")


async def test_one_that_is_away_is_as_none(api: BotApi, ear: Transcriber, tmp_path: Path) -> None:
    async with world(api, ear, tmp_path, transcriber_url="http://127.0.0.1:9") as bot:
        (seen,) = await bot.says("hola")

    assert seen.text.startswith(KIND["es"])


@pytest.mark.parametrize(
    "fault", [{"status": 400, "description": "Bad Request: file is too big"}, {"status": 502}]
)
async def test_a_file_that_telegram_does_not_give_out_is_not_waited_for(
    api: BotApi, ear: Transcriber, tmp_path: Path, fault: dict[str, Any]
) -> None:
    api.fails("getFile", **fault)
    async with world(api, ear, tmp_path) as bot:
        (seen,) = await bot.says("hola")

    assert seen.text.startswith(KIND["es"])
    assert not ear.asked


@pytest.mark.parametrize(
    ("content", "more"),
    [(SOUND, {"duration": 121}), (b"OggS" + bytes(5_000_001), {}), (SOUND, {"forward_origin": True})],
    ids=["long", "large", "forwarded"],
)
async def test_what_is_too_long_or_not_their_own_is_not_listened_to(
    api: BotApi, ear: Transcriber, tmp_path: Path, content: bytes, more: dict[str, Any]
) -> None:
    if "forward_origin" in more:
        more = {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "X"}}
    ear.text = "hola"
    async with world(api, ear, tmp_path) as bot:
        (seen,) = await bot.ana.sends_voice(content, **more)

    assert seen.text.startswith(KIND["es"])
    assert not ear.asked


@pytest.mark.parametrize(
    "odd",
    [
        "*negritas* _y_ [enlaces](https://a.b/c) <b>html</b> & “comillas” «más»",
        "una\nlínea\n\ny otra",
        "\u202evolteado\u0000 \x1b[31mrojo",
        "hola " * 2000,
    ],
    ids=["marks", "lines", "controls", "long"],
)
async def test_whatever_was_understood_comes_back_as_it_was_shown(
    api: BotApi, ear: Transcriber, tmp_path: Path, odd: str
) -> None:
    heard: list[str] = []
    async with world(api, ear, tmp_path) as bot:
        handle = bot.engine.handle

        async def noting(incoming: Incoming) -> Any:
            heard.append(incoming.text)
            return await handle(incoming)

        bot.engine.handle = noting  # type: ignore[method-assign]
        (asked,) = await bot.says(odd)
        await bot.ana.presses("✓ Sí, eso")

    assert heard[-1] in asked.text
    assert 3 < len(heard[-1]) <= 1500


async def test_nothing_of_it_is_kept(api: BotApi, ear: Transcriber, tmp_path: Path) -> None:
    async with world(api, ear, tmp_path) as bot:
        await bot.says("xolotl ajolote")
        rows = await bot.rows()

    assert "1001" in rows
    assert "xolotl" not in rows


async def test_in_a_handoff_a_voice_goes_to_the_firm_and_nowhere_else(
    api: BotApi, ear: Transcriber, tmp_path: Path
) -> None:
    async with world(api, ear, tmp_path) as bot:
        before = await bot.engine.store.read("telegram", "1001")
        first = Incoming("telegram", "1001", "0")
        open_one = replace(before, language="es", handoff="h-1")
        await bot.engine.store.take(first, bot.engine.clock.now(), lambda _: Turn((), open_one))
        seen = await bot.says("cuánto cuesta la visa")

    assert seen == []
    assert not ear.asked


async def test_many_voices_at_once_keep_nobody_who_writes_waiting(ear: Transcriber) -> None:
    """Past a number they are told at once that they cannot be heard."""
    listening, under_way = Hearing(), asyncio.Event()

    async def slow(voice: str, language: str) -> str:
        await under_way.wait()
        return "hola"

    listening.ears["telegram"] = slow
    voices = [
        asyncio.create_task(listening.words(Incoming("telegram", "1", str(n), voice="v"), ""))
        for n in range(20)
    ]
    await asyncio.sleep(0.05)
    at_once = sum(each.done() for each in voices)
    under_way.set()

    assert at_once == 8
    assert sorted(await asyncio.gather(*voices)) == [""] * 8 + ["hola"] * 12


async def test_the_real_process_listens(
    api: BotApi, ear: Transcriber, live: Live, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whatever goes well or badly, nothing of it is in its log."""
    environ = prepared(api, "polling", tmp_path)
    environ |= {"TRANSCRIBER_URL": ear.url + "/v1", "TRANSCRIBER_KEY": "k-geheim", "LOG_LEVEL": "debug"}
    ana, ear.text = api.person(1001), "cuánto cuesta la visa xolotl"
    async with bot(environ):
        (asked,) = await ana.sends_voice(SOUND)
        assert "xolotl" in asked.text
        assert await ana.presses("✓ Sí, eso")
        ear.body = b"xolotl"
        (seen,) = await ana.sends_voice(SOUND)
        assert seen.text.startswith(KIND["es"])

    said = "".join(capfd.readouterr())
    assert "could not be understood" in said
    assert "xolotl" not in said
    assert "geheim" not in said
