"""Fields as Word writes them: what their instructions say, and the works that they cite.

LibreOffice keeps those of a Word document in its own, word for word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.read.hints import EntryHint
from pipeline.read.works import Works, decoded

_HYPERLINK = re.compile(r'\s*HYPERLINK\b(?:\s+(?!\\)"?([^"\s]{1,2000})"?)?', re.I)
_INSIDE = re.compile(r'\\l\s+"([^"]{1,200})"', re.I)
_CROSS = re.compile(r"\s*(?:REF|PAGEREF|NOTEREF)\s+(\S{1,100})", re.I)
_WORD = re.compile(r"\s*CITATION\s+(\S{1,200})", re.I)
_MORE = re.compile(r"\\m\s+(\S{1,200})", re.I)
_LIST = re.compile(
    r"\s*(?:BIBLIOGRAPHY\b|ADDIN\s+(?:ZOTERO_BIBL|EN\.REFLIST|Mendeley\s+Bibliography"
    r"|CSL_BIBLIOGRAPHY|CitaviBibliography|PAPERS2_CITATIONS\s+<papers2_bibliography))",
    re.I,
)
_CONTENTS = re.compile(r"\s*(?:TOC|INDEX|TOA)\b", re.I)
_MANAGED = re.compile(r"\s*ADDIN\s+(?:ZOTERO_ITEM|CSL_CITATION|Mendeley Citation)", re.I)
_ENDNOTE = re.compile(r"\s*ADDIN\s+EN\.CITE\b", re.I)
_MENDELEY_TAG = "MENDELEY_CITATION_v3_"
_BIBLIOGRAPHY_TAG = "MENDELEY_BIBLIOGRAPHY"
_DEEPEST = 100  # fields that are open, one in the other
_LONGEST = 4 * 2**20  # characters of an instruction


@dataclass
class Field:
    """A field that is open: its instruction while that is read, then what it says."""

    place: int = 0
    """Which one it is, counted from 1."""
    instruction: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    """What a reference manager keeps beside the instruction, as Base64."""
    shows: bool = False
    """Whether its instruction has ended: what follows is what it prints."""
    cited: tuple[str, ...] = ()
    url: str = ""
    lists: bool = False
    """Whether it prints a bibliography."""
    contents: bool = False
    """Whether it prints a table of contents."""


@dataclass
class Fields:
    """The fields that are open, the innermost last, and the works of the document."""

    works: Works
    sources: Mapping[str, EntryHint]
    """Word's own sources by tag."""
    open: list[Field] = field(default_factory=list)
    count: int = 0
    beyond: int = 0
    """Fields that are open deeper than any program nests them: they say nothing."""

    def number(self) -> int:
        """Return the number of a new field."""
        self.count += 1
        return self.count

    def begin(self) -> Field:
        """Open a field."""
        self.number()
        if len(self.open) >= _DEEPEST:
            self.beyond += 1
            return Field()
        self.open.append(Field(self.count))
        return self.open[-1]

    def separate(self) -> None:
        """End the instruction of the innermost field."""
        if self.open and not self.open[-1].shows:
            self.settle(self.open[-1])

    def end(self) -> None:
        """Close the innermost field; what it kept belongs to a field whose instruction it is in."""
        if self.beyond:
            self.beyond -= 1
            return
        if not self.open:
            return
        done = self.open.pop()
        if self.open and not self.open[-1].shows:
            self.open[-1].data += done.data
            self.open[-1].instruction += done.instruction

    def settle(self, one: Field) -> None:
        """Read a field's instruction."""
        one.shows = True
        text = "".join(one.instruction)[:_LONGEST]
        if _MANAGED.match(text):
            one.cited = self.works.cite_csl(text)
        elif _ENDNOTE.match(text):
            one.cited = self.works.cite_endnote(text) or self._from(one.data)
        elif found := _WORD.match(text):
            tags = [found[1], *_MORE.findall(text, found.end())]
            one.cited = self._known(tags)
        elif _LIST.match(text):
            one.lists = True
        elif _CONTENTS.match(text):
            one.contents = True
        elif found := _HYPERLINK.match(text):
            inside = _INSIDE.search(text)
            one.url = (found[1] or "") + (f"#{inside[1]}" if inside else "")
        elif found := _CROSS.match(text):
            one.url = f"#{found[1]}"

    def _from(self, data: list[str]) -> tuple[str, ...]:
        whole = decoded("".join(data))
        keys = self.works.cite_endnote(whole)
        for part in () if keys else data:
            keys += self.works.cite_endnote(decoded(part))
        return tuple(dict.fromkeys(keys))

    def _known(self, tags: list[str]) -> tuple[str, ...]:
        known = [(tag, self.sources[tag]) for tag in tags if tag in self.sources]
        keys = [self.works.add(entry, f"tag:{tag}") for tag, entry in known]
        return tuple(dict.fromkeys(key for key in keys if key))

    def tagged(self, tag: str) -> Field | None:
        """Open the field that the tag of a content control stands for, if it does for one."""
        if tag.startswith(_MENDELEY_TAG):
            return self.shown(self.works.cite_csl(decoded(tag.removeprefix(_MENDELEY_TAG))))
        return self.shown(lists=True) if tag.startswith(_BIBLIOGRAPHY_TAG) else None

    def kept(self, text: str) -> Field:
        """Open the field that Zotero keeps in a document's properties."""
        lists = "ZOTERO_BIBL" in text[:40] or "CSL_BIBLIOGRAPHY" in text[-40:]
        return self.shown(() if lists else self.works.cite_csl(text), lists=lists)

    def shown(
        self, cited: tuple[str, ...] = (), *, lists: bool = False, contents: bool = False
    ) -> Field:
        """Open a field whose instruction is known: what follows is what it shows."""
        one = self.begin()
        one.shows, one.cited, one.lists, one.contents = True, cited, lists, contents
        return one

    def close(self, one: Field) -> None:
        """Close a field that was opened so, with those left open inside it."""
        place = next((n for n, known in enumerate(self.open) if known is one), None)
        if place is not None:
            del self.open[place:]

    @property
    def hidden(self) -> bool:
        """Whether text here is an instruction's."""
        return any(not one.shows for one in self.open)

    @property
    def lists(self) -> bool:
        """Whether text here is that of a bibliography."""
        return any(one.lists for one in self.open)

    @property
    def contents(self) -> bool:
        """Whether text here is that of a table of contents."""
        return any(one.contents for one in self.open)

    @property
    def citing(self) -> Field | None:
        """The field that cites here."""
        return next((one for one in reversed(self.open) if one.cited), None)

    @property
    def url(self) -> str:
        """Where the text here leads."""
        return next((one.url for one in reversed(self.open) if one.url), "")
