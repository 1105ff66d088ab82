"""What the styles and lists of an OpenDocument text say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.read.elements import name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

FORMS = {"i": "lowerRoman", "I": "upperRoman", "a": "lowerLetter", "A": "upperLetter"}
"""The forms of numbers, as Word calls them."""

_SUPER = re.compile(r"super\b|[1-9]\d?%")


@dataclass
class Style:
    """What a style says; ``None`` where it leaves that to the one it is based on."""

    base: str = ""
    name: str = ""
    level: int | None = None
    raised: bool | None = None
    strong: bool | None = None
    hidden: bool | None = None
    list: str = ""


@dataclass
class Level:
    """How a level of a list prints its numbers."""

    form: str = ""
    before: str = ""
    after: str = ""
    start: int = 1
    shown: int = 1
    bullet: bool = False


def get(element: Element, wanted: str) -> str:
    """Return an attribute by its name without a namespace."""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == wanted), "")


def style_of(element: Element) -> Style:
    """Return what an element says that defines a style."""
    text = next((e for e in element if name(e) == "text-properties"), None)
    position = get(text, "text-position") if text is not None else ""
    weight = get(text, "font-weight") if text is not None else ""
    shown = get(text, "display") if text is not None else ""
    return Style(
        base=get(element, "parent-style-name"),
        name=get(element, "display-name"),
        raised=(_SUPER.match(position) is not None) if position else None,
        strong=(weight == "bold" or weight in ("600", "700", "800", "900")) if weight else None,
        hidden=shown == "none" if shown else None,
        list=get(element, "list-style-name"),
    )


def level_of_list(element: Element) -> Level:
    """Return what an element says that defines a level of a list."""
    start, shown = get(element, "start-value"), get(element, "display-levels")
    return Level(
        form=get(element, "num-format"),
        before=get(element, "num-prefix"),
        after=get(element, "num-suffix"),
        start=int(start) if start.isdecimal() and len(start) < 7 else 1,
        shown=int(shown) if shown.isdecimal() and len(shown) < 3 else 1,
        bullet="bullet" in name(element) or "image" in name(element),
    )
