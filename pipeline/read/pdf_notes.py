"""Footnotes at the ends of pages: told from what stands there by their marks in the prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.read.pdf_blocks import Group
from pipeline.read.pdf_entries import Entry
from pipeline.read.pdf_lines import Line, spelt
from pipeline.read.pdf_words import LEGAL

_SMALLER = 0.95  # size of a note, in sizes of the text
_MARKED, _OWN = 0.8, 0.5
"""Share of the notes whose mark stands in the prose of their page, and of all raised numbers of the
prose that such marks are: elsewhere they cite a list, or are powers."""
_LOW = 0.3  # share of the words of prose that begin with a small letter
_NUMBER = re.compile(r"\d{1,3}")
_AFTER_WORDS = re.compile(r"(?:[^\W\d_]{3}|[.,;:!?)\]”’\"'])\s?$")
_ABOUT_AUTHORS = 120  # characters of a note that tell it from an address


def find_notes(groups: Sequence[Group], size: float) -> tuple[list[Entry], list[Group]]:
    """Return the footnotes of a document whose text is set in a size, and its other blocks."""
    notes: list[Entry] = []
    rest: list[Group] = []
    for _, column in groupby(groups, key=lambda g: (g.page, g.lines[0].column)):
        kept, below = _below_text(list(column), size)
        rest += kept
        for g in below:
            others = _taken(g, notes)
            if others:
                rest.append(Group(others, g.left, g.right))
    places = {(note.lines[0].page, note.number) for note in notes}
    prose = (g for g in rest if g.size > _SMALLER * size and _small_words(g) > _LOW)
    marks = [mark for g in prose for mark in _marks(g)]
    own = sum(mark in places for mark in marks)
    marked = len(places & set(marks))
    if not notes or marked < _MARKED * len(notes) or own < _OWN * len(marks):
        return [], list(groups)
    return notes, rest


def raised_number(line: Line) -> tuple[int, int] | None:
    """Return the raised number that a line begins with, and where it ends."""
    text, piece, up = spelt(line.pieces, line.size, line.y)[0]
    end = len(text) if up else next((b for a, b in piece.raised if a == 0), 0)
    return (int(text[:end]), end) if _NUMBER.fullmatch(text[:end]) else None


def _below_text(column: list[Group], size: float) -> tuple[list[Group], list[Group]]:
    """Cut a column above the small print at its end whose first line has a mark."""
    at = len(column)
    while at and column[at - 1].size < _SMALLER * size:
        at -= 1
    while at < len(column) and raised_number(column[at].lines[0]) is None:
        at += 1
    return column[:at], column[at:]


def _taken(g: Group, notes: list[Entry]) -> list[Line]:
    """Put the notes of a block with the others; return its lines that are none."""
    others: list[Line] = []
    into = others
    for line in g.lines:
        mark = raised_number(line)
        if mark is not None and LEGAL.search(g.text[:_ABOUT_AUTHORS]) is None:
            notes.append(Entry([], mark[0], mark[1]))
            into = notes[-1].lines
        into.append(line)
    return others


def _small_words(g: Group) -> float:
    """Return which share of the words begin with a small letter: few do in lists of authors."""
    words = g.text.split()
    return sum(word[0].islower() for word in words) / len(words)


def _marks(g: Group) -> Iterator[tuple[int, int]]:
    """Yield the raised numbers behind words of a block, each with its page."""
    for line in g.lines:
        before = ""
        for text, piece, up in spelt(line.pieces, line.size, line.y):
            shift = len(text) - len(piece.text)
            spans = [(0, len(piece.text))] if up else piece.raised
            for a, b in spans:
                number = piece.text[a:b].strip()
                if _NUMBER.fullmatch(number) and _AFTER_WORDS.search(before + text[: a + shift]):
                    yield line.page, int(number)
            before += text
