"""Runs the server by itself: `python -m tests.botapi --port 8081`, for benchmarks and for looking around."""

from __future__ import annotations

import argparse
import asyncio

from tests.botapi.server import TOKEN, BotApi


async def serve(port: int, latency: float) -> None:
    """Serves until interrupted; each line typed is a message of one person, and what they see is printed."""
    async with BotApi(port=port, latency=latency) as api:
        print(f"TELEGRAM_BASE_URL={api.base_url} TELEGRAM_TOKEN={TOKEN}", flush=True)
        ana = api.person(1001)
        while line := await asyncio.to_thread(input_or_nothing):
            for seen in await ana.says(line):
                print(f"{seen.text}\n{seen.labels}", flush=True)
        await asyncio.Event().wait()


def input_or_nothing() -> str:
    """A line typed, "" at the end of input."""
    try:
        return input() or " "
    except EOFError:
        return ""


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds that each call takes")
    asked = parser.parse_args()
    asyncio.run(serve(asked.port, asked.latency))
