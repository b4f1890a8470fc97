"""What `check` says of a file that cannot be read: the place, what is wrong, what to do, in plain words."""

import re
from pathlib import Path

import pytest

from tests.samples.content import FILES, build, check, edit, lines, put

HEAD, ANSWER = FILES["es/greeting.md"].rsplit("---\n", 1)


def topic(head: str) -> str:
    """A topic file with another head."""
    return f"---\n{head}---\n{ANSWER}"


GOOD_HEAD = HEAD.removeprefix("---\n")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "line 1: this file is empty."),
        ("\n \n", "line 1: this file is empty."),
        ("Hola a todos\n", 'line 1: the first line must be "---", and it is "Hola a todos".'),
        ("---\ntitle: Hola\n", 'line 1: the head has no end. Put a line "---" above the answer.'),
        ("---\n---\nHola\n", "line 2: the head is empty."),
        ("---\n- hola\n---\nHola\n", "line 2: the head is empty."),
        (topic(GOOD_HEAD).replace(ANSWER, ""), 'there is no answer below the second "---" line.'),
        (topic("titel: Hola\n" + GOOD_HEAD), 'line 2: the bot does not know "titel". Did you mean "title"?'),
        (
            topic("colour: red\n" + GOOD_HEAD),
            'line 2: the bot does not know "colour". Known are: title, phrases,',
        ),
        (topic(GOOD_HEAD + "title: Otra\n"), 'line 7: "title" is here a second time (see line 2). Keep one.'),
        (topic(GOOD_HEAD.replace("title: Hola\n", "")), 'line 1: the line "title: …" is missing.'),
        (topic(GOOD_HEAD.replace("Hola", "")), 'line 2: "title" is empty.'),
        (topic(GOOD_HEAD.replace("Hola", "[a, b]")), 'line 2: "title" must be one text, not a list.'),
        (topic(GOOD_HEAD.replace("Hola", "Hola: amigo")), 'line 2: there is a ":" too many'),
        (
            topic(GOOD_HEAD.replace("Hola", '"Hola')),
            "line 2: a quotation mark is opened here and never closed",
        ),
        (
            topic(GOOD_HEAD.replace("Hola", "*Hola*")),
            "line 2: a text that begins with *, & or ! must stand in quotes",
        ),
        (
            topic(GOOD_HEAD.replace("Hola", "@hola")),
            "line 2: a text cannot begin with this sign. Put it in quotes",
        ),
        (
            topic(GOOD_HEAD.replace("  - qué", "\t- qué")),
            "line 5: there is a tab at the beginning. Use spaces",
        ),
        (topic(GOOD_HEAD.replace("  - qué", " - qué")), "line 5: this line is indented differently"),
        (
            topic(GOOD_HEAD.replace("- qué tal", "- oiga: qué tal")),
            'line 5: "an item of phrases" holds a colon',
        ),
        (topic(GOOD_HEAD.replace("  - qué tal\n", "  -\n")), 'line 5: "an item of phrases" is empty.'),
        (topic("phrases: hola\ntitle: x\ncheck again by: 2027-01-01\n"), 'line 2: "phrases" must be a list.'),
        (
            topic(GOOD_HEAD.replace("2027-02-20", "20/02/2027")),
            'line 6: "check again by" says "20/02/2027", which'
            " is not a date. Write year-month-day, like 2027-02-20.",
        ),
        (topic(GOOD_HEAD.replace("2027-02-20", "05/02/2027")), "Write year-month-day, like 2026-11-20."),
        (
            topic(GOOD_HEAD.replace("2027-02-20", "2027-02-30")),
            'line 6: "check again by" says 2027-02-30, and there is no such day.',
        ),
        (
            topic(GOOD_HEAD.replace("check again by: 2027-02-20\n", "")),
            'the line "check again by: …" is missing.',
        ),
        (
            topic(GOOD_HEAD + "checked: 2027-03-01\n"),
            'line 6: "check again by" is before "checked" (2027-03-01).',
        ),
        (topic(GOOD_HEAD + "next:\n  - visa-cost\n"), 'line 8: "visa-cost" is not something the bot can do.'),
        (
            topic(GOOD_HEAD + "next:\n  - call\n"),
            'line 8: "call" is not something the bot can do. Write "call:".',
        ),
        (
            topic(GOOD_HEAD + "next:\n  - topik:visa-cost\n"),
            'the bot does not know "topik:visa-cost". Did you mean "topic:"?',
        ),
        (topic(GOOD_HEAD + "next:\n  - 'topic:'\n"), 'line 8: "topic:" '),
        (
            topic(GOOD_HEAD + "next:\n  - call:now\n"),
            'after "call:" nothing may stand, and here stands "now".',
        ),
        (topic(GOOD_HEAD + "next:\n  - language:fr\n"), 'the bot does not speak "fr".'),
        (
            topic(GOOD_HEAD.replace("Hola", "Ho\x00la")),
            'line 2: there is a character that cannot be seen after "title: Ho".',
        ),
    ],
)
def test_a_topic_that_cannot_be_read_is_told_in_words(tmp_path: Path, text: str, problem: str) -> None:
    folder = build(tmp_path)
    put(folder, "es/greeting.md", text)

    found = [each for each in lines(check(folder)) if problem in each]

    assert found, lines(check(folder))
    assert found[0].startswith("content/es/greeting.md, line ")


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (
            FILES["es/greeting.md"].encode("latin-1"),
            'line 4: there is a letter that is not saved as UTF-8 after "- buenos d"',
        ),
        (
            FILES["es/greeting.md"].encode("utf-16"),
            "line 1: this file is saved as UTF-16. Save it again as UTF-8.",
        ),
        (b"x" * 1_000_001, "line 1: this file is larger than 1000 kB."),
    ],
)
def test_a_file_saved_in_another_way_is_told_in_words(tmp_path: Path, raw: bytes, problem: str) -> None:
    folder = build(tmp_path)
    (folder / "es/greeting.md").write_bytes(raw)

    assert len(check(folder)) == 1
    assert lines(check(folder))[0].startswith(f"content/es/greeting.md, {problem}")


def test_a_folder_named_like_a_topic_is_not_one(tmp_path: Path) -> None:
    folder = build(tmp_path)
    (folder / "es/greeting.md").unlink()
    (folder / "es/greeting.md").mkdir()

    assert lines(check(folder)) == [
        "content/es/greeting.md, line 1: this is not a file. Move it out of the content folder."
    ]


@pytest.mark.parametrize("name", ["es/Visa Cost.md", "es/visa_cost.md", "es/README.md", "es/año.md"])
def test_a_topic_is_named_in_small_letters_digits_and_hyphens(tmp_path: Path, name: str) -> None:
    folder = build(tmp_path)
    put(folder, name, FILES["es/greeting.md"])

    assert any(
        "must be in small letters, digits and hyphens, like age.md." in each for each in lines(check(folder))
    )


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("es/visa-cost.txt", 'Names here end in ".md".'),
        ("es/_off_topic.yaml", 'Did you mean "_off-topic.yaml"?'),
        ("fact.yaml", 'Did you mean "facts.yaml"?'),
        ("flows/eligibility.yml", 'Names here end in ".yaml".'),
    ],
)
def test_a_file_that_nobody_reads_is_told(tmp_path: Path, name: str, hint: str) -> None:
    """A slip in a name would otherwise make a text vanish without a word."""
    folder = build(tmp_path)
    put(folder, name, "x\n")

    assert lines(check(folder)) == [
        f"content/{name}, line 1: the bot does not read a file of this name. {hint}"
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "kind: money\n    until",
            "kind: mony\n    until",
            'line 3: the kind "mony" of "visa_fee" is not known. Did you mean "money"?',
        ),
        ("    kind: phone\n", "", 'line 11: "firm_phone" has no kind. It is one of number, money,'),
        (
            "value: 185",
            "value: USD 185",
            'line 2: "visa_fee" is "USD 185". Write the US dollars in digits only',
        ),
        ("value: 185", "value: 1,85", 'line 2: "visa_fee" is "1,85". Write'),
        (
            "value: +1 832 305 6560",
            "value: (832) 305-6560",
            'line 11: "firm_phone" is "(832) 305-6560". Write it like',
        ),
        ("value: 185", "worth: 185", 'line 2: the bot does not know "worth". Known are: value,'),
        ("  - value: 185\n    kind", "  - kind", 'line 2: "visa_fee" has no value. Add a line "value: …".'),
        ("value-en: October 1 to September 30\n    ", "", 'line 15: "season" has no "value-en".'),
        (
            "value: 185",
            "value-es: 185\n    value-en: 185",
            'only a text differs by language; "visa_fee" is a money.',
        ),
        ("until: 2026-05-31", "until: 31.05.2026", 'line 4: "until" says "31.05.2026", which is not a date.'),
        (
            "until: 2026-05-31",
            "until: 2026-06-30",
            'line 6: two values of "visa_fee" are true at once: this one and',
        ),
        (
            "until: 2026-05-31",
            "from: 2026-05-31\n    until: 2026-05-01",
            '"visa_fee" ends on 2026-05-01, before it begins',
        ),
        ("    source: https://www.lawvm.com/\n", "", 'line 11: "firm_phone" has no source.'),
        ("https://www.lawvm.com/", "their page", 'line 13: the source "their page" is not an address'),
        ("firm_phone:", "Firm Phone:", 'line 10: "Firm Phone" cannot be quoted. Name it in small letters'),
        (
            "season:\n  -",
            "season:\n   ",
            'line 14: the values of "season" must be a list. Begin each value with "- ".',
        ),
    ],
)
def test_a_fact_that_cannot_be_read_is_told_in_words(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    folder = build(tmp_path)
    edit(folder, "facts.yaml", old, new)

    found = lines(check(folder))

    assert any(each.startswith("content/facts.yaml, ") and problem in each for each in found), found


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        (
            "es/_words.yaml",
            "spelings:\n  xq: por qué\n",
            'line 1: the bot does not know "spelings". Did you mean "spellings"?',
        ),
        ("es/_words.yaml", "spellings:\n  - xq\n", 'line 2: "spellings" must hold lines like "name: value".'),
        ("es/_words.yaml", "spellings:\n  xq:\n", 'line 2: "xq" is empty.'),
        ("es/_words.yaml", "spellings:\n  '?': qué\n", 'line 2: "?" holds no letter or digit.'),
        (
            "es/_words.yaml",
            "commands:\n  menus:\n    - menú\n",
            'line 2: the bot does not know "menus:". Did you mean "menu:"?',
        ),
        (
            "es/_words.yaml",
            "commands:\n  topic:nothing:\n    - nada\n",
            'line 2: this leads to "topic:nothing", which does not exist.',
        ),
        (
            "en/_words.yaml",
            "spellings:\n  XQ: because\n",
            'line 2: "XQ" already stands for "por qué" in content/es/_words.yaml, line 2.',
        ),
        (
            "en/_words.yaml",
            "commands:\n  stop:\n    - Menu\n",
            'line 3: "Menu" already stands for "menu:" in content/es/_words.yaml, line 5.',
        ),
        ("es/_danger.yaml", "", "line 1: this file is empty."),
        ("es/_danger.yaml", "- me pega\n", 'line 1: "_danger.yaml" must hold lines like "name: value".'),
        ("es/_danger.yaml", "danger:\n  detention:\n    - x\n", 'line 1: the list "safe:" is missing.'),
        ("es/_danger.yaml", "safe:\n  - x\n", 'line 1: the list "danger:" is missing.'),
        (
            "es/_danger.yaml",
            "danger:\n  - x\nsafe:\n  - y\n",
            'line 2: "danger" must hold a list for each kind: emer',
        ),
        (
            "es/_danger.yaml",
            "danger:\n  detencion:\n    - x\nsafe:\n  - y\n",
            'line 2: the bot does not know "detencion". Did you mean "detention"?',
        ),
        ("es/_danger.yaml", "danger:\n  crisis: x\nsafe:\n  - y\n", 'line 2: "crisis" must be a list.'),
        ("es/_off-topic.yaml", "", "line 1: this file is empty."),
        ("es/_off-topic.yaml", "va a llover\n", 'line 1: "_off-topic.yaml" must be a list.'),
        (
            "menu.yaml",
            "- topic:visa-costs\n",
            'line 1: this leads to "topic:visa-costs", which does not exist. Did you mean "visa-cost"?',
        ),
        ("menu.yaml", "[]\n", "line 1: the menu is empty."),
        ("office.yaml", "name: Law VM\n", 'line 1: the line "phone: …" is missing.'),
        (
            "office.yaml",
            "name: Law VM\nphone: +1 832\n",
            'line 2: "phone" names the fact "+1 832", which is not in facts.yaml.',
        ),
        (
            "office.yaml",
            "name: Law VM\nphone: firm_phone\ntimezone: Houston\n",
            'line 3: the time zone "Houston" is not known.',
        ),
        (
            "office.yaml",
            "name: Law VM\nphone: firm_phone\nweb: lawvm.com\n",
            'line 3: "lawvm.com" is not an address.',
        ),
        ("pairs.yaml", "visa-cost: yes\n", 'line 1: "visa-cost" must hold lines like "name: value".'),
        (
            "flows/eligibility.yaml",
            "stepps:\n  a:\n    b: topic:visa-cost\n",
            'line 1: the bot does not know "stepps". Did you mean "steps"?',
        ),
        (
            "es/flows/eligibility.yaml",
            "title: x\noffer:\n  ask: y\n",
            'line 2: the flow has no step "offer". Did you mean',
        ),
        (
            "es/flows/other.yaml",
            "title: x\n",
            "line 1: there is no content/flows/other.yaml that says where its steps lead.",
        ),
    ],
)
def test_a_small_file_that_cannot_be_read_is_told_in_words(
    tmp_path: Path, name: str, text: str, problem: str
) -> None:
    folder = build(tmp_path)
    put(folder, name, text)

    found = lines(check(folder))

    assert any(each.startswith(f"content/{name}, {problem}") for each in found), found


@pytest.mark.parametrize(
    "name", sorted(set(FILES) - {"es/greeting.md", "en/greeting.md", "flows/eligibility.yaml"})
)
def test_a_file_that_is_missing_is_told(tmp_path: Path, name: str) -> None:
    folder = build(tmp_path)
    (folder / name).unlink()

    assert any(
        each.startswith(f"content/{name}, line 1: this file is missing") for each in lines(check(folder))
    )


def test_office_lines_that_nobody_has_confirmed_yet_may_be_empty(tmp_path: Path) -> None:
    folder = build(tmp_path)
    put(folder, "office.yaml", FILES["office.yaml"] + 'responsible: ""\nconfirmed_by: ""\n')

    assert check(folder) == []


def test_all_problems_come_at_once_in_file_order(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "es/visa-cost.md", "checked: 2026-11-20", "checked: ayer")
    edit(folder, "es/visa-cost.md", "title: ", "titel: ")
    edit(folder, "en/greeting.md", "2027-02-20", "soon")
    put(folder, "facts.yaml", "")

    found = check(folder)

    places = [(each.path, each.line) for each in found]
    assert places == sorted(places)
    assert {"content/en/greeting.md", "content/es/visa-cost.md", "content/facts.yaml"} <= {
        p for p, _ in places
    }


def test_no_problem_speaks_like_a_program(tmp_path: Path) -> None:
    """No exception names, no "invalid", no "expected": whoever reads it is no programmer."""
    folder = build(tmp_path)
    said = set()
    for name in FILES:
        for text in (
            "",
            "a: b: c",
            "[",
            "- x\ny",
            "---\n{\n---\n",
            "'",
            "a:\n  - b\n c: d",
            "? x",
            "%a",
            "&",
            "a: >b",
        ):
            put(folder, name, text)
            said |= {each.message for each in check(folder)}
        put(folder, name, FILES[name])

    words = re.compile(
        r"error|exception|invalid|expected|none\b|null|traceback|scalar|token|mapping", re.IGNORECASE
    )
    assert said
    assert [each for each in said if words.search(each)] == []
