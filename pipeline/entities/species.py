"""A species that an article names goes by its genus's initial from then on: ``A. muciniphila``.

Some are so well known that articles never name them in full.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from pipeline.language.lexicon import Lexicon, Match
from pipeline.language.terms import Terms
from pipeline.text.atoms import Atoms

_WELL_KNOWN = (
    *("Akkermansia muciniphila", "Caenorhabditis elegans", "Candida albicans"),
    *("Clostridioides difficile", "Drosophila melanogaster", "Escherichia coli"),
    *("Faecalibacterium prausnitzii", "Helicobacter pylori", "Klebsiella pneumoniae"),
    *("Lactobacillus acidophilus", "Listeria monocytogenes", "Mycobacterium tuberculosis"),
    *("Plasmodium falciparum", "Porphyromonas gingivalis", "Pseudomonas aeruginosa"),
    *("Saccharomyces cerevisiae", "Staphylococcus aureus", "Staphylococcus epidermidis"),
    *("Streptococcus pneumoniae", "Toxoplasma gondii"),
)
_ODD = {"C diff": "Clostridioides difficile"}


@lru_cache(maxsize=2)
def _well_known(lexicon: Lexicon) -> dict[str, Match]:
    names = {f"{full[0]} {full.split()[1]}": full for full in _WELL_KNOWN} | _ODD
    found = {short: lexicon.lookup(full) for short, full in names.items()}
    return {short: match for short, match in found.items() if match is not None}


def named_species(terms: Terms) -> dict[str, Match]:
    """Return species by their short names: those named here in two words, and well-known ones."""
    found: dict[str, Match] = {}
    for atoms, matches in terms:
        for match in matches:
            if match.type == "Organism" and match.last - match.first == 2:
                genus, species = (atoms.surface(i, i + 1) for i in (match.first, match.first + 1))
                if genus[0].isupper() and genus[1:].islower() and species.islower():
                    found.setdefault(f"{genus[0]} {species}", match)
    return _well_known(terms.lexicon) | found


def with_short_names(
    atoms: Atoms, matches: Sequence[Match], known: Mapping[str, Match]
) -> list[Match]:
    """Return the matches with the short names of known species in place of what they overlap."""
    short = [
        known[name]._replace(first=i - 1, last=i + 1)
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
