"""What the bot says without being asked: a reminder to a person, news of bookings to the firm."""

from __future__ import annotations

from datetime import datetime
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


def callback(scene: Scene, wish: Callback) -> Reply:
    """Somebody wants to be called."""
    t = scene.t
    lines = [
        "**" + t.say("☎ Please call back") + "**",
        f"{steps.plain(wish.name)} · {steps.shown_phone(wish.phone)}",
        t.say("When: {when}", when=steps.plain(wish.wanted)),
        t.say("Language: {language}", language=NAMES.get(wish.language, wish.language)),
    ]
    return Reply(booked.marked(scene, "\n\n".join(lines)))


def _office_time(scene: Scene, moment: datetime) -> str:
    there = moment.astimezone(ZoneInfo(scene.content.office.timezone))
    return f"{weekday(there.date(), scene.language)}, {clock_time(there.time(), scene.language)}"
