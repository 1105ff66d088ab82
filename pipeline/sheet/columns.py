"""The columns of every sheet, one a line: name, width, meaning, look, value, and way back.

The workbook, its CSV twin, the legend, the reader of reviewed sheets and the import all go
by these tables: a column put in the middle shifts no other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, get_args

from pipeline.records import (
    Article,
    Claim,
    ClaimType,
    Direction,
    Entity,
    Reference,
    Review,
    Species,
    Support,
)
from pipeline.settings import Words
from pipeline.sheet import rows
from pipeline.sheet.cells import Cell, Column, Columns, Corrected, Link
from pipeline.store.decisions import person

LINKS = 12


class ClaimRow(NamedTuple):
    """A claim with what its cells are made of.

    ``references`` are those that it cites. The reviewer's columns hold the last decision, or
    the last one of ``reviewer``; where it is ``blind``, nothing of the others' is shown.
    """

    claim: Claim
    article: Article
    references: Sequence[Reference]
    entities: Mapping[str, Entity]
    reviewer: str | None = None
    blind: bool = False
    words: Words = Words()

    @property
    def own(self) -> Review | None:
        """The decision that fills the reviewer's columns."""
        who = person(self.reviewer)
        given = [r for r in self.claim.review if who is None or person(r.reviewer) == who]
        return given[-1] if given and (who or not self.blind) else None

    @property
    def shown(self) -> Sequence[Review]:
        """The decisions that the sheet may show."""
        if not self.blind:
            return self.claim.review
        return [self.own] if self.own else []


class ArticleRow(NamedTuple):
    """An article with its claims and its references."""

    article: Article
    claims: Sequence[Claim]
    references: Sequence[Reference]


class ReferenceRow(NamedTuple):
    """A reference, and how many claims cite it."""

    reference: Reference
    cited: int


def machine_value(column: Column, row: ClaimRow) -> str | float | None:
    """Return what the run found, whatever reviewers made of it."""
    value: Callable[[Any], Any] = _FOUND.get(column.name) or column.value
    found: str | float | None = value(row)
    return found


def _claim(field: str) -> Callable[[ClaimRow], Cell]:
    def value(row: ClaimRow) -> Cell:
        found: Cell = getattr(row.claim, field)
        return found

    return value


def _part(field: str) -> Callable[[ClaimRow], Cell]:
    def value(row: ClaimRow) -> Cell:
        part = getattr(row.claim, field)
        return " ".join(part.text.split()) if part else None

    return value


def _yes(field: str) -> Callable[[ClaimRow], Cell]:
    return lambda row: "yes" if getattr(row.claim, field) else None


def _own(field: str) -> Callable[[ClaimRow], Cell]:
    def value(row: ClaimRow) -> Cell:
        found: Cell = getattr(row.own, field) if row.own else None
        return found

    return value


def _own_word(field: str, words: str) -> Callable[[ClaimRow], Cell]:
    def value(row: ClaimRow) -> Cell:
        code = getattr(row.own, field) if row.own else None
        named = (word for word, means in getattr(row.words, words).items() if means == code)
        return next(named, code)

    return value


def _reviewer(row: ClaimRow) -> Cell:
    return row.own.reviewer if row.own else row.reviewer


def _decisions(row: ClaimRow) -> Cell:
    return "\n".join(rows.decision_words(review, row.words) for review in row.shown)


def _links(row: ClaimRow) -> list[Link]:
    found = [Link(rows.number_of(r, n), rows.link(r)) for n, r in enumerate(row.references, 1)]
    alone = [c for c in row.claim.citations if c.url and not c.references]
    return found + [Link("↗", citation.url) for citation in alone if citation.url]


# What the run found for the columns that reviewers may correct, by the column's name.
_FOUND: dict[str, Callable[[ClaimRow], Any]] = {
    "citation": lambda row: rows.markers(row.claim),
    "support": _claim("support"),
    "section": lambda row: rows.where(row.claim),
    "type": _claim("type"),
    "subject": _part("subject"),
    "relation": _part("relation"),
    "object": _part("object"),
    "direction": _claim("direction"),
    "species": _claim("species"),
    "study": _claim("study"),
    "negated": _yes("negated"),
    "hedged": _yes("hedged"),
    "entities": lambda row: rows.entities(row.claim, row.entities),
}


def _corrected(name: str) -> Callable[[ClaimRow], Cell]:
    """Return the run's value, or a reviewer's in its place."""
    found = _FOUND[name]

    def value(row: ClaimRow) -> Cell:
        for review in rows.latest_first(row.shown if not row.reviewer else [row.own]):
            for correction in review.corrections:
                if correction.field == name:
                    return Corrected(correction.new or "")
        return found(row)  # type: ignore[no-any-return]

    return value


def _fact(
    name: str, width: int, meaning: str, words: Sequence[str] = (), folded: bool = True
) -> Column:
    """Return a column of what the run found, which reviewers may correct."""
    return Column(
        name, width, meaning, "cell", _corrected(name), "correction", name, tuple(words), folded
    )


def _yours(
    name: str, width: int, meaning: str, value: Callable[[ClaimRow], Cell], field: str = ""
) -> Column:
    return Column(name, width, meaning, "yours", value, "yours", field or name)


CLAIM_COLUMNS: Columns = (
    Column(
        "id", 6, "The claim's id. It stays the same when the article is edited elsewhere.", "id",
        _claim("id"), "row",
    ),
    Column(
        "claim", 50, "The sentence, without its citation markers. Write a part of it, or words "
        "that go on into the next sentence, and that becomes the claim in its place.",
        value=_claim("claim"), back="row",
    ),
    _yours(
        "verdict", 9, "Yours: is this row what the article says? accept: it is · reject: it is "
        "not, or is no claim (say why under “reason”) · edit: nearly; write the claim as it "
        "should read under “corrected claim” · unsure: you cannot say.", _own("verdict"),
    ),
    _yours(
        "reason", 9, "Yours: why you reject it. not a claim: nothing that can be checked · wrong "
        "span: too much or too little of the text · wrong citation, wrong entity: another is "
        "meant · wrong polarity: the article says the opposite · duplicate: another row says "
        "it · other.", _own_word("reason", "reasons"),
    ),
    _yours(
        "source says", 13, "Yours: does the cited source support the claim? supports: it says "
        "so · partly: less, or of others · contradicts: the opposite · not in it: nothing of "
        "it · unreachable: you cannot read it · not checked.",
        _own_word("source_says", "source_says"), "source_says",
    ),
    _yours("comment", 15, "Yours.", _own("comment")),
    _fact(
        "citation", 9, "The citation markers as printed; where support is inherited, a "
        "neighbour's.", folded=False,
    ),
    _fact(
        "support", 8, "cited: by its own marker · inherited: by a neighbour's · uncited.",
        get_args(Support), folded=False,
    ),
    Column(
        "references", 22, "What the markers lead to, in short; see the sheet “references”.",
        value=lambda row: "\n".join(map(rows.short_form, row.references)),
    ),
    Column(
        "link", 4, "Each opens a reference: its DOI or PubMed entry, or a search for it.",
        value=_links, spread=LINKS,
    ),
    _yours("quote", 24, "Yours: the words of the source that settle it.", _own("quote")),
    _yours("where", 9, "Yours: where in the source they stand: page, table…", _own("where")),
    _yours(
        "corrected claim", 30, "Yours: the claim as it should read.", _own("corrected"),
        "corrected",
    ),
    _yours("reviewer", 9, "Yours: your name or initials.", _reviewer),
    _yours(
        "date", 10, "Yours, if you like; otherwise the day the sheet was saved. A new date "
        "confirms an earlier decision on a claim that was reworded.", _own("when"), "when",
    ),
    Column(
        "flags", 16, "What to look at twice; the sheet “legend” explains each.",
        value=lambda row: ", ".join(map(rows.in_words, rows.told_flags(row.claim))),
    ),
    Column(
        "numbers", 20, "What was measured: the estimate, its interval, p, and how many people.",
        value=lambda row: rows.numbers(row.claim),
    ),
    Column("dose", 12, "How much of it was given.", value=lambda row: rows.dose(row.claim)),
    Column(
        "standing", 10, "Of earlier decisions. kept: the claim is as it was · moved: it stands "
        "between other sentences, or in another article · reworded: it was worded otherwise, see "
        "“decisions” · disputed: reviewers differ · settled: by a row of “consensus”.",
        value=lambda row: rows.standing(row.shown),
    ),
    Column(
        "decisions", 34, "Every reviewer's decision, with what the claim said then.",
        value=_decisions,
    ),
    Column(
        "article", 12, "The article's id: its file's name without the ending.", "id",
        _claim("article"), "row",
    ),
    Column("title", 26, "The article's title.", "aside", lambda row: row.article.title),
    _fact(
        "section", 18, "The headings the claim stands under, outermost first, and its page.",
        folded=False,
    )._replace(look="aside"),
    _fact(
        "type", 14, "finding: of a study, or of research · prevalence: how frequent it is · "
        "association: a risk or a link · recommendation: what to do · mechanism: a cause or a "
        "process · generalization: a broad role or value · background: a property or a fact of "
        "the textbook.", get_args(ClaimType),
    ),
    _fact("subject", 24, "What the claim speaks of, in its words."),
    _fact("relation", 18, "The words that join subject and object."),
    _fact("object", 24, "What the claim says of the subject, or what is affected."),
    _fact(
        "direction", 11, "What happens to the object: increase, decrease, no_effect, mixed.",
        ("", *get_args(Direction)),
    ),
    _fact(
        "species", 9, "In whom the evidence was found: human, animal, mixed.",
        ("", *get_args(Species)),
    ),
    _fact("study", 16, "The study design named in the sentence, or near it."),
    _fact("negated", 9, "yes: the claim says that something is not so.", ("", "yes")),
    _fact("hedged", 9, "yes: the claim says that something may be so.", ("", "yes")),
    _fact("entities", 50, "Diseases, substances, organisms… with their concept's id."),
    Column(
        "score", 7, "How sure the classifier is that this is a claim, 0 to 1.",
        value=lambda row: round(row.claim.score, 2), folded=True,
    ),
    Column(
        "before", 40, "The sentence before.", "aside", _claim("before"), "row", folded=True
    ),
    Column("after", 40, "The sentence after.", "aside", _claim("after"), "row", folded=True),
)  # fmt: skip

REFERENCE_COLUMNS: Columns = (
    Column("article", 14, value=lambda row: row.reference.article),
    Column("number", 8, value=lambda row: row.reference.number),
    Column(
        "kind", 7, "entry: printed in a list · link: what the prose links to.",
        value=lambda row: row.reference.kind,
    ),
    Column("reference", 60, value=lambda row: row.reference.text),
    Column("year", 7, value=lambda row: row.reference.year),
    Column("title", 50, value=lambda row: row.reference.title),
    Column("container", 24, value=lambda row: row.reference.container),
    Column("doi", 24, value=lambda row: row.reference.doi),
    Column("pmid", 11, value=lambda row: row.reference.pmid),
    Column(
        "open", 30, value=lambda row: Link(rows.link(row.reference), rows.link(row.reference))
    ),
    Column("cited by", 9, "So many claims cite it.", value=lambda row: row.cited),
)  # fmt: skip

ARTICLE_COLUMNS: Columns = (
    Column("article", 14, value=lambda row: row.article.id),
    Column("title", 50, value=lambda row: row.article.title),
    Column("file", 26, value=lambda row: row.article.source),
    Column("language", 9, value=lambda row: row.article.language),
    Column(
        "citation style", 14, value=lambda row: (row.article.citation_style or "").replace("_", "–")
    ),
    Column(
        "notices", 26, "What to know of the article before you rely on its rows.",
        value=lambda row: ", ".join(map(rows.in_words, row.article.notices)),
    ),
    Column(
        "left out", 9, "Share of its sentences' characters outside front, body and references.",
        value=lambda row: row.article.left_out,
    ),
    Column("date", 11, value=lambda row: row.article.date),
    Column("byline", 20, value=lambda row: row.article.byline),
    Column(
        "page", 30,
        value=lambda row: row.article.url and Link(row.article.url, row.article.url),
    ),
    Column("references", 10, value=lambda row: len(row.references)),
    Column("of them cited", 9, value=lambda row: rows.count_cited(row.claims, row.references)),
)  # fmt: skip

SUMMARY_COLUMNS: Columns = (
    Column("article", 14, value=lambda row: row.article.id),
    Column("title", 60, value=lambda row: row.article.title),
    Column("claims", 8, value=lambda row: len(row.claims)),
    Column("cited", 8, value=lambda row: rows.count_support(row.claims, "cited")),
    Column("inherited", 9, value=lambda row: rows.count_support(row.claims, "inherited")),
    Column("uncited", 8, value=lambda row: rows.count_support(row.claims, "uncited")),
    Column("flagged", 8, value=lambda row: sum(map(bool, map(rows.told_flags, row.claims)))),
    Column(
        "checked", 8, "Claims with a decision.",
        value=lambda row: sum(bool(claim.review) for claim in row.claims),
    ),
    Column(
        "disputed", 9, "Claims on which reviewers differ.",
        value=lambda row: sum(rows.disputed(claim.review) for claim in row.claims),
    ),
    Column(
        "to do", 8, "Claims without a decision, and disputed ones.",
        value=lambda row: sum(
            not claim.review or rows.disputed(claim.review) for claim in row.claims
        ),
    ),
)  # fmt: skip

# Their rows are decisions.
ORPHAN_COLUMNS: Columns = (
    Column("id", 8, look="id", value=lambda row: row.claim),
    Column("article", 14, look="id", value=lambda row: row.article),
    Column("claim", 64, value=lambda row: row.text),
    Column("verdict", 10, "", "yours", lambda row: row.verdict, "yours", "verdict"),
    Column(
        "reason", 12, "", "yours", lambda row: rows.in_words(row.reason or ""), "yours", "reason"
    ),
    Column(
        "source says", 12, "", "yours", lambda row: rows.in_words(row.source_says or ""), "yours",
        "source_says",
    ),
    Column("quote", 24, "", "yours", lambda row: row.quote, "yours", "quote"),
    Column("where", 9, "", "yours", lambda row: row.where, "yours", "where"),
    Column("corrected claim", 34, "", "yours", lambda row: row.corrected, "yours", "corrected"),
    Column("comment", 24, "", "yours", lambda row: row.comment, "yours", "comment"),
    Column("reviewer", 10, "", "yours", lambda row: row.reviewer, "yours", "reviewer"),
    Column("date", 11, "", "yours", lambda row: row.when, "yours", "when"),
    Column("corrections", 24, value=lambda row: rows.correction_words(row.corrections)),
    Column("before", 30, look="aside", value=lambda row: row.prefix),
    Column("after", 30, look="aside", value=lambda row: row.suffix),
)  # fmt: skip

LEGEND_COLUMNS: Columns = (
    Column("column", 22, value=lambda row: row[0]),
    Column("meaning", 90, value=lambda row: row[1]),
)

MACHINES = {c.name: c for c in CLAIM_COLUMNS if c.back in ("", "correction") and not c.spread}
CORRECTED = {column.name: column for column in CLAIM_COLUMNS if column.back == "correction"}
