"""What part of its sentence a marker cites: all of it, or a clause that ends with the marker.

A marker in mid-sentence cites what stands before it, back to the marker before, where a new
clause follows it; where none does, it cites together with the next. A parenthesis is never
cut in two: the markers in it belong together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from typing import NamedTuple

from pipeline.support.ties import Offsets

# Where what a marker cites may stop: at a comma, a dash, or before one of these words.
_JOINS = (
    r"and|or|but|yet|so|while|whereas|although|though|however|which|who|suggesting|indicating|"
    r"implying|implicating|leading|resulting|supporting"
)
# These open a clause right after a marker; farther on they mostly belong to a phrase.
_OPENS = rf"{_JOINS}|with|because|since|as|despite"
_POINT = r"\s{0,3}[,;:\u2014\u2013]"
_NEXT_TO_IT = re.compile(rf"{_POINT}|\s{{1,3}}(?:{_OPENS})\b", re.IGNORECASE)
_FARTHER_ON = re.compile(rf"{_POINT}|\s{{1,3}}(?:{_JOINS})\b", re.IGNORECASE)
# A marker right after one of these stands for the source itself: what follows is its finding.
_SOURCE = re.compile(
    r"(?:stud(?:y|ies)|trials?|analys[ie]s|reviews?|reports?|papers?|surveys?|et al\.?|"
    r"colleagues),?$",
    re.IGNORECASE,
)
_LOOSE = " \t\r\n\u00a0,;:\u2014\u2013"
_ENDING = re.compile(r"[\s.!?\u2026,;:)\]}\"'\u201d\u2019]*\Z")
# What may stand beside markers in a parenthesis of nothing else: "(see also3)".
_ASIDE = re.compile(
    r"(?:[\s,;:]|e\.g\.?|i\.e\.|cf\.?|see|also|for|an?|recent|reviewed|reviews?|in|refs?\.?)*",
    re.IGNORECASE,
)


class _Group(NamedTuple):
    """Markers that cite as one; they, or the parenthesis round them, reach to ``end``."""

    members: list[int]
    start: int
    end: int
    in_parenthesis: bool
    spoken: bool
    """It is a word of the sentence (``Tarn (2018) found``), and cites what follows."""


def cited_parts(
    text: str, markers: Offsets, spoken: Collection[int] = ()
) -> list[tuple[int, int] | None]:
    """Return the part of the sentence that each marker cites, ``None`` for the whole of it.

    ``spoken`` are the places of the markers that are words of the sentence.
    """
    outer = _parentheses(text, markers)
    groups = _groups(text, markers, outer, spoken)
    parts = _parts(_without(text, outer), groups)
    tight = {part: _trimmed(text, *part) for part in set(parts) - {(0, len(text))}}
    found: list[tuple[int, int] | None] = [None] * len(markers)
    for group, part in zip(groups, parts, strict=True):
        for member in group.members:
            found[member] = tight.get(part)
    return found


def _groups(text: str, markers: Offsets, outer: Offsets, spoken: Collection[int]) -> list[_Group]:
    """Put markers together that nothing but white space parts, or that one parenthesis holds."""
    groups: list[_Group] = []
    for number, (start, end) in enumerate(markers):
        place = bisect_right(outer, (start, len(text))) - 1
        inside = place >= 0 and end <= outer[place][1]
        if inside:
            start, end = outer[place]
        if groups and _beside(text, groups[-1], start, markers[number][0]):
            last = groups[-1]
            last.members.append(number)
            groups[-1] = last._replace(end=max(last.end, end))
        else:
            groups.append(_Group([number], start, end, inside, number in spoken))
    return groups


def _beside(text: str, last: _Group, start: int, marker: int) -> bool:
    """Say whether only signs or an aside (“(see also”) stand between a group and a marker."""
    if marker < last.end or not text[last.end : marker].strip(_LOOSE):
        return True
    aside = marker > start and not text[last.end : start].strip()
    return aside and bool(_ASIDE.fullmatch(text, start + 1, marker))


def _parentheses(text: str, markers: Offsets) -> list[tuple[int, int]]:
    """Return the outermost parentheses that are no markers."""
    own = {at for start, end in markers for at in range(start, end)}
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    for sign in re.finditer(r"[()]", text):
        if sign.start() in own:
            continue
        if sign[0] == "(":
            opened.append(sign.start())
        elif opened:
            start = opened.pop()
            if not opened:
                found.append((start, sign.end()))
    return found


def _without(text: str, outer: Offsets) -> str:
    """Return the text with nothing to be found inside the parentheses, and of the same length."""
    pieces: list[str] = []
    done = 0
    for start, end in outer:
        pieces += [text[done : start + 1], "x" * (end - start - 2), ")"]
        done = end
    return "".join([*pieces, text[done:]])


def _parts(text: str, groups: Sequence[_Group]) -> list[tuple[int, int]]:
    """Return the stretch that each group cites; those without a clause's end share the next's."""
    parts: list[tuple[int, int]] = []
    begin = waiting = 0
    for index, group in enumerate(groups):
        waiting += 1
        cut = _cut(text, group, groups[index + 1] if index + 1 < len(groups) else None)
        if cut is not None:
            parts += [(begin, cut)] * waiting
            begin, waiting = cut, 0
    return parts


def _cut(text: str, group: _Group, following: _Group | None) -> int | None:
    """Return where the part that a group cites ends, ``None`` if the following group shares it."""
    if following is None and (group.spoken or _ENDING.match(text, group.end)):
        return len(text)
    if group.spoken and following is not None:
        joins = [join.start() for join in _FARTHER_ON.finditer(text, group.end, following.start)]
        return joins[-1] if following.spoken and joins else None
    before = text[max(0, group.start - 24) : group.start].rstrip()
    stops = before[-1:] in {",", ";"} or _NEXT_TO_IT.match(text, group.end)
    if stops and not _SOURCE.search(before):
        return group.end
    if following is None:
        return len(text)
    ahead = _FARTHER_ON.search(text, group.end, following.start)
    if ahead:
        return ahead.start()
    return following.start if following.in_parenthesis else None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Tighten a part: no white space or joining punctuation at either end."""
    part = text[start:end]
    return start + len(part) - len(part.lstrip(_LOOSE)), end - len(part) + len(part.rstrip(_LOOSE))
