"""Gradient-boosted decision trees: a sum of small trees, applied with NumPy.

An array file holds, for ``trees`` by ``nodes``: ``feature`` (which column a node looks at),
``threshold`` (a value up to it goes left), ``left`` and ``right`` (nodes), ``value`` (of a leaf;
a leaf is its own left and right), and ``base``, what the sum begins with.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.weights.folders import MODELS, weights

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class Trees(NamedTuple):
    """Trees as arrays, one row a tree; nodes are numbered over all trees."""

    feature: npt.NDArray[np.int32]
    threshold: npt.NDArray[np.float32]
    children: npt.NDArray[np.int32]
    value: npt.NDArray[np.float32]
    roots: npt.NDArray[np.int32]
    depth: int
    base: float

    def predict(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """Return the probability of each row (rows by features)."""
        import numpy as np

        count, columns = rows.shape
        flat = np.ascontiguousarray(rows, dtype=np.float32).ravel()
        starts = (np.arange(count, dtype=np.int32) * columns)[:, None]
        at = np.broadcast_to(self.roots, (count, len(self.roots))).copy()
        for _ in range(self.depth):
            right = flat[starts + self.feature[at]] > self.threshold[at]
            at = self.children[2 * at + right]
        total = self.value[at].sum(axis=1, dtype=np.float64) + self.base
        found: npt.NDArray[np.float64] = 1 / (1 + np.exp(-total))
        return found


@lru_cache(maxsize=4)
def load_trees(name: str, file: str, models: Path = MODELS) -> Trees:
    """Load the trees of a model.

    Raises ``ModelError`` when they are missing or damaged.
    """
    import numpy as np

    with np.load(weights(name, file, models), allow_pickle=False) as arrays:
        return Trees(
            feature=arrays["feature"].astype(np.int32),
            threshold=arrays["threshold"].astype(np.float32),
            children=arrays["children"].astype(np.int32),
            value=arrays["value"].astype(np.float32),
            roots=arrays["roots"].astype(np.int32),
            depth=int(arrays["depth"]),
            base=float(arrays["base"]),
        )
