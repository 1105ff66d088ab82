"""Claims, sentences, markers and references -> citations, support and flags.

A marker inside a claim's sentence cites the sentence, or a clause of it where it stands
in the middle. A claim without one inherits the markers of a neighbouring sentence of its
block when the wording ties the two together (``pipeline.support.neighbours``).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.markers.spoken import is_spoken
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


MOST_ITEMS = 30
LONGEST_ITEM = 120
"""Items of a list that lend their markers to the sentence above it, and characters of one."""


class _Context(NamedTuple):
    """A sentence's place in its block, and the markers that each of the block's holds."""

    sentence: Sentence
    at: int
    markers: list[list[Marker]]
    paragraph: Paragraph
    items: Sequence[Marker] = ()
    """Of a sentence that leads into a list (``Some foods lower it:``), those of its items."""


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
    reading = _Reading(contexts)
    return [_link(claim, reading.of(claim), ties) for claim in claims]


class _Reading:
    """The sentences in reading order, to find those that a claim reaches over."""

    def __init__(self, contexts: Mapping[str, _Context]) -> None:
        self._contexts = contexts
        self._ordered = sorted(contexts.values(), key=lambda context: context.sentence.start)
        self._starts = [context.sentence.start for context in self._ordered]

    def of(self, claim: Claim) -> list[_Context]:
        """Return a claim's sentence, and those after it that a reviewer joined to it."""
        own = self._contexts.get(claim.sentence)
        if own is None:
            return []
        if claim.end <= own.sentence.end:
            return [own]
        first = bisect_right(self._starts, own.sentence.start)
        return [own, *self._ordered[first : bisect_left(self._starts, claim.end)]]


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
    for members, items in zip(blocks.values(), _items(list(blocks.values()), held), strict=True):
        own = [
            sorted(held.get(member.id, ()), key=lambda marker: marker.start) for member in members
        ]
        offsets = [
            [(marker.start - member.start, marker.end - member.start) for marker in markers]
            for member, markers in zip(members, own, strict=True)
        ]
        paragraph = Paragraph([member.text for member in members], offsets)
        for at, member in enumerate(members):
            last = at == len(members) - 1
            found[member.id] = _Context(member, at, own, paragraph, items if last else ())
    return found


def _items(
    blocks: Sequence[Sequence[Sentence]], held: Mapping[str, Sequence[Marker]]
) -> Iterator[list[Marker]]:
    """Yield, of each block that ends in a colon, the markers of the list below it.

    Items are blocks of one phrase without a full stop, such as ``Cinnamon [1]``.
    """
    for at, members in enumerate(blocks):
        found: list[Marker] = []
        if members[-1].text.endswith(":"):
            for item in blocks[at + 1 : at + 1 + MOST_ITEMS]:
                own = held.get(item[0].id, ())
                end = min([item[0].end, *(marker.start for marker in own)]) - item[0].start
                phrase = item[0].text[:end].rstrip()
                alike = len(item) == 1 and item[0].section == members[-1].section
                if not alike or not phrase or phrase[-1] in ".!?:" or len(phrase) > LONGEST_ITEM:
                    break
                found += own
        yield found


def _link(claim: Claim, contexts: Sequence[_Context], ties: Weights | None) -> Claim:
    citations = [
        citation
        for context in contexts
        if context.markers[context.at]
        for citation in _own_citations(context)
        if _is_of(citation, claim)
    ]
    support: Support = "cited" if citations else "uncited"
    if contexts and not any(context.markers[context.at] for context in contexts):
        borrowed = _inherited(contexts[0], ties) or list(contexts[0].items)
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


def _is_of(citation: Citation, claim: Claim) -> bool:
    """Say whether a citation is of a claim, which may be a part that a reviewer split off."""
    if citation.start is None or citation.end is None:
        return True
    return citation.start < claim.end and claim.start < citation.end


def _own_citations(context: _Context) -> list[Citation]:
    """Return a citation for each marker of the sentence, with the clause it cites."""
    sentence, markers = context.sentence, context.markers[context.at]
    offsets = context.paragraph.markers[context.at]
    moved = [replace(m, start=start) for m, (start, _) in zip(markers, offsets, strict=True)]
    spoken = {at for at, marker in enumerate(moved) if is_spoken(sentence.text, marker)}
    parts = cited_parts(sentence.text, offsets, spoken)
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
