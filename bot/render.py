"""Turns Markdown into what a channel can show: how does this answer look in Telegram, a terminal, a page?

Only what Telegram can show is markup here: bold, italic, links and lists. All else (headings, raw HTML, …) is
never interpreted and stands in the output as it was typed: no channel shows more, and no input becomes a tag.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

MESSAGE_LIMIT = 4096
"""Characters in one Telegram message, counted when the tags have been read (Bot API, sendMessage)."""

LONGEST = 20_000
"""Past this many characters nothing is read as markup: what nests costs time that grows with its square."""

_SCHEMES = ("http", "https", "tg")
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])")
# Controls, and the marks that turn the reading direction of everything around them
# (the plain direction marks U+200E and U+200F stay: Arabic and Hebrew need them).
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_PHONE = re.compile(r"\+\d[\d \u00a0().-]{6,18}\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of visible text that looks the same throughout; `link` is an address or ""."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


def clean(text: str) -> str:
    """`text` without control characters, terminal escapes, lone surrogates and marks that turn direction."""
    text = _LINE_ENDS.sub("\n", _ESCAPES.sub("", text))
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def plain(text: str) -> str:
    """What a person wrote, escaped so that it can stand in Markdown and is shown as it was typed.

    Blank lines become line breaks and the space around lines goes, so that it stays one paragraph.
    """
    lines = (" ".join(line.split()) for line in clean(text).split("\n"))
    return "\\\n".join(_PUNCTUATION.sub(r"\\\1", line) for line in lines if line)


def telegram(markdown: str, limit: int = MESSAGE_LIMIT) -> list[str]:
    """Telegram HTML in parts of at most `limit` visible characters: only b, i and a, never an empty part.

    A part ends at a paragraph where it can, else at a line, else at a word; a tag open there is closed, and
    opened again in the next part. Nothing to show gives an empty list.
    """
    alike = groupby(spans(markdown), key=lambda span: (span.bold, span.italic, span.link))
    whole = [Span("".join(span.text for span in run), *look) for look, run in alike]
    return ["".join(map(_telegram_tag, part)) for part in _cut(whole, limit)]


def terminal(markdown: str) -> str:
    """Plain text; links as "name (address)"."""
    return "".join(span.text for span in terminal_spans(markdown)).strip()


def terminal_spans(markdown: str) -> Iterator[Span]:
    """The spans of `terminal`, for one that can show bold: a link's address follows its name as a span."""
    for link, run in groupby(spans(markdown), key=lambda span: span.link):
        name = list(run)
        yield from name
        if link and "".join(span.text for span in name) != link:
            yield Span(f" ({link})")


def page(markdown: str) -> str:
    """HTML for a page: p, strong, em, a, ul, ol, li and br, nothing else, whatever the input."""
    tokens = _read(markdown)
    for children in (token.children for token in tokens if token.children):
        links = 0
        for child in children:
            links += child.nesting if child.type in ("link_open", "link_close") else 0
            if child.type == "text" and not links:
                child.type = "text_outside_links"
    return str(_PARSER.renderer.render(tokens, _PARSER.options, {})).strip()


def problems(markdown: str) -> list[tuple[int, str]]:
    """Markup that Telegram cannot show: the line it is in (the first is 0) and what it is, in line order."""
    return sorted(set(_find_problems(markdown)))


def spans(markdown: str) -> Iterator[Span]:
    """The visible text in stretches of one look; a blank line parts paragraphs, a new line list items."""
    counters: list[int | None] = []
    gap = ""
    for token in _read(markdown):
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                start = token.attrGet("start")
                ordered = token.type == "ordered_list_open"
                counters.append((1 if start is None else int(start)) if ordered else None)
            case "bullet_list_close" | "ordered_list_close":
                counters.pop()
                gap = "\n" if counters else "\n\n"
            case "list_item_open":
                number = counters[-1]
                marker = "•" if number is None else f"{number}."
                counters[-1] = None if number is None else number + 1
                yield Span(f"{gap}{'   ' * (len(counters) - 1)}{marker} ")
                gap = ""
            case "list_item_close":
                gap = "\n"
            case "paragraph_close":
                gap = "\n" if counters else "\n\n"
            case "inline" if token.children:
                if gap:
                    yield Span(gap)
                    gap = ""
                yield from _inline(token.children)


def _inline(tokens: Sequence[Token]) -> Iterator[Span]:
    bold = italic = 0
    link = ""
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                bold += token.nesting
            case "em_open" | "em_close":
                italic += token.nesting
            case "link_open":
                link = str(token.attrGet("href") or "")
            case "link_close":
                link = ""
            case "softbreak" | "hardbreak":
                yield Span(" " if token.type == "softbreak" else "\n", bold > 0, italic > 0, link)
            case _ if token.content:
                yield Span(token.content, bold > 0, italic > 0, link)


def _telegram_tag(span: Span) -> str:
    text = escape(span.text, quote=False)
    if not span.text.strip():
        return text
    if span.italic:
        text = f"<i>{text}</i>"
    if span.bold:
        text = f"<b>{text}</b>"
    return f'<a href="{escape(span.link)}">{text}</a>' if span.link else text


def _cut(whole: Sequence[Span], limit: int) -> Iterator[list[Span]]:
    text = "".join(span.text for span in whole).rstrip()
    start = 0
    while start < len(text):
        start += len(text[start:]) - len(text[start:].lstrip())
        stop = len(text) if len(text) - start <= limit else _place_to_cut(text, start, limit)
        seen = text[start:stop].rstrip()
        if _has_something_to_see(seen):
            yield _between(whole, start, start + len(seen))
        start = stop


def _place_to_cut(text: str, start: int, limit: int) -> int:
    places = (text.rfind(mark, start, start + limit + len(mark)) for mark in ("\n\n", "\n", " "))
    return next((place for place in places if place > start), start + limit)


def _has_something_to_see(text: str) -> bool:
    """Telegram refuses a message of nothing but spaces and invisible marks."""
    return any(unicodedata.category(sign)[0] not in "CZ" for sign in text)


def _between(whole: Sequence[Span], start: int, end: int) -> list[Span]:
    part: list[Span] = []
    place = 0
    for span in whole:
        text = span.text[max(0, start - place) : max(0, end - place)]
        place += len(span.text)
        if text:
            part.append(Span(text, span.bold, span.italic, span.link))
    return part


def _read(markdown: str) -> list[Token]:
    markdown = clean(markdown)
    if len(markdown) <= LONGEST:
        return _PARSER.parse(markdown)
    text = Token("inline", "", 0, children=[Token("text", "", 0, content=markdown)])
    return [Token("paragraph_open", "p", 1), text, Token("paragraph_close", "p", -1)]


def _may_link(address: str) -> bool:
    try:
        parts = urlsplit(address)
        known = parts.scheme in _SCHEMES and bool(parts.hostname)
    except ValueError:
        return False
    return known and not re.search(r"[\s<>\"\\]", address) and (parts.scheme == "tg" or "." in parts.netloc)


def _link_open(
    self: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: object
) -> str:
    address = escape(str(tokens[place].attrGet("href") or ""))
    if not address:
        # The parser asks nobody about "[]()"; the page would open itself once more.
        return "<a>"
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">'


def _text_outside_links(
    self: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: object
) -> str:
    """Text with its international phone numbers made pressable: on a phone that is the way to a person."""
    return _PHONE.sub(_phone_link, escape(tokens[place].content, quote=False))


def _phone_link(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    return f'<a href="tel:+{digits}">{found[0]}</a>' if 8 <= len(digits) <= 15 else found[0]


class _Parser(MarkdownIt):
    """Reads only the links that `may_link` allows; another stays as it was typed."""

    def __init__(self, may_link: Callable[[str], bool], html: bool = False) -> None:
        super().__init__("commonmark", {"html": html})
        self.validateLink = may_link  # type: ignore[method-assign,assignment]


def _parser() -> MarkdownIt:
    parser = _Parser(_may_link)
    parser.disable(["heading", "lheading", "hr", "code", "fence", "blockquote", "html_block", "reference"])
    parser.disable(["html_inline", "image", "backticks"])
    parser.add_render_rule("link_open", _link_open)
    parser.add_render_rule("text_outside_links", _text_outside_links)
    return parser


_PARSER = _parser()

_CANNOT_SHOW = {
    "heading_open": "heading",
    "table_open": "table",
    "image": "image",
    "html_block": "raw HTML",
    "html_inline": "raw HTML",
    "code_block": "code block",
    "fence": "code block",
    "code_inline": "code",
    "blockquote_open": "quotation",
    "hr": "ruler",
    "s_open": "struck-out text",
}
_LOOSE_LINK = re.compile(r"\]\s?\(|\]\[")
_LOOSE_EMPHASIS = re.compile(r"\*\*|(?<!\w)__|__(?!\w)|(?<!\w)\*(?=\w)|(?<=\w)\*(?!\w)")

# Reads all that people know as Markdown, whatever the address, and keeps escaped signs apart from typed ones.
_STRICT_PARSER = _Parser(lambda _: True, html=True).enable(["table", "strikethrough"]).disable("text_join")


def _find_problems(markdown: str) -> Iterator[tuple[int, str]]:
    for token in _STRICT_PARSER.parse(clean(markdown)):
        line = token.map[0] if token.map else 0
        if token.type in _CANNOT_SHOW:
            yield line, _CANNOT_SHOW[token.type]
        texts: list[tuple[int, str]] = []
        for child in token.children or ():
            if child.type in ("softbreak", "hardbreak"):
                line += 1
            elif child.type in _CANNOT_SHOW:
                yield line, _CANNOT_SHOW[child.type]
            elif child.type == "link_open" and not _may_link(address := str(child.attrGet("href") or "")):
                yield line, f'malformed link "{address}"'
            elif child.type == "text":
                texts.append((line, child.content))
        for place in sorted({place for place, _ in texts}):
            # An unread "[name](address" is several texts in a row: look at a line's texts together.
            text = "".join(text for at, text in texts if at == place)
            if _LOOSE_LINK.search(text):
                yield place, "malformed link"
            if _LOOSE_EMPHASIS.search(text):
                yield place, "unclosed emphasis"
