"""The concepts that a mention may be, and how their names match it."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.entities.concepts import Index, bag_key, stem_key
from pipeline.entities.forms import GENERIC, TURNING, stem, words_of
from pipeline.records import EntityType

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST = 8  # words of a mention that are looked at, the last ones
MOST = 14  # candidates of a mention
MANY = 24  # names with some of its words that are looked at
COMMON = 1_000  # names with a word that is too common to look for
UNKNOWN = 11.0  # the weight of a word that no name has
EXACT, STEMMED, GENERAL, PARTLY = range(4)
WIDTH = 35
COVERS, ALLOWED = 8, 14  # columns that others ask for
GROUPS: tuple[EntityType, ...] = ("Disease", "Chemical", "GeneProtein")


@dataclass(frozen=True, slots=True)
class Candidates:
    """Concepts by number, with their places in MeSH's trees and a row of features each.

    ``guess`` are those that the mention names in full, unless there are many of that name;
    ``stranger`` is the row of a concept that the mention's words do not lead to.
    """

    concepts: list[int]
    guess: frozenset[int]
    places: list[frozenset[str]]
    features: NDArray[np.float32]
    stranger: NDArray[np.float32]


@dataclass(slots=True)
class _Hit:
    """The best way in which a concept's names match a mention."""

    how: int
    covers: float
    covered: float
    source: int
    first: bool
    last: bool
    span: bool

    def rate(self) -> float:
        return self.covers * self.covered + 0.02 * (3 - self.how) - 0.002 * self.source


def candidates(
    index: Index, text: str, kind: EntityType, long_form: str | None, known: str | None
) -> Candidates:
    """Return what a mention may be: by its long form if there is one."""
    if kind in ("Disease", "GeneProtein") and not (long_form or known) and _small(text):
        return _nothing()
    words = words_of(long_form or text)[-LONGEST:]
    hits: dict[int, _Hit] = {}
    allowed = index.mask(kind)
    taught = kind in GROUPS  # of the others, whole names only are of use
    weights = _weights(index, words)
    _by_spans(index, words, weights, kind, hits, only_whole=True)
    if not hits and not taught:
        return _nothing()
    if taught and not _whole(index, hits, allowed):
        _by_spans(index, words, weights, kind, hits)
        _by_joining(index, words, weights, kind, hits)
    if taught and not _whole(index, hits, allowed):
        _by_words(index, words, weights, hits)
    short: dict[int, _Hit] = {}
    if long_form:
        initials = words_of(text)[-LONGEST:]
        _by_spans(index, initials, _weights(index, initials), kind, short, only_whole=True)
        for concept, hit in short.items():
            if index.kinds[concept] & allowed:
                hits.setdefault(concept, replace(hit, covers=0.0, covered=0.0))
    fits = {c for c in hits if index.kinds[c] & allowed}
    rates = {c: hit.rate() for c, hit in hits.items()}
    chosen = sorted(hits, key=lambda c: (c not in fits, c not in short, -rates[c], c))[:MOST]
    chosen.sort(key=lambda c: (c not in fits, -rates[c], c))
    return _table(index, (text, kind, long_form, known), words, hits, short, chosen)


@functools.cache
def _nothing() -> Candidates:
    import numpy as np

    return Candidates(
        [], frozenset(), [], np.zeros((0, WIDTH), np.float32), np.zeros(WIDTH, np.float32)
    )


def _small(text: str) -> bool:
    """Say whether a word is short and no short form: ``Aids`` is not AIDS, ``all`` not ALL."""
    return len(text) <= 4 and text.isalpha() and text[1:].islower()


def _whole(index: Index, hits: dict[int, _Hit], allowed: int) -> bool:
    return any(h.covers > 0.99 and index.kinds[c] & allowed for c, h in hits.items())


def _weights(index: Index, words: list[str]) -> list[float]:
    found = []
    for word in words:
        number = index.stem_numbers.get(stem(word))
        found.append(float(index.idf[number]) if number is not None else UNKNOWN)
    return found


def _by_spans(
    index: Index,
    words: list[str],
    weights: list[float],
    kind: EntityType,
    hits: dict[int, _Hit],
    only_whole: bool = False,
) -> None:
    """Find names that are a stretch of the mention, the whole first."""
    total = sum(weights) or 1.0
    count = len(words)
    for size in range(count, count - 1 if only_whole else 0, -1):
        for first in range(count - size + 1):
            span = words[first : first + size]
            covers = sum(weights[first : first + size]) / total
            place = first == 0, first + size == count, True
            found = index.named(bag_key(span))
            for at in range(found.start, found.stop):
                hit = _Hit(EXACT, covers, 1.0, int(index.sources[at]), *place)
                _keep(hits, int(index.owners[at]), hit)
            for row in index.stemmed(stem_key(span)).tolist():
                hit = _Hit(STEMMED, covers, 1.0, int(index.source[row]), *place)
                _keep(hits, int(index.owner[row]), hit)
            if kind == "Disease" and size == count:
                _general(index, span, covers, place, hits)


def _by_joining(
    index: Index, words: list[str], weights: list[float], kind: EntityType, hits: dict[int, _Hit]
) -> None:
    """Find names with two of the mention's words as one: ``thrombo-embolism``."""
    for at in range(len(words) - 1):
        joined = [*words[:at], words[at] + words[at + 1], *words[at + 2 :]]
        apart = [*weights[:at], weights[at] + weights[at + 1], *weights[at + 2 :]]
        _by_spans(index, joined, apart, kind, hits, only_whole=True)


def _general(
    index: Index,
    span: list[str],
    covers: float,
    place: tuple[bool, bool, bool],
    hits: dict[int, _Hit],
) -> None:
    """Find names with or without a word such as ``disease``."""
    rest = [w for w in span if w not in GENERIC]
    tries = [rest] if 0 < len(rest) < len(span) else []
    tries.append([*rest, "disease"])
    for some in tries:
        for row in index.stemmed(stem_key(some)).tolist() if some else ():
            hit = _Hit(GENERAL, covers, 0.95, int(index.source[row]), *place)
            _keep(hits, int(index.owner[row]), hit)


def _by_words(index: Index, words: list[str], weights: list[float], hits: dict[int, _Hit]) -> None:
    """Find names that share rare words with the mention."""
    import numpy as np

    stems = [index.stem_numbers.get(stem(w), -1) for w in words]
    known = {n: index.having(n) for n in stems if n >= 0}
    rarest = sorted(known, key=lambda n: (len(known[n]), n))[:3]
    rare = [n for n in rarest if len(known[n]) <= COMMON] or rarest[:1]
    if not rare:
        return
    scratch = index.scratch
    for n in rare:
        scratch[known[n]] += index.idf[n]
    rows = np.concatenate([known[n] for n in rare])
    rating = scratch[rows] ** 2 / index.mass[rows]
    for n in rare:
        scratch[known[n]] = 0
    if len(rows) > MANY:
        top = np.argpartition(-rating, MANY)[:MANY]
        rows, rating = rows[top], rating[top]
    total = sum(weights) or 1.0
    idf = {n: float(index.idf[n]) for n in known}
    for row in rows[np.lexsort((rows, -rating))].tolist():
        own = index.flat[index.bounds[row] : index.bounds[row + 1]]
        there = set(index.stems[own].tolist())
        shared = sum([idf[n] for n in there if n in idf])
        hit = _Hit(
            PARTLY, shared / total, shared / float(index.mass[row]), int(index.source[row]),
            stems[0] in there, stems[-1] in there, False,
        )  # fmt: skip
        _keep(hits, int(index.owner[row]), hit)


def _keep(hits: dict[int, _Hit], concept: int, hit: _Hit) -> None:
    old = hits.get(concept)
    if old is None or hit.rate() > old.rate():
        hits[concept] = hit


def _table(
    index: Index,
    query: tuple[str, EntityType, str | None, str | None],
    words: list[str],
    hits: dict[int, _Hit],
    short: dict[int, _Hit],
    chosen: list[int],
) -> Candidates:
    """Describe the candidates in numbers: what matched, whose name, what else there is."""
    import numpy as np

    text, kind, long_form, known = query
    allowed = index.mask(kind)
    fits = [bool(index.kinds[c] & allowed) for c in chosen]
    whole = [f and hits[c].covers > 0.99 for c, f in zip(chosen, fits, strict=True)]
    unknown = sum(stem(w) not in index.stem_numbers for w in words) / max(1, len(words))
    # What is the same of all candidates of the mention.
    shared = (
        text.isupper() and len(text) <= 6 and not long_form, long_form is not None,
        len(words) / 4, unknown, *(kind == one for one in GROUPS), any(whole),
    )  # fmt: skip
    stranger = (*([0.0] * 21), *shared, 0.0, 0.0, 0.0, known is not None, 0.0, 0.0)
    rates = [hits[c].rate() for c in chosen]
    best = max(rates, default=0.0)
    turned = bool(words) and words[-1] in TURNING
    name_of = (long_form or text).lower()
    rows = []
    for concept, fit, rate in zip(chosen, fits, rates, strict=True):
        hit = hits[concept]
        curie, name = index.label(concept)
        rivals = sum([1.0 for r in rates if -0.03 < r - rate < 0.03]) - 1
        rows.append(
            (
                *_match(hit), fit, curie.startswith("MESH:C"), curie.startswith("HGNC"), rivals,
                (best - rate) * 3, known == curie, *_place(index.trees(concept), shared),
                name.lower() == name_of, known is not None and known != curie,
                turned and not hit.last, concept in short and short[concept].covers > 0.99,
            )
        )  # fmt: skip
    named = [c for c, w in zip(chosen, whole, strict=True) if w and hits[c].how < PARTLY]
    return Candidates(
        chosen,
        frozenset(named) if len(named) <= 3 else frozenset(),
        [around(index, c) for c in chosen],
        np.array(rows, np.float32).reshape(len(rows), WIDTH),
        np.array(stranger, np.float32),
    )


def _match(hit: _Hit) -> tuple[float, ...]:
    """Describe how the best of a concept's names matches."""
    how, source = [0.0] * 4, [0.0] * 4
    how[hit.how] = source[hit.source] = 1.0
    rate = hit.covers * hit.covered
    return (*how, *source, hit.covers, hit.covered, rate, hit.first, hit.last, hit.span)


def _place(trees: tuple[str, ...], shared: tuple[float, ...]) -> tuple[float, ...]:
    """Describe where a concept stands in MeSH: how deep, and among symptoms or processes."""
    return (
        min([t.count(".") for t in trees], default=0) / 4,
        *shared,
        any(t.startswith("C23") for t in trees),
        any(t.startswith(("F01", "F02", "G")) for t in trees),
    )


def around(index: Index, concept: int) -> frozenset[str]:
    """Return the places of a concept in MeSH's trees, and those right above."""
    trees = index.trees(concept)
    return frozenset(trees) | {t.rpartition(".")[0] or t for t in trees}
