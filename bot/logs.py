"""Structured logs, one line an event: for people on a terminal, else as JSON. Never a person's words."""

from __future__ import annotations

import logging
import sys

import structlog


def log_to_stderr(level: str) -> None:
    """Logs to standard error from this level on (debug, info, warning, error)."""
    pretty = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper("iso"),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer() if pretty else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    # Libraries speak through `logging`; the network ones would write addresses that hold the token.
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, force=True)
    for name in ("httpx", "aiohttp.access", "telegram"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
