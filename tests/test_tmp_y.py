import sys; sys.path.insert(0, "/work/main")
import pytest
from tests.firm import engine_on, the_content
from tests.dialogue import Person, dialogues, listed
@pytest.mark.parametrize("name", ["booking-en", "callback-es"])
async def test_d(name, tmp_path):
    d = dialogues()[name]
    async with engine_on(f"sqlite:///{tmp_path/'x.db'}", the_content(), desk="demo") as engine:
        person = Person(engine, language=d.language)
        for n, turn in enumerate(d.turns, 1):
            replies = await person.does(turn)
            text = "\n\n".join(r.text for r in replies)
            labels = [b.label for r in replies for row in r.buttons for b in row]
            for w in listed(turn.get("sees")): assert w in text, f"turn {n} {turn}: {text}"
            for w in listed(turn.get("buttons")): assert any(w in l for l in labels), f"turn {n}: {labels}"
            for w in listed(turn.get("hides")): assert w not in text, f"turn {n}: {text}"
