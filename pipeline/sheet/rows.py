"""What stands in the review sheet's cells: claims, references, articles and old decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.records import Article, Claim, Entity, Part, Reference, Review
from pipeline.sheet.workbook import Cell, Link
from pipeline.store.decisions import Decision

LINKS = 3


def claim_row(
    claim: Claim,
    references: Sequence[Reference],
    entities: dict[str, Entity],
    reviewer: str | None = None,
) -> list[Cell]:
    """Return a claim's cells, in the order of ``sheet.COLUMNS``.

    The reviewer's columns hold the last decision, or the last one of ``reviewer``.
    """
    found = [short_form(reference) for reference in references]
    links = [Link(_link_text(reference), link(reference)) for reference in references[:LINKS]]
    printed = [citation.text for citation in claim.citations]
    return [
        claim.id,
        claim.article,
        " › ".join(claim.section),
        claim.claim,
        " ".join(printed),
        "\n".join(found),
        *links,
        *[None] * (LINKS - len(links)),
        claim.support,
        ", ".join(flag.replace("_", " ") for flag in claim.flags),
        *_yours(claim.review, reviewer),
        _standing(claim.review),
        "\n".join(map(decision_words, claim.review)),
        claim.type,
        *map(_words, (claim.subject, claim.relation, claim.object)),
        claim.direction,
        claim.species,
        claim.study,
        "yes" if claim.negated else None,
        "yes" if claim.hedged else None,
        "; ".join(dict.fromkeys(_entity(entities[e]) for e in claim.entities if e in entities)),
        round(claim.score, 2),
        claim.before,
        claim.after,
    ]


def _words(part: Part | None) -> str | None:
    return " ".join(part.text.split()) if part else None


def _yours(reviews: Sequence[Review], reviewer: str | None) -> list[Cell]:
    """Return the cells that are the reviewer's, filled with what was decided before."""
    own = [r for r in reviews if reviewer is None or r.reviewer == reviewer]
    if not own:
        return [None, None, None, reviewer, None]
    last = own[-1]
    return [last.verdict, last.corrected, last.comment, last.reviewer, last.when]


def _standing(reviews: Sequence[Review]) -> str:
    words = list(dict.fromkeys(review.standing for review in reviews))
    if len({review.verdict for review in reviews}) > 1:
        return ", ".join([*words, "disputed"])
    return ", ".join(words)


def decision_words(review: Review) -> str:
    """Return a decision in words: ``MM 2026-05-03: edit → new words (comment)``."""
    who = " ".join(part for part in (review.reviewer, review.when) if part) or "someone"
    said = f"{who}: {review.verdict or 'no verdict'}"
    if review.corrected:
        said += f" → {review.corrected}"
    if review.comment:
        said += f" ({review.comment})"
    if review.wording:
        said += f"; the claim then read “{review.wording}”"
    return said


def orphan_row(decision: Decision) -> list[Cell]:
    """Return the cells of a decision whose sentence is gone, in ``sheet.ORPHAN_COLUMNS``' order."""
    return [
        decision.claim,
        decision.article,
        decision.text,
        decision.verdict,
        decision.corrected,
        decision.comment,
        decision.reviewer,
        decision.when,
        decision.prefix,
        decision.suffix,
    ]


def article_row(
    article: Article, claims: Sequence[Claim], references: Sequence[Reference]
) -> list[Cell]:
    """Return an article's cells, in the order of ``sheet.ARTICLE_COLUMNS``."""
    support = Counter(claim.support for claim in claims)
    cited = {r for claim in claims for r in cited_references(claim)}
    return [
        article.id,
        article.title,
        article.source,
        article.language,
        (article.citation_style or "").replace("_", "–"),
        len(claims),
        support["cited"],
        support["inherited"],
        support["uncited"],
        sum(bool(set(claim.flags) - {"uncited"}) for claim in claims),
        len(references),
        sum(reference.id in cited for reference in references),
        sum(bool(claim.review) for claim in claims),
        sum(len({review.verdict for review in claim.review}) > 1 for claim in claims),
    ]


def cited_references(claim: Claim) -> list[str]:
    """Return the ids of a claim's references, in the order printed, each once."""
    return list(dict.fromkeys(r for citation in claim.citations for r in citation.references))


def short_form(reference: Reference) -> str:
    """Return an entry as people name it: ``[1] Mosca et al. 2022``."""
    number = "" if reference.number is None else f"[{reference.number}] "
    names = [a.family for a in reference.authors]
    if not names:
        return number + (reference.title or reference.text)[:60]
    if len(names) == 2 and not reference.et_al:
        who = " & ".join(names)
    else:
        who = names[0] + (" et al." if reference.et_al or len(names) > 1 else "")
    return f"{number}{who} {reference.year or ''}".strip()


def _link_text(reference: Reference) -> str:
    number = "" if reference.number is None else f"[{reference.number}] "
    name = reference.authors[0].family if reference.authors else reference.title or reference.text
    return f"{number}{name[:20]} {reference.year or ''}".strip()


def link(reference: Reference) -> str:
    """Return the best link of an entry: DOI, PubMed, PMC, the printed address, or a search."""
    if reference.doi:
        return f"https://doi.org/{reference.doi}"
    if reference.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/"
    if reference.pmcid:
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{reference.pmcid}/"
    if reference.url and reference.url.startswith(("http://", "https://")):
        return reference.url
    return reference.search_url


def _entity(entity: Entity) -> str:
    name = entity.long_form or entity.text
    if entity.concept is None:
        return f"{name} ({entity.type})"
    return f"{name} ({entity.type}, {entity.concept.id})"


def reference_row(reference: Reference, cited: int) -> list[Cell]:
    """Return a reference's cells, in the order of ``sheet.REFERENCE_COLUMNS``."""
    return [
        reference.article,
        reference.number,
        reference.text,
        reference.year,
        reference.title,
        reference.container,
        reference.doi,
        reference.pmid,
        Link(link(reference), link(reference)),
        cited,
    ]
