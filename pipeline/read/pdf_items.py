"""Blocks of an article, and what they are to one another: joined over columns, on levels."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.read.pdf_blocks import alike
from pipeline.read.pdf_entries import Entry
from pipeline.read.pdf_lines import Line
from pipeline.read.pdf_words import NUMBERED, SENTENCE_END
from pipeline.records import Kind, Region


@dataclass(slots=True)
class Item:
    """A block of the article."""

    lines: list[Line]
    region: Region
    kind: Kind
    level: int | None = None
    first: int = 0
    """Where its text begins in its first line; before it stands a heading of its own."""
    last: int | None = None
    """Where its text ends in its last line."""
    entry: Entry | None = None
    full: bool = True
    """Whether its last line reaches the edge of its column."""
    indented: bool = False
    size: float = 0.0

    @property
    def text(self) -> str:
        """Its words, line ends as blanks."""
        lines = [line.text for line in self.lines]
        if self.last is not None:
            lines[-1] = lines[-1][: self.last]
        lines[0] = lines[0][self.first :]
        return " ".join(lines).strip()


def joined(items: list[Item]) -> list[Item]:
    """Join paragraphs that the end of a column or a float divides."""
    found: list[Item] = []
    open_: Item | None = None
    for item in items:
        if item.region == "body" and item.kind in ("paragraph", "list_item"):
            if open_ is not None and _continues(open_, item):
                open_.lines = [*open_.lines, *item.lines]
                open_.full = item.full
                continue
            open_ = item
        elif found and _one_heading(found[-1], item):
            found[-1].lines, found[-1].last = [*found[-1].lines, *item.lines], item.last
            continue
        elif item.region != "boilerplate":
            open_ = None
        found.append(item)
    return found


def _one_heading(above: Item, item: Item) -> bool:
    """Whether a heading goes on in the next."""
    both = above.kind == item.kind == "heading" and above.region == item.region == "body"
    return both and above.last is None and item.text[0].islower()


def _continues(above: Item, item: Item) -> bool:
    if item.first or not alike(above.size, item.size) or item.kind == "list_item":
        return False
    last, first = above.lines[-1], item.lines[0]
    low = first.text[0].islower() or first.text[0] in "([" or first.text[0].isdigit()
    if last.text.endswith("-"):
        return True
    if SENTENCE_END.search(last.text):
        return False
    if low:
        return True
    return above.full and not item.indented


def levelled(items: list[Item]) -> list[Item]:
    """Give each heading its level: by its number, else by how it is set."""
    headings = [i for i in items if i.kind == "heading" and i.region == "body" and i.last is None]
    looks = sorted({_look(i) for i in headings}, reverse=True)
    for item in headings:
        number = NUMBERED.match(item.text)
        item.level = number[1].count(".") + 1 if number else min(looks.index(_look(item)) + 1, 4)
    return items


def _look(item: Item) -> tuple[float, bool, bool, bool]:
    line = item.lines[0]
    capitals = line.text.upper() == line.text
    return round(line.size), capitals, line.bold > 0.5, line.italic < 0.5
