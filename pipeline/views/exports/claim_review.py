"""Claims that a person compared with their source, as schema.org's ClaimReview (JSON-LD)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from pipeline.records import Claim, Review, SourceSays
from pipeline.settings import Words
from pipeline.sheet.rows import latest_first, link
from pipeline.views.exports.claims import Exported, wording

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class _Rating(NamedTuple):
    name: str
    value: int | None


# Out of five; where the source does not speak of the claim, there is no number to give.
_RATINGS: dict[SourceSays, _Rating] = {
    "supports": _Rating("The cited source supports it", 5),
    "partly": _Rating("The cited source supports it in part", 3),
    "contradicts": _Rating("The cited source contradicts it", 1),
    "not_in_it": _Rating("Not in the cited source", None),
}


def claim_reviews(articles: Iterable[Exported], words: Words) -> bytes:
    """Return a ClaimReview for each claim of which a person said what its source says.

    The last such decision counts, or that of the consensus. Other claims are left out: a row
    that says what the article says is not thereby true.
    """
    graph = [
        _review(one, claim, given)
        for one in articles
        for claim in one.claims
        if (given := _judged(claim)) is not None
    ]
    made = {"@context": "https://schema.org", "@graph": graph}
    return msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n"


def _judged(claim: Claim) -> Review | None:
    given = latest_first(claim.review)
    return next((review for review in given if review.source_says in _RATINGS), None)


def _review(one: Exported, claim: Claim, given: Review) -> dict[str, Any]:
    assert given.source_says is not None
    rating = _RATINGS[given.source_says]
    article = one.article
    appearance = _filled(
        {
            "@type": "Article",
            "headline": article.title,
            "url": article.url,
            "datePublished": _day(article.date),
            "author": {"@type": "Person", "name": article.byline} if article.byline else None,
        }
    )
    cited = [
        _filled({"@type": "CreativeWork", "name": r.title or r.text, "url": link(r)})
        for r in one.cited(claim)
    ]
    number = {"ratingValue": rating.value, "bestRating": 5, "worstRating": 1}
    return _filled(
        {
            "@type": "ClaimReview",
            "claimReviewed": wording(claim),
            "datePublished": _day(given.when),
            "author": {"@type": "Person", "name": given.reviewer} if given.reviewer else None,
            "itemReviewed": _filled(
                {"@type": "Claim", "appearance": appearance, "citation": cited or None}
            ),
            "reviewRating": {
                "@type": "Rating",
                "alternateName": rating.name,
                **(number if rating.value else {}),
            },
            "reviewBody": " ".join(part for part in (given.quote, given.comment) if part) or None,
        }
    )


def _day(text: str | None) -> str | None:
    found = _DAY.match(text or "")
    return found[0] if found else None


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
