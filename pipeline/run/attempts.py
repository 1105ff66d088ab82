"""Articles analysed, whatever becomes of each; short ones in groups that are read together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from pipeline.errors import ArticleError, StageError
from pipeline.records import Analysis, Failure
from pipeline.settings import Reviewed, Settings

DEADLY = "the worker process died on it, perhaps for lack of memory: split the article"
SIZE, COUNT = 40_000, 16  # bytes and number of articles in a group, at most


class Asked(NamedTuple):
    """An article to analyse, or why it cannot be; ``of`` is the caller's.

    The time of each stage is added to ``seconds``.
    """

    data: bytes | Failure
    id: str
    source: str
    reviewed: Reviewed
    seconds: dict[str, float]
    of: Any = None


def attempt_all(
    articles: Iterable[Asked], settings: Settings
) -> Iterator[tuple[Asked, Analysis | Failure]]:
    """Analyse articles, in their order; what fails on one alone is its ``Failure``."""
    group: list[Asked] = []
    size = 0
    for one in articles:
        more = len(one.data) if isinstance(one.data, bytes) else 0
        if group and (size + more > SIZE or len(group) == COUNT):
            yield from _grouped(group, settings)
            group, size = [], 0
        group.append(one)
        size += more
    yield from _grouped(group, settings)


def attempt(article: Asked, settings: Settings) -> Analysis | Failure:
    """Analyse one article."""
    return next(attempt_all([article], settings))[1]


def _grouped(
    group: Sequence[Asked], settings: Settings
) -> Iterator[tuple[Asked, Analysis | Failure]]:
    from pipeline.flow import Source, analyse_together  # late: with nothing to do no stage loads

    sources = [
        Source(
            one.data, one.id, one.source, hashlib.sha256(one.data).hexdigest(),
            one.reviewed, one.seconds,
        )
        for one in group
        if isinstance(one.data, bytes)
    ]  # fmt: skip
    outcomes = iter(analyse_together(sources, settings) if sources else ())
    for one in group:
        found = next(outcomes) if isinstance(one.data, bytes) else one.data
        yield one, _failure(found, one) if isinstance(found, ArticleError) else found


def _failure(error: ArticleError, of: Asked) -> Failure:
    stage = error.stage if isinstance(error, StageError) else "read"
    return Failure(id=of.id, source=of.source, stage=stage, error=str(error))
