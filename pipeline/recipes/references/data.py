"""Labelled reference entries: the corpora of ``references/``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.references.bibliography import read_label
from pipeline.references.tokens import Token, tokenise

_ANYSTYLE = {
    "author": "author",
    "title": "title",
    "journal": "container",
    "container-title": "container",
    "collection-title": "note",
    "date": "date",
    "volume": "volume",
    "pages": "pages",
    "publisher": "publisher",
    "location": "location",
    "editor": "editor",
    "translator": "editor",
    "director": "editor",
    "producer": "editor",
    "note": "note",
    "genre": "note",
    "medium": "note",
    "edition": "note",
    "source": "publisher",
}
_TEI = {
    ("title", "a"): "title",
    ("title", "j"): "container",
    ("title", "m"): "container",
    ("title", "s"): "note",
    ("title", ""): "title",
    ("biblScope", "vol"): "volume",
    ("biblScope", "volume"): "volume",
    ("biblScope", "issue"): "issue",
    ("biblScope", "pp"): "pages",
    ("biblScope", "page"): "pages",
    ("author", ""): "author",
    ("editor", ""): "editor",
    ("orgName", ""): "author",
    ("orgName", "collaboration"): "author",
    ("date", ""): "date",
    ("publisher", ""): "publisher",
    ("pubPlace", ""): "location",
    ("pubplace", ""): "location",
    ("note", ""): "note",
    ("note", "report"): "note",
}
_LEADING = re.compile(
    r"\W*(?:in\b:?|pp?\b\.?|vol(?:ume)?\b\.?|n(?:o|r|umber)\b\.?|issue\b|bd\b\.?)*\W*",
    re.IGNORECASE,
)
_DATED = re.compile(r"(?:1[89]|20)\d\d[^\d;,]{0,8}\d{0,2}[;,]\s*(?=\d)")
_ISSUE = re.compile(
    r"\(([^()]+)\)|\b(?:no|nr|n|issue|number)\b[.°º:]?\s*(\w+(?:[–-]\w+)?)", re.IGNORECASE
)


class Labelled(NamedTuple):
    """An entry with the label of its stretches, and the document it is from."""

    document: str
    text: str
    spans: tuple[tuple[int, int, str], ...]

    def field(self, label: str) -> str:
        """Return the first stretch of a label."""
        return next((self.text[s:e] for s, e, name in self.spans if name == label), "")


class Builder:
    """An entry under construction, piece by piece."""

    def __init__(self) -> None:
        self.text = ""
        self.spans: list[tuple[int, int, str]] = []

    def put(self, text: str, label: str | None = None) -> Builder:
        """Append words; those of a label become a span."""
        if label and text:
            self.spans.append((len(self.text), len(self.text) + len(text), label))
        self.text += text
        return self

    def done(self, document: str) -> Labelled:
        """Return the entry."""
        return Labelled(document, self.text, tuple(self.spans))


def token_labels(entry: Labelled) -> tuple[list[Token], list[str]]:
    """Return the tokens of an entry without its label (number), and the label of each.

    Signs between two stretches go with the stretch before them, words are ``other``.
    """
    begin = read_label(entry.text)[1]
    text = entry.text[begin:]
    spans = [(max(s - begin, 0), e - begin, name) for s, e, name in entry.spans if e > begin]
    tokens = tokenise(text)
    labels: list[str] = []
    at = 0
    previous = "other"
    for token in tokens:
        while at < len(spans) and spans[at][1] <= token.start:
            at += 1
        inside = at < len(spans) and spans[at][0] < token.end
        if inside:
            previous = spans[at][2]
        elif token.text[0].isalnum():
            previous = "other"
        labels.append(previous)
    return tokens, labels


def corpora(data: Path) -> list[Labelled]:
    """Return the labelled entries of anystyle and GROBID, once each."""
    found = [*_anystyle(data / "references" / "anystyle"), *_grobid(data / "references" / "grobid")]
    return list({e.text: e for e in found if 20 < len(e.text) < 1500}.values())


def _parsed(path: Path) -> Any:
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    return etree.fromstring(path.read_bytes(), parser)


def _anystyle(folder: Path) -> Iterator[Labelled]:
    for name in ("core", "gold", "good", "ugly"):
        for sequence in _parsed(folder / f"{name}.xml").iter("sequence"):
            entry = Builder()
            for part in sequence:
                words = " ".join((part.text or "").split())
                if words:
                    _put(entry.put(" " if entry.text else ""), words, _ANYSTYLE.get(part.tag))
            yield entry.done(f"{name} {hashlib.sha1(entry.text.encode()).hexdigest()[:8]}")


def _grobid(folder: Path) -> Iterator[Labelled]:
    for path in sorted((folder / "citation").glob("*.xml")):
        root = _parsed(path)
        for bibl in root.iter("{*}bibl") if root is not None else ():
            entry = Builder()
            whole = bibl.find(".//{*}title[@level='a']") is None
            _tei(bibl, entry, None, whole)
            yield entry.done(path.name)


def _tei(element: Any, entry: Builder, label: str | None, whole: bool) -> None:
    """Append an element; a book's own title is its ``title``, not a container."""
    _words(entry, element.text, label)
    for child in element:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        kind = child.get("level") or child.get("type") or child.get("unit") or ""
        inner = "title" if whole and kind == "m" else _TEI.get((name, kind))
        _tei(child, entry, inner or label, whole)
        _words(entry, child.tail, label)


def _words(entry: Builder, text: str | None, label: str | None) -> None:
    """Append text with its white space folded."""
    words = " ".join((text or "").split())
    if text and text[0].isspace() and entry.text and entry.text[-1] != " ":
        entry.put(" ")
    if words:
        _put(entry, words, label)
    if words and text and text[-1].isspace():
        entry.put(" ")


def _put(entry: Builder, words: str, label: str | None) -> None:
    """Append a stretch; what introduces it (``In``, ``pp.``) is left out, an issue split off."""
    lead = _LEADING.match(words)
    begin = (
        lead.end() if lead and label in ("container", "editor", "volume", "issue", "pages") else 0
    )
    if begin >= len(words):
        begin = 0
    entry.put(words[:begin])
    words = words[begin:]
    dated = _DATED.match(words) if label == "volume" else None
    if dated:
        entry.put(words[: dated.end()], "date")
        words = words[dated.end() :]
    issue = _ISSUE.search(words) if label == "volume" else None
    if issue is None:
        entry.put(words, label)
        return
    group = 1 if issue[1] else 2
    entry.put(words[: issue.start()], label)
    entry.put(words[issue.start() : issue.start(group)])
    entry.put(issue[group], "issue")
    entry.put(words[issue.end(group) :])
