"""Lists of references that are grouped by the sort of source: books, then websites."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.segment.labels import BODY, JUNK, TELLING, has_cues
from pipeline.segment.lines import YEAR, Line
from pipeline.segment.listed import SURE
from pipeline.segment.looks import is_address, looks, scored
from pipeline.text.headings import heads_sort, may_head_references

_LONGEST_HEADING = 60
_LONGEST_ENTRY = 600
_LEAST = 2


def settle_sorts(lines: list[Line], labels: list[str]) -> None:
    """Take what stands under a heading of references in groups for one list, up to other lines."""
    for at, line in enumerate(lines):
        if len(line.text) > _LONGEST_HEADING:
            continue
        sure = has_cues(line, ("references_heading",))
        if not sure and not may_head_references(line.text):
            continue
        found = _groups(lines, labels, at + 1)
        known = found if sure else labels[at + 1 : at + 1 + len(found)]
        if found.count("references_heading") and known.count("reference") >= _LEAST:
            labels[at] = "references_heading"
            labels[at + 1 : at + 1 + len(found)] = found


def _groups(lines: Sequence[Line], labels: Sequence[str], at: int) -> list[str]:
    """Return the labels of the lines of a list, up to the last group that has an entry."""
    found: list[str] = []
    for i in range(at, len(lines)):
        if heads_sort(lines[i].text):
            found.append("references_heading")
        elif labels[i] == "reference" or (labels[i] in (*BODY, *JUNK) and _may_be_entry(lines[i])):
            found.append("reference")
        else:
            break
    while found and found[-1] == "references_heading":
        found.pop()
    return found


def _may_be_entry(line: Line) -> bool:
    text = line.text
    if len(text) > _LONGEST_ENTRY or (has_cues(line, TELLING) and scored(text) < SURE):
        return False
    return looks(text) or is_address(text) or YEAR.search(text) is not None


def with_sorts(text: str, pieces: Sequence[Line], run: Sequence[Line]) -> list[Line]:
    """Return the entries of a list without the headings of groups that stand right below them."""
    heads = {line.end: n for n, line in enumerate(run) if heads_sort(line.text)}
    found: list[Line] = []
    for piece in pieces:
        n = heads.get(piece.end, 0)
        if n and piece.start < run[n].start:
            end = run[n - 1].end
            gaps = tuple(gap for gap in piece.gaps if gap[1] < end)
            found.append(piece._replace(end=end, text=text[piece.start : end], gaps=gaps))
            found.append(run[n])
        else:
            found.append(piece)
    return found
