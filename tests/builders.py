"""Small records for tests: what matters is given, the rest is filled in."""

from pipeline.records import Article, Block, Claim, Kind, Region, Sentence
from pipeline.references.bibliography import read_entry
from pipeline.review.standing import Place
from pipeline.store.decisions import Decision


def article(text: str, name: str = "a") -> Article:
    """An article of that text."""
    return Article(
        id=name, source=f"{name}.txt", format="txt", sha256="", title=None, text=text,
        citation_style=None, language=None,
    )  # fmt: skip


def block(
    text: str, start: int, end: int, region: Region = "body", kind: Kind = "paragraph"
) -> Block:
    """A block of a text, a paragraph of the body unless told otherwise."""
    return Block(
        article="a", id=f"a:b{start}", start=start, end=end, text=text[start:end],
        region=region, kind=kind, section=(),
    )  # fmt: skip


def sentence(text: str, start: int = 0, end: int | None = None, block: str = "a:b0") -> Sentence:
    """A sentence of the body."""
    end = len(text) if end is None else end
    return Sentence(
        article="a", id=f"a:s{start}", start=start, end=end, text=text[start:end],
        region="body", section=(), block=block,
    )  # fmt: skip


def claim(text: str, *, id: str, article: str = "a", start: int = 0, **fields: object) -> Claim:
    """An uncited finding."""
    base: dict[str, object] = {
        "source": f"{article}.txt", "section": (), "claim": text, "before": None, "after": None,
        "sentence": "", "score": 0.9, "type": "finding", "negated": False, "hedged": False,
        "cues": (), "direction": None, "species": None, "study": None, "quantities": (),
        "subject": None, "relation": None, "object": None, "entities": (), "citations": (),
        "support": "uncited", "flags": ("uncited",),
    }  # fmt: skip
    place = {"article": article, "id": id, "start": start, "end": start + len(text), "text": text}
    return Claim(**{**base, **place, **fields})  # type: ignore[arg-type]


def decision(at: Place, reviewer: str | None = "MM", **fields: object) -> Decision:
    """A claim accepted as it stands."""
    base: dict[str, object] = {
        "article": at.claim.article, "claim": at.claim.id, "reviewer": reviewer,
        "verdict": "accept", "corrected": None, "comment": None, "when": None,
        "text": at.claim.claim, "exact": at.claim.text, "prefix": at.prefix, "suffix": at.suffix,
    }  # fmt: skip
    return Decision(**{**base, **fields})  # type: ignore[arg-type]


def entry_row(row: str) -> tuple[list[str], list[str]]:
    """What is read of an entry, and what a row of a table wants.

    ``entry | authors | year | title | container | volume | issue | pages``, ``-`` for nothing.
    """
    text, *wanted = (cell.strip() for cell in row.split(" | "))
    found = read_entry(text)
    people = "; ".join(f"{one.family} {one.given or ''}".strip() for one in found.authors)
    fields = [people or None, found.year, found.title, found.container]
    fields += [found.volume, found.issue, found.pages]
    return ["-" if value is None else str(value) for value in fields], wanted
