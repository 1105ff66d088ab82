"""Score the linker on the test parts: with the mentions given, and with those found."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.entities.linker import Linker, load
from pipeline.recipes.concepts.corpora import Corpora
from pipeline.recipes.concepts.data import Document, entities
from pipeline.recipes.concepts.ranker import examples, measure
from pipeline.weights.folders import MODELS


def given(corpora: Corpora, models: Path) -> dict[str, Any]:
    """Return scores with the corpora's own mentions, as the shipped weights have them."""
    linker = load(models)
    articles = [corpora.article(name, doc) for name, docs in corpora.tested.items() for doc in docs]
    found = examples(linker, articles, Counter(), held_out=True, prior=linker.prior)
    return measure(
        [replace(one, scores=linker.score(one.table, [one.concepts])) for one in found],
        linker.least,
    )


def found(corpora: Corpora, models: Path = MODELS) -> dict[str, Any]:
    """Return the share of right concepts among mentions that the pipeline finds, as it runs.

    A mention counts if its borders and its type are those of one of the corpus's that has
    an id; it is right if its concept is one of the ids.
    """
    return {
        name: score(corpora, docs, load(models))
        for name, docs in corpora.tested.items()
        if name != "biored"
    }


def score(corpora: Corpora, docs: list[Document], linker: Linker) -> dict[str, float]:
    """Run the stages up to the entities over documents and score their concepts."""
    count: Counter[str] = Counter()
    for doc in docs:
        right = {(m.start, m.end, m.type): m.ids for m in doc.mentions if corpora.right(m.ids)}
        for one in entities(doc, linker):
            ids = right.get((one.start, one.end, one.type))
            if ids:
                curie = one.concept.id if one.concept is not None else None
                count["mentions"] += 1
                count["given"] += curie is not None
                count["right"] += curie in corpora.right(ids)
                count["printed"] += curie in ids
        count["all"] += len(right)
    return {
        "accuracy": round(count["right"] / count["mentions"], 4),
        "accuracy, ids as printed": round(count["printed"] / count["mentions"], 4),
        "precision": round(count["right"] / count["given"], 4),
        "mentions": count["mentions"],
        "of": count["all"],
    }
