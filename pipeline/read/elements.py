"""What the elements of a page are: inline or a block, hidden, or a part that is not the article."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.records import Region

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def names(words: str) -> frozenset[str]:
    """Return a set of names, written as one line of words."""
    return frozenset(words.split())


DROPPED = names(
    "annotation annotation-xml audio button canvas datalist dialog embed head iframe input map"
    " noscript object rp script select style svg template textarea video"
)
"""Elements whose text no reader sees as text."""

INLINE = names(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark math"
    " menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mroot mrow ms"
    " mspace msqrt mstyle msub msubsup msup mtext munder munderover nobr picture q rt ruby s samp"
    " semantics small source span strike strong sub sup time tt u var wbr"
)
"""Elements that go on in the line they stand in."""

HEADINGS = names("h1 h2 h3 h4 h5 h6")

_CONTAINERS = names("aside div dl footer form header nav ol p section table ul")
_FURNITURE = names("aside footer form menu nav")
_ROLES = names("banner complementary contentinfo navigation search")
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.I)
_UNSEEN = re.compile(
    r"(?:^|\s)(?:mw-editsection|sr-only|screen-reader-text|visually-?hidden)(?:$|\s)", re.I
)


def _named(words: str) -> re.Pattern[str]:
    """Return the pattern of a class or id that has one of the words between its hyphens."""
    no = "".join(rf"(?<!\b{word}[_-])" for word in ("has", "no", "with"))
    return re.compile(rf"(?:^|[\s_-]){no}(?:{words})(?:$|[\s_-])", re.I)


_COMMENTS = _named(
    "comments?(?![_-](?:closed|count|disabled|enabled|link|number|off|open))"
    "|commentlist|disqus|respond|reader-?comments?"
)
_RELATED = _named(
    "related|recommend(?:ed|ations?)|recirc(?:ulation)?|trending|teasers?|outbrain|taboola"
    "|more-?(?:from|stories|posts|articles)|(?:most|recent|popular)-?(?:popular|read|posts?)"
    "|you-?(?:may|might)-?(?:also-?)?like|read-?(?:next|more)"
)
_PROMOTION = _named(
    "ads?|adverts?|advertisement|adslot|sponsored|cookies?|consent|gdpr|newsletter|subscribe"
    "|subscription|sign-?up|share|sharing|sharedaddy|social|breadcrumbs?|nav|navbar|navigation"
    "|(?:main|site|sub|top)-?menu|menu-?(?:bar|item|main)|pagination|toc|footer|sidebar|pop-?up|modal"
    "|paywall|author-?(?:box|bio|info)|about-?(?:the-?)?author|infobox|navbox|catlinks|hatnote"
    "|skip-?link|noprint|print-?hide|side-?nav|pull-?quote"
)
_FRONT = _named("byline|dateline|(?:entry|post|article)-?meta|contributors?")
_PARTS: tuple[tuple[re.Pattern[str], Region], ...] = (
    (_COMMENTS, "comments"),
    (_RELATED, "related"),
    (_PROMOTION, "boilerplate"),
    (_FRONT, "front"),
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


def is_hidden(element: Element) -> bool:
    """Whether no reader of the page sees the element."""
    return (
        name(element) in DROPPED
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_UNSEEN.search((element.get("class") or "")[:300]))
        or bool(_HIDDEN.search((element.get("style") or "")[:500]))
    )


def shown_text(element: Element) -> Iterator[str]:
    """Yield the text an element shows, a blank where a line or a cell ends."""
    from lxml import etree

    walk = etree.iterwalk(element, events=("start", "end"))
    for event, e in walk:
        tag = name(e)
        if event == "start":
            if not tag or (e is not element and is_hidden(e)):
                walk.skip_subtree()
                continue
            if tag not in INLINE:
                yield " "
            yield e.text or ""
        elif e is not element:
            if tag not in INLINE:
                yield " "
            yield e.tail or ""


def named_region(element: Element) -> Region | None:
    """Return the part of a page that an element's name, role, class or id tells of."""
    tag = name(element)
    if tag not in _CONTAINERS:
        return None
    part = _FILLING.sub("", (element.get("id") or "")[:100]).strip("_- ")
    classes = (element.get("class") or "")[:300]
    for pattern, region in _PARTS:
        whole = pattern.search(part)
        if pattern.search(classes) or (whole and whole.group() == part):
            return None if tag == "p" and region == "comments" else region
    if tag in _FURNITURE or element.get("role") in _ROLES:
        return "boilerplate"
    return None
