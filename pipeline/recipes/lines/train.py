"""Train ``models/lines``: whether a line goes on with the one above.

    python -m pipeline.recipes.lines.train --data DATA [--models MODELS]

A conditional random field over the lines of documents that are printed in made-up dress: the
pages of ``claims/health-web``, one rendering of each article of ``citations/rendered``, and
mixtures of their parts.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from pipeline.read.divided import WORDS
from pipeline.recipes.chains import fit_chain, write_chain
from pipeline.recipes.lines.words import words
from pipeline.recipes.lines.wrapper import NEW, ON, dress, printed
from pipeline.recipes.regions.mixer import Mixer
from pipeline.recipes.regions.pages import Page, papers, web_pages
from pipeline.segment.breaks import break_features
from pipeline.segment.lines import printed_lines
from pipeline.weights.folders import MODELS, write_manifest

LABELS = [NEW, ON]
TIMES = 4
"""How often each page is printed, each time in another dress."""
AS_IS = 3
"""How often a web page is read as it is: no line of it goes on with another."""
MIXED = 240
_OPTIONS = {"c1": 0.1, "c2": 0.5, "max_iterations": 150}
_MOST = 400  # lines of a document


def sources(data: Path) -> tuple[list[Page], list[Page]]:
    """Return the web pages and papers with one line for each block."""
    return web_pages(data, printed_lines), papers(data, printed_lines)


def sequences(pages: Sequence[Page], seed: int) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Yield features and labels of pages, each in a dress of its own; the same for one seed."""
    r = random.Random(seed)
    for page in pages:
        lines, labels = printed(page, dress(r), r)
        start = r.randint(0, max(len(lines) - _MOST, 0))
        yield list(break_features(lines))[start : start + _MOST], labels[start : start + _MOST]


def unbroken(pages: Sequence[Page]) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Yield features and labels of pages as they are: each line is a block."""
    for page in pages:
        yield list(break_features(page.lines)), [NEW] * len(page.lines)


def fit(web: list[Page], science: list[Page], mixed: int = MIXED) -> dict[str, Any]:
    """Fit the chain and return its weights as plain data."""
    made = Mixer(web, science).pages(mixed) + Mixer(web, science, seed=12).pages(mixed, pasted=1)
    dressed = sequences([*web, *science] * TIMES + made, 5)
    return fit_chain(chain(dressed, unbroken([*web * AS_IS, *science, *made])), LABELS, **_OPTIONS)


def main(data: Path, models: Path) -> None:
    """Train on everything and write ``models/lines``."""
    if not (data / "claims" / "health-web").is_dir():
        sys.exit(f"no folder {data / 'claims' / 'health-web'}: give the data folder with --data")
    write_chain("lines", fit(*sources(data)), models)
    (models / "lines" / WORDS).write_text("\n".join(words(data)) + "\n", "utf-8")
    write_manifest("lines", ["weights.json", WORDS], models)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=MODELS)
    options = parser.parse_args()
    main(options.data, options.models)
