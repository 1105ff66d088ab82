"""How well ``models/regions`` and the rules tell the parts of documents that were held out.

    python -m pipeline.recipes.regions.scores --data DATA

By document, in three folds: a chain and a model of titles are trained on the other pages, papers
and pasted pages, as ``regions`` does. Web pages count where their blocks are annotated. Twenty
minutes on one core.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path

from pipeline.evaluation.scores import Found, Share
from pipeline.recipes.regions.pages import Page, papers, pasted_pages, web_pages
from pipeline.recipes.regions.titles import fit_titles
from pipeline.recipes.regions.train import FOLDS, crossed, fit
from pipeline.segment.headlines import titled
from pipeline.segment.labels import BODY, JUNK
from pipeline.segment.lines import line_features
from pipeline.segment.rules import settle
from pipeline.segment.stage import KINDS
from pipeline.weights.chain import Chain, chain_of

Read = tuple[Page, list[str]]
"""A page and what its lines are said to be."""


def scores(data: Path) -> dict[str, float]:
    """Return shares of lines and F1 scores, on pages and papers held out."""
    groups = web_pages(data), papers(data), pasted_pages()
    found_in = [_held_out(groups, fold) for fold in range(FOLDS)]
    web, science, pasted = (
        [pair for fold in found_in for pair in fold[n] if pair[0].whole] for n in range(3)
    )
    each = [region_accuracy([one]) for one in web]
    body = found(web, BODY)
    measured = {
        "web_region_accuracy_cv": region_accuracy(web),
        "web_region_accuracy_cv_mean_of_documents": sum(each) / len(each),
        "web_region_accuracy_cv_teasers_and_boilerplate_as_one": region_accuracy(web, JUNK),
        "web_heading_f1_cv": found(web, {"heading"})["f"],
        "web_body_recall_cv": body["r"],
        "web_body_precision_cv": body["p"],
        "paper_heading_f1_cv": found(science, {"heading"})["f"],
        "paper_reference_f1_cv": found(science, {"reference"})["f"],
        "pasted_region_accuracy_cv": region_accuracy(pasted),
        "pasted_region_accuracy_cv_teasers_and_boilerplate_as_one": region_accuracy(pasted, JUNK),
        "pasted_paragraph_f1_cv": found(pasted, {"paragraph"})["f"],
        "pasted_reference_f1_cv": found(pasted, {"reference"})["f"],
        "pasted_heading_f1_cv": found(pasted, {"heading"})["f"],
        "pasted_title_f1_cv": found(pasted, {"title"})["f"],
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


def _held_out(groups: Sequence[list[Page]], fold: int) -> list[list[Read]]:
    """Return what is said of the pages of a fold, the groups apart."""
    kept = [[p for k, p in enumerate(pages) if k % FOLDS != fold] for pages in groups]
    web, science, pasted = kept
    chain = chain_of(fit(web, science, pasted))
    known = [(page, said) for page, said in crossed(web, science, pasted) if page.whole]
    titles = fit_titles([page for page, _ in known], [said for _, said in known])
    return [[_read(chain, titles, page) for page in pages[fold::FOLDS]] for pages in groups]


def _read(chain: Chain, titles: Mapping[str, float], page: Page) -> Read:
    labels = titled(page.lines, chain.label(line_features(page.lines)), titles)
    return page, settle(page.lines, labels)


def _pairs(read: Iterable[Read]) -> Iterable[tuple[str, str]]:
    for page, labels in read:
        yield from zip(page.labels, labels, strict=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    print(json.dumps(scores(parser.parse_args().data), indent=2))  # noqa: T201
