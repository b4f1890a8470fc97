"""What the bot says without being asked: a reminder to a person, news of bookings to the firm."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import booked, steps
from bot.language import N_, NAMES, clock_time, weekday
from bot.model import Action, Button, Reply
from bot.office import Appointment, Callback
from bot.scene import Scene

EVENTS = {
    "booked": N_("📅 New appointment"),
    "moved": N_("🔁 Appointment changed"),
    "cancelled": N_("✕ Appointment cancelled"),
    "coming": N_("👍 Will be there"),
    "late": N_("⏰ Is running late"),
}


def reminder(scene: Scene, appointment: Appointment) -> Reply:
    """Reminds of an appointment, with what can be answered."""
    t, name = scene.t, appointment.reference.replace(" ", "")
    text = t.say("A reminder of your appointment:") + "\n\n" + booked.details(scene, appointment)
    rows = (
        (
            Button("👍 " + t.say("I will be there"), Action("coming", name)),
            Button("⏰ " + t.say("I am running late"), Action("late", name)),
        ),
        (
            Button("🔁 " + t.say("Change"), Action("move", name)),
            Button("✕ " + t.say("Cancel it"), Action("cancel", name)),
        ),
    )
    return Reply(booked.marked(scene, text), rows)


def event(scene: Scene, appointment: Appointment, event: str, was: str) -> Reply | None:
    """News of an appointment, as the firm needs it; None for an event that a newer version wrote."""
    if event not in EVENTS:
        return None
    t = scene.t
    consultant = scene.content.office.consultant(appointment.consultant)
    kind = t.say(steps.KINDS[appointment.kind]) if appointment.kind in steps.KINDS else appointment.kind
    lines = [
        f"**{t.say(EVENTS[event])}** · {appointment.reference}",
        f"**{_office_time(scene, appointment.start)}** · {kind}",
        t.say("Before: {time}", time=_office_time(scene, datetime.fromisoformat(was))) if was else "",
        f"{steps.plain(appointment.name)} · {steps.shown_phone(appointment.phone)}",
        t.say("Language: {language}", language=NAMES.get(appointment.language, appointment.language)),
        t.say("With: {name}", name=consultant.name(scene.language)) if consultant else "",
        t.say("Note: {note}", note=steps.plain(appointment.note)) if appointment.note else "",
    ]
    if appointment.summary:
        lines.append(t.say("Eligibility answers, sent with consent:"))
        lines += [f"- {steps.plain(each)}" for each in appointment.summary.splitlines()]
    return Reply(booked.marked(scene, "\n\n".join(filter(None, lines))))


def forgotten(scene: Scene, reference: str, start: datetime) -> Reply:
    """Somebody had all that is known of them deleted, and an appointment was among it."""
    t = scene.t
    lines = [
        "**" + t.say("✕ Appointment deleted by the person") + f"** · {reference}",
        f"**{_office_time(scene, start)}**",
    ]
    return Reply(booked.marked(scene, "\n\n".join(lines)))


def callback(scene: Scene, wish: Callback) -> Reply:
    """Somebody wants to be called."""
    t = scene.t
    lines = [
        "**" + t.say("☎ Please call back") + "**",
        f"{steps.plain(wish.name)} · {steps.shown_phone(wish.phone)}",
        t.say("When: {when}", when=steps.plain(wish.wanted)),
        t.say("Language: {language}", language=NAMES.get(wish.language, wish.language)),
        t.say("Once you have called, write /done {number}", number=wish.id),
    ]
    return Reply(booked.marked(scene, "\n\n".join(lines)))


def today_and_tomorrow(scene: Scene) -> tuple[datetime, datetime]:
    """From the beginning of the office's day to the end of its next one."""
    there = scene.now.astimezone(ZoneInfo(scene.content.office.timezone))
    midnight = there.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight, midnight + timedelta(days=2)


def appointments(scene: Scene, found: Sequence[Appointment]) -> Reply:
    """Today's and tomorrow's appointments, for staff who asked."""
    t, office = scene.t, scene.content.office
    if not found:
        return Reply(t.say("Today and tomorrow there are no appointments."))
    lines = ["**" + t.say("Appointments today and tomorrow") + "**"]
    for each in found:
        kind = t.say(steps.KINDS[each.kind]) if each.kind in steps.KINDS else each.kind
        consultant = office.consultant(each.consultant)
        parts = [f"**{_office_time(scene, each.start)}**", kind]
        parts += [f"{steps.plain(each.name)}, {steps.shown_phone(each.phone)}", each.reference]
        parts += [
            NAMES.get(each.language, each.language),
            consultant.name(scene.language) if consultant else "",
        ]
        parts.append(t.say(EVENTS[each.coming]) if each.coming in EVENTS else "")
        lines.append(" · ".join(filter(None, parts)))
    return Reply("\n\n".join(lines))


def callbacks(scene: Scene, found: Sequence[Callback]) -> Reply:
    """Who still waits for a call, for staff who asked."""
    t = scene.t
    if not found:
        return Reply(t.say("Nobody is waiting for a call."))
    lines = ["**" + t.say("Waiting for a call") + "**"]
    for each in found:
        who = f"{each.id} · {steps.plain(each.name)}, {steps.shown_phone(each.phone)}"
        language = NAMES.get(each.language, each.language)
        lines.append(f"{who} · {steps.plain(each.wanted)} · {language}")
    lines.append(t.say("Once you have called, write /done and the number before the name."))
    return Reply("\n\n".join(lines))


def _office_time(scene: Scene, moment: datetime) -> str:
    there = moment.astimezone(ZoneInfo(scene.content.office.timezone))
    return f"{weekday(there.date(), scene.language)}, {clock_time(there.time(), scene.language)}"
