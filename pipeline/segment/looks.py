"""What a line of a reference list looks like: how entries begin, and what else may be one."""

from __future__ import annotations

import re

from pipeline.segment.lines import YEAR, Line, reference_score
from pipeline.text.signs import Label, key_at, number_at, past_bullet

AUTHOR = re.compile(
    r"(?:(?:[Vv]an|[Vv]on|[Dd]e[rnl]?|[Dd][aiou]s?|[Ll][ae]|[Tt]e[nr]|[Aa]l|[Ee]l)\s){0,3}"
    r"[^\W\d_a-z][\w'’\-]{1,40}(?:\s[^\W\d_a-z][\w'’\-]{1,40})?,?\s(?:[^\W\d_a-z]\.?[\s-]?){1,3}"
    r"(?:(?<=\S)[,.;:(]|(?<=\.)\s|\s?(?:and|et al|&|\())"
)
"""Who begins an entry: a name with initials, and then a sign that the name has ended."""
# "Body of Health. (2019).", "Roe, K., & Lee, J. (2019, May 4)."
_DATED_OPENING = re.compile(
    r"[^\W\d_a-z][^()\n]{2,220}"
    r"\((?:(?:19|20)\d\d[a-z]?(?:,[^()]{1,20})?|n\.\s?d\.|in press)\)[.,:]?(?=\s)"
)
# "Iron Board. (2019). Iron in food."
_DATED_BODY = re.compile(
    r"(?:(?:of|for|and|the|on|in|to|de|du|des|et|für|und|&)\s|[^\W\d_a-z][\w’'&.-]{0,30},?\s){1,14}"
    r"\((?:(?:19|20)\d\d[a-z]?(?:,[^()]{1,20})?|n\.\s?d\.|in press)\)(?:[.:]\s|\s(?=[^\W\d_a-z]))"
)
ADDRESS = re.compile(
    r"(?:(?:doi|url|link|source|available (?:at|from)|retrieved from|read more)\b\W{0,3}){0,2}"
    r"(?:https?://|www\.|(?:[a-z\d][a-z\d-]{0,40}\.){1,4}[a-z]{2,6}/|10\.\d{4,9}/)\S{0,600}\W{0,3}$",
    re.IGNORECASE,
)
"""A line that is an address and nothing else: with it an entry of several lines ends."""
# A page's number, or what stands round it, between the entries of a printed list.
_PAGE_MARK = re.compile(
    r"\W{0,3}(?:page|p\.|seite|s\.|página|pág\.)?\s?\d{1,4}"
    r"(?:\s?(?:of|/|von|de)\s?\d{1,4})?\W{0,3}$",
    re.IGNORECASE,
)
# What pages print below a list, and no work begins with.
_BESIDE = re.compile(
    r"(?:(?:abbreviations|copyright|formats|authors?|reviewers?|editors?|correspondence|keywords)\b"
    r"\W{0,3}(?:$|(?:information|contributions?|notes|details|affiliations)\b)"
    r"|(?:edited|reviewed|submitted|received|accepted) (?:by|on)?\b.{0,40}\b(?:submitted|received"
    r"|accepted|published|reviewed)\b|(?:received|accepted|published|submitted)\s?:"
    r"|correspond(?:ing author|ence)\s?:|abbreviations\s?:|©|copyright\W{0,4}(?:19|20)\d\d"
    r"|(?:previous|next) (?:article|chapter|issue)|article (?:info|metrics)|publication history"
    r"|(?:volume|vol\.?) ?\d{1,4}, ?(?:issue|no\.?) ?\d|decision letter|(?:view|download) "
    r"(?:full|pdf|article|citation)|(?:linked|similar|related|recommended) (?:articles?|content)"
    r"|cited by\b|citing (?:articles?|literature)|(?:log|sign) (?:in|up)\b"
    r"|privacy (?:policy|notice)|terms (?:of|and)\b)",
    re.IGNORECASE,
)
_LONGEST_BESIDE = 400
LINK = re.compile(r"\bhttps?:|\bwww\.|\bdoi\b")
"""Where an address begins."""


def label_at(text: str, start: int = 0, end: int | None = None) -> Label | None:
    """Return the number that opens a line or an entry, be there a bullet before it."""
    return number_at(text, past_bullet(text, start, end), end)


def scored(text: str) -> int:
    """Return how much a text looks like an entry, its label or sign left out."""
    return reference_score(text[_begin(text) :] or text)


def looks(text: str) -> bool:
    """Whether a text looks like an entry, were it only a link, or a body, a year and a title."""
    return scored(text) >= 2 or LINK.search(text, 0, 600) is not None or is_of_body(text)


def is_of_body(text: str) -> bool:
    """Whether a text begins with a body, a year and a stop: ``Iron Board. (2019). Iron``."""
    return _DATED_BODY.match(text, _begin(text)) is not None


def is_address(text: str) -> bool:
    """Whether a number and an address are all of a text: ``1 - https://example.org/iron``."""
    label = label_at(text)
    return label is not None and ADDRESS.match(text[label.end :].strip(" -–—:")) is not None


def stands_beside(text: str) -> bool:
    """Whether a line tells of the article or leads on, below its list: ``Previous Article``."""
    return len(text) <= _LONGEST_BESIDE and _BESIDE.match(text) is not None


def stacked(text: str) -> bool:
    """Whether a text is an entry whose parts stand below one another: title, journal and year."""
    parts = text.splitlines()
    if not 1 < len(parts) <= 6 or len(text) > 400 or "©" in text:
        return False
    if parts[0].rstrip()[-1:] == "." and not opens_entry(text):
        return False  # a sentence, no title
    if stands_beside(parts[0]):
        return False
    return YEAR.search(text) is not None or ADDRESS.match(parts[-1].strip()) is not None


def begins_with_author(text: str) -> bool:
    """Whether a text begins as entries do: with a name and its initials."""
    return AUTHOR.match(text, _begin(text)) is not None


def is_page_mark(line: Line) -> bool:
    """Whether a line prints the number of a page and nothing else, or a rule between parts."""
    ruled = not any(map(str.isalnum, line.text[:80]))
    return ruled or (line.before > 0 and _PAGE_MARK.match(line.text) is not None)


def opens_entry(text: str) -> bool:
    """Whether a line begins as entries do: with an author, or with a body and a year."""
    begin = _begin(text)
    return (AUTHOR.match(text, begin) or _DATED_OPENING.match(text, begin)) is not None


def _begin(text: str) -> int:
    label = label_at(text) or key_at(text, past_bullet(text))
    end = label.end if label else past_bullet(text)
    return end + len(text[end : end + 8]) - len(text[end : end + 8].lstrip())
