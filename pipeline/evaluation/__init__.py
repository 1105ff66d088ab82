"""Predicted records against gold: precision, recall, F1 and accuracy of every stage.

A pure function of the JSONL files of a run and a folder of gold JSON; ``measures`` says
what is counted, ``scores`` how it is shown and held to its floors.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

from pipeline.errors import UsageError
from pipeline.evaluation.gold import read_gold
from pipeline.evaluation.measures import Prediction, score_article
from pipeline.evaluation.reviewed import evaluate_reviewed, is_reviews
from pipeline.evaluation.scores import Scores, add, below, load_floors, raise_floors, render
from pipeline.records import (
    UNDECODABLE,
    Article,
    Block,
    Claim,
    Entity,
    Marker,
    Record,
    Reference,
    Sentence,
    Span,
)
from pipeline.settings import load_settings
from pipeline.weights.files import opened

__all__ = ["below", "evaluate", "load_floors", "raise_floors", "read_predictions", "render"]

R = TypeVar("R", bound=Record)
S = TypeVar("S", bound=Span)


def evaluate(out: Path, gold: Path, suffix: str = ".json") -> Scores:
    """Score the records in ``out`` against the gold files in ``gold``, matched by article id.

    A folder ``reviews`` of reviewers' decisions is gold as well. Raises ``UsageError`` when a
    folder or the records are missing or damaged.
    """
    if is_reviews(gold):
        return evaluate_reviewed(out, gold, load_settings().words)
    truths = read_gold(gold, suffix)
    predictions = read_predictions(out, truths)
    articles = {id: score_article(truth, predictions[id]) for id, truth in truths.items()}
    return Scores(total=add(articles.values()), articles=articles)


def read_predictions(out: Path, ids: Iterable[str]) -> dict[str, Prediction]:
    """Read the records of some articles from the JSONL files of a run."""
    if not (out / "articles.jsonl").is_file():
        raise UsageError(f"no results in {out}: run `claimsheet run` first, or name its --out")
    wanted = set(ids)
    articles = {article.id: article for article in _read(out, Article)}
    blocks = _by_article(_read(out, Block), wanted)
    sentences = _by_article(_read(out, Sentence), wanted)
    markers = _by_article(_read(out, Marker), wanted)
    references = _by_article(_read(out, Reference), wanted)
    entities = _by_article(_read(out, Entity), wanted)
    claims = _by_article(_read(out, Claim), wanted)
    return {
        id: Prediction(
            article=articles.get(id),
            blocks=blocks.get(id, ()),
            sentences=sentences.get(id, ()),
            markers=markers.get(id, ()),
            references=references.get(id, ()),
            entities=entities.get(id, ()),
            claims=claims.get(id, ()),
        )
        for id in sorted(wanted)
    }


def _read(out: Path, kind: type[R]) -> Iterable[R]:
    """Yield the records of one kind; the file is named after it, and may be missing."""
    name = "entities" if kind is Entity else f"{kind.__name__.lower()}s"
    path = out / f"{name}.jsonl"
    if not path.exists():
        return
    try:
        with opened(path) as stream:
            for line in stream:
                if line.strip():
                    yield msgspec.json.decode(line, type=kind)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except UNDECODABLE as error:
        raise UsageError(f"{path} is damaged ({error}): run `claimsheet run` again") from error


def _by_article(records: Iterable[S], wanted: set[str]) -> dict[str, list[S]]:
    groups: dict[str, list[S]] = {}
    for record in records:
        if record.article in wanted:
            groups.setdefault(record.article, []).append(record)
    return groups
