"""Sentences as a reader quotes them, and as words with their offsets."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from pipeline.records import Marker, Span

S = TypeVar("S", bound=Span)

# Attributes are read off the start of a run-on "sentence" of megabytes.
LONGEST = 6000
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\w\s]|_")
# One space is left alone, so that folding megabytes makes few pieces.
_FOLD = re.compile(r"[^\S ]\s*| \s+")
_GONE = "\x00"
"""Stands for a marker until what it leaves is tidied; a text has none (control signs are folded)."""
# A page printed behind a marker, and the letter of a note: "[2]:745", "[a]", "[note 1]".
_LOCATOR = re.compile(rf"(?<={_GONE})\s?:\s?\d{{1,5}}(?:[-–—]\d{{1,5}})?(?![\w%])")
_NOTE = re.compile(
    rf"(?<=[\w.,;:!?)\]”’\"{_GONE}])\s?\[(?:[a-z]{{1,2}}|(?:note|nb|fn|footnote)s?\.? \d{{1,3}})\]"
    rf"(?=[\s\[.,;:!?)]|\Z|{_GONE})"
)
# What joins markers and is left alone when they go: "[4] and [5]", "[1], [5]–[6]".
_JOINED = re.compile(rf"{_GONE}(?:\s?(?:[,;–—-]|(?:,\s?)?(?:and|&|or|to)\b)?\s?{_GONE})+")
# Brackets that held markers and such words as lead to them: "(see ; cf. also , pp. 3-4)".
_HOLLOW = re.compile(
    r"[(\[⁽](?:(?:pp?|chap(?:ter)?s?|figs?|figures?|tables?|notes?|eqs?)\b\.?\s?\d{1,5}+(?:[-–—]\d{1,5}+)?"
    r"|(?:see|cf|e\.g|i\.e|eg|also|and|or|in|as|for|reviews?|reviewed|examples?|refs?|references?"
    rf"|ibid|therein)\b|[\s,;:.&–—-]|{_GONE}){{1,24}}+[)\]⁾]",
    re.IGNORECASE,
)
_STOPS = re.compile(rf"([.!?…])\s?{_GONE}\s?\1(?!\1)|[,;]\s?{_GONE}\s?(?=[.;)])")
_LEFT = re.compile(rf"\s?{_GONE}\s?")
_SIGN = re.compile(r"[,;:.!?%)\]⁾](?:[\s)\]\"”’]|\Z)|\Z")


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

    Citation markers are left out with what they leave: a space before a full stop, the words
    and signs between them, brackets that they empty, the page behind them. White space is
    folded. ``markers`` must be sorted by ``start``.
    """
    pieces = []
    at = start
    for marker in inside(markers, start, end):
        if marker.start >= at:
            pieces += [text[at : marker.start], _GONE]
            at = min(marker.end, end)
    pieces.append(text[at:end])
    plain = _fold("".join(pieces))
    if "[" in plain:
        plain = _NOTE.sub(_GONE, plain)
    return _tidied(plain) if _GONE in plain else plain


def _tidied(plain: str) -> str:
    """Return a sentence without the places of its markers and what these leave."""
    plain = _JOINED.sub(_GONE, _LOCATOR.sub("", plain))
    if any(bracket in plain for bracket in "([⁽"):
        plain = _HOLLOW.sub(lambda m: _GONE if _GONE in m[0] else m[0], plain)
    plain = _STOPS.sub(lambda m: (m[1] or "") + _GONE, plain)
    return _fold(_LEFT.sub(_space, plain))


def _space(left: re.Match[str]) -> str:
    """Return what stays where a marker stood: nothing within brackets and before a stop."""
    opened = left.string[left.start() - 1 : left.start()] in "(["
    return "" if opened or _SIGN.match(left.string, left.end()) else " "


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
    hidden = inside(markers, start, end)
    found = []
    at = 0
    for match in _WORD.finditer(text, start, end):
        while at < len(hidden) and hidden[at].end <= match.start():
            at += 1
        if at < len(hidden) and hidden[at].start < match.end():
            continue
        word = match.group().lower().replace("’", "'")
        found.append(Word(word, match.start(), match.end()))
    return found


def inside(spans: Sequence[S], start: int, end: int) -> Sequence[S]:
    """Return the spans that begin between two offsets; ``spans`` must be sorted by ``start``."""
    first = bisect_left(spans, start, key=_start)
    last = bisect_left(spans, end, key=_start)
    return spans[first:last]


def _start(span: Span) -> int:
    return span.start
