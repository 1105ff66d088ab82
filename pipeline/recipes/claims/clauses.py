"""Treebank sentences as subject, relation and object: what the claim tagger learns from.

The main assertion of a sentence is the clause under a reporting verb ("studies show that …")
or else the main one. Its relation is the verb group with all that joins it to the object:
particle, preposition, and light nouns and adjectives ("plays a role in", "is rich in",
"leads to increased"); so the three spans read together say what the clause says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.claims.text import vocabulary
from pipeline.recipes.claims.relations import HELPING, SUBJECTS, Clause, Reading
from pipeline.recipes.claims.trees import Tree, read_trees
from pipeline.recipes.lexicon.phrases import phrase

# A clause under one of these is no assertion of its own: "ensures that X is kept".
_CAUSING = vocabulary(
    "ensure require need want ask wonder determine decide assess evaluate test examine investigate "
    "hope wish doubt depend like love make cause let allow"
)
# "How X works" is asked, "why X works" is explained.
_ASKING = vocabulary("whether if what who whom whose which that how where when whatever")
_LINKS = vocabulary(
    "association connection link relationship correlation relation interaction difference "
    "similarity"
)
_REPORTING = vocabulary(
    "find suggest show report demonstrate reveal indicate examine study investigate assess "
    "evaluate explore confirm support describe identify observe uncover note see discover "
    "document establish detect provide"
)


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
    return _nominal(tree, verb, subject) or Reading(tree, verb).clause(subject)


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
        holders = [verb, *tree.children(verb, "acomp", "attr", "dobj", "nsubjpass", "xcomp")]
        clauses = (
            (clause, holder)
            for holder in holders
            for clause in tree.children(holder, "ccomp", "advcl", "acl")
        )
        found = [clause for clause, holder in clauses if _asserts(tree, verb, clause, holder)]
        if not found:
            return verb
        verb = found[0]
    return verb


def _asserts(tree: Tree, verb: int, clause: int, holder: int) -> bool:
    if tree.lemmas[verb] in _CAUSING or not tree.is_verb(clause):
        return False
    subjects = tree.children(clause, *SUBJECTS, "expl")
    if not subjects or tree.tags[subjects[0]] in {"WDT", "WP"}:
        return False
    that = any(tree.words[m].lower() == "that" for m in tree.children(clause, "mark"))
    helping = tree.lemmas[holder] in HELPING
    if not that and (tree.labels[clause] != "ccomp" or not tree.is_verb(holder) or helping):
        return False
    below = [*tree.children(clause), *(c for s in subjects for c in tree.children(s))]
    first = min(below)
    wh = any(tree.tags[c] in {"WDT", "WP", "WRB", "WP$"} for c in below if c <= first)
    asked = tree.words[first].lower() in _ASKING - {"that"} or wh
    finite = _finite(tree, clause) or tree.tags[clause] == "VBP" or tree.is_verb(holder)
    infinitive = any(tree.words[a].lower() == "to" for a in tree.children(clause, "aux"))
    return finite and not infinitive and not (asked and tree.words[first].lower() != "why")


def _nominal(tree: Tree, verb: int, subject: int | None) -> Clause | None:
    """Read what a noun asserts: "found a link between A and B", "the cause of B is A"."""
    predicates = tree.children(verb, "dobj", "attr", "acomp")
    copular = tree.lemmas[verb] in {"be", "'s", "'re", "remain"}
    reporting = tree.lemmas[verb] in _REPORTING
    nouns = [n for n in tree.children(verb, "dobj", "attr") if reporting or copular]
    if subject is not None and (copular or (reporting and not tree.children(verb, "dobj"))):
        nouns.append(subject)
    for noun in nouns:
        preps = {tree.words[p].lower(): p for p in reversed(tree.children(noun, "prep"))}
        ends = {word: tree.children(p, "pobj") for word, p in preps.items()}
        if tree.lemmas[noun] in _LINKS and ends.get("between"):
            first = ends["between"][0]
            others = tree.children(first, "conj")
            if len(others) == 1:
                return _linked(tree, noun, preps["between"], first, others[0])
        if tree.lemmas[noun] in {"role", "effect", "impact", "influence"} and ends.get("of"):
            first = ends["of"][0]
            inner = [*tree.children(first, "prep"), *tree.children(noun, "prep")]
            onto = [p for p in inner if tree.words[p].lower() in {"on", "in", "upon"} and p > first]
            goal = [e for p in onto for e in tree.children(p, "pobj")]
            if goal and noun != subject:
                return _linked(tree, noun, preps["of"], first, goal[0], but=onto)
        cause = tree.lemmas[noun] in {"cause", "driver", "trigger"} and noun == subject
        if cause and ends.get("of") and predicates and tree.labels[predicates[0]] == "attr":
            of = preps["of"]
            if of < verb < predicates[0] and not tree.children(verb, "neg"):
                return _linked(tree, noun, of, predicates[0], ends["of"][0])
    return None


def _linked(
    tree: Tree, noun: int, prep: int, first: int, second: int, but: Iterable[int] = ()
) -> Clause:
    """Return the clause whose relation is the noun with its preposition."""
    start = phrase(tree, noun)[0]
    if tree.tags[start] == "DT" and start < noun:
        start += 1
    subject = phrase(tree, first, tight=True, but=(second, *but))
    return Clause(subject, (start, prep), phrase(tree, second, tight=True))
