"""What readers marked in e-books, as the programs export it: only the marked words are prose."""

from __future__ import annotations

import re

from pipeline.segment.cues import CLIPPED
from pipeline.segment.lines import Line
from pipeline.segment.wraps import RULED

_EXCERPT = re.compile(r"excerpt from\b.{0,150}$", re.IGNORECASE)
_NOTICE = re.compile(r"this material (?:may be|is) protected by copyright\.?$", re.IGNORECASE)
_LEAST = 2  # heads that make a file of clippings
_MOST = 8  # lines between a head and the line of signs below its words
_BELOW = 4  # lines from "Excerpt From" to its notice


def settle_clippings(lines: list[Line], labels: list[str]) -> None:
    """Take the marked words as prose, and what stands round them as none of the article."""
    heads = [(i, m) for i, x in enumerate(lines) if (m := CLIPPED.match(x.text))]
    for i, head in heads if len(heads) >= _LEAST else ():
        above, end = i - 1, _end(lines, i + 1)
        if above >= 0 and labels[above] != "title" and (not above or _is_rule(lines[above - 1])):
            labels[above] = "boilerplate"
        marked = head["sort"].lower() == "highlight"
        labels[i:end] = [
            "boilerplate",
            *(["paragraph" if marked else "boilerplate"] * (end - i - 1)),
        ]
        if end < len(lines) and _is_rule(lines[end]):
            labels[end] = "boilerplate"
    for i, line in enumerate(lines):
        if _EXCERPT.match(line.text):
            below = range(i + 1, min(i + 1 + _BELOW, len(lines)))
            end = next((j for j in below if _NOTICE.match(lines[j].text)), i)
            labels[max(i - 1, 0)] = "paragraph"
            labels[i : end + 1] = ["boilerplate"] * (end + 1 - i)


def _end(lines: list[Line], at: int) -> int:
    """Return where the words below a head end: at a line of signs, else after one line."""
    for i in range(at, min(at + _MOST, len(lines))):
        if _is_rule(lines[i]):
            return i
        if CLIPPED.match(lines[i].text):
            break
    return min(at + 1, len(lines))


def _is_rule(line: Line) -> bool:
    return RULED.fullmatch(line.text) is not None
