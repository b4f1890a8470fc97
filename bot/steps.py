"""A step as it can be answered now: the days that are free, the last three fiscal years.

A flow's file knows neither today nor the calendar. `filled` gives such a step the options that it
has at this moment; the words for times, phones and answers are here too.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot import flows, typed
from bot.booking import slots, zones
from bot.booking.phones import NotAPhone, read_phone
from bot.interviews import SKIPPED, Flow, Option, Step
from bot.language import N_, clock_time, country, day, translator, weekday
from bot.model import LANGUAGES
from bot.office import Slot
from bot.scene import Scene

YEARS = 3
"""Fiscal years back in which an H-2B visa makes a returning worker."""

BOOKING = "booking"

KINDS = {
    "phone": N_("By phone"),
    "video": N_("By video call"),
    "office": N_("At the office"),
}


# ---- what is known of the person ----------------------------------------------------------------


def home(scene: Scene) -> str:
    """The person's country as two capital letters, from what they answered; "" where nothing says it."""
    said = scene.conversation.answers
    where = said.get("eligibility", {}).get("where", "")
    if where in ("mexico", "us"):
        return {"mexico": "MX", "us": "US"}[where]
    nationality = said.get("eligibility", {}).get("nationality", "")
    return nationality.upper() if len(nationality) == 2 else ""


def zone_of(scene: Scene) -> str:
    """The person's time zone: the one they chose, else the likeliest."""
    if scene.conversation.timezone:
        return scene.conversation.timezone
    country, known = home(scene), tuple[str, ...]()
    for answers in scene.conversation.answers.values():
        if number := answers.get("phone", ""):
            try:
                phone = read_phone(number)
            except NotAPhone:
                continue
            country, known = country or phone.country, phone.zones
    return zones.guess(country, known, scene.content.office.timezone)


def free(scene: Scene) -> list[Slot]:
    """The slots that can be booked for what the person has chosen so far."""
    said = scene.conversation.answers.get(BOOKING, {})
    return free_for(scene, said.get("kind", "phone"), said.get("language", scene.language))


def free_for(scene: Scene, kind: str, language: str) -> list[Slot]:
    """The slots that can be booked for a kind of consultation in a language, worked out once a turn."""
    known, office = scene.gathered.free, scene.content.office
    if (kind, language) not in known:
        known[kind, language] = slots.free(office, kind, language, scene.now, scene.gathered.busy)
    return known[kind, language]


def setting(scene: Scene, meant: str = "") -> typed.Setting:
    """What a typed answer depends on besides the step."""
    zone = zone_of(scene)
    return typed.Setting(
        scene.language, scene.now.astimezone(ZoneInfo(zone)).date(), zone, home(scene), meant
    )


def proof(answers: dict[str, str]) -> str:
    """Eight digits that stand for these very answers: a confirmation is of what was shown, not of what
    the answers are by then."""
    shown = sorted((key, value) for key, value in answers.items() if key not in ("confirm", "summary"))
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:8]


# ---- what can be answered now -------------------------------------------------------------------


def filled(scene: Scene, flow: Flow, step: Step) -> Step:
    """The step with the options that it has at this moment, in order."""
    match step.kind:
        case "fiscal-year":
            return replace(step, options=tuple(_years(scene, step)))
        case "choice" if flow.name == BOOKING and step.id in ("kind", "language"):
            held = _held(scene, step.id)
            return replace(step, options=tuple(each for each in step.options if each.id in held))
        case "day":
            here = zone_of(scene)
            return replace(step, options=tuple(_day(each, scene) for each in slots.by_day(free(scene), here)))
        case "time":
            return replace(step, options=tuple(_time(each, scene) for each in _of_the_day(scene)))
        case "confirm":
            answers = dict(scene.conversation.answers.get(flow.name, {}))
            labels = {each: "✔ " + translator(each).say("Confirm") for each in LANGUAGES}
            said = {"es": ("sí", "confirmo", "confirmar", "está bien"), "en": ("yes", "ok", "confirm")}
            return replace(step, options=(Option(f"yes-{proof(answers)}", step.goto, labels, said),))
        case _:
            return step


def _held(scene: Scene, what: str) -> set[str]:
    """The kinds of consultation that somebody holds, or the languages in which they hold the chosen one."""
    office, kind = scene.content.office, scene.conversation.answers.get(BOOKING, {}).get("kind", "")
    if what == "kind":
        return {each for one in office.consultants for each in one.kinds if one.languages}
    return {each for one in office.consultants for each in one.languages if not kind or kind in one.kinds}


def _years(scene: Scene, step: Step) -> list[Option]:
    """The step's options, the one for recent years as one for each of the last three."""
    found = []
    for option in step.options:
        if option.id != flows.RECENT:
            found.append(option)
            continue
        this = scene.on.year + (scene.on.month >= 10)
        for year in range(this - 1, this - 1 - YEARS, -1):
            found.append(replace(option, id=str(year), labels=_year_labels(year), synonyms={}))
    return found


def _year_labels(year: int) -> dict[str, str]:
    return {
        each: translator(each).say("{year} (October {before} – September {year})", year=year, before=year - 1)
        for each in LANGUAGES
    }


def _day(when: date, scene: Scene) -> Option:
    return Option(f"{when:%Y%m%d}", "", {each: weekday(when, each) for each in LANGUAGES})


def _of_the_day(scene: Scene) -> list[Slot]:
    chosen = scene.conversation.answers.get(BOOKING, {}).get("day", "")
    days = slots.by_day(free(scene), zone_of(scene))
    return next((found for when, found in days.items() if f"{when:%Y%m%d}" == chosen), [])


def _time(slot: Slot, scene: Scene) -> Option:
    return Option(str(slot), "", {each: both_times(scene, slot.start, each) for each in LANGUAGES})


def both_times(scene: Scene, moment: datetime, language: str) -> str:
    """3:00 p.m. (4:00 p.m. Houston): the person's time, and the office's where it is another."""
    office = scene.content.office.timezone
    here, there = (moment.astimezone(ZoneInfo(each)) for each in (zone_of(scene), office))
    said = clock_time(here.timetz().replace(tzinfo=None), language)
    if here.utcoffset() == there.utcoffset():
        return said
    city = zones.city(office, language).split(",")[0]
    return f"{said} ({clock_time(there.timetz().replace(tzinfo=None), language)} {city})"


def answer_label(scene: Scene, flow: Flow, step: Step, answer: str) -> str:
    """An answer in words, as its button says it."""
    language = scene.language
    if step.kind == "country" and len(answer) == 2:
        return country(answer, language)
    found = next((each for each in filled(scene, flow, step).options if each.id == answer), None)
    found = found or next((each for each in step.options if each.id == flows.option_of(step, answer)), None)
    if found:
        return found.labels.get(language, found.id)
    if step.kind == "day":
        return day(date(int(answer[:4]), int(answer[4:6]), int(answer[6:])), language)
    return "–" if answer == SKIPPED else answer


def when(scene: Scene, moment: datetime) -> str:
    """lunes 30 de noviembre, 9:00 a.m. (Ciudad de México) · 9:00 a.m. Houston: in both zones."""
    language, zone, office = scene.language, zone_of(scene), scene.content.office.timezone
    here, there = moment.astimezone(ZoneInfo(zone)), moment.astimezone(ZoneInfo(office))
    city = zones.city(zone, language)
    said = f"{weekday(here.date(), language)}, {clock_time(here.time(), language)} ({city})"
    if here.utcoffset() == there.utcoffset():
        return said
    other = "" if here.date() == there.date() else weekday(there.date(), language) + ", "
    city = zones.city(office, language).split(",")[0]
    return f"{said} · {other}{clock_time(there.time(), language)} {city}"


def plain(text: str) -> str:
    """A person's own words within our Markdown: nothing in them is a sign."""
    return "".join("\\" + each if each in r"\`*_{}[]()#+-.!<>|~&" else each for each in text)


def shown_phone(number: str) -> str:
    """A stored phone number as people read it, in a form that a phone can dial from the text."""
    try:
        return read_phone(number).shown
    except NotAPhone:
        return number
