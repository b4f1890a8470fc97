"""May a news item go to people? What holds for answers holds for it too, and a few things more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.content import rules_structure, rules_text, rules_wording
from bot.content.answers import answer, quoted
from bot.content.facts import value_on
from bot.content.reading import did_you_mean
from bot.content.rules import Rule, Work, other
from bot.content.rules_text import visible
from bot.model import Problem

LONGEST_NEWS = 600
"""Characters of a news item as people see it: it comes unasked, so it is short."""

LONGEST_HEADLINE = 80
"""Characters of its title, which also stands above answers."""


def unknown_subject(work: Work) -> Iterator[Problem]:
    """A subject is the id of a topic, whose title names it; the same in both languages. A news item is of
    one that people can ask to be told of."""
    for topic in work.topics:
        if not topic.alerts:
            continue
        line = work.line(topic, "alerts")
        if topic.alerts not in work.ids:
            hint = did_you_mean(topic.alerts, work.ids)
            yield Problem(
                topic.path, line, f'"alerts" names the topic "{topic.alerts}", which does not exist.{hint}'
            )
        twin = work.loaded.content.topics.get((topic.id, other(topic.language)))
        if twin and twin.alerts != topic.alerts:
            message = (
                f'"alerts" says "{topic.alerts}" here and "{twin.alerts}" in {twin.path}. Write the same.'
            )
            yield Problem(topic.path, line, message)
    subjects = work.loaded.content.subjects()
    for key, page in work.loaded.news.items():
        subject = page.topic.alerts
        if subject and subject not in subjects:
            hint = did_you_mean(subject, subjects) or f" There are: {', '.join(subjects)}."
            message = f'nobody can ask to be told of "{subject}".{hint}'
            yield Problem(page.topic.path, page.lines.get("subject", 1), message)
        twin = work.loaded.content.news.get((key[0], other(key[1])))
        if twin and key[1] == "es" and twin.alerts != subject:
            message = f'the subject is "{subject}" here and "{twin.alerts}" in {twin.path}. Write the same.'
            yield Problem(page.topic.path, page.lines.get("subject", 1), message)


def missing_news(work: Work) -> Iterator[Problem]:
    """A news item goes to people of both languages."""
    for name, language in sorted(work.loaded.news_names):
        if (name, other(language)) not in work.loaded.news_names:
            here = work.path("news", f"{name}.{other(language)}.md")
            there = work.path("news", f"{name}.{language}.md")
            yield Problem(here, 1, f"this file is missing: {there} has no counterpart in this language.")


def long_news(work: Work) -> Iterator[Problem]:
    """It comes unasked, to a small phone."""
    for page in work.loaded.news.values():
        topic = page.topic
        length = len(visible(answer(work.loaded.content, topic, topic.language, work.on).text))
        if length >= LONGEST_NEWS:
            message = f"the text has {length} characters; it must have fewer than {LONGEST_NEWS}. Shorten it."
            yield Problem(topic.path, topic.answer_line, message)
        if len(topic.title) > LONGEST_HEADLINE:
            message = (
                f"the title has {len(topic.title)} characters; {LONGEST_HEADLINE} are the most. Shorten it."
            )
            yield Problem(topic.path, page.lines.get("title", 1), message)


def loose_number_in_title(work: Work) -> Iterator[Problem]:
    """A title cannot quote a fact, so it holds no number that should be one."""
    for page in work.loaded.news.values():
        for kind, text, _ in rules_text.loose(page.topic.title):
            message = f'the title holds the {kind} "{text}". Say it in the text, with a fact from facts.yaml.'
            yield Problem(page.topic.path, page.lines.get("title", 1), message)


def lapsed_in_news(work: Work) -> Iterator[Problem]:
    """What a news item quotes has a value on its day; an old one may quote what has lapsed since."""
    for page in work.loaded.news.values():
        topic = page.topic
        for name, line in quoted(topic.answer):
            values = work.loaded.content.facts.get(name)
            if values and topic.checked and not value_on(values, topic.checked):
                message = f"the text quotes {{{{ {name} }}}}, which has no value on {topic.checked}."
                yield Problem(topic.path, topic.answer_line + line, message)


def _as_for_answers(rule: Rule) -> Callable[[Work], Iterator[Problem]]:
    """A rule for answers, applied to the news."""

    def applied(work: Work) -> Iterator[Problem]:
        loaded, news = work.loaded, {key: page.topic for key, page in work.loaded.news.items()}
        content = replace(loaded.content, topics=news)
        shown = replace(loaded, content=content, pages=loaded.news, routes={}, leads=(), names=frozenset())
        filled = {key: answer(content, each, each.language, work.on) for key, each in news.items()}
        return rule(replace(work, loaded=shown, answers=filled, sentences=()))

    return applied


NEWS_STRUCTURE: tuple[Rule, ...] = (
    unknown_subject,
    _as_for_answers(rules_structure.unknown_fact),
    _as_for_answers(rules_structure.odd_quotation),
)
"""What must hold for content to go live."""

NEWS_RULES: tuple[Rule, ...] = (
    *NEWS_STRUCTURE,
    missing_news,
    long_news,
    loose_number_in_title,
    lapsed_in_news,
    _as_for_answers(rules_text.loose_number),
    _as_for_answers(rules_text.malformed_link),
    _as_for_answers(rules_text.unshowable_markup),
    _as_for_answers(rules_wording.promise_or_advice),
    _as_for_answers(rules_wording.familiar_form),
)
