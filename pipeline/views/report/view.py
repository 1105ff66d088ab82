"""Plain values for the page: articles with marked-up text, claims, references, entities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

from pipeline.segment.notices import NOTICES
from pipeline.views.report.charts import score_bin, section_kind
from pipeline.views.report.records import ArticleRecords, Fields
from pipeline.views.report.spans import Mark, mark_up, plain

NONE = "not reviewed"
MAX_ARTICLE = 1_000_000  # characters of one article's text that are shown
MAX_ALL = 12_000_000  # … and of all of them
_HEADINGS = {"title": "h3", "heading": "h4"}
_BLOCK, _CLAIM, _CLAUSE, _ENTITY, _MARKER = range(5)


class View:
    """The page's values, filled article by article.

    ``claims``, ``references`` and ``entities`` go into the page as data; the text in
    ``articles`` has the claims' places in ``claims`` on it.
    """

    def __init__(self, max_article: int = MAX_ARTICLE, max_all: int = MAX_ALL) -> None:
        self.articles: list[dict[str, Any]] = []
        self.claims: list[dict[str, Any]] = []
        self.references: list[dict[str, Any]] = []
        self.entities: list[dict[str, Any]] = []
        self.counts: Counter[str] = Counter()
        self._entity_index: dict[tuple[str, ...], int] = {}
        self._max_article = max_article
        self._left = max_all

    def add(self, records: ArticleRecords) -> None:
        """Add an article; what is beyond the limits is counted, not shown."""
        article = records.article
        text: str = article["text"]
        shown = min(len(text), self._max_article, self._left)
        self._left -= shown
        in_text = _Article(records, shown)
        first = len(self.references)
        places = {r["id"]: first + n for n, r in enumerate(records.references)}
        self.references += [reference_view(r) for r in records.references]
        entities = {e["id"]: self._entity(e) for e in records.entities}
        start = len(self.claims)
        for claim in records.claims:
            if claim["end"] <= shown:
                self.claims.append(
                    claim_view(claim, len(self.articles), places, entities, self.entities)
                )
        support = Counter(c["support"] for c in records.claims)
        self.counts.update(support)
        self.counts["claims"] += len(records.claims)
        self.articles.append(
            {
                "id": article["id"],
                "title": article.get("title") or article["id"],
                "source": article.get("source") or "",
                "style": (article.get("citation_style") or "").replace("_", "–"),
                "language": article.get("language") or "",
                "notices": [
                    f"{c}: {NOTICES[c]}" for c in article.get("notices") or () if c in NOTICES
                ],
                "characters": len(text),
                "shown": shown,
                "claims": len(records.claims),
                "support": support,
                "markers": len(records.markers),
                "references": len(records.references),
                "first": start,
                "html": in_text.html(start),
            }
        )

    def _entity(self, entity: Fields) -> int:
        """Return the place of the entity in ``entities``; one entry a name and concept."""
        concept = entity.get("concept") or {}
        name = concept.get("name") or (entity.get("long_form") or entity["text"]).lower()
        key = (entity["type"], name, concept.get("id") or "")
        if key not in self._entity_index:
            self._entity_index[key] = len(self.entities)
            self.entities.append(dict(zip(("type", "name", "id"), key, strict=True)))
        return self._entity_index[key]


class _Article:
    """The marks of one article, as far as its text is shown."""

    def __init__(self, records: ArticleRecords, shown: int) -> None:
        self._records = records
        self._shown = shown

    def html(self, first: int) -> str:
        marks = [*self._blocks(), *self._claims(first), *self._entities(), *self._markers()]
        text = self._records.article["text"][: self._shown]
        cut = (m._replace(end=min(m.end, self._shown)) for m in marks)
        return mark_up(text, cut)

    def _blocks(self) -> Iterator[Mark]:
        for block in self._records.blocks:
            tag = _HEADINGS.get(block["kind"], "p")
            attributes = f'class="b r-{plain(block["region"])} k-{plain(block["kind"])}" dir="auto"'
            yield Mark(block["start"], block["end"], _BLOCK, tag, attributes, attributes)

    def _claims(self, first: int) -> Iterator[Mark]:
        shown = (c for c in self._records.claims if c["end"] <= self._shown)
        for n, claim in enumerate(shown, first):
            look = f'class="c s-{plain(claim["support"])}" data-c="{n}"'
            button = f'{look} id="c{n}" role="button" tabindex="-1" aria-expanded="false"'
            yield Mark(claim["start"], claim["end"], _CLAIM, "span", button, look)
            for citation in claim.get("citations") or ():
                start, end = citation.get("start"), citation.get("end")
                if citation.get("scope") == "clause" and start is not None and end is not None:
                    yield Mark(start, end, _CLAUSE, "span", 'class="l"', 'class="l"')

    def _entities(self) -> Iterator[Mark]:
        for entity in self._records.entities:
            look = f'class="e e-{plain(entity["type"])}"'
            concept = entity.get("concept")
            meant = f": {concept['name']} ({concept['id']})" if concept else ""
            title = plain(entity["type"] + meant)
            yield Mark(
                entity["start"], entity["end"], _ENTITY, "span", f'{look} title="{title}"', look
            )

    def _markers(self) -> Iterator[Mark]:
        for marker in self._records.markers:
            look = f'class="m m-{plain(marker["status"])}"'
            yield Mark(marker["start"], marker["end"], _MARKER, "span", look, look)


class Link(NamedTuple):
    """A link of a reference; the address begins with http or https."""

    name: str
    address: str


def reference_view(reference: Fields) -> dict[str, Any]:
    """Return what is shown of an entry of a reference list."""
    return {
        "number": reference.get("number"),
        "text": reference["text"],
        "short": _short(reference),
        "links": [link._asdict() for link in links(reference)],
    }


def _short(reference: Fields) -> str:
    """Return a reference in a few words: ``[1] Mosca et al. 2022``."""
    authors = [author["family"] for author in reference.get("authors") or ()]
    who = authors[0] if authors else (reference.get("title") or reference["text"])[:60]
    more = " et al." if len(authors) > 1 or reference.get("et_al") else ""
    number = f"[{reference['number']}] " if reference.get("number") is not None else ""
    return f"{number}{who}{more} {reference.get('year') or ''}".strip()


def links(reference: Fields) -> list[Link]:
    """Return where an entry is found: its identifiers, its printed address, a search."""
    found = []
    if doi := reference.get("doi"):
        found.append(Link("DOI", "https://doi.org/" + quote(doi, safe="/:;().,-_")))
    if pmid := reference.get("pmid"):
        found.append(Link("PubMed", f"https://pubmed.ncbi.nlm.nih.gov/{quote(pmid, safe='')}/"))
    if pmcid := reference.get("pmcid"):
        found.append(Link("PMC", f"https://pmc.ncbi.nlm.nih.gov/articles/{quote(pmcid, safe='')}/"))
    if url := web_address(reference.get("url")):
        found.append(Link("page", url))
    if search := web_address(reference.get("search_url")):
        found.append(Link("search PubMed", search))
    return found


def web_address(url: str | None) -> str | None:
    """Return an address if it is one of the web; ``javascript:`` and the like are none."""
    return url if url and url.lower().startswith(("https://", "http://")) else None


def claim_view(
    claim: Fields,
    article: int,
    places: dict[str, int],
    mentions: dict[str, int],
    entities: list[dict[str, Any]],
) -> dict[str, Any]:
    """Return what is shown of a claim, and what it is found by."""
    own = list(dict.fromkeys(mentions[e] for e in claim.get("entities") or () if e in mentions))
    wording = [name for name in ("negated", "hedged") if claim.get(name)]
    facts = [claim.get(name) for name in ("direction", "species", "study")]
    review = _reviews(claim.get("review"))
    parts = [claim.get(name) for name in ("subject", "relation", "object")]
    return {
        "id": claim["id"],
        "article": article,
        "claim": claim["claim"],
        "section": [
            *(claim.get("section") or []),
            *([f"p. {claim['page']}"] if claim.get("page") else []),
        ],
        "kind": section_kind(claim.get("section") or []),
        "support": claim["support"],
        "type": claim["type"],
        "flags": claim.get("flags") or [],
        "score": round(claim["score"], 2),
        "bin": score_bin(claim["score"]),
        "direction": claim.get("direction"),
        "species": claim.get("species"),
        "study": claim.get("study"),
        "wording": wording or ["plain"],
        "facts": [*wording, *(fact.replace("_", " ") for fact in facts if fact)],
        "quantities": [q["text"] for q in claim.get("quantities") or ()],
        "triple": [p["text"] for p in parts if p],
        "entities": own,
        "names": [entities[e]["name"] for e in own],
        "citations": [_citation(c, claim, places) for c in claim.get("citations") or ()],
        "review": review,
        "verdict": sorted({given["verdict"] or NONE for given in review}) or [NONE],
        "source": sorted({given["source_says"] or NONE for given in review}) or [NONE],
    }


def _citation(citation: Fields, claim: Fields, places: dict[str, int]) -> dict[str, Any]:
    start, end = citation.get("start"), citation.get("end")
    clause = None
    if citation["scope"] == "clause" and start is not None and end is not None:
        clause = claim["text"][start - claim["start"] : end - claim["start"]]
    return {
        "text": citation["text"],
        "scope": citation["scope"],
        "status": citation["status"],
        "clause": clause,
        "references": [places[r] for r in citation["references"] if r in places],
    }


def _reviews(review: Any) -> list[dict[str, str]]:
    """Return reviewers' decisions, where a run has any."""
    fields = ("reviewer", "verdict", "comment", "corrected", "source_says", "quote", "where")
    given = review if isinstance(review, list) else [review]
    return [{f: str(r.get(f) or "") for f in fields} for r in given if isinstance(r, dict)]
