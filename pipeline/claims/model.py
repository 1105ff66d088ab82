"""The claim models as shipped: load the weights, score sentences, without a training library.

A sentence is two L2-normalised TF-IDF vectors (words, character n-grams; hashed), a vector
of counts and, where the encoder read it, the encoder's vector; every head (claim or not,
each type, each direction) is one linear score over them. There are weights for sentences
``read`` by the encoder and for ``plain`` ones. The claim's probability is a second, tiny
logistic regression over a sentence's own score, its neighbours' and the article's mean,
fitted on scores of held-out documents, which also calibrates it.
"""

from __future__ import annotations

import json
import math
import zipfile
import zlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pipeline.claims.attributes import CHANGES, change_counts
from pipeline.claims.features import (
    BUCKETS,
    COUNTS,
    character_buckets,
    counts,
    tokens,
    word_buckets,
)
from pipeline.errors import ModelError
from pipeline.weights.files import opened
from pipeline.weights.folders import MODELS, manifest, weights

NAME = "claims"
ARRAYS = "claims.npz"
META = "claims.json"
_AGAIN = "run `claimsheet models train claims --with-reviews` again, or delete it"
_WRONG = (ValueError, KeyError, IndexError)
Kind = Literal["read", "plain"]
DENSE: tuple[str, ...] = (*COUNTS, *CHANGES)
SURE, ALL_BUT_IMPOSSIBLE = 0.5, 0.1
"""The least probability of a direction that the model says alone, and of one that is ruled."""


class Features(NamedTuple):
    """What the models see of one sentence."""

    words: list[int]
    characters: list[int]
    dense: list[float]
    vector: Any = None


class ClaimModel(NamedTuple):
    """The arrays of a trained model; columns of the weights are claim, types, directions."""

    idf: Any
    sparse: Any
    dense: Any
    bias: Any
    vector: Any
    context: tuple[float, ...]
    threshold: float
    types: tuple[str, ...]
    directions: tuple[str, ...]
    ways: Any = None  # what the words of a claim's parts say of the direction

    def scores(self, rows: Sequence[Features]) -> list[list[float]]:
        """Return the linear score of every head, for each of some sentences."""
        import numpy as np

        total = np.tile(self.bias, (len(rows), 1))
        for row, features in zip(total, rows, strict=True):  # one by one: the same in any company
            row += np.asarray(features.dense, dtype=np.float32) @ self.dense
            if self.vector is not None and features.vector is not None:
                row += np.asarray(features.vector, dtype=np.float32) @ self.vector
        for buckets in ([row.words for row in rows], [row.characters for row in rows]):
            filled = [at for at, own in enumerate(buckets) if own]
            if filled:
                total[filled] += self._hashed([buckets[at] for at in filled])
        return [[float(score) for score in row] for row in total]

    def _hashed(self, rows: Sequence[Sequence[int]]) -> Any:
        """Return what the buckets of sentences are worth, each weighed by how rare it is."""
        import numpy as np

        buckets = np.fromiter(chain.from_iterable(rows), np.int64)
        sizes = [len(row) for row in rows]
        firsts = np.cumsum([0, *sizes[:-1]])
        idf = self.idf[buckets]
        lengths = np.sqrt(np.add.reduceat(idf * idf, firsts))
        weights = idf / np.repeat(lengths, sizes)
        return np.add.reduceat(weights[:, None] * self.sparse[buckets], firsts, axis=0)

    def best_type(self, scores: Sequence[float]) -> str:
        """Return the type with the highest score."""
        return _best(self.types, scores[1 : 1 + len(self.types)])

    def best_direction(
        self, scores: Sequence[float], buckets: Sequence[int] = (), ruled: str | None = None
    ) -> str:
        """Return the likeliest direction, ``none`` for no direction and where none is sure.

        ``buckets`` are those of the claim's parts (``pipeline.claims.part_features``), ``ruled``
        what the clause plainly says: that holds unless the model finds it all but impossible.
        """
        own = list(scores[1 + len(self.types) :])
        if self.ways is not None and buckets:
            own = [a + float(b) for a, b in zip(own, self.ways[list(buckets)].sum(0), strict=True)]
        return chosen(dict(zip(self.directions, softmax(own), strict=True)), ruled)

    def probabilities(self, scores: Sequence[float]) -> list[float]:
        """Return the probability of a claim for an article's sentences, from their claim scores."""
        bias, *slopes = self.context
        return [
            1 / (1 + math.exp(-max(-30.0, min(30.0, bias + _dot(slopes, row)))))
            for row in context_rows(scores)
        ]


def softmax(scores: Sequence[float]) -> list[float]:
    """Return the probabilities of some linear scores."""
    raised = [math.exp(score - max(scores)) for score in scores]
    return [one / sum(raised) for one in raised]


def chosen(chances: dict[str, float], ruled: str | None) -> str:
    """Return the direction to say, given the model's chances and what the clause says."""
    if ruled is not None and chances.get(ruled, 0.0) >= ALL_BUT_IMPOSSIBLE:
        return ruled
    best = _best(list(chances), list(chances.values()))
    return best if chances[best] >= SURE else "none"


def features_of(plain: str, negated: bool, vector: Any = None) -> Features:
    """Return the features of a sentence (as quoted, markers left out)."""
    words = tokens(plain)
    dense = counts(plain, words) + change_counts(words, negated)
    return Features(word_buckets(words), character_buckets(words), dense, vector)


def context_rows(scores: Sequence[float]) -> list[list[float]]:
    """Return, for each sentence, its own score, its four neighbours', and the article's mean.

    Scores are bounded; a neighbour beyond the article's edge counts as the mean.
    """
    bounded = [max(-5.0, min(5.0, score)) for score in scores]
    mean = sum(bounded) / (len(bounded) or 1)
    padded = [mean, mean, *bounded, mean, mean]
    return [
        [padded[at + 2], padded[at + 1], padded[at + 3], padded[at], padded[at + 4], mean]
        for at in range(len(bounded))
    ]


def load(models: Path = MODELS, learned: Path | None = None, kind: Kind = "read") -> ClaimModel:
    """Load the weights (once a process), with what was ``learned`` from reviewers added.

    Raises ``ModelError`` when they are missing or stale.
    """
    if learned is None:
        return _shipped(models, kind)
    return _adapted(models, kind, learned, learned.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _shipped(models: Path, kind: Kind) -> ClaimModel:
    import numpy as np

    path = weights(NAME, ARRAYS, models)
    meta = json.loads(weights(NAME, META, models).read_text("utf-8"))
    if tuple(meta["dense"]) != DENSE or meta["buckets"] != BUCKETS:
        raise ModelError(
            f"model {path} was trained with other features: train it again with "
            f"`claimsheet models train {NAME}`"
        )
    with np.load(path, allow_pickle=False) as arrays:
        return ClaimModel(
            idf=arrays["idf"].astype(np.float32),
            sparse=arrays[f"{kind}_sparse"].astype(np.float32),
            dense=arrays[f"{kind}_dense"],
            bias=arrays[f"{kind}_bias"],
            vector=arrays["read_vector"] if kind == "read" else None,
            context=tuple(meta[kind]["context"]),
            threshold=meta[kind]["threshold"],
            types=tuple(meta["types"]),
            directions=tuple(meta["directions"]),
            ways=arrays["ways"].astype(np.float32) if kind == "read" else None,
        )


@lru_cache(maxsize=4)
def _adapted(models: Path, kind: Kind, learned: Path, changed: int) -> ClaimModel:
    import numpy as np

    base = _shipped(models, kind)
    sparse, dense, bias = base.sparse.copy(), base.dense.copy(), base.bias.copy()
    try:
        with opened(learned) as stream, np.load(stream, allow_pickle=False) as arrays:
            made_for = arrays["base"].tobytes().decode("ascii")
            sparse[arrays["buckets"], 0] += arrays["weights"]
            dense[:, 0] += arrays["dense"][:-1]
            bias[0] += arrays["dense"][-1]
    except (OSError, EOFError, *_WRONG, zlib.error, zipfile.BadZipFile) as error:
        raise ModelError(f"{learned} is damaged: {_AGAIN}") from error
    if made_for != manifest(NAME, models)[ARRAYS]:
        raise ModelError(f"{learned} was learned for other weights than these: {_AGAIN}")
    return base._replace(sparse=sparse, dense=dense, bias=bias)


def _best(names: Sequence[str], scores: Sequence[float]) -> str:
    return max(zip(scores, names, strict=True))[1]


def _dot(first: Sequence[float], second: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(first, second, strict=True))
