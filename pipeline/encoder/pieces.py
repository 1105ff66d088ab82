"""From words to the pieces that the encoder reads: WordPiece (Wu et al. 2016), lower case.

The same pieces as BERT's own tokeniser gives for a word without white space or signs inside
(Chinese characters aside, which the corpora do not have).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_LONGEST = 100  # letters; what is longer is no word


class Vocabulary:
    """The pieces by number; those that continue a word begin with ``##``."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(pieces)}
        self.opens, self.closes, self.unknown = (
            self._numbers[name] for name in ("[CLS]", "[SEP]", "[UNK]")
        )
        self._seen: dict[str, tuple[int, ...]] = {}

    def encode(self, word: str) -> tuple[int, ...]:
        """Return the numbers of a word's pieces, the longest first; one at least."""
        found = self._seen.get(word)
        if found is None:
            found = self._cut(_plain(word)) or (self.unknown,)
            if len(word) <= _LONGEST:  # bounds memory, as does the next line
                if len(self._seen) > 50_000:
                    self._seen.clear()
                self._seen[word] = found
        return found

    def _cut(self, word: str) -> tuple[int, ...]:
        """Return the pieces, none if there is a letter without one."""
        if len(word) > _LONGEST:
            return ()
        pieces, at = [], 0
        while at < len(word):
            for end in range(len(word), at, -1):
                number = self._numbers.get(word[at:end] if not at else f"##{word[at:end]}")
                if number is not None:
                    break
            else:
                return ()
            pieces.append(number)
            at = end
        return tuple(pieces)


def _plain(word: str) -> str:
    """Return a word without accents and control characters, in small letters."""
    if word.isascii():
        return word.lower()
    kept = (c for c in unicodedata.normalize("NFD", word) if _kind(c) not in ("Mn", "C"))
    return "".join(kept).lower()


def _kind(letter: str) -> str:
    kind = unicodedata.category(letter)
    return "C" if kind[0] == "C" else kind
