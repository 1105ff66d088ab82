"""Tables of data: each row becomes one line, with the headings of its columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.read.elements import names, shown_text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CELLS = ("td", "th")
_NO_CELL = names(
    "article aside blockquote details dl fieldset figure form h1 h2 h3 h4 h5 h6 header input li"
    " nav ol pre section table textarea ul"
)
_SENTENCE = re.compile(r"\w+(?:\W+\w+){5,}[.!?](?:\W|\d){0,30}$")
_LONGEST = 160  # characters of a cell that stands in a row with others
_ROWS, _COLUMNS = 600, 12
_WIDEST_HEAD = 60
_FEWEST = 3  # rows of a table that has no headings: fewer may lay out the page


@dataclass
class Rows:
    """How the rows of a table are written."""

    before: dict[Element, str] = field(default_factory=dict)
    """What is put before a cell: the cells of a row stand on one line."""
    heads: set[Element] = field(default_factory=set)
    """Rows of headings, which stand with every cell."""


def read_rows(table: Element) -> Rows:
    """Return how the rows of a table of data are written; nothing for one that is none."""
    plan = Rows()
    if next(table.iterdescendants("table"), None) is not None:
        return plan
    rows = list(islice(table.iter("tr"), _ROWS))
    if len(rows) < 2:
        return plan
    grid = [[cell for cell in row if cell.tag in _CELLS] for row in rows]
    count = 0
    while count < len(rows) and _is_head(rows[count], grid[count]):
        count += 1
    heads = _heads(grid[:count])
    body = grid[count:]
    if not body or max(map(len, grid)) > _COLUMNS or max(map(len, body)) < 2:
        return plan
    if not any(heads) and len({len(row) for row in body}) > 1:
        return plan
    if not any(heads) and len(body) < _FEWEST:
        return plan
    texts = [[" ".join("".join(shown_text(cell)).split()) for cell in row] for row in body]
    flat = [_is_flat(*pair) for pair in zip(body, texts, strict=True)]
    if sum(flat) < 0.6 * len(body):
        return plan
    if not any(heads) and not all(flat):
        return plan
    _put(plan, body, texts, flat, heads)
    if count and any(heads):
        plan.heads.update(rows[:count])
    return plan


def _is_head(row: Element, cells: list[Element]) -> bool:
    above = row.getparent()
    if above is not None and above.tag == "thead":
        return True
    return len(cells) > 1 and all(cell.tag == "th" for cell in cells)


def _span(cell: Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), _COLUMNS) if value.isdecimal() and len(value) < 4 else 1


def _heads(rows: list[list[Element]]) -> list[str]:
    """Return the heading of every column, of several rows of headings the words of each."""
    found: list[list[str]] = []
    for row in rows:
        at = 0
        for cell in row:
            text = " ".join("".join(shown_text(cell)).split())[:_WIDEST_HEAD]
            for _ in range(_span(cell, "colspan")):
                while len(found) <= at:
                    found.append([])
                if text and text not in found[at]:
                    found[at].append(text)
                at += 1
    return [" ".join(words) for words in found[:_COLUMNS]]


def _is_flat(cells: list[Element], texts: list[str]) -> bool:
    """Whether the cells of a row fit on one line: no sentence, list or part among them."""
    if any(len(text) > _LONGEST or _SENTENCE.search(text) for text in texts):
        return False
    return not any(e.tag in _NO_CELL for cell in cells for e in islice(cell.iterdescendants(), 50))


def _put(
    plan: Rows,
    body: list[list[Element]],
    texts: list[list[str]],
    flat: list[bool],
    heads: list[str],
) -> None:
    """Note what stands before each cell; a cell that spans rows heads those below it, too."""
    label, rows_left = "", 0
    for cells, words, is_flat in zip(body, texts, flat, strict=True):
        spans = rows_left > 0 and len(cells) < len(heads)
        rows_left = max(rows_left - 1, 0)
        if not is_flat:
            continue
        begun = spans
        for place, (cell, text) in enumerate(zip(cells, words, strict=True)):
            column = place + spans
            head = heads[column] if column < len(heads) else ""
            if place == 0 and spans:
                plan.before[cell] = f"{label}: {head} " if head else f"{label}: "
            elif not text or not begun:
                plan.before[cell] = ""
            else:
                sign = "; " if column > 1 else ": "
                plan.before[cell] = sign + (f"{head} " if head else "")
            begun = begun or bool(text)
        if cells and not spans and _span(cells[0], "rowspan") > 1:
            label, rows_left = words[0], _span(cells[0], "rowspan") - 1
