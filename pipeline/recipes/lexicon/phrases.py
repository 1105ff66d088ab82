"""Noun phrases of a dependency tree, cut to what a reader would name as subject or object."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.claims.text import vocabulary
from pipeline.recipes.claims.trees import Tree

Span = tuple[int, int]

# Longer relative clauses at the end of a phrase are left out.
_RELATIVE = 8
# Asides, wherever they end a phrase.
_ASIDES = vocabulary("appos parataxis meta dep advcl ccomp discourse list intj prep relcl acl cc")
# Circumstances of what an object names: "bone density | in mice".
_CIRCUMSTANCES = vocabulary(
    "in at on during after before among throughout within by via through across over under "
    "following despite without until since when because"
)
# Nouns and adjectives that need what follows them.
_NEEDY = vocabulary(
    "increase decrease reduction change difference improvement defect imbalance rise decline role "
    "effect effects impact interest decrease alteration deficiency study involvement presence "
    "loss gain expression one those people person individual patient adult child woman man"
)
_OPENING, _CLOSING = "([{“‘", ")]}”’"


def phrase(tree: Tree, head: int, *, tight: bool = False, but: tuple[int, ...] = ()) -> Span:
    """Return the first and last word of the phrase of ``head``.

    Asides and long relative clauses at its end are left out, and the subtrees ``but``; with
    ``tight`` also circumstances.
    """
    inside = tree.subtree(head)
    for other in but:
        inside -= tree.subtree(other)
    first = last = head
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    while True:
        first, last = _trim(tree, first, last, head)
        cut = next(_cuts(tree, first, last, head, tight), None)
        if cut is None:
            return _balanced(tree, first, last)
        last = cut - 1


def _cuts(tree: Tree, first: int, last: int, head: int, tight: bool) -> Iterator[int]:
    """Yield where a subtree begins that ends the phrase and says too much."""
    for at in range(head + 1, last + 1):
        if tree.labels[at] not in _ASIDES or not first <= tree.heads[at] < at:
            continue
        below = tree.subtree(at)
        left = min(below)
        reach = max(b for b in below if b <= last or b == at)
        closed = all(tree.labels[b] == "punct" for b in range(reach + 1, last + 1))
        if left > head and closed and _too_much(tree, at, left, last, tight):
            yield left


def _too_much(tree: Tree, at: int, left: int, last: int, tight: bool) -> bool:
    label, before = tree.labels[at], tree.words[left - 1]
    apart = before in {",", "-", "–", "—", "--", ":", ";"} or before in _OPENING
    word = tree.words[left].lower()
    if label == "prep":
        needed = not tight or tree.lemmas[tree.heads[at]] in _NEEDY
        return apart or (word in _CIRCUMSTANCES and not needed)
    if label in {"relcl", "acl", "ccomp"}:
        return apart or last - left >= _RELATIVE
    if before in _OPENING and last - left <= 1:  # "disease (IBD)"
        return not tree.words[left].isupper()
    return True


def _trim(tree: Tree, first: int, last: int, head: int) -> Span:
    """Leave out signs at the edges, brackets and quotes that stand alone, and adverbs before."""
    while first < head and _is_loose(tree, first, first, last):
        first += 1
    while last > head and _is_loose(tree, last, first, last):
        last -= 1
    return first, last


def _balanced(tree: Tree, first: int, last: int) -> Span:
    """Take in the closing bracket, or leave out what stands after an open one."""
    inside = tree.words[first : last + 1]
    for opening, closing in zip(_OPENING[:3], _CLOSING[:3], strict=True):
        if inside.count(opening) > inside.count(closing):
            if tree.words[last + 1 : last + 2] == [closing]:
                return first, last + 1
            at = first + len(inside) - 1 - inside[::-1].index(opening)
            return (first, at - 1) if at > first else (first, last)
    return first, last


def _is_loose(tree: Tree, at: int, first: int, last: int) -> bool:
    word, label = tree.words[at], tree.labels[at]
    if at == first and (label in {"cc", "mark"} or (label == "advmod" and _minor(tree, at))):
        return True
    if at == last and label == "cc":
        return True
    if any(character.isalnum() for character in word) or word in {"%", "°"}:
        return False
    inside = tree.words[first : last + 1]
    if word in _OPENING:
        return at == last or _CLOSING[_OPENING.index(word)] not in inside
    if word in _CLOSING:
        return at == first or _OPENING[_CLOSING.index(word)] not in inside
    if word in {'"', "''", "``", "'"}:
        return sum(other in {'"', "''", "``", "'"} for other in inside) % 2 == 1
    return True


def _minor(tree: Tree, at: int) -> bool:
    return tree.lemmas[at] in {"only", "also", "even", "just", "merely", "especially", "then"}
