"""Inline queries: somebody types `@bot visa cost` in any chat and is offered answers to share."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from telegram import (
    Bot,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.error import TelegramError

from bot import render
from bot.channels.telegram.counts import Counts
from bot.sharing import Shared, Sharing

Share = Callable[[str, str], Awaitable[Sharing]]

CACHE = 300
"""Seconds for which Telegram may give the same answers to the same words: an edit is live soon enough."""

SECONDS = 8.0
"""Past this nobody waits for an answer any more: the person has typed on, or gone."""

log = structlog.get_logger(__name__)


async def answer_inline(bot: Bot, counts: Counts, share: Share, query: InlineQuery) -> None:
    """Offers answers for what is being typed. Nothing is kept, and what comes too late is of no weight."""
    try:
        async with asyncio.timeout(SECONDS):
            code = (query.from_user.language_code or "")[:2].lower()
            found = await share(render.clean(query.query), code)
            await bot.answer_inline_query(
                query.id,
                [_article(each) for each in found.offered],
                cache_time=CACHE,
                is_personal=found.personal,
                button=InlineQueryResultsButton(found.ask, start_parameter="ask"),
            )
    except (TelegramError, TimeoutError) as failed:
        counts.drops[f"inline {type(failed).__name__.lower()}"] += 1
    except Exception as failed:
        counts.drops["inline failed"] += 1
        log.error("An inline query could not be answered.", error=type(failed).__name__)


def _article(each: Shared) -> InlineQueryResultArticle:
    # An answer has at most 900 characters by the rules of the content: it is one message.
    text = next(iter(render.telegram(each.text)), each.title)
    content = InputTextMessageContent(
        text, parse_mode="HTML", link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    return InlineQueryResultArticle(each.id, each.title, content, description=each.gist)
