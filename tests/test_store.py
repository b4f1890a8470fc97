"""What the bot remembers: once, in order, and no longer than it says. On both databases."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from bot.attached import Card, File, Voice
from bot.effects import Effect
from bot.model import Action, Button, Conversation, Incoming, Reply, Turn
from bot.store import Changed, Periods, Store, arrived, asked, keep, kept, redact, served, tidy, votes

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
REPLY = Reply("¡Hola!", ((Button("Menú", Action("menu")), Button("Web", url="https://www.lawvm.com")),), True)


def message(update_id: str, sender: str = "7") -> Incoming:
    return Incoming("telegram", sender, update_id)


def saying(*effects: Effect) -> Callable[[Conversation], Turn]:
    """Counts one more miss, answers, and has these effects."""
    return lambda before: Turn((REPLY,), replace(before, misses=before.misses + 1), effects)


def question(words: str, outcome: str = "refuse") -> Effect:
    values: Mapping[str, str] = {"text": words, "language": "es", "outcome": outcome, "topic": "visa-cost"}
    return Effect("question", values)


async def test_a_new_conversation_is_empty(store: Store) -> None:
    assert await store.read("telegram", "7") == Conversation()


async def test_a_turn_is_remembered(store: Store) -> None:
    remembered = Conversation(
        language="en",
        chosen=True,
        answers={"eligibility": {"offer": "yes"}},
        flow="eligibility",
        last_topic="visa-cost",
        notices=("disclaimer",),
    )

    await store.take(message("1"), NOW, lambda _: Turn((REPLY,), remembered))

    assert await store.read("telegram", "7") == replace(remembered, version=1)


async def test_the_same_update_again_gets_the_same_reply_and_changes_nothing(store: Store) -> None:
    await store.take(message("1"), NOW, saying(question("q")))

    again = await store.take(message("1"), NOW, saying(question("q")))

    assert again.replies == (REPLY,)
    assert (await store.read("telegram", "7")).misses == 1
    assert len(await store.transact(asked, NOW - timedelta(days=1))) == 1


async def test_a_reply_is_stored_with_all_that_belongs_to_it(store: Store) -> None:
    whole = (
        Reply("Llame", attached=Card("Law VM", "+18323056560")),
        Reply("Abra", attached=File("cita.ics", "BEGIN:VCALENDAR")),
        Reply("", attached=Voice("visa-cost", "es")),
        Reply("¿Su número?", asks_contact="Compartir"),
        REPLY,
    )
    await store.take(message("1"), NOW, lambda before: Turn(whole, before))

    assert (await store.take(message("1"), NOW, saying())).replies == whole


async def test_what_has_arrived_of_a_reply_is_known_when_it_is_repeated(store: Store, other: Store) -> None:
    for id in ("1", "2", "3"):
        assert (await store.take(message(id), NOW, saying())).arrived == 0

    await store.transact(arrived, {("telegram", "1"): 1, ("telegram", "2"): 2, ("web", "3"): 1})

    assert [(await other.take(message(id), NOW, saying())).arrived for id in ("1", "2", "3")] == [1, 2, 0]


async def test_what_somebody_wrote_before_they_were_forgotten_does_not_begin_anew(store: Store) -> None:
    """Delivered once more, because its acknowledgement was lost: only its bare id is left of it."""
    await store.take(message("1"), NOW, saying(question("mía")))
    await store.take(message("2"), NOW, lambda _: Turn((), Conversation(), (Effect("forget"),)))

    assert (await store.take(message("1"), NOW, saying(question("mía")))).replies == ()
    assert (await store.read("telegram", "7")).misses == 0
    assert await store.transact(asked, NOW - timedelta(days=1)) == []


async def test_what_waits_is_kept_in_its_order_until_it_is_served(store: Store, other: Store) -> None:
    raw = [{"update_id": id, "message": {"text": "¿sí?\0 \ud83d"}} for id in (100, 9, 20)]
    await store.transact(keep, "telegram", raw, NOW)
    await store.transact(keep, "telegram", raw[:1], NOW)

    assert [each["update_id"] for each in await other.transact(kept, "telegram")] == [9, 20, 100]
    await other.transact(served, "telegram", 20)
    assert await store.transact(kept, "telegram") == [raw[1], raw[0]]
    await store.transact(tidy, NOW + timedelta(hours=49), Periods())
    assert await store.transact(kept, "telegram") == []


async def test_a_wrong_statement_is_no_database_that_is_away(store: Store) -> None:
    """Such a bug would come again each time: nobody waits for it to pass."""
    with pytest.raises(DBAPIError):
        await store.transact(lambda to: to.execute(text("SELECT nothing FROM nowhere")))


async def test_an_update_older_than_the_newest_is_taken_too(store: Store) -> None:
    await store.take(message("9"), NOW, saying())
    await store.take(message("8"), NOW, saying())

    assert (await store.read("telegram", "7")).misses == 2


async def test_channels_do_not_share_updates_or_people(store: Store) -> None:
    await store.take(message("1"), NOW, saying())
    await store.take(Incoming("web", "7", "1"), NOW, saying())

    assert (await store.read("web", "7")).misses == 1


async def test_many_messages_of_one_person_at_once_are_taken_in_turn(store: Store) -> None:
    await asyncio.gather(*(store.take(message(str(n)), NOW, saying()) for n in range(40)))

    assert (await store.read("telegram", "7")).misses == 40


async def test_two_stores_on_one_database_take_turns(store: Store, database: str) -> None:
    other = Store(database)
    await other.open()

    await asyncio.gather(
        *(each.take(message(f"{n}"), NOW, saying()) for n, each in enumerate((store, other) * 20))
    )

    assert (await store.read("telegram", "7")).misses == 40
    await other.close()


async def test_what_was_looked_up_for_an_older_conversation_is_not_used(store: Store) -> None:
    await store.take(message("1"), NOW, saying())

    with pytest.raises(Changed):
        await store.take(message("2"), NOW, saying(), version=0)

    assert (await store.read("telegram", "7")).misses == 1


async def test_a_turn_that_breaks_leaves_nothing_behind(store: Store) -> None:
    def breaks(_: Conversation) -> Turn:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await store.take(message("1"), NOW, breaks)
    await store.take(message("1"), NOW, saying())

    assert (await store.read("telegram", "7")).misses == 1


async def test_staff_see_what_was_refused_without_numbers(store: Store) -> None:
    words = "llámeme al +52 81 1234 5678, soy ana@example.org, pasaporte G12345678, visa H-2B de 65,000"

    await store.take(message("1"), NOW, saying(question(words)))

    (row,) = await store.transact(asked, NOW - timedelta(days=1))
    assert row["text"] == "llámeme al …, soy … pasaporte …, visa H-2B de 65,000"


async def test_a_thumb_down_shows_staff_the_question(store: Store) -> None:
    await store.take(message("1"), NOW, saying(question("la primera", "answer")))
    await store.take(message("2"), NOW, saying(question("la segunda", "answer")))
    await store.take(message("3", "8"), NOW, saying(question("de otra persona", "answer")))

    await store.take(message("4"), NOW, saying(Effect("marked", {"outcome": "unhelpful"})))

    rows = [
        row["text"]
        for row in await store.transact(asked, NOW - timedelta(days=1))
        if row["outcome"] == "unhelpful"
    ]
    assert rows == ["la segunda"]


async def test_votes_are_counted_without_the_person(store: Store) -> None:
    for n, vote in enumerate("yny"):
        values = {"topic": "visa-cost", "language": "es", "version": "abcd", "vote": vote}
        await store.take(message(str(n)), NOW, saying(Effect("helpful", values)))

    assert await store.transact(votes) == [
        {"topic": "visa-cost", "language": "es", "version": "abcd", "yes": 2, "no": 1}
    ]


async def test_forget_deletes_the_person_and_nobody_else(store: Store) -> None:
    await store.take(message("1"), NOW, saying(question("mía")))
    await store.take(message("2", "8"), NOW, saying(question("ajena")))

    await store.take(message("3"), NOW, lambda _: Turn((REPLY,), Conversation("es"), (Effect("forget"),)))

    assert (await store.read("telegram", "7")).misses == 0
    assert [row["text"] for row in await store.transact(asked, NOW - timedelta(days=1))] == ["ajena"]
    assert (await store.read("telegram", "8")).misses == 1


async def test_what_is_old_goes_by_itself(store: Store) -> None:
    await store.take(message("1"), NOW, saying(question("vieja")))
    await store.take(message("2", "8"), NOW + timedelta(days=29), saying(question("nueva")))

    await store.transact(tidy, NOW + timedelta(days=31), Periods(conversations=30))

    assert await store.read("telegram", "7") == Conversation()
    assert (await store.read("telegram", "8")).misses == 1
    assert [row["text"] for row in await store.transact(asked, NOW)] == ["nueva"]


async def test_a_week_later_nobody_can_tell_who_asked(store: Store, database: str) -> None:
    await store.take(message("1"), NOW, saying(question("q")))

    await store.transact(tidy, NOW + timedelta(days=7), Periods())

    engine = create_engine(database)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM keys")).scalar() == 0
        assert connection.execute(text("SELECT count(*) FROM questions")).scalar() == 1
    engine.dispose()


async def test_several_processes_may_start_on_an_empty_database_at_once(database: str) -> None:
    stores = [Store(database) for _ in range(4)]

    await asyncio.gather(*(each.open() for each in stores))

    assert await stores[3].read("telegram", "7") == Conversation()
    for each in stores:
        await each.close()


async def test_the_migrations_make_the_tables_that_the_code_speaks_of(store: Store, database: str) -> None:
    from bot.store.tables import metadata

    engine = create_engine(database)
    found = inspect(engine)

    for table in metadata.sorted_tables:
        assert {each["name"] for each in found.get_columns(table.name)} == set(table.columns.keys())
        indexes = {each["name"] for each in found.get_indexes(table.name)}
        assert indexes == {str(each.name) for each in table.indexes}
    assert set(found.get_table_names()) == {*metadata.tables, "alembic_version"}
    engine.dispose()


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("cuánto es 205 dólares en 2026", "cuánto es 205 dólares en 2026"),
        ("mi numero es 8112345678", "mi numero es …"),
        ("(832) 305-6560", "…"),
        ("A-123 456 789 y CURP GOMC900101HDFRRL09", "A-… y CURP …"),
        ("escribanme a t.me/juan o @juan_perez", "escribanme a … o …"),
        ("x" * 900, "x" * 500),
        ("nulo\0 aquí", "nulo aquí"),
        ("visa h2b ds-160 i-129", "visa h2b ds-160 i-129"),
        ("nací el 12/03/1985", "nací el …"),
    ],
)
def test_what_could_name_a_person_is_cut(words: str, kept: str) -> None:
    assert redact(words) == kept
