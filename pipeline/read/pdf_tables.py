"""The lines below the caption of a table -> its rows, each value with the head of its column.

Columns are told by the white between cells. Where cells of lines that have all columns stand one
over another, there is no grid to be seen, and the lines stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from pipeline.read.pdf_items import Item
from pipeline.read.pdf_lines import CELL, Line, made_line, merged, spelt
from pipeline.read.pdf_words import TABLE

_LEAST_ROWS, _FEWEST, _SHARE = 3, 2, 0.2
"""Lines of a table, and those that have all columns: so many, and such a share of all."""
_MOST_COLUMNS, _MOST_HEADS = 16, 4
_CELLS_OF_A_ROW = 3  # in the block of a caption: there the table begins
_VALUE = re.compile(r"[<>≤≥~±+−–—(-]{0,2}\s?\d")


class _Cell(NamedTuple):
    x0: float
    x1: float
    text: str


@dataclass(slots=True)
class _Row:
    line: Line
    cells: dict[int, str] = field(default_factory=dict)
    whole: str = ""
    """What stands across the columns."""


def with_rows(items: Sequence[Item]) -> list[Item]:
    """Put rows for the lines of each table."""
    found: list[Item] = []
    at = 0
    while at < len(items):
        item = items[at]
        at += 1
        found.append(item)
        if item.kind != "caption" or not TABLE.match(item.text):
            continue
        end = at
        while end < len(items) and _may_be_rows(items[end], item):
            end += 1
        caption, lines = _cut(item)
        lines += [line for other in items[at:end] for line in other.lines]
        # White between its columns may have parted the table as it does a page.
        whole = merged(piece for line in lines for piece in line.pieces)
        rows = [replace(item, lines=[made], kind="other") for made in _rows(whole)]
        if rows:
            found[-1:] = [replace(item, lines=caption), *rows]
            at = end
    return found


def _may_be_rows(item: Item, caption: Item) -> bool:
    above = caption.lines[-1]
    inside = (item.region, item.kind) == ("boilerplate", "other")
    return inside and all(line.page == above.page and line.y < above.y for line in item.lines)


def _cut(item: Item) -> tuple[list[Line], list[Line]]:
    """Part the lines of a caption from those of its table."""
    rows = (i for i, line in enumerate(item.lines) if i and line.cells >= _CELLS_OF_A_ROW)
    at = next(rows, len(item.lines))
    return item.lines[:at], item.lines[at:]


def _rows(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the rows that lines hold, each as a line; none where they show no grid."""
    if len(lines) < _LEAST_ROWS:
        return
    grid = [_cells(line) for line in lines]
    columns = _columns(grid)
    if columns is None:
        return
    rows = [_placed(*pair, columns) for pair in zip(lines, grid, strict=True)]
    first = next((i for i, row in enumerate(rows) if _has_values(row, len(columns))), 1)
    first = first if first <= _MOST_HEADS else 1
    heads = _heads(rows[:first])
    for row in _joined(rows[first:]):
        yield _written(row, heads)


def _cells(line: Line) -> list[_Cell]:
    found: list[_Cell] = []
    last = None
    for text, piece, _ in spelt(line.pieces, line.size, line.y):
        if last is not None and piece.x0 - last <= CELL * line.size:
            before = found[-1]
            found[-1] = _Cell(before.x0, piece.x1, before.text + text)
        else:
            found.append(_Cell(piece.x0, piece.x1, text.strip()))
        last = piece.x1
    return found


def _columns(grid: Sequence[Sequence[_Cell]]) -> list[tuple[float, float]] | None:
    """Return where the columns begin and end, ``None`` where no grid is seen."""
    counts = [len(cells) for cells in grid]
    least = max(_FEWEST, _SHARE * len(grid))
    most = max((n for n in set(counts) if n > 1 and counts.count(n) >= least), default=0)
    if not 2 <= most <= _MOST_COLUMNS:
        return None
    full = [cells for cells in grid if len(cells) == most]
    found = [
        (min(cells[i].x0 for cells in full), max(cells[i].x1 for cells in full))
        for i in range(most)
    ]
    return found if all(a[1] < b[0] for a, b in pairwise(found)) else None


def _placed(line: Line, cells: Sequence[_Cell], columns: Sequence[tuple[float, float]]) -> _Row:
    """Put the cells of a line in their columns; a head may stand over several."""
    row = _Row(line)
    edges = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    for cell in cells:
        first = sum(cell.x0 >= edge for edge in edges)
        last = sum(cell.x1 > edge for edge in edges)
        if len(cells) == 1 and last > first:
            row.whole = cell.text
            return row
        for place in range(first, max(last, first) + 1):
            row.cells[place] = (
                f"{row.cells[place]} {cell.text}" if place in row.cells else cell.text
            )
    return row


def _has_values(row: _Row, columns: int) -> bool:
    """Whether a line holds the values of a row: a label, and figures in most other columns."""
    values = sum(_VALUE.match(text) is not None for n, text in row.cells.items() if n)
    return 0 in row.cells and values > 0.5 * (columns - 1)


def _heads(rows: Sequence[_Row]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for row in rows:
        for n, text in row.cells.items():
            found.setdefault(n, []).append(text)
    return {n: " ".join(texts) for n, texts in found.items()}


def _joined(rows: Sequence[_Row]) -> Iterator[_Row]:
    """Put lines on which cells go on to the row above."""
    last: _Row | None = None
    for row in rows:
        if last is not None and not row.whole and not last.whole and _goes_on(last, row):
            for n, text in row.cells.items():
                last.cells[n] = f"{last.cells[n]} {text}" if n in last.cells else text
            continue
        if last is not None:
            yield last
        last = row
    if last is not None:
        yield last


def _goes_on(above: _Row, row: _Row) -> bool:
    """Whether a line holds no label of its own, or only the rest of one."""
    label = row.cells.get(0)
    if label is None:
        return True
    rest = len(row.cells) < len(above.cells) and (label[0].islower() or label[0] in "(–-")
    return rest and not any(_VALUE.match(text) for n, text in row.cells.items() if n)


def _written(row: _Row, heads: dict[int, str]) -> Line:
    label = row.cells.get(0, "")
    values = [
        f"{heads[n]} {text}" if heads.get(n) else text for n, text in sorted(row.cells.items()) if n
    ]
    said = row.whole or ": ".join(filter(None, (label, "; ".join(values))))
    first = row.line.pieces[0]
    return made_line([replace(first, text=said, raised=[], links=[], lead=0, x1=row.line.x1)])
