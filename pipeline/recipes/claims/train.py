"""Train the claim models: ``python -m pipeline.recipes.claims.train --data DATA``.

Data: health-web (certain labels only) for every head; articles that were made up for claims and
types; SciARK, scientific-claim, health-advice and causal-strength, with English Web Treebank
as everyday prose, for auxiliary scores. All scores share one hashed TF-IDF space, so the
auxiliary ones fold into the claim's weights and cost nothing at run time. Needs the ``train``
extra.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.claims.comparisons import ARRAYS as COMPARISONS
from pipeline.claims.direction import said_direction
from pipeline.claims.features import BUCKETS
from pipeline.claims.model import (
    ARRAYS,
    DENSE,
    META,
    NAME,
    ClaimModel,
    chosen,
    context_rows,
)
from pipeline.claims.part_features import WAYS, relation_buckets
from pipeline.claims.text import quote
from pipeline.recipes.claims.comparisons import main as train_comparisons
from pipeline.recipes.claims.data import (
    Document,
    Row,
    auxiliary,
    health_web,
    made_up_articles,
    plain_sentences,
)
from pipeline.recipes.claims.hashing import (
    hashed,
    idf_of,
    plain_features,
    read_features,
    tfidf_rows,
)
from pipeline.recipes.claims.parts import framed_pages, parts_at
from pipeline.recipes.encoder.scores import read_sentences
from pipeline.weights.folders import MODELS, write_manifest

FOLDS, INNER = 10, 5
STRENGTH = 3.0  # inverse regularisation, chosen with COUNT_WEIGHT in cross-validation
COUNT_WEIGHT = 0.1
VECTOR_WEIGHT = 0.05
TOLERANCE = 1e-3
TYPES, NEXT_TO_NOTHING = 7, 0.02
CLAIM, TYPE, DIRECTION = "claim", "type", "direction"


class Head(NamedTuple):
    """How a head is fitted: inverse regularisation, and the weight of each kind of feature."""

    strength: float = STRENGTH
    words: float = 1.0
    counts: float = COUNT_WEIGHT
    vector: float = VECTOR_WEIGHT
    extra: float = COUNT_WEIGHT  # of the auxiliary scores
    parts: bool = False  # sees the parts of claims
    own: bool = True  # learns from what was made up too
    balance: str | None = None


# Chosen in cross-validation on health-web.
HEADS = {
    CLAIM: Head(balance="balanced"),
    TYPE: Head(strength=2.0, counts=0.15, vector=0.1),
    # With what was made up it gives more directions, fewer of them right (0.71 of 422).
    DIRECTION: Head(strength=0.2, words=3.0, counts=0.2, vector=0.1, parts=True, own=False),
}


def main(data: Path, models: Path = MODELS) -> None:
    """Train, cross-validate by document, and write the weights, card numbers and manifest."""
    import numpy as np

    fitted = trainers(data, models)
    idf = fitted["plain"].idf
    arrays = {"idf": idf.astype(np.float16)}
    meta: dict[str, Any] = {"buckets": BUCKETS, "dense": DENSE}
    scores: dict[str, Any] = {}
    for kind, trainer in fitted.items():
        scores[kind] = trainer.cross_validate()
        model = trainer.final(scores[kind].pop("threshold"))
        arrays[f"{kind}_sparse"] = pruned(model.sparse).astype(np.float16)
        arrays[f"{kind}_dense"] = model.dense.astype(np.float32)
        arrays[f"{kind}_bias"] = model.bias.astype(np.float32)
        if model.vector is not None:
            arrays[f"{kind}_vector"] = model.vector.astype(np.float32)
            arrays["ways"] = model.ways.astype(np.float16)
        meta |= {"directions": model.directions, "types": model.types}
        meta[kind] = {
            "context": [round(value, 6) for value in model.context],
            "threshold": model.threshold,
        }
    folder = models / NAME
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / ARRAYS, **arrays)
    (folder / META).write_text(json.dumps(meta, indent=1) + "\n", "utf-8")
    scores["comparisons"] = train_comparisons(data, models)
    (folder / "scores.json").write_text(json.dumps(scores, indent=2) + "\n", "utf-8")
    write_manifest(NAME, [ARRAYS, META, COMPARISONS], models)


def pruned(weights: Any) -> Any:
    """Return weights without those of types that are next to nothing: half of the file."""
    import numpy as np

    types = weights[:, 1 : 1 + TYPES]
    types[np.abs(types) < NEXT_TO_NOTHING] = 0
    return weights


def trainers(data: Path, models: Path = MODELS) -> dict[str, Trainer]:
    """Return what fits the heads, for sentences ``read`` by the encoder and ``plain`` ones."""
    if not (data / "claims" / "health-web").is_dir():
        raise SystemExit(f"no data at {data}: give the folder that holds claims/health-web")
    corpus = Corpus(health_web(data), [*made_up_articles(), plain_sentences()])
    extra = auxiliary(data)
    words, characters = corpus.sparse
    pages = words[corpus.all], characters[corpus.all]
    idf = idf_of([pages, *(hashed(map(plain_features, texts)) for texts, _ in extra.values())])
    side = _auxiliary_weights(extra, idf)
    vectors = {"read": corpus.vectors(models), "plain": None}
    return {kind: Trainer(corpus, idf, side, found) for kind, found in vectors.items()}


class Corpus:
    """Health-web as arrays: features, labels (-1 = leave out), document of each sentence.

    ``all`` are its sentences; ``own`` are those made up, which are learned from and never asked.
    """

    def __init__(self, pages: list[Document], own: list[Document]) -> None:
        import numpy as np

        documents = [*pages, *own]
        rows = [(at, row) for at, document in enumerate(documents) for row in document.rows]
        features = [
            read_features(documents[at].text, row.start, row.end, documents[at].markers)
            for at, row in rows
        ]
        self.sparse = hashed(features)
        self.dense = np.array([f.dense for f in features], dtype=np.float32)
        self.document = np.array([at for at, _ in rows])
        self.claim = np.array([row.claim for _, row in rows])
        first_own = sum(len(page.rows) for page in pages)
        self.all, self.own = np.split(np.arange(len(rows)), [first_own])
        self.certain = self.all[self.claim[self.all] == 1]
        self.type = np.array([row.type or "" for _, row in rows])
        self.own_certain = self.own[self.type[self.own] != ""]
        self.direction = np.array([row.direction for _, row in rows])
        self.ways, self.ruled = _ways(documents, len(pages), rows)
        self.quotes = [
            quote(documents[at].text, row.start, row.end, documents[at].markers) for at, row in rows
        ]

    def vectors(self, models: Path) -> Any:
        """Return the encoder's vector of each sentence, (sentences, width)."""
        return read_sentences(self.quotes, models)


class Fitted(NamedTuple):
    """The weights of some heads, a column for each."""

    sparse: Any
    dense: Any
    bias: Any
    vector: Any
    ways: Any = None


class Trainer:
    """Fits the heads on any part of the corpus; ``side`` holds the auxiliary weights."""

    def __init__(self, corpus: Corpus, idf: Any, side: Any, vectors: Any = None) -> None:
        self.corpus, self.idf, self.side, self.vectors = corpus, idf, side, vectors
        self.rows = tfidf_rows(corpus.sparse, idf)

    def fit_claim(self, train: Any) -> Fitted:
        """Return the weights of the claim head, auxiliary scores folded in."""
        import numpy as np

        train = np.concatenate([train, self.corpus.own])
        train = train[self.corpus.claim[train] >= 0]
        return self._fit(train, self.corpus.claim, HEADS[CLAIM], self.rows @ self.side)

    def fit_said(self, train: Any, name: str) -> Fitted:
        """Return the weights of the head of types or directions; ``train`` are certain claims."""
        import numpy as np

        if HEADS[name].own:
            train = np.concatenate([train, self.corpus.own_certain])
        labels = self.corpus.type if name == TYPE else self.corpus.direction
        extra = self.rows @ self.side if name == TYPE else None
        return self._fit(train, labels, HEADS[name], extra)

    def _fit(self, train: Any, labels: Any, head: Head, extra: Any = None) -> Fitted:
        import numpy as np
        import scipy.sparse as sp
        from sklearn.linear_model import LogisticRegression

        blocks = [(self.corpus.dense, head.counts)]
        if self.vectors is not None:
            blocks.append((self.vectors, head.vector))
        if extra is not None:
            blocks.append((extra, head.extra))
        dense = np.hstack([block for block, _ in blocks])
        weight = np.concatenate([np.full(block.shape[1], w) for block, w in blocks])
        mean, scale = dense[train].mean(0), (dense[train].std(0) + 1e-6) / weight
        scaled = sp.csr_matrix((dense[train] - mean) / scale)
        hashed_rows = self.rows[train] * head.words
        ways = self._ways(head)
        if ways is not None:
            hashed_rows = sp.hstack([hashed_rows, ways[train]]).tocsr()
        kept = np.flatnonzero(np.asarray((hashed_rows != 0).sum(0)).ravel())  # others stay 0
        both = sp.hstack([hashed_rows[:, kept], scaled]).tocsr()
        model = LogisticRegression(
            C=head.strength, max_iter=500, class_weight=head.balance, tol=TOLERANCE
        )
        model.fit(both, labels[train])
        found = np.zeros((hashed_rows.shape[1], len(model.coef_)))
        found[kept] = model.coef_[:, : len(kept)].T
        size = self.rows.shape[1]
        weights = found[:size] * head.words
        counts = (model.coef_[:, len(kept) :] / scale).T
        bias = model.intercept_ - mean @ counts
        parts = np.split(counts, np.cumsum([block.shape[1] for block, _ in blocks])[:-1])
        if extra is not None:
            weights += self.side @ parts[-1]
        vector = parts[1] if self.vectors is not None else None
        return Fitted(weights, parts[0], bias, vector, None if ways is None else found[size:])

    def _ways(self, head: Head) -> Any:
        """Return what the claims' parts say, for a head that sees it of read sentences."""
        return self.corpus.ways if head.parts and self.vectors is not None else None

    def _scores(self, fitted: Fitted, part: Any) -> Any:
        found = self.rows[part] @ fitted.sparse + self.corpus.dense[part] @ fitted.dense
        if fitted.vector is not None:
            found = found + self.vectors[part] @ fitted.vector
        if fitted.ways is not None:
            found = found + self.corpus.ways[part] @ fitted.ways
        return found + fitted.bias

    def held_out(self, part: Any, folds: int) -> Any:
        """Return claim scores of ``part``, each from a model that saw nothing of its document."""
        import numpy as np

        scores = np.zeros(len(self.corpus.all))
        for train, test in _folds(part, self.corpus.document[part], folds):
            scores[test] = self._scores(self.fit_claim(train), test)[:, 0]
        return scores

    def fit_context(self, part: Any, scores: Any) -> tuple[float, ...]:
        """Return the logistic regression over neighbouring scores: bias first."""
        from sklearn.linear_model import LogisticRegression

        rows = self.context(part, scores)
        sure = self.corpus.claim[part] >= 0
        model = LogisticRegression(C=0.3, max_iter=500)
        model.fit(rows[sure], self.corpus.claim[part][sure])
        return (float(model.intercept_[0]), *map(float, model.coef_[0]))

    def context(self, part: Any, scores: Any) -> Any:
        """Return the context rows of whole documents."""
        import numpy as np

        groups = self.corpus.document[part]
        return np.concatenate(
            [context_rows(list(scores[part][groups == g])) for g in sorted(set(groups))]
        )

    def cross_validate(self) -> dict[str, Any]:
        """Return the scores by document-wise cross-validation, and the threshold they favour."""
        import numpy as np

        from pipeline.recipes.claims.data import claim_scores

        corpus = self.corpus
        chance = np.zeros(len(corpus.all))
        for train, test in _folds(corpus.all, corpus.document[corpus.all], FOLDS):
            train, test = np.sort(train), np.sort(test)
            bias, *slopes = self.fit_context(train, self.held_out(train, INNER))
            scores = np.zeros(len(corpus.all))
            scores[test] = self._scores(self.fit_claim(train), test)[:, 0]
            chance[test] = 1 / (1 + np.exp(-(bias + self.context(test, scores) @ np.array(slopes))))
        result = claim_scores(corpus.claim[corpus.all], chance)
        result[TYPE] = self._types_scored()
        result[DIRECTION] = self.directions_scored()
        return result

    def _types_scored(self) -> dict[str, Any]:
        chances, classes = self._held_out_chances(TYPE)
        certain = self.corpus.certain
        right = classes[chances.argmax(1)] == self.corpus.type[certain]
        return {"accuracy": round(float(right.mean()), 4), "n": len(certain)}

    def directions_scored(self) -> dict[str, Any]:
        """Return how many directions are right, as ``ClaimModel.best_direction`` chooses them."""
        import numpy as np

        chances, classes = self._held_out_chances(DIRECTION)
        certain = self.corpus.certain
        ruled = self.corpus.ruled if self.vectors is not None else [""] * len(self.corpus.ruled)
        said = np.array(
            [
                chosen(dict(zip(map(str, classes), row, strict=True)), ruled[at] or None)
                for at, row in zip(certain, chances, strict=True)
            ]
        )
        right, given = said == self.corpus.direction[certain], said != "none"
        return {
            "accuracy": round(float(right.mean()), 4),
            "n": len(certain),
            "given": int(given.sum()),
            "given_right": round(float(right[given].mean()), 4),
        }

    def _held_out_chances(self, name: str) -> tuple[Any, Any]:
        """Return the chances of each label for certain claims, by models without their page."""
        import numpy as np

        corpus = self.corpus
        certain = corpus.certain
        classes = np.unique((corpus.type if name == TYPE else corpus.direction)[certain])
        found = np.zeros((len(corpus.all), len(classes)))
        for train, test in _folds(certain, corpus.document[certain], FOLDS):
            scores = self._scores(self.fit_said(train, name), test)
            raised = np.exp(scores - scores.max(1, keepdims=True))
            found[test] = raised / raised.sum(1, keepdims=True)
        return found[certain], classes

    def final(self, threshold: float) -> ClaimModel:
        """Return the model trained on every document."""
        import numpy as np

        corpus = self.corpus
        context = self.fit_context(corpus.all, self.held_out(corpus.all, FOLDS))
        certain = corpus.certain
        heads = [
            self.fit_claim(corpus.all),
            self.fit_said(certain, TYPE),
            self.fit_said(certain, DIRECTION),
        ]
        return ClaimModel(
            idf=self.idf,
            sparse=np.hstack([head.sparse for head in heads]),
            dense=np.hstack([head.dense for head in heads]),
            bias=np.concatenate([head.bias for head in heads]),
            vector=None if self.vectors is None else np.hstack([h.vector for h in heads]),
            context=context,
            threshold=threshold,
            ways=heads[2].ways,
            types=tuple(map(str, np.unique(corpus.type[certain]))),
            directions=tuple(map(str, np.unique(corpus.direction[certain]))),
        )


def _ways(
    documents: Sequence[Document], asked: int, rows: Sequence[tuple[int, Row]]
) -> tuple[Any, list[str]]:
    """Return the buckets of each sentence's parts, counted, and what the parts plainly say.

    Of the documents the first ``asked`` are pages.
    """
    import numpy as np
    import scipy.sparse as sp

    made_up = len(documents) - asked  # teaches no directions
    pages = [*framed_pages([one.path for one in documents[:asked]]), *[("", [])] * made_up]
    lists: list[list[int]] = []
    said: list[str] = []
    for at, row in rows:
        text, framed = pages[at]
        one = parts_at(framed, row.start, row.end) if text == documents[at].text else None
        if one is None or one.parts.relation is None:
            lists.append([])
            said.append("")
            continue
        ruled = said_direction(text, *one.parts, one.start, one.end)
        lists.append(relation_buckets(text, *one.parts, one.start, one.end, ruled))
        said.append(ruled or "")
    ends = np.cumsum([0, *map(len, lists)])
    columns = np.array([column for row in lists for column in row], dtype=np.int64)
    shape = len(lists), WAYS
    matrix = sp.csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=shape)
    matrix.sum_duplicates()
    return matrix, said


def _auxiliary_weights(extra: dict[str, tuple[list[str], list[str]]], idf: Any) -> Any:
    """Return one column of weights for every auxiliary score."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    columns = []
    for texts, labels in extra.values():
        rows = tfidf_rows(hashed(map(plain_features, texts)), idf)
        model = LogisticRegression(C=STRENGTH, max_iter=300).fit(rows, labels)
        columns.append(model.coef_.T)
    return np.hstack(columns)


def _folds(part: Any, groups: Any, folds: int) -> list[tuple[Any, Any]]:
    from sklearn.model_selection import GroupKFold

    return [(part[a], part[b]) for a, b in GroupKFold(folds).split(part, groups=groups)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=MODELS)
    arguments = parser.parse_args()
    main(arguments.data, arguments.models)
