"""What is said of appointments, calls and call-backs."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot import asked, steps
from bot.attached import Card, File
from bot.booking import hours, ics, zones
from bot.language import N_, clock_time, weekday
from bot.model import Action, Button, Reply
from bot.office import Appointment
from bot.replies import BOOK, MENU
from bot.scene import Scene

CALL_BACK = Action("flow", "callback")

HOW = {
    "phone": N_("We call you at {phone}."),
    "video": N_("The office sends you the link for the video call, or calls you at {phone}."),
    "office": N_("At the office: {address}"),
}


def marked(scene: Scene, text: str) -> str:
    """The text, said to be a demonstration where it is one."""
    if scene.desk != "demo" or text.startswith("🧪"):
        return text
    return "🧪 _" + scene.t.say("Demonstration: the firm gets nothing of this.") + "_\n\n" + text


def booked(scene: Scene, appointment: Appointment, opening: str) -> Reply:
    """An appointment in words, with what can be done about it."""
    t = scene.t
    parts = [opening, details(scene, appointment)]
    parts.append(
        t.say("Please have at hand: your passport, your job offer or contract, and something to write.")
    )
    if scene.incoming.channel != "telegram":
        parts.append(
            t.say("I cannot write to you first here, so I cannot remind you. The office has your phone.")
        )
    return Reply("\n\n".join(parts), _about(scene, appointment))


def details(scene: Scene, appointment: Appointment) -> str:
    """The reference, the time in both zones, and how it is held."""
    t, office = scene.t, scene.content.office
    phone = steps.shown_phone(appointment.phone)
    how = t.say(HOW[appointment.kind], phone=phone, address=office.address or office.name)
    time = f"**{steps.when(scene, appointment.start)}**"
    return f"{time}\n\n{how}\n\n" + t.say("Your reference: **{reference}**", reference=appointment.reference)


def _about(scene: Scene, appointment: Appointment) -> tuple[tuple[Button, ...], ...]:
    t, name = scene.t, appointment.reference.replace(" ", "")
    return (
        (Button("📎 " + t.say("For my calendar"), Action("calendar", name)),),
        (
            Button("🔁 " + t.say("Change"), Action("move", name)),
            Button("✕ " + t.say("Cancel it"), Action("cancel", name)),
        ),
        (Button("☰ " + t.say("Menu"), MENU),),
    )


def invitation(scene: Scene, appointment: Appointment) -> Reply:
    """The appointment as a file that a calendar opens."""
    title = scene.t.say("Consultation with {firm}", firm=scene.content.office.name)
    text = ics.invitation(appointment, scene.content.office, title, appointment.reference)
    name = f"{appointment.reference.replace(' ', '')}.ics"
    return Reply(scene.t.say("Open this file with your calendar."), attached=File(name, text.decode()))


def sure_to_cancel(scene: Scene, appointment: Appointment) -> Reply:
    """Asks before an appointment is given up."""
    t, name = scene.t, appointment.reference.replace(" ", "")
    yes = Button(t.say("Yes, cancel it"), Action("cancel", name + "/yes"))
    no = Button(t.say("No, keep it"), Action("appointments"))
    asked = t.say("Cancel this appointment?")
    return Reply(f"{asked}\n\n**{steps.when(scene, appointment.start)}**", ((yes,), (no,)))


def none(scene: Scene, opening: str = "") -> Reply:
    """There is no appointment to come."""
    t = scene.t
    text = opening or t.say("You have no appointment here.")
    return Reply(text, ((Button("📅 " + t.say("Book a consultation"), BOOK),), _back(scene)))


def not_here(scene: Scene, flow: str) -> Reply | None:
    """Why a flow that asks for a name and a phone cannot be had here; None where it can."""
    if flow in ("booking", "callback") and scene.desk == "closed":
        return closed(scene)
    if flow == "booking" and scene.content.office.booking_url:
        return elsewhere(scene)
    return None


def closed(scene: Scene) -> Reply:
    """No booking yet, and why: nobody of the firm confirmed its hours, or nobody would read it."""
    t, office = scene.t, scene.content.office
    if office.confirmed:
        text = t.say(
            "I cannot take appointments or call-backs here yet: nobody at {firm} would get them from me. "
            "Please call {phone}.",
            firm=office.name,
            phone=scene.phone,
        )
    else:
        text = t.say(
            "I cannot take appointments or call-backs here yet: {firm} has not confirmed its hours to me. "
            "Please call {phone}.",
            firm=office.name,
            phone=scene.phone,
        )
    web = office.web.removeprefix("https://").rstrip("/")
    rows = ((Button("🌐 " + web, url=office.web),),) if office.web else ()
    return Reply(text, (*rows, _back(scene)), attached=Card(office.name, scene.phone))


def elsewhere(scene: Scene) -> Reply:
    """The firm books on a page of its own."""
    t, office = scene.t, scene.content.office
    text = t.say(
        "{firm} takes appointments on its own page. You can also call {phone}.",
        firm=office.name,
        phone=scene.phone,
    )
    return Reply(text, ((Button("📅 " + t.say("Open the page"), url=office.booking_url),), _back(scene)))


def full(scene: Scene) -> Reply:
    """Nothing is free in all the days that can be booked."""
    t = scene.t
    text = t.say("Nothing is free in the coming days. Leave your number and the office calls you.")
    return Reply(text, ((Button("☎ " + t.say("Call me back"), CALL_BACK),), _back(scene)))


def call(scene: Scene) -> Reply:
    """The number, whether somebody answers it now, and what else there is when nobody does."""
    t, office = scene.t, scene.content.office
    number = t.say("Call {firm}: {phone}", firm=f"**{office.name}**", phone=scene.phone)
    back = Button("☎ " + t.say("Call me back"), CALL_BACK)
    book = Button("📅 " + t.say("Book a consultation"), BOOK)
    rows = ((back, book), _back(scene))
    return Reply(f"{number}\n\n{office_hours(scene)}", rows, attached=Card(office.name, scene.phone))


def office_hours(scene: Scene) -> str:
    """Whether the office is open now and until when, or when it opens, in both zones."""
    t, office = scene.t, scene.content.office
    if not office.confirmed and scene.desk == "closed":
        return t.say("The office's hours are not confirmed here; if nobody answers, please try later.")
    if until := hours.open_until(office, scene.now):
        return t.say(
            "The office is open now (until {time}).", time=steps.both_times(scene, until, scene.language)
        )
    if opens := hours.opens_next(office, scene.now):
        here = opens.astimezone(ZoneInfo(steps.zone_of(scene)))
        day = weekday(here.date(), scene.language)
        time = steps.both_times(scene, opens, scene.language)
        return t.say("The office is closed now. It opens at {time} on {day}.", day=day, time=time)
    return t.say("The office is closed now.")


def zones_to_choose(scene: Scene, after: int) -> Reply:
    """Which time zone is the person in?"""
    here = zones.city(steps.zone_of(scene), scene.language)
    now = clock_time(scene.now.astimezone(ZoneInfo(steps.zone_of(scene))).time(), scene.language)
    text = scene.t.say(
        "I use the time of {city} (now {time}). Which place has the same time as you?",
        city=here,
        time=now,
    )
    return Reply(text, tuple((each,) for each in asked.zone_buttons(scene, after)))


def _back(scene: Scene) -> tuple[Button, ...]:
    return (Button("☰ " + scene.t.say("Menu"), MENU),)
