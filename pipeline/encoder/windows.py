"""What is read at once: the words of units, in windows of like length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

LONGEST = 160  # pieces read at once, with those that open and close a sequence
AREA = 512  # pieces, padding too, of sequences read together: fits the processor's cache
OPENING = 8  # padding that costs as much as to open a batch does


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an article in columns: their offsets, pieces and shapes.

    Unit ``i`` of the language has the words ``bounds[i]`` to ``bounds[i + 1]``.
    """

    starts: list[int]
    ends: list[int]
    pieces: list[tuple[int, ...]]
    shapes: list[int]
    bounds: list[int]


@dataclass(frozen=True, slots=True)
class Window:
    """Some words of one unit that are read at once, and how many pieces they have."""

    unit: int
    first: int
    last: int
    length: int


def batches(words: Words) -> Iterator[list[Window]]:
    """Yield the windows of an article, those of like length together, the short ones first."""
    windows = sorted(_windows(words), key=lambda one: (one.length, one.first))
    batch: list[Window] = []
    for one in windows:
        if batch:
            padding = (one.length - batch[-1].length) * len(batch)
            if padding > OPENING or (len(batch) + 1) * one.length > AREA:
                yield batch
                batch = []
        batch.append(one)
    if batch:
        yield batch


def _windows(words: Words) -> Iterator[Window]:
    """Yield each unit, a long one in stretches."""
    for unit, (first, last) in enumerate(pairwise(words.bounds)):
        length = 2
        for i in range(first, last):
            more = len(words.pieces[i])
            if length + more > LONGEST:
                yield Window(unit, first, i, length)
                first, length = i, 2
            length += more
        if first < last:
            yield Window(unit, first, last, length)


def joined(each: Sequence[Words]) -> Words:
    """Return the words of several articles in one; offsets stay those in their articles."""
    if len(each) == 1:
        return each[0]
    whole = Words([], [], [], [], [0])
    for words in each:
        first = whole.bounds[-1]
        whole.bounds.extend(first + bound for bound in words.bounds[1:])
        whole.starts.extend(words.starts)
        whole.ends.extend(words.ends)
        whole.pieces.extend(words.pieces)
        whole.shapes.extend(words.shapes)
    return whole
