"""What the bot says about news: who wants to be told, what they are told, and how to stop it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot import replies
from bot.content import answer
from bot.language import day, translator
from bot.model import Action, Button, Reply, Topic
from bot.scene import Scene

SHOWN_FOR = timedelta(days=28)
"""So long a news item stands above the answers of its subject."""

LONGEST_LABEL = 40

ALL = "all"
"""In place of a subject: every one."""


def offer(scene: Scene, subject: str) -> Button | None:
    """The button under an answer; None where the bot could not write later."""
    if not subject or not scene.can_write_first:
        return None
    return Button("🔔 " + scene.t.say("Tell me when this changes"), Action("alert", f"{subject}/on"))


def latest(scene: Scene, subject: str) -> str:
    """The newest news item of a subject, short, for above an answer; "" where these weeks have none."""
    found = [
        each
        for (_, language), each in scene.content.news.items()
        if language == scene.language and each.alerts == subject and each.checked
    ]
    fresh = [each for each in found if each.checked and scene.on - SHOWN_FOR <= each.checked <= scene.on]
    if not subject or not fresh:
        return ""
    newest = max(fresh, key=lambda each: (each.checked, each.id))
    assert newest.checked  # noqa: S101, for the type checker: it was looked at above
    when = day(newest.checked, scene.language)
    source = " · ".join(f"[{name}]({address})" for name, address in newest.sources.items())
    return "🆕 " + scene.t.say("News of {day}:", day=when) + f" **{newest.title}** ({source})"


def news(scene: Scene, found: Topic, subject: Topic | None) -> Reply:
    """A news item as it is sent to somebody who asked for it, with the way to stop it."""
    t = translator(found.language)
    body = answer(scene.content, found, found.language, scene.on)
    names = " · ".join(f"[{name}]({address})" for name, address in found.sources.items())
    lines = [t.say("Sources: {names}", names=names)]
    if found.checked:
        lines.append(day(found.checked, found.language))
    lines.append(t.say("You asked me to tell you when this changes."))
    small = "\\\n".join(f"_{line}_" for line in lines)
    rows = [(subject.button,)] if subject else []
    stop = Button("🔕 " + t.say("Do not tell me any more"), Action("alert", f"{found.alerts}/off"))
    return Reply("\n\n".join((f"🔔 **{found.title}**", body.text, small)), (*rows, (stop,)))


def confirmed(scene: Scene, subject: str) -> Reply:
    """Somebody will be told: how often, how to stop, and where else the firm says it."""
    t, office = scene.t, scene.content.office
    parts = [
        "🔔 "
        + t.say(
            "I will write to you here when this changes: {subject}", subject=f"**{_name(scene, subject)}**"
        ),
        t.say(
            "How often: only when there is news of it, never at night. To stop it, press the button under "
            "any of these messages, or write /alerts."
        ),
        t.say("For this I keep only this chat, your language and what you want to be told of."),
    ]
    pages = dict(office.channels)
    if office.page or office.web:
        address = office.page or office.web
        pages = {address.removeprefix("https://").rstrip("/"): address} | pages
    if pages:
        links = " · ".join(f"[{name}]({address})" for name, address in pages.items())
        parts.append(t.say("If you prefer e-mail or another channel: {links}", links=links))
    stop = Button("🔕 " + t.say("Do not tell me any more"), Action("alert", f"{subject}/off"))
    return Reply("\n\n".join(parts), ((stop,), replies.ways_on(scene)))


def stopped(scene: Scene, subject: str) -> Reply:
    """Somebody will no longer be told; one tap undoes it."""
    t = scene.t
    if subject == ALL:
        return Reply(t.say("Done. I will not write to you about news any more."), (replies.ways_on(scene),))
    again = Button("🔔 " + t.say("Tell me again"), Action("alert", f"{subject}/on"))
    text = t.say(
        "Done. I will not tell you of this any more: {subject}", subject=f"**{_name(scene, subject)}**"
    )
    return Reply(text, ((again,), replies.ways_on(scene)))


def listed(scene: Scene, wanted: Sequence[str]) -> Reply:
    """What somebody is told of, and what else there is; each one tap away."""
    t = scene.t
    if not scene.can_write_first:
        return replies.menu(
            scene, t.say("I cannot write to you first here. On Telegram I can tell you of news.")
        )
    known = scene.content.subjects()
    kept = [each for each in wanted if each in known]
    rows = [(Button(_label("🔕", scene, each), Action("alert", f"{each}/off")),) for each in kept]
    others = [each for each in known if each not in kept]
    room = replies.MOST_BUTTONS - 1 - len(rows) - (1 if wanted else 0)
    rows += [
        (Button(_label("🔔", scene, each), Action("alert", f"{each}/on")),) for each in others[: max(room, 0)]
    ]
    if wanted:
        rows.append((Button("✕ " + t.say("Stop all of them"), Action("alert", f"{ALL}/off")),))
        text = t.say("I tell you when these change (🔕 stops one, 🔔 adds one):")
        text += "\n\n" + "\n".join(f"- {_name(scene, each)}" for each in kept)
    else:
        text = t.say("You are not told of anything yet. What should I tell you of when it changes?")
    return Reply(text, (*rows[: replies.MOST_BUTTONS - 1], (Button("☰ " + t.say("Menu"), replies.MENU),)))


def _name(scene: Scene, subject: str) -> str:
    found = scene.content.topic(subject, scene.language)
    return found.title if found else subject


def _label(sign: str, scene: Scene, subject: str) -> str:
    whole = f"{sign} {_name(scene, subject)}"
    return whole if len(whole) <= LONGEST_LABEL else whole[: LONGEST_LABEL - 1].rstrip() + "…"
