"""E-books (EPUB): the chapters in the order of the spine, as one page that is all article.

The chapters are joined into one tree before the page is walked, so that a note in the last file
is linked from the first.
"""

from __future__ import annotations

import html
import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec.structs import replace

from pipeline.errors import ArticleError
from pipeline.read.elements import name, words
from pipeline.read.hints import Hints
from pipeline.read.html import absolute_link, parse_html
from pipeline.read.judge import settle
from pipeline.read.links import name_notes
from pipeline.read.metadata import Metadata, find_title
from pipeline.read.office import Archive
from pipeline.read.page import Draft
from pipeline.read.walk import Part, Walk

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CONTAINER = "META-INF/container.xml"
_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z\d]{1,30});")
_KEPT = (b"amp", b"lt", b"gt", b"quot", b"apos")
_CLOSED = re.compile(r"<(a|div|em|i|b|p|script|span|style|sub|sup|td|th|title)\b([^<>]{0,500})/>")
_LEFT_OUT = re.compile(
    r"\b(?:cover|titlepage|halftitlepage|copyright-page|toc|landmarks|page-list|loi|lot|index"
    r"|colophon|imprint|other-credits)\b"
)
_ASIDE = "claimsheet-left-out"  # the class of what is no chapter
_LINKS = ("href", "id", "name")
_MOST = 5000  # files of the spine


@dataclass
class _Book:
    """What the package says: the chapters in their order, and the book's name."""

    chapters: list[str]
    said: Metadata


def render_epub(data: bytes, max_characters: int) -> tuple[str, Hints]:
    """Return an e-book as text and its structure.

    Raises ``ArticleError`` for a file that is damaged or protected.
    """
    archive = Archive(data, max_characters)
    book = _read_package(archive)
    root = _joined(archive, book.chapters)
    walk = Walk(root, find_title(root, book.said))
    walk.run()
    page = walk.page
    if not page.drafts:
        raise ArticleError("holds no text in its chapters: save its text as .txt")
    chance = _chances([draft.place for draft in page.drafts], walk.parts)
    page.drafts = _once(settle(page.drafts, walk.parts, book.said, chance))
    for draft in page.drafts:
        whole = (absolute_link(link, None) for link in draft.links)
        draft.links = [link for link in whole if link and "://" in link.url[:10]]
    text, hints = page.finish()
    title = next((draft.text for draft in page.drafts if draft.kind == "title"), None)
    return text, replace(hints, title=title, date=book.said.date, byline=book.said.byline)


def _read_package(archive: Archive) -> _Book:
    """Return what the package document says of the book."""
    container = archive.xml(_CONTAINER)
    paths = [
        e.get("full-path") or ""
        for e in (container.iter() if container is not None else ())
        if name(e) == "rootfile"
    ]
    paths += [n for n in archive.names() if n.endswith(".opf")]
    path = next((p for p in map(posixpath.normpath, paths) if p in archive), "")
    root = archive.xml(path) if path else None
    if root is None:
        raise ArticleError("holds no e-book: save it anew, or save its text as .txt")
    folder = posixpath.dirname(path)
    items: dict[str, tuple[str, str, str]] = {}
    order: list[str] = []
    for element in root.iter():
        kind = name(element)
        if kind == "item":
            place = posixpath.normpath(posixpath.join(folder, unquote(element.get("href") or "")))
            given = place, element.get("media-type") or "", element.get("properties") or ""
            items[element.get("id") or ""] = given
        elif kind == "itemref" and len(order) < _MOST:
            order.append(element.get("idref") or "")
    chapters = [
        items[id][0]
        for id in order
        if id in items and items[id][1] in _PAGES and "nav" not in items[id][2].split()
    ]
    if not chapters:
        chapters = [place for place, kind, rest in items.values() if kind in _PAGES and not rest]
    locked = archive.read("META-INF/encryption.xml") or b""
    if any(posixpath.basename(c).encode() in locked for c in chapters):
        raise ArticleError("is protected against copying: get it without protection (DRM)")
    return _Book(list(dict.fromkeys(chapters)), _said(root))


def _said(root: Element) -> Metadata:
    def all_of(wanted: str) -> list[str]:
        found = (words(e) for e in root.iter() if name(e) == wanted)
        return [text[:300] for text in found if text][:20]

    dates = [date for date in all_of("date") if re.match(r"\d{4}", date)]
    return Metadata(
        titles=all_of("title")[:1],
        byline=", ".join(all_of("creator")) or None,
        date=dates[0][:10] if dates else None,
    )


def _joined(archive: Archive, chapters: list[str]) -> Element:
    """Return the bodies of the chapters in one page, links between them made links within it."""
    from lxml import etree

    root = etree.Element("html")
    body = etree.SubElement(root, "body")
    places = {place: f"c{n}" for n, place in enumerate(chapters, start=1)}
    for place, prefix in places.items():
        data = archive.read(place)
        page = _parse(data) if data and data.strip() else None
        if page is None:
            continue
        _settle(page, place, prefix, places)
        found = next((e for e in page.iter("body")), page)
        found.tag = "section"
        found.set("id", prefix)
        body.append(found)
    return root


def _parse(data: bytes) -> Element | None:
    """Parse a chapter: as XML, as it should be, else as browsers read HTML."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    plain = _ENTITY.sub(_unescaped, data)
    try:
        page = etree.fromstring(plain, parser)
    except (etree.XMLSyntaxError, ValueError):
        source = re.sub(r"^\s{0,99}<\?xml[^>]{0,200}\?>", "", plain.decode("utf-8", "replace"))
        try:
            page = parse_html(_CLOSED.sub(r"<\1\2></\1>", source))
        except ArticleError:
            return None
    for element in page.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2].lower()
    return page


def _unescaped(found: re.Match[bytes]) -> bytes:
    if found[1] in _KEPT:
        return found[0]
    letter = html.unescape(found[0].decode())
    return b" " if letter[:1] == "&" else letter.encode("ascii", "xmlcharrefreplace")


def _settle(page: Element, place: str, prefix: str, places: dict[str, str]) -> None:
    """Give the places of a chapter names of their own, and say what HTML calls its parts."""
    folder = posixpath.dirname(place)
    name_notes(page)
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        types = " ".join(v for k, v in element.attrib.items() if k.endswith(("type", "role")))
        for key in _LINKS:
            value = element.get(key)
            if not value:
                continue
            if key != "href":
                element.set(key, f"{prefix}-{value}")
            elif "://" not in value[:12] and value[:7].lower() != "mailto:":
                file, _, inside = value.partition("#")
                target = posixpath.normpath(posixpath.join(folder, unquote(file)))
                base = places.get(target) if file else prefix
                joined = f"#{base}-{unquote(inside)}" if inside else f"#{base}"
                element.set("href", joined if base else "#")
        if types and element.tag in ("nav", "section", "div", "body") and _LEFT_OUT.search(types):
            element.set("class", _ASIDE)


def _once(drafts: list[Draft]) -> list[Draft]:
    """Return the lines without headings that only say the book's title again."""
    title = next((draft.text for draft in drafts if draft.kind == "title"), None)
    return [d for d in drafts if d.kind == "title" or not (d.level and d.text == title)]


def _chances(places: list[int], parts: list[Part]) -> list[float]:
    """Return how likely each line is the book's text: all are, but for what is no chapter."""
    aside = [False] * len(parts)
    for n, part in enumerate(parts):
        aside[n] = (n > 0 and aside[part.above]) or part.names.startswith(_ASIDE)
    return [0.0 if aside[place] else 1.0 for place in places]
