"""What every page adds to a document: running heads, page numbers, line numbers, watermarks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from pipeline.read.pdf_pages import Piece, PrintedPage
from pipeline.read.pdf_tags import ARTIFACT

_ROWS = 4  # rows from the top and from the bottom among which running heads are looked for
_EDGE = 0.12  # share of the height of a page at its top and bottom
_ROW = 3.0  # points within which base lines are one row
_PLACE = 6.0  # points within which something is printed at one place
_SHARE, _LEAST = 0.2, 2
"""The share of the pages, and how many of them at least, that print the same."""
_EVERYWHERE, _PAGES = 0.6, 3
"""The same for what stands in the middle of the pages."""
_MOST_BESIDE = 90  # characters of a running head that one page alone prints
_LETTERS = 3  # of a running head whose numbers may differ
_LABELLED, _WORDS = 3.5, 15
"""Sizes of white between a label and what it labels, and characters of that."""
_CLOSE = 1.7  # sizes between the lines of one text
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"\W{0,3}(?:page|p\.|seite|página)?\s?(?:[a-z]{1,3})?(\d{1,6})(?:\s?(?:of|/|von|de)\s?\d{1,4})?\W{0,3}",
    re.IGNORECASE,
)
_COUNT, _LINE_NUMBERS = re.compile(r"\d{1,4}"), 6

_GUTTER, _CROSSING = 4.0, 0.1
"""Points within which numbers below one another end, and the share of the print that may cross."""


def without_furniture(pages: list[PrintedPage]) -> list[list[Piece]]:
    """Return the pieces of each page without what the pages add to the document.

    Tables that are turned stand on pages whose heads are not, and head their columns anew.
    """
    usual = Counter(page.turn for page in pages).most_common(1)
    alike = [page for page in pages if page.turn == usual[0][0]]
    found = dict(zip((page.number for page in alike), _without(alike), strict=True))
    return [found.get(page.number, [p for p in page.pieces if not p.turned]) for page in pages]


def _without(pages: list[PrintedPage]) -> list[list[Piece]]:
    pieces = [[p for p in page.pieces if not p.turned and not _artifact(p, page)] for page in pages]
    found = [_without_line_numbers(page) for page in pieces]
    for _ in range(2):  # below a running head there may be another
        dropped = _repeated(found, len(pages)) | _page_numbers(found)
        dropped -= _within_lines(found, dropped)
        dropped |= _beside(found, dropped)
        found = [[p for p in page if id(p) not in dropped] for page in found]
    return found


def _artifact(p: Piece, page: PrintedPage) -> bool:
    """Whether tagged as no text, and printed where running heads are."""
    edge = _EDGE * page.height
    return p.level == ARTIFACT and not edge < p.y < page.height - edge


def _key(p: Piece) -> str:
    """Return what is the same on every page: numbers count with the pages, those alone do not."""
    text = "".join(p.text.lower().split())
    return _DIGITS.sub("0", text) if sum(map(str.isalpha, text)) >= _LETTERS else text


def _edges(page: list[Piece]) -> Iterable[tuple[int, Piece]]:
    """Yield the pieces of the first and last rows, each with the number of its row."""
    rows: list[float] = []
    for y in sorted({p.y for p in page}, reverse=True):
        if not rows or rows[-1] - y > _ROW:
            rows.append(y)
    top, bottom = rows[:_ROWS], rows[-_ROWS:]
    for p in page:
        for i, y in enumerate(top):
            if y + 0.1 >= p.y > y - _ROW:
                yield i, p
        for i, y in enumerate(reversed(bottom)):
            if y + 0.1 >= p.y > y - _ROW:
                yield -1 - i, p


def _repeated(pages: list[list[Piece]], count: int) -> set[int]:
    """Return what several pages print at one place: at their edges, or all of them anywhere."""
    at_edges: dict[tuple[str, int], set[int]] = defaultdict(set)
    anywhere: dict[tuple[str, int, int], set[int]] = defaultdict(set)
    edges = [{id(p) for _, p in _edges(page)} for page in pages]
    for number, page in enumerate(pages):
        for p in page:
            key, row = _key(p), round(p.y / _PLACE)
            if id(p) in edges[number]:
                at_edges[key, row].add(number)
            if count >= _PAGES:
                anywhere[key, row, round(p.x0 / _PLACE)].add(number)
    found: set[int] = set()
    least = max(_LEAST, _SHARE * count)
    for number, page in enumerate(pages):
        for p in page:
            key, row = _key(p), round(p.y / _PLACE)
            near: set[int] = set()
            if id(p) in edges[number]:
                near = near.union(*(at_edges.get((key, row + d), ()) for d in (-1, 0, 1)))
            alike = anywhere.get((key, row, round(p.x0 / _PLACE)), ())
            if len(near) >= least or len(alike) >= max(_PAGES, _EVERYWHERE * count):
                found.add(id(p))
    return found


def _page_numbers(pages: list[list[Piece]]) -> set[int]:
    """Return the numbers at the edges of the pages that count with them."""
    steps: Counter[int] = Counter()
    seen: list[tuple[int, Piece]] = []
    for number, page in enumerate(pages):
        for row, p in _edges(page):
            found = _NUMBER.fullmatch(p.text) if row in (0, 1, -1, -2) else None
            if found and not _labels(p, page):
                seen.append((int(found[1]) - number, p))
                steps[int(found[1]) - number] += 1
    known = {step for step, count in steps.items() if count >= _LEAST}
    return {id(p) for step, p in seen if step in known}


def _within_lines(pages: list[list[Piece]], dropped: set[int]) -> set[int]:
    """Return what stands within a line of text: the words "of the" may do so on many pages."""
    kept = set()
    for page in pages:
        for p in page:
            if id(p) in dropped and any(
                id(q) not in dropped
                and abs(q.y - p.y) < _ROW
                and max(q.x0 - p.x1, p.x0 - q.x1) < _LABELLED * p.size
                for q in page
            ):
                kept.add(id(p))
    return kept


def _labels(p: Piece, page: list[Piece]) -> bool:
    """Whether a number labels what stands to its right on its row: an entry, a heading."""
    return any(
        abs(q.y - p.y) < _ROW and 0 < q.x0 - p.x1 < _LABELLED * p.size and len(q.text) > _WORDS
        for q in page
    )


def _beside(pages: list[list[Piece]], dropped: set[int]) -> set[int]:
    """Return short print of the first and last rows that stands where other pages drop theirs."""
    places = {
        (round(p.y), row >= 0)
        for page in pages
        for row, p in _edges(page)
        if row in (0, -1) and id(p) in dropped
    }
    return {
        id(p)
        for page in pages
        for row, p in _edges(page)
        if row in (0, -1)
        and len(p.text) < _MOST_BESIDE
        and any((round(p.y) + d, row >= 0) in places for d in (-2, -1, 0, 1, 2))
        and not _in_text(p, page)
    }


def _in_text(p: Piece, page: list[Piece]) -> bool:
    """Whether a line in the same size stands right above or below: heads stand apart."""
    return any(
        0 < abs(p.y - q.y) < _CLOSE * p.size
        and abs(p.size - q.size) < 0.3
        and min(p.x1, q.x1) - max(p.x0, q.x0) > 0.5 * min(p.x1 - p.x0, q.x1 - q.x0)
        and len(q.text) > _WORDS
        for q in page
    )


def _without_line_numbers(page: list[Piece]) -> list[Piece]:
    """Return a page without the numbers that count its lines in the margin."""
    numbers = [p for p in page if _COUNT.fullmatch(p.text)]
    if len(numbers) < _LINE_NUMBERS:
        return page
    rest = [p for p in page if not _COUNT.fullmatch(p.text) and len(p.text) > 20]
    if not rest:
        return page
    left, right = min(p.x0 for p in rest), max(p.x1 for p in rest)
    middle = (left + right) / 2
    gone: set[int] = set()
    for margin, column in (
        ([p for p in numbers if p.x1 < left], [p for p in rest if p.x0 < middle]),
        ([p for p in numbers if p.x0 > right], [p for p in rest if p.x1 > middle]),
        _in_gutter([p for p in numbers if left < p.x0 < right], rest),
    ):
        if _counts_lines(margin, column):
            gone |= {id(p) for p in margin}
    return [p for p in page if id(p) not in gone]


def _in_gutter(numbers: list[Piece], rest: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Return numbers that stand below one another between two columns, and the second column."""
    below: dict[int, list[Piece]] = defaultdict(list)
    for p in numbers:
        below[round(p.x1 / _GUTTER)].append(p)
    margin = max(below.values(), key=len, default=[])
    if len(margin) < _LINE_NUMBERS:
        return [], []
    left, right = min(p.x0 for p in margin), max(p.x1 for p in margin)
    column = [p for p in rest if p.x0 > right]
    crossing = sum(p.x0 < right and p.x1 > left for p in rest)
    before = sum(p.x1 < left for p in rest)
    if before < _LINE_NUMBERS or crossing > _CROSSING * len(rest):
        return [], []
    return margin, column


def _counts_lines(margin: list[Piece], column: list[Piece]) -> bool:
    """Whether the numbers of a margin count the lines of the column beside it."""
    margin = sorted(margin, key=lambda p: -p.y)
    counts = [int(p.text) for p in margin]
    if len(margin) < _LINE_NUMBERS or any(b <= a for a, b in pairwise(counts)):
        return False
    lines = {round(p.y) for p in column}
    beside = sum(round(p.y) + d in lines for p in margin for d in (-1, 0, 1))
    steps = {b - a for a, b in pairwise(counts)}
    # The entries of a list count by ones too, but not each of their lines.
    return not (steps == {1} and len(margin) < 0.8 * len(lines) and beside < 2 * len(margin))
