"""Laws, judgments and standards among the entries: known by what they begin with."""

from __future__ import annotations

import re
from typing import NamedTuple

_YEAR = r"(?:18|19|20)\d\d"
# Type of CSL, and what such an entry begins with.
_KINDS = (
    ("standard", r"(?:ISO|IEC|ASTM|DIN|EN|ANSI|BSI?|CLSI|NF|JIS|GB/T|IEEE\sStd)\b"
                 r"[ /A-Z-]{0,24}\d[\w./:-]{0,30}"),
    ("legislation", r"\d{1,3}\s(?:C\.?\s?F\.?\s?R|U\.?\s?S\.?\s?C|Fed\.\s?Reg|Stat)\.?(?:A\.)?"
                    r"\s?(?:Parts?|§{1,2})?\s?[\d.()a-z–-]{0,30}"),
    ("legislation", r"(?:(?:Commission|Council|Delegated|Implementing)\s){0,3}"
                    r"(?:Regulation|Directive|Decision)\s(?:\((?:EC|EU|EEC)\)\s)?(?:No\.?\s)?\d{1,5}/\d{1,5}(?:/\w{1,5})?"),
    ("legislation", r"(?:Public Law|Pub\.\s?L\.|P\.L\.)\s(?:No\.\s)?[\d–-]{1,12}"),
    ("legislation", rf"[A-Z][^.,:;(\d]{{3,120}}\bAct\b,?\s(?:of\s)?{_YEAR}(?=[\s.,;(]|$)"
                    r"(?!\s(?:and|on|in)\b)"),
    ("legislation", r"(?:Ley(?:\sOrgánica)?|Real\sDecreto|Decreto(?:-Ley)?|Lei|Loi|Legge)\s"
                    r"(?:n[°ºo.]{1,2}\s?)?\d{1,5}[/.-]\d{1,5}"),
    ("legislation", r"(?:Gesetz|Verordnung|Bundesgesetz|Lov|Bekendtgørelse|Федеральный закон)\s"
                    r"[^.,;]{3,160}"),
    ("legal_case", r"[A-Z][^,;:.\d]{1,80}\sv\.?s?\.?\s[A-Z][^,;]{1,100}?"
                   r"(?=,\s\d|\s\[\d{4}\]|\s\(\d{4}\))"),
    ("legal_case", r"Case\s[CT][-‑]\d{1,4}/\d{2,4},?\s[^\[(]{3,140}"),
)  # fmt: skip
_LAWS = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
_DATE = re.compile(rf"(?<![\d/])({_YEAR})(?![\d/])")
_ANY = re.compile(rf"(?<!\d)({_YEAR})(?!\d)")
_NAMED = re.compile(
    r"\s?(?:\([^()]{1,30}\)|\[[^\[\]]{1,30}\])?[\s.,:;–—-]{1,4}(?P<title>[^\W\d_][^\n]{8,300})"
)
_ON = re.compile(r",?\s(?:(?:of|on|de|über|vom|zur|sobre|du|relative|om|af|für)\s)[^\n]{8,400}")
_ENDS = re.compile(r"\.\s|\sOJ\s|;\s|,\s(?=\d{1,4}\s|Pub\.|BGBl|BOE|Official Journal)")


class Law(NamedTuple):
    """A law, a judgment or a standard: its type in CSL, how it is cited, title and year."""

    type: str
    note: str
    title: str
    year: int | None


def read_law(text: str) -> Law | None:
    """Return the law, judgment or standard that an entry begins with, or ``None``."""
    for kind, pattern in _LAWS:
        found = pattern.match(text)
        if found:
            designation = found[0].strip(" ,.;:")
            title = _title(text, found.end()) if kind != "legal_case" else None
            title = title or _whole(text, designation, found.end())
            return Law(kind, designation, title, _year(text, kind))
    return None


def _title(text: str, at: int) -> str | None:
    """Return what stands behind the number of a law up to its end, if these are words."""
    named = _NAMED.match(text, at)
    if not named or not text[named.start("title")].isupper():
        return None
    words = _ENDS.split(named["title"], maxsplit=1)[0].strip(" ,.;:")
    return words if words.count(" ") > 1 and not words.startswith("Pub. L") else None


def _whole(text: str, designation: str, at: int) -> str:
    """Return the designation with what it is on: ``Regulation (EC) No 1/2006 of … on foods``."""
    on = _ON.match(text, at)
    rest = _ENDS.split(on[0], maxsplit=1)[0].rstrip(" ,.;:") if on else ""
    return designation + rest


def _year(text: str, kind: str) -> int | None:
    years = _DATE.findall(text) or _ANY.findall(text)
    if not years:
        return None
    return int(years[-1] if kind == "legal_case" else years[0])
