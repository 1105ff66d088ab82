"""Atoms: the pieces that terms and texts are compared by.

An atom is a run of letters, a single Greek letter, or a run of digits. Folding makes the
variants of one the same (``Tumours`` and ``tumor``, ``TNFα`` and ``TNF-alpha``, ``IL-6``
and ``IL6``), so a term is a sequence of atoms whatever its case, plural or hyphens. Each
folded atom has a 64-bit BLAKE2b hash, and a term is the polynomial hash of its atoms.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

MULTIPLIER = 0x9E3779B97F4A7C15  # odd, so multiplication mod 2**64 loses nothing
SYMBOL_SALT = 0x5851F42D4C957F2D  # keeps "CAT", the gene, apart from the cat
MASK = (1 << 64) - 1
# How the atom before is joined to this one.
JOINED, HYPHEN, SPACE, BREAK = 0, 1, 2, 3

_ATOM = re.compile(r"[A-Za-zÀ-ɏ]+|[Α-Ωα-ωϵϕ]|\d+|[^\W\d_]+")
_JOIN = re.compile(r"[-‐‑–—]")
_GAP = re.compile(r"(?:['’]s?)?[\"“”‘’'»]?\s+[\"“”‘’'«]?|[\"“”]?[-‐‑]")
_POSSESSIVE = re.compile(r"['’]s?|s['’]")
_IRREGULAR = {
    "mice": "mouse", "women": "woman", "men": "man", "children": "child", "people": "person",
    "bacteria": "bacterium", "feet": "foot", "teeth": "tooth", "vertebrae": "vertebra",
    "nuclei": "nucleus", "fungi": "fungus", "bacilli": "bacillus", "ova": "ovum",
    "lactobacilli": "lactobacillus", "stimuli": "stimulus", "bronchi": "bronchus",
    "villi": "villus", "thrombi": "thrombus", "emboli": "embolus", "alveoli": "alveolus",
    "mitochondria": "mitochondrion", "larvae": "larva", "metastases": "metastasis",
    "diagnoses": "diagnosis", "prostheses": "prosthesis", "analyses": "analysis",
    "mitoses": "mitosis", "stenoses": "stenosis", "thromboses": "thrombosis",
    "fibroses": "fibrosis", "psychoses": "psychosis", "neuroses": "neurosis",
    "ageing": "aging", "tumour": "tumor", "tumours": "tumor", "fibre": "fiber",
    "fibres": "fiber", "colour": "color", "behaviour": "behavior", "lice": "louse",
    "indices": "index", "cortices": "cortex", "calves": "calf", "leaves": "leaf",
    "lives": "life", "microbiotas": "microbiota", "protozoa": "protozoon", "biopsies": "biopsy",
    "series": "series", "species": "species", "rabies": "rabies", "caries": "caries",
    "herpes": "herpes", "diabetes": "diabetes", "scabies": "scabies", "feces": "feces",
    "faeces": "feces", "pancreas": "pancreas", "lens": "lens", "aids": "aids", "gas": "gas",
    "gases": "gas", "axes": "axis", "lenses": "lens",
    "sulphur": "sulfur", "sulphate": "sulfate", "oestrogen": "estrogen", "oestrogens": "estrogen",
    "odour": "odor", "labour": "labor", "programme": "program", "litre": "liter",
}  # fmt: skip


@functools.cache
def _greek(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[-1].lower() or letter


def fold(atom: str) -> str:
    """Return an atom's form in the dictionary: case, plural, accents, spelling folded."""
    if len(atom) == 1:
        return _greek(atom) if "Α" <= atom <= "ϵ" else atom.lower()
    if atom.isdigit() or (atom.isupper() and len(atom) < 5):
        return atom.lower()
    if atom[-1] == "s" and atom[:-1].isupper() and len(atom) > 2:
        return atom[:-1].lower()  # TLRs
    word = atom.lower()
    if not word.isascii():
        word = "".join(
            c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)
        )
    found = _IRREGULAR.get(word)
    if found is not None:
        return found
    return _spelling(_singular(word))


def _singular(word: str) -> str:
    if len(word) < 4 or word[-1] != "s" or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("aches", "axes")) and word[-6:-5] not in ("o", "e"):
        return word[:-1]  # headaches
    if word.endswith(("ruses", "tuses", "nuses")):
        return word[:-2]
    if word.endswith(("atoes", "echoes")):
        return word[:-2]  # potatoes
    if word.endswith("oses") and len(word) > 8:
        return word[:-2] + "is"
    if word.endswith(("xes", "ches", "shes", "sses", "zes")):
        return word[:-2]
    return word[:-1]


def _spelling(word: str) -> str:
    if len(word) > 5:
        word = word.replace("ae", "e").replace("oe", "e").replace("elling", "eling")
        word = word.replace("isation", "ization")
    return word


def hash_atom(folded: str) -> int:
    """Return the 64-bit hash of a folded atom."""
    digest = hashlib.blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def hash_term(atoms: Iterable[str], symbol: bool = False) -> int:
    """Return the key of a term given as folded atoms; symbols have keys of their own."""
    key = 0
    for atom in atoms:
        key = (key * MULTIPLIER + hash_atom(atom)) & MASK
    return key ^ SYMBOL_SALT if symbol else key


def split(text: str) -> list[str]:
    """Cut a term into folded atoms (possessives dropped)."""
    folded = []
    for match in _ATOM.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if match.group() in ("s", "S") and before in ("'", "’") and before:
            continue
        folded.append(fold(match.group()))
    return folded


@dataclass(slots=True)
class Atoms:
    """The atoms of a text in columns; ``joins[i]`` says how atom ``i`` follows the last."""

    text: str
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    hashes: list[int] = field(default_factory=list)
    joins: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.starts)

    def surface(self, first: int, last: int) -> str:
        """Return the text from atom ``first`` to atom ``last`` (exclusive)."""
        return self.text[self.starts[first] : self.ends[last - 1]]


Piece = tuple[int, int, str, int]


@functools.lru_cache(maxsize=10_000)
def _pieces(token: str) -> tuple[Piece, ...]:
    if _POSSESSIVE.fullmatch(token):
        return ()
    found = []
    for match in _ATOM.finditer(token):
        start, end = match.span()
        if match.group() in ("s", "S") and start and token[start - 1] in "'’" and end == len(token):
            continue
        word = fold(match.group())
        found.append((start, end, word, hash_atom(word)))
    return tuple(found)


@functools.lru_cache(maxsize=5_000)
def _gap(gap: str) -> int:
    if not gap:
        return JOINED
    if _JOIN.fullmatch(gap):
        return HYPHEN
    return SPACE if _GAP.fullmatch(gap) else BREAK


def cut(text: str, tokens: Iterable[tuple[int, int, bool]]) -> Atoms:
    """Cut tokens (start, end, first of a piece?) into atoms. Nothing crosses a piece."""
    atoms = Atoms(text)
    starts, ends, words = atoms.starts, atoms.ends, atoms.words
    hashes, joins = atoms.hashes, atoms.joins
    last, broken = 0, True
    for start, end, first in tokens:
        broken = broken or first
        token = text[start:end]
        pieces = _pieces(token) if end - start <= 64 else ()
        if not pieces and end - start > 64:
            broken = True
        for a, b, word, key in pieces:
            begin = start + a
            joins.append(BREAK if broken or begin - last > 8 else _gap(text[last:begin]))
            starts.append(begin)
            ends.append(start + b)
            words.append(word)
            hashes.append(key)
            last, broken = start + b, False
    return atoms
