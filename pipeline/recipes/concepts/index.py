"""Compile the index of concepts from the published ontologies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.entities.concepts import FILE, NAME, bag_key, pack
from pipeline.entities.forms import ordered, stem, words_of
from pipeline.recipes.concepts.names import Named, enrich, genes, mesh
from pipeline.recipes.ontologies import TYPES, Sources
from pipeline.weights.folders import write_types

LONGEST = 9  # words of a name that may be met in running text
LONGEST_DRUG = 6, 40  # words and letters of a name that is kept as a hash


def gather(sources: Sources) -> tuple[list[Named], list[Named]]:
    """Return the concepts whose names are kept as words, and those that are kept as hashes."""
    found = mesh(sources)
    hgnc = genes(sources)
    enrich(sources, found, hgnc)
    worded = [x for x in found.values() if not x.supplementary or "Disease" in x.kinds]
    hashed = [
        x
        for x in found.values()
        if x.supplementary
        and "Chemical" in x.kinds
        and len(x.name) <= LONGEST_DRUG[1]
        and " protein, " not in x.name
    ]
    return worded, hashed + list(hgnc.values())


def arrays(worded: list[Named], hashed: list[Named]) -> dict[str, Any]:
    """Return the arrays of the file."""
    import numpy as np

    words: dict[str, int] = {}
    names: list[list[int]] = []
    counts, source, order = [], [], []
    for one in worded:
        bags: dict[tuple[str, ...], tuple[int, list[str]]] = {}
        for label, where in one.names.items():
            bag = words_of(label)
            if 0 < len(bag) <= LONGEST:
                straight = ordered(bag)
                key = tuple(bag) if straight else tuple(sorted(bag))
                if key not in bags or where < bags[key][0]:
                    bags[key] = (where, list(key))
        for where, bag in sorted(bags.values()):
            names.append([words.setdefault(w, len(words)) for w in bag])
            source.append(where)
            order.append(ordered(bag))
        counts.append(len(bags))
    rows: dict[tuple[int, int], int] = {}
    for number, one in enumerate(hashed, len(worded)):
        for label, where in one.names.items():
            bag = words_of(label)
            if 0 < len(bag) <= LONGEST_DRUG[0] and len(label) <= LONGEST_DRUG[1]:
                key_owner = bag_key(bag), number
                rows[key_owner] = min(where, rows.get(key_owner, where))
    keyed = sorted(rows)
    keys = np.array([key for key, _ in keyed], np.int64)
    stems: dict[str, int] = {}
    stem_of = [stems.setdefault(stem(w), len(stems)) for w in words]
    return {
        "words": _blob(words),
        "stem_words": _blob(stems),
        "stems": pack(stem_of, 3),
        "flat": pack((i for name in names for i in name), 3),
        "lengths": np.array([len(name) for name in names], np.uint8),
        "counts": np.array(counts, np.uint16),
        "source": np.array(source, np.uint8),
        "ordered": np.array(order, np.uint8),
        "keys": pack(np.diff(keys, prepend=0).tolist(), 5),
        "owners": pack([number for _, number in keyed], 3),
        "sources": np.array([rows[one] for one in keyed], np.uint8),
        "labels": _blob(f"{x.curie}\t{x.name}" for x in (*worded, *hashed)),
        "kinds": np.array(
            [_mask(x) for x in (*worded, *hashed)], np.min_scalar_type((1 << len(TYPES)) - 1)
        ),
        "trees": _blob("|".join(x.trees) for x in worded),
    }


def _mask(one: Named) -> int:
    return sum(1 << i for i, kind in enumerate(TYPES) if kind in one.kinds)


def _blob(lines: Any) -> Any:
    import numpy as np

    return np.frombuffer("".join(f"{line}\n" for line in lines).encode("utf-8"), np.uint8)


def compile_index(sources: Sources, models: Path) -> dict[str, int]:
    """Write the index; return its sizes."""
    import numpy as np

    found = arrays(*gather(sources))
    folder = models / NAME
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / FILE, **found)
    write_types(NAME, TYPES, models)
    return {"concepts": len(found["kinds"]), "names": len(found["lengths"]) + len(found["sources"])}
