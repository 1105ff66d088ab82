"""References written out in the sentence: ``I. Hollo, et al. in Acta Med. 35(1):53-59, 1978``.

They are told by what no other words have: a volume with its issue or pages, and a year. From there
they reach back over the journal to the authors. A parenthesis may hold nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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
# In parentheses a journal and a year are enough, beside more than a name: "(Davis et al., JAMA
# Psychiatry 2021)", "(Allen RW, Ann Fam Med 2013;11:452)".
_ASIDE = re.compile(
    rf"[(\[](?:see\s)?(?P<first>{_NAME})(?P<rest>\s[^\W\d_a-z]{{1,3}}(?=[,. ]))?"
    rf"(?P<al>,?\s(?:et al\.?|and (?:colleagues|others)))?(?:\s(?:and|&)\s(?P<second>{_NAME}))?,\s"
    r"(?:in\s)?(?:the\s)?(?P<journal>(?:[^\W\d_a-z][\w&’'-]{0,24}\.?,?\s(?:(?:of|and|the|in|for|de|et|y|und|der|&)\s){0,2}){1,8})"
    r"\(?(?P<year>(?:19|20)\d\d)\)?(?P<figures>[;,:]\s?\d{1,4}(?:\s?\(\d{1,3}\))?"
    rf"(?:[:,]\s?[a-z]?\d{{1,6}}(?:\s?[{DASHES}]\s?\d{{1,5}})?)?)?[)\]]"
)
_BACK = 200

# They may fill a parenthesis: "(Noor et al., Clin. Iron 7:55-60 (2011); Obi, Gut, 2, 3 (2016))".
_NEXT = re.compile(r";\s(?:and\s)?|(?<=[\d)]),?\sand\s")
_SOURCE = re.compile(
    rf"\s?(?:(?:see|cf\.|also|e\.g\.|for example|and|in),?\s){{0,4}}{_INITIALS}(?P<first>{_NAME})"
    rf"(?:,?\s[^\W\d_a-z]{{1,3}}\.?){{0,2}}(?P<al>,?\set al\.?)?(?:,?\s(?:and|&)\s{_INITIALS}"
    rf"(?P<second>{_NAME}))?[.,]?\s(?P<rest>(?!\d).{{5,160}})"
)
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_FIGURES = re.compile(
    r"(?<!\d)(?!(?:19|20)\d\d\b)\d{1,4}\s?(?:\(\d{1,4}\)\s?)?[:,]\s?(?:pp?\.\s?)?[A-Za-z]?\d|\bvol\.\s\d"
)
_SMALL = re.compile(r"\b(?!(?:of|and|the|in|for|et|al|de|des|der|für|und|vol|no|pp?)\b)[a-z]{2,}")
_SHORTEST, _LONGEST = 15, 600
"""Characters of a parenthesis that is looked into."""


def find_written_out(text: str, spans: list[tuple[int, int]], index: NameIndex) -> list[Found]:
    """Return the references written out in the given spans of text, in their order."""
    found: list[Found] = []
    filled: list[Found] = []
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
        found += _asides(text, start, end, index)
        filled += _parentheses(text, start, end, index)
    taken = {place for one in filled for place in range(one.start, one.end)}
    found = [one for one in found if one.start not in taken]
    return sorted(found + filled, key=lambda one: one.start)


def _parentheses(text: str, start: int, end: int, index: NameIndex) -> Iterator[Found]:
    """Yield the parentheses that hold works and nothing else, with parentheses inside or none."""
    opened: list[int] = []
    for sign in re.finditer(r"[()\[\]]", text[start:end]):
        at = start + sign.start()
        if sign[0] in "([":
            opened.append(at)
        elif opened:
            low = opened.pop()
            if not _SHORTEST < at - low < _LONGEST:
                continue
            cites = [_cite(one) for one in _NEXT.split(text[low + 1 : at])]
            if all(cites):
                links = [index.entries(cite)[0] for cite in cites if cite]
                yield Found(low, at + 1, "author_year", (), tuple(x for few in links for x in few))


def _cite(words: str) -> Cite | None:
    """Return the name and the year of a work written out: a journal, its figures, a year."""
    found = _SOURCE.fullmatch(words)
    year = _YEAR.search(found["rest"]) if found else None
    if not found or not year or not _FIGURES.search(found["rest"]) or _SMALL.search(found["rest"]):
        return None
    names = tuple(filter(None, (found["first"], found["second"])))
    return Cite(0, 0, names, found["al"] is not None, False, (year[0],))


def _asides(text: str, start: int, end: int, index: NameIndex) -> Iterator[Found]:
    """Yield parentheses that hold a name, a journal and a year."""
    for aside in _ASIDE.finditer(text, start, end):
        names = tuple(filter(None, (aside["first"], aside["second"])))
        al = aside["al"] is not None
        cite = Cite(*aside.span(), names, al, False, (aside["year"],))
        links, known = index.entries(cite)
        words = aside["journal"].count(" ")  # of one word it may be another author
        told = words > 1 and (known or aside["second"])
        paired = aside[0][0] + aside[0][-1] in ("()", "[]")
        if paired and (told or al or aside["rest"] or aside["figures"]):
            yield Found(*aside.span(), "author_year", (), links)


def _earliest(text: str) -> re.Match[str] | None:
    """Return the authors and the journal that end a text, from as far back as they reach."""
    for opening in re.finditer(r"(?<![\w.’'-])(?:(?:see|cf\.)\s)?[^\W\d_a-z]", text):
        match = _BEFORE.match(text, opening.start())
        if match:
            return match
    return None
