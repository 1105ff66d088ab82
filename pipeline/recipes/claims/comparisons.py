"""Train ``comparisons.npz``: what trials say of an outcome, from Evidence Inference.

``python -m pipeline.recipes.claims.comparisons --data DATA`` trains on the training and
validation parts, chooses nothing on the test part and scores it. Each training sentence is
seen again with its words of change turned round ("higher" for "lower") and the label with
them, so that the model learns what the words do and not which trials there are.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.claims.comparisons import (
    ARRAYS,
    BUCKETS,
    LABELS,
    Marks,
    features,
    stem,
    words_in,
)
from pipeline.claims.text import vocabulary
from pipeline.weights.folders import MODELS

STRENGTH = 0.1  # inverse regularisation, best of 0.05, 0.1 and 0.2 on the validation part
LEAST_SEEN = 2  # sentences that a feature must be in
_OPPOSITES = (
    "increased decreased, increase decrease, increases decreases, increasing decreasing, "
    "higher lower, greater smaller, more less, longer shorter, improved worsened, "
    "improvement worsening, better worse, elevated reduced, raised lowered, superior inferior, "
    "highest lowest, rise fall, rose fell"
)
_ONE_WAY = (
    "reduced increased, reduction increase, reduces increases, fewer more, reducing increasing, "
    "prevented caused, enhanced reduced, lowered raised, declined rose, decline rise"
)
_FUNCTION = vocabulary(
    "the a an of in and or to for with on at by from as is was were that this which"
)
_COMMON = vocabulary(
    "mean total level levels score scores rate rates group groups after before between during "
    "number median change changes time baseline all patients"
)
_TURNED = {"increase": "decrease", "decrease": "increase", "no_effect": "no_effect"}


class Row(NamedTuple):
    """A sentence of a trial with what it was asked about, and the answer."""

    text: str
    outcome: str
    treatment: str
    comparator: str
    label: str
    part: str


def rows(data: Path) -> list[Row]:
    """Return the sentences of Evidence Inference in order."""
    path = data / "claims" / "evidence-inference" / "evidence-inference.jsonl"
    found = []
    for line in path.read_text("utf-8").splitlines():
        one = json.loads(line)
        asked = one["outcome"], one["intervention"], one["comparator"]
        found.append(Row(one["evidence"].replace("\n", " "), *asked, one["label"], one["split"]))
    return found


def buckets_of(row: Row) -> list[int]:
    """Return the features of a sentence, its outcome and treatments marked as given."""
    spans = words_in(row.text)
    words = [row.text[start:end].lower() for start, end in spans]
    marks = Marks(*(matched(words, said) for said in row[1:4]))
    return features(row.text, spans, marks)


def matched(words: Sequence[str], phrase: str) -> list[bool]:
    """Mark the words of a sentence that are of a phrase: the whole of it, or its own words."""
    wanted = re.findall(r"[^\W_]+", re.sub(r"&\w+;", " ", phrase.lower()))
    marks = [False] * len(words)
    plain = [(at, word) for at, word in enumerate(words) if word[0].isalnum()]
    size = len(wanted)
    for first in range(len(plain) - size + 1 if size else 0):
        if [word for _, word in plain[first : first + size]] == wanted:
            begin, end = plain[first][0], plain[first + size - 1][0]
            marks[begin : end + 1] = [True] * (end + 1 - begin)
    if any(marks):
        return marks
    stems = {stem(word) for word in wanted if word not in _FUNCTION}
    own = {stem(word) for word in wanted if word not in _FUNCTION | _COMMON} or stems
    marks = [stem(word) in own for word in words]
    return [
        mark
        or (stem(word) in stems and any([*marks[max(0, at - 2) : at], *marks[at + 1 : at + 3]]))
        for at, (word, mark) in enumerate(zip(words, marks, strict=True))
    ]


def turned(row: Row) -> Row | None:
    """Return a sentence that says the opposite, if words of change stand outside its outcome."""
    spans = words_in(row.text)
    words = [row.text[start:end].lower() for start, end in spans]
    kept = matched(words, row.outcome)
    pieces, done, changed = [], 0, False
    for (start, end), word, keep in zip(spans, words, kept, strict=True):
        if word in _OTHER and not keep:
            pieces += [row.text[done:start], _OTHER[word]]
            done, changed = end, True
    if not changed:
        return None
    return row._replace(text="".join([*pieces, row.text[done:]]), label=_TURNED[row.label])


def _pairs(table: str) -> Iterator[tuple[str, str]]:
    for pair in table.split(", "):
        first, second = pair.split()
        yield first, second


_OTHER = dict(_pairs(_ONE_WAY)) | {
    word: other for pair in _pairs(_OPPOSITES) for word, other in (pair, pair[::-1])
}


def fit(some: Sequence[Row]) -> tuple[Any, Any, Any]:
    """Return the buckets that count, their weights and the bias, trained on sentences."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    whole = [*some, *(other for row in some if (other := turned(row)) is not None)]
    matrix = _matrix(whole)
    kept = np.flatnonzero(np.asarray((matrix > 0).sum(0)).ravel() >= LEAST_SEEN)
    labels = [LABELS.index(row.label) for row in whole]
    model = LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3)
    model.fit(matrix[:, kept], labels)
    return kept, model.coef_.T, model.intercept_


def _matrix(some: Sequence[Row]) -> Any:
    import numpy as np
    import scipy.sparse as sp

    lists = [buckets_of(row) for row in some]
    ends = np.cumsum([0, *map(len, lists)])
    columns = np.array([column for row in lists for column in row], dtype=np.int64)
    return sp.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(lists), BUCKETS))


def score(some: Sequence[Row], model: tuple[Any, Any, Any]) -> dict[str, float]:
    """Return macro-F1 and accuracy over the three labels."""
    import numpy as np

    kept, weights, bias = model
    said = (_matrix(some)[:, kept] @ weights + bias).argmax(1)
    gold = np.array([LABELS.index(row.label) for row in some])
    each = [
        2 * ((said == at) & (gold == at)).sum() / max(1, (said == at).sum() + (gold == at).sum())
        for at in range(len(LABELS))
    ]
    return {
        "macro_f1": round(float(np.mean(each)), 4),
        "accuracy": round(float((said == gold).mean()), 4),
        "n": len(some),
    }


def main(data: Path, models: Path = MODELS) -> dict[str, Any]:
    """Train, score the validation and the test part, and write the weights."""
    import numpy as np

    all_rows = rows(data)
    parts = {name: [row for row in all_rows if row.part == name] for name in _PARTS}
    found = {"validation": score(parts["validation"], fit(parts["train"]))}
    kept, weights, bias = fit([*parts["train"], *parts["validation"]])
    found["test"] = score(parts["test"], (kept, weights, bias))
    arrays = {
        "rows": kept.astype(np.uint32),
        "weights": weights.astype(np.float16),
        "bias": bias.astype(np.float32),
        "buckets": np.array([BUCKETS]),
    }
    np.savez_compressed(models / "claims" / ARRAYS, **arrays)
    return found


_PARTS = ("train", "validation", "test")

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=MODELS)
    arguments = parser.parse_args()
    print(json.dumps(main(arguments.data, arguments.models), indent=1))  # noqa: T201
