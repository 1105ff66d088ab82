"""Train ``models/pages``: which lines of a saved page are its article.

    python -m pipeline.recipes.pages.train --data DATA [--models MODELS]

Boosted trees over the look, the words and the surroundings of each line, fitted to the pages of
``html`` and to pages made of the lines of ``claims/health-web``.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np

from pipeline.recipes.pages.data import read_pages
from pipeline.recipes.pages.fit import Corpus, Example, Model, fit
from pipeline.recipes.pages.made import (
    examples,
    health_sources,
    make_pages,
    saved_sources,
)
from pipeline.weights.folders import MODELS, write_manifest

_OF_HEALTH, _OF_SAVED = 4, 1  # pages made of each source


def read_corpus(data: Path) -> tuple[Corpus, int]:
    """Return all that is trained on, and how many of its pages are saved ones, which are first."""
    saved = read_pages(data)
    health = health_sources(data)
    made = make_pages(health, _OF_HEALTH) + make_pages(saved_sources(saved), _OF_SAVED)
    told = [Example(text, label, site) for text, label, site in examples(health)]
    return Corpus([*saved, *made], told), len(saved)


def write(model: Model, models: Path) -> None:
    """Write the model's weights and their digests."""
    folder = models / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    words = {name: dict(sorted(weights.items())) for name, weights in model.words._asdict().items()}
    text = json.dumps(words, ensure_ascii=False, indent=0, separators=(",", ":"))
    (folder / "words.json").write_text(text + "\n", "utf-8")
    arrays = {name: np.asarray(value) for name, value in model.trees._asdict().items()}
    np.savez_compressed(folder / "trees.npz", **arrays)
    write_manifest("pages", ["trees.npz", "words.json"], models)


def main(data: Path, models: Path) -> None:
    """Train on everything and write ``models/pages``."""
    if not (data / "html" / "pages.tar.xz").is_file():
        sys.exit(f"no pages in {data / 'html'}: give the data folder with --data")
    corpus, _ = read_corpus(data)
    write(fit(corpus), models)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=MODELS)
    options = parser.parse_args()
    main(options.data, options.models)
