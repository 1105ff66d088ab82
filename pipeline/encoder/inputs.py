"""What the encoder reads of a word beside its pieces: its shape, and what the dictionary calls it.

The vocabulary of the encoder is lower case, so the shape says what case was lost. The
dictionary's terms come as one more embedding of every word, as in Peng et al. (2020),
"Simplify the usage of lexicon in Chinese NER": the model learns when to trust them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from pipeline.language.lexicon import Match

WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
"""A word of the encoder: letters and digits, or one sign (as BERT's basic tokeniser)."""

SHAPES = 10
SIGN = 9  # the shape of what is no letter or digit


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
    return SIGN


def terms_of(types: Sequence[str]) -> int:
    """Return how many numbers ``term`` and ``terms`` give for an encoder of some types."""
    return 3 + 4 * len(types)


def term(match: Match, types: Sequence[str]) -> int:
    """Return the number of a dictionary match's kind: its type, whether it is a symbol.

    ``types`` are those that the encoder was trained with; it is told nothing of others.
    """
    if match.risky:
        return 1 + 4 * len(types)
    return 1 + 4 * types.index(match.type) + 2 * match.symbol if match.type in types else 0


def terms(words: Sequence[tuple[int, int]], found: Iterable[tuple[int, int, int]]) -> list[int]:
    """Return, for each word (a span), the number of the term it stands in, 0 for none.

    ``found`` are terms as (start, end, kind); both are sorted and flat. One more than the
    kind stands for a word that continues its term, if it has a kind.
    """
    numbers = [0] * len(words)
    at = 0
    for start, end, kind in found:
        while at < len(words) and words[at][1] <= start:
            at += 1
        inside = 0
        while at < len(words) and words[at][0] < end:
            numbers[at] = kind + inside if kind else 0
            inside = 1
            at += 1
    return numbers
