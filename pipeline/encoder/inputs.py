"""What the encoder reads of a word beside its pieces: its shape, and what the dictionary calls it.

The vocabulary of the encoder is lower case, so the shape says what case was lost. The
dictionary's terms come as one more embedding of every word, as in Peng et al. (2020),
"Simplify the usage of lexicon in Chinese NER": the model learns when to trust them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from pipeline.entity.atoms import cut
from pipeline.entity.lexicon import TYPES, Lexicon

WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
"""A word of the encoder: letters and digits, or one sign (as BERT's basic tokeniser)."""

SHAPES = 10
TERMS = 3 + 4 * len(TYPES)
_RISKY = 1 + 4 * len(TYPES)


@lru_cache(maxsize=50_000)
def shape(word: str) -> int:
    """Return the number of a word's shape, 1 to ``SHAPES`` - 1 (0 is no word)."""
    if word.isdigit():
        return 1
    if word.isalpha():
        if word.islower():
            return 2
        if word.isupper():
            return 3 if len(word) == 1 else 4
        return 5 if word[1:].islower() else 6
    if word.isalnum():
        return 7 if word[0].isalpha() else 8
    return 9


def terms(text: str, units: Iterable[Sequence[tuple[int, int]]], lexicon: Lexicon) -> list[int]:
    """Return, for each word of each unit in turn, the number of the term it stands in.

    0 is none; else the term's type, whether it is a symbol, and whether the word begins it.
    """
    spans = [span for unit in units for span in unit]
    found = [0] * len(spans)
    atoms = cut(text, _tokens(spans_by_unit=units))
    at = 0
    for match in lexicon.find(atoms):
        start, end = atoms.starts[match.first], atoms.ends[match.last - 1]
        kind = _RISKY if match.risky else 1 + 4 * TYPES.index(match.type) + 2 * match.symbol
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        inside = 0
        while at < len(spans) and spans[at][0] < end:
            found[at] = kind + inside
            inside = 1
            at += 1
    return found


def _tokens(
    spans_by_unit: Iterable[Sequence[tuple[int, int]]],
) -> Iterator[tuple[int, int, bool]]:
    for unit in spans_by_unit:
        for i, (start, end) in enumerate(unit):
            yield start, end, i == 0
