"""How a table is printed: with its lines at a terminal, else as plain columns that can be searched."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDEST = 60
"""What is longer than this, in plain columns, pushes what follows: an address would drive all rows apart."""


def show(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table, one line a row where the output is no terminal."""
    if not sys.stdout.isatty():
        print(*plain(head, rows), sep="\n")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in head:
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    Console(highlight=False, markup=False, emoji=False).print(table)


def plain(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of a table as plain columns, at least two spaces apart."""
    widths = [min(WIDEST, max(map(cell_len, column))) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
