"""How well the signs of a scam tell frauds from honest messages that nobody tuned them on.

The messages in tests/scam/ were written before the signs. Nobody reads them to mend a sign: whoever
tunes content/scam-signs.yaml writes others for that.
"""

from pathlib import Path

import pytest

from bot.content import Loaded, load, read_yaml
from bot.model import LANGUAGES
from bot.scam import find, official_phones

ROOT = Path(__file__).parent.parent
FOUND, FLAGGED = 0.95, 0.05
"""At least so many frauds carry two signs or more, and at most so many honest messages."""


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(ROOT / "content")


def messages(kind: str) -> list[str]:
    """The messages of one kind, in both languages."""
    said: list[str] = []
    for language in LANGUAGES:
        read = read_yaml(ROOT / "tests" / "scam" / f"{language}.yaml")
        assert isinstance(read, dict)
        assert isinstance(read[kind], list)
        said += [str(each) for each in read[kind]]
    return said


def share(loaded: Loaded, kind: str) -> tuple[float, int]:
    """The share of messages with two signs or more, and how many messages there are."""
    content = loaded.content
    known, said = official_phones(content.facts), messages(kind)
    flagged = [each for each in said if len(find(each, content.signs, known)) > 1]
    return len(flagged) / len(said), len(said)


def test_frauds_carry_two_signs_or_more(loaded: Loaded) -> None:
    found, among = share(loaded, "frauds")

    assert among == 100
    assert found >= FOUND, f"only {found:.0%} of the frauds"


def test_honest_messages_do_not(loaded: Loaded) -> None:
    flagged, among = share(loaded, "honest")

    assert among == 60
    assert flagged <= FLAGGED, f"{flagged:.1%} of the honest messages"
