"""One printed reference entry into its fields.

A trained labeller (``models/references``) says which words are authors, title, container
and so on; rules stand round it only: the label before the entry, identifiers, the names
within the authors, numbers within volume, issue and pages. A part that is not printed is
left out; nothing is guessed from outside. All patterns are bounded, so an entry costs
time in its length only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.references.names import Name, read_names, split_names
from pipeline.references.tokens import Token, token_features, tokenise
from pipeline.text.identifiers import trimmed
from pipeline.text.numbers import DASHES
from pipeline.weights.chain import load_chain
from pipeline.weights.folders import MODELS

LONGEST = 4000
"""Characters of an entry that are read; a longer one is no entry."""

_LABEL = re.compile(
    r"[\s•·*–-]{0,8}(?:\[\^?(\d{1,4})\]:?|\((\d{1,4})\)|\^?(\d{1,4})[.)](?!\d)|\^?(\d{1,4})(?=\s))\s*"
)
_LOWER_OPENING = re.compile(r"https?:|www\.|[a-z]{1,4}(?:\s[a-z]{1,4})?[\s'’-][^\W\d_a-z]")
_BACKLINKS = re.compile(r"^[\^↑]\s?(?:[a-z]\s)*")  # of an encyclopedia
_BULLET = re.compile(r"[\s•·*▪◦↑^–-]{0,8}")
_DOI = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|\bdoi:?\s{0,2})?\b(10\.\d{4,9}/[^\s\"<>]+)", re.I
)
_PMID = re.compile(r"(?:\bPMID:?\s{0,2}|pubmed\.ncbi\.nlm\.nih\.gov/|/pubmed/)(\d{1,9})", re.I)
_PMCID = re.compile(r"\b(PMC\d{3,9})\b", re.I)
_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"]{3,}", re.I)
_YEAR = re.compile(r"(?<!\d)((?:1[89]|20)\d\d)(?!\d)")
_YEARS = re.compile(rf"(?:1[89]|20)\d\d[{DASHES}](?:1[89]|20)\d\d")
_LONE_YEAR = re.compile(r"(?<![\w./:-])((?:1[89]|20)\d\d)(?![\w/-])")
_LEAD = re.compile(
    r"^\W{0,3}(?:vol(?:ume)?|pp?|pages?|n(?:o|r)|issue|number)\b[.:\s]{0,3}", re.IGNORECASE
)
_VOLUME_ISSUE = re.compile(r"([^()]{1,30})\(([^()]{1,40})\)?|(\d{1,4})[.,]\s?(\d{1,4})")
_VISIT = re.compile(r"\b(?:updated|accessed|retrieved|cited|visited|viewed)\b", re.IGNORECASE)
_EDGE = " \t\r\n.,;:\"“”‘’'·•"


@dataclass(frozen=True)
class Fields:
    """What an entry prints; ``None`` and empty where it does not."""

    number: int | None = None
    authors: tuple[Name, ...] = ()
    et_al: bool = False
    year: int | None = None
    title: str | None = None
    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    url: str | None = None
    publisher: str | None = None
    place: str | None = None
    editors: tuple[Name, ...] = ()
    note: str | None = None


def read_label(text: str) -> tuple[int | None, int]:
    """Return an entry's printed number and where its words begin."""
    match = _LABEL.match(text)
    if match:
        number = int(next(g for g in match.groups() if g))
        bare = match[4] is not None
        if not bare or (number < 1000 and _begins_entry(text[match.end() :])):
            return number, match.end()
    bullet = _BULLET.match(text)
    return None, bullet.end() if bullet else 0


def _begins_entry(rest: str) -> bool:
    """Whether words after a bare number open an entry: ``Mosca``, ``van Ooij``, a quote, a link."""
    if not rest or rest[0].isdigit():
        return False
    return not rest[0].isascii() or not rest[0].islower() or bool(_LOWER_OPENING.match(rest))


def read_entry(text: str, models: Path = MODELS) -> Fields:
    """Return the fields printed in one entry of a reference list.

    Raises ``ModelError`` when the weights (``models/references``) are missing or damaged.
    """
    text = " ".join(text[:LONGEST].split())
    number, begin = read_label(text)
    text = _BACKLINKS.sub("", text[begin:], count=1)
    tokens = tokenise(text)
    chain = load_chain("references", models)
    labels = chain.label_rows(token_features(tokens, chain.encode))
    parts = _Parts(text, tokens, _settled(text, tokens, labels))
    authors, et_al = _authors(parts.all("author"))
    volume, issue = _volume(parts)
    year = _year(parts)
    if volume == str(year) and not _YEAR.search(" ".join(parts.all("date"))):
        volume = None  # a date taken for a volume
    title = parts.first("title")
    return Fields(
        number=number,
        authors=authors,
        et_al=et_al,
        year=year,
        title=title,
        container=parts.first("container") or title,  # a whole book or page
        volume=volume,
        issue=issue,
        pages=_number(parts.first("pages")),
        publisher=parts.first("publisher"),
        place=parts.first("location"),
        editors=_authors(parts.all("editor"))[0],
        note=parts.first("note"),
        **_identifiers(text),
    )


def _settled(text: str, tokens: list[Token], labels: list[str]) -> list[str]:
    """Give the title its words back: years in it, and what the authors took of it."""
    labels = list(labels)
    if labels.count("date") > 3:
        for i in range(1, len(labels) - 3):
            span = text[tokens[i].start : tokens[i + 2].end]
            if labels[i - 1] == "title" and labels[i] == "date" and _YEARS.fullmatch(span):
                labels[i : i + 4] = ["title"] * 4
    end = next((i for i, label in enumerate(labels) if label != "author"), len(labels))
    if not 0 < end < len(labels):
        return labels
    _, _, names_end = read_names(text[: tokens[end - 1].end])
    first = next((i for i in range(end) if tokens[i].start >= names_end), end)
    untitled = "title" not in labels
    cut = names_end > 0 and first < end and tokens[first].text in ".:"
    # "Li JH. Bread, | beer and wine", "Li JH. Bread. | In: ..."
    if cut and (untitled or (labels[end] == "title" and tokens[end - 1].text != ".")):
        labels[first + 1 : end] = ["title"] * (end - first - 1)
    elif untitled and not names_end and not {"volume", "pages"} & set(labels):
        labels[:end] = ["title"] * end  # "Jet lag. A site. 2020"
    return labels


class _Parts:
    """The stretches of an entry by their labels."""

    def __init__(self, text: str, tokens: list[Token], labels: list[str]) -> None:
        self.text = text
        self.spans: dict[str, list[tuple[int, int]]] = {}
        start = 0
        for i in range(1, len(tokens) + 1):
            if i == len(tokens) or labels[i] != labels[start]:
                span = tokens[start].start, tokens[i - 1].end
                self.spans.setdefault(labels[start], []).append(span)
                start = i

    def all(self, label: str) -> list[str]:
        """Return the stretches of a label, in order."""
        return [self.text[start:end] for start, end in self.spans.get(label, [])]

    def first(self, label: str) -> str | None:
        """Return the first stretch that holds words, without the signs round it."""
        return next(filter(None, map(_bare, self.all(label))), None)


def _bare(part: str) -> str | None:
    """Drop the signs round a field, but no bracket that closes one within it."""
    while part := part.strip(_EDGE):
        opened = part.count("(") + part.count("[") - part.count(")") - part.count("]")
        if part[-1] in "([" or (opened < 0 and part[-1] in ")]"):
            part = part[:-1]
        elif part[0] in ")]" or (opened > 0 and part[0] in "(["):
            part = part[1:]
        elif part[0] in "([" and part[-1] in ")]" and part.count(part[0]) == 1:
            part = part[1:-1]
        else:
            return part
    return None


def _authors(parts: list[str]) -> tuple[tuple[Name, ...], bool]:
    """Return the names of the stretches of authors, and whether ``et al`` follows."""
    names: list[Name] = []
    et_al = False
    for part in parts:
        found, more = split_names(part)
        names += found
        et_al = et_al or more
    return tuple(names), et_al


def _year(parts: _Parts) -> int | None:
    """Return the year of publication: of the dates the best placed, else a year that stands alone.

    Dates before volume or pages (``2011;``) are best, those of an update or a visit last.
    """
    best: tuple[int, int] | None = None
    for start, end in parts.spans.get("date", []):
        match = _YEAR.search(parts.text, start, end)
        if match:
            visit = bool(_VISIT.search(parts.text, max(0, start - 30), start))
            rank = 2 if visit else 1 - (parts.text[end - 1] in ";:")
            if best is None or rank < best[0]:
                best = rank, int(match[1])
    if best:
        return best[1]
    others = ("volume", "issue", "note", "other", "publisher", "container")
    stray = (_LONE_YEAR.search(part) for label in others for part in parts.all(label))
    match = next(filter(None, stray), None)
    return int(match[1]) if match else None


def _volume(parts: _Parts) -> tuple[str | None, str | None]:
    """Return volume and issue; ``12(3)`` may be labelled as a volume."""
    volume, issue = parts.first("volume"), parts.first("issue")
    match = _VOLUME_ISSUE.fullmatch(volume or "")
    if match and not issue:
        volume, issue = match[1] or match[3], match[2] or match[4]
    return _number(volume), _number(issue)


def _number(value: str | None) -> str | None:
    """Return a volume, issue or pages without the word that says what they are."""
    return _bare(_LEAD.sub("", value)) if value else None


def _identifiers(text: str) -> dict[str, Any]:
    """Return the identifiers printed, as fields."""
    values: dict[str, Any] = {}
    for key, pattern in (("doi", _DOI), ("pmid", _PMID), ("pmcid", _PMCID), ("url", _URL)):
        match = pattern.search(text)
        if match:
            value = match[match.lastindex or 0]
            values[key] = trimmed(value) if key in ("doi", "url") else value.upper()
    return values
