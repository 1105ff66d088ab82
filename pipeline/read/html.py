"""HTML pages: headings, lists, citation links and the parts of a page that are not its article."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from pipeline.errors import ArticleError
from pipeline.read.hints import Hints, LinkHint
from pipeline.read.judge import chances, settle
from pipeline.read.links import drop_program_links, name_notes
from pipeline.read.metadata import Metadata, absolute, find_title, read_metadata
from pipeline.read.page import Draft, Page
from pipeline.read.styles import apply_styles
from pipeline.read.walk import Part, Walk
from pipeline.text.signs import SOFT_HYPHEN
from pipeline.weights.folders import MODELS

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# The parser compares an element's attributes pair by pair; none of such length says anything.
_ENDLESS_FROM = 20_000  # characters
_ENDLESS = re.compile(rf"<([A-Za-z][\w:-]{{0,30}})[^<>]{{{_ENDLESS_FROM},}}+>")
_META = re.compile(rb"<meta[^>]{0,200}?charset\s{0,3}=\s{0,3}[\"']?([\w:.-]{2,40})", re.I)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s{0,3}=\s{0,3}[\"']([\w:.-]{2,40})", re.I)

# What browsers take a name for: the encoding that holds the one named.
_WIDER = {
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}

# A soft hyphen inside a word only says where a line may end; "com- mon" was divided by a copy.
_SOFT = re.compile(rf"(?:{SOFT_HYPHEN}|&(?:shy|#0{{0,5}}173|#x0{{0,5}}ad);)(?!\s)", re.IGNORECASE)

_READ = ("front", "body", "references")


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding a page names.

    ``None`` with a byte order mark, or where it names none that is known.
    """
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
    return _WIDER.get(known, known)


def parse_html(source: str) -> Element:
    """Parse a page, mending what is broken; nothing is fetched."""
    from lxml import etree

    parser = etree.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=True
    )
    try:
        source = _SOFT.sub("", source.replace("\0", ""))
        if max(map(len, source.split(">"))) > _ENDLESS_FROM:
            source = _ENDLESS.sub(r"<\1>", source)
        root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ArticleError(f"is no readable HTML: {str(error).splitlines()[0]}") from error
    if any("xcessive depth" in entry.message for entry in parser.error_log):
        raise ArticleError("nests its elements over 2,000 deep: save its text as .txt")
    if root is None:
        raise ArticleError("holds no text between its tags: save the page again, with its text")
    return root


class Lines(NamedTuple):
    """A page as lines: what is known of them before it is settled which are its article."""

    page: Page
    parts: list[Part]
    said: Metadata


def read_lines(source: str) -> Lines:
    """Return the lines of a page."""
    root = parse_html(source)
    name_notes(root)
    drop_program_links(root)
    said = read_metadata(root, source)
    apply_styles(root, source)
    walk = Walk(root, find_title(root, said))
    walk.run()
    return Lines(walk.page, walk.parts, said)


def render_html(source: str, models: Path = MODELS) -> tuple[str, Hints]:
    """Return a page as text and its structure.

    Raises ``ModelError`` when the weights (``models/pages``) are missing or damaged.
    """
    page, parts, said = read_lines(source)
    drafts = page.drafts
    chance = chances(drafts, parts, said, models) if drafts else []
    page.drafts = settle(drafts, parts, said, chance)
    for draft in page.drafts:
        whole = (absolute_link(link, said.url) for link in draft.links)
        draft.links = [link for link in whole if link] if draft.region in _READ else []
    text, hints = page.finish()
    found = replace(
        hints, title=_title(page.drafts), date=said.date, byline=said.byline, url=said.url
    )
    return text, found


def _title(drafts: list[Draft]) -> str | None:
    return next((draft.text for draft in drafts if draft.kind == "title"), None)


def absolute_link(link: LinkHint, page: str | None) -> LinkHint | None:
    """Return a hyperlink with its whole address; ``None`` for one within its own page."""
    url = absolute(link.url, page)
    if not url or (page and url.partition("#")[0] == page.partition("#")[0]):
        return None
    return replace(link, url=url)
