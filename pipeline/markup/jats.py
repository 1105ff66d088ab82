"""JATS/NLM XML: sections, captions, ``xref`` and ``ref-list`` as the publisher marked them."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from pipeline.errors import ArticleError
from pipeline.markup.elements import name, words
from pipeline.markup.page import Page
from pipeline.records import Author, EntryHint, Hints

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DEEPEST = 150
_SKIP = {"tex-math", "graphic", "media", "object-id", "permissions", "table", "label-skip"}
_OWN_LINES = {"list", "def-list", "disp-quote", "fig", "fig-group", "boxed-text", "table-wrap"}
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")


def parse_xml(data: bytes) -> Element | None:
    """Parse XML, mending what is broken; entities are never expanded, nothing is fetched."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ArticleError(f"is no readable XML: {str(error).splitlines()[0]}") from error


def find_article(root: Element) -> Element | None:
    """Return the ``article`` element of a JATS document, or ``None`` where there is none."""
    for element in root.iter():
        if name(element) == "article":
            return element
    return None


def render_jats(article: Element) -> tuple[str, Hints]:
    """Return the article as text and its structure."""
    return _Renderer(article).render()


def _find(element: Element | None, *names: str) -> Element | None:
    if element is None:
        return None
    return next((e for e in element.iter() if name(e) in names), None)


class _Renderer:
    def __init__(self, article: Element) -> None:
        self.article = article
        self.page = Page()
        self.refs = [e for e in article.iter() if name(e) == "ref" and not _nested(e)]
        self.keys = {k for ref in self.refs for k in _keys(ref)}

    def render(self) -> tuple[str, Hints]:
        meta = _find(self.article, "article-meta", "front-stub")
        title = _find(meta, "article-title")
        if title is not None:
            self.inline(title)
            self.page.close("front", "title", 1)
        people = [
            f"{words(_find(c, 'given-names'))} {words(_find(c, 'surname'))}".strip()
            for c in (meta.iter() if meta is not None else ())
            if name(c) == "contrib" and c.get("contrib-type", "author") == "author"
        ]
        self.line(", ".join(p for p in people if p), "front", "other")
        for abstract in meta if meta is not None else ():
            if name(abstract) == "abstract":
                if not any(name(c) == "title" for c in abstract):
                    self.line("Abstract", "body", "heading", 1)
                self.children(abstract, 1, 0)
        for part in self.article:
            if name(part) == "body" or name(part) == "back":
                self.children(part, 1, 0)
        if self.refs:
            self.line("References", "references", "heading", 1)
        for place, ref in enumerate(self.refs, start=1):
            self.entry(ref, place)
        return self.page.finish()

    def line(self, text: str, region: object, kind: object, level: int | None = None) -> None:
        self.page.put(text)
        self.page.close(region, kind, level)  # type: ignore[arg-type]

    def children(self, element: Element, level: int, depth: int) -> None:
        for child in element:
            self.block(child, level, depth + 1)

    def block(self, element: Element, level: int, depth: int) -> None:
        kind = name(element)
        if not kind or kind in _SKIP or kind == "ref-list" or depth > _DEEPEST:
            return
        if kind in ("p", "disp-formula", "attrib", "verse-line"):
            self.inline(element)
            self.page.close("body", "paragraph")
            for child in element:
                if name(child) in _OWN_LINES:
                    self.block(child, level, depth + 1)
        elif kind == "title":
            label = next((c for c in element.itersiblings(preceding=True)), None)
            if label is not None and name(label) == "label":
                self.page.put(words(label) + " ")
            self.inline(element)
            self.page.close("body", "heading", level)
        elif kind in ("fig", "table-wrap", "supplementary-material"):
            self.caption(element)
        elif kind == "list-item":
            self.item(element, level, depth)
        elif kind in (
            "sec",
            "ack",
            "app",
            "notes",
            "boxed-text",
            "app-group",
            "glossary",
            "fn-group",
        ):
            self.children(element, level if kind in ("app-group",) else level + 1, depth)
        elif kind != "label":
            self.children(element, level, depth)

    def item(self, element: Element, level: int, depth: int) -> None:
        label = _find(element, "label")
        self.page.put((words(label) or "•") + " ")
        for child in element:
            if name(child) == "p":
                self.inline(child)
                self.page.close("body", "list_item")
            elif name(child) != "label":
                self.block(child, level, depth + 1)

    def caption(self, element: Element) -> None:
        for child in element:
            if name(child) == "label":
                self.page.put(words(child).rstrip(".") + ". ")
            elif name(child) == "caption":
                for part in child:
                    self.inline(part)
                    self.page.put(" ")
        self.page.close("boilerplate", "caption")

    def inline(self, element: Element, raised: bool = False, depth: int = 0) -> None:
        self.page.put(element.text)
        for child in element:
            self.inline_child(child, raised, depth)
            self.page.put(child.tail)

    def inline_child(self, child: Element, raised: bool, depth: int) -> None:
        kind = name(child)
        if not kind:
            text = child.text or ""
            if text.startswith("&") and not isinstance(child.tag, str):
                self.page.put(html.unescape(text))
        elif kind in _SKIP or kind in _OWN_LINES:
            return
        elif kind == "xref" and child.get("ref-type") == "bibr":
            rids = tuple((child.get("rid") or "").split())
            up = raised or _find(child, "sup") is not None
            if any(r in self.keys for r in rids):
                self.page.link(words(child), rids, up)
            else:
                self.page.put(words(child))
        elif kind == "break":
            self.page.put(" ")
        elif depth > _DEEPEST:
            self.page.put(words(child))
        else:
            self.inline(child, raised or kind == "sup", depth + 1)

    def entry(self, ref: Element, place: int) -> None:
        found = read_ref(ref)
        label = words(next((c for c in ref.iter() if name(c) == "label"), None))
        digits = re.sub(r"\D", "", label)[:6]
        number = int(digits) if digits else place
        mixed = _find(ref, "mixed-citation", "citation")
        self.page.put(f"{number}. ")
        body = words(mixed) if mixed is not None and not _bare(mixed) else ""
        if digits and body.startswith(label):
            body = body[len(label) :].lstrip(" .")
        self.page.put(body or _printed(found) or words(ref))
        self.page.close("references", "reference", None, _numbered(found, _keys(ref), number))


def _nested(ref: Element) -> bool:
    return any(name(a) in ("sub-article", "response") for a in ref.iterancestors())


def _bare(citation: Element) -> bool:
    """Whether a citation holds fields only, with no punctuation of its own."""
    loose = (citation.text or "") + "".join(c.tail or "" for c in citation)
    return len(citation) > 0 and not any(c in ".,;:" for c in loose)


def _keys(ref: Element) -> tuple[str, ...]:
    return tuple(e.get("id", "") for e in ref.iter() if e.get("id"))


def _numbered(entry: EntryHint, keys: tuple[str, ...], number: int) -> EntryHint:
    from msgspec.structs import replace

    return replace(entry, keys=keys, number=number)


def read_ref(ref: Element) -> EntryHint:
    """Return the fields of a ``ref`` as given; a place in the text is set later."""
    cite = _find(ref, "element-citation", "mixed-citation", "nlm-citation", "citation")

    def get(*names: str) -> str | None:
        return words(_find(cite, *names)).rstrip(".") or None

    ids = {e.get("pub-id-type"): words(e) for e in ref.iter() if name(e) == "pub-id"}
    year = _YEAR.search(get("year") or "")
    doi = _DOI.search(ids.get("doi") or "") or _DOI.search(words(cite))
    first, last = get("fpage"), get("lpage")
    pages = f"{first}-{last}" if first and last and first != last else first
    return EntryHint(
        start=0,
        end=0,
        keys=(),
        number=None,
        given=cite is not None and _find(cite, "source", "article-title") is not None,
        authors=_authors(cite),
        et_al=_find(cite, "etal") is not None,
        year=int(year.group()) if year else None,
        title=get("article-title") or get("chapter-title") or get("data-title"),
        container=get("source"),
        volume=get("volume"),
        issue=get("issue"),
        pages=pages or get("elocation-id") or get("page-range"),
        doi=doi.group().rstrip(".,;)") if doi else None,
        pmid=ids.get("pmid"),
        pmcid=ids.get("pmcid"),
    )


def _authors(cite: Element | None) -> tuple[Author, ...]:
    found = []
    for e in cite.iter() if cite is not None else ():
        if name(e) not in ("name", "string-name", "collab"):
            continue
        group = next((a for a in e.iterancestors() if name(a) == "person-group"), None)
        if group is not None and group.get("person-group-type", "author") != "author":
            continue
        family, given = words(_find(e, "surname")), words(_find(e, "given-names"))
        family = family or words(e)
        if family:
            found.append(Author(family=family, given=given or None))
    return tuple(found)


def _printed(entry: EntryHint) -> str:
    """Return the fields in the order of the Vancouver style."""
    people = ", ".join(f"{a.family} {a.given or ''}".strip() for a in entry.authors)
    people += ", et al" if entry.et_al else ""
    issue = f"({entry.issue})" if entry.issue else ""
    place = f"{entry.year or ''};{entry.volume or ''}{issue}".rstrip(";")
    place += f":{entry.pages}" if entry.pages else ""
    parts = [people, entry.title, entry.container, place]
    text = ". ".join(p for p in parts if p)
    text += f". doi:{entry.doi}" if entry.doi else ""
    return text + f" PMID: {entry.pmid}" if entry.pmid else text
