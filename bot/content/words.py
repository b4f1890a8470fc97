"""The small files: how people spell and say commands, what is off topic, the menu, the office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.content.actions import read_action, read_actions
from bot.content.reading import ADDRESS, Found
from bot.content.yaml_text import Entries, Node, Text, entries_of, known_only, read_node, text_of, texts_of
from bot.language import fold
from bot.model import Action, Office, Phrase

_OFFICE = ("name", "phone", "web", "timezone", "responsible", "confirmed_by")


@dataclass(slots=True)
class Words:
    """What the `_words.yaml` of all languages say together, and where each was said first."""

    spellings: dict[str, str] = field(default_factory=dict)
    commands: dict[str, Action] = field(default_factory=dict)
    said: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    def first(self, kind: str, text: str, meaning: str, line: int, found: Found) -> bool:
        """Whether `text` is new; a second, different meaning is a problem."""
        place = f"{found.path}, line {line}"
        meant, where = self.said.setdefault((kind, fold(text) or text), (meaning, place))
        if meant != meaning:
            found.error(line, f'"{text}" already stands for "{meant}" in {where}. Keep one of the two.')
        return where == place


def read_words(path: Path, words: Words, found: Found) -> None:
    """Add one language's `_words.yaml`: `spellings`, and `commands` by the action they mean."""
    node = read_node(path, found)
    if not isinstance(node, Entries):
        entries_of(node, path.name, found)
        return
    parts = known_only(node, ("spellings", "commands"), found)
    for key, value in entries_of(parts.get("spellings"), "spellings", found):
        meaning = text_of(value, key.value, found)
        if not fold(key.value):
            found.error(key.line, f'"{key.value}" holds no letter or digit.')
        elif meaning and words.first("spelling", key.value, meaning.value, key.line, found):
            words.spellings[key.value] = meaning.value
    for key, value in entries_of(parts.get("commands"), "commands", found):
        written = key.value if ":" in key.value else f"{key.value}:"
        action = read_action(Text(written, key.line), found)
        for each in texts_of(value, key.value, found):
            if not fold(each.value):
                found.error(each.line, f'"{each.value}" holds no letter or digit.')
            elif action and words.first("command", each.value, str(action), each.line, found):
                words.commands[each.value] = action


def read_off_topic(path: Path, language: str, found: Found) -> tuple[Phrase, ...]:
    """The phrases of `_off-topic.yaml`: what people write that is none of the bot's topics."""
    node = read_node(path, found)
    if isinstance(node, Entries) and len(node.entries) == 1:  # under a name of its own
        node = node.entries[0][1]
    return tuple(
        Phrase(each.value, language, found.path, each.line) for each in texts_of(node, path.name, found)
    )


def read_menu(path: Path, found: Found) -> tuple[Action, ...]:
    """What the menu offers, in order."""
    before = len(found.problems)
    node = read_node(path, found)
    actions = read_actions(node, "menu.yaml", found)
    if node and not actions and len(found.problems) == before:
        found.error(1, "the menu is empty. Add the topics people ask for most, like topic:visa-cost.")
    return actions


def read_office(path: Path, facts: Mapping[str, object], found: Found) -> Office:
    """Who is behind the bot. Where a value cannot be read, the office goes without it."""
    node = read_node(path, found)
    if not isinstance(node, Entries):
        entries_of(node, path.name, found)
        return Office()
    parts = known_only(node, _OFFICE, found)
    texts = {key: _office_text(key, part, facts, found) for key, part in parts.items()}
    for key in ("name", "phone"):
        if key not in parts:
            found.error(1, f'the line "{key}: …" is missing.')
    return Office(
        name=texts.get("name", ""),
        phone=texts.get("phone", ""),
        web=texts.get("web", ""),
        timezone=texts.get("timezone") or Office().timezone,
        responsible=texts.get("responsible", ""),
        confirmed_by=texts.get("confirmed_by", ""),
    )


def _office_text(key: str, node: Node, facts: Mapping[str, object], found: Found) -> str:
    if isinstance(node, Text) and not node.value and key in ("responsible", "confirmed_by", "web"):
        return ""  # nobody yet: better an empty line than a made-up name
    text = text_of(node, key, found)
    if text is None:
        return ""
    if key == "timezone" and not _is_zone(text.value):
        found.error(text.line, f'the time zone "{text.value}" is not known. Write it like America/Chicago.')
        return ""
    if key == "phone" and text.value not in facts:
        found.error(text.line, f'"phone" names the fact "{text.value}", which is not in facts.yaml.')
    if key == "web" and not ADDRESS.fullmatch(text.value):
        found.error(text.line, f'"{text.value}" is not an address. Write it like https://example.org/.')
        return ""
    return text.value


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return False
    return True
