"""HTML pages: headings, lists, citation links and the parts of a page that are not its article."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from pipeline.errors import ArticleError
from pipeline.markup.jats import name, words
from pipeline.markup.page import Page
from pipeline.records import EntryHint, Hints, Region

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DEEPEST = 200
_PROSE = 60  # characters: shorter lines of an article may be a byline, a date, a caption
_DROP = {
    "script",
    "style",
    "template",
    "noscript",
    "svg",
    "math",
    "iframe",
    "object",
    "embed",
    "canvas",
    "audio",
    "video",
    "select",
    "button",
    "input",
    "textarea",
    "head",
    "map",
    "datalist",
    "dialog",
}
_INLINE = {
    "a",
    "abbr",
    "acronym",
    "b",
    "bdi",
    "bdo",
    "big",
    "cite",
    "code",
    "data",
    "del",
    "dfn",
    "em",
    "font",
    "i",
    "ins",
    "kbd",
    "label",
    "mark",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "time",
    "tt",
    "u",
    "var",
    "wbr",
    "nobr",
    "img",
    "picture",
    "source",
}
_FURNITURE = {"nav", "footer", "aside", "form", "menu"}
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.I)
_COMMENTS = re.compile(r"(?:^|[\s_-])(?:comments?|commentlist|disqus|respond)(?:$|[\s_-])", re.I)
_REFERENCES = re.compile(r"references?|bibliography|literature cited|works cited|sources", re.I)
_NUMBER = re.compile(r"[\[(]?\d{1,4}(?:\s?[,–-]\s?\d{1,4}){0,9}[\])]?")
_META = re.compile(rb"<meta[^>]{0,200}?charset\s{0,3}=\s{0,3}[\"']?([\w:.-]{2,40})", re.I)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s{0,3}=\s{0,3}[\"']([\w:.-]{2,40})", re.I)


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding a page names; ``None`` with a byte order mark or none known."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    found = _DECLARED.search(data[:400]) or _META.search(data[:4000])
    if not found:
        return None
    try:
        known = codecs.lookup(found[1].decode("ascii", "replace")).name
        b"".decode(known)
    except (LookupError, UnicodeError):
        return None
    if known in ("utf-8", "utf-16", "utf-16-le", "utf-16-be"):
        return None  # decoded as every text is, stray bytes mended
    return "cp1252" if known == "iso8859-1" else known


def render_html(source: str) -> tuple[str, Hints]:
    """Return a page as text and its structure."""
    from lxml import etree

    parser = etree.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=True
    )
    try:
        root = etree.fromstring(source.replace("\0", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ArticleError(f"is no readable HTML: {str(error).splitlines()[0]}") from error
    if root is None:
        raise ArticleError("holds no text between its tags: save the page again, with its text")
    return _Renderer(root).render()


class _Renderer:
    def __init__(self, root: Element) -> None:
        self.root = root
        self.page = Page()
        self.section = ""
        self.titled = False
        wanted = {
            (a.get("href") or "").rpartition("#")[2]
            for a in root.iter("a")
            if "#" in (a.get("href") or "") and _NUMBER.fullmatch(words(a))
        } - {""}
        self.entries: dict[Element, EntryHint] = {}
        counts: dict[Element, int] = {}
        for item in root.iter("li"):
            keys = _keys(item)
            parent = item.getparent()
            if parent is not None:
                counts[parent] = counts.get(parent, 0) + 1
            if wanted.intersection(keys) and len(words(item)) > 15:
                ordered = parent is not None and name(parent) == "ol"
                number = counts[parent] if ordered and parent is not None else None
                self.entries[item] = EntryHint(start=0, end=0, keys=keys, number=number)
        self.keys = {k for e in self.entries.values() for k in e.keys}
        # What stands in the one article of a page, and reads as text, is its body.
        homes = list(root.iter("article")) or list(root.iter("main"))
        self.home = homes[0] if len(homes) == 1 else None
        self.has_h1 = next(root.iter("h1"), None) is not None

    def render(self) -> tuple[str, Hints]:
        title = next(self.root.iter("title"), None)
        if not self.has_h1 and title is not None:
            self.page.put(words(title))
            self.page.close("front", "title", 1)
        self.walk(self.root, None, False, 0)
        return self.page.finish()

    def walk(self, element: Element, region: Region | None, raised: bool, depth: int) -> None:
        """Render what an element holds: its text, its children and what follows each."""
        self.page.put(element.text)
        for child in element:
            self.child(child, region, raised, depth + 1)
            self.page.put(child.tail)

    def child(self, element: Element, region: Region | None, raised: bool, depth: int) -> None:
        tag = name(element)
        if not tag or tag in _DROP or _is_hidden(element):
            return
        if depth > _DEEPEST:
            self.page.put(words(element))
        elif tag == "br":
            self.end(region)
        elif tag == "a" and self.is_citation(element):
            target = (element.get("href") or "").rpartition("#")[2]
            self.page.link(words(element), (target,), raised or _has_sup(element))
        elif tag in _INLINE:
            self.walk(element, region, raised or tag == "sup", depth)
        elif tag in ("td", "th"):
            self.page.put(" ")
            self.walk(element, region, raised, depth)
            self.page.put(" ")
        else:
            self.block(element, tag, region, depth)

    def block(self, element: Element, tag: str, region: Region | None, depth: int) -> None:
        self.end(region)
        inner = region
        if region in (None, "body"):
            inner = _region(element, tag) or ("body" if element is self.home else region)
        if element in self.entries:
            entry = self.entries[element]
            if entry.number:
                self.page.put(f"{entry.number}. ")
            self.page.put(words(element).lstrip("^↑ "))
            self.page.close("references", "reference", None, entry)
        elif re.fullmatch("h[1-6]", tag):
            self.heading(element, int(tag[1]), inner, depth)
        elif tag == "li":
            self.page.put("• ")
            self.walk(element, inner, False, depth)
            self.end(inner, item=True)
        elif tag in ("figcaption", "caption"):
            self.walk(element, inner, False, depth)
            self.page.close("boilerplate", "caption")
        else:
            self.walk(element, inner, False, depth)
            self.end(inner)

    def heading(self, element: Element, level: int, region: Region | None, depth: int) -> None:
        self.walk(element, region, False, depth)
        ours = region in (None, "body")
        if level == 1 and not self.titled and ours:
            self.titled = True
            self.page.close("front", "title", 1)
        elif ours and _REFERENCES.fullmatch(words(element)):
            self.page.close("references", "heading", level)
        elif ours:
            self.page.close(region, "heading", level)
        else:
            self.end(region)

    def end(self, region: Region | None, item: bool = False) -> None:
        if region == "comments":
            self.page.close("comments", "comment")
        elif region == "boilerplate":
            self.page.close("boilerplate", "other")
        elif region == "body" and (item or self.page.length >= _PROSE):
            self.page.close("body", "list_item" if item else "paragraph")
        else:
            self.page.close(None, "list_item" if item else None)

    def is_citation(self, element: Element) -> bool:
        target = (element.get("href") or "").rpartition("#")[2]
        return target in self.keys and bool(_NUMBER.fullmatch(words(element)))


def _keys(element: Element) -> tuple[str, ...]:
    found = (e.get(k) for e in element.iter() for k in ("id", "name"))
    return tuple(k for k in found if k)


def _has_sup(element: Element) -> bool:
    return next(element.iter("sup"), None) is not None


def _is_hidden(element: Element) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search((element.get("style") or "")[:500]))
    )


def _region(element: Element, tag: str) -> Region | None:
    named = f"{element.get('class') or ''} {element.get('id') or ''}"[:500]
    if tag in ("div", "section", "ol", "ul") and _COMMENTS.search(named):
        return "comments"
    if tag in _FURNITURE or element.get("role") in ("navigation", "contentinfo", "search"):
        return "boilerplate"
    return None
