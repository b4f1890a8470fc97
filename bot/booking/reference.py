"""A reference that is easy to read over a phone: six digits, in two groups."""

from __future__ import annotations

import re
import secrets

_WRITTEN = re.compile(r"(?<!\d)(\d{3})[\s.-]?(\d{3})(?!\d)", re.ASCII)


def new_reference() -> str:
    """A fresh reference such as "482 173"; the database says whether it is taken."""
    return f"{secrets.randbelow(900) + 100} {secrets.randbelow(1000):03}"


def read_reference(text: str) -> str | None:
    """The reference that a text holds however it is written ("482-173", "482173"), or None."""
    found = _WRITTEN.search(text)
    return f"{found[1]} {found[2]}" if found else None
