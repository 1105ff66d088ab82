"""From scores to spans: the best path of tags in which an ``I-`` only follows its like.

Most units need no search: where the best tag of every word makes a lawful path, that is it.
The others are searched together (Viterbi).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def softmax(scores: NDArray[Any]) -> NDArray[np.float32]:
    """Return the probabilities of the last axis."""
    import numpy as np

    wide = scores.astype(np.float32)  # numbers of 16 bits are compared ten times as slowly
    raised = np.exp(wide - wide.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True))


def logarithms(chances: NDArray[Any]) -> NDArray[np.float32]:
    """Return the logarithms of probabilities, bounded."""
    import numpy as np

    return np.asarray(np.log(np.maximum(chances, 1e-6)))


def best_tags(
    scores: NDArray[Any], labels: Sequence[str], bounds: Sequence[int]
) -> NDArray[np.int64]:
    """Return the tag of every word on the best lawful path of its unit.

    ``scores`` are logarithms, a row a word; unit ``i`` is rows ``bounds[i]`` to ``bounds[i + 1]``.
    Labels that are neither ``B-`` nor ``I-`` may stand anywhere.
    """
    import numpy as np

    lawful = _lawful(tuple(labels))
    tags = scores.argmax(1) if len(scores) else np.zeros(0, np.int64)
    if lawful.all() or not len(tags):
        return tags
    edges = np.array(bounds)
    before = np.concatenate([[len(labels)], tags[:-1]])
    before[edges[:-1][edges[:-1] < len(tags)]] = len(labels)
    broken = np.flatnonzero(~lawful[before, tags])
    if len(broken):
        units = np.unique(np.searchsorted(edges, broken, side="right") - 1)
        rows = [np.arange(edges[unit], edges[unit + 1]) for unit in units]
        for own, path in zip(rows, _search(scores, rows, lawful), strict=True):
            tags[own] = path
    return tags


@lru_cache(maxsize=32)
def _lawful(labels: tuple[str, ...]) -> NDArray[np.bool_]:
    """Say which label (column) may follow which (row); the last row is the unit's beginning."""
    import numpy as np

    allowed = np.ones((len(labels) + 1, len(labels)), dtype=bool)
    for to, label in enumerate(labels):
        if label.startswith("I-"):
            allowed[:, to] = [one[1:] == label[1:] for one in labels] + [False]
    return allowed


def _search(
    scores: NDArray[Any], rows: Sequence[NDArray[np.int64]], lawful: NDArray[np.bool_]
) -> Iterator[NDArray[np.int64]]:
    """Yield the best path of each unit, given by its rows; a step is taken in all at once."""
    import numpy as np

    lengths = np.array([len(own) for own in rows])
    size = lawful.shape[1]
    padded = np.zeros((len(rows), lengths.max(), size), np.float32)
    for i, own in enumerate(rows):
        padded[i, : len(own)] = scores[own]
    moves = np.where(lawful, 0.0, -1e4).astype(np.float32)
    best = padded[:, 0] + moves[-1]
    back = np.zeros((lengths.max(), len(rows), size), np.int64)
    ends = [best]
    for step in range(1, lengths.max()):
        paths = best[:, :, None] + moves[None, :-1]
        back[step] = paths.argmax(1)
        best = paths.max(1) + padded[:, step]
        ends.append(best)
    for i, length in enumerate(lengths):
        path = np.zeros(length, np.int64)
        path[-1] = ends[length - 1][i].argmax()
        for step in range(length - 1, 0, -1):
            path[step - 1] = back[step, i, path[step]]
        yield path


def spans(
    tags: NDArray[np.int64], labels: Sequence[str], bounds: Sequence[int]
) -> Iterator[tuple[int, int, str]]:
    """Yield the first word, the word after the last, and the label of each span."""
    import numpy as np

    named = np.array([label[:2] in ("B-", "I-") for label in labels])
    inside = np.flatnonzero(named[tags]).tolist()
    opens = set(bounds)
    first = last = -1
    name = ""
    for word in inside:
        label = labels[tags[word]]
        if word == last and label[0] == "I" and word not in opens:
            last += 1
            continue
        if first >= 0:
            yield first, last, name
        first, last, name = word, word + 1, label[2:]
    if first >= 0:
        yield first, last, name
