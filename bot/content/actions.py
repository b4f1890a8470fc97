"""Which actions may staff write in `next`, in the menu, in commands and at a flow's end?"""

from __future__ import annotations

from bot.content.reading import Found, Lead, did_you_mean
from bot.content.yaml_text import Items, Node, Text, joined, texts_of
from bot.model import LANGUAGES, Action

WITH_VALUE = ("topic", "flow", "language")
ALONE = (
    *("start", "menu", "help", "person", "call", "call-back", "book", "appointments", "check"),
    *("languages", "privacy", "forget", "alerts", "big"),
    *("stop", "back", "restart", "yes", "no"),
)
"""What the engine does on a word or button alone; the last five only answer within a flow."""

_EXAMPLES = {"topic": "topic:visa-cost", "flow": "flow:eligibility", "language": "language:en"}


def read_actions(node: Node | None, name: str, found: Found) -> tuple[Action, ...]:
    """A list of actions such as `topic:visa-cost` or `call:`, without those that cannot be read."""
    read = (read_action(each, found) for each in texts_of(_loose(node), name, found))
    return tuple(each for each in read if each)


def read_action(text: Text, found: Found) -> Action | None:
    """One action, or None and a problem. Whether its topic or flow exists is asked later."""
    action = Action.read(text.value.replace(": ", ":"))
    if action is None:
        hint = (
            f' Write "{text.value}:".' if text.value in ALONE else " Write it like topic:visa-cost or call:"
        )
        found.error(text.line, f'"{text.value[:80]}" is not something the bot can do.{hint}')
        return None
    if action.kind not in (*WITH_VALUE, *ALONE):
        known = [f"{each}:" for each in (*WITH_VALUE, *ALONE)]
        hint = did_you_mean(f"{action.kind}:", known) or f" It can do {' '.join(known)}"
        found.error(text.line, f'the bot does not know "{text.value}".{hint}')
        return None
    if action.kind in WITH_VALUE and not action.value:
        found.error(
            text.line, f'"{text.value}" says nothing after the colon. Write it like {_EXAMPLES[action.kind]}.'
        )
        return None
    if action.kind == "language" and action.value not in LANGUAGES:
        found.error(
            text.line, f'the bot does not speak "{action.value}". It speaks {" and ".join(LANGUAGES)}.'
        )
        return None
    if action.kind in ALONE and action.value and action.kind != "book":
        found.error(text.line, f'after "{action.kind}:" nothing may stand, and here stands "{action.value}".')
        return None
    found.leads.append(Lead(found.path, text.line, action))
    return action


def _loose(node: Node | None) -> Node | None:
    """The same list, its `- call:` and `- topic: visa-cost` as the texts they are meant to be."""
    return Items(tuple(joined(each) for each in node.items), node.line) if isinstance(node, Items) else node
