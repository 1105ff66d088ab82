"""What happens to an article, from first to last: the table of contents.

An article is prepared (everything that the encoder is to read is found), read by the encoder
together with others, since short articles cost less in common batches, and finished.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple, ParamSpec, TypeVar

import msgspec

from pipeline.claims.stage import find_claims
from pipeline.claims.wanted import add_asked, find_asked
from pipeline.encoder.stage import Reading, read_together
from pipeline.entities.stage import find_entities
from pipeline.errors import ArticleError, ClaimsheetError, StageError
from pipeline.language.stage import Language, analyse_language
from pipeline.language.terms import Terms
from pipeline.markers.links import with_links
from pipeline.markers.stage import citation_style, find_markers
from pipeline.read.stage import read_article
from pipeline.records import Analysis, Article, Block, Marker, Reference, Sentence
from pipeline.references.stage import parse_references
from pipeline.segment.notices import is_known, language_of, noticed, sentences_left_out
from pipeline.segment.stage import article_title, segment
from pipeline.sentences.stage import link_markers, split_sentences
from pipeline.settings import Reviewed, Settings
from pipeline.support.stage import link_claims

Outcome = Analysis | ArticleError
P = ParamSpec("P")
T = TypeVar("T")
MOST_SENTENCES = 200_000
"""Of one article; as many claims, and what stands in them, take 1.5 GB of memory."""

_NEVER = 2.0
"""No score reaches it: in a language that the models do not know only what reviewers ask for is
a claim."""


class Source(NamedTuple):
    """One seed: its bytes, what it is called, and what reviewers say of its claims.

    The time that each stage takes is added to ``seconds``, by the stage's name.
    """

    data: bytes
    id: str
    source: str
    sha256: str
    reviewed: Reviewed = Reviewed()
    seconds: dict[str, float] | None = None


class Prepared(NamedTuple):
    """An article up to what the encoder reads of it."""

    article: Article
    blocks: list[Block]
    references: list[Reference]
    markers: list[Marker]
    sentences: list[Sentence]
    language: Language
    terms: Terms
    printed: Callable[[Analysis], Analysis]
    """Carries what is found in the text as it is read back to the text as printed."""


def prepare(source: Source, settings: Settings) -> Prepared:
    """Run the stages before the encoder.

    Raises ``ArticleError`` (with the stage's name) when this article cannot be processed,
    ``ModelError`` when none can.
    """
    stage = _Stages(source.seconds)
    named = {"id": source.id, "source": source.source, "sha256": source.sha256}
    most, ocr = settings.max_characters, settings.ocr
    article, hints = stage("read", read_article, source.data, **named, max_characters=most, ocr=ocr)
    article, blocks, hints, printed = stage("segment", segment, article, hints)
    language = stage("segment", language_of, article, blocks)
    article = msgspec.structs.replace(article, language=language)
    references = stage("references", parse_references, article, blocks, hints)
    markers = stage("markers", find_markers, article, blocks, references, hints)
    markers, references = stage("markers", with_links, article, blocks, markers, references, hints)
    sentences = stage("sentences", _sentences, article, blocks, markers)
    markers = stage("sentences", link_markers, markers, sentences)
    tokens = stage("language", analyse_language, article, blocks, sentences, markers)
    terms = stage("language", Terms, tokens)
    return Prepared(article, blocks, references, markers, sentences, tokens, terms, printed)


def _sentences(article: Article, blocks: list[Block], markers: list[Marker]) -> list[Sentence]:
    found = split_sentences(article, blocks, markers)
    if len(found) > MOST_SENTENCES:
        raise ArticleError(f"has {len(found):,} sentences, over {MOST_SENTENCES:,}: split it")
    return found


def finish(
    prepared: Prepared, reading: Reading | None, source: Source, settings: Settings
) -> Analysis:
    """Run the stages after the encoder; errors are those of ``prepare``."""
    stage = _Stages(source.seconds)
    article, blocks, references, markers, sentences, language, terms, printed = prepared
    prose = article, blocks, sentences, markers
    entities = stage(
        "entities", find_entities, *prose, language, settings, terms=terms, reading=reading
    )
    asked = stage("claims", find_asked, *prose, source.reviewed)
    least = settings.claim_threshold if is_known(article.language) else _NEVER
    claims = stage(
        "claims",
        find_claims,
        *prose,
        entities,
        threshold=least,
        reviewed=asked.reviewed,
        reading=reading,
    )
    claims, sentences = stage("claims", add_asked, claims, asked, *prose, entities)
    claims = stage("support", link_claims, claims, sentences, markers)
    article = msgspec.structs.replace(
        article,
        title=article_title(blocks),
        citation_style=citation_style(markers),
        notices=noticed(article, blocks),
        left_out=sentences_left_out(blocks),
    )
    found = Analysis(
        article=article,
        blocks=tuple(blocks),
        sentences=tuple(sentences),
        markers=tuple(markers),
        references=tuple(references),
        entities=tuple(entities),
        claims=tuple(claims),
    )
    return stage("segment", printed, found)


def analyse(source: Source, settings: Settings) -> Analysis:
    """Run every stage over one article; errors are those of ``prepare``."""
    (found,) = analyse_together([source], settings)
    if isinstance(found, ArticleError):
        raise found
    return found


def analyse_together(sources: Sequence[Source], settings: Settings) -> list[Outcome]:
    """Run every stage over some articles that the encoder reads together.

    Gives of each, in their order, its analysis or why it cannot be processed. Raises
    ``ModelError`` when none can.
    """
    outcomes: dict[int, Outcome] = {}
    prepared: dict[int, Prepared] = {}
    for at, source in enumerate(sources):
        try:
            prepared[at] = prepare(source, settings)
        except ArticleError as error:
            outcomes[at] = error
    waiting = [(sources[at], one.terms) for at, one in prepared.items()]
    for (at, one), reading in zip(prepared.items(), _read(waiting, settings), strict=True):
        try:
            outcomes[at] = finish(one, reading(), sources[at], settings)
        except ArticleError as error:
            outcomes[at] = error
    return [outcomes[at] for at in range(len(sources))]


def _read(
    waiting: Sequence[tuple[Source, Terms]], settings: Settings
) -> list[Callable[[], Reading | None]]:
    """Have the encoder read some articles; each has a function that gives its reading.

    Where it fails on all of them, each is read when asked for, so that it fails by itself.
    """
    started = time.perf_counter()
    try:
        readings = read_together([terms for _, terms in waiting], settings)
    except Exception:
        return [partial(_read_alone, source, terms, settings) for source, terms in waiting]
    took = time.perf_counter() - started
    words = sum(len(terms.language.starts) for _, terms in waiting) or 1
    for source, terms in waiting:
        if source.seconds is not None:
            share = took * len(terms.language.starts) / words
            source.seconds["encoder"] = source.seconds.get("encoder", 0.0) + share
    return [partial(_given, reading) for reading in readings]


def _read_alone(source: Source, terms: Terms, settings: Settings) -> Reading | None:
    return _Stages(source.seconds)("encoder", read_together, [terms], settings)[0]


def _given(reading: Reading | None) -> Reading | None:
    return reading


class _Stages:
    """Calls stages; whatever breaks in one fails this article only, with the stage named."""

    def __init__(self, seconds: dict[str, float] | None) -> None:
        self._seconds = {} if seconds is None else seconds

    def __call__(self, name: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        started = time.perf_counter()
        try:
            return function(*args, **kwargs)
        except ClaimsheetError as error:
            if isinstance(error, ArticleError) and not isinstance(error, StageError):
                raise StageError(name, str(error)) from error
            raise
        except Exception as error:
            raise StageError(name, f"{type(error).__name__}: {error}") from error
        finally:
            took = time.perf_counter() - started
            self._seconds[name] = self._seconds.get(name, 0.0) + took
