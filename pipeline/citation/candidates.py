"""Candidate citation markers of a text: all that is printed like one.

A candidate is anything printed like a numeric marker: ``(12, 13)``, ``[3–5]``, digits
flattened onto the text before them (``loss.1-3``, ``equation18``, ``3.19%.10``), Unicode
superscripts and TeX ``^{4,7}``, footnotes ``[^1]``. Only what cannot be one is left out
here (decimals, thousands, units, codes); `pipeline.citation.model` weighs the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.citation.numbers import DASHES, expand

_NUMBER = r"\d{1,4}"
_JOIN = rf"(?:\s?[,;]\s?|\s?[{DASHES}]{{1,2}}\s?)"
_LIST = rf"{_NUMBER}(?:{_JOIN}{_NUMBER}){{0,60}}"
_BRACKET = re.compile(rf"\[\s?({_LIST})\s?\]")
_PAREN = re.compile(rf"\(\s?({_LIST})\s?\)")
_FLAT = re.compile(
    rf"(?<=[^\W\d_]|[.,;:!?)\]}}\"”’'%…»])[1-9]\d{{0,2}}"
    rf"(?:[,{DASHES}][1-9]\d{{0,2}}|,[ \u00a0][1-9]\d{{0,2}}(?=[\s.,;:)]|$)){{0,60}}"
    rf"(?![\w%]|[{DASHES}]\w)"
)
_SUPER = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_UNICODE = re.compile(rf"[{_SUPER}]{{1,3}}(?:[⁻˒,–-][{_SUPER}]{{1,3}}){{0,60}}")
_TEX = re.compile(rf"\$?\^\{{\s?\[?({_LIST})\]?\s?\}}\$?")
_FOOTNOTE = re.compile(r"\[\^(\d{1,4})\](?!:)")
MOST = 100_000
"""Candidates of one shape that are looked at; a text with more holds data, not citations."""

_THOUSANDS = re.compile(r"(?<!\d)\d{1,3},$")
# "Ezh2." is a name with a digit, "4." the whole part of a decimal unless a sentence begins.
_CODE = re.compile(r"(?:[^\W\d_][\w/-]{0,8}\d|\b(?:1[89]|20)\d\d)[.,:]$")
_NEW_SENTENCE = re.compile(
    r"\s*$|\s{0,2}\n|[)\]\"”’]|\s+[\"“‘(]?(?:A\s|I\s|[^\W\d_a-z][a-z]+[\s,.’'-])"
)


def words(text: str) -> frozenset[str]:
    """Return the words of a list written as one string."""
    return frozenset(text.split())


UNITS = words(
    "mg g kg ml l cm mm m km min h hr hours days weeks months years percent iu mcg kcal cal mmol "
    "nm times points people patients men women"
)
"""Words that make the number before them a quantity."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something printed like a marker. ``shape`` is the family its style belongs to."""

    start: int
    end: int
    numbers: tuple[int, ...]
    shape: str
    block_start: int
    block_end: int


def find_candidates(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Yield the candidates of one block."""
    for shape, pattern in (("bracket", _BRACKET), ("paren", _PAREN)):
        for match in pattern.finditer(text, start, end):
            yield Candidate(match.start(), match.end(), expand(match[1]), shape, start, end)
    for match in _FLAT.finditer(text, start, end):
        if _may_be_flattened(text, match.start(), match.end(), end):
            yield Candidate(match.start(), match.end(), expand(match[0]), "flat", start, end)
    for match in _UNICODE.finditer(text, start, end):
        if _may_be_superscript(text, match):
            yield Candidate(match.start(), match.end(), expand(match[0]), "unicode", start, end)
    for match in _TEX.finditer(text, start, end):
        if _ends_word(text, match.start()):
            yield Candidate(match.start(), match.end(), expand(match[1]), "tex", start, end)
    for match in _FOOTNOTE.finditer(text, start, end):
        yield Candidate(match.start(), match.end(), (int(match[1]),), "footnote", start, end)


def _may_be_flattened(text: str, start: int, end: int, block_end: int) -> bool:
    """Leave out decimals, thousands, times and ratios, and words of a code."""
    before = text[start - 1]
    after = text[end] if end < block_end else " "
    if after in ".," and text[end + 1 : end + 2].isdigit():
        return False
    if before == "," and end - start == 3 and _THOUSANDS.search(text, max(0, start - 5), start):
        return False
    if before in ".,:'’" and start >= 2 and text[start - 2].isdigit():
        if _CODE.search(text, max(0, start - 12), start):
            return after.isspace() or after in ')]"”’.,'
        return _NEW_SENTENCE.match(text, end, block_end) is not None
    return not (after == "/" or (after == "(" and before.isalpha()))


def _ends_word(text: str, start: int) -> bool:
    """Whether prose ends before ``start``: three letters, or punctuation after a word."""
    tail = text[max(0, start - 4) : start].rstrip(" $")
    return bool(tail) and (tail[-1] in '.,;:)]"”’%' or (len(tail) >= 3 and tail[-3:].isalpha()))


def _may_be_superscript(text: str, match: re.Match[str]) -> bool:
    """Leave out powers and units: ``m²``, ``10⁹``, ``s⁻¹``."""
    start = match.start()
    before = text[max(0, start - 4) : start]
    if not before or before[-1].isdigit() or before[-1].isspace() or before[-1] in "⁻⁺":
        return False
    word = re.search(r"[^\W\d_]+$", text[max(0, start - 40) : start])
    unit = word is not None and (word[0].lower() in UNITS or len(word[0]) < 3)
    return not unit
