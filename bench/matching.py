"""Measures the matcher on a public set, beside simpler ways, and prints tables.

    python bench/matching.py DATA.tsv [--phrases N] [--most N]

DATA.tsv has the columns split, lang, intent, text. Ends with 1 where a requirement is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
FEW = 10

CANDIDATES = {
    "full": "**this matcher**",
    "light": "its light head",
    "e5": "E5, nearest phrase",
    "use": "USE, nearest phrase",
    "tfidf": "tf-idf, logistic regression",
    "rapidfuzz": "rapidfuzz token_sort_ratio",
}

REQUIRED = {
    ("clinc150", "en"): {"top1": 90.5, "top3": 97.5, "auroc": 0.955},
    ("msskills", "es"): {"top1": 86.0},
}
"""With ten phrases a topic and language: by the file's name and the questions' language."""

RATIO = 2.2
"""What a question may cost at p95, in bare E5 encodings."""

MEGABYTES = 320
"""What a serving process may hold at 4,000 phrases."""


def run(module: str, *arguments: object) -> dict[str, Any]:
    """What a module of ours measured, in a process of its own, so that its memory is its own."""
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    out: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return out


def measure(source: str, phrases: int = FEW, most: int = 0, *, memory: bool = True) -> list[str]:
    """Prints the tables of one set. Returns what is required and was missed, a sentence each."""
    name = Path(source).stem
    given = f", {phrases} phrases a topic and language" if Path(source).suffix else ""
    print(f"\n## {name}{given}\n\n{_machine()}\n")
    results = {each: run("bench.one", source, phrases, most, each) for each in CANDIDATES}
    for language in results["full"]["languages"]:
        _print_quality(language, results)
    _print_decisions(results)
    missed = _print_cost(results["full"])
    for (set_name, language), least in REQUIRED.items():
        if set_name == name and phrases == FEW:
            got = results["full"]["languages"][language]
            missed += [
                f"{name}, {language}: {what} is {got[what]:.3f}, required {value}"
                for what, value in least.items()
                if got[what] < value
            ]
    if memory:
        missed += _print_memory(source, phrases)
    print(f"\nAfterwards: {_machine()}")
    return missed


def _print_quality(language: str, results: dict[str, dict[str, Any]]) -> None:
    count = results["full"]["languages"][language]["questions"]
    print(f"Questions in {language}: {count}\n")
    print("| | top-1 % | top-3 % | off-topic AUROC | ms median | ms p95 | MB held |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for candidate, title in CANDIDATES.items():
        one = results[candidate]
        got = one["languages"][language]
        auroc = "–" if got["auroc"] is None else f"{got['auroc']:.3f}"
        print(
            f"| {title} | {got['top1']:.1f} | {got['top3']:.1f} | {auroc} | "
            f"{one['median']:.1f} | {one['p95']:.1f} | {one['memory'] / 1024:.0f} |"
        )
    print()


def _print_decisions(results: dict[str, dict[str, Any]]) -> None:
    print(
        "| decisions | answered | of them wrong | asked | right among three | refused | off-topic answered |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for candidate in ("full", "light"):
        one = results[candidate]
        off = one["off"]
        for language, got in one["languages"].items():
            n = got["questions"]
            print(
                f"| {CANDIDATES[candidate]}, {language} | {got['answered'] / n:.1%} | "
                f"{got['wrong'] / max(got['answered'], 1):.1%} | {got['asked'] / n:.1%} | "
                f"{got['asked_right'] / max(got['asked'], 1):.1%} | {got['refused'] / n:.1%} | "
                + (f"{off['answered'] / off['questions']:.1%} |" if off["questions"] else "– |")
            )
    print()


def _print_cost(full: dict[str, Any]) -> list[str]:
    print(f"Fit in a child: {full['fit']:.1f} s, at a peak of {full['peak'] / 1024:.0f} MB.")
    if "ratio" not in full:
        print("E5 cannot be used here: all figures are of the light head.")
        return []
    print(
        f"A question against a bare E5 encoding, timed by turns: median {full['median']:.1f} / "
        f"{full['bare']['median']:.1f} ms, p95 {full['p95']:.1f} / {full['bare']['p95']:.1f} ms: "
        f"{full['ratio']:.2f} times at p95 (at most {RATIO})."
    )
    return [f"{full['ratio']:.2f} times a bare E5 encoding at p95"] if full["ratio"] > RATIO else []


def _print_memory(source: str, phrases: int) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        made = run("bench.one", source, phrases, 0, "prepare", folder)
        served = run("bench.serve", folder)
    held = max(served["loaded"], served["memory"]) / 1024
    print(
        f"At {made['phrases']:,} phrases: fit in a child {made['fit']:.0f} s, "
        f"peak {made['peak'] / 1024:.0f} MB; "
        f"a process that only loads the head holds {served['loaded'] / 1024:.0f} MB, "
        f"{served['memory'] / 1024:.0f} MB after {served['questions']} questions "
        f"on {served['threads']} threads, "
        f"{served['peak'] / 1024:.0f} MB at most (required: {MEGABYTES})."
    )
    return [f"{held:.0f} MB held at {made['phrases']} phrases"] if held > MEGABYTES else []


def _machine() -> str:
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load}"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Measure the matcher on a set of phrases and questions.")
    parser.add_argument("data", help="a file with the columns split, lang, intent, text")
    parser.add_argument("--phrases", type=int, default=FEW, help="phrases a topic and language (10)")
    parser.add_argument("--most", type=int, default=0, help="ask only so many of the questions")
    options = parser.parse_args()
    missed = measure(str(Path(options.data).resolve()), options.phrases, options.most)
    for each in missed:
        print(f"MISSED: {each}")
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
