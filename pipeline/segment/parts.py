"""Entries whose parts stand below one another: lines of names, of the title, of the source.

Nothing is printed between the parts but the end of the line, which is read as a full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.records import Block
from pipeline.segment.looks import label_at
from pipeline.text.plain import Fold

_FIRST = (
    r"(?:[^\W\d_a-z]\.[ -]?){1,4}\s?(?:(?:van|von|de[rnl]?|d[aiou]s?|la|le|el|al)\s){0,3}"
    r"[^\W\d_a-z][\w’'-]{1,30}(?: [^\W\d_a-z][\w’'-]{1,30})?(?:,? (?:Jr|Sr|I{2,3})\.?)?"
)
_LAST = (
    r"(?:(?:van|von|de[rnl]?|d[aiou]s?|la|le|el|al)\s){0,3}[^\W\d_a-z][\w’'-]{1,30}"
    r"(?: [^\W\d_a-z][\w’'-]{1,30})?,? (?:[^\W\d_a-z]\.?[ -]?){1,4}"
)
# "C. Maddock, E. Irons", "Maddock, C. ∙ Irons, E.": names with initials, and nothing else.
_NAMES = re.compile(
    rf"(?:{_FIRST}(?:(?:, |; |,? (?:and|&) ){_FIRST}){{0,30}}"
    rf"|{_LAST}(?:(?:; | ?[∙·] ?|,? (?:and|&) |(?<=[^,]), ){_LAST}){{0,30}})"
    r"(?:,? ?(?:et al\.?|…|\.{3}))?"
)
_MORE = re.compile(r"et al\.?,?|…|\.{3}")
_BEGINS = re.compile(r"[^\W\d_a-z]|\d|[\"“‘(\[]|https?:|doi\b")
_ENDED = tuple(".?!…:;,")
_LEAST = 3  # lines: names, title, source


def part_folds(text: str, blocks: Iterable[Block], gaps: Sequence[tuple[int, int]]) -> list[Fold]:
    """Return a full stop for each gap between the parts of an entry."""
    found: list[Fold] = []
    ordered = sorted(gaps)
    at = 0
    for block in sorted(blocks, key=lambda b: b.start):
        while at < len(ordered) and ordered[at][0] < block.start:
            at += 1
        own = []
        while at < len(ordered) and ordered[at][1] <= block.end:
            own.append(ordered[at])
            at += 1
        if block.kind == "reference" and len(own) >= _LEAST - 1:
            found += _stops(text, block, own)
    return found


def _stops(text: str, block: Block, gaps: Sequence[tuple[int, int]]) -> Iterator[Fold]:
    edges = [(0, block.start), *gaps, (block.end, 0)]
    lines = [_unlabelled(text[a[1] : b[0]]) for a, b in pairwise(edges)]
    first = next((i for i, line in enumerate(lines[:3]) if _NAMES.fullmatch(line)), -1)
    if first < 0 or len(lines) - first < _LEAST:
        return
    if not all(_BEGINS.match(line) or _MORE.fullmatch(line) for line in lines[first + 1 :]):
        return  # lines that a page's width breaks
    named = True  # the names stand below one another, too
    for line, below, gap in zip(lines[first:], lines[first + 1 :], gaps[first:], strict=False):
        named = named and (_NAMES.fullmatch(below) or _MORE.fullmatch(below)) is not None
        if named:
            yield Fold(*gap, ", ")
        elif not line.endswith(_ENDED):
            yield Fold(*gap, ". ")


def _unlabelled(line: str) -> str:
    label = label_at(line)
    return (line[label.end :].strip() if label else "") or line
