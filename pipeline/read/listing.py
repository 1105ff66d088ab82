"""Lists of references in a page: under their heading, under their name, or by their looks.

A list that links of the prose lead to is found by them (`pipeline.read.links`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.read.elements import BLOCKS, names
from pipeline.read.links import entry_text, leads_out
from pipeline.read.page import Draft
from pipeline.text.headings import heads_references, may_head_references

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ENTRIES = names("dd div li p tr")
_LISTS = names("ol ul")
_CALLED = re.compile(
    r"(?:^|[\s_-])(?:references?|ref-?list|foot-?notes?|end-?notes?|bibliography|biblio|citations?"
    r"|cited|sources|doc-(?:endnotes|bibliography))(?:$|[\s_-])",
    re.I,
)
_SIGN = re.compile(
    r"(?<!\d)(?:1[89]|20)\d\d[a-z]?(?!\d)|\bdoi\b|\b10\.\d{4,9}/|https?://|www\.|\bet al\b"
    r"|\bPM(?:ID|C)|\bISBN\b",
    re.I,
)
# Surer signs: what follows a year in the print of a journal, an identifier, several authors.
_SURE = re.compile(
    r"(?:19|20)\d\d[a-z]?[^.]{0,12};\s?\d|\d\s?\(\d{1,4}\)\s?[:,]\s?\w?\d|\bdoi\b|\b10\.\d{4,9}/"
    r"|\bet al\b|\bPMID\b|\bpp\.\s?\d",
)
# When a page was looked over, below its list: "Last reviewed: May 2021".
_DATED = re.compile(
    r"\W{0,3}(?:(?:page|content|article|date|this page was) )?(?:last|next|first|medically) "
    r"(?:full )?(?:re)?(?:view(?:ed)?|updated?|modified|published|edited|checked|posted)\b",
    re.I,
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_NUMBERED = re.compile(r"\s{0,4}[\[(]?\d{1,4}[\]).:]")
_LABEL = re.compile(r"[\[(]?\d{1,4}[\]).:]{0,2}")
_CELLS = ("td", "th")
_SHORTEST, _LONGEST = 6, 4000
_PROSE = 300  # characters of a paragraph without a sign of a source: the list has ended
_HEADING, _WORDS = 90, 9  # characters and blanks of a heading
_DEEPEST = 7  # below every heading's level


@dataclass
class Listing:
    """The list of references that the walk of a page stands in, if it does."""

    level: int = 0
    """That of its heading; 0 where no list is open."""
    depth: int = 0
    """How many elements were open round the heading, or round the first entry."""
    sure: bool = False
    """Whether the heading's words alone make it one."""
    count: int = 0
    misses: int = 0
    heads: list[Draft] = field(default_factory=list)
    lists: dict[Element, bool] = field(default_factory=dict)

    def read_line(self, draft: Draft, depth: int, is_heading: bool) -> None:
        """Take a line that has ended into account: it may head a list, or end one."""
        text = draft.text
        level = draft.level or _DEEPEST
        long = len(text) > _HEADING or text.count(" ") > _WORDS
        if draft.region not in (None, "references") or long:
            self._pass(draft)
            return
        sure = heads_references(text)
        if (sure or may_head_references(text)) and (is_heading or 2 * draft.linked < len(text)):
            if self.count or not self.level:
                self.heads = []
            self.heads.append(draft)
            self.level, self.depth, self.sure = level, depth, sure and is_heading
            self.count = self.misses = 0
        elif self.level and draft.level and draft.level <= self.level:
            self.level = 0
        elif self.level and draft.level and self.count:
            self.heads.append(draft)  # "Books", "Web sites": a part of the list
        else:
            self._pass(draft)

    def _pass(self, draft: Draft) -> None:
        """Note a line that may be part of an open list: an entry in running lines, or prose."""
        if not self.level or draft.region == "references":
            return
        marked = draft.kind == "list_item"  # its number is the page's, not the text's
        text = draft.text.partition(" ")[2] if marked else draft.text
        if draft.kind != "heading" and len(text) <= _LONGEST and _reads(text):
            draft.region, draft.kind = "references", "reference"
            self.found(self.depth)
        elif len(draft.text) > _PROSE:
            self.level = 0

    def found(self, depth: int) -> None:
        """Note that an entry was written: the lines above it are the list's headings."""
        self.count += 1
        for draft in self.heads:
            draft.region, draft.kind = "references", "heading"
            draft.level = draft.level or 2
        self.heads = []

    def leave(self, depth: int) -> None:
        """Note that only ``depth`` elements are still open."""
        if self.level and depth < self.depth:
            if self.count:
                self.level = 0
            else:
                self.depth = depth

    def enter(self, element: Element, called: str, depth: int) -> None:
        """Open a list that its name or the looks of its items tell of."""
        if self.level:
            return
        named = called and _CALLED.search(called)
        if named or (element.tag in _LISTS and _looks_cited(element)):
            self.level, self.depth, self.sure = _DEEPEST, depth, False
            self.count = self.misses = 0
            self.heads = []

    def takes(self, element: Element) -> bool:
        """Whether an element is an entry of the open list."""
        if not self.level or element.tag not in _ENTRIES:
            return False
        if element.tag == "li":
            return self._takes_item(element)
        if element.tag == "tr" and _is_labelled(element):
            return _SHORTEST <= len(entry_text(element)) <= _LONGEST
        if element.tag in ("p", "div", "tr") and any(
            e.tag == "br" or (e.tag in BLOCKS and e.tag not in ("td", "th"))
            for e in islice(element.iterdescendants(), 60)
        ):
            return False  # its lines are read one by one
        text = entry_text(element)
        if not _SHORTEST <= len(text) <= _LONGEST:
            return False
        return _reads(text) or (leads_out(element) and len(text) > 15)

    def _takes_item(self, item: Element) -> bool:
        above = item.getparent()
        if above is None or next(item.iterdescendants("li"), None) is not None:
            return False
        if above not in self.lists:
            self.lists[above] = self._takes_list(above)
        return self.lists[above] and _SHORTEST <= len(entry_text(item)) <= _LONGEST

    def _takes_list(self, above: Element) -> bool:
        """Whether the items of a list are sources, the list's heading known."""
        items = list(islice((e for e in above if e.tag == "li"), 12))
        texts = [entry_text(item) for item in items]
        like = sum(_reads(text) or leads_out(item) for item, text in zip(items, texts, strict=True))
        if 2 * like >= len(items):
            return True
        links = sum(next(item.iter("a"), None) is not None for item in items)
        return self.sure and not self.count and 2 * links < len(items)


def _is_labelled(row: Element) -> bool:
    """Whether a row of a table is a number and what it counts, as Word prints its bibliography."""
    cells = ["".join(islice(cell.itertext(), 200)).strip() for cell in row if cell.tag in _CELLS]
    texts = [text for text in cells if text]
    return len(texts) == 2 and _LABEL.fullmatch(texts[0]) is not None and _reads(texts[1])


def _reads(text: str) -> bool:
    """Whether a text has a sign of a source."""
    if len(text) < _SHORTEST or _DATED.match(text):
        return False
    if _NUMBERED.match(text):
        return len(text) > 15
    return _SIGN.search(text[:400]) is not None or _SIGN.search(text[-120:]) is not None


def _looks_cited(element: Element) -> bool:
    """Whether the first items of a list are printed as journals print what they cite."""
    items = list(islice((e for e in element if e.tag == "li"), 5))
    if len(items) < 2 or not _YEAR.search("".join(islice(items[0].itertext(), 40))[:1200]):
        return False
    texts = [entry_text(item)[:1200] for item in items]
    return all(len(text) >= 20 and _SURE.search(text) for text in texts)
