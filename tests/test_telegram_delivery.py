"""Telegram by polling and by webhook: each update is answered once and in order, whatever goes wrong."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.channels.telegram import Counts, desk, run
from bot.channels.telegram.webhook import secret
from bot.model import Action, Button, Incoming, Reply
from bot.settings import Settings, SettingsError
from tests.botapi import BotApi, Person
from tests.botapi.people import until
from tests.botapi.running import MODES, Echo, running, settings_for


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server
        assert server.violations == []


@pytest.fixture(params=MODES)
def settings(api: BotApi, request: pytest.FixtureRequest) -> Settings:
    return settings_for(api, request.param)


@pytest.fixture
def ana(api: BotApi) -> Person:
    return api.person(1001)


@pytest.fixture
def luis(api: BotApi) -> Person:
    return api.person(1002, name="Luis")


async def test_a_message_gets_its_answer(settings: Settings, ana: Person) -> None:
    async with running(Echo(), settings):
        seen = await ana.says("¿cuánto cuesta la visa?")

    assert [each.text for each in seen] == ["¿cuánto cuesta la visa?"]


async def test_markdown_buttons_and_a_quote_arrive_as_telegram_shows_them(
    settings: Settings, ana: Person
) -> None:
    reply = Reply(
        "Cuesta **USD 205**. [Fuente](https://travel.state.gov/a?b=1&c=2) <script>",
        ((Button("Sí", Action("helpful", "yes")), Button("Web", url="https://example.org/")),),
        quotes=True,
    )
    async with running(Echo(lambda _: [reply]), settings):
        (seen,) = await ana.says("precio")

    assert seen.text == "Cuesta USD 205. Fuente <script>"
    assert seen.links == ["https://travel.state.gov/a?b=1&c=2"]
    assert [each["type"] for each in seen.raw["entities"]] == ["bold", "text_link"]
    assert seen.buttons[0] == {"text": "Sí", "callback_data": "helpful:yes"}
    assert seen.buttons[1] == {"text": "Web", "url": "https://example.org/"}
    assert seen.raw["reply_to_message"]["text"] == "precio"


async def test_link_previews_are_off(settings: Settings, api: BotApi, ana: Person) -> None:
    async with running(Echo(), settings):
        await ana.says("https://example.org/")

    assert api.called("sendMessage")[0].parameters["link_preview_options"] == {"is_disabled": True}


async def test_a_long_answer_is_cut_and_its_buttons_stand_at_the_end(settings: Settings, ana: Person) -> None:
    reply = Reply("\n\n".join(["palabra " * 100] * 12), ((Button("Menú", Action("menu")),),))
    async with running(Echo(lambda _: [reply]), settings):
        seen = await ana.says("todo")

    assert len(seen) == 3
    assert all(0 < len(each.text) <= 4096 for each in seen)
    assert [each.labels for each in seen] == [[], [], ["Menú"]]


async def test_the_messages_of_one_chat_are_answered_in_order(settings: Settings, ana: Person) -> None:
    """The first ones take longest to think about; the later ones do not overtake them."""
    engine = Echo(seconds=lambda heard: 0.1 if heard.text in "012" else 0.0)
    async with running(engine, settings):
        sent = [await ana.posts(str(n)) for n in range(12)]
        for update in sent:
            await update.taken.wait()

    assert [each.text for each in ana.sees] == [str(n) for n in range(12)]
    assert engine.most_at_once == 1


async def test_many_people_are_answered_at_once_and_each_in_order(settings: Settings, api: BotApi) -> None:
    people = [api.person(2000 + n) for n in range(20)]
    engine = Echo(seconds=lambda heard: 0.02)
    async with running(engine, settings):
        sent = [await person.posts(str(n)) for n in range(5) for person in people]
        for update in sent:
            await update.taken.wait()

    assert all([each.text for each in person.sees] == list("01234") for person in people)
    assert engine.most_at_once > 5


async def test_a_stuck_chat_holds_up_nobody_else(settings: Settings, ana: Person, luis: Person) -> None:
    async with running(Echo(seconds=lambda heard: 2.0 if heard.sender == "1001" else 0.0), settings):
        slow = await ana.posts("lento")
        began = time.monotonic()
        await luis.posts("hola")
        await luis.waits()
        waited = time.monotonic() - began
        assert not slow.taken.is_set()
        await slow.taken.wait()

    assert waited < 1
    assert [each.text for each in ana.sees] == ["lento"]


async def test_200_messages_in_ten_seconds_from_one_chat_cost_nobody_an_answer(
    settings: Settings, ana: Person, luis: Person
) -> None:
    async with running(Echo(seconds=lambda heard: 0.005), settings):
        flood = [await ana.posts(str(n)) for n in range(200)]
        began = time.monotonic()
        await luis.posts("hola")
        await luis.waits()
        waited = time.monotonic() - began
        for update in flood:
            await update.taken.wait()

    assert waited < 3
    assert [each.text for each in ana.sees] == [str(n) for n in range(200)]
    assert [each.text for each in luis.sees] == ["hola"]


async def test_an_update_delivered_twice_is_answered_once(
    settings: Settings, api: BotApi, ana: Person
) -> None:
    """Our word that it was taken is lost on the way: the 200, or the call that confirms the offset."""
    engine = Echo()
    async with running(engine, settings):
        update = await ana.posts("una vez")
        if settings.webhook_url:
            await update.taken.wait()
            await api.delivery.repeat(update)
        else:
            await until(lambda: ana.sees)
            api.fails("getUpdates", status=502)
        await update.taken.wait()

    assert len(ana.sees) == 1
    assert len(engine.heard) == 1


async def test_an_update_delivered_again_while_it_is_in_hand_is_answered_once(
    api: BotApi, ana: Person
) -> None:
    """Telegram waits 60 seconds for an answer; here 0.2, and the engine needs longer."""
    engine, api.delivery.answer_seconds = Echo(seconds=lambda heard: 0.5), 0.2
    async with running(engine, settings_for(api, "webhook")):
        update = await ana.posts("una vez")
        await update.taken.wait()

    assert len(update.statuses) > 1
    assert len(ana.sees) == 1
    assert len(engine.heard) == 1


async def test_a_webhook_that_cannot_finish_in_time_says_so_and_is_asked_again(
    api: BotApi, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.webhook.ANSWER_SECONDS", 0.2)
    engine = Echo(seconds=lambda heard: 0.5)
    async with running(engine, settings_for(api, "webhook")):
        update = await ana.posts("una vez")
        await update.taken.wait()

    assert update.statuses == [503, 200]
    assert len(ana.sees) == 1


async def test_polling_steps_past_a_full_window_of_one_stuck_chat(
    api: BotApi, ana: Person, luis: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One call shows 100 updates at most, and here they are all from one chat that is stuck."""
    monkeypatch.setattr("bot.channels.telegram.polling.STUCK", 0.3)
    engine = Echo(seconds=lambda heard: 4.0 if heard.text == "0" else 0.0)
    async with running(engine, settings_for(api)):
        for n in range(150):
            await ana.posts(str(n))
        await luis.posts("hola")
        await luis.waits(seconds=3)
        assert not ana.sees
        await ana.waits(150)

    assert [each.text for each in ana.sees] == [str(n) for n in range(150)]
    assert [each.text for each in luis.sees] == ["hola"]


async def test_polling_does_not_ask_in_circles_while_an_update_is_in_hand(api: BotApi, ana: Person) -> None:
    async with running(Echo(seconds=lambda heard: 2.0), settings_for(api)):
        await ana.says("lento")
        asked = len(api.called("getUpdates"))

    assert asked < 15


async def test_polling_takes_a_forgotten_webhook_away_and_loses_nothing(api: BotApi, ana: Person) -> None:
    api.delivery.set_webhook({"url": "http://127.0.0.1:9/nobody"})
    update = await ana.posts("antes")
    with capture_logs() as logs:
        async with running(Echo(), settings_for(api)):
            await update.taken.wait()

    assert [each.text for each in ana.sees] == ["antes"]
    assert "had a webhook" in str(logs)


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 502, "body": b"<html>"},
        {"status": 200, "body": b'{"ok": true, "result": [7, null, {"update_id": "x"}, {}]}'},
        {"status": 200, "body": b'{"ok": true, "result": {"not": "a list"}}'},
        {"status": 200, "body": b'{"ok": false, "description": "?"}'},
        {"retry_after": 1},
        {"cut": True},
    ],
    ids=["502", "a list of junk", "no list", "no result", "429", "cut connection"],
)
async def test_polling_goes_on_after_a_failed_call(api: BotApi, ana: Person, fault: dict[str, Any]) -> None:
    api.fails("getUpdates", **fault)
    async with running(Echo(), settings_for(api)):
        seen = await ana.says("hola")

    assert [each.text for each in seen] == ["hola"]


async def test_two_pollers_say_so_and_answer_once(api: BotApi, ana: Person) -> None:
    """Only one may poll: each of them says so, and the store behind both keeps the answer single."""
    engine = Echo()
    with capture_logs() as logs:
        async with running(engine, settings_for(api)), running(engine, settings_for(api)):
            await until(lambda: "Another process polls" in str(logs))
            await ana.posts("hola")
            await ana.waits()

    assert len(engine.heard) == 1


async def test_what_was_answered_is_confirmed_before_the_poller_stops(api: BotApi, ana: Person) -> None:
    async with running(Echo(), settings_for(api)) as stop:
        update = await ana.posts("hola")
        await ana.waits()
        stop.set()

    assert update.taken.is_set()
    assert not api.delivery.pending


async def test_an_update_is_not_taken_before_its_answer_is_sent(
    settings: Settings, api: BotApi, ana: Person
) -> None:
    async with running(Echo(), settings):
        api.latency = 0.3
        update = await ana.posts("hola")
        while not api.called("sendMessage"):
            assert not update.taken.is_set()
            await asyncio.sleep(0.01)
        await update.taken.wait()


async def test_a_bot_that_dies_in_between_answers_after_it_is_back(
    settings: Settings, api: BotApi, ana: Person
) -> None:
    """Killed while it sends: the update was not taken, so the next process gets it again."""
    first = Echo()
    api.fails("sendMessage", delay=60)
    task = asyncio.create_task(run(first, settings, asyncio.Event()))
    if settings.webhook_url:
        api.delivery.set_webhook({"url": settings.webhook_url, "secret_token": secret(settings)})
    update = await ana.posts("¿sigue ahí?")
    await until(lambda: first.finished)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert not update.taken.is_set()

    async with running(Echo(), settings):
        await ana.waits(1)
        await update.taken.wait()

    assert [each.text for each in ana.sees] == ["¿sigue ahí?"]


async def test_what_is_in_hand_when_it_is_told_to_stop_is_finished(settings: Settings, ana: Person) -> None:
    engine = Echo(seconds=lambda heard: 0.5)
    async with running(engine, settings) as stop:
        update = await ana.posts("hola")
        await until(lambda: engine.heard)
        stop.set()

    assert [each.text for each in ana.sees] == ["hola"]
    await asyncio.wait_for(update.taken.wait(), 1)


async def test_what_cannot_be_finished_in_time_is_delivered_again(
    settings: Settings, api: BotApi, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for mode in MODES:
        monkeypatch.setattr(f"bot.channels.telegram.{mode}.FINISH_SECONDS", 0.1)
    engine = Echo(seconds=lambda heard: 20.0)
    async with running(engine, settings) as stop:
        update = await ana.posts("hola")
        await until(lambda: engine.heard)
        stop.set()
    assert not update.taken.is_set()

    async with running(Echo(), settings):
        await update.taken.wait()

    assert [each.text for each in ana.sees] == ["hola"]


async def test_a_429_is_waited_out_in_order(
    settings: Settings, api: BotApi, ana: Person, luis: Person
) -> None:
    api.fails("sendMessage", retry_after=1, chat=1001)
    counts = Counts()
    async with running(Echo(), settings, counts=counts):
        began = time.monotonic()
        first, second = await ana.posts("uno"), await ana.posts("dos")
        await luis.posts("hola")
        await luis.waits()
        other_waited = time.monotonic() - began
        await first.taken.wait()
        await second.taken.wait()
        waited = time.monotonic() - began

    assert [each.text for each in ana.sees] == ["uno", "dos"]
    assert waited >= 1 > other_waited
    assert counts.retries["429"] == 1


async def test_a_429_that_is_too_long_is_put_back_and_answered_later(
    settings: Settings, api: BotApi, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.sending.PATIENCE", 0.2)
    api.fails("sendMessage", retry_after=1)
    async with running(Echo(), settings):
        seen = await ana.says("hola")

    assert [each.text for each in seen] == ["hola"]


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 502, "body": b"<html>Bad Gateway</html>"},
        {"status": 500},
        {"status": 200, "body": b"<html>Welcome to the hotel</html>"},
        {"status": 200, "body": b"[]"},
        {"status": 200, "body": b"{}"},
        {"status": 200, "body": b"\xff\xfe"},
        {"status": 200, "body": b'{"ok": false, "description": "?"}'},
        {"cut": True},
    ],
    ids=["502", "500", "html", "list", "empty object", "not utf-8", "no result", "cut connection"],
)
async def test_a_passing_failure_costs_no_answer(
    settings: Settings, api: BotApi, ana: Person, fault: dict[str, object]
) -> None:
    api.fails("sendMessage", **fault)
    async with running(Echo(), settings):
        seen = await ana.says("hola")

    assert [each.text for each in seen] == ["hola"]


async def test_only_what_did_not_arrive_is_sent_again(
    settings: Settings, api: BotApi, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first of two messages arrives, the second one fails for longer than one delivery is tried."""
    monkeypatch.setattr("bot.channels.telegram.sending.PATIENCE", 0.2)

    def two(heard: Incoming) -> list[Reply]:
        api.fails("sendMessage", delay=0.0, done=True, status=200, body=b'{"ok":true,"result":{"odd":1}}')
        api.fails("sendMessage", status=500, times=2)
        return [Reply("uno"), Reply("dos")]

    async with running(Echo(two), settings):
        await ana.says("hola")

    assert [each.text for each in ana.sees] == ["uno", "dos"]


async def test_a_person_who_blocked_the_bot_is_let_go_quietly(
    settings: Settings, ana: Person, luis: Person
) -> None:
    counts = Counts()
    async with running(Echo(), settings, counts=counts):
        await ana.blocks()
        with capture_logs() as logs:
            assert await ana.says("adiós") == []
        await luis.says("hola")

    assert counts.drops["forbidden"] == 1
    assert logs == []
    assert [each.text for each in luis.sees] == ["hola"]


@pytest.mark.parametrize(
    "refusal",
    ["Bad Request: message is too long", "Bad Request: chat not found", 'Bad Request: something new "hola"'],
)
async def test_a_refusal_that_would_come_again_is_dropped_and_logged_without_the_words(
    settings: Settings, api: BotApi, ana: Person, refusal: str
) -> None:
    counts = Counts()
    api.fails("sendMessage", status=400, description=refusal.removeprefix("Bad Request: "))
    async with running(Echo(), settings, counts=counts):
        with capture_logs() as logs:
            assert await ana.says("mi secreto") == []
        assert [each.text for each in await ana.says("otra")] == ["otra"]

    assert sum(counts.drops.values()) == 1
    assert len(logs) == 1
    assert "secreto" not in str(logs)
    assert "hola" not in str(logs)


async def test_formatting_that_telegram_cannot_read_is_sent_once_more_as_plain_text(
    settings: Settings, api: BotApi, ana: Person
) -> None:
    api.fails("sendMessage", status=400, description='can\'t parse entities: Unsupported start tag "b"')
    async with running(Echo(lambda _: [Reply("Cuesta **USD 205** & más")]), settings):
        (seen,) = await ana.says("precio")

    assert seen.text == "Cuesta USD 205 & más"
    assert seen.raw["entities"] == []


async def test_buttons_that_telegram_refuses_do_not_cost_the_answer(
    settings: Settings, api: BotApi, ana: Person
) -> None:
    api.fails("sendMessage", status=400, description="BUTTON_DATA_INVALID")
    async with running(Echo(lambda _: [Reply("Hola", ((Button("A", Action("menu")),),))]), settings):
        (seen,) = await ana.says("hola")

    assert (seen.text, seen.labels) == ("Hola", [])


async def test_a_group_that_became_a_supergroup_is_followed(
    settings: Settings, api: BotApi, ana: Person
) -> None:
    old, new = api.group(-50), api.group(-100_50)
    async with running(Echo(), settings):
        old.moved_to = -100_50
        await ana.says("@ventanilla_test_bot hola", chat=old)

    assert [each.text for each in new.sees] == ["hola"]


async def test_an_engine_that_breaks_says_sorry_once_and_logs_no_words(
    settings: Settings, ana: Person, luis: Person
) -> None:
    def breaks(heard: Incoming) -> list[Reply]:
        if "secreto" in heard.text:
            raise ValueError(f"cannot read {heard.text}")
        return [Reply("bien")]

    async with running(Echo(breaks), settings):
        with capture_logs() as logs:
            seen = await ana.says("mi secreto")
        await luis.says("hola")

    assert [each.text for each in seen] == ["Lo siento."]
    assert "ValueError" in logs[0]["trace"]
    assert "in breaks" in logs[0]["trace"]
    assert "mi secreto" not in str(logs)
    assert [each.text for each in luis.sees] == ["bien"]


async def test_an_engine_that_hangs_is_given_up(
    settings: Settings, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "ENGINE_SECONDS", 0.2)
    async with running(Echo(seconds=lambda heard: 60.0), settings):
        seen = await ana.says("hola")

    assert [each.text for each in seen] == ["Lo siento."]


async def test_a_reply_that_can_never_be_sent_is_given_up_while_others_are_served(
    settings: Settings, api: BotApi, ana: Person, luis: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.sending.PATIENCE", 0.0)
    monkeypatch.setattr(desk, "ROUNDS", 2)
    api.fails("sendMessage", status=500, times=10**6, chat=1001)
    counts = Counts()
    async with running(Echo(), settings, counts=counts):
        update = await ana.posts("veneno")
        while not update.taken.is_set():
            await luis.posts("hola")
            await asyncio.sleep(0.1)
        api.faults.clear()
        assert [each.text for each in await ana.says("y ahora")] == ["y ahora"]

    assert counts.updates["message", "given up"] == 1


async def test_a_press_is_acknowledged_at_once_and_a_late_refusal_does_not_matter(
    settings: Settings, api: BotApi, ana: Person
) -> None:
    buttons = ((Button("Menú", Action("menu")),),)
    async with running(Echo(lambda heard: [Reply(str(heard.action or "?"), buttons)]), settings):
        await ana.says("hola")
        api.fails(
            "answerCallbackQuery", status=400, description="query is too old and response timeout expired"
        )
        seen = await ana.presses("Menú")
        again = await ana.presses("Menú")

    assert [each.text for each in (*seen, *again)] == ["menu:", "menu:"]
    assert list(api.presses.values()) == [False, True]


async def test_the_waiting_sign_of_a_button_goes_before_the_engine_has_thought(
    settings: Settings, api: BotApi, ana: Person
) -> None:
    engine = Echo(
        lambda _: [Reply("x", ((Button("A", Action("a")),),))], seconds=lambda heard: 0.5 * bool(heard.action)
    )
    async with running(engine, settings):
        await ana.says("hola")
        await ana.presses("A")

    assert api.called("answerCallbackQuery")[0].at < api.called("sendMessage")[1].at - 0.3


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("some_future_thing", {"of": "no known shape"}),
        ("message", {"message_id": "seven", "chat": [], "date": "now"}),
        ("message", {"message_id": 1, "date": 10**15, "chat": {"id": 5, "type": "private"}, "text": "x"}),
        ("callback_query", {"id": "1"}),
        ("message", {}),
        ("channel_post", {"message_id": 1, "date": 1, "chat": {"id": -1, "type": "channel"}, "text": "hola"}),
    ],
    ids=[
        "new kind",
        "wrong types",
        "date in milliseconds",
        "press without a person",
        "empty",
        "channel post",
    ],
)
async def test_an_update_that_cannot_be_read_is_taken_and_stops_nobody(
    settings: Settings, api: BotApi, ana: Person, kind: str, content: dict[str, object]
) -> None:
    async with running(Echo(), settings):
        await ana.says("antes")
        api.delivery.allowed = set()
        odd = await api.delivery.put(kind, content, 7)
        seen = await ana.says("después")
        await asyncio.wait_for(odd.taken.wait(), 5)

    assert [each.text for each in seen] == ["después"]


async def test_what_people_wrote_is_in_no_log(
    settings: Settings, api: BotApi, ana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    api.fails("sendMessage", status=500, body=b"echo: palabra-privada")
    async with running(Echo(), settings):
        with capture_logs() as logs:
            await ana.says("palabra-privada")

    assert "palabra-privada" not in caplog.text + str(logs)
    assert api.token not in caplog.text + str(logs)


async def test_a_wrong_token_is_one_clear_sentence(api: BotApi, settings: Settings) -> None:
    wrong = settings.model_copy(update={"telegram_token": type(settings.telegram_token)("1:wrong")})

    with pytest.raises(SettingsError, match="TELEGRAM_TOKEN was refused"):
        await run(Echo(), wrong, asyncio.Event())


async def test_an_address_that_is_no_bot_api_is_one_clear_sentence(api: BotApi, settings: Settings) -> None:
    api.fails("getMe", status=200, body=b'{"ok": true, "result": {"hello": "world"}}')

    with pytest.raises(SettingsError, match="not as a Bot API server"):
        await run(Echo(), settings, asyncio.Event())


async def test_telegram_may_be_out_of_reach_when_the_bot_starts(
    api: BotApi, settings: Settings, ana: Person
) -> None:
    api.fails("getMe", cut=True)
    async with running(Echo(), settings):
        seen = await ana.says("hola")

    assert [each.text for each in seen] == ["hola"]
