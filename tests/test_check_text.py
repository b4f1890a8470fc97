"""The rules of `check` that read what an answer says: numbers, links, markup, length, wording, ease."""

from pathlib import Path

import pytest

from tests.samples.content import build, check, edit, lines, say


def told(tmp_path: Path, answer: str, language: str = "es") -> list[str]:
    """What `check` says of an answer."""
    folder = build(tmp_path)
    say(folder, answer, language=language)
    place = f"content/{language}/visa-cost.md, "
    problems = lines(check(folder))
    assert all(each.startswith(place) for each in problems), problems
    return [each.removeprefix(place) for each in problems]


@pytest.mark.parametrize(
    ("answer", "kind", "text"),
    [
        ("Son 64,716 visas.", "number", "64,716"),
        ("Son 64716 visas.", "number", "64716"),
        ("Son las 65 mil visas.", "number", "65 mil"),
        ("There are 65 thousand.", "number", "65 thousand"),
        ("Vale hasta 2027.", "number", "2027"),
        ("Marque 911.", "number", "911"),
        ("Son 1.234 en total.", "number", "1.234"),
        ("Cuesta USD 206.", "fee", "USD 206"),
        ("Cuesta $5.", "fee", "$5"),
        ("Cuesta US$ 16.50 la hora.", "fee", "US$ 16.50"),
        ("Cuesta 20 dólares.", "fee", "20 dólares"),
        ("It costs 20 dollars.", "fee", "20 dollars"),
        ("Cuesta doscientos dólares.", "fee", "doscientos dólares"),
        ("Cierra el 15 de marzo.", "date", "15 de marzo"),
        ("Cierra el 15 de marzo de 2027.", "date", "15 de marzo de 2027"),
        ("Empieza en octubre de 2026.", "date", "octubre de 2026"),
        ("Empieza el 1.º de octubre.", "date", "1.º de octubre"),
        ("Empieza el primero de octubre.", "date", "primero de octubre"),
        ("It closes on March 15.", "date", "March 15"),
        ("It closes on March 15, 2027.", "date", "March 15, 2027"),
        ("It closes on 15 March 2027.", "date", "15 March 2027"),
        ("It closes on Sept. 30th.", "date", "Sept. 30th"),
        ("Cierra el 15/03/27.", "date", "15/03/27"),
        ("Cierra el 2027-03-15.", "date", "2027-03-15"),
        ("Llame al +1 832 305 6561.", "phone", "+1 832 305 6561"),
        ("Llame al (832) 305-6561.", "phone", "(832) 305-6561"),
        ("Call 832-305-6561.", "phone", "832-305-6561"),
    ],
)
def test_what_changes_or_needs_a_source_is_not_written_out(
    tmp_path: Path, answer: str, kind: str, text: str
) -> None:
    assert told(tmp_path, f"Hola.\n\n{answer}") == [
        f'line 17: the {kind} "{text}" is written out. Put it into content/facts.yaml and quote it.'
    ]


def test_a_number_that_is_a_fact_already_is_told_by_its_name(tmp_path: Path) -> None:
    assert told(tmp_path, "Cuesta USD 205. Llame al +1 832 305 6560.") == [
        'line 15: the fee "USD 205" is written out. Quote it: {{ visa_fee }}.',
        'line 15: the phone "+1 832 305 6560" is written out. Quote it: {{ firm_phone }}.',
    ]


@pytest.mark.parametrize(
    "answer",
    [
        "La forma DS-160, la I-129 y la ETA-9142B; el póster WH-1505 y la ETA-9142-B-CAA.",
        "La visa H-2B dura hasta 3 años, o 60 días, o el 75% del tiempo, 24 horas al día.",
        "Lea [la página](https://www.uscis.gov/h-2b/2026/65000?x=123) o https://www.dol.gov/650/20 hoy.",
        "Escriba a ayuda2026@example.org.",
        "Empieza en octubre o en marzo. You may 5 times, and in May too.",
        "Cuesta {{ visa_fee }}, en {{ season }}: {{ firm_phone }}.",
        "Abre a las 9 y cierra a las 5. Son 20 CFR y 8 CFR.",
    ],
)
def test_names_of_forms_addresses_and_small_numbers_may_be_written_out(tmp_path: Path, answer: str) -> None:
    assert told(tmp_path, answer) == []


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("https://travel.state.gov/", "travel.state.gov", 7),
        ("https://travel.state.gov/", "http://travel.state.gov/", 7),
        ("https://travel.state.gov/", "https://travel state.gov/", 7),
        ("https://travel.state.gov/", "https://gov", 7),
    ],
)
def test_the_address_of_a_source_can_be_pressed(tmp_path: Path, old: str, new: str, line: int) -> None:
    folder = build(tmp_path)
    edit(folder, "es/visa-cost.md", old, new)

    assert lines(check(folder)) == [
        f'content/es/visa-cost.md, line {line}: the address of "Departamento de Estado" is "{new}".'
        " Write it like https://example.org/."
    ]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ("Lea [la página](www.uscis.gov).", "this link cannot be pressed. Write it like"),
        ("Lea [la página](https://www.uscis.gov/ h2b).", "this link cannot be pressed. Write it like"),
        ("Lea [la página] (https://www.uscis.gov/).", "this link cannot be pressed. Write it like"),
        ("Lea http://www.uscis.gov/ hoy.", 'the link "http://www.uscis.gov/" is not protected.'),
        ("# Título", "Telegram cannot show a heading. Use bold, italic, links and lists"),
        ("| a | b |\n| - | - |\n| 1 | 2 |", "Telegram cannot show a table."),
        ("![foto](https://a.gov/x.png)", "Telegram cannot show an image."),
        ("Uno <b>dos</b>.", "Telegram cannot show raw HTML."),
        ("```\nuno\n```", "Telegram cannot show a code block."),
        ("Uno **dos.", "a * or _ is opened and not closed"),
    ],
)
def test_what_telegram_cannot_show_is_told_with_the_words(tmp_path: Path, answer: str, problem: str) -> None:
    problems = told(tmp_path, f"Hola.\n\n{answer}")

    assert problems
    assert problems[0].startswith(f"line 17: {problem}")


def test_an_answer_of_900_characters_is_the_longest(tmp_path: Path) -> None:
    """Counted as a reader sees it: facts filled in, without addresses and signs of markup."""
    link = "[Lea](https://example.org/a-long-address) **esto** "
    words = "y esto es lo que se lee. " * 34
    phone = "+1 832 305 6560"
    room = 900 - len("Lea esto ") - len(words) - len(phone)

    assert told(tmp_path / "a", f"{link}{words}{'a' * (room - 1)} {{{{ firm_phone }}}}") == []
    assert told(tmp_path / "b", f"{link}{words}{'a' * room} {{{{ firm_phone }}}}") == [
        "line 15: the answer has 901 characters, and 900 are the most. Shorten it."
    ]


def test_a_title_of_40_characters_is_the_longest(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "es/greeting.md", "title: Hola", f"title: {'a' * 40}")
    assert check(folder) == []

    edit(folder, "es/greeting.md", "a" * 40, "a" * 41)

    assert "has 41 characters; 40 are the most. Shorten it." in lines(check(folder))[0]


@pytest.mark.parametrize(
    ("language", "answer", "words"),
    [
        ("es", "Con eso usted califica.", "usted califica"),
        ("es", "Con eso usted **no** califica.", "usted no califica"),
        ("es", "Usted es elegible.", "Usted es elegible"),
        ("es", "Le garantizamos el trabajo.", "Le garantizamos"),
        ("es", "Es una visa garantizada.", "visa garantizada"),
        ("es", "Así obtendrá la visa.", "obtendrá la visa"),
        ("es", "Le recomendamos esperar.", "Le recomendamos"),
        ("es", "Debería pedirla ya.", "Debería"),
        ("es", "Nadie debería pagar.", "debería"),
        ("es", "Le conviene esperar.", "Le conviene"),
        ("en", "So you qualify.", "you qualify"),
        ("en", "You do not qualify.", "You do not qualify"),
        ("en", "You’re eligible now.", "You’re eligible"),
        ("en", "We guarantee it.", "We guarantee"),
        ("en", "It is a guaranteed visa.", "guaranteed visa"),
        ("en", "Then you will get the visa.", "you will get the visa"),
        ("en", "You should apply today.", "You should"),
        ("en", "We recommend\nthat you wait.", "We recommend"),
    ],
)
def test_a_promise_or_advice_is_told_with_the_reason(
    tmp_path: Path, language: str, answer: str, words: str
) -> None:
    problems = told(tmp_path, f"{answer}", language)

    assert len(problems) == 1
    assert problems[0].startswith(f'line {13 if language == "en" else 15}: "{words}" may not be said. ')


@pytest.mark.parametrize(
    ("language", "answer"),
    [
        ("es", "Nadie puede garantizar la visa. Nadie puede decir que obtendrá la visa."),
        ("es", "No garantizamos nada, ni prometemos nada."),
        ("es", "Solo un oficial decide si usted califica."),
        ("es", "El empleador debe garantizar tres cuartas partes de las horas: es la garantía de horas."),
        ("es", "No hay visa garantizada."),
        ("en", "No one can guarantee a visa. Nobody can promise that you will get the visa."),
        ("en", "We cannot guarantee anything. The three-fourths guarantee is about hours."),
        ("en", "An officer decides whether you qualify."),
        ("en", "There is no guaranteed visa."),
    ],
)
def test_to_say_that_nobody_can_promise_is_no_promise(tmp_path: Path, language: str, answer: str) -> None:
    assert told(tmp_path, answer, language) == []


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ("Eso lo decide tú.", "tú"),
        ("Lleve tu pasaporte.", "tu"),
        ("Son tus derechos.", "tus"),
        ("Nadie te puede cobrar.", "te"),
        ("Es para ti.", "ti"),
        ("Puedes pedirla.", "Puedes"),
        ("No tienes que pagar.", "tienes"),
        ("No pagues nada.", "pagues"),
        ("Podrás volver.", "Podrás"),
        ("Nadie puede cobrarte.", "cobrarte"),
        ("Haz la cita.", "Haz"),
        ("Escríbenos hoy.", "Escríbenos"),
        ("Es para vos.", "vos"),
    ],
)
def test_the_bot_says_usted(tmp_path: Path, answer: str, word: str) -> None:
    problems = told(tmp_path, f"Hola.\n\n{answer}")

    assert problems[0] == f'line 17: "{word}" speaks to the person as tú or vos. Write usted.'


@pytest.mark.parametrize("answer", ["Llama a la oficina.", "- Guarda el recibo.", "**Pide** la cita."])
def test_an_order_that_may_be_meant_for_a_tu_is_worth_a_look(tmp_path: Path, answer: str) -> None:
    folder = build(tmp_path)
    say(folder, f"Hola.\n\n{answer}")

    problems = check(folder)

    assert [(each.line, each.severity) for each in problems] == [(17, "warning")]
    assert "may speak to the person as tú." in problems[0].message


@pytest.mark.parametrize(
    "answer",
    [
        "Antes y después, además, atrás y detrás, jamás; la mayor parte tiene suerte.",
        "Lea «Conoce tus derechos» y [Tu guía](https://example.org/tu).",
        "Guarde, pida, lleve, llame y pregunte. Tenga sus papeles. Usted puede.",
        "El empleador paga el viaje, pide la visa y busca trabajadores. Paga él. No existe otra parte.",
        "Las visas, las cuentas, las firmas, los viajes y las preguntas.",
        "Tome té. Su pasaporte es suyo.",
    ],
)
def test_usted_and_words_that_only_look_like_tu_pass(tmp_path: Path, answer: str) -> None:
    assert told(tmp_path, answer) == []


def test_what_a_flow_asks_is_read_like_an_answer(tmp_path: Path) -> None:
    folder = build(tmp_path)
    edit(folder, "es/flows/eligibility.yaml", "¿Tiene pasaporte vigente?", "¿Tienes pasaporte? Le conviene.")

    assert [each.partition(":")[0] for each in lines(check(folder))] == [
        "content/es/flows/eligibility.yaml, line 7",
        "content/es/flows/eligibility.yaml, line 7",
    ]


def test_english_answers_may_hold_what_would_be_tu_in_spanish(tmp_path: Path) -> None:
    assert told(tmp_path, "The employer has the form. Vos is a place; te too.", "en") == []


HARD = {
    "es": "La correspondiente autoridad administrativa estadounidense determinará discrecionalmente la"
    " admisibilidad de los beneficiarios extranjeros solicitantes, considerando particularmente las"
    " circunstancias individualizadas, documentalmente acreditadas y jurisdiccionalmente pertinentes,"
    " conforme a la reglamentación migratoria vigente y sus modificaciones subsecuentes.",
    "en": "The corresponding administrative authority determines discretionarily the admissibility of"
    " prospective nonimmigrant beneficiaries, particularly considering individualized circumstances,"
    " documentary substantiation and jurisdictional pertinence, notwithstanding subsequent regulatory"
    " modifications promulgated accordingly.",
}


@pytest.mark.parametrize("language", ["es", "en"])
def test_an_answer_that_is_hard_to_read_is_worth_a_look(tmp_path: Path, language: str) -> None:
    folder = build(tmp_path)
    say(folder, HARD[language], language=language)

    problems = check(folder)

    assert [each.severity for each in problems] == ["warning"]
    assert "this is hard to read (" in problems[0].message


def test_a_plain_answer_with_a_list_is_easy_to_read(tmp_path: Path) -> None:
    """Items of a list count as sentences, with or without a full stop."""
    items = "\n".join(
        ["- Guarde el recibo de la visa", "- No pague por el trabajo", "- Lleve su pasaporte a la cita"] * 4
    )

    assert told(tmp_path, f"Antes de la cita:\n\n{items}") == []
