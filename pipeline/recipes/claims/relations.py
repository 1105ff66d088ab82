"""The verb group of a clause, followed to the noun that it leads to."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.claims.text import vocabulary
from pipeline.recipes.claims.trees import Tree
from pipeline.recipes.lexicon.phrases import Span, phrase

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
# Nouns that only carry the relation on to the next noun: "has an effect on", "an increase in" …
_EFFECTS = vocabulary(
    "role part effect impact influence link connection association correlation relationship "
    "relation contribution increase decrease reduction improvement rise decline change alteration "
    "response drop"
)
# … after a copula also "is a cause of", and "contains a number of".
_KINDS = vocabulary(
    "cause source factor contributor regulator marker indicator predictor component aspect symptom "
    "sign inhibitor activator mediator determinant precursor consequence result product hallmark "
    "one part form treatment trigger driver"
)
_AMOUNTS = vocabulary("number multitude variety range lot host wealth handful majority array")
# Adjectives and participles of change; the object is what changes.
_CHANGED = vocabulary(
    "increased decreased reduced elevated higher lower greater enhanced improved impaired "
    "diminished raised lowered heightened fewer less more increasing decreasing worse better"
)
# Passives whose "by" names no doer: "is accompanied by fever".
_WITHOUT_DOER = vocabulary("accompany follow characterize define measure mean surround precede")
# The object is a clause: "helps people sleep", "causes cells to die".
HELPING = vocabulary("help make let allow enable cause force see have get permit stimulate lead")
_OUTSIDE = vocabulary(
    "during after before since until despite because while without throughout unlike "
    "besides except following per within according"
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
        own = set(tree.children(self.verb, "aux", "auxpass", "neg", "advmod", "preconj"))
        start = at
        while at - 1 in own or (at > 1 and tree.heads[at - 1] in own):
            at -= 1
            if at in own and tree.labels[at] not in {"advmod", "preconj"}:
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
        clauses = [c for c in tree.children(verb, "ccomp") if c > self.end]
        if clauses and tree.lemmas[verb] in HELPING and tree.children(clauses[0], "nsubj"):
            return clauses[0]
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
        ends = tree.children(prep, "pobj", "pcomp")
        if not ends:
            return None
        if any(at not in tree.subtree(prep) for at in between):
            self.inverse = tree.labels[prep] == "agent"
            return ends[0] if self.inverse else None
        if tree.is_verb(ends[0]) and tree.labels[ends[0]] == "pcomp":
            if ends[0] > prep + 2 or tree.children(ends[0], *SUBJECTS):
                return None
            self.last = self.end = ends[0]
            return self._complement()
        self.end = ends[0] - 1 if tree.labels[ends[0] - 1] == "case" else prep
        words = tree.words[prep].lower()
        if tree.labels[prep] == "agent" or (tree.lemmas[self.last], words) == ("attribute", "to"):
            doer = tree.lemmas[self.last] not in _WITHOUT_DOER
            self.inverse = doer and not tree.children(ends[0], "nummod", "quantmod")
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
            elif not self._is_light(noun):
                return noun
            preps = tree.children(noun, "prep") + tree.children(self.last, "prep")
            preps = [p for p in preps if p == noun + 1 and self._essential(p)]
            if not preps:
                return noun
            self.end = noun
            noun = self._through(preps[0])
        return noun

    def _is_light(self, noun: int) -> bool:
        """Tell a noun that carries the relation on: "role" in "plays a role in"."""
        tree, lemma = self.tree, self.tree.lemmas[noun]
        if tree.children(noun, "conj", "poss") or noun + 1 == len(tree.words):
            return False
        articles = [tree.words[d].lower() for d in tree.children(noun, "det")]
        if any(article not in {"a", "an", "the", "no", "any"} for article in articles):
            return False
        if lemma in _AMOUNTS:
            return articles == ["a"]
        copular = tree.labels[noun] in {"attr", "oprd", "pobj"}
        of = tree.words[noun + 1] == "of"
        return (lemma in _EFFECTS and not of) or (lemma in _KINDS and copular)

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
