"""The dictionary: folding, cutting, look-up, and how it is compiled."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ModelError
from pipeline.language.lexicon import load
from pipeline.recipes.lexicon.train import Builder, is_symbol, plain_label, save
from pipeline.recipes.ontologies import Term, below, mesh_type, natural_order
from pipeline.text.atoms import BREAK, HYPHEN, JOINED, SPACE, cut, fold, hash_term, split
from pipeline.weights.folders import read_types, write_manifest, write_types

FOLDED = [
    ("Bones", "bone"),
    ("deficiencies", "deficiency"),
    ("mice", "mouse"),
    ("women", "woman"),
    ("Bacteria", "bacterium"),
    ("viruses", "virus"),
    ("headaches", "headache"),
    ("diagnoses", "diagnosis"),
    ("psoriasis", "psoriasis"),
    ("virus", "virus"),
    ("haemoglobin", "hemoglobin"),
    ("oestrogen", "estrogen"),
    ("tumours", "tumor"),
    ("remodelling", "remodeling"),
    ("Sjögren", "sjogren"),
    ("α", "alpha"),
    ("TLRs", "tlr"),
    ("IBS", "ibs"),
    ("12", "12"),
]
KNOWN = [
    ("monkeys", "Organism", "MESH:D000882"),
    ("hamsters", "Organism", "MESH:D006224"),
    ("fruit flies", "Organism", "MESH:D004330"),
    # any spelling leads to the same concept
    ("estrogen receptors", "GeneProtein", "MESH:D011960"),
    ("Estrogen Receptor", "GeneProtein", "MESH:D011960"),
    ("Crohn’s disease", "Disease", "MESH:D003424"),
    ("Crohn disease", "Disease", "MESH:D003424"),
    ("TNF-alpha", "GeneProtein", "MESH:D014409"),
    ("TNFα", "GeneProtein", "MESH:D014409"),
    ("IL-6", "GeneProtein", "MESH:D015850"),
    ("IL6", "GeneProtein", "MESH:D015850"),
    ("TP53", "GeneProtein", "HGNC:11998"),
    ("osteoclast differentiation", "Process", "GO:0030316"),
    ("osteoporosis", "Disease", "MESH:D010024"),
    ("Vitamin B-12", "Chemical", "MESH:D014805"),
    ("bacteria", "Organism", "MESH:D001419"),
    ("livers", "Anatomy", "MESH:D008099"),
    ("bone density", "Procedure", "MESH:D015519"),
    ("exercise", "Process", "MESH:D015444"),
    ("honey", "Food", "MESH:D006722"),
    ("type 2 diabetes", "Disease", "MESH:D003924"),
    ("chemotherapy", "Procedure", "MESH:D004358"),
]
UNKNOWN = ["lead", "back", "city", "set", "CAT", "cat scan of the", "was", "role", "xyzzy", "12"]


@pytest.mark.parametrize(("atom", "folded"), FOLDED)
def test_fold(atom: str, folded: str) -> None:
    assert fold(atom) == folded


@pytest.mark.parametrize(("text", "kind", "curie"), KNOWN)
def test_known_terms(text: str, kind: str, curie: str) -> None:
    match = load().lookup(text)
    assert match is not None
    concept = load().concept(match.concept)
    assert concept is not None
    assert (match.type, concept.id) == (kind, curie)


@pytest.mark.parametrize("text", UNKNOWN)
def test_everyday_words_are_no_terms(text: str) -> None:
    assert load().lookup(text) is None


def test_split_drops_possessives_and_spells_greek() -> None:
    assert split("Alzheimer's disease") == ["alzheimer", "disease"]
    assert split("TNF-α") == ["tnf", "alpha"]
    assert split("vitamin B12") == ["vitamin", "b", "12"]


def test_cut_says_how_atoms_are_joined() -> None:
    text = "Vitamin B12, low-fat"
    atoms = cut(text, [(0, 7, True), (8, 11, False), (11, 12, False), (13, 20, False)])
    assert [text[a:b] for a, b in zip(atoms.starts, atoms.ends, strict=True)] == [
        "Vitamin", "B", "12", "low", "fat"
    ]  # fmt: skip
    assert atoms.joins == [BREAK, SPACE, JOINED, BREAK, HYPHEN]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("low vitamin D levels", ["vitamin D"]),
        ("celiac disease, osteoporosis", ["celiac disease", "osteoporosis"]),
        ("bone, density", ["bone"]),  # no term over a comma
        ("vitamin K2", ["vitamin K2"]),  # never "vitamin K"
        ("tumor necrosis factor alpha", ["tumor necrosis factor alpha"]),
        ("the cat sat; CAT", ["cat"]),
    ],
)
def test_longest_match(text: str, found: list[str]) -> None:
    tokens = [(m, m + len(w), False) for w, m in _words(text)]
    atoms = cut(text, tokens)
    assert [atoms.surface(m.first, m.last) for m in load().find(atoms)] == found


def _words(text: str) -> list[tuple[str, int]]:
    out, at = [], 0
    for word in text.split(" "):
        out.append((word, at))
        at += len(word) + 1
    return out


@given(st.text(max_size=60))
def test_any_text_can_be_looked_up(text: str) -> None:
    atoms = cut(text, [(0, len(text), True)])
    end = 0
    for match in load().find(atoms):
        assert end <= match.first < match.last <= len(atoms)
        end = match.last


@given(
    st.lists(st.sampled_from(("vitamin", "D", "K2", "tumor", "IL", "6", "CAT", "cats", "of"))),
    st.sampled_from((" ", "-", ", ", "")),
)
def test_a_whole_term_is_what_the_search_of_a_text_finds(words: list[str], joined: str) -> None:
    text = joined.join(words)
    atoms = cut(text, [(at, at + len(word), False) for word, at in _words(text) if word])
    found = (one for one in load().find(atoms) if (one.first, one.last) == (0, len(atoms)))
    assert load().lookup(text) == next(found, None)


@given(st.text(min_size=1, max_size=20))
def test_folding_and_hashing_are_stable(text: str) -> None:
    assert fold(text) == fold(text)
    assert hash_term(split(text)) == hash_term(split(text)) < 2**64
    assert hash_term(["a"], symbol=True) != hash_term(["a"])


def test_a_missing_or_damaged_dictionary_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="lexicon"):
        load(tmp_path)
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "lexicon.npz").write_bytes(b"not an archive")
    write_types("lexicon", ["Disease"], tmp_path)
    write_manifest("lexicon", ["lexicon.npz", "types.json"], tmp_path)
    with pytest.raises(ModelError, match="compile it again"):
        load(tmp_path)


def _small() -> Builder:
    from collections import Counter

    builder = Builder(Counter(was=50), frozenset({"back"}))
    builder.add(Term("MESH:1", "Bones", ("Bones", "Back"), "Anatomy"), guarded=False)
    builder.add(Term("HGNC:1", "WAS", ("WAS", "Wasp factor"), "GeneProtein"), guarded=True)
    builder.add(Term("HGNC:2", "ABCD1", ("ABCD1",), "GeneProtein"), guarded=True)
    return builder


def test_types_are_those_of_the_list_beside_the_weights(tmp_path: Path) -> None:
    """A type put before another in the code relabels nothing, and more than eight fit."""
    save(_small(), tmp_path)
    known = read_types("lexicon", tmp_path)
    others = tuple(f"Type{n}" for n in range(15 - len(known)))
    (tmp_path / "lexicon" / "types.json").write_text(json.dumps((*known, *others)), "utf-8")
    write_manifest("lexicon", ["lexicon.npz", "types.json"], tmp_path)
    found = load(tmp_path).lookup("bone")
    assert found is not None and found.type == "Anatomy"
    turned = (known[3], *known[1:3], known[0], *known[4:])  # as if the numbers meant others
    (tmp_path / "lexicon" / "types.json").write_text(json.dumps(turned), "utf-8")
    write_manifest("lexicon", ["lexicon.npz", "types.json"], tmp_path)
    load.cache_clear()
    found = load(tmp_path).lookup("bone")
    assert found is not None and found.type == "Disease"


def test_compiling_keeps_guards_and_makes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        save(_small(), tmp_path / name)
    first, second = (tmp_path / n / "lexicon" / "lexicon.npz" for n in ("a", "b"))
    assert first.read_bytes() == second.read_bytes()
    small = load(tmp_path / "a")
    found = small.lookup("bone")
    assert found is not None and small.concept(found.concept).id == "MESH:1"  # type: ignore[union-attr]
    assert small.lookup("back") is None  # on the stop list
    assert small.lookup("WAS") is None  # spelt like a word
    assert small.lookup("ABCD1") is not None
    assert small.lookup("abcd1") is None  # a symbol keeps its capitals


@pytest.mark.parametrize(
    ("trees", "kind"),
    [
        (["C05.116"], "Disease"),
        (["D12.776.860"], "GeneProtein"),
        (["D12.125.119"], "Chemical"),
        (["D08.811.277"], "GeneProtein"),
        (["D27.505", "J02.500"], "Chemical"),
        (["B01.650", "J02.500"], "Food"),
        (["M01.060"], "Organism"),
        (["A11.329"], "Anatomy"),
        (["E04.100"], "Procedure"),
        (["G11.427"], "Process"),
        (["M01.526.485"], None),
        (["Z01.107"], None),
    ],
)
def test_mesh_types(trees: list[str], kind: str | None) -> None:
    assert mesh_type(trees) == kind


def test_names_of_ontologies() -> None:
    assert natural_order("Receptors, Estrogen") == "Estrogen Receptors"
    assert natural_order("Diabetes Mellitus, Type 2") == "Type 2 Diabetes Mellitus"
    assert is_symbol("TNF") and is_symbol("IL6") and not is_symbol("Insulin")
    assert not plain_label("abnormality of the liver", ["a", "b"], "HP:1", 0)
    assert not plain_label("chronic", ["chronic"], "HP:2", 0)
    assert plain_label("liver cyst", ["liver", "cyst"], "HP:3", 0)
    tree = [{"id": "r"}, {"id": "c", "relations": {"is_a": ["r"]}}, {"id": "x"}]
    assert below(tree, frozenset({"r"})) == {"r", "c"}
