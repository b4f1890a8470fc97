"""What each Bot API method does here: `ANSWERS` maps its name to a function of the server and the call."""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from tests.botapi.groups import GROUP_ANSWERS, check_thread
from tests.botapi.people import Chat, Seen
from tests.botapi.rules import Refused, check_language, read_commands, read_keyboard, read_text

if TYPE_CHECKING:
    from tests.botapi.server import BotApi

Answer = Callable[["BotApi", dict[str, Any]], Awaitable[Any]]

LONGEST = {"name": 64, "description": 512, "short_description": 120}
"""Characters of what setMyName and its like take."""


async def get_me(api: BotApi, _: dict[str, Any]) -> Any:
    return api.me | {
        "can_join_groups": True,
        "can_read_all_group_messages": api.reads_all,
        "supports_inline_queries": api.inline,
    }


async def get_updates(api: BotApi, call: dict[str, Any]) -> Any:
    return await api.delivery.get_updates(call)


async def set_webhook(api: BotApi, call: dict[str, Any]) -> Any:
    url = str(call.get("url", ""))
    if not url:
        api.delivery.delete_webhook(call)
        return True
    if not url.startswith("https://") and not url.startswith("http://127.0.0.1"):
        raise Refused("bad webhook: An HTTPS URL must be provided for webhook")
    api.delivery.set_webhook(call)
    return True


async def delete_webhook(api: BotApi, call: dict[str, Any]) -> Any:
    api.delivery.delete_webhook(call)
    return True


async def get_webhook_info(api: BotApi, _: dict[str, Any]) -> Any:
    shown: dict[str, Any] = {
        "url": api.delivery.webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(api.delivery.pending),
    }
    if api.delivery.webhook:
        shown["max_connections"] = int(api.delivery.webhook.get("max_connections", 40))
    if api.delivery.allowed:
        shown["allowed_updates"] = sorted(api.delivery.allowed)
    if api.delivery.last_error:
        shown |= {"last_error_date": int(time.time()), "last_error_message": api.delivery.last_error}
    return shown


def find_chat(api: BotApi, call: dict[str, Any], name: str = "chat_id") -> Chat:
    chat = api.chats.get(call.get(name, 0))
    if chat is None:
        raise Refused("chat not found")
    if chat.refuses:
        raise Refused(chat.refuses, 403)
    if chat.moved_to:
        raise Refused("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to)
    return chat


async def deliver(api: BotApi, call: dict[str, Any], content: dict[str, Any]) -> Any:
    """The message that the chat now shows."""
    chat = find_chat(api, call)
    message = {
        "message_id": next(api.ids),
        "from": api.me,
        "chat": chat.shown,
        "date": int(time.time()),
        **content,
    }
    if keyboard := read_keyboard(call.get("reply_markup")):
        message["reply_markup"] = keyboard
    if thread := call.get("message_thread_id"):
        check_thread(chat, thread)
        message |= {"message_thread_id": thread, "is_topic_message": True}
    if quoted := call.get("reply_parameters"):
        original = chat.messages.get(quoted["message_id"])
        if original is None and not quoted.get("allow_sending_without_reply"):
            raise Refused("message to be replied not found")
        if original is not None:
            message["reply_to_message"] = {k: v for k, v in original.items() if k != "reply_to_message"}
    chat.messages[message["message_id"]] = message
    chat.sees.append(Seen(message, time.monotonic()))
    # The bot is told of the buttons under its message, and not of a keyboard that it opened or took away.
    return {k: v for k, v in message.items() if k != "reply_markup" or "inline_keyboard" in v}


async def send_message(api: BotApi, call: dict[str, Any]) -> Any:
    read = read_text(call)
    return await deliver(api, call, {"text": read.text, "entities": list(read.entities)})


def check_voice(content: bytes) -> None:
    """Raises `Refused` unless it is Ogg with Opus in it: the app would show anything else as a file."""
    if not content:
        raise Refused("file must be non-empty")
    if not content.startswith(b"OggS") or b"OpusHead" not in content[:100]:
        raise Refused("wrong type of the file: a voice message is Ogg with Opus in it")


def _sends_file(kind: str) -> Answer:
    async def send(api: BotApi, call: dict[str, Any]) -> Any:
        upload, caption = call.get(kind), read_text(call, "caption", 1024)
        if upload is None:
            raise Refused(f"there is no {kind} in the request")
        if isinstance(upload, str) and upload not in api.files:
            raise Refused("wrong file identifier/HTTP URL specified")
        if isinstance(upload, str) and not upload.startswith(f"{kind}s/"):
            raise Refused(f"can't use file of type {upload.partition('s/')[0]} as {kind}")
        if kind == "voice":
            check_voice(api.files[upload] if isinstance(upload, str) else upload.content)
        path = upload if isinstance(upload, str) else f"{kind}s/{next(api.ids)}-{upload.name}"
        if not isinstance(upload, str):
            api.files[path] = upload.content
        size = {"file_id": path, "file_unique_id": path, "file_size": len(api.files[path])}
        about: Any = {
            "photo": [size | {"width": 90, "height": 90}],
            "voice": size | {"duration": int(call.get("duration", 0)), "mime_type": "audio/ogg"},
            "document": size | {"file_name": path.partition("-")[2]},
        }[kind]
        content = {kind: about, "caption": caption.text, "caption_entities": list(caption.entities)}
        return await deliver(api, call, {name: value for name, value in content.items() if value})

    return send


async def send_contact(api: BotApi, call: dict[str, Any]) -> Any:
    if not call.get("phone_number") or not call.get("first_name"):
        raise Refused("phone number must be non-empty")
    contact = {name: call[name] for name in ("phone_number", "first_name", "last_name") if name in call}
    return await deliver(api, call, {"contact": contact})


COPIED = ("text", "entities", "photo", "sticker", "voice", "video", "document", "location", "contact")
"""What of a message is copied, without who wrote it."""


async def copy_message(api: BotApi, call: dict[str, Any]) -> Any:
    original = find_chat(api, call, "from_chat_id").messages.get(call.get("message_id", 0))
    if original is None:
        raise Refused("message to copy not found")
    content = {name: original[name] for name in COPIED if name in original}
    if not content or original.get("has_protected_content"):
        raise Refused("message can't be copied")
    caption = read_text(call, "caption", 1024) if "caption" in call else None
    words = caption.text if caption else str(original.get("caption", ""))
    if words and not {"text", "sticker", "location", "contact"} & set(content):
        content["caption"] = words
    return {"message_id": (await deliver(api, call, content))["message_id"]}


async def send_chat_action(api: BotApi, call: dict[str, Any]) -> Any:
    find_chat(api, call)
    return True


def _message(api: BotApi, call: dict[str, Any]) -> dict[str, Any]:
    message = find_chat(api, call).messages.get(call.get("message_id", 0))
    if message is None:
        raise Refused("message to edit not found")
    return message


async def edit_message_text(api: BotApi, call: dict[str, Any]) -> Any:
    message, read, keyboard = _message(api, call), read_text(call), read_keyboard(call.get("reply_markup"))
    new = {"text": read.text, "entities": list(read.entities)} | (
        {"reply_markup": keyboard} if keyboard else {}
    )
    if new == {name: message[name] for name in ("text", "entities", "reply_markup") if name in message}:
        raise Refused(
            "message is not modified: specified new message content and reply markup are exactly the same"
            " as a current content and reply markup of the message"
        )
    message.pop("reply_markup", None)
    message.update(new, edit_date=int(time.time()))
    return message


async def edit_message_reply_markup(api: BotApi, call: dict[str, Any]) -> Any:
    message, keyboard = _message(api, call), read_keyboard(call.get("reply_markup"))
    message.pop("reply_markup", None)
    if keyboard:
        message["reply_markup"] = keyboard
    return message


async def delete_message(api: BotApi, call: dict[str, Any]) -> Any:
    chat = find_chat(api, call)
    message = chat.messages.get(call.get("message_id", 0))
    if message is None:
        raise Refused("message to delete not found")
    del chat.messages[message["message_id"]]
    chat.sees[:] = [seen for seen in chat.sees if seen.raw is not message]
    return True


async def answer_callback_query(api: BotApi, call: dict[str, Any]) -> Any:
    query = str(call.get("callback_query_id", ""))
    if query not in api.presses:
        raise Refused("query is too old and response timeout expired or query ID is invalid")
    if len(call.get("text", "")) > 200:
        raise Refused("MESSAGE_TOO_LONG")
    api.presses[query] = True
    return True


async def answer_inline_query(api: BotApi, call: dict[str, Any]) -> Any:
    id, results = str(call.get("inline_query_id", "")), call.get("results")
    if id not in api.queries:
        raise Refused("query is too old and response timeout expired or query ID is invalid")
    if not isinstance(results, list) or len(results) > 50:
        raise Refused("RESULTS_TOO_MUCH")
    for each in results:
        if each.get("type") != "article" or not 1 <= len(str(each.get("id", "")).encode()) <= 64:
            raise Refused("RESULT_ID_INVALID")
        if not each.get("title"):
            raise Refused("ARTICLE_TITLE_EMPTY")
        read_text(each.get("input_message_content", {}), "message_text")
    if len({each["id"] for each in results}) < len(results):
        raise Refused("RESULT_ID_DUPLICATE")
    button = call.get("button") or {"text": "-", "start_parameter": "x"}
    if not re.fullmatch(r"[\w-]{1,64}", button.get("start_parameter", "")):
        raise Refused("START_PARAM_INVALID")
    api.queries[id] = call
    return True


async def get_file(api: BotApi, call: dict[str, Any]) -> Any:
    path = str(call.get("file_id", ""))
    if path not in api.files:
        raise Refused("wrong file_id or the file is temporarily unavailable")
    return {"file_id": path, "file_unique_id": path, "file_size": len(api.files[path]), "file_path": path}


async def set_commands(api: BotApi, call: dict[str, Any]) -> Any:
    api.profile["commands", check_language(call.get("language_code", ""))] = read_commands(
        call.get("commands")
    )
    return True


async def get_commands(api: BotApi, call: dict[str, Any]) -> Any:
    return api.profile.get(("commands", check_language(call.get("language_code", ""))), [])


async def delete_commands(api: BotApi, call: dict[str, Any]) -> Any:
    api.profile.pop(("commands", check_language(call.get("language_code", ""))), None)
    return True


def _sets(what: str) -> Answer:
    async def set_it(api: BotApi, call: dict[str, Any]) -> Any:
        value = str(call.get(what, ""))
        if len(value) > LONGEST[what]:
            raise Refused(f"bot {what.replace('_', ' ')} is too long")
        api.profile[what, check_language(call.get("language_code", ""))] = value
        return True

    return set_it


def _gets(what: str) -> Answer:
    async def get_it(api: BotApi, call: dict[str, Any]) -> Any:
        code = check_language(call.get("language_code", ""))
        return {what: api.profile.get((what, code), api.profile.get((what, ""), ""))}

    return get_it


ANSWERS: dict[str, Answer] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "sendMessage": send_message,
    "sendPhoto": _sends_file("photo"),
    "sendDocument": _sends_file("document"),
    "sendVoice": _sends_file("voice"),
    "sendContact": send_contact,
    "sendChatAction": send_chat_action,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "getFile": get_file,
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "deleteMyCommands": delete_commands,
    "setMyName": _sets("name"),
    "getMyName": _gets("name"),
    "setMyDescription": _sets("description"),
    "getMyDescription": _gets("description"),
    "setMyShortDescription": _sets("short_description"),
    "getMyShortDescription": _gets("short_description"),
    "copyMessage": copy_message,
    **GROUP_ANSWERS,
}
