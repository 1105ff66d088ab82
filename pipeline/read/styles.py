"""What a page's own styles say of its words: which of them are raised, and which nobody sees.

Word processors and editors on the web save a raised number as ``<span class="c4">1</span>`` and
say above it what ``c4`` looks like. Only rules of one class are read, those for print or for
some screens are not, and of what is hidden only words of a line: scripts show blocks again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MOST = 200_000  # characters of styles that are read
_PIECE = re.compile(r"[{}]")
_COMMENT = re.compile(r"/\*.{0,2000}?\*/", re.S)
_CLASS = re.compile(r"\s*(?:span|sup|font|a)?\.([\w-]{1,60})\s*")
_RAISES = re.compile(
    r"vertical-align\s{0,3}:\s{0,3}(?:super|text-top)|font-variant-position\s?:\s?super"
)
_HIDES = re.compile(
    r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden"
    r"|text-decoration(?:-line)?\s{0,3}:\s{0,3}line-through"
)
_WORDS = frozenset(("span", "font", "a", "i", "em", "b", "strong", "small"))


def apply_styles(root: Element, source: str) -> None:
    """Make words that the page's styles raise ``<sup>``, and conceal those that they hide."""
    if not any(said in source for said in ("vertical-align", "display", "line-through")):
        return
    raised, hidden = _classes(root)
    for element in root.iter(*_WORDS):
        called = set((element.get("class") or "")[:300].split())
        style = (element.get("style") or "")[:500]
        if not called.isdisjoint(hidden) or "line-through" in style:
            element.set("style", f"display:none;{style}")
        elif not called.isdisjoint(raised) or _RAISES.search(style):
            _raise(element)


def _raise(element: Element) -> None:
    """Raise an element; a link stays one, with what it holds raised."""
    if element.tag != "a":
        element.tag = "sup"
        return
    from lxml import etree

    inner = etree.Element("sup")
    inner.text, element.text = element.text, None
    inner.extend(list(element))
    element.append(inner)


def _classes(root: Element) -> tuple[set[str], set[str]]:
    """Return the classes that raise words, and those that hide them."""
    raised: set[str] = set()
    hidden: set[str] = set()
    for selectors, said in _rules("".join(e.text or "" for e in root.iter("style"))[:_MOST]):
        found = raised if _RAISES.search(said) else hidden if _HIDES.search(said) else None
        if found is not None:
            names = (_CLASS.fullmatch(one) for one in selectors[:2000].split(","))
            found.update(name[1] for name in names if name)
    return raised, hidden


def _rules(styles: str) -> Iterator[tuple[str, str]]:
    """Yield the selectors and the declarations of rules that hold everywhere."""
    styles = _COMMENT.sub(" ", styles)
    depth = at = 0
    selectors = ""
    for sign in _PIECE.finditer(styles):
        piece = styles[at : sign.start()]
        at = sign.end()
        if sign[0] == "{":
            depth += 1
            selectors = piece
        else:
            if depth == 1:
                yield selectors.strip(), piece[:2000]
            depth = max(depth - 1, 0)
            selectors = ""
