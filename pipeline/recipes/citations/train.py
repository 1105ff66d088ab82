"""Train the weights in ``models/citations``: which candidates are citation markers.

    python -m pipeline.recipes.citations.train --data DATA [--models MODELS]

Trained on the research articles of ``DATA/citations`` as plain text in several marker
styles (those with author-year citations teach which numbers do not cite) and on the pages
of ``DATA/claims/health-web`` (those without markers teach the same), with variants of the
rendered texts: markers before or after the full stop, with a space or glued, stacked,
lists with and without spaces; and excerpts, with and without the list, since web pages
seldom have one and start anywhere. Cross-validated by article; the seeds' gold is never
read. The same data gives the same weights.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.markers import model as citation_model
from pipeline.markers.features import Features
from pipeline.markers.model import LEARNED, Weights, article_features, is_weighed, weigh
from pipeline.recipes.citations.texts import Example, labelled, rendered, variants, web
from pipeline.weights.folders import MODELS, write_manifest

FOLDS = 6
STRENGTH = 0.3
VARIANT_WEIGHT = 0.2
# Pages of health-web that cite without gold for it: neither markers nor examples of none.
CITE_WITHOUT_GOLD = ("b03", "b11", "c01")


@dataclass
class _Rows:
    features: list[Features] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)


def train(examples: list[Example]) -> Weights:
    """Fit both looks of every shape; the second sees what the first believes."""
    model: Weights = {}
    _fit(model, examples, [[{} for _ in e.candidates] for e in examples], 1)
    whole = []
    for example in examples:
        pairs = zip(example.local, example.candidates, strict=True)
        first = [weigh(f, c, model, 1) for f, c in pairs]
        whole.append(article_features(example.candidates, first, first, example.context))
    _fit(model, examples, whole, 2)
    return model


def _fit(model: Weights, examples: list[Example], extra: list[list[Features]], look: int) -> None:
    rows = {shape: _Rows() for shape in LEARNED}
    for example, added in zip(examples, extra, strict=True):
        parts = zip(example.candidates, example.local, added, example.labels, strict=True)
        for candidate, local, more, label in parts:
            if is_weighed(candidate):
                row = rows[candidate.shape]
                row.features.append(local | more)
                row.labels.append(label)
                row.weights.append(VARIANT_WEIGHT if example.variant else 1.0)
    for shape, row in rows.items():
        model[f"{shape} {look}"] = _regression(row)


def _regression(rows: _Rows) -> dict[str, float]:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    vectors = DictVectorizer()
    table = vectors.fit_transform(rows.features)
    fitted = LogisticRegression(C=STRENGTH, max_iter=5000, fit_intercept=False)
    fitted.fit(table, rows.labels, sample_weight=rows.weights)
    names = vectors.get_feature_names_out()
    return {str(n): round(float(w), 4) for n, w in zip(names, fitted.coef_[0], strict=True)}


def measure(examples: list[Example], model: Weights) -> dict[str, Counter[str]]:
    """Count true, false and missed marker spans by kind of text."""
    counts: dict[str, Counter[str]] = {}
    for example in examples:
        chances = citation_model.score(example.candidates, example.context, model)
        kept = citation_model.keep(example.candidates, chances)
        found = {(c.start, c.end) for c in kept}
        count = counts.setdefault(example.kind, Counter())
        count.update(
            true=len(found & example.gold),
            false=len(found - example.gold),
            missed=len(example.gold - found),
        )
    return counts


def _f1(count: Counter[str]) -> float:
    return round(
        2 * count["true"] / max(1, 2 * count["true"] + count["false"] + count["missed"]), 4
    )


def cross_validate(examples: list[Example], more: list[Example]) -> dict[str, Any]:
    """Return span scores by kind; an article is never trained on and measured."""
    articles = sorted({e.article for e in examples})
    random.Random(0).shuffle(articles)
    total: dict[str, Counter[str]] = {}
    for fold in range(FOLDS):
        held = set(articles[fold::FOLDS])
        model = train([e for e in examples + more if e.article not in held])
        for kind, count in measure([e for e in examples if e.article in held], model).items():
            total.setdefault(kind, Counter()).update(count)
    return {
        kind: {"f1": _f1(count), **count} if count["true"] else {"false": count["false"]}
        for kind, count in sorted(total.items())
    }


def main(data: Path, models: Path) -> None:
    """Cross-validate, train on everything, and write weights, scores and manifest."""
    pages = data / "claims" / "health-web"
    for folder in (data / "citations" / "rendered", pages):
        if not folder.is_dir():
            sys.exit(f"{folder} is missing: name the folder of training data with --data")
    texts = rendered(data)
    examples = [labelled(text) for group in texts.values() for text in group]
    examples += web(pages, without=CITE_WITHOUT_GOLD)
    more = variants(texts, random.Random(5))
    scores = cross_validate(examples, more)
    folder = models / "citations"
    folder.mkdir(parents=True, exist_ok=True)
    model = {name: dict(sorted(w.items())) for name, w in sorted(train(examples + more).items())}
    (folder / "weights.json").write_text(json.dumps(model, indent=1) + "\n", "utf-8")
    summary = {"marker spans, cross-validated by article": scores}
    (folder / "scores.json").write_text(json.dumps(summary, indent=2) + "\n", "utf-8")
    write_manifest("citations", ["weights.json"], models)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=MODELS)
    options = parser.parse_args()
    main(options.data, options.models)
