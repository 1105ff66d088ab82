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

_NAME = (
    r"(?:[^\W\d_a-z]\.[ -]?){1,4}\s?(?:(?:van|von|de[rnl]?|d[aiou]s?|la|le|el|al)\s){0,3}"
    r"[^\W\d_a-z][\w’'-]{1,30}(?: [^\W\d_a-z][\w’'-]{1,30})?(?:,? (?:Jr|Sr|I{2,3})\.?)?"
)
# "C. Maddock, E. Irons": names with their initials first, and nothing else.
_NAMES = re.compile(rf"{_NAME}(?:(?:, |; |,? (?:and|&) ){_NAME}){{0,30}}(?:,? (?:et al\.?|…))?")
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
    lines = [text[a[1] : b[0]] for a, b in pairwise(edges)]
    first = next((i for i, line in enumerate(lines[:3]) if _NAMES.fullmatch(_unlabelled(line))), -1)
    if first < 0 or len(lines) - first < _LEAST:
        return
    if not all(map(_BEGINS.match, lines[first + 1 :])):
        return  # lines that a page's width breaks
    for line, gap in zip(lines[first:], gaps[first:], strict=False):
        if not line.endswith(_ENDED):
            yield Fold(*gap, ". ")


def _unlabelled(line: str) -> str:
    label = label_at(line)
    return line[label.end :].strip() if label else line
