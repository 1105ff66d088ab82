"""The dictionary's terms of an article: looked up once for all who ask, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.language.lexicon import Lexicon, Match, load
from pipeline.language.stage import Language
from pipeline.text.atoms import Atoms, cut

BATCH = 20_000  # tokens looked up at once: bounds the memory of one huge line


class Terms:
    """Yields the atoms of each batch of tokens and the dictionary's matches in them.

    Those of an article of one batch are kept; a longer one's are looked up each time.
    """

    def __init__(self, language: Language, lexicon: Lexicon | None = None) -> None:
        self.language = language
        self.lexicon = lexicon or load()
        self._kept: list[tuple[Atoms, list[Match]]] = []

    def __iter__(self) -> Iterator[tuple[Atoms, list[Match]]]:
        if self._kept:
            yield from self._kept
            return
        count = len(self.language.starts)
        for first in range(0, count, BATCH):
            atoms = cut(self.language.text, self.language.tokens(first, first + BATCH))
            matches = self.lexicon.find(atoms)
            if count <= BATCH:
                self._kept.append((atoms, matches))
            yield atoms, matches
