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
    "parenthetical", "bracketed", "superscript", "author_year", "footnote", "identifier",
    "link", "key",
]  # fmt: skip
MarkerStatus = Literal["resolved", "partial", "unresolved", "no_list", "linked"]
ReferenceKind = Literal["entry", "link"]
QuantityKind = Literal[
    "estimate", "interval", "p_value", "sample_size", "dose", "share", "duration", "age", "other"
]
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
Reason = Literal[
    "not_a_claim", "wrong_span", "wrong_citation", "wrong_entity", "wrong_polarity", "duplicate",
    "other",
]  # fmt: skip
SourceSays = Literal["supports", "partly", "contradicts", "not_in_it", "unreachable", "not_checked"]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all records: immutable, compared by value, one JSON object a line."""


class Article(Record, frozen=True, kw_only=True):
    """A seed file as read; ``text`` is the decoded or rendered file.

    ``notices`` are codes of what a reader should know (``pipeline.segment.notices``),
    ``left_out`` is the share of the characters of whole sentences that stand outside front,
    body and references. ``date``, ``byline`` and ``url`` are as the page says.
    """

    id: str
    source: str
    format: str
    sha256: str
    title: str | None
    text: str
    citation_style: str | None
    language: str | None
    notices: tuple[str, ...] = ()
    left_out: float | None = None
    date: str | None = None
    byline: str | None = None
    url: str | None = None


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
    own text ends its path. ``page`` is the number of its page, where the file has pages.
    """

    region: Region
    kind: Kind
    section: tuple[str, ...]
    page: int | None = None


class Sentence(Span, frozen=True, kw_only=True):
    """A sentence of front or body prose, with the marker that cites it."""

    region: Region
    section: tuple[str, ...]
    block: str


class Marker(Span, frozen=True, kw_only=True):
    """A citation marker, with its brackets; superscripts are the digits alone.

    ``url``, ``doi`` and ``pmid`` are those of the marker itself (a link, an identifier), and
    ``locator`` is the page, figure or section that it names (``p. 134``).
    """

    style: MarkerStyle
    numbers: tuple[int, ...]
    sentence: str | None
    references: tuple[str, ...]
    status: MarkerStatus
    url: str | None = None
    doi: str | None = None
    pmid: str | None = None
    locator: str | None = None


class Author(Record, frozen=True, kw_only=True):
    """One author as printed; ``given`` holds initials or names."""

    family: str
    given: str | None


class Reference(Span, frozen=True, kw_only=True):
    """A source: an entry of the reference list, or what the prose links to (``kind``)."""

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
    kind: ReferenceKind = "entry"


class Concept(Record, frozen=True, kw_only=True):
    """An ontology term as a CURIE, e.g. ``MESH:D010024``."""

    id: str
    name: str
    score: float


class Entity(Span, frozen=True, kw_only=True):
    """A mention of a biomedical entity in a title, heading or prose.

    Mentions nest: ``within`` is the id of the shortest longer mention that this one is part of.
    """

    type: EntityType
    concept: Concept | None
    long_form: str | None
    score: float
    sentence: str | None
    within: str | None = None


class Part(Record, frozen=True, kw_only=True):
    """A stretch of a claim: subject, relation, object, or the scope of a cue."""

    text: str
    start: int
    end: int


class Clause(Record, frozen=True, kw_only=True):
    """The parts of a further clause of a claim: "A lowers B, and C raises D"."""

    subject: Part
    relation: Part
    object: Part


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
    """A number with its unit as printed (``unit`` is ``None`` for a bare count).

    ``to`` is the upper end of a range, ``comparator`` what stands before the number (``<``,
    ``>=``, ``about``).
    """

    text: str
    start: int
    end: int
    value: float
    unit: str | None
    to: float | None = None
    comparator: str | None = None
    kind: QuantityKind = "other"


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
    url: str | None = None
    locator: str | None = None


class Correction(Record, frozen=True, kw_only=True):
    """A reviewer's value of a column (``field``) in place of what the run found (``old``)."""

    field: str
    old: str | None
    new: str | None


class Review(Record, frozen=True, kw_only=True):
    """A reviewer's decision where it stands now; ``claim`` is the id that was decided on.

    ``verdict`` and ``reason`` judge the row: is it what the article says? ``source_says``,
    ``quote`` and ``where`` judge the source: does it support the claim? ``wording`` holds
    the claim's words as decided on where they have changed since.
    """

    reviewer: str | None
    verdict: str | None
    corrected: str | None
    comment: str | None
    when: str | None
    standing: Standing
    claim: str
    wording: str | None
    reason: Reason | None = None
    source_says: SourceSays | None = None
    quote: str | None = None
    where: str | None = None
    corrections: tuple[Correction, ...] = ()


class Claim(Span, frozen=True, kw_only=True):
    """A claim with all that a reviewer needs to judge it.

    ``study_from`` is the id of the sentence that names the study or the population where that
    is another one, ``subject_means`` the antecedent of a subject such as "it", ``clauses`` the
    parts of the clauses that a compound sentence joins to its main one, ``attribution`` who says
    it, ``page`` the page that its paragraph begins on. ``review`` is filled when the
    files of a run are written, from the decisions beside the seeds; in the result of an article
    it is empty.
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
    study_from: str | None = None
    subject_means: Part | None = None
    clauses: tuple[Clause, ...] = ()
    attribution: Part | None = None
    page: int | None = None
    group: str | None = None
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
# What bytes that are no such record raise: damaged, of another shape, or nested too deep.
UNDECODABLE = (msgspec.MsgspecError, ValueError, RecursionError)


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
