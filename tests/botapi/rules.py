"""What the Bot API lets a bot send, and the words with which it refuses the rest.

Written from the Bot API's documentation and the texts of its server's source.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

COMMON = {
    "chat_id",
    "message_thread_id",
    "disable_notification",
    "protect_content",
    "reply_parameters",
    "reply_markup",
}
FORMAT = {"parse_mode", "entities", "link_preview_options"}
CAPTION = {"caption", "parse_mode", "caption_entities"}

METHODS: dict[str, set[str]] = {
    "getMe": set(),
    "getUpdates": {"offset", "limit", "timeout", "allowed_updates"},
    "setWebhook": {
        "url", "certificate", "ip_address", "max_connections", "allowed_updates", "drop_pending_updates",
        "secret_token",
    },
    "deleteWebhook": {"drop_pending_updates"},
    "getWebhookInfo": set(),
    "sendMessage": COMMON | FORMAT | {"text"},
    "sendPhoto": COMMON | CAPTION | {"photo"},
    "sendDocument": COMMON | CAPTION | {"document"},
    "sendVoice": COMMON | CAPTION | {"voice", "duration"},
    "sendContact": COMMON | {"phone_number", "first_name", "last_name", "vcard"},
    "sendChatAction": {"chat_id", "message_thread_id", "action"},
    "editMessageText": FORMAT | {"chat_id", "message_id", "text", "reply_markup"},
    "editMessageReplyMarkup": {"chat_id", "message_id", "reply_markup"},
    "deleteMessage": {"chat_id", "message_id"},
    "copyMessage": COMMON | CAPTION | {"from_chat_id", "message_id", "show_caption_above_media"},
    "createForumTopic": {"chat_id", "name", "icon_color", "icon_custom_emoji_id"},
    "closeForumTopic": {"chat_id", "message_thread_id"},
    "deleteForumTopic": {"chat_id", "message_thread_id"},
    "getChat": {"chat_id"},
    "getChatMember": {"chat_id", "user_id"},
    "answerCallbackQuery": {"callback_query_id", "text", "show_alert", "url", "cache_time"},
    "answerInlineQuery": {
        "inline_query_id", "results", "cache_time", "is_personal", "next_offset", "button",
    },
    "getFile": {"file_id"},
    "setMyCommands": {"commands", "scope", "language_code"},
    "getMyCommands": {"scope", "language_code"},
    "deleteMyCommands": {"scope", "language_code"},
    "setMyName": {"name", "language_code"},
    "getMyName": {"language_code"},
    "setMyDescription": {"description", "language_code"},
    "getMyDescription": {"language_code"},
    "setMyShortDescription": {"short_description", "language_code"},
    "getMyShortDescription": {"language_code"},
}  # fmt: skip
"""Every method the server knows, and the parameters it takes."""

UPDATE_KINDS = {
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection",
    "business_message",
    "edited_business_message", "deleted_business_messages", "message_reaction", "message_reaction_count",
    "inline_query", "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query",
    "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member", "chat_join_request",
    "chat_boost", "removed_chat_boost",
}  # fmt: skip

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "a": "text_link", "code": "code",
    "pre": "pre", "blockquote": "blockquote", "tg-spoiler": "spoiler", "span": "spoiler",
    "tg-emoji": "custom_emoji",
}  # fmt: skip

_TOKEN = re.compile(r"<(/?)([^\s<>/]*)([^<>]*)>|<")
_BUTTON_KINDS = {"url", "callback_data", "copy_text", "web_app", "login_url", "switch_inline_query", "pay"}


class Refused(Exception):
    """A call that the Bot API answers with an error."""

    def __init__(self, description: str, code: int = 400, **parameters: Any) -> None:
        prefix = {400: "Bad Request: ", 403: "Forbidden: ", 409: "Conflict: ", 404: "Not Found: "}.get(
            code, ""
        )
        super().__init__(prefix + description)
        self.code, self.description, self.parameters = code, prefix + description, parameters


@dataclass(frozen=True, slots=True)
class Read:
    """A text as people see it, and what is set off in it (offsets and lengths in UTF-16 units)."""

    text: str
    entities: tuple[dict[str, Any], ...] = ()


def units(text: str) -> int:
    """The length of a text in UTF-16 units, in which Telegram counts offsets."""
    return len(text.encode("utf-16-le")) // 2


def read_html(source: str) -> Read:
    """A text in Telegram's HTML, read as Telegram reads it. Raises `Refused` with Telegram's words."""
    shown, entities, place = "", [], 0
    open_tags: list[tuple[str, str, int]] = []
    for token in _TOKEN.finditer(source):
        shown += unescape(source[place : token.start()])
        place = token.end()
        at = len(source[: token.start()].encode())
        closing, name, rest = token.group(1), (token.group(2) or "").lower(), token.group(3) or ""
        if token.group(0) == "<" or not name:
            raise Refused(f"can't parse entities: Unclosed start tag at byte offset {at}")
        if closing:
            if not open_tags:
                raise Refused(f"can't parse entities: Unexpected end tag at byte offset {at}")
            wanted, link, start = open_tags.pop()
            if wanted != name:
                raise Refused(
                    f'can\'t parse entities: Unmatched end tag at byte offset {at}, expected "</{wanted}>",'
                    f' found "</{name}>"'
                )
            if units(shown) > start:
                entity = {"type": TAGS[name], "offset": start, "length": units(shown) - start}
                entities.append(entity | ({"url": link} if name == "a" else {}))
            continue
        if name not in TAGS or (name == "span" and "tg-spoiler" not in rest):
            raise Refused(f'can\'t parse entities: Unsupported start tag "{name}" at byte offset {at}')
        href = re.search(r'href\s*=\s*"([^"]*)"', rest)
        open_tags.append((name, unescape(href.group(1)) if href else "", units(shown)))
    shown += unescape(source[place:])
    if open_tags:
        raise Refused(
            f"can't parse entities: Can't find end tag corresponding to start tag \"{open_tags[-1][0]}\""
        )
    return Read(shown.strip(), tuple(sorted(entities, key=lambda each: (each["offset"], -each["length"]))))


def read_text(call: dict[str, Any], field: str = "text", limit: int = 4096) -> Read:
    """The text of a call, within its limits. Raises `Refused`."""
    mode, source = call.get("parse_mode", ""), str(call.get(field, ""))
    if mode not in ("", "HTML"):
        raise Refused(f"unsupported parse_mode for this server: {mode}")
    read = read_html(source) if mode == "HTML" else Read(source.strip())
    if not read.text and field == "text":
        raise Refused("message text is empty")
    if len(read.text) > limit:
        raise Refused("message is too long" if field == "text" else "message caption is too long")
    if "\0" in read.text or re.search("[\ud800-\udfff]", read.text):
        raise Refused("strings must be encoded in UTF-8")
    return read


def read_keyboard(markup: Any) -> dict[str, Any] | None:
    """The inline keyboard of a call. Raises `Refused` for buttons that Telegram does not take."""
    if not markup:
        return None
    if not isinstance(markup, dict):
        raise Refused("object expected as reply markup")
    if "inline_keyboard" not in markup:
        return markup
    buttons = [button for row in markup["inline_keyboard"] for button in row]
    if len(buttons) > 100:
        raise Refused("reply markup is too long")
    for button in buttons:
        if not button.get("text", "").strip():
            raise Refused("text buttons are unallowed in the inline keyboard")
        if len(_BUTTON_KINDS & set(button)) != 1:
            raise Refused("BUTTON_TYPE_INVALID")
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
            raise Refused("BUTTON_DATA_INVALID")
        if "url" in button:
            check_url(button["url"])
    return markup


def check_url(url: str) -> None:
    """Raises `Refused` for an address that a button cannot open (`tel:` is one)."""
    parts = urlsplit(url if "//" in url or ":" in url else f"http://{url}")
    why = ""
    if parts.scheme in ("tel", "mailto"):
        why = "Wrong port number specified in the URL" if len(parts.path) > 5 else "Wrong HTTP URL"
    elif parts.scheme not in ("http", "https", "tg", "ton", "tonsite"):
        why = "Unsupported URL protocol"
    elif not parts.netloc or (parts.scheme.startswith("http") and "." not in parts.netloc):
        why = "Wrong HTTP URL"
    if why:
        raise Refused(f"inline keyboard button URL '{url}' is invalid: {why}")


def check_language(code: str) -> str:
    """Raises `Refused` unless the code is empty or two letters."""
    if not re.fullmatch("([a-z]{2})?", code):
        raise Refused("Invalid language code specified")
    return code


def read_commands(commands: Any) -> list[dict[str, str]]:
    """The list of commands, checked. Raises `Refused`."""
    if not isinstance(commands, list) or len(commands) > 100:
        raise Refused("can't parse commands list")
    for each in commands:
        if not re.fullmatch("[a-z0-9_]{1,32}", each.get("command", "")):
            raise Refused("BOT_COMMAND_INVALID")
        if not 1 <= len(each.get("description", "")) <= 256:
            raise Refused("BOT_COMMAND_DESCRIPTION_INVALID")
    return commands


def parameters(fields: dict[str, Any]) -> dict[str, Any]:
    """A call's parameters with those that are JSON read as such, as the server itself does."""
    read: dict[str, Any] = {}
    for name, value in fields.items():
        if name in JSON_PARAMETERS and isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                raise Refused(f"can't parse {name}") from None
        elif name in INTEGERS and isinstance(value, str) and re.fullmatch(r"-?\d+", value):
            value = int(value)
        elif isinstance(value, str) and value in ("true", "false") and name not in TEXTS:
            value = value == "true"
        read[name] = value
    return read


JSON_PARAMETERS = {
    "reply_markup", "reply_parameters", "link_preview_options", "entities", "caption_entities", "commands",
    "allowed_updates", "scope", "results", "button",
}  # fmt: skip
INTEGERS = {
    "chat_id", "from_chat_id", "user_id", "message_id", "message_thread_id", "offset", "limit", "timeout",
    "max_connections",
}  # fmt: skip
TEXTS = {"text", "caption", "name", "description", "short_description", "first_name", "last_name"}
