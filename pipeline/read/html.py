"""HTML pages: headings, lists, citation links and the parts of a page that are not its article."""

from __future__ import annotations

import codecs
import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from pipeline.errors import ArticleError
from pipeline.read.elements import HEADINGS, INLINE, is_hidden, name, named_region, shown_text
from pipeline.read.hints import EntryHint, Hints
from pipeline.read.links import entry_text, find_cited, leads_elsewhere
from pipeline.read.page import Page
from pipeline.read.sources import find_sources
from pipeline.records import Region

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PROSE = 60  # characters: shorter lines of an article may be a byline, a date, a caption
_FEW = 2000  # characters
_REFERENCES = re.compile(
    r"(?:\d{1,2}\.?\s)?(?:references?(?: list)?|bibliography|literature cited|works cited|sources"
    r"|references and notes|notes and references|citations|footnotes)\W?",
    re.I,
)
_RELATED = re.compile(
    r"see also|related|related (?:articles?|posts?|stories|content|reading|topics)"
    r"|more (?:from .{1,40}|articles|posts|stories)"
    r"|you (?:may|might) also (?:like|enjoy|be interested in)"
    r"|(?:recommended|most (?:popular|read)|popular|recent|trending|latest)"
    r"(?: (?:articles|posts|stories|reading|for you|now))?"
    r"|(?:read|up) next|around the web|external links",
    re.I,
)
_PROMOTION = re.compile(
    r"about the authors?|advertisements?|sponsored(?: content)?|share this.{0,20}|newsletter"
    r"|(?:subscribe|sign up).{0,60}",
    re.I,
)
# The parser compares an element's attributes pair by pair; none of such length says anything.
_ENDLESS = re.compile(r"<([A-Za-z][\w:-]{0,30})[^<>]{20000,}+>")
_LABELLED = re.compile(r"[\[(]?\d{1,4}[\].)]*\s")
_META = re.compile(rb"<meta[^>]{0,200}?charset\s{0,3}=\s{0,3}[\"']?([\w:.-]{2,40})", re.I)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s{0,3}=\s{0,3}[\"']([\w:.-]{2,40})", re.I)

_LINKS_OF_ENTRY = 20  # that are looked at
_BESIDE = 3  # characters beside a link of a table of contents


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
        source = _ENDLESS.sub(r"<\1>", source.replace("\0", ""))
        root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ArticleError(f"is no readable HTML: {str(error).splitlines()[0]}") from error
    if any("xcessive depth" in entry.message for entry in parser.error_log):
        raise ArticleError("nests its elements over 2,000 deep: save its text as .txt")
    if root is None:
        raise ArticleError("holds no text between its tags: save the page again, with its text")
    return _Renderer(root).render()


class _Open(NamedTuple):
    """An element being rendered, and what was there when it began."""

    region: Region | None
    start: int
    named: Region | None


class _Aside(NamedTuple):
    """A heading such as "You may also like", its level, and the part it stands in."""

    region: Region
    level: int
    depth: int
    start: int
    end: int


class _Renderer:
    """Walks a page once, first to last; what an element means is settled where it ends."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.page = Page()
        self.open: list[_Open] = []
        self.raised = 0
        self.cited = find_cited(root)
        self.sources = find_sources(root)
        entries = self.sources.items.keys() | self.cited.entries.keys()
        self.taken = (entries, self.cited.links, self.cited.terms)
        self.home = _home(root)
        self.page.url = _own_address(root)
        self.title = _title(root)
        self.aside: _Aside | None = None

    def render(self) -> tuple[str, Hints]:
        from lxml import etree

        if self.title is None:
            self.page.put(_page_title(self.root))
            self.page.close("front", "title", 1)
        walk = etree.iterwalk(self.root, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                self.end(element, name(element))
                self.page.put(element.tail)
            elif self.unseen(element) or element in self.cited.terms or self.whole(element):
                self.open.append(_Open(self.region, self.page.at, None))
                walk.skip_subtree()
            else:
                self.start(element, name(element))
                self.page.put(element.text)
        self.end_aside(-1)
        return self.page.finish()

    @property
    def region(self) -> Region | None:
        return self.open[-1].region if self.open else None

    def unseen(self, element: Element) -> bool:
        """Whether an element is hidden, and not to fold the page's sources away."""
        return is_hidden(element) and element not in self.sources.folded

    def whole(self, element: Element) -> bool:
        """Render what is taken as one piece: an entry, a citation link, a line break."""
        if element in self.taken[0] and entry_text(element):
            self.line()
            self.entry(element)
        elif element in self.cited.links:
            raised = bool(self.raised) or next(element.iter("sup"), None) is not None
            target = self.cited.links[element]
            self.page.link("".join(shown_text(element)), (target,), raised)
        elif name(element) == "br":
            self.line()
        else:
            return False
        return True

    def start(self, element: Element, tag: str) -> None:
        region = self.region
        if tag == "sup":
            self.raised += 1
        elif tag in ("td", "th"):
            self.page.put(" ")
        elif tag not in INLINE:
            self.line()
            region = "body" if element is self.home else region
        if element in self.cited.anchors:
            self.page.key(self.cited.anchors[element])
        named = named_region(element)
        if tag == "table" and _holds_data(element):
            named = named or "boilerplate"
        if tag in ("ul", "ol") and _is_contents(element):
            named = named or "boilerplate"
        self.open.append(_Open(region, self.page.at, named))
        if tag == "li":
            self.page.put("• ")

    def end(self, element: Element, tag: str) -> None:
        opened = self.open.pop()
        if self.unseen(element) or any(element in taken for taken in self.taken):
            return
        if tag == "a" and (url := _outside(element)):
            self.page.outside(opened.start, url)
        if tag == "sup":
            self.raised -= 1
            self.page.raise_from(opened.start)
        elif tag in ("td", "th"):
            self.page.put(" ")
        elif tag in HEADINGS:
            self.heading(element, int(tag[1]), opened)
        elif tag in ("figcaption", "caption"):
            self.page.close("boilerplate", "caption")
        elif tag not in INLINE:
            self.line(item=tag == "li")
        if tag == "form" and _asks_address(element) and self.open:
            self.open[-1] = self.open[-1]._replace(named="boilerplate")
        if opened.named:
            self.page.cover(opened.start, opened.named)
        self.end_aside(len(self.open))

    def entry(self, element: Element) -> None:
        text = entry_text(element)
        place = self.cited.places.get(element) or self.sources.items.get(element)
        number = None if _LABELLED.match(text) else place
        self.page.put(f"{number}. {text}" if number else text)
        for link in islice(element.iter("a"), _LINKS_OF_ENTRY):
            if url := _outside(link):
                self.page.outside(self.page.at - self.page.length, url)
        keys = self.cited.entries.get(element, ())
        hint = EntryHint(start=0, end=0, keys=keys, number=number)
        self.page.close("references", "reference", None, hint)

    def heading(self, element: Element, level: int, opened: _Open) -> None:
        text = " ".join(self.page.line.split())
        if self.aside and level <= self.aside.level:
            self.end_aside(-1)
        if element is self.title:
            self.page.close("front", "title", 1)
        elif _REFERENCES.fullmatch(text):
            self.page.close("references", "heading", level)
        elif _RELATED.fullmatch(text) or _PROMOTION.fullmatch(text):
            region: Region = "related" if _RELATED.fullmatch(text) else "boilerplate"
            self.page.close(region, "other")
            self.aside = _Aside(region, level, len(self.open), opened.start, self.page.at)
        else:
            self.page.close(self.region, "heading", level)

    def end_aside(self, depth: int) -> None:
        """End what such a heading opened: with the part of the page that holds more of it."""
        if not self.aside or depth >= self.aside.depth:
            return
        if depth >= 0 and self.page.at == self.aside.end:
            self.aside = self.aside._replace(depth=depth)
        else:
            self.page.cover(self.aside.start, self.aside.region)
            self.aside = None

    def line(self, item: bool = False) -> None:
        """End a line; a long one in the page's one article is body, unless it reads as an entry."""
        if leads_elsewhere(self.page.line):
            self.page.close("boilerplate", "other")
        elif self.region == "body" and (item or self.page.length >= _PROSE):
            self.page.close("body", "list_item" if item else "paragraph")
        else:
            self.page.close(None, "list_item" if item else None)


def _words(element: Element) -> str:
    return " ".join("".join(shown_text(element)).split())


def _outside(link: Element) -> str | None:
    """Return the address that a link leads to, if it leads away from the page."""
    href = (link.get("href") or "").strip()
    return href if href.lower().startswith(("http://", "https://")) else None


def _own_address(root: Element) -> str | None:
    """Return the address that a page gives as its own."""
    for element in islice(root.iter("link", "meta"), 300):
        if name(element) == "link" and (element.get("rel") or "").lower() == "canonical":
            return str(element.get("href") or "") or None
        if element.get("property") == "og:url":
            return str(element.get("content") or "") or None
    return None


def _page_title(root: Element) -> str:
    found = next(root.iter("title"), None)
    return "" if found is None else _words(found)


def _title(root: Element) -> Element | None:
    """Return the heading that is the article's title: the page's title names it, or it is first."""
    named = _page_title(root)
    first = [e for e in islice(root.iter("h1"), 20) if not _within_part(e)][:1]
    for heading in islice(root.iter("h1", "h2", "h3"), 40):
        text = _words(heading)
        if len(text) > 12 and text in named and (name(heading) == "h1" or not first):
            return heading
    return first[0] if first else None


def _within_part(element: Element) -> bool:
    return any(named_region(a) for a in islice(element.iterancestors(), 20))


def _home(root: Element) -> Element | None:
    """Return the article of a page, most of its prose: what it holds and reads as text is body."""
    prose: dict[Element, int] = {}
    whole = 0
    for paragraph in root.iter("p"):
        size = sum(len(text) for text in paragraph.itertext())
        above = islice(paragraph.iterancestors(), 60)
        holder = next((a for a in above if name(a) in ("article", "main")), None)
        whole += size
        if holder is not None:
            prose[holder] = prose.get(holder, 0) + size
    if whole < _FEW:  # its paragraphs are made of other elements
        homes = list(islice(root.iter("article"), 2)) or list(islice(root.iter("main"), 2))
        return homes[0] if len(homes) == 1 else None
    best = max(prose, key=lambda e: prose[e], default=None)
    return best if best is not None and 2 * prose[best] >= whole else None


def _asks_address(form: Element) -> bool:
    """Whether a form in a part of its own asks for an e-mail address: a newsletter's."""
    parent = form.getparent()
    inside = parent is not None and name(parent) in ("div", "section")
    return inside and any(e.get("type") == "email" for e in islice(form.iter("input"), 20))


def _is_contents(listed: Element) -> bool:
    """Whether each item of a list is a link within the page: its table of contents."""
    items = list(islice(listed.iterchildren("li"), 60))
    return len(items) > 1 and all(_leads_within(item) for item in items)


def _leads_within(item: Element) -> bool:
    link = next(item.iter("a"), None)
    if link is None or not (link.get("href") or "").startswith("#"):
        return False
    return "".join(islice(item.itertext(), 20)).strip().startswith(
        "".join(islice(link.itertext(), 20)).strip()
    ) and not any(len((a.tail or "").strip()) > _BESIDE for a in islice(item.iter("a"), 20))


def _holds_data(table: Element) -> bool:
    """Whether a table has headings of its own; one without may lay out the page."""
    return any(name(e) in ("th", "caption", "thead") for e in islice(table.iter(), 200))
