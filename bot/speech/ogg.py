"""Is this an Ogg file with Opus in it, and how long does it sound? Only such is a voice message."""

from __future__ import annotations

from collections.abc import Iterator

RATE = 48_000
"""Positions in an Opus stream count samples at this rate, whatever it was recorded at (RFC 7845)."""

_HEAD = 27
"""Bytes of a page before its table of segments (RFC 3533)."""


def seconds(data: bytes) -> float | None:
    """How long an Ogg/Opus file sounds; None where it is none, or is cut off."""
    pages = list(_pages(data))
    if not pages or not pages[0][2].startswith(b"OpusHead") or len(pages[0][2]) < 19:
        return None
    skipped = int.from_bytes(pages[0][2][10:12], "little")
    last = max((position for position, flags, _ in pages if position != 2**64 - 1), default=0)
    if not pages[-1][1] & 4 or last <= skipped:
        return None
    return (last - skipped) / RATE


def _pages(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Each page's position, flags and content, as far as they follow one another unbroken."""
    place = 0
    while data[place : place + 4] == b"OggS" and place + _HEAD <= len(data):
        segments = data[place + _HEAD : place + _HEAD + data[place + 26]]
        begin = place + _HEAD + len(segments)
        end = begin + sum(segments)
        if end > len(data):
            return
        yield int.from_bytes(data[place + 6 : place + 14], "little"), data[place + 5], data[begin:end]
        place = end
