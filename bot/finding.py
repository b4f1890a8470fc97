"""What `python -m bot doctor` finds: in order, worth knowing, or to be mended. Imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass

MARKS = {"ok": "✓", "know": "·", "mend": "✗"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: how it stands ("ok", "know" or "mend"), and what to do."""

    state: str
    what: str
    to_do: str = ""

    def __str__(self) -> str:
        return f"{MARKS[self.state]} {self.what}" + (f"\n  → {self.to_do}" if self.to_do else "")


def fine(what: str) -> Finding:
    """It is as it should be."""
    return Finding("ok", what)


def know(what: str, to_do: str = "") -> Finding:
    """It works, and somebody should know how."""
    return Finding("know", what, to_do)


def mend(what: str, to_do: str) -> Finding:
    """It does not work as it is."""
    return Finding("mend", what, to_do)
