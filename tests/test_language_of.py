"""Which language is a message in? Ours must be told apart, others noticed, and none of ours taken for one."""

import random
from pathlib import Path

import pytest

from bot.content import Sentence, load, read_sentences
from bot.live import Live
from bot.matching import language_of
from bot.model import LANGUAGES
from bot.score import noisy

ROOT = Path(__file__).parent.parent
FOREIGN = ("ht", "fr", "pt")
SENTENCES = read_sentences(ROOT / "tests")[0]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("cuanto cuesta", "es"),
        ("kuanto kuesta la bisa", "es"),
        ("hola buenas tardes", "es"),
        ("mi boss dice que yo pague los fees", "es"),
        ("how much is it", "en"),
        ("wats the visa fee", "en"),
        ("can i bring my wife", "en"),
        ("HOW DO I APPLY???", "en"),
        ("h2b", ""),
        ("1234", ""),
        ("ok", ""),
        ("", ""),
        ("👋", ""),
        ("merci", "fr"),
        ("obrigado", "pt"),
        ("mèsi anpil", "ht"),
    ],
)
def test_language_of(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "sentence",
    [each for each in SENTENCES if each.want == "foreign"],
    ids=lambda each: f"{each.language}: {each.text}",
)
def test_a_third_language_is_noticed(sentence: Sentence) -> None:
    assert language_of(sentence.text) == sentence.language


@pytest.mark.parametrize(
    "sentence",
    [each for each in SENTENCES if each.want == "foreign"],
    ids=lambda each: f"{each.language}: {each.text}",
)
def test_the_real_content_is_never_sure_of_a_third_language(live: Live, sentence: Sentence) -> None:
    """Also where words of it stand among the phrases."""
    assert live.matcher is not None
    match = live.matcher.answer(sentence.text)

    assert (match.decision, match.topic) == ("refuse", "")


def test_there_are_enough_sentences_in_each_third_language() -> None:
    for language in FOREIGN:
        assert sum(each.language == language for each in SENTENCES) >= 20


def test_no_question_or_phrase_of_ours_is_taken_for_a_third_language() -> None:
    """It would lose its answer, also when misspelt."""
    texts = [each.text for each in SENTENCES if each.language in LANGUAGES]
    content = load(ROOT / "content").content
    texts += [each.text for topic in content.topics.values() for each in topic.phrases]
    chance = random.Random(1)

    taken = [text for text in texts if language_of(text) in FOREIGN]
    misspelt = [text for text in (noisy(each, chance) for each in texts) if language_of(text) in FOREIGN]

    assert taken == []
    assert len(misspelt) <= len(texts) / 1000, misspelt


def test_spanish_and_english_are_told_apart() -> None:
    """Also in one or two words; where it is not clear, "" is as good: the person's own language is taken."""
    wrong = [
        each.text
        for each in SENTENCES
        if each.language in LANGUAGES and language_of(each.text) not in (each.language, "")
    ]

    assert len(wrong) <= len(SENTENCES) / 50, wrong
