"""The parts of a Word document, and what its elements hold."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from pipeline.read.docx_styles import W
from pipeline.read.elements import name
from pipeline.read.hints import EntryHint
from pipeline.read.jats import parse_xml
from pipeline.read.office import Archive
from pipeline.read.symbols import mapped, symbol
from pipeline.read.works import word_sources

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
)
_DOCUMENT = "word/document.xml"
_DEEPEST = 120


class Package:
    """The parts of a document, and where its links lead."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.main = self._document()
        self.folder = posixpath.dirname(self.main)
        self.targets: dict[str, dict[str, str]] = {}

    def xml(self, part: str) -> Element | None:
        """Return a part, the namespaces of the strict kind replaced by the usual ones."""
        data = self.archive.read(part)
        for strict, usual in _STRICT if data else ():
            data = data.replace(strict, usual) if data else data
        return parse_xml(data) if data and data.strip() else None

    def _document(self) -> str:
        root = self.archive.xml("_rels/.rels")
        for element in root.iter() if root is not None else ():
            if (element.get("Type") or "").endswith("/officeDocument"):
                part = posixpath.normpath((element.get("Target") or "").lstrip("/"))
                if part in self.archive:
                    return part
        return _DOCUMENT

    def beside(self, part: str) -> Element | None:
        """Return a part that stands beside the document."""
        return self.xml(posixpath.join(self.folder, part))

    def target(self, id: str, part: str) -> str:
        """Return where a link of a part leads."""
        if part not in self.targets:
            folder, file = posixpath.split(part)
            root = self.archive.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
            self.targets[part] = {
                e.get("Id") or "": e.get("Target") or ""
                for e in (root.iter() if root is not None else ())
                if e.get("TargetMode") == "External"
            }
        return self.targets[part].get(id, "")[:2000]

    def sources(self) -> dict[str, EntryHint]:
        """Return the sources of Word's own bibliography."""
        found: dict[str, EntryHint] = {}
        for part in self.archive.names():
            if part.startswith("customXml/item") and part.endswith(".xml"):
                data = self.archive.read(part) or b""
                root = parse_xml(data) if b"Sources" in data[:5000] else None
                found.update(word_sources(root) if root is not None else {})
        return found

    def kept(self) -> dict[str, str]:
        """Return the citations that Zotero keeps in the properties, by the bookmark they are at."""
        root = self.archive.xml("docProps/custom.xml")
        parts = {
            e.get("name") or "": "".join(e.itertext())
            for e in (root.iter() if root is not None else ())
            if (e.get("name") or "").startswith("ZOTERO_BREF_")
        }
        whole: dict[str, list[tuple[int, str]]] = {}
        for key, text in parts.items():
            base, _, number = key.rpartition("_")
            if number.isdecimal():
                whole.setdefault(base, []).append((int(number), text))
        return {key: "".join(text for _, text in sorted(found)) for key, found in whole.items()}


def forms(settings: Element | None, body: Element) -> dict[str, str]:
    """Return in which form the marks of notes are printed: as the last section says."""
    found = {"footnote": "decimal", "endnote": "lowerRoman"}
    places = [settings, *body.iter(W + "sectPr")]
    for kind in found:
        for place in places:
            element = place.find(f"{W}{kind}Pr/{W}numFmt") if place is not None else None
            if element is not None:
                found[kind] = element.get(W + "val") or found[kind]
    return found


def is_custom(mark: Element) -> bool:
    """Whether the author of a note gave it a mark of its own, which stands behind it."""
    return (mark.get(W + "customMarkFollows") or "0") not in ("0", "false", "off")


def choice(element: Element) -> Element:
    """Return the one of several writings of a thing that is to be read."""
    choices = [e for e in element if name(e) == "Choice"]
    return next((e for e in choices if _has_text(e)), next(iter([*choices, *element]), element))


def _has_text(element: Element) -> bool:
    return any(name(e) == "t" for e in element.iter())


def between(inner: Element, outer: Element) -> list[Element]:
    """Return the elements that an element stands in, up to another one."""
    found = []
    for above in inner.iterancestors():
        if above is outer:
            break
        found.append(above)
    return found


def inner(element: Element, wanted: str, depth: int) -> list[Element]:
    """Return the rows of a table or the cells of a row, content controls looked through."""
    found = []
    for child in element:
        if name(child) == wanted:
            found.append(child)
        elif name(child) in ("sdt", "sdtContent", "ins", "customXml") and depth < _DEEPEST:
            found += inner(child, wanted, depth + 1)
    return found


def formula(element: Element) -> str:
    """Return the text of a formula."""
    return "".join(e.text or "" for e in element.iter() if name(e) == "t")


def printed(element: Element, properties: Element | None) -> str:
    """Return the text that a part of a run prints."""
    kind = name(element)
    if kind == "t":
        text = element.text or ""
        if text and any("\uf000" <= c <= "\uf0ff" for c in text):
            fonts = properties.find(W + "rFonts") if properties is not None else None
            return mapped(text, (fonts.get(W + "ascii") or "") if fonts is not None else "")
        return text
    if kind == "sym":
        return symbol(element.get(W + "char") or "", element.get(W + "font") or "")
    if kind == "noBreakHyphen":
        return "-"
    if kind in ("br", "cr"):
        return " " if element.get(W + "type") in ("page", "column") else "\n"
    return "\t"
