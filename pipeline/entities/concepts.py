"""The index of concepts: their names, looked up whole or by some of their words.

Names are bags of folded words (``pipeline.entities.forms``). Those of MeSH's descriptors and
diseases are kept as numbers of words, so that they are also found by a few of their words;
those of drugs and genes as hashes only. ``pipeline/recipes/concepts/train.py`` compiles it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.entities.forms import ordered, stem
from pipeline.errors import ModelError
from pipeline.records import EntityType
from pipeline.weights.folders import MODELS, read_types, weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NAME, FILE = "concepts", "concepts.npz"
BITS = 40  # of a key: with under a million names, a false hit is one in a million look-ups
MASK = (1 << 64) - 1
_BYTE, _WORD, _MIX = 0x9E3779B97F4A7C15, 0xD1342543DE82EF95, 0xFF51AFD7ED558CCD
_POWERS = [pow(_BYTE, i, 1 << 64) for i in range(256)]


@functools.lru_cache(maxsize=20_000)
def word_key(word: str) -> int:
    """Return a word's 64-bit hash."""
    total = sum(b * p for b, p in zip(word.encode("utf-8"), _POWERS, strict=False)) & MASK
    total = (total ^ (total >> 33)) * _MIX & MASK
    return total ^ (total >> 29)


def bag_key(words: Sequence[str], order: bool | None = None) -> int:
    """Return the key of a bag of words; of a sequence where their order counts."""
    keys = [word_key(word) for word in words]
    if ordered(words) if order is None else order:
        total = 0
        for key in keys:
            total = (total * _WORD + key) & MASK
    else:
        total = sum(keys) & MASK
    return total >> (64 - BITS)


def stem_key(words: Sequence[str]) -> int:
    """Return the key of the stems of some words."""
    return bag_key([stem(word) for word in words], ordered(words))


def word_keys(blob: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Return the hashes of the words of a blob, each of which ends in a line feed."""
    import numpy as np

    ends = np.flatnonzero(blob == 10)
    starts = np.concatenate([[0], ends[:-1] + 1])
    place = np.arange(len(blob)) - np.repeat(starts, ends - starts + 1)
    powers = np.array([*_POWERS, 0], np.uint64)
    terms = blob.astype(np.uint64) * powers[np.minimum(place, len(_POWERS))]
    terms[ends] = 0
    total = np.add.reduceat(terms, starts)
    total = (total ^ (total >> np.uint64(33))) * np.uint64(_MIX)
    return np.asarray(total ^ (total >> np.uint64(29)))


class Lines:
    """The lines of a blob, each of which ends in a line feed."""

    __slots__ = ("_blob", "_ends")

    def __init__(self, blob: NDArray[np.uint8]) -> None:
        import numpy as np

        self._blob = blob.tobytes()
        self._ends = np.flatnonzero(blob == 10).astype(np.int32)

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        start = int(self._ends[number - 1]) + 1 if number else 0
        return self._blob[start : self._ends[number]].decode("utf-8")


@dataclass(frozen=True, slots=True)
class Index:
    """The opened index. Get one with ``load`` and keep it.

    Concepts are numbers. ``flat`` has the words of all names, name after name, ``bounds``
    where each begins, ``owner`` and ``source`` whose it is and where from; ``keys`` (sorted)
    leads to ``owners`` and ``sources``, ``stem_keys`` to names; ``scratch`` is all zeros.
    """

    types: tuple[str, ...]
    labels: Lines
    kinds: NDArray[np.unsignedinteger[Any]]
    places: Lines
    stems: NDArray[np.int32]
    idf: NDArray[np.float32]
    flat: NDArray[np.int32]
    bounds: NDArray[np.int32]
    owner: NDArray[np.int32]
    source: NDArray[np.uint8]
    mass: NDArray[np.float32]
    keys: NDArray[np.int64]
    owners: NDArray[np.int32]
    sources: NDArray[np.uint8]
    stem_keys: NDArray[np.int64]
    stem_rows: NDArray[np.int32]
    posting_rows: NDArray[np.int32]
    posting_bounds: NDArray[np.int64]
    stem_numbers: dict[str, int]
    scratch: NDArray[np.float32]

    def mask(self, kind: EntityType) -> int:
        """Return the bit of ``kinds`` that stands for a type, 0 for one that no concept has."""
        return 1 << self.types.index(kind) if kind in self.types else 0

    def label(self, number: int) -> tuple[str, str]:
        """Return a concept's CURIE and name."""
        curie, _, name = self.labels[number].partition("\t")
        return curie, name

    def trees(self, number: int) -> tuple[str, ...]:
        """Return a concept's places in MeSH's trees."""
        found = self.places[number] if number < len(self.places) else ""
        return tuple(found.split("|")) if found else ()

    def named(self, key: int) -> slice:
        """Return where a key stands in ``owners`` and ``sources``."""
        first = int(self.keys.searchsorted(key))
        last = first
        while last < len(self.keys) and self.keys[last] == key:
            last += 1
        return slice(first, last)

    def stemmed(self, key: int) -> NDArray[np.int32]:
        """Return the names whose stems have a key."""
        first = int(self.stem_keys.searchsorted(key))
        last = first
        while last < len(self.stem_keys) and self.stem_keys[last] == key:
            last += 1
        return self.stem_rows[first:last]

    def having(self, number: int) -> NDArray[np.int32]:
        """Return the names that have a stem."""
        return self.posting_rows[self.posting_bounds[number] : self.posting_bounds[number + 1]]


def unpack(planes: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return the numbers whose bytes are the columns of an array."""
    import numpy as np

    total = np.zeros(planes.shape[1], np.int64)
    for plane in planes[::-1]:
        total = (total << 8) | plane
    return total


def pack(numbers: Iterable[int], width: int) -> NDArray[np.uint8]:
    """Return numbers as ``width`` rows of bytes, which compress better than whole numbers."""
    import numpy as np

    whole = np.array(list(numbers), np.int64)
    return np.stack([((whole >> (8 * i)) & 255).astype(np.uint8) for i in range(width)])


def assemble(arrays: dict[str, Any], types: tuple[str, ...]) -> Index:
    """Build the index from the arrays of its file; bits of ``kinds`` stand for ``types``."""
    import numpy as np

    blob = arrays["words"]
    hashes = word_keys(blob)
    stem_of = unpack(arrays["stems"]).astype(np.int32)
    stem_blob = arrays["stem_words"]
    stem_hashes = word_keys(stem_blob)
    stem_words = stem_blob.tobytes().decode("utf-8").split("\n")[:-1]
    flat = unpack(arrays["flat"]).astype(np.int32)
    lengths = arrays["lengths"]
    bounds = np.concatenate([[0], np.cumsum(lengths, dtype=np.int32)]).astype(np.int32)
    owner = np.repeat(np.arange(len(arrays["counts"]), dtype=np.int32), arrays["counts"])
    rows = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    order = arrays["ordered"]
    name_keys = _bags(hashes[flat], bounds, order)
    stems = stem_of[flat]
    by_stem = _bags(stem_hashes[stems], bounds, order)
    frequency = np.bincount(stems, minlength=len(stem_words))
    idf = np.log(len(lengths) / (1.0 + frequency)).astype(np.float32)
    mass = np.add.reduceat(idf[stems], bounds[:-1]).astype(np.float32)
    sorting = np.argsort(by_stem, kind="stable")
    postings = np.argsort(stems, kind="stable")
    hashed = np.cumsum(unpack(arrays["keys"]))
    keys = np.concatenate([name_keys, hashed])
    by_key = np.argsort(keys, kind="stable")
    owners = np.concatenate([owner, unpack(arrays["owners"]).astype(np.int32)])
    sources = np.concatenate([arrays["source"], arrays["sources"]])
    return Index(
        types=types,
        labels=Lines(arrays["labels"]),
        kinds=arrays["kinds"],
        places=Lines(arrays["trees"]),
        stems=stem_of,
        idf=idf,
        flat=flat,
        bounds=bounds,
        owner=owner,
        source=arrays["source"],
        mass=mass,
        keys=keys[by_key],
        owners=owners[by_key],
        sources=sources[by_key],
        stem_keys=by_stem[sorting],
        stem_rows=sorting.astype(np.int32),
        posting_rows=rows[postings],
        posting_bounds=np.concatenate([[0], np.cumsum(frequency)]),
        stem_numbers=dict(zip(stem_words, range(len(stem_words)), strict=True)),
        scratch=np.zeros(len(lengths), np.float32),
    )


def _bags(
    hashes: NDArray[np.uint64], bounds: NDArray[np.int32], order: NDArray[np.uint8]
) -> NDArray[np.int64]:
    """Return the keys of all names: sums of their words' hashes, or in their order."""
    import numpy as np

    lengths = np.diff(bounds)
    behind = np.repeat(bounds[1:], lengths) - np.arange(len(hashes)) - 1
    powers = np.array([pow(_WORD, i, 1 << 64) for i in range(int(lengths.max()) + 1)], np.uint64)
    factor = powers[np.where(np.repeat(order, lengths) > 0, behind, 0)]
    total = np.add.reduceat(hashes * factor, bounds[:-1])
    return (total >> np.uint64(64 - BITS)).astype(np.int64)


@functools.lru_cache(maxsize=2)
def load(models: Path = MODELS) -> Index:
    """Open ``models/concepts`` once a process; ``ModelError`` when missing or damaged."""
    import numpy as np

    path = weights(NAME, FILE, models)
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return assemble({name: arrays[name] for name in arrays.files}, read_types(NAME, models))
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise ModelError(
            f"the index of concepts {path} cannot be read: restore it or compile it again with "
            f"`claimsheet models train {NAME}`"
        ) from error
