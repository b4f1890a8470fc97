"""Phrases in, a matcher out: in this process, or in a child while the old matcher goes on answering.

What was fitted is kept under the examples' hash, and each phrase's vectors by
themselves, so that an edit costs only its new phrases and the head.

Run as a module it is the child: examples on standard input, the kept head on disk.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.match import HELPING
from bot.matching.alarm import NO_ALARM, Alarm, fit_alarm
from bot.matching.calibrate import Curve, Labels, calibrate
from bot.matching.canonical import Canonical
from bot.matching.examples import Examples
from bot.matching.features import SHARES, Array, centred, encoders, has_e5, squared
from bot.matching.grams import Grams, main_axes
from bot.matching.head import fit_head, softmax
from bot.matching.hints import Hints
from bot.matching.kept import read, vectors, write
from bot.matching.matcher import GRAMS_SHARE, Fitted, Matcher
from bot.matching.nearest import pull

AXES = 400
"""Coordinates that the letters are reduced to. All of them gain nothing and cost ten times the fit."""

LANDMARKS = 1500
"""Phrases that the coordinates are made from (every so many): all of 4,000 cost seconds and gain nothing."""

COARSE = 1e-3
"""Where the fits stop that only say how sure to be: at half the steps, and the curve is the same."""

HEADS_KEPT = 8
"""Fitted heads on disk: today's full and light one, and some to go back to."""

SECONDS = 3600
"""After which a child that fits is given up. Four times what it took with 36,000 phrases."""


class FitError(RuntimeError):
    """The child could not fit; the text is the end of what it said."""


def fit(examples: Examples, cache: Path, *, light: bool = False) -> Matcher:
    """The matcher for these examples: read from `cache` where it was fitted before, else fitted now.

    Fitting takes seconds for the light one, and 10 ms a new phrase besides for the full one. Where
    E5 cannot be used the light one is what comes. A damaged file in `cache` is replaced.
    """
    light = light or not has_e5()
    path = _path(examples, cache, light)
    canonical = Canonical(examples.texts(), examples.words)
    found = _load(path, examples)
    if found is None:
        found = _make(examples, canonical, cache, light)
        _save(path, examples, found)
    return Matcher(found, canonical)


def fitted(examples: Examples, cache: Path, *, light: bool = False) -> bool:
    """Whether `fit` would only have to read a file."""
    return zipfile.is_zipfile(_path(examples, cache, light or not has_e5()))


def fit_elsewhere(
    examples: Examples, cache: Path, *, light: bool = False, stop: threading.Event | None = None
) -> Matcher:
    """As `fit`, with the work done by a child process at low priority; this one only reads the result.

    Blocks until then: call it on a thread. Setting `stop` ends the child. Raises `FitError`.
    """
    if not fitted(examples, cache, light=light):
        command = [sys.executable, "-m", "bot.matching.fit", str(cache), "light" if light else "full"]
        root = str(Path(__file__).parents[2])
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", "")))),
            # Threads of theirs wait for one another busily: on a machine that has other work to do, the fit
            # took twice as long with two. What gains from several starts its own.
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_WAIT_POLICY": "passive",
        }
        # The phrases go through a file: a pipe would fill up before the child begins to read, and
        # `communicate` with a timeout does not go on writing.
        with tempfile.TemporaryFile() as phrases:
            phrases.write(examples.written().encode())
            phrases.seek(0)
            # The command is this interpreter and a module of ours.
            with subprocess.Popen(  # noqa: S603
                command,
                stdin=phrases,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=environment,
                text=True,
                encoding="utf-8",
                errors="replace",
            ) as child:
                said = _wait(child, stop or threading.Event())
        if child.returncode:
            raise FitError(said[-2000:] or f"the child that fits ended with {child.returncode}")
    return fit(examples, cache, light=light)


def _wait(child: subprocess.Popen[str], stop: threading.Event) -> str:
    """Waits for the child's end. Returns what it wrote to its error output."""
    until = time.monotonic() + SECONDS
    while True:
        try:
            return child.communicate(timeout=0.2)[1]
        except subprocess.TimeoutExpired:
            if stop.is_set() or time.monotonic() > until:
                child.kill()
                child.communicate()
                raise FitError("stopped" if stop.is_set() else f"not done in {SECONDS} seconds") from None


def _make(examples: Examples, write_as: Canonical, cache: Path, light: bool) -> Fitted:
    """Fits the head and its curve. Vectors of phrases seen before come from `cache`."""
    topics, texts, numbers = examples.rows()
    pairs = zip(texts, numbers, strict=True)
    unique = {(form, label): text for text, label in pairs if (form := write_as(text))}
    canonical = tuple(form for form, _ in unique)
    labels = np.array([label for _, label in unique], dtype=np.intp)
    classes = max(1, len(topics) + bool(examples.background))
    if len(set(labels.tolist()) - {len(topics)}) == 0:
        topics, canonical, labels, unique = (), (), labels[:0], {}
    names = encoders(light) if canonical else ()
    means = {name: vectors(name, canonical, cache).mean(axis=0) for name in names}
    encoded = _encoded(canonical, means, cache)
    grams = Grams.of(canonical)
    count = len(canonical)
    landmarks = np.unique(np.linspace(0, count - 1, min(count, LANDMARKS)).astype(np.intp))
    likeness = np.zeros((len(landmarks), count), np.float32)
    for place, landmark in enumerate(landmarks.tolist()):
        likeness[place] = grams.likeness(canonical[landmark])
    axes = main_axes(likeness[:, landmarks], AXES) * np.float32(GRAMS_SHARE)
    features = np.concatenate([encoded, likeness.T @ axes], axis=1)
    whole = squared(names)

    def ask(seen: Labels, hidden: Labels) -> tuple[Array, Array]:
        weights = fit_head(features[seen], labels[seen], classes, tolerance=COARSE)
        near = encoded[hidden] @ encoded[seen].T
        letters = np.stack([grams.likeness(canonical[each])[seen] for each in hidden.tolist()])
        share = (near + np.float32(GRAMS_SHARE**2) * letters) / np.float32(whole + GRAMS_SHARE**2)
        logits = (
            features[hidden] @ weights[:-1]
            + weights[-1]
            + pull(share.astype(np.float32), labels[seen], classes)
        )
        return softmax(logits), near / np.float32(whole)

    weights = fit_head(features, labels, classes)
    width = encoded.shape[1]
    letters = np.zeros((count, classes), np.float32)
    letters[landmarks] = axes @ weights[width:-1]
    kinds, told, classed = examples.told(write_as, classes) if canonical else ((), [], [])
    alarm = NO_ALARM
    if told:
        near = np.array([grams.likeness(form)[landmarks] @ axes for form in told], np.float32)
        spoken = np.concatenate([_encoded(told, means, cache), near], axis=1)
        # What is asked of a topic that helps may be a danger or not: it teaches nothing here.
        helping = [place for place, id in enumerate(topics) if id in HELPING]
        clear = np.flatnonzero(np.isin(labels, helping, invert=True))
        all_labels = np.concatenate([labels[clear], np.array(classed, dtype=np.intp)])
        rows = np.concatenate([features, spoken])
        alarm = fit_alarm(kinds, (*canonical, *told), rows, all_labels, clear, axes, landmarks, light=light)
    return Fitted(
        light=light,
        topics=topics,
        phrases=tuple(unique.values()),
        canonical=canonical,
        labels=labels,
        means=np.concatenate([np.zeros(0, np.float32), *means.values()]),
        encoded=encoded,
        grams=grams,
        weights=weights[:width],
        letters=letters,
        constants=weights[-1],
        curve=calibrate(labels, len(topics) if examples.background else -1, ask) if canonical else Curve(),
        alarm=alarm,
    )


def _encoded(forms: Sequence[str], means: Mapping[str, Array], cache: Path) -> Array:
    """The encoders' part of the features, a row for each canonical text."""
    if not forms or not means:
        return np.zeros((len(forms), sum(map(len, means.values()))), np.float32)
    parts = [SHARES[name] * centred(vectors(name, forms, cache), mean) for name, mean in means.items()]
    return np.concatenate(parts, axis=1)


_ARRAYS = ("labels", "means", "encoded", "weights", "letters", "constants")
_ALARM = ("weights", "letters", "constants", "told", "landmarks", "clear", "labels")
_HINTS = ("keys", "rarity", "weights")
_GRAMS = ("keys", "rarity", "starts", "rows", "shares")


def _path(examples: Examples, cache: Path, light: bool) -> Path:
    return cache / f"head-{examples.hash}-{'light' if light else 'full'}.npz"


def _save(path: Path, examples: Examples, found: Fitted) -> None:
    note = {
        "hash": examples.hash,
        "light": found.light,
        "topics": found.topics,
        "phrases": found.phrases,
        "canonical": found.canonical,
        "dangers": found.alarm.kinds,
        "hints": found.alarm.hints.constant,
        "curve": [found.curve.slope, found.curve.lead, found.curve.constant],
    }
    arrays: dict[str, NDArray[Any]] = {name: getattr(found, name) for name in _ARRAYS}
    # Half precision is for the disk only: numpy reckons with it ten times slower.
    arrays["encoded"] = found.encoded.astype(np.float16)
    arrays |= {name: getattr(found.grams, name) for name in _GRAMS}
    arrays |= {f"alarm_{name}": getattr(found.alarm, name) for name in _ALARM}
    arrays |= {f"hints_{name}": getattr(found.alarm.hints, name) for name in _HINTS}
    arrays["alarm_told"] = found.alarm.told.astype(np.float16)
    arrays["note"] = np.frombuffer(json.dumps(note).encode(), dtype=np.uint8)
    write(path, arrays)
    heads = sorted(path.parent.glob("head-*.npz"), key=_written_at, reverse=True)
    for old in heads[HEADS_KEPT:]:
        old.unlink(missing_ok=True)


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _load(path: Path, examples: Examples) -> Fitted | None:
    """The head that is kept there, or None where there is none that can be used."""
    arrays = read(path)
    try:
        if arrays is None:
            return None
        note = json.loads(arrays["note"].tobytes())
        for name in ("encoded", "alarm_told"):
            arrays[name] = arrays[name].astype(np.float32)
        if note["hash"] != examples.hash:
            return None
        return Fitted(
            light=note["light"],
            topics=tuple(note["topics"]),
            phrases=tuple(note["phrases"]),
            canonical=tuple(note["canonical"]),
            alarm=Alarm(
                kinds=tuple(note["dangers"]),
                light=note["light"],
                hints=Hints(
                    **{name: arrays[f"hints_{name}"] for name in _HINTS}, constant=float(note["hints"])
                ),
                **{name: arrays[f"alarm_{name}"] for name in _ALARM},
            ),
            grams=Grams(**{name: arrays[name] for name in _GRAMS}, size=len(note["canonical"])),
            curve=Curve(*note["curve"]),
            **{name: arrays[name] for name in _ARRAYS},
        )
    except (KeyError, TypeError, ValueError):
        return None


def main() -> None:
    """The child: `python -m bot.matching.fit CACHE light|full`, examples as JSON on standard input."""
    # Answers come first: whoever fits takes what is left of the processor.
    with contextlib.suppress(OSError):
        os.nice(10)
    cache, light = Path(sys.argv[1]), sys.argv[2] == "light"
    examples = Examples.read(sys.stdin.read())
    light = light or not has_e5()
    path = _path(examples, cache, light)
    if _load(path, examples) is None:
        canonical = Canonical(examples.texts(), examples.words)
        _save(path, examples, _make(examples, canonical, cache, light))


if __name__ == "__main__":
    main()
