"""Sentences as a reader quotes them, and as words with their offsets."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from pipeline.claims.unmarked import without_markers
from pipeline.markers.spoken import silent
from pipeline.records import Marker, Span
from pipeline.text.patterns import hinted

S = TypeVar("S", bound=Span)

# Attributes are read off the start of a run-on "sentence" of megabytes.
LONGEST = 6000
_RAISED = "²³¹⁰⁴-⁹"  # no letters: the number of a source may be glued to a word
_LETTERS = rf"[^\W\d_{_RAISED}]+"
_WORD = re.compile(rf"{_LETTERS}(?:['’]{_LETTERS})*|\d+(?:[.,]\d+)*|[{_RAISED}]+|[^\w\s]|_")
# One space is left alone, so that folding megabytes makes few pieces.
_FOLD = re.compile(r"[^\S ]\s*| \s+")
# Brackets that a marker leaves with nothing in them, or with the page that it named.
_EMPTY = re.compile(
    r"[(\[⁽]\s*(?:[,;]\s*)?(?:(?:cf|see)\.?,?\s*)?(?:pp?\.\s?\d{1,5}(?:[-–]\d{1,5})?\s*)?[)\]⁾]"
)
# "The same place": a marker of the old kind that leads back to the one before.
_IBID = re.compile(r"\s?\((?:ibid|op\.\s?cit|loc\.\s?cit)\b[^()]{0,24}\)", re.IGNORECASE)
# The sign of a note behind a word or the stop: "relieve pain***.", "in women.†"
_NOTE_SIGN = hinted(
    r"(?:(?<=[^\W\d_]{3})(?=[*†‡§¶]{1,4}[.,;:!?]{0,2}(?:\s|\Z))|(?<=[.!?])(?=[*†‡§¶]{1,4}(?:\s|\Z)))"
    r"(?:\*{1,4}|[†‡§¶]{1,4})",
    "*|†|‡|§|¶",
)
_BEFORE_SIGN = re.compile(r"(?<=\S) (?=[,;:.!?%)\]](?:\s|[)\]\"”’]|\Z))")
_AFTER_OPENING = re.compile(r"(?<=[(\[]) ")


class Word(NamedTuple):
    """A word, number or sign of a sentence, in lower case, with its place in the article."""

    text: str
    start: int
    end: int


def vocabulary(words: str) -> frozenset[str]:
    """Return a word list written as one string."""
    return frozenset(words.split())


def quote(text: str, start: int, end: int, markers: Sequence[Marker]) -> str:
    """Return ``text[start:end]`` as a reader would quote it.

    Citation markers are left out with what they leave behind, white space is folded.
    ``markers`` must be sorted by ``start``.
    """
    own = inside(markers, start, end)
    kept = without_markers(text, start, end, own)
    if "(" in kept:
        kept = _IBID.sub("", kept)
    if _NOTE_SIGN.may_match(kept):
        kept = _NOTE_SIGN.pattern.sub("", kept)
    if not own:
        return _fold(kept)
    plain = _BEFORE_SIGN.sub("", _fold(_EMPTY.sub(" ", _fold(kept))))
    return _AFTER_OPENING.sub("", plain).strip()


def _fold(text: str) -> str:
    return _FOLD.sub(" ", text).strip()


def claim_id(article: str, plain: str, occurrence: int) -> str:
    """Return a claim's id: it depends on the article, the words and their occurrence only."""
    key = f"{article}\n{plain}\n{occurrence}".encode("utf-8", "surrogatepass")
    return f"{article}:c-{hashlib.sha256(key).hexdigest()[:12]}"


def words_of(text: str, start: int, end: int, markers: Sequence[Marker]) -> list[Word]:
    """Return the words of ``text[start:end]`` with article offsets, those of markers left out.

    Only the first ``LONGEST`` characters are read.
    """
    end = min(end, start + LONGEST)
    hidden = silent(text, inside(markers, start, end))
    found = []
    at = 0
    for match in _WORD.finditer(text, start, end):
        first, last = match.span()
        while at < len(hidden) and hidden[at][1] <= first:
            at += 1
        if at < len(hidden) and hidden[at][0] < last:
            continue
        found.append(Word(match[0].lower().replace("’", "'"), first, last))
    return found


def inside(spans: Sequence[S], start: int, end: int) -> Sequence[S]:
    """Return the spans that begin between two offsets; ``spans`` must be sorted by ``start``."""
    first = bisect_left(spans, start, key=_start)
    last = bisect_left(spans, end, key=_start)
    return spans[first:last]


def _start(span: Span) -> int:
    return span.start
