"""A consultation while it is being booked: asked for, confirmed, or gone a moment before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import asked, booked, flows, replies, steps
from bot.acts import Then, changing, interview, saying
from bot.acts.appointment import gone, own, rezoned, show, told
from bot.booking import slots
from bot.effects import Effect
from bot.interviews import SKIPPED, Step
from bot.language import short_day
from bot.model import Action, Button, Reply, Turn
from bot.office import Appointment, Slot
from bot.scene import Scene

BOOKING = steps.BOOKING


def open_flow(scene: Scene, name: str) -> Turn | Then:
    """Opens a flow; one that asks for a name and a phone only where the firm can be reached through it."""
    if refused := booked.not_here(scene, name):
        return saying(scene, refused)
    if name == BOOKING:
        if scene.gathered.appointments and not _moving(scene):
            return saying(scene, _already(scene))
        if not _anything_free(scene):
            return saying(scene, booked.full(scene))
    return interview.open_flow(scene, name)


def answer_step(scene: Scene, value: str) -> Turn | Then:
    """Answers a step, as in every flow, where the firm can still be reached through it. A confirmation that
    comes too late is told apart later."""
    name, _, rest = value.partition("/")
    if refused := booked.not_here(scene, name):
        return saying(scene, refused)
    begins = name == BOOKING != scene.conversation.flow and not rest.startswith("confirm/")
    if begins and scene.gathered.appointments:
        return saying(scene, _already(scene))
    return interview.answer_step(scene, value)


def again(scene: Scene, value: str) -> Turn | Then:
    """Asks one step once more, as in every flow, where the firm can still be reached through it."""
    name = value.partition("/")[0]
    if refused := booked.not_here(scene, name):
        return saying(scene, refused)
    if name == BOOKING != scene.conversation.flow and scene.gathered.appointments:
        return saying(scene, _already(scene))
    return changing.again(scene, value)


def restart(scene: Scene, _: str) -> Turn | Then:
    """The open flow from its first step: what is changed stays the same appointment."""
    moving = _moving(scene)
    return Then(scene, Action("move", moving)) if moving else interview.restart(scene, "")


def _moving(scene: Scene) -> str:
    """The reference of the appointment that is being changed; "" where none is."""
    kept = scene.conversation
    return kept.answers.get(BOOKING, {}).get("moving", "") if kept.flow == BOOKING else ""


def _already(scene: Scene) -> Reply:
    text = scene.t.say("You already have an appointment:")
    return booked.booked(scene, scene.gathered.appointments[0], text)


def _anything_free(scene: Scene) -> bool:
    office = scene.content.office
    return any(
        steps.free_for(scene, kind, language)
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
        return Turn((_already(scene),), interview.closed(scene))
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
    kept = replace(interview.closed(scene), timezone=made.timezone, misses=0)
    reply = booked.booked(scene, made, scene.t.say("✔ Booked."))
    return Turn((reply,), kept, (Effect("book", about=made), *told(made, "booked", scene.now)))


def _move(scene: Scene, reference: str, slot: Slot) -> Turn | Then:
    kept, said = interview.closed(scene), scene.conversation.answers.get(BOOKING, {})
    if not (old := own(scene, reference)):
        return Turn((booked.none(scene, gone(scene)),), kept)
    made = replace(
        old,
        kind=said["kind"],
        language=said["language"],
        name=said["name"],
        phone=said["phone"],
        note="" if said.get("note", SKIPPED) == SKIPPED else said["note"],
        summary=_summary(scene) if said.get("summary") == "yes" else old.summary,
        start=slot.start,
        minutes=slot.minutes,
        consultant=slot.consultant,
        timezone=steps.zone_of(scene),
        sequence=old.sequence + 1,
        coming="",
        synced=False,
    )
    reply = booked.booked(scene, made, scene.t.say("✔ Changed."))
    effects = (Effect("move", about=made), *told(made, "moved", scene.now, was=old.start))
    return Turn((reply,), replace(kept, timezone=made.timezone), effects)


def _summary(scene: Scene) -> str:
    """The eligibility answers that were kept, as the firm reads them, in words."""
    flow = scene.content.flows.get("eligibility")
    said = scene.conversation.answers.get("eligibility", {})
    if not flow:
        return ""
    language = scene.staff_language
    office = replace(scene, spoken=language)
    lines = [
        f"{each.ask.get(language, each.id)} {steps.answer_label(office, flow, each, said[each.id])}"
        for each in flow.steps.values()
        if each.id in said and flows.fits(each, said[each.id])
    ]
    return "\n".join(lines)


# ---- while it is being booked -------------------------------------------------------------------


def taken(scene: Scene, value: str) -> Turn | Then:
    """The time has just gone: the nearest three that are free."""
    flow, wanted = scene.content.flows.get(BOOKING), Slot.read(value)
    if not flow or wanted is None:
        return Then(scene, Action("gone"))
    if refused := booked.not_here(scene, BOOKING):
        return saying(scene, refused)
    if scene.conversation.flow != BOOKING:
        # No time of an open booking: the button of another day, or nobody's.
        return Then(scene, Action("flow", BOOKING))
    said = scene.conversation.answers.get(BOOKING, {})
    left = {id: each for id, each in said.items() if id not in ("time", "confirm")}
    kept = replace(scene.conversation, answers={**scene.conversation.answers, BOOKING: left})
    scene = replace(scene, conversation=kept)
    near = slots.nearest(steps.free(scene), wanted.start)
    if not near:
        return Turn((booked.full(scene),), kept)
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
    text = scene.t.say("That was an older message. What you confirmed before is noted.")
    return saying(scene, replies.menu(scene, text))


def zones(scene: Scene, after: str) -> Turn:
    """Which time zone is yours?"""
    return saying(
        scene, booked.zones_to_choose(scene, int(after) if after.isdecimal() and len(after) < 4 else 0)
    )


def zone(scene: Scene, name: str) -> Turn | Then:
    """Goes on in another time zone, at the same place; what is booked is reminded of by it."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return Then(scene, Action("zones"))
    kept = replace(scene.conversation, timezone=name)
    booked_now = tuple(replace(each, timezone=name) for each in scene.gathered.appointments)
    told_again = rezoned(scene, name)
    scene = replace(scene, conversation=kept, gathered=replace(scene.gathered, appointments=booked_now))
    step = interview.waiting(scene)
    done = interview.ask_again(scene, step) if step else show(scene, "")
    return replace(done, effects=(*done.effects, *told_again))


def summary(scene: Scene, yes: str) -> Turn | Then:
    """Whether the firm may see the eligibility answers."""
    kept = scene.conversation
    if kept.flow != BOOKING:
        return Then(scene, Action("gone"))
    said = {**kept.answers.get(BOOKING, {}), "summary": "yes" if yes == "yes" else "no"}
    scene = replace(scene, conversation=replace(kept, answers={**kept.answers, BOOKING: said}))
    return Then(scene, Action("flow", BOOKING))
