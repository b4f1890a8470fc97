"""Databases of each revision, with rows in them, as SQL: what was written once has to be read for ever.

    python -m tests.schemas        writes the dumps of earlier revisions that have none yet; commit them

The newest has none, for it may still change. A dump is made from the migrations' history and never made
anew: it is what an older version left behind.
"""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Boolean, DateTime, Engine, Integer, MetaData, Table, create_engine, insert

FOLDER = Path(__file__).parent
MIGRATIONS = FOLDER.parent.parent / "bot" / "store" / "migrations"

ROWS = 3
MOMENT = datetime(2026, 11, 20, 10, tzinfo=UTC)

KNOWN: dict[str, str] = {
    "state": "booked",
    "conversations.state": '{"language": "es", "flow": "eligibility"}',
    "handoffs.state": "open",
    "replies": '[{"text": "¡Hola! — 你好", "buttons": [[["Menú", "menu:", ""]]], "quotes": false}]',
    "body": '{"event": "booked"}',
    "keys.key": "00" * 32,
    "channel": "telegram",
}
"""Values of columns that are more than any text."""


def revisions() -> list[str]:
    """All revisions, the oldest first."""
    found = ScriptDirectory.from_config(alembic())
    return [each.revision for each in reversed(list(found.walk_revisions()))]


def alembic() -> Config:
    """The project's migrations."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def upgrade(engine: Engine, revision: str) -> None:
    """Brings a database to a revision."""
    config = alembic()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def fill(engine: Engine) -> None:
    """Some rows in each table, whatever its columns."""
    tables = MetaData()
    tables.reflect(engine)
    with engine.begin() as connection:
        for table in tables.sorted_tables:
            # None of it is sealed: a row there would ask for a data key.
            if table.name not in ("alembic_version", "seals"):
                connection.execute(insert(table), [_row(table, n) for n in range(1, ROWS + 1)])


def _row(table: Table, n: int) -> dict[str, Any]:
    return {
        column.name: _value(table.name, column.name, column.type, n)
        for column in table.columns
        # Counted by the database.
        if not (column.name == "id" and isinstance(column.type, Integer))
    }


def _value(table: str, name: str, kind: Any, n: int) -> Any:
    if isinstance(kind, Boolean):
        return n % 2 == 0
    if isinstance(kind, Integer):
        return n
    if isinstance(kind, DateTime):
        return MOMENT + timedelta(hours=n)
    known = KNOWN.get(f"{table}.{name}") or KNOWN.get(name)
    return known or f"{n}-{name}"[: getattr(kind, "length", None) or 99]


def dump_sqlite(folder: Path, revision: str) -> str:
    """A SQLite database of a revision as SQL."""
    file = folder / f"{revision}.db"
    engine = create_engine(f"sqlite:///{file}")
    upgrade(engine, revision)
    fill(engine)
    engine.dispose()
    with closing(sqlite3.connect(file)) as opened:
        return "\n".join(opened.iterdump()) + "\n"


def dump_postgresql(address: str, programs: Path, revision: str) -> str:
    """A PostgreSQL database of a revision as SQL, without what belongs to a server."""
    engine = create_engine(address)
    upgrade(engine, revision)
    fill(engine)
    engine.dispose()
    options = ("--inserts", "--no-owner", "--no-privileges", f"--dbname={address.replace('+psycopg', '')}")
    said = subprocess.run([programs / "pg_dump", *options], capture_output=True, text=True, check=True).stdout
    # `\` begins what only psql understands.
    lines = [each for each in said.splitlines() if each and not each.startswith(("--", "\\", "SET "))]
    return "\n".join(lines) + "\n"
