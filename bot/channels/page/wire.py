"""What the page and the server say to each other, as JSON."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot import render
from bot.attached import Card, File
from bot.language import percent
from bot.match import Match
from bot.model import Action, Incoming, Reply


def read(body: bytes, sender: str, language: str) -> Incoming:
    """What a person typed or pressed on the page. Raises `HTTPBadRequest` for anything else."""
    try:
        sent: Any = json.loads(body)
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest from None
    if not isinstance(sent, dict) or not {"text", "action"} & sent.keys():
        raise web.HTTPBadRequest
    id, text, action = sent.get("id"), sent.get("text", ""), sent.get("action")
    if not isinstance(id, str) or not re.fullmatch(r"[\w-]{8,64}", id, re.ASCII) or not isinstance(text, str):
        raise web.HTTPBadRequest
    pressed = Action.read(action) if isinstance(action, str) else None
    if "action" in sent and pressed is None:
        raise web.HTTPBadRequest
    # The id is the browser's own, so it is unique only together with the sender.
    update_id = hashlib.sha256(f"{sender} {id}".encode()).hexdigest()[:32]
    return Incoming("web", sender, update_id, render.clean(text), pressed, language=language)


def shown(reply: Reply, language: str) -> Mapping[str, object]:
    """A reply as the page shows it."""
    rows = [
        [
            {"label": each.label, "action": str(each.action)}
            if each.action
            else {"label": each.label, "url": each.url}
            for each in row
            if each.action or each.url.startswith(("https://", "http://", "tg://"))
        ]
        for row in reply.buttons
    ]
    said = {"html": render.page(reply.text), "buttons": rows, "quotes": reply.quotes, "language": language}
    match reply.attached:
        case Card(name, phone):
            said["call"] = {"name": name, "phone": phone}
        case File(name, text):
            said["file"] = {"name": name, "text": text}
    return said


def why(match: Match, language: str) -> Mapping[str, object]:
    """Why the matcher said so, for staff."""
    return {
        "decision": match.decision,
        "probability": percent(round(match.probability * 100), language),
        "topic": match.topic,
        "phrase": match.phrase,
        "choices": match.choices,
        "ranked": [f"{topic} {percent(round(share * 100), language)}" for topic, share in match.ranked],
    }
