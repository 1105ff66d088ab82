"""The review sheet: ``claims.xlsx`` and its twin ``claims.csv``, from a run's JSONL files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any, Generic, TypeVar

import jsonlines
import msgspec

from pipeline import results
from pipeline.records import Claim, Entity, Reference, Span
from pipeline.stages.links import FLAGS
from pipeline.workbook import Cell, Column, Link, Workbook, finish_claims

COLUMNS = (
    Column(
        "id", 8, "The claim's id. It stays the same when the article is edited elsewhere.", "id"
    ),
    Column("article", 11, "The article's id: its file's name without the ending.", "id"),
    Column("section", 18, "The headings the claim stands under, outermost first."),
    Column("claim", 64, "The sentence, without its citation markers."),
    Column(
        "citation",
        10,
        "The citation markers as printed; where support is inherited, a neighbour's.",
    ),
    Column("references", 26, "What the markers lead to, in short; see the sheet “references”."),
    Column(
        "link 1", 15, "Opens the first reference (its DOI or PubMed entry, or a search for it)."
    ),
    Column("link 2", 15, "Opens the second reference."),
    Column("link 3", 15, "Opens the third reference; any others are on the sheet “references”."),
    Column("support", 11, "cited: by its own marker · inherited: by a neighbour's · uncited."),
    Column("flags", 18, "What to look at twice; the codes are explained below."),
    Column("verdict", 10, "Yours: accept, reject, edit or unsure.", "yours"),
    Column("corrected claim", 34, "Yours: the claim as it should read.", "yours"),
    Column("comment", 24, "Yours.", "yours"),
    Column("reviewer", 10, "Yours: your name or initials.", "yours"),
    Column(
        "type",
        14,
        "finding, mechanism, association, prevalence, background, "
        "recommendation or generalization.",
    ),
    Column("direction", 11, "What happens to the object: increase, decrease, no_effect, mixed."),
    Column("species", 9, "In whom the evidence was found: human, animal, mixed."),
    Column("study", 16, "The study design named in the sentence."),
    Column("negated", 9, "yes: the claim says that something is not so."),
    Column("hedged", 9, "yes: the claim says that something may be so."),
    Column("entities", 64, "Diseases, substances, organisms… with their concept's name and id."),
    Column("score", 7, "How sure the classifier is that this is a claim, 0 to 1."),
    Column("before", 40, "The sentence before.", "aside"),
    Column("after", 40, "The sentence after.", "aside"),
)
REFERENCE_COLUMNS = (
    Column("article", 14),
    Column("number", 8),
    Column("reference", 60),
    Column("year", 7),
    Column("title", 50),
    Column("container", 24),
    Column("doi", 24),
    Column("pmid", 11),
    Column("open", 30),
    Column("cited by", 9),
)
LEGEND_COLUMNS = (Column("column", 22), Column("meaning", 90))
_LINKS = 3
_CHUNK = 5000

R = TypeVar("R", bound=Span)


def write_sheet(out: Path) -> None:
    """Write ``claims.xlsx`` and ``claims.csv`` beside the JSONL files they are made from.

    Some thousand rows are in memory at a time, whatever the number of articles.
    """
    import pandas as pd

    names = [c.name for c in COLUMNS]
    reference_names = [c.name for c in REFERENCE_COLUMNS]
    with (
        results.replacing(out / "claims.csv") as csv,
        results.replacing(out / "claims.xlsx") as xlsx,
        Workbook(xlsx) as book,
    ):
        claims = book.add_table("claims", COLUMNS, finish_claims)
        references = book.add_table("references", REFERENCE_COLUMNS)
        csv.write(
            b"\xef\xbb\xbf"
            + pd.DataFrame(columns=names).to_csv(index=False, lineterminator="\r\n").encode()
        )
        for rows, entries in _chunks(out):
            frame = pd.DataFrame(rows, columns=names, dtype=object)
            claims.add(frame)
            references.add(pd.DataFrame(entries, columns=reference_names, dtype=object))
            addresses = frame.map(lambda cell: cell.address if isinstance(cell, Link) else cell)
            csv.write(addresses.to_csv(index=False, header=False, lineterminator="\r\n").encode())
        legend = [[c.name, c.meaning] for c in COLUMNS] + [[None, None], ["Flags", None]]
        legend += [[code, meaning] for code, meaning in FLAGS.items()]
        about = book.add_table("legend", LEGEND_COLUMNS)
        about.add(pd.DataFrame(legend, columns=[c.name for c in LEGEND_COLUMNS], dtype=object))


def _chunks(out: Path) -> Iterator[tuple[list[list[Any]], list[list[Any]]]]:
    """Yield rows of claims and of references, whole articles at a time."""
    rows: list[list[Any]] = []
    entries: list[list[Any]] = []
    for claims, references, entities in _articles(out):
        by_id = {reference.id: reference for reference in references}
        cited = Counter(r for claim in claims for r in cited_references(claim))
        for claim in claims:
            found = [by_id[r] for r in cited_references(claim) if r in by_id]
            rows.append([harmless(cell) for cell in claim_row(claim, found, entities)])
        entries += [[harmless(c) for c in _reference_row(r, cited[r.id])] for r in references]
        if len(rows) + len(entries) > _CHUNK:
            yield rows, entries
            rows, entries = [], []
    yield rows, entries


def claim_row(claim: Claim, references: list[Reference], entities: dict[str, Entity]) -> list[Cell]:
    """Return a claim's cells, in the order of ``COLUMNS``."""
    found = [short_form(reference) for reference in references]
    links = [Link(_link_text(reference), link(reference)) for reference in references[:_LINKS]]
    printed = [citation.text for citation in claim.citations]
    return [
        claim.id,
        claim.article,
        " › ".join(claim.section),
        claim.claim,
        " ".join(printed),
        "\n".join(found),
        *links,
        *[None] * (_LINKS - len(links)),
        claim.support,
        ", ".join(claim.flags),
        *[None] * 4,
        claim.type,
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


def harmless(cell: Any) -> Any:
    """Keep a text cell from being read as a formula: an apostrophe goes before it.

    In the workbook too, where it is plain text already, since other programs that open and
    save the workbook turn such text into formulas.
    """
    if isinstance(cell, str) and cell.lstrip()[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + cell
    return cell


def _entity(entity: Entity) -> str:
    name = entity.long_form or entity.text
    if entity.concept is None:
        return f"{name} ({entity.type})"
    return f"{name} ({entity.type}, {entity.concept.id})"


def _reference_row(reference: Reference, cited: int) -> list[Any]:
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


class _Groups(Generic[R]):
    """The records of one JSONL file, article by article; the files share one order."""

    def __init__(self, path: Path, kind: type[R]) -> None:
        self._reader = jsonlines.open(path, loads=msgspec.json.Decoder(kind).decode)
        self._groups = groupby(self._reader, key=lambda record: record.article)
        self._next = next(self._groups, None)

    def take(self, article: str) -> list[R]:
        """Return an article's records; articles are asked for in the files' order."""
        if self._next is None or self._next[0] != article:
            return []
        found = list(self._next[1])
        self._next = next(self._groups, None)
        return found

    def close(self) -> None:
        self._reader.close()


def _articles(out: Path) -> Iterator[tuple[list[Claim], list[Reference], dict[str, Entity]]]:
    with (
        jsonlines.open(out / "articles.jsonl") as articles,
        closing(_Groups(out / "claims.jsonl", Claim)) as claims,
        closing(_Groups(out / "references.jsonl", Reference)) as references,
        closing(_Groups(out / "entities.jsonl", Entity)) as entities,
    ):
        for article in articles:
            id = article["id"]
            mentions = {entity.id: entity for entity in entities.take(id)}
            yield claims.take(id), references.take(id), mentions
