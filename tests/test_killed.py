"""The real process is killed at random moments while people use it, twenty times over the four set-ups."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.live import Live
from tests.botapi.running import MODES
from tests.conftest import new_database
from tests.killing import kill

KILLS = 5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_nothing_is_lost_however_often_it_is_killed(
    request: pytest.FixtureRequest, live: Live, tmp_path: Path, mode: str, kind: str
) -> None:
    """`live` has the matcher fitted: a first start would fit for a minute."""
    database = "" if kind == "sqlite" else new_database(request.getfixturevalue("postgres"))

    tally = await kill(mode, database, tmp_path, KILLS, seed=652)

    print(tally)
    assert tally.wrong == []
    assert tally.kills == KILLS
    assert tally.questions > KILLS
    assert tally.unanswered == tally.flow_lost == tally.bookings_lost == tally.bookings_doubled == 0
    assert tally.reminders == 3 * KILLS
    assert tally.reminders_lost == tally.unexplained == 0
