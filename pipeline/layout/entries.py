"""One line for each entry of a reference list: glued ones cut, broken ones joined."""

from __future__ import annotations

import re

from pipeline.layout.lines import Line, entry_number, is_bullet

_ENTRY = re.compile(
    r"(?<=[.;)\d\]])[\s\xa0]+(?=(?:\[(\d{1,3})\]|(\d{1,3})\.?)[\s\xa0]+[^\W\d_a-z])"
)


def split_entries(text: str, lines: list[Line], labels: list[str]) -> tuple[list[Line], list[str]]:
    """Split entries glued on one line, join entries broken over several."""
    found: list[Line] = []
    kinds: list[str] = []
    numbered = _is_numbered(lines, labels)
    for line, label in zip(lines, labels, strict=True):
        if label != "reference":
            found.append(line)
            kinds.append(label)
            continue
        goes_on = (
            numbered
            and kinds
            and kinds[-1] == "reference"
            and line.before == 0
            and entry_number(line.text) is None
            and not is_bullet(line.text)
        )
        if goes_on:
            above = found[-1]
            found[-1] = above._replace(end=line.end, text=text[above.start : line.end])
            continue
        for piece in _pieces(text, line):
            found.append(piece)
            kinds.append(label)
    return found, kinds


def _is_numbered(lines: list[Line], labels: list[str]) -> bool:
    entries = [x for x, k in zip(lines, labels, strict=True) if k == "reference"]
    return sum(entry_number(x.text) is not None for x in entries) >= max(3, 0.3 * len(entries))


def _pieces(text: str, line: Line) -> list[Line]:
    """Cut a line before each number that goes on counting from the entry's own."""
    number = entry_number(line.text)
    if number is None or len(line.text) < 120:
        return [line]
    starts = [line.start]
    ends = []
    for cut in _ENTRY.finditer(line.text):
        if (
            int(cut.group(1) or cut.group(2)) == number + 1
            and line.start + cut.start() - starts[-1] > 30
        ):
            ends.append(line.start + cut.start())
            starts.append(line.start + cut.end())
            number += 1
    if len(starts) < 3:
        return [line]
    ends.append(line.end)
    return [
        line._replace(start=a, end=b, text=text[a:b]) for a, b in zip(starts, ends, strict=True)
    ]
