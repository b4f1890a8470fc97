"""Flows: the step that waits, an answer to it, one step back, from the start, out of it, and the end."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot import asked, booked, flows, pieces, replies, steps, typed
from bot.acts import Then, saying
from bot.booking.phones import NotAPhone, read_phone
from bot.interviews import SKIPPED, Flow, Step
from bot.model import NO_LONGER, Action, Button, Conversation, Reply, Topic, Turn
from bot.office import Slot
from bot.scene import Scene

HALF = re.compile(r"after-\d{1,12}", re.ASCII)
"""What "other days" answers: nothing yet, but where to go on showing."""

PERSONAL = (steps.BOOKING, "callback")
"""Flows that ask for a name and a phone: all their answers are forgotten when they end or are left."""

WAS = "was"
"""Beside the answers: the topic that the flow ended in before one of them was changed."""


def open_one(scene: Scene) -> Flow | None:
    """The flow that is open."""
    return scene.content.flows.get(scene.conversation.flow)


def waiting(scene: Scene) -> Step | None:
    """The step of the open flow that waits for an answer, with the options that it has now."""
    flow = open_one(scene)
    place = flows.walk(flow, scene.conversation.answers.get(flow.name, {})) if flow else None
    return steps.filled(scene, flow, place) if flow and isinstance(place, Step) else None


def asks_phone(scene: Scene) -> bool:
    """Whether a phone number is what is waited for."""
    flow = open_one(scene)
    place = flows.walk(flow, scene.conversation.answers.get(flow.name, {})) if flow else None
    return isinstance(place, Step) and place.kind == "phone"


def typed_answer(scene: Scene, step: Step, meant: str) -> str:
    """The answer that the person typed to the step that waits. Raises `typed.NotUnderstood`."""
    return typed.read(step, scene.incoming.text, steps.setting(scene, meant))


def typed_day(scene: Scene) -> str:
    """Another day, typed where the time is asked, as `step/answer`; "" where none is named."""
    flow, now = open_one(scene), waiting(scene)
    if not flow or not now or why_not(scene, now) != typed.NOT_A_TIME:
        return ""
    for step in flow.steps.values():
        if step.kind == "day":
            with contextlib.suppress(typed.NotUnderstood):
                return f"{step.id}/{typed_answer(scene, steps.filled(scene, flow, step), '')}"
    return ""


def why_not(scene: Scene, step: Step) -> str:
    """Why what was typed is no answer to the step that waits, still to be translated."""
    try:
        typed_answer(scene, step, "")
    except typed.NotUnderstood as error:
        return error.sentence
    return typed.NOT_A_CHOICE


def ask_again(scene: Scene, step: Step, hint: str = "") -> Turn:
    """Asks the step that waits once more, after a sentence; says so where nothing is free to choose from."""
    flow = open_one(scene)
    if not flow:
        return saying(scene, replies.menu(scene))
    if step.kind not in ("day", "time") or steps.filled(scene, flow, step).options:
        return saying(scene, asked.ask(scene, flow, step, hint))
    # The day that was chosen has filled up, or there is no day at all.
    day = next((each for each in flow.steps.values() if each.kind == "day"), step)
    if step.kind == "time" and steps.filled(scene, flow, day).options:
        kept = scene.conversation
        fewer = {id: each for id, each in kept.answers[flow.name].items() if id not in (step.id, day.id)}
        scene = replace(scene, conversation=replace(kept, answers={**kept.answers, flow.name: fewer}))
        return saying(scene, asked.ask(scene, flow, day, scene.t.say(typed.NOT_A_FREE_DAY)))
    full = booked.full(scene)
    return saying(scene, replace(full, buttons=(*full.buttons[:1], asked.ways_out(scene, flow))))


def open_flow(scene: Scene, name: str) -> Turn | Then:
    """Opens a flow, or goes on with it where it stands."""
    flow = scene.content.flows.get(name)
    if not flow:
        return Then(scene, Action("gone"))
    kept = scene.conversation
    if kept.flow != name:
        kept = opened(scene, flow)
        kept = replace(kept, answers={**kept.answers, name: {}})
    return _go_on(scene, kept)


def opened(scene: Scene, flow: Flow) -> Conversation:
    """The conversation with this flow open; another one that was is left as by "stop"."""
    if scene.conversation.flow == flow.name:
        return scene.conversation
    return replace(closed(scene), flow=flow.name, flow_version=flow.version)


def answer_step(scene: Scene, value: str) -> Turn | Then:
    """Answers one step, also by a button in an older message, and asks on from there."""
    name, _, rest = value.partition("/")
    id, _, said = rest.partition("/")
    flow = scene.content.flows.get(name)
    step = flow.steps.get(id) if flow else None
    half = bool(step and step.kind in ("day", "time") and HALF.fullmatch(said))
    if not flow or not step or not (half or _can_be(scene, flow, step, said)):
        if flow and was_edited(scene, flow):
            # It was asked before the file was edited: on from where the flow stands now.
            return _go_on(scene, scene.conversation)
        return Then(scene, Action("gone"))
    kept = opened(scene, flow)
    before = kept.answers.get(name, {})
    if step.kind == "confirm":
        if scene.conversation.flow != name or said != f"yes-{steps.proof(dict(before))}":
            return Then(scene, Action("stale", name))
    elif step.kind == "day" and not half:
        scene = replace(scene, conversation=kept)
        if said not in {each.id for each in steps.filled(scene, flow, step).options}:
            return ask_again(scene, step, scene.t.say(typed.NOT_A_FREE_DAY))
    elif step.kind == "time" and not half:
        slot = Slot.read(said)
        if slot is None or not any(each.start == slot.start for each in steps.free(scene)):
            return Then(scene, Action("taken", said))
        day = slot.start.astimezone(ZoneInfo(steps.zone_of(scene))).date()
        before = {**before, "day": f"{day:%Y%m%d}"}
    answers = {**still_good(flow, step, said, before), id: said}
    if not half:
        answers = {key: each for key, each in answers.items() if not HALF.fullmatch(each)} | {id: said}
    kept = replace(kept, answers={**kept.answers, name: answers}, misses=0)
    done = _go_on(scene, kept)
    if step.kind == "phone" and isinstance(done, Turn):
        # As it was understood; and the button that shares a number has done its work.
        shown = Reply(f"📱 {read_phone(said).shown}", asks_contact=NO_LONGER)
        return replace(done, replies=(shown, *done.replies))
    return done


def _can_be(scene: Scene, flow: Flow, step: Step, said: str) -> bool:
    """Whether a button can have given this answer: anyone can send any bytes."""
    if step.kind == "phone" and said != SKIPPED:
        try:
            return read_phone(said).e164 == said
        except NotAPhone:
            return False
    if step.kind == "choice":
        return said in {each.id for each in steps.filled(scene, flow, step).options}
    return flows.fits(step, said)


def was_edited(scene: Scene, flow: Flow) -> bool:
    """Whether the steps of the open flow are no longer those that the person was asked."""
    return scene.conversation.flow == flow.name and scene.conversation.flow_version not in ("", flow.version)


def still_good(flow: Flow, step: Step, said: str, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that stay when this one changes: another day has other times."""
    if answers.get(step.id, said) == said:
        return dict(answers)
    gone = {"confirm"}
    gone |= {"time"} if step.kind == "day" else {"day", "time"} if step.kind in flows.CHOICES else set()
    return {
        id: each for id, each in answers.items() if id not in flow.steps or flow.steps[id].kind not in gone
    }


def back(scene: Scene, _: str) -> Turn | Then:
    """Takes the last answer of the open flow back."""
    kept, flow = scene.conversation, open_one(scene)
    if not flow:
        return Then(scene, replies.MENU)
    fewer = flows.without_last(flow, kept.answers.get(flow.name, {}))
    return _go_on(scene, replace(kept, answers={**kept.answers, flow.name: fewer}))


def restart(scene: Scene, _: str) -> Turn | Then:
    """The open flow from its first step; the menu where none is open."""
    kept, flow = scene.conversation, open_one(scene)
    if not flow:
        return Then(scene, Action("start"))
    fresh = {**kept.answers, flow.name: {}}
    return _go_on(scene, replace(kept, answers=fresh, flow_version=flow.version))


def stop(scene: Scene, _: str) -> Turn:
    """Out of the open flow."""
    kept = closed(scene)
    said = replies.menu(scene, scene.t.say("All right, we stop here.") if scene.conversation.flow else "")
    return Turn((said,), replace(kept, misses=0))


def ways(scene: Scene, _: str) -> Turn | Then:
    """The ways out of the open flow, where its step had no room for them."""
    flow, step = open_one(scene), waiting(scene)
    if not flow or not step:
        return Then(scene, replies.MENU)
    on = Button(scene.t.say("Go on"), Action("flow", flow.name))
    return saying(
        scene, Reply(scene.t.say("What would you like to do?"), ((on,), asked.ways_out(scene, flow)))
    )


def carrying(action: Action, more: str) -> Action:
    """The action with more to its value, where a button has room for it."""
    longer = replace(action, value=f"{action.value}/{more}")
    return longer if more and Action.read(str(longer)) else action


def closed(scene: Scene) -> Conversation:
    """The conversation with no flow open, and with what a flow may not keep forgotten."""
    kept, flows_now = scene.conversation, scene.content.flows
    answers = {
        name: {id: each for id, each in said.items() if id not in (*_private(flows_now.get(name)), WAS)}
        for name, said in kept.answers.items()
        if name not in PERSONAL
    }
    return replace(kept, flow="", flow_version="", answers=answers)


def _private(flow: Flow | None) -> tuple[str, ...]:
    return flow.private if flow else ()


def _go_on(scene: Scene, kept: Conversation) -> Turn | Then:
    """The step that the flow has come to, or what its end leads to."""
    flow = scene.content.flows[kept.flow]
    changed = was_edited(replace(scene, conversation=kept), flow)
    kept = replace(kept, flow_version=flow.version)
    scene = replace(scene, conversation=kept)
    place = flows.walk(flow, kept.answers.get(flow.name, {}))
    if isinstance(place, Step):
        hint = scene.t.say("The questions have changed since you began. We go on here:") if changed else ""
        return ask_again(scene, place, hint)
    end = Action.read(place) or replies.MENU
    if end.kind == "topic":
        return _outcome(scene, flow, end)
    return Then(scene, end)


def _outcome(scene: Scene, flow: Flow, end: Action) -> Turn | Then:
    """The topic that a flow ends in, with the answers that led there, and what would help now."""
    found = scene.content.topic(end.value, scene.language)
    said = scene.conversation.answers.get(flow.name, {})
    kept = closed(scene)
    if not found:
        return Then(replace(scene, conversation=kept), Action("gone"))
    done = flows.answered(flow, said)
    because = "\n".join(f"- {steps.answer_label(scene, flow, each, said[each.id])}" for each in done)
    was = scene.content.topic(said.get(WAS, ""), scene.language)
    opening = replies.because(scene, because, was if was != found else None)
    whole = filter(None, (opening, replies.body(scene, found), replies.checked(found)))
    shown = [Reply("\n\n".join(whole), _outcome_rows(scene, flow, found))]
    if kept.big:
        shown = [Reply(opening), outcome_piece(scene, flow, found, 1)]
    # Some outcomes say what was answered to a question whose answer is not kept.
    private = any(each.id in flow.private for each in done)
    last = "" if private else found.id
    return Turn(tuple(shown), replace(kept, last_topic=last, misses=0), private=private)


def outcome_piece(scene: Scene, flow: Flow, found: Topic, number: int) -> Reply:
    """One piece of the topic that a flow ended in."""
    whole = Reply("", _outcome_rows(scene, flow, found))
    return pieces.of_topic(scene, whole, found, replies.body(scene, found), number, flow.name)


def kept_steps(flow: Flow, said: Mapping[str, str]) -> list[Step]:
    """The steps of the way through whose answers were kept: what was forgotten on it is stepped over."""
    over = {
        id: option.id
        for id in flow.private
        if id in flow.steps and id not in said
        for option in reversed(flow.steps[id].options)
        if option.goto in flow.steps
    }
    return [each for each in flows.answered(flow, {**over, **said}) if each.id in said]


def _outcome_rows(scene: Scene, flow: Flow, found: Topic) -> tuple[tuple[Button, ...], ...]:
    """The buttons under an outcome, of what was answered and is kept."""
    said = scene.conversation.answers.get(flow.name, {})
    keys = [f"{each.id}/{flows.option_of(each, said[each.id])}" for each in kept_steps(flow, said)]
    useful = [action for key in keys if (action := Action.read(flow.useful.get(key, "")))]
    return replies.outcome_rows(scene, found, carrying(Action("change", flow.name), found.id), useful)
