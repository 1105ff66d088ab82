"""Lists of sources that a page heads as such, linked from its prose or not, shown or folded away.

Pages fold their references and mark them as hidden until a reader asks for them. A list right
after a heading of references is one whatever its style says, if most of its items look like it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from pipeline.read.elements import HEADINGS, is_hidden, name
from pipeline.text.headings import heads_references

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_LONGEST_HEADING = 60
_MOST_HEADINGS, _MOST_ITEMS, _NEAR, _UP = 500, 2000, 8, 3
_DEEPEST = 40  # elements round a list that may hide it
_LISTS = ("ol", "ul")


class Sources(NamedTuple):
    """Items of lists of sources with the numbers that print gives them, and what hides them."""

    items: dict[Element, int | None]
    folded: set[Element]


def find_sources(root: Element) -> Sources:
    """Return the items of every list that stands right after a heading of references."""
    found = Sources({}, set())
    for heading in islice(root.iter(*HEADINGS), _MOST_HEADINGS):
        text = " ".join("".join(heading.itertext())[: 2 * _LONGEST_HEADING].split())
        if len(text) > _LONGEST_HEADING or not heads_references(text):
            continue
        listed = _list_after(heading)
        items = list(islice(listed.iterchildren("li"), _MOST_ITEMS)) if listed is not None else []
        if listed is None or 2 * sum(map(_names_source, items)) <= len(items):
            continue
        first = _start(listed)
        for place, item in enumerate(items):
            found.items[item] = first + place if name(listed) == "ol" else None
        found.folded.update(
            e for e in (listed, *islice(listed.iterancestors(), 40)) if is_hidden(e)
        )
    return found


def _list_after(heading: Element) -> Element | None:
    """Return the first list after a heading, before the next one."""
    for holder in (heading, *islice(heading.iterancestors(), _UP)):
        for element in _following(holder):
            if name(element) in HEADINGS:
                return None
            if name(element) in _LISTS:
                return element
    return None


def _following(holder: Element) -> Iterator[Element]:
    for sibling in islice(holder.itersiblings(), _NEAR):
        yield from islice(sibling.iter(*_LISTS, *HEADINGS), 1)


def _names_source(item: Element) -> bool:
    text = "".join(islice(item.itertext(), 200))
    linked = any("://" in (a.get("href") or "") for a in islice(item.iter("a"), 20))
    return _YEAR.search(text) is not None or linked


def _start(listed: Element) -> int:
    start = listed.get("start") or ""
    return int(start) if start.isdecimal() and len(start) < 5 else 1
