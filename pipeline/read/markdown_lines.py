"""The lines of a Markdown document: closed one by one, and what is known of each."""

from __future__ import annotations

from msgspec.structs import replace

from pipeline.read.front_matter import FrontMatter
from pipeline.read.hints import EntryHint, Hints, MarkerHint
from pipeline.read.markdown_inline import Inline
from pipeline.read.markdown_lists import label_of
from pipeline.read.page import Page
from pipeline.records import Kind, Region
from pipeline.text.identifiers import identifiers_in


class Lines:
    """Ends the lines of a page, and remembers what each was ended as."""

    def __init__(self, page: Page, inline: Inline) -> None:
        self.page = page
        self.inline = inline
        self.pictured = False
        """Whether the last line is a picture's."""
        self._given: dict[int, tuple[Region | None, Kind | None]] = {}
        self._entries: list[tuple[int, tuple[str, ...]]] = []

    def close(self, region: Region | None, kind: Kind | None, level: int | None = None) -> None:
        """End the line; ``None`` where Markdown does not tell."""
        self._given[self.page.at - self.page.length] = region, kind
        self.page.close(region, kind, level)
        self.inline.end_line(False)
        self.pictured = False

    def close_entry(self, *keys: str) -> None:
        """End the line as an entry of a list of references, which links lead to by the keys."""
        label = label_of(self.page.line)
        number = int(label) if label.isdecimal() else None
        names = [*keys, *self.inline.keys]
        names += [f"n:{number}"] if number is not None else []
        names += [f"label:{label.upper()}"] if label else []
        start = self.page.at - self.page.length
        self._given[start] = "references", "reference"
        self._entries.append((start, tuple(names)))
        hint = EntryHint(start=0, end=0, keys=tuple(names), number=number)
        hint = replace(hint, **_identified(self.inline.urls))
        self.page.close("references", "reference", None, hint)
        self.inline.end_line(True)
        self.pictured = False

    def finish(self, front: FrontMatter) -> tuple[str, Hints]:
        """Return text and hints; a page guesses entries between entries, which are known here."""
        text, hints = self.page.finish()
        blocks = [
            replace(b, region=self._given[b.start][0], kind=self._given[b.start][1])
            for b in hints.blocks
        ]
        known: dict[str, int] = {}
        for start, names in self._entries:
            for key in names:
                known.setdefault(key, start)
        marks = sorted([*hints.markers, *self.inline.marks], key=lambda m: m.start)
        markers = _settled(marks, known)
        inside = {place: m for m in markers for place in range(m.start, m.end)}
        urls = {
            known[inside[link.start].targets[0]]: link.url
            for link in reversed(self.inline.links)
            if link.start in inside and len(inside[link.start].targets) == 1
        }
        starts = {start for start, _ in self._entries}
        return text, replace(
            hints,
            blocks=tuple(blocks),
            markers=tuple(markers),
            entries=tuple(
                replace(e, url=e.url or urls.get(e.start))
                for e in hints.entries
                if e.start in starts
            ),
            links=tuple(link for link in self.inline.links if link.start not in inside),
            gaps=tuple(self.inline.gaps),
            title=front.title,
            date=front.date,
            byline=front.byline,
            url=front.url,
        )


def _settled(marks: list[MarkerHint], entries: dict[str, int]) -> list[MarkerHint]:
    """Return the markers that lead to entries, each entry once.

    ``entries`` has the entry of every key. A target's own name goes before its numbers.
    """
    done = []
    for mark in marks:
        known = [target for target in mark.targets if target in entries]
        known = [target for target in known if target[0] == "#"] or known
        found = {entries[target]: target for target in known}
        if found:
            done.append(replace(mark, targets=tuple(found.values())))
    return done


def _identified(urls: list[str]) -> dict[str, str | None]:
    """Return what the links of an entry say of it."""
    found = identifiers_in(" ".join(urls))
    return {
        "doi": found.doi,
        "pmid": found.pmid,
        "pmcid": found.pmcid,
        "url": next(iter(urls), None),
    }
