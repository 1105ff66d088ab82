"""Lines of an article with the entries of its reference lists whole, before they are labelled.

Entries broken over several lines, or glued on one, look like anything but entries. So lists
are looked for under their headings, and wherever lines count 1, 2, 3 and look like entries.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pipeline.segment.dress import parted, undressed
from pipeline.segment.encyclopedia import is_foot
from pipeline.segment.entries import divided, entries, inline_labels, is_full, wrap_width
from pipeline.segment.labelled import with_labels
from pipeline.segment.labels import has_cues
from pipeline.segment.lines import Line, printed_lines
from pipeline.segment.looks import (
    begins_with_author,
    is_address,
    label_at,
    looks,
    scored,
    stacked,
    stands_beside,
)
from pipeline.segment.sorts import with_sorts
from pipeline.segment.wraps import RULED, going_on, unwrap
from pipeline.text.asides import disclaims
from pipeline.text.headings import may_head_references, opening_heading
from pipeline.text.signs import Label
from pipeline.weights.folders import MODELS

# What the first entry begins with, where a heading stands on its line.
_FIRST = re.compile(r"\s{1,8}(?=[\[(（［【\"“•\d¹①]|[^\W\d_a-z])")
_STOPS = (
    "comments_heading", "related_heading", "references_heading", "science", "newsletter", "share",
)  # fmt: skip
_DATED_END = re.compile(r"(?<!\d)(?:19|20)\d\d[a-z]?\)?\.?$")  # "WCT Press, 2018."
_SOURCED = re.compile(r"(?:sources?|ref(?:erence)?s?|study|quelle|fuente)\s?:\s", re.IGNORECASE)
_LONGEST_HEADING, _LONGEST_ASIDE, _MOST_ASIDES = 60, 600, 2
_APART = 12
_MOST_LINES = 400  # of a paragraph that is a list
_HUNG = 2  # columns that the further lines of an entry are set in
_SURE = 3  # pieces that count from one


class Layout(NamedTuple):
    """The lines of a text, joined to blocks, and those that its pages add, in order."""

    lines: list[Line]
    furniture: list[Line]


def split_lines(text: str, models: Path = MODELS) -> list[Line]:
    """Return the non-blank lines of a text, hard-wrapped paragraphs and entries as one."""
    laid_out = lay_out(text, models)
    return sorted([*laid_out.lines, *laid_out.furniture])


def lay_out(text: str, models: Path = MODELS) -> Layout:
    """Return the lines of a text, hard-wrapped paragraphs and entries as one.

    Raises ``ModelError`` when the weights (``models/lines``) are missing or damaged.
    """
    plain = undressed(text, printed_lines(text))
    kept, turned, furniture = parted(text, plain)
    lines: list[Line] = []
    pages: list[bool] = []
    past = 0
    for i, page in enumerate(turned):
        if i < past:
            continue
        parts, past = _parted(text, kept, i)
        lines += parts
        pages += [page, *[False] * (len(parts) - 1)]
    on = going_on(text, lines, pages, models)
    found: list[Line] = []
    done = at = 0
    while at < len(lines):
        end, pieces = _list_at(text, lines, at)
        if pieces:
            found += unwrap(text, lines[done:at], on[done:at])
            found += with_sorts(text, pieces, lines[at:end])
            done = at = end
        else:
            at += 1
    found += unwrap(text, lines[done:], on[done:])
    return Layout(with_labels(text, found), _outside(furniture, found))


def _outside(furniture: Sequence[Line], lines: Sequence[Line]) -> list[Line]:
    """Return the page furniture that is inside none of the lines."""
    if not lines:
        return list(furniture)
    starts = [line.start for line in lines]
    inside = (lines[max(bisect_right(starts, x.start) - 1, 0)] for x in furniture)
    return [
        x for x, line in zip(furniture, inside, strict=True) if not line.start <= x.start < line.end
    ]


def _parted(text: str, lines: Sequence[Line], at: int) -> tuple[list[Line], int]:
    """Part a heading of references from the entries that follow on its line, or on several.

    Returns the parts, and the place of the next line that is not part of them.
    """
    line = lines[at]
    head = opening_heading(line.text)
    first = _FIRST.match(line.text, head) if head else None
    if not first:
        return [line], at + 1
    start = line.start + first.end()
    after = at + 1
    opens = line.before > 0  # a paragraph, whose lines are looked at once
    while opens and after < len(lines) and lines[after].before == 0 and after - at < _MOST_LINES:
        after += 1
    own = Line(start, line.end, text[start : line.end], line.indent, 0)
    for run, past in ((lines[at + 1 : after], after), ([], at + 1)):
        rest = _glued(text, own, run)
        pieces = entries(text, [rest])
        label = label_at(rest.text)
        counted = label is not None and label.number == 1
        like = sum(looks(x.text) for x in pieces) >= 0.5 * len(pieces)
        several = len(pieces) > 1 or (counted and not run)
        if (like and several) or _count_on(pieces):
            end = line.start + head
            return [line._replace(end=end, text=text[line.start : end]), rest], past
    return [line], at + 1


def _glued(text: str, line: Line, run: Sequence[Line]) -> Line:
    """Return a line with those that follow it."""
    if not run:
        return line
    every = [line, *run]
    gaps = tuple((a.end, b.start) for a, b in pairwise(every))
    end = run[-1].end
    return line._replace(end=end, text=text[line.start : end], gaps=gaps)


def _list_at(text: str, lines: list[Line], at: int) -> tuple[int, list[Line]]:
    """Return the end of the list that begins at a line and its entries, or none."""
    label = label_at(lines[at].text)
    above = at - 1
    for _ in range(_MOST_ASIDES):  # what a page says of its sources, below their heading
        above -= above > 0 and _is_aside(lines[above], label)
    sure = at > 0 and _is_heading(lines[above])
    headed = sure or (at > 0 and _doubtful_heading(lines[above]))
    if label and not headed and has_cues(lines[at], ("science",)):
        return at, []  # "1. Introduction"
    if label and (label.number == 1 or headed):
        end = _counted(text, lines, at, headed)
    elif headed and not _leads_to_first(lines[at : at + 1 + _MOST_ASIDES]):
        end = _section(lines, at)
    else:
        return at, []
    if 2 * sum(_SOURCED.match(line.text) is not None for line in lines[at:end]) >= end - at - 1 > 0:
        return at, []  # "1. Tea stains the teeth." and below it "Source: Addy M. …"
    pieces = entries(text, lines[at:end])
    if label is None:
        while pieces and not (looks(pieces[-1].text) or stacked(pieces[-1].text)):
            if sure and _DATED_END.search(pieces[-1].text[-8:]) and len(pieces) > 1:
                break
            pieces.pop()
        end = next((i for i in range(at, end) if pieces and lines[i].end >= pieces[-1].end), at) + 1
    few = headed or _is_number(lines[at]) or is_address(lines[at].text)
    least, like = (2, 0.4) if sure else (2 if few else _SURE, 0.6)
    apart = few and label is not None and _count_on(pieces)  # numbers on lines of their own
    plain = sure or apart
    seem = sum((looks(x.text) or stacked(x.text)) if plain else _must_be(x.text) for x in pieces)
    if sure and _count_on(pieces):
        return end, pieces
    return (end, pieces) if len(pieces) >= least and seem >= like * len(pieces) else (at, [])


def _is_aside(line: Line, below: Label | None) -> bool:
    """Whether a line tells of the list below: a policy, or words above the first of its numbers."""
    if len(line.text) > _LONGEST_ASIDE or _is_heading(line) or _doubtful_heading(line):
        return False
    plain = label_at(line.text) is None and not looks(line.text)
    counted = below is not None and below.number == 1 and len(line.text) <= _LONGEST_HEADING
    return disclaims(line.text) or (counted and plain)


def _leads_to_first(lines: Sequence[Line]) -> bool:
    """Whether the first of some lines is no entry: a policy, or words above the number one."""
    labels = [label_at(line.text) for line in lines]
    first = next((i for i, label in enumerate(labels) if label and label.number == 1), 0)
    counted = first > 0 and all(_is_aside(line, labels[first]) for line in lines[:first])
    return counted or disclaims(lines[0].text)


def _count_on(pieces: Sequence[Line]) -> bool:
    """Whether pieces, three or more, count 1, 2, 3: under a heading of references they are it."""
    labels = [label_at(piece.text) for piece in pieces]
    return len(pieces) >= _SURE and all(
        label and label.number == n for n, label in enumerate(labels, start=1)
    )


def _must_be(text: str) -> bool:
    score = 3 if is_address(text) else scored(text)
    return len(text) < 900 and (score > 2 or (score == 2 and begins_with_author(text)))


def _is_heading(line: Line) -> bool:
    return len(line.text) <= _LONGEST_HEADING and has_cues(line, ("references_heading",))


def _doubtful_heading(line: Line) -> bool:
    """Whether a line heads references if what stands below it looks like them."""
    return len(line.text) <= _LONGEST_HEADING and may_head_references(line.text)


def _counted(text: str, lines: list[Line], at: int, headed: bool) -> int:
    """Return where lines that count on from the one at ``at`` end.

    Without a heading no blank line may part an entry: sections are numbered, too.
    """
    label = label_at(lines[at].text)
    end = i = at
    while label and i < len(lines) and i - end <= _APART:
        head = label_at(lines[i].text)
        on = i == at or (head and head.shape == label.shape and 0 < head.number - label.number < 4)
        if head and on:
            label = head
        elif lines[i].before and not headed and not _is_number(lines[i - 1]):
            break
        begin = lines[i].start + (head.end if head and on else 0)
        inside = [more for _, more in inline_labels(text, begin, lines[i].end, label)]
        label = inside[-1] if inside else label
        end = i if on or inside else end
        i += 1
    end += 1
    if size := _even(lines, at, end):
        return min(end - 1 + size, len(lines))
    width = wrap_width(lines[at:end])
    apart = sum(line.before > 0 for line in lines[at + 1 : end]) * 4 > end - at
    hung = lines[at].indent + _HUNG
    while end < min(i, len(lines)) and _goes_on(lines[end - 1], lines[end], width, apart, hung):
        end += 1
    return end if width or apart else max(end, _as_the_others(lines, at, end))


def _even(lines: list[Line], at: int, end: int) -> int:
    """Return how many lines each entry has, its number on a line of its own; 0 where they vary."""
    heads = [j for j in range(at, end) if label_at(lines[j].text)]
    sizes = {b - a for a, b in pairwise(heads)}
    alone = len(heads) > 2 and heads[-1] == end - 1 and all(_is_number(lines[j]) for j in heads)
    return sizes.pop() if alone and len(sizes) == 1 else 0


def _as_the_others(lines: list[Line], at: int, end: int) -> int:
    """Return where the last entry ends, where each is printed on as many lines as the others."""
    heads = [j for j in range(at, end) if label_at(lines[j].text)]
    sizes = [b - a for a, b in pairwise(heads)]
    if not sizes or min(sizes) < 2 or not looks(" ".join(x.text for x in lines[at : heads[1]])):
        return end
    stop = heads[-1] + max(sizes)
    rest = range(end, min(stop, len(lines)))
    return next(
        (j for j in rest if lines[j].before or _ends(lines[j])),
        max(rest, default=end - 1) + 1,
    )


def _ends(line: Line) -> bool:
    return _is_heading(line) or stands_beside(line.text)


def _is_number(line: Line) -> bool:
    label = label_at(line.text)
    return label is not None and label.end == len(line.text)


def _goes_on(above: Line, line: Line, width: int, apart: bool, hung: int) -> bool:
    """Whether the last entry of a list goes on with a line; ``hung``: the indent of such lines."""
    if line.before > 0 or _is_number(above) or RULED.fullmatch(line.text):
        return _is_number(above)
    if stands_beside(line.text):
        return False
    if divided(above, line) or line.indent >= hung:
        return True
    if width:
        return apart or is_full(above, line, width) or line.indent > above.indent
    return above.text[-1] not in ".)]/" or line.text[0].islower() or line.indent > above.indent


def _section(lines: list[Line], at: int) -> int:
    """Return where what stands under a heading of references ends."""
    end = at
    while end < len(lines):
        if len(lines[end].text) < 60 and (
            lines[end].text[0] == "#" or has_cues(lines[end], _STOPS)
        ):
            break
        if is_foot(lines[end].text) or stands_beside(lines[end].text):
            break
        end += 1
    return end
