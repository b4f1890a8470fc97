"""The small files: how people spell and say commands, what is off topic, the menu."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bot.content.actions import read_action, read_actions
from bot.content.reading import Found
from bot.content.yaml_text import Entries, Text, entries_of, known_only, read_node, text_of, texts_of
from bot.language import fold
from bot.model import Action, Phrase


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
                words.commands[fold(each.value)] = action


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
