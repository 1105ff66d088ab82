"""Records of literature databases with abstracts: PubMed (``.nbib``, MEDLINE) and RIS.

Such a file holds many records, and each is an article of its own. The file is cut where records
begin, so that one of them is read without the others.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.errors import ArticleError
from pipeline.read.hints import Hints
from pipeline.read.page import Page
from pipeline.text.identifiers import identifiers_in

SUFFIXES = (".nbib", ".medline", ".ris")
_BEGIN = re.compile(rb"^(?:\xef\xbb\xbf)?(?:PMID- ?\d|TY  ?- )", re.M)
_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}(?:PMID- ?\d{1,9}\s|TY  ?- ?[A-Z]{2,9}\s)")
_LINE = re.compile(r"([A-Z][A-Z\d]{1,3}) {0,3}-(?: (.*)|$)")
_PMID = re.compile(rb"^PMID- ?(\d{1,9})", re.M)
_RIS_PMID = re.compile(
    rb"^(?:AN|ID|C2|M2|N1|UR|U1) {1,2}- .{0,80}?(?:PMID:?\s?|pubmed[^\d\n]{1,40}/)(\d{5,9})\b", re.M
)
_PUBMED = re.compile(rb"^DB {1,2}- .{0,20}(?:pubmed|medline)", re.M | re.I)
_ACCESSION = re.compile(rb"^(?:AN|ID) {1,2}- (\d{5,9})\s", re.M)
_LABEL = re.compile(
    r"(?:(?<=[.!?)\]”\"]) |\A)([A-Z][A-Z &/,'’()-]{2,59}"
    r"|Backgrounds?|Contexts?|Importance|Introduction|Objectives?|Aims?|Purpose|(?:Materials and )?"
    r"[Mm]ethods?|(?:Study )?[Dd]esign|Settings?|Participants|Patients|Interventions?"
    r"|(?:(?:Main|Primary) )?[Oo]utcome measures?|(?:Main )?[Rr]esults?|(?:Key )?[Ff]indings"
    r"|Discussion|Limitations?|Conclusions?|Interpretation|Significance):(?= \S)"
)
_MARKUP = re.compile(r"</?[a-z][\w:-]{0,20}(?:\s[^<>]{0,100})?/?>", re.I)
_RIGHTS = re.compile(r"\s(?:©|\([cC]\)|Copyright\b)[^.]{0,160}\.(?: All rights reserved\.)?\s?$")
_DAY = re.compile(r"((?:1[89]|20)\d\d)(?:[ /-]([A-Za-z]{3}|\d{1,2})(?:[ /-](\d{1,2}))?)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SAID_NOTHING = re.compile(r"\W{0,3}(?:no )?abstract(?: (?:not )?available)?\W{0,3}|n/?a", re.I)
_MOST = 500  # authors, and keywords
_TITLES = ("TI", "T1", "BTI", "CT", "TT", "ST")
_JOURNALS = ("JT", "JF", "JO", "T2", "TA", "JA", "J2", "CTI")


_PARTED = re.compile(r"(.+\.(?:nbib|medline|ris|txt|text))#([^/#]{1,40})", re.I | re.S)


def parted(source: str) -> tuple[str, str | None]:
    """Return the name of a file, and what the record of it is called that a source names."""
    found = _PARTED.fullmatch(source)
    return (found[1], found[2]) if found else (source, None)


class Part(NamedTuple):
    """A record of a file: what it is called there, and its bytes."""

    key: str
    start: int
    end: int


def is_export(data: bytes) -> bool:
    """Whether a file begins with a record of a literature database."""
    return _HEAD.match(data[:400]) is not None


def split_records(data: bytes) -> list[Part]:
    """Return the records of a file, each called by its PMID, or by its place in the file."""
    begins = [found.start() for found in _BEGIN.finditer(data)]
    parts: list[Part] = []
    taken: dict[str, int] = {}
    for n, start in enumerate(begins, start=1):
        end = begins[n] if n < len(begins) else len(data)
        key = _key(data[start:end]) or str(n)
        taken[key] = taken.get(key, 0) + 1
        parts.append(Part(key if taken[key] == 1 else f"{key}-{taken[key]}", start, end))
    return parts


def _key(record: bytes) -> str | None:
    found = _PMID.search(record) or _RIS_PMID.search(record)
    if found is None and _PUBMED.search(record):
        found = _ACCESSION.search(record)
    return found[1].decode() if found else None


def render_records(text: str) -> tuple[str, Hints]:
    """Return the records of a text as text and its structure; a file of a table may hold several.

    Raises ``ArticleError`` where there is none.
    """
    page = Page()
    records = [record for record in map(_fields, _records(text)) if _first(record, *_TITLES)]
    if not records:
        raise ArticleError("holds no record with a title: export it again, with abstracts")
    for n, record in enumerate(records):
        _write(page, record, n == 0)
    body, hints = page.finish()
    first = records[0]
    return body, replace(
        hints,
        title=_first(first, *_TITLES),
        date=_date(first),
        byline=_byline(first) or None,
        url=_address(first),
    )


def _records(text: str) -> Iterator[list[str]]:
    lines: list[str] = []
    for line in text.removeprefix("\ufeff").splitlines():
        if lines and re.match(r"PMID-|TY  ?-", line):
            yield lines
            lines = []
        lines.append(line)
    yield lines


def _fields(lines: list[str]) -> dict[str, list[str]]:
    """Return the values of each tag; a line without one goes on with the last."""
    found: dict[str, list[str]] = {}
    last: list[str] = []
    for line in lines:
        tag = _LINE.match(line)
        if tag:
            if tag[1] == "ER":
                last = []
                continue
            last = found.setdefault(tag[1], [])
            last.append((tag[2] or "").strip())
        elif last and line.strip():
            last[-1] = f"{last[-1]} {line.strip()}"
    return found


def _first(record: dict[str, list[str]], *tags: str) -> str | None:
    values = (" ".join(value.split()) for tag in tags for value in record.get(tag, ()))
    return next((value for value in values if value), None)


def _write(page: Page, record: dict[str, list[str]], first: bool) -> None:
    """Write a record: title, authors, where it stands, and its abstract in parts."""
    page.put((_first(record, *_TITLES) or "").strip("[]") if first else _first(record, *_TITLES))
    page.close("front" if first else "body", "title" if first else "heading", 1)
    for line in (_byline(record), _source(record)):
        page.put(line)
        page.close("front", "other")
    abstract = [_plain(a) for a in record.get("AB") or record.get("N2") or ()]
    said = [a for a in abstract if a and not _SAID_NOTHING.fullmatch(a)]
    if said:
        page.put("Abstract")
        page.close("body", "heading", 2)
    for one in said:
        _write_abstract(page, one)
    identifiers = [f"{name}: {value}" for name, value in _identifiers(record) if value]
    for line in (_keywords(record), ". ".join(identifiers)):
        page.put(line)
        page.close("boilerplate", "other")


def _write_abstract(page: Page, abstract: str) -> None:
    """Write an abstract; the labels of a structured one head its parts."""
    rights = _RIGHTS.search(abstract, max(len(abstract) - 250, 0))
    abstract = abstract[: rights.start()] if rights else abstract
    labels = list(_LABEL.finditer(abstract))
    if len(labels) < 2:
        labels = []
    cuts = [label.start() for label in labels] + [len(abstract)]
    page.put(abstract[: cuts[0]])
    page.close("body", "paragraph")
    for label, end in zip(labels, cuts[1:], strict=True):
        page.put(label[1])
        page.close("body", "heading", 3)
        page.put(abstract[label.end() : end])
        page.close("body", "paragraph")
    page.put(rights[0] if rights else "")
    page.close("boilerplate", "other")


def _plain(text: str) -> str:
    return " ".join(html.unescape(_MARKUP.sub(" ", text)).split())


def _authors(record: dict[str, list[str]]) -> list[str]:
    people = record.get("FAU") or record.get("AU") or record.get("A1") or record.get("CN") or []
    return [name for name in people[:_MOST] if name]


def _byline(record: dict[str, list[str]]) -> str:
    people = _authors(record)
    return ("; " if any("," in name for name in people) else ", ").join(people)


def _source(record: dict[str, list[str]]) -> str:
    """Return where an article stands, as the database prints it or as its fields say."""
    printed = _first(record, "SO")
    if printed:
        return printed
    pages = "-".join(filter(None, (_first(record, "SP"), _first(record, "EP"))))
    volume, issue = _first(record, "VI", "VL"), _first(record, "IP", "IS")
    place = f"{volume or ''}{f'({issue})' if issue else ''}{f':{pages}' if pages else ''}"
    journal, date = _first(record, *_JOURNALS), _date(record)
    return ". ".join(filter(None, (journal, ";".join(filter(None, (date, place))))))


def _keywords(record: dict[str, list[str]]) -> str:
    words = [word for word in (record.get("OT") or record.get("KW") or ())[:_MOST] if word]
    return f"Keywords: {'; '.join(words)}" if words else ""


def _identifiers(record: dict[str, list[str]]) -> list[tuple[str, str | None]]:
    given = [v for tag in ("LID", "AID") for v in record.get(tag, ()) if v.endswith("[doi]")]
    printed = " ".join(
        [*given, *record.get("DO", ()), *record.get("UR", ()), *record.get("M3", ())]
    )
    return [
        ("DOI", identifiers_in(printed).doi),
        ("PMID", _first(record, "PMID")),
        ("PMCID", _first(record, "PMC")),
    ]


def _address(record: dict[str, list[str]]) -> str | None:
    found = dict(_identifiers(record))
    if found["DOI"]:
        return f"https://doi.org/{found['DOI']}"
    if found["PMID"]:
        return f"https://pubmed.ncbi.nlm.nih.gov/{found['PMID']}/"
    url = _first(record, "UR", "L2")
    return url if url and url[:4].lower() == "http" else None


def _date(record: dict[str, list[str]]) -> str | None:
    """Return the day of publication as far as it is known, the year first."""
    found = _DAY.search(_first(record, "DP", "DA", "PY", "Y1") or "")
    if not found:
        return None
    month = (found[2] or "").lower()
    number = (
        _MONTHS.index(month) + 1 if month in _MONTHS else int(month) if month.isdecimal() else 0
    )
    if not 1 <= number <= 12:
        return found[1]
    day = int(found[3]) if found[3] else 0
    return f"{found[1]}-{number:02d}" + (f"-{day:02d}" if 1 <= day <= 31 else "")
