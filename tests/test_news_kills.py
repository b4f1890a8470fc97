"""News sent by two replicas that are killed in between: nobody gets it twice, and nobody is forgotten."""

from __future__ import annotations

from tests.conftest import new_database
from tests.newsing import mail_with_kills

PEOPLE, KILLS = 60, 2


async def test_two_replicas_killed_midway_send_to_each_once(postgres: str) -> None:
    """`bench/news.py` does the same with 5,000 people."""
    came = await mail_with_kills(new_database(postgres), PEOPLE, KILLS)

    assert set(came.shown) <= {0, 1}, came
    assert came.rows["sent"] + came.rows["unknown"] == PEOPLE, came
    assert came.rows["waiting"] == came.rows["dropped"] == 0, came
    # Who does not have it is among those that are counted as unknown.
    assert came.shown.get(0, 0) <= came.rows["unknown"], came
    assert came.shown[1] >= came.rows["sent"], came


async def test_who_writes_with_the_firm_is_told_afterwards(postgres: str) -> None:
    """Nothing comes in the middle, also from a replica that starts meanwhile; then it comes, once."""
    came = await mail_with_kills(new_database(postgres), 20, 0, writing=3)

    assert came.rows["sent"] + came.rows["unknown"] == 20, came
    assert came.rows["waiting"] == came.rows["dropped"] == 0, came
    assert set(came.shown) <= {0, 1}, came
    assert came.shown[1] >= came.rows["sent"] >= 17, came
