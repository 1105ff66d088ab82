"""Where earlier decisions stand in the claims of a new run.

A decision follows its claim's words: they are the same (``kept``, or ``moved`` where the
neighbours on both sides or the article are others), or much alike at the same place
(``reworded``); otherwise the decision is orphaned. Several decisions may come to one claim
(two sentences merged); none goes to two.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from pipeline.records import Claim, Review, Standing
from pipeline.store.decisions import Decision, by_source
from pipeline.text.likeness import Texts, folded, likeness

AROUND = 64  # characters kept of what stands before and after a sentence
_COMPARED = 4  # words of it that are compared
_NONE = ""  # in place of an article's id
_MANY = 100  # claims of the same words; beyond, their ids decide


class Place(NamedTuple):
    """A claim and what stands around it in the article."""

    claim: Claim
    prefix: str
    suffix: str


class Stood(NamedTuple):
    """A decision with the claim it comes to."""

    decision: Decision
    standing: Standing
    claim: str


def place(claim: Claim, text: str) -> Place:
    """Return a claim with its surroundings in its article's text."""
    return Place(
        claim, text[max(0, claim.start - AROUND) : claim.start], text[claim.end :][:AROUND]
    )


def settle(
    decisions: Sequence[Decision], places: Sequence[Place]
) -> tuple[list[Stood], list[Decision]]:
    """Bring decisions to the claims of one article; returns those that stand, and orphans."""
    by_words: dict[str, list[Place]] = defaultdict(list)
    for at in places:
        by_words[at.claim.claim].append(at)
    same: dict[str, list[Decision]] = defaultdict(list)
    left: list[Decision] = []
    for decision in decisions:
        (same[decision.text] if decision.text in by_words else left).append(decision)
    stood: list[Stood] = []
    for words, group in same.items():
        found, without = _same_words(group, by_words[words])
        stood += found
        left += without
    taken: dict[str | None, set[str]] = defaultdict(set)
    for one in stood:
        taken[one.decision.reviewer].add(one.claim)
    orphans = []
    texts = Texts([at.claim.claim for at in places] if left else [])
    for decision in left:
        claim = _reworded(decision, places, texts, taken[decision.reviewer])
        if claim is None:
            orphans.append(decision)
        else:
            stood.append(Stood(decision, "reworded", claim))
    order = {id(decision): at for at, decision in enumerate(decisions)}
    return sorted(stood, key=lambda s: order[id(s.decision)]), orphans


def _same_words(
    decisions: list[Decision], places: list[Place]
) -> tuple[list[Stood], list[Decision]]:
    """Give a reviewer's decisions on claims of the same words to the likeliest of them."""
    pairs = []
    for n, decision in enumerate(decisions):
        near = [p for p in places if p.claim.id == decision.claim] if len(places) > _MANY else []
        for at in near or places[:_MANY]:
            pairs.append((n, at, _sides(decision, at)))

    def likelier(pair: tuple[int, Place, int]) -> tuple[int, bool, int, int]:
        n, at, sides = pair
        return -sides, decisions[n].claim != at.claim.id, at.claim.start, n

    done: set[int] = set()
    taken: set[tuple[str | None, str]] = set()
    stood = []
    for n, at, sides in sorted(pairs, key=likelier):
        decision = decisions[n]
        key = (decision.reviewer, at.claim.id)
        if n not in done and key not in taken:
            done.add(n)
            taken.add(key)
            stays = decision.article == at.claim.article and sides > 0
            stood.append(Stood(decision, "kept" if stays else "moved", at.claim.id))
    return stood, [d for n, d in enumerate(decisions) if n not in done]


def _reworded(
    decision: Decision, places: Sequence[Place], texts: Texts, taken: set[str]
) -> str | None:
    """Return the id of the claim that a sentence became; none that the reviewer knew as well."""
    words = folded(decision.text)
    best: tuple[float, str] | None = None
    for n in texts.near(decision.text):
        score = likeness(words, texts.words[n], _sides(decision, places[n]))
        id = places[n].claim.id
        if score is not None and id not in taken and (best is None or score > best[0]):
            best = score, id
    return best[1] if best else None


def _sides(decision: Decision, at: Place) -> int:
    """Count the sides, before and after, on which a claim has the same neighbour as then."""
    before, then_before = (folded(t)[-_COMPARED:] for t in (at.prefix, decision.prefix))
    after, then_after = (folded(t)[:_COMPARED] for t in (at.suffix, decision.suffix))
    return (before == then_before) + (after == then_after)


def at_home(
    decisions: Mapping[str, Sequence[Decision]],
    articles: Collection[str],
    words: Callable[[], Iterable[tuple[str, Sequence[str]]]],
    sources: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, list[Decision]]:
    """Return the decisions by the article of the run that they are about.

    They stay with their file; ``sources`` are the ids of the files. Those of an article, or
    of a file, that is gone go to the article that has most of their claims word for word,
    half of them at least: it was renamed; else to none, even if another file has the id
    now. ``words`` gives the articles' claims and is
    called only for such decisions.
    """
    found: dict[str, list[Decision]] = {article: [] for article in decisions}
    found |= by_source(decisions, sources)
    strays = {
        article: [d for d in given if _is_lost(d, article, articles, sources)]
        for article, given in found.items()
    }
    gone = {article: _telling(given) for article, given in strays.items() if given}
    if not gone:
        return found
    of_words: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for article, given in gone.items():
        for d in given.values():
            for said in (d.text, *d.instead):
                of_words[said].append((article, d.text))
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for article, claims in words():
        for old, _ in {vote for claim in set(claims) for vote in of_words.get(claim, ())}:
            votes[old][article] += 1
    for old in sorted(gone):
        counted = votes[old].items()
        new, number = min(counted, key=lambda vote: (-vote[1], vote[0]), default=("", 0))
        if number * 2 < len(gone[old]):
            new = _NONE if old in articles else old
        _move(found, old, new, strays[old])
    return found


def at_known_home(
    decisions: Mapping[str, Sequence[Decision]],
    sources: Mapping[str, str],
    homes: Mapping[str, str],
) -> dict[str, list[Decision]]:
    """Return decisions by article, as ``at_home`` found for the run before (``homes``)."""
    found = by_source(decisions, sources)
    articles = set(sources.values())
    for old, new in homes.items():
        strays = [d for d in found.get(old, ()) if _is_lost(d, old, articles, sources)]
        if new in articles:
            _move(found, old, new, strays)
    return found


def _is_lost(
    d: Decision, article: str, articles: Collection[str], sources: Mapping[str, str]
) -> bool:
    return article not in articles or bool(sources and d.source and d.source not in sources)


def _telling(decisions: Sequence[Decision]) -> dict[str, Decision]:
    """Return the decisions by whose words an article is known again.

    What a reviewer added is no claim of a renamed article yet, but for the whole of a part.
    """
    own = [d for d in decisions if d.instead or not d.added]
    return {d.text: d for d in own or decisions}


def _move(found: dict[str, list[Decision]], old: str, new: str, strays: Sequence[Decision]) -> None:
    if new != old and strays:
        there = set(map(id, strays))
        found[old] = [d for d in found[old] if id(d) not in there]
        # Earlier ones first: of one reviewer's, the last is shown.
        found[new] = [*strays, *found.get(new, [])]


def reviews(stood: Iterable[Stood]) -> dict[str, tuple[Review, ...]]:
    """Return the ``review`` of every claim that has decisions, by claim id."""
    found: dict[str, list[Review]] = defaultdict(list)
    for decision, standing, claim in stood:
        found[claim].append(
            Review(
                reviewer=decision.reviewer,
                verdict=decision.verdict,
                corrected=decision.corrected,
                comment=decision.comment,
                when=decision.when,
                standing=standing,
                claim=decision.claim,
                wording=decision.text if standing == "reworded" else None,
                reason=decision.reason,
                source_says=decision.source_says,
                quote=decision.quote,
                where=decision.where,
                corrections=decision.corrections,
            )
        )
    return {claim: tuple(given) for claim, given in found.items()}
