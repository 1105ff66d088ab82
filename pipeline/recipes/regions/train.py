"""Train ``models/regions``: what each line of an article is.

    python -m pipeline.recipes.regions.train --data DATA [--models MODELS]

A conditional random field over the lines of whole documents: the pages of ``claims/health-web``,
one rendering of each article of ``citations/rendered``, made-up pages as browsers paste them
(``pasted.txt``); and, as augmentation, the first two with comments, teasers and reference lists of
others behind them. Beside it a linear model of which line is the title, on the same pages.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.recipes.chains import fit_chain, write_chain
from pipeline.recipes.regions.mixer import Mixer
from pipeline.recipes.regions.pages import Page, papers, pasted_pages, web_pages
from pipeline.recipes.regions.titles import fit_titles
from pipeline.segment.headlines import FILE
from pipeline.segment.lines import line_features
from pipeline.weights.chain import chain_of
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
_WEIGHT = 6
FOLDS = 3
_OPTIONS = {"c1": 0.1, "c2": 1.0, "max_iterations": 200}


def train(pages: list[Page]) -> dict[str, Any]:
    """Fit the chain and return its weights as plain data."""
    sequences = ((list(line_features(page.lines)), page.labels) for page in pages)
    return fit_chain(sequences, LABELS, **_OPTIONS)


def fit(
    web: list[Page], science: list[Page], pasted: list[Page], mixed: int = 680
) -> dict[str, Any]:
    """Train on all documents, and on mixtures of the real ones; a web page counts six times."""
    return train([*web * _WEIGHT, *science, *pasted, *Mixer(web, science).pages(mixed)])


def crossed(
    web: list[Page], science: list[Page], pasted: list[Page]
) -> Iterator[tuple[Page, list[str]]]:
    """Yield every page with the labels of a chain that was trained on the pages of other folds."""
    for fold in range(FOLDS):
        kept = [[p for k, p in enumerate(s) if k % FOLDS != fold] for s in (web, science, pasted)]
        chain = chain_of(fit(kept[0], kept[1], kept[2]))
        for page in (page for pages in (web, science, pasted) for page in pages[fold::FOLDS]):
            yield page, chain.label(line_features(page.lines))


def main(data: Path, models: Path) -> None:
    """Train on everything and write ``models/regions``."""
    if not (data / "claims" / "health-web").is_dir():
        sys.exit(f"no folder {data / 'claims' / 'health-web'}: give the data folder with --data")
    web, science, pasted = web_pages(data), papers(data), pasted_pages()
    known = [(page, said) for page, said in crossed(web, science, pasted) if page.whole]
    titles = fit_titles([page for page, _ in known], [said for _, said in known])
    write_chain("regions", fit(web, science, pasted), models, {FILE: titles})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=MODELS)
    options = parser.parse_args()
    main(options.data, options.models)
