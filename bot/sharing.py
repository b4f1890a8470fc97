"""Answers to share in another chat: `@bot visa cost` offers some, each with its date and source."""

from __future__ import annotations

from dataclasses import dataclass

from bot import replies
from bot.content import answer, version
from bot.language import translator
from bot.match import Match
from bot.matching import danger_by_rules
from bot.model import LANGUAGES, Topic
from bot.render import spans
from bot.scene import Scene

MOST = 5
"""Answers offered at a time; a phone shows three or four."""

LONGEST_GIST = 100
"""Characters under a title; the app cuts what is longer."""


@dataclass(frozen=True, slots=True)
class Shared:
    """One answer to share: `id` names it and its version (at most 64 bytes), `text` is Markdown."""

    id: str
    title: str
    gist: str
    text: str


@dataclass(frozen=True, slots=True)
class Sharing:
    """What is offered, best first. `personal` where it depends on the language of somebody's app, and
    `ask` is the label of a button that leads to the bot itself."""

    offered: tuple[Shared, ...]
    personal: bool
    ask: str


def share(scene: Scene, text: str, match: Match | None) -> Sharing:
    """The answers to offer for what is being typed; without words, what the menu offers."""
    clear = bool(match and match.language in LANGUAGES)
    scene = scene.speaking(match.language) if match and clear else scene
    names: tuple[str, ...] = ()
    if not text.strip():
        names = tuple(each.value for each in scene.content.menu if each.kind == "topic")
    elif match.danger if match else danger_by_rules(text):
        names = ("emergency",)
    if match and match.decision != "refuse":
        names = (*names, *((match.topic,) if match.topic else ()), *match.choices)
    found = [topic for each in dict.fromkeys(names) if (topic := scene.content.topic(each, scene.language))]
    offered = tuple(_shared(scene, each) for each in found[:MOST])
    return Sharing(offered, not clear, scene.t.say("Ask me in your own words"))


def _shared(scene: Scene, found: Topic) -> Shared:
    body = answer(scene.content, found, found.language, scene.on)
    gist = " ".join("".join(span.text for span in spans(body.text)).split())
    text = "\n\n".join(
        filter(
            None,
            (
                f"**{found.title}**",
                replies.lapsed(scene, body.lapsed),
                body.text,
                replies.checked(found),
                _attribution(scene, found.language),
            ),
        )
    )
    return Shared(f"{version(found)}-{found.language}", found.title, gist[:LONGEST_GIST], text)


def _attribution(scene: Scene, language: str) -> str:
    """Whose answer this is, as the firm asks for it, and that it is no advice."""
    office, t = scene.content.office, translator(language)
    web = office.web.removeprefix("https://").rstrip("/")
    name = f"[{web}]({office.web})" if web else office.name
    said = t.say("Information from {firm}, not legal advice: {web}", firm=office.name, web=name)
    return f"_{said}_"
