"""How much memory does a process hold that only loads a fitted head and answers? Prints JSON.

Run by `matching.py`: `python -m bench.serve FOLDER`, where `bench.one` put what it needs. Imports
nothing that answering does not.
"""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.matching import Examples, fit

THREADS = min(32, (os.cpu_count() or 1) + 4)
"""As many as asyncio's own pool, on which the bot matches."""


def kilobytes(name: str) -> int:
    """A line of this process's status, such as VmRSS (memory held) and VmHWM (the most it ever was)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)


def main() -> None:
    """Loads, answers, and prints the memory held after each."""
    folder = Path(sys.argv[1])
    matcher = fit(Examples.read((folder / "examples.json").read_text(encoding="utf-8")), folder)
    loaded = kilobytes("VmRSS")
    questions = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    with ThreadPoolExecutor(THREADS) as threads:
        for _ in threads.map(matcher.answer, questions):
            pass
    out = {"loaded": loaded, "memory": kilobytes("VmRSS"), "peak": kilobytes("VmHWM")}
    print(json.dumps(out | {"questions": len(questions), "threads": THREADS}))


if __name__ == "__main__":
    main()
