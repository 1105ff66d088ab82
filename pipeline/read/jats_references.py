"""Entries of a JATS reference list: what they print, and their fields as given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pipeline.read.elements import find, name, words
from pipeline.read.hints import EntryHint
from pipeline.records import Author

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
_PRINTED = ("mixed-citation", "citation")
_TYPES = {
    "journal": "article-journal",
    "book": "book",
    "confproc": "paper-conference",
    "conference": "paper-conference",
    "web": "webpage",
    "website": "webpage",
    "webpage": "webpage",
    "preprint": "article",
    "thesis": "thesis",
    "report": "report",
    "gov": "report",
    "working-paper": "report",
    "patent": "patent",
    "software": "software",
    "data": "dataset",
    "newspaper": "article-newspaper",
    "magazine": "article-magazine",
}
"""The CSL type of each ``publication-type``; any other leaves it to the fields."""


def keys(ref: Element) -> tuple[str, ...]:
    """Return every id by which a link may lead to the entry."""
    return tuple(e.get("id", "") for e in ref.iter() if e.get("id"))


def render_ref(ref: Element, place: int) -> tuple[str, EntryHint]:
    """Return an entry's number and print, and its fields."""
    found = read_ref(ref)
    label = words(find(ref, "label"))
    digits = re.sub(r"\D", "", label)[:6]
    number = int(digits) if digits else place
    printed = [words(e) for e in ref.iter() if name(e) in _PRINTED and not _bare(e)]
    body = " ".join(printed)
    if digits and body.startswith(label):
        body = body[len(label) :].lstrip(" .")
    text = f"{number}. {body or vancouver(found) or words(ref)}"
    return text, replace(found, keys=keys(ref), number=number)


def _bare(citation: Element) -> bool:
    """Whether a citation holds fields only, with no punctuation of its own."""
    loose = (citation.text or "") + "".join(c.tail or "" for c in citation)
    return len(citation) > 0 and not any(c in ".,;:" for c in loose)


def read_ref(ref: Element) -> EntryHint:
    """Return the fields of a ``ref`` as given; a place in the text is set later."""
    cite = find(ref, "element-citation", "nlm-citation")
    cite = find(ref, *_PRINTED) if cite is None else cite

    def get(*names: str) -> str | None:
        return words(find(cite, *names)).rstrip(".") or None

    ids = {e.get("pub-id-type"): words(e) for e in ref.iter() if name(e) == "pub-id"}
    year = _YEAR.search(get("year") or "")
    printed = _DOI.search(ids.get("doi") or "") or _DOI.search(words(cite))
    doi = "".join((ids.get("doi") or "").split())
    if not doi.startswith("10."):
        doi = printed.group().rstrip(".,;)") if printed else ""
    first, last = get("fpage"), get("lpage")
    pages = f"{first}-{last}" if first and last and first != last else first
    return EntryHint(
        start=0,
        end=0,
        keys=(),
        number=None,
        csl_type=_csl_type(cite),
        given=cite is not None and find(cite, "source", "article-title") is not None,
        authors=_authors(cite),
        et_al=find(cite, "etal") is not None,
        year=int(year.group()) if year else None,
        title=get("article-title") or get("chapter-title") or get("data-title"),
        container=get("source"),
        volume=get("volume"),
        issue=get("issue"),
        pages=pages or get("elocation-id") or get("page-range"),
        doi=doi or None,
        pmid=ids.get("pmid"),
        pmcid=ids.get("pmcid"),
    )


def _csl_type(cite: Element | None) -> str | None:
    if cite is None:
        return None
    printed = (cite.get("publication-type") or cite.get("citation-type") or "").lower()
    part = find(cite, "article-title", "chapter-title") is not None
    return "chapter" if printed == "book" and part else _TYPES.get(printed)


def _authors(cite: Element | None) -> tuple[Author, ...]:
    found = []
    for e in cite.iter() if cite is not None else ():
        if name(e) not in ("name", "string-name", "collab"):
            continue
        group = next((a for a in e.iterancestors() if name(a) == "person-group"), None)
        if group is not None and group.get("person-group-type", "author") != "author":
            continue
        family, given = words(find(e, "surname")), words(find(e, "given-names"))
        family = family or words(e)
        if family:
            found.append(Author(family=family, given=given or None))
    return tuple(found)


def vancouver(entry: EntryHint) -> str:
    """Return the fields of an entry in the order of the Vancouver style."""
    people = ", ".join(f"{a.family} {a.given or ''}".strip() for a in entry.authors)
    people += ", et al" if entry.et_al else ""
    issue = f"({entry.issue})" if entry.issue else ""
    place = f"{entry.year or ''};{entry.volume or ''}{issue}".rstrip(";")
    place += f":{entry.pages}" if entry.pages else ""
    parts = [people, entry.title, entry.container, place]
    text = ". ".join(p for p in parts if p)
    text += f". doi:{entry.doi}" if entry.doi else ""
    return text + f" PMID: {entry.pmid}" if entry.pmid else text
