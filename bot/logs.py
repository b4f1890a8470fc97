"""Structured logs, one line an event: for people on a terminal, else as JSON. Never a person's words.

What a library says, and the message of an error, may quote what somebody wrote or an address that holds a
password. So of an error its kinds and places are kept, and of a library's line its sentence without values.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

QUIET = ("httpx", "aiohttp.access", "telegram")
"""The network ones would write addresses that hold the token."""


def log_to_stderr(level: str) -> None:
    """Logs to standard error from this level on (debug, info, warning, error)."""
    pretty = sys.stderr.isatty()
    last: list[Any] = (
        [structlog.dev.ConsoleRenderer()]
        if pretty
        else [structlog.processors.JSONRenderer(ensure_ascii=False)]
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper("iso"),
            _places_only,
            *last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[_Library()], level=logging.WARNING, force=True)
    logging.captureWarnings(True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL)


class _Library(logging.Handler):
    """Passes on what libraries say, as one of our own lines."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line of a library's: its first, and without the values in it."""
        more: dict[str, object] = {"exc_info": record.exc_info} if record.exc_info else {}
        write = (
            structlog.get_logger().error
            if record.levelno >= logging.ERROR
            else structlog.get_logger().warning
        )
        said = str(record.msg).splitlines()[0] if str(record.msg).strip() else "…"
        write("library", library=record.name, said=said, **more)


def _places_only(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An error as its kinds and where it came by, without its message."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["trace"] = _trace(error)
    return event


def _trace(error: BaseException) -> str:
    lines = [*traceback.format_tb(error.__traceback__), type(error).__name__]
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "".join(lines) + (f"\nfrom: {_trace(before)}" if before else "")
