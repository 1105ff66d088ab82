"""What the head of a page says of its article: title, date, author, address."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from pipeline.read.elements import shown_text
from pipeline.text.headings import heads_references

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TITLES = ("og:title", "twitter:title", "citation_title", "dc.title")
_DATES = (
    "article:published_time",
    "citation_publication_date",
    "datepublished",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "date",
    "pubdate",
    "publish-date",
    "sailthru.date",
)
_AUTHORS = ("citation_author", "author", "dc.creator", "article:author", "sailthru.author")
_SITES = ("og:site_name", "application-name")
_ADDRESSES = ("og:url", "citation_public_url", "twitter:url")
_ARTICLES = re.compile(r"Article|Posting|Report|WebPage|Recipe|Review|Question|HowTo")
_SAVED = re.compile(r"<!--\s?saved from url=\(\d{1,6}\)(\S{1,2000})")
_DAY = re.compile(r"(?:1[89]|20)\d\d-\d\d-\d\d")
_TITLED = re.compile(r"(?:^|\s)(?:MsoTitle\w{0,20}|title)(?:\s|$)")  # Word's, Google Docs'
_SEPARATOR = re.compile(r"\s+[|–—»«·•:/-]{1,3}\s+|\s*[|»]\s*")
_SCHEME = re.compile(r"[a-z][a-z\d+.-]{1,20}:", re.I)
_WORD = re.compile(r"\w+")
_MOST = 500_000  # characters of data that a page carries for machines
_LONGEST = 300  # characters of a title


@dataclass
class Metadata:
    """What a page says of itself; titles are in the order in which they are believed."""

    titles: list[str] = field(default_factory=list)
    site: str | None = None
    date: str | None = None
    byline: str | None = None
    url: str | None = None
    description: str = ""
    body: str = ""
    """The text of the article, where the page carries it for machines."""


def read_metadata(root: Element, source: str) -> Metadata:
    """Return what the elements of a page that no reader sees say of its article."""
    tags: dict[str, list[str]] = {}
    for element in islice(root.iter("meta"), 500):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        value = " ".join((element.get("content") or "").split())
        if key and value:
            tags.setdefault(key.lower(), []).append(value)
    data = [_flat(item) for item in _items(root)]

    def first(keys: tuple[str, ...]) -> str | None:
        return next((tags[key][0] for key in keys if key in tags), None)

    def said(key: str) -> str | None:
        return next((item[key] for item in data if item.get(key)), None)

    named = next(root.iter("title"), None)
    titles = [said("headline"), *(first((key,)) for key in _TITLES)]
    titles.append(None if named is None else " ".join("".join(named.itertext()).split()))
    site = first(_SITES) or said("publisher")
    date = said("datePublished") or first(_DATES) or _printed_date(root)
    authors = tags.get(next((k for k in _AUTHORS if k in tags), ""), [])
    authors = [a for a in dict.fromkeys(authors) if "://" not in a]
    return Metadata(
        titles=[_without_site(t, site) for t in titles if t and len(t) <= _LONGEST],
        site=site,
        date=_day(date),
        byline=(said("author") or ", ".join(authors[:20]) or None),
        url=_address(root, first(_ADDRESSES), said("url"), source),
        description=first(("description", "og:description")) or "",
        body=said("articleBody") or "",
    )


def find_title(root: Element, said: Metadata) -> Element | None:
    """Return the heading that the page's titles name most nearly, or its only first heading.

    The name of the site is no title, be it the page's first heading.
    """
    best, found = _LIKE, None
    firsts = []
    headings = (
        e
        for e in root.iter("h1", "h2", "h3", "p")
        if e.tag != "p" or _TITLED.search(e.get("class") or "")
    )
    for place, heading in enumerate(islice(headings, 60)):
        text = " ".join("".join(shown_text(heading)).split())
        if not text or len(text) > _LONGEST or heads_references(text):
            continue
        if heading.tag == "h1" or _is_word_title(heading):
            firsts.append(heading)
        if said.site and len(_WORD.findall(text)) <= 4 and likeness(text, said.site) > _SAME:
            continue
        score = max((likeness(text, title) for title in said.titles), default=0.0)
        score += {"h1": 0.1, "h2": 0.02}.get(str(heading.tag), 0.0) - 0.001 * place
        if score > best:
            best, found = score, heading
    if found is None and firsts:
        sure = len(firsts) == 1 or not said.titles or _is_word_title(firsts[0])
        return firsts[0] if sure else None
    return found


def _is_word_title(paragraph: Element) -> bool:
    """Whether a paragraph has the style of a title, in a page that Word has written."""
    return paragraph.tag == "p" and (paragraph.get("class") or "").startswith("MsoTitle")


_LIKE, _SAME = 0.55, 0.8
"""Shares of common words: of a heading and a title; of two names of one site."""


def likeness(a: str, b: str) -> float:
    """Return how many words two texts have in common, from 0 to 1."""
    first, second = _WORD.findall(a.lower()), _WORD.findall(b.lower())
    common = sum((Counter(first) & Counter(second)).values())
    return 2 * common / max(len(first) + len(second), 1)


def _without_site(title: str, site: str | None) -> str:
    """Return a title without the name of the site before or behind it."""
    cuts = [(0, 0), *((m.start(), m.end()) for m in _SEPARATOR.finditer(title))]
    parts = [
        (after, end)
        for (_, after), (end, _) in zip(cuts, [*cuts[1:], (len(title), 0)], strict=True)
    ]
    parts = [(a, b) for a, b in parts if title[a:b].strip()]
    if len(parts) < 2:
        return title
    if site:
        while len(parts) > 1 and likeness(title[slice(*parts[0])], site) > _SAME:
            parts.pop(0)
        while len(parts) > 1 and likeness(title[slice(*parts[-1])], site) > _SAME:
            parts.pop()
    cut = title[parts[0][0] : parts[-1][1]]
    if len(cut) == len(title) and len(_WORD.findall(title[slice(*parts[-1])])) <= 4:
        shorter = title[: parts[-2][1]]
        return shorter if len(shorter) >= 15 else title
    return cut


def _items(root: Element) -> Iterator[dict[str, Any]]:
    """Yield the articles that the page describes for machines (JSON-LD)."""
    size = 0
    for script in islice(root.iter("script"), 400):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        text = script.text or ""
        size += len(text)
        if size > _MOST:
            return
        try:
            waiting: list[Any] = [json.loads(text, strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(200):
            if not waiting:
                break
            item = waiting.pop(0)
            if isinstance(item, list):
                waiting += item[:50]
            elif isinstance(item, dict):
                waiting += [item[key] for key in ("@graph", "mainEntity") if key in item]
                if _ARTICLES.search(str(item.get("@type", ""))[:100]):
                    yield item


def _flat(item: dict[str, Any]) -> dict[str, str]:
    """Return the fields of an item that are used, as text."""
    found: dict[str, str] = {}
    for key in ("headline", "datePublished", "author", "publisher", "url", "articleBody"):
        names = [_name(value) for value in _listed(item.get(key))[:20]]
        joined = ", ".join(dict.fromkeys(n for n in names if n))
        if joined:
            found[key] = joined if key == "articleBody" else joined[:1000]
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _name(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("name")
    return " ".join(value.split()) if isinstance(value, str) else ""


def _printed_date(root: Element) -> str | None:
    times = islice(root.iter("time"), 3)
    return next((t.get("datetime") for t in times if t.get("datetime")), None)


def _day(value: str | None) -> str | None:
    """Return the day of a date where it is written year first, else the date as it stands."""
    if not value:
        return None
    found = _DAY.match(value)
    return found[0] if found else value[:40]


def _address(root: Element, *said: str | None) -> str | None:
    """Return the page's own address: what it names itself, else where it was saved from."""
    *given, source = said
    links = islice(root.iter("link"), 300)
    canonical = next((e.get("href") for e in links if e.get("rel") == "canonical"), None)
    saved = _SAVED.search((source or "")[:3000])
    base = saved[1] if saved else None
    based = next(root.iter("base"), None)
    base = base or (based.get("href") if based is not None else None)
    for value in (canonical, *given, base):
        if value and (whole := absolute(value, base)) and "://" in whole:
            return whole[:2000]
    return None


def absolute(address: str, page: str | None) -> str | None:
    """Return an address whole where that of the page is known; ``None`` for what is none."""
    address = address.strip()
    if address[:8].lower().startswith(("http://", "https://")):
        return address
    if _SCHEME.match(address):
        return None
    try:
        return urljoin(page, address) if page else address
    except ValueError:
        return None
