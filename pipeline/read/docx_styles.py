"""What the styles and lists of a Word document say of its paragraphs and runs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.read.manuscript import Role

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_CHAIN = 12  # styles that one is based on, one on the other
_LEVELS = 9
_OFF = ("0", "false", "off", "none")
_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop|rubrik|overskrift) ?(\d)")
_ROLES: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"title|titel|document title|article title"), "title"),
    (
        re.compile(r"subtitle|authors?|author list|affiliations?|date|byline|correspondence"),
        "front",
    ),
    (re.compile(r"(?:image |table |figure )?caption|figure(?: legend)?|table legend"), "caption"),
    (
        re.compile(
            r"(?:endnote )?bibliography(?: ?\d{1,2})?|reference(?: list)?|references|literature"
        ),
        "entry",
    ),
    (re.compile(r"toc ?\d|table of (?:figures|authorities)|index ?\d"), "contents"),
    (re.compile(r"source code|html preformatted|macro text|code"), "code"),
)
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_PLACE = re.compile(r"%(\d)")


@dataclass
class Style:
    """What a style says; ``None`` where it leaves that to the one it is based on."""

    name: str = ""
    base: str = ""
    level: int | None = None
    raised: bool | None = None
    hidden: bool | None = None
    strong: bool | None = None
    list: str | None = None
    depth: int = 0


@dataclass
class Styles:
    """The styles of a document by id."""

    known: dict[str, Style] = field(default_factory=dict)

    def read(self, root: Element | None) -> None:
        """Read the part that defines them."""
        for element in root.iter(W + "style") if root is not None else ():
            self.known[element.get(W + "styleId") or ""] = _style(element)
        for id in list(self.known):
            self._settle(id)

    def _settle(self, id: str) -> None:
        """Give a style what those that it is based on say."""
        style = self.known[id]
        above = style
        for _ in range(_CHAIN):
            found = self.known.get(above.base)
            if found is None:
                break
            above = found
            for name in ("level", "raised", "hidden", "strong"):
                if getattr(style, name) is None:
                    setattr(style, name, getattr(above, name))
            if style.list is None:
                style.list, style.depth = above.list, above.depth
            if role_of(style.name) == "text":
                style.name = above.name if role_of(above.name) != "text" else style.name

    def get(self, id: str) -> Style:
        """Return a style; an empty one where it is not defined."""
        return self.known.get(id) or Style(name=id.lower())


def role_of(name: str) -> Role:
    """Return what a paragraph of a style is, by the style's name."""
    if _HEADING.fullmatch(name):
        return "heading"
    return next((role for pattern, role in _ROLES if pattern.fullmatch(name)), "text")


def level_of(name: str) -> int | None:
    """Return the level of a heading by the name of its style."""
    found = _HEADING.fullmatch(name)
    return max(int(found[1]), 1) if found else None


def is_on(properties: Element | None, name: str) -> bool | None:
    """Return whether a property is on; ``None`` where nothing is said of it."""
    found = properties.find(W + name) if properties is not None else None
    if found is None:
        return None
    return (found.get(W + "val") or "true").lower() not in _OFF


def is_raised(properties: Element | None) -> bool | None:
    """Return whether run properties make superscript; ``None`` where they do not say."""
    found = properties.find(W + "vertAlign") if properties is not None else None
    if found is not None:
        return bool(found.get(W + "val") == "superscript")
    place = properties.find(W + "position") if properties is not None else None
    value = (place.get(W + "val") or "") if place is not None else ""
    return True if value.isdecimal() and int(value) > 3 else None


def integer(element: Element | None, least: int = 0) -> int | None:
    """Return the number that an element has as its value."""
    value = (element.get(W + "val") or "") if element is not None else ""
    return max(int(value), least) if re.fullmatch(r"-?\d{1,9}", value) else None


def _style(element: Element) -> Style:
    run, paragraph = element.find(W + "rPr"), element.find(W + "pPr")
    named, based = element.find(W + "name"), element.find(W + "basedOn")
    name = " ".join(((named.get(W + "val") or "") if named is not None else "").lower().split())
    style = Style(
        name=name.partition(",")[0],
        base=(based.get(W + "val") or "") if based is not None else "",
        level=level_of(name),
        raised=is_raised(run),
        hidden=is_on(run, "vanish"),
        strong=is_on(run, "b"),
    )
    if paragraph is not None:
        outline = integer(paragraph.find(W + "outlineLvl"))
        if outline is not None and style.level is None:
            style.level = outline + 1 if outline < _LEVELS else None
        style.list, style.depth = list_of(paragraph)
    return style


def list_of(paragraph: Element) -> tuple[str | None, int]:
    """Return the list that paragraph properties name, and how deep the item stands in it."""
    found = paragraph.find(W + "numPr")
    if found is None:
        return None, 0
    number, depth = found.find(W + "numId"), integer(found.find(W + "ilvl"))
    id = number.get(W + "val") if number is not None else None
    return id, min(depth or 0, _LEVELS - 1)


@dataclass
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""


class Numbering:
    """The lists of a document, counted as Word counts them."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._met: set[str] = set()
        for element in root.iter(W + "abstractNum") if root is not None else ():
            id = element.get(W + "abstractNumId") or ""
            self._levels[id] = dict(map(_level, element.iter(W + "lvl")))
        for element in root.iter(W + "num") if root is not None else ():
            self._read_list(element)

    def _read_list(self, element: Element) -> None:
        id, abstract = element.get(W + "numId") or "", element.find(W + "abstractNumId")
        above = (abstract.get(W + "val") or "") if abstract is not None else ""
        self._abstract[id] = above
        for override in element.iter(W + "lvlOverride"):
            depth = int(override.get(W + "ilvl") or 0) if _is_digit(override) else 0
            start = integer(override.find(W + "startOverride"))
            if start is not None:
                self._restarts.setdefault(id, {})[depth] = start
            levels = dict(map(_level, override.iter(W + "lvl")))
            if levels:
                self._abstract[id] = f"{above} {id}"
                known = self._levels.setdefault(f"{above} {id}", dict(self._levels.get(above, {})))
                known.update(levels)

    def label(self, id: str | None, depth: int) -> str:
        """Return what the next item of a list prints before its text, empty for no list."""
        abstract = self._abstract.get(id or "")
        if not id or id == "0" or abstract is None:
            return ""
        levels = self._levels.get(abstract, {})
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        if id not in self._met:
            self._met.add(id)
            for place, start in self._restarts.get(id, {}).items():
                counts[min(place, _LEVELS - 1)] = start - 1
        level = levels.get(depth, _Level())
        last = counts[depth]
        counts[depth] = level.start if last is None else last + 1
        for deeper in range(depth + 1, _LEVELS):
            counts[deeper] = None
        if level.form == "bullet":
            return "•"
        if level.form == "none":
            return ""

        def printed(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            if not 0 <= place < _LEVELS:
                return ""
            inner = levels.get(place, _Level())
            value = counts[place]
            return in_form(inner.start if value is None else value, inner.form)

        return _PLACE.sub(printed, level.text[:60] or f"%{depth + 1}.").strip()


def _is_digit(element: Element) -> bool:
    return (element.get(W + "ilvl") or "") in tuple("012345678")


def _level(element: Element) -> tuple[int, _Level]:
    form, text = element.find(W + "numFmt"), element.find(W + "lvlText")
    return int(element.get(W + "ilvl") or 0) if _is_digit(element) else 0, _Level(
        start=_or(integer(element.find(W + "start")), 1),
        form=(form.get(W + "val") or "decimal") if form is not None else "decimal",
        text=(text.get(W + "val") or "") if text is not None else "",
    )


def _or(value: int | None, other: int) -> int:
    return other if value is None else value


def in_form(number: int, form: str) -> str:
    """Return a number as Word prints it in a form of its lists and notes."""
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        done, left = "", number
        for value, letters in _ROMAN:
            done += letters * (left // value)
            left %= value
        return done if form == "lowerRoman" else done.upper()
    if form in ("lowerLetter", "upperLetter") and 0 < number <= 26 * 9:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form == "chicago":
        return "*†‡§"[(number - 1) % 4] * ((number - 1) // 4 % 9 + 1)
    return f"{number:02d}" if form == "decimalZero" else str(number)
