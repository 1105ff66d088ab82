"""Markers before they get their ids: what they lead to, and what the markup adds to the print.

HTML and JATS know which digits are superscript and which words link to the reference list.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass, replace

from pipeline.read.hints import Hints
from pipeline.records import Block, MarkerStyle, Reference
from pipeline.text.numbers import expand

_NOTES = frozenset(("footnote", "key", "identifier"))
_AFTER_WORDS = re.compile(
    r"(?:[^\W\d_]{3}|[A-Z]{2}|[^\W\d_]-?\d{1,3}|(?:19|20)\d\d|[^\W_]?[.,;:!?)\]”’\"'])\s?$"
)

_SINGLE = 9
"""The greatest number of one digit: a list that ends with it has no entry of two."""


@dataclass(frozen=True)
class Found:
    """A marker before it gets its id."""

    start: int
    end: int
    style: MarkerStyle
    numbers: tuple[int, ...]
    links: tuple[str | None, ...]
    locator: str | None = None


class Labels:
    """The entries by the number they print, or by their place where none is printed.

    Two lists that start again at 1 are kept apart: a marker is looked up in the first
    list that stands after it, else in the last.
    """

    def __init__(self, references: list[Reference]) -> None:
        self._lists: list[tuple[int, dict[int, str]]] = []
        numbered = any(r.number is not None for r in references)
        for place, reference in enumerate(references, start=1):
            number = reference.number if numbered else place
            if number is None:
                continue
            if not self._lists or (number == 1 and 1 in self._lists[-1][1]):
                self._lists.append((reference.start, {}))
            self._lists[-1][1].setdefault(number, reference.id)
        self._starts = [start for start, _ in self._lists]
        self._families = {r.id: r.authors[0].family for r in references if r.authors}

    def place(self, position: int) -> int:
        """Return which list is cited at a position of the text."""
        return max(0, min(bisect_right(self._starts, position), len(self._starts) - 1))

    def known(self, place: int) -> frozenset[int]:
        """Return the numbers of a list's entries."""
        return frozenset(self._lists[place][1]) if self._lists else frozenset()

    def authors(self, place: int) -> dict[int, str]:
        """Return the first author of each entry of a list, by its number."""
        entries = self._lists[place][1] if self._lists else {}
        return {n: self._families[i] for n, i in entries.items() if i in self._families}

    def of_numbers(self, numbers: tuple[int, ...], position: int) -> tuple[str | None, ...]:
        """Return the entry each number leads to, ``None`` where there is none."""
        if not self._lists:
            return ()
        entries = self._lists[self.place(position)][1]
        return tuple(entries.get(n) for n in numbers)


def by_superscripts(
    found: list[Found],
    raised: tuple[tuple[int, int], ...],
    text: str,
    body: list[Block],
    labels: Labels,
) -> list[Found]:
    """Return the markers where the markup shows which digits are superscript.

    Where an article cites by them, digits that are none are no markers, and those that are
    and lead to entries are, unless they stand after a unit, a sign or a number.
    """
    starts = [b.start for b in body]
    citing = []
    for start, end in raised:
        block = bisect_right(starts, start) - 1
        if (
            block >= 0
            and end <= body[block].end
            and text[start] != "["  # brackets tell a marker by themselves
            and _AFTER_WORDS.search(text[max(0, start - 4) : start])
        ):
            numbers = expand(text[start:end])
            links = labels.of_numbers(numbers, start)
            if links and all(links):
                citing.append(Found(start, end, "superscript", numbers, links))
    others = [m for m in found if m.style != "superscript"]
    if len(citing) < 3 or len(citing) < len(others):
        return found
    places = set(raised)
    known = [m for m in found if (m.start, m.end) in places]
    taken = {place for m in [*others, *known] for place in range(m.start, m.end)}
    return sorted(
        [*others, *known, *(m for m in citing if m.start not in taken)],
        key=lambda m: (m.start, m.end),
    )


def run_together(found: list[Found], labels: Labels) -> list[Found]:
    """Read superscripts pasted without what parted them digit by digit: ``14`` as 1 and 4.

    So where the list has at most nine entries, has every digit of it, and they rise.
    """
    return [_digit_by_digit(m, labels) if _is_unknown(m) else m for m in found]


def _is_unknown(marker: Found) -> bool:
    return marker.style == "superscript" and len(marker.numbers) == 1 and not any(marker.links)


def _digit_by_digit(marker: Found, labels: Labels) -> Found:
    digits = tuple(map(int, str(marker.numbers[0])))
    links = labels.of_numbers(digits, marker.start)
    short = max(labels.known(labels.place(marker.start)), default=0) <= _SINGLE
    if not short or list(digits) != sorted(set(digits)) or not links or not all(links):
        return marker
    return replace(marker, numbers=digits, links=links)


def from_links(hints: Hints, references: list[Reference]) -> list[Found]:
    """Return the citation links of the markup; a range's inner numbers lead to their entries."""
    ends = {reference.end: reference.id for reference in references}
    ids = {key: ends[e.end] for e in hints.entries if e.end in ends for key in e.keys}
    labels = Labels(references)
    found = []
    for hint in hints.markers:
        targets = [ids[t] for t in hint.targets if t in ids]
        if not targets:  # it leads to another part of the page
            continue
        links: tuple[str | None, ...] = tuple(targets)
        if len(hint.numbers) > len(targets):
            by_number = labels.of_numbers(hint.numbers, hint.start)
            links = by_number if set(targets) <= set(by_number) else links
        found.append(Found(hint.start, hint.end, hint.style, hint.numbers, links))
    return found


def with_linked(
    linked: list[Found], printed: list[Found], raised: Collection[tuple[int, int]] = ()
) -> list[Found]:
    """Return the links of the markup, and what the print alone shows of their styles, or raises.

    A printed marker goes before the links inside it when it leads to more than they do, or
    to the same from a name and a year of which only a part is linked.
    """
    styles = {m.style for m in linked} | {"identifier"}
    if styles <= _NOTES:  # notes stand beside any way of citing
        styles |= {m.style for m in printed}
    shown = {*raised}
    printed = [
        m
        for m in printed
        if (m.style in styles or (m.start, m.end) in shown) and m.links and all(m.links)
    ]
    owner = {place: m for m in linked for place in range(m.start, m.end)}
    dropped: set[Found] = set()
    added = []
    for marker in printed:
        inside = {owner[i] for i in range(marker.start, marker.end) if i in owner}
        whole = all(marker.start <= m.start and m.end <= marker.end for m in inside)
        if whole and all(_says_more(marker, m) for m in inside):
            dropped |= inside
            added.append(marker)
    return sorted({*linked, *added} - dropped, key=lambda m: (m.start, m.end))


def _says_more(printed: Found, link: Found) -> bool:
    if printed.style == "author_year" and link.style == "author_year":
        longer = printed.end - printed.start > link.end - link.start
        return longer and set(link.links) <= set(printed.links)
    return set(link.links) < set(printed.links)
