"""How well ``models/regions`` and the rules tell the parts of documents that were held out.

    python -m pipeline.recipes.region_scores --data DATA

Web pages whose blocks are annotated, by document, in five folds: a chain is trained on the other
pages and all papers, as ``regions`` does. Papers: two fifths, by a chain trained on the rest. Ten
minutes on one core.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pipeline.chain import chain_of
from pipeline.layout.lines import line_features
from pipeline.layout.rules import settle
from pipeline.recipes.region_pages import Page, papers, web_pages
from pipeline.recipes.regions import fit

FOLDS = 5
_BODY = frozenset(("heading", "paragraph", "list_item"))
_REGIONS = {
    "title": "front",
    "heading": "body",
    "paragraph": "body",
    "list_item": "body",
    "references_heading": "references",
    "reference": "references",
    "caption": "boilerplate",
}
Read = tuple[Page, list[str]]
"""A page and what its lines are said to be."""


def scores(data: Path) -> dict[str, float]:
    """Return shares of lines and F1 scores, on pages and papers held out."""
    web, science = web_pages(data), papers(data)
    read = [pair for fold in range(FOLDS) for pair in _held_out(web, science, fold)]
    kept = [page for k, page in enumerate(science) if k % FOLDS > 1]
    chain = chain_of(fit(web, kept))
    printed = [_read(chain, page) for k, page in enumerate(science) if k % FOLDS < 2]
    found = {
        "web_region_accuracy_cv": _accuracy(read),
        "web_region_accuracy_cv_mean_of_documents": sum(_accuracy([one]) for one in read)
        / len(read),
        "web_region_accuracy_cv_teasers_and_boilerplate_as_one": _accuracy(read, together=True),
        "web_heading_f1_cv": _f1(read, "heading"),
        "web_body_recall_cv": _share(read, 0),
        "web_body_precision_cv": _share(read, 1),
        "paper_region_accuracy_held_out": _accuracy(printed),
        "paper_heading_f1_held_out": _f1(printed, "heading"),
        "paper_reference_f1_held_out": _f1(printed, "reference"),
    }
    return {name: round(value, 3) for name, value in found.items()}


def _held_out(web: Sequence[Page], science: Sequence[Page], fold: int) -> list[Read]:
    chain = chain_of(fit([p for k, p in enumerate(web) if k % FOLDS != fold], list(science)))
    return [_read(chain, page) for page in web[fold::FOLDS] if page.whole]


def _read(chain: Any, page: Page) -> Read:
    return page, settle(page.lines, chain.label(line_features(page.lines)))


def _pairs(read: Iterable[Read]) -> Iterable[tuple[str, str]]:
    for page, labels in read:
        yield from zip(page.labels, labels, strict=True)


def _accuracy(read: Sequence[Read], together: bool = False) -> float:
    """Return the share of lines in their region; ``together`` takes teasers as boilerplate."""
    hits = total = 0
    for pair in _pairs(read):
        gold, said = (_REGIONS.get(label, label) for label in pair)
        hits += gold == said or (together and {gold, said} == {"related", "boilerplate"})
        total += 1
    return hits / max(1, total)


def _share(read: Sequence[Read], side: int) -> float:
    """Return the share of the body's lines, in truth (0) or as said (1), that are in both."""
    both = [all(label in _BODY for label in pair) for pair in _pairs(read) if pair[side] in _BODY]
    return sum(both) / max(1, len(both))


def _f1(read: Sequence[Read], label: str) -> float:
    pairs = list(_pairs(read))
    both = sum(gold == said == label for gold, said in pairs)
    each = sum((gold == label) + (said == label) for gold, said in pairs)
    return 2 * both / max(1, each)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    print(json.dumps(scores(parser.parse_args().data), indent=2))  # noqa: T201
