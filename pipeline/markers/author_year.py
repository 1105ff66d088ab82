"""Citations by name and year: ``(Smith et al., 2019; Jones 2020a)`` and ``Smith et al. (2019)``.

Every year is read backwards for the names it dates. Names that lead to an entry of the
list are a citation; without an entry they need what citations look like: ``et al.``, two
names, or a lone name where the article cites others that way. A parenthesis that holds
nothing else belongs to the marker; one that also says something else does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.markers.candidates import words
from pipeline.markers.name_index import Cite, NameIndex
from pipeline.records import Reference

_YEAR = re.compile(r"(?<![\w.])(?:1[6-9]|20)\d\d(?![\d%])([a-z](?:\s?,\s?[a-z](?!\w))*(?!\w))?")
_MORE_YEARS = re.compile(r"\s?(?:,|;|and|&|[–-])?\s?")
_TOKEN = re.compile(r"[^\W\d_][\w'’ʼ‐-]*|[^\w\s]|\d+")
_PARTICLES = words("van von der den de del della di da do dos du la le ten ter st saint")
_NOT_NAMES = words(
    "january february march april may june july august september october november december jan feb "
    "mar apr jun jul aug sep sept oct nov dec spring summer autumn fall winter in since until from "
    "the of by and on at for figure fig table et al copyright page vol volume published updated "
    "accessed monday tuesday wednesday thursday friday saturday sunday"
)
_FILLER = re.compile(
    r"(?:\b(?:see|also|e\.g\.|i\.e\.|cf\.?|reviewed|review|in|by|for|a|reviews|and|but|"
    r"after|from|following|refs?\.?)|[\s,;:&.])*"
)
_BACK = 160


@dataclass(frozen=True)
class Named:
    """A marker by name and year, and the entries it leads to (``None``: not found, or two fit)."""

    start: int
    end: int
    references: tuple[str | None, ...]


def find_author_year(
    text: str, spans: list[tuple[int, int]], references: list[Reference]
) -> Iterator[Named]:
    """Yield the author-year markers of the given spans of text, in their order."""
    index = NameIndex(references)
    cites = [
        (span, replace(c, found=index.entries(c)))
        for span in spans
        for c in _cites(text, *span, index)
    ]
    habit = sum(c.looks_sure for _, c in cites) > 0
    group: list[Cite] = []
    group_span = (0, 0)
    for span, cite in cites:
        if not _accepted(text, span, cite, habit):
            continue
        if group and span == group_span and _joined(text, group[-1], cite):
            group.append(cite)
            continue
        if group:
            yield _named(text, group_span, group)
        group, group_span = [cite], span
    if group:
        yield _named(text, group_span, group)


def _accepted(text: str, span: tuple[int, int], cite: Cite, habit: bool) -> bool:
    if any(cite.found):
        return True
    bracketed = cite.enclosed or _inside(text, span[0], cite.start)
    return bracketed and (cite.looks_sure or (habit and not cite.enclosed))


def _inside(text: str, floor: int, position: int) -> bool:
    """Whether ``position`` stands in an open round or square bracket."""
    before = text[max(floor, position - 400) : position]
    return before.rfind("(") > before.rfind(")") or before.rfind("[") > before.rfind("]")


def _joined(text: str, last: Cite, cite: Cite) -> bool:
    between = text[last.end : cite.start]
    return (
        not last.enclosed
        and not cite.enclosed
        and len(between) < 30
        and ")" not in between
        and bool(re.fullmatch(r"\s?[;,]\s?(?:and\s|see\s|also\s|&\s){0,2}", between))
    )


def _named(text: str, span: tuple[int, int], group: list[Cite]) -> Named:
    start, end = group[0].start, group[-1].end
    if not group[0].enclosed:
        low = text.rfind("(", max(span[0], start - 40), start)
        square = text.rfind("[", max(span[0], start - 40), start)
        low = max(low, square)
        close = ")" if low >= 0 and text[low] == "(" else "]"
        high = end
        while high < span[1] and text[high] in " .":
            high += 1
        whole = low >= 0 and high < span[1] and text[high] == close
        if whole and _FILLER.fullmatch(text[low + 1 : start]):
            start, end = low, high + 1
    return Named(start, end, tuple(f for cite in group for f in cite.found))


def _cites(text: str, start: int, end: int, index: NameIndex) -> Iterator[Cite]:
    """Yield names with years: each year is read backwards for its names."""
    last: Cite | None = None
    for match in _YEAR.finditer(text, start, end):
        year = match[0]
        if (
            last
            and match.start() - last.end < 8
            and (_MORE_YEARS.fullmatch(text, last.end, match.start()))
        ):
            last = replace(last, end=match.end(), years=last.years + _years(year))
            continue
        if last:
            yield _closed(text, last, end)
        last = _body(text, start, match, index) or _read_back(text, start, match, index)
    if last:
        yield _closed(text, last, end)


def _years(printed: str) -> tuple[str, ...]:
    """Return ``2010a, b`` as ``2010a`` and ``2010b``."""
    letters = re.findall(r"[a-z]", printed)
    return tuple(printed[:4] + letter for letter in letters) or (printed[:4],)


def _closed(text: str, cite: Cite, limit: int) -> Cite:
    """Take in the bracket that closes the years."""
    if cite.enclosed and cite.end < limit and text[cite.end] in ")]":
        return replace(cite, end=cite.end + 1)
    return replace(cite, enclosed=False) if cite.enclosed else cite


def _body(text: str, floor: int, year: re.Match[str], index: NameIndex) -> Cite | None:
    """Read the name of a body that wrote an entry: ``(World Health Organization, 2016``."""
    opening = re.search(
        r"[(\[;][^()\[\];]{3,160}$", text[max(floor, year.start() - 161) : year.start()]
    )
    if opening is None:
        return None
    name = opening[0][1:].strip(" ,.")
    if not name[:1].isupper() and not name[:1].isdigit():
        return None
    plain, et_al = re.subn(r",? et al\.?$", "", name)
    if not index.has_body(plain, year[0]):
        return None
    start = year.start() - len(opening[0]) + 1
    start += len(opening[0]) - 1 - len(opening[0][1:].lstrip())
    return Cite(start, year.end(), (plain,), bool(et_al), False, _years(year[0]))


def _read_back(text: str, floor: int, year: re.Match[str], index: NameIndex) -> Cite | None:
    window = max(floor, year.start() - _BACK)
    tokens = list(_TOKEN.finditer(text, window, year.start()))
    at = len(tokens) - 1
    enclosed = at >= 0 and tokens[at][0] in "(["
    if enclosed:
        at -= 1
    if at >= 0 and tokens[at][0] == ",":
        at -= 1
    at, et_al = _back_over_et_al(tokens, at)
    names: list[str] = []
    first = -1
    while at >= 0 and len(names) < 12:
        name, before = _back_over_name(tokens, at, et_al, index)
        if not name:
            break
        names.insert(0, name)
        first = before + 1
        at = _back_over_join(tokens, before)
        if at == before:
            break
    if first < 0:
        return None
    return Cite(tokens[first].start(), year.end(), tuple(names), et_al, enclosed, _years(year[0]))


def _back_over_et_al(tokens: list[re.Match[str]], at: int) -> tuple[int, bool]:
    probe = at
    while probe >= 0 and tokens[probe][0] == ".":
        probe -= 1
    if probe >= 1 and tokens[probe][0] in ("al", "colleagues", "coworkers"):
        probe -= 1
        while probe >= 1 and tokens[probe][0] in (",", "."):
            probe -= 1
        if tokens[probe][0] in ("et", "and", "&"):
            probe -= 1
            if probe >= 0 and tokens[probe][0] == ",":
                probe -= 1
            return probe, True
    return at, False


def _back_over_name(
    tokens: list[re.Match[str]], at: int, et_al: bool, index: NameIndex
) -> tuple[str, int]:
    """Read one family name that ends at a token; return it and the position before it."""
    word = tokens[at][0]
    if not word[0].isupper() or len(word) < 2:
        return "", at
    if word.lower() in _NOT_NAMES and not et_al and not index.has(word):
        return "", at
    at -= 1
    name = word
    while at >= 0 and tokens[at][0].lower() in _PARTICLES:
        name = f"{tokens[at][0]} {name}"
        at -= 1
    if at >= 0 and tokens[at][0].istitle() and index.has(f"{tokens[at][0]} {name}"):
        return f"{tokens[at][0]} {name}", at - 1
    return name, at


def _back_over_join(tokens: list[re.Match[str]], at: int) -> int:
    """Step over ``and``, ``&`` or the comma between two names."""
    probe = at
    if probe >= 0 and tokens[probe][0] in ("and", "&"):
        probe -= 1
        if probe >= 0 and tokens[probe][0] == ",":
            probe -= 1
    elif probe >= 0 and tokens[probe][0] == ",":
        probe -= 1
    return probe
