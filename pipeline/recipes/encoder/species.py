"""Linnaeus's sentences about other species: its own names are few.

Names are MeSH's and NCBI's. Most sentences keep their dictionary terms, so that the head
learns what the dictionary's word is worth; others lose them, as if the dictionary knew less.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from pipeline.language.lexicon import load as load_lexicon
from pipeline.recipes.encoder.data import Tagged, Task, examples, iob
from pipeline.recipes.ontologies import Sources

SPECIES, SPECIES_HEAD = "species", "linnaeus"
DROPPED_SPECIES = 0.4  # of the sentences lose their terms: the dictionary knows all these names
_BINOMIAL = re.compile(r"[A-Z][a-z]+ [a-z]{4,}")
_NAME = re.compile(r"[A-Za-z][A-Za-z' -]{3,40}")
_NO_NAME = re.compile(r"virus|phage|Infect|serotype|Group|Class|order|family", re.IGNORECASE)


def other_species(data: Path, labels: list[str]) -> Task:
    """Return the sentences of linnaeus about other species, most without dictionary terms."""
    folder = data / "ner" / f"{SPECIES_HEAD}-IOB"
    rows = iob(folder / "train.tsv") + iob(folder / "devel.tsv")
    sources = Sources(None)
    known = chain(sources.mesh(), sources.species())
    terms = (term for term in known if term.type == "Organism")
    names = species_names(label for term in terms for label in term.labels)
    chosen = random.Random(5)
    found = [
        row._replace(terms=[0] * len(row.terms)) if chosen.random() < DROPPED_SPECIES else row
        for row in examples(renamed(rows, *names), load_lexicon())
    ]
    return Task(SPECIES, False, labels, found)


def species_names(labels: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the names in two words, genus and species, and the others."""
    names = sorted({x for x in labels if _NAME.fullmatch(x) and not _NO_NAME.search(x)})
    binomials = [x for x in names if _BINOMIAL.fullmatch(x)]
    return binomials, [x for x in names if not _BINOMIAL.fullmatch(x)]


def renamed(
    rows: Iterable[Tagged], binomials: Sequence[str], others: Sequence[str]
) -> list[Tagged]:
    """Return the sentences that name a species, with another in its place (seeded choice)."""
    chosen = random.Random(5)

    def name() -> list[str]:
        if chosen.random() < 0.55:
            genus, species = chosen.choice(binomials).split()
            return [genus[0], ".", species] if chosen.random() < 0.4 else [genus, species]
        other = chosen.choice(others)
        case = chosen.choice((str.lower, str.lower, str.title, str))
        return re.findall(r"\w+|[^\w\s]", case(other))

    found = []
    for words, tags in rows:
        starts = [i for i, tag in enumerate(tags) if tag[0] == "B"]
        if not starts:
            continue
        said: dict[str, list[str]] = {}
        new: Tagged = ([], [])
        at = 0
        for start in starts:
            end = start + 1
            while end < len(tags) and tags[end][0] == "I":
                end += 1
            own = said.setdefault(" ".join(words[start:end]).lower(), name())
            new[0].extend((*words[at:start], *own))
            new[1].extend((*tags[at:start], tags[start], *["I" + tags[start][1:]] * (len(own) - 1)))
            at = end
        new[0].extend(words[at:])
        new[1].extend(tags[at:])
        found.append(new)
    return found
