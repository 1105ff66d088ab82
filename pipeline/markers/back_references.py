"""Citations of the source before: ``(ibid.)``, ``(Ibid., p. 4)``, ``(loc. cit.)``, ``(ebd.)``."""

from __future__ import annotations

import re

from pipeline.markers.linked import Found
from pipeline.text.signs import DASHES

_SAME = re.compile(
    r"[(\[](?:see\s)?(?:ibid(?:em)?\b|(?:loc|op)\.\s?cit\b|ebd\b|ebenda\b)\.?"
    rf"(?:[,:]?\s?(?P<place>(?:pp?\.\s?)?\d{{1,4}}(?:\s?[{DASHES}]\s?\d{{1,4}})?))?[)\]]",
    re.IGNORECASE,
)
_FARTHEST = 2000
"""Characters back to the marker that is meant."""


def with_back_references(
    text: str, spans: list[tuple[int, int]], found: list[Found]
) -> list[Found]:
    """Return the markers with those that cite the source of the one before them, in order."""
    same = [match for start, end in spans for match in _SAME.finditer(text, start, end)]
    if not same:
        return found
    taken = {place for marker in found for place in range(marker.start, marker.end)}
    added: list[Found] = []
    at = 0
    for match in same:
        while at < len(found) and found[at].end <= match.start():
            at += 1
        before = found[at - 1] if at else None
        near = before is not None and match.start() - before.end <= _FARTHEST
        links = before.links[-1:] if before is not None and near else ()
        if taken.isdisjoint(range(*match.span())):
            added.append(Found(*match.span(), "author_year", (), links, match["place"]))
    return sorted(found + added, key=lambda marker: (marker.start, marker.end))
