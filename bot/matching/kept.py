"""What was computed before and is kept on disk: phrases' vectors, and fitted heads.

Files are written beside their place and then put there in one step, so a reader,
a second writer or a sudden end never meets half a file. One that cannot be read
all the same is treated as absent, and written again.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
import zipfile
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.features import Array, encoder, encoder_version

Arrays = Mapping[str, NDArray[Any]]

CHUNK = 512
"""Phrases encoded between two writings, so that a fit that was cut short does not begin again."""

ROOM = 30_000
"""Vectors kept of each encoder (23 to 31 MB); of phrases no longer in use the newest stay."""

STALE = 3600
"""Seconds after which a half-written file must be from a process that has ended."""


def vectors(name: str, texts: Sequence[str], folder: Path) -> Array:
    """The encoder's vectors of `texts`, a row each; only those not yet kept are computed."""
    path = folder / f"vectors-{name}-{encoder_version(name)}.npz"
    keys = np.array([_key(text) for text in texts], dtype=np.uint64)
    held = _held(path)
    missing = {int(key): text for key, text in zip(keys, texts, strict=True) if int(key) not in held}
    waiting = list(missing.items())
    for start in range(0, len(waiting), CHUNK):
        chunk = waiting[start : start + CHUNK]
        rows = encoder(name)([text for _, text in chunk]).astype(np.float16)
        held |= _held(path)
        held |= {key: row for (key, _), row in zip(chunk, rows, strict=True)}
        if len(held) > ROOM:
            used = set(keys.tolist())
            spare = [key for key in held if key not in used]
            for key in spare[: len(held) - ROOM]:
                del held[key]
        write(path, {"keys": np.array(list(held), dtype=np.uint64), "rows": np.stack(list(held.values()))})
    # Always what the file holds, in half precision: a fit from kept vectors is the same fit.
    return np.stack([held[int(key)] for key in keys]).astype(np.float32)


def _key(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def _held(path: Path) -> dict[int, NDArray[np.float16]]:
    found = read(path)
    if found is None or found["keys"].ndim != 1 or len(found["keys"]) != len(found["rows"]):
        return {}
    return dict(zip(found["keys"].tolist(), found["rows"], strict=True))


def read(path: Path) -> dict[str, NDArray[Any]] | None:
    """The arrays of a file, or None where it is absent or damaged."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, NotImplementedError, MemoryError):
        return None


def write(path: Path, arrays: Arrays) -> None:
    """Puts the arrays there in one step. Clears away what ended processes left half written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob("*.part"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > STALE:
                left.unlink()
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
