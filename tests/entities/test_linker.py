"""Linking: what a mention means, by its names and by what else the article mentions."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from builders import article, sentence
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline.entities.concepts import (
    assemble,
    bag_key,
    pack,
    stem_key,
    unpack,
    word_key,
    word_keys,
)
from pipeline.entities.concepts import load as load_index
from pipeline.entities.forms import stem, words_of
from pipeline.entities.linker import KNOWN, REFUSED, Linker, Query, expanded, load
from pipeline.entities.stage import find_entities
from pipeline.errors import ModelError
from pipeline.language.stage import analyse_language
from pipeline.recipes.concepts.data import documents
from pipeline.recipes.concepts.index import arrays
from pipeline.recipes.concepts.names import Named, kinds_of
from pipeline.recipes.ontologies import TYPES
from pipeline.records import Concept, EntityType
from pipeline.weights.folders import write_manifest

MEANT: list[tuple[str, EntityType, str]] = [
    ("Carcinoma, Hepatocellular", "Disease", "MESH:D006528"),
    ("hepatocellular carcinomas", "Disease", "MESH:D006528"),
    ("cancer of the breast", "Disease", "MESH:D001943"),
    ("renal failure", "Disease", "MESH:D051437"),
    ("kidney failure", "Disease", "MESH:D051437"),
    ("hypertensive", "Disease", "MESH:D006973"),
    ("heart attack", "Disease", "MESH:D009203"),
    ("adriamycin", "Chemical", "MESH:D004317"),
    ("folate", "Chemical", "MESH:D005492"),
    ("vitamin A", "Chemical", "MESH:D014801"),
    ("TNF-alpha", "GeneProtein", "HGNC:11892"),
    ("TP53", "GeneProtein", "HGNC:11998"),
    # only the head is known, or a broader concept
    ("severe hypertension", "Disease", "MESH:D006973"),
    ("postoperative nausea", "Disease", "MESH:D020250"),
]


@pytest.mark.parametrize(("text", "kind", "curie"), MEANT)
def test_names_in_many_forms(text: str, kind: EntityType, curie: str) -> None:
    query = Query(text, kind)
    assert load().link([query])[query].id == curie


def test_the_type_decides() -> None:
    gene, disease = Query("APC", "GeneProtein"), Query("APC", "Disease")
    found = load().link([gene, disease])
    assert found[gene].id == "HGNC:583"
    assert disease not in found or found[disease].id.startswith("MESH:")


def test_the_other_mentions_say_what_a_short_form_means() -> None:
    short = Query("DM", "Disease")
    dystrophy = load().link([short, Query("myotonic dystrophy", "Disease")])[short]
    diabetes = load().link([short, Query("diabetes mellitus", "Disease")])[short]
    assert (dystrophy.id, diabetes.id) == ("MESH:D009223", "MESH:D003920")


def test_a_long_form_decides() -> None:
    pumps = Query("PPI", "Chemical", "proton pump inhibitors")
    assert load().link([pumps])[pumps].id == "MESH:D054328"
    longs = {"MI": "myocardial infarction"}
    assert expanded("acute MI", longs) == "acute myocardial infarction"
    assert expanded("MIs", longs) == "myocardial infarction"
    assert expanded("angina", longs) is None


def test_what_nothing_is_called_has_no_concept() -> None:
    assert not load().link([Query("qwzrx vbnmk", "Disease"), Query("", "Chemical")])


def test_the_dictionary_counts_where_no_corpus_taught_the_linker() -> None:
    cell = Concept(id="CL:0000084", name="T cell", score=1.0)
    said = Concept(id="MESH:D002477", name="Cells", score=0.7)
    choose = load().decide
    anatomy = Query("T cells", "Anatomy", known=cell.id)
    assert choose(anatomy, said, cell) == Concept(id=cell.id, name=cell.name, score=KNOWN)
    assert choose(Query("cells", "Chemical", known=cell.id), said, cell) == said
    # The dictionary knows only the head of the mention: what the linker knows of all is better.
    head = Concept(id="CL:0000084", name="T cell", score=0.6)
    assert choose(Query("old T cells", "Anatomy"), None, head) == head
    assert choose(Query("old T cells", "Anatomy"), said, head) == said
    assert choose(Query("x", "Disease"), None, head) is None


def test_what_the_linker_refuses_the_dictionary_may_know() -> None:
    flu = Concept(id="MESH:D007251", name="Influenza, Human", score=1.0)
    gene = Concept(id="HGNC:9353", name="PRDX2", score=1.0)
    choose = load().decide
    refused = choose(Query("flu", "Disease", known=flu.id), None, flu)
    assert refused is not None and (refused.id, refused.score) == (flu.id, REFUSED)
    assert choose(Query("PRP", "GeneProtein", known=gene.id), None, gene) is None


def test_everyday_senses() -> None:
    meant = [
        (Query("cat", "Organism", known="MESH:D002415"), None),  # the dictionary's word is taken
        (Query("lead", "Chemical"), "Lead"),
        (Query("iron", "Chemical"), "Iron"),
        (Query("PPIs", "Chemical", "proton pump inhibitors"), "Proton Pump Inhibitors"),
    ]
    found = load().link([query for query, _ in meant])
    assert [query in found and found[query].name for query, _ in meant] == [
        name or False for _, name in meant
    ]


def test_spans_and_types_are_the_same_with_and_without_the_linker() -> None:
    text = "Renal failure and DM (diabetes mellitus) in mice given adriamycin with qwzrx."
    a, s = article(text), [sentence(text)]
    language = analyse_language(a, [], s, [])

    class Mute(Linker):
        def link(self, queries: Sequence[Query]) -> dict[Query, Concept]:
            return {}

    linked = find_entities(a, [], s, [], language)
    mute = find_entities(a, [], s, [], language, linker=Mute(load_index(), {}))
    assert [replace(e, concept=None) for e in linked] == [replace(e, concept=None) for e in mute]
    assert [e.concept and e.concept.name for e in linked] != [
        e.concept and e.concept.name for e in mute
    ]


def test_the_index_is_compiled_to_the_same_bytes(tmp_path: Path) -> None:
    import numpy as np

    one = Named("MESH:1", "Bone Loss", frozenset(["Disease"]), ("C05.1",))
    one.add("Bone Loss", 0)
    one.add("Losses, Bone (Age-Related)", 1)
    drug = Named("MESH:C1", "zorbaxine", frozenset(["Chemical"]), supplementary=True)
    drug.add("zorbaxine", 0)
    built = [arrays([one], [drug]) for _ in range(2)]
    for name, path in zip(built, (tmp_path / "a.npz", tmp_path / "b.npz"), strict=True):
        np.savez_compressed(path, **name)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    index = assemble(built[0], TYPES)
    assert index.mask("Chemical") and not index.mask("Disease") & index.mask("Chemical")
    where = index.named(bag_key(words_of("zorbaxine")))
    assert [index.label(n) for n in index.owners[where]] == [("MESH:C1", "zorbaxine")]
    rows = index.stemmed(stem_key(words_of("losses of bone")))
    assert {int(index.owner[row]) for row in rows} == {0}
    assert index.trees(0) == ("C05.1",) and index.trees(1) == ()


def test_corpora_in_pubtators_format(tmp_path: Path) -> None:
    path = tmp_path / "corpus.txt"
    path.write_text(
        "1|t|Zorbaxine in rats\n1|a|It helps.\n1\t0\t9\tZorbaxine\tChemical\tC9|-1\n\n", "utf-8"
    )
    (doc,) = documents(path)
    assert doc.text == "Zorbaxine in rats It helps."
    assert [(m.text, m.type, m.ids) for m in doc.mentions] == [
        ("Zorbaxine", "Chemical", ("MESH:C9", ""))
    ]
    assert kinds_of(("C14.280", "G09.1")) == {"Disease", "Process"}


WORDS = ["renal", "failure", "MI", "lead", "cat", "PPI", "iron", "vitamin", "D", "of", "α", "IL-6"]
KINDS: list[EntityType] = ["Disease", "Chemical", "GeneProtein", "Anatomy", "Food"]
QUERIES = st.builds(
    Query,
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=10).map(" ".join) | st.text(max_size=30),
    st.sampled_from(KINDS),
    st.none() | st.sampled_from(["myocardial infarction", "zzz"]),
)


@given(st.lists(QUERIES, max_size=6))
def test_nothing_is_guessed_below_the_least_score(queries: list[Query]) -> None:
    linker = load()
    found = linker.link(queries)
    assert found.keys() <= set(queries)
    assert all(linker.least <= concept.score <= 1 for concept in found.values())
    assert linker.link(queries) == found
    assert linker.link(queries[::-1]) == found


def test_words_have_the_same_keys_one_by_one_and_all_at_once() -> None:
    import numpy as np

    words = ["a", "bone", "größe", "2", "x" * 80]
    blob = np.frombuffer("".join(f"{word}\n" for word in words).encode(), np.uint8)
    assert word_keys(blob).tolist() == [word_key(word) for word in words]
    assert unpack(pack([0, 1, 2**23], 3)).tolist() == [0, 1, 2**23]


def test_forms() -> None:
    assert bag_key(words_of("Failure, Renal")) == bag_key(words_of("renal failure"))
    assert stem_key(words_of("kidney failures")) == stem_key(words_of("renal failure"))
    assert bag_key(words_of("1-methyl-2-x")) != bag_key(words_of("2-methyl-1-x"))
    assert words_of("a deficiency of vitamin A") == ["deficiency", "vitamin", "a"]
    assert stem("ischemic") == stem("ischemia") and stem("dyskinetic") == stem("dyskinesia")


def test_a_missing_or_damaged_index_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="concepts"):
        load_index(tmp_path)
    (tmp_path / "concepts").mkdir()
    for name in ("concepts.npz", "ranker.npz"):
        (tmp_path / "concepts" / name).write_bytes(b"not an archive")
    write_manifest("concepts", ["concepts.npz", "ranker.npz"], tmp_path)
    with pytest.raises(ModelError, match="compile it again"):
        load_index(tmp_path)
    with pytest.raises(ModelError, match="train it again"):
        load(tmp_path)


def test_a_linker_is_made_of_an_index_and_weights() -> None:
    assert Linker(load_index(), {}).least == 0
