"""Flows: the step that waits, an answer to it, one step back, from the start, out of it."""

from __future__ import annotations

from dataclasses import replace

from bot import flows, replies
from bot.acts import Then, saying
from bot.model import Action, Conversation, Step, Turn
from bot.replies import Scene


def waiting(scene: Scene) -> Step | None:
    """The step of the open flow that waits for an answer."""
    flow = scene.content.flows.get(scene.conversation.flow)
    place = flows.walk(flow, scene.conversation.answers.get(flow.name, {})) if flow else None
    return place if isinstance(place, Step) else None


def ask_again(scene: Scene, step: Step, hint: str = "") -> Turn:
    """Asks the step that waits once more, after a sentence."""
    return saying(scene, replies.step(scene, scene.conversation.flow, step, hint))


def open_flow(scene: Scene, name: str) -> Turn | Then:
    """Opens a flow, or goes on with it where it stands."""
    if name not in scene.content.flows:
        return Then(scene, Action("gone"))
    kept = scene.conversation
    if kept.flow != name:
        kept = replace(kept, flow=name, answers={**kept.answers, name: {}})
    return _go_on(scene, kept)


def answer_step(scene: Scene, value: str) -> Turn | Then:
    """Answers one step, also by a button in an older message, and asks on from there."""
    name, _, rest = value.partition("/")
    step, _, said = rest.partition("/")
    flow = scene.content.flows.get(name)
    asked = flow.steps.get(step) if flow else None
    if not asked or (asked.options and said not in {each.id for each in asked.options}):
        return Then(scene, Action("gone"))
    kept = scene.conversation
    answers = {**kept.answers, name: {**kept.answers.get(name, {}), step: said}}
    return _go_on(scene, replace(kept, flow=name, answers=answers, misses=0))


def back(scene: Scene, _: str) -> Turn | Then:
    """Takes the last answer of the open flow back."""
    kept = scene.conversation
    flow = scene.content.flows.get(kept.flow)
    if not flow:
        return Then(scene, replies.MENU)
    fewer = flows.without_last(flow, kept.answers.get(flow.name, {}))
    return _go_on(scene, replace(kept, answers={**kept.answers, flow.name: fewer}))


def restart(scene: Scene, _: str) -> Turn | Then:
    """The open flow from its first step; the menu where none is open."""
    kept = scene.conversation
    if kept.flow not in scene.content.flows:
        return Then(scene, Action("start"))
    return _go_on(scene, replace(kept, answers={**kept.answers, kept.flow: {}}))


def stop(scene: Scene, _: str) -> Turn:
    """Out of the open flow."""
    kept = replace(scene.conversation, flow="", misses=0)
    said = replies.menu(scene, scene.t.say("All right, we stop here.") if scene.conversation.flow else "")
    return Turn((said,), kept)


def _go_on(scene: Scene, kept: Conversation) -> Turn | Then:
    """The step that the flow has come to, or what its end leads to."""
    flow = scene.content.flows[kept.flow]
    place = flows.walk(flow, kept.answers.get(flow.name, {}))
    scene = replace(scene, conversation=kept)
    if isinstance(place, Step):
        return ask_again(scene, place)
    return Then(replace(scene, conversation=replace(kept, flow="")), Action.read(place) or replies.MENU)
