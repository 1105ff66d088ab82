"""The lines of a reference list -> its entries: by numbers, by hanging lines, or by white."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.read.pdf_lines import Line

_LABEL = re.compile(r"[\[(]?(\d{1,4})(?:[\]).:]{1,2}\s?|\s)(?=\S)|\[(\d{1,4})\]")
_EDGE = 4.0  # points within which left edges are one
_AHEAD = 3  # numbers that a list may leave out
_HANGS = 0.15  # share of lines that hang, in a list whose entries are told by them
_WHITE = 1.15  # distance between entries, in usual distances
_DONE = re.compile(r"(?:[.\])]|\d)$")


@dataclass(slots=True)
class Entry:
    """An entry of the list, with its number where it prints one."""

    lines: list[Line]
    number: int | None
    mark: int = 0
    """Where the mark of a footnote ends in its first line, 0 for what is no footnote."""

    @property
    def key(self) -> str:
        """What links to the entry are known by."""
        first = self.lines[0]
        return f"{first.page}:{first.column}:{first.y:.1f}:{first.x0:.0f}"


def find_entries(lines: Sequence[Line]) -> list[Entry]:
    """Return the entries that the lines of a list hold."""
    numbered = _numbered(lines)
    if numbered:
        return numbered
    starts = _hanging(lines) or _spaced(lines) or list(range(len(lines)))
    starts = starts if starts[0] == 0 else [0, *starts]
    ends = [*starts[1:], len(lines)]
    return [Entry(list(lines[a:b]), None) for a, b in zip(starts, ends, strict=True)]


def label(text: str) -> int | None:
    """Return the number that a line begins with."""
    found = _LABEL.match(text)
    return int(found[1] or found[2]) if found else None


def last_number(lines: Sequence[Line]) -> int:
    """Return how far a list has counted, 0 for one that does not."""
    found = _numbered(lines)
    return max((e.number or 0 for e in found), default=0)


def _numbered(lines: Sequence[Line]) -> list[Entry]:
    """Return the entries of a list that counts, none for another."""
    found: list[Entry] = []
    edges = _label_edges(lines)
    expected = 1
    for line in lines:
        number = label(line.text)
        at_edge = line.x0 < edges.get((line.page, line.column), 1e9)
        near = number is not None and expected <= number <= expected + _AHEAD
        if number is not None and at_edge and (near or (number == 1 and not found)):
            found.append(Entry([line], number))
            expected = number + 1
        elif found:
            found[-1].lines.append(line)
        elif len(found) == 0:
            found.append(Entry([line], None))
    count = sum(e.number is not None for e in found)
    if count < 2 or len(lines) > 12 * count:
        return []
    return found if found[0].number is not None else found[1:]


def _label_edges(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    """Return, for each column, up to where a line may begin that has a number."""
    columns: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        columns[line.page, line.column].append(line)
    found = {}
    for key, column in columns.items():
        edges = Counter(round(x.x0 / _EDGE) for x in column if label(x.text) is not None)
        labels = max(edges, key=lambda e: (edges[e], -e), default=None)
        left = min(line.x0 for line in column) if labels is None else labels * _EDGE
        wide = [x for x in column if label(x.text) is None and x.x0 > left - _EDGE]
        body = min((line.x0 for line in wide), default=left)
        # Numbers may be set to the right, so that "9." begins behind "10.".
        found[key] = max(left + 2.5 * _EDGE, body - 1 if body > left + _EDGE else left)
    return found


def _hanging(lines: Sequence[Line]) -> list[int]:
    """Return where entries begin whose other lines hang, or whose first line is indented."""
    columns: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        columns[line.page, line.column].append(i)
    flags: dict[int, bool] = {}
    for column in columns.values():
        left = min(lines[i].x0 for i in column)
        for i in column:
            flags[i] = lines[i].x0 <= left + _EDGE
    inside = sum(not flag for flag in flags.values())
    if not _HANGS * len(lines) <= inside:
        return []
    starts = [i for i in range(len(lines)) if flags[i]]
    if len(starts) > inside and sum(_continues(lines[i]) for i in starts) > 0.5 * len(starts):
        starts = [i for i in range(len(lines)) if not flags[i]]  # first lines are indented
    return starts


def _continues(line: Line) -> bool:
    return not line.text[0].isupper()


def _spaced(lines: Sequence[Line]) -> list[int]:
    """Return where entries begin that white parts, or else a line that ends short."""
    steps = [
        a.y - b.y if (a.page, a.column) == (b.page, b.column) else None for a, b in pairwise(lines)
    ]
    known = [s for s in steps if s is not None and s > 0]
    if not known:
        return []
    usual = median(sorted(known)[: max(len(known) * 2 // 3, 1)])
    wide = [s is not None and s > _WHITE * usual for s in steps]
    right: dict[tuple[int, int], float] = defaultdict(float)
    for line in lines:
        right[line.page, line.column] = max(right[line.page, line.column], line.x1)
    parted = sum(wide) >= 0.1 * len(lines)
    starts = [0]
    for i, (step, white) in enumerate(zip(steps, wide, strict=True)):
        above, line = lines[i], lines[i + 1]
        done = _DONE.search(above.text) is not None and line.text[:1].isupper()
        short = above.x1 < right[above.page, above.column] - 4 * above.size
        told = parted and step is not None
        if white if told else done and (short or step is None):
            starts.append(i + 1)
    return starts
