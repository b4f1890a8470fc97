"""Bookings in the firm's real calendar: the engine and a Radicale server, which may be away; and the feed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import icalendar
import pytest

from bot.agenda import Agenda, Named
from bot.booking.calendars import Calendar, busy
from bot.channels import web
from bot.engine import Engine
from bot.settings import SettingsError, read_settings
from bot.store import unsynced, write_again
from tests.caldav import Radicale, put
from tests.firm import DAY, HOUR, MINUTE, NOW, ByHand, engine_on, everybodys
from tests.test_bad_answers import TO_CONFIRM, Someone

MONDAY = datetime(2026, 11, 30, 15, tzinfo=UTC)
SECRET = "a-secret-of-32-letters-and-digits"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with Radicale(tmp_path_factory.mktemp("radicale")) as opened:
        yield opened


@pytest.fixture
def calendar(server: Radicale, request: pytest.FixtureRequest) -> Calendar:
    """A calendar for this test alone."""
    return server.another(str(abs(hash(request.node.name))))


@pytest.fixture
def clock() -> ByHand:
    return ByHand()


@asynccontextmanager
async def booking(tmp_path: Path, clock: ByHand, *calendars: Named) -> AsyncIterator[Engine]:
    """The engine of a firm with these calendars."""
    database = f"sqlite:///{tmp_path / 'calendar.db'}"
    async with engine_on(database, clock=clock, agenda=Agenda(calendars)) as engine:
        yield engine


async def passes(engine: Engine, clock: ByHand, span: timedelta = timedelta(0)) -> None:
    """Lets time pass, and carries out all that is due then."""
    clock.set(clock.now() + span)
    while await engine.outbox.once():
        pass


async def begun(calendar: Calendar) -> list[datetime]:
    """When something in the calendar begins."""
    return [begins for begins, _ in await asyncio.to_thread(busy, calendar, NOW, NOW + 30 * DAY, ours=True)]


async def test_a_booking_is_written_moved_and_taken_out(
    tmp_path: Path, clock: ByHand, calendar: Calendar
) -> None:
    async with booking(tmp_path, clock, Named("", calendar)) as engine:
        ana = Someone(engine)
        await ana.does(*TO_CONFIRM, "sí")
        assert not (await everybodys(engine))[0].synced
        await passes(engine, clock)
        assert await begun(calendar) == [MONDAY]
        assert (await everybodys(engine))[0].synced

        await ana.presses("Cambiar")
        await ana.does("1 de diciembre", "9 am", "sí")
        await passes(engine, clock)
        assert await begun(calendar) == [MONDAY + DAY]

        await ana.presses("Cancelarla")
        await ana.presses("Sí, cancelarla")
        await passes(engine, clock)
        assert await begun(calendar) == []
        assert (await everybodys(engine))[0].synced


async def test_what_the_firm_writes_itself_is_no_longer_offered(
    tmp_path: Path, clock: ByHand, calendar: Calendar
) -> None:
    async with booking(tmp_path, clock, Named("", calendar)) as engine:
        ana = Someone(engine)
        await ana.does(*TO_CONFIRM[:4])
        assert "9:00 a.m." in ana.buttons

        put(calendar, "court", "DTSTART;TZID=America/Chicago:20261130T090000", "DURATION:PT1H", "SUMMARY:x")
        await engine.agenda.refresh(clock.now(), 23)

        assert "se acaba de ocupar" in await ana.presses("9:00 a.m.")
        await ana.does("again:booking/day", "30 de noviembre")
        assert next(iter(ana.buttons)) == "10:00 a.m."


async def test_a_calendar_of_ones_own_keeps_only_its_owner_busy(
    tmp_path: Path, clock: ByHand, calendar: Calendar
) -> None:
    put(calendar, "court", "DTSTART;TZID=America/Chicago:20261130T090000", "DURATION:PT1H", "SUMMARY:x")
    async with booking(tmp_path, clock, Named("one", calendar)) as engine:
        await engine.agenda.refresh(clock.now(), 23)
        ana = Someone(engine)
        await ana.does(*TO_CONFIRM, "sí")

        (made,) = await everybodys(engine)
        assert (made.consultant, made.start) == ("two", MONDAY)


async def test_an_appointment_that_goes_to_another_consultant_leaves_the_first_ones_calendar(
    tmp_path: Path, clock: ByHand, server: Radicale
) -> None:
    one, two = server.another("of-one"), server.another("of-two")
    async with booking(tmp_path, clock, Named("one", one), Named("two", two)) as engine:
        ana = Someone(engine)
        await ana.does(*TO_CONFIRM, "sí")
        await passes(engine, clock)
        assert (await begun(one), await begun(two)) == ([MONDAY], [])

        put(one, "court", "DTSTART;TZID=America/Chicago:20261201T080000", "DURATION:PT9H", "SUMMARY:x")
        await engine.agenda.refresh(clock.now(), 23)
        await ana.presses("Cambiar")
        await ana.does("1 de diciembre", "9 am", "sí")
        await passes(engine, clock)

        assert (await everybodys(engine))[0].consultant == "two"
        assert await begun(two) == [MONDAY + DAY]
        assert MONDAY not in await begun(one)


async def test_while_the_calendar_is_away_booking_goes_on_and_is_written_later(
    tmp_path: Path, clock: ByHand, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with Radicale(tmp_path_factory.mktemp("away")) as server:
        calendar = server.calendar
        put(calendar, "court", "DTSTART;TZID=America/Chicago:20261130T100000", "DURATION:PT1H", "SUMMARY:x")
        async with booking(tmp_path, clock, Named("", calendar)) as engine:
            await engine.agenda.refresh(clock.now(), 23)
            server.stop()
            await engine.agenda.refresh(clock.now(), 23)

            ana, luis = Someone(engine), Someone(engine, "8")
            await ana.does(*TO_CONFIRM[:4])
            assert "10:00 a.m." not in ana.buttons  # as it said when it last answered
            assert "✔ Agendado" in await ana.does(*TO_CONFIRM[4:], "sí")
            assert "✔ Agendado" in await luis.does(*TO_CONFIRM[:4], "9:30", *TO_CONFIRM[5:], "sí")
            await passes(engine, clock)
            assert len(await engine.store.transact(unsynced, clock.now())) == 2

            await luis.presses("Cancelarla")
            await luis.presses("Sí, cancelarla")
            await passes(engine, clock, MINUTE)
            await asyncio.to_thread(server.start)
            await passes(engine, clock, HOUR)

            assert await begun(calendar) == [MONDAY, MONDAY + HOUR]
            assert await engine.store.transact(unsynced, clock.now()) == ()


async def test_what_was_booked_before_there_was_a_calendar_is_written_when_there_is_one(
    tmp_path: Path, clock: ByHand, calendar: Calendar
) -> None:
    async with booking(tmp_path, clock) as engine:
        await Someone(engine).does(*TO_CONFIRM, "sí")
        await passes(engine, clock)

    async with booking(tmp_path, clock, Named("", calendar)) as engine:
        await engine.store.transact(write_again, clock.now())
        await passes(engine, clock)

        assert await begun(calendar) == [MONDAY]
        assert await engine.store.transact(write_again, clock.now()) == 0


async def test_whoever_is_forgotten_is_taken_out_of_the_calendar(
    tmp_path: Path, clock: ByHand, calendar: Calendar
) -> None:
    async with booking(tmp_path, clock, Named("", calendar)) as engine:
        ana = Someone(engine)
        await ana.does(*TO_CONFIRM, "sí")
        await passes(engine, clock)
        assert await begun(calendar) == [MONDAY]

        await ana.does("forget:yes")
        await passes(engine, clock)

        assert await begun(calendar) == []


# ---- the feed -------------------------------------------------------------------------------------


@asynccontextmanager
async def served(engine: Engine, secret: str) -> AsyncIterator[str]:
    """The web address of the engine, with the feed."""
    stop, ready = asyncio.Event(), asyncio.get_running_loop().create_future()
    settings = read_settings(web_listen="127.0.0.1:0", feed_secret=secret)
    serving = asyncio.create_task(web.run(engine, settings, stop, ready.set_result, engine.calendar))
    try:
        yield await ready
    finally:
        stop.set()
        await serving


async def test_the_feed_is_read_by_a_calendar_that_subscribes(tmp_path: Path, clock: ByHand) -> None:
    async with booking(tmp_path, clock) as engine, served(engine, SECRET) as address:
        ana, luis = Someone(engine), Someone(engine, "8")
        await ana.does(*TO_CONFIRM[:-1], "un secreto de ella", "sí")
        await luis.does(*TO_CONFIRM[:4], "10 am", *TO_CONFIRM[5:], "sí", "mis citas")
        await luis.presses("Cancelarla")
        await luis.presses("Sí, cancelarla")
        one, two = await everybodys(engine)

        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{address}/calendar/{SECRET}.ics") as got,
        ):
            assert (got.status, got.content_type) == (200, "text/calendar")
            text = await got.read()

    read = icalendar.Calendar.from_ical(text)
    assert isinstance(read, icalendar.Calendar)
    found = {str(each["UID"]).split("@")[0]: (each.start, str(each["STATUS"])) for each in read.events}
    assert found == {
        one.reference.replace(" ", ""): (MONDAY, "CONFIRMED"),
        two.reference.replace(" ", ""): (MONDAY + HOUR, "CANCELLED"),
    }
    assert "+528112345678" in text.decode()
    assert "secreto" not in text.decode()


@pytest.mark.parametrize("secret", ["", SECRET])
async def test_another_address_is_not_found(tmp_path: Path, clock: ByHand, secret: str) -> None:
    async with (
        booking(tmp_path, clock) as engine,
        served(engine, secret) as address,
        aiohttp.ClientSession() as session,
    ):
        for wrong in (SECRET[:-1], SECRET + "x", "x", SECRET.upper(), "%00", "é"):
            async with session.get(f"{address}/calendar/{wrong}.ics") as got:
                assert got.status == 404, wrong
                assert "BEGIN" not in await got.text()


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(SettingsError, match="FEED_SECRET"):
        read_settings(feed_secret="short")
