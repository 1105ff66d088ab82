"""A linear chain over feature words: the decoder of the conditional random fields of `models`.

The weights are JSON as ``pipeline.recipes.chains`` writes them: ``labels``, ``state``
(feature word to label number to weight) and ``moves`` (label to label).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.weights.folders import weights

_PIECE = 512
"""Steps that are scored at once."""


@dataclass(frozen=True, eq=False)
class Chain:
    """The weights of a chain: a row of ``state`` for each feature, the last one for none."""

    labels: tuple[str, ...]
    rows: dict[str, int]
    state: Any
    moves: Any

    def encode(self, features: Iterable[str]) -> list[int]:
        """Return the rows of the features that have a weight."""
        return [row for row in map(self.rows.get, features) if row is not None]

    def label(self, features: Iterable[Iterable[str]]) -> list[str]:
        """Return the most probable labels of some steps."""
        return self.label_rows(map(self.encode, features))

    def label_rows(self, steps: Iterable[list[int]]) -> list[str]:
        """Return the most probable labels of some steps, given as encoded (Viterbi)."""
        import numpy as np

        size = len(self.labels)
        paths = np.empty((_PIECE, size, size), dtype=np.float32)
        back: list[list[int]] = []
        best = None
        for scores in self._scores(steps):
            for i, score in enumerate(scores):
                # paths[i, b, a]: the best path that ends in a, then b.
                paths[i] = self.moves if best is None else self.moves + best
                best = score if best is None else np.maximum.reduce(paths[i], axis=1) + score
            back += paths[: len(scores)].argmax(axis=2).astype(np.int8).tolist()
        if best is None:
            return []
        at = int(best.argmax())
        labels = []
        for row in reversed(back):
            labels.append(self.labels[at])
            at = row[at]
        return labels[::-1]

    def _scores(self, steps: Iterable[list[int]]) -> Iterator[Any]:
        """Yield the score of each label at each step, a piece of the steps at a time."""
        import numpy as np

        nothing = len(self.rows)
        rest = iter(steps)
        while piece := list(islice(rest, _PIECE)):
            rows: list[int] = []
            starts: list[int] = []
            for found in piece:
                starts.append(len(rows))
                rows.append(nothing)  # a row of zeros, for a step without a known feature
                rows += found
            yield np.add.reduceat(self.state.take(rows, axis=0), starts, axis=0)


@lru_cache(maxsize=8)
def load_chain(name: str, models: Path) -> Chain:
    """Return the chain of a model folder. Raises ``ModelError`` when it is not whole."""
    return chain_of(json.loads(weights(name, "weights.json", models).read_text("utf-8")))


def chain_of(found: dict[str, Any]) -> Chain:
    """Return the chain with some weights, as ``pipeline.recipes.chains`` fits them."""
    import numpy as np

    labels = tuple(found["labels"])
    state = np.zeros((len(found["state"]) + 1, len(labels)), dtype=np.float32)
    rows: dict[str, int] = {}
    for row, (feature, values) in enumerate(found["state"].items()):
        rows[feature] = row
        for label, value in values.items():
            state[row, int(label)] = value
    moves = np.array(found["moves"], dtype=np.float32)
    return Chain(labels, rows, state, np.ascontiguousarray(moves.T))
