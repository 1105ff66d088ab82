"""What happens to an article, from first to last: the table of contents."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import msgspec

from pipeline.encoder.run import read_units
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

P = ParamSpec("P")
T = TypeVar("T")


def analyse(
    data: bytes,
    *,
    id: str,
    source: str,
    sha256: str,
    settings: Settings,
    reviewed: Reviewed = Reviewed(),  # noqa: B008
    seconds: dict[str, float] | None = None,
) -> Analysis:
    """Run every stage over one seed's bytes; ``reviewed`` is what reviewers
    say in its claims; the time each stage takes is added to ``seconds``.

    Raises ``ArticleError`` (with the stage's name) when the article cannot be processed,
    and lets ``ModelError`` through, which concerns every article.
    """
    stage = _Stages({} if seconds is None else seconds)
    limit = settings.max_characters
    article, hints = stage(
        "read", read_article, data, id=id, source=source, sha256=sha256, max_characters=limit
    )
    blocks = stage("segment", find_blocks, article, hints=hints)
    references = stage("references", parse_references, article, blocks, hints)
    markers = stage("citations", find_markers, article, blocks, references, hints)
    sentences = stage("sentences", split_sentences, article, blocks, markers)
    markers = stage("links", link_markers, markers, sentences)
    prose = article, blocks, sentences, markers
    language = stage("language", analyse_language, *prose)
    terms = stage("dictionary", Terms, language)
    reading = stage("encoder", read_units, language, settings, terms)
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
