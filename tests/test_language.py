"""Our own sentences and formats, as people in Mexico, Central America and the US read them."""

from datetime import date, time
from pathlib import Path

import pytest

from bot import language


def test_spanish_numbers_are_written_as_in_mexico() -> None:
    assert language.number(64716, "es") == "64,716"
    assert language.number("16.50", "es") == "16.50"


def test_times_are_written_alike_in_both_languages() -> None:
    assert language.clock_time(time(15, 30), "es") == "3:30 p.m."
    assert language.clock_time(time(15, 30), "en") == "3:30 p.m."
    assert language.clock_time(time(0, 5), "es") == "12:05 a.m."


def test_money_never_uses_the_peso_sign() -> None:
    assert language.money("205", "es") == "USD\u00a0205"
    assert language.money("16.5", "en") == "USD\u00a016.50"


def test_days_are_written_in_words() -> None:
    assert language.day(date(2026, 11, 20), "es") == "20 de noviembre de 2026"
    assert language.day(date(2026, 11, 20), "en") == "November 20, 2026"
    assert language.weekday(date(2026, 11, 24), "es") == "martes 24 de noviembre"


def test_an_unknown_language_is_spoken_to_in_english() -> None:
    assert language.translator("xx").say("Menu") == "Menu"


def test_plurals_follow_the_count() -> None:
    t = language.translator("en")
    assert t.plural("{n} day", "{n} days", 1) == "1 day"
    assert t.plural("{n} day", "{n} days", 1200) == "1,200 days"


def test_typed_commands_are_compared_without_accents_or_signs() -> None:
    assert language.fold("  ¡MENÚ,   por favor! ") == "menu por favor"


CODE = 'def f(t):\n    t.say("Hello {name}")\n    t.plural("{n} day", "{n} days", 2)\n'
GOOD = """msgid "Hello {name}"\nmsgstr "Hola {name}"\n
msgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "un día"\nmsgstr[1] "{n} días"\n"""
HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("", ""), ""),
        (('msgstr "Hola {name}"', 'msgstr ""'), "has no translation yet"),
        (('msgid "Hello {name}"', '#, fuzzy\nmsgid "Hello {name}"'), "doubtful"),
        (("Hola {name}", "Hola {nombre}"), "does not hold the same {names}"),
        (("Hola {name}", "Hola"), "does not hold the same {names}"),
        (("Hola {name}", "Hola {name"), "does not hold the same {names}"),
        (("{n} días", "{m} días"), "does not hold the same {names}"),
        (('msgid "Hello {name}"', 'msgid "Hello there {name}"'), "is missing"),
    ],
)
def test_check_reads_the_translations(tmp_path: Path, change: tuple[str, str], complaint: str) -> None:
    source = tmp_path / "code"
    source.mkdir()
    (source / "a.py").write_text(CODE, "utf-8")
    for each in ("es", "en"):
        folder = tmp_path / "locales" / each / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "bot.po").write_text(HEADER + (GOOD.replace(*change) if each == "es" else GOOD), "utf-8")

    found = [str(each) for each in language.po_problems(tmp_path / "locales", source)]

    if complaint:
        assert len(found) == 1
        assert complaint in found[0]
        assert found[0].startswith("locales/es/LC_MESSAGES/bot.po, line ")
    else:
        assert found == []


def test_new_sentences_come_into_the_files_and_dead_ones_go(tmp_path: Path) -> None:
    source = tmp_path / "code"
    source.mkdir()
    (source / "a.py").write_text(CODE, "utf-8")
    folder = tmp_path / "locales" / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    dead = '\nmsgid "Gone"\nmsgstr "Se fue"\n'
    (folder / "bot.po").write_text(HEADER + GOOD.split("\n\n")[0] + "\n" + dead, "utf-8")

    language.update_po(tmp_path / "locales", source)

    text = (folder / "bot.po").read_text("utf-8")
    assert "Hola {name}" in text
    assert "{n} days" in text
    assert "Gone" not in text
    english = (tmp_path / "locales" / "en" / "LC_MESSAGES" / "bot.po").read_text("utf-8")
    assert english.count("Hello {name}") == 2
