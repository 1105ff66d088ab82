"""Treebank sentences as subject, relation and object: what the claim tagger learns from.

The main assertion of a sentence is the clause under a reporting verb ("studies show that …")
or else the main one. Its relation is the verb group with all that joins it to the object:
particle, preposition, and light nouns and adjectives ("plays a role in", "is rich in",
"leads to increased"); so the three spans read together say what the clause says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.claim.text import vocabulary
from pipeline.recipes.phrases import Span, phrase
from pipeline.recipes.trees import Tree, read_trees

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
# A clause under one of these is no assertion of its own: "ensures that X is kept".
_CAUSING = vocabulary(
    "ensure make let have cause require need want ask wonder determine decide assess evaluate "
    "test examine investigate allow enable permit force hope wish doubt depend like love"
)
# "How X works" is asked, "why X works" is explained.
_ASKING = vocabulary("whether if what who whom whose which that how where when whatever")
# Nouns that only carry the relation on to the next noun: "is a cause of", "has an effect on".
_LIGHT = vocabulary(
    "role part effect impact influence link connection association correlation relationship "
    "relation contributor contribution cause source factor regulator marker indicator predictor "
    "component aspect symptom sign increase decrease reduction improvement rise decline change "
    "alteration inhibitor activator mediator determinant precursor consequence result product "
    "hallmark one response drop"
)
_LINKS = vocabulary(
    "association connection link relationship correlation relation interaction difference "
    "similarity effect impact influence role"
)
# Adjectives and participles of change; the object is what changes.
_CHANGED = vocabulary(
    "increased decreased reduced elevated higher lower greater enhanced improved impaired "
    "diminished raised lowered heightened fewer less more increasing decreasing worse better"
)
_OUTSIDE = vocabulary(
    "during after before since until despite because while without throughout unlike "
    "besides except following per within according as"
)
_TIMES = vocabulary(
    "year month week day hour minute time decade century age morning night day period example "
    "addition fact case total general particular contrast conclusion turn"
)


class Clause(NamedTuple):
    """The three spans as first and last word, ``None`` where there is none."""

    subject: Span | None
    relation: Span | None
    object: Span | None


def read_craft(folder: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the words and tags of CRAFT's sentences."""
    for path in sorted(folder.glob("*.conll")):
        yield from _tagged(read_trees(path))


def read_ewt(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the words and tags of a file of the English Web Treebank."""
    yield from _tagged(read_trees(path, universal=True))


def _tagged(trees: Iterable[Tree]) -> Iterator[tuple[list[str], list[str]]]:
    for tree in trees:
        tags = tags_of(tree)
        if tags:
            yield tree.words, tags


def tags_of(tree: Tree) -> list[str] | None:
    """Return a tag for every word; ``None`` where the tree makes no sense as a clause."""
    tags = ["O"] * len(tree.words)
    clause = main_clause(tree)
    if clause is None:
        return tags
    for letter, span in zip("SRO", clause, strict=True):
        if span is None:
            continue
        for at in range(span[0], span[1] + 1):
            if tags[at] != "O":
                return None
            tags[at] = f"{'B' if at == span[0] else 'I'}-{letter}"
    return tags


def main_clause(tree: Tree) -> Clause | None:
    """Return the spans of the main assertion; ``None`` for questions, orders and fragments."""
    if "?" in tree.words[-3:]:
        return None
    verb = _predicate(tree)
    if verb is None:
        return None
    verb = _reported(tree, verb)
    subject = next((s for s in tree.children(verb, *SUBJECTS) if s < verb), None)
    if subject is None and (tree.tags[verb] == "VB" or not _finite(tree, verb)):
        return None
    return _between(tree, verb, subject) or Reading(tree, verb).clause(subject)


def _finite(tree: Tree, verb: int) -> bool:
    return tree.tags[verb] in {"VBZ", "VBD", "MD"} or bool(
        tree.children(verb, "aux", "auxpass", "expl")
    )


def _predicate(tree: Tree) -> int | None:
    """Return the main verb; that after a run-in label where the label is the root."""
    root = tree.root
    if tree.is_verb(root):
        return root
    for child in tree.children(root, "parataxis", "appos", "dep", "conj", "ccomp"):
        colon = ":" in tree.words[root:child] or "-" in tree.words[root:child]
        if root < child and colon and tree.is_verb(child) and tree.children(child, *SUBJECTS):
            return child
    return None


def _reported(tree: Tree, verb: int) -> int:
    """Return the verb of what is reported: "X helps" in "a study found that X helps"."""
    for _ in range(6):
        holders = [verb, *tree.children(verb, "acomp", "attr", "dobj", "nsubjpass")]
        inner = next(
            (
                clause
                for holder in holders
                for clause in tree.children(holder, "ccomp", *(["acl"] if holder != verb else []))
                if _asserts(tree, verb, clause, holder)
            ),
            None,
        )
        if inner is None:
            return verb
        verb = inner
    return verb


def _asserts(tree: Tree, verb: int, clause: int, holder: int) -> bool:
    if tree.lemmas[verb] in _CAUSING or not tree.is_verb(clause):
        return False
    subjects = tree.children(clause, *SUBJECTS, "expl")
    if not subjects or tree.tags[subjects[0]] in {"WDT", "WP"}:
        return False
    if holder != verb and not any(
        tree.words[m].lower() == "that" for m in tree.children(clause, "mark")
    ):
        return False
    below = [*tree.children(clause), *(c for s in subjects for c in tree.children(s))]
    first = min(below)
    wh = any(tree.tags[c] in {"WDT", "WP", "WRB", "WP$"} for c in below if c <= first)
    asked = tree.words[first].lower() in _ASKING - {"that"} or wh
    finite = _finite(tree, clause) or tree.tags[clause] == "VBP" or holder == verb
    infinitive = any(tree.words[a].lower() == "to" for a in tree.children(clause, "aux"))
    return finite and not infinitive and not (asked and tree.words[first].lower() != "why")


def _between(tree: Tree, verb: int, subject: int | None) -> Clause | None:
    """Read "a link between A and B was found", "found a link between A and B"."""
    for noun in [n for n in (subject, *tree.children(verb, "dobj", "attr")) if n is not None]:
        for prep in tree.children(noun, "prep"):
            ends = tree.children(prep, "pobj")
            if tree.lemmas[noun] not in _LINKS or tree.words[prep] != "between" or not ends:
                continue
            others = tree.children(ends[0], "conj")
            if len(others) == 1:
                first, second = phrase(tree, ends[0], but=(others[0],)), phrase(tree, others[0])
                start = phrase(tree, noun)[0]
                if tree.tags[start] == "DT":
                    start += 1
                return Clause(first, (start, prep), second)
    return None


class Reading:
    """Follows a verb group to the noun it ends at; ``end`` is the relation's last word so far."""

    def __init__(self, tree: Tree, verb: int) -> None:
        self.tree = tree
        self.verb = verb
        self.last = verb
        self.end = verb
        self.inverse = False

    def clause(self, subject: int | None) -> Clause:
        """Return the spans, given the verb's subject."""
        tree = self.tree
        start = self._start()
        self._chain()
        noun = self._carried(self._complement())
        first = phrase(tree, subject) if subject is not None else None
        if first and first[1] >= start:
            first = None
        found = self._object(noun) if noun is not None else None
        relation = (start, self.end)
        if self.inverse and first and found:
            return Clause(found, relation, first)
        return Clause(first, relation, found)

    def _start(self) -> int:
        """Return the first auxiliary or negation of the verb group."""
        tree, at = self.tree, self.verb
        own = set(tree.children(self.verb, "aux", "auxpass", "neg", "advmod"))
        start = at
        while at - 1 in own or (at > 1 and tree.heads[at - 1] in own):
            at -= 1
            if at in own and tree.labels[at] != "advmod":
                start = at
        return start

    def _chain(self) -> None:
        """Follow "seems to help reduce" and "are born and raised" to the last verb."""
        tree = self.tree
        for _ in range(6):
            self._particles()
            following = [
                c
                for c in tree.children(self.last, "xcomp", "ccomp", "advcl", "conj")
                if c > self.end and tree.is_verb(c) and self._joins(c)
            ]
            if not following:
                return
            self.last = self.end = following[0]

    def _joins(self, verb: int) -> bool:
        tree = self.tree
        if tree.children(verb, *SUBJECTS, "mark") and tree.labels[verb] != "xcomp":
            marks = tree.children(verb, "mark", *SUBJECTS)
            if any(tree.words[m].lower() != "to" for m in marks):
                return False
        between = range(self.end + 1, verb)
        light = {"aux", "auxpass", "mark", "advmod", "neg", "cc", "prt", "npadvmod"}
        if any(tree.labels[at] not in light for at in between):
            return False
        if tree.labels[verb] == "advcl":
            to = any(tree.words[at].lower() == "to" for at in between)
            return to and bool(tree.children(self.last, "auxpass"))
        return tree.labels[verb] != "conj" or not tree.children(verb, "aux")

    def _particles(self) -> None:
        for child in self.tree.children(self.last, "prt", "neg"):
            if child == self.end + 1:
                self.end = child

    def _complement(self) -> int | None:
        """Return the word that the relation leads to, having taken in a preposition before it."""
        tree, verb = self.tree, self.last
        direct = [c for c in tree.children(verb, "dobj", "attr", "acomp", "oprd") if c > self.end]
        if direct:
            return direct[0]
        preps = [
            *tree.children(verb, "agent"),
            *(p for p in tree.children(verb, "prep") if self._essential(p)),
        ]
        return self._through(preps[0]) if preps and preps[0] > self.end else None

    def _essential(self, prep: int) -> bool:
        tree = self.tree
        ends = tree.children(prep, "pobj", "pcomp")
        if not ends or prep < self.end or tree.words[prep].lower() in _OUTSIDE:
            return False
        return tree.lemmas[ends[0]] not in _TIMES and tree.tags[ends[0]] != "CD"

    def _through(self, prep: int) -> int | None:
        """Take a preposition into the relation; return the noun after it."""
        tree = self.tree
        adverbs = {"advmod", "npadvmod", "neg", "prt", "det", "amod", "compound", "quantmod"}
        between = [at for at in range(self.end + 1, prep) if tree.labels[at] not in adverbs]
        if any(at not in tree.subtree(prep) for at in between):
            return None
        ends = tree.children(prep, "pobj", "pcomp")
        if not ends:
            return None
        if tree.is_verb(ends[0]) and tree.labels[ends[0]] == "pcomp":
            if ends[0] > prep + 2 or tree.children(ends[0], *SUBJECTS):
                return None
            self.last = self.end = ends[0]
            return self._complement()
        self.end = ends[0] - 1 if tree.labels[ends[0] - 1] == "case" else prep
        words = tree.words[prep].lower()
        if tree.labels[prep] == "agent" or (tree.lemmas[self.last], words) == ("attribute", "to"):
            self.inverse = not tree.children(ends[0], "nummod", "quantmod")
        return ends[0]

    def _carried(self, noun: int | None) -> int | None:
        """Return the noun itself, or what a light noun or an adjective carries the relation to."""
        tree = self.tree
        for _ in range(5):
            if noun is None:
                return None
            adjective = tree.labels[noun] in {"acomp", "oprd"} and tree.tags[noun][:2] != "NN"
            if adjective:
                verbs = tree.children(noun, "xcomp") + tree.children(self.last, "xcomp")
                verbs = [v for v in verbs if tree.is_verb(v) and noun < v <= noun + 3]
                if verbs:  # "is likely to cause"
                    self.last = self.end = verbs[0]
                    self._chain()
                    noun = self._complement()
                    continue
            elif tree.lemmas[noun] not in _LIGHT or tree.children(noun, "conj"):
                return noun
            preps = tree.children(noun, "prep") + tree.children(self.last, "prep")
            preps = [p for p in preps if p == noun + 1 and self._essential(p)]
            if not preps:
                return noun
            self.end = noun
            noun = self._through(preps[0])
        return noun

    def _object(self, noun: int) -> Span | None:
        """Return the object, a word of change before it given to the relation."""
        tree = self.tree
        first, last = phrase(tree, noun, tight=True)
        if first <= self.end:
            return None
        if first == self.end + 1 and not tree.children(noun, "conj"):
            for at in range(first, min(noun, first + 3)):
                if tree.words[at].lower() in _CHANGED:
                    self.end, first = at, at + 1
                    break
        return first, last
