"""Templates and markup: an answer names facts and does nothing else, and a page holds plain tags alone."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import render
from bot.content.answers import _BRACE, answer, slips
from bot.model import Content, Fact, Topic
from tests.conftest import ROOT

# ---- facts in answers ----------------------------------------------------------------------------

FACTS = Content(
    facts={"visa_fee": (Fact("visa_fee", "text", "USD 205"),), "self": (Fact("self", "text", "yo"),)}
)
BITS = st.lists(
    st.sampled_from(
        [
            "{{",
            "}}",
            "{%",
            "%}",
            "{#",
            "#}",
            "{",
            "}",
            " visa_fee ",
            "visa_fee",
            ".__class__",
            "|attr('x')",
            "()",
            "[0]",
            " self ",
            ".__init__.__globals__",
            "lipsum",
            "cycler",
            " if 1 ",
            "endif",
            "import os",
            "'",
            "7*7",
            "a",
            "\n",
        ]
    ),
    max_size=14,
).map("".join)


def said(text: str) -> str:
    topic = Topic("x", "es", "x", (), text)
    return answer(FACTS, topic, "es", date(2026, 11, 24)).text


@settings(max_examples=1500, deadline=None)
@given(BITS)
def test_a_template_does_nothing_but_name_facts(text: str) -> None:
    """Filled in by a plain substitution of our own it says the same: there is nothing more to it."""
    if any(slips(text)):
        assert said(text) == text
        return

    known = {"visa_fee": "USD 205", "self": "yo"}
    assert said(text) == re.sub(_BRACE, lambda each: known.get(each[0][2:-2].strip(), "…"), text)


@pytest.mark.parametrize(
    "attack",
    [
        "{{ visa_fee.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ lipsum.__globals__['os'].popen('id').read() }}",
        "{{ visa_fee|attr('__class__') }}",
        "{% for each in range(10**9) %}{% endfor %}",
        "{{ cycler.__init__ }}",
        "{{ config }}{{ 7*7 }}",
        "{% include '/etc/passwd' %}",
        "{{ visa_fee }}{{ visa_fee.format(1) }}",
    ],
)
def test_known_attacks_on_templates_are_shown_as_they_stand_and_named(attack: str) -> None:
    assert said(attack) == attack
    assert list(slips(attack))


# ---- what the page shows -------------------------------------------------------------------------


class Tags(HTMLParser):
    """The tags of a page, with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes one."""
        self.found.append((tag, dict(attrs)))


HTML = st.lists(
    st.sampled_from(
        [
            "<script>",
            "</script>",
            "<img src=x onerror=alert(1)>",
            "[a](javascript:alert(1))",
            "[a](data:text/html,x)",
            '[a](https://x.example/"onmouseover="x)',
            "<!--",
            "-->",
            "&lt;",
            "&#60;",
            "\x00",
            "**",
            "_",
            "`",
            "[",
            "](",
            ")",
            "<",
            ">",
            '"',
            "'",
            "a",
            " ",
            "\n",
            "<https://x.example>",
            "<javascript:x>",
            "![a](https://x)",
            "\u202e",
            "<svg/onload=x>",
        ]
    ),
    max_size=20,
).map("".join)
ALLOWED = {"p", "strong", "em", "a", "ul", "ol", "li", "br", "b", "i"}


@settings(max_examples=1000, deadline=None)
@given(HTML)
def test_a_page_holds_only_plain_tags_and_links_that_lead_to_pages(text: str) -> None:
    for page in (render.page(text), render.page(render.plain(text)), "".join(render.telegram(text))):
        for tag, attributes in Tags(page).found:
            assert tag in ALLOWED
            assert set(attributes) <= {"href", "rel", "target", "start", "referrerpolicy"}
            link = attributes.get("href")
            assert link is None or link.startswith(("https://", "http://", "tg://", "mailto:", "tel:"))


def test_a_link_that_leads_nowhere_is_none() -> None:
    assert [each for each in Tags(render.page("[a]()")).found if "href" in each[1]] == []


def test_the_markup_of_people_is_never_a_link_or_bold() -> None:
    wrote = "[pague aquí](https://estafa.example) **urgente** <b>x</b> {{ visa_fee }}"

    assert [tag for tag, _ in Tags(render.page(render.plain(wrote))).found] == ["p"]
    assert said(render.plain("x")) == "x"


def test_the_real_folder_needs_none_of_this() -> None:
    """The project's own answers quote facts and nothing else."""
    for file in (ROOT / "content").glob("*/*.md"):
        body = file.read_text("utf-8").split("\n---\n", 1)[-1]
        assert not list(slips(body)), file
