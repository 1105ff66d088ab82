"""Whole articles to the rows a person would see: `tests/golden/NAME.txt` or `.html` to `NAME.rows`.

A row that changes for the better: `python tests/test_golden.py` writes the files again; read
the difference before committing it.
"""

from pathlib import Path

import pytest

from pipeline.flow import Source, analyse
from pipeline.records import Entity
from pipeline.settings import Settings
from pipeline.sheet.rows import cited_references, short_form

GOLDEN = Path(__file__).parent / "golden"
ARTICLES = sorted(p for p in GOLDEN.iterdir() if p.suffix in (".txt", ".html"))


def rows(path: Path) -> str:
    """A claim a paragraph: its words, then what is said of it."""
    found = analyse(Source(path.read_bytes(), path.stem, path.name, ""), Settings())
    references = {r.id: r for r in found.references}
    entities = {e.id: e for e in found.entities}
    lines = [f"title: {found.article.title}; style: {found.article.citation_style}", ""]
    for claim in found.claims:
        cited = ", ".join(short_form(references[r]) for r in cited_references(claim))
        marks = " ".join(c.text for c in claim.citations)
        said = [claim.type, claim.direction, claim.species, claim.study]
        said += ["negated" if claim.negated else None, "hedged" if claim.hedged else None]
        lines += [
            f"{' > '.join(claim.section)}: {claim.claim}",
            f"  {claim.support} {marks} -> {cited or '-'}",
            f"  {', '.join(s for s in said if s)}",
            f"  {'; '.join(mention(entities[e]) for e in claim.entities)}",
            "",
        ]
    return "\n".join(lines)


def mention(entity: Entity) -> str:
    """A mention; one within a longer one has a sign before it."""
    return f"{'' if entity.within is None else '<'}{entity.text} ({entity.type})"


@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
def test_rows(path: Path) -> None:
    assert rows(path) == path.with_suffix(".rows").read_text("utf-8")


if __name__ == "__main__":
    for article in ARTICLES:
        article.with_suffix(".rows").write_text(rows(article), "utf-8")
