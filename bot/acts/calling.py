"""A phone call: the number and whether somebody answers it now, or a call back."""

from __future__ import annotations

from bot import booked, flows, steps, typed
from bot.acts import Then, interview, saying
from bot.effects import Effect, Later
from bot.interviews import Step
from bot.model import Action, Reply, Turn
from bot.office import Callback
from bot.scene import Scene

CALLBACK = "callback"


def call(scene: Scene, _: str) -> Turn:
    """The number to call, and whether the office is open."""
    return saying(scene, booked.call(scene))


def card(scene: Scene, _: str) -> Turn | Then:
    """A contact card in answer to "which phone?": only the person's own counts."""
    flow, step, sent = interview.open_one(scene), interview.waiting(scene), scene.incoming.contact
    if not flow or not step or not sent:
        return Then(scene, Action("media", "contact"))
    if not sent.own:
        text = scene.t.say(
            "That is somebody else's contact. Please write your own number, or share your own."
        )
        return interview.ask_again(scene, step, text)
    try:
        # Telegram writes numbers without their plus sign.
        number = typed.read(step, "+" + sent.phone.lstrip("+"), steps.setting(scene))
    except typed.NotUnderstood as error:
        return interview.ask_again(scene, step, scene.t.say(error.sentence))
    return Then(scene, Action("answer", f"{flow.name}/{step.id}/{number}"))


def call_back(scene: Scene, _: str) -> Turn | Then:
    """Notes the call-back that was confirmed; staff hear of it."""
    flow = scene.content.flows.get(CALLBACK)
    said = scene.conversation.answers.get(CALLBACK, {})
    if not flow or isinstance(flows.walk(flow, said), Step):
        return Then(scene, Action("flow", CALLBACK))
    when = flow.steps.get("when")
    words = steps.answer_label(scene, flow, when, said["when"]) if when and "when" in said else ""
    made = Callback(
        scene.incoming.channel,
        scene.incoming.sender,
        said["name"],
        said["phone"],
        words,
        scene.language,
        steps.zone_of(scene),
        scene.now,
    )
    # One open wish to be called for each person: a second one changes the first.
    row = Later("staff", scene.now, "", f"callback/{scene.incoming.update_id}", {"event": "callback"})
    t = scene.t
    text = t.say("✔ Noted. The office calls you at {phone}.", phone=steps.shown_phone(made.phone))
    text = f"{text}\n\n{booked.office_hours(scene)}"
    effects = (Effect("callback", about=made), Effect("later", about=row))
    return Turn((Reply(text, booked.none(scene).buttons),), interview.closed(scene), effects)
