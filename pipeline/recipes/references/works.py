"""Reference entries of JATS articles, by their markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

_YEAR = re.compile(r"(?:1[89]|20)\d\d[a-z]?")


class Work(NamedTuple):
    """The fields of a JATS ``ref``."""

    document: str
    kind: str
    authors: tuple[tuple[str, str], ...]
    et_al: bool
    collective: str
    year: str
    title: str
    container: str
    volume: str
    issue: str
    pages: str
    publisher: str
    place: str
    editors: tuple[tuple[str, str], ...]
    doi: str
    pmid: str


def works(data: Path) -> Iterator[Work]:
    """Yield the entries of every JATS article that mark their fields up."""
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    for path in sorted((data / "citations").glob("*/*.xml")):
        root = etree.fromstring(path.read_bytes(), parser)
        for ref in root.iterfind(".//ref-list//ref"):
            cite = next(
                (c for n in ("element-citation", "mixed-citation", "nlm-citation", "citation")
                 for c in ref.iterfind(f".//{n}")), None
            )  # fmt: skip
            if cite is not None:
                work = _work(path.stem.removeprefix("journal."), cite)
                if work.title or work.container:
                    yield work


def _text(element: Any) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _names(element: Any, kind: str) -> tuple[tuple[str, str], ...]:
    groups = [
        g for g in element.iterfind("person-group")
        if (g.get("person-group-type") or "author") == kind
    ]  # fmt: skip
    if not groups and kind == "author" and element.find("person-group") is None:
        groups = [element]
    found = []
    for group in groups:
        for name in group.iter("name"):
            family, given = _text(name.find("surname")), _text(name.find("given-names"))
            if not re.fullmatch(r"[A-Z]{1,4}", given):
                given = "".join(w[0] for w in re.split(r"[\s.\-]+", given) if w).upper()
            if family:
                found.append((family, given))
    return tuple(found)


def _work(document: str, cite: Any) -> Work:
    def get(name: str) -> str:
        return _text(cite.find(f".//{name}"))

    ids = {q.get("pub-id-type"): _text(q) for n in ("object-id", "pub-id") for q in cite.iter(n)}
    year = _YEAR.search(get("year"))
    first, last = get("fpage"), get("lpage")
    pages = first if not last or last == first else f"{first}-{last}"
    return Work(
        document=document,
        kind=cite.get("publication-type") or cite.get("citation-type") or "",
        authors=_names(cite, "author"),
        et_al=cite.find(".//etal") is not None,
        collective=get("collab"),
        year=year[0] if year else "",
        title=(get("article-title") or get("chapter-title") or get("data-title")).rstrip("."),
        container=get("source").rstrip("."),
        volume=get("volume"),
        issue=get("issue"),
        pages=pages or get("elocation-id") or get("page-range"),
        publisher=get("publisher-name").rstrip("."),
        place=get("publisher-loc").rstrip("."),
        editors=_names(cite, "editor"),
        doi=ids.get("doi") or "",
        pmid=ids.get("pmid") or "",
    )
