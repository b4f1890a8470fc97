"""How a step is asked: its question, as many of its options as there is room for, and always a way out."""

from __future__ import annotations

from collections.abc import Sequence

from bot import flows
from bot.booking import zones
from bot.interviews import SKIPPED, Flow, Option, Step
from bot.language import N_
from bot.model import Action, Button, Reply
from bot.office import Slot
from bot.replies import MOST_BUTTONS
from bot.scene import Scene
from bot.steps import answer_label, filled, home, plain, shown_phone, when, zone_of

DAYS_SHOWN, TIMES_SHOWN, ZONES_SHOWN = 4, 3, 4

BEFORE_A_NAME = N_(
    "Before you write your name and phone: this is an automated service. Writing here makes no "
    "attorney-client relationship. Telegram may not be confidential. Please write no details of your case."
)


def ask(scene: Scene, flow: Flow, step: Step, hint: str = "", above: str = "") -> Reply:
    """The step's question with its options as buttons and the ways out; after a hint, below another text."""
    t = scene.t
    step = filled(scene, flow, step)
    parts = [hint, above]
    if step.kind == "name":
        parts.append("_" + t.say(BEFORE_A_NAME) + "_")
    if step.kind == "confirm":
        parts.append(_summary(scene, flow))
    parts.append(step.ask.get(scene.language) or next(iter(step.ask.values()), ""))
    if step.kind in ("day", "time"):
        parts.append(_whose_time(scene))
    said = "\n\n".join(filter(None, parts))
    share = "📱 " + t.say("Share my number") if step.kind == "phone" else ""
    return Reply(said, _rows(scene, flow, step), asks_contact=share)


def _rows(scene: Scene, flow: Flow, step: Step) -> tuple[tuple[Button, ...], ...]:
    t = scene.t
    shown, extra = step.options, list[Button]()
    if step.kind == "country":
        shown = tuple(each for each in shown if each.id != flows.OTHER)
    elif step.kind in ("day", "time"):
        shown, extra = _page(scene, flow, step)
    if step.kind == "time":
        extra.append(Button("🕐 " + t.say("Not my time zone"), Action("zones")))
    if step.kind == "confirm":
        if any(scene.conversation.answers.get("eligibility", {}).values()):
            yes = scene.conversation.answers.get(flow.name, {}).get("summary") == "yes"
            box = "☑ " if yes else "☐ "
            label = box + t.say("Send my eligibility answers too")
            extra.append(Button(label, Action("summary", "no" if yes else "yes")))
        extra.append(Button("🕐 " + t.say("Not my time zone"), Action("zones")))
    if step.optional:
        extra.append(Button(t.say("Leave it out"), Action("answer", f"{flow.name}/{step.id}/{SKIPPED}")))
    rows = [(_button(scene, flow, step, each),) for each in shown]
    rows += [(each,) for each in extra]
    out = ways_out(scene, flow)
    room = MOST_BUTTONS - len(rows)
    if room < len(out):
        out = (Button("↩ " + t.say("Back, start over, stop"), Action("ways")),)
    return (*rows, out)


def ways_out(scene: Scene, flow: Flow) -> tuple[Button, ...]:
    """Back, from the start, out: those that there are at this place."""
    t = scene.t
    begun = bool(flows.answered(flow, scene.conversation.answers.get(flow.name, {})))
    back = (
        Button("← " + t.say("Back"), Action("back")),
        Button("↺ " + t.say("Start over"), Action("restart")),
    )
    return (*(back if begun else ()), Button("✕ " + t.say("Stop"), Action("stop")))


def _button(scene: Scene, flow: Flow, step: Step, option: Option) -> Button:
    label = option.labels.get(scene.language, option.id)
    return Button(label, Action("answer", f"{flow.name}/{step.id}/{option.id}"))


def _page(scene: Scene, flow: Flow, step: Step) -> tuple[tuple[Option, ...], list[Button]]:
    """The options of one page, and the button to the next. Which page it is, is a half answer."""
    most = DAYS_SHOWN if step.kind == "day" else TIMES_SHOWN
    half = scene.conversation.answers.get(flow.name, {}).get(step.id, "")
    after = half.removeprefix("after-") if half.startswith("after-") else ""
    ahead = [each for each in step.options if each.id[:12] > after] or list(step.options)
    page = tuple(ahead[:most])
    if len(step.options) <= most:
        return page, []
    at_end = page[-1] == step.options[-1]
    word = scene.t.say("Other days") if step.kind == "day" else scene.t.say("Other times")
    after = "0" if at_end else page[-1].id[:12]
    return page, [Button(word + " →", Action("answer", f"{flow.name}/{step.id}/after-{after}"))]


def _whose_time(scene: Scene) -> str:
    """Whose clock the times are by."""
    city = zones.city(zone_of(scene), scene.language)
    return "_" + scene.t.say("Times as in {city}.", city=city) + "_"


def _summary(scene: Scene, flow: Flow) -> str:
    """What is about to be confirmed, a line an answer."""
    lines: list[str] = []
    said = scene.conversation.answers.get(flow.name, {})
    for step in flows.answered(flow, said):
        answer = said[step.id]
        if step.kind == "time" and (slot := Slot.read(answer)):
            lines.append(f"**{when(scene, slot.start)}**")
        elif step.kind == "day" or answer == SKIPPED:
            continue
        elif step.kind == "phone":
            lines.append(shown_phone(answer))
        elif step.kind in ("name", "text"):
            lines.append(plain(answer))
        else:
            lines.append(answer_label(scene, flow, step, answer))
    return "\n".join(f"- {each}" for each in lines)


def zone_buttons(scene: Scene, after: int) -> Sequence[Button]:
    """Zones to change to, a page of them, and the button to more."""
    here = zone_of(scene)
    known = zones.others(here, home(scene), scene.content.office.timezone)
    page = known[after : after + ZONES_SHOWN]
    found = [Button(zones.city(each, scene.language)[:40], Action("zone", each)) for each in page]
    more = after + ZONES_SHOWN if after + ZONES_SHOWN < len(known) else 0
    return [*found, Button(scene.t.say("Others") + " →", Action("zones", str(more)))]
