"""JATS/NLM XML: sections, captions, ``xref`` and ``ref-list`` as the publisher marked them."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from pipeline.errors import ArticleError
from pipeline.read.elements import find, name, names, words
from pipeline.read.hints import Hints
from pipeline.read.jats_references import keys, render_ref
from pipeline.read.page import Page
from pipeline.records import Kind

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DEEPEST = 150
_SKIP = names("tex-math graphic media object-id permissions table ref-list sec-meta")
_LINES = names("p disp-formula attrib verse-line")
_SECTIONS = names("sec ack app notes boxed-text glossary fn-group")
_OWN_LINES = names(
    "boxed-text def-list disp-quote fig fig-group fn list supplementary-material table-wrap"
)
# Half a character: libxml2 lets it through when it mends, and lxml cannot read it.
_SURROGATE = re.compile(
    rb"&#(?:x0*d[89a-f][\da-f]{2}|0*(?:55(?:29[6-9]|[3-9]\d\d)|56\d{3}|57(?:[0-2]\d\d|3[0-3]\d|34[0-3])));",
    re.I,
)


def parse_xml(data: bytes) -> Element | None:
    """Parse XML, mending what is broken; entities are never expanded, nothing is fetched."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(_SURROGATE.sub(b"&#xFFFD;", data), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ArticleError(f"is no readable XML: {str(error).splitlines()[0]}") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ArticleError("is nested or expanded without end: save the article's text as .txt")
    return root


def find_article(root: Element) -> Element | None:
    """Return the ``article`` element of a JATS document, or ``None`` where there is none."""
    for element in root.iter():
        if name(element) == "article":
            return element
    return None


def render_jats(article: Element) -> tuple[str, Hints]:
    """Return the article as text and its structure."""
    return _Renderer(article).render()


class _Renderer:
    def __init__(self, article: Element) -> None:
        self.article = article
        self.page = Page()
        self.refs = [e for e in article.iter() if name(e) == "ref" and not _nested(e)]
        self.keys = {k for ref in self.refs for k in keys(ref)}
        self.ours = True

    def render(self) -> tuple[str, Hints]:
        meta = find(self.article, "article-meta", "front-stub")
        title = find(meta, "article-title")
        if title is not None:
            self.inline(title)
            self.page.close("front", "title", 1)
        people = [
            f"{words(find(c, 'given-names'))} {words(find(c, 'surname'))}".strip()
            for c in (meta.iter() if meta is not None else ())
            if name(c) == "contrib" and c.get("contrib-type", "author") == "author"
        ]
        self.page.put(", ".join(p for p in people if p))
        self.page.close("front", "other")
        for abstract in meta if meta is not None else ():
            if name(abstract) == "abstract":
                if not any(name(c) == "title" for c in abstract):
                    self.heading("Abstract")
                self.children(abstract, 1, 0)
        for part in self.article:
            if name(part) in ("body", "floats-group"):
                self.children(part, 0, 0)
            elif name(part) == "back":
                self.back(part)
        if self.refs:
            self.page.put("References")
            self.page.close("references", "heading", 1)
        for place, ref in enumerate(self.refs, start=1):
            text, entry = render_ref(ref, place)
            self.page.put(text)
            self.page.close("references", "reference", None, entry)
        return self.page.finish()

    def back(self, back: Element) -> None:
        """Render what follows the body: appendices and parts that cite are article, no more is."""
        for part in back:
            kind = name(part)
            if kind == "ack":
                self.heading(words(find(part, "title")) or "Acknowledgements")
            cites = any(e.get("ref-type") == "bibr" for e in part.iter() if name(e) == "xref")
            self.ours = kind in ("app", "app-group") or (kind == "sec" and cites)
            self.block(part, 0, 0)
            self.ours = True

    def heading(self, text: str) -> None:
        self.page.put(text)
        self.page.close("body", "heading", 1)

    def close(self, kind: Kind, level: int | None = None) -> None:
        """End a line; behind the body, what is not the article's is no prose of it."""
        if self.ours:
            self.page.close("body", kind, level)
        else:
            self.page.close("boilerplate", "other")

    def children(self, element: Element, level: int, depth: int) -> None:
        for child in element:
            self.block(child, level, depth + 1)

    def block(self, element: Element, level: int, depth: int) -> None:
        kind = name(element)
        if not kind or kind in _SKIP:
            return
        if depth > _DEEPEST:
            self.page.put(words(element))
            self.close("paragraph")
        elif kind in _LINES:
            self.inline(element)
            self.close("paragraph")
            for child in element:
                if name(child) in _OWN_LINES:
                    self.block(child, level, depth + 1)
        elif kind == "title":
            if name(element.getparent()) != "ack":
                self.labelled(element)
                self.inline(element)
                self.close("heading", max(level, 1))
        elif kind in ("fig", "table-wrap", "supplementary-material"):
            self.caption(element)
        elif kind == "list-item":
            self.item(element, level, depth)
        elif kind == "term":
            self.inline(element)
            self.page.put(": ")
        elif kind != "label":
            self.children(element, level + (kind in _SECTIONS), depth)

    def labelled(self, title: Element) -> None:
        """Put the label that stands before a title, on its line."""
        before = title.getprevious()
        if before is not None and name(before) == "label":
            self.page.put(words(before) + " ")

    def item(self, element: Element, level: int, depth: int) -> None:
        label = next((c for c in element if name(c) == "label"), None)
        self.page.put((words(label) or "•") + " ")
        for child in element:
            if name(child) == "p":
                self.inline(child)
                self.close("list_item")
                for part in child:
                    if name(part) in _OWN_LINES:
                        self.block(part, level, depth + 1)
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
            up = raised or find(child, "sup") is not None
            if any(r in self.keys for r in rids):
                self.page.link(words(child), rids, up)
            else:
                self.page.put(words(child))
        elif kind == "break":
            self.page.put(" ")
        elif depth > _DEEPEST:
            self.page.put(words(child))
        else:
            start = self.page.at
            self.inline(child, raised or kind == "sup", depth + 1)
            if kind == "sup":
                self.page.raise_from(start)


def _nested(ref: Element) -> bool:
    return any(name(a) in ("sub-article", "response") for a in ref.iterancestors())
