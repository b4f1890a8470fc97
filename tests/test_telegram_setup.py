"""`telegram-setup`: Telegram is told who the bot is in both languages, and a second run changes nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram import set_up, webhook
from bot.settings import SettingsError
from tests.botapi import BotApi
from tests.botapi.running import MODES, settings_for


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server
        assert server.violations == []


def changes(api: BotApi) -> list[str]:
    """The calls that changed something."""
    return [call.method for call in api.calls if call.method.startswith(("set", "delete"))]


async def test_commands_names_and_descriptions_are_set_in_both_languages_and_for_all_others(
    api: BotApi,
) -> None:
    await set_up(settings_for(api))

    def commands(code: str) -> list[str]:
        return [each["command"] for each in api.profile["commands", code]]

    assert commands("es") == [
        *("menu", "agendar", "citas", "persona", "llamar", "avisos", "grande"),
        *("idioma", "ayuda", "privacidad", "borrar"),
    ]
    assert commands("en") == [
        *("menu", "book", "appointments", "person", "call", "alerts", "big"),
        *("language", "help", "privacy", "forget"),
    ]
    assert commands("") == commands("es")
    for what in ("name", "description", "short_description"):
        assert all(api.profile[what, code] for code in ("", "es", "en"))


async def test_the_other_languages_get_the_one_that_the_settings_name(api: BotApi) -> None:
    await set_up(settings_for(api, default_language="en"))

    assert api.profile["commands", ""] == api.profile["commands", "en"]


@pytest.mark.parametrize("mode", MODES)
async def test_a_second_run_changes_nothing(api: BotApi, mode: str) -> None:
    settings = settings_for(api, mode)
    assert await set_up(settings)
    before = changes(api)

    assert await set_up(settings) == []
    assert changes(api) == before


async def test_only_what_differs_is_set_again(api: BotApi) -> None:
    settings = settings_for(api)
    await set_up(settings)
    api.profile["description", "en"] = "something else"
    before = len(changes(api))

    assert await set_up(settings) == ["The description for English is set."]
    assert changes(api)[before:] == ["setMyDescription"]


async def test_the_webhook_is_set_with_its_secret_and_nothing_is_thrown_away(api: BotApi) -> None:
    settings = settings_for(api, "webhook")
    changed = await set_up(settings)

    (call,) = api.called("setWebhook")
    assert changed[0] == f"Telegram now delivers to {settings.webhook_url}."
    assert call.parameters["secret_token"] == webhook.secret(settings)
    assert call.parameters["drop_pending_updates"] is False
    assert call.parameters["allowed_updates"] == [
        "message",
        "edited_message",
        "callback_query",
        "inline_query",
        "my_chat_member",
    ]


async def test_a_webhook_that_refused_telegram_is_set_again(api: BotApi) -> None:
    """As after WEBHOOK_SECRET was changed: which secret Telegram has cannot be asked for."""
    settings = settings_for(api, "webhook")
    await set_up(settings)
    api.delivery.last_error = "Wrong response from the webhook: 403 Forbidden"

    assert len(await set_up(settings)) == 1
    assert await set_up(settings) == []


async def test_a_bot_that_polls_has_its_webhook_removed(api: BotApi) -> None:
    await set_up(settings_for(api, "webhook"))
    changed = await set_up(settings_for(api))

    assert changed == ["The webhook is removed: the bot polls, because WEBHOOK_URL is not set."]
    assert api.delivery.webhook == {}


async def test_a_429_is_waited_out(api: BotApi) -> None:
    api.fails("setMyName", retry_after=1)

    assert len(await set_up(settings_for(api))) == 12


async def test_a_refusal_is_one_sentence(api: BotApi) -> None:
    api.fails("setMyCommands", status=400, description="BOT_COMMAND_INVALID")

    with pytest.raises(SettingsError, match="did not take the set-up: Bot_command_invalid"):
        await set_up(settings_for(api))


async def test_a_wrong_token_is_one_sentence(api: BotApi) -> None:
    with pytest.raises(SettingsError, match="TELEGRAM_TOKEN was refused"):
        await set_up(settings_for(api, telegram_token="1:wrong"))
