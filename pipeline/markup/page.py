"""The rendered text while it is written: lines, and what the markup knows of each.

White space is folded while text is put down, never afterwards, so that every offset noted
on the way holds in the text that comes out.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.citation.numbers import DASHES, expand
from pipeline.records import BlockHint, EntryHint, Hints, Kind, MarkerHint, MarkerStyle, Region

_SEPARATOR = re.compile(rf"[\s,;{DASHES}]{{1,6}}|\s?(?:and|&)\s")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d[a-z]?(?!\d)")
_DIGITS = re.compile(r"\d")


class _Link(NamedTuple):
    """A citation link as it stands in the text."""

    start: int
    end: int
    targets: tuple[str, ...]
    raised: bool


class Page:
    """Collects lines with their hints; ``finish`` returns the text and all hints."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._at = 0
        self._line_start = 0
        self._space = False
        self._links: list[_Link] = []
        self._blocks: list[BlockHint] = []
        self._entries: list[EntryHint] = []
        self._markers: list[MarkerHint] = []

    @property
    def at(self) -> int:
        """Where the next character will stand, a pending blank left out."""
        return self._at

    @property
    def empty(self) -> bool:
        """Whether the line being written has no text yet."""
        return self._at == self._line_start

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

    @property
    def length(self) -> int:
        """How long the current line is so far."""
        return self._at - self._line_start

    def link(self, text: str, targets: tuple[str, ...], raised: bool) -> None:
        """Add inline text that leads to entries of the reference list."""
        start = self.put(text)
        if self._at > start:
            self._links.append(_Link(start, self._at, targets, raised))

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
        line = "".join(self._parts[self._first :])
        self._markers.extend(_markers(line, start, self._links))
        self._blocks.append(BlockHint(start=start, end=end, region=region, kind=kind, level=level))
        if entry is not None:
            self._entries.append(_placed(entry, start, end))
        self._write("\n\n")
        self._line_start, self._first = self._at, len(self._parts)
        self._space, self._links = False, []

    _first = 0

    def finish(self) -> tuple[str, Hints]:
        """Return the text and the hints."""
        self.close()
        return "".join(self._parts), Hints(
            blocks=tuple(self._blocks),
            markers=tuple(self._markers),
            entries=tuple(self._entries),
        )

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._at += len(text)


def _placed(entry: EntryHint, start: int, end: int) -> EntryHint:
    from msgspec.structs import replace

    return replace(entry, start=start, end=end)


def _markers(line: str, offset: int, links: list[_Link]) -> list[MarkerHint]:
    """Return the markers of a line: links side by side in one bracket are one marker."""
    found: list[MarkerHint] = []
    group: list[_Link] = []
    for link in links:
        if group and not _goes_on(line[group[-1].end - offset : link.start - offset], group, link):
            found.append(_marker(line, offset, group))
            group = []
        group.append(link)
    return [*found, _marker(line, offset, group)] if group else found


def _goes_on(between: str, group: list[_Link], link: _Link) -> bool:
    return group[-1].raised == link.raised and _SEPARATOR.fullmatch(between) is not None


def _marker(line: str, offset: int, group: list[_Link]) -> MarkerHint:
    start, end = group[0].start - offset, group[-1].end - offset
    printed = line[start:end]
    targets = tuple(dict.fromkeys(t for link in group for t in link.targets))
    style: MarkerStyle
    numbers: tuple[int, ...] = ()
    if _YEAR.search(printed) or not _DIGITS.search(printed):
        style = "author_year"
    else:
        start, end, style = _bracketed(line, start, end, group[0].raised)
        numbers = expand(printed)
    return MarkerHint(
        start=offset + start, end=offset + end, style=style, numbers=numbers, targets=targets
    )


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
    before = line[:start]
    if before.count("[") > before.count("]"):
        return start, end, "bracketed"
    return start, end, "parenthetical" if opening in ("", " ", "(") else "superscript"
