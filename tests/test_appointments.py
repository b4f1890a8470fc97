"""What is booked, and what waits to be done: once each, whoever asks at the same time. On both databases."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, func, insert, select

from bot.effects import Effect
from bot.model import Conversation, Incoming, Turn
from bot.office import Appointment, Callback, Slot
from bot.store import Periods, ReferenceTaken, SlotTaken, Store, tidy
from bot.store.appointments import (
    appointments_of,
    book,
    call_back,
    callbacks_open,
    called,
    cancel,
    coming,
    find,
    move,
    synced,
    taken,
    unsynced,
    upcoming,
)
from bot.store.outbox import CLAIM, LONGEST_WAIT, Row, claim, done, drop, later, put
from bot.store.tables import appointments, outbox
from tests.conftest import new_database

NOW = datetime(2026, 11, 24, 18, tzinfo=UTC)
START = datetime(2026, 11, 30, 15, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HALF = 30 * MINUTE

ANA = Appointment(
    reference="482 173",
    channel="telegram",
    sender="7",
    kind="phone",
    start=START,
    minutes=30,
    consultant="one",
    name="Ana",
    phone="+528112345678",
    language="es",
    timezone="America/Mexico_City",
    created=NOW,
    note="la visa de mi esposo",
    summary="México, con oferta",
)
BEN = replace(ANA, reference="500 001", sender="8", name="Ben", language="en", consultant="two")
CALL = Callback("telegram", "7", "Ana", "+528112345678", "mañana", "es", "America/Mexico_City", NOW)


async def test_an_appointment_is_read_as_it_was_booked(store: Store) -> None:
    await store.transact(book, ANA)

    assert await store.transact(find, "482 173") == ANA
    assert await store.transact(find, "482 174") is None


async def test_a_slot_is_taken_once(store: Store) -> None:
    await store.transact(book, ANA)

    with pytest.raises(SlotTaken):
        await store.transact(book, replace(BEN, consultant="one"))
    await store.transact(book, BEN)  # the same time with somebody else

    assert await store.transact(taken, START, START + DAY) == {
        "one": [(START, START + HALF)],
        "two": [(START, START + HALF)],
    }


async def test_a_slot_that_begins_within_another_is_taken_too(store: Store) -> None:
    """The hours or the length may have been edited since the button was sent."""
    await store.transact(book, ANA)

    for start in (START - 15 * MINUTE, START + 15 * MINUTE):
        with pytest.raises(SlotTaken):
            await store.transact(book, replace(BEN, consultant="one", start=start))
    await store.transact(book, replace(BEN, consultant="one", start=START + HALF))


async def test_a_reference_is_given_once(store: Store) -> None:
    await store.transact(book, ANA)

    with pytest.raises(ReferenceTaken):
        await store.transact(book, replace(BEN, reference=ANA.reference))


async def test_who_comes_second_keeps_the_rest_of_their_turn(store: Store) -> None:
    await store.transact(book, ANA)

    def whole(connection: Connection) -> None:
        call_back(connection, CALL)
        # Straight at the index, past the look before it.
        with pytest.raises(SlotTaken):
            book_unseen(connection, replace(BEN, consultant="one"))
        put(connection, "staff", {}, NOW, NOW)

    await store.transact(whole)

    assert len(await store.transact(callbacks_open)) == 1
    assert len(await store.transact(claim, NOW)) == 1


def book_unseen(connection: Connection, appointment: Appointment) -> None:
    """Books as one does whose look at what is taken came a moment too early."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.store.appointments._look", lambda *_: None)
        book(connection, appointment)


async def test_two_race_for_a_slot_a_hundred_times_and_one_wins_each(store: Store, other: Store) -> None:
    async def attempt(each: Store, n: int, who: int) -> str:
        mine = replace(ANA, reference=f"{who}{n:02} {n:03}", sender=str(who), start=START + n * HALF)
        try:
            await each.transact(book, mine)
        except SlotTaken:
            return ""
        return mine.reference

    for n in range(100):
        won = await asyncio.gather(
            *(attempt(each, n, who) for who, each in enumerate((store, other, store, other)))
        )
        assert len([each for each in won if each]) == 1, won

    assert len(await store.transact(upcoming, NOW)) == 100


async def test_two_race_to_move_to_a_slot_and_one_wins(store: Store, other: Store) -> None:
    await store.transact(book, ANA)
    await store.transact(book, replace(BEN, consultant="one", start=START + HOUR))
    wanted = Slot(START + 5 * HOUR, 30, "one")

    results = await asyncio.gather(
        store.transact(move, "telegram", "7", ANA.reference, wanted),
        other.transact(move, "telegram", "8", BEN.reference, wanted),
        return_exceptions=True,
    )

    assert sorted(type(each).__name__ for each in results) == ["Appointment", "SlotTaken"]


async def test_a_moved_appointment_keeps_its_reference_and_frees_its_slot(store: Store) -> None:
    await store.transact(book, ANA)
    await store.transact(coming, "telegram", "7", ANA.reference, "coming")
    await store.transact(synced, ANA.reference, 0)

    moved = await store.transact(move, "telegram", "7", ANA.reference, Slot(START + DAY, 45, "two"))

    assert moved == replace(ANA, start=START + DAY, minutes=45, consultant="two", sequence=1)
    assert await store.transact(taken, NOW, START + 2 * DAY) == {
        "two": [(START + DAY, START + DAY + 45 * MINUTE)]
    }


async def test_an_appointment_may_move_by_less_than_its_length(store: Store) -> None:
    await store.transact(book, ANA)

    moved = await store.transact(move, "telegram", "7", ANA.reference, Slot(START + 15 * MINUTE, 30, "one"))

    assert moved is not None


async def test_moving_to_a_taken_slot_changes_nothing(store: Store) -> None:
    await store.transact(book, ANA)
    await store.transact(book, BEN)

    with pytest.raises(SlotTaken):
        await store.transact(move, "telegram", "7", ANA.reference, BEN.slot)

    assert await store.transact(find, ANA.reference) == ANA


async def test_a_cancelled_slot_is_free_again(store: Store) -> None:
    await store.transact(book, ANA)

    cancelled = await store.transact(cancel, "telegram", "7", ANA.reference)
    again = await store.transact(cancel, "telegram", "7", ANA.reference)
    await store.transact(book, replace(BEN, consultant="one"))

    assert cancelled == replace(ANA, state="cancelled", sequence=1)
    assert again is None
    assert [each.name for each in await store.transact(upcoming, NOW)] == ["Ben"]
    everybody = await store.transact(lambda connection: upcoming(connection, NOW, cancelled=True))
    assert [each.state for each in everybody] == ["cancelled", "booked"]


async def test_nobody_changes_the_appointment_of_another(store: Store) -> None:
    await store.transact(book, ANA)

    assert await store.transact(cancel, "telegram", "8", ANA.reference) is None
    assert await store.transact(cancel, "web", "7", ANA.reference) is None
    assert await store.transact(move, "telegram", "8", ANA.reference, Slot(START + DAY, 30, "one")) is None
    assert await store.transact(coming, "telegram", "8", ANA.reference, "late") is None
    assert await store.transact(find, ANA.reference) == ANA


async def test_what_a_person_says_of_coming_is_no_change_for_the_calendar(store: Store) -> None:
    await store.transact(book, ANA)
    await store.transact(synced, ANA.reference, 0)

    late = await store.transact(coming, "telegram", "7", ANA.reference, "late")

    assert late == replace(ANA, coming="late", synced=True)


async def test_a_persons_appointments_are_those_that_are_not_over(store: Store) -> None:
    await store.transact(book, ANA)
    await store.transact(book, replace(ANA, reference="482 174", start=START - DAY))
    await store.transact(book, BEN)

    async def mine(now: datetime) -> list[str]:
        return [each.reference for each in await store.transact(appointments_of, "telegram", "7", now)]

    assert await mine(NOW) == ["482 174", "482 173"]
    assert await mine(START + 29 * MINUTE) == ["482 173"]
    assert await mine(START + HALF) == []


async def test_the_calendar_is_told_of_each_change_until_it_has_the_last(store: Store) -> None:
    await store.transact(book, ANA)
    assert [each.sequence for each in await store.transact(unsynced, NOW)] == [0]

    await store.transact(cancel, "telegram", "7", ANA.reference)
    assert not await store.transact(synced, ANA.reference, 0)  # written late, and changed meanwhile
    assert [each.state for each in await store.transact(unsynced, NOW)] == ["cancelled"]

    assert await store.transact(synced, ANA.reference, 1)
    assert await store.transact(unsynced, NOW) == ()


async def test_a_callback_waits_until_the_call_is_made(store: Store) -> None:
    first = await store.transact(call_back, CALL)
    second = await store.transact(call_back, replace(CALL, sender="8", created=NOW + HOUR))

    assert await store.transact(callbacks_open) == (first, second)
    assert await store.transact(called, first.id)
    assert not await store.transact(called, first.id)
    assert await store.transact(callbacks_open) == (second,)


async def forget(store: Store, sender: str) -> None:
    await store.take(
        Incoming("telegram", sender, "1"), NOW, lambda _: Turn((), Conversation(), (Effect("forget"),))
    )


async def test_forget_deletes_what_a_person_booked_and_tells_the_calendar(store: Store) -> None:
    old = replace(ANA, reference="100 001", start=START - 20 * DAY)
    gone = replace(ANA, reference="100 002", start=START + DAY)
    for each in (ANA, old, gone, BEN):
        await store.transact(book, each)
    await store.transact(cancel, "telegram", "7", gone.reference)
    await store.transact(synced, gone.reference, 1)
    for call in (CALL, replace(CALL, sender="8")):
        await store.transact(call_back, call)
    await store.transact(put_for, "reminder", "7", ANA.reference)
    await store.transact(put_for, "staff", "", ANA.reference)
    await store.transact(put_for, "reminder", "8", BEN.reference)

    await forget(store, "7")

    assert [each.name for each in await store.transact(lambda c: upcoming(c, START - 30 * DAY))] == ["Ben"]
    assert [each.sender for each in await store.transact(callbacks_open)] == ["8"]
    rows = {(each.kind, each.subject) for each in await store.transact(claim, NOW + DAY)}
    assert rows == {
        ("staff", "482 173"),
        ("calendar-remove", "482 173"),
        ("calendar-remove", "100 001"),
        ("reminder", "500 001"),
    }


def put_for(connection: Connection, kind: str, sender: str, subject: str) -> None:
    """A row about an appointment."""
    channel = "telegram" if sender else ""
    put(connection, kind, {"to": "Ana"}, NOW, NOW, channel=channel, sender=sender, subject=subject)


async def test_what_was_booked_goes_by_itself(store: Store) -> None:
    await store.transact(book, ANA)
    await store.transact(call_back, CALL)
    await store.transact(put_for, "staff", "", ANA.reference)

    async def left(when: datetime) -> tuple[int, int]:
        await store.transact(tidy, when, Periods())
        return (
            len(await store.transact(lambda c: upcoming(c, START - DAY))),
            len(await store.transact(callbacks_open)),
        )

    assert await left(NOW + 30 * DAY) == (1, 1)
    assert await left(NOW + 31 * DAY) == (1, 0)
    assert await left(START + 90 * DAY) == (1, 0)
    assert await left(START + 90 * DAY + MINUTE) == (0, 0)
    assert await store.transact(claim, START + 91 * DAY) == []


async def test_a_row_is_taken_when_it_is_due_with_all_that_it_holds(store: Store) -> None:
    body = {"text": "¡Hola!", "rows": [["a", 1]]}

    def write(connection: Connection) -> None:
        put(connection, "message", body, NOW + HOUR, NOW, channel="telegram", sender="7", subject="482 173")
        put(connection, "staff", {}, NOW + MINUTE, NOW)

    await store.transact(write)

    assert await store.transact(claim, NOW) == []
    rows = await store.transact(claim, NOW + HOUR)
    assert [each.kind for each in rows] == ["staff", "message"]
    assert rows[1] == Row(rows[1].id, "message", "telegram", "7", "482 173", body, 1)


async def test_a_claim_runs_out_and_the_row_is_anothers_then(store: Store) -> None:
    await store.transact(put, "staff", {}, NOW, NOW)
    (first,) = await store.transact(claim, NOW)
    assert await store.transact(claim, NOW + CLAIM - MINUTE) == []

    (second,) = await store.transact(claim, NOW + CLAIM)
    await store.transact(done, first)  # it was only slow
    await store.transact(later, first, NOW)

    assert second.attempts == 2
    assert [each.attempts for each in await store.transact(claim, NOW + 2 * CLAIM)] == [3]


async def test_a_row_that_is_done_is_gone(store: Store) -> None:
    await store.transact(put, "staff", {}, NOW, NOW)
    (row,) = await store.transact(claim, NOW)

    await store.transact(done, row)

    assert await store.transact(claim, NOW + DAY) == []


async def test_what_cannot_be_done_waits_longer_each_time(store: Store) -> None:
    await store.transact(put, "staff", {}, NOW, NOW)
    now, waits = NOW, []
    for _ in range(12):
        (row,) = await store.transact(claim, now)
        due = await store.transact(later, row, now)
        assert await store.transact(claim, due - timedelta(seconds=1)) == []
        waits.append(due - now)
        now = due

    assert waits[:3] == [timedelta(seconds=15), timedelta(seconds=30), timedelta(minutes=1)]
    assert waits[-1] == LONGEST_WAIT


async def test_the_other_side_may_say_how_long_to_wait(store: Store) -> None:
    await store.transact(put, "staff", {}, NOW, NOW)
    (row,) = await store.transact(claim, NOW)

    assert await store.transact(later, row, NOW, timedelta(seconds=7)) == NOW + timedelta(seconds=7)


async def test_what_is_to_happen_once_waits_once(store: Store, other: Store) -> None:
    def write(connection: Connection) -> None:
        put(connection, "staff", {}, NOW, NOW, once="alert today")
        put(connection, "staff", {}, NOW, NOW)

    await asyncio.gather(*(each.transact(write) for each in (store, other) * 5))

    rows = await store.transact(claim, NOW)
    assert len(rows) == 11


async def test_what_is_no_longer_wanted_is_dropped(store: Store) -> None:
    for kind, subject in (("reminder", "482 173"), ("calendar", "482 173"), ("reminder", "500 001")):
        await store.transact(put_for, kind, "7", subject)

    assert await store.transact(drop, "482 173", "reminder") == 1
    assert await store.transact(drop, "482 173") == 1
    assert [each.subject for each in await store.transact(claim, NOW)] == ["500 001"]


async def test_two_who_claim_at_once_never_get_the_same_row(store: Store, other: Store) -> None:
    def write(connection: Connection) -> None:
        for _ in range(400):
            put(connection, "staff", {}, NOW, NOW)

    await store.transact(write)

    async def work(each: Store) -> list[int]:
        mine = []
        while rows := await each.transact(claim, NOW, 5):
            mine += [row.id for row in rows]
        return mine

    taken_by = await asyncio.gather(*(work(each) for each in (store, other, store, other)))

    ids = [id for mine in taken_by for id in mine]
    assert len(ids) == 400
    assert len(set(ids)) == 400


async def test_a_row_that_is_held_makes_nobody_wait(postgres: str) -> None:
    """On PostgreSQL a claim that is being written is stepped over; SQLite has one writer anyway."""
    database = new_database(postgres)
    store, other = Store(database), Store(database)
    await store.open()
    await store.transact(put, "staff", {}, NOW, NOW)
    await store.transact(put, "staff", {}, NOW, NOW)
    loop = asyncio.get_running_loop()
    held, release = asyncio.Event(), asyncio.Event()

    def hold(connection: Connection) -> None:
        claim(connection, NOW, 1)
        loop.call_soon_threadsafe(held.set)
        asyncio.run_coroutine_threadsafe(release.wait(), loop).result()

    holding = asyncio.create_task(store.transact(hold))
    await held.wait()

    assert len(await other.transact(claim, NOW)) == 1

    release.set()
    await holding
    await store.close()
    await other.close()


async def test_a_booking_and_its_rows_are_written_together_or_not_at_all(store: Store) -> None:
    def whole(connection: Connection) -> None:
        book(connection, ANA)
        put(connection, "calendar", {}, NOW, NOW)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await store.transact(whole)

    assert await store.transact(find, ANA.reference) is None
    assert await store.transact(claim, NOW) == []


async def test_the_database_itself_keeps_a_slot_to_one(store: Store) -> None:
    """Whatever code writes there: the index is what decides between replicas."""
    from sqlalchemy.exc import IntegrityError

    def write(connection: Connection, appointment: Appointment) -> None:
        values = {name: getattr(appointment, name) for name in Appointment.__dataclass_fields__}
        connection.execute(insert(appointments), values)

    await store.transact(write, ANA)
    with pytest.raises(IntegrityError):
        await store.transact(write, replace(BEN, consultant="one"))
    await store.transact(write, replace(BEN, consultant="one", state="cancelled"))

    assert (
        await store.transact(lambda c: c.execute(select(func.count()).select_from(appointments)).scalar())
        == 2
    )
    assert await store.transact(lambda c: c.execute(select(func.count()).select_from(outbox)).scalar()) == 0
