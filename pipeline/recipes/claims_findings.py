"""The claim features on scientific-claim: which sentences of an abstract say its findings.

Two logistic regressions: the claim model's words and counts, and the encoder's vectors of a
sentence and its neighbours, both with its place in the abstract. They are joined late, by
stacking (Wolpert 1992): the encoder may have learned labels of the training part, so its vectors
say more of those sentences than of others, and a model over everything at once trusts them too
much. How much they are worth is learned on the validation part, on scores of abstracts held out,
as is the threshold; the test part is only scored (Achakulvisut et al. 2019). Nothing of it
ships: it measures what the features are worth beside published figures.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.models import MODELS
from pipeline.recipes.claims import COUNT_WEIGHT, STRENGTH, _features, _folds, _idf, _sparse, _tfidf
from pipeline.recipes.encoder_data import findings
from pipeline.recipes.encoder_scores import read_sentences

FOLDS = 5
# Inverse regularisation of the vectors' model, and of the one that joins; with FOLDS and the
# weights of counts and places chosen by cross-validation on the first two parts.
VECTOR_STRENGTH, JOIN_STRENGTH = 0.001, 0.1


class Part(NamedTuple):
    """The sentences of some abstracts in rows, abstract after abstract."""

    words: tuple[Any, Any]
    counts: Any
    vectors: Any
    place: Any
    abstract: Any
    gold: Any


def scores(data: Path, models: Path = MODELS) -> dict[str, float]:
    """Return the F1 on the validation part (held out, at its best threshold) and the test part."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    train, validation, test = (
        _read(findings(data, name), models) for name in ("train", "validation", "test")
    )
    known = [train, validation]
    idf = _idf([part.words for part in known])
    gold = np.concatenate([part.gold for part in known])
    first = len(train.gold)
    taught, chosen = np.arange(first), np.arange(first, len(gold))
    held_out, unseen = [], []
    for rows, strength in zip(_rows([*known, test], idf), (STRENGTH, VECTOR_STRENGTH), strict=True):
        model = LogisticRegression(C=strength, max_iter=300)
        found = np.zeros(len(gold))
        for learn, hold in _folds(chosen, validation.abstract, FOLDS):
            learn = np.concatenate([taught, learn])
            found[hold] = model.fit(rows[learn], gold[learn]).decision_function(rows[hold])
        held_out.append(found[chosen])
        unseen.append(model.fit(rows[: len(gold)], gold).decision_function(rows[len(gold) :]))
    scale = np.std(held_out, 1)
    joined = LogisticRegression(C=JOIN_STRENGTH)
    joined.fit((held_out / scale[:, None]).T, validation.gold)
    chance = joined.predict_proba((held_out / scale[:, None]).T)[:, 1]
    threshold = max(np.arange(0.25, 0.6, 0.025), key=lambda t: f1(chance >= t, validation.gold))
    said = joined.predict_proba((unseen / scale[:, None]).T)[:, 1] >= threshold
    return {
        "validation_f1": round(f1(chance >= threshold, validation.gold), 4),
        "test_f1": round(f1(said, test.gold), 4),
    }


def f1(said: Any, gold: Any) -> float:
    """Return the F1 of booleans."""
    return float(2 * (said & gold).sum() / max(1, said.sum() + gold.sum()))


def _read(abstracts: list[list[tuple[str, str]]], models: Path) -> Part:
    import numpy as np

    sentences = [sentence for abstract in abstracts for sentence in abstract]
    texts = [text for text, _ in sentences]
    features = [_features(text) for text in texts]
    sizes = [len(abstract) for abstract in abstracts]
    place = np.concatenate([np.arange(size) for size in sizes])
    size = np.repeat(sizes, sizes)
    left = size - 1 - place
    far = place / np.maximum(1, size - 1)
    columns = [far, far**2, *(left == k for k in range(4)), *(place == k for k in range(3))]
    own = read_sentences(texts, models)
    abstract = np.repeat(np.arange(len(sizes)), sizes)
    return Part(
        words=_sparse(features),
        counts=np.array([f.dense for f in features]),
        vectors=np.hstack([own, *(_shifted(own, abstract, by) for by in (-1, 1))]),
        place=np.stack([*columns, size < 5, size > 10, size / 10], axis=1).astype(float),
        abstract=abstract,
        gold=np.array([label == "1" for _, label in sentences]),
    )


def _shifted(rows: Any, abstract: Any, by: int) -> Any:
    """Return each sentence's neighbour's row, zeros beyond the abstract."""
    import numpy as np

    at = np.arange(len(rows)) + by
    inside = (at >= 0) & (at < len(rows))
    at = np.where(inside, at, 0)
    return np.where((inside & (abstract[at] == abstract))[:, None], rows[at], 0)


def _rows(parts: list[Part], idf: Any) -> tuple[Any, Any]:
    """Return the rows of both models; scales are of all parts but the last."""
    import numpy as np
    import scipy.sparse as sp

    known = sum(len(part.gold) for part in parts[:-1])

    def scaled(blocks: list[Any]) -> Any:
        whole = np.vstack(blocks)
        return (whole - whole[:known].mean(0)) / (whole[:known].std(0) + 1e-6)

    place = scaled([part.place for part in parts])
    words = sp.vstack([_tfidf(part.words, idf) for part in parts])
    counts = np.hstack([scaled([part.counts for part in parts]), place]) * COUNT_WEIGHT
    vectors = np.hstack([scaled([part.vectors for part in parts]), place])
    return sp.hstack([words, sp.csr_matrix(counts)]).tocsr(), vectors


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=MODELS)
    arguments = parser.parse_args()
    print(scores(arguments.data, arguments.models))  # noqa: T201
