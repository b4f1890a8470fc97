"""Is the content fit to go to people? Every rule there is, each a small function, all problems at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot import language
from bot.content import (
    rules_flows,
    rules_news,
    rules_phrases,
    rules_readability,
    rules_recordings,
    rules_scam,
    rules_structure,
    rules_text,
    rules_wording,
)
from bot.content.answers import answer
from bot.content.load import Loaded, load
from bot.content.pairs import read_pairs
from bot.content.reading import Found, shown
from bot.content.rules import Asked, Rule, Work
from bot.content.sentences import Sentence, read_sentences
from bot.model import Problem

STRUCTURE: tuple[Rule, ...] = (
    rules_structure.unknown_lead,
    rules_structure.unknown_fact,
    rules_structure.odd_quotation,
    rules_flows.unknown_step,
    rules_flows.circle,
    rules_scam.unknown_official_phone,
    *rules_news.NEWS_STRUCTURE,
)
"""What must hold for content to go live: without these the bot would show gaps and dead buttons."""

RULES: tuple[Rule, ...] = (
    *STRUCTURE,
    rules_structure.missing_counterpart,
    rules_structure.lapsed_fact,
    rules_structure.overdue_check,
    rules_structure.fallen_apart,
    rules_structure.stale_signature,
    rules_structure.unsigned,
    rules_text.loose_number,
    rules_text.malformed_link,
    rules_text.unshowable_markup,
    rules_text.long_answer,
    rules_text.long_title,
    rules_wording.promise_or_advice,
    rules_wording.familiar_form,
    rules_readability.low_readability,
    rules_phrases.few_phrases,
    rules_phrases.repeated_phrase,
    rules_phrases.phrase_in_two_topics,
    rules_phrases.sentence_is_a_phrase,
    rules_phrases.sentence_of_unknown_topic,
    rules_phrases.phrase_not_given_back,
    rules_flows.unreached_step,
    rules_flows.long_flow,
    rules_flows.flow_without_words,
    rules_flows.unfit_for_buttons,
    rules_scam.sign_not_found,
    rules_scam.sign_where_none_is,
    rules_recordings.unsent_recording,
    *rules_news.NEWS_RULES,
)


def check(
    folder: Path,
    *,
    tests: Path | None,
    locales: Path | None,
    on: date,
    matcher: Asked | None = None,
    release: bool = False,
) -> list[Problem]:
    """All problems of the content, the test sentences and the translations, in file order.

    Without `tests` or `locales` those are left out; without `matcher` phrases are compared without its
    repairs, and none is asked. `release` also wants every text signed and compared with its
    counterpart.
    """
    loaded = load(folder)
    found = Found(shown(folder, folder), list(loaded.problems))
    sentences: list[Sentence] = []
    if tests is not None:
        sentences, problems = read_sentences(tests)
        found.problems.extend(problems)
    topics = loaded.content.topics
    work = Work(
        loaded,
        on,
        {key: answer(loaded.content, topic, topic.language, on) for key, topic in topics.items()},
        tuple(sentences),
        read_pairs(folder, found),
        matcher,
        release,
    )
    for rule in RULES:
        found.problems.extend(rule(work))
    if locales is not None:
        found.problems.extend(language.po_problems(locales))
    return sorted(set(found.problems))


def quick_problems(folder: Path, loaded: Loaded | None = None) -> list[Problem]:
    """The errors that must keep an edit from going live, in file order: files that cannot be read, facts and
    topics that do not exist, flows that lead nowhere. Depends on no day and asks no matcher. `loaded` is
    the folder's content where it has been read already.

    A missing counterpart is none of them: two files cannot be saved in one moment, and until the second
    is there the other language's text is shown.
    """
    loaded = loaded or load(folder)
    work = Work(loaded, date.min)
    problems = [each for each in loaded.problems if each.severity == "error"]
    return sorted({*problems, *(each for rule in STRUCTURE for each in rule(work))})


def news_problems(folder: Path, name: str, on: date) -> list[Problem]:
    """What keeps a news item from being sent: its own errors, and those that keep content from going live."""
    loaded = load(folder)
    work = Work(loaded, on)
    problems = [each for rule in rules_news.NEWS_RULES for each in rule(work)]
    mine = [each for each in problems if each.severity == "error" and f"/news/{name}." in each.path]
    return sorted({*mine, *quick_problems(folder, loaded)})
