"""Other names of concepts, for a search that finds turmeric under curcumin."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from pipeline.entities.concepts import FILE, NAME, unpack
from pipeline.errors import ModelError
from pipeline.weights.folders import MODELS, weights

_MOST = 12  # names of a concept; those behind are seldom written


def synonyms(curies: Collection[str], models: Path = MODELS) -> dict[str, list[str]]:
    """Return names of concepts by CURIE: folded words (``pipeline.text.atoms``) between spaces.

    Words are in alphabetical order, but for names whose order counts. Drugs and genes are known
    by hashes only and have none. Raises ``ModelError`` when the index is missing or damaged.
    """
    import numpy as np

    try:
        with np.load(weights(NAME, FILE, models), allow_pickle=False) as arrays:
            words = arrays["words"].tobytes().decode().split("\n")
            labels = arrays["labels"].tobytes().decode().split("\n")
            flat = unpack(arrays["flat"])
            first = np.concatenate([[0], np.cumsum(arrays["counts"], dtype=np.int64)])
            bounds = np.concatenate([[0], np.cumsum(arrays["lengths"], dtype=np.int64)])
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise ModelError(
            f"the index of concepts in {models / NAME} cannot be read: restore it or compile it "
            f"again with `claimsheet models train {NAME}`"
        ) from error
    found = {}
    for number, label in enumerate(labels[: len(first) - 1]):
        curie = label.partition("\t")[0]
        if curie in curies:
            names = range(first[number], min(first[number + 1], first[number] + _MOST))
            found[curie] = [
                " ".join(words[word] for word in flat[bounds[name] : bounds[name + 1]])
                for name in names
            ]
    return found
