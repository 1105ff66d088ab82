"""Ligatures for which a file names a wrong sign: "+e" for "The", told by the words they make."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.read.divided import load_words
from pipeline.read.pdf_pages import Piece

_CANDIDATES = ("Th", "fi", "fl", "ff", "ffi", "ffl", "ft", "tt", "ti", "fj", "st", "ct")
_SIGN = r"[^\w\s.,;:()\[\]{}'\"’‘“”/–—\-]"
_WORD = re.compile(
    rf"(?<![^\W_])(?:([^\W\d_]*)({_SIGN})([^\W\d_]+)|()(\d)([^\W\d_A-Z]{{3,}}))(?![^\W_])"
)
_LEAST, _SHARE = 4, 0.75
"""How often a sign must make a known word, and in which share of its words."""


def mended(pages: list[list[Piece]]) -> list[list[Piece]]:
    """Put the letters for signs that stand for them throughout a document."""
    words: dict[str, list[tuple[str, str]]] = {}
    for page in pages:
        for p in page:
            if not p.text.isalpha():
                for match in _WORD.finditer(p.text):
                    before, sign, after = _parts(match)
                    words.setdefault(sign, []).append((before, after))
    letters = {
        sign: found
        for sign, around in words.items()
        if len(around) >= _LEAST and (found := _meant(around)) is not None
    }
    if letters:
        for page in pages:
            for p in page:
                if any(sign in p.text for sign in letters):
                    _mend(p, letters)
    return pages


def _parts(match: re.Match[str]) -> tuple[str, str, str]:
    """Return what stands before a sign within a word, the sign, and what stands after."""
    if match[2]:
        return match[1], match[2], match[3]
    return "", match[5], match[6]


def _meant(around: Sequence[tuple[str, str]]) -> str | None:
    """Return the letters that a sign stands for, going by what stands around it."""
    known = load_words().known
    counts: Counter[str] = Counter()
    for before, after in around:
        for letters in _CANDIDATES:
            word = (before + letters + after).lower()
            if word in known and not (letters == "Th" and before):
                counts[letters] += 1
    if not counts:
        return None
    letters, count = counts.most_common(1)[0]
    return letters if count >= max(_LEAST, _SHARE * len(around)) else None


def _mend(p: Piece, letters: dict[str, str]) -> None:
    parts: list[str] = []
    moved = [0] * (len(p.text) + 1)
    last = 0
    for match in _WORD.finditer(p.text):
        sign = match[2] or match[5]
        if sign not in letters:
            continue
        start = match.start(2) if match[2] else match.start(5)
        parts += [p.text[last:start], letters[sign]]
        last = start + 1
        more = len(letters[sign]) - 1
        for i in range(last, len(moved)):
            moved[i] += more
    if parts:
        p.text = "".join([*parts, p.text[last:]])
        p.raised = [(a + moved[a], b + moved[b]) for a, b in p.raised]
        p.links = [(a + moved[a], b + moved[b], n) for a, b, n in p.links]
        p.lead += moved[min(p.lead, len(moved) - 1)]
