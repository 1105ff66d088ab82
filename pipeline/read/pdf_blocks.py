"""Lines of a column -> blocks: lines of one size that nothing parts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from pipeline.read.pdf_lines import Line
from pipeline.text.headings import REFERENCE_HEADING
from pipeline.text.signs import past_bullet

# In sizes of the type.
_INDENT = 0.7  # of a first line
_SHORT = 1.5  # by how much a last line is shorter than the others
_ALIKE = 0.045  # difference of sizes that are one
_FORCED = 2.5  # room for a line's first word on the line above, which a width did not part
_WHITE = 1.3  # distance of lines, in usual distances, that parts blocks
_NEAR = 12  # lines around which show the edges of the text
_PURE = 0.95  # share of a line that makes its face the line's
_OFF_MIDDLE = 4.0  # points by which the white on both sides of a line in the middle may differ
_BOTH_SIDES = 1.2  # sizes of white on either side of it
_HEADING_ROOM = 3.0  # sizes that a heading leaves free at the end of its line, at least
_USUAL = 1.25  # distance of lines, in sizes, where a document shows none
_GOES_ON = "-–,\u00ad"  # no block ends so
_ENDED = re.compile(r"[.!?:;][)\]”’\"'\d,–-]{0,12}$")
_STOPPED = re.compile(r"[.!?:][)\]”’\"'\d,–-]{0,12}$")
_LABEL = re.compile(r"(?:[\[(]?(?:\d{1,2}|[a-z]|[ivx]{1,4})[\]).]|\d{1,2}(?:\.\d{1,2}){1,4}\.?)\s")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\.?\s")

_REFERENCES = re.compile(REFERENCE_HEADING)


@dataclass(slots=True)
class Group:
    """Lines that nothing parts; ``left`` and ``right`` are the edges of the text around them."""

    lines: list[Line]
    left: float
    right: float

    @property
    def size(self) -> float:
        """The size of most of its characters."""
        weights: Counter[float] = Counter()
        for line in self.lines:
            weights[line.size] += len(line.text)
        return max(weights, key=lambda k: weights[k])

    @property
    def text(self) -> str:
        """Its words, line ends as blanks."""
        return " ".join(line.text for line in self.lines)

    @property
    def bold(self) -> float:
        """The share of bold characters."""
        return sum(x.bold * len(x.text) for x in self.lines) / max(len(self.text), 1)

    @property
    def italic(self) -> float:
        """The share of italic characters."""
        return sum(x.italic * len(x.text) for x in self.lines) / max(len(self.text), 1)

    @property
    def page(self) -> int:
        """The page it begins on."""
        return self.lines[0].page

    @property
    def face(self) -> int:
        """The face of most of its characters."""
        weights: Counter[int] = Counter()
        for line in self.lines:
            weights[line.face] += len(line.text)
        return max(weights, key=lambda k: weights[k])

    @property
    def ended(self) -> bool:
        """Whether its last line ends before the edge, or a sentence with it."""
        last = self.lines[-1]
        return _STOPPED.search(last.text) is not None

    @property
    def full(self) -> bool:
        """Whether its last line reaches the right edge."""
        last = self.lines[-1]
        return last.x1 > self.right - _SHORT * last.size

    @property
    def level(self) -> int:
        """The level of the heading that its tags call all of it, 0 for none."""
        levels = {piece.level for line in self.lines for piece in line.pieces}
        return max(min(levels), 0)

    @property
    def centred(self) -> bool:
        """Whether its lines stand in the middle, the last with white on both sides."""
        middles = [(line.x0 + line.x1) / 2 for line in self.lines]
        edges = (self.left, self.right)
        return max(middles) - min(middles) < _OFF_MIDDLE and _alone_in_middle(self.lines[-1], edges)

    @property
    def indented(self) -> bool:
        """Whether its first line is indented."""
        first = self.lines[0]
        return first.x0 - self.left > _INDENT * first.size


def is_list_heading(text: str) -> bool:
    """Whether a line is the heading of a reference list and nothing else."""
    return len(text) < 40 and _REFERENCES.match(text.lower()) is not None


def alike(a: float, b: float) -> bool:
    """Whether two sizes of type are one."""
    return abs(a - b) <= _ALIKE * max(a, b)


def leadings(lines: Sequence[Line]) -> dict[float, float]:
    """Return the usual distance of base lines for each size, to the half point."""
    seen: dict[float, Counter[float]] = defaultdict(Counter)
    for a, b in pairwise(lines):
        if (a.page, a.column) == (b.page, b.column) and alike(a.size, b.size):
            step = a.y - b.y
            if 0.8 * a.size < step < 2.5 * a.size:
                seen[_half(a.size)][_half(step)] += 1
    return {size: max(steps, key=lambda s: (steps[s], -s)) for size, steps in seen.items()}


def _half(value: float) -> float:
    return round(value * 2) / 2


def groups(lines: Sequence[Line]) -> Iterator[Group]:
    """Yield the blocks of the lines of a document."""
    usual = leadings(lines)
    for _, column in groupby(lines, key=lambda x: (x.page, x.column)):
        yield from _column(list(column), usual)


def _column(column: list[Line], usual: dict[float, float]) -> Iterator[Group]:
    edges = [_edges(column, i) for i in range(len(column))]
    start = 0
    for i in range(1, len(column) + 1):
        if i == len(column) or _parted(column, i, start, edges, usual):
            run = edges[start:i]
            yield Group(column[start:i], min(x for x, _ in run), max(x for _, x in run))
            start = i


def _edges(column: list[Line], i: int) -> tuple[float, float]:
    """Return the edges of the text around a line: of the lines of its size and its part."""
    around = column[max(i - _NEAR, 0) : i + _NEAR + 1]
    near = [x for x in around if alike(x.size, column[i].size)]
    part = [x for x in near if x.part == column[i].part]
    if len(part) > 2:
        near = part
    return min(x.x0 for x in near), max(x.x1 for x in near)


def _parted(
    column: list[Line], i: int, start: int, edges: list[tuple[float, float]],
    usual: dict[float, float],
) -> bool:  # fmt: skip
    """Whether a block ends before a line; ``start`` is its first."""
    above, line = column[i - 1], column[i]
    left, right = edges[i]
    size = line.size
    if not alike(above.size, size) and not _runs_in(above, line, right, i - 1 == start):
        return True
    lead = usual.get(_half(size), _USUAL * size)
    step = above.y - line.y
    if step > _WHITE * lead + 0.5 or step < -size:
        return True
    if above.text[-1] in _GOES_ON and step > 0:
        return False
    if past_bullet(line.text) > 0 or is_list_heading(line.text) or is_list_heading(above.text):
        return True
    if _centred(above, line, left, right):
        return _faces_part(above, line, right)
    ended = _ENDED.search(above.text) is not None
    if _alone_in_middle(line if ended else above, edges[i if ended else i - 1]):
        return not line.text[0].islower()
    after = column[i + 1] if i + 1 < len(column) else None
    if _indents(above, line, after, left):
        return True
    if _faces_part(above, line, right):
        return True
    first = line.text.split(None, 1)[0]
    width = (line.x1 - line.x0) / max(len(line.text), 1) * len(first)
    room = edges[i - 1][1] - above.x1 - width - 0.3 * size
    if room > _SHORT * size * 0.5 and _ENDED.search(above.text):
        return not line.text[0].islower()
    if room > _FORCED * size and not line.text[0].islower():
        return True
    return bool(room > 4 * size and _STOPPED.search(above.text))


def _runs_in(above: Line, line: Line, right: float, first: bool) -> bool:
    """Whether a heading in another size begins the text that goes on below it."""
    if not first or above.x1 < right - _SHORT * line.size:
        return False
    if len(above.pieces) > 1 and alike(above.pieces[-1].size, line.size):
        return True
    start = line.pieces[0]
    again = start.lead_bold and (start.lead > 0 or len(line.pieces) > 1)
    return _bold(above) and again and not _ENDED.search(above.text)


def _centred(a: Line, b: Line, left: float, right: float) -> bool:
    """Whether two lines stand in the middle of the column, neither at its edges."""
    off = abs((a.x0 + a.x1) - (b.x0 + b.x1)) / 2
    middle = abs((a.x0 + a.x1) - (left + right)) / 2
    inside = min(a.x0, b.x0) > left + 2 or abs(a.x0 - b.x0) > 2
    return off < 2.0 and middle < 4.0 and inside and abs(a.x0 - b.x0) > 1


def _alone_in_middle(line: Line, edges: tuple[float, float]) -> bool:
    """Whether a line has as much white on its left as on its right: a heading over its text."""
    before, behind = line.x0 - edges[0], edges[1] - line.x1
    return min(before, behind) > _BOTH_SIDES * line.size and abs(before - behind) < _OFF_MIDDLE


def _indents(above: Line, line: Line, after: Line | None, left: float) -> bool:
    """Whether a line is the indented first one of a block."""
    step = _INDENT * line.size
    if line.x0 - above.x0 <= step:
        # After the lines of a list that hang, text begins again at the edge.
        return above.x0 - line.x0 > step and _LABEL.match(line.text) is not None
    if line.x0 - left <= step:
        return False
    back = after is None or line.x0 - after.x0 > step or line.y - after.y > 2 * line.size
    return back and (_ENDED.search(above.text) is not None or not line.text[0].islower())


def _faces_part(above: Line, line: Line, right: float) -> bool:
    """Whether one of two lines is a heading of the other, going by their faces."""
    if _bold(above) and line.bold < 0.5:
        goes_on = above.x1 > right - _SHORT * above.size and not _ENDED.search(above.text)
        return not (goes_on and line.pieces[0].lead_bold)
    if _bold(line) and above.bold < 0.5:
        return _ENDED.search(above.text) is not None or right - above.x1 > line.size
    if _slanted(above) != _slanted(line):
        return _slant_parts(above, line, right)
    if max(above.italic, line.italic) > 0.3:
        return False
    if _uniform(above) and _without(line, above.face):
        return right - above.x1 > 3 * line.size and _ENDED.search(above.text) is None
    return _uniform(line) and _without(above, line.face) and right - above.x1 > line.size


def _slant_parts(above: Line, line: Line, right: float) -> bool:
    """Whether the one of two lines that is italic is a heading: it is short, the text is done."""
    if line.text[0].islower() or (above.bold > 0.5) != (line.bold > 0.5):
        return False
    heading, done = (line, True) if _slanted(line) else (above, False)
    short = right - heading.x1 > _HEADING_ROOM * heading.size
    return (short or _NUMBERED.match(heading.text) is not None) and (
        _ENDED.search(above.text) is not None
    ) == done


def _slanted(line: Line) -> bool:
    return line.italic > _PURE


def _bold(line: Line) -> bool:
    return line.bold > _PURE and line.pieces[-1].bold > 0.5


def _uniform(line: Line) -> bool:
    return all(p.face == line.face and not p.lead for p in line.pieces)


def _without(line: Line, face: int) -> bool:
    return all(p.face != face and not p.lead for p in line.pieces)
