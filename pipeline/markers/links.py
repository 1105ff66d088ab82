"""Hyperlinks and printed addresses as citations: which lead to sources, and to which.

A link of the prose cites when it leads away from the page's own site to a page of its own, and
not to a home page, a topic, a shop or a form to share or sign up. Where it leads and how it is
used decide, not a list of sites (`pipeline.markers.addresses`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.markers.addresses import Address, is_source, printed_addresses, site, target
from pipeline.read.hints import Hints
from pipeline.records import Article, Block, Marker, Reference
from pipeline.references.csl import csl_item
from pipeline.references.fields import Fields
from pipeline.references.stage import search_url
from pipeline.text.identifiers import Identifiers, first_doi, identifiers_in

MOST = 20_000  # links of an article that are looked at
BEFORE = 40  # characters before a link that are looked at
OTHERWISE = 5  # markers that lead to the list, in an article that cites in another way
PARTS = 3  # DOIs that differ in their last number only, as those of an article's figures do
_PART = re.compile(r"\.[a-z]?\d{3}$")
_OPENING, _CLOSING = ("(", "["), (")", "]", ";", ",")


class _Cited(NamedTuple):
    """A link that cites: its place, its address, and what the address says of the work."""

    start: int
    end: int
    url: str | None
    known: Identifiers


def with_links(
    article: Article,
    blocks: Sequence[Block],
    markers: Sequence[Marker],
    references: Sequence[Reference],
    hints: Hints | None = None,
) -> tuple[list[Marker], list[Reference]]:
    """Return the markers with those that are links, and the references with what links lead to.

    A marker that a link lies in gets its address. A target that no entry of the list prints
    becomes a reference of kind ``link``, once for all links to it.
    """
    sources = _Sources(article, references)
    found = list(_cited(article, blocks, markers, hints, sources))
    if not found:
        return list(markers), list(references)
    own = sorted(markers, key=lambda marker: marker.start)
    ends = [marker.end for marker in own]
    changed: dict[int, Marker] = {}
    added: list[Marker] = []
    for link in found:
        at = bisect_right(ends, link.start)
        if at < len(own) and own[at].start < link.end:
            marker = changed.get(at, own[at])
            changed[at] = _addressed(_whole(marker, link, article.text), link, sources)
        else:
            added.append(_marker(article, link, sources))
    every = [changed.get(at, marker) for at, marker in enumerate(own)] + added
    every.sort(key=lambda marker: (marker.start, marker.end))
    numbered = [replace(m, id=f"{article.id}:m{n:04d}") for n, m in enumerate(every, start=1)]
    return numbered, sorted([*references, *sources.added], key=lambda one: (one.start, one.end))


def _cited(
    article: Article,
    blocks: Sequence[Block],
    markers: Sequence[Marker],
    hints: Hints | None,
    sources: _Sources,
) -> Iterator[_Cited]:
    """Yield the links and addresses that cite, in order, none over another.

    An article that cites its list in another way prints addresses of programs and of its own
    parts: there a printed address must be that of a work, in brackets, or lead to an entry.
    """
    readable = [b for b in blocks if b.region in ("front", "body") and b.kind in _PROSE]
    links = list(_links(article.text, readable, hints))
    own = site(hints.url) if hints and hints.url else None
    parts = _own_parts(links) | (_own_dois(article.text, blocks) if sources.listed else frozenset())
    otherwise = sum(m.status in ("resolved", "partial") for m in markers) >= OTHERWISE
    done = -1
    for link in sorted(links, key=lambda link: (link.start, -link.end))[:MOST]:
        if link.start < done or not is_source(link, own):
            continue
        url = link.url if link.url.startswith("http") else None
        cited = _Cited(link.start, link.end, url, identifiers_in(link.url))
        if cited.known.doi and any(_is_part(cited.known.doi.lower(), own) for own in parts):
            continue
        if otherwise and not link.words and not sources.prints(cited):
            if not (cited.known.doi or cited.known.pmid or cited.known.pmcid):
                continue
            if not _enclosed(article.text, link.start):
                continue
        yield cited
        done = link.end


def _own_parts(links: Iterable[Address]) -> frozenset[str]:
    """Return the DOI of the article itself if it prints those of its parts (``….001``)."""
    stems: dict[str, set[str]] = {}
    for link in links:
        doi = (first_doi(link.url) or "").lower()
        if _PART.search(doi):
            stems.setdefault(_PART.sub("", doi), set()).add(doi)
    return frozenset(stem for stem, dois in stems.items() if len(dois) >= PARTS)


def _own_dois(text: str, blocks: Iterable[Block]) -> frozenset[str]:
    """Return the DOIs that an article prints above its body: its own."""
    printed = (
        first_doi(url)
        for block in blocks
        if block.region == "front"
        for _, _, url in printed_addresses(text, block.start, block.end)
    )
    return frozenset(doi.lower() for doi in printed if doi)


def _is_part(doi: str, own: str) -> bool:
    """Whether a DOI is an article's own, or that of one of its figures."""
    return doi.startswith(own) and not doi[len(own) : len(own) + 1].isalnum()


def _enclosed(text: str, position: int) -> bool:
    """Say whether a place stands in brackets."""
    before = text[max(0, position - BEFORE) : position]
    return before.rfind("(") > before.rfind(")") or before.rfind("[") > before.rfind("]")


_PROSE = ("paragraph", "list_item")


def _links(text: str, blocks: Sequence[Block], hints: Hints | None) -> Iterator[Address]:
    """Yield the links of the markup and the addresses printed, each with its block."""
    given = hints.links if hints else ()
    starts = [link.start for link in given]
    for block in blocks:
        of_block = given[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
        for link in of_block:
            before = text[max(block.start, link.start - BEFORE) : link.start]
            words = text[link.start : link.end]
            yield Address(link.start, link.end, link.url, words, block.text, before)
        for start, end, url in printed_addresses(text, block.start, block.end):
            if block.region == "body" or _enclosed(text, start):  # else the article's own address
                yield Address(start, end, url, "", block.text)


class _Sources:
    """What links lead to: entries of the list, or references made for them."""

    def __init__(self, article: Article, references: Sequence[Reference]) -> None:
        self._article = article
        self.listed = bool(references)
        self._by_key: dict[str, str] = {}
        self.added: list[Reference] = []
        for reference in references:
            for key in _keys(reference.doi, reference.pmid, reference.pmcid, reference.url):
                self._by_key.setdefault(key, reference.id)
        self._entries = {reference.id for reference in references}
        self._count = len(references)

    def of(self, link: _Cited) -> tuple[str, bool]:
        """Return the id of a link's source, and whether the article prints it in its list."""
        known = link.known
        keys = list(_keys(known.doi, known.pmid, known.pmcid, link.url))
        found = next((self._by_key[key] for key in keys if key in self._by_key), None)
        if found is None:
            found = self._add(link).id
        for key in keys:
            self._by_key.setdefault(key, found)
        return found, found in self._entries

    def prints(self, link: _Cited) -> bool:
        """Say whether an entry of the list is what a link leads to."""
        known = link.known
        keys = _keys(known.doi, known.pmid, known.pmcid, link.url)
        return any(self._by_key.get(key) in self._entries for key in keys)

    def _add(self, link: _Cited) -> Reference:
        self._count += 1
        known = link.known
        id = f"{self._article.id}:r{self._count:03d}"
        fields = Fields(doi=known.doi, pmid=known.pmid, pmcid=known.pmcid, url=link.url)
        reference = Reference(
            article=self._article.id,
            id=id,
            start=link.start,
            end=link.end,
            text=self._article.text[link.start : link.end],
            number=None,
            authors=(),
            et_al=False,
            year=None,
            title=None,
            container=None,
            volume=None,
            issue=None,
            pages=None,
            doi=known.doi,
            pmid=known.pmid,
            pmcid=known.pmcid,
            url=link.url,
            csl=csl_item(id, fields),
            search_url=search_url(fields),
            kind="link",
        )
        self.added.append(reference)
        return reference


def _keys(doi: str | None, pmid: str | None, pmcid: str | None, url: str | None) -> Iterable[str]:
    """Yield what a work is known by, the surest first."""
    if doi:
        yield f"doi:{doi.lower()}"
    if pmid:
        yield f"pmid:{pmid}"
    if pmcid:
        yield f"pmcid:{pmcid.lower()}"
    if url:
        yield f"url:{target(url)}"


def _whole(marker: Marker, link: _Cited, text: str) -> Marker:
    """Return a marker as long as the link it is the name in: ``([Marlow 2019, J Cold](…))``."""
    before, after = text[link.start - 1 : link.start], text[link.end : link.end + 1]
    enclosed = before in _OPENING and after in _CLOSING
    if not enclosed or marker.start < link.start or marker.end > link.end:
        return marker
    words = text[link.start : link.end]
    return replace(marker, start=link.start, end=link.end, text=words)


def _addressed(marker: Marker, link: _Cited, sources: _Sources) -> Marker:
    """Return a marker with the address of the link in it, and its source if it had none."""
    known = link.known
    marker = replace(
        marker,
        url=marker.url or link.url,
        doi=marker.doi or known.doi,
        pmid=marker.pmid or known.pmid,
    )
    if marker.references and marker.status != "linked":
        return marker
    source, printed = sources.of(link)
    every = tuple(dict.fromkeys((*marker.references, source)))  # "([1](…), [2](…))"
    resolved = printed and not marker.references
    return replace(marker, references=every, status="resolved" if resolved else "linked")


def _marker(article: Article, link: _Cited, sources: _Sources) -> Marker:
    source, printed = sources.of(link)
    return Marker(
        article=article.id,
        id="",
        start=link.start,
        end=link.end,
        text=article.text[link.start : link.end],
        style="link",
        numbers=(),
        sentence=None,
        references=(source,),
        status="resolved" if printed else "linked",
        url=link.url,
        doi=link.known.doi,
        pmid=link.known.pmid,
    )
