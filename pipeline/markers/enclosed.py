"""Numbers in brackets, with what may stand beside them: ``[1, p. 134]``, ``(see refs. 2, 3)``.

The brackets are round, square, full-width or strokes. Beside its numbers a marker may hold words
that lead to them (``reviewed in``), the place in the work (``p. 134``, ``:456``, ``Fig. 2``), a
letter of a composite entry (``4a``), and what a portal adds to its numbers (``Trusted Source``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.text.numbers import expand
from pipeline.text.signs import DASHES

# Strokes are brackets too, "/1, 2/", but not those of a fraction or of an address.
_OPEN, _CLOSE = r"(?:[(\[（［【]|(?<![\w/:.])/(?=\d))", r"(?:[)\]）］】]|/(?![\w/]))"
_PAIRS = {"(": ")", "[": "]", "（": "）", "［": "］", "【": "】", "/": "/"}
_NUMBER = rf"(?:(?:#|[Nn]o\.)\s?)?\d{{1,4}}(?:[a-z](?:[{DASHES},][a-z])?(?!\w))?"
_RANGE = rf"(?:\s?(?:[{DASHES}]{{1,2}}|to)\s?\d{{1,4}}(?:[a-z](?!\w))?)?"
_LEAD_WORD = (
    r"(?:see|also|cf|e\.\s?g|eg|i\.e|reviewed|reviews?|discussed|in|for|by|as|an?|and|the|with|"
    r"refs?|references?|sources?|citations?|footnotes?|endnotes?|fn|links?|cited|quoted|reported|studies|study|example|instance|details?|more)"
)
_LEAD = rf"(?:(?i:{_LEAD_WORD})(?:[.,:]{{1,2}}\s{{0,2}}|\s{{1,2}})){{1,8}}"
_STRONG = re.compile(
    r"\b(?:see|cf|e\.\s?g|eg|review(?:s|ed)?|refs?|references?|sources?|citations?|footnotes?"
    r"|endnotes?|fn|links?|cited|quoted|reported)\b",
    re.I,
)
_NAMES_A_LIST = re.compile(
    r"\b(?:review(?:s|ed)?|refs?|references?|sources?|citations?|footnotes?|endnotes?|fn"
    r"|links?|cited|quoted)\b",
    re.I,
)
# What a portal's page says beside its numbers, and a chat program's.
_ADDED = (
    r"(?:\s{0,2}(?:[A-Z][\w-]{1,14}\s){0,2}Sources?(?:\s?Go to [Ss]ource)?"
    r"|(?::\d{1,3})?†[^\s†()\[\]【】]{1,40}(?:\s[^\s†()\[\]【】]{1,20}){0,3}|\s?[↗↑⤴])?"
)
_UNIT = (
    r"(?:(?i:pp?|pages?|pgs?|figs?|figures?|tabs?|tables?|chaps?|chapters?|ch|secs?|sections?|paras?|"
    r"paragraphs?|app|appendix|vol|volume|suppl|supplement|lines?|box(?:es)?|eqs?|s)(?![^\W\d_])|§{1,2})"
)
_PLACES = (
    r"(?:[A-Z]?\d{1,5}(?:\.\d{1,3})?[A-Za-z]{0,2}|(?i:[ivxlc]{1,6}|[A-H]))(?![^\W\d_])"
    rf"(?:\s?[,{DASHES}]\s?\d{{1,5}}[A-Za-z]?(?!\w)){{0,4}}"
)
_LOCATOR = (
    rf"(?:(?:\s?[,:])?\s?\(?{_UNIT}\.?\s?{_PLACES}(?:\s?f{{1,2}}\.?(?!\w))?\)?"
    rf"|,\s(?:at\s)?\d{{1,2}}:\d\d(?::\d\d)?|\s?:\s?\d{{1,5}}(?:\s?[{DASHES}]\s?\d{{1,5}})?)?"
)
_ITEM = rf"{_NUMBER}{_RANGE}{_ADDED}{_LOCATOR}"
_NAMED = r"(?:refs?\.?|references?|sources?|links?|notes?|citations?)"
_JOIN = (
    r"(?:\s?[,;，；、/&＆]\s?(?:(?:and|&|or)\s)?|\s(?:and|or|&)\s)(?:see\s)?(?:also\s)?"
    rf"(?:(?i:{_NAMED})\s?\#?(?=\d))?"
)
# Beside other words of a bracket: "[Grade A; refs 12, 14]".
_WITHIN = re.compile(
    rf"(?<=[,;]\s)(?:see\s)?(?i:{_NAMED})\s?\#?(?P<list>\d{{1,4}}(?:{_JOIN}\d{{1,4}}|\s?[{DASHES}]\s?\d{{1,4}}){{0,30}})"
    r"(?=[)\]])"
)
_TAIL = (
    rf"(?:[,;]?\s(?:(?:(?:see also|see|also|and|cf\.?)\s){{1,2}}{_UNIT}\.?\s?{_PLACES}|"
    r"and references (?:cited )?there(?:in)?|and others|among others|etc\.?|"
    r"for (?:an? )?(?:recent )?reviews?|for (?:more )?details))?"
)
_WHOLE = re.compile(
    rf"(?P<open>{_OPEN})\s?(?P<lead>{_LEAD})?(?P<list>{_ITEM}(?:{_JOIN}{_ITEM}){{0,60}})"
    rf"(?P<tail>{_TAIL})(?:(?<=\d),)?\s?(?P<close>{_CLOSE})"
)
# What a publisher's page copies as: "[2,[4], [5]]".
_NESTED = re.compile(rf"\[\d{{1,4}}(?:\s?[,;{DASHES}]\s?\[\d{{1,4}}\]){{1,30}}\s?\]")
_MORE = re.compile(rf"\s?[{DASHES}]\s?[\[(]\d{{1,4}}[\])]")
# The place in the work behind the brackets of an encyclopedia: "[2]:745", "[2](p745)",
# ".[5]: 503–504  ".
_BEHIND = re.compile(
    rf"[\s\u200a\u2009]?\((?:pp?|pages?)\.?\s?(?P<paged>\d{{1,5}}(?:[{DASHES},]\s?\d{{1,5}}){{0,4}})\)"
    rf"|:(?P<near>\d{{1,4}}(?:[{DASHES},]\s?\d{{1,4}}){{0,4}}(?:\s?ff?\b\.?)?)(?![\w:.]\d|\w)"
    rf"|:[\s\u200a\u2009]{{0,2}}(?P<far>\d{{1,4}}(?:[{DASHES},]\s?\d{{1,4}}){{0,4}})"
    r"(?=[\s\u200a\u2009]{0,3}(?:\[|\n|\Z|[^\W\d_a-z]))"
)
_REST_SIGN = re.compile(r"_(?!\w)")
_ADDED_ONE = re.compile(_ADDED.removesuffix("?"))
_LOCATOR_ONE = re.compile(_LOCATOR.removesuffix("?"))
_LETTER = re.compile(rf"(?<=\d)[a-z](?:[{DASHES},][a-z])?(?!\w)")
_WORD_JOIN = re.compile(r"\s(?:and|or|&)\s|[/&＆]")
_COUNTED = re.compile(r"[Nn]o\.")
_PAGED = re.compile(
    rf"\(?(?:pp?|pages?|pgs?)\.?\s?[1-9]\d{{0,4}}(?:\s?[,{DASHES}]\s?\d{{1,5}}){{0,4}}\)?"
)
_YEARLY = 1000
"""A number from here on may be the year of an author named before: ``(2018, p. 33)``."""
_ZERO = re.compile(r"(?<!\d)0")


class Enclosed(NamedTuple):
    """Numbers in brackets; ``forms`` names what stands beside them."""

    start: int
    end: int
    numbers: tuple[int, ...]
    opening: str
    forms: frozenset[str]
    locator: str | None


def find_enclosed(text: str, start: int, end: int) -> Iterator[Enclosed]:
    """Yield what is printed like numbers that cite, in brackets, between two places."""
    nested: set[int] = set()
    for whole in _NESTED.finditer(text, start, end):
        nested.update(range(*whole.span()))
        numbers = expand(re.sub(r"[\[\]]", "", whole[0]))
        yield Enclosed(*whole.span(), numbers, "[", frozenset({"nested"}), None)
    within = list(_WITHIN.finditer(text, start, end))
    while match := _WHOLE.search(text, start, end):
        start = match.end()
        lead = match["lead"] or ""
        if match.start() in nested:
            continue
        if _PAIRS[match["open"]] != match["close"] or (lead and not _STRONG.search(lead)):
            continue
        found = _read(match, lead)
        if found is not None:
            found = _extended(text, found, end)
            start = found.end
            within = [m for m in within if m.end() <= match.start() or m.start() >= start]
            yield found
    for part in within:
        sign = "[" if text[part.end()] == "]" else "("
        forms = frozenset({"names a list"})
        yield Enclosed(*part.span(), expand(part["list"]), sign, forms, None)


def _read(match: re.Match[str], lead: str) -> Enclosed | None:
    """Read the parts of a match; ``None`` where a number in it begins with 0."""
    inside = match["list"]
    forms = set()
    bare = _ADDED_ONE.sub("", inside)
    if len(bare) < len(inside):
        forms.add("added")
    places = [found[0].strip(" ,;:") for found in _LOCATOR_ONE.finditer(bare)]
    bare = _LOCATOR_ONE.sub("", bare)
    if places:
        forms.add("locator")
        if all(map(_PAGED.fullmatch, places)) and max(expand(bare), default=0) < _YEARLY:
            forms.add("paged")
    if _LETTER.search(bare):
        forms.add("letter")
    if _WORD_JOIN.search(bare):
        forms.add("slash" if "/" in bare else "joined")
    if lead:
        forms.add("names a list" if _NAMES_A_LIST.search(lead) else "led")
    if match["open"] in "（［【" or any(sign in bare for sign in "，；、"):
        forms.add("wide")
    ratio = match["open"] in "(（" and any(place[:1].isdigit() for place in places)
    if match["open"] in "(（" and _COUNTED.search(bare):
        return None  # "(No. 2)"
    if _ZERO.search(bare) or ratio or _repeats(bare):
        return None  # "(0.5)", "(5:1)", "(1,6; 1,9)"
    locator = "; ".join(_unwrapped(place) for place in places) or None
    return Enclosed(*match.span(), expand(bare), match["open"], frozenset(forms), locator)


def _repeats(numbers: str) -> bool:
    """Say whether a list names a number twice: pairs do, and no citation."""
    single = [part.strip() for part in re.split(r"[,;，；、]|\band\b", numbers)]
    single = [part for part in single if part.isdigit()]
    return len(single) > len(set(single))


def _unwrapped(place: str) -> str:
    """Return a place without the parentheses round it."""
    return place[1:-1] if place[:1] == "(" and place[-1:] == ")" else place.strip("()")


def _extended(text: str, found: Enclosed, end: int) -> Enclosed:
    """Take in the rest of a range, ``[3]–[5]``, and a place behind the brackets, ``[2]:745``."""
    more = _MORE.match(text, found.end, end)
    if more:
        whole = text[found.start : more.end()]
        return found._replace(end=more.end(), numbers=expand(whole))
    if found.opening != "[":
        return found
    if _REST_SIGN.match(text, found.end, end):  # "[2]_"
        return found._replace(end=found.end + 1)
    behind = _BEHIND.match(text, found.end, end)
    stopped = text[max(0, found.start - 1) : found.start] in tuple('.,;!?)]”"')
    place = behind and (behind["paged"] or behind["near"] or (stopped and behind["far"]))
    if behind and place:
        return found._replace(
            end=behind.end(),
            locator=place,
            forms=found.forms | {"locator"},
        )
    return found
