"""The format of gold annotations: one JSON file an article, read into typed structs.

Only what is scored is read; the guideline beside the gold says what the words mean.
Offsets count code points of the article's text, as in the records.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from pipeline.errors import UsageError
from pipeline.records import UNDECODABLE
from pipeline.weights.files import content

RENDERED = ".gold.json"


class GoldSpan(msgspec.Struct, frozen=True):
    """A sentence or heading; the base of what has a place in the text."""

    start: int
    end: int


class GoldBlock(GoldSpan, frozen=True):
    """A block with its region and kind."""

    region: str
    kind: str


class GoldMarker(GoldSpan, frozen=True):
    """A citation marker and the numbers of the references it stands for."""

    numbers: tuple[int, ...] | None = None


class GoldReference(GoldSpan, frozen=True):
    """An entry of the reference list, its fields as printed."""

    authors: tuple[str, ...] = ()
    etal: bool = False
    first_author_family: str | None = None
    year: int | str | None = None
    title: str | None = None
    journal: str | None = None
    volume: int | str | None = None
    issue: int | str | None = None
    pages: int | str | None = None
    doi: str | None = None
    pmid: int | str | None = None


class GoldClaim(msgspec.Struct, frozen=True):
    """A claim sentence with its attributes; ``None`` where a text was not annotated for one."""

    sentence_start: int
    sentence_end: int
    certain: bool
    type: str
    negated: bool
    hedged: bool
    species: str | None = None
    direction: str | None = None
    numbers: tuple[int, ...] | None = None
    inherited: bool | None = None
    subject_text: str | msgspec.UnsetType | None = msgspec.UNSET
    object_text: str | msgspec.UnsetType | None = msgspec.UNSET


class GoldEntity(GoldSpan, frozen=True):
    """An entity mention in a claim sentence."""

    type: str


class GoldAbbreviation(msgspec.Struct, frozen=True):
    """An abbreviation that the article defines."""

    short: str
    long: str


class Gold(msgspec.Struct, frozen=True):
    """All that is annotated in one article; ``None`` or empty where a layer is missing."""

    blocks: tuple[GoldBlock, ...] | None = None
    sentences: tuple[GoldSpan, ...] | None = None
    markers: tuple[GoldMarker, ...] | None = None
    not_markers: tuple[GoldSpan, ...] | None = None
    references: tuple[GoldReference, ...] | None = None
    claims: tuple[GoldClaim, ...] | None = None
    uncertain_non_claims: tuple[int, ...] | None = None
    entities: tuple[GoldEntity, ...] | None = None
    abbreviations: tuple[GoldAbbreviation, ...] | None = None
    headings: tuple[GoldSpan, ...] | None = None
    style: str | None = None
    comment_start: int | None = None
    annotated_until: int | None = None

    @property
    def limit(self) -> float:
        """Offset up to which the article is annotated."""
        return self.annotated_until or float("inf")


def read_gold(folder: Path, suffix: str = ".json") -> dict[str, Gold]:
    """Return the gold of a folder by article id, in the order of the ids.

    Where files end in ``.gold.json`` these are taken. Raises ``UsageError`` when the
    folder is missing or empty, or a file is not in the format.
    """
    if not folder.is_dir():
        raise UsageError(f"no gold folder at {folder}: name a folder of gold JSON files")
    if suffix == ".json" and any(folder.glob(f"*{RENDERED}")):
        suffix = RENDERED
    paths = sorted(path for path in folder.glob(f"*{suffix}") if path.is_file())
    if not paths:
        raise UsageError(f"no gold in {folder}: no file there ends in {suffix}")
    return {path.name.removesuffix(suffix): _read(path) for path in paths}


def _read(path: Path) -> Gold:
    try:
        return msgspec.json.decode(content(path), type=Gold)
    except OSError as error:
        raise UsageError(f"cannot read gold file {path}: {error.strerror}") from error
    except UNDECODABLE as error:
        raise UsageError(f"gold file {path} is not in the gold format: {error}") from error
