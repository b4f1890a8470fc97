"""Is everything as it should be? Looks at each thing that a deployment needs, and changes none of them."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot import matching
from bot.agenda import Agenda
from bot.booking import zones
from bot.channels.telegram.checks import telegram
from bot.clock import Clock
from bot.content import load, quick_problems
from bot.finding import Finding, fine, know, mend
from bot.model import LANGUAGES, Content
from bot.running import calendars
from bot.settings import LOCAL_HOSTS, Settings, SettingsError, read_settings
from bot.speech import Speaker, Speechless, missing
from bot.store import Store, StoreAway, place_of

LITTLE = 500
"""Megabytes free, below which somebody should make room."""


async def examine() -> AsyncIterator[Finding]:
    """Everything, one after another; only the settings where they cannot be used."""
    try:
        settings = read_settings()
    except SettingsError as error:
        for line in str(error).splitlines():
            yield mend(line, "Correct it in the environment or in the file .env; .env.example explains it.")
        return
    yield fine("The settings can be used.")
    content = load(settings.content_dir).content
    for each in (
        *_clock(settings, content),
        *_addresses(settings),
        *_content(settings),
        *await asyncio.to_thread(_encoders),
        await _speech(settings),
        *_hearing(settings),
    ):
        yield each
    yield _folder(settings)
    database, staff_chat = await _database(settings)
    yield database
    for each in (*await _calendars(settings, content), *_firm(settings, content)):
        yield each
    if settings.telegram_token.get_secret_value():
        for each in await telegram(settings, staff_chat):
            yield each
    else:
        yield know(
            "TELEGRAM_TOKEN is not set: there is only the web chat, and bookings are a demonstration.",
            "For Telegram, ask @BotFather for a token and write it into .env.",
        )


def _clock(settings: Settings, content: Content) -> list[Finding]:
    """The clock, and whether the zones of the office and of the people are known."""
    found = []
    now = datetime.now().astimezone()
    newest = max((each.checked for each in content.topics.values() if each.checked), default=None)
    if newest and now.date() < newest:
        found.append(
            mend(
                f"The clock shows {now:%Y-%m-%d %H:%M %Z}, but content was checked on {newest}.",
                "Set the clock of this machine; reminders and office hours go by it.",
            )
        )
    else:
        found.append(fine(f"The clock shows {now:%Y-%m-%d %H:%M %Z}."))
    if settings.as_of:
        found.append(know(f"AS_OF is set: the bot lives on {settings.as_of}.", "Never in service: empty it."))
    wanted = {content.office.timezone, *(each for zone in zones.BY_COUNTRY.values() for each in zone)}
    missing = sorted(each for each in wanted if not _is_zone(each))
    if missing:
        return [*found, mend(f"Time zones are not known here: {', '.join(missing)}.", "pip install tzdata")]
    try:
        data = version("tzdata")
    except PackageNotFoundError:
        data = "of the system"
    return [*found, fine(f"All {len(wanted)} time zones are known (tzdata {data}).")]


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _content(settings: Settings) -> list[Finding]:
    """Whether the folder that staff edit can be used as it is."""
    folder = settings.content_dir
    loaded = load(folder)
    errors = [each for each in quick_problems(folder, loaded) if each.severity == "error"]
    if errors:
        more = f", and {len(errors) - 1} more" if len(errors) > 1 else ""
        return [
            mend(f"{errors[0]}{more}", "python -m bot check lists everything. The last good content goes on.")
        ]
    return [fine(f"The content is in order: {len({id for id, _ in loaded.content.topics})} topics.")]


def _addresses(settings: Settings) -> list[Finding]:
    """What can be reached from other machines."""
    found = []
    listens = {"WEB_LISTEN": settings.web_listen, "HEALTH_LISTEN": settings.health_listen}
    for name, listen in (listens | {"WEBHOOK_LISTEN": settings.webhook_listen}).items():
        host = listen.rpartition(":")[0].strip("[]")
        if host and host not in LOCAL_HOSTS:
            to_do = "Let nobody but a proxy of yours reach it: by the firewall, or a network of their own."
            found.append(know(f"{name} is {listen}: other machines can reach it.", to_do))
    return found


def _encoders() -> list[Finding]:
    """Whether questions are understood as well as they can be here."""
    found = []
    for name, why in matching.at_work().items():
        if why:
            found.append(
                know(
                    f"The encoder {name} cannot be used: {why}. The bot answers fewer questions at once and "
                    "asks back more often.",
                    "Best on an x86-64 processor with AVX2, with everything in requirements.lock installed.",
                )
            )
        else:
            found.append(fine(f"The encoder {name} works on this processor."))
    return found


async def _speech(settings: Settings) -> Finding:
    """Whether answers can be heard."""
    if not settings.listen:
        return know(
            "LISTEN is 0: of the answers only recordings can be heard.", "LISTEN=1 speaks all of them."
        )
    if lacking := missing():
        to_do = f"apt-get install {' '.join(lacking)}"
        return know("Answers cannot be spoken here; only recordings can be heard.", to_do)
    try:
        for language in LANGUAGES:
            await Speaker().speak("a, e, i, o", language)
    except Speechless as error:
        to_do = "Run: echo hola | espeak-ng -v es-419 --stdout | opusenc --ignorelength - a.ogg"
        return mend(f"Answers cannot be spoken: {error}.", to_do)
    return fine("Answers can be spoken in every language.")


def _hearing(settings: Settings) -> list[Finding]:
    """Where what people say goes."""
    if not settings.transcriber_url:
        return []
    parts = urlsplit(settings.transcriber_url)
    plainly = "" if parts.scheme == "https" or parts.hostname in LOCAL_HOSTS else ", without https"
    what = f"What people say goes to {parts.hostname}{plainly}."
    return [know(what, "It should be your own, on a network of your own, and write nothing down.")]


def _folder(settings: Settings) -> Finding:
    """Whether the bot may write where it keeps what it computed, and where SQLite's file lies."""
    folder = settings.var_dir
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        to_do = "Give the folder to whoever runs the bot, or name another in VAR_DIR."
        return mend(f"The bot may not write in {settings.var_dir}.", to_do)
    free = shutil.disk_usage(folder).free // 2**20
    if free < LITTLE:
        return mend(f"{free} MB are free where {settings.var_dir} lies.", "Make room; the database grows.")
    return fine(f"The bot may write in {settings.var_dir}.")


async def _database(settings: Settings) -> tuple[Finding, str]:
    """The database, and where the staff chat is now as it remembers."""
    chat = settings.staff_chat
    kind = "PostgreSQL" if settings.database.startswith("postgresql") else "SQLite"
    try:
        store = Store(settings.database, settings.data_keys)
        try:
            here, newest = await store.run(store.schema)
            if here == newest:
                await store.check_keys()
            if here == newest and chat:
                chat = await store.transact(place_of, chat)
        finally:
            await store.close()
    except SettingsError as error:
        return mend(str(error), "Correct it in the environment or in the file .env."), chat
    except Exception as error:
        to_do = "Check DATABASE_URL, that the server runs and lets this machine in."
        why = str(error) if isinstance(error, StoreAway) else type(error).__name__
        return mend(f"The database ({kind}) cannot be reached: {why}.", to_do), chat
    if not here:
        return know(f"The database ({kind}) is empty.", "The first start of the bot makes its tables."), chat
    if here != newest:
        to_do = "Start the bot of this version once: it brings the tables up to date."
        return mend(f"The database ({kind}) is at version {here}, this program at {newest}.", to_do), chat
    sealed = "names and words are sealed" if settings.data_keys else "DATA_KEY is not set"
    return fine(f"The database ({kind}) is reached and up to date ({here}); {sealed}."), chat


async def _calendars(settings: Settings, content: Content) -> list[Finding]:
    """Whether the firm's calendars answer."""
    try:
        named = calendars(settings)
    except SettingsError as error:
        return [mend(str(error), "Correct it in .env.")]
    if not named:
        return [know("No calendar is set: free times come from the office hours and the bot's own bookings.")]
    agenda = Agenda(named)
    await agenda.refresh(Clock(settings.as_of).now(), content.office.ahead_days)
    found = []
    for n, each in enumerate(named):
        if n in agenda.away:
            to_do = (
                "Check CALDAV_URL and ICAL_URLS, name and password. Until then booking goes on without it."
            )
            found.append(
                mend(f"The calendar at {each.calendar.host} does not answer: {agenda.away[n]}", to_do)
            )
        else:
            found.append(fine(f"The calendar at {each.calendar.host} answers."))
    return found


def _firm(settings: Settings, content: Content) -> list[Finding]:
    """Whether the firm has said that its hours are right, and who may answer for it."""
    if settings.desk == "demo":
        return [know("Bookings, call-backs and requests for a person are a demonstration.")]
    found = []
    if content.office.confirmed:
        found.append(fine(f"The firm has confirmed its hours: {content.office.confirmed_by}."))
    else:
        to_do = "Correct content/office.yaml with the firm, and write who confirmed it after confirmed_by."
        found.append(
            know("Nobody at the firm has confirmed its hours: no booking, call-back or person.", to_do)
        )
    if not settings.staff_chat:
        to_do = "Make a Telegram group with topics, add the bot, and write its id into STAFF_CHAT."
        found.append(know("STAFF_CHAT is not set: no booking, call-back or person.", to_do))
    elif not settings.staff:
        to_do = "Write the Telegram ids of the firm's people into STAFF_IDS, separated by commas."
        found.append(mend("STAFF_IDS is empty: nobody may answer a person who asks for one.", to_do))
    return found
