"""Train ``models/regions``: what each line of an article is.

    python -m pipeline.recipes.regions.train --data DATA [--models MODELS]

A conditional random field over the lines of whole documents: the pages of
``claims/health-web`` and one rendering of each article of ``citations/rendered``; and, as
augmentation, those pages with comments, teasers and reference lists of others behind them.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from pipeline.recipes.chains import fit_chain, write_chain
from pipeline.recipes.regions.mixer import Mixer
from pipeline.recipes.regions.pages import Page, papers, web_pages
from pipeline.segment.lines import line_features
from pipeline.weights.folders import MODELS

LABELS = [
    "title",
    "front",
    "heading",
    "paragraph",
    "list_item",
    "references_heading",
    "reference",
    "related",
    "comment",
    "boilerplate",
    "caption",
]
_OPTIONS = {"c1": 0.1, "c2": 1.0, "max_iterations": 200}


def train(pages: list[Page]) -> dict[str, Any]:
    """Fit the chain and return its weights as plain data."""
    sequences = ((list(line_features(page.lines)), page.labels) for page in pages)
    return fit_chain(sequences, LABELS, **_OPTIONS)


def fit(web: list[Page], science: list[Page], mixed: int = 340) -> dict[str, Any]:
    """Train on pages and papers, and on mixtures of them alone."""
    return train([*web, *science, *Mixer(web, science).pages(mixed)])


def main(data: Path, models: Path) -> None:
    """Train on everything and write ``models/regions``."""
    if not (data / "claims" / "health-web").is_dir():
        sys.exit(f"no folder {data / 'claims' / 'health-web'}: give the data folder with --data")
    write_chain("regions", fit(web_pages(data), papers(data)), models)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=MODELS)
    options = parser.parse_args()
    main(options.data, options.models)
