"""What is cut from a question before staff may see it: whatever could name its writer."""

from __future__ import annotations

import re

LONGEST = 500
"""Nobody needs more of a question to see what was asked."""

_ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.|t\.me/)\S+|@\w{4,}", re.IGNORECASE)
# A document number mixes letters and digits (A-123456789, G12345678, a Mexican CURP or RFC); a phone or a
# date is digits with spaces, dots, dashes or slashes between. "H-2B", "DS-160" and "65,000" stay.
_DOCUMENT = re.compile(r"\b(?=\w*\d\w*\d\w*\d\w*\d\w*\d)[A-Za-z0-9]{6,}\b")
_DIGITS = re.compile(r"\+?\(?\d(?:[\s().\-/]{0,2}\d){5,}")


def redact(text: str) -> str:
    """`text` without addresses, document numbers and runs of six digits or more, at most 500 characters."""
    for pattern in (_ADDRESS, _DOCUMENT, _DIGITS):
        text = pattern.sub("…", text)
    return " ".join(text.replace("\0", "").split())[:LONGEST]
