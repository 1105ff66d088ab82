"""How well ``models/regions`` and the rules tell the parts of documents that were held out.

    python -m pipeline.recipes.regions.scores --data DATA

Web pages whose blocks are annotated, by document, in five folds: a chain is trained on the other
pages and all papers, as ``regions`` does. Papers: two fifths, by a chain trained on the rest. Ten
minutes on one core.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from pathlib import Path

from pipeline.evaluation.scores import Found, Share
from pipeline.recipes.regions.pages import Page, papers, web_pages
from pipeline.recipes.regions.train import fit
from pipeline.segment.labels import BODY, JUNK
from pipeline.segment.lines import line_features
from pipeline.segment.rules import settle
from pipeline.segment.stage import KINDS
from pipeline.weights.chain import Chain, chain_of

FOLDS = 5
Read = tuple[Page, list[str]]
"""A page and what its lines are said to be."""


def scores(data: Path) -> dict[str, float]:
    """Return shares of lines and F1 scores, on pages and papers held out."""
    web, science = web_pages(data), papers(data)
    read = [pair for fold in range(FOLDS) for pair in _held_out(web, science, fold)]
    chain = chain_of(fit(web, [page for k, page in enumerate(science) if k % FOLDS > 1]))
    printed = [_read(chain, page) for k, page in enumerate(science) if k % FOLDS < 2]
    each = [region_accuracy([one]) for one in read]
    body = found(read, BODY)
    measured = {
        "web_region_accuracy_cv": region_accuracy(read),
        "web_region_accuracy_cv_mean_of_documents": sum(each) / len(each),
        "web_region_accuracy_cv_teasers_and_boilerplate_as_one": region_accuracy(read, JUNK),
        "web_heading_f1_cv": found(read, {"heading"})["f"],
        "web_body_recall_cv": body["r"],
        "web_body_precision_cv": body["p"],
        "paper_region_accuracy_held_out": region_accuracy(printed),
        "paper_heading_f1_held_out": found(printed, {"heading"})["f"],
        "paper_reference_f1_held_out": found(printed, {"reference"})["f"],
    }
    return {name: round(value, 3) for name, value in measured.items()}


def region_accuracy(read: Sequence[Read], one: Set[str] = frozenset()) -> float:
    """Return the share of lines in their region; those of ``one`` count as the same."""
    hits = [
        KINDS[gold][0] == KINDS[said][0] or {KINDS[gold][0], KINDS[said][0]} <= one
        for gold, said in _pairs(read)
    ]
    return Share(sum(hits), len(hits)).figures()["acc"]


def found(read: Sequence[Read], labels: Set[str]) -> dict[str, float]:
    """Return precision, recall and F1 (``p``, ``r``, ``f``) of the lines with some labels."""
    counts = Counter((gold in labels, said in labels) for gold, said in _pairs(read))
    return Found(counts[True, True], counts[False, True], counts[True, False]).figures()


def _held_out(web: Sequence[Page], science: Sequence[Page], fold: int) -> list[Read]:
    chain = chain_of(fit([p for k, p in enumerate(web) if k % FOLDS != fold], list(science)))
    return [_read(chain, page) for page in web[fold::FOLDS] if page.whole]


def _read(chain: Chain, page: Page) -> Read:
    return page, settle(page.lines, chain.label(line_features(page.lines)))


def _pairs(read: Iterable[Read]) -> Iterable[tuple[str, str]]:
    for page, labels in read:
        yield from zip(page.labels, labels, strict=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    print(json.dumps(scores(parser.parse_args().data), indent=2))  # noqa: T201
