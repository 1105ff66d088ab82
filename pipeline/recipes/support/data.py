"""Paragraphs with known support: windows of citing text, and annotated web pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.support.ties import Offsets, Paragraph

_TAG = re.compile(r"</?CITATION_MARKER>")
_NUMBERS = r"\d{1,3}[a-z]?(?:\s?[,;–—-]\s?\d{1,3}[a-z]?)*"
# What else cites in a window, by the style of the marker that is tagged in it.
_MARKERS = {
    "[": re.compile(rf"\[\s?{_NUMBERS}\s?\]"),
    "(": re.compile(rf"\(\s?(?:refs?\.? )?{_NUMBERS}\s?\)"),
    "name": re.compile(
        r"\((?:[^()]|\([^()]{0,20}\)){0,600}?\b(?:1[89]|20)\d\d[a-z]?\b[^()]{0,300}\)"
        r"|\b[A-Z][\w'’-]+(?: et al\.?| and [A-Z][\w'’-]+|),? \(?(?:1[89]|20)\d\d[a-z]?\)?"
    ),
    "flat": re.compile(
        rf"(?:(?<=[a-z][a-z][.,;)])|(?<=[a-z][a-z])|(?<=\)))\s?(?<![\d.])(?:{_NUMBERS})(?![\w%.]*\w)"
    ),
}


class Window(NamedTuple):
    """A paragraph, the sentence ``at`` that holds a marker, and the sentences that it supports."""

    paragraph: Paragraph
    at: int
    supported: list[bool]


class Page(NamedTuple):
    """A paragraph of a web page; ``inherited`` is ``None`` where there is no claim to support."""

    paragraph: Paragraph
    inherited: list[bool | None]


def windows(path: Path) -> list[Window]:
    """Return the windows of a file of Citation Integrity that hold one tagged marker."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        tagged = [at for at, text in enumerate(record["sentences"]) if "<CITATION_MARKER>" in text]
        if len(tagged) == 1:
            supported = [bool(label) for label in record["labels"]]
            found.append(Window(_paragraph(record["sentences"], tagged[0]), tagged[0], supported))
    return found


def _paragraph(sentences: list[str], at: int) -> Paragraph:
    before, inner, _ = re.split(r"</?CITATION_MARKER>", sentences[at])[:3]
    texts = [_TAG.sub("", sentence) for sentence in sentences]
    style = _MARKERS[_style(before, inner)]
    markers = [[match.span() for match in style.finditer(text)] for text in texts]
    start, end = len(before), len(before) + len(inner)
    if not any(a < end and start < b for a, b in markers[at]):
        markers[at] = sorted([*markers[at], (start, end)])
    return Paragraph(texts, markers)


def _style(before: str, inner: str) -> str:
    if re.search(r"[A-Za-z]{3}", inner):
        return "name"
    if inner.strip().startswith("["):
        return "["
    opened = max(before.rfind("("), before.rfind("["))
    closed = max(before.rfind(")"), before.rfind("]"))
    return before[opened] if opened > closed else "flat"


def groups(found: list[Window]) -> list[int]:
    """Return a number for each window, the same where windows share a sentence."""
    parent = list(range(len(found)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    first: dict[str, int] = {}
    for at, window in enumerate(found):
        for sentence in window.paragraph.sentences:
            if len(sentence) > 50:
                parent[root(at)] = root(first.setdefault(sentence, at))
    return [root(at) for at in range(len(found))]


def pages(folder: Path) -> Iterator[Page]:
    """Return the paragraphs of annotated pages that say what neighbours support."""
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        if gold.get("markers") and any("inherited" in claim for claim in gold["claims"]):
            with path.with_suffix(".txt").open(encoding="utf-8", newline="") as stream:
                yield from _page(gold, stream.read())


def _page(gold: dict[str, Any], text: str) -> Iterator[Page]:
    claims = {claim["sentence_start"]: claim for claim in gold["claims"]}
    for block in gold["blocks"]:
        inside = [s for s in gold["sentences"] if block["start"] <= s["start"] < block["end"]]
        markers: list[Offsets] = [
            [
                (m["start"] - s["start"], m["end"] - s["start"])
                for m in gold["markers"]
                if s["start"] <= m["start"] < s["end"]
            ]
            for s in inside
        ]
        inherited = [claims.get(s["start"], {}).get("inherited") for s in inside]
        yield Page(Paragraph([text[s["start"] : s["end"]] for s in inside], markers), inherited)
