"""Limits of one person: one kind sentence, then silence; danger is answered; nobody else is held up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.limited import HELPED, Limits
from bot.live import Live
from bot.model import Action, Incoming, Turn
from bot.settings import Settings
from tests.botapi.people import Seen
from tests.firm import DAY, HOUR, NOW, Firm, engine_on, everybodys, rows, words
from tests.privacy import firm_with_calendar

DANGER = "mi patrón me quitó el pasaporte y no me deja salir"


@pytest.fixture
async def firm(database: str) -> AsyncIterator[Firm]:
    """A firm whose bot lets one person do little."""
    limits = Limits(messages=20, bookings=2, callbacks=1, handoffs=1)
    async with firm_with_calendar(database, limits=limits) as opened:
        yield opened


def says(n: int, text: str = "", sender: str = "7", action: str = "") -> Incoming:
    read = Action.read(action) if action else None
    return Incoming("telegram", sender, f"{sender}-{n}", text, read, language="es")


async def test_past_the_limit_one_sentence_then_nothing_until_it_passes(firm: Firm) -> None:
    ana, luis = firm.person(), firm.person(name="Luis")
    for _ in range(20):
        assert await ana.says("/menu")

    told = words(await ana.says("/menu"))
    before = len(ana.sees)
    for _ in range(5):
        await ana.posts("/menu")
    assert await luis.says("/menu")
    await asyncio.sleep(0.2)

    assert "Ha escrito muchísimos mensajes" in told
    assert "11:00 a.m." in told
    assert "+1 832" in told
    assert len(ana.sees) == before
    firm.clock.set(NOW + HOUR + timedelta(seconds=1))
    assert "Escriba su pregunta" in words(await ana.says("/menu"))


async def test_danger_is_answered_past_the_limit_but_not_for_ever(database: str) -> None:
    async with engine_on(database, limits=Limits(messages=3)) as engine:
        for n in range(5):
            await engine.handle(says(n, action="menu:"))

        helped = [await engine.handle(says(100 + n, DANGER)) for n in range(HELPED + 5)]

        assert all("888" in each.replies[0].text for each in helped[:HELPED])
        assert [each.replies for each in helped[HELPED:]] == [()] * 5
        # Somebody else is helped all the same.
        assert (await engine.handle(says(1, DANGER, sender="8"))).replies


async def test_what_was_used_survives_a_restart_and_holds_between_replicas(database: str) -> None:
    limits = Limits(messages=4)
    async with engine_on(database, limits=limits) as one, engine_on(database, limits=limits) as two:
        turns = [await each.handle(says(n, action="menu:")) for n in range(3) for each in (one,)]
        turns += [await two.handle(says(10 + n, action="menu:")) for n in range(2)]
    async with engine_on(database, limits=limits) as three:
        turns.append(await three.handle(says(20, action="menu:")))

    assert [len(each.replies) for each in turns] == [1, 1, 1, 1, 1, 0]
    assert "muchísimos" in turns[4].replies[0].text


async def test_a_repeated_update_counts_once(database: str) -> None:
    async with engine_on(database, limits=Limits(messages=2)) as engine:
        for _ in range(9):
            again = await engine.handle(says(1, action="menu:"))

        assert again.replies
        assert (await engine.handle(says(2, action="menu:"))).conversation.used["messages"][1] == 2


async def test_bookings_and_changes_of_one_day(firm: Firm) -> None:
    ana = firm.person()
    await books(firm)
    (made,) = await everybodys(firm.engine)
    name = made.reference.replace(" ", "")
    await ana.sends_press(f"cancel:{name}/yes")
    await ana.sends_press(f"cancel:{name}")
    firm.clock.set(NOW + 2 * HOUR)
    await books(firm, "9:30 a.m.")
    firm.clock.set(NOW + 4 * HOUR)
    for each in await everybodys(firm.engine):
        await ana.sends_press(f"cancel:{each.reference.replace(' ', '')}/yes")

    told = words(await books(firm, "10:00 a.m."))

    assert "Ya reservó o cambió muchas veces" in told
    assert "miércoles 25 de noviembre" in told
    count = len(await everybodys(firm.engine))
    assert count == 2
    firm.clock.set(NOW + DAY + HOUR)
    await books(firm, "10:00 a.m.")
    assert len(await everybodys(firm.engine)) == 3


async def books(firm: Firm, time: str = "9:00 a.m.") -> list[Seen]:
    """Books for Monday by phone; what is seen at the end."""
    ana = firm.person()
    await ana.says("/book")
    for button in ("Por teléfono", "Español", "lunes 30 de noviembre"):
        await ana.presses(button)
    for each in (time, "Ana", "+528112345678"):
        await ana.says(each)
    await ana.presses("Dejarlo en blanco")
    return await ana.presses("✔ Confirmar")


async def test_calls_and_handoffs_of_one_day(firm: Firm) -> None:
    ana = firm.person()
    for _ in range(2):
        await ana.sends_press("flow:callback")
        for each in ("Ana", "+528112345678", "en la mañana"):
            await ana.says(each)
        called = words(await ana.presses("✔ Confirmar"))
    firm.clock.set(NOW + 2 * HOUR)
    await ana.says("/persona")
    await ana.says("terminar")
    again = words(await ana.says("/persona"))

    assert "Ya pidió muchas veces que le llamen" in called
    assert "Ya pidió muchas veces hablar aquí con una persona" in again
    assert await rows(firm.engine, "SELECT count(*) FROM callbacks") == [(1,)]
    assert await rows(firm.engine, "SELECT count(*) FROM handoffs WHERE state = 'open'") == [(0,)]
    assert await rows(firm.engine, "SELECT count(*) FROM outbox WHERE body LIKE '%callback%'") == [(1,)]


async def test_a_flood_is_not_thought_about(database: str, live: Live) -> None:
    """Past the limit a question costs no match, so the others' questions wait for nothing."""
    asked: list[str] = []
    async with engine_on(database, limits=Limits(messages=2)) as engine:
        real = engine._match_of

        async def counted(incoming: Incoming, *rest: object) -> object:
            asked.append(incoming.sender)
            return await real(incoming, *rest)  # type: ignore[arg-type]

        engine._match_of = counted  # type: ignore[method-assign, assignment]
        flood = [engine.handle(says(n, "¿cuánto cuesta la visa?")) for n in range(2)]
        await asyncio.gather(*flood)
        for n in range(2, 30):
            await engine.handle(says(n, "¿cuánto cuesta la visa?"))
        await engine.handle(says(1, "¿cuánto cuesta la visa?", sender="8"))

    assert asked.count("7") <= 4
    assert asked.count("8") == 1


async def test_counting_costs_an_ordinary_press_no_statement(tmp_path: object) -> None:
    """What is used stands in the conversation, which is read and written anyway."""
    from sqlalchemy import event

    counts: list[int] = []
    for limits in (Limits(), Limits(300, 6, 4, 6)):
        async with engine_on("sqlite://", limits=limits) as engine:
            await engine.handle(says(1, action="menu:"))
            statements: list[str] = []
            event.listen(
                engine.store._engine, "before_cursor_execute", lambda *a, s=statements: s.append(a[2])
            )
            done: Turn = await engine.handle(says(2, action="menu:"))
            assert done.replies
            counts.append(len(statements))

    assert counts[0] == counts[1] > 0


def test_the_limits_are_settings() -> None:
    chosen = Settings(messages_an_hour=0, _env_file=None)  # type: ignore[call-arg]

    assert chosen.messages_an_hour == 0
    assert (chosen.bookings_a_day, chosen.callbacks_a_day, chosen.handoffs_a_day) == (6, 4, 6)
