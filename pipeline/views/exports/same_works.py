"""Items of several articles that are one work: told by identifiers, else by title and year."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from pipeline.views.exports.reference_formats import Item, family, names, year

_SHORTEST = 20
"""Letters of a title that tell a work, with its year: ``Zinc`` and ``Editorial`` do not."""
_IDS = ("DOI", "PMID", "PMCID")


def merged(items: Sequence[Item]) -> list[Item]:
    """Return one item for each work, in the order of the first; it holds what any of them has."""
    found: list[Item] = []
    places: dict[str, int] = {}
    for item in items:
        marks = list(_marks(item))
        known = (places[mark] for mark in marks if mark in places)
        at = next((place for place in known if _agree(found[place], item)), None)
        if at is None:
            at = len(found)
            found.append(dict(item))
        else:
            found[at] = {**item, **found[at], "note": f"{found[at]['note']}; {item['note']}"}
        for mark in [*marks, *_marks(found[at])]:
            places.setdefault(mark, at)
    return found


def _marks(item: Item) -> Iterable[str]:
    """Yield what a work is known by."""
    for key in _IDS:
        if item.get(key):
            yield f"{key} {str(item[key]).lower()}"
    title = _folded(str(item.get("title", "")))
    if len(title) >= _SHORTEST and year(item):
        yield f"title {title} {year(item)}"


def _agree(one: Item, other: Item) -> bool:
    """Whether nothing tells two items apart: another identifier, another first author."""
    for key in _IDS:
        if one.get(key) and other.get(key):
            return str(one[key]).lower() == str(other[key]).lower()
    first, second = (names(item, "author")[:1] for item in (one, other))
    return not (first and second) or _folded(family(first[0])) == _folded(family(second[0]))


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower())
    return re.sub(r"[\W_]+", "", "".join(c for c in plain if not unicodedata.combining(c)))
