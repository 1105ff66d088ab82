"""A text as printed and as read: the same but for a few places, with offsets both ways.

Ligatures, soft hyphens, words divided at a line end and what a page prints between two lines are
read otherwise than they are printed. Each such place is a fold; offsets are carried over them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple


class Fold(NamedTuple):
    """A stretch of a text that is read as something else, or (``""``) not at all."""

    start: int
    end: int
    reads: str


class _Piece(NamedTuple):
    """A stretch of the printed text and its place in the text as read."""

    printed: int
    printed_end: int
    read: int
    read_end: int
    same: bool


class Plain:
    """A text as read, made of the printed text and its folds."""

    def __init__(self, printed: str, folds: Iterable[Fold]) -> None:
        self.printed = printed
        self._pieces: list[_Piece] = []
        words: list[str] = []
        at = read = 0
        for fold in sorted(folds):
            if fold.start < at:
                continue  # overlaps the one before
            read = self._put(at, fold.start, read, fold.start - at, same=True)
            read = self._put(fold.start, fold.end, read, len(fold.reads), same=False)
            words += [printed[at : fold.start], fold.reads]
            at = fold.end
        self._put(at, len(printed), read, len(printed) - at, same=True)
        words.append(printed[at:])
        self.text = "".join(words)
        self._printed = [piece.printed for piece in self._pieces]
        self._read_pieces = [piece for piece in self._pieces if piece.read_end > piece.read]
        self._read = [piece.read for piece in self._read_pieces]

    def _put(self, start: int, end: int, read: int, size: int, same: bool) -> int:
        if end > start:
            self._pieces.append(_Piece(start, end, read, read + size, same))
        return read + size

    def printed_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the text as read stands in the printed text."""
        if end <= start:
            at = self._back(start, last=False) if start < len(self.text) else len(self.printed)
            return at, at
        return self._back(start, last=False), self._back(end - 1, last=True)

    def read_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the printed text stands in the text as read."""
        first = self._over(start, last=False)
        return (first, max(first, self._over(end - 1, last=True))) if end > start else (first,) * 2

    def _back(self, at: int, last: bool) -> int:
        """Return the printed offset of a letter as read, or of what follows it (``last``)."""
        piece = self._read_pieces[bisect_right(self._read, at) - 1]
        if piece.same:
            return piece.printed + at - piece.read + last
        return piece.printed_end if last else piece.printed

    def _over(self, at: int, last: bool) -> int:
        if at >= len(self.printed):
            return len(self.text)
        piece = self._pieces[bisect_right(self._printed, at) - 1]
        if piece.same:
            return piece.read + at - piece.printed + last
        return piece.read_end if last or at > piece.printed else piece.read
