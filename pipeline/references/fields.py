"""What an entry of a reference list prints, as its fields."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.references.names import Name


@dataclass(frozen=True)
class Fields:
    """What an entry prints; ``None`` and empty where it does not."""

    number: int | None = None
    authors: tuple[Name, ...] = ()
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
    publisher: str | None = None
    place: str | None = None
    editors: tuple[Name, ...] = ()
    note: str | None = None
    type: str | None = None
    """A type of CSL, where the print itself says it: a law, a judgment, a standard."""
