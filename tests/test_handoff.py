"""A person asks for a person: over Telegram's HTTP, with the real engine and a clock that the test moves."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from bot.clock import Clock
from bot.engine import Engine
from bot.live import Live
from bot.model import Content
from bot.office import Callback
from bot.settings import Settings
from bot.store import Periods, Store, tidy
from bot.store.appointments import call_back
from tests.botapi import BotApi, Person
from tests.botapi.people import Chat, Seen
from tests.botapi.running import running, settings_for

OPEN = datetime(2026, 11, 24, 16, tzinfo=UTC)
"""A Tuesday, 10:00 at the office."""

MINUTE = timedelta(minutes=1)
FIRM = -1001
ANA, MARTA, PEDRO = 1001, 2001, 3001

ENDED = "La conversación con la oficina terminó"
QUIET = "me quedo en silencio"


class Moved(Clock):
    """A clock that stands still until the test moves it."""

    moment = OPEN

    def now(self) -> datetime:
        return Moved.moment


class Known(Live):
    """The project's content, with an office that somebody has confirmed; and its matcher, which is loaded."""

    def __init__(self, live: Live, content: Content) -> None:
        self._live = live
        self.content, self.matcher, self.problems = content, live.matcher, ()

    async def asked(self) -> Any:
        return self.matcher


@dataclass
class World:
    """The firm's group, a person, one of the firm's people, and somebody else in the group."""

    api: BotApi
    engine: Engine
    settings: Settings
    group: Chat
    ana: Person
    marta: Person
    pedro: Person
    database: str

    @property
    def topic(self) -> int:
        """The newest topic."""
        return max(self.group.topics)

    @property
    def thread(self) -> list[str]:
        """What the bot has written in the newest topic, or in a group without topics."""
        seen = self.group.in_topic(self.topic) if self.group.topics else self.group.sees
        return [each.text for each in seen]

    async def settles(self, after: timedelta = timedelta(0)) -> None:
        """Lets time pass, and all be done that is due then."""
        Moved.moment += after
        while await self.engine.outbox.once():
            pass

    async def asks(self, words: str = "/persona") -> list[Seen]:
        """The person asks for somebody, and the firm sees it."""
        seen = await self.ana.says(words)
        await self.settles()
        return seen

    async def answers(self, words: str, **content: Any) -> list[Seen]:
        """Marta writes in the newest topic; what the bot says there to her at once."""
        seen = await self.marta.writes(words, self.group, self.topic, **content)
        await self.settles()
        return seen

    def rows(self, table: str) -> int:
        """How many rows a table has."""
        engine = create_engine(self.database)
        with engine.connect() as connection:
            count = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
        engine.dispose()
        return int(count)

    def everything(self) -> str:
        """All that is in the database, as text."""
        engine = create_engine(self.database)
        with engine.connect() as connection:
            tables = ("conversations", "updates", "questions", "outbox", "handoffs", "posts")
            found = [connection.execute(text(f"SELECT * FROM {each}")).all() for each in tables]
        engine.dispose()
        return repr(found)


def office_confirmed(content: Content) -> Content:
    return dataclasses.replace(
        content, office=replace(content.office, confirmed_by="Ana López, 2026-11-20", closed={})
    )


@asynccontextmanager
async def opened(
    api: BotApi, live: Live, database: str, *, desk: str = "open", mode: str = "polling", **settings: Any
) -> AsyncIterator[tuple[Engine, Settings]]:
    """The bot, running on a database."""
    store = Store(database)
    await store.open()
    values: dict[str, Any] = {"staff_chat": str(FIRM), "staff_ids": str(MARTA)} | settings
    chosen = settings_for(api, mode, **values)
    known = Known(live, office_confirmed(live.content) if desk != "closed" else live.content)
    soon = chosen.handoff_minutes if chosen.staff else 0
    language = chosen.staff_language
    engine = Engine(store, known, Moved(), firm=desk, staff_language=language, answer_minutes=soon)
    async with running(engine, chosen, outbox=engine.outbox, relay=engine.relay):
        yield engine, chosen
    await store.close()


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    Moved.moment = OPEN
    yield
    Moved.moment = OPEN


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        server.group(FIRM, "Law VM", forum=True)
        yield server
        assert server.violations == []


Opens = Callable[..., Any]


@pytest.fixture
def opens(api: BotApi, live: Live, tmp_path: Path) -> Opens:
    """Starts the bot; the same database each time."""
    database = f"sqlite:///{tmp_path / 'handoff.db'}"

    @asynccontextmanager
    async def start(**how: Any) -> AsyncIterator[World]:
        async with opened(api, live, database, **how) as (engine, settings):
            ana, marta = api.person(ANA), api.person(MARTA, name="Marta")
            pedro = api.person(PEDRO, name="Pedro")
            yield World(api, engine, settings, api.chats[FIRM], ana, marta, pedro, database)

    return start


@pytest.fixture
async def world(opens: Opens) -> AsyncIterator[World]:
    async with opens() as made:
        yield made


# ---- both directions ----------------------------------------------------------------------------


async def test_in_office_hours_a_request_opens_a_topic_and_says_what_happens(world: World) -> None:
    await world.ana.says("¿cuánto cuesta la visa?")
    (told,) = await world.asks("quiero hablar con una persona")

    assert "no crea una relación de abogado y cliente" in told.text
    assert "unos 5 minutos" in told.text
    assert QUIET in told.text
    assert told.labels == ["✕ Terminar"]
    assert len(world.group.topics) == 1
    title = world.group.messages[world.topic]["forum_topic_created"]["name"]
    assert title == "🙋 10:00 a.m. · Español"
    (request,) = world.thread
    assert "Idioma: Español" in request
    assert "(visa-cost)" in request
    assert "1001" not in request  # who asks is not told


async def test_what_is_written_reaches_the_other_side_in_order_and_the_bot_is_quiet(world: World) -> None:
    await world.asks()
    before = len(world.ana.sees)
    for each in ("Hola", "Tengo una pregunta <b>", "¿cuánto cuesta la visa?"):
        assert await world.ana.says(each) == []
    await world.settles()
    await world.answers("Hola, soy Marta & digo <hola>.")
    await world.answers("*¿Qué* necesita?")

    assert world.thread[1:] == ["Hola", "Tengo una pregunta <b>", "¿cuánto cuesta la visa?"]
    said = [each.text for each in world.ana.sees[before:]]
    assert said == ["Law VM: Hola, soy Marta & digo <hola>.", "Law VM: *¿Qué* necesita?"]


async def test_in_english_too(world: World, api: BotApi) -> None:
    ben = api.person(1002, language="en", name="Ben")
    await ben.starts()
    (told,) = await ben.says("talk to a person")
    await world.settles()
    assert "within about 5 minutes" in told.text
    assert told.labels == ["✕ End"]
    assert "Idioma: English" in world.thread[0]  # in the language of the staff

    await ben.says("hello there")
    await world.settles()
    await world.answers("Hello Ben")
    (over,) = await ben.says("end")
    await world.settles()

    assert "hello there" in world.thread
    assert "Law VM: Hello Ben" in [each.text for each in ben.sees]
    assert "The conversation with the office is ended" in over.text
    assert "La persona terminó la conversación" in world.thread[-1]


async def test_by_webhook_too(opens: Opens) -> None:
    async with opens(mode="webhook") as world:
        await world.asks()
        await world.ana.says("Hola")
        await world.answers("Buenas")

        assert world.thread[1:] == ["Hola"]
        assert world.ana.sees[-1].text == "Law VM: Buenas"


async def test_the_staff_may_speak_english(opens: Opens) -> None:
    async with opens(staff_language="en") as world:
        await world.asks()

        assert "Somebody asks for a person" in world.thread[0]
        assert "Language: Español" in world.thread[0]


async def test_pictures_and_voices_are_copied_both_ways(world: World) -> None:
    await world.asks()
    await world.ana.sends_photo("mi contrato")
    await world.ana.sends_voice()
    await world.ana.sends_album(["", ""])
    await world.settles()
    photo = {"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}
    await world.marta.sends(
        chat=world.group, photo=[photo], caption="Mire", message_thread_id=world.topic, is_topic_message=True
    )
    await world.settles()

    brought = [each.raw for each in world.group.in_topic(world.topic)][1:]
    assert ["photo" in each for each in brought] == [True, False, True, True]
    assert brought[0]["caption"] == "mi contrato"
    assert "voice" in brought[1]
    assert "photo" in world.ana.sees[-1].raw
    assert world.ana.sees[-1].text == "Law VM: Mire"


async def test_what_cannot_be_copied_is_one_line(world: World) -> None:
    await world.asks()
    await world.ana.sends(poll=POLL)
    await world.settles()

    assert world.thread[-1] == "[encuesta]"


async def test_a_correction_of_the_firm_reaches_the_person_as_one(world: World) -> None:
    await world.asks()
    await world.answers("Llame al 1")
    world.marta.said |= {"message_thread_id": world.topic, "is_topic_message": True}
    await world.marta.edits("Llame al 2")
    await world.settles()

    assert world.ana.sees[-1].text == "✎ Law VM: Llame al 2"


async def test_a_long_answer_is_cut_into_messages(world: World) -> None:
    await world.asks()
    before = len(world.ana.sees)
    await world.answers("a" * 4096)

    assert [len(each.text) for each in world.ana.sees[before:]] == [3900 + 8, 196 + 8]


async def test_where_the_group_has_no_topics_staff_reply(world: World) -> None:
    world.group.shown.pop("is_forum")
    await world.asks()
    await world.ana.says("Hola")
    await world.settles()
    request, hello = world.group.sees
    assert "Responda a este mensaje" in request.text
    assert hello.raw["reply_to_message"]["message_id"] == request.raw["message_id"]
    before = len(world.ana.sees)

    await world.marta.replies("Buenas", hello, chat=world.group)
    await world.marta.replies("tardes", request, chat=world.group)
    await world.marta.writes("esto es entre nosotros", world.group)
    await world.settles()
    assert [each.text for each in world.ana.sees[before:]] == ["Law VM: Buenas", "Law VM: tardes"]

    await world.marta.replies("/end", hello, chat=world.group)
    await world.settles()
    assert "Terminada" in world.group.sees[-1].text
    assert "terminó esta conversación" in world.ana.sees[-1].text


async def test_an_administrator_without_the_right_to_topics_gets_a_thread_of_replies(world: World) -> None:
    world.group.rights.discard("can_manage_topics")
    await world.asks()

    assert not world.group.topics
    assert "Responda a este mensaje" in world.group.sees[-1].text


async def test_a_topic_that_was_deleted_is_opened_again(world: World) -> None:
    await world.asks()
    world.group.topics.clear()
    await world.ana.says("¿sigue ahí?")
    await world.settles()

    assert len(world.group.topics) == 1
    assert "Alguien pide hablar" in world.thread[0]
    assert world.thread[1] == "¿sigue ahí?"


POLL = {"id": "1", "question": "¿?", "options": [], "total_voter_count": 0, "type": "regular"}
POLL |= dict.fromkeys(
    ("is_closed", "is_anonymous", "allows_multiple_answers", "allows_revoting", "members_only"), False
)


# ---- the end ------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["terminar", "salir", "/menu", "menú", "end:", "stop:"])
async def test_the_person_ends_it(world: World, way: str) -> None:
    await world.asks()
    (told,) = await (world.ana.sends_press(way) if way.endswith(":") else world.ana.says(way))
    await world.settles()

    assert ENDED in told.text
    assert told.buttons
    assert "La persona terminó la conversación" in world.thread[-1]
    assert world.group.topics[world.topic] == "closed"
    assert await world.ana.says("¿cuánto cuesta la visa?")  # the bot answers again

    refused = await world.answers("¿Hola?")
    assert "la persona no recibe" in refused[0].text
    assert "Hola" not in world.ana.sees[-1].text


async def test_staff_end_it(world: World) -> None:
    await world.asks()
    await world.answers("Ya le ayudamos.")
    await world.answers("/end")

    assert "Law VM terminó esta conversación" in world.ana.sees[-1].text
    assert "Terminada" in world.thread[-1]
    assert world.group.topics[world.topic] == "closed"
    assert await world.ana.says("¿cuánto cuesta la visa?")
    (again,) = await world.answers("/end")
    assert "ya había terminado" in again.text


async def test_closing_the_topic_ends_it_too(world: World) -> None:
    await world.asks()
    await world.marta.closes_topic(world.group, world.topic)
    await world.settles()

    assert "terminó esta conversación" in world.ana.sees[-1].text


async def test_other_buttons_answer_and_the_handoff_goes_on(world: World) -> None:
    await world.asks()
    (answer,) = await world.ana.sends_press("topic:visa-cost")
    assert "USD" in answer.text

    assert await world.ana.says("gracias") == []
    await world.settles()
    assert world.thread[-1] == "gracias"
    (again,) = await world.ana.says("/persona")
    assert "ya está en la oficina" in again.text
    await world.settles()
    assert len(world.group.topics) == 1


async def test_what_asks_a_question_of_its_own_ends_it_first(world: World) -> None:
    """A call-back asks for a name, and a name that is typed has one place to go."""
    await world.asks()
    said = await world.ana.sends_press("flow:callback")
    assert ENDED in said[0].text
    assert "nombre" in said[-1].text
    await world.ana.says("Ana Pérez")
    await world.settles()

    assert "La persona terminó la conversación" in world.thread[-1]
    assert not any("Ana Pérez" in each for each in world.thread)


async def test_a_flow_that_was_open_waits_and_goes_on(world: World) -> None:
    (asked, *_) = await world.ana.sends_press("flow:eligibility")
    await world.asks("una persona")
    assert await world.ana.says("México") == []
    (told,) = await world.ana.says("terminar")

    assert ENDED in told.text
    assert asked.labels[0] in told.labels


async def test_after_an_hour_without_a_word_of_the_firm_it_ends(world: World) -> None:
    await world.asks()
    await world.answers("¿En qué le ayudo?")
    await world.settles(50 * MINUTE)
    await world.answers("¿Sigue ahí?")
    await world.settles(50 * MINUTE)
    assert world.ana.sees[-1].text == "Law VM: ¿Sigue ahí?"

    await world.ana.says("gracias")
    await world.settles(11 * MINUTE)
    assert "desde hace una hora" in world.ana.sees[-1].text
    assert "desde hace una hora" in world.thread[-1]
    assert await world.ana.says("¿cuánto cuesta la visa?")


async def test_a_person_who_blocks_the_bot_is_told_of_in_the_thread(world: World) -> None:
    await world.asks()
    await world.ana.blocks()
    await world.answers("¿Hola?")

    assert "no llegó a la persona" in world.thread[-2]
    assert "bloqueó el bot" in world.thread[-1]


# ---- nobody answers -----------------------------------------------------------------------------


async def test_unanswered_it_is_raised_again_and_then_ended_honestly(world: World) -> None:
    await world.asks()
    await world.settles(4 * MINUTE)
    assert len(world.ana.sees) == 1

    await world.settles(MINUTE)
    assert "Nadie le ha contestado todavía" in world.ana.sees[-1].text
    assert world.ana.sees[-1].labels == ["☎ Que me llamen", "📅 Agendar", "✕ Terminar"]
    assert "sigue esperando" in world.thread[-1]

    await world.settles(5 * MINUTE)
    assert "nadie de Law VM le pudo contestar" in world.ana.sees[-1].text
    assert {"☎ Que me llamen", "📅 Agendar"} <= set(world.ana.sees[-1].labels)
    assert "Nadie contestó" in world.thread[-1]
    assert world.group.topics[world.topic] == "closed"
    assert len(world.ana.sees) == 3
    await world.settles(120 * MINUTE)
    assert len(world.ana.sees) == 3
    assert world.rows("outbox") == 0


async def test_an_answer_in_time_is_the_end_of_the_waiting(world: World) -> None:
    await world.asks()
    await world.settles(5 * MINUTE)
    await world.answers("Aquí estoy")
    await world.settles(10 * MINUTE)

    assert [each.text for each in world.ana.sees[1:]][1:] == ["Law VM: Aquí estoy"]


async def test_staff_who_fall_silent_are_reminded_once(world: World) -> None:
    await world.asks()
    await world.answers("Dígame")
    before = len(world.ana.sees)
    await world.ana.says("¿Qué hago?")
    await world.ana.says("¿Hola?")
    await world.settles(5 * MINUTE)
    assert "sigue esperando" in world.thread[-1]
    await world.settles(20 * MINUTE)
    assert [each for each in world.thread if "sigue esperando" in each] == world.thread[-1:]
    assert len(world.ana.sees) == before

    await world.answers("Ya voy")
    await world.ana.says("gracias")
    await world.answers("De nada")
    await world.settles(20 * MINUTE)
    assert world.thread[-1] == "gracias"


async def test_the_minutes_are_a_setting(opens: Opens) -> None:
    async with opens(handoff_minutes=2) as world:
        (told,) = await world.asks()
        assert "unos 2 minutos" in told.text
        await world.settles(2 * MINUTE)

        assert "Nadie le ha contestado todavía" in world.ana.sees[-1].text


async def test_when_the_office_closes_meanwhile_it_says_so(world: World) -> None:
    Moved.moment = datetime(2026, 11, 24, 22, 57, tzinfo=UTC)
    await world.asks()
    await world.settles(5 * MINUTE)

    assert "cerró antes de que alguien le pudiera contestar" in world.ana.sees[-1].text
    assert "Abre a las 9:00 a.m. el miércoles" in world.ana.sees[-1].text
    assert "La oficina ya está cerrada" in world.thread[-1]


async def test_a_group_that_cannot_be_reached_is_told_at_once(world: World) -> None:
    world.group.refuses = "bot was kicked from the supergroup chat"
    await world.asks()

    assert "no pude comunicarme con la oficina" in world.ana.sees[-1].text
    assert await world.ana.says("¿cuánto cuesta la visa?")


# ---- where nobody can answer --------------------------------------------------------------------


async def test_out_of_hours_it_says_when_the_office_opens(world: World) -> None:
    Moved.moment = datetime(2026, 11, 25, 2, tzinfo=UTC)
    (told,) = await world.asks()

    assert "Abre a las 9:00 a.m. el miércoles" in told.text
    assert "+1 832 305 6560" in told.text
    assert told.labels[:2] == ["☎ Que me llamen", "📅 Agendar"]
    assert "Ayuda legal gratis" in " ".join(told.labels)
    assert not world.group.topics
    assert await world.ana.says("¿cuánto cuesta la visa?")


async def test_while_the_firm_has_confirmed_nothing_the_phone_is_given(opens: Opens) -> None:
    async with opens(desk="closed") as world:
        (told,) = await world.asks()

        assert "todavía no lo ha preparado" in told.text
        assert "+1 832 305 6560" in told.text
        assert not world.group.topics


async def test_a_demonstration_says_that_nobody_gets_it(opens: Opens) -> None:
    async with opens(desk="demo") as world:
        (told,) = await world.asks()

        assert told.text.startswith("🧪")
        assert "Aquí nadie lo recibe" in told.text
        assert "+1 832 305 6560" in told.text
        assert not world.group.topics


async def test_where_nobody_is_named_who_may_answer_nobody_is_promised(opens: Opens) -> None:
    async with opens(staff_ids="") as world:
        (told,) = await world.asks()

        assert "no le puede escribir aquí" in told.text
        assert not world.group.topics


async def test_in_a_group_others_would_read_along(world: World, api: BotApi) -> None:
    group = api.group(-100_2)
    (told,) = await world.ana.says("/person@ventanilla_test_bot", chat=group)
    await world.settles()

    assert "no le puede escribir aquí" in told.text
    assert not world.group.topics


# ---- who may write ------------------------------------------------------------------------------


async def test_a_stranger_in_the_group_reaches_nobody_and_is_told_once(world: World) -> None:
    await world.asks()
    before = len(world.ana.sees)
    (told,) = await world.pedro.writes("pásele mi número", world.group, world.topic)
    assert "STAFF_IDS" in told.text
    assert await world.pedro.writes("ande", world.group, world.topic) == []
    assert await world.pedro.writes("/end", world.group, world.topic) == []
    await world.settles()

    assert len(world.ana.sees) == before
    await world.answers("Hola")
    assert world.ana.sees[-1].text == "Law VM: Hola"


@pytest.mark.parametrize("command", ["/appointments", "/callbacks", "/done 1", "/end"])
async def test_nobody_else_can_use_a_command(world: World, command: str) -> None:
    await world.engine.store.transact(call_back, WISH)
    (told,) = await world.pedro.writes(command, world.group)
    await world.settles()

    assert "STAFF_IDS" in told.text
    assert not any("Luis" in each.text for each in world.group.sees)


async def test_an_anonymous_administrator_is_told_that_it_was_not_sent(world: World) -> None:
    await world.asks()
    before = len(world.ana.sees)
    world.marta.anonymous = True
    (told,) = await world.answers("Hola")

    assert "administrador anónimo" in told.text
    assert told.raw["message_thread_id"] == world.topic
    assert len(world.ana.sees) == before


async def test_what_staff_say_elsewhere_in_the_group_stays_there(world: World) -> None:
    await world.asks()
    before = len(world.ana.sees)
    assert await world.marta.writes("¿quién le contesta?", world.group) == []
    await world.settles()
    (answered,) = await world.marta.writes("@ventanilla_test_bot ¿cuánto cuesta la visa?", world.group)

    assert "USD" in answered.text
    assert len(world.ana.sees) == before


WISH = Callback("telegram", "7", "Luis", "+528112345678", "mañana", "es", "America/Mexico_City", OPEN)


async def test_staff_see_the_calls_to_make_and_strike_them_off(world: World) -> None:
    await world.engine.store.transact(call_back, WISH)
    await world.marta.writes("/callbacks", world.group)
    await world.settles()
    assert "1 · Luis, +52 81 1234 5678 · mañana" in world.group.sees[-1].text

    for typed, answer in [
        ("/done", "Escriba después el número"),
        ("/done 7", "No hay ninguna llamada pendiente 7"),
        ("/done 1", "la llamada 1 está hecha"),
        ("/done 1", "No hay ninguna llamada pendiente 1"),
    ]:
        (told,) = await world.marta.writes(typed, world.group)
        assert answer in told.text
    await world.marta.writes("/callbacks", world.group)
    await world.settles()
    assert "Nadie espera una llamada" in world.group.sees[-1].text


async def test_staff_see_the_appointments_of_today_and_tomorrow(world: World) -> None:
    from bot.store.appointments import book
    from tests.test_appointments import ANA as BOOKED

    await world.marta.writes("/appointments", world.group)
    await world.settles()
    assert "no hay citas" in world.group.sees[-1].text

    tomorrow = datetime(2026, 11, 25, 15, tzinfo=UTC)
    await world.engine.store.transact(book, replace(BOOKED, start=tomorrow))
    await world.engine.store.transact(
        book, replace(BOOKED, reference="1", name="Otra", start=tomorrow + timedelta(days=3))
    )
    await world.asks()
    await world.answers("/appointments")
    assert "9:00 a.m." in world.thread[-1]
    assert "482 173" in world.thread[-1]
    assert "Otra" not in world.thread[-1]


async def test_an_unknown_command_in_a_thread_is_not_for_the_person(world: World) -> None:
    await world.asks()
    before = len(world.ana.sees)
    (told,) = await world.answers("/ende")

    assert "/appointments" in told.text
    assert len(world.ana.sees) == before


# ---- danger, forgetting, moving, restarting -----------------------------------------------------


async def test_danger_gets_the_numbers_first_and_is_passed_on(world: World) -> None:
    await world.asks()
    (told,) = await world.ana.says("mi patrón me tiene encerrada y me quitó el pasaporte")
    await world.settles()

    assert "911" in told.text or "888" in told.text
    assert "También pasé su mensaje a la oficina" in told.text
    assert world.thread[-1] == "mi patrón me tiene encerrada y me quitó el pasaporte"


async def test_forgetting_deletes_the_topic_and_all_that_names_the_person(world: World) -> None:
    await world.asks()
    await world.ana.says("me llamo Ana Pérez")
    await world.settles()
    await world.ana.says("borrar mis datos")
    await world.ana.sends_press("forget:yes")
    await world.settles()

    assert not world.group.topics
    assert world.rows("handoffs") == 0
    assert world.rows("outbox") == 0
    assert await world.ana.says("¿cuánto cuesta la visa?")


async def test_forgetting_before_the_topic_was_made_leaves_none(world: World) -> None:
    await world.ana.says("/persona")
    await world.ana.sends_press("forget:yes")
    await world.settles()

    assert not world.group.topics
    assert world.rows("outbox") == 0


async def test_forgetting_without_topics_deletes_what_the_bot_wrote(world: World) -> None:
    world.group.shown.pop("is_forum")
    await world.asks()
    await world.ana.says("me llamo Ana Pérez")
    await world.settles()
    await world.ana.sends_press("forget:yes")
    await world.settles()

    assert world.group.sees == []
    assert world.rows("posts") == 0


async def test_where_a_topic_cannot_be_deleted_it_is_closed(world: World) -> None:
    world.group.rights.discard("can_delete_messages")
    await world.asks()
    await world.ana.sends_press("forget:yes")
    await world.settles()

    assert list(world.group.topics.values()) == ["closed"]


async def test_nothing_of_what_was_written_is_kept(world: World) -> None:
    await world.asks()
    await world.ana.says("me llamo Ana Pérez y vivo en Puebla")
    await world.settles()
    await world.answers("Mucho gusto, doña Ana; le habla Marta")

    kept = world.everything()
    assert "Puebla" not in kept
    assert "Mucho gusto" not in kept
    await world.answers("/end")
    gone = await world.engine.store.transact(tidy, OPEN + timedelta(days=31), Periods())
    assert gone
    assert world.rows("handoffs") == 0


async def test_a_group_that_becomes_a_supergroup_is_followed(opens: Opens, api: BotApi) -> None:
    api.chats[FIRM] = Chat({"id": FIRM, "type": "group", "title": "Law VM"})
    async with opens() as world:
        await world.asks()
        new = await world.marta.turns_into_supergroup(world.group, -100_9)
        await world.ana.says("¿sigue ahí?")
        await world.settles()
        request, words = new.sees
        assert "Alguien pide hablar" in request.text
        assert words.text == "¿sigue ahí?"
        await world.marta.replies("Aquí", words, chat=new)
        await world.settles()
        assert world.ana.sees[-1].text == "Law VM: Aquí"

    async with opens() as world:  # the settings still name the old one
        world.ana.private.sees.extend(api.chats[ANA].sees)
        await world.marta.replies("Sigo aquí", words, chat=new)
        await world.settles()
        assert world.ana.sees[-1].text == "Law VM: Sigo aquí"


async def test_a_move_that_nobody_told_is_learnt_from_the_refusal(world: World) -> None:
    new = world.api.group(-100_9, "Law VM", forum=True)
    world.group.moved_to = -100_9
    await world.asks()
    await world.settles(MINUTE)

    assert len(new.topics) == 1


async def test_a_restart_in_the_middle_loses_nothing(opens: Opens, api: BotApi) -> None:
    async with opens() as world:
        await world.asks()
        await world.ana.says("antes")  # taken, and not yet brought over
        topic = world.topic
    async with opens() as world:
        await world.ana.says("después")
        await world.settles()
        assert [each.text for each in world.group.in_topic(topic)][1:] == ["antes", "después"]
        await world.marta.writes("Recibido", world.group, topic)
        await world.settles(5 * MINUTE)
        assert [each.text for each in world.ana.sees] == ["Law VM: Recibido"]


async def test_updates_that_come_again_change_nothing(world: World, api: BotApi) -> None:
    await world.asks()
    for person, chat, words in [(world.ana, None, "Hola"), (world.marta, world.group, "Buenas")]:
        about = {"message_thread_id": world.topic, "is_topic_message": True} if chat else {}
        update = await person.posts(words, chat=chat, **about)
        await update.taken.wait()
        await world.settles()
        # As after a restart: the process does not remember it, the database does.
        await take_again(world, update.body)
    await world.settles()

    assert world.thread[1:] == ["Hola"]
    assert [each.text for each in world.ana.sees[1:]] == ["Law VM: Buenas"]


async def take_again(world: World, update: dict[str, Any]) -> None:
    """Delivers an update once more to a fresh process on the same database."""
    store = Store(world.database)
    engine = Engine(store, world.engine._live, Moved(), firm="open")
    async with BotApi(token=world.api.token) as other:
        other.chats = world.api.chats
        chosen = settings_for(other, staff_chat=str(FIRM), staff_ids=str(MARTA))
        async with running(engine, chosen, outbox=engine.outbox, relay=engine.relay):
            kind = next(name for name in update if name != "update_id")
            again = await other.delivery.put(kind, update[kind], 1)
            again.body["update_id"] = update["update_id"]
            other.delivery.pending = {update["update_id"]: again}
            again.id = update["update_id"]
            await again.taken.wait()
    await store.close()


async def test_telegram_that_limits_the_bot_costs_no_word_and_no_order(world: World, api: BotApi) -> None:
    await world.asks()
    api.fails("sendMessage", retry_after=3, chat=FIRM)
    for each in ("uno", "dos", "tres"):
        await world.ana.says(each)
    await world.settles()
    assert world.thread[1:] == []

    await world.settles(timedelta(seconds=4))
    assert world.thread[1:] == ["uno", "dos", "tres"]
