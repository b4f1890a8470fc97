"""Every dialogue in a language of no letters: a letter that comes through was never translated."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot import language
from bot.clock import Clock
from bot.engine import Engine
from bot.live import Live
from bot.model import LANGUAGES, Content
from bot.store import Store
from tests.dialogue import Person, dialogues

ADDRESS = re.compile(r"\]\([^)]*\)")
# "3:30 p.m." and "24 de …" are formats of the clock and of dates, not sentences.
OWN_NAMES = re.compile(r"Español|English|seasonaljobs\.dol\.gov|(?<=\d )[ap]\.m\.|(?<=\d )de(?= )")
QUOTED = re.compile("«[^»]*»")
"""What a reply quotes of a message that is checked for signs of a scam."""


def without_letters(text: str) -> str:
    """Every letter outside a {placeholder} becomes a sign of a script that nothing of ours uses."""
    return "".join(
        part if part.startswith("{") else re.sub(r"[^\W\d_]", "ж", part)
        for part in re.split(r"(\{[^}]*\})", text)
    )


def pseudo_content(content: Content) -> Content:
    """The same topics, flows and facts without a letter of their own."""
    topics = {
        key: replace(
            topic,
            title=without_letters(topic.title),
            answer="ж",
            sources=dict.fromkeys(map(without_letters, topic.sources), "https://example.org"),
        )
        for key, topic in content.topics.items()
    }
    facts = {
        name: tuple(replace(each, kind="text", value="жжж") for each in values)
        for name, values in content.facts.items()
    }
    flows = {
        name: replace(
            flow,
            titles=dict.fromkeys(LANGUAGES, "ж"),
            steps={
                id: replace(
                    step,
                    ask=dict.fromkeys(LANGUAGES, "ж?"),
                    options=tuple(replace(o, labels=dict.fromkeys(LANGUAGES, "ж")) for o in step.options),
                )
                for id, step in flow.steps.items()
            },
        )
        for name, flow in content.flows.items()
    }
    office = replace(content.office, name="жж", web="https://1")
    said = dict.fromkeys(LANGUAGES, "ж")
    signs = replace(
        content.signs,
        signs=tuple(replace(each, names=said, reasons=said) for each in content.signs.signs),
        claims=tuple(replace(each, names=said) for each in content.signs.claims),
    )
    return replace(content, topics=topics, facts=facts, flows=flows, office=office, signs=signs)


@pytest.fixture
def pseudo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Both languages' own sentences without letters, days and numbers too."""
    for each in (folder.name for folder in language.LOCALES.iterdir()):
        source = language.LOCALES / each / "LC_MESSAGES" / "bot.po"
        catalog = read_po(io.BytesIO(source.read_bytes()))
        for message in catalog:
            if message.id:
                known = message.string
                message.string = (
                    tuple(map(without_letters, known))
                    if isinstance(known, tuple)
                    else without_letters(str(known))
                )
        folder = tmp_path / "locales" / each / "LC_MESSAGES"
        folder.mkdir(parents=True)
        with (folder / "bot.mo").open("wb") as file:
            write_mo(file, catalog)
    monkeypatch.setattr(language, "LOCALES", tmp_path / "locales")
    monkeypatch.setattr(language, "FORMATS", dict.fromkeys(LANGUAGES, "zh"))
    language.translator.cache_clear()
    yield
    language.translator.cache_clear()


@pytest.mark.usefixtures("pseudo")
async def test_no_sentence_of_ours_stays_untranslated(live: Live, tmp_path: Path) -> None:
    letterless = Live(Path("content"), tmp_path)
    letterless.content, letterless.matcher = pseudo_content(live.content), live.matcher
    store = Store(f"sqlite:///{tmp_path / 'pseudo.db'}")
    await store.open()
    engine = Engine(store, letterless, Clock())

    seen = 0
    for name, dialogue in dialogues().items():
        person = Person(engine, sender=name, language=dialogue.language)
        # A summary repeats what the person wrote: their name, a note.
        written = [str(turn["says"]) for turn in dialogue.turns if "says" in turn]
        for turn in dialogue.turns:
            pressed = str(turn.get("presses", "menu:"))
            # Buttons pressed by their words have other words here; those pressed by action do as always.
            if re.fullmatch(r"[a-z-]+:[\w/-]*", pressed):
                for reply in await person.does(turn):
                    labels = [button.label for row in reply.buttons for button in row]
                    for text in (reply.text, *labels):
                        bare = OWN_NAMES.sub("", ADDRESS.sub("", QUOTED.sub("", text)))
                        for each in written:
                            bare = bare.replace(each, "")
                        assert not re.search("[A-Za-z]", bare), f"{name}: {text}"
                        seen += 1
    assert seen > 50, "the dialogues say too little to prove anything"
    await store.close()
