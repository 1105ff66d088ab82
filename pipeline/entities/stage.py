"""Mentions of biomedical entities in the title, the headings and the prose.

The dictionary's terms (``pipeline.language.lexicon``), what the encoder finds beside them
(``pipeline.entities.recogniser``) and the abbreviations the article defines are grown into noun
phrases (``pipeline.entities.phrases``). A spaCy or scispaCy pipeline named in the settings takes
the encoder's place, or that of all; concepts come from the dictionary either way.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.encoder.stage import Reading
from pipeline.entities.forms import WRITTEN_OUT, drug_name, in_genetics, natural_name
from pipeline.entities.linker import Linker, Query, expanded
from pipeline.entities.linker import load as load_linker
from pipeline.entities.nesting import innermost_holders, nested
from pipeline.entities.phrases import Phrase, find_phrases
from pipeline.entities.proper_names import is_proper_name
from pipeline.entities.recogniser import (
    EncoderRecogniser,
    join,
    meets,
    names,
    part_of_name,
    surest,
)
from pipeline.entities.species import named_species, with_short_names
from pipeline.language.abbreviations import Abbreviation
from pipeline.language.lexicon import Lexicon, Match
from pipeline.language.stage import Language, Mention, Recogniser, SpacyRecogniser
from pipeline.language.terms import Terms
from pipeline.markers.spoken import silent
from pipeline.records import Article, Block, Concept, Entity, EntityType, Marker, Sentence
from pipeline.segment.cues import FUNCTION_WORDS
from pipeline.settings import DICTIONARY, ENCODER, Settings
from pipeline.text.atoms import JOINED, Atoms, cut

# How sure a mention is, by how it was found: a little under the share of mentions that
# meet one of the same type on annotated web pages.
SCORES = {"term": 0.92, "symbol": 0.92, "grown": 0.88, "headed": 0.75, "abbreviation": 0.92}
DRUG = 0.9  # how sure of a substance the encoder is where the dictionary has a protein
NEAR = 0.6  # the score of a concept that is only the head of a longer mention


@dataclass(frozen=True, slots=True)
class _Short:
    """An abbreviation with what its long form is."""

    text: str
    long: str
    type: EntityType
    concept: Concept | None
    number: int


# What the ending of a word says of it: antibodies given as drugs, enzymes; hormones by name.
_ENDINGS: tuple[tuple[EntityType, re.Pattern[str]], ...] = (
    ("Chemical", re.compile(r"[A-Za-z]{4,}(?:mab|tinib|ciclib|zomib|parib)s?")),
    (
        "GeneProtein",
        re.compile(
            r"(?i:[a-z]{3,}(?:ptase|inase|idase|ylase|erase|genase|tease|lysin|synthase|yltransferase"
            r"|reductase|lipase|kinase)s?|(?:nt-?pro)?bnp|troponin|hepcidin|ghrelin|leptin|adiponectin|zonulin|irisin|orexin)"
        ),
    ),
)


class _Found(NamedTuple):
    """A mention before it becomes a record."""

    start: int
    end: int
    type: EntityType
    concept: Concept | None
    long_form: str | None
    score: float


def find_entities(
    article: Article,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    markers: Sequence[Marker],
    language: Language,
    settings: Settings | None = None,
    lexicon: Lexicon | None = None,
    recogniser: Recogniser | None = None,
    reading: Reading | None = None,
    terms: Terms | None = None,
    linker: Linker | None = None,
) -> list[Entity]:
    """Return the article's mentions, sorted; they nest, and none crosses a citation marker.

    ``recogniser`` overrides the one named in the settings; ``reading`` is what the encoder
    says of the article, ``terms`` what the dictionary does; ``linker`` says which concepts the
    mentions mean.
    """
    settings = settings or Settings()
    terms = terms or Terms(language, lexicon)
    lexicon = terms.lexicon
    if recogniser is None:
        recogniser = _recogniser(settings, reading)
    every: list[Mention] = []
    if isinstance(recogniser, EncoderRecogniser):
        every = recogniser.every(language)
    elif recogniser is not None:
        every = recogniser(language)
    marks = [start for start, _ in silent(article.text, sorted(markers, key=lambda m: m.start))]
    every = [m for m in every if bisect(marks, m.start) == bisect(marks, m.end)]
    mentions = surest(every) if isinstance(recogniser, EncoderRecogniser) else every
    shorts = _shorts(article.text, language, lexicon, mentions)
    inner: list[_Found] = []
    if recogniser is not None and settings.recogniser_mode == "replace":
        outer = [_named(article.text, m, lexicon, shorts) for m in mentions]
    else:
        outer = list(_joined(terms, shorts, mentions, inner))
        inner = [one for one in inner if not part_of_name(one, one.type, mentions)]
        inner += [_named(article.text, m, lexicon, shorts) for m in names(every, article.text)]
    found = nested(_drugs(outer, every, article.text), _drugs(inner, every, article.text))
    found = [one for one in found if not _is_proper(article.text, one)]
    return _records(article, language, _linked(found, language, linker or load_linker()))


def _linked(found: Sequence[_Found], language: Language, linker: Linker) -> list[_Found]:
    """Give the mentions the concepts that the linker chooses, each distinct one asked once."""
    longs = {one.short: one.long for one in language.abbreviations}
    queries = []
    for one in found:
        text = language.text[one.start : one.end]
        long_form = one.long_form or WRITTEN_OUT.get(text)
        long_form = long_form or (expanded(text, longs) if longs else None)
        whole = one.concept is not None and one.concept.score == 1
        known = one.concept.id if one.concept is not None and whole else None
        queries.append(Query(text, one.type, long_form, known))
    concepts = linker.link(queries)
    linked = []
    for one, query in zip(found, queries, strict=True):
        concept = linker.decide(query, concepts.get(query), one.concept)
        linked.append(one if concept is one.concept else one._replace(concept=concept))
    return linked


def _recogniser(settings: Settings, reading: Reading | None) -> Recogniser | None:
    """Return the recogniser that the settings name, none for the dictionary alone."""
    if settings.recogniser == ENCODER:
        return EncoderRecogniser(reading) if reading is not None else None
    if settings.recogniser == DICTIONARY:
        return None
    return SpacyRecogniser(settings.recogniser, settings.recogniser_labels)


def _records(article: Article, language: Language, found: Iterable[_Found]) -> list[Entity]:
    """Number the mentions and say in which sentence each stands."""
    entities: list[Entity] = []
    at, units = 0, language.units
    found = list(found)
    holders = innermost_holders(found)
    for mention, holder in zip(found, holders, strict=True):
        while at + 1 < len(units) and units[at + 1].start <= mention.start:
            at += 1
        entities.append(
            Entity(
                article=article.id,
                id=_id(article, len(entities)),
                start=mention.start,
                end=mention.end,
                text=article.text[mention.start : mention.end],
                type=mention.type,
                concept=mention.concept,
                long_form=mention.long_form,
                score=mention.score,
                sentence=units[at].sentence,
                within=None if holder is None else _id(article, holder),
            )
        )
    return entities


def _is_proper(text: str, one: _Found) -> bool:
    """Whether a mention is a person or place; what the encoder alone has needs less proof."""
    known = one.concept is not None or one.type not in ("Chemical", "GeneProtein", "Organism")
    return is_proper_name(text, one.start, one.end, known)


def _drugs(found: Iterable[_Found], mentions: Sequence[Mention], text: str) -> list[_Found]:
    """Return the mentions, those as substances that the ontologies file under proteins.

    MeSH has drugs made of amino acids (enalapril, vancomycin) among the peptides; the encoder
    has hormones and enzymes among the chemicals.
    """
    said = {(m.start, m.end, m.type): m.score for m in mentions}

    def drug(one: _Found) -> bool:
        name = text[one.start : one.end]
        if drug_name(name) or natural_name(name):
            return drug_name(name)
        if name.isupper() and in_genetics(text, one.start, one.end):
            return False
        score = said.get((one.start, one.end, "Chemical"), 0.0)
        return score >= DRUG and score > said.get((one.start, one.end, "GeneProtein"), 0.0)

    return [
        _by_ending(
            text,
            one._replace(type="Chemical") if one.type == "GeneProtein" and drug(one) else one,
        )
        for one in found
    ]


def _by_ending(text: str, one: _Found) -> _Found:
    """Return a mention with the type that the ending of its one word says."""
    for type_, pattern in _ENDINGS:
        if one.type in {"Chemical", "GeneProtein"} and pattern.fullmatch(text, one.start, one.end):
            return one._replace(type=type_)
    return one


def _id(article: Article, place: int) -> str:
    return f"{article.id}:e{place + 1:05d}"


def _joined(
    terms: Terms,
    shorts: dict[str, _Short | None],
    mentions: Sequence[Mention],
    inner: list[_Found],
) -> Iterator[_Found]:
    """Yield the mentions that the dictionary, the recogniser, abbreviations and phrases give.

    The terms of other types that a longer phrase has taken in are added to ``inner``.
    """
    lexicon = terms.lexicon
    named: set[int] | None = None
    species = named_species(terms)
    for atoms, matches in terms:
        if any(m.risky for m in matches):
            named = _named_concepts(terms) if named is None else named
            sure = {
                m.first: m
                for m in matches
                if not m.risky
                or m.concept in named
                or meets(m, atoms, mentions)
                or (m.type == "GeneProtein" and in_genetics(*_place(atoms, m)))
            }
            genes = [m for m in sure.values() if m.type == "GeneProtein" and m.symbol]
            beside = {m.last for m in genes} | {-m.first for m in genes}
            matches = [m for m in matches if m.first in sure or _beside_gene(atoms, m, beside)]
        matches = [m for m in matches if not (m.symbol and _is_grammar(atoms, m))]
        matches = join(atoms, matches, mentions, lexicon)
        matches = with_short_names(atoms, matches, species)
        known: dict[int, _Short] = {}
        matches = _with_shorts(atoms, matches, shorts, known)
        at = 0
        for phrase in find_phrases(atoms, matches, lexicon):
            yield _mention(atoms, phrase, lexicon, known)
            while at < len(matches) and matches[at].first < phrase.last:
                match = matches[at]
                at += 1
                inside = match.first >= phrase.first and match.last <= phrase.last
                if inside and match.type != phrase.type:  # else it is the phrase's own noun
                    whole = Phrase(match.first, match.last, match.type, match, False)
                    inner.append(_mention(atoms, whole, lexicon, known))


def _is_grammar(atoms: Atoms, match: Match) -> bool:
    """Whether a symbol is a word of grammar in capitals, as in headings: ``DOES IT WORK?``"""
    return atoms.surface(match.first, match.last).lower() in FUNCTION_WORDS


def _place(atoms: Atoms, match: Match) -> tuple[str, int, int]:
    return atoms.text, atoms.starts[match.first], atoms.ends[match.last - 1]


def _beside_gene(atoms: Atoms, match: Match, genes: Container[int]) -> bool:
    """Whether a symbol is named in one breath with another gene's: ``JUN and FOS``.

    ``genes`` are where the others end and, with a minus, begin.
    """
    before, after = match.first - 1, match.last
    left = before > 0 and before in genes and atoms.words[before] == "and"
    return left or (after < len(atoms) and -after - 1 in genes and atoms.words[after] == "and")


def _named_concepts(terms: Terms) -> set[int]:
    """Return the concepts that the article names other than by a risky symbol."""
    return {m.concept for _, matches in terms for m in matches if not m.risky}


def _mention(atoms: Atoms, phrase: Phrase, lexicon: Lexicon, known: dict[int, _Short]) -> _Found:
    match, long_form = phrase.match, None
    start, end = atoms.starts[phrase.first], atoms.ends[phrase.last - 1]
    concept: Concept | None = None
    how = "headed"
    if match is not None:
        short = known.get(match.first)
        whole = match.first == phrase.first and match.last == phrase.last
        how = "grown" if not whole else "symbol" if match.symbol else "term"
        if short is not None:
            concept, how = short.concept, "abbreviation"
            long_form = short.long if whole else None
        elif match.type == phrase.type:
            concept = lexicon.concept(match.concept)
        if concept is not None and not whole:
            concept = Concept(id=concept.id, name=concept.name, score=NEAR)
    score = SCORES[how] * (match.score if match is not None else 1.0)
    return _Found(start, end, phrase.type, concept, long_form, round(score, 3))


def _with_shorts(
    atoms: Atoms,
    matches: list[Match],
    shorts: dict[str, _Short | None],
    known: dict[int, _Short],
) -> list[Match]:
    """Put defined abbreviations in place of what the dictionary says of their letters.

    One whose long form is no entity is no mention either. ``known`` gets the
    abbreviation of each of the new matches by its first atom.
    """
    if not shorts:
        return matches
    spans: dict[int, tuple[int, _Short | None]] = {}
    heads = {key.split("-")[0]: None for key in shorts}
    for i in range(len(atoms)):
        if atoms.joins[i] == JOINED:
            continue
        last = _word_end(atoms, i, atoms.text[atoms.starts[i] : atoms.ends[i]] in heads)
        for end in (last, i + 1):
            word = atoms.surface(i, end)
            if word in shorts:
                spans[i] = (end, shorts[word])
                break
    kept = []
    for match in matches:
        inside = range(match.first, match.last)
        clash = [i for i in inside if i in spans]
        if clash and match.last - match.first > sum(spans[i][0] - i for i in clash):
            for i in clash:  # a longer term holds the letters: "GF mice"
                del spans[i]
            clash = []
        if not clash and not any(a < match.first < b[0] for a, b in _left(spans, match.first)):
            kept.append(match)
    for first, (last, short) in spans.items():
        if short is not None:
            known[first] = short
            kept.append(Match(first, last, short.type, short.number, False))
    return sorted(kept, key=lambda m: m.first)


def _left(
    spans: dict[int, tuple[int, _Short | None]], at: int
) -> Iterator[tuple[int, tuple[int, _Short | None]]]:
    for i in range(max(0, at - 6), at):
        if i in spans:
            yield i, spans[i]


def _word_end(atoms: Atoms, i: int, hyphens: bool) -> int:
    """Return where the written word that atom ``i`` begins ends."""
    last = i + 1
    while last < len(atoms) and last - i < 6 and atoms.joins[last] <= int(hyphens):
        last += 1
    return last


def _shorts(
    text: str, language: Language, lexicon: Lexicon, mentions: Sequence[Mention]
) -> dict[str, _Short | None]:
    """Say of each abbreviation what its long form is; ``None`` for no entity."""
    shorts: dict[str, _Short | None] = {}
    for one in language.abbreviations:
        short = _expand(text, language, one, lexicon, mentions)
        shorts[one.short] = short
        other = one.short[:-1] if one.short.endswith("s") else one.short + "s"
        shorts.setdefault(other, short)
    return shorts


def _expand(
    text: str,
    language: Language,
    one: Abbreviation,
    lexicon: Lexicon,
    mentions: Sequence[Mention],
) -> _Short | None:
    first = language.token_at(one.long_start)
    last = language.token_at(one.long_end)
    atoms = cut(text, language.tokens(first, last))
    matches = join(atoms, lexicon.find(atoms), mentions, lexicon)
    found = [p for p in find_phrases(atoms, matches, lexicon) if p.last == len(atoms)]
    if not found:  # an acronym known to the dictionary needs no long form
        match = lexicon.lookup(one.short)
        if match is None or match.risky or not match.symbol:
            return None
        concept = lexicon.concept(match.concept)
        return _Short(one.short, one.long, match.type, concept, match.concept)
    phrase = found[0]
    whole = lexicon.lookup(one.long)
    number = whole.concept if whole else phrase.match.concept if phrase.match else 0
    if phrase.match is not None and phrase.match.type != phrase.type and whole is None:
        number = 0
    concept = lexicon.concept(number, 1.0 if whole else NEAR)
    return _Short(one.short, one.long, phrase.type, concept, number)


def _named(
    text: str, mention: Mention, lexicon: Lexicon, shorts: dict[str, _Short | None]
) -> _Found:
    """Look a recogniser's mention up: its abbreviation, else its concept by its words."""
    start, end = mention.start, mention.end
    short = shorts.get(text[start:end])
    if short is not None:
        return _Found(start, end, mention.type, short.concept, short.long, mention.score)
    match = lexicon.lookup(text[start:end])
    concept = lexicon.concept(match.concept) if match is not None else None
    return _Found(start, end, mention.type, concept, None, mention.score)
