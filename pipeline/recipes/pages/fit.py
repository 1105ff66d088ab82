"""How ``models/pages`` is fitted: words first, then trees over all that is known of a line.

Of most saved pages only a few lines are labelled. Trees that see no words are fitted to those
lines and label the others; the words and the final trees learn from both, the made-up labels
weighing less.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.read.features import Looks, Words, line_words, name_words, prose_words, words_of
from pipeline.recipes.pages.data import Labelled, fold
from pipeline.weights.trees import Trees

_INNER = 3  # folds by which lines get the words' score of others
_SURE, _GUESSED = 3.0, 0.4
"""Weights of a snippet's line, and of a line that the first trees label (swept on five folds)."""
_FEWEST = 4  # pages that have a word
_EXTRA = 1.0  # the weight of a line without a page
_PRIOR, _PROSE = 2.0, 60  # log odds of such a line as long as prose, which its looks would give
_LIGHT = 0.05  # lighter lines teach no words
_ROUNDS = 50  # of the regression: more change little
_KEPT = 0.03  # a word's weight below it is left out
_CLOSENESS = 1.0  # of the words' weights to their examples (C of the regression)
_TREES = {
    "objective": "cross_entropy",
    "learning_rate": 0.1,
    "num_leaves": 31,
    "max_depth": 6,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
_COUNT = 120  # trees
_WHERE = ("own", "round", "above")
Row = npt.NDArray[np.float64]


class Model(NamedTuple):
    """What is shipped."""

    words: Words
    trees: Trees


class Corpus:
    """Pages with all that the fitting needs of them, made once for all folds."""

    def __init__(self, pages: Sequence[Labelled], extra: Sequence[Example]) -> None:
        self.pages, self.extra = pages, extra
        self.looks = [Looks(page.drafts, page.parts, page.said) for page in pages]
        self.shapes = [looks.shapes() for looks in self.looks]
        self.labels = [page.labels for page in pages]
        self.sizes = [
            np.minimum(np.log1p([len(d.text) for d in page.drafts]) / 5, 1.2) for page in pages
        ]
        self.weights = [self._weights(i) for i in range(len(pages))]
        texts = [*([d.text for d in page.drafts] for page in pages), [e.text for e in extra]]
        self.lines = _Counts([[line_words(t, words_of(t)) for t in page] for page in texts])
        self.prose = _Counts([[prose_words(words_of(t)) for t in page] for page in texts])
        self.names = _Counts([_names(page) for page in pages])

    def _weights(self, i: int) -> Row:
        """Return the weights of a page's labelled lines, 0 of the others."""
        page = self.pages[i]
        known = page.labels >= 0
        each = 1.0 if known.mean() > 0.9 else _SURE
        return np.where(known, each * page.weight * self.sizes[i], 0.0)

    def vectors(self, words: Words) -> Vectors:
        """Return the weights of words in the order of the columns of the counts."""
        names = {
            f"{where}:{word}": weight
            for word, weights in words.names.items()
            for where, weight in zip(_WHERE, weights, strict=True)
        }
        return Vectors(
            self.lines.vector(words.lines), self.prose.vector(words.prose), self.names.vector(names)
        )

    def scored(self, i: int, vectors: Vectors) -> Row:
        """Return all features of a page's lines."""
        own, prose, called = (
            counts.rows[i] @ vector
            for counts, vector in zip((self.lines, self.prose, self.names), vectors, strict=True)
        )
        return np.hstack([self.shapes[i], self.looks[i].telling(own, prose, called)])


class Vectors(NamedTuple):
    """The weights of lines' words, of prose's and of names, as arrays."""

    lines: Row
    prose: Row
    names: Row


class Example(NamedTuple):
    """A line without a page, for the words; of a site, or of none."""

    text: str
    label: float
    site: str | None


class _Counts:
    """How often each line has each word, as sparse rows, page by page."""

    def __init__(self, pages: Sequence[Sequence[Any]]) -> None:
        import scipy.sparse as sparse

        seen: Counter[str] = Counter()
        for page in pages:
            seen.update({word for line in page for word in line})
        self.words = sorted(word for word, count in seen.items() if count >= _FEWEST)
        known = {word: i for i, word in enumerate(self.words)}
        self.rows = []
        for page in pages:
            at, columns, values = [0], [], []
            for line in page:
                for word, count in Counter(line).items():
                    if word in known:
                        columns.append(known[word])
                        values.append(float(count))
                at.append(len(columns))
            shape = (len(page), len(known))
            self.rows.append(sparse.csr_matrix((values, columns, at), shape=shape))

    def vector(self, weights: Mapping[str, float]) -> Row:
        """Return weights in the order of the columns."""
        return np.array([weights.get(word, 0.0) for word in self.words])

    def regress(
        self, chosen: Sequence[int], labels: Row, weights: Row, beside: Row | None = None
    ) -> dict[str, float]:
        """Return the weights of the words by logistic regression.

        With ``beside``, the log odds that the lines have without their words, the words tell
        what is to be added to them.
        """
        import scipy.sparse as sparse
        from sklearn.linear_model import LogisticRegression

        used = np.flatnonzero(weights > _LIGHT)
        rows = sparse.vstack([self.rows[i] for i in chosen]).tocsr()[used]
        if beside is not None:
            rows = sparse.hstack([rows, sparse.csr_matrix(beside[used, None])]).tocsr()
        labels, weights = labels[used], weights[used]
        shares = np.concatenate([weights * labels, weights * (1 - labels)])
        kept = np.flatnonzero(shares > 1e-3)
        model = LogisticRegression(C=_CLOSENESS, max_iter=_ROUNDS)
        both = sparse.vstack([rows, rows]).tocsr()[kept]
        model.fit(both, np.repeat([1, 0], len(labels))[kept], shares[kept])
        return {
            word: round(float(value), 3)
            for word, value in zip(self.words, model.coef_[0], strict=False)
            if abs(value) >= _KEPT
        }


class _Fitting:
    """One fit of the model, without the pages of some sites."""

    def __init__(self, corpus: Corpus, without: Callable[[str], bool]) -> None:
        self.corpus = corpus
        self.chosen = [i for i, page in enumerate(corpus.pages) if not without(page.site)]
        self.inner = {i: fold(corpus.pages[i].site, _INNER, "inner") for i in self.chosen}
        self.extra = [
            -1 if e.site is None else -2 if without(e.site) else fold(e.site, _INNER, "inner")
            for e in corpus.extra
        ]
        self.labels: dict[int, Row] = {}
        self.weights: dict[int, Row] = {}
        self.beside: dict[int, Row] = {}

    def model(self) -> Model:
        """Return the model."""
        self._guess()
        scored = [self.corpus.vectors(self.words(n)) for n in range(_INNER)]
        features = [self.corpus.scored(i, scored[self.inner[i]]) for i in self.chosen]
        trees = fit_trees(
            np.concatenate(features),
            np.concatenate([self.labels[i] for i in self.chosen]),
            np.concatenate([self.weights[i] for i in self.chosen]),
        )
        return Model(self.words(None), trees)

    def _guess(self) -> None:
        """Label the lines of which nobody says, by trees that see no words."""
        corpus = self.corpus
        for n in range(_INNER):
            rest = [i for i in self.chosen if self.inner[i] != n]
            known = [corpus.labels[i] >= 0 for i in rest]
            trees = fit_trees(
                np.concatenate([corpus.shapes[i][k] for i, k in zip(rest, known, strict=True)]),
                np.concatenate([corpus.labels[i][k] for i, k in zip(rest, known, strict=True)]),
                np.concatenate([corpus.weights[i][k] for i, k in zip(rest, known, strict=True)]),
            )
            for i in (i for i in self.chosen if self.inner[i] == n):
                guessed = trees.predict(corpus.shapes[i].astype(np.float32))
                is_known = corpus.labels[i] >= 0
                light = _GUESSED * np.abs(2 * guessed - 1) * corpus.sizes[i]
                self.labels[i] = np.where(is_known, corpus.labels[i], guessed)
                self.weights[i] = np.where(is_known, corpus.weights[i], light)
                self.beside[i] = np.log(guessed + 0.01) - np.log(1.01 - guessed)

    def words(self, without: int | None) -> Words:
        """Fit the weights of words to the lines outside one of the inner folds."""
        corpus, count = self.corpus, len(self.corpus.pages)
        chosen = [i for i in self.chosen if self.inner[i] != without]
        labels = np.concatenate([self.labels[i] for i in chosen])
        weights = np.concatenate([self.weights[i] for i in chosen])
        given = np.concatenate([corpus.weights[i] for i in chosen])
        more = np.array([e.label for e in corpus.extra])
        used = [_EXTRA * (n != -2 and n != without) for n in self.extra]
        beside = [self.beside[i] for i in chosen]
        prior = np.array([_PRIOR if len(e.text) > _PROSE else 0.0 for e in corpus.extra])
        all_labels = np.concatenate([labels, more])
        return Words(
            corpus.lines.regress([*chosen, count], all_labels, np.concatenate([weights, used])),
            corpus.prose.regress(
                [*chosen, count],
                all_labels,
                np.concatenate([given, used]),
                np.concatenate([*beside, prior]),
            ),
            _by_place(corpus.names.regress(chosen, labels, weights)),
        )


def fit(corpus: Corpus, without: Callable[[str], bool] = lambda site: False) -> Model:
    """Fit the model to the pages of all sites but those of which ``without`` says yes."""
    return _Fitting(corpus, without).model()


def _by_place(weights: Mapping[str, float]) -> dict[str, tuple[float, ...]]:
    """Return the weights of each word of names, by where the block with the name stands."""
    words = {key.partition(":")[2] for key in weights}
    return {w: tuple(weights.get(f"{where}:{w}", 0.0) for where in _WHERE) for w in sorted(words)}


def _names(page: Labelled) -> list[Counter[str]]:
    """Return the words of the names of the blocks that each line stands in."""
    above: list[Counter[str]] = []
    found: dict[int, Counter[str]] = {}
    words = [name_words(part.names) for part in page.parts]
    used = {draft.place for draft in page.drafts}
    for i, part in enumerate(page.parts):
        up = part.above
        inherited = above[up] if i else Counter()
        if i and words[up]:
            inherited = inherited + Counter(f"above:{w}" for w in words[up])
        above.append(inherited)
        if i in used:
            own = inherited + Counter(f"own:{w}" for w in words[i])
            found[i] = own + Counter(f"round:{w}" for w in words[up]) if i else own
    return [found[draft.place] for draft in page.drafts]


def fit_trees(features: Row, labels: Row, weights: Row) -> Trees:
    """Fit boosted trees to labels between 0 and 1."""
    import lightgbm

    used = weights > 1e-3
    data = lightgbm.Dataset(features[used].astype(np.float32), labels[used], weight=weights[used])
    return _arrays(lightgbm.train(_TREES, data, _COUNT).dump_model())


def _arrays(model: dict[str, Any]) -> Trees:
    """Return the trees of a fitted model as arrays."""
    nodes: list[tuple[int, float, int, int, float]] = []
    roots: list[int] = []
    deepest = 0

    def add(node: dict[str, Any], depth: int) -> int:
        nonlocal deepest
        deepest = max(deepest, depth)
        place = len(nodes)
        nodes.append((0, 0.0, place, place, float(node.get("leaf_value", 0.0))))
        if "split_feature" in node:
            left, right = add(node["left_child"], depth + 1), add(node["right_child"], depth + 1)
            nodes[place] = (node["split_feature"], node["threshold"], left, right, 0.0)
        return place

    for tree in model["tree_info"]:
        roots.append(add(tree["tree_structure"], 0))
    feature, threshold, left, right, value = (np.array(c) for c in zip(*nodes, strict=True))
    return Trees(
        feature=feature.astype(np.int32),
        threshold=_lowered(threshold.astype(np.float64)),
        children=np.column_stack([left, right]).ravel().astype(np.int32),
        value=value.astype(np.float32),
        roots=np.array(roots, np.int32),
        depth=deepest,
        base=0.0,
    )


def _lowered(thresholds: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """Return thresholds in single precision, rounded down: no value changes its side."""
    found = thresholds.astype(np.float32)
    above = found.astype(np.float64) > thresholds
    found[above] = np.nextafter(found[above], np.float32(-np.inf))
    return found
