"""DOIs, PubMed ids and addresses as they are printed, in words or inside an address."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

_CLOSING = {")": "(", "]": "[", "}": "{", ">": "<"}
_DOI = re.compile(
    r"\b(10\.\d{4,9}(?:\.\d{1,6}){0,3}(?:/|%2[Ff])"
    r"(?:\(SICI\)[^\s\"]{1,160}|[^\s\"<>\u201c\u201d|\\^`]{1,220}))",
    re.IGNORECASE,
)
# What the address of a publisher puts behind a DOI.
_BEHIND_DOI = re.compile(
    r"(?:[?#].*|/(?:full(?:text)?|abstract|pdf|epdf|epub|html?|summary|references|meta|asset.*)"
    r"|v\d{1,2}\.full.*|\.pdf|\.html?|\]\(.*)$",
    re.IGNORECASE,
)
_PMID = re.compile(
    r"(?:\bPMID\s?[:#]?|\b(?:PubMed|MEDLINE)(?:\s?(?:P?M?ID)\s?[:#]?|\s?[:#]))\s{0,3}"
    r"(\d{1,9})(?![\d.]\d|\d)"
    r"|pubmed(?:\.ncbi\.nlm\.nih\.gov)?/(?:\?term=)?(\d{1,9})(?!\d)|[/=]MED/(\d{1,9})(?!\d)"
    r"|list_uids=(\d{1,9})(?!\d)",
    re.IGNORECASE,
)
_PMCID = re.compile(r"\bPMC(?:ID)?\s?[:#]?\s?(?:PMC\s?)?(\d{3,9})(?!\d)", re.IGNORECASE)
_URL = re.compile(
    r"\b(?:https?://|www\.)[^\s<>\"\u201c\u201d]{3,}"
    r"|(?<![\w@./-])[a-z\d][a-z\d-]{1,40}(?:\.[a-z\d-]{1,40}){0,3}\.(?:com|org|net|gov|edu|int|info|eu"
    r"|[a-z]{2})/[^\s<>\"\u201c\u201d]{1,}",
    re.IGNORECASE,
)

CUT_ADDRESS = r"(?:https?://|www\.|\b10\.\d{4,9}/)(?:\S{0,300}[/._=&?-])?"
"""An address or a DOI that the end of a line parts, up to there."""

REST_OF_ADDRESS = (
    r"(?=[a-z\d]\S*(?:\s|$))(?!\d{1,4}[.)]\s"
    r"|(?:and|or|in|on|at|for|to|of|the|is|are|was|it|retrieved|accessed|available|cited)\b)"
)
"""What the next line begins with, where it is the rest of that address."""
_CUT = re.compile(rf"(?:{CUT_ADDRESS}|\bdoi:)\Z", re.IGNORECASE)
_REST = re.compile(REST_OF_ADDRESS)
_LONGEST = 300


def parts_address(above: str, below: str) -> bool:
    """Whether a line's end parts an address or a DOI, given what stands before and after it.

    >>> parts_address("doi:10.5555/", "jgs.55")
    True
    """
    return _REST.match(below) is not None and _CUT.search(above[-_LONGEST:]) is not None


class Identifiers(NamedTuple):
    """What an entry, or an address, can be found by."""

    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    url: str | None = None


_SEARCHES = re.compile(
    r"https?://(?:www\.)?(?:scholar\.google\.|scopus\.com/|(?:apps\.)?webof(?:science|knowledge)\.com/"
    r"|gateway\.(?:isi|web)\w{2,12}\.com/|worldcat\.org/|google\.[a-z.]{2,6}/search"
    r"|\w{1,20}\.\w{1,20}\.\w{1,6}/openurl)",
    re.IGNORECASE,
)


def trimmed(value: str) -> str:
    """Return a DOI or URL without the signs round it and the brackets it does not open."""
    while value:
        last = value[-1]
        unopened = last in _CLOSING and value.count(last) > value.count(_CLOSING[last])
        if last not in ".,;:!?'’\"”*_" and not unopened:
            break
        value = value[:-1]
    return value


def identifiers_in(text: str) -> Identifiers:
    """Return the first identifier of each kind that a text prints or an address holds.

    An address that only looks a work up, as Google Scholar's, is none.
    """
    pmid = _PMID.search(text)
    pmcid = _PMCID.search(text)
    url = next((found for found in _URL.finditer(text) if not _SEARCHES.match(found[0])), None)
    return Identifiers(
        doi=first_doi(text),
        pmid=next(filter(None, pmid.groups())) if pmid else None,
        pmcid=f"PMC{pmcid[1]}" if pmcid else None,
        url=trimmed(url[0]) if url else None,
    )


def first_doi(text: str) -> str | None:
    """Return the first DOI in a text, without what an address puts behind it."""
    found = _DOI.search(text)
    if not found:
        return None
    value = unquote(found[1]) if "%" in found[1] else found[1]
    before = text[max(found.start() - 200, 0) : found.start()].rsplit(None, 1)
    address = bool(before) and "/" in before[-1] and not text[found.start() - 1].isspace()
    if address or "](" in value:
        value = _BEHIND_DOI.sub("", value)
    return trimmed(value)
