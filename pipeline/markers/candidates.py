"""Candidate citation markers of a text: all that is printed like one.

A candidate is anything printed like a numeric marker: ``(12, 13)``, ``[3–5]``, ``/4/`` and kin
(`pipeline.markers.enclosed`), digits flattened onto the text before them (``loss.1-3``,
``equation18``, ``3.19%.10``), Unicode superscripts, circled digits, ``^4,7`` and TeX ``^{4,7}``,
footnotes ``[^1]``. Only what cannot be one is left out here (decimals, thousands, units, codes);
`pipeline.markers.model` weighs the rest.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from pipeline.markers.enclosed import Enclosed, find_enclosed
from pipeline.text.numbers import expand
from pipeline.text.signs import DASHES

_NUMBER = r"\d{1,4}"
_JOIN = rf"(?:\s?[,;]\s?|\s?[{DASHES}]{{1,2}}\s?)"
_LIST = rf"{_NUMBER}(?:{_JOIN}{_NUMBER}){{0,60}}"
_MORE = rf"(?:[,{DASHES}][1-9]\d{{0,2}}|,[ \u00a0]{{1,2}}[1-9]\d{{0,2}}(?=[\s.,;:)]|$)){{0,60}}"
# A long dash before a word sets off a clause, a short one makes a compound.
_ENDS = rf"(?![\w%]|[—―]\d|[{DASHES.translate({0x2014: None, 0x2015: None})}]\w)"
_FLAT = re.compile(rf"(?<=[^\W\d_]|[.,;:!?)\]}}\"”’'%…»])[1-9]\d{{0,2}}{_MORE}{_ENDS}")
# Digits pasted with spaces between them: "the joint.1 2 Weak", "a large study.1 4-6 Doctors".
_SPACED = re.compile(
    rf"(?:(?<=[^\W\d_][.,;:!?)\]\"”’'])|(?<=[\d%)\]\"”’'][.!?]))[1-9]\d{{0,2}}(?:[{DASHES}][1-9]\d{{0,2}})?"
    rf"(?:(?:,[ \u00a0]{{1,2}}|[ \u00a0])[1-9]\d{{0,2}}(?:[{DASHES}][1-9]\d{{0,2}})?){{1,20}}"
    rf"(?=\s{{1,2}}[\"“‘(\[]?[^\W\d_a-z]|\s{{0,3}}$|\s{{0,3}}\n)"
)
# Digits of a word and of a marker in one run: "lme410", "in 1969150", "CO2,64,71".
_RUN = re.compile(rf"(?<!\d)(?P<digits>\d{{2,7}})(?P<rest>{_MORE}){_ENDS}")
_AFTER_NAME = re.compile(rf"(?<=[^\W\d_])\d{{1,3}},(?P<rest>[1-9]\d{{0,2}}{_MORE}){_ENDS}")
_CODED = re.compile(r"(?<![^\s()\[\],;/])[^\s()\[\],;/]{1,30}\d(?![^\s()\[\],;:.])")
# A word that holds a digit but ends in none ("HbA1c"), and one named by a capital ("hepatitis C").
_STEM = re.compile(
    r"(?<![^\s()\[\],;/])[^\s()\[\],;/]{0,20}\d[^\s()\[\],;/\d.:]{1,6}(?=[\s()\[\],;/.:]|$)"
)
_NAME = (
    r"\b(?!(?:and|the|from|with|see|through|via|that|for|are|was|both|into|than|when|while|between|phase|panel)\b)"
    r"[^\W\d_A-Z]{3,20} [A-Z]{1,2}"
)
_NAMED = re.compile(_NAME + r"\b")
_LAST_NAMED = re.compile(_NAME + "$")
_TOKEN = re.compile(r"[^\s()\[\],;/]{1,30}$")
_YEAR = re.compile(r"(?<![\w.])(?:1[5-9]|20)\d\d$")
# "(26, fig. 3E)", "(50 and unpublished data)": the number alone cites.
_INSIDE = re.compile(
    rf"(?<=[(\[])[1-9]\d{{0,2}}(?:[,{DASHES}][1-9]\d{{0,2}}){{0,60}}"
    r"(?=[,;:]\s{0,2}(?:see|also|but|and|e\.g|reviewed|[Ff]ig|[Tt]ab|[Ss]uppl|[Aa]ppendix|pp?\.|"
    r"chap|sec|text-|pers|this|data|unpub|our|with|for|in\b|cf|Eq)|\s(?:and|see|but|in)\s[A-Za-z]"
    r"|\sfor\s(?:(?:an?|the|more|further|recent|other)\s){0,2}(?:reviews?|details?|examples?|discussions?|overviews?))"
)
# Closed by a parenthesis that nothing opens: "surgery1, 2)", "by 18% 3).", "(n = 9) 4).";
# no step of a count, and no "Q1)".
_HALVES = rf"[1-9]\d{{0,2}}(?:\)?\s?[,;{DASHES}]\s?[1-9]\d{{0,2}}){{0,30}}\)"
_HALF = re.compile(
    rf"(?:(?<=[^\W\d_]{{2}})|(?<=[%.,;])){_HALVES}(?=[\s.,;:]|$)"
    rf"|(?<=[^\W\d_] ){_HALVES}(?=[.,;:]|$)|(?<=[%)] ){_HALVES}(?=[.,;:]|$)"
)
_SUPER = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = rf"[{_SUPER}]{{1,3}}(?:[⁻˒,–-]\s?[{_SUPER}]{{1,3}}){{0,60}}"
_UNICODE = re.compile(rf"⁽{_RAISED}⁾|{_RAISED}⁾?")
_CARET = re.compile(
    rf"(?<!\^)\^(?:\[{_LIST}\]|\({_LIST}\)|[1-9]\d{{0,2}}(?:[,{DASHES}][1-9]\d{{0,2}}){{0,60}})\^?"
    rf"(?![\w^]|[.,]\d)"
)
_ROUND = "\u2460-\u249b\u24eb-\u24f4\u24f5-\u24fe\u2776-\u2793\u3251-\u325f\u32b1-\u32bf"
_CIRCLED = re.compile(rf"[{_ROUND}](?:[,、{DASHES}]?\s?[{_ROUND}]){{0,20}}")
_TAGGED = re.compile(rf"<sup>\s?\[?({_LIST})\]?\s?</sup>", re.IGNORECASE)
_TEX = re.compile(rf"\$?\^\{{\s?\[?({_LIST})\]?\s?\}}\$?")
_FOOTNOTE = re.compile(r"\[\^(\d{1,4})\](?!:)")
_OPENED = {**dict.fromkeys("[［【", "bracket"), "/": "slash"}
SURE = frozenset({"added", "names a list", "nested", "paged", "wide"})
"""Forms of numbers in brackets that make them markers, whatever stands round them."""

_NEAR = 300
"""Characters before a marker that are searched for the parenthesis it stands in."""

MOST = 100_000
"""Candidates of one shape that are looked at; a text with more holds data, not citations."""

_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3},$")
_DECIMAL = re.compile(r"\d\.\d{1,4}[,;]$")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_OPENS_DECIMAL = frozenset("=<>≤≥~≈−–-(±")
_SHORT = re.compile(
    r"(?<![^\W_])(?:[Vv]|[Cc]a|[Nn]os?|vs|[Ee]qs?|[Ff]igs?|cf|pp?|[Vv]ol|ver|[Tt]ab|[Cc]h|[Ss]ec)\.$"
)
# An address or a DOI that nothing closes: its digits are its own.
_ADDRESS = re.compile(r"(?:://|www\.|10\.\d{4,9}/)[^\s()\[\]<>\"”]{0,110}$")
_VOLUME = re.compile(r"\d\s?\([^()\s]{1,8}\):$")
_PAGED = re.compile(r"\(pp?\.?\s?\d{1,5}(?:[,–-]\s?p{0,2}\d{1,5}){0,4}\)")  # "goitre.2(pp45-47)"
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

    ``known`` says whether a digit belongs to the word (``lme4`` with a marker 10 in
    ``lme410``): how many more times the article prints the shorter word than the longer one;
    -1 where there was nothing to cut, -2 where there might have been. Of the shapes ``inside``
    and ``part`` the number alone is the marker; ``part`` is one of several that may also be
    read as one marker.
    ``forms`` names what is printed with the numbers, ``locator`` is the place in the work.
    """

    start: int
    end: int
    numbers: tuple[int, ...]
    shape: str
    block_start: int
    block_end: int
    known: int = -1
    forms: frozenset[str] = frozenset()
    locator: str | None = None


def coded_words(text: str) -> Counter[str]:
    """Count the words with a digit or a lone capital (``lme4``, ``HbA1c``, ``hepatitis C``)."""
    found = Counter(_CODED.findall(text))
    found.update(_STEM.findall(text))
    found.update(_NAMED.findall(text))
    return found


def find_candidates(text: str, start: int, end: int, coded: Counter[str]) -> Iterator[Candidate]:
    """Yield the candidates of one block; ``coded`` is `coded_words` of the whole text."""

    def candidate(low: int, high: int, shape: str, known: int = -1) -> Candidate:
        return Candidate(low, high, expand(text[low:high]), shape, start, end, known)

    whole: set[int] = set()
    opens = next((at for at in range(start, end) if not text[at].isspace()), end)
    for one in find_enclosed(text, start, end):
        if _may_be_enclosed(text, one, end):
            whole.add(one.start)
            shape = _OPENED.get(one.opening, "paren")
            forms = one.forms if one.start > opens else one.forms - {"wide"}
            where = one.start, one.end, one.numbers, shape, start, end
            yield Candidate(*where, forms=forms, locator=one.locator)
    for shape, pattern, check in _PRINTED:
        for match in pattern.finditer(text, start, end):
            if check(text, match, end):
                part = shape == "inside" and match.start() - 1 in whole
                yield candidate(match.start(), match.end(), "part" if part else shape)
    for match in _CIRCLED.finditer(text, start, end):
        if _ends_word(text, match, end):
            numbers = tuple(int(unicodedata.numeric(c)) for c in match[0] if c.isnumeric())
            yield Candidate(*match.span(), numbers, "circled", start, end)
    for match in _SPACED.finditer(text, start, end):
        if _may_be_flattened(text, match.start(), match.end(), end):
            numbers = expand(text[match.start() : match.end()])
            yield Candidate(*match.span(), numbers, "flat", start, end, forms=frozenset({"spaced"}))
    cuts = list(_cuts(text, start, end, coded))
    cut = {high for _, high, known in cuts if known > 0}
    for match in _FLAT.finditer(text, start, end):
        if _may_be_flattened(text, match.start(), match.end(), end):
            known = _known_whole(text, start, match, coded)
            known = known or (-2 if match.end() in cut else -1)
            raised = candidate(match.start(), match.end(), "flat", known)
            paged = _PAGED.match(text, match.end(), end)
            yield replace(raised, forms=frozenset({"paged"})) if paged else raised
    for low, high, known in cuts:
        yield candidate(low, high, "flat", known)


def _known_whole(text: str, start: int, match: re.Match[str], coded: Counter[str]) -> int:
    """Return ``Candidate.known`` of a match; 0 where a word without digits stands before it."""
    floor = max(start, match.start() - 30)
    word = _TOKEN.search(text, floor, match.start())
    if word is None:
        return 0
    if word[0].isalpha():
        letters = word[0]
        series = len(letters) > 2 or any(coded[f"{letters}{n}"] > 1 for n in range(1, 20))
        word = None if series else _LAST_NAMED.search(text, floor, match.start())
    if word is None or not word[0][0].isalpha():
        return 0
    digits = re.match(r"\d+", match[0])
    longer = coded[word[0] + (digits[0] if digits else "")]
    known = coded[word[0]] - max(0, longer - 1)
    return min(9, known) if known > (" " not in word[0]) else 0


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


def _may_be_enclosed(text: str, one: Enclosed, block_end: int) -> bool:
    """Leave out intervals, degrees of freedom, volume(issue), and what a caret raises."""
    if text[max(0, one.start - 1) : one.start] == "^":
        return False
    if text[one.end : min(block_end, one.end + 2)].lstrip()[:1] in ("=", "<", ">", "≤", "≥"):
        return False
    return not (one.opening == "(" and one.start and text[one.start - 1].isdigit())


def _may_be_flattened(text: str, start: int, end: int, block_end: int) -> bool:
    """Leave out decimals, thousands, times, ratios, units and words of a code."""
    before = text[start - 1]
    earlier = text[start - 2] if start >= 2 else " "
    after = text[end] if end < block_end else " "
    following = text[end + 1 : end + 2]
    if _ADDRESS.search(text, max(0, start - 120), start):
        return False
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
    if match[0][:2] in ("^[", "^("):
        return text[max(0, start - 1) : start].strip() != ""
    tail = text[max(0, start - 4) : start].rstrip(" $")
    return bool(tail) and (tail[-1] in '.,;:)]"”’%' or (len(tail) >= 3 and tail[-3:].isalpha()))


def _may_be_superscript(text: str, match: re.Match[str], block_end: int) -> bool:
    """Leave out powers and units: ``m²``, ``10⁹``, ``s⁻¹``."""
    start = match.start()
    before = text[max(0, start - 4) : start]
    if not before or before[-1].isdigit() or before[-1].isspace() or before[-1] in "⁻⁺":
        return False
    word = re.search(r"[^\W\d_]+$", text[max(0, start - 40) : start])
    if word is None or match[0][0] == "⁽":
        return True
    return len(word[0]) > 2 and not (len(word[0]) < 5 and word[0].lower() in UNITS)


def _is_list(text: str, match: re.Match[str], block_end: int) -> bool:
    return not _GROUPED.fullmatch(match[0])


def _is_any(text: str, match: re.Match[str], block_end: int) -> bool:
    return True


def _is_half(text: str, match: re.Match[str], block_end: int) -> bool:
    """Whether no parenthesis is open before a match."""
    depth = 0
    for sign in re.findall("[()]", text[max(0, match.start() - _NEAR) : match.start()]):
        depth = depth + 1 if sign == "(" else max(0, depth - 1)
    return depth == 0


_Check = Callable[[str, re.Match[str], int], bool]
_PRINTED: tuple[tuple[str, re.Pattern[str], _Check], ...] = (
    ("inside", _INSIDE, _is_list),
    ("half", _HALF, _is_half),
    ("unicode", _UNICODE, _may_be_superscript),
    ("tex", _TEX, _ends_word),
    ("tex", _TAGGED, _ends_word),
    ("caret", _CARET, _ends_word),
    ("footnote", _FOOTNOTE, _is_any),
)
