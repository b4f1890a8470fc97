"""A message that may be a scam: what is found in it, what is said of it, and that nothing of it is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.content import load
from bot.engine import Engine
from bot.scam import find, official_phones, read_line
from bot.scam.addresses import addresses, imitates, is_official
from bot.scam.wording import plain
from bot.signs import Seen as _Seen  # noqa: F401
from tests.botapi import BotApi, Person
from tests.botapi.running import MODES, running, settings_for
from tests.samples.content import build, check, lines, put

ROOT = Path(__file__).parent.parent
CONTENT = load(ROOT / "content").content
KNOWN = official_phones(CONTENT.facts)
OFFER = "Le aparto su lugar, deposite 3,500 pesos en OXXO hoy, la visa es segura zapote"
