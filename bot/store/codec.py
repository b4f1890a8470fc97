"""Conversations and replies as text for the database, and back, and the rows that they stand in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime

from bot.attached import Attached, Card, File, Voice
from bot.model import Action, Button, Conversation, Incoming, Reply, Turn

_FRESH = {
    each.name: getattr(Conversation(), each.name) for each in fields(Conversation) if each.name != "version"
}


def dump(conversation: Conversation) -> str:
    """Only what differs from a new conversation: most rows are short."""
    values = ((name, getattr(conversation, name)) for name in _FRESH)
    return json.dumps({name: value for name, value in values if value != _FRESH[name]}, ensure_ascii=False)


def load(state: str, version: int) -> Conversation:
    """Fields that a newer or older program wrote and this one does not know are left out."""
    values = {name: value for name, value in json.loads(state).items() if name in _FRESH}
    for name in ("notices", "topics"):
        if name in values:
            values[name] = tuple(values[name])
    if "used" in values:
        values["used"] = {what: (since, count) for what, (since, count) in values["used"].items()}
    return Conversation(**values | {"version": version})


def dump_replies(replies: tuple[Reply, ...]) -> str:
    """Replies as they are kept for a repeated update."""
    return json.dumps([_reply_out(each) for each in replies], ensure_ascii=False)


def load_replies(stored: str) -> tuple[Reply, ...]:
    """Replies as they were when they were kept."""
    return tuple(_reply_in(each) for each in json.loads(stored))


def state_row_new(channel: str, sender: str, state: str, now: datetime) -> dict[str, object]:
    """The row of a conversation that begins."""
    return {"channel": channel, "sender": sender, "state": state, "version": 0, "at": now}


def state_row(incoming: Incoming, after: Conversation, now: datetime) -> dict[str, object]:
    """What writes a conversation over, as `store` names it."""
    here = {"channel_": incoming.channel, "sender_": incoming.sender}
    return {**here, "state_": dump(after), "version_": after.version, "at_": now}


def update_row(incoming: Incoming, turn: Turn, now: datetime) -> dict[str, object]:
    """The row of an update that is taken."""
    of = {"channel": incoming.channel, "update_id": incoming.update_id, "sender": incoming.sender}
    return {**of, "replies": dump_replies(turn.replies), "private": turn.private, "arrived": 0, "at": now}


def _reply_out(reply: Reply) -> dict[str, object]:
    rows = [[[each.label, str(each.action or ""), each.url] for each in row] for row in reply.buttons]
    kept: dict[str, object] = {"text": reply.text, "buttons": rows, "quotes": reply.quotes}
    if reply.asks_contact:
        kept["asks_contact"] = reply.asks_contact
    match reply.attached:
        case Card(name, phone):
            kept["card"] = [name, phone]
        case File(name, text):
            kept["file"] = [name, text]
        case Voice(topic, language):
            kept["voice"] = [topic, language]
    return kept


def _reply_in(stored: Mapping[str, object]) -> Reply:
    rows = stored["buttons"]
    assert isinstance(rows, list)  # noqa: S101, for the type checker: `_reply_out` wrote it
    buttons = tuple(
        tuple(Button(label, Action.read(action) if action else None, url) for label, action, url in row)
        for row in rows
    )
    attached: Attached | None = None
    match stored:
        case {"card": [str(name), str(phone)]}:
            attached = Card(name, phone)
        case {"file": [str(name), str(text)]}:
            attached = File(name, text)
        case {"voice": [str(topic), str(language)]}:
            attached = Voice(topic, language)
    asks = str(stored.get("asks_contact", ""))
    return Reply(str(stored["text"]), buttons, bool(stored["quotes"]), attached, asks)
