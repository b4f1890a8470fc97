"""What is kept of a handoff, and in which order its words go over. On both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from bot.effects import Effect
from bot.handoffs import IDLE, Handoff, Thread
from bot.model import Conversation, Incoming, Turn
from bot.store import (
    Periods,
    Row,
    Store,
    claim,
    done,
    finish,
    handoff_in,
    later,
    look_at,
    place_of,
    raise_again,
    tidy,
)
from bot.store.handoffs import found_at, moved, posted
from bot.store.tables import handoffs, outbox, posts

NOW = datetime(2026, 11, 24, 18, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ID = "261124-1"
HERE = Thread("-1001", topic="7")
OVER = ["handoff", "answer"]


async def takes(
    store: Store, update: str, *effects: Effect, channel: str = "telegram", handoff: str = ID
) -> Turn:
    """A message of Ana's, or of the group, with these effects."""
    kept = Conversation(language="es", handoff=handoff)
    sender = "7" if channel == "telegram" else "-1001"
    return await store.take(Incoming(channel, sender, update), NOW, lambda _: Turn((), kept, effects))


async def begins(store: Store) -> None:
    values = {"id": ID, "language": "es", "topics": "visa-cost,timing", "minutes": "5"}
    await takes(store, "1", Effect("handoff", values))


async def says(store: Store, words: str) -> None:
    await takes(store, words, Effect("pass-on", {"id": ID, "text": words, "minutes": "5"}))


async def answers(store: Store, words: str) -> None:
    await takes(store, words, Effect("relay", {"id": ID, "text": words}), channel="staff", handoff="")


async def found(store: Store) -> Handoff:
    handoff = await store.transact(look_at, ID)
    assert handoff
    return handoff


def words(rows: list[Row]) -> list[object]:
    return [row.body.get("text", row.body.get("event")) for row in rows]


async def test_a_handoff_is_read_as_it_was_begun(store: Store) -> None:
    await begins(store)

    assert await found(store) == Handoff(
        ID, "telegram", "7", "es", ("visa-cost", "timing"), Thread(), "open", False, 0, NOW, NOW
    )
    assert await store.transact(look_at, "other") is None


async def test_one_row_of_a_handoff_is_carried_out_at_a_time_whoever_asks(store: Store, other: Store) -> None:
    await begins(store)
    for each in ("uno", "dos", "tres"):
        await says(store, each)
    order: list[object] = []
    while rows := [row for row in await store.transact(claim, NOW) if row.kind in OVER]:
        # While one process has the first, no other gets the next; nor does it when that one has to wait.
        assert not [row for row in await other.transact(claim, NOW) if row.kind in OVER]
        assert len(rows) == 1
        order += words(rows)
        await store.transact(done, rows[0])

    assert order == ["opened", "uno", "dos", "tres"]


async def test_what_has_to_wait_keeps_what_follows_waiting(store: Store) -> None:
    await begins(store)
    await says(store, "uno")
    (first,) = await store.transact(claim, NOW)
    await store.transact(later, first, NOW, timedelta(seconds=30))

    assert await store.transact(claim, NOW) == []
    assert words(await store.transact(claim, NOW + timedelta(seconds=31))) == ["opened"]


async def test_the_two_directions_do_not_wait_for_each_other(store: Store) -> None:
    await begins(store)
    await answers(store, "hola")

    rows = await store.transact(claim, NOW)
    assert sorted(row.kind for row in rows) == ["answer", "handoff"]


async def test_two_people_do_not_wait_for_each_other(store: Store) -> None:
    await begins(store)
    values = {"id": "other", "language": "es", "topics": "", "minutes": "5"}
    ben = Incoming("telegram", "8", "2")
    await store.take(ben, NOW, lambda _: Turn((), Conversation(), (Effect("handoff", values),)))

    assert words(await store.transact(claim, NOW)) == ["opened", "opened"]


async def test_an_answer_takes_the_look_for_one_away(store: Store) -> None:
    await begins(store)
    await answers(store, "hola")
    due = await store.transact(claim, NOW + 10 * MINUTE)

    assert "handoff-wait" not in [row.kind for row in due]
    assert (await found(store)).answered
    assert not await store.transact(raise_again, ID, "5", NOW)


async def test_it_is_raised_once_however_often_the_row_is_carried_out(store: Store) -> None:
    await begins(store)

    assert await store.transact(raise_again, ID, "5", NOW)
    assert not await store.transact(raise_again, ID, "5", NOW)


async def test_it_ends_once_whoever_ends_it(store: Store, other: Store) -> None:
    await begins(store)
    ended = await asyncio.gather(
        *(each.transact(finish, ID, "staff", NOW) for each in (store, other) for _ in range(5))
    )

    assert ended.count(True) == 1
    kept = await store.read("telegram", "7")
    assert kept.handoff == ""
    assert kept.version == 2
    assert not (await found(store)).open
    kinds = [row.kind for row in await store.transact(claim, NOW + IDLE)]
    assert sorted(kinds) == ["answer", "handoff"]


async def test_words_and_the_end_at_the_same_time_lose_nothing_and_lock_nobody_out(
    store: Store, other: Store
) -> None:
    await begins(store)
    await asyncio.gather(
        *(says(store, f"a{n}") for n in range(10)),
        *(answers(other, f"m{n}") for n in range(10)),
        *(store.transact(raise_again, ID, "5", NOW) for _ in range(3)),
        other.transact(finish, ID, "staff", NOW),
    )
    assert not (await found(store)).open

    await asyncio.gather(
        takes(store, "9", Effect("forget"), handoff=""), *(answers(other, f"n{n}") for n in range(10))
    )
    assert await store.transact(look_at, ID) is None


async def test_what_staff_write_after_the_end_goes_nowhere(store: Store) -> None:
    await begins(store)
    await store.transact(finish, ID, "unanswered", NOW)
    await answers(store, "hola")
    said: list[object] = []
    while rows := await store.transact(claim, NOW):
        said += words(rows)
        for row in rows:
            await store.transact(done, row)

    assert sorted(map(str, said)) == ["close", "ended", "ended", "opened"]


async def test_a_handoff_is_found_by_its_topic_or_by_what_is_replied_to(store: Store) -> None:
    await begins(store)
    assert await store.transact(found_at, ID, HERE)
    await store.transact(posted, "-1001", "31", ID)
    await store.transact(posted, "-1001", "31", ID)

    for topic, quoted, there in [("7", "", True), ("8", "", False), ("", "31", True), ("", "32", False)]:
        assert bool(await store.transact(handoff_in, "-1001", topic, quoted)) is there
    assert await store.transact(handoff_in, "-1002", "7", "") is None
    assert await store.transact(handoff_in, "-1001", "", "") is None


async def test_a_thread_is_found_by_its_first_message_as_soon_as_it_is_known(store: Store) -> None:
    """Both are one note: killed in between, staff would answer a message that belongs to nobody."""
    await begins(store)

    assert await store.transact(found_at, ID, Thread("-100", root="55"))

    there = await store.transact(handoff_in, "-100", "", "55")
    assert there
    assert there.id == ID


async def test_a_group_that_moved_is_found_and_its_threads_are_opened_anew(store: Store) -> None:
    await begins(store)
    await store.transact(found_at, ID, Thread("-1", root="5"))
    await store.transact(posted, "-1", "5", ID)
    await store.transact(moved, "-1", "-1001")
    await store.transact(moved, "-1", "-1001")
    await store.transact(moved, "-1001", "-1001")

    assert await store.transact(place_of, "-1") == "-1001"
    assert await store.transact(place_of, "-1001") == "-1001"
    assert not (await found(store)).thread.opened
    assert await store.transact(handoff_in, "-1", "", "5") is None


async def test_a_group_that_is_said_to_move_in_a_circle_is_no_endless_search(store: Store) -> None:
    await store.transact(moved, "-1", "-2")
    await store.transact(moved, "-2", "-1")

    assert await store.transact(place_of, "-1") in ("-1", "-2")


async def test_forgetting_leaves_only_the_thread_to_delete(store: Store) -> None:
    await begins(store)
    await says(store, "me llamo Ana")
    await answers(store, "hola")
    await store.transact(found_at, ID, HERE)
    await store.transact(posted, "-1001", "31", ID)
    await takes(store, "9", Effect("forget"), handoff="")

    (row,) = await store.transact(claim, NOW + IDLE)
    assert (row.kind, row.channel, row.sender, row.subject) == ("handoff-gone", "", "", "")
    assert row.body == {"chat": "-1001", "topic": "7", "root": "", "messages": "31"}
    assert await store.transact(look_at, ID) is None
    assert not await store.transact(found_at, ID, HERE)


async def test_somebody_elses_forgetting_changes_nothing(store: Store) -> None:
    await begins(store)
    ben = Incoming("telegram", "8", "2")
    await store.take(ben, NOW, lambda _: Turn((), Conversation(), (Effect("forget"),)))

    assert (await found(store)).open


async def test_after_a_month_who_wrote_is_gone(store: Store) -> None:
    await begins(store)
    await store.transact(posted, "-1001", "31", ID)
    await store.transact(finish, ID, "staff", NOW)
    await store.transact(tidy, NOW + timedelta(days=29), Periods())
    assert not (await found(store)).open

    await store.transact(tidy, NOW + timedelta(days=31), Periods())
    for table in (handoffs, posts):
        assert (
            await store.transact(lambda c, t=table: c.execute(select(func.count()).select_from(t)).scalar())
            == 0
        )


async def test_staff_are_reminded_once_until_they_answer(store: Store) -> None:
    await begins(store)
    await answers(store, "dígame")
    for each in ("uno", "dos"):
        await says(store, each)

    waiting = select(func.count()).select_from(outbox).where(outbox.c.kind == "handoff-wait")
    assert await store.transact(lambda c: c.execute(waiting).scalar()) == 1
    await answers(store, "ya")
    assert await store.transact(lambda c: c.execute(waiting).scalar()) == 0


async def test_a_conversation_is_kept_with_its_handoff_and_topics(store: Store) -> None:
    kept = Conversation(language="es", handoff=ID, topics=("visa-cost", "timing"))
    await store.take(Incoming("telegram", "7", "1"), NOW, lambda _: Turn((), kept))

    assert await store.read("telegram", "7") == replace(kept, version=1)
