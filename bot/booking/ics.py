"""Appointments as iCalendar: a file for the person, a calendar for the firm. All times are in UTC.

An event goes by the appointment's reference, and each change has a higher number: whoever opens the file
again, or reads the calendar again, sees the same event as it is now.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, timedelta

from icalendar import Calendar, Event

from bot.office import Appointment, Office

OURS = "@ventanilla"
"""How the name of an event ends that the bot wrote."""

REFRESH = timedelta(minutes=15)
"""How often a calendar that subscribes to the feed is asked to look; most look when they like."""


def invitation(appointment: Appointment, office: Office, title: str, text: str = "") -> bytes:
    """The appointment as a file that the person's own calendar opens. `title` and `text` are in their
    language; a cancelled appointment takes its entry off again."""
    cancelled = appointment.state == "cancelled"
    calendar = _calendar("CANCEL" if cancelled else "PUBLISH")
    place = office.address if appointment.kind == "office" else ""
    calendar.add_component(_event(appointment, title, text, place))
    return bytes(calendar.to_ical())


def feed(appointments: Iterable[Appointment], office: Office) -> bytes:
    """A calendar of appointments for the firm to subscribe to. Whoever knows its address reads it, so it
    says who is to be called and how, and nothing of what they wrote."""
    calendar = _calendar("PUBLISH")
    calendar.add("X-WR-CALNAME", office.name)
    calendar.add("NAME", office.name)
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT15M")
    for each in appointments:
        calendar.add_component(_for_staff(each))
    return bytes(calendar.to_ical())


def entry(appointment: Appointment) -> bytes:
    """The appointment as one entry of the firm's own calendar."""
    calendar = _calendar("")
    calendar.add_component(_for_staff(appointment))
    return bytes(calendar.to_ical())


def uid(reference: str) -> str:
    """The name of an appointment's event, the same at every change."""
    return reference.replace(" ", "") + OURS


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", "-//Ventanilla//Ventanilla//EN")
    calendar.add("VERSION", "2.0")
    if method:  # a calendar's own entries carry none
        calendar.add("METHOD", method)
    return calendar


def _for_staff(appointment: Appointment) -> Event:
    """The event as staff see it: name, kind and reference, and the phone and language below."""
    title = f"{appointment.name} · {appointment.kind} · {appointment.reference}"
    return _event(appointment, title, f"{appointment.phone}\n{appointment.language}")


def _event(appointment: Appointment, title: str, text: str, place: str = "") -> Event:
    event = Event()
    event.add("UID", uid(appointment.reference))
    event.add("SEQUENCE", appointment.sequence)
    event.add("DTSTAMP", appointment.created.astimezone(UTC))
    event.add("DTSTART", appointment.start.astimezone(UTC))
    event.add("DTEND", appointment.end.astimezone(UTC))
    event.add("STATUS", "CANCELLED" if appointment.state == "cancelled" else "CONFIRMED")
    event.add("SUMMARY", title)
    if text:
        event.add("DESCRIPTION", text)
    if place:
        event.add("LOCATION", place)
    return event
