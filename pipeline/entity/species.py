"""A species that an article names goes by its genus's initial from then on: ``A. muciniphila``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.entity.atoms import Atoms
from pipeline.entity.lexicon import Match
from pipeline.entity.terms import Terms


def named_species(terms: Terms) -> dict[str, Match]:
    """Return the species that an article names in two words, by their short names."""
    found: dict[str, Match] = {}
    for atoms, matches in terms:
        for match in matches:
            if match.type == "Organism" and match.last - match.first == 2:
                genus, species = (atoms.surface(i, i + 1) for i in (match.first, match.first + 1))
                if genus[0].isupper() and genus[1:].islower() and species.islower():
                    found.setdefault(f"{genus[0]} {species}", match)
    return found


def with_short_names(
    atoms: Atoms, matches: Sequence[Match], known: Mapping[str, Match]
) -> list[Match]:
    """Return the matches with the short names of known species in place of what they overlap."""
    short = [
        replace(known[name], first=i - 1, last=i + 1)
        for i in range(1, len(atoms))
        if atoms.ends[i - 1] - atoms.starts[i - 1] == 1
        and atoms.text[atoms.ends[i - 1] : atoms.starts[i]].strip() == "."
        and (name := f"{atoms.surface(i - 1, i)} {atoms.surface(i, i + 1)}") in known
    ]
    if not short:
        return list(matches)
    taken = {i for one in short for i in range(one.first, one.last)}
    kept = [m for m in matches if taken.isdisjoint(range(m.first, m.last))]
    return sorted([*kept, *short], key=lambda one: one.first)
