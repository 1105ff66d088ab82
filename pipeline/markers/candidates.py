"""Candidate citation markers of a text: all that is printed like one.

A candidate is anything printed like a numeric marker: ``(12, 13)``, ``[3–5]``, digits
flattened onto the text before them (``loss.1-3``, ``equation18``, ``3.19%.10``), Unicode
superscripts and TeX ``^{4,7}``, footnotes ``[^1]``. Only what cannot be one is left out
here (decimals, thousands, units, codes); `pipeline.markers.model` weighs the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.text.numbers import expand
from pipeline.text.signs import DASHES

_NUMBER = r"\d{1,4}"
_JOIN = rf"(?:\s?[,;]\s?|\s?[{DASHES}]{{1,2}}\s?)"
_LIST = rf"{_NUMBER}(?:{_JOIN}{_NUMBER}){{0,60}}"
_BRACKET = re.compile(rf"\[\s?({_LIST})\s?\](?:\s?[{DASHES}]\s?\[\d{{1,4}}\])?")
_PAREN = re.compile(rf"\(\s?({_LIST})\s?\)")
_MORE = rf"(?:[,{DASHES}][1-9]\d{{0,2}}|,[ \u00a0][1-9]\d{{0,2}}(?=[\s.,;:)]|$)){{0,60}}"
# A long dash before a word sets off a clause, a short one makes a compound.
_ENDS = rf"(?![\w%]|[—―]\d|[{DASHES.translate({0x2014: None, 0x2015: None})}]\w)"
_FLAT = re.compile(rf"(?<=[^\W\d_]|[.,;:!?)\]}}\"”’'%…»])[1-9]\d{{0,2}}{_MORE}{_ENDS}")
# Digits of a word and of a marker in one run: "lme410", "in 1969150", "CO2,64,71".
_RUN = re.compile(rf"(?<!\d)(?P<digits>\d{{2,7}})(?P<rest>{_MORE}){_ENDS}")
_AFTER_NAME = re.compile(rf"(?<=[^\W\d_])\d{{1,3}},(?P<rest>[1-9]\d{{0,2}}{_MORE}){_ENDS}")
_CODED = re.compile(r"(?<![^\s()\[\],;/])[^\s()\[\],;/]{1,30}\d(?![^\s()\[\],;:.])")
_TOKEN = re.compile(r"[^\s()\[\],;/]{1,30}$")
_YEAR = re.compile(r"(?<![\w.])(?:1[5-9]|20)\d\d$")
# "(26, fig. 3E)", "(50 and unpublished data)": the number alone cites.
_INSIDE = re.compile(
    rf"(?<=[(\[])[1-9]\d{{0,2}}(?:[,{DASHES}][1-9]\d{{0,2}}){{0,60}}"
    r"(?=[,;:]\s{0,2}(?:see|also|but|and|e\.g|reviewed|[Ff]ig|[Tt]ab|[Ss]uppl|[Aa]ppendix|pp?\.|"
    r"chap|sec|text-|pers|this|data|unpub|our|with|for|in\b|cf|Eq)|\s(?:and|see|but|for|in)\s[A-Za-z])"
)
_SUPER = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_UNICODE = re.compile(rf"[{_SUPER}]{{1,3}}(?:[⁻˒,–-][{_SUPER}]{{1,3}}){{0,60}}")
_TEX = re.compile(rf"\$?\^\{{\s?\[?({_LIST})\]?\s?\}}\$?")
_FOOTNOTE = re.compile(r"\[\^(\d{1,4})\](?!:)")
MOST = 100_000
"""Candidates of one shape that are looked at; a text with more holds data, not citations."""

_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3},$")
_DECIMAL = re.compile(r"\d\.\d{1,4}[,;]$")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_OPENS_DECIMAL = frozenset("=<>≤≥~≈−–-(±")
_SHORT = re.compile(
    r"(?<![^\W_])(?:[Vv]|[Cc]a|[Nn]os?|vs|[Ee]qs?|[Ff]igs?|cf|pp?|[Vv]ol|ver|[Tt]ab|[Cc]h|[Ss]ec)\.$"
)
_VOLUME = re.compile(r"\d\s?\([^()\s]{1,8}\):$")
_ZERO = re.compile(r"(?<!\d)0")
_LENGTH = re.compile(r"(?<![^\W_])[cmdkµμn]?m$")
# "Ezh2." is a name with a digit, "4." the whole part of a decimal unless a sentence begins.
_CODE = re.compile(r"(?:[^\W\d_][\w/-]{0,8}\d|\b(?:1[89]|20)\d\d)[.,:]$")
_NEW_SENTENCE = re.compile(
    r"\s*$|\s{0,2}\n|[)\]\"”’]|\s+[\"“‘(]?(?:A\s+[a-z]|I\s|I[nft]\s|[WMH][ey]\s|A[snt]\s|B[yu]t?\s|"
    r"O[fn]\s|To\s|So\s|No\s|[A-ZÀ-Þ][a-z’]{2,}[\s,.’'-])"
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
    """Something printed like a marker. ``shape`` is the family its style belongs to.

    ``known`` counts how much oftener the word it is cut from stands in the article than the
    whole (``lme4`` than ``lme410``); -1 where nothing is cut, -2 where it might have been.
    """

    start: int
    end: int
    numbers: tuple[int, ...]
    shape: str
    block_start: int
    block_end: int
    known: int = -1


def coded_words(text: str) -> Counter[str]:
    """Count the words that end in a digit (``PfRH2``, ``lme4``), for `find_candidates`."""
    return Counter(_CODED.findall(text))


def find_candidates(text: str, start: int, end: int, coded: Counter[str]) -> Iterator[Candidate]:
    """Yield the candidates of one block; ``coded`` is `coded_words` of the whole text."""

    def candidate(low: int, high: int, shape: str, known: int = -1) -> Candidate:
        return Candidate(low, high, expand(text[low:high]), shape, start, end, known)

    for shape, pattern, check in _PRINTED:
        for match in pattern.finditer(text, start, end):
            if check(text, match, end):
                yield candidate(match.start(), match.end(), shape)
    cuts = list(_cuts(text, start, end, coded))
    cut = {high for _, high, known in cuts if known > 0}
    for match in _FLAT.finditer(text, start, end):
        if _may_be_flattened(text, match.start(), match.end(), end):
            yield candidate(match.start(), match.end(), "flat", -2 if match.end() in cut else -1)
    for low, high, known in cuts:
        yield candidate(low, high, "flat", known)


def _cuts(text: str, start: int, end: int, coded: Counter[str]) -> Iterator[tuple[int, int, int]]:
    """Yield markers cut from a run of digits whose first ones belong to a word or year."""
    for match in _AFTER_NAME.finditer(text, start, end):
        word = _TOKEN.search(text, max(start, match.start() - 30), match.start("rest") - 1)
        yield match.start("rest"), match.end(), min(9, coded[word[0]]) if word else 0
    for match in _RUN.finditer(text, start, end):
        low, high = match.span("digits")
        for cut in range(max(low + 1, high - 3), high):
            if text[cut] == "0":
                continue
            token = _TOKEN.search(text, max(start, cut - 30), cut)
            if token and _YEAR.fullmatch(token[0]):
                yield cut, match.end(), 9
            elif token and token[0] in coded and not token[0].isdigit():
                known = coded[token[0]] - coded[token[0] + text[cut:high]] + 1
                if known > 0:
                    yield cut, match.end(), min(9, known)


def _may_be_enclosed(text: str, match: re.Match[str], block_end: int) -> bool:
    """Leave out thousands, intervals from 0, degrees of freedom, and volume(issue)."""
    if _ZERO.search(match[1]):
        return False
    start, end = match.span()
    if text[end : min(block_end, end + 2)].lstrip()[:1] in ("=", "<", ">", "≤", "≥"):
        return False
    return not (text[start] == "(" and start and text[start - 1].isdigit())


def _may_be_flattened(text: str, start: int, end: int, block_end: int) -> bool:
    """Leave out decimals, thousands, times, ratios, units and words of a code."""
    before = text[start - 1]
    earlier = text[start - 2] if start >= 2 else " "
    after = text[end] if end < block_end else " "
    following = text[end + 1 : end + 2]
    if after in ".," and following.isdigit():
        return False
    if after == "." and following.islower() and before != " ":
        return False  # a file name
    if before == "." and (not earlier.strip() or earlier in _OPENS_DECIMAL):
        return False  # ".05"
    if before == ":" and (earlier == ":" or _VOLUME.search(text, max(0, start - 16), start)):
        return False
    if before == "." and _SHORT.search(text, max(0, start - 8), start):
        return False
    if before == "," and end - start == 3 and _THOUSANDS.search(text, max(0, start - 5), start):
        return False
    if before.isalpha():
        length = text[start:end] in ("2", "3") and _LENGTH.search(text, max(0, start - 3), start)
        return not (length or after == "/" or after == "(")
    if before in ".,:;'’" and earlier.isdigit():
        return _may_follow_digits(text, start, end, block_end)
    return after != "/"


def _may_follow_digits(text: str, start: int, end: int, block_end: int) -> bool:
    """Whether ``12.7``, ``2009;14`` or ``1:50`` may be a number, and then a marker."""
    before, head = text[start - 1], text[max(0, start - 12) : start]
    after = text[end] if end < block_end else " "
    if before == ":" or (before == "." and re.search(r"(?<![\w.])0\.$", head)):
        return False
    if before == ";":
        return not _YEAR.search(head[:-1])
    if _CODE.search(head):
        return after.isspace() or after in ')]"”’.,'
    if before == "," and _DECIMAL.search(head):
        return True
    return _NEW_SENTENCE.match(text, end, block_end) is not None


def _ends_word(text: str, match: re.Match[str], block_end: int) -> bool:
    """Whether prose ends before a marker: three letters, or punctuation after a word."""
    start = match.start()
    tail = text[max(0, start - 4) : start].rstrip(" $")
    return bool(tail) and (tail[-1] in '.,;:)]"”’%' or (len(tail) >= 3 and tail[-3:].isalpha()))


def _may_be_superscript(text: str, match: re.Match[str], block_end: int) -> bool:
    """Leave out powers and units: ``m²``, ``10⁹``, ``s⁻¹``."""
    start = match.start()
    before = text[max(0, start - 4) : start]
    if not before or before[-1].isdigit() or before[-1].isspace() or before[-1] in "⁻⁺":
        return False
    word = re.search(r"[^\W\d_]+$", text[max(0, start - 40) : start])
    unit = word is not None and (word[0].lower() in UNITS or len(word[0]) < 3)
    return not unit


def _is_list(text: str, match: re.Match[str], block_end: int) -> bool:
    return not _GROUPED.fullmatch(match[0])


def _is_any(text: str, match: re.Match[str], block_end: int) -> bool:
    return True


_Check = Callable[[str, re.Match[str], int], bool]
_PRINTED: tuple[tuple[str, re.Pattern[str], _Check], ...] = (
    ("bracket", _BRACKET, _may_be_enclosed),
    ("paren", _PAREN, _may_be_enclosed),
    ("inside", _INSIDE, _is_list),
    ("unicode", _UNICODE, _may_be_superscript),
    ("tex", _TEX, _ends_word),
    ("footnote", _FOOTNOTE, _is_any),
)
