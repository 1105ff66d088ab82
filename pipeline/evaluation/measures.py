"""What is counted, stage by stage, for one article: records against gold.

Spans and numbers are compared as sets. A predicted claim answers to the gold sentence it
overlaps by more than half; claims of which the annotator was not certain count neither
way. The names of the measures are those of the table that ``claimsheet evaluate`` shows.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

import msgspec

from pipeline.evaluation.gold import Gold, GoldClaim, GoldReference, GoldSpan
from pipeline.evaluation.scores import Found, Measure, Share, add
from pipeline.records import Article, Block, Claim, Entity, Marker, Reference, Sentence, Span

Measures = dict[str, Measure]


class _Placed(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


P = TypeVar("P", bound=_Placed)


class Prediction(msgspec.Struct, frozen=True, kw_only=True):
    """What a run found in one article; ``article`` is ``None`` if it is not in the run."""

    article: Article | None = None
    blocks: Sequence[Block] = ()
    sentences: Sequence[Sentence] = ()
    markers: Sequence[Marker] = ()
    references: Sequence[Reference] = ()
    entities: Sequence[Entity] = ()
    claims: Sequence[Claim] = ()


def score_article(gold: Gold, found: Prediction) -> Measures:
    """Return every measure that the article's gold has a layer for."""
    measures: Measures = {
        "article present": _share([found.article is not None]),
        **_offsets(found),
    }
    kept = Prediction(
        article=found.article,
        blocks=_until(found.blocks, gold.limit),
        sentences=_until(found.sentences, gold.limit),
        markers=_until(found.markers, gold.limit),
        references=_until(found.references, gold.limit),
        entities=_until(found.entities, gold.limit),
        claims=_until(found.claims, gold.limit),
    )
    if gold.blocks:
        measures |= _blocks(gold, kept.blocks)
    if gold.sentences:
        truth = _spans(_until(gold.sentences, gold.limit))
        measures["sentences"] = _found(truth, _spans(kept.sentences))
    if gold.markers is not None and (gold.markers or gold.not_markers):
        measures |= _markers(gold, kept.markers, kept.references)
    if gold.references:
        measures |= _references(gold.references, kept.references)
    if gold.claims:
        measures |= _claims(gold, gold.claims, kept.claims)
    if gold.entities:
        measures |= _entities(gold, kept.entities)
    if gold.abbreviations:
        measures |= _abbreviations(gold, kept.entities)
    if gold.comment_start:
        late = any(claim.start >= gold.comment_start for claim in kept.claims)
        measures["no claim from comments"] = _share([not late])
    if gold.headings:
        headings = [block for block in kept.blocks if block.kind == "heading"]
        measures = add([measures, {"headings": _found(_spans(gold.headings), _spans(headings))}])
    return measures


def _found(gold: Iterable[object], predicted: Iterable[object]) -> Found:
    truth, guess = set(gold), set(predicted)
    return Found(len(truth & guess), len(guess - truth), len(truth - guess))


def _share(hits: Iterable[bool]) -> Share:
    listed = list(hits)
    return Share(sum(listed), len(listed))


def _spans(placed: Iterable[_Placed]) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in placed]


def _until(placed: Iterable[P], limit: float) -> tuple[P, ...]:
    return tuple(one for one in placed if one.start < limit)


def _overlap(one: _Placed, other: _Placed) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def _plain(value: object) -> str:
    """Fold a field for comparison: letters and digits only, no accents, no case."""
    text = unicodedata.normalize("NFKD", str(value or "")).lower()
    return re.sub(r"[^a-z0-9]+", "", "".join(c for c in text if not unicodedata.combining(c)))


def _offsets(found: Prediction) -> Measures:
    text = found.article.text if found.article else ""
    groups: list[Sequence[Span]] = [
        found.blocks,
        found.sentences,
        found.markers,
        found.references,
        found.entities,
        found.claims,
    ]
    records = [record for group in groups for record in group]
    if not records:
        return {}
    hits = (text[record.start : record.end] == record.text for record in records)
    return {"offsets verbatim": _share(hits)}


def _blocks(gold: Gold, predicted: Sequence[Block]) -> Measures:
    """Score regions (that of most characters counts) and the exact spans of headings."""
    truth = [block for block in gold.blocks or () if block.start < gold.limit]
    size = max(block.end for block in gold.blocks or ())
    region: list[str | None] = [None] * (size + 1)
    for block in predicted:
        end = min(block.end, len(region))
        region[block.start : end] = [block.region] * max(0, end - block.start)
    hits = []
    for one in truth:
        counts = Counter(region[one.start : one.end])
        hits.append(bool(counts) and counts.most_common(1)[0][0] == one.region)
    heads = [one for one in truth if (one.kind, one.region) == ("heading", "body")]
    guess = [one for one in predicted if (one.kind, one.region) == ("heading", "body")]
    return {"block region": _share(hits), "headings": _found(_spans(heads), _spans(guess))}


def _markers(gold: Gold, predicted: Sequence[Marker], references: Sequence[Reference]) -> Measures:
    """Score spans, and the numbers (author-year: the entries) each gold marker stands for."""
    truth = _until(gold.markers or (), gold.limit)
    expected = {(one.start, number) for one in truth for number in one.numbers or ()}
    by_name = gold.style == "authoryear"
    order = {entry.id: at for at, entry in enumerate(sorted(references, key=_start), start=1)}
    reached: set[tuple[int, int | None]] = set()
    for marker in predicted:
        hit = next((one for one in truth if _overlap(one, marker) > 0), None)
        place = hit.start if hit else -marker.start - 1
        if by_name:
            reached |= {(place, order.get(entry)) for entry in marker.references}
        else:
            reached |= {(place, number) for number in marker.numbers}
    spans = _found(_spans(truth), _spans(predicted))
    links = _found(expected, reached)
    if by_name:
        return {"markers author-year span": spans, "links author-year": links}
    style = gold.style or "web"
    return {f"markers {style} span": spans, f"markers {style} numbers": links}


def _start(one: _Placed) -> int:
    return one.start


def _references(gold: Sequence[GoldReference], predicted: Sequence[Reference]) -> Measures:
    """Score the entries found, their exact spans, and each field that the gold has."""
    hits: dict[str, list[bool]] = {}
    for truth in gold:
        entry = max(predicted, key=lambda one: _overlap(truth, one), default=None)
        if entry and _overlap(truth, entry) <= 0.5 * (truth.end - truth.start):
            entry = None
        hits.setdefault("reference found", []).append(entry is not None)
        exact = entry is not None and _spans([entry]) == _spans([truth])
        hits.setdefault("reference span", []).append(exact)
        for name, right in _fields(truth, entry):
            hits.setdefault(f"ref {name}", []).append(right)
    return {name: _share(right) for name, right in hits.items()}


def _fields(truth: GoldReference, entry: Reference | None) -> Iterator[tuple[str, bool]]:
    authors = entry.authors if entry else ()
    family = authors[0].family if authors else ""
    first = truth.first_author_family
    if truth.authors:
        first = truth.authors[0].rsplit(" ", 1)[0]
    pairs: list[tuple[str, object, object]] = [
        ("first author", first, family),
        ("year", truth.year, entry and entry.year),
        ("title", truth.title, entry and entry.title),
        ("container", truth.journal, entry and entry.container),
        ("volume", truth.volume, entry and entry.volume),
        ("issue", truth.issue, entry and entry.issue),
        ("doi", truth.doi, entry and entry.doi),
        ("pmid", truth.pmid, entry and entry.pmid),
    ]
    for name, expected, printed in pairs:
        if expected not in (None, ""):
            yield name, _plain(expected) == _plain(printed)
    if truth.authors and not truth.etal:
        yield "author count", len(authors) == len(truth.authors)
    if truth.pages:
        printed = re.split(r"[-\u2010-\u2015]", (entry and entry.pages) or "")[0]
        yield "pages", _plain(str(truth.pages).split("-")[0]) == _plain(printed)


def _claims(gold: Gold, claims: Sequence[GoldClaim], predicted: Sequence[Claim]) -> Measures:
    """Score claim sentences, those rightly left out, and the attributes of the sure ones."""
    truth = {claim.sentence_start: claim for claim in _claims_until(claims, gold.limit)}
    sure = {start for start, claim in truth.items() if claim.certain}
    unsure = (set(truth) - sure) | set(gold.uncertain_non_claims or ())
    sentences = gold.sentences or ()
    guess: dict[int, Claim] = {}
    for claim in predicted:
        guess.setdefault(_anchor(claim, sentences), claim)
    others = [
        sentence.start not in guess
        for sentence in sentences
        if sentence.start < gold.limit and sentence.start not in truth.keys() | unsure
    ]
    measures: Measures = {"claims": _found(sure, set(guess) - unsure)}
    if others:
        measures["non-claims left out"] = _share(others)
    hits: dict[str, list[bool]] = {}
    for start in sorted(sure & set(guess)):
        for name, right in _attributes(truth[start], guess[start]):
            hits.setdefault(f"claim {name}", []).append(right)
    return measures | {name: _share(right) for name, right in hits.items()}


def _claims_until(claims: Sequence[GoldClaim], limit: float) -> list[GoldClaim]:
    return [claim for claim in claims if claim.sentence_start < limit]


def _anchor(claim: Claim, sentences: Sequence[GoldSpan]) -> int:
    """Return the start of the gold sentence a claim answers to; a negative one if none."""
    best = max(sentences, key=lambda one: _overlap(claim, one), default=None)
    if best and _overlap(claim, best) > 0.5 * (claim.end - claim.start):
        return best.start
    return -claim.start - 1


def _attributes(truth: GoldClaim, claim: Claim) -> Iterator[tuple[str, bool]]:
    yield "negated", truth.negated == claim.negated
    yield "hedged", truth.hedged == claim.hedged
    yield "species", truth.species == claim.species
    yield "direction", truth.direction == claim.direction
    yield "type", truth.type.replace("definition/background", "background") == claim.type
    for name, words, part in (
        ("subject", truth.subject_text, claim.subject),
        ("object", truth.object_text, claim.object),
    ):
        if words is not msgspec.UNSET:
            yield name, _alike(words or "", part.text if part else "")
    if truth.numbers is not None:
        cited = [one for one in claim.citations if one.scope != "inherited"]
        own = {number for one in cited for number in one.numbers}
        yield "own citations", own == set(truth.numbers)
    if truth.inherited is not None:
        yield "inherited", truth.inherited == (claim.support == "inherited")


def _alike(truth: str, guess: str) -> bool:
    """Tell whether two phrases share more words than not: F1 of their words, one half or more."""
    a, b = (Counter(re.findall(r"\w+", phrase.lower())) for phrase in (truth, guess))
    return 4 * (a & b).total() >= a.total() + b.total()


def _entities(gold: Gold, predicted: Sequence[Entity]) -> Measures:
    """Score outermost mentions in gold claims: exact with type, and overlapping with it.

    The gold has the outermost one of each place only.
    """
    claims = [(claim.sentence_start, claim.sentence_end) for claim in gold.claims or ()]
    truth = gold.entities or ()
    outer = [one for one in predicted if one.within is None]
    guess = [one for one in outer if any(a <= one.start < b for a, b in claims)]
    return {
        "entities strict": _found(
            [(one.start, one.end, one.type) for one in truth],
            [(one.start, one.end, one.type) for one in guess],
        ),
        "entities overlap recall": _share(
            any(_overlap(one, other) > 0 and one.type == other.type for other in guess)
            for one in truth
        ),
        "entities overlap precision": _share(
            any(_overlap(one, other) > 0 and one.type == other.type for one in truth)
            for other in guess
        ),
    }


def _abbreviations(gold: Gold, predicted: Sequence[Entity]) -> Measures:
    defined = {(one.text, _plain(one.long_form)) for one in predicted if one.long_form}
    truth = gold.abbreviations or ()
    return {"abbreviations": _share((one.short, _plain(one.long)) in defined for one in truth)}
