"""What was booked: shown, changed, cancelled, confirmed; and what the firm has to know of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from bot import booked, steps
from bot.acts import Then, interview, saying
from bot.booking.reminders import reminders
from bot.effects import Effect, Later
from bot.interviews import SKIPPED
from bot.model import Action, Turn
from bot.office import Appointment
from bot.scene import Scene

BOOKING = steps.BOOKING


def show(scene: Scene, _: str) -> Turn:
    """The person's appointments to come."""
    if not scene.gathered.appointments:
        return saying(scene, booked.none(scene))
    opening = scene.t.say("Your appointment:")
    return saying(scene, *(booked.booked(scene, each, opening) for each in scene.gathered.appointments))


def change(scene: Scene, reference: str) -> Turn | Then:
    """Another time for an appointment: its day is asked, all else stays."""
    if refused := booked.not_here(scene, BOOKING):
        return saying(scene, refused)
    if not (old := own(scene, reference)):
        return saying(scene, booked.none(scene, gone(scene)))
    flow = scene.content.flows.get(BOOKING)
    if not flow:
        return Then(scene, Action("gone"))
    said = {"kind": old.kind, "language": old.language, "name": old.name, "phone": old.phone}
    said |= {"note": old.note or SKIPPED, "moving": old.reference}
    kept = interview.closed(scene)
    kept = replace(
        kept,
        flow=BOOKING,
        flow_version=flow.version,
        answers={**kept.answers, BOOKING: said},
        timezone=kept.timezone or old.timezone,
    )
    scene = replace(scene, conversation=kept)
    if not steps.free(scene):
        return Turn((booked.full(scene),), interview.closed(scene))
    return Then(scene, Action("flow", BOOKING))


def cancel(scene: Scene, value: str) -> Turn:
    """Gives an appointment up, once that was confirmed."""
    reference, _, sure = value.partition("/")
    if not (old := own(scene, reference)):
        return saying(scene, booked.none(scene, gone(scene)))
    if sure != "yes":
        return saying(scene, booked.sure_to_cancel(scene, old))
    given_up = replace(old, state="cancelled", sequence=old.sequence + 1, synced=False)
    text = scene.t.say("Your appointment is cancelled. The time is free for someone else now.")
    effects = (Effect("cancel", about=given_up), *told(given_up, "cancelled", scene.now))
    return Turn((booked.none(scene, text),), interview.closed(scene), effects)


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
    if not (old := own(scene, reference)):
        return saying(scene, booked.none(scene, gone(scene)))
    if old.coming == word:
        return saying(scene, booked.booked(scene, old, thanks))
    once = f"staff/{old.reference}/{old.sequence}/{word}"
    row = Later("staff", scene.now, old.reference, once, {"event": word, "sequence": str(old.sequence)})
    effects = (Effect("coming", about=replace(old, coming=word)), Effect("later", about=row))
    return Turn((booked.booked(scene, old, thanks),), scene.conversation, effects)


def calendar(scene: Scene, reference: str) -> Turn:
    """The appointment as a file for the person's own calendar."""
    if not (old := own(scene, reference)):
        return saying(scene, booked.none(scene, gone(scene)))
    return saying(scene, booked.invitation(scene, old))


def own(scene: Scene, reference: str) -> Appointment | None:
    """The person's own appointment of this reference: nobody else's can be reached."""
    digits = re.sub(r"\D", "", reference)
    return next((a for a in scene.gathered.appointments if a.reference.replace(" ", "") == digits), None)


def gone(scene: Scene) -> str:
    """Why a button about an appointment leads nowhere."""
    return scene.t.say("I do not find that appointment: it is over, or it was cancelled.")


def told(made: Appointment, event: str, now: datetime, was: datetime | None = None) -> tuple[Effect, ...]:
    """What follows from an appointment: staff hear of it, the calendar has it, the person is reminded."""
    key = f"{made.reference}/{made.sequence}"
    body = {"event": event, "was": was.isoformat() if was else "", "sequence": str(made.sequence)}
    rows = [
        Later("staff", now, made.reference, f"staff/{key}/{event}", body),
        Later("calendar", now, made.reference, f"calendar/{key}/{event}", {"sequence": str(made.sequence)}),
    ]
    said = tuple(Effect("later", about=each) for each in rows)
    return said if event == "cancelled" else (*said, *reminded(made, now))


def reminded(made: Appointment, now: datetime) -> tuple[Effect, ...]:
    """The reminders of an appointment, where the bot can write first."""
    if made.channel != "telegram":
        return ()
    rows = (
        Later(
            "remind",
            due,
            made.reference,
            f"remind/{made.reference}/{made.sequence}/{name}",
            {"name": name, "sequence": str(made.sequence)},
        )
        for name, due in reminders(made.start, now, made.timezone)
    )
    return tuple(Effect("later", about=each) for each in rows)


def rezoned(scene: Scene, zone: str) -> tuple[Effect, ...]:
    """What follows where a person with appointments says that they live by another clock: they are
    reminded by that one."""
    found = tuple[Effect, ...]()
    for each in scene.gathered.appointments:
        if each.timezone != zone:
            made = replace(each, timezone=zone)
            found += (Effect("rezone", about=made), *reminded(made, scene.now))
    return found
