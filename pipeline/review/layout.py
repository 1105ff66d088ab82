"""Which column of a table is which: by its name, by what is in it, by what was written in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.settings import Words
from pipeline.sheet.cells import CHECK, Check, apart, is_check, text_of
from pipeline.sheet.columns import (
    ARTICLE_COLUMNS,
    CLAIM_COLUMNS,
    LEGEND_COLUMNS,
    ORPHAN_COLUMNS,
    REFERENCE_COLUMNS,
    SUMMARY_COLUMNS,
)

ID, ARTICLE, CLAIM, BEFORE, AFTER = "id", "article", "claim", "before", "after"
VERDICT, CORRECTED, COMMENT = "verdict", "corrected claim", "comment"
REASON, SOURCE_SAYS, QUOTE, WHERE = "reason", "source says", "quote", "where"
REVIEWER, DATE = "reviewer", "date"
TITLE = "title"
YOURS = tuple(column.name for column in CLAIM_COLUMNS if column.back == "yours")
ROW = tuple(column.name for column in CLAIM_COLUMNS if column.back == "row")
_WRITTEN = (
    [column.name for column in (*apart(CLAIM_COLUMNS),)] + [CHECK],
    [column.name for column in CLAIM_COLUMNS] + [CHECK],
)
KNOWN = {*_WRITTEN[0], *_WRITTEN[1], *(column.name for column in ORPHAN_COLUMNS)}
_OTHERS = (REFERENCE_COLUMNS, ARTICLE_COLUMNS, SUMMARY_COLUMNS, LEGEND_COLUMNS)
NAMES = KNOWN | {column.name for columns in _OTHERS for column in columns}
_CLAIM_ID = re.compile(r".+:c-[0-9a-f]{12}", re.DOTALL)
_HEADER_ROWS = 30  # people put notes above the header
_SAMPLE = 50  # rows by which a column is known that has another name

Table = list[list[Any]]


class Layout(NamedTuple):
    """Where a table's header is (-1: nowhere) and its columns are, by name.

    ``called`` are columns of other names that are known by what was written in them.
    """

    header: int
    places: dict[str, int]
    called: dict[str, str]

    def names(self) -> Mapping[int, str]:
        """Return the columns' names by place."""
        return {at: name for name, at in self.places.items()}


def name_of(cell: Any) -> str:
    """Return a heading as it is compared: case, spaces and underscores aside."""
    return " ".join(re.split(r"[\s_]+", text_of(cell).casefold())).strip()


def decisions_layout(table: Table, words: Words) -> Layout | None:
    """Find the header and the columns; ``None`` where a sheet is no review of claims."""
    header, places = _header(table, {*YOURS, *ROW}, KNOWN)
    body = table[0 if header is None else header + 1 :]
    by_content = ((ID, _CLAIM_ID.fullmatch), (VERDICT, _among(words.verdicts)), (CHECK, is_check))
    for name, holds in by_content:
        if name not in places:
            at = _by_content(body, holds, set(places.values()))
            if at is not None:
                places[name] = at
    called = _by_marks(table, body, header, places)
    if header is None:
        _as_written(places, max(map(len, body[:_SAMPLE]), default=0))
    if ID not in places or not {*places} & {*YOURS}:
        return None
    return Layout(-1 if header is None else header, places, called)


def other_layout(table: Table) -> Layout | None:
    """Find the header and the columns of another sheet of ours; ``None``: it is not ours."""
    for number, row in enumerate(table[:_HEADER_ROWS]):
        names = [name_of(cell) for cell in row]
        if CHECK in names:
            return Layout(number, _places(names, set(names) - {""}), {})
    at = _by_content(table, is_check, set())
    return None if at is None else Layout(-1, {CHECK: at}, {})


def _header(table: Table, least: set[str], known: set[str]) -> tuple[int | None, dict[str, int]]:
    for number, row in enumerate(table[:_HEADER_ROWS]):
        names = [name_of(cell) for cell in row]
        if len({*names} & least) >= 2:
            return number, _places(names, known)
    return None, {}


def _places(names: Sequence[str], known: set[str]) -> dict[str, int]:
    return {name: names.index(name) for name in dict.fromkeys(names) if name in known}


def _among(words: Mapping[str, str]) -> Callable[[str], bool]:
    known = {word.casefold() for word in words}
    return lambda cell: cell.casefold() in known


def _by_content(body: Table, holds: Callable[[str], Any], used: set[int]) -> int | None:
    """Return the column of which most cells are as they should be."""
    cells: dict[int, list[bool]] = {}
    for row in body:
        for at, cell in enumerate(row):
            if at not in used and (text := text_of(cell)):
                cells.setdefault(at, []).append(bool(holds(text)))
    shares = {at: (sum(given), -at) for at, given in cells.items() if sum(given) * 2 > len(given)}
    return max(shares, key=lambda at: shares[at], default=None)


def _by_marks(
    table: Table, body: Table, header: int | None, places: dict[str, int]
) -> dict[str, str]:
    """Add columns that have no known name but hold what was written; return their headings."""
    called: dict[str, str] = {}
    if CHECK not in places:
        return called
    sample = []
    for row in body[:_SAMPLE]:
        check = text_of(row[places[CHECK]]) if places[CHECK] < len(row) else ""
        if is_check(check):
            sample.append(([text_of(cell) for cell in row], Check(check)))
    width = max((len(texts) for texts, _ in sample), default=0)
    for at in sorted(set(range(width)) - {*places.values()}):
        for name in (n for n in _WRITTEN[0] + _WRITTEN[1] if n not in places):
            filled = [(t[at], check) for t, check in sample if at < len(t) and t[at]]
            if filled and sum(c.holds(name, t) for t, c in filled) * 2 > len(filled):
                places[name] = at
                if header is not None and at < len(table[header]):
                    called[name] = text_of(table[header][at])
                break
    return called


def _as_written(places: dict[str, int], width: int) -> None:
    """Where the header is gone and the columns stand as written, tell the others by order."""
    for written in _WRITTEN:
        known = {places[n] - at for at, n in enumerate(written) if n in places}
        if CHECK in places and len(known) == 1:
            (shift,) = known
            for at, name in enumerate(written):
                if 0 <= at + shift < width and at + shift not in places.values():
                    places.setdefault(name, at + shift)
            return
