"""What the elements of a page are: inline or a block, dropped or concealed, or named as a part."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.records import Region

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def names(words: str) -> frozenset[str]:
    """Return a set of names, written as one line of words."""
    return frozenset(words.split())


DROPPED = names(
    "annotation annotation-xml audio button canvas datalist del embed head iframe input map"
    " object progress rp s script select strike style svg template textarea video"
)
"""Elements whose text no reader sees as text, or sees struck out."""

BLOCKS = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li"
    " listing main menu nav noscript ol optgroup option p plaintext pre search section summary"
    " table tbody td tfoot th thead tr ul xmp"
)
"""Elements that stand on lines of their own; every other, known or not, goes on in its line."""

HEADINGS = names("h1 h2 h3 h4 h5 h6")

INLINE = names(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark math"
    " menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mroot mrow ms"
    " mspace msqrt mstyle msub msubsup msup mtext munder munderover nobr o:p picture q rt ruby s"
    " samp semantics small source span strike strong sub sup time tt u var wbr"
)
"""Elements that go on in the line they stand in; others may do so, too."""

_BOXES = names("article body details div footer form header main section")
_CONTAINERS = names("aside details div dl footer form header nav ol p section table ul")
_FURNITURE = names("aside footer form menu nav")
_ROLES = names("banner complementary contentinfo navigation search")
_CONCEALED = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.I)
_UNSEEN = re.compile(
    r"(?:^|\s)(?:mw-(?:editsection|cite-backlink|linkback-text)|edit-?(?:page|section|link)|sr-?only|sro|screen-?reader(?:-text|-only)?|visually-?hidden"
    r"|msocom(?:txt|anchor|off)|MsoComment(?:Text|Reference|Subject))(?:$|\s)",
    re.I,
)


def _named(words: str) -> re.Pattern[str]:
    """Return the pattern of a class or id that has one of the words between its hyphens."""
    no = "".join(rf"(?<!\b{word}[_-])" for word in ("has", "no", "with"))
    return re.compile(rf"(?:^|[\s_-]){no}(?:{words})(?:$|[\s_-])", re.I)


_COMMENTS = _named(
    "comments?(?![_-](?:closed|count|disabled|enabled|link|number|off|open))"
    "|(?<![_-])responses(?![_-])|comment-?(?:box|list|thread)|commentlist|disqus|respond|reader-?comments?"
)
_RELATED = _named(
    "related|recommend(?:ed|ations?)|recirc(?:ulation)?|trending|teasers?|outbrain|taboola"
    "|more-?(?:from|stories|posts|articles)|(?:most|recent|popular)-?(?:popular|read|posts?)"
    "|you-?(?:may|might)-?(?:also-?)?like|read-?(?:next|more)"
)
_FRONT = _named("byline|dateline|(?:entry|post|article)-?meta|contributors?")
# What an encyclopedia puts round its articles: boxes of links, notes on names that are alike.
_OF_A_WIKI = _named("navbox|catlinks|hatnote|sistersitebox|printfooter|sitesub|contentsub")
_BESIDE = _named(
    "pull-?quotes?|(?:(?:newsletter|email|mail)[_-]?)?sign-?up|newsletter|subscribe|subscriptions"
    "|subscription[_-](?:box|form|widget)|opt-?in|(?:email|lead)-?capture"
)
_PARTS: tuple[tuple[re.Pattern[str], Region], ...] = (
    (_COMMENTS, "comments"),
    (_RELATED, "related"),
    (_FRONT, "front"),
    (_OF_A_WIKI, "boilerplate"),
)
# An id may be made of a heading's words ("social-anxiety"): a part's name alone counts.
_FILLING = re.compile(
    r"(?:^|[\s_-])(?:area|bar|block|box|container|content|links|list|main|module|primary|posts"
    r"|articles|secondary|section|thread|widget|wrap|wrapper|\d+)(?=$|[\s_-])",
    re.I,
)


def name(element: Element) -> str:
    """Return an element's name without its namespace, empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def find(element: Element | None, *names: str) -> Element | None:
    """Return the first element of one of the names, the element itself included."""
    if element is None:
        return None
    return next((e for e in element.iter() if name(e) in names), None)


def words(element: Element | None) -> str:
    """Return an element's text with white space folded."""
    if element is None:
        return ""
    parts = (html.unescape(p) if p.startswith("&") else p for p in element.itertext())
    return " ".join("".join(parts).split())


def is_block(element: Element) -> bool:
    """Whether an element of a page stands on lines of its own.

    Elements that HTML does not know go on in their line, as browsers have it, but for one that
    stands where no text does, between the blocks of a box: a page's own kind of block.
    """
    tag = element.tag
    if tag in BLOCKS:
        return True
    if tag in INLINE or ":" in tag:
        return False
    parent = element.getparent()
    if parent is None or (parent.tag not in _BOXES and parent.tag in BLOCKS | INLINE):
        return False
    before = element.getprevious()
    text = parent.text if before is None else before.tail
    return not ((text or "").strip() or (element.tail or "").strip())


def is_dropped(element: Element) -> bool:
    """Whether an element holds nothing that its reader could ever see as text."""
    if element.tag in DROPPED:
        return element.tag != "button" or not _names_a_part(element)
    classes = element.get("class")
    return element.get("role") == "tooltip" or bool(classes and _UNSEEN.search(classes[:300]))


def is_concealed(element: Element) -> bool:
    """Whether an element is kept from the reader, at least until a click shows it."""
    if element.tag in ("noscript", "dialog"):
        return True
    attributes = element.attrib
    if not attributes:
        return False
    style = attributes.get("style")
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or bool(style and _CONCEALED.search(style[:500]))
    )


def is_hidden(element: Element) -> bool:
    """Whether no reader of the page sees the element as it stands."""
    return is_dropped(element) or is_concealed(element)


def _names_a_part(button: Element) -> bool:
    """Whether a button's words head the part of the page that it opens."""
    above = islice(button.iterancestors(), 3)
    return any(a.tag in HEADINGS or a.tag in ("dt", "summary") for a in above)


def shown_text(element: Element) -> Iterator[str]:
    """Yield the text an element shows, a blank where a line or a cell ends."""
    from lxml import etree

    walk = etree.iterwalk(element, events=("start", "end"))
    for event, e in walk:
        if event == "start":
            if e is not element and is_hidden(e):
                walk.skip_subtree()
                continue
            if e.tag in BLOCKS or e.tag == "br":
                yield " "
            yield e.text or ""
        elif e is not element:
            if e.tag in BLOCKS:
                yield " "
            yield e.tail or ""


def named_region(element: Element) -> Region | None:
    """Return the part of a page that an element's name, role, class or id tells of."""
    tag = name(element)
    if tag not in _CONTAINERS:
        return None
    found = named_part((element.get("class") or "")[:300], (element.get("id") or "")[:100])
    if found:
        return None if tag == "p" and found == "comments" else found
    if tag in _FURNITURE or element.get("role") in _ROLES:
        return "boilerplate"
    return None


@lru_cache(maxsize=10_000)
def stands_beside(names: str) -> bool:
    """Whether a block is called what a page puts between paragraphs: to sign up, words again."""
    return _BESIDE.search(names) is not None


def named_part(classes: str, id: str) -> Region | None:
    """Return the part of a page that a class or an id tells of."""
    part = _FILLING.sub("", id).strip("_- ")
    for pattern, region in _PARTS:
        whole = pattern.search(part)
        if pattern.search(classes) or (whole and whole.group() == part):
            return region
    return None
