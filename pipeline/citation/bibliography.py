"""One printed reference entry into its fields: label, identifiers, year, volume, pages, titles.

The order in which styles print their parts is what is read: the label, the authors
(`pipeline.citation.names`), then either the year and the titles (APA, Harvard) or the titles
and the year (Vancouver, AMA, MDPI), with ``volume(issue):pages`` after the year, or
before it. A part that is not printed is left out; nothing is guessed from outside.
All patterns are bounded, so an entry costs time in its length only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from pipeline.citation.names import Name, read_names
from pipeline.citation.numbers import DASHES

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
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_YEAR = re.compile(r"(?<![\w./:-])((?:1[89]|20)\d\d)(?!\d)(?![\-\u2013]\d{3,})[a-z]?(?!\w)")
_AFTER_YEAR = re.compile(
    rf"\s{{0,2}}(?:{_MONTH}(?:[\s\u2013-]{{1,3}}{_MONTH})?)?\s{{0,2}}\d{{0,2}}"
)
_NOT_THE_YEAR = re.compile(
    r"(?:updated|accessed|retrieved|cited|available|viewed|published online)\W.{0,24}$", re.I
)

_PAGE = rf"[A-Za-z]{{0,6}}\d[\w.]{{0,14}}(?:\s?[{DASHES}]{{1,2}}\s?[A-Za-z]{{0,4}}\d\w{{0,9}})?"
_VOLUME = rf"[A-Za-z]{{0,4}}\d{{1,5}}[A-Za-z]?(?:[{DASHES}/]\d{{1,5}})?"
_VOLUME += r"(?:\s(?:Suppl|Pt|Spec No)\.?(?:\s\w{1,4})?)?"
_ISSUE = r"[^()]{1,40}"
_LEAD = r"(?:(?:vol(?:ume)?\.?|v\.)\s{0,2})?"
_PP = r"(?:pp?\.?\s{0,2})?"
# "2006;124(3):45-9", "2006;124:e45", "2006;124(3)", "2006:45-9" after the year.
_AFTER = re.compile(
    rf"\s{{0,2}}[;,.]?\s{{0,2}}{_LEAD}(?P<volume>{_VOLUME}|Suppl\.?(?:\s\w{{1,4}})?)?\s{{0,2}}"
    rf"(?:\((?P<issue>{_ISSUE})\))?\s{{0,2}}(?:[:,]\s{{0,2}}{_PP}(?P<pages>{_PAGE}))?"
)
# "12(3):45-9", "12(3), 45-9", "12:45-9", "12, 45-49", "39 (4), p. 485" wherever they stand.
_ANYWHERE = re.compile(
    rf"(?<![\w.(/:-]){_LEAD}(?P<volume>{_VOLUME})"
    rf"(?:\s?\((?P<issue>{_ISSUE})\)(?:\s?[:,]\s?{_PP}(?P<pages>{_PAGE}))?"
    rf"|\s?[:,]\s?{_PP}(?P<pages2>{_PAGE}))"
)
_PAGES_ONLY = re.compile(rf"\bpp?\.?\s{{0,2}}({_PAGE})")
_SENTENCE_END = re.compile(
    r"(?<=[^\W\d_][^\W\d_])[.?!][\"”’']?\s+|[.?!][\"”’']?\s+(?=[\"“‘\[]|[^\W\d_a-z])"
)
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


def read_entry(text: str) -> Fields:
    """Return the fields printed in one entry of a reference list."""
    text = " ".join(text[:LONGEST].split())
    number, begin = read_label(text)
    text = text[begin:]
    fields, words = _identifiers(text)
    names, et_al, end = read_names(words)
    year, year_start, year_end = _year(words, end)
    fields = replace(fields, number=number, authors=names, et_al=et_al, year=year)
    if year is None:
        return _titles(_volume_anywhere(fields, words, end), words, end, None)
    if not words[end:year_start].strip(_EDGE + "([") and not _follows(words, year_end):
        return _year_first(fields, words, year_end)
    return _year_last(fields, words, end, year_start, year_end)


def _identifiers(text: str) -> tuple[Fields, str]:
    """Return the identifiers and the text before the first of them."""
    cut = len(text)
    values: dict[str, Any] = {}
    for key, pattern in (("doi", _DOI), ("pmid", _PMID), ("pmcid", _PMCID), ("url", _URL)):
        match = pattern.search(text)
        if match:
            value = match[match.lastindex or 0]
            values[key] = _trimmed(value) if key in ("doi", "url") else value.upper()
            cut = min(cut, match.start())
    return replace(Fields(), **values), text[:cut].rstrip(" (<[") if cut else text


def _trimmed(value: str) -> str:
    """Drop what closes the sentence round a DOI or URL, not what belongs to it."""
    while value and (
        value[-1] in ".,;:'\"”’>]}" or (value[-1] == ")" and value.count(")") > value.count("("))
    ):
        value = value[:-1]
    return value


def _follows(text: str, year_end: int) -> bool:
    """Whether volume or pages follow the year: then the titles stand before it, if at all."""
    rest = text[_after_year(text, year_end) :]
    return rest[:1] in (";", ":") and bool(re.match(r"[;:]\s{0,2}[\w(]", rest))


def _after_year(text: str, end: int) -> int:
    match = _AFTER_YEAR.match(text, end)
    return match.end() if match else end


def _year(text: str, authors_end: int) -> tuple[int | None, int, int]:
    """Return the year of publication and its span: the printed year best placed for it."""
    best: tuple[float, int, int, int] | None = None
    for order, match in enumerate(_YEAR.finditer(text)):
        score = order * 0.01
        after = text[_after_year(text, match.end()) :][:3]
        before = text[max(0, match.start() - 40) : match.start()]
        if after[:1] in (";", ":"):
            score += 3
        if before.endswith("(") and after[:1] in (")", ","):
            score += 3
        if not text[authors_end : match.start()].strip(_EDGE + "(["):
            score += 1.5
        if after[:1] == "," or not after.strip(". )"):
            score += 1
        if _NOT_THE_YEAR.search(before) or before.rstrip().endswith((";", ":")):
            score -= 4
        if best is None or score > best[0]:
            best = (score, int(match[1]), match.start(), match.end())
    return (None, 0, 0) if best is None else best[1:]


def _volume_anywhere(fields: Fields, text: str, begin: int) -> Fields:
    found = None
    for match in _ANYWHERE.finditer(text, begin):
        found = match
    if found is None:
        pages = _PAGES_ONLY.search(text, begin)
        return replace(fields, pages=_clean(pages[1])) if pages else fields
    pages_text = found["pages"] or found["pages2"]
    return replace(
        fields, volume=found["volume"], issue=_clean(found["issue"]), pages=_clean(pages_text)
    )


def _year_first(fields: Fields, text: str, year_end: int) -> Fields:
    """Read ``Authors (2011) Title. Container 12, 34-56.``"""
    begin = text.find(")", year_end) + 1 if text[year_end - 1 :][:40].count(")") else year_end
    fields = _volume_anywhere(fields, text, begin)
    return _titles(fields, text, begin, None)


def _year_last(fields: Fields, text: str, begin: int, start: int, end: int) -> Fields:
    """Read ``Authors. Title. Container. 2011;12(3):34-56.`` and its kin."""
    match = _AFTER.match(text, _after_year(text, end))
    if match and (match["volume"] or match["pages"]) and text[match.start() : match.end()].strip():
        fields = replace(
            fields,
            volume=match["volume"],
            issue=_clean(match["issue"]),
            pages=_clean(match["pages"]),
        )
        return _titles(fields, text, begin, start)
    fields = _volume_anywhere(fields, text, begin)
    return _titles(fields, text, begin, start)


def _titles(fields: Fields, text: str, begin: int, stop: int | None) -> Fields:
    """Fill in title and container from the words between ``begin`` and volume or year."""
    end = len(text) if stop is None else stop
    if fields.volume:
        for match in _ANYWHERE.finditer(text, begin):
            if match["volume"] == fields.volume:
                end = min(end, match.start())
    span = text[begin:end].strip(_EDGE + "()[]")
    if not span:
        return fields
    parts = [p for p in _sentences(span) if p.strip(_EDGE)]
    if len(parts) > 1 and stop is not None and text[begin:end].rstrip().endswith(";"):
        parts = parts[:-1]  # "Publisher; 2004": the book stands before it
    if not fields.authors and _collective(parts, fields):
        name = parts.pop(0).strip(_EDGE)
        fields = replace(fields, authors=(Name(name, None),))
    if not parts:
        return fields
    if len(parts) == 1:
        whole = parts[0].strip(_EDGE)
        return replace(fields, container=whole, title=None if fields.volume else whole)
    cut = len(parts) - 1
    while cut > 1 and _abbreviated(parts[cut - 1]):
        cut -= 1
    title = " ".join(parts[:cut]).strip(' ,;:"“”')
    title = title[:-1] if title.endswith(".") else title
    return replace(
        fields,
        title=title.strip(_EDGE) or None,
        container=" ".join(parts[cut:]).strip(_EDGE + "(") or None,
    )


def _collective(parts: list[str], fields: Fields) -> bool:
    """Whether an entry without personal names begins with the body that wrote it."""
    enough = 3 if fields.volume or fields.pages else 2
    words = parts[0].split() if parts else []
    return (
        len(parts) >= enough and len(words) <= 6 and parts[0][:1].isupper() and ":" not in parts[0]
    )


def _abbreviated(part: str) -> bool:
    """Whether a piece between full stops is a word of an abbreviated journal name."""
    words = part.rstrip(". ").split()
    return (
        part.endswith(".")
        and 0 < len(words) <= 2
        and all(len(w) <= 8 and (w[0].isupper() or w in ("of", "and")) for w in words)
    )


def _sentences(text: str) -> list[str]:
    parts, last = [], 0
    for match in _SENTENCE_END.finditer(text):
        parts.append(text[last : match.end()].strip())
        last = match.end()
    parts.append(text[last:].strip())
    return parts


def _clean(value: str | None) -> str | None:
    value = (value or "").strip().rstrip(".,;")
    return value or None
