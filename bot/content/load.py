"""What did staff write? The whole content folder as one value, and all that is wrong with it, at once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.content.dangers import read_danger
from bot.content.facts import read_facts
from bot.content.flow_files import Routed, add_words, read_routes
from bot.content.news_files import read_news
from bot.content.office_file import read_office
from bot.content.reading import Found, Lead, did_you_mean, files, is_leftover, shown
from bot.content.recordings import read_recordings
from bot.content.scam_file import read_signs
from bot.content.topics import Page, read_topic
from bot.content.words import Words, read_menu, read_off_topic, read_words
from bot.interviews import Flow
from bot.language import fold
from bot.model import LANGUAGES, Action, Content, Phrase, Problem

_AT_THE_TOP = (
    *("facts.yaml", "menu.yaml", "office.yaml", "pairs.yaml", "recordings.yaml", "scam-signs.yaml"),
    *("README.md", "sources.md", "flows", "news"),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The content as far as it could be read, what is wrong with its files, and where things stand in them.

    `pages` holds each topic with the lines of its keys, `routes` each flow with the lines of its options,
    `leads` all places that lead on to a topic or flow. `names` are the topics that have a file, readable
    or not: so one bad file is reported once, not by all that point to it; `flow_names` the same of flows.
    `news` and `news_names` are the same of the news.
    """

    content: Content
    problems: list[Problem]
    pages: Mapping[tuple[str, str], Page] = field(default_factory=dict)
    routes: Mapping[str, Routed] = field(default_factory=dict)
    leads: tuple[Lead, ...] = ()
    names: frozenset[tuple[str, str]] = frozenset()
    flow_names: frozenset[str] = frozenset()
    folder: Path = Path()
    news: Mapping[tuple[str, str], Page] = field(default_factory=dict)
    news_names: frozenset[tuple[str, str]] = frozenset()


def load(folder: Path) -> Loaded:
    """Read a content folder. Never raises over what is in it; a folder that is missing is one problem."""
    found = Found(shown(folder, folder))
    if not folder.is_dir():
        found.error(1, "this folder is missing.")
        return Loaded(Content(), found.problems, folder=folder)

    def at(path: Path) -> Found:
        return found.within(shown(path, folder))

    before = digest(folder)
    pages: dict[tuple[str, str], Page] = {}
    names: set[tuple[str, str]] = set()
    off_topic: list[Phrase] = []
    danger: dict[str, tuple[Phrase, ...]] = {}
    words = Words()
    _strangers(folder, _AT_THE_TOP + LANGUAGES, found, folder)
    facts = read_facts(folder / "facts.yaml", at(folder / "facts.yaml"))
    for language in LANGUAGES:
        here = folder / language
        if not here.is_dir():
            at(here).error(1, "this folder is missing.")
            continue
        if not os.access(here, os.R_OK | os.X_OK):
            at(here).error(1, "this folder cannot be opened.")
        for path in files(here):
            if path.suffix == ".md" and not path.name.startswith("_"):
                names.add((path.stem, language))
                if page := read_topic(path, language, at(path)):
                    pages[path.stem, language] = page
        if language not in {each for _, each in names}:
            at(here).error(1, "there is no topic in this folder.")
        _strangers(
            here, ("_words.yaml", "_off-topic.yaml", "_danger.yaml", "flows"), found, folder, ".md", ".ogg"
        )
        read_words(here / "_words.yaml", words, at(here / "_words.yaml"))
        off_topic += read_off_topic(here / "_off-topic.yaml", language, at(here / "_off-topic.yaml"))
        spoken_of = read_danger(here / "_danger.yaml", language, at(here / "_danger.yaml"))
        danger |= {kind: danger.get(kind, ()) + each for kind, each in spoken_of.items()}
    routes = _flows(folder, found)
    news, news_names = read_news(folder, found)
    menu = read_menu(folder / "menu.yaml", at(folder / "menu.yaml"))
    office = read_office(folder / "office.yaml", facts, at(folder / "office.yaml"))
    flows = {name: each.flow for name, each in routes.items()}
    content = Content(
        topics={key: page.topic for key, page in pages.items()},
        facts=facts,
        off_topic=tuple(off_topic),
        danger=danger,
        words=words.spellings,
        commands=_titles(flows) | words.commands,
        menu=menu,
        flows=flows,
        office=office,
        signs=read_signs(folder / "scam-signs.yaml", at(folder / "scam-signs.yaml")),
        news={key: page.topic for key, page in news.items()},
        recordings=read_recordings(folder),
        hash=before,
    )
    flow_names = frozenset(path.stem for path in files(folder / "flows"))
    return Loaded(
        content,
        sorted(found.problems),
        pages,
        routes,
        tuple(found.leads),
        frozenset(names),
        flow_names,
        folder,
        news,
        frozenset(news_names),
    )


def digest(folder: Path) -> str:
    """A hash that changes with any file's name, size or time: cheap enough to ask every second."""
    seen = hashlib.sha256()
    for path, status in _all_files(folder):
        seen.update(os.fsencode(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n"))
    return seen.hexdigest()[:16]


def _all_files(folder: Path | str, levels: int = 3) -> Iterator[tuple[str, os.stat_result]]:
    """Every file that staff can have meant, in order. Links are followed, but no deeper than content goes,
    so that a link to a folder above does not lead round for ever."""
    try:
        with os.scandir(folder) as entries:
            here = sorted(
                (each for each in entries if not is_leftover(each.name)), key=lambda each: each.name
            )
    except OSError:
        return
    for each in here:
        try:
            if not each.is_dir():
                yield each.path, each.stat()
            elif levels > 1:
                yield from _all_files(each.path, levels - 1)
        except OSError:  # a link to nowhere, or gone in this moment
            continue


def phrases(content: Content) -> dict[str, tuple[Phrase, ...]]:
    """All ways of asking for each topic, in every language; a topic's title is one of them.

    A topic without phrases is not asked for: a flow ends there, and its title alone must not lead to it.
    """
    ways: dict[str, list[Phrase]] = {}
    asked = {topic.id for topic in content.topics.values() if topic.phrases}
    for topic in content.topics.values():
        if topic.id not in asked:
            continue
        each = ways.setdefault(topic.id, [])
        if topic.title:
            each.append(Phrase(topic.title, topic.language, topic.path, 1))
        each.extend(topic.phrases)
    return {id: tuple(each) for id, each in sorted(ways.items()) if each}


def _flows(folder: Path, found: Found) -> dict[str, Routed]:
    """Every flow with its words. A flow without words in a language is found by `check`."""
    routes = {}
    for path in files(folder / "flows"):
        at = found.within(shown(path, folder))
        if path.suffix == ".yaml" and (routed := read_routes(path, at)):
            routes[path.stem] = routed
    _strangers(folder / "flows", (), found, folder, ".yaml")
    for language in LANGUAGES:
        here = folder / language / "flows"
        for path in files(here):
            at = found.within(shown(path, folder))
            if path.suffix == ".yaml":
                if routed := routes.get(path.stem):
                    routes[path.stem] = add_words(routed, path, language, at)
                elif not (folder / "flows" / path.name).exists():
                    routing = shown(folder / "flows" / path.name, folder)
                    at.error(1, f"there is no {routing} that says where its steps lead.")
        _strangers(here, (), found, folder, ".yaml")
    return routes


def _titles(flows: Mapping[str, Flow]) -> dict[str, Action]:
    """What the buttons of flows say, as commands: who types those words means the button."""
    named = ((title, each.name) for each in flows.values() for title in each.titles.values())
    return {fold(title): Action("flow", name) for title, name in named}


def _strangers(here: Path, known: tuple[str, ...], found: Found, folder: Path, *suffixes: str) -> None:
    """Files that nobody reads: a slip in a name would otherwise make a text vanish without a word."""
    for path in files(here):
        if path.name in known or (path.suffix in suffixes and not path.name.startswith("_")):
            continue
        hint = did_you_mean(path.name, known)
        if suffixes and not hint:
            hint = f' Names here end in "{suffixes[0]}".'
        found.within(shown(path, folder)).error(1, f"the bot does not read a file of this name.{hint}")
