"""Blocks of an article -> its text, and what the print knows of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.read.divided import HYPHENS, divided, load_words, words_of
from pipeline.read.hints import EntryHint, Hints, MarkerHint
from pipeline.read.page import Page
from pipeline.read.pdf_entries import Entry
from pipeline.read.pdf_items import Item
from pipeline.read.pdf_lines import Line, spelt
from pipeline.read.pdf_pages import Link, PrintedPage
from pipeline.text.words import SUSPENDED

_ADDRESS = re.compile(r"(?:https?://|www\.|doi:\s?|\b10\.\d{4,9}/)\S*$")
_ADDRESS_GOES_ON = re.compile(r"[/._=&?%#~-]$")
# Points between where a link leads and the entry it means: where links agree how far above it
# they lead, and where they do not.
_STEP, _FARTHEST, _AGREED, _NEAR = 4.0, 120.0, 0.5, 30.0
# What stands before the number of something else than an entry.
_NO_ENTRY = re.compile(
    r"\b(?:fig(?:ure|s|ures)?|tab(?:le|les)?|files?|eqs?|equations?|sections?|box|schemes?|charts?"
    r"|appendix|supplement(?:ary)?|pages?|chapter|step|video|movie|plate|data|part)\.?\s{0,2}"
    r"(?:[sa]?\d{1,2}[a-z]?(?:,|\s?[-–]|\sand|\s?&)\s{0,2}){0,2}[sa]?$",
    re.IGNORECASE,
)
_BEFORE = 40  # characters of a line in which it is looked for
_NUMBER = re.compile(r"\d{1,4}")


class _Run(NamedTuple):
    """Text of a line that is set alike."""

    text: str
    raised: bool
    link: Link | None
    note: str | None = None
    """The key of the footnote that it marks."""


def render(items: Sequence[Item], pages: Sequence[PrintedPage]) -> tuple[str, Hints]:
    """Return the text of an article and its hints."""
    return _Writer(items, pages).write()


class _Writer:
    def __init__(self, items: Sequence[Item], pages: Sequence[PrintedPage]) -> None:
        self.items = items
        self.links = {page.number: page.links for page in pages}
        self.page = Page()
        self.numbers: list[int] = []
        self.printed = words_of("\n".join(line.text for i in items for line in i.lines))
        self.words = load_words()
        places = (link for links in self.links.values() for link in links if not link.url)
        entries = [i.entry for i in items if i.entry]
        self.targets = _Targets([e for e in entries if not e.mark], places)
        self.notes = {(e.lines[0].page, str(e.number)): e for e in entries if e.mark}

    def write(self) -> tuple[str, Hints]:
        for item in self.items:
            self.item(item)
        text, hints = self.page.finish()
        blocks = zip(hints.blocks, self.numbers, strict=True)
        return text, replace(
            hints,
            blocks=tuple(replace(b, page=n) for b, n in blocks),
            markers=tuple(map(self.noted, hints.markers)),
        )

    def noted(self, marker: MarkerHint) -> MarkerHint:
        """Return a marker that leads to a footnote as one."""
        number = next((e.number for e in self.notes.values() if e.key in marker.targets), None)
        return replace(marker, style="footnote", numbers=(number,)) if number else marker

    def item(self, item: Item) -> None:
        runs: list[_Run] = []
        for i, line in enumerate(item.lines):
            first = item.first if i == 0 else 0
            last = item.last if i == len(item.lines) - 1 else None
            found = list(self.runs(line, first, last))
            runs = self.joined(runs, found) if runs else found
        if item.entry and item.entry.mark:
            self.page.put(f"{item.entry.number}. ")
        for run in runs:
            self.put(run, item)
        entry = None
        if item.entry:
            entry = EntryHint(start=0, end=0, keys=(item.entry.key,), number=item.entry.number)
        if self.page.close(item.region, item.kind, item.level, entry):
            self.numbers.append(item.lines[0].page)

    def put(self, run: _Run, item: Item) -> None:
        page, link = self.page, run.link
        cites = not item.entry and (item.region, item.kind) != ("boilerplate", "other")
        cites = cites and _NO_ENTRY.search(page.line[-_BEFORE:]) is None
        targets = self.targets.of(link, run.text) if link and not link.url and cites else ()
        if run.note and item.region == "body":
            targets = (run.note,)
        if targets:
            blank = run.text[:1].isspace()
            page.put(" " if blank else "")
            page.link(run.text, targets, run.raised)
            return
        start = page.put(run.text)
        if run.raised:
            page.raise_from(start)
        if link and link.url and link.url.startswith("http"):
            page.outside(start, link.url)

    def runs(self, line: Line, first: int, last: int | None) -> Iterator[_Run]:
        """Yield the text of a line where its look changes."""
        at = 0
        for text, piece, up in spelt(line.pieces, line.size, line.y):
            shift = len(text) - len(piece.text)
            links = self.links.get(piece.page, [])
            marks = {0, len(text)}
            marks |= {x + shift for a, b in piece.raised for x in (a, b)}
            marks |= {x + shift for a, b, _ in piece.links for x in (a, b)}
            marks |= {x - at for x in (first, last) if x is not None and 0 < x - at < len(text)}
            cuts = sorted(marks)
            for a, b in pairwise(cuts):
                if at + a < first or (last is not None and at + a >= last):
                    continue
                raised = up or any(x + shift <= a and b <= y + shift for x, y in piece.raised)
                link = next(
                    (links[n] for x, y, n in piece.links if x + shift <= a and b <= y + shift), None
                )
                note = self.notes.get((line.page, text[a:b].strip())) if raised else None
                yield _Run(text[a:b], raised, link, note.key if note else None)
            at += len(text)

    def joined(self, above: list[_Run], below: list[_Run]) -> list[_Run]:
        """Put two lines together: with a blank, or where the end divides a word, without."""
        if not below:
            return above
        last = above[-1]
        head, tail = last.text.rstrip(), below[0].text.lstrip()
        sep = " "
        if head[-1:] in HYPHENS and len(head) > 1 and not last.raised:
            text = "".join(run.text for run in above[-4:]).rstrip()
            start = "".join(run.text for run in below[:3]).lstrip()
            head, sep = self.hyphened(text, start, head)
        elif (head[-1:] in "–—/" and head[-2:-1].strip()) or (
            _ADDRESS.search(head) and _ADDRESS_GOES_ON.search(head)
        ):
            sep = ""
        return [
            *above[:-1],
            last._replace(text=head + sep),
            below[0]._replace(text=tail),
            *below[1:],
        ]

    def hyphened(self, text: str, start: str, head: str) -> tuple[str, str]:
        """Return the last text of a line that ends with a hyphen, and what follows it."""
        if _ADDRESS.search(text) or head[-2:-1].isspace():
            return head, "" if _ADDRESS.search(text) else " "
        if head[-1] == "\u00ad":
            return head[:-1], ""
        both = f"{text}\n{start}"
        pieces = divided(both, len(text), len(text) + 1)
        if pieces is None:
            return head, "" if start[:1].isalnum() else " "
        if pieces[1] in SUSPENDED:
            return head, " "
        if self.words.joins(*pieces, printed=self.printed):
            return head[:-1], ""
        return head, ""


class _Targets:
    """Which entry a link leads to."""

    def __init__(self, entries: Sequence[Entry], links: Iterable[Link]) -> None:
        self.by_number = {e.number: e for e in reversed(entries) if e.number is not None}
        self.by_page: dict[int, list[tuple[float, Entry]]] = {}
        for e in entries:
            first = e.lines[0]
            self.by_page.setdefault(first.page, []).append((first.top, e))
        for tops in self.by_page.values():
            tops.sort(key=lambda pair: pair[0])
        self.shift, self.near = self._usual_shift(links)

    def _usual_shift(self, links: Iterable[Link]) -> tuple[float, float]:
        """Return how far above its entry most links lead, and how far off one may be.

        Browsers forget the margin of the page.
        """
        counts: Counter[int] = Counter()
        places = {(link.page, round(link.y)) for link in links if link.y and link.page}
        for page, y in places:
            near = {round((y - top) / _STEP) for top, _ in self.by_page.get(page or 0, ())}
            counts.update(d for d in near if abs(d * _STEP) < _FARTHEST)
        best = max(
            counts, key=lambda d: (counts[d] + counts[d - 1] + counts[d + 1], -abs(d)), default=0
        )
        if counts[best] + counts[best - 1] + counts[best + 1] < _AGREED * len(places):
            return 0.0, _NEAR
        return best * _STEP, 2 * _STEP

    def of(self, link: Link, text: str) -> tuple[str, ...]:
        """Return the keys of the entry that a link leads to, none where it is another place."""
        printed = _NUMBER.fullmatch(text.strip().strip("[](),;."))
        if printed and link.page:
            entry = self.by_number.get(int(printed[0]))
            if entry and abs(entry.lines[0].page - link.page) <= (1 if link.y else 0):
                return (entry.key,)
        tops = self.by_page.get(link.page or 0, [])
        if not tops or not link.y:
            return ()
        best, least, y = None, self.near, link.y - self.shift
        at = bisect_left(tops, y, key=lambda pair: pair[0])
        for top, entry in tops[max(at - 6, 0) : at + 6]:
            off = abs(top - y) + (_side(entry, link.x) if link.x else 0.0)
            if off < least:
                best, least = entry, off
        return (best.key,) if best else ()


def _side(entry: Entry, x: float) -> float:
    """Return how far to the side of an entry a link leads, in fiftieths."""
    return max(abs(entry.lines[0].x0 - x) - 30, 0) / 50
