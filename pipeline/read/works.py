"""Works that reference managers keep inside a document: CSL items, EndNote's and Word's records."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from pipeline.read.elements import find, name, words
from pipeline.read.hints import EntryHint
from pipeline.read.jats import parse_xml
from pipeline.records import Author

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
_TAG = re.compile(r"</?[a-z][^<>]{0,60}>", re.I)
_PMID = re.compile(r"\bPMID:?\s{0,3}(\d{1,9})\b")
_PMCID = re.compile(r"\bPMC(?:ID)?:?\s{0,3}(?:PMC)?(\d{3,9})\b")
_MOST = 20_000  # works, and items of one citation
_LARGEST = 4 * 2**20  # characters of a field
_WORD_TYPES = {
    "JournalArticle": "article-journal",
    "ArticleInAPeriodical": "article-magazine",
    "Book": "book",
    "BookSection": "chapter",
    "ConferenceProceedings": "paper-conference",
    "InternetSite": "webpage",
    "DocumentFromInternetSite": "webpage",
    "Report": "report",
    "Patent": "patent",
    "ElectronicSource": "webpage",
}
_ENDNOTE_TYPES = {
    "Journal Article": "article-journal",
    "Electronic Article": "article-journal",
    "Book": "book",
    "Edited Book": "book",
    "Book Section": "chapter",
    "Conference Paper": "paper-conference",
    "Conference Proceedings": "paper-conference",
    "Web Page": "webpage",
    "Report": "report",
    "Thesis": "thesis",
    "Newspaper Article": "article-newspaper",
    "Dataset": "dataset",
}


@dataclass
class Works:
    """The works that a document's fields cite, each once, in the order of first citation."""

    entries: dict[str, EntryHint] = field(default_factory=dict)

    def add(self, entry: EntryHint, key: str = "") -> str | None:
        """Add a work and return its key; ``None`` for one that says nothing of itself."""
        named = entry.doi or entry.title or (entry.authors and entry.authors[0].family)
        if not named or (len(self.entries) >= _MOST and key not in self.entries):
            return None
        if not key:
            year = entry.year or ""
            key = "doi:" + entry.doi.lower() if entry.doi else f"{named}:{year}".casefold()
        key = f"work:{key[:500]}"
        if key not in self.entries:
            self.entries[key] = replace(entry, keys=(key,))
        return key

    def cite_csl(self, citation: str) -> tuple[str, ...]:
        """Add the works of a citation that Zotero, Mendeley and their kin write, as CSL-JSON."""
        at = citation.find("{")
        if at < 0 or len(citation) > _LARGEST:
            return ()
        try:
            found, _ = json.JSONDecoder(strict=False).raw_decode(citation[at:])
        except (ValueError, RecursionError):
            return ()
        items = found.get("citationItems") if isinstance(found, dict) else None
        keys = []
        for item in items[:_MOST] if isinstance(items, list) else ():
            data = item.get("itemData", item.get("item")) if isinstance(item, dict) else None
            if isinstance(data, dict):
                uris = item.get("uris") or item.get("uri") or []
                uri = uris[0] if isinstance(uris, list) and uris else uris
                keys.append(self.add(of_csl(data), uri if isinstance(uri, str) else ""))
        return tuple(dict.fromkeys(k for k in keys if k))

    def cite_endnote(self, citation: str) -> tuple[str, ...]:
        """Add the works of a citation that EndNote writes, as XML."""
        at = citation.find("<EndNote")
        if at < 0 or len(citation) > _LARGEST:
            return ()
        end = citation.rfind("</EndNote>")
        part = citation[at : end + 10 if end > 0 else None].replace("\0", "")
        root = parse_xml(part.encode("utf-8", "replace"))
        keys = []
        for cite in islice(root.iter("Cite"), _MOST) if root is not None else ():
            number = words(find(cite, "RecNum"))
            library = find(cite, "key")
            base = library.get("db-id") or "" if library is not None else ""
            key = f"{base}#{number}" if number and base else ""
            keys.append(self.add(_of_endnote(cite), key))
        return tuple(dict.fromkeys(k for k in keys if k))


def decoded(text: str) -> str:
    """Return what a field keeps as Base64, an empty string for what is none."""
    if len(text) > _LARGEST:
        return ""
    try:
        data = base64.b64decode("".join(text.split()) + "==", validate=False)
    except (binascii.Error, ValueError):
        return ""
    return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-8", "replace")


def of_csl(item: dict[str, Any]) -> EntryHint:
    """Return the fields of a CSL item."""

    def get(*keys: str) -> str | None:
        return next((text for key in keys if (text := _text(item.get(key)))), None)

    note = get("note") or ""
    doi, url = get("DOI") or "", get("URL")
    printed = _DOI.search(doi) or _DOI.search(note) or _DOI.search(url or "")
    pmid = get("PMID") or _first(_PMID, note)
    pmcid = get("PMCID") or _first(_PMCID, note)
    return _entry(
        csl_type=get("type"),
        authors=_people(item.get("author")) or _people(item.get("editor")),
        year=_issued(item.get("issued")),
        title=get("title"),
        container=get("container-title", "publisher"),
        volume=get("volume"),
        issue=get("issue"),
        pages=get("page", "page-first"),
        doi=printed[0].rstrip(".,;)") if printed else None,
        pmid=pmid,
        pmcid=f"PMC{pmcid.removeprefix('PMC')}" if pmcid else None,
        url=url,
    )


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found[1] if found else None


def _entry(**fields: Any) -> EntryHint:
    return EntryHint(start=0, end=0, keys=(), number=None, given=True, **fields)


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, str | int | float):
        return None
    return " ".join(_TAG.sub("", str(value)).split())[:2000] or None


def _people(value: Any) -> tuple[Author, ...]:
    found = []
    for person in value[:500] if isinstance(value, list) else ():
        if not isinstance(person, dict):
            continue
        particle = _text(person.get("non-dropping-particle"))
        family = _text(person.get("family")) or _text(person.get("literal"))
        if family:
            full = f"{particle} {family}" if particle else family
            found.append(Author(family=full, given=_text(person.get("given"))))
    return tuple(found)


def _issued(value: Any) -> int | None:
    if isinstance(value, dict):
        parts = value.get("date-parts")
        try:
            return int(parts[0][0])  # type: ignore[index]
        except (TypeError, ValueError, IndexError, KeyError):
            value = value.get("raw") or value.get("literal")
    found = _YEAR.search(_text(value) or "")
    return int(found[0]) if found else None


def _of_endnote(cite: Element) -> EntryHint:
    """Return the fields of a record of EndNote; those of the citation where it has none."""
    record = find(cite, "record")

    def get(*names: str) -> str | None:
        return words(find(record, *names)) or None

    kind = find(record, "ref-type")
    year = _YEAR.search(get("year") or words(find(cite, "Year")))
    names = [words(e) for e in islice(record.iter("author"), 500)] if record is not None else []
    names = [n for n in names if n] or [words(find(cite, "Author"))]
    doi = _DOI.search(get("electronic-resource-num") or get("urls") or "")
    pmid = (get("accession-num") or "") if record is not None else ""
    pmcid = _first(_PMCID, get("custom2") or "")
    urls = find(record, "related-urls", "web-urls")
    return _entry(
        csl_type=_ENDNOTE_TYPES.get((kind.get("name") or "") if kind is not None else ""),
        authors=tuple(_person(n) for n in names if n),
        year=int(year[0]) if year else None,
        title=get("title"),
        container=get("secondary-title") or get("full-title") or get("publisher"),
        volume=get("volume"),
        issue=get("number"),
        pages=get("pages"),
        doi=doi[0].rstrip(".,;)") if doi else None,
        pmid=pmid if pmid.isdecimal() and len(pmid) < 10 else None,
        pmcid=f"PMC{pmcid}" if pmcid else None,
        url=words(find(urls, "url")) or None,
    )


def _person(printed: str) -> Author:
    """Return a name as EndNote keeps it: ``Family, Given``, or a body's with a comma behind it."""
    family, _, given = printed.partition(",")
    return Author(family=family.strip() or printed, given=given.strip() or None)


def word_sources(root: Element) -> dict[str, EntryHint]:
    """Return the sources of Word's own bibliography by their tags."""
    found: dict[str, EntryHint] = {}
    for source in islice((e for e in root.iter() if name(e) == "Source"), _MOST):
        fields = {name(e): words(e) for e in source if name(e) != "Author" and len(e) == 0}
        tag = fields.get("Tag")
        if not tag:
            continue
        year = _YEAR.search(fields.get("Year", ""))
        doi = _DOI.search(fields.get("DOI") or fields.get("StandardNumber") or "")
        doi = doi or _DOI.search(fields.get("URL", ""))
        container = next(
            (
                fields[key]
                for key in (
                    "JournalName", "PeriodicalTitle", "BookTitle", "ConferenceName",
                    "InternetSiteTitle", "Publisher",
                )
                if fields.get(key)
            ),
            None,
        )  # fmt: skip
        found[tag] = _entry(
            csl_type=_WORD_TYPES.get(fields.get("SourceType", "")),
            authors=_word_authors(source),
            year=int(year[0]) if year else None,
            title=fields.get("Title") or None,
            container=container,
            volume=fields.get("Volume") or None,
            issue=fields.get("Issue") or None,
            pages=fields.get("Pages") or None,
            doi=doi[0].rstrip(".,;)") if doi else None,
            url=fields.get("URL") or None,
        )
    return found


def of_bibliography_mark(mark: Element) -> EntryHint:
    """Return the fields that OpenDocument keeps with a citation."""
    fields = {k.rpartition("}")[2]: " ".join(v.split())[:2000] for k, v in mark.attrib.items()}

    def get(*keys: str) -> str | None:
        return next((fields[key] for key in keys if fields.get(key)), None)

    year = _YEAR.search(get("year") or "")
    doi = _DOI.search(" ".join(fields.values()))
    people = re.split(r"\s?;\s?|\s+and\s+", get("author") or "")[:500]
    return _entry(
        csl_type=None,
        authors=tuple(_person(one) for one in people if one),
        year=int(year[0]) if year else None,
        title=get("title"),
        container=get("journal", "booktitle", "publisher"),
        volume=get("volume"),
        issue=get("number"),
        pages=get("pages"),
        doi=doi[0].rstrip(".,;)") if doi else None,
        url=get("url"),
    )


def _word_authors(source: Element) -> tuple[Author, ...]:
    outer = next((e for e in source if name(e) == "Author"), None)
    inner = next((e for e in outer if name(e) == "Author"), None) if outer is not None else None
    inner = outer if inner is None else inner
    if inner is None:
        return ()
    body = words(find(inner, "Corporate"))
    if body:
        return (Author(family=body, given=None),)
    found = []
    for person in islice((e for e in inner.iter() if name(e) == "Person"), 500):
        family = words(find(person, "Last"))
        given = " ".join(filter(None, (words(find(person, n)) for n in ("First", "Middle"))))
        if family or given:
            found.append(Author(family=family or given, given=given if family and given else None))
    return tuple(found)
