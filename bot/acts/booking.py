"""A consultation: booked, changed, cancelled, confirmed; and what the firm has to know of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import asked, booked, flows, steps
from bot.acts import Then, interview, saying
from bot.booking import slots
from bot.booking.reminders import reminders
from bot.interviews import SKIPPED, Step
from bot.language import short_day
from bot.model import Action, Button, Effect, Later, Reply, Turn
from bot.office import Appointment, Slot
from bot.scene import Scene

BOOKING = steps.BOOKING


def open_flow(scene: Scene, name: str) -> Turn | Then:
    """Opens a flow; one that asks for a name and a phone only where the firm can be reached through it."""
    if name in interview.PERSONAL:
        if scene.desk == "closed":
            return saying(scene, booked.closed(scene))
        if name == BOOKING and scene.content.office.booking_url:
            return saying(scene, booked.elsewhere(scene))
        moving = scene.conversation.answers.get(BOOKING, {}).get("moving")
        if name == BOOKING and scene.gathered.appointments and not moving:
            already = scene.t.say("You already have an appointment:")
            return saying(scene, booked.booked(scene, scene.gathered.appointments[0], already))
        if name == BOOKING and not _anything_free(scene):
            return saying(scene, booked.full(scene))
    return interview.open_flow(scene, name)


def answer_step(scene: Scene, value: str) -> Turn | Then:
    """Answers a step, as in every flow, where the firm can still be reached through it."""
    name = value.partition("/")[0]
    if name in interview.PERSONAL and scene.desk == "closed":
        return saying(scene, booked.closed(scene))
    return interview.answer_step(scene, value)


def _anything_free(scene: Scene) -> bool:
    office = scene.content.office
    return any(
        slots.free(office, kind, language, scene.now, scene.gathered.busy)
        for language in {each for one in office.consultants for each in one.languages}
        for kind in office.kinds(language)
    )


def book(scene: Scene, _: str) -> Turn | Then:
    """Books what was confirmed, or changes the appointment that is to be moved. The database has the last
    word on whether the time is free; where it is not, this is asked again with what is free then."""
    flow = scene.content.flows.get(BOOKING)
    said = scene.conversation.answers.get(BOOKING, {})
    if (
        not flow
        or isinstance(flows.walk(flow, said), Step)
        or not (wanted := Slot.read(said.get("time", "")))
    ):
        return Then(scene, Action("flow", BOOKING))
    here = [each for each in steps.free(scene) if each.start == wanted.start]
    if not here:
        return Then(scene, Action("taken", said["time"]))
    slot = wanted if wanted in here else here[0]
    if reference := said.get("moving"):
        return _move(scene, reference, slot)
    if scene.gathered.appointments:
        already = scene.t.say("You already have an appointment:")
        kept = interview.closed(scene.conversation)
        return Turn((booked.booked(scene, scene.gathered.appointments[0], already),), kept)
    made = Appointment(
        scene.gathered.reference,
        scene.incoming.channel,
        scene.incoming.sender,
        said["kind"],
        slot.start,
        slot.minutes,
        slot.consultant,
        said["name"],
        said["phone"],
        said["language"],
        steps.zone_of(scene),
        scene.now,
        note="" if said.get("note", SKIPPED) == SKIPPED else said["note"],
        summary=_summary(scene) if said.get("summary") == "yes" else "",
    )
    kept = replace(interview.closed(scene.conversation), timezone=made.timezone, misses=0)
    reply = booked.booked(scene, made, scene.t.say("✔ Booked."))
    return Turn((reply,), kept, (Effect("book", about=made), *_told(made, "booked", scene.now)))


def _move(scene: Scene, reference: str, slot: Slot) -> Turn | Then:
    kept = interview.closed(scene.conversation)
    if not (old := _own(scene, reference)):
        return Turn((booked.none(scene, _gone(scene)),), kept)
    made = replace(
        old,
        start=slot.start,
        minutes=slot.minutes,
        consultant=slot.consultant,
        timezone=steps.zone_of(scene),
        sequence=old.sequence + 1,
        coming="",
        synced=False,
    )
    reply = booked.booked(scene, made, scene.t.say("✔ Changed."))
    told = _told(made, "moved", scene.now, was=old.start)
    return Turn((reply,), replace(kept, timezone=made.timezone), (Effect("move", about=made), *told))


def _told(made: Appointment, event: str, now: datetime, was: datetime | None = None) -> tuple[Effect, ...]:
    """What follows from an appointment: staff hear of it, the calendar has it, the person is reminded."""
    key = f"{made.reference}/{made.sequence}"
    body = {"event": event, "was": was.isoformat() if was else "", "sequence": str(made.sequence)}
    rows = [
        Later("staff", now, made.reference, f"staff/{key}/{event}", body),
        Later("calendar", now, made.reference, f"calendar/{key}/{event}", {"sequence": str(made.sequence)}),
    ]
    if event != "cancelled" and made.channel == "telegram":
        rows += [
            Later(
                "remind",
                due,
                made.reference,
                f"remind/{key}/{name}",
                {"name": name, "sequence": str(made.sequence)},
            )
            for name, due in reminders(made.start, now, made.timezone)
        ]
    return tuple(Effect("later", about=each) for each in rows)


def _summary(scene: Scene) -> str:
    """The eligibility answers that were kept, as the firm reads them, in words."""
    flow = scene.content.flows.get("eligibility")
    said = scene.conversation.answers.get("eligibility", {})
    if not flow:
        return ""
    office = replace(scene, spoken="es")
    lines = [
        f"{each.ask.get('es', each.id)} {steps.answer_label(office, flow, each, said[each.id])}"
        for each in flow.steps.values()
        if each.id in said and flows.fits(each, said[each.id])
    ]
    return "\n".join(lines)


# ---- what was booked ----------------------------------------------------------------------------


def show(scene: Scene, _: str) -> Turn:
    """The person's appointments to come."""
    if not scene.gathered.appointments:
        return saying(scene, booked.none(scene))
    opening = scene.t.say("Your appointment:")
    return saying(scene, *(booked.booked(scene, each, opening) for each in scene.gathered.appointments))


def change(scene: Scene, reference: str) -> Turn | Then:
    """Another time for an appointment: its day is asked, all else stays."""
    if scene.desk == "closed":
        return saying(scene, booked.closed(scene))
    if not (old := _own(scene, reference)):
        return saying(scene, booked.none(scene, _gone(scene)))
    flow = scene.content.flows.get(BOOKING)
    if not flow:
        return Then(scene, Action("gone"))
    said = {"kind": old.kind, "language": old.language, "name": old.name, "phone": old.phone}
    said |= {"note": old.note or SKIPPED, "moving": old.reference}
    kept = scene.conversation
    kept = replace(
        kept,
        flow=BOOKING,
        flow_version=flow.version,
        answers={**kept.answers, BOOKING: said},
        timezone=kept.timezone or old.timezone,
    )
    scene = replace(scene, conversation=kept)
    if not steps.free(scene):
        return Turn((booked.full(scene),), interview.closed(kept))
    return Then(scene, Action("flow", BOOKING))


def cancel(scene: Scene, value: str) -> Turn:
    """Gives an appointment up, once that was confirmed."""
    reference, _, sure = value.partition("/")
    if not (old := _own(scene, reference)):
        return saying(scene, booked.none(scene, _gone(scene)))
    if sure != "yes":
        return saying(scene, booked.sure_to_cancel(scene, old))
    gone = replace(old, state="cancelled", sequence=old.sequence + 1, synced=False)
    text = scene.t.say("Your appointment is cancelled. The time is free for someone else now.")
    effects = (Effect("cancel", about=gone), *_told(gone, "cancelled", scene.now))
    return Turn((booked.none(scene, text),), interview.closed(scene.conversation), effects)


def coming(scene: Scene, reference: str) -> Turn:
    """The person says that they will be there."""
    return _says(
        scene, reference, "coming", scene.t.say("Thank you. I told the office that you will be there.")
    )


def late(scene: Scene, reference: str) -> Turn:
    """The person says that they run late."""
    return _says(
        scene, reference, "late", scene.t.say("Thank you. I told the office that you are running late.")
    )


def _says(scene: Scene, reference: str, word: str, thanks: str) -> Turn:
    if not (old := _own(scene, reference)):
        return saying(scene, booked.none(scene, _gone(scene)))
    once = f"staff/{old.reference}/{old.sequence}/{word}"
    row = Later("staff", scene.now, old.reference, once, {"event": word, "sequence": str(old.sequence)})
    effects = (Effect("coming", about=replace(old, coming=word)), Effect("later", about=row))
    return Turn((booked.booked(scene, old, thanks),), scene.conversation, effects)


def calendar(scene: Scene, reference: str) -> Turn:
    """The appointment as a file for the person's own calendar."""
    if not (old := _own(scene, reference)):
        return saying(scene, booked.none(scene, _gone(scene)))
    return saying(scene, booked.invitation(scene, old))


def _own(scene: Scene, reference: str) -> Appointment | None:
    """The person's own appointment of this reference: nobody else's can be reached."""
    digits = re.sub(r"\D", "", reference)
    return next((a for a in scene.gathered.appointments if a.reference.replace(" ", "") == digits), None)


def _gone(scene: Scene) -> str:
    return scene.t.say("I do not find that appointment: it is over, or it was cancelled.")


# ---- while it is being booked -------------------------------------------------------------------


def taken(scene: Scene, value: str) -> Turn | Then:
    """The time has just gone: the nearest three that are free."""
    flow, wanted = scene.content.flows.get(BOOKING), Slot.read(value)
    if not flow or wanted is None:
        return Then(scene, Action("gone"))
    said = scene.conversation.answers.get(BOOKING, {})
    left = {id: each for id, each in said.items() if id not in ("time", "confirm")}
    kept = replace(scene.conversation, flow=BOOKING, answers={**scene.conversation.answers, BOOKING: left})
    scene = replace(scene, conversation=kept)
    near = slots.nearest(steps.free(scene), wanted.start)
    if not near:
        return saying(scene, booked.full(scene))
    rows = [
        (Button(_short(scene, each.start)[:40], Action("answer", f"{BOOKING}/time/{each}")),) for each in near
    ]
    text = scene.t.say("That time has just gone, I am sorry. The nearest that are free:")
    more = (Button(scene.t.say("Other days") + " →", Action("again", f"{BOOKING}/day")),)
    return saying(scene, Reply(text, (*rows, more, asked.ways_out(scene, flow)[-1:])))


def _short(scene: Scene, moment: datetime) -> str:
    here = moment.astimezone(ZoneInfo(steps.zone_of(scene)))
    return f"{short_day(here.date(), scene.language)} {steps.both_times(scene, moment, scene.language)}"


def stale(scene: Scene, name: str) -> Turn | Then:
    """A confirmation of something else than what is to be confirmed now: an old message, a second tap."""
    if scene.gathered.appointments and scene.conversation.flow != BOOKING:
        text = scene.t.say("This is already booked:")
        return saying(scene, booked.booked(scene, scene.gathered.appointments[0], text))
    if step := interview.waiting(scene):
        return interview.ask_again(scene, step, scene.t.say("That was an older message. We are here:"))
    return Then(scene, Action("gone"))


def zones(scene: Scene, after: str) -> Turn:
    """Which time zone is yours?"""
    return saying(
        scene, booked.zones_to_choose(scene, int(after) if after.isdecimal() and len(after) < 4 else 0)
    )


def zone(scene: Scene, name: str) -> Turn | Then:
    """Goes on in another time zone, at the same place."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return Then(scene, Action("zones"))
    scene = replace(scene, conversation=replace(scene.conversation, timezone=name))
    if step := interview.waiting(scene):
        return interview.ask_again(scene, step)
    return Then(scene, Action("appointments"))


def summary(scene: Scene, yes: str) -> Turn | Then:
    """Whether the firm may see the eligibility answers."""
    kept = scene.conversation
    if kept.flow != BOOKING:
        return Then(scene, Action("gone"))
    said = {**kept.answers.get(BOOKING, {}), "summary": "yes" if yes == "yes" else "no"}
    scene = replace(scene, conversation=replace(kept, answers={**kept.answers, BOOKING: said}))
    return Then(scene, Action("flow", BOOKING))
