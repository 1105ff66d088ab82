"""A linear chain over feature words: the decoder of the conditional random fields of `models`.

The weights are JSON as ``pipeline.recipes.chains`` writes them: ``labels``, ``state``
(feature word to label number to weight) and ``moves`` (label to label).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.models import weights


@dataclass(frozen=True)
class Chain:
    """The weights of a chain; row ``rows[feature]`` of ``state`` holds those of a feature."""

    labels: tuple[str, ...]
    rows: dict[str, int]
    state: Any
    moves: Any

    def label(self, features: Iterable[Iterable[str]], count: int) -> list[str]:
        """Return the most probable labels of ``count`` steps (Viterbi)."""
        import numpy as np

        if not count:
            return []
        get = self.rows.get
        scores = np.empty((count, len(self.labels)), dtype=np.float32)
        for i, found in enumerate(features):
            rows = [row for row in map(get, found) if row is not None]
            scores[i] = np.add.reduce(self.state.take(rows, axis=0), axis=0)
        return self.best(scores)

    def best(self, scores: Any) -> list[str]:
        """Return the most probable labels, given the score of each label at each step."""
        import numpy as np

        count = len(scores)
        paths = np.empty((count, len(self.labels), len(self.labels)), dtype=np.float32)
        best = scores[0]
        for i in range(1, count):
            # paths[i, b, a]: the best path that ends in a, then b.
            np.add(self.moves, best, out=paths[i])
            best = np.maximum.reduce(paths[i], axis=1) + scores[i]
        back = paths[1:].argmax(axis=2).tolist()
        at = int(best.argmax())
        labels = [at]
        for row in reversed(back):
            at = row[at]
            labels.append(at)
        return [self.labels[label] for label in reversed(labels)]


@lru_cache(maxsize=8)
def load_chain(name: str, models: Path) -> Chain:
    """Return the chain of a model folder. Raises ``ModelError`` when it is not whole."""
    import numpy as np

    return as_chain(json.loads(weights(name, "weights.json", models).read_text("utf-8")), np)


def as_chain(found: dict[str, Any], np: Any) -> Chain:
    """Return the chain of weights as read."""
    labels = tuple(found["labels"])
    state = np.zeros((len(found["state"]), len(labels)), dtype=np.float32)
    rows: dict[str, int] = {}
    for row, (feature, values) in enumerate(found["state"].items()):
        rows[feature] = row
        for label, value in values.items():
            state[row, int(label)] = value
    moves = np.array(found["moves"], dtype=np.float32)
    return Chain(labels, rows, state, np.ascontiguousarray(moves.T))
