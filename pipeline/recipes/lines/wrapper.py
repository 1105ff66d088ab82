"""Documents as people paste them: lines broken at a width, words divided, indents and blank lines.

Of every line that is made it is known whether it goes on with the one above, so the break
labels cost nothing and the ways of breaking can be as many as one thinks of.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.recipes.regions.pages import Page
from pipeline.segment.lines import Line, prefix

NEW, ON = "new", "on"
_PROSE = ("paragraph", "comment", "front")
_WIDTHS = (36, 40, 45, 50, 55, 60, 62, 65, 68, 70, 72, 74, 75, 76, 78, 79, 80, 85, 90, 96, 100, 120)
# Widths of letters in a proportional face, in tenths of the mean.
_NARROW = {c: w for w, cs in ((4, "iljI.,:;'|!"), (6, "frt()[] -"), (15, "mwMW@%")) for c in cs}
_VOWELS = frozenset("aeiouyäöü")
_DIVIDES = re.compile(r"[A-Za-z]{6,}")


class Dress(NamedTuple):
    """How a document is printed: what is broken at which width, and what parts its blocks."""

    width: int
    proportional: bool
    divided: float
    """Share of the words at line ends that are divided, where they can be."""
    ragged: float
    """How often a line breaks before it must: of the words in its last third, one in eight at 1."""
    wrapped: frozenset[str]
    hanging: int
    first: int
    """Spaces before the first line of a paragraph."""
    blank: dict[str, int]
    spaced: int
    margin: int


def dress(r: random.Random) -> Dress:
    """Choose how a document is printed."""
    wrapped = set(_PROSE) if r.random() < 0.8 else set()
    for kind, share in (("list_item", 0.6), ("heading", 0.9), ("title", 0.9), ("reference", 0.6)):
        if wrapped and r.random() < share:
            wrapped.add(kind)
    if wrapped and r.random() < 0.6:
        wrapped |= {"related", "boilerplate", "caption"}
    style = r.choice(("blank", "blank", "blank", "blank", "indent", "flush"))
    gap = int(style == "blank")
    return Dress(
        width=r.choice(_WIDTHS),
        proportional=r.random() < 0.25,
        divided=r.choice((0.0, 0.0, 0.3, 0.7)),
        ragged=r.choice((0.0, 0.0, 0.0, 0.0, 0.3, 1.0, 2.0)),
        wrapped=frozenset(wrapped),
        hanging=r.choice((0, 0, 2, 3, 4)),
        first=r.choice((1, 2, 3, 4)) if style == "indent" else 0,
        blank={
            "paragraph": gap,
            "heading": r.choice((gap, 1, 2)),
            "after heading": r.choice((0, gap, gap, 1)),
            "list_item": r.choice((0, 0, gap)),
            "other": r.choice((0, gap, gap, 1)),
        },
        spaced=int(r.random() < 0.04),
        margin=r.choice((0, 0, 0, 0, 2, 4, 8)),
    )


def printed(page: Page, look: Dress, r: random.Random) -> tuple[list[Line], list[str]]:
    """Return the lines of a page in some dress, and of each whether it goes on or begins anew."""
    lines: list[Line] = []
    labels: list[str] = []
    last = ""
    for block, kind in zip(page.lines, page.labels, strict=True):
        text = " ".join(block.text.split())
        pieces = list(_broken(text, kind, look, r))
        for n, (piece, indent) in enumerate(pieces):
            before = (look.spaced if n else look.spaced + _gap(kind, last, look)) if lines else 9
            lines.append(Line(0, 0, piece, look.margin + indent, before))
            labels.append(ON if n else NEW)
        last = kind
    return lines, labels


def _gap(kind: str, last: str, look: Dress) -> int:
    if last in ("heading", "title", "references_heading"):
        return look.blank["after heading"]
    if kind in ("heading", "title", "references_heading"):
        return look.blank["heading"]
    if kind == last == "list_item" or kind == last == "reference":
        return look.blank["list_item"]
    return look.blank["paragraph" if kind in _PROSE else "other"]


def _broken(text: str, kind: str, look: Dress, r: random.Random) -> Iterator[tuple[str, int]]:
    """Yield the lines of a block with their indents."""
    first = look.first if kind in _PROSE else 0
    if kind not in look.wrapped or len(text) > 20_000:
        yield text, first
        return
    hanging = look.hanging if kind in ("list_item", "reference") and prefix(text) else 0
    indent, so_far = first, ""
    for word in text.split(" "):
        room = look.width - indent
        joined = f"{so_far} {word}" if so_far else word
        early = so_far and r.random() < look.ragged / 8 and len(so_far) > 0.6 * room
        if not so_far or (_size(joined, look) <= room and not early):
            so_far = joined
            continue
        cut = _divided(so_far, word, room, look, r)
        if cut:
            so_far, word = f"{so_far} {word[:cut]}-", word[cut:]
        yield so_far, indent
        indent, so_far = hanging, word
    yield so_far, indent


def _size(text: str, look: Dress) -> float:
    if not look.proportional:
        return len(text)
    return sum(_NARROW.get(c, 10) for c in text) / 9


def _divided(so_far: str, word: str, room: int, look: Dress, r: random.Random) -> int:
    """Return where a word is divided at the end of a line, 0 for nowhere."""
    if not _DIVIDES.match(word) or r.random() >= look.divided:
        return 0
    places = [
        i
        for i in range(2, len(word) - 2)
        if word[i] not in _VOWELS
        and word[i + 1] in _VOWELS
        and word[: i + 2].isalpha()
        and any(c in _VOWELS for c in word[:i])
        and _size(f"{so_far} {word[:i]}-", look) <= room
    ]
    return places[-1] if places else 0
