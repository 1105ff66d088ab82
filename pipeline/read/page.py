"""The rendered text while it is written: lines, and what the markup knows of each.

White space is folded while text is put down, never afterwards, so that every offset noted
on the way holds in the text that comes out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.read.hints import BlockHint, EntryHint, Hints, LinkHint, MarkerHint
from pipeline.records import Kind, MarkerStyle, Region
from pipeline.text.numbers import RANGE_CAP, expand
from pipeline.text.signs import DASHES

_SEPARATOR = re.compile(rf"[\s,;{DASHES}]{{1,6}}|\s?(?:and|&)\s")
_RANGE = re.compile(rf"\s?[{DASHES}]{{1,2}}\s?")
_LIST = re.compile(rf"[\s,;\d{DASHES}]{{1,200}}")
_ALONE = re.compile(rf"\d(?:[\s,;\d{DASHES}]{{0,200}}\d)?")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d[a-z]?(?!\d)")
# A link's own words round its number: "[e.g., 77]", "ref. 12", "[22: fig. 3]".
_FIRST = re.compile(r"[\[(\s]*(?:(?:see|refs?|e\.g|cf|note)[.,\s]+){0,2}(\d{1,4})(?![\d.]\d)", re.I)
_LABEL = 12  # characters that may stand before the target of a link in its line
_SHARE = 0.4  # of the page: what holds more is no mere part of it, whatever its name
_PROSE, _FEW = 250, 2  # of so many characters, more lines are prose nobody may lose
_SHORTEST, _LONGEST = 16, 4000
_GAP = 40  # lines between two entries that links lead to


class _Link(NamedTuple):
    """A citation link as it stands in the text."""

    start: int
    end: int
    targets: tuple[str, ...]
    raised: bool
    numbers: tuple[int, ...]


class Page:
    """Collects lines with their hints; ``finish`` returns the text and all hints."""

    def __init__(self) -> None:
        self.url: str | None = None
        """The page's own address, where it says so."""
        self._parts: list[str] = []
        self._at = 0
        self._first = 0  # the first part of the line being written
        self._line_start = 0
        self._space = False
        self._links: list[_Link] = []
        self._outside: list[tuple[int, int, str]] = []
        self._hyperlinks: list[LinkHint] = []
        self._raised: list[tuple[int, int]] = []
        self._alone: list[tuple[int, int]] = []
        self._keys: list[str] = []
        self._blocks: list[BlockHint] = []
        self._entries: list[EntryHint] = []
        self._markers: list[MarkerHint] = []
        self._covers: list[tuple[int, int, Region]] = []

    @property
    def empty(self) -> bool:
        """Whether the line being written has no text yet."""
        return self._at == self._line_start

    @property
    def length(self) -> int:
        """How long the current line is so far."""
        return self._at - self._line_start

    @property
    def line(self) -> str:
        """The line being written."""
        return "".join(self._parts[self._first :])

    @property
    def at(self) -> int:
        """Where the next character will stand, a pending blank left out."""
        return self._at

    def put(self, text: str | None) -> int:
        """Add inline text, white space folded; return where its first character stands."""
        if not text:
            return self._at
        words = text.split()
        if not words:
            self._space = self._space or not self.empty
            return self._at
        if (self._space or text[0].isspace()) and not self.empty:
            self._write(" ")
        start = self._at
        self._write(" ".join(words))
        self._space = text[-1].isspace()
        return start

    def link(self, text: str, targets: tuple[str, ...], raised: bool) -> None:
        """Add inline text that leads to entries of the reference list."""
        start = self.put(text)
        if self._at > start:
            self._links.append(_Link(start, self._at, targets, raised, _numbers(text)))

    def outside(self, start: int, url: str) -> None:
        """Note that what the line holds since ``start`` links to an address."""
        if start >= self._line_start:
            self._outside.append((start, self._at, url))

    def raise_from(self, start: int) -> None:
        """Note that what the line holds since ``start`` is superscript."""
        self._raised.append((max(start, self._line_start), self._at))

    def key(self, key: str) -> None:
        """Make the line being begun an entry that a link leads to."""
        if self.length <= _LABEL:
            self._keys.append(key)

    def cover(self, start: int, region: Region) -> None:
        """Note that the lines since ``start`` are no part of the article, if they are a part."""
        if start < self._line_start:
            self._covers.append((start, self._line_start, region))

    def close(
        self,
        region: Region | None = None,
        kind: Kind | None = None,
        level: int | None = None,
        entry: EntryHint | None = None,
    ) -> None:
        """End the line; a line without text leaves no trace."""
        start, end = self._line_start, self._at
        if start == end:
            self._space = False
            return
        if entry is None and self._keys and level is None and end - start >= _SHORTEST:
            region, kind = "references", "reference"
            entry = EntryHint(start=0, end=0, keys=tuple(self._keys), number=None)
        line = self.line
        raised = [(a + (line[a - start] == " "), b) for a, b in self._raised if a < b]
        if entry is not None:
            self._entries.append(replace(entry, start=start, end=end))
        else:
            found = _markers(line, start, self._links, raised)
            self._markers.extend(found)
            linked = {m.start for m in found}
            self._alone.extend(
                (first, last)
                for first, last in raised
                if first not in linked and _ALONE.fullmatch(line, first - start, last - start)
            )
        self._hyperlinks += [
            LinkHint(start=a + (line[a - start] == " "), end=b, url=url)
            for a, b, url in self._outside
            if a < b
        ]
        self._blocks.append(BlockHint(start=start, end=end, region=region, kind=kind, level=level))
        self._write("\n\n")
        self._line_start, self._first = self._at, len(self._parts)
        self._space, self._links, self._raised, self._keys = False, [], [], []
        self._outside = []

    def finish(self) -> tuple[str, Hints]:
        """Return the text and the hints."""
        self.close()
        self._fill_lists()
        return "".join(self._parts), Hints(
            blocks=tuple(self._covered()),
            markers=tuple(self._markers),
            entries=tuple(self._entries),
            raised=tuple(self._alone),
            links=tuple(self._hyperlinks),
            url=self.url,
        )

    def _fill_lists(self) -> None:
        """Take the lines between entries of one list as entries too: no link leads to them."""
        text, known = "".join(self._parts), {entry.start for entry in self._entries}
        last: int | None = None
        for i, block in enumerate(self._blocks):
            if block.start not in known and block.region != "references":
                continue  # a heading of references begins a list too
            near = block.start in known and last is not None and i - last <= _GAP
            for j in range(last + 1 if near and last is not None else i, i):
                line = self._blocks[j]
                printed = text[line.start : min(line.end, line.start + _LONGEST)]
                if line.kind != "other" and line.level is None and _YEAR.search(printed):
                    self._blocks[j] = replace(line, region="references", kind="reference")
                    self._entries.append(
                        EntryHint(start=line.start, end=line.end, keys=(), number=None)
                    )
            last = i
        self._entries.sort(key=lambda entry: entry.start)

    def _covered(self) -> list[BlockHint]:
        """Return the lines, those inside a part of the page that is not its article as such."""
        blocks, place, done = list(self._blocks), 0, 0
        titles = [b.start for b in blocks if b.kind == "title"][:1]
        prose = [b.start for b in blocks if b.end - b.start >= _PROSE]
        for start, end, region in sorted(self._covers, key=lambda c: (c[0], -c[1])):
            long = bisect_left(prose, end) - bisect_left(prose, start)
            large = end - start > _SHARE * self._at or long > _FEW
            titled = any(start <= t < end for t in titles)
            if start < done or titled or (large and region != "comments"):
                continue
            done = end
            while place < len(blocks) and blocks[place].start < end:
                block = blocks[place]
                if block.start >= start and block.region != "references":
                    kind: Kind = "comment" if region == "comments" else "other"
                    kind = "caption" if block.kind == "caption" else kind
                    blocks[place] = replace(block, region=region, kind=kind, level=None)
                place += 1
        return blocks

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._at += len(text)


def _numbers(text: str) -> tuple[int, ...]:
    """Return the numbers a citation link prints; none for one that prints a name or year."""
    printed = text.strip().strip("[]()").strip()
    if _LIST.fullmatch(printed) and not _YEAR.fullmatch(printed):
        return expand(printed)
    found = _FIRST.match(text)
    return (int(found[1]),) if found and not _YEAR.fullmatch(found[1]) else ()


def _markers(
    line: str, offset: int, links: list[_Link], raised: list[tuple[int, int]]
) -> list[MarkerHint]:
    """Return the markers of a line: links side by side in one bracket are one marker."""
    found: list[MarkerHint] = []
    group: list[_Link] = []
    for link in links:
        between = line[group[-1].end - offset : link.start - offset] if group else ""
        same = (
            group
            and group[-1].raised == link.raised
            and bool(link.numbers) == bool(group[-1].numbers)
        )
        if group and not (same and _SEPARATOR.fullmatch(between)):
            found.append(_marker(line, offset, group, raised))
            group = []
        group.append(link)
    if group:
        found.append(_marker(line, offset, group, raised))
    return found


def _marker(
    line: str, offset: int, group: list[_Link], raised: list[tuple[int, int]]
) -> MarkerHint:
    start, end = group[0].start - offset, group[-1].end - offset
    targets = tuple(dict.fromkeys(t for link in group for t in link.targets))
    style: MarkerStyle = "author_year"
    numbers: tuple[int, ...] = ()
    if group[0].numbers:
        numbers = _joined(line, offset, group)
        start, end = _grown(line, offset, start, end, raised)
        if line[start:end] != line[group[0].start - offset : group[-1].end - offset]:
            numbers = expand(line[start:end])
        start, end, style = _bracketed(line, start, end, group[0].raised)
    elif start and line[start - 1] == "(" and line[end : end + 1] == ")":
        start, end = start - 1, end + 1
    return MarkerHint(
        start=offset + start, end=offset + end, style=style, numbers=numbers, targets=targets
    )


def _joined(line: str, offset: int, group: list[_Link]) -> tuple[int, ...]:
    """Return the numbers of links side by side, those between linked ends of a range too."""
    found: dict[int, None] = {}
    last: _Link | None = None
    for link in group:
        if last and _RANGE.fullmatch(line[last.end - offset : link.start - offset]):
            first, after = last.numbers[-1], link.numbers[0]
            if 0 < after - first < RANGE_CAP:
                found.update(dict.fromkeys(range(first, after)))
        found.update(dict.fromkeys(link.numbers))
        last = link
    return tuple(found)


def _grown(
    line: str, offset: int, start: int, end: int, raised: list[tuple[int, int]]
) -> tuple[int, int]:
    """Take in the numbers of the same bracket or superscript that have no link of their own."""
    at = bisect_right(raised, (start + offset, len(line) + offset)) - 1
    first, last = (raised[at][0] - offset, raised[at][1] - offset) if at >= 0 else (end, start)
    if first <= start and end <= last and _LIST.fullmatch(line, first, last):
        return first, last
    before = line.rfind("[", max(start - 80, 0), start), line.rfind("(", max(start - 80, 0), start)
    opening = max(before)
    closing = line.find("]" if before[0] == opening else ")", end, end + 80) if opening >= 0 else -1
    if closing > 0 and _LIST.fullmatch(line[opening + 1 : closing]):
        inner = line[opening + 1 : closing]
        return closing - len(inner.lstrip()), opening + 1 + len(inner.rstrip())
    return start, end


def _bracketed(line: str, start: int, end: int, raised: bool) -> tuple[int, int, MarkerStyle]:
    """Take the brackets around a marker in, and name its style by how it prints."""
    opening = line[start - 1 : start] if line[start] not in "[(" else line[start]
    inside = line[start] in "[("
    closed = inside or line[end : end + 1] == {"[": "]", "(": ")"}.get(opening, "\0")
    if closed and opening in ("[", "("):
        grown = 0 if inside else 1
        return start - grown, end + grown, "bracketed" if opening == "[" else "parenthetical"
    if raised:
        return start, end, "superscript"
    before = line[max(start - 200, 0) : start]
    if before.count("[") > before.count("]"):
        return start, end, "bracketed"
    return start, end, "parenthetical" if opening in ("", " ", "(") else "superscript"
