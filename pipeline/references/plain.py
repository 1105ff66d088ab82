"""The words of an entry without what dresses them: mark-up, line breaks, links of a page.

Fields are read from this copy; the record's text stays as it is printed.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import NamedTuple

from pipeline.text.identifiers import CUT_ADDRESS, REST_OF_ADDRESS
from pipeline.text.linkwords import links_begin
from pipeline.text.signs import CALL, DASHES, INVISIBLE

LONGEST = 6000
"""Characters of an entry that are read; a longer one is no entry."""
_SHORTEST = 12
"""Characters of what a link may stand behind."""

# Full-width signs of Chinese and Japanese print.
_WIDE = str.maketrans(
    {"，": ", ", "．": ". ", "。": ". ", "：": ": ", "；": "; ", "（": " (", "）": ")", "［": "[",
     "］": "]", "／": "/", "－": "-", "、": ", ", "\u3000": " "}
)  # fmt: skip
_WIDE |= {ord("０") + n: str(n) for n in range(10)}
_SEEN = re.compile(rf"[{INVISIBLE}]")
_TAG = re.compile(
    r"</?(?:a|b|br|cite|div|em|font|i|li|p|small|span|strong|sub|sup|u)\b([^<>]{0,400})>", re.I
)
_HREF = re.compile(r"href\s?=\s?[\"']?([^\s\"'<>]{4,400})", re.IGNORECASE)
_LINK = re.compile(
    r"!?\[([^\[\]\n]{0,300})\]"
    r"\(\s?<?([^\s()<>]{2,400}(?:\([^\s()<>]{0,80}\)[^\s()<>]{0,200}){0,2})>?"
    r"(?:\s[\"'][^\"']{0,200}[\"'])?\s?\)"
)
_AUTOLINK = re.compile(r"<((?:https?://|mailto:|www\.)[^\s<>]{2,400})>")
_STRONG = re.compile(
    r"(\*{1,3}|(?<!\w)_{1,3}|(?<!\w)'{2,3})(?=[^\s*_])([^*\n]{1,600}?)(?<=[^\s*])\1(?!\w(?<=_.))"
)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])(?![a-zA-Z])")
_CELLS = re.compile(r"\s{0,4}\|\s{0,4}")
# A page's name for the entry before its authors: "Lund and Moe, 2001 J. Lund, A. Moe. Tea. Gut …".
_CALLED = re.compile(rf"{CALL}\s(?=[^{{}}]{{0,30}}\b(?P=name)\b.{{12,400}}\b(?P=year)\b)")
# A word, a range or an address that goes on in the next line.
_DIVIDED = re.compile(r"([^\W\d_]{2,})[-\u2010]\s{0,3}\n\s{0,12}([^\W\d_A-Z]{2,})")
_RANGE = re.compile(rf"(?<=\d)([{DASHES}])\s{{0,3}}\n\s{{0,12}}(?=[A-Za-z]{{0,2}}\d)")
_ADDRESS = re.compile(rf"({CUT_ADDRESS})\s{{0,3}}\n\s{{0,12}}{REST_OF_ADDRESS}")
_PREFIX = re.compile(r"(\b10\.\d{4,9}/)\s{0,3}\n\s{0,12}(?=[A-Za-z\d])")  # of a DOI
_PARTS = 6
"""Lines of an entry whose parts stand below one another."""
_RAGGED = 0.75
"""Of the longest line, the shortest of those that no width has broken."""
_ADDRESSES = ("http", "www.", "doi", "DOI", "10.")
_BROKEN = re.compile(
    r"(?:[,:;(\[&-]|\b(?:a|an|and|as|at|by|de|der|for|from|in|la|of|on|or|the|to|und|with|y))$",
    re.I,
)
_COMPOUNDS = frozenset(
    ["age", "all", "anti", "case", "co", "community", "cross", "dose", "double", "evidence",
     "follow", "half", "health", "high", "hospital", "ill", "life", "long", "low", "meta", "mid",
     "middle", "multi", "non", "off", "open", "over", "population", "post", "pre", "quality", "re",
     "risk", "self", "semi", "sex", "short", "single", "sub", "three", "time", "two", "type",
     "under", "well", "whole", "year"]
)  # fmt: skip
_BACK = re.compile(r"(?:\s{0,3}[\[(]?(?:↩\ufe0e?|↑|↵|⤴|\u21a9|\^)\s?\d{0,2}[\])]?){1,40}\s{0,3}$")


# "2015, Issue 7. Art. No.: CD004736": year, issue and the article's own number.
_ARTICLE_NUMBER = re.compile(
    r",?\s\(?((?:19|20)\d\d)\)?[,;.]?\s(?:Issue|Iss\.)\s(\d{1,3})[.,;]\s"
    r"(?:Art\.?|Article)\s?(?:No\.?|ID|Number)?\s?:?\s?([A-Z]{0,3}\d{2,9})"
)


# "2010 Mar [updated 2017 Apr 3; cited 2019 May 1];22:4": dates beside that of the work.
_OTHER_DATES = re.compile(
    r"(?<=\d)((?:\s[^\W\d_]{3,9}\.?(?:\s\d{1,2})?)?)\s?"
    r"\[(?:updated|cited|revised|reviewed|accessed|citado|zitiert)\b[^\[\]]{4,70}\](?=\s?[;:,])",
    re.IGNORECASE,
)


# "[published correction appears in Gut. 2013;4(2):99]": where others write of the work.
_ABOUT = (
    r"(?:published |see )?(?:correct(?:ion|ed)|errat(?:um|a)|corrigend(?:um|a)|comments?"
    r"|retract(?:ion|ed)|editorial|discussion)s?(?: (?:appears?|published))?(?: in|:)"
)
_OTHER_WORKS = re.compile(
    rf"\s?(?:\[{_ABOUT}\b[^\[\]]{{4,200}}\]|\({_ABOUT}\b(?:[^()]|\([^()]{{1,20}}\)){{4,200}}\))",
    re.IGNORECASE,
)


# "Roe K. 1999Iron in ewes.", "in utero?Anim. Young": a page loses the blank between its parts.
_GLUED_PARTS = re.compile(
    r"(?<=[.,)] (?:19|20)\d\d)(?=[A-Z][a-z])|(?<=[a-z]\?)(?=[A-Z][a-z]{1,12}[. ])"
)
_DOTS = re.compile(r" [∙·] ")  # between authors: "Roe, K. ∙ Moe, P."


class Plain(NamedTuple):
    """The words of an entry on one line, and the addresses that its mark-up holds."""

    text: str
    links: tuple[str, ...]


def plain(text: str) -> Plain:
    """Return the words of an entry as they would be printed on one line."""
    text = _SEEN.sub("", text[:LONGEST].replace("\r\n", "\n").replace("\u00ad\n", ""))
    text = _GLUED_PARTS.sub(". ", text)
    if not text.isascii():
        text = _DOTS.sub(", ", text)
        text = unicodedata.normalize("NFC", text.translate(_WIDE))
    links: list[str] = []
    if "\n" in text or "\r" in text:
        text = _joined(_stopped(text.replace("\r", "\n")))
    if "<" in text:
        links += [m[1] for tag in _TAG.finditer(text) for m in [_HREF.search(tag[1])] if m]
        text = _AUTOLINK.sub(r"\1", _TAG.sub("", text))
    if "&" in text:
        text = html.unescape(text)
    if "](" in text:
        links += [m[2] for m in _LINK.finditer(text)]
        text = _LINK.sub(r"\1", text)
    text = _unmarked(text)
    text = _BACK.sub("", " ".join(text.split()))
    text = _OTHER_DATES.sub(r"\1", text)
    text = _OTHER_WORKS.sub("", text)
    called = _CALLED.match(text)
    text = text[called.end() :] if called else text
    text = _ARTICLE_NUMBER.sub(r" \1;(\2):\3", text)
    return Plain(_without_links(text), tuple(links))


def _stopped(text: str) -> str:
    """End each line of an entry whose parts stand below one another: title, journal, address.

    Lines that a page's width breaks go on in a small letter or are about as long.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not 1 < len(lines) <= _PARTS or any(_BROKEN.search(line) for line in lines[:-1]):
        return text
    widths = [len(line) for line in lines[:-1]]
    begun = all(line[:1].isupper() or line.startswith(_ADDRESSES) for line in lines[1:])
    ragged = (
        len(lines) < 3 or min(widths) < _RAGGED * max(widths) or lines[-1].startswith(_ADDRESSES)
    )
    whole = ". " not in lines[0] or lines[1].startswith(_ADDRESSES)  # a title alone
    if not begun or not ragged or not whole or lines[0][-1] in ".;":
        return text
    return (
        "\n".join(line if line[-1] in ".?!}]" else f"{line}." for line in lines[:-1])
        + f"\n{lines[-1]}"
    )


def _joined(text: str) -> str:
    """Join what a line break divides: words, ranges of pages, addresses."""
    text = _DIVIDED.sub(_word, text)
    text = _RANGE.sub(r"\1", text)
    return _ADDRESS.sub(r"\1", _PREFIX.sub(r"\1", text))


def _word(match: re.Match[str]) -> str:
    hyphen = "-" if match[1].lower() in _COMPOUNDS else ""
    return match[1] + hyphen + match[2]


def _unmarked(text: str) -> str:
    """Drop Markdown's stars, underscores, escapes and the bars of a table's row."""
    if text.lstrip().startswith("|") and text.count("|") > 1:
        text = _CELLS.sub(" ", text.strip().strip("|")).strip()
    for _ in range(2):  # "***bold italic***" with either inside
        if "*" in text or "_" in text or "''" in text:
            text = _STRONG.sub(r"\2", text)
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def _without_links(text: str) -> str:
    """Drop the links that a page puts behind an entry: ``[CrossRef] [PubMed]``."""
    end = links_begin(text)
    return text[:end] if end >= _SHORTEST else text
