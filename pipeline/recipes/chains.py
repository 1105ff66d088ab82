"""Fit linear-chain conditional random fields; write the weights `pipeline.weights.chain` reads."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.weights.folders import write_manifest

Sequence = tuple[list[list[str]], list[str]]
"""The feature words of each step, and its label."""


def fit_chain(
    sequences: Iterable[Sequence], labels: list[str], least: float = 0.005, **options: Any
) -> dict[str, Any]:
    """Fit a chain and return its weights as plain data, without those below ``least``."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"feature.possible_transitions": True, **options})
    for features, wanted in sequences:
        trainer.append(features, wanted)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "chain")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
        tagger.close()
    index = {label: str(i) for i, label in enumerate(labels)}
    state: dict[str, dict[str, float]] = {}
    for (feature, label), weight in sorted(info.state_features.items()):
        if abs(weight) >= least:
            state.setdefault(feature, {})[index[label]] = round(weight, 3)
    moves = [[round(info.transitions.get((a, b), 0.0), 3) for b in labels] for a in labels]
    return {"labels": labels, "state": state, "moves": moves}


def write_chain(
    name: str, model: dict[str, Any], models: Path, others: Mapping[str, Any] | None = None
) -> None:
    """Write the weights of a model, and other files of its folder, with their manifest."""
    folder = models / name
    folder.mkdir(parents=True, exist_ok=True)
    files = {"weights.json": model, **(others or {})}
    for file, found in files.items():
        text = json.dumps(found, separators=(",", ":"))
        (folder / file).write_text(text + "\n", "utf-8")
    write_manifest(name, list(files), models)
