"""The walk of a page: its lines, in order, and the blocks that each stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pipeline.read.elements import (
    BLOCKS,
    HEADINGS,
    INLINE,
    is_block,
    is_concealed,
    is_dropped,
    named_part,
    names,
    shown_text,
)
from pipeline.read.hints import EntryHint
from pipeline.read.links import addresses, find_cited, leads_nowhere, read_entry
from pipeline.read.listing import Listing
from pipeline.read.page import Draft, Page
from pipeline.read.tables import Rows, read_rows
from pipeline.records import Kind
from pipeline.text.linkwords import leads_elsewhere

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LABELLED = re.compile(r"[\[(]?\d{1,4}[\].)]*\s")
_LISTS = names("ol ul menu dir")
_BOLD = names("b strong h1 h2 h3 h4 h5 h6 th dt summary")
_HEADED = names("dt summary legend caption button")
_OPENING = names("ol ul div section")
_BROKEN = 30  # characters: a line broken by hand before a small letter goes on
_NEAR = 120  # characters in which a bracket that is left open is looked for
_REVEALED = 40  # characters: what hides less holds no part of an article


@dataclass(slots=True)
class Part:
    """A block of the page: what it is called, what it stands in (its number), and its lines."""

    tag: str
    above: int
    names: str
    """Its class, id and role."""
    first: int
    last: int = 0


# An element whose end is to come: whether it is a block, how much of the page was written
# where it began, and whether it conceals what is in it.
_Open = tuple[bool, int, bool]
_SKIPPED: _Open = (False, -1, False)
_CELLS = ("td", "th")


@dataclass
class Walk:
    """Walks a page once, first to last, and writes its lines."""

    root: Element
    title: Element | None = None
    page: Page = field(default_factory=Page)
    parts: list[Part] = field(default_factory=lambda: [Part("", 0, "", 0)])
    _open: list[_Open] = field(default_factory=list)
    _inside: list[int] = field(default_factory=lambda: [0])
    _counts: list[_Count] = field(default_factory=list)
    _tables: list[Rows] = field(default_factory=lambda: [Rows()])
    _listing: Listing = field(default_factory=Listing)
    _raised: int = 0
    _flat: int = 0
    _comments: int = 0
    _hidden: bool = False
    _loose: bool = False
    """Whether numbers were met that a script links to entries."""

    def run(self) -> None:
        """Write the page's lines."""
        from lxml import etree

        self._cited = cited = find_cited(self.root)
        self._cited_ones = {*cited.links, *cited.entries, *cited.terms}
        put, opened = self.page.put, self._open
        walk = etree.iterwalk(self.root, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                begun = opened.pop()
                if begun is not _SKIPPED:
                    self._end(element, begun)
                text = element.tail
            elif self._skips(element):
                opened.append(_SKIPPED)
                walk.skip_subtree()
                continue
            else:
                self._start(element)
                text = element.text
            if text:
                put(text)
        self._line()
        self.parts[0].last = len(self.page.drafts)
        if self._loose:
            _number_entries([draft for draft in self.page.drafts if draft.entry])

    def _skips(self, element: Element) -> bool:
        """Whether nothing of an element is to be walked; it may be written as one piece."""
        if is_dropped(element):
            return True
        self._hidden = is_concealed(element)
        if self._hidden and not _reveals(element, self.page.in_concealed > 0):
            return True
        return self._whole(element)

    def _whole(self, element: Element) -> bool:
        """Write what is taken as one piece: an entry, a citation link, a line break."""
        tag = element.tag
        if tag == "br":
            self._break(element)
        elif element in self._cited_ones:
            self._cite(element)
        elif tag == "a" and (number := leads_nowhere(element)) and self.page.length:
            self._loose = True
            self.page.link("".join(shown_text(element)), (f"#{number}",), bool(self._raised))
        elif self._listing.level and self._lists(element):
            self._line()
            self._entry(element)
        elif (tag == "tr" and element in self._tables[-1].heads) or (
            tag == "dt" and self._listing.level and self._labels_entry(element)
        ):
            self._line()
        else:
            return False
        return True

    def _cite(self, element: Element) -> None:
        """Write an entry that links lead to, or such a link; an entry's label is part of it."""
        if element in self._cited.links:
            raised = bool(self._raised) or next(element.iter("sup"), None) is not None
            target = self._cited.links[element]
            self.page.link("".join(shown_text(element)), (target,), raised)
        elif element in self._cited.entries:
            self._line()
            self._entry(element)

    def _lists(self, element: Element) -> bool:
        """Whether an element is an entry of the list that is open."""
        cited = element in self._cited.anchors
        return not self._comments and not cited and self._listing.takes(element)

    def _labels_entry(self, term: Element) -> bool:
        """Whether a term is the label of an entry, which is written with it."""
        entry = term.getnext()
        return entry is not None and entry.tag == "dd" and self._lists(entry)

    def _start(self, element: Element) -> None:
        tag = str(element.tag)
        block = tag in BLOCKS or (tag not in INLINE and is_block(element))
        if block:
            block = self._starts_line(element, tag)
        elif tag == "sup":
            self._raised += 1
        elif tag == "a":
            self.page.in_link += 1
        concealed = block and self._hidden
        if block:
            self._begin(element, tag, concealed)
        if tag in _BOLD:
            self.page.in_strong += 1
        if self._cited.anchors and element in self._cited.anchors:
            self.page.key(self._cited.anchors[element])
        self._open.append((block, self.page.at, concealed))

    def _starts_line(self, element: Element, tag: str) -> bool:
        """Whether a block begins a line: not the cells of a row that is written on one."""
        before = self._tables[-1].before.get(element) if tag in _CELLS else None
        if before is not None:
            self._flat += 1
        if before:
            self.page.sign(before)
        elif self._flat:
            self.page.put(" ")
        return not self._flat

    def _begin(self, element: Element, tag: str, concealed: bool) -> None:
        """Begin a block."""
        if self.page.length:
            self._line()
        called = _called(element)
        self._inside.append(len(self.parts))
        self.page.place = len(self.parts)
        self.parts.append(Part(tag, self._inside[-2], called, len(self.page.drafts)))
        self.page.in_concealed += concealed
        self._comments += _has_comments(called)
        if tag in _LISTS:
            self._counts.append(_Count(element))
        elif tag == "li":
            self.page.mark(self._counts[-1].mark(element) if self._counts else "• ")
        elif tag == "table":
            self._tables.append(read_rows(element))
        if tag in _OPENING and not self._comments:
            self._listing.enter(element, called, len(self._inside))

    def _end(self, element: Element, opened: _Open) -> None:
        tag = str(element.tag)
        block, start, concealed = opened
        if block:
            self._close(element, tag)
            self._leave(tag, concealed)
        elif tag == "sup":
            self._raised -= 1
            self.page.raise_from(start)
        elif tag == "a":
            self.page.in_link -= 1
            self._lead(element, start)
        elif self._flat:
            self._flat -= tag in _CELLS and element in self._tables[-1].before
            self.page.put(" ")
        if tag in _BOLD:
            self.page.in_strong -= 1

    def _leave(self, tag: str, concealed: bool) -> None:
        """Leave a block whose last line has ended."""
        if tag in _LISTS:
            self._counts.pop()
        elif tag == "table":
            self._tables.pop()
        part = self.parts[self._inside.pop()]
        part.last = len(self.page.drafts)
        self.page.in_concealed -= concealed
        self._comments -= _has_comments(part.names)
        self.page.place = self._inside[-1]
        self._listing.leave(len(self._inside))

    def _close(self, element: Element, tag: str) -> None:
        """End the last line of a block."""
        if tag == "li":
            self.page.mark("")
        if not self.page.length:
            return
        if element is self.title:
            self.page.close("front", "title", 1)
        elif tag in HEADINGS:
            self._read(self.page.close(None, "heading", int(tag[1])), tag)
        elif tag in ("figcaption", "caption"):
            self.page.close("boilerplate", "caption")
        else:
            self._line(tag)

    def _line(self, tag: str = "") -> None:
        """End a line."""
        if not self.page.length:
            return
        kind: Kind | None = "list_item" if self.page.marked else None
        if self.page.length < 200 and leads_elsewhere(self.page.line):
            self.page.close("boilerplate", "other")
        else:
            self._read(self.page.close(None, kind), tag)

    def _read(self, draft: Draft | None, tag: str) -> None:
        """Look whether a line heads a list of references, or belongs to one."""
        if draft is not None and not self._comments:
            size = len(draft.text)
            is_heading = tag in HEADINGS or tag in _HEADED or 5 * draft.strong > 4 * size
            self._listing.read_line(draft, len(self._inside), is_heading)

    def _break(self, element: Element) -> None:
        """End a line at a break, unless the words go on as in a line broken by hand."""
        after = (element.tail or "").lstrip()
        before = self.page.line[-1:] if self.page.length >= _BROKEN else ""
        written = self.page.line[-_NEAR:]
        opened = before != "" and written.rfind("(") > written.rfind(")") and after[:1].isalnum()
        whole = opened or element.getparent() is self.title
        if whole or (after[:1].islower() and (before.isalpha() or before == ",")):
            self.page.put(" ")
        else:
            self._line("br")

    def _lead(self, element: Element, start: int) -> None:
        """Note where a hyperlink leads, but for one within the page."""
        href = element.get("href")
        if href and href[0] != "#":
            self.page.outside(start, href[:2000])

    def _entry(self, element: Element) -> None:
        """Write an entry of a list of references."""
        (text, gaps), place = read_entry(element), None
        if element.tag == "li" and self._counts:
            place = self._counts[-1].number(element)
        number = None if _LABELLED.match(text) else place
        label = f"{number}. " if number else ""
        at = self.page.put(label + text) + len(label)
        for gap in gaps:
            self.page.gap(at + gap)
        keys = self._cited.entries.get(element, ())
        hint = EntryHint(start=0, end=0, keys=keys, number=number)
        for url in addresses(element):
            self.page.outside(self.page.at - self.page.length, url)
        self.page.close("references", "reference", None, hint)
        self._listing.found(len(self._inside))


def _number_entries(drafts: list[Draft]) -> None:
    """Give entries the keys of the numbers they print, or of their places where none does."""
    printed = [_printed_number(draft) for draft in drafts]
    seen: set[int] = set()
    for place, (draft, number) in enumerate(zip(drafts, printed, strict=True), start=1):
        key = number if any(printed) else place
        if draft.entry and key and key not in seen:
            seen.add(key)
            draft.entry = replace(draft.entry, keys=(*draft.entry.keys, f"#{key}"))


def _printed_number(draft: Draft) -> int | None:
    if draft.entry and draft.entry.number:
        return draft.entry.number
    found = _LABELLED.match(draft.text)
    return int("".join(filter(str.isdecimal, found[0]))) if found else None


def _called(element: Element) -> str:
    attributes = element.attrib
    if not attributes:
        return ""
    found = (attributes.get("class"), attributes.get("id"), attributes.get("role"))
    return " ".join(value[:200] for value in found if value)


def _has_comments(called: str) -> bool:
    hinted = "om" in called or "espon" in called
    return hinted and named_part(called, "") == "comments"


class _Count:
    """The numbers of a list's items, as a browser prints them."""

    def __init__(self, element: Element) -> None:
        self.ordered = element.tag == "ol"
        self.type = element.get("type") or "1"
        self.step = -1 if element.get("reversed") is not None else 1
        first = _integer(element.get("start"))
        if first is None:
            first = sum(child.tag == "li" for child in element) if self.step < 0 else 1
        self.at = first - self.step

    def number(self, item: Element) -> int | None:
        """Return the number of the next item, where it is counted in numbers."""
        if not self.ordered:
            return None
        value = _integer(item.get("value"))
        self.at = self.at + self.step if value is None else value
        return self.at if self.type == "1" and self.at >= 0 else None

    def mark(self, item: Element) -> str:
        """Return what stands before the next item."""
        number = self.number(item)
        if number is not None:
            return f"{number}. "
        letter = self.type in "aA" and self.ordered and 0 < self.at <= 26
        return f"{chr(ord(self.type) + self.at - 1)}. " if letter else "• "


def _integer(value: str | None) -> int | None:
    value = (value or "").strip()
    return int(value) if re.fullmatch(r"-?\d{1,5}", value) else None


def _reveals(element: Element, within: bool) -> bool:
    """Whether a concealed element may hold a part of the article: a click would show it."""
    if not is_block(element) and not any(child.tag in BLOCKS for child in element):
        return False
    if within:
        return True
    size = 0
    for text in islice(element.itertext(), 200):
        size += len(text.strip())
        if size >= _REVEALED:
            return True
    return False
