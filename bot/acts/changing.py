"""One answer of an interview made another, the rest as it was: what would change then?"""

from __future__ import annotations

from dataclasses import replace

from bot import replies, steps
from bot.acts import Then, interview, saying
from bot.model import Action, Button, Reply, Turn
from bot.scene import Scene


def change(scene: Scene, value: str) -> Turn | Then:
    """Which answer should be another? Those that were kept, as buttons. The topic that the flow ended in
    travels with them, so that nothing of it has to be kept."""
    name, _, was = value.partition("/")
    flow = scene.content.flows.get(name)
    said = scene.conversation.answers.get(name, {})
    done = interview.kept_steps(flow, said) if flow else []
    if not flow or not done:
        return Then(scene, Action("flow", name))
    buttons = [
        Button(
            f"{n}. {steps.answer_label(scene, flow, each, said[each.id])}"[:40],
            interview.carrying(Action("again", f"{name}/{each.id}"), was),
        )
        for n, each in enumerate(done, 1)
    ]
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)][:3]
    if len(buttons) > replies.MOST_BUTTONS:
        rows = [*(tuple(buttons[at : at + 2]) for at in range(0, 4, 2)), tuple(buttons[-2:])]
    lines = [f"{n}. {each.ask.get(scene.language, each.id)}" for n, each in enumerate(done, 1)]
    opening = scene.t.say("Which answer do you want to change?")
    return saying(scene, Reply("\n".join([opening, "", *lines]), tuple(rows)))


def again(scene: Scene, value: str) -> Turn | Then:
    """Asks one step once more; its answer is then another, and the others stay."""
    name, _, rest = value.partition("/")
    id, _, was = rest.partition("/")
    flow = scene.content.flows.get(name)
    if not flow or id not in flow.steps:
        return Then(scene, Action("gone"))
    kept = interview.opened(scene, flow)
    good = interview.still_good(flow, flow.steps[id], "", kept.answers.get(name, {}))
    fewer = {key: each for key, each in good.items() if key != id}
    if any(option.goto == f"topic:{was}" for step in flow.steps.values() for option in step.options):
        fewer[interview.WAS] = was
    kept = replace(kept, answers={**kept.answers, name: fewer})
    return interview.ask_again(replace(scene, conversation=kept), flow.steps[id])
