"""Measures one candidate in a process of its own, so that its memory is its own: prints JSON.

Run by `matching.py`: `python -m bench.one SOURCE PHRASES MOST CANDIDATE`.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench import rivals
from bench.serve import kilobytes
from bench.sets import Question, Set, of_size, read_set
from bot.matching import Examples, Matcher, fit_elsewhere
from bot.matching.features import encoder

Ranked = tuple[list[str], float, str]
"""The best topics, best first; how sure the first is; and the decision ("" from those that make none)."""

RIVALS: dict[str, Callable[[Examples], rivals.Scorer]] = {
    "e5": rivals.nearest("e5"),
    "use": rivals.nearest("use"),
    "tfidf": rivals.tfidf_linear,
    "rapidfuzz": rivals.token_sort_ratio,
}
MANY = 4_000
ASKED = 500


def measure(found: Set, questions: Sequence[Question], candidate: str) -> dict[str, Any]:
    """Quality by language, milliseconds and memory of one candidate; of ours the fit as well.

    Of ours a bare E5 encoding of the same question is timed before or after each answer, by turns, so
    that whatever else the machine does falls on both.
    """
    if candidate in RIVALS:
        start = time.perf_counter()
        score, ids = RIVALS[candidate](found.examples), rivals.topic_ids(found.examples)
        fit_seconds = time.perf_counter() - start

        def ask(text: str) -> Ranked:
            scores = score(text)
            order = np.argsort(-scores, kind="stable")[:3]
            return [ids[each] for each in order], float(scores[order[0]]), ""

        ranked, took, _ = _ask_all(questions, ask, None)
        return {
            **_quality(questions, ranked),
            **_milliseconds(took),
            "fit": fit_seconds,
            "memory": kilobytes("VmRSS"),
        }
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        matcher = fit_elsewhere(found.examples, Path(folder), light=candidate == "light")
        fit_seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    bare = None if matcher.light else encoder("e5")
    ranked, took, bare_took = _ask_all(questions, lambda text: _answer(matcher, text), bare)
    out: dict[str, Any] = {
        **_quality(questions, ranked),
        **_milliseconds(took),
        "fit": fit_seconds,
        "peak": peak,
        "memory": kilobytes("VmRSS"),
        "light": matcher.light,
    }
    if bare_took:
        out["bare"] = _milliseconds(bare_took)
        out["ratio"] = float(np.percentile(took, 95) / np.percentile(bare_took, 95))
    return out


def _answer(matcher: Matcher, text: str) -> Ranked:
    match = matcher.answer(text)
    ids = list(dict.fromkeys((*match.choices, *(id for id, _ in match.ranked))))
    return ids, match.probability, match.decision


def _ask_all(
    questions: Sequence[Question], ask: Callable[[str], Ranked], bare: Callable[[Sequence[str]], Any] | None
) -> tuple[list[Ranked], list[float], list[float]]:
    """The answers, the seconds each took, and the seconds of a bare encoding of each."""
    ranked, took, bare_took = [], list[float](), list[float]()
    for place, each in enumerate(questions):
        for turn in (0, 1):
            start = time.perf_counter()
            if (place + turn) % 2:
                ranked.append(ask(each.text))
                took.append(time.perf_counter() - start)
            elif bare:
                bare([each.text])
                bare_took.append(time.perf_counter() - start)
    return ranked, took, bare_took


def _quality(questions: Sequence[Question], ranked: Sequence[Ranked]) -> dict[str, Any]:
    pairs = list(zip(questions, ranked, strict=True))
    out: dict[str, Any] = {}
    off = [(each, got) for each, got in pairs if not each.right]
    for language in sorted({each.language for each in questions}):
        mine = [(each, got) for each, got in pairs if each.right and each.language == language]
        if not mine:
            continue
        said = [(got[2], got[0][:1], each.right) for each, got in mine]
        out.setdefault("languages", {})[language] = {
            "questions": len(mine),
            "top1": float(np.mean([bool(each.right & set(got[0][:1])) for each, got in mine])) * 100,
            "top3": float(np.mean([bool(each.right & set(got[0][:3])) for each, got in mine])) * 100,
            "auroc": _auroc([got[1] for _, got in mine], [got[1] for _, got in off]),
            "answered": sum(decision == "answer" for decision, _, _ in said),
            "wrong": sum(decision == "answer" and not right & set(top) for decision, top, right in said),
            "asked": sum(decision == "ask" for decision, _, _ in said),
            "asked_right": sum(bool(got[2] == "ask" and each.right & set(got[0][:3])) for each, got in mine),
            "refused": sum(decision == "refuse" for decision, _, _ in said),
        }
    out["off"] = {"questions": len(off), "answered": sum(got[2] == "answer" for _, got in off)}
    return out


def _auroc(inside: Sequence[float], outside: Sequence[float]) -> float | None:
    """The chance that a question in scope is surer than one out of it; None where there are none."""
    if not outside:
        return None
    both = np.concatenate([inside, outside])
    _values, place, counts = np.unique(both, return_inverse=True, return_counts=True)
    ranks: NDArray[np.float64] = (np.cumsum(counts) - (counts - 1) / 2)[place]
    n = len(inside)
    return float((ranks[:n].sum() - n * (n + 1) / 2) / (n * len(outside)))


def prepare(found: Set, questions: Sequence[Question]) -> dict[str, Any]:
    """Fits to 4,000 phrases, in a child, into a folder for `bench.serve`, and puts what it needs there."""
    many, folder = of_size(found, MANY), Path(sys.argv[5])
    (folder / "examples.json").write_text(many.written(), encoding="utf-8")
    asked = [each.text for each in questions[:ASKED]]
    (folder / "questions.json").write_text(json.dumps(asked), encoding="utf-8")
    start = time.perf_counter()
    fit_elsewhere(many, folder)
    return {
        "phrases": sum(map(len, many.phrases.values())) + len(many.background),
        "fit": time.perf_counter() - start,
        "peak": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss,
    }


def _milliseconds(took: Sequence[float]) -> dict[str, float]:
    return {"median": float(np.median(took)) * 1e3, "p95": float(np.percentile(took, 95)) * 1e3}


def main() -> None:
    """Prints what was measured as one line of JSON."""
    source, phrases, most, candidate = sys.argv[1:5]
    found = read_set(source, int(phrases))
    questions = list(found.questions)
    if 0 < int(most) < len(questions):
        chosen = np.random.default_rng(0).choice(len(questions), int(most), replace=False)
        questions = [questions[each] for each in sorted(chosen)]
    out = prepare(found, questions) if candidate == "prepare" else measure(found, questions, candidate)
    print(json.dumps(out))


if __name__ == "__main__":
    main()
