"""The claim features on scientific-claim: which sentences of an abstract say its findings.

Trained on its training part, settings chosen on its validation part, scored once on its test
part (Achakulvisut et al. 2019). Nothing of it ships: it measures what the features are worth
beside published figures.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.models import MODELS
from pipeline.recipes.claims import COUNT_WEIGHT, VECTOR_WEIGHT, _features, _idf, _sparse, _tfidf
from pipeline.recipes.encoder_data import findings
from pipeline.recipes.encoder_scores import read_sentences

STRENGTHS = (0.3, 1.0, 3.0)


def scores(data: Path, models: Path = MODELS) -> dict[str, float]:
    """Return the F1 on the validation and the test part."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    parts = {name: findings(data, name) for name in ("train", "validation", "test")}
    read = {name: _read(part, models) for name, part in parts.items()}
    idf = _idf([read["train"][0]])
    scale = read["train"][1].std(0) + 1e-6
    mean = read["train"][1].mean(0)
    rows = {
        name: _rows(sparse, (dense - mean) / scale, idf) for name, (sparse, dense) in read.items()
    }
    gold = {
        name: np.array([label == "1" for abstract in part for _, label in abstract])
        for name, part in parts.items()
    }
    best = (0.0, 0.5, None)
    for strength in STRENGTHS:
        model = LogisticRegression(C=strength, max_iter=1000).fit(rows["train"], gold["train"])
        chance = model.predict_proba(rows["validation"])[:, 1]
        for threshold in np.arange(0.25, 0.6, 0.025):
            found = f1(chance >= threshold, gold["validation"])
            if found > best[0]:
                best = (found, float(threshold), model)
    chance = best[2].predict_proba(rows["test"])[:, 1]  # type: ignore[attr-defined]
    return {
        "validation_f1": round(best[0], 4),
        "test_f1": round(f1(chance >= best[1], gold["test"]), 4),
    }


def f1(said: Any, gold: Any) -> float:
    """Return the F1 of booleans."""
    return float(2 * (said & gold).sum() / max(1, said.sum() + gold.sum()))


def _read(part: list[list[tuple[str, str]]], models: Path) -> tuple[Any, Any]:
    """Return hashed words, and of each sentence: counts, vectors around, place."""
    import numpy as np

    texts = [text for abstract in part for text, _ in abstract]
    features = [_features(text) for text in texts]
    vectors = read_sentences(texts, models)
    counts = np.array([f.dense for f in features], dtype=np.float32)
    blocks, at = [], 0
    for abstract in part:
        size = len(abstract)
        own = vectors[at : at + size]
        at += size
        edge = np.zeros((1, own.shape[1]), np.float32)
        place = np.arange(size)[:, None]
        left = size - 1 - place
        places = [place / size, left == 0, left == 1, left == 2, place == 0, place == 1]
        blocks.append(
            np.hstack(
                [own, np.vstack([edge, own[:-1]]), np.vstack([own[1:], edge])]
                + [np.asarray(one, np.float32) for one in places]
            )
        )
    return _sparse(features), np.hstack([counts, np.vstack(blocks)])


def _rows(sparse: Any, dense: Any, idf: Any) -> Any:
    import numpy as np
    import scipy.sparse as sp

    width = dense.shape[1]
    weight = np.full(width, COUNT_WEIGHT)
    vectors = 3 * 384
    weight[width - 6 - vectors : width - 6] = VECTOR_WEIGHT
    weight[width - 6 :] = 0.3
    return sp.hstack([_tfidf(sparse, idf), sp.csr_matrix(dense * weight)]).tocsr()
