"""Whole dialogues, as people have them: the project's content, its matcher, a real database."""

import pytest

from bot.engine import Engine
from tests.dialogue import Person, dialogues, listed

DIALOGUES = dialogues()


@pytest.mark.parametrize("name", DIALOGUES)
async def test_dialogue(name: str, engine: Engine) -> None:
    dialogue = DIALOGUES[name]
    person = Person(engine, language=dialogue.language)

    for n, turn in enumerate(dialogue.turns, 1):
        replies = await person.does(turn)

        text = "\n\n".join(reply.text for reply in replies)
        labels = [button.label for reply in replies for row in reply.buttons for button in row]
        for wanted in listed(turn.get("sees")):
            assert wanted in text, f"turn {n}: {text}"
        for wanted in listed(turn.get("buttons")):
            assert any(wanted in label for label in labels), f"turn {n}: {labels}"
        for unwanted in listed(turn.get("hides")):
            assert unwanted not in text, f"turn {n}: {text}"
        if "replies" in turn:
            assert len(replies) == int(str(turn["replies"])), f"turn {n}: {text}"
        for reply in replies:
            assert sum(len(row) for row in reply.buttons) <= 6, f"turn {n}: {labels}"
            assert all(len(button.label) <= 40 for row in reply.buttons for button in row), labels
