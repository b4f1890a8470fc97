"""How much does the whole bot carry, and what does that cost beside a bot that only says back what it hears?

    python bench/load.py                       # every part, on an idle machine
    python bench/load.py buttons slow --short  # parts by name, with small counts: to see that they work

Everything runs on loopback in processes of its own: the bot as it is deployed, and the people with the Bot
API that they write through (`crowd.py`). Ends with 1 where a requirement is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import statistics
import sys
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import growth
from bench.asked import PRESSES, questions, ready, rules_kept
from bench.started import crowd, echo, postgres, whole_bot

Missed = list[str]


def row(name: str, found: dict[str, Any], stream: str = "people", more: str = "") -> None:
    """One line of a table: what came of a stream, and the processor time that an update took."""
    one, done = found[stream], max(1, found[stream]["done"])
    lost = f", **{one['lost']} lost, {one['refused']} refused**" if one["lost"] or one["refused"] else ""
    cpu, own = found["bot_cpu"] / done * 1e3, found["cpu"] / done * 1e3
    print(
        f"| {name} | {one['rate']:.0f} | {one['median']:.0f} / {one['p95']:.0f} | {cpu:.2f} | {own:.2f} "
        f"| {more}{lost} |",
        flush=True,
    )


def head(title: str, last: str = "") -> None:
    """The head of a table."""
    print(f"\n### {title}\n\n| | a second | ms median / p95 | bot CPU ms | crowd CPU ms | {last} |")
    print("| --- | --- | --- | --- | --- | --- |", flush=True)


def require(missed: Missed, what: str, value: float, bound: float, *, least: bool) -> None:
    """Notes a requirement that is missed, and prints it either way."""
    good = value >= bound if least else value <= bound
    side = "at least" if least else "at most"
    print(f"\n{'✓' if good else '✗'} {what}: {value:.2f} ({side} {bound:g})", flush=True)
    if not good:
        missed.append(f"{what}: {value:.2f}, {side} {bound:g}")


async def buttons(short: bool) -> Missed:
    """Presses through the whole bot, beside the echoes: rounds in turn, the median counts."""
    missed: Missed = []
    count, rounds = (600, 1) if short else (12_000, 3)
    press = {"kind": "press", "outstanding": 64, "people": 10_000, "says": PRESSES, "count": count}
    text = press | {"kind": "text", "says": ["hola"]}
    rates: dict[str, list[float]] = {}
    late: dict[str, list[float]] = {}
    head("Buttons: menu, topics, steps of a flow; 64 outstanding", "of the bare echo")
    async with crowd() as people, AsyncExitStack() as kept:
        address = kept.enter_context(postgres())
        bots = {
            "bare echo": (await kept.enter_async_context(echo("fast", people.base_url)), text),
            "bare echo of presses": (await kept.enter_async_context(echo("fast", people.base_url)), press),
            "library's defaults": (await kept.enter_async_context(echo("default", people.base_url)), text),
            "whole bot, SQLite": (await kept.enter_async_context(whole_bot(people.base_url)), press),
            "whole bot, PostgreSQL": (
                await kept.enter_async_context(whole_bot(people.base_url, address)),
                press,
            ),
        }
        for bot, _ in bots.values():
            await ready(bot)
        for bot, stream in bots.values():
            await people.load(bot, people=stream | {"count": 300})
        for _ in range(rounds):
            for name, (bot, stream) in bots.items():
                found = await people.load(bot, people=stream)
                rates.setdefault(name, []).append(found["people"]["rate"])
                late.setdefault(name, []).append(found["people"]["p95"])
                share = statistics.median(rates[name]) / statistics.median(rates["bare echo"])
                row(name, found, more=f"{share:.2f}")
    bare = statistics.median(rates["bare echo"])
    for kind, bound in (("SQLite", 0.45), ("PostgreSQL", 0.3)):
        name = f"whole bot, {kind}"
        require(missed, f"{kind}, of the bare echo", statistics.median(rates[name]) / bare, bound, least=True)
        require(missed, f"{kind}, p95 in ms", statistics.median(late[name]), 150, least=False)
    return missed


async def typed(short: bool) -> Missed:
    """Typed questions, none repeated, while others press buttons."""
    missed: Missed = []
    seconds = 8 if short else 60
    asked = questions(400 if short else 12_000)
    head("Typed questions, none repeated; 16 outstanding, and 20 presses a second by others")
    async with crowd() as people, whole_bot(people.base_url) as bot:
        await ready(bot)
        warm = {"people": 1000, "seconds": seconds, "warm": seconds / 8}
        found = await people.load(
            bot,
            people={"kind": "text", "outstanding": 16, "says": asked, **warm},
            others={"kind": "press", "rate": 20, "says": PRESSES, "first": 5_000_000, **warm},
        )
        row("questions", found)
        row("presses", found, "others")
    require(missed, "questions a second", found["people"]["rate"], 40, least=True)
    require(missed, "questions, p95 in ms", found["people"]["p95"], 600, least=False)
    require(missed, "presses meanwhile, p95 in ms", found["others"]["p95"], 150, least=False)
    return missed


async def memory(short: bool) -> Missed:
    """Memory after many messages of 10,000 people, against that after a tenth of them."""
    first, whole = (500, 5_000) if short else (10_000, 100_000)
    missed: Missed = []
    head(f"Memory: {whole} messages of 10,000 people", "MB held")
    async with crowd() as people, whole_bot(people.base_url) as bot:
        await ready(bot)
        asked = questions(200)
        press = {"kind": "press", "outstanding": 64, "people": 9_000, "says": PRESSES}
        mixed = {"kind": "text", "outstanding": 4, "people": 1_000, "says": asked, "first": 5_000_000}
        mixed |= {"count": first // 50}
        await people.load(bot, people=press | {"count": first // 2}, others=mixed)
        found = await people.load(bot, people=press | {"count": first // 2})
        before = bot.megabytes()
        row(f"after {first}", found, more=f"{before:.0f}")
        found = await people.load(bot, people=press | {"count": whole - first}, others=mixed)
        after = bot.megabytes()
        row(f"after {whole}", found, more=f"{after:.0f}")
    require(missed, "memory, of that after a tenth", after / before, 1.1, least=False)
    return missed


async def slow(short: bool) -> Missed:
    """A Bot API that takes 50 ms to answer, with 256 outstanding."""
    missed: Missed = []
    seconds = 4 if short else 20
    stream = {"kind": "press", "outstanding": 256, "people": 10_000, "says": PRESSES}
    stream |= {"seconds": seconds, "warm": seconds / 4}
    head("A Bot API that takes 50 ms; 256 outstanding")
    async with crowd() as people, whole_bot(people.base_url) as bot:
        await ready(bot)
        found = await people.load(bot, latency=0.05, people=stream)
        row("whole bot, SQLite", found)
    require(missed, "updates a second", found["people"]["rate"], 500, least=True)
    return missed


async def grows(short: bool) -> Missed:
    """What more topics, phrases and stored conversations cost."""
    head("Growth", "what grew")
    async with crowd() as people:
        await growth.topics(people, row, short=short)
        await growth.conversations(people, row, short=short)
    return []


async def rules(short: bool) -> Missed:
    """What the other parts press, once through the server that keeps every rule of the Bot API."""
    broken = await rules_kept(short)
    print(f"\n### The Bot API's rules\n\n{len(broken)} broken by what is pressed and asked below.")
    return broken


PARTS: dict[str, Callable[[bool], Coroutine[Any, Any, Missed]]] = {
    "rules": rules,
    "buttons": buttons,
    "questions": typed,
    "slow": slow,
    "memory": memory,
    "growth": grows,
}


def machine() -> str:
    """What the figures were measured on."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load}"


def main() -> None:
    """Prints the tables of the parts that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", help="which parts; none: all")
    parser.add_argument("--short", action="store_true", help="small counts: shows that it works, no figures")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(unknown)}; the parts are {', '.join(PARTS)}")
    print(machine(), flush=True)
    missed: Missed = []
    for name in asked.parts or PARTS:
        missed += asyncio.run(PARTS[name](asked.short))
    print(f"\nAfterwards: {machine()}")
    for each in missed:
        print(f"MISSED: {each}")
    if asked.short:
        print("With --short nothing is measured.")
    sys.exit(bool(missed) and not asked.short)


if __name__ == "__main__":
    main()
