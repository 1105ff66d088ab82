"""Mentions within mentions: ``levodopa`` in ``levodopa therapy``, ``cancer`` in a patient group.

The longest phrases come first, as a reader would mark them. What the recogniser and the
dictionary find inside them is kept beside them, so that no name is lost in a longer one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

MOST = 20  # mentions inside one: a longer phrase is a list that nobody would mark as one


class Spanned(Protocol):
    """Anything with borders in the text."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


T = TypeVar("T", bound=Spanned)


def nested(outer: Sequence[T], others: Iterable[T]) -> list[T]:
    """Return the outer mentions with those of the others that lie in one, hold some or meet none.

    ``outer`` are sorted and flat. None of the result crosses another or has its borders; of
    two others that do, the first is kept. Sorted by start, then end.
    """
    ends = [one.end for one in outer]
    inside: dict[int, list[T]] = {}
    apart: list[T] = []
    for one in others:
        first = after = bisect_right(ends, one.start)
        while after < len(outer) and outer[after].start < one.end:
            after += 1
        if after == first + 1 and holds(outer[first], one):
            siblings = inside.setdefault(first, [])
            if len(siblings) < MOST and all(_fit(one, other) for other in siblings):
                siblings.append(one)
        elif all(holds(one, other) for other in outer[first:after]):
            at = bisect_left(apart, one.start, key=lambda other: other.end - 1)
            if at == len(apart) or one.end <= apart[at].start:
                apart.insert(at, one)
    every = [*outer, *(one for siblings in inside.values() for one in siblings), *apart]
    return sorted(every, key=lambda one: (one.start, one.end))


def innermost_holders(mentions: Sequence[Spanned]) -> list[int | None]:
    """Return, for each of some nested mentions, the place of the shortest that holds it."""
    order = sorted(range(len(mentions)), key=lambda at: (mentions[at].start, -mentions[at].end))
    found: list[int | None] = [None] * len(mentions)
    open_: list[int] = []
    for at in order:
        while open_ and mentions[open_[-1]].end < mentions[at].end:
            open_.pop()
        while open_ and mentions[open_[-1]].end <= mentions[at].start:
            open_.pop()
        found[at] = open_[-1] if open_ else None
        open_.append(at)
    return found


def holds(one: Spanned, other: Spanned) -> bool:
    """Whether a mention holds another, and is longer."""
    return (
        one.start <= other.start
        and other.end <= one.end
        and one.end - one.start > other.end - other.start
    )


def _fit(one: Spanned, other: Spanned) -> bool:
    return (
        one.end <= other.start or other.end <= one.start or holds(one, other) or holds(other, one)
    )
