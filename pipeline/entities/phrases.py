"""From dictionary terms to noun phrases: which words a mention takes in, and its type.

A dictionary knows ``calcium`` and ``absorption``; readers mark *calcium absorption*. The
tables of ``pipeline.entities.phrase_words`` say which words can head a phrase and what it then is,
and which words before a mention belong to it. There is no parser here: a phrase is a run
of known terms, heads and modifiers with nothing but white space or hyphens between them,
its type is that of its last noun, and a plural ends it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.entities.phrase_words import (
    ALONE,
    APPOSED,
    DETERMINERS,
    HEADS,
    HYPHEN_STARTS,
    MODIFIERS,
    NEEDS,
    NOT_HYPHENED,
    NOT_MODIFIERS,
    PLURAL_ONLY,
    PREFIXES,
    SHIFTS,
    SINGULAR_S,
    VAGUE,
    VERBS,
)
from pipeline.language.lexicon import Lexicon, Match
from pipeline.records import EntityType
from pipeline.text.atoms import BREAK, HYPHEN, JOINED, Atoms


class Phrase(NamedTuple):
    """A mention as atoms ``first`` to ``last`` (exclusive); ``match`` is its head term."""

    first: int
    last: int
    type: EntityType
    match: Match | None
    grown: bool


class _Part(NamedTuple):
    """A piece of a run: a term, a head word, a modifier, or a conjunction."""

    first: int
    last: int
    type: EntityType | None = None
    match: Match | None = None
    head: str | None = None
    plural: bool = False
    conjunction: bool = False


def find_phrases(atoms: Atoms, matches: Sequence[Match], lexicon: Lexicon) -> list[Phrase]:
    """Grow the terms of a text into phrases, sorted, none overlapping."""
    phrases: list[Phrase] = []
    for run in _runs(_parts(atoms, matches, lexicon), atoms):
        for phrase in _coordinated(run):
            if not phrases or phrase.first >= phrases[-1].last:  # the K of "vitamin D and K"
                phrases.append(_letters(atoms, phrase))
    return phrases


def _parts(atoms: Atoms, matches: Sequence[Match], lexicon: Lexicon) -> Iterable[_Part]:
    """Yield the terms, heads, modifiers and conjunctions of a text."""
    at = {match.first: match for match in matches}
    i, count = 0, len(atoms)
    while i < count:
        match = at.get(i)
        if match is not None and not _inside_word(atoms, match):
            last = match.last
            word = atoms.words[last - 1] if last - i == 1 else ""
            plural = _plural(atoms, last - 1)
            i = last
            if plural or word not in PLURAL_ONLY:
                head = word if word in HEADS else None
                yield _Part(match.first, last, match.type, match, head, plural)
            continue
        last = i + 1 if match is None else match.last  # "vitamin K-deficient"
        while last < count and atoms.joins[last] in (JOINED, HYPHEN):
            last += 1
        part = _hyphened(atoms, i, last) if last - i > 1 else _single(atoms, i, lexicon)
        if part is not None and part.head in VERBS and part.plural and last < count:
            verb = last in at or atoms.words[last] in DETERMINERS
            part = None if verb else part  # "smoking damages arteries"
        if part is not None:
            yield part
        i = part.last if part is not None else i + 1


def _inside_word(atoms: Atoms, match: Match) -> bool:
    """Say whether a term is only a part of a hyphenated word that says something else."""
    before = atoms.joins[match.first]
    if before == HYPHEN and atoms.words[match.first - 1] in PREFIXES:
        return True
    if match.last < len(atoms) and atoms.joins[match.last] == HYPHEN:
        return atoms.text[atoms.starts[match.last]].islower()
    return False


def _hyphened(atoms: Atoms, first: int, last: int) -> _Part | None:
    """Take a hyphenated word as modifier: ``fat-soluble``, ``gram-negative``."""
    word = atoms.surface(first, last).lower()
    if atoms.words[first] in HYPHEN_STARTS or word in NOT_HYPHENED or not word[:2].isalpha():
        return None
    if atoms.joins[first] in (JOINED, HYPHEN) or "-" not in word:
        return None
    ending = atoms.words[last - 1]
    if HEADS.get(ending) in ("Process", "Disease", "Procedure"):
        return _Part(first, last, HEADS[ending], None, ending, _plural(atoms, last - 1))
    return _Part(first, last)


def _single(atoms: Atoms, i: int, lexicon: Lexicon) -> _Part | None:
    word = atoms.words[i]
    lower = atoms.surface(i, i + 1).lower()
    if lower in ("and", "or"):
        return _Part(i, i + 1, conjunction=True)
    if word in HEADS:
        return _Part(i, i + 1, HEADS[word], None, word, _plural(atoms, i))
    if lower in MODIFIERS or (lower not in NOT_MODIFIERS and atoms.hashes[i] in lexicon.modifiers):
        return _Part(i, i + 1)
    return None


def _plural(atoms: Atoms, i: int) -> bool:
    word = atoms.surface(i, i + 1)
    if word in ("mice", "women", "men", "people", "children", "bacteria"):
        return True
    return len(word) > 3 and word[-1] == "s" and not word.endswith(SINGULAR_S)


def _runs(parts: Iterable[_Part], atoms: Atoms) -> Iterable[list[_Part]]:
    """Group parts that stand side by side; a plural noun ends its run."""
    run: list[_Part] = []
    for part in parts:
        if run and (
            part.first != run[-1].last
            or (run[-1].plural and not part.conjunction)
            or atoms.joins[part.first] == BREAK
            or not _plain_gap(atoms, part.first)
        ):
            yield run
            run = []
        run.append(part)
    if run:
        yield run


def _plain_gap(atoms: Atoms, i: int) -> bool:
    """Say whether nothing but white space or a hyphen stands before atom ``i``."""
    gap = atoms.text[atoms.ends[i - 1] : atoms.starts[i]].strip()
    return not gap or (len(gap) == 1 and atoms.joins[i] == HYPHEN)


def _coordinated(run: list[_Part]) -> list[Phrase]:
    """Resolve a run, joining coordinations that leave a word out.

    ``rodent and human brains``, ``gut and systemic inflammation`` share their last noun,
    ``bone resorption and formation`` its first.
    """
    phrases: list[Phrase] = []
    left: list[_Part] = []
    for side in _sides(run):
        if left and side:
            shared = _shares_noun(left, side)
            found = _resolve(side)
            if shared is not None and found and found[0].first == side[0].first:
                while phrases and phrases[-1].last > shared:
                    phrases.pop()
                one = found[0]
                found[0] = Phrase(shared, one.last, one.type, one.match, True)
            elif phrases and _shares_first(left, side) and phrases[-1].last == left[-1].last:
                one = phrases.pop()
                found = [Phrase(one.first, side[-1].last, one.type, None, True)]
            phrases.extend(found)
        else:
            phrases.extend(_resolve(side))
        left = side
    return phrases


def _sides(run: list[_Part]) -> Iterable[list[_Part]]:
    side: list[_Part] = []
    for part in run:
        if part.conjunction:
            yield side
            side = []
        else:
            side.append(part)
    yield side


def _shares_noun(left: list[_Part], right: list[_Part]) -> int | None:
    """Return where ``left`` begins to share the last noun of ``right``, if it does."""
    last, noun = left[-1], right[-1]
    if noun.type is None or last.plural or last.head is not None:
        return None
    if noun.last - right[0].first < 2 and not noun.plural:
        return None
    if last.type is None:  # "serotonergic and histaminergic neurons"
        first = len(left) - 1
        while first and left[first - 1].type is None:
            first -= 1
        return left[first].first
    same = len(right) > 1 and last.type in ("Anatomy", "Organism") and last.match is not None
    if same and right[0].type in (None, last.type) and noun.type != "Chemical":
        return last.first
    return None


def _shares_first(left: list[_Part], right: list[_Part]) -> bool:
    """Say whether ``right`` is a bare head that shares the first noun of ``left``."""
    head, other = left[-1], right[0]
    return (
        len(left) > 1 or (head.match is not None and head.match.last - head.match.first > 1)
    ) and (
        len(right) == 1
        and other.head is not None
        and other.head not in ALONE
        and other.type == head.type
        and head.type in ("Process", "Procedure")
        and not head.plural
    )


def _resolve(run: list[_Part]) -> list[Phrase]:
    """Turn parts into phrases: from the first modifier to the last noun, if there is one."""
    for i in range(len(run) - 1, 0, -1):
        if _apart(run[i - 1], run[i]):
            return _resolve(run[:i]) + _resolve(run[i:])
    while run and run[-1].type is None:
        run = run[:-1]
    while len(run) > 1 and run[0].head in VERBS and not run[0].plural:
        run = run[1:]
    if not run:
        return []
    end, before = run[-1], run[:-1]
    type_ = end.type
    assert type_ is not None
    near = next((p.type for p in reversed(before) if p.type is not None), None)
    if end.head is not None and near is not None:
        type_ = SHIFTS.get((end.head, near), type_)
    if end.match is None:
        wanted = NEEDS.get(end.head or "")
        bare = not before and end.last - end.first == 1
        if bare or (wanted is not None and near is not None and near not in wanted):
            return _resolve(before)  # the head says nothing here; what stands before it does
        if near is None and end.head in VAGUE:
            return []
    return [Phrase(run[0].first, end.last, type_, end.match, len(run) > 1)]


def _apart(one: _Part, two: _Part) -> bool:
    """Say whether two neighbours are mentions of their own: ``serum | phylloquinone``."""
    if one.match is None or two.match is None or two.head is not None:
        return False
    if one.head in APPOSED and one.type == two.type:
        return True
    return one.type == "Anatomy" and two.type in ("Chemical", "GeneProtein")


def _letters(atoms: Atoms, phrase: Phrase) -> Phrase:
    """Extend ``vitamin D`` over the letters coordinated with it: ``vitamins A, D and K``."""
    if phrase.type != "Chemical" or atoms.words[phrase.first] != "vitamin":
        return phrase
    last, at = phrase.last, phrase.last
    while at < len(atoms):
        gap = atoms.text[atoms.ends[at - 1] : atoms.starts[at]]
        final = atoms.words[at] in ("and", "or") and at + 1 < len(atoms)
        at += final
        word = atoms.surface(at, at + 1)
        if gap not in (" ", ", ") or len(word) != 1 or not word.isupper():
            break
        at += 1
        if at < len(atoms) and atoms.joins[at] == JOINED:
            at += 1
        if final:
            last = at
            break
    return Phrase(phrase.first, last, phrase.type, phrase.match, phrase.grown)
