"""The corpora that the linker learns from and is tested on, as questions with answers."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.entities.linker import Query, expanded
from pipeline.language.lexicon import Lexicon
from pipeline.recipes.concepts.data import Document, documents, longs, today
from pipeline.recipes.concepts.names import mesh
from pipeline.recipes.concepts.ranker import Article
from pipeline.recipes.ontologies import Sources

LEARNT = {
    "bc5cdr": ("bc5cdr/train_corpus.txt", "bc5cdr/dev_corpus.txt"),
    "ncbi-disease": ("ncbi-disease/NCBItrainset_corpus.txt",),
    "biored": ("biored/Train.PubTator", "biored/Dev.PubTator"),
}
TESTED = {
    "bc5cdr": ("bc5cdr/test_corpus.txt",),
    "ncbi-disease": ("ncbi-disease/NCBIdevelopset_corpus.txt",),
    "biored": ("biored/Test.PubTator",),
}


class Corpora:
    """The documents, the ids that their mentions have today, and the dictionary."""

    def __init__(self, data: Path, sources: Sources, lexicon: Lexicon) -> None:
        folder = data / "linking"
        if not folder.is_dir():
            sys.exit(f"{folder} is missing: name the folder of training data with --data")
        self.learnt = self._read(folder, LEARNT)
        self.tested = self._read(folder, TESTED)
        names: dict[str, str] = {}
        for one in mesh(sources).values():
            for label in (one.name, *one.names):
                names.setdefault(label.lower(), one.curie)
        every = [
            doc for part in (self.learnt, self.tested) for docs in part.values() for doc in docs
        ]
        self._today = today(sources, every, names)
        self._lexicon = lexicon

    def _read(
        self, folder: Path, parts: Mapping[str, tuple[str, ...]]
    ) -> dict[str, list[Document]]:
        return {
            name: [doc for file in files for doc in documents(folder / file)]
            for name, files in parts.items()
        }

    def training(self) -> list[Article]:
        """Return the articles to learn from, those of test parts left out."""
        tested = {doc.number for docs in self.tested.values() for doc in docs}
        return [
            self.article(name, doc)
            for name, docs in self.learnt.items()
            for doc in docs
            if doc.number not in tested
        ]

    def right(self, ids: Iterable[str]) -> frozenset[str]:
        """Return the CURIEs of today; those beyond MeSH, OMIM and HGNC are left out."""
        found = (self._today.get(one, one) for one in ids if one)
        return frozenset(one for one in found if not one.startswith("NCBIGene"))

    def known(self, text: str) -> str | None:
        """Return what the dictionary calls a whole string."""
        match = self._lexicon.lookup(text)
        concept = self._lexicon.concept(match.concept) if match is not None else None
        return concept.id if concept else None

    def article(self, corpus: str, doc: Document) -> Article:
        """Return a document's mentions that have an id, as questions."""
        asked: Counter[tuple[Query, frozenset[str]]] = Counter()
        forms = longs(doc)
        for mention in doc.mentions:
            right = self.right(mention.ids)
            if right:
                long_form = expanded(mention.text, forms)
                known = self.known(long_form or mention.text)
                asked[Query(mention.text, mention.type, long_form, known), right] += 1
        return Article(doc.number, corpus, tuple((q, n, right) for (q, right), n in asked.items()))
