"""Train ``models/regions``: what each line of an article is.

    python -m pipeline.recipes.regions --data DATA [--models MODELS]

A conditional random field over the lines of whole documents: the pages of
``claims/health-web`` and one rendering of each article of ``citations/rendered``; and, as
augmentation, those pages with comments, teasers and reference lists of others behind them.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from pipeline.layout.lines import line_features
from pipeline.models import MODELS, write_manifest
from pipeline.recipes.region_pages import Mixer, Page, papers, web_pages

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
_OPTIONS = {"c1": 0.1, "c2": 1.0, "max_iterations": 200, "feature.possible_transitions": True}


def train(pages: list[Page]) -> dict[str, Any]:
    """Fit the chain and return its weights as plain data."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(_OPTIONS)
    for page in pages:
        trainer.append(list(line_features(page.lines)), page.labels)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "chain")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
        tagger.close()
    return _plain(info)


def _plain(info: Any) -> dict[str, Any]:
    index = {label: str(i) for i, label in enumerate(LABELS)}
    state: dict[str, dict[str, float]] = {}
    for (feature, label), weight in sorted(info.state_features.items()):
        if abs(weight) >= 0.005:
            state.setdefault(feature, {})[index[label]] = round(weight, 3)
    moves = [[round(info.transitions.get((a, b), 0.0), 3) for b in LABELS] for a in LABELS]
    return {"labels": LABELS, "state": state, "moves": moves}


def fit(web: list[Page], science: list[Page], mixed: int = 200) -> dict[str, Any]:
    """Train on pages and papers, and on mixtures of them alone."""
    return train([*web, *science, *Mixer(web, science).pages(mixed)])


def write(model: dict[str, Any], models: Path) -> None:
    """Write the weights with their manifest."""
    folder = models / "regions"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "weights.json").write_text(json.dumps(model, separators=(",", ":")) + "\n", "utf-8")
    write_manifest("regions", ["weights.json"], models)


def main(data: Path, models: Path) -> None:
    """Train on everything and write ``models/regions``."""
    if not (data / "claims" / "health-web").is_dir():
        sys.exit(f"no folder {data / 'claims' / 'health-web'}: give the data folder with --data")
    write(fit(web_pages(data), papers(data)), models)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=MODELS)
    options = parser.parse_args()
    main(options.data, options.models)
