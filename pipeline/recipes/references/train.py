"""Train ``models/references``: which part of a reference entry each word is.

    python -m pipeline.recipes.references.train --data DATA [--models MODELS] [--scores]

A conditional random field over the tokens of entries: those of anystyle and GROBID, and the
JATS entries of ``citations`` printed in several styles. ``--scores`` measures by
cross-validation over the documents, some ten minutes, and writes ``scores.json``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from pipeline.recipes.chains import fit_chain, write_chain
from pipeline.recipes.references.data import Labelled, corpora, token_labels
from pipeline.recipes.references.scores import labelled, rendered, score, summary
from pipeline.recipes.references.styles import printed
from pipeline.references.bibliography import read_entry
from pipeline.references.fields import Fields
from pipeline.references.tokens import LABELS, token_features
from pipeline.weights.folders import MODELS

_OPTIONS = {"c1": 0.15, "c2": 0.15, "max_iterations": 80, "feature.minfreq": 3}
FOLDS = 5


def fold(document: str) -> int:
    """Return the fold of a document, the same in every run."""
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % FOLDS


def entries(data: Path) -> list[Labelled]:
    """Return all that is trained on."""
    return [*corpora(data), *printed(data)]


def train(chosen: list[Labelled]) -> dict[str, Any]:
    """Fit the chain and return its weights as plain data."""
    sequences = (
        (token_features(tokens), labels)
        for entry in chosen
        for tokens, labels in [token_labels(entry)]
        if tokens
    )
    return fit_chain(sequences, LABELS, least=0.02, **_OPTIONS)


def main(data: Path, models: Path) -> None:
    """Train on everything and write ``models/references``."""
    if not (data / "references").is_dir():
        sys.exit(f"no folder {data / 'references'}: give the data folder with --data")
    write_chain("references", train(entries(data)), models)


def measure(data: Path, work: Path) -> dict[str, dict[str, float]]:
    """Cross-validate over the documents; the models of the folds go into ``work``."""
    chosen = entries(data)
    for number in range(FOLDS):
        if not (work / str(number)).is_dir():
            kept = [entry for entry in chosen if fold(entry.document) != number]
            write_chain("references", train(kept), work / str(number))

    def read(text: str, document: str) -> Fields:
        return read_entry(text, work / str(fold(document)))

    return {
        "rendered_cv": summary(score(rendered(data), read)),
        "corpora_cv": summary(score(labelled(corpora(data)), read)),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=MODELS)
    parser.add_argument("--scores", action="store_true", help="measure instead, write scores.json")
    options = parser.parse_args()
    if options.scores:
        with tempfile.TemporaryDirectory() as folder:
            found = measure(options.data, Path(folder))
        path = options.models / "references" / "scores.json"
        path.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    else:
        main(options.data, options.models)
