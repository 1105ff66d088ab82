"""Columns of numbers, a row for each line: sums, shifts, distances, codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Row = npt.NDArray[np.float64]

FAR = 60  # lines: what lies beyond is as far


def running(column: Any) -> Row:
    """Return the running sums of a column, 0 first: (n + 1,)."""
    import numpy as np

    return np.concatenate([[0.0], np.cumsum(column, dtype=float)])


def shifted(column: Row, step: int, fill: float) -> Row:
    """Return a column moved down by some lines, the gap filled."""
    import numpy as np

    found = np.full(len(column), fill)
    if abs(step) < len(column):
        if step > 0:
            found[step:] = column[:-step]
        else:
            found[:step] = column[-step:]
    return found


def since(flags: Row) -> Row:
    """Return how many lines stand between each line and the last flagged before it."""
    import numpy as np

    at = np.arange(len(flags))
    seen = np.maximum.accumulate(np.where(flags > 0, at, -FAR - 1))
    before = np.concatenate([[-FAR - 1], seen[:-1]])
    return np.asarray(np.minimum(at - before - 1, FAR), dtype=float)


def coded(keys: Sequence[Any]) -> tuple[Any, int]:
    """Return a number for each key, the same for the same."""
    import numpy as np

    codes: dict[Any, int] = defaultdict(lambda: len(codes))
    return np.array([codes[key] for key in keys]), len(codes)
