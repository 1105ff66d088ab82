"""A word means the same throughout a text: what its other places nearby say counts as well.

Label consistency over a document (Krishnan and Manning 2006, "An effective two-stage model for
exploiting non-local dependencies in named entity recognition"), here as a mean of chances.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipeline.encoder.inputs import SIGN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEAR = 10  # units (sentences, headings) before and after: an abstract, or some paragraphs
SHARE = 0.5  # of the mean in the mixture


class Repeats:
    """Where the same words stand within ``NEAR`` units of each other.

    Words are the same that have the same pieces and shapes; signs are left alone. Unit ``i``
    has the words ``bounds[i]`` to ``bounds[i + 1]``.
    """

    def __init__(
        self, pieces: Sequence[tuple[int, ...]], shapes: Sequence[int], bounds: Sequence[int]
    ) -> None:
        import numpy as np

        numbers: dict[Any, int] = {}
        kinds = np.array(
            [
                -1 if word[1] == SIGN else numbers.setdefault(word, len(numbers))
                for word in zip(pieces, shapes, strict=True)
            ],
            np.int64,
        )
        units = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
        order = np.argsort(kinds, kind="stable")
        self._order = order[np.searchsorted(kinds[order], 0) :]
        keys = kinds[self._order] * (len(bounds) + NEAR) + units[self._order]
        self._first = np.searchsorted(keys, keys - NEAR, side="left")
        self._last = np.searchsorted(keys, keys + NEAR, side="right")

    def mixed(self, chances: NDArray[Any]) -> NDArray[np.float32]:
        """Return the chances of every word (a row each) with those of its repeats."""
        import numpy as np

        found = np.array(chances, np.float32)
        own = found[self._order]
        sums = np.zeros((len(own) + 1, own.shape[1]))
        np.cumsum(own, axis=0, dtype=np.float64, out=sums[1:])
        count = (self._last - self._first)[:, None]
        mean = (sums[self._last] - sums[self._first]) / count
        found[self._order] = np.where(count > 1, (1 - SHARE) * own + SHARE * mean, own)
        return found
