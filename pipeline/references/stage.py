"""The reference list: blocks of region ``references`` -> entries with fields.

One block is one entry: broken and glued ones were put right with the lines
(`pipeline.segment.entries`). The fields are read by `pipeline.references.bibliography`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from urllib.parse import urlencode

import msgspec

from pipeline.read.hints import EntryHint, Hints
from pipeline.records import Article, Author, Block, Reference
from pipeline.references.bibliography import read_entry, read_label
from pipeline.references.csl import csl_item
from pipeline.references.customs import is_count
from pipeline.references.fields import Fields
from pipeline.references.names import Name
from pipeline.text.signs import DASHES, past_bullet

_DASH = re.compile(rf"(?:⸻|[{DASHES}_]{{2,12}})(?=[.,:]?\s)")
# A note that names the work of the one before it, and a page.
_IBID = re.compile(r"(?:Ibid(?:em)?|Ebd|Ebenda|Id)\b\.?.{0,40}$", re.IGNORECASE | re.DOTALL)
_SHORT_TITLE = 8
"""Letters of a title by which a work is named again."""

PUBMED = "https://pubmed.ncbi.nlm.nih.gov/"
"""Where ``search_url`` leads; nothing is fetched from there."""


def parse_references(
    article: Article, blocks: list[Block], hints: Hints | None = None
) -> list[Reference]:
    """Return the entries of the article's reference list (or lists), in order of appearance.

    Fields that the article's markup gives (JATS) go before those read from the print.
    """
    known = {entry.start: entry for entry in hints.entries} if hints else {}
    entries = [b for b in blocks if b.region == "references" and b.kind == "reference"]
    entries = _with_neighbours(blocks, known, article.text) if known else entries
    found: list[Reference] = []
    for order, block in enumerate(sorted(entries, key=lambda b: b.start), start=1):
        links = _links(hints, block) if hints else ()
        last = found[-1].authors if found else ()
        record = _record(article, order, block, known.get(block.start), links, last)
        found.append(_filled(record, found))
    return found


def _filled(note: Reference, before: Sequence[Reference]) -> Reference:
    """Return a note that names a work again with its fields: ``Ibid., 205``, ``Roe, Iron, 9``."""
    if note.year or note.volume or note.doi or note.url or not before:
        return note
    work = before[-1] if _IBID.match(note.text, read_label(note.text)[1]) else None
    family, title = (a.family for a in note.authors[:1]), _letters(note.title)
    name = next(family, None)
    for earlier in reversed(before) if name and len(title) >= _SHORT_TITLE else ():
        same = earlier.year and earlier.authors and earlier.authors[0].family == name
        if same and title in _letters(earlier.title):
            work = earlier
            break
    if work is None:
        return note
    csl = {**work.csl, "id": note.id}
    if note.pages:
        csl["page"] = note.pages
    return msgspec.structs.replace(
        work,
        id=note.id,
        start=note.start,
        end=note.end,
        text=note.text,
        number=note.number,
        pages=note.pages or work.pages,
        csl=csl,
    )


def _letters(title: str | None) -> str:
    return "".join(filter(str.isalpha, title or "")).lower()


def _by_the_same(text: str, last: Sequence[Author]) -> str:
    """Return an entry with the authors of the one before it, where a dash stands for them."""
    begin = read_label(text)[1]
    dash = _DASH.match(text, begin)
    if dash is None or not last:
        return text
    people = ", ".join(f"{a.family} {_initials(a)}".rstrip() for a in last)
    return f"{text[:begin]}{people}{text[dash.end() :]}"


def _initials(author: Author) -> str:
    return "".join(name[0] for name in re.findall(r"[^\W\d_]+", author.given or ""))


def _links(hints: Hints, block: Block) -> tuple[str, ...]:
    """Return the addresses that the words of an entry lead to."""
    first = bisect_left(hints.links, block.start, key=lambda link: link.start)
    links = takewhile(lambda link: link.start < block.end, hints.links[first:])
    return tuple(link.url for link in links)


def _with_neighbours(blocks: list[Block], known: dict[int, EntryHint], text: str) -> list[Block]:
    """Return the entries of the markup, and what stands among them and looks like one."""
    labels = [read_label(text[start : start + 40])[0] for start in known]
    labelled = sum(label is not None for label in labels) > 0.5 * len(labels)
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


def _given(fields: Fields, entry: EntryHint) -> Fields:
    """Return the fields with those of the markup in place; all of them where it marks any."""
    fields = replace(fields, number=entry.number or fields.number)
    if not entry.given:
        return replace(  # its links say where the work is
            fields,
            doi=fields.doi or entry.doi,
            pmid=fields.pmid or entry.pmid,
            pmcid=fields.pmcid or entry.pmcid,
            url=fields.url or entry.url,
        )
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
        url=entry.url or fields.url,
    )


def _record(
    article: Article,
    order: int,
    block: Block,
    entry: EntryHint | None,
    links: Sequence[str],
    last: Sequence[Author] = (),
) -> Reference:
    end = block.end
    # A number belongs to its entry; a bullet and the links back to the text (``^ a b``) do not.
    start = past_bullet(article.text, block.start, end)
    text = article.text[start:end]
    whole = _by_the_same(text, last)
    fields = read_entry(whole, links=links)
    if whole != text and [n.family for n in fields.authors[: len(last)]] == [
        a.family for a in last
    ]:
        same = tuple(Name(a.family, a.given) for a in last)
        fields = replace(fields, authors=same + fields.authors[len(last) :])
    fields = _given(fields, entry) if entry else fields
    reference_id = f"{article.id}:r{order:03d}"
    return Reference(
        article=article.id,
        id=reference_id,
        start=start,
        end=end,
        text=text,
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
    pages = "" if is_count(fields.pages) else fields.pages or ""
    first_page = re.split(r"[^\w]", pages, maxsplit=1)[0]
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
