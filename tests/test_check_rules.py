"""The rules of `check` that compare files with one another: what each one finds, and what it lets pass."""

import time
from datetime import date
from pathlib import Path

import pytest

from bot import content
from bot.match import Match
from tests.samples.content import FILES, TODAY, Matcher, build, check, edit, lines, put, say


def found(folder: Path, path: str = "", on: date = TODAY) -> list[str]:
    """The problems of one file or folder, or all."""
    return [each for each in lines(check(folder, on=on)) if each.startswith(f"content/{path}")]


def test_a_right_folder_has_no_problem(tmp_path: Path) -> None:
    assert check(build(tmp_path)) == []


def test_a_topic_in_one_language_only_lacks_its_counterpart(tmp_path: Path) -> None:
    folder = build(tmp_path)
    put(
        folder,
        "es/wages.md",
        FILES["es/greeting.md"].replace("Hola", "El pago").replace("buenos días", "pago por hora"),
    )

    assert (
        "content/en/wages.md, line 1: this file is missing: content/es/wages.md has no counterpart in"
        " this language." in lines(check(folder))
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "line"),
    [
        ("en/visa-cost.md", "topic:greeting", "topic:greetings", 11),
        ("es/visa-cost.md", "flow:eligibility", "flow:eligible", 12),
        ("menu.yaml", "topic:visa-cost", "topic:visa-cots", 1),
        ("flows/eligibility.yaml", "topic:visa-cost", "topic:visa-cots", 4),
    ],
)
def test_what_leads_to_nothing_is_told_with_the_nearest_name(
    tmp_path: Path, name: str, old: str, new: str, line: int
) -> None:
    folder = build(tmp_path)
    edit(folder, name, old, new)

    nearest = old.partition(":")[2]
    assert lines(check(folder)) == [
        f'content/{name}, line {line}: this leads to "{new}", which does not exist. Did you mean "{nearest}"?'
    ]


def test_a_detail_that_is_no_fact_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    folder = build(tmp_path)
    say(folder, "Cuesta dinero.\n\nCuesta {{ visa_feee }}.")

    assert lines(check(folder)) == [
        "content/es/visa-cost.md, line 17: the answer quotes {{ visa_feee }}, which is not in"
        " content/facts.yaml."
        ' Did you mean "visa_fee"?'
    ]


@pytest.mark.parametrize(
    "slip",
    ["{ visa_fee }", "{{ visa_fee }", "{{ visa_fee | upper }}", "{{ }}", "{{- visa_fee }}", "{% if x %}"],
)
def test_braces_that_quote_no_fact_are_told(tmp_path: Path, slip: str) -> None:
    folder = build(tmp_path)
    say(folder, f"Cuesta {slip} hoy.")

    assert "is not how a fact is quoted. Write its name alone, like {{ visa_fee }}." in found(folder)[0]


def test_a_title_cannot_quote_a_fact(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "es/greeting.md", "title: Hola", "title: Pague {{ visa_fee }}")

    assert found(folder) == [
        'content/es/greeting.md, line 2: "Pague {{ visa_fee }}" quotes a fact, and only answers can.'
        " Write it in words."
    ]


def test_an_answer_with_a_lapsed_fact_says_since_when(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "facts.yaml", "from: 2026-06-01", "from: 2026-06-01\n    until: 2026-09-30")

    assert found(folder, on=date(2026, 9, 30)) == []
    assert found(folder, "es/", on=date(2026, 10, 1)) == [
        "content/es/visa-cost.md, line 15: the answer quotes {{ visa_fee }}, which has had no value"
        " since 2026-09-30."
        " Add the new value to content/facts.yaml."
    ]


def test_an_answer_with_a_fact_that_is_not_in_force_yet_says_so(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "facts.yaml", "until: 2026-05-31", "from: 2026-01-01\n    until: 2026-05-31")

    assert "which has no value before 2026-01-01." in found(folder, "es/", on=date(2025, 12, 31))[0]


def test_the_lapsed_phone_of_the_office_is_an_error_though_no_answer_quotes_it(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "facts.yaml", "kind: phone", "kind: phone\n    until: 2026-10-31")

    problems = check(folder)

    assert [(each.path, each.line, each.severity) for each in problems] == [
        ("content/facts.yaml", 11, "error")
    ]
    assert 'the office\'s "firm_phone" has had no value since 2026-10-31.' in problems[0].message


def test_a_lapsed_fact_that_nobody_quotes_is_worth_a_look(tmp_path: Path) -> None:
    folder = build(tmp_path)
    put(
        folder,
        "facts.yaml",
        FILES["facts.yaml"]
        + "old:\n  - value: 3\n    kind: number\n    until: 2024-01-01\n    source: https://a.gov/\n",
    )

    assert [(each.line, each.severity) for each in check(folder)] == [(20, "warning")]


def test_an_overdue_check_is_worth_a_look_from_the_day_after(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "es/visa-cost.md", "2027-02-20", "2026-12-01")

    assert check(folder, on=date(2026, 12, 1)) == []
    problems = check(folder, on=date(2026, 12, 2))
    assert [(each.path, each.line, each.severity) for each in problems] == [
        ("content/es/visa-cost.md", 9, "warning")
    ]


def test_the_language_that_was_not_edited_has_fallen_behind(tmp_path: Path) -> None:
    folder = build(tmp_path)
    content.pair(folder, "visa-cost")
    edit(folder, "en/visa-cost.md", "Keep", "Do keep")

    problems = check(folder)

    assert [each.severity for each in problems] == ["warning"]
    assert lines(problems) == [
        "content/es/visa-cost.md, line 15: this text has fallen behind: content/en/visa-cost.md was"
        " edited after both"
        " were compared. Compare the two, then run: python -m bot paired visa-cost"
    ]
    content.pair(folder, "visa-cost")
    assert check(folder) == []


def test_texts_that_were_never_compared_matter_for_a_release_only(tmp_path: Path) -> None:
    folder = build(tmp_path)
    content.pair(folder, "greeting")

    assert check(folder) == []
    assert [each for each in lines(check(folder, release=True)) if "paired" in each] == [
        "content/es/visa-cost.md, line 15: this text and its counterpart have not been compared."
        " Compare the two, then run: python -m bot paired visa-cost"
    ]


def test_a_pair_of_a_topic_that_went_is_told(tmp_path: Path) -> None:
    folder = build(tmp_path)
    put(folder, "pairs.yaml", "# comment\nwages:\n  es: abc\n  en: def\n")

    assert lines(check(folder)) == [
        'content/pairs.yaml, line 2: there is no topic "wages" any more. Delete its lines.'
    ]


def test_a_signature_under_an_edited_text_is_told(tmp_path: Path) -> None:
    folder = build(tmp_path)
    hash = content.version(content.load(folder).content.topics["visa-cost", "es"])
    edit(folder, "es/visa-cost.md", "next:", f"signed: Ana Pérez, 2026-11-21, {hash}\nnext:")
    assert check(folder) == []

    edit(folder, "es/visa-cost.md", "Guarde", "Conserve")
    now = content.version(content.load(folder).content.topics["visa-cost", "es"])

    assert now != hash
    problems = check(folder)
    assert [each.severity for each in problems] == ["warning"]
    assert lines(problems) == [
        f'content/es/visa-cost.md, line 10: "Ana Pérez, 2026-11-21, {hash}" is not for this text as it is'
        " now. Delete the line, or let the text be read and signed again:"
        ' python -m bot sign visa-cost --language es --name "…"'
    ]


def test_what_nobody_signed_matters_for_a_release_only(tmp_path: Path) -> None:
    folder = build(tmp_path)
    for language in ("es", "en"):
        content.sign(folder, "greeting", language, "Ana Pérez", TODAY)
    content.sign(folder, "visa-cost", "en", "Ana Pérez", TODAY)

    assert check(folder) == []
    problems = [each for each in check(folder, release=True) if "sign" in each.message]
    assert [each.severity for each in problems] == ["warning"]
    assert lines(problems) == [
        "content/es/visa-cost.md, line 15: nobody has signed this text. Whoever has read it runs:"
        ' python -m bot sign visa-cost --language es --name "…"'
    ]


def test_one_phrase_is_too_few(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "es/greeting.md", "  - qué tal\n", "")

    problems = check(folder)

    assert [(each.path, each.line, each.severity) for each in problems] == [
        ("content/es/greeting.md", 3, "warning")
    ]
    assert problems[0].message.startswith("there is one phrase.")


def test_a_topic_that_a_flow_ends_at_needs_no_phrases(tmp_path: Path) -> None:
    """It is an outcome, and nobody asks for it."""
    folder = build(tmp_path)
    for language in ("es", "en"):
        head, _, rest = FILES[f"{language}/visa-cost.md"].partition("phrases:")
        put(folder, f"{language}/outcome.md", f"{head}phrases: []\nsources{rest.partition('sources')[2]}")

    assert [each.severity for each in check(folder)] == ["warning", "warning"]
    edit(folder, "flows/eligibility.yaml", "topic:greeting", "topic:outcome")
    assert check(folder) == []


def test_a_phrase_twice_in_one_topic_is_worth_a_look(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "es/greeting.md", "  - qué tal\n", "  - qué tal\n  - ¿Que tal?\n")

    assert lines(check(folder)) == [
        'content/es/greeting.md, line 6: the phrase "¿Que tal?" is also on line 5. Delete one of the two.'
    ]


def test_a_phrase_in_two_topics_is_told_once_with_both_places(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "es/greeting.md", "qué tal", "cuanto cuesta la visa")

    assert found(folder) == [
        'content/es/greeting.md, line 5: the phrase "cuanto cuesta la visa" is also in'
        " content/es/visa-cost.md,"
        " line 2. Keep it in one of the two.",
        'content/es/greeting.md, line 5: the phrase "cuanto cuesta la visa" is also in'
        " content/es/visa-cost.md,"
        " line 4. Keep it in one of the two.",
    ]


def test_nearly_the_same_phrase_in_two_topics_is_told(tmp_path: Path) -> None:
    """In other order, with a letter more: the matcher could not tell them apart."""
    folder = build(tmp_path)
    edit(folder, "en/greeting.md", "hey there", "the price of a h2b visa")

    assert found(folder) == [
        'content/en/greeting.md, line 5: the phrase "the price of a h2b visa" is nearly "price of the'
        ' h2b visa"'
        " in content/en/visa-cost.md, line 5. Keep it in one of the two."
    ]


def test_phrases_are_compared_as_the_matcher_reads_them(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "es/greeting.md", "qué tal", "kuanto kuesta la bisa")

    plain = check(folder)
    ways = content.phrases(content.load(folder).content)
    known = {each.text: Match("answer", id) for id, phrases in ways.items() for each in phrases}
    repaired = check(folder, matcher=Matcher(known, {"kuanto kuesta la bisa": "cuánto cuesta la visa"}))

    assert plain == []
    assert "is nearly" in repaired[0].message


def test_what_a_topic_covers_is_not_off_topic(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "es/_off-topic.yaml", "va a llover mañana", "precio de la visa h2b")

    assert found(folder) == [
        'content/es/_off-topic.yaml, line 1: the phrase "precio de la visa h2b" is also in'
        " content/es/visa-cost.md,"
        " line 5. Keep it in one of the two."
    ]


def test_a_phrase_that_the_matcher_gives_to_another_topic_is_told_with_what_won(tmp_path: Path) -> None:
    folder = build(tmp_path)
    ways = content.phrases(content.load(folder).content)
    known = {each.text: Match("answer", id) for id, phrases in ways.items() for each in phrases}
    known["qué tal"] = Match("ask", "", 0.4, "cuánto cuesta la visa", ("visa-cost", "greeting"))
    known["hey there"] = Match("refuse")
    known["buenos días"] = Match("ask", choices=("greeting", "visa-cost"))
    known["good morning"] = Match("answer", "greeting", ranked=(("visa-cost", 0.5), ("greeting", 0.4)))

    assert [(each.severity, str(each)) for each in check(folder, matcher=Matcher(known))] == [
        (
            "warning",
            'content/en/greeting.md, line 4: the phrase "good morning" reads more like visa-cost.'
            " Say it more clearly, or move it.",
        ),
        (
            "error",
            'content/en/greeting.md, line 5: the phrase "hey there" is not understood.'
            " Say it more clearly, or move it.",
        ),
        (
            "error",
            'content/es/greeting.md, line 5: the phrase "qué tal" is understood as visa-cost'
            ' ("cuánto cuesta la visa"). Say it more clearly, or move it.',
        ),
    ]


def test_a_test_sentence_that_is_nearly_a_phrase_of_its_topic_shows_nothing(tmp_path: Path) -> None:
    folder = build(tmp_path)
    put(
        tmp_path,
        "tests/es/visa-cost.yaml",
        "answer:\n  - oiga y qué me cobran\n  - precio de visa h2b\nnot:\n  - hola\n",
    )
    put(tmp_path, "tests/es/_fallback.yaml", "refuse:\n  - va a llover mañana\n  - quién ganó el partido\n")

    assert lines(check(folder, tests=tmp_path / "tests")) == [
        'tests/es/_fallback.yaml, line 2: "va a llover mañana" is a phrase in'
        " content/es/_off-topic.yaml, line 1."
        " Ask it in other words.",
        'tests/es/visa-cost.yaml, line 3: "precio de visa h2b" is nearly the phrase "precio de la visa h2b"'
        " in content/es/visa-cost.md, line 5. Ask it in other words.",
    ]


def test_test_sentences_of_topics_that_are_not_there_are_told(tmp_path: Path) -> None:
    """One warning for files that wait for their topic; a second topic that is no topic at all is an error."""
    folder = build(tmp_path)
    put(tmp_path, "tests/es/wages.yaml", "answer:\n  - a como pagan la hora\n")
    put(tmp_path, "tests/es/greeting.yaml", "answer:\n  - ola ke ase: visa-costs\n  - y el pago: wages\n")

    problems = check(folder, tests=tmp_path / "tests")

    assert [(str(each), each.severity) for each in problems] == [
        ("tests, line 1: these test files belong to no topic that there is: wages.", "warning"),
        (
            'tests/es/greeting.yaml, line 2: "ola ke ase" names "visa-costs", which is no topic.'
            ' Did you mean "visa-cost"?',
            "error",
        ),
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("answers:\n  - hola\n", 'line 1: the bot does not know "answers". Did you mean "answer"?'),
        ("answer: hola\n", 'line 1: "answer" must be a list. Put each sentence after "- ".'),
        ("answer:\n  - [a, b]\n", 'line 2: "a sentence" must be one text, not a list.'),
        ("", "line 1: this file is empty."),
    ],
)
def test_a_test_file_that_cannot_be_read_is_told_in_words(tmp_path: Path, text: str, problem: str) -> None:
    put(tmp_path, "tests/es/greeting.yaml", text)

    assert lines(check(build(tmp_path), tests=tmp_path / "tests")) == [f"tests/es/greeting.yaml, {problem}"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "yes: passport",
            "yes: pasport",
            'line 3: the step "job-offer" leads to "pasport", which does not exist. Did you mean "passport"?',
        ),
        (
            "no: topic:greeting",
            "no: job-offer",
            'line 5: the steps lead round in a circle: "job-offer" → "passport" → "job-offer".',
        ),
        (
            "no: topic:greeting",
            "no: passport",
            'line 5: the steps lead round in a circle: "passport" → "passport".',
        ),
        (
            "yes: passport",
            "yes: topic:greeting",
            'line 5: no step leads to "passport". Lead to it, or delete it.',
        ),
        ("passport:\n", "passport:\n    kind: text\n", 'line 7: the bot does not know "yes".'),
        ("no: topic:greeting", "No: topic:greeting", 'line 7: the option "No" must be in small letters'),
        ("no: topic:greeting", "", None),
    ],
)
def test_a_flow_that_leads_astray_is_told(tmp_path: Path, old: str, new: str, problem: str | None) -> None:
    folder = build(tmp_path)
    edit(folder, "flows/eligibility.yaml", old, new)

    told = found(folder, "flows/")

    if problem is None:
        assert told == []
    else:
        assert any(each.startswith(f"content/flows/eligibility.yaml, {problem}") for each in told), told


@pytest.mark.parametrize(
    ("language", "old", "new", "problem"),
    [
        ("es", "title: ¿Puedo pedir la visa?\n", "", 'line 1: the line "title: …" is missing.'),
        ("es", "  ask: ¿Tiene pasaporte vigente?\n", "", 'line 6: the step "passport" is not asked.'),
        (
            "en",
            "passport:\n  ask: Do you have a valid passport?\n  yes: Yes\n  no: No\n",
            "",
            'line 1: the step "passport" has no words.',
        ),
        ("en", "  no: [Not yet, nope]\n", "", 'line 2: the option "no" of "job-offer" has no words.'),
        ("en", "[Not yet, nope]", f"[{'no ' * 14}]", 'line 5: "no no'),
        ("en", "Can I ask for the visa?", "Can I ask for the visa, and when, and how?", 'line 1: "Can I ask'),
        (
            "es",
            "  yes: Sí\n  no: No\n",
            "  yes: Sí\n  no: No\n  maybe: Quizá\n",
            'line 10: the bot does not know "maybe".',
        ),
    ],
)
def test_a_flow_that_lacks_words_in_one_language_is_told(
    tmp_path: Path, language: str, old: str, new: str, problem: str
) -> None:
    folder = build(tmp_path)
    edit(folder, f"{language}/flows/eligibility.yaml", old, new)

    told = found(folder)

    assert told
    assert told[0].startswith(f"content/{language}/flows/eligibility.yaml, {problem}"), told


def chain(length: int) -> str:
    """The routes of a flow of so many questions, one after the other."""
    steps = "".join(f"  s{n}:\n    yes: s{n + 1}\n    no: topic:greeting\n" for n in range(1, length))
    return f"steps:\n{steps}  s{length}:\n    yes: topic:greeting\n    no: topic:visa-cost\n"


def test_seven_questions_on_one_way_are_the_most(tmp_path: Path) -> None:
    folder = build(tmp_path)

    put(folder, "flows/eligibility.yaml", chain(7))
    assert found(folder, "flows/") == []

    put(folder, "flows/eligibility.yaml", chain(8))
    assert found(folder, "flows/") == [
        "content/flows/eligibility.yaml, line 2: one way through has 8 questions, and 7 are the most."
        " Shorten it."
    ]


def test_five_options_are_the_most(tmp_path: Path) -> None:
    folder = build(tmp_path)
    more = "".join(f"    o{n}: topic:greeting\n" for n in range(5))
    edit(folder, "flows/eligibility.yaml", "    no: topic:greeting\n", f"    no: topic:greeting\n{more}")

    assert found(folder, "flows/") == [
        'content/flows/eligibility.yaml, line 5: the step "passport" has 7 options, and 5 are the most.'
        " Ask in two steps."
    ]


def test_names_too_long_for_the_hidden_text_of_a_button_are_told(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "flows/eligibility.yaml", "yes: passport", f"{'y' * 45}: passport")

    assert "is too long for a button. Shorten a name." in found(folder, "flows/")[0]


def test_translations_of_our_own_sentences_are_checked_too(tmp_path: Path) -> None:
    (tmp_path / "locales").mkdir()

    problems = content.check(build(tmp_path), tests=None, locales=tmp_path / "locales", on=date(2026, 11, 24))

    assert {each.path for each in problems} == {f"locales/{each}/LC_MESSAGES/bot.po" for each in ("es", "en")}


def test_ninety_topics_are_checked_within_seconds(tmp_path: Path) -> None:
    """4,500 phrases, all of them compared with one another."""
    folder = build(tmp_path)
    for number in range(88):
        for language in ("es", "en"):
            phrases = "".join(
                f"  - {language} w{number}x{n} q{n * 7919 % 1009} z{number * n % 701}\n" for n in range(25)
            )
            text = FILES[f"{language}/visa-cost.md"].replace("next:", "signed: x\nnext:")
            head, _, rest = text.partition("phrases:\n")
            put(
                folder,
                f"{language}/t{number}.md",
                f"{head}phrases:\n{phrases}sources:{rest.partition('sources:')[2]}",
            )
    started = time.perf_counter()

    problems = check(folder)

    assert time.perf_counter() - started < 15
    assert len(problems) > 100
