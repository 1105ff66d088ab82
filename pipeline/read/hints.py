"""What markup knows of the text rendered from it: blocks, citation links, reference entries."""

from __future__ import annotations

from pipeline.records import Author, Kind, MarkerStyle, Record, Region


class BlockHint(Record, frozen=True, kw_only=True):
    """A line of rendered markup; ``None`` where the markup does not tell."""

    start: int
    end: int
    region: Region | None
    kind: Kind | None
    level: int | None
    page: int | None = None


class MarkerHint(Record, frozen=True, kw_only=True):
    """A citation link of the markup; ``targets`` are keys of entries."""

    start: int
    end: int
    style: MarkerStyle
    numbers: tuple[int, ...]
    targets: tuple[str, ...]


class LinkHint(Record, frozen=True, kw_only=True):
    """A hyperlink of the rendered text; ``url`` is absolute where the page's address is known."""

    start: int
    end: int
    url: str


class EntryHint(Record, frozen=True, kw_only=True):
    """An entry of the markup's reference list; ``given`` where it marks the fields up."""

    start: int
    end: int
    keys: tuple[str, ...]
    number: int | None
    given: bool = False
    csl_type: str | None = None
    authors: tuple[Author, ...] = ()
    et_al: bool = False
    year: int | None = None
    title: str | None = None
    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    url: str | None = None


class Hints(Record, frozen=True, kw_only=True):
    """What markup knows of the rendered text; never written to a file."""

    blocks: tuple[BlockHint, ...]
    markers: tuple[MarkerHint, ...]
    entries: tuple[EntryHint, ...]
    raised: tuple[tuple[int, int], ...]
    """Superscript lists of numbers that no link makes a marker."""
    links: tuple[LinkHint, ...] = ()
    """Every hyperlink of the text that is in no marker, in their order."""
    gaps: tuple[tuple[int, int], ...] = ()
    """Blanks where a line of the source ended: after a hyphen, which may have divided a word, or
    between the parts of an entry."""
    title: str | None = None
    date: str | None = None
    byline: str | None = None
    url: str | None = None
    """The address of the page itself."""
    notices: tuple[str, ...] = ()
    """Codes of what a reader should know of the file."""
