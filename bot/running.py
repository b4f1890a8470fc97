"""How a command runs: the engine started and stopped around it, on one loop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import re
import signal
from collections.abc import Awaitable, Callable, Coroutine

import structlog

from bot.agenda import Agenda, Named
from bot.booking.calendars import read_calendar
from bot.channels import health, telegram, web
from bot.clock import Clock
from bot.engine import Engine
from bot.limited import Limits
from bot.live import Live
from bot.settings import Settings, SettingsError
from bot.speech import Speaker, missing
from bot.store import Periods, Store, StoreAway
from bot.watched import Watched

log = structlog.get_logger()

OFFICE_ZONE = "America/Chicago"
"""Where a calendar's own times name no zone, they are the office's."""


def open_engine(settings: Settings) -> Engine:
    """The engine that the settings describe, not yet started."""
    engine = Engine(
        Store(settings.database, settings.data_keys),
        Live(settings.content_dir, settings.var_dir / "matching", settled=leave_in_peace),
        Clock(settings.as_of),
        settings.default_language,
        periods(settings),
        Limits(
            settings.messages_an_hour,
            settings.bookings_a_day,
            settings.callbacks_a_day,
            settings.handoffs_a_day,
        ),
        firm=settings.desk if settings.desk == "demo" or settings.staff_chat else "closed",
        staff_language=settings.staff_language,
        agenda=Agenda(calendars(settings)),
        # Where nobody is named who may answer, nobody answers.
        answer_minutes=settings.handoff_minutes if settings.staff or settings.desk == "demo" else 0,
        speaker=Speaker() if settings.listen and not missing() else None,
    )
    if settings.telegram_token.get_secret_value():
        engine.outbox.hold()
    return engine


def leave_in_peace() -> None:
    """Keeps the garbage collector from what is there to stay: content, matcher and modules.

    Looking through them takes a tenth of a second, in which nobody is answered, and came twice a second under
    load. What an edit has replaced is found here.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def periods(settings: Settings) -> Periods:
    """How long things are kept."""
    return Periods(
        settings.conversation_days,
        settings.question_days,
        settings.appointment_days,
        settings.callback_days,
        settings.handoff_days,
    )


def calendars(settings: Settings) -> list[Named]:
    """The calendars that the settings name; one may stand for everybody who consults."""
    found = []
    for setting, caldav in ((settings.caldav_url, True), (settings.ical_urls, False)):
        for each in setting.get_secret_value().split():
            whose, _, address = each.partition("=") if re.match("[a-z0-9-]+=", each) else ("", "", each)
            try:
                found.append(Named(whose, read_calendar(address, caldav=caldav, timezone=OFFICE_ZONE)))
            except ValueError as error:
                name = "CALDAV_URL" if caldav else "ICAL_URLS"
                raise SettingsError(f"{name} {error}.") from None
    return found


def run_until_done(work: Coroutine[None, None, None]) -> None:
    """Runs on uvloop where there is one. Ctrl-C ends it quietly."""
    try:
        import uvloop
    except ImportError:  # Windows has none
        run = asyncio.run
    else:
        run = uvloop.run
    with contextlib.suppress(KeyboardInterrupt):
        run(work)


async def with_engine(settings: Settings, work: Callable[[Engine, asyncio.Event], Awaitable[None]]) -> None:
    """Starts the engine, works until done or told to stop (SIGTERM, Ctrl-C), and lets go of everything."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(each, stop.set)
    engine = open_engine(settings)
    try:
        if await _start(engine, stop):
            await work(engine, stop)
    finally:
        await engine.stop()


async def _start(engine: Engine, stop: asyncio.Event) -> bool:
    """Starts the engine as soon as the database can be reached; False where `stop` came before."""
    wait = 0.5
    while not stop.is_set():
        try:
            await engine.start()
        except StoreAway as away:
            log.warning("The database cannot be reached yet; trying again.", why=str(away))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), wait)
            wait = min(wait * 2, 10)
        else:
            return True
    return False


async def serve(settings: Settings, tell: Callable[[str], None]) -> None:
    """The web chat, and Telegram where a token is set, until told to stop."""
    token = settings.telegram_token.get_secret_value()

    def on_ready(address: str) -> None:
        tell(f"The web chat is at {address}")
        if token:
            tell("Telegram is on.")
        else:
            tell("For Telegram, write TELEGRAM_TOKEN=… (from @BotFather) into the file .env and start again.")

    async def work(engine: Engine, stop: asyncio.Event) -> None:
        seen = Watched(engine, settings)
        running = [
            asyncio.ensure_future(web.run(seen, settings, stop, on_ready, engine.calendar)),
            asyncio.ensure_future(health.run(seen.checks, seen.numbers, settings, stop)),
        ]
        if token:
            serving = telegram.run(
                seen,
                settings,
                stop,
                counts=seen.counts,
                outbox=engine.outbox,
                relay=engine.relay,
                sent=engine.sent,
                mailing=engine.mailing,
                share=engine.share,
                store=engine.store,
                speaking=engine.speaking,
                hearing=engine.hearing,
            )
            running.append(asyncio.ensure_future(serving))
        try:
            await asyncio.gather(*running)
        finally:
            # One channel that fails takes the others along, each in its own good order.
            stop.set()
            await asyncio.gather(*running, return_exceptions=True)

    await with_engine(settings, work)
