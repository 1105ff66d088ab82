"""Fit which line of a page is its title: the weights of ``pipeline.segment.headlines``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.recipes.regions.pages import Page
from pipeline.segment.headlines import NONE, candidates

_STEPS, _RATE, _DECAY = 300, 0.5, 1.0
_LEAST = 0.02  # weights below are left out


def fit_titles(pages: Sequence[Page], labels: Sequence[list[str]]) -> dict[str, float]:
    """Return the weight of each feature: the titles of all pages are made as likely as can be.

    ``labels`` are those that a chain gives the lines of each page it was not trained on.
    Gradient steps over all pages at once, each weight at its own rate (AdaGrad, Duchi, Hazan &
    Singer 2011), with a penalty on large weights.
    """
    drawn = [candidates(page.lines, said) for page, said in zip(pages, labels, strict=True)]
    counts = Counter(name for found in drawn for one in found for name in set(one.features))
    index = {name: n for n, name in enumerate(k for k, n in sorted(counts.items()) if n > 1)}
    rows: list[list[NDArray[np.intp]]] = []
    hits: list[int] = []
    for page, found in zip(pages, drawn, strict=True):
        title = page.labels.index("title") if "title" in page.labels else NONE
        hit = next((n for n, one in enumerate(found) if one.line == title), None)
        if hit is not None and len(found) > 1:
            known_of = ([index[f] for f in one.features if f in index] for one in found)
            rows.append([np.array(own, dtype=np.intp) for own in known_of])
            hits.append(hit)
    known = np.zeros(len(index))
    squares = np.full(len(index), 1e-8)
    for _ in range(_STEPS):
        slope = _DECAY * known
        for own, hit in zip(rows, hits, strict=True):
            scores = np.array([known[row].sum() for row in own])
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            for n, row in enumerate(own):
                slope[row] += chance[n] - (n == hit)
        squares += slope * slope
        known -= _RATE * slope / np.sqrt(squares)
    return {f: round(float(known[n]), 3) for f, n in index.items() if abs(known[n]) >= _LEAST}
