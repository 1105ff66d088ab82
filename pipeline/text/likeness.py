"""How alike two wordings of a sentence are."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache

_WORD = re.compile(r"\w+")
_CANDIDATES = 20  # texts that a wording is compared with, chosen by rare words in common
_RARE = 8
_COMMON = 1000
# Least shares of words in common, in order: with nothing else known, with one neighbour
# the same, with both; and how much of the shorter wording the longer must hold where
# sentences were merged or split. Chosen on random edits of articles (benchmarks/review.py).
_ALONE, _ONE_SIDE, _BOTH_SIDES, _PART = 0.75, 0.35, 0.2, 0.7
_PART_WORDS = 4


@lru_cache(maxsize=10_000)
def folded(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case."""
    return tuple(_WORD.findall(text.lower()))


def likeness(then: Sequence[str], now: Sequence[str], sides: int = 0) -> float | None:
    """Return how alike two wordings are, or ``None`` for too little.

    ``sides`` counts the neighbours, before and after, that are the same. Words in common
    are those of the longest common subsequence.
    """
    from rapidfuzz.distance import LCSseq

    common = LCSseq.similarity(then, now)
    alike = 2 * common / (len(then) + len(now) or 1)
    part = common / (min(len(then), len(now)) or 1)
    whole = alike >= (_ALONE, _ONE_SIDE, _BOTH_SIDES)[sides]
    merged = common >= _PART_WORDS * (1 if sides else 2) and part >= _PART
    return alike + part + sides / 2 if whole or merged else None


class Texts:
    """Texts that a wording is looked for in; time is linear in their length."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.words = [folded(text) for text in texts]
        self._having: dict[str, list[int]] = defaultdict(list)
        for n, words in enumerate(self.words):
            for word in set(words):
                self._having[word].append(n)

    def near(self, text: str) -> list[int]:
        """Return the places of the texts that share the rarest words with one, nearest first."""
        known = {word for word in folded(text) if word in self._having}
        votes: Counter[int] = Counter()
        for word in sorted(known, key=lambda w: (len(self._having[w]), w))[:_RARE]:
            votes.update(self._having[word][:_COMMON])
        return [n for n, _ in sorted(votes.items(), key=lambda v: (-v[1], v[0]))[:_CANDIDATES]]

    def most_alike(self, text: str) -> int | None:
        """Return the place of the text that is most like one, if any is alike enough."""
        words = folded(text)
        scores = [(likeness(words, self.words[n]) or 0.0, -n) for n in self.near(text)]
        best, place = max(scores, default=(0.0, 0))
        return -place if best else None
