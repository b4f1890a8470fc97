"""Reading the content folder: what the bot knows once it has, whatever state the files are in."""

import os
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot import content
from bot.model import Action, Phrase
from tests.samples.content import FILES, TODAY, build, check, edit, lines, put, say


def test_a_right_folder_is_read_whole(tmp_path: Path) -> None:
    loaded = content.load(build(tmp_path))

    topic = loaded.content.topics["visa-cost", "es"]
    assert loaded.problems == []
    assert topic.title == "¿Cuánto cuesta la visa?"
    assert topic.phrases[1] == Phrase("precio de la visa h2b", "es", "content/es/visa-cost.md", 5)
    assert topic.sources == {"Departamento de Estado": "https://travel.state.gov/"}
    assert (topic.checked, topic.check_by) == (date(2026, 11, 20), date(2027, 2, 20))
    assert topic.next == (Action("topic", "greeting"), Action("flow", "eligibility"), Action("call"))
    assert topic.answer.splitlines()[0] == "La solicitud de visa cuesta **{{ visa_fee }}**."
    assert topic.answer_line == 15
    assert loaded.content.words == {"xq": "por qué", "pls": "please"}
    assert loaded.content.commands["en ingles"] == Action("language", "en")
    assert loaded.content.menu == (Action("topic", "visa-cost"), Action("call"))
    assert loaded.content.office.phone == "firm_phone"
    assert [phrase.text for phrase in loaded.content.off_topic][:1] == ["va a llover mañana"]


def test_every_value_is_text_as_its_writer_wrote_it(tmp_path: Path) -> None:
    """YAML would turn these into false, a number and a day."""
    put(tmp_path, "data.yaml", "no: 012\nyes:\n  - 2026-11-24\n  - null\n  - 1.50\n")

    data = content.read_yaml(tmp_path / "data.yaml")

    assert data == {"no": "012", "yes": ["2026-11-24", "null", "1.50"]}


def test_yaml_that_cannot_be_read_is_refused_with_a_sentence(tmp_path: Path) -> None:
    put(tmp_path, "data.yaml", "says: a: b\n")

    with pytest.raises(ValueError, match='line 1: there is a ":" too many'):
        content.read_yaml(tmp_path / "data.yaml")


def test_a_flow_has_its_routes_and_its_words_in_both_languages(tmp_path: Path) -> None:
    flow = content.load(build(tmp_path)).content.flows["eligibility"]

    first = flow.steps[flow.start]
    assert flow.titles["en"] == "Can I ask for the visa?"
    assert first.ask["es"] == "¿Ya tiene una oferta de trabajo?"
    assert [(each.id, each.goto) for each in first.options] == [
        ("yes", "passport"),
        ("no", "topic:visa-cost"),
    ]
    assert first.options[1].labels == {"es": "Todavía no", "en": "Not yet"}
    assert first.options[1].synonyms["en"] == ("nope",)


def test_a_step_may_be_answered_in_free_words(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(
        folder,
        "flows/eligibility.yaml",
        '    yes: "book:"\n    no: topic:greeting\n',
        '    kind: text\n    goto: "book:"\n',
    )

    step = content.load(folder).content.flows["eligibility"].steps["passport"]

    assert (step.kind, step.goto, step.options) == ("text", "book:", ())


@pytest.mark.parametrize(
    ("on", "shown"), [(date(2026, 5, 31), "USD 185"), (date(2026, 6, 1), "USD 205"), (TODAY, "USD 205")]
)
def test_an_answer_quotes_the_value_of_the_day(tmp_path: Path, on: date, shown: str) -> None:
    loaded = content.load(build(tmp_path)).content

    answer = content.answer(loaded, loaded.topics["visa-cost", "es"], "es", on)

    first = answer.text.replace("\u00a0", " ").splitlines()[0]
    assert first == f"La solicitud de visa cuesta **{shown}**."
    assert answer.lapsed == ()


def test_a_text_fact_is_quoted_in_the_language_of_the_answer(tmp_path: Path) -> None:
    loaded = content.load(build(tmp_path)).content

    assert content.fact(loaded, "season", "es", TODAY) == "del 1 de octubre al 30 de septiembre"
    assert content.fact(loaded, "season", "en", TODAY) == "October 1 to September 30"


@pytest.mark.parametrize(
    ("kind", "value", "spanish", "english"),
    [
        ("money", "205", "USD 205", "USD 205"),
        ("money", "16.5", "USD 16.50", "USD 16.50"),
        ("money", "1234.00", "USD 1,234", "USD 1,234"),
        ("number", "64716", "64,716", "64,716"),
        ("percent", "74.7", "74.7%", "74.7%"),
        ("date", "2026-11-20", "20 de noviembre de 2026", "November 20, 2026"),
        ("year", "2026", "2026", "2026"),
        ("phone", "+52 800 841 2020", "+52 800 841 2020", "+52 800 841 2020"),
        ("phone", "911", "911", "911"),
    ],
)
def test_a_fact_is_shown_as_its_kind_is_written(
    tmp_path: Path, kind: str, value: str, spanish: str, english: str
) -> None:
    folder = build(tmp_path)
    put(folder, "facts.yaml", f"it:\n  - value: {value}\n    kind: {kind}\n    source: https://a.gov/\n")
    loaded = content.load(folder).content

    shown = [content.fact(loaded, "it", each, TODAY).replace("\u00a0", " ") for each in ("es", "en")]

    assert shown == [spanish, english]


def test_a_lapsed_fact_is_shown_with_its_last_value_and_named(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "facts.yaml", "from: 2026-06-01", "from: 2026-06-01\n    until: 2026-09-30")
    loaded = content.load(folder).content

    answer = content.answer(loaded, loaded.topics["visa-cost", "en"], "en", TODAY)

    assert "USD\u00a0205" in answer.text
    assert [(each.name, each.until) for each in answer.lapsed] == [("visa_fee", date(2026, 9, 30))]
    assert content.fact(loaded, "visa_fee", "en", TODAY) == "USD\u00a0205"


def test_before_its_first_day_a_fact_has_no_value_either(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "facts.yaml", "    until: 2026-05-31\n", "    from: 2026-01-01\n    until: 2026-05-31\n")
    loaded = content.load(folder).content

    answer = content.answer(loaded, loaded.topics["visa-cost", "es"], "es", date(2025, 12, 31))

    assert "USD\u00a0185" in answer.text
    assert [each.name for each in answer.lapsed] == ["visa_fee"]


def test_between_two_values_the_older_one_is_shown(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "facts.yaml", "until: 2026-05-31", "until: 2026-03-31")
    loaded = content.load(folder).content

    answer = content.answer(loaded, loaded.topics["visa-cost", "es"], "es", date(2026, 4, 15))

    assert "USD\u00a0185" in answer.text
    assert answer.lapsed[0].until == date(2026, 3, 31)


def test_an_unknown_fact_leaves_a_gap_and_no_error(tmp_path: Path) -> None:
    folder = build(tmp_path)
    say(folder, "Cuesta {{ no_such_fact }}.")
    loaded = content.load(folder).content

    assert content.answer(loaded, loaded.topics["visa-cost", "es"], "es", TODAY).text == "Cuesta …."
    assert content.fact(loaded, "no_such_fact", "es", TODAY) == ""


@pytest.mark.parametrize(
    "trick",
    [
        "{{ visa_fee.__class__ }}",
        "{{ visa_fee|upper }}",
        "{% for x in [1] %}x{% endfor %}",
        "{{ 1 + 1 }}",
        "{# x #}",
    ],
)
def test_an_answer_does_nothing_but_quote(tmp_path: Path, trick: str) -> None:
    folder = build(tmp_path)
    say(folder, f"Uno {trick} dos.")
    loaded = content.load(folder)

    answer = content.answer(loaded.content, loaded.content.topics["visa-cost", "es"], "es", TODAY)

    assert answer.text == f"Uno {trick} dos."
    assert "is not how a fact is quoted" in lines(content.quick_problems(folder, loaded))[0]


def test_the_version_follows_the_answer_and_nothing_else(tmp_path: Path) -> None:
    folder = build(tmp_path)
    before = content.version(content.load(folder).content.topics["visa-cost", "es"])

    edit(folder, "es/visa-cost.md", "precio de la visa h2b", "qué precio tiene")
    edit(folder, "facts.yaml", "205", "215")
    same = content.version(content.load(folder).content.topics["visa-cost", "es"])
    edit(folder, "es/visa-cost.md", "Guarde", "Conserve")
    after = content.version(content.load(folder).content.topics["visa-cost", "es"])

    assert before == same != after


def test_a_signature_counts_for_the_text_that_was_signed(tmp_path: Path) -> None:
    folder = build(tmp_path)
    hash = content.version(content.load(folder).content.topics["visa-cost", "es"])
    edit(folder, "es/visa-cost.md", "next:", f"signed: Ana Pérez, 2026-11-21, {hash}\nnext:")
    signed = content.load(folder).content.topics["visa-cost", "es"]
    edit(folder, "es/visa-cost.md", "Guarde", "Conserve")
    edited = content.load(folder).content.topics["visa-cost", "es"]

    assert content.signature(signed) == ("Ana Pérez", date(2026, 11, 21))
    assert content.signature(edited) is None


def test_titles_and_phrases_of_both_languages_lead_to_a_topic(tmp_path: Path) -> None:
    ways = content.phrases(content.load(build(tmp_path)).content)

    assert [each.text for each in ways["greeting"]] == [
        "Hola",
        "buenos días",
        "qué tal",
        "Hello",
        "good morning",
        "hey there",
    ]


def test_a_topic_without_phrases_is_not_asked_for(tmp_path: Path) -> None:
    """It is where a flow ends: its title alone must not lead people there."""
    folder = build(tmp_path)
    for language in ("es", "en"):
        text = FILES[f"{language}/greeting.md"]
        head, _, rest = text.partition("phrases:")
        put(folder, f"{language}/outcome.md", f"{head}phrases: []\ncheck{rest.partition('check')[2]}")

    assert "outcome" not in content.phrases(content.load(folder).content)


def test_the_digest_changes_with_an_edit_a_new_file_and_one_that_goes(tmp_path: Path) -> None:
    folder = build(tmp_path)
    seen = [content.digest(folder)]

    edit(folder, "es/greeting.md", "Hola. Pregunte", "Hola: pregunte")
    os.utime(folder / "es/greeting.md", (time.time() + 5, time.time() + 5))
    seen.append(content.digest(folder))
    put(folder, "es/flows/more.yaml", "title: x\n")
    seen.append(content.digest(folder))
    (folder / "es/flows/more.yaml").unlink()
    (folder / "menu.yaml").unlink()
    seen.append(content.digest(folder))

    assert len(set(seen)) == 4


def test_what_editors_leave_behind_is_not_content(tmp_path: Path) -> None:
    folder = build(tmp_path)
    before = content.digest(folder)

    for name in (
        "es/.visa-cost.md.swp",
        "es/visa-cost.md~",
        "es/#visa-cost.md#",
        "es/.#visa-cost.md",
        ".git/x",
    ):
        put(folder, name, "half a")
    (folder / "es/.#greeting.md").symlink_to("somebody@host.123")

    assert content.load(folder).problems == []
    assert content.digest(folder) == before


def test_links_to_files_and_folders_are_followed(tmp_path: Path) -> None:
    """As where the folder is mounted into a container."""
    folder = build(tmp_path)
    (folder / "es").rename(tmp_path / "elsewhere")
    (folder / "es").symlink_to(tmp_path / "elsewhere")
    before = content.digest(folder)

    edit(tmp_path, "elsewhere/greeting.md", "Pregunte lo", "Pregunte todo lo")

    assert content.load(folder).problems == []
    assert content.digest(folder) != before


def test_a_link_that_leads_round_and_one_to_nowhere_stop_nobody(tmp_path: Path) -> None:
    folder = build(tmp_path)
    (folder / "es/round").symlink_to(folder)
    (folder / "es/nowhere.md").symlink_to(folder / "gone.md")

    assert content.digest(folder)
    assert lines(content.load(folder).problems) == [
        "content/es/nowhere.md, line 1: this file is missing.",
        'content/es/round, line 1: the bot does not read a file of this name. Names here end in ".md".',
    ]


def test_a_file_saved_on_windows_reads_the_same(tmp_path: Path) -> None:
    folder = build(tmp_path)
    unix = content.load(folder).content.topics["visa-cost", "es"]
    path = folder / "es/visa-cost.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    loaded = content.load(folder)

    assert loaded.problems == []
    assert loaded.content.topics["visa-cost", "es"] == unix


def test_accents_typed_apart_are_joined(tmp_path: Path) -> None:
    """Some systems type an é as an e and an accent after it."""
    folder = build(tmp_path)
    edit(folder, "es/greeting.md", "qué tal", "que\u0301 tal")

    assert content.load(folder).content.topics["greeting", "es"].phrases[1].text == "qué tal"


def test_a_missing_folder_is_one_problem(tmp_path: Path) -> None:
    loaded = content.load(tmp_path / "content")

    assert lines(loaded.problems) == ["content, line 1: this folder is missing."]


def test_one_broken_file_is_one_problem_and_the_rest_is_there(tmp_path: Path) -> None:
    """Those that lead to it do not complain too."""
    folder = build(tmp_path)
    put(folder, "es/greeting.md", "---\ntitle: Ho")

    loaded = content.load(folder)

    assert lines(content.quick_problems(folder, loaded)) == [
        'content/es/greeting.md, line 1: the head has no end. Put a line "---" above the answer.'
    ]
    assert loaded.content.topic("greeting", "es") == loaded.content.topics["greeting", "en"]


def test_a_file_may_be_half_written_at_any_place(tmp_path: Path) -> None:
    """While an editor saves, the bot may read any beginning of a file."""
    folder = build(tmp_path)
    whole = FILES["es/visa-cost.md"].encode()
    for end in range(0, len(whole), 3):
        (folder / "es/visa-cost.md").write_bytes(whole[:end])

        for each in content.quick_problems(folder):
            assert each.path == "content/es/visa-cost.md"


def test_a_lapsed_fact_and_an_overdue_check_do_not_keep_an_edit_from_going_live(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "facts.yaml", "from: 2026-06-01", "from: 2026-06-01\n    until: 2026-09-30")
    edit(folder, "es/visa-cost.md", "check again by: 2027-02-20", "check again by: 2026-11-21")
    (folder / "en/greeting.md").unlink()

    assert content.quick_problems(folder) == []


def test_an_unknown_fact_topic_or_step_keeps_an_edit_from_going_live(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "es/visa-cost.md", "visa_fee", "visa_fe")
    edit(folder, "es/visa-cost.md", "topic:greeting", "topic:greting")
    edit(folder, "flows/eligibility.yaml", "yes: passport", "yes: pasport")

    assert lines(content.quick_problems(folder)) == [
        'content/es/visa-cost.md, line 11: this leads to "topic:greting", which does not exist.'
        ' Did you mean "greeting"?',
        "content/es/visa-cost.md, line 15: the answer quotes {{ visa_fe }}, which is not in"
        ' content/facts.yaml. Did you mean "visa_fee"?',
        'content/flows/eligibility.yaml, line 3: the step "job-offer" leads to "pasport", which does not'
        ' exist. Did you mean "passport"?',
    ]


def test_pairing_notes_both_texts_and_leaves_the_other_pairs(tmp_path: Path) -> None:
    folder = build(tmp_path)
    topics = content.load(folder).content.topics

    assert content.pair(folder, "visa-cost") == ""
    assert content.pair(folder, "greeting") == ""

    assert content.read_yaml(folder / "pairs.yaml") == {
        id: {each: content.version(topics[id, each]) for each in ("en", "es")}
        for id in ("greeting", "visa-cost")
    }
    assert [path.name for path in folder.glob(".*")] == []


def test_only_a_topic_with_two_texts_can_be_paired(tmp_path: Path) -> None:
    folder = build(tmp_path)
    (folder / "en/greeting.md").unlink()

    assert content.pair(folder, "greeting") == (
        "content/en/greeting.md, line 1: this text is missing or cannot be read."
    )
    assert content.pair(folder, "visa-costs") == (
        'content/pairs.yaml, line 1: there is no topic "visa-costs". Did you mean "visa-cost"?'
    )
    assert not (folder / "pairs.yaml").exists()


def test_test_sentences_are_read_with_what_should_become_of_them(tmp_path: Path) -> None:
    put(
        tmp_path,
        "tests/es/visa-cost.yaml",
        "answer:\n  - kuanto cuesta\n  - y el pago: greeting\nnot:\n  - hola\n",
    )
    put(tmp_path, "tests/ht/_foreign.yaml", "foreign:\n  - konbyen viza a koute\n")

    sentences, problems = content.read_sentences(tmp_path / "tests")

    assert problems == []
    assert [
        (each.text, each.language, each.topic, each.want, each.also, each.line) for each in sentences
    ] == [
        ("kuanto cuesta", "es", "visa-cost", "answer", "", 2),
        ("y el pago", "es", "visa-cost", "answer", "greeting", 3),
        ("hola", "es", "visa-cost", "not", "", 5),
        ("konbyen viza a koute", "ht", "", "foreign", "", 2),
    ]


def test_two_hundred_files_are_read_in_well_below_a_second(tmp_path: Path) -> None:
    folder = build(tmp_path)
    for number in range(100):
        for language in ("es", "en"):
            put(folder, f"{language}/copy-{number}.md", FILES[f"{language}/visa-cost.md"])
    started = time.process_time()

    loaded = content.load(folder)

    assert len(loaded.content.topics) == 204
    assert time.process_time() - started < 1


# Text as a hurried writer, another program or an attacker would leave it.
ODD = st.one_of(
    st.text(max_size=200),
    st.text(alphabet="---\n:[]{}&*!|>%@`'\"#,? \tab1é", max_size=120),
    st.lists(
        st.sampled_from(
            [*FILES["es/visa-cost.md"].splitlines(), *FILES["facts.yaml"].splitlines(), "---", "  -", "\t"]
        ),
        max_size=25,
    ).map("\n".join),
)

SPOILED = ("es/visa-cost.md", "facts.yaml", "es/_words.yaml", "flows/eligibility.yaml")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@example(name="es/visa-cost.md", text="---\ntitle: &a [*a]\n---\nx")
@example(name="facts.yaml", text="a: &a\n  - &b {value: *b}\n" + "[" * 3000)
@example(name="es/_words.yaml", text="? [a, b]\n: c\n")
@example(name="es/_words.yaml", text="commands:\n  menu:\n    - \U0001f600\n")
@given(name=st.sampled_from(SPOILED), text=ODD)
def test_whatever_a_file_holds_loading_names_it_and_goes_on(tmp_path: Path, name: str, text: str) -> None:
    """Nothing is raised, no problem names a file that is right, and there is always a line and a sentence."""
    folder = build(tmp_path)
    (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    # Without its facts the office has no phone, and without its routes a flow no place for its words.
    touched = {name, "office.yaml", "es/flows/eligibility.yaml", "en/flows/eligibility.yaml"}

    loaded = content.load(folder)

    for problem in loaded.problems:
        assert problem.path.removeprefix("content/") in touched
        assert problem.line >= 1
        assert problem.message.rstrip()[-1] in ".?:"
    for topic in loaded.content.topics.values():
        assert isinstance(content.answer(loaded.content, topic, topic.language, TODAY).text, str)
    if loaded.problems:
        assert set(loaded.problems) <= set(content.quick_problems(folder))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(answer=st.one_of(st.text(max_size=120), st.text(alphabet="*_[](){}<>#|-+1.º /:é\n`~!", max_size=80)))
def test_whatever_an_answer_holds_it_is_checked(tmp_path: Path, answer: str) -> None:
    """Every rule reads every answer; none of them breaks on it, and each problem has its line in the file."""
    folder = build(tmp_path)
    text = FILES["en/visa-cost.md"].rpartition("---\n")[0] + "---\n" + answer
    (folder / "en/visa-cost.md").write_bytes(text.encode("utf-8", "surrogatepass"))

    for problem in check(folder):
        assert 1 <= problem.line <= text.count("\n") + 3
