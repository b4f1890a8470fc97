"""A person listens to an answer: the button, the voice message, made once, and what happens without it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from bot import replies
from bot.attached import Voice
from bot.content import words_of
from bot.engine import Engine
from bot.live import Live
from bot.model import Action, Button, Incoming
from bot.speech import Speaker, seconds
from bot.store import Store
from tests.botapi import BotApi, Person, people
from tests.botapi.people import Seen
from tests.botapi.running import MODES, running, settings_for
from tests.conftest import new_database
from tests.firm import ByHand, Still, engine_on, the_content
from tests.serving import bot, prepared, terminated
from tests.sounding import Programs, played, programs

LISTEN = {"es": "🔊 Escuchar", "en": "🔊 Listen"}

STALE = "Disculpe, ahora no puedo leerle eso en voz alta"


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server
        assert server.violations == []


@pytest.fixture
def speaking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """The programs that speak, counted. On a busy machine they get their turn late."""
    monkeypatch.setattr(people, "PATIENCE", 60.0)
    made = programs(tmp_path / "programs")
    monkeypatch.setenv("PATH", made.path)
    return made


@dataclass
class World:
    """A bot that serves Telegram and speaks, and somebody who writes to it."""

    api: BotApi
    engine: Engine
    ana: Person

    async def hears(self, person: Person | None = None, topic: str = "visa-cost") -> Seen:
        """Opens a topic and presses the button under it; what came of that."""
        person = person or self.ana
        await person.sends_press(f"topic:{topic}")
        (seen,) = await person.presses(f"listen:{topic}/{person.language}")
        return seen


@asynccontextmanager
async def world(
    api: BotApi, tmp_path: Path, speaker: Speaker | None, *, live: Live | None = None, mode: str = "polling"
) -> AsyncIterator[World]:
    """A bot on the project's content."""
    async with (
        engine_on(f"sqlite:///{tmp_path / 'bot.db'}", speaker=speaker, live=live) as engine,
        running(engine, settings_for(api, mode), speaking=engine.speaking, hearing=engine.hearing),
    ):
        yield World(api, engine, api.person(1001))


@pytest.mark.parametrize("language", ["es", "en"])
async def test_an_answer_is_heard_from_a_real_process_and_made_once(
    api: BotApi, live: Live, speaking: Programs, tmp_path: Path, language: str
) -> None:
    """The Opus file plays; who asks next gets it by its name, also from another process."""
    environ = prepared(api, "polling", tmp_path) | {"LISTEN": "1", "PATH": speaking.path}
    ana = api.person(1001, language)
    async with bot(environ) as process:
        (answer,) = await ana.sends_press("topic:visa-cost")
        assert LISTEN[language] in answer.labels
        assert len(answer.labels) <= 6
        (heard,) = await ana.presses(LISTEN[language])
        (again,) = await ana.presses(LISTEN[language])
        assert await terminated(process) == 0

    duration, loudest = played(api.files[heard.voice], tmp_path)
    assert 10 < duration < 120
    assert loudest > 3000
    assert heard.text == the_content().topics["visa-cost", language].title
    assert again.voice == heard.voice
    assert len(api.files[heard.voice]) < 400_000

    async with bot(environ):
        (elsewhere,) = await api.person(1002, language).sends_press(f"listen:visa-cost/{language}")
    assert elsewhere.voice == heard.voice
    assert speaking.spoken == 1


async def test_two_processes_and_many_people_at_once_all_hear_it(
    api: BotApi, live: Live, speaking: Programs, postgres: str, tmp_path: Path
) -> None:
    database = new_database(postgres)
    async with (
        engine_on(database, speaker=Speaker()) as one,
        engine_on(database, speaker=Speaker()) as other,
        running(one, settings_for(api, "webhook"), speaking=one.speaking),
    ):
        everybody = [api.person(1001 + n) for n in range(8)]
        seen = await asyncio.gather(*(each.sends_press("listen:visa-cost/es") for each in everybody))
        assert all(each[0].voice for each in seen)
        assert speaking.spoken == 1
        # The other process finds the name that the first one kept.
        found = other.speaking.said(Voice("visa-cost", "es"))
        assert found
        key = found.key(int(api.token.partition(":")[0]))
        kept = await other.speaking.file(key)
        assert kept in {each[0].voice for each in seen}
        await asyncio.gather(*(each.speaking.keep(key, kept) for each in (one, other, one, other)))
        assert await one.speaking.file(key) == kept


@pytest.mark.parametrize("mode", MODES)
async def test_a_name_that_telegram_forgot_is_dropped_and_the_answer_spoken_anew(
    api: BotApi, speaking: Programs, tmp_path: Path, mode: str
) -> None:
    async with world(api, tmp_path, Speaker(), mode=mode) as bot:
        first = await bot.hears()
        api.forgets_files()
        second = await bot.hears()
        third = await bot.hears()

    assert speaking.spoken == 2
    assert first.voice != second.voice == third.voice


async def test_an_edited_answer_is_spoken_anew(api: BotApi, speaking: Programs, tmp_path: Path) -> None:
    async with world(api, tmp_path, Speaker()) as bot:
        first = await bot.hears()
        content, key = bot.engine.content, ("visa-cost", "es")
        edited = replace(
            content.topics[key], answer="Cuesta **{{ visa_fee }}**. " + content.topics[key].answer
        )
        bot.engine._live.content = replace(content, topics={**content.topics, key: edited})
        second = await bot.hears()

    assert first.voice != second.voice
    assert speaking.spoken == 2


@pytest.mark.parametrize(
    ("program", "line"),
    [("espeak-ng", "exit 1"), ("opusenc", "cat > /dev/null; echo nonsense"), ("espeak-ng", "exec sleep 600")],
    ids=["fails", "talks nonsense", "hangs"],
)
async def test_where_the_engine_breaks_the_text_is_a_tap_away(
    api: BotApi, speaking: Programs, tmp_path: Path, program: str, line: str
) -> None:
    speaking.does(program, line)
    async with world(api, tmp_path, Speaker(timeout=2)) as bot:
        seen = await bot.hears()

        assert seen.text.startswith(STALE)
        assert not seen.voice
        (answer,) = await bot.ana.presses(the_content().topics["visa-cost", "es"].title)
        assert "USD\u00a0205" in answer.text
    with pytest.raises(ProcessLookupError):
        os.kill(speaking.pid, 0)


async def test_others_are_answered_while_somebody_waits_for_a_voice(
    api: BotApi, speaking: Programs, tmp_path: Path
) -> None:
    speaking.does("espeak-ng", "exec sleep 600")
    async with world(api, tmp_path, Speaker(timeout=5)) as bot:
        waits = asyncio.create_task(bot.hears())
        await asyncio.sleep(0.5)

        bea = api.person(1002)
        await bea.posts("/start")
        await bea.waits()
        assert not waits.done()
        await waits


async def test_without_an_engine_there_is_no_button_and_an_old_one_says_so_kindly(
    api: BotApi, tmp_path: Path
) -> None:
    async with world(api, tmp_path, None) as bot:
        (answer,) = await bot.ana.sends_press("topic:visa-cost")
        (pressed,) = await bot.ana.sends_press("listen:visa-cost/es")

    assert LISTEN["es"] not in answer.labels
    assert pressed.text.startswith(STALE)


@pytest.mark.parametrize("gone", ["listen:no-such-topic/es", "listen:", "listen:/", "listen:visa-cost/xx/yy"])
async def test_a_button_whose_topic_is_gone_shows_the_menu(
    api: BotApi, speaking: Programs, tmp_path: Path, gone: str
) -> None:
    async with world(api, tmp_path, Speaker()) as bot:
        (seen,) = await bot.ana.sends_press(gone)

    assert seen.text.startswith("Ese botón ya no funciona") or seen.voice
    assert bool(seen.voice) == ("visa-cost" in gone)


async def test_in_a_group_the_voice_answers_whoever_asked(
    api: BotApi, speaking: Programs, tmp_path: Path
) -> None:
    async with world(api, tmp_path, Speaker()) as bot:
        group = api.group(-100_700)
        (answer,) = await bot.ana.writes("/start@ventanilla_test_bot topic_visa-cost", group)
        (heard,) = await bot.ana.presses(LISTEN["es"], chat=group)

    assert heard.voice
    assert heard.raw["reply_to_message"]["message_id"] == answer.raw["reply_to_message"]["message_id"]


async def test_a_chat_that_takes_no_voice_messages_gets_the_text(
    api: BotApi, speaking: Programs, tmp_path: Path
) -> None:
    api.fails("sendVoice", status=400, description="Bad Request: VOICE_MESSAGES_FORBIDDEN")
    async with world(api, tmp_path, Speaker()) as bot:
        seen = await bot.hears()

    assert seen.text.startswith(STALE)


async def test_a_step_that_waits_is_asked_again_after_the_voice(
    api: BotApi, speaking: Programs, tmp_path: Path
) -> None:
    async with world(api, tmp_path, Speaker()) as bot:
        await bot.ana.sends_press("topic:visa-cost")
        (step,) = await bot.ana.sends_press("flow:eligibility")
        heard, again = await bot.ana.presses(LISTEN["es"])

    assert LISTEN["es"] not in step.labels + again.labels
    assert heard.voice
    assert again.labels == step.labels


async def test_a_press_delivered_twice_sends_one_voice(
    api: BotApi, speaking: Programs, tmp_path: Path
) -> None:
    async with world(api, tmp_path, Speaker(), mode="webhook") as bot:
        update = await bot.ana.posts_press("listen:visa-cost/es")
        await update.taken.wait()
        await api.delivery.repeat(update)
        await update.taken.wait()

    assert len(api.called("sendVoice")) == 1


@pytest.mark.parametrize("channel", ["web", "terminal"])
async def test_other_channels_have_no_such_button(speaking: Programs, tmp_path: Path, channel: str) -> None:
    async with engine_on(f"sqlite:///{tmp_path / 'bot.db'}", speaker=Speaker()) as engine:
        shown = await engine.handle(Incoming(channel, "1", "1", action=Action("topic", "visa-cost")))
        pressed = await engine.handle(Incoming(channel, "1", "2", action=Action("listen", "visa-cost/es")))

    kinds = {each.action.kind for row in shown.replies[0].buttons for each in row if each.action}
    assert "listen" not in kinds
    assert pressed.replies[0].text.startswith(STALE)
    assert not pressed.replies[0].attached


async def test_no_more_than_two_answers_are_spoken_at_a_time(speaking: Programs, tmp_path: Path) -> None:
    busy = tmp_path / "busy"
    speaking.does("espeak-ng", f'echo + >> "{busy}"; cat >/dev/null; sleep 0.3; echo - >> "{busy}"; exit 1')
    speaker = Speaker()

    said = await asyncio.gather(*(speaker.speak("hola", "es") for _ in range(6)), return_exceptions=True)

    at_once = most = 0
    for line in busy.read_text().split():
        at_once += 1 if line == "+" else -1
        most = max(most, at_once)
    assert most == 2
    assert all(isinstance(each, Exception) for each in said)


async def test_every_answer_can_be_spoken_as_long_as_people_listen(speaking: Programs, live: Live) -> None:
    """The longest and the shortest one of each language."""
    content = the_content()
    for language in ("es", "en"):
        topics = [each for each in content.topics.values() if each.language == language]
        words = sorted((words_of(content, each, date(2026, 11, 24)) for each in topics), key=len)
        for each in (words[0], words[-1]):
            sound = await Speaker().speak(each, language)

            assert 3 < (seconds(sound) or 0) < 150


@pytest.mark.parametrize("key", sorted(the_content().topics), ids="/".join)
async def test_every_compared_answer_has_the_button_and_no_more_than_six(
    key: tuple[str, str], shown: Engine
) -> None:
    language = key[1]
    topic = shown.content.topics[key]
    scene = shown.scene(language, "telegram", "1", "")
    reply = replies.topic(
        scene, topic, [Button("🔔", Action("alert")), Button("English", Action("language"))]
    )
    labels = [each.label for row in reply.buttons for each in row]

    assert LISTEN[language] in labels or not topic.sources
    assert len(labels) <= 6


@pytest.fixture(scope="module")
def shown() -> Engine:
    """An engine that can speak, to look at what it shows."""
    return Engine(Store("sqlite://"), Still(the_content()), ByHand(), speaker=Speaker())


async def test_a_result_can_be_heard_and_has_no_more_than_six_buttons(
    api: BotApi, speaking: Programs, tmp_path: Path
) -> None:
    async with world(api, tmp_path, Speaker()) as bot:
        await bot.ana.sends_press("flow:eligibility")
        await bot.ana.presses("México")
        (result,) = await bot.ana.says("haitiano")
        (heard,) = await bot.ana.presses(LISTEN["es"])

    assert result.text.startswith("Usted contestó")
    assert len(result.labels) <= 6
    assert heard.voice


async def test_each_piece_of_big_answers_has_the_button(
    api: BotApi, speaking: Programs, tmp_path: Path
) -> None:
    async with world(api, tmp_path, Speaker()) as bot:
        await bot.ana.says("/grande")
        *_, piece = await bot.ana.sends_press("topic:worker-rights")

    assert piece.labels[0].startswith("▶")
    assert LISTEN["es"] in piece.labels
