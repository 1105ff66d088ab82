"""Dependency trees of CRAFT and the English Web Treebank, under one set of labels.

The labels are ClearNLP's (CRAFT, and spaCy's English models): the verb heads its clause, also
the copula, and the preposition its phrase. Universal Dependencies are turned into that shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.claims.text import vocabulary

_NAMES = {
    "nsubj:pass": "nsubjpass",
    "nsubj:outer": "nsubj",
    "csubj:pass": "csubjpass",
    "aux:pass": "auxpass",
    "obj": "dobj",
    "iobj": "dative",
    "obl:unmarked": "npadvmod",
    "acl:relcl": "relcl",
    "advcl:relcl": "relcl",
    "compound:prt": "prt",
    "nmod:poss": "poss",
    "cc:preconj": "preconj",
}
# What stands with the copula once that heads the clause.
_CLAUSAL = vocabulary(
    "nsubj nsubjpass csubj csubjpass expl aux mark advcl parataxis discourse vocative punct cc"
)
# Adverbs before a predicate that are of the clause: "is also rich", but "is very rich".
_OF_CLAUSE = vocabulary(
    "not n't never also often still just actually always usually generally however therefore "
    "thus indeed usually commonly typically already probably perhaps likely now then"
)
_NEGATIVE = vocabulary("not n't never")


class Tree:
    """A sentence's words with lemma, Penn tag, head (-1: the root) and label of each."""

    def __init__(
        self,
        words: Sequence[str],
        lemmas: Sequence[str],
        tags: Sequence[str],
        heads: Sequence[int],
        labels: Sequence[str],
    ) -> None:
        self.words = list(words)
        self.lemmas = [lemma.lower() for lemma in lemmas]
        self.tags = list(tags)
        self.heads = list(heads)
        self.labels = list(labels)
        self._below: list[list[int]] | None = None

    @property
    def root(self) -> int:
        """The head of the sentence."""
        return self.heads.index(-1)

    def children(self, at: int, *labels: str) -> list[int]:
        """Return the dependents of a word in order, those with one of the labels if given."""
        if self._below is None:
            self._below = [[] for _ in self.words]
            for child, head in enumerate(self.heads):
                if head >= 0:
                    self._below[head].append(child)
        return [c for c in self._below[at] if not labels or self.labels[c] in labels]

    def subtree(self, at: int) -> set[int]:
        """Return a word and all that depends on it."""
        found = {at}
        open_ = [at]
        while open_:
            below = self.children(open_.pop())
            open_ += [c for c in below if c not in found]
            found.update(below)
        return found

    def move(self, at: int, head: int, label: str) -> None:
        """Hang a word elsewhere."""
        self.heads[at], self.labels[at] = head, label
        self._below = None

    def is_verb(self, at: int) -> bool:
        """Tell a verb, auxiliary or modal."""
        return self.tags[at].startswith("VB") or self.tags[at] == "MD"

    def is_sound(self) -> bool:
        """Tell whether there is one root and every word hangs from it."""
        return self.heads.count(-1) == 1 and len(self.subtree(self.root)) == len(self.words)


def read_trees(path: Path, universal: bool = False) -> Iterator[Tree]:
    """Yield the sound trees of a CoNLL file; ``universal``: it has Universal Dependencies."""
    rows: list[list[str]] = []
    with path.open(encoding="utf-8") as stream:
        for line in [*stream, "\n"]:
            cells = line.rstrip("\n").split("\t")
            if len(cells) > 7 and cells[0].isdigit():  # no empty nodes, no joined words
                rows.append(cells)
            elif not line.strip() and rows:
                tree = _tree(rows, 4 if universal else 3)
                rows = []
                if tree.is_sound():
                    if universal:
                        _to_clearnlp(tree)
                    yield tree


def _tree(rows: list[list[str]], tag: int) -> Tree:
    words, lemmas = [row[1] for row in rows], [row[2] for row in rows]
    heads = [int(row[6]) - 1 for row in rows]
    return Tree(words, lemmas, [row[tag] for row in rows], heads, [row[7] for row in rows])


def _to_clearnlp(tree: Tree) -> None:
    outer = [at for at, label in enumerate(tree.labels) if label == "nsubj:outer"]
    agents = {at for at, label in enumerate(tree.labels) if label == "obl:agent"}
    outer_heads = {tree.heads[at]: at for at in outer}
    tree.labels = [_NAMES.get(label, label) for label in tree.labels]
    for at, label in enumerate(tree.labels):
        if label == "advmod" and tree.lemmas[at] in _NEGATIVE:
            tree.labels[at] = "neg"
        elif label == "xcomp" and not tree.is_verb(at) and not tree.children(at, "cop"):
            tree.labels[at] = "acomp" if tree.tags[at].startswith("JJ") else "attr"
    for at in range(len(tree.words)):
        _lift_preposition(tree, at, at in agents)
    for at in range(len(tree.words)):
        copulas = tree.children(at, "cop")
        if copulas:
            _lift_copula(tree, at, copulas[0], outer_heads.get(at))
    for at in range(len(tree.words)):
        _empty_subject(tree, at)
    for at in [at for at, label in enumerate(tree.labels) if label == "xcomp"]:
        objects = tree.children(tree.heads[at], "dobj")
        if objects and objects[0] < at and tree.is_verb(at):  # "helps people sleep"
            tree.move(objects[0], at, "nsubj")
            tree.move(at, tree.heads[at], "ccomp")


def _lift_preposition(tree: Tree, at: int, agent: bool) -> None:
    """Let the preposition before a noun head it: ``obl(led, loss) case(loss, to)``."""
    cases = [c for c in tree.children(at, "case") if c < at]
    label = tree.labels[at].split(":")[0]
    if not cases or label not in {"obl", "nmod", "root", "acl", "advcl", "ccomp", "dep"}:
        return
    case = cases[0]
    if label in {"obl", "nmod"}:
        tree.move(case, tree.heads[at], "agent" if agent else "prep")
        tree.move(at, case, "pobj")


def _lift_copula(tree: Tree, at: int, copula: int, outer: int | None) -> None:
    """Let the copula head its clause, the predicate depend on it."""
    tree.move(copula, tree.heads[at], tree.labels[at])
    adjective = tree.tags[at].startswith(("JJ", "VBN", "RB"))
    if outer is not None:  # "the key is that X helps": the predicate is a clause of its own
        tree.move(at, copula, "ccomp")
        tree.move(outer, copula, "nsubj")
        return
    first = min([*(c for c in tree.children(at) if copula < c), at])
    for child in tree.children(at):
        label = tree.labels[child]
        adverb = label in {"advmod", "neg"} and (
            child < copula or tree.lemmas[child] in _OF_CLAUSE or (not adjective and child == first)
        )
        clause = label == "conj" and (tree.is_verb(child) or bool(tree.children(child, "cop")))
        # "is important that", "is clear how": the clause is of the verb in ClearNLP as well.
        if label in _CLAUSAL or adverb or clause or label == "ccomp" or child < copula:
            tree.move(child, copula, "prep" if label == "obl" else label)
    tree.move(at, copula, "acomp" if adjective else "attr")
    cases = [c for c in tree.children(at, "case") if c < at]
    if cases:  # "is in the gut"
        tree.move(cases[0], copula, "prep")
        tree.move(at, cases[0], "pobj")


def _empty_subject(tree: Tree, at: int) -> None:
    """ "There is X": X is no subject; "it is known that X": the clause is none either."""
    empty = tree.children(at, "expl")
    if not empty:
        return
    for child in tree.children(at, "nsubj", "csubj", "csubjpass"):
        if child > at or tree.labels[child] != "nsubj":
            tree.move(child, at, "attr" if tree.labels[child] == "nsubj" else "ccomp")
