"""Train the weights in ``models/support``: does a sentence share the citation of the next?

    python -m pipeline.recipes.support.train --data DATA [--models MODELS]

Trained on the training and development parts of Citation Integrity (windows of citing text
in biomedical papers, each sentence labelled in or out of what a marker supports), on the
uncited sentences that stand right before the marker. The threshold is the one with the best
F1 in cross-validation by text. The test part is measured with the whole decision as the
pipeline takes it, and windows that share a sentence with it teach nothing; the annotated web
pages, where rules decide, are measured only. The same data gives the same weights.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from pipeline.recipes.support.data import Window, groups, pages, windows
from pipeline.support.neighbours import lenders
from pipeline.support.ties import NAME, WEIGHTS, Weights, features, may_share, score
from pipeline.weights.folders import MODELS, write_manifest

FOLDS = 10
STRENGTH = 0.3
LEAST = 10  # a feature of fewer examples gets no weight


def main(data: Path, models: Path = MODELS) -> None:
    """Choose the threshold, train, and write weights, scores and manifest."""
    corpus = data / "citations" / "citation-integrity"
    if not corpus.is_dir():
        sys.exit(f"{corpus} is missing: name the folder of training data with --data")
    test = windows(corpus / "test.jsonl")
    tested = {sentence for w in test for sentence in w.paragraph.sentences}
    known = [w for part in ("train", "dev") for w in windows(corpus / f"{part}.jsonl")]
    known = [w for w in known if tested.isdisjoint(w.paragraph.sentences)]
    threshold, validated = cross_validate(known)
    model = {"threshold": threshold, **train(_before(known))}
    folder = models / NAME
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WEIGHTS).write_text(json.dumps(model, indent=1) + "\n", "utf-8")
    write_manifest(NAME, [WEIGHTS], models)
    scores = {
        "citation-integrity, cross-validated": validated,
        "citation-integrity, test": measure(test, model),
        "health-web (rules, tuned there)": measure_pages(data / "claims" / "health-web"),
    }
    (folder / "scores.json").write_text(json.dumps(scores, indent=2) + "\n", "utf-8")


def _before(known: list[Window]) -> list[Window]:
    """Return the windows whose marker may support the sentence right before it."""
    return [w for w in known if w.at and may_share(w.paragraph, w.at - 1)]


def train(chosen: list[Window]) -> Weights:
    """Fit the regression and return ``{feature: weight}`` with the ``bias``."""
    from sklearn.linear_model import LogisticRegression

    rows = [features(w.paragraph, w.at - 1) for w in chosen]
    counts = Counter(name for row in rows for name in row)
    names = sorted(name for name, count in counts.items() if count >= LEAST)
    table = [[float(name in row) for name in names] for row in rows]
    fitted = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=1000)
    fitted.fit(table, [w.supported[w.at - 1] for w in chosen])
    values = zip(names, fitted.coef_[0], strict=True)
    return {"bias": round(float(fitted.intercept_[0]), 4)} | {
        name: round(float(weight), 4) for name, weight in values
    }


def cross_validate(known: list[Window]) -> tuple[float, dict[str, Any]]:
    """Return the threshold of the best F1 and what it scores, over all supported neighbours."""
    from sklearn.model_selection import GroupKFold

    chosen = _before(known)
    shared = groups(chosen)
    chance = [0.0] * len(chosen)
    for learn, hold in GroupKFold(FOLDS).split(chosen, groups=shared):
        model = train([chosen[at] for at in learn])
        for at in hold:
            chance[at] = score(chosen[at].paragraph, chosen[at].at - 1, model)
    truth = [w.supported[w.at - 1] for w in chosen]
    total = sum(sum(map(bool, _neighbours(w))) for w in known)

    def at_least(threshold: float) -> dict[str, Any]:
        kept = [right for value, right in zip(chance, truth, strict=True) if value >= threshold]
        return _scores(sum(kept), len(kept) - sum(kept), total - sum(kept))

    grid = [step / 100 for step in range(15, 60)]
    best = max(grid, key=lambda threshold: float(at_least(threshold)["f1"]))
    return best, at_least(best)


def _neighbours(window: Window) -> list[bool]:
    """Return, of the sentences without a marker, which ones the window's marker supports."""
    pairs = zip(window.supported, window.paragraph.markers, strict=True)
    return [supported for supported, markers in pairs if not markers]


def measure(known: list[Window], model: Weights) -> dict[str, Any]:
    """Score whom the pipeline lets inherit the tagged marker, in windows of research papers."""
    count: Counter[str] = Counter()
    for window in known:
        for at, markers in enumerate(window.paragraph.markers):
            if not markers:
                said = window.at in lenders(window.paragraph, at, model)
                count[_kind(said, window.supported[at])] += 1
    return _scores(count["hit"], count["false"], count["missed"])


def measure_pages(folder: Path) -> dict[str, Any]:
    """Score which uncited claims of web pages the pipeline lets inherit."""
    count: Counter[str] = Counter()
    for page in pages(folder):
        for at, truth in enumerate(page.inherited):
            if truth is not None and not page.paragraph.markers[at]:
                said = bool(lenders(page.paragraph, at, None))
                count[_kind(said, truth)] += 1
    return _scores(count["hit"], count["false"], count["missed"])


def _kind(said: bool, true: bool) -> str:
    return "hit" if said and true else "false" if said else "missed" if true else "left"


def _scores(hit: int, false: int, missed: int) -> dict[str, Any]:
    return {
        "precision": round(hit / max(1, hit + false), 4),
        "recall": round(hit / max(1, hit + missed), 4),
        "f1": round(2 * hit / max(1, 2 * hit + false + missed), 4),
        "n": hit + missed,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=MODELS)
    options = parser.parse_args()
    main(options.data, options.models)
