"""Claims, sentences, markers and references -> citations, support and flags.

A marker inside a claim's sentence cites the sentence, or a clause of it where it stands
in the middle. A claim without one inherits the markers of a neighbouring sentence of its
block when the wording ties the two together (``pipeline.support.neighbours``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.records import Citation, Claim, Marker, Scope, Sentence, Support
from pipeline.sentences.stage import link_markers
from pipeline.support.clauses import cited_parts
from pipeline.support.neighbours import lenders, reports_own_work
from pipeline.support.ties import Paragraph, Weights, load

#: Every flag a claim can carry, in words; the review sheet's legend shows this table.
FLAGS: dict[str, str] = {
    "uncited": "no citation marker supports the claim, in its sentence or next to it",
    "unresolved_reference": "a marker's number or name has no entry in the reference list",
    "no_reference_list": "the claim is cited, but the article prints no reference list",
    "animal_only": "the evidence named is from animals or cells, not from people",
    "strong_wording": "wording stronger than a study can support, such as proves or cures",
    "promotion": "the sentence also promotes a product",
}


class _Context(NamedTuple):
    """A sentence's place in its block, and the markers that each of the block's holds."""

    sentence: Sentence
    at: int
    markers: list[list[Marker]]
    paragraph: Paragraph


def link_claims(
    claims: Sequence[Claim],
    sentences: Sequence[Sentence],
    markers: Sequence[Marker],
) -> list[Claim]:
    """Return the claims with their citations, support and flags."""
    contexts = _contexts(sentences, markers)
    headings = {heading for sentence in sentences for heading in sentence.section}
    own_work = bool(markers) and reports_own_work(headings, [one.text for one in sentences])
    ties = load() if own_work else None
    return [_link(claim, contexts.get(claim.sentence), ties) for claim in claims]


def _contexts(sentences: Sequence[Sentence], markers: Sequence[Marker]) -> dict[str, _Context]:
    """Return each sentence's block neighbours, with the markers each holds."""
    held: dict[str, list[Marker]] = {}
    for marker in link_markers(markers, sentences):
        if marker.sentence:
            held.setdefault(marker.sentence, []).append(marker)
    blocks: dict[str, list[Sentence]] = {}
    for sentence in sorted(sentences, key=lambda sentence: sentence.start):
        blocks.setdefault(sentence.block, []).append(sentence)
    found: dict[str, _Context] = {}
    for members in blocks.values():
        own = [
            sorted(held.get(member.id, ()), key=lambda marker: marker.start) for member in members
        ]
        offsets = [
            [(marker.start - member.start, marker.end - member.start) for marker in markers]
            for member, markers in zip(members, own, strict=True)
        ]
        paragraph = Paragraph([member.text for member in members], offsets)
        for at, member in enumerate(members):
            found[member.id] = _Context(member, at, own, paragraph)
    return found


def _link(claim: Claim, context: _Context | None, ties: Weights | None) -> Claim:
    citations: list[Citation] = []
    support: Support = "uncited"
    if context:
        if context.markers[context.at]:
            citations, support = _own_citations(context), "cited"
        else:
            borrowed = _inherited(context, ties)
            if borrowed:
                citations = [_citation(marker, "inherited") for marker in borrowed]
                support = "inherited"
    flags = list(claim.flags)
    flags += [flag for flag in _flags(claim, citations) if flag not in flags]
    return replace(claim, citations=tuple(citations), support=support, flags=tuple(flags))


def _flags(claim: Claim, citations: Sequence[Citation]) -> list[str]:
    found: list[str] = []
    if not citations:
        found.append("uncited")
    if any(citation.status in ("partial", "unresolved") for citation in citations):
        found.append("unresolved_reference")
    if any(citation.status == "no_list" for citation in citations):
        found.append("no_reference_list")
    if claim.species == "animal":
        found.append("animal_only")
    return found


def _citation(
    marker: Marker, scope: Scope, start: int | None = None, end: int | None = None
) -> Citation:
    return Citation(
        marker=marker.id,
        text=marker.text,
        numbers=marker.numbers,
        references=marker.references,
        scope=scope,
        status=marker.status,
        start=start,
        end=end,
        url=marker.url,
        locator=marker.locator,
    )


def _own_citations(context: _Context) -> list[Citation]:
    """Return a citation for each marker of the sentence, with the clause it cites."""
    sentence, markers = context.sentence, context.markers[context.at]
    parts = cited_parts(sentence.text, context.paragraph.markers[context.at])
    return [
        _citation(marker, "clause", sentence.start + part[0], sentence.start + part[1])
        if part
        else _citation(marker, "sentence")
        for marker, part in zip(markers, parts, strict=True)
    ]


def _inherited(context: _Context, ties: Weights | None) -> list[Marker]:
    """Return the markers of neighbouring sentences that support an uncited one."""
    found = lenders(context.paragraph, context.at, ties)
    return [marker for index in found for marker in context.markers[index]]
