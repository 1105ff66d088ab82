"""The parts of the sentences of annotated pages, as the pipeline finds them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.claims.clauses import Parts
from pipeline.claims.parts import framed_parts
from pipeline.encoder.stage import read_together
from pipeline.entities.stage import find_entities
from pipeline.flow import Source, prepare
from pipeline.settings import Settings


class Framed(NamedTuple):
    """A sentence of the pipeline's, and its parts."""

    start: int
    end: int
    parts: Parts


def framed_pages(paths: Sequence[Path]) -> Iterator[tuple[str, list[Framed]]]:
    """Yield the text of each page and its sentences with their parts."""
    settings = Settings()
    for path in paths:
        data = path.read_bytes()
        source = Source(data, path.stem, path.name, hashlib.sha256(data).hexdigest())
        prepared = prepare(source, settings)
        reading = read_together([prepared.terms], settings)[0]
        prose = prepared.article, prepared.blocks, prepared.sentences, prepared.markers
        entities = find_entities(
            *prose, prepared.language, settings, terms=prepared.terms, reading=reading
        )
        text, rows = prepared.article.text, prepared.sentences
        entities = sorted(entities, key=lambda one: one.start)
        markers = sorted(prepared.markers, key=lambda one: one.start)
        found = framed_parts(text, rows, entities, markers, reading)
        yield text, [Framed(one.start, one.end, p.main) for one, p in zip(rows, found, strict=True)]


def parts_at(framed: Sequence[Framed], start: int, end: int) -> Framed | None:
    """Return the sentence that covers most of a span, if it covers half."""

    def shared(one: Framed) -> int:
        return min(one.end, end) - max(one.start, start)

    best = max(framed, key=shared, default=None)
    return best if best is not None and 2 * shared(best) >= end - start else None
