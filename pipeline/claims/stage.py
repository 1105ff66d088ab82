"""Sentences to claims: which ones assert something checkable, of what type, and how worded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

from pipeline.claims import attributes, cues
from pipeline.claims.announcements import announces
from pipeline.claims.carried import antecedent, points_back, study_before
from pipeline.claims.clauses import Parts
from pipeline.claims.comparisons import compared, is_comparison, is_measured, is_tested
from pipeline.claims.direction import divides, said_direction
from pipeline.claims.items import led_items
from pipeline.claims.model import ClaimModel, features_of, load
from pipeline.claims.part_features import relation_buckets
from pipeline.claims.parts import Framed, finite_verbs, framed_parts
from pipeline.claims.quantities import blanked, find_quantities
from pipeline.claims.results import ratio_direction, split_direction
from pipeline.claims.scopes import with_scopes
from pipeline.claims.short import raised
from pipeline.claims.speakers import speaker
from pipeline.claims.text import LONGEST, Word, claim_id, inside, quote, words_of
from pipeline.encoder.stage import Reading
from pipeline.markers.spoken import silent
from pipeline.records import (
    Article,
    Block,
    Claim,
    ClaimType,
    Clause,
    Cue,
    Direction,
    Entity,
    Marker,
    Part,
    Quantity,
    Sentence,
)
from pipeline.settings import Reviewed
from pipeline.text.labels import past_label
from pipeline.text.likeness import Texts
from pipeline.weights.folders import MODELS

TOGETHER = 64  # sentences scored at once: bounds the memory
_PLAIN = ("increase", "decrease")


class _Worded(NamedTuple):
    """A sentence as the models read it; its words, of which there are millions, are cut again."""

    plain: str
    negated: bool
    scores: list[float]
    read: slice | None  # the rows of its words in the encoder's reading


def find_claims(
    article: Article,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    markers: Sequence[Marker],
    entities: Sequence[Entity],
    models: Path = MODELS,
    threshold: float | None = None,
    reviewed: Reviewed = Reviewed(),  # noqa: B008
    reading: Reading | None = None,
) -> list[Claim]:
    """Return the sentences of front and body that the model takes for claims, as records.

    ``threshold``: the least score (``None``: as tuned); what reviewers decided counts as well.
    ``reading``: what the encoder says; without it few claims have parts. Links come later.
    """
    rows, text = _readable(blocks, sentences), article.text
    if not rows:
        return []
    model = load(models, reviewed.learned, "read" if reading else "plain")
    least = model.threshold if threshold is None else threshold
    markers = sorted(markers, key=lambda marker: marker.start)
    entities = sorted(entities, key=lambda entity: entity.start)
    worded_rows = list(_read(text, rows, markers, model, reading))
    chances, plains = _chances(model, worded_rows), [worded.plain for worded in worded_rows]
    if threshold is None:
        chances = raised(chances, plains, rows, text, entities, markers, reading, least)
    asked = _asked_for(reviewed.wanted, worded_rows)
    said = [i for i, chance in enumerate(chances) if chance >= least or i in asked]
    parts = _parts_near(text, rows, said, entities, markers, reading)
    carried = _Carried(text, rows, worded_rows, _mains(parts), markers)
    items = led_items(rows, plains, blocks, markers, set(said)) if threshold is None else {}
    seen, claims, chosen = Counter[str](), [], {*said, *items}
    pages, told = {block.id: block.page for block in blocks}, dict[int, dict[str, Any]]()
    for at, (sentence, worded) in enumerate(zip(rows, worded_rows, strict=True)):
        seen[worded.plain] += 1
        if at not in chosen:
            continue
        lead = items.get(at, at)
        plain = worded.plain if lead == at else f"{plains[lead]} {worded.plain}"
        if lead == at:
            said_of = _attributes(text, sentence, worded, markers, model, reading, parts[at])
            told[at] = said_of | {"subject_means": carried.means(at)}
        fields = told[lead] | ({} if lead == at else _of_item(text, sentence, markers))
        fields |= {
            "id": claim_id(article.id, plain, seen[worded.plain]),
            "before": _neighbour(rows, worded_rows, at, -1),
            "after": _neighbour(rows, worded_rows, at, 1),
            "score": round(chances[lead], 4),
            "entities": _within(entities, sentence),
            "page": pages.get(sentence.block),
        }
        claims.append(_claim(article, sentence, plain, carried.study(lead, fields)))
    return claims


def _of_item(text: str, sentence: Sentence, markers: Sequence[Marker]) -> dict[str, Any]:
    """Return what an item of a list says itself: the rest is said by what leads in."""
    parts = dict.fromkeys(("subject", "relation", "object", "subject_means"))
    return {
        "cues": (), "quantities": _quantities(text, sentence, markers), "clauses": (), **parts
    }  # fmt: skip


def _claim(article: Article, sentence: Sentence, plain: str, fields: dict[str, Any]) -> Claim:
    return Claim(
        article=article.id,
        start=sentence.start,
        end=sentence.end,
        text=sentence.text,
        source=article.source,
        section=sentence.section,
        claim=plain,
        sentence=sentence.id,
        citations=(),
        support="uncited",
        attribution=speaker(article.text, sentence.start, sentence.end),
        **fields,
    )


def _parts_near(
    text: str,
    rows: Sequence[Sentence],
    said: Sequence[int],
    entities: Sequence[Entity],
    markers: Sequence[Marker],
    reading: Reading | None,
) -> dict[int, Framed]:
    """Return the parts of some sentences, and of those before a pronoun, by their places."""

    def framed_at(places: Sequence[int]) -> dict[int, Framed]:
        some = framed_parts(text, [rows[at] for at in places], entities, markers, reading)
        return dict(zip(places, some, strict=True))

    found = framed_at(said)
    asked = {at - 1 for at in said if points_back(found[at].main.subject)} - found.keys() - {-1}
    return found | framed_at(sorted(asked))


def quoted_sentences(
    text: str, blocks: Sequence[Block], sentences: Sequence[Sentence], markers: Sequence[Marker]
) -> list[tuple[Sentence, str]]:
    """Return the sentences that claims are looked for in, each with its words as quoted."""
    markers = sorted(markers, key=lambda marker: marker.start)
    rows = _readable(blocks, sentences)
    return [(sentence, quote(text, sentence.start, sentence.end, markers)) for sentence in rows]


def _mains(parts: Mapping[int, Framed]) -> dict[int, Parts]:
    return {at: one.main for at, one in parts.items()}


def _asked_for(wanted: Sequence[str], worded_rows: Sequence[_Worded]) -> set[int]:
    """Return the places of the sentences with the wanted words, or with the most similar ones."""
    if not wanted:
        return set()
    plains = [worded.plain for worded in worded_rows]
    exact = set(wanted) & set(plains)
    found = {at for at, plain in enumerate(plains) if plain in exact}
    texts = Texts(plains)
    others = (texts.most_alike(text) for text in wanted if text not in exact)
    return found | {at for at in others if at is not None}


class _Carried:
    """What claims take over from the sentences before them."""

    def __init__(
        self,
        text: str,
        rows: Sequence[Sentence],
        worded: Sequence[_Worded],
        parts: Mapping[int, Parts],
        markers: Sequence[Marker],
    ) -> None:
        self._text, self._rows, self._worded, self._parts = text, rows, worded, parts
        self._markers = markers
        self._means: dict[int, Part | None] = {}
        self._studies: dict[int, str | None] = {}

    def study(self, at: int, found: dict[str, Any]) -> dict[str, Any]:
        """Return a claim's fields with the study that a sentence before it names."""
        if found["study"] is None:
            plain = self._worded[at].plain[:LONGEST]
            named = study_before(self._rows, at, plain, self._study)
            if named is not None:
                found["study"], found["study_from"] = named
        return found

    def means(self, at: int) -> Part | None:
        """Return what a claim's pronoun stands for."""
        own, before = self._parts[at], self._parts.get(at - 1)
        if before is None or self._rows[at - 1].block != self._rows[at].block:
            return None
        found = antecedent(self._text, own.subject, own.relation, before, self._means.get(at - 1))
        self._means[at] = found
        return found

    def _study(self, at: int) -> str | None:
        if at not in self._studies:
            plain = self._worded[at].plain[:LONGEST].lower()
            words = words_of(self._text, self._rows[at].start, self._rows[at].end, self._markers)
            self._studies[at] = attributes.study_of(plain, attributes.species_of(words, plain))
        return self._studies[at]


def _read(
    text: str,
    rows: Sequence[Sentence],
    markers: Sequence[Marker],
    model: ClaimModel,
    reading: Reading | None,
) -> Iterator[_Worded]:
    """Yield sentences as words, with what the model says of them."""
    at_of = reading.sentences() if reading else {}
    for first in range(0, len(rows), TOGETHER):
        found, features = [], []
        for sentence in rows[first : first + TOGETHER]:
            plain = quote(text, sentence.start, sentence.end, markers)
            words = words_of(text, sentence.start, sentence.end, markers)
            unit, read = at_of.get(sentence.id, (0, None))
            verbs = finite_verbs(reading, read)
            negated = any(one.main for one in cues.negation_cues(words, verbs))
            vector = reading.vectors[unit] if reading is not None and read is not None else None
            features.append(features_of(_calm(plain), negated, vector))
            found.append(_Worded(plain, negated, [], read))
        for worded, scores in zip(found, model.scores(features), strict=True):
            yield worded._replace(scores=scores)


def _calm(plain: str) -> str:
    """Return a sentence without its label, and with full stops for its exclamation marks."""
    return plain[past_label(plain, 0, len(plain)) :].replace("!", ".")


def _readable(blocks: Sequence[Block], sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the prose of front and body in reading order."""
    kinds = {block.id: block.kind for block in blocks}
    return sorted(
        (
            sentence
            for sentence in sentences
            if sentence.region in {"front", "body"}
            and kinds.get(sentence.block) not in {"title", "heading", "caption"}
        ),
        key=lambda sentence: (sentence.start, sentence.end),
    )


def _chances(model: ClaimModel, rows: Sequence[_Worded]) -> list[float]:
    """Return each sentence's probability of being a claim."""
    found = model.probabilities([row.scores[0] for row in rows])
    return [
        chance if _may_assert(row.plain) else 0.0 for chance, row in zip(found, rows, strict=True)
    ]


def _may_assert(plain: str) -> bool:
    """Tell whether a sentence can be a claim at all: no question, no aim, three words or more."""
    if plain.rstrip("\"”’') ]").endswith("?") or len(plain[:LONGEST].split()) <= 2:
        return False
    return not announces(plain[:LONGEST])


def _attributes(
    text: str,
    sentence: Sentence,
    worded: _Worded,
    markers: Sequence[Marker],
    model: ClaimModel,
    reading: Reading | None,
    framed: Framed,
) -> dict[str, Any]:
    """Return the fields that say how the claim is worded and what it rests on."""
    words = words_of(text, sentence.start, sentence.end, markers)
    hedges = cues.hedge_cues(words, text, 0)
    plain = worded.plain[:LONGEST].lower()
    species = attributes.species_of(words, plain)
    marked = [(one, "negation") for one in cues.negation_cues(words)]
    marked += [(one, "hedge") for one in hedges]
    found = tuple(_cue(text, words, one, kind) for one, kind in sorted(marked))
    if reading is not None and worded.read is not None:
        found = with_scopes(text, found, reading, worded.read)
    quantities = _quantities(text, sentence, markers)
    return {
        "type": cast(ClaimType, model.best_type(worded.scores)),
        "negated": worded.negated,
        "hedged": bool(hedges),
        "cues": found,
        "direction": _direction(text, sentence, worded, model, framed.main, quantities),
        "species": species,
        "study": attributes.study_of(plain, species),
        "quantities": quantities,
        "flags": attributes.wording_flags(plain, species),
        **framed.main._asdict(),
        "clauses": tuple(Clause(**one._asdict()) for one in framed.further),
    }


def _direction(
    text: str,
    sentence: Sentence,
    worded: _Worded,
    model: ClaimModel,
    parts: Parts,
    quantities: Sequence[Quantity],
) -> Direction | None:
    """Return what the trial's comparison says, else the claim's parts and words together."""
    plain = worded.plain
    if (ratio := ratio_direction(quantities)) is not None:
        return ratio
    if (divided := split_direction(plain)) is not None:
        return divided
    span = sentence.start, sentence.end
    ruled = said_direction(text, *parts, *span)
    if ruled == "mixed" and divides(plain[:LONGEST]):
        return "mixed"
    tested = is_measured(plain) and (ruled not in _PLAIN or is_tested(plain))
    if tested and (said := compared(plain, parts)):
        return said
    buckets = relation_buckets(text, *parts, *span, ruled) if parts.relation is not None else []
    found = model.best_direction(worded.scores, buckets, ruled)
    if found == "none" and is_comparison(plain):
        return compared(plain, parts)
    return None if found == "none" else cast(Direction, found)


def _cue(text: str, words: Sequence[Word], found: cues.Found, kind: str) -> Cue:
    start, end = words[found.first].start, words[found.last].end
    return Cue(text=text[start:end], start=start, end=end, kind=kind)


def _quantities(text: str, sentence: Sentence, markers: Sequence[Marker]) -> tuple[Quantity, ...]:
    end = min(sentence.end, sentence.start + LONGEST)
    own = silent(text, inside(markers, sentence.start, end))
    hidden = [(low - sentence.start, min(high, end) - sentence.start) for low, high in own]
    found = []
    for one in find_quantities(blanked(text[sentence.start : end], hidden)):
        start, stop = sentence.start + one.start, sentence.start + one.end
        said = Quantity(
            text=text[start:stop],
            start=start,
            end=stop,
            value=one.value,
            unit=one.unit,
            to=one.to,
            comparator=one.comparator,
            kind=one.kind,
        )
        found.append(said)
    return tuple(found)


def _neighbour(
    rows: Sequence[Sentence], worded_rows: Sequence[_Worded], at: int, step: int
) -> str | None:
    """Return the sentence before or after, if it stands in the same region."""
    other = at + step
    if 0 <= other < len(rows) and rows[other].region == rows[at].region:
        return worded_rows[other].plain
    return None


def _within(mentions: Sequence[Entity], sentence: Sentence) -> tuple[str, ...]:
    return tuple(mention.id for mention in inside(mentions, sentence.start, sentence.end))
