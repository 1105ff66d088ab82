"""Claims, sentences, markers and references -> citations, support and flags.

A marker inside a claim's sentence cites the sentence, or a clause of it where it stands
in the middle. A claim without one inherits the markers of a neighbouring sentence of its
block when the wording ties the two together (``pipeline.citation.support``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.citation.support import lenders, reports_own_work
from pipeline.citation.ties import Paragraph, Weights, load
from pipeline.records import Citation, Claim, Marker, Reference, Scope, Sentence, Support

#: Every flag a claim can carry, in words; the review sheet's legend shows this table.
FLAGS: dict[str, str] = {
    "uncited": "no citation marker supports the claim, in its sentence or next to it",
    "unresolved_reference": "a marker's number or name has no entry in the reference list",
    "no_reference_list": "the claim is cited, but the article prints no reference list",
    "animal_only": "the evidence named is from animals or cells, not from people",
    "strong_wording": "wording stronger than a study can support, such as proves or cures",
    "promotion": "the sentence also promotes a product",
}

# Where a marker in mid-sentence stops citing: right after it, before one of these words.
_BREAK_WORD = (
    r"(?:and|or|but|yet|so|while|whereas|although|though|however|which|who|suggesting|indicating|"
    r"implying|implicating|leading|resulting|supporting|with|because|since|as|despite)\b"
)
_BREAK = re.compile(rf"\s{{0,3}}[,;:\u2014\u2013]|\s{{1,3}}{_BREAK_WORD}", re.IGNORECASE)
# A marker right after one of these stands for the source itself: what follows is its finding.
_SOURCE = re.compile(
    r"(?:stud(?:y|ies)|trials?|analys[ie]s|reviews?|reports?|papers?|surveys?|et al\.?|"
    r"colleagues),?$",
    re.IGNORECASE,
)
_LOOSE = " \t\r\n\u00a0,;:\u2014\u2013"
_ENDING = re.compile(r"[\s.!?\u2026,;:)\]}\"'\u201d\u2019]*\Z")


class _Context(NamedTuple):
    """A sentence's place in its block, and the markers that each of the block's holds."""

    sentence: Sentence
    at: int
    markers: list[list[Marker]]
    paragraph: Paragraph


def link_markers(markers: Sequence[Marker], sentences: Sequence[Sentence]) -> list[Marker]:
    """Return the markers with the id of the sentence that holds each, or ``None``."""
    ordered = sorted(sentences, key=lambda sentence: sentence.start)
    starts = [sentence.start for sentence in ordered]
    linked: list[Marker] = []
    for marker in markers:
        index = bisect_right(starts, marker.start) - 1
        holder = ordered[index] if index >= 0 else None
        inside = holder is not None and marker.start < holder.end
        linked.append(replace(marker, sentence=holder.id if holder and inside else None))
    return linked


def link_claims(
    claims: Sequence[Claim],
    sentences: Sequence[Sentence],
    markers: Sequence[Marker],
    references: Sequence[Reference],
) -> list[Claim]:
    """Return the claims with their citations, support and flags."""
    contexts = _contexts(sentences, markers)
    headings = {heading for sentence in sentences for heading in sentence.section}
    own_work = reports_own_work(headings, [sentence.text for sentence in sentences])
    ties = load() if own_work else None
    return [_link(claim, contexts.get(claim.sentence), ties, bool(references)) for claim in claims]


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


def _link(claim: Claim, context: _Context | None, ties: Weights | None, has_list: bool) -> Claim:
    citations: list[Citation] = []
    support: Support = "uncited"
    if context:
        own = context.markers[context.at]
        if own:
            citations, support = _own_citations(context.sentence, own), "cited"
        else:
            borrowed = _inherited(context, ties)
            if borrowed:
                citations = [_citation(marker, "inherited") for marker in borrowed]
                support = "inherited"
    flags = list(claim.flags)
    flags += [flag for flag in _flags(claim, citations, has_list) if flag not in flags]
    return replace(claim, citations=tuple(citations), support=support, flags=tuple(flags))


def _flags(claim: Claim, citations: Sequence[Citation], has_list: bool) -> list[str]:
    found: list[str] = []
    if not citations:
        found.append("uncited")
    if any(citation.status in ("partial", "unresolved") for citation in citations):
        found.append("unresolved_reference")
    if citations and not has_list:
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
    )


def _own_citations(sentence: Sentence, markers: Sequence[Marker]) -> list[Citation]:
    """Return a citation for each marker of the sentence, with the clause it cites."""
    groups = _groups(sentence, markers)
    edges = _clause_edges(sentence, groups)
    whole = len(edges) == 1 and edges[0] == (sentence.start, sentence.end)
    citations: list[Citation] = []
    for group, edge in zip(groups, edges if not whole else edges * len(groups), strict=True):
        for marker in group:
            if whole:
                citations.append(_citation(marker, "sentence"))
            else:
                citations.append(_citation(marker, "clause", *_trim(sentence, *edge)))
    return citations


def _groups(sentence: Sentence, markers: Sequence[Marker]) -> list[list[Marker]]:
    """Put markers together that nothing but white space parts."""
    groups: list[list[Marker]] = []
    for marker in markers:
        if groups:
            between = sentence.text[
                groups[-1][-1].end - sentence.start : marker.start - sentence.start
            ]
            if not between.strip(_LOOSE):
                groups[-1].append(marker)
                continue
        groups.append([marker])
    return groups


def _clause_edges(sentence: Sentence, groups: Sequence[list[Marker]]) -> list[tuple[int, int]]:
    """Return the stretch that each group cites: one for each, or one for all."""
    text, base = sentence.text, sentence.start
    cuts: list[int | None] = []
    for index, group in enumerate(groups):
        end = group[-1].end - base
        last = index + 1 == len(groups)
        if last and _ENDING.match(text, end):
            cuts.append(len(text))
        elif _stops_at(text, group[0].start - base, end):
            cuts.append(end)
        elif last:
            cuts.append(len(text))
        else:
            ahead = _BREAK.search(text, end, groups[index + 1][0].start - base)
            cuts.append(ahead.start() if ahead else None)
    edges: list[tuple[int, int]] = []
    begin = 0
    waiting = 0
    for cut in cuts:
        waiting += 1
        if cut is not None:
            edges += [(base + begin, base + cut)] * waiting
            begin, waiting = cut, 0
    if all(edge == (base, base + len(text)) for edge in edges):
        return edges[:1]
    return edges


def _stops_at(text: str, start: int, end: int) -> bool:
    """Say whether what the marker at ``start`` cites ends with the marker."""
    before = text[max(0, start - 24) : start].rstrip()
    if _SOURCE.search(before):
        return False
    return before[-1:] in {",", ";"} or bool(_BREAK.match(text, end))


def _trim(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Tighten a clause: no white space or joining punctuation at either end."""
    text = sentence.text[start - sentence.start : end - sentence.start]
    start += len(text) - len(text.lstrip(_LOOSE))
    end -= len(text) - len(text.rstrip(_LOOSE))
    return start, end


def _inherited(context: _Context, ties: Weights | None) -> list[Marker]:
    """Return the markers of neighbouring sentences that support an uncited one."""
    found = lenders(context.paragraph, context.at, ties)
    return [marker for index in found for marker in context.markers[index]]
