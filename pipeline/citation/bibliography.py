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

from pipeline.chain import load_chain
from pipeline.citation.names import Name, read_names
from pipeline.citation.tokens import Token, token_features, tokenise
from pipeline.models import MODELS

LONGEST = 4000
"""Characters of an entry that are read; a longer one is no entry."""

_LABEL = re.compile(
    r"[\s•·*–-]{0,8}(?:\[\^?(\d{1,4})\]:?|\((\d{1,4})\)|\^?(\d{1,4})[.)](?!\d)|\^?(\d{1,4})(?=\s))\s*"
)
_LOWER_OPENING = re.compile(r"https?:|www\.|[a-z]{1,4}(?:\s[a-z]{1,4})?[\s'’-][^\W\d_a-z]")
_BULLET = re.compile(r"[\s•·*▪◦↑^–-]{0,8}")
_DOI = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|\bdoi:?\s{0,2})?\b(10\.\d{4,9}/[^\s\"<>]+)", re.I
)
_PMID = re.compile(r"(?:\bPMID:?\s{0,2}|pubmed\.ncbi\.nlm\.nih\.gov/|/pubmed/)(\d{1,9})", re.I)
_PMCID = re.compile(r"\b(PMC\d{3,9})\b", re.I)
_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"]{3,}", re.I)
_YEAR = re.compile(r"(?<!\d)((?:1[89]|20)\d\d)(?!\d)")
_LEAD = re.compile(
    r"^\W{0,3}(?:vol(?:ume)?|pp?|pages?|n(?:o|r)|issue|number)\b[.:\s]{0,3}", re.IGNORECASE
)
_VOLUME_ISSUE = re.compile(r"([^()]{1,30})\(([^()]{1,40})\)?|(\d{1,4})[.,]\s?(\d{1,4})")
_ET_AL = re.compile(r"\bet\.?,?\s{0,2}al\b\.?|\band (?:others|colleagues)\b", re.IGNORECASE)
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
    text = text[begin:]
    tokens = tokenise(text)
    labels = load_chain("references", models).label(token_features(tokens))
    parts = _parts(text, tokens, _settled(text, tokens, labels))
    values = _identifiers(text)
    authors, et_al = _authors(parts.get("author", []))
    volume, issue = _volume(parts)
    year = _year(parts)
    if volume == str(year) and not _YEAR.search(" ".join(parts.get("date", []))):
        volume = None  # a date taken for a volume
    title, container = _first(parts, "title"), _first(parts, "container")
    if not container:
        container = title  # a whole book or page
    return Fields(
        number=number,
        authors=authors,
        et_al=et_al,
        year=year,
        title=title,
        container=container,
        volume=volume,
        issue=issue,
        pages=_pages(parts),
        publisher=_first(parts, "publisher"),
        place=_first(parts, "location"),
        editors=_authors(parts.get("editor", []))[0],
        note=_first(parts, "note"),
        **values,
    )


def _settled(text: str, tokens: list[Token], labels: list[str]) -> list[str]:
    """Give the title what follows the authors' last name in their stretch (``Li JH. Bread,``)."""
    end = next((i for i, label in enumerate(labels) if label != "author"), len(labels))
    if not 0 < end < len(labels) or labels[end] != "title":
        return labels
    _, _, names_end = read_names(text[: tokens[end - 1].end])
    first = next((i for i in range(end) if tokens[i].start >= names_end), end)
    if names_end and tokens[first].text in ".:" and tokens[first].end < tokens[end - 1].start:
        return [*labels[: first + 1], *(["title"] * (end - first - 1)), *labels[end:]]
    return labels


def _parts(text: str, tokens: list[Token], labels: list[str]) -> dict[str, list[str]]:
    """Return the stretches of each label, in order."""
    found: dict[str, list[str]] = {}
    start = 0
    for i in range(1, len(tokens) + 1):
        if i == len(tokens) or labels[i] != labels[start]:
            words = text[tokens[start].start : tokens[i - 1].end]
            if i < len(tokens) and tokens[i].text == ")" and words.count("(") > words.count(")"):
                words += text[tokens[i - 1].end : tokens[i].end]
            found.setdefault(labels[start], []).append(words)
            start = i
    return found


def _first(parts: dict[str, list[str]], label: str) -> str | None:
    """Return the first stretch of a label that holds words, without the signs round it."""
    return next(filter(None, (_bare(part) for part in parts.get(label, []))), None)


def _bare(part: str) -> str | None:
    """Drop the signs round a title or name, but no bracket that closes within it."""
    part = part.strip(_EDGE)
    for opening, closing in ("()", "[]"):
        if part.count(opening) != part.count(closing):
            part = part.strip(_EDGE + opening + closing)
    return part or None


def _authors(parts: list[str]) -> tuple[tuple[Name, ...], bool]:
    """Return the names of the stretches of authors, and whether ``et al`` follows."""
    names: list[Name] = []
    et_al = False
    for part in parts:
        found, more, end = read_names(part)
        rest = part[end:].strip(_EDGE + "()[]&")
        if not found and rest:
            found = (Name(_ET_AL.sub("", rest).strip(_EDGE) or rest, None),)
        names += found
        et_al = et_al or more or bool(_ET_AL.search(rest))
    return tuple(names), et_al


def _year(parts: dict[str, list[str]]) -> int | None:
    """Return the year of the first date that holds one, else of what no title holds."""
    for label in ("date", "volume", "issue", "note", "other", "publisher", "container"):
        for part in parts.get(label, []):
            match = _YEAR.search(part)
            if match:
                return int(match[1])
    return None


def _volume(parts: dict[str, list[str]]) -> tuple[str | None, str | None]:
    """Return volume and issue; ``12(3)`` may be labelled as a volume."""
    volume, issue = _first(parts, "volume"), _first(parts, "issue")
    if volume:
        match = _VOLUME_ISSUE.fullmatch(volume)
        if match and not issue:
            volume, issue = match[1] or match[3], match[2] or match[4]
        volume = _LEAD.sub("", volume).strip(_EDGE + "()[]") or None
    if issue:
        issue = _LEAD.sub("", issue).strip(_EDGE + "()[]") or None
    return volume, issue


def _pages(parts: dict[str, list[str]]) -> str | None:
    pages = _first(parts, "pages")
    return _LEAD.sub("", pages).strip(_EDGE + "()[]") or None if pages else None


def _identifiers(text: str) -> dict[str, Any]:
    """Return the identifiers printed, as fields."""
    values: dict[str, Any] = {}
    for key, pattern in (("doi", _DOI), ("pmid", _PMID), ("pmcid", _PMCID), ("url", _URL)):
        match = pattern.search(text)
        if match:
            value = match[match.lastindex or 0]
            values[key] = _trimmed(value) if key in ("doi", "url") else value.upper()
    return values


def _trimmed(value: str) -> str:
    """Drop what closes the sentence round a DOI or URL, not what belongs to it."""
    while value and (
        value[-1] in ".,;:'\"”’>]}" or (value[-1] == ")" and value.count(")") > value.count("("))
    ):
        value = value[:-1]
    return value
