"""The rendered text while it is written: lines, and what the markup knows of each.

White space is folded while text is put down, never afterwards, so that every offset noted
on the way holds in the text that comes out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.read.hints import BlockHint, EntryHint, Hints, LinkHint, MarkerHint
from pipeline.records import Kind, MarkerStyle, Region
from pipeline.text.labels import NOTE_MARK
from pipeline.text.numbers import RANGE_CAP, expand
from pipeline.text.signs import DASHES

_SEPARATOR = re.compile(rf"[\s,;{DASHES}]{{1,6}}|\s?(?:and|&)\s")
_RANGE = re.compile(rf"\s?[{DASHES}]{{1,2}}\s?")
_LIST = re.compile(rf"[\s,;\d{DASHES}]{{1,200}}")
# Superscripts may have a parenthesis behind them: "daily1,2)".
_ALONE = re.compile(
    rf"\d(?:[\s,;\d){DASHES}]{{0,200}}\d)?\)?|\[\d(?:[\s,;\d{DASHES}]{{0,200}}\d)?\]"
)
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d[a-z]?(?!\d)")
# A link's own words round its number: "[e.g., 77]", "ref. 12", "[22: fig. 3]".
_FIRST = re.compile(r"[\[(\s]*(?:(?:see|refs?|e\.g|cf|note)[.,\s]+){0,2}(\d{1,4})(?![\d.]\d)", re.I)
_LABEL = 12  # characters that may stand before the target of a link in its line
_SHORTEST = 16  # characters of an entry


class _Link(NamedTuple):
    """A citation link as it stands in the text."""

    start: int
    end: int
    targets: tuple[str, ...]
    raised: bool
    numbers: tuple[int, ...]


@dataclass(slots=True)
class Draft:
    """A line that has ended; its hints count from its own first character."""

    text: str
    place: int
    """The part of the page it stands in, a number of the caller's."""
    region: Region | None
    kind: Kind | None
    level: int | None
    entry: EntryHint | None
    markers: list[MarkerHint]
    raised: list[tuple[int, int]]
    links: list[LinkHint]
    gaps: list[int]
    """Blanks within an entry where the page ends a line."""
    linked: int
    """Characters in hyperlinks."""
    strong: int
    """Characters in bold type."""
    concealed: bool


class Page:
    """Collects lines with their hints; ``finish`` returns the text and all hints."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.place = 0
        self.in_link = self.in_strong = self.in_concealed = 0
        """How many elements of such a kind are open."""
        self._parts: list[str] = []
        self.length = 0
        """How long the current line is so far."""
        self._before = 0  # characters of the lines before, as they were written
        self._space = False
        self._mark, self._marked = "", 0
        self._linked = self._strong = 0
        self._links: list[_Link] = []
        self._outside: list[LinkHint] = []
        self._gaps: list[int] = []
        self._raised: list[tuple[int, int]] = []
        self._keys: list[str] = []

    @property
    def empty(self) -> bool:
        """Whether the line being written has no text yet."""
        return not self.length

    @property
    def marked(self) -> bool:
        """Whether a bullet or number opens the line."""
        return self._marked > 0

    @property
    def line(self) -> str:
        """The line being written."""
        return "".join(self._parts)

    @property
    def at(self) -> int:
        """How much is written so far, a pending blank left out: marks a place in the line."""
        return self._before + self.length

    def put(self, text: str | None) -> int:
        """Add inline text, white space folded; return where its first character stands."""
        if not text:
            return self.at
        words = text.split()
        if not words:
            self._space = self._space or not self.empty
            return self.at
        if self._mark and self.empty:
            self._write(self._mark)
            self._marked, self._mark = self.length, ""
        elif (self._space or text[0].isspace()) and not self.empty:
            self._write(" ")
        start = self.at
        folded = " ".join(words)
        self._write(folded)
        self._linked += len(folded) if self.in_link else 0
        self._strong += len(folded) if self.in_strong else 0
        self._space = text[-1].isspace()
        return start

    def sign(self, text: str) -> None:
        """Put a sign of the line's own, with what follows it, hard behind the text so far."""
        self._space = False
        self.put(text)

    def mark(self, text: str) -> None:
        """Put a bullet or number before the next text, or forget the last that has had none."""
        self._mark = text

    def link(self, text: str, targets: tuple[str, ...], raised: bool) -> None:
        """Add inline text that leads to entries of the reference list."""
        start = self.put(text) - self._before
        if self.length > start:
            self._links.append(_Link(start, self.length, targets, raised, _numbers(text)))

    def outside(self, start: int, url: str) -> None:
        """Note that what the line holds since ``start`` links to an address."""
        first = max(start - self._before, self._marked)
        if first < self.length and start >= self._before:
            self._outside.append(LinkHint(start=first, end=self.length, url=url))

    def gap(self, at: int) -> None:
        """Note that the page ends a line at a blank of the entry that is written."""
        self._gaps.append(at - self._before)

    def raise_from(self, start: int) -> None:
        """Note that what the line holds since ``start`` is superscript."""
        self._raised.append((max(start - self._before, self._marked), self.length))

    def key(self, key: str) -> None:
        """Make the line being begun an entry that a link leads to."""
        if self.length <= _LABEL:
            self._keys.append(key)

    def close(
        self,
        region: Region | None = None,
        kind: Kind | None = None,
        level: int | None = None,
        entry: EntryHint | None = None,
    ) -> Draft | None:
        """End the line; one without text leaves no trace."""
        if not self.length:
            self._space = False
            return None
        line = self.line
        if entry is None and self._keys and level is None and len(line) >= _SHORTEST:
            region, kind = "references", "reference"
            entry = EntryHint(start=0, end=0, keys=tuple(self._keys), number=None)
        raised = [(a + (line[a] == " "), b) for a, b in self._raised if a < b]
        found = [] if entry else _markers(line, 0, self._links, raised)
        linked = {m.start for m in found}
        alone = [(a, b) for a, b in raised if a not in linked and _ALONE.fullmatch(line, a, b)]
        outside = [_tight(line, hint) for hint in self._outside]
        draft = Draft(
            text=line,
            place=self.place,
            region=region,
            kind=kind,
            level=level,
            entry=entry,
            markers=found,
            raised=[] if entry else alone,
            links=outside,
            gaps=self._gaps,
            linked=self._linked,
            strong=self._strong,
            concealed=self.in_concealed > 0,
        )
        self.drafts.append(draft)
        self._before += self.length + 2
        self._parts, self.length, self._marked, self._space = [], 0, 0, False
        self._linked = self._strong = 0
        self._links, self._outside, self._raised, self._keys = [], [], [], []
        self._gaps = []
        return draft

    def finish(self) -> tuple[str, Hints]:
        """Return the text of the lines and their hints."""
        self.close()
        at, blocks, markers, entries, raised, links, gaps = 0, [], [], [], [], [], []
        for draft in self.drafts:
            end = at + len(draft.text)
            blocks.append(
                BlockHint(
                    start=at, end=end, region=draft.region, kind=draft.kind, level=draft.level
                )
            )
            if draft.entry:
                entries.append(replace(draft.entry, start=at, end=end))
            markers += [replace(m, start=m.start + at, end=m.end + at) for m in draft.markers]
            raised += [(a + at, b + at) for a, b in draft.raised]
            links += [replace(k, start=k.start + at, end=k.end + at) for k in draft.links]
            gaps += [(at + gap, at + gap + 1) for gap in draft.gaps]
            at = end + 2
        return "".join(f"{draft.text}\n\n" for draft in self.drafts), Hints(
            blocks=tuple(blocks),
            markers=tuple(markers),
            entries=tuple(entries),
            raised=tuple(raised),
            links=tuple(links),
            gaps=tuple(gaps),
        )

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self.length += len(text)


def _tight(line: str, hint: LinkHint) -> LinkHint:
    """Return a link without the blank that was put down before its words."""
    return replace(hint, start=hint.start + (line[hint.start] == " "))


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
    if NOTE_MARK.fullmatch(line, start, end):
        style = "superscript" if group[0].raised and line[start] not in "[(" else "key"
    elif group[0].numbers:
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
        around = line[max(start - 200, 0) : end]
        alone = line[end : end + 1] == ")" and around.count("(") <= around.count(")")
        return start, end + alone, "superscript"
    before = line[max(start - 200, 0) : start]
    if before.count("[") > before.count("]"):
        return start, end, "bracketed"
    return start, end, "parenthetical" if opening in ("", " ", "(") else "superscript"
