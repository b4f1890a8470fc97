"""Groups, forum topics and members as the Bot API has them, with its words of refusal."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from tests.botapi.people import Chat
from tests.botapi.rules import Refused

if TYPE_CHECKING:
    from tests.botapi.server import BotApi

RIGHTS = (
    *("can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members"),
    *("can_promote_members", "can_change_info", "can_invite_users", "can_post_stories"),
    *("can_edit_stories", "can_delete_stories", "can_pin_messages", "can_manage_topics"),
)


def check_thread(chat: Chat, thread: int) -> None:
    """Raises `Refused` unless the bot may write in this topic."""
    state = chat.topics.get(thread, "")
    if not state:
        raise Refused("message thread not found")
    if state == "closed" and not _may(chat, "can_manage_topics"):
        raise Refused("TOPIC_CLOSED")


async def create_forum_topic(api: BotApi, call: dict[str, Any]) -> Any:
    chat, name = _forum(api, call), str(call.get("name", ""))
    if not 1 <= len(name) <= 128:
        raise Refused("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_TOO_LONG")
    if not _may(chat, "can_manage_topics"):
        raise Refused("not enough rights to create a topic")
    thread = next(api.ids)
    chat.topics[thread] = "open"
    made = {"message_id": thread, "from": api.me, "chat": chat.shown, "date": int(time.time())}
    about = {"name": name, "icon_color": 7322096}
    chat.messages[thread] = made | {"message_thread_id": thread, "forum_topic_created": about}
    return {"message_thread_id": thread, **about}


async def close_forum_topic(api: BotApi, call: dict[str, Any]) -> Any:
    chat, thread = _topic(api, call)
    if not _may(chat, "can_manage_topics"):
        raise Refused("not enough rights to close or open the topic")
    if chat.topics[thread] == "closed":
        raise Refused("TOPIC_NOT_MODIFIED")
    chat.topics[thread] = "closed"
    return True


async def delete_forum_topic(api: BotApi, call: dict[str, Any]) -> Any:
    chat, thread = _topic(api, call)
    if not _may(chat, "can_delete_messages"):
        raise Refused("not enough rights to delete the topic")
    del chat.topics[thread]
    chat.sees[:] = [seen for seen in chat.sees if seen.raw.get("message_thread_id") != thread]
    for id, message in list(chat.messages.items()):
        if message.get("message_thread_id") == thread:
            del chat.messages[id]
    return True


async def get_chat(api: BotApi, call: dict[str, Any]) -> Any:
    chat = _group(api, call)
    return chat.shown | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": GIFTS}


async def get_chat_member(api: BotApi, call: dict[str, Any]) -> Any:
    chat, id = _group(api, call), call.get("user_id")
    if id != api.me["id"]:
        if id not in api.chats:
            raise Refused("PARTICIPANT_ID_INVALID")
        return {"user": {"id": id, "is_bot": False, "first_name": "Ana"}, "status": "member"}
    about: dict[str, Any] = {"user": api.me, "status": chat.status}
    if chat.status == "administrator":
        about |= {"can_be_edited": False, "is_anonymous": False}
        about |= {name: name in chat.rights for name in RIGHTS}
    return about


GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


def _group(api: BotApi, call: dict[str, Any]) -> Chat:
    chat = api.chats.get(call.get("chat_id", 0))
    if chat is None:
        raise Refused("chat not found")
    if chat.refuses:
        raise Refused(chat.refuses, 403)
    if chat.moved_to:
        raise Refused("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to)
    return chat


def _forum(api: BotApi, call: dict[str, Any]) -> Chat:
    chat = _group(api, call)
    if not chat.shown.get("is_forum"):
        raise Refused("the chat is not a forum")
    return chat


def _topic(api: BotApi, call: dict[str, Any]) -> tuple[Chat, int]:
    chat, thread = _forum(api, call), call.get("message_thread_id", 0)
    if thread not in chat.topics:
        raise Refused("TOPIC_ID_INVALID")
    return chat, thread


def _may(chat: Chat, right: str) -> bool:
    return chat.status == "creator" or (chat.status == "administrator" and right in chat.rights)


GROUP_ANSWERS: dict[str, Callable[[BotApi, dict[str, Any]], Awaitable[Any]]] = {
    "createForumTopic": create_forum_topic,
    "closeForumTopic": close_forum_topic,
    "deleteForumTopic": delete_forum_topic,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
}
