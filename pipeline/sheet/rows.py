"""What stands in cells, in words: references and their links, decisions, numbers, counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipeline.records import Claim, Correction, Entity, Reference, Review
from pipeline.settings import Words
from pipeline.store.decisions import CONSENSUS, person

# What each kind of quantity is called; the rest is no result of a study.
_NUMBERS = {"estimate": "estimate", "interval": "interval", "p_value": "p", "sample_size": "n"}


def where(claim: Claim) -> str:
    """Return the headings that a claim stands under, and its page where the file has pages."""
    page = [f"p. {claim.page}"] if claim.page else []
    return " › ".join([*claim.section, *page])


def in_words(code: str) -> str:
    """Return a code in words: ``animal only``."""
    return code.replace("_", " ")


def told_flags(claim: Claim) -> list[str]:
    """Return the flags that say more than the column “support”."""
    return [flag for flag in claim.flags if flag != "uncited"]


def markers(claim: Claim) -> str:
    """Return the markers as printed, each with its page or figure if it does not show it."""
    printed = []
    for citation in claim.citations:
        locator = citation.locator
        more = f" {locator}" if locator and locator not in citation.text else ""
        printed.append(citation.text + more)
    return " ".join(printed)


def numbers(claim: Claim) -> str:
    """Return what a study measured: ``estimate 0.84; interval 0.70–0.92; p < 0.05; n 2,500``."""
    found = []
    for quantity in claim.quantities:
        if name := _NUMBERS.get(quantity.kind):
            text = " ".join(quantity.text.split())
            named = text.casefold().startswith(name)
            found.append(text if named else f"{name} {text}")
    return "; ".join(found)


def dose(claim: Claim) -> str:
    """Return the doses that a claim names."""
    return "; ".join(" ".join(q.text.split()) for q in claim.quantities if q.kind == "dose")


def disputed(reviews: Sequence[Review]) -> bool:
    """Say whether reviewers differ in a judgement, and nothing has settled it."""
    if any(person(review.reviewer) == CONSENSUS for review in reviews):
        return False
    verdicts = {review.verdict for review in reviews if review.verdict}
    said = {review.source_says for review in reviews if review.source_says}
    return len(verdicts) > 1 or len(said) > 1


def standing(reviews: Sequence[Review]) -> str:
    """Return how decisions stand: ``kept, disputed``."""
    words = list(dict.fromkeys(review.standing for review in reviews))
    found: list[str] = [*words, "disputed"] if disputed(reviews) else [*words]
    others = {person(review.reviewer) for review in reviews}
    if CONSENSUS in others and len(others) > 1:
        found.append("settled")
    return ", ".join(found)


def latest_first(reviews: Iterable[Review | None]) -> list[Review]:
    """Return decisions with the one that counts most first: a consensus, then the last."""
    given = [review for review in reviews if review is not None]
    settled = [review for review in given if person(review.reviewer) == CONSENSUS]
    return [*reversed(settled), *reversed(given)]


def decision_words(review: Review, words: Words = Words()) -> str:  # noqa: B008
    """Return a decision in words: ``MM 2026-05-03: edit → new words (comment)``."""
    who = " ".join(part for part in (review.reviewer, review.when) if part) or "someone"
    said = f"{who}: {review.verdict or 'no verdict'}"
    if review.reason:
        said += f", {_word(words.reasons, review.reason)}"
    if review.source_says:
        said += f"; source: {_word(words.source_says, review.source_says)}"
    if review.quote:
        said += f" “{review.quote}”"
    if review.where:
        said += f", {review.where}"
    if review.corrected:
        said += f" → {review.corrected}"
    if review.corrections:
        said += f"; {correction_words(review.corrections)}"
    if review.comment:
        said += f" ({review.comment})"
    if review.wording:
        said += f"; the claim then read “{review.wording}”"
    return said


def correction_words(corrections: Sequence[Correction]) -> str:
    """Return corrections in words: ``species: human → animal``."""
    return "; ".join(f"{c.field}: {c.old or 'nothing'} → {c.new or 'nothing'}" for c in corrections)


def _word(words: Mapping[str, str], code: str) -> str:
    return next((word for word, means in words.items() if means == code), code)


def cited_references(claim: Claim) -> list[str]:
    """Return the ids of a claim's references, in the order printed, each once."""
    return list(dict.fromkeys(r for citation in claim.citations for r in citation.references))


def count_cited(claims: Sequence[Claim], references: Sequence[Reference]) -> int:
    """Count the references that claims cite."""
    cited = {r for claim in claims for r in cited_references(claim)}
    return sum(reference.id in cited for reference in references)


def count_support(claims: Sequence[Claim], support: str) -> int:
    """Count the claims of one kind of support."""
    return sum(claim.support == support for claim in claims)


def short_form(reference: Reference) -> str:
    """Return an entry as people name it: ``[1] Mosca et al. 2022``."""
    if reference.kind == "link":
        return _address(reference)
    number = "" if reference.number is None else f"[{reference.number}] "
    names = [a.family for a in reference.authors]
    if not names:
        return number + (reference.title or reference.text)[:60]
    if len(names) == 2 and not reference.et_al:
        who = " & ".join(names)
    else:
        who = names[0] + (" et al." if reference.et_al or len(names) > 1 else "")
    return f"{number}{who} {reference.year or ''}".strip()


def _address(reference: Reference) -> str:
    """Return what is known of a linked source: an identifier, else where it lies."""
    if reference.pmid:
        return f"PMID {reference.pmid}"
    if reference.doi:
        return f"doi:{reference.doi}"
    return reference.pmcid or (reference.url or reference.text).partition("://")[2][:60]


def number_of(reference: Reference, at: int) -> str:
    """Return what a narrow cell shows of a reference: its number, or its place in the row."""
    return f"[{reference.number}]" if reference.number is not None else f"↗{at}"


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


def entities(claim: Claim, mentions: Mapping[str, Entity]) -> str:
    """Return the entities of a claim, each once, with type and concept."""
    found = (_entity(mentions[id]) for id in claim.entities if id in mentions)
    return "; ".join(dict.fromkeys(found))


def _entity(entity: Entity) -> str:
    name = entity.long_form or entity.text
    if entity.concept is None:
        return f"{name} ({entity.type})"
    return f"{name} ({entity.type}, {entity.concept.id})"
