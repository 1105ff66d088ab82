"""What the claim tagger learns from: subject, relation and object of treebank sentences."""

from pathlib import Path

import pytest

from pipeline.recipes.claims.clauses import main_clause, read_craft, read_ewt, tags_of
from pipeline.recipes.claims.trees import Tree


def tree(rows: str) -> Tree:
    """Read "word/TAG/head/label …": heads count from 1, "word=lemma" where they differ."""
    cells = [row.rsplit("/", 3) for row in rows.split()]
    words = [cell[0].split("=")[0] for cell in cells]
    lemmas = [cell[0].split("=")[-1] for cell in cells]
    heads = [int(cell[2]) - 1 for cell in cells]
    return Tree(words, lemmas, [cell[1] for cell in cells], heads, [cell[3] for cell in cells])


def spans(rows: str) -> tuple[str | None, str | None, str | None]:
    """Return the words of subject, relation and object."""
    parsed = tree(rows)
    clause = main_clause(parsed)
    if clause is None:
        return (None, None, None)
    first, second, third = (
        None if span is None else " ".join(parsed.words[span[0] : span[1] + 1]) for span in clause
    )
    return (first, second, third)


CASES = {
    "object, circumstance left out": (
        "Iron/NN/4/nsubj may/MD/4/aux not/RB/4/neg reduce/VB/0/root the/DT/6/det "
        "absorption/NN/4/dobj of/IN/6/prep zinc/NN/7/pobj in/IN/6/prep mice/NNS/9/pobj ././4/punct",
        ("Iron", "may not reduce", "the absorption of zinc"),
    ),
    "under a reporting verb, with a change word": (
        "Studies/NNS/2/nsubj show=show/VBP/0/root that/IN/5/mark it/PRP/5/nsubj "
        "leads=lead/VBZ/2/ccomp to/IN/5/prep increased/VBN/8/amod stress/NN/6/pobj ././2/punct",
        ("it", "leads to increased", "stress"),
    ),
    "raised": (
        "Tea/NN/4/nsubjpass has/VBZ/4/aux been/VBN/4/auxpass shown=show/VBN/0/root to/TO/6/aux "
        "lower/VB/4/xcomp stress/NN/6/dobj ././4/punct",
        ("Tea", "has been shown to lower", "stress"),
    ),
    "prepositional": (
        "Tea/NN/3/nsubjpass is/VBZ/3/auxpass linked=link/VBN/0/root to/IN/3/prep sleep/NN/4/pobj "
        "during/IN/3/prep winter/NN/6/pobj ././3/punct",
        ("Tea", "is linked to", "sleep"),
    ),
    "light noun": (
        "Iron/NN/2/nsubj plays=play/VBZ/0/root a/DT/5/det key/JJ/5/amod role/NN/2/dobj "
        "in/IN/5/prep growth/NN/6/pobj ././2/punct",
        ("Iron", "plays a key role in", "growth"),
    ),
    "adjective": (
        "Kale/NN/2/nsubj is=be/VBZ/0/root rich/JJ/2/acomp in/IN/3/prep iron/NN/4/pobj ././2/punct",
        ("Kale", "is rich in", "iron"),
    ),
    "copula": (
        "Scurvy/NN/2/nsubj is=be/VBZ/0/root a/DT/4/det disease/NN/2/attr that/WDT/6/nsubj "
        "kills=kill/VBZ/4/relcl ././2/punct",
        ("Scurvy", "is", "a disease that kills"),
    ),
    "agent": (
        "Bone/NN/3/nsubjpass is/VBZ/3/auxpass formed=form/VBN/0/root by/IN/3/agent "
        "cells/NNS/4/pobj ././3/punct",
        ("cells", "is formed by", "Bone"),
    ),
    "a link between": (
        "They/PRP/2/nsubj found=find/VBD/0/root a/DT/4/det link/NN/2/dobj between/IN/4/prep "
        "tea/NN/5/pobj and/CC/6/cc sleep/NN/6/conj ././2/punct",
        ("tea", "link between", "sleep"),
    ),
    "the cause of": (
        "The/DT/2/det cause/NN/5/nsubj of/IN/2/prep gout/NN/3/pobj is=be/VBZ/0/root diet/NN/5/attr "
        "././5/punct",
        ("diet", "cause of", "gout"),
    ),
    "a clause as object": (
        "Tea/NN/2/nsubj helps=help/VBZ/0/root people/NNS/4/nsubj sleep/VB/2/ccomp ././2/punct",
        ("Tea", "helps", "people sleep"),
    ),
    "no object": (
        "Mice/NNS/2/nsubj died=die/VBD/0/root early/RB/2/advmod ././2/punct",
        ("Mice", "died", None),
    ),
    "question": (
        "Is=be/VBZ/0/root tea/NN/1/nsubj good/JJ/1/acomp ?/./1/punct",
        (None, None, None),
    ),
    "order": ("Eat/VB/0/root more/JJR/3/amod fish/NN/1/dobj ././1/punct", (None, None, None)),
    "fragment": ("Bone/NN/2/compound health/NN/0/root", (None, None, None)),
}


@pytest.mark.parametrize("name", CASES)
def test_spans(name: str) -> None:
    rows, expected = CASES[name]
    assert spans(rows) == expected


def test_tags_begin_and_go_on() -> None:
    rows, _ = CASES["prepositional"]
    assert tags_of(tree(rows)) == ["B-S", "B-R", "I-R", "I-R", "B-O", "O", "O", "O"]


UNIVERSAL = """\
# text = It is a good source of iron, isn't clear.
1\tKale\tkale\tNOUN\tNN\t_\t4\tnsubj\t_\t_
2\tis\tbe\tAUX\tVBZ\t_\t4\tcop\t_\t_
2.1\tis\tbe\tAUX\tVBZ\t_\t_\t_\t_\t_
3-4\tnotrich\t_\t_\t_\t_\t_\t_\t_\t_
3\tnot\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\trich\trich\tADJ\tJJ\t_\t0\troot\t_\t_
5\tin\tin\tADP\tIN\t_\t6\tcase\t_\t_
6\tiron\tiron\tNOUN\tNN\t_\t4\tobl\t_\t_
7\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

1\tBone\tbone\tNOUN\tNN\t_\t3\tnsubj:pass\t_\t_
2\tis\tbe\tAUX\tVBZ\t_\t3\taux:pass\t_\t_
3\tformed\tform\tVERB\tVBN\t_\t0\troot\t_\t_
4\tby\tby\tADP\tIN\t_\t5\tcase\t_\t_
5\tcells\tcell\tNOUN\tNNS\t_\t3\tobl:agent\t_\t_

1\tTwo\ttwo\tNUM\tCD\t_\t0\troot\t_\t_
2\troots\troot\tNOUN\tNNS\t_\t0\troot\t_\t_
"""


def test_universal_dependencies_come_to_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(UNIVERSAL, "utf-8")
    assert list(read_ewt(path)) == [
        (
            ["Kale", "is", "not", "rich", "in", "iron", "."],
            ["B-S", "B-R", "I-R", "I-R", "I-R", "B-O", "O"],
        ),
        (["Bone", "is", "formed", "by", "cells"], ["B-O", "B-R", "I-R", "I-R", "B-S"]),
    ]


def test_craft_is_read_from_its_folder(tmp_path: Path) -> None:
    rows = [
        "1\tMice\tmouse\tNNS\tNNS\t_\t2\tnsubj\t_\t_",
        "2\tdied\tdie\tVBD\tVBD\t_\t0\troot\t_\t_",
    ]
    (tmp_path / "b.conll").write_text("\n".join(rows) + "\n", "utf-8")
    assert list(read_craft(tmp_path)) == [(["Mice", "died"], ["B-S", "B-R"])]
