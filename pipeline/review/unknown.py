"""What stands in a reviewed sheet and means nothing to an import: said, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

_EACH = 3  # cells of a column that have a line each; more are said together
_QUOTED, _SHOWN = 12, 40  # … so many with their words, so many characters of each


class Unread(NamedTuple):
    """A cell that is not as it was written, a note, a colour: what it says, and where."""

    sheet: str
    number: int
    column: str
    text: str
    what: str = "means nothing here; not read"


def unread_lines(unread: Iterable[Unread]) -> list[str]:
    """Return what is not read in words, each with row and column, many of a column in a line."""
    groups: dict[tuple[str, str, str], list[Unread]] = {}
    for one in unread:
        groups.setdefault((one.sheet, one.column, one.what), []).append(one)
    lines = []
    for (sheet, column, what), group in groups.items():
        where = f", sheet “{sheet}”" if sheet else ""
        under = f", column “{column[:_SHOWN]}”" if column else ""
        if len(group) <= _EACH:
            lines += [f"{where}, row {one.number}{under}: {_said(one)} {what}" for one in group]
        else:
            quoted = "; ".join(f"row {one.number} {_said(one)}" for one in group[:_QUOTED])
            rest = [one.number for one in group[_QUOTED:]]
            more = f"; and rows {ranges(rest)}" if rest else ""
            lines.append(f"{where}{under}: {len(group):,} cells: each {what} ({quoted}{more})")
    return lines


def _said(one: Unread) -> str:
    text = " ".join(one.text.split())
    return f"“{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}”" if text else "emptied:"


def ranges(numbers: Sequence[int]) -> str:
    """Return numbers in words: ``2–5, 9``."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)


def column_letters(at: int) -> str:
    """Return a column's letters, counted from 0: ``A``, ``AA``."""
    found = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        found = chr(65 + rest) + found
    return found
