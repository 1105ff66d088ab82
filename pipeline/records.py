"""Every record type and its one JSON form.

Offsets are Unicode code points into the article's ``text``, ends exclusive:
``article.text[r.start:r.end] == r.text`` for every record, and spans are tight
(no white space at either end). Nothing is mutated: a later stage returns new
records (``msgspec.structs.replace``). A field that does not apply is ``None`` or
an empty tuple, and is always written.
"""

from __future__ import annotations

from typing import Any, Literal, TypeVar

import msgspec

Region = Literal["front", "body", "references", "related", "comments", "boilerplate"]
Kind = Literal[
    "title", "heading", "paragraph", "list_item", "caption", "reference", "comment", "other"
]
MarkerStyle = Literal[
    "parenthetical", "bracketed", "superscript", "author_year", "footnote", "identifier"
]
MarkerStatus = Literal["resolved", "partial", "unresolved", "no_list"]
EntityType = Literal[
    "Disease", "Chemical", "GeneProtein", "Anatomy", "Organism", "Process", "Food", "Procedure"
]
ClaimType = Literal[
    "finding",
    "mechanism",
    "association",
    "prevalence",
    "background",
    "recommendation",
    "generalization",
]
Direction = Literal["increase", "decrease", "no_effect", "mixed"]
Species = Literal["human", "animal", "mixed"]
Scope = Literal["sentence", "clause", "inherited"]
Support = Literal["cited", "inherited", "uncited"]
Standing = Literal["kept", "moved", "reworded"]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all records: immutable, compared by value, one JSON object a line."""


class Article(Record, frozen=True, kw_only=True):
    """A seed file as read. ``text`` is the decoded file, line ends as they are."""

    id: str
    source: str
    format: str
    sha256: str
    title: str | None
    text: str
    citation_style: str | None
    language: str | None


class Span(Record, frozen=True, kw_only=True):
    """A stretch of an article's text; the base of every record below."""

    article: str
    id: str
    start: int
    end: int
    text: str


class Block(Span, frozen=True, kw_only=True):
    """A paragraph, heading, list item, comment, reference…

    ``section`` is the heading path from the outermost to the nearest; a heading's
    own text ends its path.
    """

    region: Region
    kind: Kind
    section: tuple[str, ...]


class Sentence(Span, frozen=True, kw_only=True):
    """A sentence of front or body prose, with the marker that cites it."""

    region: Region
    section: tuple[str, ...]
    block: str


class Marker(Span, frozen=True, kw_only=True):
    """A citation marker, with its brackets; superscripts are the digits alone."""

    style: MarkerStyle
    numbers: tuple[int, ...]
    sentence: str | None
    references: tuple[str, ...]
    status: MarkerStatus


class Author(Record, frozen=True, kw_only=True):
    """One author as printed; ``given`` holds initials or names."""

    family: str
    given: str | None


class Reference(Span, frozen=True, kw_only=True):
    """An entry of the reference list."""

    number: int | None
    authors: tuple[Author, ...]
    et_al: bool
    year: int | None
    title: str | None
    container: str | None
    volume: str | None
    issue: str | None
    pages: str | None
    doi: str | None
    pmid: str | None
    pmcid: str | None
    url: str | None
    csl: dict[str, Any]
    search_url: str


class Concept(Record, frozen=True, kw_only=True):
    """An ontology term as a CURIE, e.g. ``MESH:D010024``."""

    id: str
    name: str
    score: float


class Entity(Span, frozen=True, kw_only=True):
    """A mention of a biomedical entity in a title, heading or prose."""

    type: EntityType
    concept: Concept | None
    long_form: str | None
    score: float
    sentence: str | None


class Part(Record, frozen=True, kw_only=True):
    """A stretch of a claim: subject, relation, object, or the scope of a cue."""

    text: str
    start: int
    end: int


class Cue(Record, frozen=True, kw_only=True):
    """Words that negate (``kind="negation"``) or hedge (``kind="hedge"``) a claim.

    ``scope`` is the stretch whose statement they make negative or uncertain, where it is known.
    """

    text: str
    start: int
    end: int
    kind: str
    scope: Part | None = None


class Quantity(Record, frozen=True, kw_only=True):
    """A number with its unit as printed (``unit`` is ``None`` for a bare count)."""

    text: str
    start: int
    end: int
    value: float
    unit: str | None


class Citation(Record, frozen=True, kw_only=True):
    """One marker's support of a claim.

    ``start`` and ``end`` bound the clause it cites when ``scope`` is ``clause``.
    """

    marker: str
    text: str
    numbers: tuple[int, ...]
    references: tuple[str, ...]
    scope: Scope
    status: MarkerStatus
    start: int | None
    end: int | None


class Review(Record, frozen=True, kw_only=True):
    """A reviewer's decision where it stands now; ``claim`` is the id that was decided on.

    ``wording`` holds the claim's words as decided on where they have changed since.
    """

    reviewer: str | None
    verdict: str | None
    corrected: str | None
    comment: str | None
    when: str | None
    standing: Standing
    claim: str
    wording: str | None


class Claim(Span, frozen=True, kw_only=True):
    """A claim with all that a reviewer needs to judge it.

    ``review`` is filled when the files of a run are written, from the decisions beside the
    seeds; in the result of an article it is empty.
    """

    source: str
    section: tuple[str, ...]
    claim: str
    before: str | None
    after: str | None
    sentence: str
    score: float
    type: ClaimType
    negated: bool
    hedged: bool
    cues: tuple[Cue, ...]
    direction: Direction | None
    species: Species | None
    study: str | None
    quantities: tuple[Quantity, ...]
    subject: Part | None
    relation: Part | None
    object: Part | None
    entities: tuple[str, ...]
    citations: tuple[Citation, ...]
    support: Support
    flags: tuple[str, ...]
    review: tuple[Review, ...] = ()


class Failure(Record, frozen=True, kw_only=True):
    """An article that could not be processed."""

    id: str
    source: str
    stage: str
    error: str


def encode(record: Record) -> str:
    """Return the record's one JSON form (no newline)."""
    return msgspec.json.encode(record).decode("utf-8")


R = TypeVar("R", bound=Record)


def decode(line: str | bytes, kind: type[R]) -> R:
    """Read a record back; raises ``msgspec.ValidationError`` on a wrong shape."""
    return msgspec.json.decode(line, type=kind)


class Analysis(Record, frozen=True, kw_only=True):
    """All that the stages found in one article."""

    article: Article
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    markers: tuple[Marker, ...]
    references: tuple[Reference, ...]
    entities: tuple[Entity, ...]
    claims: tuple[Claim, ...]


# The files of a run, in the order they are made; each is named after its records.
FILES: dict[str, type[Record]] = {
    "articles": Article,
    "blocks": Block,
    "sentences": Sentence,
    "markers": Marker,
    "references": Reference,
    "entities": Entity,
    "claims": Claim,
    "failures": Failure,
}
