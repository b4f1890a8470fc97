"""How Markdown looks in Telegram, in a terminal and on a page, and that no input gets out of its text."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot import render

ANSWER = """\
The application costs **USD 205**. Pay it *before* the
appointment: [State Department](https://travel.state.gov/visa?a=1&b=2).

- Keep the receipt.
- Nobody may **charge [you](https://www.dol.gov/)** for the job.
  1. Not here
  2. not there

Call +1 832 305 6560."""

PIECES = (
    "**", "*", "_", "__", "[", "](", "](https://a.example/)", ")", "<b>", "</b>", "<script>", "&lt;", "&",
    '"', "\n", "\n\n", "- ", "1. ", "# ", "> ", "`", "```", "    ", "\\", "javascript:alert(1)", "<https://a.example/>",
    "![x](https://a.example/x.png)", "| a | b |\n| - | - |", "\x00", "\x1b[31m", "\ud800", "\u202e", "\u200f",
    "+1 832 305 6560", "word ", "palabra ", "ñ", "😀",
)  # fmt: skip
hostile = st.one_of(
    st.text(st.characters(), max_size=200), st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
)


class Tags(HTMLParser):
    """Reads HTML strictly: every tag closed in order; keeps the tags, the attributes and the visible text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        if tag != "br":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert tag == "br"

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment got through")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError("a declaration got through")

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def links(self) -> list[str]:
        return [value or "" for name, value in self.attributes if name == "href"]


def words(text: str) -> str:
    """The text without any space, which may differ where a message was cut."""
    return "".join(text.split())


def test_an_answer_in_telegram() -> None:
    (part,) = render.telegram(ANSWER)

    assert part == (
        "The application costs <b>USD 205</b>. Pay it <i>before</i> the appointment: "
        '<a href="https://travel.state.gov/visa?a=1&amp;b=2">State Department</a>.\n\n'
        "• Keep the receipt.\n"
        '• Nobody may <b>charge </b><a href="https://www.dol.gov/"><b>you</b></a> for the job.\n'
        "   1. Not here\n"
        "   2. not there\n\n"
        "Call +1 832 305 6560."
    )


def test_an_answer_in_a_terminal() -> None:
    assert render.terminal(ANSWER) == (
        "The application costs USD 205. Pay it before the appointment: "
        "State Department (https://travel.state.gov/visa?a=1&b=2).\n\n"
        "• Keep the receipt.\n"
        "• Nobody may charge you (https://www.dol.gov/) for the job.\n"
        "   1. Not here\n"
        "   2. not there\n\n"
        "Call +1 832 305 6560."
    )


def test_an_answer_on_a_page() -> None:
    html = render.page(ANSWER)

    assert "<strong>USD 205</strong>" in html
    assert "<em>before</em>" in html
    assert '<a href="https://www.dol.gov/" target="_blank" rel="noopener noreferrer">you</a>' in html
    assert Tags(html).tags == {"p", "strong", "em", "a", "ul", "ol", "li"}


def test_a_phone_number_on_a_page_can_be_pressed() -> None:
    assert '<a href="tel:+18323056560">+1 832 305 6560</a>' in render.page(ANSWER)
    assert "tel:" not in render.page("[+1 832 305 6560](https://a.example/)")


def test_an_address_that_is_its_own_name_is_written_once() -> None:
    assert render.terminal("See <https://www.dol.gov/>.") == "See https://www.dol.gov/."


def test_numbers_of_a_list_go_on_from_its_first() -> None:
    assert render.telegram("3. three\n4. four") == ["3. three\n4. four"]
    assert render.telegram("0. zero\n1. one") == ["0. zero\n1. one"]


@pytest.mark.parametrize(
    "typed",
    [
        "<b>not bold</b> <script>alert(1)</script>",
        "[press](javascript:alert(1))",
        "[press](data:text/html,x)",
        "[press](//no-scheme.example/)",
        "[press](https://)",
        "[press](tel:911)",
        "# no heading",
        "> no quotation",
        "```no code```",
        "**unclosed",
        "[unclosed](https://a.example/",
    ],
)
def test_what_is_no_markup_of_ours_is_shown_as_typed(typed: str) -> None:
    assert unescape("".join(render.telegram(typed))) == typed
    assert render.terminal(typed) == typed
    assert Tags(render.page(typed)).text == typed
    assert Tags(render.page(typed)).tags == {"p"}


def test_controls_escapes_and_turned_text_are_dropped() -> None:
    typed = "a\x00b\x1b[31mc\x1b]0;title\x07d\u202ee\ud800f\x9bg"

    assert render.telegram(typed) == ["abcde\ufffdfg"]
    assert render.terminal(typed) == "abcde\ufffdfg"
    assert render.page(typed) == "<p>abcde\ufffdfg</p>"


@pytest.mark.parametrize("nothing", ["", "  \n\n ", "\x00", "\u200b", "\u200f\u200e"])
def test_nothing_to_see_sends_nothing(nothing: str) -> None:
    assert render.telegram(nothing) == []


@pytest.mark.parametrize(
    "piece", ["[", "**a", "*a_ ", "![", "- ", "<a", "a\n\n", "&", "[a](http://b.example) "]
)
def test_a_hundred_thousand_characters_are_shown_in_parts(piece: str) -> None:
    """The worst of nested markup, at a length at which reading it would take minutes."""
    typed = (piece * 100_000)[:100_000]

    parts = render.telegram(typed)

    assert len(parts) >= 10
    assert render.page(typed)
    assert render.terminal(typed)


def test_a_long_answer_is_cut_between_paragraphs() -> None:
    paragraphs = [f"**{number}** " + "word " * 100 for number in range(30)]

    parts = render.telegram("\n\n".join(paragraphs))

    assert len(parts) == 4
    assert all(part.startswith("<b>") and part.endswith("word") for part in parts)


def test_a_long_paragraph_is_cut_between_words_and_stays_bold() -> None:
    parts = render.telegram("**" + "palabra " * 1200 + "fin**")

    assert len(parts) == 3
    assert all(re.fullmatch(r"<b>(palabra )*(palabra|fin)</b>", part) for part in parts)


def test_a_long_list_is_cut_between_its_items() -> None:
    parts = render.telegram("- an item\n" * 1000)

    assert all(part.startswith("• ") and part.endswith("an item") for part in parts)


def test_one_word_longer_than_a_message_is_cut_anyway() -> None:
    assert [len(part) for part in render.telegram("x" * 10_000)] == [4096, 4096, 1808]


@given(hostile, st.integers(1, 60))
@example("**a [b *c*](https://a.example/) d** " * 5, 7)
@settings(deadline=None, max_examples=150)
def test_every_telegram_part_is_well_formed_and_loses_nothing(typed: str, limit: int) -> None:
    whole = [Tags(part) for part in render.telegram(typed, limit=1_000_000)]
    parts = [Tags(part) for part in render.telegram(typed, limit=limit)]

    for part in parts:
        assert part.tags <= {"b", "i", "a"}
        assert 0 < len(part.text) <= limit
        assert part.text == part.text.strip()
        assert all(link.startswith(("http://", "https://", "tg://")) for link in part.links)
    invisible = re.compile(r"[^\w!-~]")
    assert invisible.sub("", "".join(part.text for part in parts)) == invisible.sub(
        "", "".join(part.text for part in whole)
    )


@given(hostile)
@settings(deadline=None, max_examples=150)
def test_no_tag_of_the_input_gets_into_a_page(typed: str) -> None:
    html = Tags(render.page(typed))

    assert html.tags <= {"p", "strong", "em", "a", "ul", "ol", "li", "br"}
    assert {name for name, _ in html.attributes} <= {"href", "target", "rel", "start"}
    assert all(link.startswith(("http://", "https://", "tg://", "tel:+")) for link in html.links)


@given(hostile)
@settings(deadline=None, max_examples=150)
def test_what_a_person_wrote_is_shown_as_they_wrote_it(typed: str) -> None:
    sentence = f"You wrote: **{render.plain(typed)}** - is that right?"
    seen = words(f"You wrote: {render.clean(typed)} - is that right?")

    assert words(Tags(render.page(f"{render.plain(typed)}")).text) == words(render.clean(typed))
    if render.plain(typed):
        assert render.plain(typed).count("\n\n") == 0
        assert words(render.terminal(sentence).replace("*", "")) == seen.replace("*", "")


@given(hostile)
@settings(deadline=None, max_examples=150)
def test_nothing_that_moves_a_terminal_gets_out(typed: str) -> None:
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", render.terminal(typed).replace("\t", "")
    )


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("Fine **bold** *it* [a](https://a.example/).\n\n- list\n\n1. list", []),
        ("2 \\* 3, snake_case and {{ visa_fee }}", []),
        ("fine\n\n# Heading", [(2, "heading")]),
        ("fine\n\nHeading\n===", [(2, "heading")]),
        ("| a | b |\n| - | - |\n| 1 | 2 |", [(0, "table")]),
        ("one\ntwo ![x](https://a.example/x.png)", [(1, "image")]),
        ("one\ntwo <b>x</b>", [(1, "raw HTML")]),
        ("<div>x</div>", [(0, "raw HTML")]),
        ("fine\n\n    code", [(2, "code block")]),
        ("```\ncode\n```", [(0, "code block")]),
        ("call `911`", [(0, "code")]),
        ("> said", [(0, "quotation")]),
        ("fine\n\n***", [(2, "ruler")]),
        ("~~old~~", [(0, "struck-out text")]),
        ("[a](http//a.example)", [(0, 'malformed link "http//a.example"')]),
        ("[a](mailto:a@a.example)", [(0, 'malformed link "mailto:a@a.example"')]),
        ("x\n[a](https://a.example", [(1, "malformed link")]),
        ("[a] (https://a.example/)", [(0, "malformed link")]),
        ("[a](https://a.example/a b)", [(0, "malformed link")]),
        ("one\n\n- two **three", [(2, "unclosed emphasis")]),
        ("one *two", [(0, "unclosed emphasis")]),
    ],
)
def test_markup_that_telegram_cannot_show_is_named_with_its_line(
    markdown: str, found: list[tuple[int, str]]
) -> None:
    assert render.problems(markdown) == found


@given(hostile)
@settings(deadline=None, max_examples=50)
def test_looking_for_problems_never_fails(typed: str) -> None:
    assert all(line >= 0 and what for line, what in render.problems(typed))
