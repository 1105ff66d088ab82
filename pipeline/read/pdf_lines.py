"""Pieces of print -> lines, in the order in which columns are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.read.pdf_pages import Piece

_SAME_LINE = 0.45  # sizes between the base lines of what is one line
_OVERLAP = 0.3  # share of a piece that may stand over another of its line
_JOINT = 0.12  # sizes of white between pieces that a blank fills
CELL = 1.1  # sizes of white between cells of a table
# A superscript that stands as a piece of its own.
_SMALL, _RAISED = 0.86, 0.12
# Columns: the least white between them in points, lines and letters on each side, and the share
# of the width that print fills. Cells of tables are shorter and emptier.
_GUTTER, _LEAST_LINES, _LEAST_LETTERS, _FILLED = 6.0, 3, 11, 0.5
_COUNTED = 5  # letters of a line that counts: the numbers of a list are no lines
_EDGE, _LEAST_EDGES = 3.0, 2  # points within which left edges are one, and how many show one
_DEEPEST, _MOST_COLUMNS = 12, 2
_ABOUT = 0.8  # share of the lines of the best cut that is about as many
_TIGHT = 1.15  # sizes from one line to the next where lines are set tight
_MANY = 24  # lines beside a gutter of the document, at least
_BAND = 10.0  # points of white above a list that begins in both columns
_PURE, _ONE_SIZE = 0.85, 0.3
"""The share of either band that is in its size, and points within which sizes are one."""
_ONE_TEXT, _FIRST_INDENT = 1.4, 2.0  # sizes between the lines of one text, and of an indent
_LEVEL = 5.0  # points within which the first lines of two columns are level


@dataclass(slots=True)
class Line:
    """A line of a column."""

    pieces: list[Piece]
    x0: float
    x1: float
    y: float
    size: float
    bold: float
    italic: float
    face: int
    page: int
    column: int = 0
    part: int = 0
    """The part of the page; a column may go on in the next, where it is narrower."""
    text: str = ""

    @property
    def top(self) -> float:
        """Where its capitals end."""
        return self.y + 0.72 * self.size

    @property
    def cells(self) -> int:
        """How many stretches white parts that is wider than between words."""
        gaps = pairwise(self.pieces)
        return 1 + sum(b.x0 - a.x1 > CELL * self.size for a, b in gaps)


def made_line(pieces: Iterable[Piece]) -> Line:
    """Join pieces that stand on one line."""
    found = sorted(pieces, key=lambda p: p.x0)
    weights: dict[tuple[float, float], int] = defaultdict(int)
    faces: dict[int, int] = defaultdict(int)
    for p in found:
        weights[round(p.size, 1), p.y] += len(p.text)
        faces[p.face] += len(p.text)
    size, y = max(weights, key=lambda k: (weights[k], k[0]))
    letters = sum(len(p.text) for p in found)
    return Line(
        pieces=found,
        x0=found[0].x0,
        x1=max(p.x1 for p in found),
        y=y,
        size=size,
        bold=sum(p.bold * len(p.text) for p in found) / letters,
        italic=sum(p.italic * len(p.text) for p in found) / letters,
        face=max(faces, key=lambda f: faces[f]),
        page=found[0].page,
        text="".join(text for text, _, _ in spelt(found, size, y)),
    )


def spelt(pieces: Sequence[Piece], size: float, y: float) -> list[tuple[str, Piece, bool]]:
    """Return the text of each piece of a line, a blank before it where white is, and whether
    all of it is raised."""  # fmt: skip
    found = []
    last: Piece | None = None
    for p in pieces:
        up = p.y - y > _RAISED * size and p.size < _SMALL * size
        blank = last is not None and p.x0 - last.x1 > _JOINT * size
        found.append((" " + p.text if blank else p.text, p, up))
        last = p
    return found


def merged(pieces: Iterable[Piece]) -> list[Line]:
    """Return the lines of a column from top to bottom."""
    lines: list[list[Piece]] = []
    bands: list[tuple[float, float]] = []  # base line and size of each line
    for p in sorted(pieces, key=lambda p: (-p.size, -p.y)):
        best, least = -1, _SAME_LINE
        for i, (y, size) in enumerate(bands):
            off = abs(p.y - y) / size
            if off < least and not _covers(lines[i], p):
                best, least = i, off
        if best < 0:
            lines.append([p])
            bands.append((p.y, p.size))
        else:
            lines[best].append(p)
    return sorted((made_line(line) for line in lines), key=lambda line: (-line.y, line.x0))


def _covers(line: Iterable[Piece], p: Piece) -> bool:
    """Whether a piece stands over one of a line, and so on another."""
    width = max(p.x1 - p.x0, 0.1)
    for q in line:
        over = min(p.x1, q.x1) - max(p.x0, q.x0)
        if over > _OVERLAP * min(width, max(q.x1 - q.x0, 0.1)):
            return True
    return False


def columns(
    pieces: list[Piece], gutters: Sequence[float] = (), depth: int = 0
) -> list[list[Piece]]:
    """Cut a page where white runs down between columns, and return the parts in reading order.

    ``gutters`` are where the document's second columns begin.
    """
    cut = _best_cut(pieces, gutters) if depth < _DEEPEST else None
    if cut is None:
        return [pieces] if pieces else []
    x, low, high = cut.x, cut.low, cut.high
    above = [p for p in pieces if p.y > high]
    below = [p for p in pieces if p.y < low]
    inside = [p for p in pieces if low <= p.y <= high]
    left = [p for p in inside if (p.x0 + p.x1) / 2 < x]
    right = [p for p in inside if (p.x0 + p.x1) / 2 >= x]
    level = _new_band(left, right)
    if level is not None:
        inner = [[p for p in side if p.y >= level] for side in (left, right)]
        lower = [[p for p in side if p.y < level] for side in (left, right)]
        parts = [above, *inner, *lower, below]
    else:
        parts = [above, left, right, below]
    return [found for part in parts for found in columns(part, gutters, depth + 1)]


def _new_band(left: list[Piece], right: list[Piece]) -> float | None:
    """Return below which base line both columns begin anew in another size, as lists do."""
    both = [*left, *right]
    rows = sorted({p.y for p in both}, reverse=True)
    best, most = None, _PURE * sum(len(p.text) for p in both)
    for above, below in pairwise(rows):
        if above - below < _BAND:
            continue
        level = (above + below) / 2
        sizes = [
            _main_size([p for p in side if (p.y >= level) == up])
            for side in (left, right)
            for up in (True, False)
        ]
        if None in sizes:
            continue
        a, b, c, d = (size or 0.0 for size in sizes)
        if abs(a - c) > _ONE_SIZE or abs(b - d) > _ONE_SIZE or abs(a - b) < 0.08 * a:
            continue
        pure = sum(
            len(p.text) for p in both if abs(p.size - (a if p.y >= level else b)) < _ONE_SIZE
        )
        if pure > most:
            best, most = level, pure
    return best


def _main_size(pieces: list[Piece]) -> float | None:
    weights: dict[float, int] = defaultdict(int)
    for p in pieces:
        weights[round(p.size, 1)] += len(p.text)
    return max(weights, key=lambda s: weights[s]) if weights else None


class _Cut(NamedTuple):
    """A white strip between columns."""

    score: int
    """Lines on its poorer side."""
    white: float
    x: float
    low: float
    high: float


def find_gutters(pages: Iterable[list[Piece]]) -> list[float]:
    """Return where a document's second columns begin, on many of its lines."""
    seen: dict[int, list[tuple[int, float]]] = defaultdict(list)
    lines = 0
    for pieces in pages:
        lines += len({round(p.y) for p in pieces})
        for cut in _cuts(pieces, 0):
            seen[round(cut.x / _EDGE)].append((cut.score, cut.x + 1))
    found = []
    for at, cuts in seen.items():
        near = [c for d in (-1, 0, 1) for c in seen.get(at + d, ())]
        if sum(score for score, _ in near) >= max(_MANY, 0.1 * lines):
            found.append(min(x for _, x in cuts))
    return found


def _cuts(pieces: list[Piece], depth: int) -> Iterator[_Cut]:
    """Yield where white runs down a page, and then down the parts beside it."""
    cut = _best_cut(pieces, ())
    if cut:
        yield cut
        if depth < _MOST_COLUMNS:
            inside = [p for p in pieces if cut.low <= p.y <= cut.high]
            for right in (False, True):
                side = [p for p in inside if ((p.x0 + p.x1) / 2 >= cut.x) == right]
                yield from _cuts(side, depth + 1)


def _best_cut(pieces: list[Piece], gutters: Sequence[float]) -> _Cut | None:
    """Return where white runs down between the most lines.

    Of cuts that part about as many lines the one through the widest white is taken: numbers
    of a list stand apart from their entries too.
    """
    edges: dict[int, list[float]] = defaultdict(list)
    for p in pieces:
        edges[int(p.x0 // _EDGE)].append(p.x0)
    found: list[_Cut] = []
    for at, starts in edges.items():
        near = [*starts, *edges.get(at + 1, [])]
        x = min(near)
        known = any(abs(x - g) < _EDGE for g in gutters)
        if len(near) < _LEAST_EDGES and not known:
            continue
        for low, high in _free(pieces, x):
            score = _support(pieces, x, low, high, known)
            if score:
                inside = [p for p in pieces if low <= p.y <= high]
                white = x - max(p.x1 for p in inside if (p.x0 + p.x1) / 2 < x)
                found.append(_Cut(score, white, x - 1, low, high))
    if not found:
        return None
    most = max(cut.score for cut in found)
    best = max((cut for cut in found if cut.score >= _ABOUT * most), key=lambda cut: cut.white)
    inside = [p for p in pieces if best.low <= p.y <= best.high]
    right = max(p.y for p in inside if (p.x0 + p.x1) / 2 >= best.x)
    before = [p for p in inside if (p.x0 + p.x1) / 2 < best.x]
    return best._replace(high=min(best.high, _first_line(before, right + _LEVEL)))


def _first_line(column: Sequence[Piece], level: float) -> float:
    """Return where a column begins that goes on above a level: lines of one text are not parted."""
    at = level
    last: Piece | None = None
    for p in sorted(column, key=lambda p: p.y):
        if p.y <= level:
            last = p
        elif last is not None and _follows(p, last):
            at, last = p.y, p
        else:
            break
    return at


def _follows(above: Piece, p: Piece) -> bool:
    near = above.y - p.y < _ONE_TEXT * p.size and abs(above.size - p.size) < _ONE_SIZE
    return near and abs(above.x0 - p.x0) < _FIRST_INDENT * p.size


def _free(pieces: list[Piece], x: float) -> list[tuple[float, float]]:
    """Return between which base lines nothing crosses the white to the left of ``x``."""
    crossing = sorted({p.y for p in pieces if p.x0 < x - 0.5 and p.x1 > x - _GUTTER}, reverse=True)
    rows = sorted({p.y for p in pieces}, reverse=True)
    found, at = [], 0
    for y in [*crossing, float("-inf")]:
        first = at
        while at < len(rows) and rows[at] > y:
            at += 1
        if at > first:
            found.append((rows[at - 1], rows[first]))
        while at < len(rows) and rows[at] >= y:
            at += 1
    return found


def _support(pieces: list[Piece], x: float, low: float, high: float, known: bool) -> int:
    """Return how many lines of prose stand on either side of a cut, the fewer of the two.

    At a ``known`` gutter whatever stands on either side counts: figures and tables too.
    """
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for p in pieces:
        if low <= p.y <= high:
            sides[(p.x0 + p.x1) / 2 >= x].append(p)
    counts = []
    for side in sides:
        rows: dict[int, list[Piece]] = defaultdict(list)
        for p in side:
            rows[round(p.y / 3)].append(p)
        if known and rows:
            counts.append(max(len(rows), 2))
            continue
        if len(rows) < _LEAST_LINES:
            return 0
        letters = [sum(len(p.text) for p in row) for row in rows.values()]
        width = max(p.x1 for p in side) - min(p.x0 for p in side)
        # Lines of two further columns stand between one another: as many fit as the size lets.
        high = max(p.y for p in side) - min(p.y for p in side)
        fit = 1 + high / (_TIGHT * median(p.size for p in side))
        filled = sum(p.x1 - p.x0 for p in side) / (min(len(rows), fit) * max(width, 1))
        if median(letters) < _LEAST_LETTERS or filled < _FILLED:
            return 0
        counts.append(sum(n >= _COUNTED for n in letters))
    return min(counts)


def page_lines(pieces: list[Piece], gutters: Sequence[float] = ()) -> list[Line]:
    """Return the lines of a page in reading order, each with the number of its column."""
    found: list[Line] = []
    number = 0
    for place, part in enumerate(columns(pieces, gutters)):
        lines = merged(part)
        if found and not _goes_on(found[-1], lines[0]):
            number += 1
        for line in lines:
            line.column, line.part = number, place
        found += lines
    return found


def _goes_on(above: Line, line: Line) -> bool:
    """Whether a part of the page begins right below the last line of the part before."""
    near = 0 < above.y - line.y < 1.6 * line.size and abs(above.size - line.size) < 0.5
    return near and abs(above.x0 - line.x0) < _EDGE
