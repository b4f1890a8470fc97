"""The tables' versions: which are there, and how they are brought up to date."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

MIGRATION_LOCK = 652_022
"""Any number, the same in every replica: who holds this advisory lock migrates."""


def versions(engine: Engine) -> tuple[str, str]:
    """The version of the tables that are there ("" for none), and the newest one. Changes nothing."""
    newest = ScriptDirectory.from_config(_alembic()).get_current_head() or ""
    file = engine.url.database
    if _is_sqlite(engine) and file and not Path(file).exists():
        return "", newest
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or "", newest


def upgrade(engine: Engine) -> None:
    """Brings the tables up to date in one transaction. Of several processes at once one does the work."""
    config = _alembic()
    with engine.begin() as connection:
        if not _is_sqlite(engine):
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def prepare_sqlite(connection: object, _: object) -> None:
    """What every connection to SQLite begins with."""
    # We begin transactions ourselves (IMMEDIATE), so the driver must not.
    connection.isolation_level = None  # type: ignore[attr-defined]
    cursor = connection.cursor()  # type: ignore[attr-defined]
    # WAL with NORMAL loses nothing when the process is killed; a power cut may cost the last moments.
    for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
