"""The compiled dictionary of biomedical terms: opened once, looked up in linear time.

Terms are hashes of their folded atoms (``pipeline.text.atoms``) in one sorted array: every
n-gram of a text is hashed and searched by NumPy at once, and the longest match from the
left wins. With under a million terms and 64 bits a false match is not to be expected in
the life of the program.

``models/lexicon`` holds the arrays; ``pipeline/recipes/lexicon/train.py`` compiles them.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from pipeline.errors import ModelError
from pipeline.records import Concept, EntityType
from pipeline.text.atoms import BREAK, HYPHEN, JOINED, MASK, MULTIPLIER, SYMBOL_SALT, Atoms, cut
from pipeline.weights.folders import MODELS, read_types, weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NAME, FILE = "lexicon", "lexicon.npz"
# Bits of a term's row beside the number of its type: a symbol; one that needs its name in the
# article.
TYPE = 0x0F
SYMBOL, RISKY = 0x10, 0x20
_WORD = re.compile(r"\S+")
_BITS = 22  # of a key's beginning that are looked at first: four million bytes
_REST = 64 - _BITS


class Match(NamedTuple):
    """A dictionary term in the text, from atom ``first`` to ``last`` (exclusive).

    ``score`` is less than 1 for what a recogniser found and the dictionary does not know.
    """

    first: int
    last: int
    type: EntityType
    concept: int
    symbol: bool
    risky: bool = False
    score: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The opened dictionary. Build one with ``load`` and keep it."""

    names_of_types: tuple[EntityType, ...]
    """What the numbers of ``types`` stand for."""
    keys: NDArray[np.uint64]
    types: NDArray[np.uint8]
    concepts: NDArray[np.uint32]
    names: bytes
    offsets: NDArray[np.uint32]
    modifiers: frozenset[int]
    longest: int
    begun: NDArray[np.bool_]
    """Which beginnings (``_BITS`` bits) some key has: most of what is asked for has none."""

    def find(self, atoms: Atoms) -> list[Match]:
        """Return the longest matches from the left, none overlapping."""
        import numpy as np

        count = len(atoms)
        if not count or not len(self.keys):
            return []
        hashes = np.array(atoms.hashes, dtype=np.uint64)
        joins = np.array(atoms.joins, dtype=np.uint8)
        opens = joins != JOINED
        closes = np.append(opens[1:], True)
        words = np.array([word[0].isalpha() for word in atoms.words])
        symbols = np.array([_symbolic(atoms, i) for i in range(count)])
        length = np.zeros(count, dtype=np.uint8)
        where = np.zeros(count, dtype=np.int64)
        rolling = hashes.copy()
        alive = opens.copy()
        glued = symbols.copy()
        for size in range(1, self.longest + 1):
            if size > count:
                break
            span = count - size + 1
            if size > 1:
                tail = hashes[size - 1 :]
                rolling = rolling[:span] * np.uint64(MULTIPLIER) + tail
                alive = alive[:span] & (joins[size - 1 :] != BREAK)
                glued = glued[:span] & (joins[size - 1 :] <= HYPHEN)
            whole = alive & closes[size - 1 :]
            self._search(rolling, whole & words[:span], size, length, where)
            self._search(rolling ^ np.uint64(SYMBOL_SALT), whole & glued, size, length, where)
        return self._greedy(atoms, length, where)

    def _search(
        self,
        keys: NDArray[np.uint64],
        mask: NDArray[np.bool_],
        size: int,
        length: NDArray[np.uint8],
        where: NDArray[np.int64],
    ) -> None:
        import numpy as np

        at = np.flatnonzero(mask & self.begun[keys >> _REST])
        if not len(at):
            return
        wanted = keys[at]
        found = np.searchsorted(self.keys, wanted)
        found[found == len(self.keys)] = 0
        hit = self.keys[found] == wanted
        length[at[hit]] = size
        where[at[hit]] = found[hit]

    def _greedy(
        self, atoms: Atoms, length: NDArray[np.uint8], where: NDArray[np.int64]
    ) -> list[Match]:
        import numpy as np

        matches, free = [], 0
        for i in np.flatnonzero(length).tolist():
            if i >= free:
                free = i + int(length[i])
                match = self._match(atoms, i, free, int(where[i]))
                if match is not None:
                    matches.append(match)
        return matches

    def _match(self, atoms: Atoms, first: int, last: int, row: int) -> Match | None:
        """Return what a row makes of some atoms; one that is blocked only eats its words."""
        kind = int(self.types[row])
        if last - first == 1 and not kind & SYMBOL and _acronym(atoms, first):
            return None
        number = kind & TYPE
        if number >= len(self.names_of_types):
            return None
        type_, concept = self.names_of_types[number], int(self.concepts[row])
        return Match(first, last, type_, concept, bool(kind & SYMBOL), bool(kind & RISKY))

    def concept(self, number: int, score: float = 1.0) -> Concept | None:
        """Return a concept by its number; ``None`` when the term has no ontology entry."""
        start, end = int(self.offsets[number]), int(self.offsets[number + 1])
        curie, _, name = self.names[start:end].decode("utf-8").partition("\t")
        return Concept(id=curie, name=name, score=score) if curie else None

    def lookup(self, text: str) -> Match | None:
        """Return the term that a whole string is, or ``None``."""
        atoms = cut(text, ((*m.span(), False) for m in _WORD.finditer(text)))
        size, joins = len(atoms), atoms.joins[1:]
        if not 0 < size <= self.longest or BREAK in joins:
            return None
        key = functools.reduce(lambda key, atom: (key * MULTIPLIER + atom) & MASK, atoms.hashes)
        row = None
        if max(joins, default=JOINED) <= HYPHEN and _symbolic(atoms, 0):
            row = self._row(key ^ SYMBOL_SALT)
        if row is None and atoms.words[0][0].isalpha():
            row = self._row(key)
        return None if row is None else self._match(atoms, 0, size, row)

    def _row(self, key: int) -> int | None:
        """Return where a key is; what ``find`` asks of many at once."""
        import numpy as np

        if not self.begun[key >> _REST]:
            return None
        row = int(np.searchsorted(self.keys, np.uint64(key)))
        return row if row < len(self.keys) and int(self.keys[row]) == key else None


def _acronym(atoms: Atoms, i: int) -> bool:
    """Say whether an atom is short and in capitals amid small letters: ``CAT``, no cat."""
    word = atoms.surface(i, i + 1)
    if not 1 < len(word) <= 5 or not word.isupper():
        return False
    around = [atoms.surface(j, j + 1) for j in (i - 1, i + 1) if 0 <= j < len(atoms)]
    return not any(len(w) > 1 and w.isupper() for w in around)


def _symbolic(atoms: Atoms, i: int) -> bool:
    """Say whether atom ``i`` can begin a symbol: capitals, or a capital and a digit."""
    text, start, end = atoms.text, atoms.starts[i], atoms.ends[i]
    if not text[start].isupper():
        # p53: one small letter and some digits
        follows = i + 1 < len(atoms) and atoms.joins[i + 1] == JOINED
        follower = atoms.words[i + 1] if follows else ""
        return end - start == 1 and len(follower) > 1 and follower.isdigit()
    if end - start >= 2 and text[start + 1].isupper():
        return True
    return (
        i + 1 < len(atoms)
        and atoms.joins[i + 1] <= HYPHEN
        and not (atoms.words[i + 1].isascii() and atoms.words[i + 1].isalpha() and end - start > 2)
    )


def read(path: Path, types: tuple[EntityType, ...]) -> Lexicon:
    """Open a compiled dictionary file (already checked) whose terms are of some types."""
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as arrays:
            names = arrays["names"].tobytes()
            ends = np.flatnonzero(arrays["names"] == 10).astype(np.uint32)
            return Lexicon(
                names_of_types=types,
                keys=arrays["keys"],
                types=arrays["types"],
                concepts=arrays["concepts"],
                names=names.replace(b"\n", b""),
                offsets=_offsets(ends),
                modifiers=frozenset(arrays["modifiers"].tolist()),
                longest=int(arrays["longest"][0]),
                begun=_begun(arrays["keys"]),
            )
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise ModelError(
            f"the dictionary {path} cannot be read: restore it or compile it again with "
            "`python -m pipeline.recipes.lexicon.train`"
        ) from error


def _begun(keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
    import numpy as np

    begun = np.zeros(1 << _BITS, dtype=np.bool_)
    begun[keys >> _REST] = True
    return begun


def _offsets(ends: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Turn line ends into offsets of a blob whose newlines are gone."""
    import numpy as np

    shifted = ends - np.arange(len(ends), dtype=np.uint32)
    return np.concatenate([np.zeros(1, dtype=np.uint32), shifted])


@functools.lru_cache(maxsize=4)
def load(models: Path = MODELS) -> Lexicon:
    """Open ``models/lexicon`` once a process; ``ModelError`` when missing or damaged."""
    types = cast("tuple[EntityType, ...]", read_types(NAME, models))
    return read(weights(NAME, FILE, models), types)
