"""What more topics and phrases, and more stored conversations, cost: tables without a requirement."""

from __future__ import annotations

import re
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench.asked import PRESSES, questions, ready
from bench.started import ROOT, Loader, whole_bot
from bot.content import load
from bot.live import examples
from bot.matching import fit
from bot.store import Store

TOPICS = (20, 80, 300)
CONVERSATIONS = (0, 1_000_000)

PHRASES = re.compile(r"(?m)^phrases:$(?:\n  - .+$)+")

Row = Callable[..., None]


def with_topics(count: int, folder: Path) -> int:
    """The project's own content with so many topics: some left out, or others put beside them under other
    names, with other phrases; how many phrases there are."""
    shutil.copytree(ROOT / "content", folder)
    pressed = {f"{each.partition(':')[2]}.md" for each in PRESSES}
    names = sorted((path.name for path in (folder / "es").glob("[a-z]*.md")), key=lambda n: n not in pressed)
    for name in names[count:]:
        for language in ("es", "en"):
            (folder / language / name).unlink()
    # Help in danger may do without sources only under its own name.
    others = [
        (name, copy)
        for copy in range(count // len(names) + 1)
        for name in names[:count]
        if "\nsources:" in (folder / "es" / name).read_text("utf-8")
    ]
    for name, copy in others[: max(0, count - len(names))]:
        for language in ("es", "en"):
            text = (folder / language / name).read_text("utf-8")
            other = PHRASES.sub(lambda found, n=copy: _others(found[0], n), text)  # type: ignore[misc]
            (folder / language / f"{name[:-3]}-{copy + 2}.md").write_text(other, "utf-8")
    found = (PHRASES.search(path.read_text("utf-8")) for path in folder.glob("e[sn]/[a-z]*.md"))
    return sum(each[0].count("\n  - ") for each in found if each)


def _others(phrases: str, copy: int) -> str:
    """A list of phrases with one more word in each."""
    word = ("segundo", "tercero", "cuarto", "quinto", "sexto")[copy % 5]
    return re.sub(r'(?m)^(  - .+?)("?)$', rf"\1 {word}\2", phrases)


async def topics(people: Loader, row: Row, *, short: bool) -> None:
    """Presses and questions with few topics and many. The heads of other content are fitted first, which
    takes minutes for each."""
    for count in (80,) if short else TOPICS:
        with tempfile.TemporaryDirectory(prefix="load-") as place:
            folder = Path(place) / "content"
            phrases = with_topics(count, folder)
            loaded = load(folder)
            if loaded.problems:
                raise RuntimeError(f"content that the bot would not take: {loaded.problems[0]}")
            # Else the first questions would be answered by the light matcher of few phrases.
            fit(examples(loaded.content), ROOT / "var" / "matching")
            async with whole_bot(people.base_url, content=folder) as bot:
                await ready(bot)
                few = 200 if short else 3_000
                press = {"kind": "press", "outstanding": 64, "says": PRESSES, "count": few}
                found = await people.load(bot, people=press)
                about = f"{count} topics, {phrases} phrases; {bot.megabytes():.0f} MB"
                row("presses", found, more=about)
                ask = {"kind": "text", "outstanding": 4, "says": questions(few // 10), "count": few // 10}
                found = await people.load(bot, people=ask)
                row("questions", found, more=about)


async def conversations(people: Loader, row: Row, *, short: bool) -> None:
    """Presses with a database that is empty, and one with very many people in it."""
    for count in (0, 10_000) if short else CONVERSATIONS:
        with tempfile.TemporaryDirectory(prefix="load-") as place:
            file = Path(place) / "people.db"
            await (store := Store(f"sqlite:///{file}")).open()
            await store.close()
            _fill(file, count)
            async with whole_bot(people.base_url, f"sqlite:///{file}") as bot:
                await ready(bot)
                press: dict[str, Any] = {"kind": "press", "outstanding": 64, "people": 10_000}
                found = await people.load(
                    bot, people=press | {"says": PRESSES, "count": 200 if short else 6_000}
                )
                size = file.stat().st_size / 2**20
                row("presses", found, more=f"{count} stored conversations ({size:.0f} MB of SQLite)")


def _fill(file: Path, count: int) -> None:
    """Conversations of people who wrote in the last weeks."""
    now = datetime.fromtimestamp(time.time())
    state = '{"language": "es", "chosen": true, "last_topic": "visa-cost", "topics": ["visa-cost"]}'
    with closing(sqlite3.connect(file)) as made, made:
        made.executemany(
            "INSERT INTO conversations (channel, sender, state, version, at) VALUES ('telegram', ?, ?, 3, ?)",
            ((str(2_000_000 + n), state, str(now - timedelta(minutes=n % 60_000))) for n in range(count)),
        )
