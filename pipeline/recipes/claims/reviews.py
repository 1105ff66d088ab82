"""Learn from reviewers: ``claimsheet models train claims --with-reviews``.

The shipped claim weights stay as they are; what is fitted is a change to them, by logistic
regression with a Gaussian prior around no change (maximum a posteriori adaptation,
Chelba & Acero 2006), on claims accepted, edited or added (1) and rejected (0). It lies
beside the decisions (``SEEDS/reviews/claims.npz``) and is used for that folder alone. It
is written only if it does better than no change on decisions held out from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.claims import cues
from pipeline.claims.features import BUCKETS
from pipeline.claims.model import (
    ARRAYS,
    NAME,
    ClaimModel,
    Features,
    context_rows,
    features_of,
    load,
)
from pipeline.claims.stage import quoted_sentences
from pipeline.claims.text import words_of
from pipeline.errors import ModelError
from pipeline.recipes.encoder.scores import read_sentences
from pipeline.settings import VERDICTS
from pipeline.store.decisions import read_decisions
from pipeline.store.outputs import read_run
from pipeline.store.results import replacing
from pipeline.weights.folders import learned_path, manifest

# Inverse regularisation: 15 reviewed pages of health-web on weights trained without them
# took the log loss on other pages from 0.420, 0.299, 0.327 to 0.388, 0.300, 0.319.
STRENGTH = 1.0
COUNT_WEIGHT = 0.1
FOLDS = 5
LEAST = 10
_LABELS = {"accept": 1, "edit": 1, "reject": 0}


class Examples(NamedTuple):
    """Decisions as arrays: features, what the shipped model says (log odds), labels."""

    rows: Any
    odds: Any
    labels: Any


class Learned(NamedTuple):
    """What was learned: log loss on held-out decisions without and with it, and their number."""

    examples: int
    rejected: int
    before: float
    after: float
    written: Path | None


def main(seeds: Path, out: Path, verdicts: Mapping[str, str] = VERDICTS) -> Learned:
    """Fit the change to the decisions in ``seeds`` on claims of the run in ``out``.

    Raises ``ModelError`` when there are too few decisions to learn from.
    """
    import numpy as np

    base = load()
    examples = collect(seeds, out, base, verdicts)
    rejected = int((examples.labels == 0).sum())
    if len(examples.labels) < LEAST or rejected in (0, len(examples.labels)):
        raise ModelError(
            f"{len(examples.labels)} decisions, {rejected} of them rejections, are too few to "
            f"learn from: review at least {LEAST} claims, with some accepted and some rejected"
        )
    held_out = cross_validate(examples, base)
    before, after = log_loss(examples.odds, examples.labels), log_loss(held_out, examples.labels)
    path = learned_path(seeds)
    if after >= before:
        path.unlink(missing_ok=True)
        return Learned(len(examples.labels), rejected, before, after, None)
    change = fit(examples, base)
    used = np.flatnonzero(change[: 2 * BUCKETS])
    _write_learned(path, used, change[used], change[2 * BUCKETS :])
    return Learned(len(examples.labels), rejected, before, after, path)


def collect(
    seeds: Path, out: Path, base: ClaimModel, verdicts: Mapping[str, str] = VERDICTS
) -> Examples:
    """Return the decisions on sentences of the run."""
    import numpy as np

    decisions = read_decisions(seeds)
    # A claim that is there, but with a wrong citation, is a claim all the same.
    labels = {
        (article, d.text): _LABELS[means]
        for article, group in decisions.items()
        for d in group
        if (means := verdicts.get(d.verdict or "")) in _LABELS and d.reason in (None, "not_a_claim")
    }
    features: list[Features] = []
    odds: list[float] = []
    found: list[int] = []
    kinds = ("blocks", "sentences", "markers")
    for article, records in read_run(out, *kinds, only={a for a, _ in labels}):
        plain = [p for _, p in quoted_sentences(article.text, *(records[kind] for kind in kinds))]
        vectors = read_sentences(plain) if plain else []
        read = [read_features(s, vector) for s, vector in zip(plain, vectors, strict=True)]
        said = log_odds(base, [base.scores([f])[0][0] for f in read])
        for sentence, f, odd in zip(plain, read, said, strict=True):
            label = labels.pop((article.id, sentence), None)
            if label is not None:
                features.append(f)
                odds.append(odd)
                found.append(label)
    return Examples(matrix(features, base), np.array(odds), np.array(found))


def read_features(plain: str, vector: Any = None) -> Features:
    """Return the features of a quoted sentence; ``vector`` is the encoder's."""
    negated = any(one.main for one in cues.negation_cues(words_of(plain, 0, len(plain), ())))
    return features_of(plain, negated, vector)


def log_odds(model: ClaimModel, scores: list[float]) -> list[float]:
    """Return the log odds of a claim for an article's sentences, in their context."""
    import numpy as np

    bias, *slopes = model.context
    rows = np.array(context_rows(scores)).reshape(-1, len(slopes))
    return [float(value) for value in bias + rows @ np.array(slopes)]


def matrix(features: list[Features], model: ClaimModel) -> Any:
    """Return features as rows: hashed TF-IDF, scaled counts, and a one."""
    import numpy as np
    import scipy.sparse as sp

    rows = []
    for feature in features:
        row = sp.lil_matrix((1, 2 * BUCKETS), dtype=np.float64)
        for buckets in (feature.words, feature.characters):
            if buckets:
                idf = model.idf[buckets]
                row[0, buckets] = idf / np.sqrt(idf @ idf)
        dense = [COUNT_WEIGHT * value for value in feature.dense]
        rows.append(sp.hstack([row, sp.csr_matrix([[*dense, COUNT_WEIGHT]])]))
    return sp.vstack(rows).tocsr() if rows else sp.csr_matrix((0, 2 * BUCKETS))


def fit(examples: Examples, base: ClaimModel, strength: float = STRENGTH) -> Any:
    """Return the change of the claim's weights: hashed features, counts, bias."""
    import numpy as np
    from scipy.optimize import minimize

    # A sentence's own score moves its log odds by the first slope; neighbours are left out.
    rows = examples.rows * base.context[1]
    signs = 2.0 * examples.labels - 1

    def loss(change: Any) -> tuple[float, Any]:
        margins = signs * (examples.odds + rows @ change)
        pull = -signs / (1 + np.exp(np.clip(margins, -500, 500)))
        value = 0.5 * change @ change + strength * np.logaddexp(0, -margins).sum()
        return float(value), change + strength * (rows.T @ pull)

    start = np.zeros(rows.shape[1])
    change = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    change[2 * BUCKETS :] *= COUNT_WEIGHT  # from scaled counts back to counts
    return change


def cross_validate(examples: Examples, base: ClaimModel, strength: float = STRENGTH) -> Any:
    """Return the log odds of every decision by a change that was not fitted to it."""
    import numpy as np

    fold = np.arange(len(examples.labels)) % FOLDS
    odds = examples.odds.copy()
    for at in range(FOLDS):
        train, test = fold != at, fold == at
        part = Examples(examples.rows[train], examples.odds[train], examples.labels[train])
        change = fit(part, base, strength)
        change[2 * BUCKETS :] /= COUNT_WEIGHT
        odds[test] += base.context[1] * (examples.rows[test] @ change)
    return odds


def log_loss(odds: Any, labels: Any) -> float:
    """Return the mean negative log likelihood of labels, in nats."""
    import numpy as np

    return float(np.logaddexp(0, -(2.0 * labels - 1) * odds).mean())


def _write_learned(path: Path, buckets: Any, weights: Any, dense: Any) -> None:
    """Write a change of the claim's weights: some hashed features', all counts', the bias."""
    import numpy as np

    base = np.frombuffer(manifest(NAME)[ARRAYS].encode(), np.uint8)
    with replacing(path) as stream:
        np.savez_compressed(
            stream,
            base=base,
            buckets=buckets.astype(np.int32),
            weights=weights.astype(np.float32),
            dense=dense.astype(np.float32),
        )
