"""Do the signs of a scam find what they must, and nothing that they must not?"""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.reading import did_you_mean
from bot.content.rules import Work
from bot.model import Problem
from bot.scam import find, official_phones
from bot.signs import Example, Sign


def sign_not_found(work: Work) -> Iterator[Problem]:
    """Each sign finds its examples."""
    for sign, example, found in _tried(work, finds=True):
        if not found:
            message = f'the sign "{sign.id}" does not find "{example.text[:60]}". Add a line that says so.'
            yield Problem(work.path("scam-signs.yaml"), example.line, message)


def sign_where_none_is(work: Work) -> Iterator[Problem]:
    """No sign is found in the examples that must pass."""
    for sign, example, found in _tried(work, finds=False):
        if found:
            message = f'the sign "{sign.id}" is found in "{example.text[:60]}", which must pass.'
            yield Problem(work.path("scam-signs.yaml"), example.line, message + f" It saw: {found}.")


def unknown_official_phone(work: Work) -> Iterator[Problem]:
    """The phones of those in whose name people write are in facts.yaml."""
    facts = work.loaded.content.facts
    for claim in work.loaded.content.signs.claims:
        for name in claim.phones:
            if name not in facts:
                message = f'"{claim.id}" names the phone "{name}", which is not in facts.yaml.'
                yield Problem(work.path("scam-signs.yaml"), claim.number, message + did_you_mean(name, facts))


def _tried(work: Work, *, finds: bool) -> Iterator[tuple[Sign, Example, str]]:
    """Each example of a kind, and what its sign saw in it; "" where it saw nothing."""
    content = work.loaded.content
    known = official_phones(content.facts)
    for sign in content.signs.signs:
        for example in sign.finds if finds else sign.passes:
            seen = [each for each in find(example.text, content.signs, known) if each.sign.id == sign.id]
            yield sign, example, next((each.quote or ", ".join(each.lacking) for each in seen), "")
