"""The claims that an export takes: all of a run, or those that reviewers accepted or corrected."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.records import Article, Block, Claim, Entity, Marker, Reference, Review
from pipeline.settings import Words
from pipeline.sheet.rows import cited_references, disputed, latest_first
from pipeline.store.outputs import check_articles, read_run


class Exported(NamedTuple):
    """An article with the claims that are exported, and all that was found in it besides."""

    article: Article
    claims: Sequence[Claim]
    blocks: Sequence[Block]
    entities: Sequence[Entity]
    markers: Sequence[Marker]
    references: Sequence[Reference]

    def cited(self, claim: Claim) -> list[Reference]:
        """Return the references of a claim, in the order printed."""
        by_id = {reference.id: reference for reference in self.references}
        return [by_id[id] for id in cited_references(claim) if id in by_id]


class Choice(NamedTuple):
    """Which claims are exported: of some articles (none: of all), and ``accepted`` ones only."""

    articles: Collection[str] = ()
    accepted: bool = False
    words: Words = Words()


def exported(out: Path, choice: Choice) -> Iterator[Exported]:
    """Yield the articles of a run with the claims chosen, one article in memory at a time.

    Raises ``UsageError`` where there is no run, or an article is not in it.
    """
    check_articles(out, choice.articles)
    kinds = ("claims", "blocks", "entities", "markers", "references")
    for article, records in read_run(out, *kinds, only=choice.articles or None):
        if choice.accepted:
            records["claims"] = [c for c in records["claims"] if _accepted(c, choice.words)]
        yield Exported(article, **records)


def wording(claim: Claim) -> str:
    """Return a claim as the reviewer whose decision counts would have it read."""
    counting = decision(claim)
    return (counting.corrected if counting else None) or claim.claim


def decision(claim: Claim) -> Review | None:
    """Return the decision on a claim that counts: that of the consensus, else the last."""
    return next(iter(latest_first(claim.review)), None)


def _accepted(claim: Claim, words: Words) -> bool:
    """Whether reviewers took the claim, as it is or corrected, and none of them differs."""
    counting = decision(claim)
    if counting is None or disputed(claim.review):
        return False
    return words.verdicts.get(counting.verdict or "") in ("accept", "edit")
