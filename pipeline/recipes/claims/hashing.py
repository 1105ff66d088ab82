"""Sentences as rows of hashed TF-IDF, for every model of claims that is trained here."""

from __future__ import annotations

from typing import Any

from pipeline.claims import cues
from pipeline.claims.features import BUCKETS
from pipeline.claims.model import Features, features_of
from pipeline.claims.text import quote, words_of


def read_features(text: str, start: int, end: int, markers: Any) -> Features:
    """Return the features of a sentence of a document."""
    words = words_of(text, start, end, markers)
    negated = any(one.main for one in cues.negation_cues(words))
    return features_of(quote(text, start, end, markers), negated)


def plain_features(text: str) -> Features:
    """Return the features of a sentence that stands by itself."""
    return read_features(text, 0, len(text), ())


def hashed(features: Any) -> tuple[Any, Any]:
    """Return word and character indicators of sentences, as two matrices of one width."""
    import numpy as np
    import scipy.sparse as sp

    pairs = [(f.words, f.characters) for f in features]
    matrices = []
    for side in (0, 1):
        lists = [pair[side] for pair in pairs]
        ends = np.cumsum([0, *map(len, lists)])
        columns = np.array([column for row in lists for column in row], dtype=np.int64)
        ones = np.ones(len(columns), np.float32)
        matrices.append(sp.csr_matrix((ones, columns, ends), shape=(len(lists), 2 * BUCKETS)))
    return matrices[0], matrices[1]


def idf_of(parts: list[tuple[Any, Any]]) -> Any:
    """Return the inverse document frequency of each column of ``hashed`` sentences."""
    import numpy as np

    seen = sum(np.asarray((words + characters).sum(0)).ravel() for words, characters in parts)
    total = sum(words.shape[0] for words, _ in parts)
    return (np.log((1 + total) / (1 + seen)) + 1).astype(np.float16).astype(np.float32)


def tfidf_rows(parts: tuple[Any, Any], idf: Any) -> Any:
    """Return TF-IDF of ``hashed`` sentences, words and characters each of length 1."""
    import numpy as np
    import scipy.sparse as sp

    total = None
    for part in parts:
        weighted = part @ sp.diags(idf)
        norm = np.sqrt(np.asarray(weighted.multiply(weighted).sum(1)).ravel())
        norm[norm == 0] = 1
        scaled = sp.diags(1 / norm) @ weighted
        total = scaled if total is None else total + scaled
    return sp.csr_matrix(total)
