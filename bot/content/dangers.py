"""Which messages speak of danger? What staff wrote in `_danger.yaml`, so that help comes first."""

from __future__ import annotations

from pathlib import Path

from bot.content.reading import Found
from bot.content.yaml_text import Entries, Node, entries_of, known_only, read_node, texts_of
from bot.match import DANGERS, SAFE
from bot.model import Phrase


def read_danger(path: Path, language: str, found: Found) -> dict[str, tuple[Phrase, ...]]:
    """The sentences by the kind of danger they speak of; under `SAFE` those that only sound alike."""
    node = read_node(path, found)
    if not isinstance(node, Entries):
        entries_of(node, path.name, found)
        return {}

    def listed(node: Node | None, name: str) -> tuple[Phrase, ...]:
        read = texts_of(node, name, found)
        if node is None:
            found.error(1, f'the list "{name}:" is missing.')
        return tuple(Phrase(each.value, language, found.path, each.line) for each in read)

    parts = known_only(node, ("danger", "safe"), found)
    kinds: dict[str, Node] = {}
    if "danger" not in parts:
        found.error(1, 'the list "danger:" is missing.')
    elif isinstance(parts["danger"], Entries):
        kinds = known_only(parts["danger"], DANGERS, found)
    else:
        names = ", ".join(DANGERS)
        found.error(parts["danger"].line, f'"danger" must hold a list for each kind: {names}.')
    return {kind: listed(node, kind) for kind, node in kinds.items()} | {
        SAFE: listed(parts.get("safe"), "safe")
    }
