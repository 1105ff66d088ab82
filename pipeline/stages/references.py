"""The reference list: blocks of region ``references`` -> entries with fields.

One block is one entry as a rule. Where the list is numbered its numbers repair what a
page dump broke: a number alone on its line belongs to the next block, a block without
a number continues the entry before it, and a block that holds the next number (``… 648.
2 Pollak …``) holds two entries. The fields are read by `pipeline.citation.bibliography`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlencode

from pipeline.citation.bibliography import LONGEST, Fields, read_entry, read_label
from pipeline.citation.csl import csl_item
from pipeline.citation.names import Name
from pipeline.records import Article, Author, Block, EntryHint, Hints, Reference

PUBMED = "https://pubmed.ncbi.nlm.nih.gov/"
"""Where ``search_url`` leads; nothing is fetched from there."""

_LABEL_IN_TEXT = re.compile(
    r"(?<=[.\])\d;/])(?:\s{1,8})(?=(\[(\d{1,4})\]|\((\d{1,4})\)|(\d{1,4})[.)]|(\d{1,4})(?=\s[^\W\d_a-z][\w'’-]{1,30}\s[A-Z]{1,3}[,.\s]))\s{0,8}[^\W\d_a-z])"
    r"|\n\s{0,8}(?=(\[(\d{1,4})\]|\((\d{1,4})\)|(\d{1,4})[.)]|(\d{1,4}))\s{0,8}\S)"
)
# A number belongs to its entry, a bullet does not.
_BULLET = re.compile(r"[•·*▪◦‣–-]\s{1,8}")
_GAP = 400


def parse_references(
    article: Article, blocks: list[Block], hints: Hints | None = None
) -> list[Reference]:
    """Return the entries of the article's reference list (or lists), in order of appearance.

    Fields that the article's markup gives (JATS) go before those read from the print.
    """
    entries = [b for b in blocks if b.region == "references" and b.kind == "reference"]
    if hints and hints.entries:
        known = {entry.start: entry for entry in hints.entries}
        given = _with_neighbours(blocks, known, article.text)
        return [
            _record(article, order, block.start, block.end, known.get(block.start))
            for order, block in enumerate(given, start=1)
        ]
    entries.sort(key=lambda b: b.start)
    spans = [s for block in entries for s in _split(article.text, block.start, block.end)]
    spans = _join(article.text, spans)
    return [
        _record(article, order, start, end) for order, (start, end) in enumerate(spans, start=1)
    ]


def _with_neighbours(blocks: list[Block], known: dict[int, EntryHint], text: str) -> list[Block]:
    """Return the entries of the markup, and what stands among them and looks like one."""
    labelled = _numbered([read_label(text[start : start + 40])[0] for start in known])
    found, inside = [], False
    for block in blocks:
        if block.region == "references" and block.kind == "reference":
            alike = not labelled or read_label(block.text[:40])[0] is not None
            inside = block.start in known or (inside and alike)
            if inside:
                found.append(block)
        elif block.region not in ("references", "boilerplate"):
            inside = False
    return found


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the entries of a block: cut before each label that is the next number."""
    first, _ = read_label(text[start : start + 40])
    if first is None or end - start > 2_000_000:
        yield start, end
        return
    shape = _shape(text[start : start + 40])
    last, expected = start, first + 1
    for match in _LABEL_IN_TEXT.finditer(text, start, end):
        label = match[1] or match[6]
        if int(re.sub(r"\D", "", label)) == expected and _shape(label) == shape:
            yield _tight(text, last, match.start())
            last, expected = match.end(), expected + 1
    yield _tight(text, last, end)


def _shape(text: str) -> str:
    """Return how a label is printed, its number left out: ``[]``, ``.``, or nothing."""
    match = re.match(r"\s{0,8}([\[(]?)\^?\d{1,4}([\].)]?)", text)
    return match[1] + match[2] if match else "?"


def _join(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join what belongs to one entry, if the list is numbered."""
    labels = [read_label(text[s : min(e, s + 40)])[0] for s, e in spans]
    numbered = _numbered(labels)
    alone = [
        bool(re.fullmatch(r"\s*[\[(]?\d{1,4}[\].)]*\s*", text[s : min(e, s + 12)])) and e - s < 10
        for s, e in spans
    ]
    joined: list[tuple[int, int]] = []
    open_label = False
    for (start, end), label, lonely in zip(spans, labels, alone, strict=True):
        continues = numbered and label is None and not lonely
        if joined and (open_label or continues) and _adjacent(text, joined[-1][1], start):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
        open_label = lonely
    return joined


def _numbered(labels: list[int | None]) -> bool:
    """Whether a list is numbered: most blocks are, or the first and then on by ones."""
    known = [label for label in labels if label is not None]
    if len(known) > 0.5 * len(labels):
        return True
    steps = sum(b == a + 1 for a, b in pairwise(known))
    return len(known) > 1 and labels[0] is not None and steps >= 0.8 * (len(known) - 1)


def _adjacent(text: str, end: int, start: int) -> bool:
    return 0 <= start - end < _GAP and not text[end:start].strip() and end - start < LONGEST


def _tight(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _given(fields: Fields, entry: EntryHint) -> Fields:
    """Return the fields with those of the markup in place; all of them where it marks any."""
    fields = replace(fields, number=entry.number or fields.number)
    if not entry.given:
        return fields
    return replace(
        fields,
        authors=tuple(Name(a.family, a.given) for a in entry.authors),
        et_al=entry.et_al,
        year=entry.year,
        title=entry.title,
        container=entry.container,
        volume=entry.volume,
        issue=entry.issue,
        pages=entry.pages,
        doi=entry.doi or fields.doi,
        pmid=entry.pmid or fields.pmid,
        pmcid=entry.pmcid or fields.pmcid,
    )


def _record(
    article: Article, order: int, start: int, end: int, entry: EntryHint | None = None
) -> Reference:
    start, end = _tight(article.text, start, end)
    bullet = _BULLET.match(article.text, start, end)
    start = bullet.end() if bullet and bullet.end() < end else start
    fields = read_entry(article.text[start:end])
    fields = _given(fields, entry) if entry else fields
    reference_id = f"{article.id}:r{order:03d}"
    return Reference(
        article=article.id,
        id=reference_id,
        start=start,
        end=end,
        text=article.text[start:end],
        number=fields.number,
        authors=tuple(Author(family=n.family, given=n.given) for n in fields.authors),
        et_al=fields.et_al,
        year=fields.year,
        title=fields.title,
        container=fields.container,
        volume=fields.volume,
        issue=fields.issue,
        pages=fields.pages,
        doi=fields.doi,
        pmid=fields.pmid,
        pmcid=fields.pmcid,
        url=fields.url,
        csl=csl_item(reference_id, fields, entry.csl_type if entry else None),
        search_url=search_url(fields),
    )


def search_url(fields: Fields) -> str:
    """Return a PubMed query link made of the fields printed, the surest first."""
    if fields.pmid:
        return f"{PUBMED}{fields.pmid}/"
    terms: list[str] = []
    first_page = re.split(r"[^\w]", fields.pages or "", maxsplit=1)[0]
    if fields.doi:
        terms = [f"{fields.doi}[doi]"]
    else:
        if fields.authors:
            name = fields.authors[0]
            initials = "".join(c for c in name.given or "" if c.isupper())
            terms.append(f"{name.family} {initials}".strip() + "[au]")
        if fields.year:
            terms.append(f"{fields.year}[dp]")
        if fields.volume:
            terms.append(f"{fields.volume}[vi]")
        if fields.issue and fields.volume and not first_page:
            terms.append(f"{fields.issue}[ip]")
        if first_page:
            terms.append(f"{first_page}[pg]")
        if fields.title and not (fields.volume and first_page):
            terms.append(f"{fields.title}[ti]")
    return PUBMED + "?" + urlencode({"term": " AND ".join(terms)})
