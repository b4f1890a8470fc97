"""Those who write to the bot: what they say, press and send, and what they see.

`await ana.says("...")` comes back when the bot has taken the message, with what it
sent meanwhile; `ana.posts(...)` does not wait.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.botapi.delivery import Update

if TYPE_CHECKING:
    from tests.botapi.server import BotApi

GROUP_ANONYMOUS_BOT = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}

PATIENCE = 15.0
"""Seconds after which a person gives up on the bot, and the test fails."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A message of the bot as it stands in a chat."""

    raw: dict[str, Any]
    at: float = 0.0

    @property
    def text(self) -> str:
        """What can be read."""
        return str(self.raw.get("text", self.raw.get("caption", "")))

    @property
    def buttons(self) -> list[dict[str, str]]:
        """The buttons under it, row by row."""
        return [
            button for row in self.raw.get("reply_markup", {}).get("inline_keyboard", []) for button in row
        ]

    @property
    def labels(self) -> list[str]:
        """The words on the buttons."""
        return [button["text"] for button in self.buttons]

    @property
    def voice(self) -> str:
        """The file of a voice message, or ""."""
        return str(self.raw.get("voice", {}).get("file_id", ""))

    @property
    def links(self) -> list[str]:
        """The addresses that the text links to."""
        return [each["url"] for each in self.raw.get("entities", []) if each["type"] == "text_link"]


@dataclass(slots=True)
class Chat:
    """A private chat or a group. `refuses` is why the bot may not write there, "" if it may.

    `status` is the bot's own in a group and `rights` what an administrator may; `topics` holds a forum's
    topics by their thread's id, each open or closed.
    """

    shown: dict[str, Any]
    sees: list[Seen] = field(default_factory=list)
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)
    refuses: str = ""
    moved_to: int = 0
    status: str = "administrator"
    rights: set[str] = field(default_factory=lambda: {"can_manage_topics", "can_delete_messages"})
    topics: dict[int, str] = field(default_factory=dict)

    def in_topic(self, thread: int) -> list[Seen]:
        """What the bot has written in one topic."""
        return [each for each in self.sees if each.raw.get("message_thread_id") == thread]

    def hears(self, message: dict[str, Any], me: dict[str, Any], *, reads_all: bool) -> bool:
        """Whether the bot is told of a message here: an administrator, and a bot without privacy mode, of
        all; another of commands, mentions, replies to it and service messages."""
        if self.shown["type"] == "private" or self.status == "administrator" or reads_all:
            return True
        text = str(message.get("text", ""))
        to_it = message.get("reply_to_message", {}).get("from", {}).get("id") == me["id"]
        words = {"text", "photo", "sticker", "voice", "document", "contact", "location"}
        return to_it or text.startswith("/") or f"@{me['username']}" in text or not words & set(message)


@dataclass(slots=True)
class Person:
    """Someone with a Telegram app."""

    api: BotApi
    id: int
    language: str
    name: str
    private: Chat
    said: dict[str, Any] = field(default_factory=dict)
    is_bot: bool = False
    anonymous: bool = False

    @property
    def sees(self) -> list[Seen]:
        """The bot's messages in the private chat."""
        return self.private.sees

    @property
    def user(self) -> dict[str, Any]:
        """The person as updates show them."""
        about: dict[str, Any] = {"id": self.id, "is_bot": self.is_bot, "first_name": self.name}
        return about | ({"language_code": self.language} if self.language else {})

    async def posts(self, text: str = "", *, chat: Chat | None = None, **content: Any) -> Update:
        """Sends a message and waits for nothing."""
        where = chat or self.private
        message = {
            "message_id": next(self.api.ids),
            **self._from(where),
            "chat": where.shown,
            "date": int(time.time()),
            **({"text": text, "entities": _entities(text)} if text else {}),
            **content,
        }
        where.messages[message["message_id"]] = message
        self.said = message
        if not where.hears(message, self.api.me, reads_all=self.api.reads_all):
            unheard = Update(0, "message", where.shown["id"], {})
            unheard.taken.set()
            return unheard
        return await self.api.delivery.put("message", message, where.shown["id"])

    async def writes(self, text: str, group: Chat, thread: int = 0, **content: Any) -> list[Seen]:
        """Writes in a group, in one of its topics where one is named."""
        if thread:
            content |= {"message_thread_id": thread, "is_topic_message": True}
        return await self.says(text, chat=group, **content)

    async def closes_topic(self, group: Chat, thread: int) -> list[Seen]:
        """Closes a topic in the app."""
        group.topics[thread] = "closed"
        content = {"message_thread_id": thread, "is_topic_message": True, "forum_topic_closed": {}}
        return await self.sends(chat=group, **content)

    async def turns_into_supergroup(self, group: Chat, id: int) -> Chat:
        """Makes a supergroup of a group: another chat with another id, and the old one is gone."""
        new = self.api.group(id, group.shown["title"])
        new.status, new.rights = group.status, group.rights
        await self.sends(chat=group, migrate_to_chat_id=id)
        group.moved_to = id
        await self.sends(chat=new, migrate_from_chat_id=group.shown["id"])
        return new

    async def says(self, text: str, *, chat: Chat | None = None, **content: Any) -> list[Seen]:
        """Writes a message; what the bot has sent to that chat until it was done with it."""
        return await self._until_taken(chat or self.private, self.posts(text, chat=chat, **content))

    async def starts(self, payload: str = "") -> list[Seen]:
        """Opens the bot, by a deep link where there is a payload."""
        return await self.says(f"/start {payload}".strip())

    async def sends(self, *, chat: Chat | None = None, **content: Any) -> list[Seen]:
        """Sends anything else: `sticker={...}`, `location={...}`."""
        return await self._until_taken(chat or self.private, self.posts(chat=chat, **content))

    async def sends_photo(self, caption: str = "", **content: Any) -> list[Seen]:
        """Sends a picture, with words under it or without."""
        return await self.sends(
            photo=[self._file("photo") | {"width": 9, "height": 9}], **_under(caption), **content
        )

    async def sends_album(self, captions: list[str]) -> list[Seen]:
        """Sends pictures as one album; only some may have words under them."""
        album, before = str(next(self.api.ids)), len(self.sees)
        for caption in captions:
            await self.sends_photo(caption, media_group_id=album)
        return self.sees[before:]

    async def sends_voice(
        self, content: bytes = b"OggS", *, duration: int = 3, chat: Chat | None = None, **more: Any
    ) -> list[Seen]:
        """Speaks a message."""
        voice = self._file("voice", content) | {"duration": duration, "mime_type": "audio/ogg"}
        return await self.sends(chat=chat, voice=voice, **more)

    async def sends_document(self, name: str, content: bytes, caption: str = "") -> list[Seen]:
        """Sends a file."""
        return await self.sends(
            document=self._file("document", content) | {"file_name": name}, **_under(caption)
        )

    async def shares_contact(self, phone: str, *, own: bool = True) -> list[Seen]:
        """Shares a contact card: the person's own, or somebody else's."""
        contact = {"phone_number": phone, "first_name": self.name, "user_id": self.id if own else self.id + 1}
        return await self.sends(contact=contact)

    async def forwards(self, text: str, **content: Any) -> list[Seen]:
        """Forwards somebody's message."""
        origin = {"type": "hidden_user", "date": int(time.time()) - 60, "sender_user_name": "Contratista"}
        return await self.says(text, forward_origin=origin, **content)

    async def replies(self, text: str, to: Seen, *, chat: Chat | None = None) -> list[Seen]:
        """Answers a message of the bot's."""
        quoted = {name: value for name, value in to.raw.items() if name != "reply_to_message"}
        return await self.says(text, chat=chat, reply_to_message=quoted)

    async def edits(self, text: str = "", **content: Any) -> list[Seen]:
        """Changes the message that the person sent last."""
        chat = self.api.chats[self.said["chat"]["id"]]
        words = {"text": text, "entities": _entities(text)} if text else {}
        self.said = self.said | words | content | {"edit_date": int(time.time())}
        return await self._until_taken(
            chat, self.api.delivery.put("edited_message", self.said, self.said["chat"]["id"])
        )

    async def asks_inline(self, query: str) -> dict[str, Any]:
        """Types `@bot query` in some chat; the call with which the bot answered, {} where it did not."""
        id = str(next(self.api.ids) + 10**15)
        self.api.queries[id] = {}
        update = await self.api.delivery.put(
            "inline_query", {"id": id, "from": self.user, "query": query, "offset": ""}, self.id + (4 << 33)
        )
        await asyncio.wait_for(update.taken.wait(), PATIENCE)
        return self.api.queries[id]

    async def presses(self, button: str, *, chat: Chat | None = None, old: bool = False) -> list[Seen]:
        """Presses the newest button with these words or data. `old`: its message cannot be seen any more."""
        where = chat or self.private
        for seen in reversed(where.sees):
            for each in seen.buttons:
                if button in (each["text"], each.get("callback_data")) and "callback_data" in each:
                    return await self.sends_press(each["callback_data"], seen, chat=chat, old=old)
        raise AssertionError(f"no button {button!r}; there are {[seen.labels for seen in where.sees[-3:]]}")

    async def sends_press(
        self, data: str, seen: Seen | None = None, *, chat: Chat | None = None, old: bool = False
    ) -> list[Seen]:
        """Sends a press with any data, also such as no button carries."""
        return await self._until_taken(chat or self.private, self.posts_press(data, seen, chat=chat, old=old))

    async def posts_press(
        self, data: str, seen: Seen | None = None, *, chat: Chat | None = None, old: bool = False
    ) -> Update:
        """Presses and waits for nothing."""
        where = chat or self.private
        shown: dict[str, Any] = dict(seen.raw) if seen else {"message_id": 1, "from": self.api.me, "date": 1}
        shown["chat"] = where.shown
        if old:
            shown = {"message_id": shown["message_id"], "chat": where.shown, "date": 0}
        query = str(next(self.api.ids) + 10**15)
        self.api.presses[query] = False
        press = {"id": query, "from": self.user, "message": shown, "chat_instance": "1", "data": data}
        return await self.api.delivery.put("callback_query", press, self.id + (3 << 33))

    async def blocks(self) -> None:
        """Blocks the bot: it can no longer write to this person, and is told so."""
        self.private.refuses = "bot was blocked by the user"
        member = {"user": self.api.me, "status": "member"}
        await self.api.delivery.put(
            "my_chat_member",
            {
                "chat": self.private.shown,
                "from": self.user,
                "date": int(time.time()),
                "old_chat_member": member,
                "new_chat_member": {"user": self.api.me, "status": "kicked", "until_date": 0},
            },
            self.id,
        )

    async def waits(self, count: int = 1, seconds: float = PATIENCE) -> list[Seen]:
        """Waits until the private chat shows so many messages in all."""
        await until(lambda: len(self.sees) >= count, seconds)
        return self.sees

    async def _until_taken(self, chat: Chat, sending: Any) -> list[Seen]:
        before = len(chat.sees)
        update: Update = await sending
        try:
            await asyncio.wait_for(update.taken.wait(), PATIENCE)
        except TimeoutError:
            calls = [(call.method, call.status) for call in self.api.calls[-5:]]
            raise AssertionError(
                f"the bot has not taken a {update.kind} within {PATIENCE:.0f} s; its last calls: {calls}"
            ) from None
        return chat.sees[before:]

    def _from(self, where: Chat) -> dict[str, Any]:
        """Who wrote, as it is shown: an anonymous administrator is the group itself."""
        if not self.anonymous:
            return {"from": self.user}
        return {"from": GROUP_ANONYMOUS_BOT, "sender_chat": where.shown}

    def _file(self, kind: str, content: bytes = b"\xff\xd8") -> dict[str, Any]:
        path = f"{kind}s/{next(self.api.ids)}"
        self.api.files[path] = content
        return {"file_id": path, "file_unique_id": path, "file_size": len(content)}


async def until(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Waits until something is so; past so many seconds the test fails."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"still not so after {seconds:.0f} s"
        await asyncio.sleep(0.01)


def _under(caption: str) -> dict[str, Any]:
    return {"caption": caption, "caption_entities": _entities(caption)} if caption else {}


def _entities(text: str) -> list[dict[str, Any]]:
    """The commands and mentions in what a person wrote, as Telegram marks them (offsets in UTF-16 units)."""
    found = []
    for match in re.finditer(r"^/\w+(?:@\w+)?|(?<!\w)@\w{5,32}", text):
        start = len(text[: match.start()].encode("utf-16-le", "surrogatepass")) // 2
        kind = "bot_command" if match.group().startswith("/") else "mention"
        found.append({"type": kind, "offset": start, "length": len(match.group())})
    return found
