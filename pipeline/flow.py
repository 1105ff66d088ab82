"""What happens to an article, from first to last: the table of contents."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple, ParamSpec, TypeVar

import msgspec

from pipeline.encoder.run import Reading, read_together, read_units
from pipeline.entity.language import analyse_language
from pipeline.entity.terms import Terms
from pipeline.errors import ArticleError, ClaimsheetError, StageError
from pipeline.records import Analysis
from pipeline.settings import Reviewed, Settings
from pipeline.stages.citations import citation_style, find_markers
from pipeline.stages.claims import find_claims
from pipeline.stages.entities import find_entities
from pipeline.stages.links import link_claims, link_markers
from pipeline.stages.read import read_article
from pipeline.stages.references import parse_references
from pipeline.stages.segment import article_title, find_blocks
from pipeline.stages.sentences import split_sentences

Read = Callable[[], Reading | None]
Stages = Generator["Waiting", Read, Analysis]
Outcome = Analysis | ArticleError
P = ParamSpec("P")
T = TypeVar("T")


class Waiting(NamedTuple):
    """An article that the encoder is to read: its terms, and its seconds so far."""

    terms: Terms
    seconds: dict[str, float]


def stages(
    data: bytes,
    *,
    id: str,
    source: str,
    sha256: str,
    settings: Settings,
    reviewed: Reviewed = Reviewed(),  # noqa: B008
    seconds: dict[str, float] | None = None,
) -> Stages:
    """Run every stage over one seed's bytes, and add the time of each to ``seconds``.

    ``reviewed`` is what reviewers say in its claims. Yields what the encoder is to read, as it
    reads short articles together, and is sent what does so. Raises ``ArticleError`` (with the
    stage's name) when the article cannot be processed, ``ModelError`` when none can.
    """
    seconds = {} if seconds is None else seconds
    stage = _Stages(seconds)
    seed = {"id": id, "source": source, "sha256": sha256}
    most = settings.max_characters
    article, hints = stage("read", read_article, data, **seed, max_characters=most)
    blocks = stage("segment", find_blocks, article, hints=hints)
    references = stage("references", parse_references, article, blocks, hints)
    markers = stage("citations", find_markers, article, blocks, references, hints)
    sentences = stage("sentences", split_sentences, article, blocks, markers)
    markers = stage("links", link_markers, markers, sentences)
    prose = article, blocks, sentences, markers
    language = stage("language", analyse_language, *prose)
    terms = stage("dictionary", Terms, language)
    reading = stage("encoder", (yield Waiting(terms, seconds)))
    entities = stage(
        "entities", find_entities, *prose, language, settings, terms=terms, reading=reading
    )
    claims = stage(
        "claims",
        find_claims,
        *prose,
        entities,
        threshold=settings.claim_threshold,
        reviewed=reviewed,
        reading=reading,
    )
    claims = stage("links", link_claims, claims, sentences, markers, references)
    article = msgspec.structs.replace(
        article, title=article_title(blocks), citation_style=citation_style(markers)
    )
    return Analysis(
        article=article,
        blocks=tuple(blocks),
        sentences=tuple(sentences),
        markers=tuple(markers),
        references=tuple(references),
        entities=tuple(entities),
        claims=tuple(claims),
    )


def analyse(data: bytes, *, settings: Settings, **seed: Any) -> Analysis:
    """Run every stage over one article; arguments and errors are those of ``stages``."""
    begun = stages(data, settings=settings, **seed)
    waiting = next(begun)
    return _ended(begun, partial(read_units, waiting.terms, settings))


def analyse_together(articles: Sequence[Stages], settings: Settings) -> list[Outcome]:
    """Run all stages over some articles that the encoder reads together.

    Each is what ``stages`` returned. Gives what ``analyse`` gives of each, or what it raises
    where an article cannot be processed.
    """
    found: dict[int, Outcome] = {}
    waiting: dict[int, Waiting] = {}
    for at, begun in enumerate(articles):
        try:
            waiting[at] = next(begun)
        except ArticleError as error:
            found[at] = error
    for at, read in _readers(waiting, settings).items():
        try:
            found[at] = _ended(articles[at], read)
        except ArticleError as error:
            found[at] = error
    return [found[at] for at in range(len(articles))]


def _readers(waiting: Mapping[int, Waiting], settings: Settings) -> dict[int, Read]:
    """Let the encoder read the articles that wait for it, and return what tells what it said."""
    terms = [one.terms for one in waiting.values()]
    started = time.perf_counter()
    try:
        readings = read_together(terms, settings)
    except Exception:  # one by one they say whose fault it is
        return {at: partial(read_units, one.terms, settings) for at, one in waiting.items()}
    took = time.perf_counter() - started
    total = sum(len(one.language.starts) for one in terms) or 1
    for one in waiting.values():
        share = took * len(one.terms.language.starts) / total
        one.seconds["encoder"] = one.seconds.get("encoder", 0.0) + share
    return {at: partial(_same, one) for at, one in zip(waiting, readings, strict=True)}


def _same(reading: Reading | None) -> Reading | None:
    return reading


def _ended(begun: Stages, read: Read) -> Analysis:
    try:
        begun.send(read)
    except StopIteration as end:
        analysis: Analysis = end.value
        return analysis
    raise AssertionError("the stages ask for the encoder once")


class _Stages:
    """Calls stages; whatever breaks in one fails this article only, with the stage named."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self._seconds = seconds

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
