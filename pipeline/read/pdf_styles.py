"""Which type a document's running text is set in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.read.pdf_blocks import Group

_LEAST_LINES = 3  # of blocks that show the type of running text
_SHARE = 0.15  # of the running text that makes a second size of it
_TOLERANCE = 0.04
_WIDE = 0.7  # of the width of the text that a block of another size has, to be text too


@dataclass(frozen=True, slots=True)
class Styles:
    """The sizes and faces of running text, the commonest first."""

    sizes: tuple[float, ...]
    faces: frozenset[int]

    @property
    def size(self) -> float:
        """The size of running text."""
        return self.sizes[0]

    def running(self, size: float) -> bool:
        """Whether running text is set in a size."""
        return any(abs(size - s) <= _TOLERANCE * s for s in self.sizes)


def _narrow(groups: Sequence[Group], size: float) -> Counter[float]:
    """Return how many letters of other sizes stand in blocks narrower than text of a size does.

    They are cells of tables, which may hold more words than the text.
    """
    widths = sorted(_width(g) for g in groups if abs(g.size - size) <= _TOLERANCE * size)
    least = _WIDE * widths[len(widths) // 2] if widths else 0.0
    found: Counter[float] = Counter()
    for g in groups:
        other = abs(g.size - size) > _TOLERANCE * size
        if other and len(g.lines) >= _LEAST_LINES and _width(g) < least:
            found[round(g.size, 1)] += len(g.text)
    return found


def _width(g: Group) -> float:
    return max(line.x1 for line in g.lines) - min(line.x0 for line in g.lines)


def find_styles(groups: Sequence[Group]) -> Styles:
    """Return the type of a document's running text."""
    sizes: Counter[float] = Counter()
    faces: Counter[int] = Counter()
    for g in groups:
        if len(g.lines) >= _LEAST_LINES:
            sizes[round(g.size, 1)] += len(g.text)
    if not sizes:
        for g in groups:
            sizes[round(g.size, 1)] += len(g.text)
    total = sum(sizes.values()) or 1
    order = sorted(sizes, key=lambda s: -sizes[s]) or [10.0]
    sizes.subtract(_narrow(groups, order[0]))
    kept = [s for s in order if sizes[s] >= _SHARE * total] or order[:1]
    for g in groups:
        if any(abs(g.size - s) <= _TOLERANCE * s for s in kept):
            for line in g.lines:
                faces[line.face] += len(line.text)
    most = max(faces.values(), default=1)
    return Styles(tuple(kept), frozenset(f for f in faces if faces[f] > 0.2 * most))
