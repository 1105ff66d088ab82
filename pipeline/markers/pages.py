"""Citations by name and page, as the humanities print them: ``(Bergman and Castell 134)``.

There is no year to read from, so that the names must be those of one entry. A page that the
entry holds makes it sure; else the article must cite so more than once.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.markers.linked import Found
from pipeline.markers.name_index import NameIndex, fold
from pipeline.markers.name_reading import is_name
from pipeline.records import Reference
from pipeline.text.signs import DASHES

_NAME = (
    r"(?:(?:van|von|de[rnls]?|d[aiou]s?|l[aeo]|te[nr]|al|el|zu[rm]?)\s){0,3}"
    r"[^\W\d_](?:[\w'’.-]|\s(?=[^\W\d_a-z])){1,40}?"
)
_ONE = (
    rf"{_NAME}(?:,?\s(?:and|&)\s{_NAME}|,?\set\sal\.?)?"
    rf"(?:\s(?:pp?\.\s?)?[a-z]?\d{{1,6}}(?:\s?[{DASHES},]\s?\d{{1,4}}){{0,3}})?"
)
_CITED = re.compile(rf"\({_ONE}(?:;\s?(?:see\s(?:also\s)?)?{_ONE}){{0,9}}\)")
_PART = re.compile(
    rf"(?P<first>{_NAME})(?:,?\s(?:and|&)\s(?P<second>{_NAME})|(?P<others>,?\set\sal\.?))?"
    rf"(?:\s(?:pp?\.\s?)?(?P<page>[a-z]?\d{{1,6}})(?:\s?[{DASHES},]\s?\d{{1,4}}){{0,3}})?"
)
_LED = re.compile(r"see\s(?:also\s)?")
_PAGES = re.compile(rf"(\d{{1,5}})(?:\s?[{DASHES}]\s?(\d{{1,5}}))?")
_HABIT = 2
"""So many names with a page make a habit, in which a name alone is a citation too."""


def find_pages(
    text: str, spans: list[tuple[int, int]], references: list[Reference], index: NameIndex
) -> list[Found]:
    """Return the citations by name and page in the given spans of text, in their order."""
    by_id = {reference.id: reference for reference in references}
    found: list[tuple[Found, bool]] = []
    for start, end in spans if references else ():
        for match in _CITED.finditer(text, start, end):
            parts = [_part(piece, by_id, index) for piece in match[0][1:-1].split(";")]
            links = tuple(part.entry for part in parts if part)
            if len(links) == len(parts):
                places = "; ".join(part.place for part in parts if part and part.place) or None
                sure = all(part.sure for part in parts if part)
                found.append((Found(*match.span(), "author_year", (), links, places), sure))
    habit = sum(sure for _, sure in found) >= _HABIT
    return [one for one, sure in found if sure or habit]


class _Part(NamedTuple):
    """One work of a citation: its entry, the place in it, whether the page is one of it."""

    entry: str
    place: str | None
    sure: bool


def _part(piece: str, by_id: dict[str, Reference], index: NameIndex) -> _Part | None:
    """Read one work of a citation; ``None`` where no entry fits, or a year is no page."""
    match = _PART.fullmatch(_LED.sub("", piece.strip()))
    entry = _entry(match, index) if match else None
    if match is None or entry is None or (match["page"] and _is_year(match["page"])):
        return None
    page = match["page"]
    sure = page is not None and (_holds(by_id[entry], page) or bool(match["second"]))
    return _Part(entry, match[0].split()[-1] if page else None, sure)


def _entry(match: re.Match[str], index: NameIndex) -> str | None:
    """Return the one entry that the names of a match wrote."""
    if not is_name(match["first"].split()[-1]):
        return None
    fits = index.first_author(match["first"])
    if match["second"]:
        second = fold(match["second"])
        fits = [r for r in fits if second in fold(r.text[:300])]
    elif match["others"]:
        fits = [r for r in fits if r.et_al or len(r.authors) > 2]
    return fits[0].id if len(fits) == 1 else None


def _is_year(page: str) -> bool:
    return len(page) == 4 and page[:2] in ("15", "16", "17", "18", "19", "20")


def _holds(reference: Reference, page: str) -> bool:
    """Say whether a page is one of those that an entry prints."""
    pages = _PAGES.search(reference.pages or "")
    if pages is None:
        return False
    if not page.isdigit():
        return page == reference.pages
    first, last = pages[1], pages[2] or pages[1]
    last = first[: max(0, len(first) - len(last))] + last  # "133-40"
    return int(first) <= int(page) <= int(last)
