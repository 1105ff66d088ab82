"""References written out in the sentence: ``I. Hollo, et al. in Acta Med. 35(1):53-59, 1978``.

They are told by what no other words have: a volume with its issue or pages, and a year. From there
they reach back over the journal to the authors.
"""

from __future__ import annotations

import re

from pipeline.markers.linked import Found
from pipeline.markers.name_index import Cite, NameIndex
from pipeline.text.signs import DASHES

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_NUMBERS = re.compile(
    rf"(?<=\s)(?:vol(?:ume)?\.?\s)?\d{{1,3}}\s?(?:\(\d{{1,3}}\)(?:[:,]\s?(?:pp?\.\s?)?\d{{1,5}}"
    rf"(?:\s?[{DASHES}]\s?\d{{1,5}})?)?|:\s?(?:pp?\.\s?)?\d{{1,5}}(?:\s?[{DASHES}]\s?\d{{1,5}})?)"
    rf"(?:[,.;]\s|\s\(|\s)(?:{_MONTH},?\s)?(?P<year>(?:1[89]|20)\d\d)\)?"
)
_INITIALS = r"(?:[^\W\d_a-z]\.[\s-]?){0,3}"
_NAME = r"[^\W\d_a-z][\w'’-]{1,30}"
_BEFORE = re.compile(
    rf"(?P<see>(?:see|cf\.)\s)?{_INITIALS}(?P<first>{_NAME})"
    rf"(?:(?P<al>,?\s(?:et al\.?|and (?:colleagues|others)))"
    rf"|,?\s(?:and|&)\s{_INITIALS}(?P<second>{_NAME}))?,?\s"
    r"(?:(?:published|reported|writing)\s)?(?:in\s)?(?:the\s)?"
    r"(?:(?:[^\W\d_a-z][\w&'’-]{0,30}[.,]?|of|and|the|in|for|&|\([^\W\d_a-z][\w\s.]{1,20}\))\s){1,10}$"
)
_BACK = 200


def find_written_out(text: str, spans: list[tuple[int, int]], index: NameIndex) -> list[Found]:
    """Return the references written out in the given spans of text, in their order."""
    found: list[Found] = []
    for start, end in spans:
        for numbers in _NUMBERS.finditer(text, start, end):
            floor = max(start, numbers.start() - _BACK, found[-1].end if found else 0)
            before = _earliest(text[floor : numbers.start()])
            if before is None:
                continue
            low, high = floor + before.start(), numbers.end()
            if text[high - 1] == ")" and text.count("(", low, high) < text.count(")", low, high):
                high -= 1
            names = tuple(filter(None, (before["first"], before["second"])))
            year = (numbers["year"],)
            cite = Cite(low, high, names, before["al"] is not None, False, year)
            links, _ = index.entries(cite)
            found.append(Found(low, high, "author_year", (), links))
    return found


def _earliest(text: str) -> re.Match[str] | None:
    """Return the authors and the journal that end a text, from as far back as they reach."""
    for opening in re.finditer(r"(?<![\w.’'-])(?:(?:see|cf\.)\s)?[^\W\d_a-z]", text):
        match = _BEFORE.match(text, opening.start())
        if match:
            return match
    return None
