"""All measurements: `make bench`. Needs no outside data; with BENCH_DATA=FOLDER its sets are measured too.

python bench/all.py [FOLDER]
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.matching import measure

OWN = "own"


def main() -> None:
    """Prints all tables; ends with 1 where a requirement is missed."""
    missed = measure(OWN)
    folder = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("BENCH_DATA", "")
    for path in sorted(Path(folder).resolve().glob("*.tsv")) if folder else ():
        missed += measure(str(path))
    for each in missed:
        print(f"MISSED: {each}")
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
