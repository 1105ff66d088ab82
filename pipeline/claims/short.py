"""Short sentences, of which the model is unsure: claims where they cite or plainly say a thing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.claims.direction import said_direction
from pipeline.claims.parts import framed_parts
from pipeline.claims.text import LONGEST, inside
from pipeline.encoder.stage import Reading
from pipeline.records import Entity, Marker, Sentence

SHORT, SHORT_CITED = 14, 0.05
"""Words of a sentence that is a claim where it cites, and its least score: the model is unsure of
what is short, but 130 of the 135 sentences that cite on the annotated web pages are claims."""

SAID, SAID_LEAST = 12, 0.03
NAMED, NAMED_LEAST = 9, 0.2
"""Words of a sentence that says more or less of something, its least score, and those of one that
has subject, verb and object. By held-out scores of the annotated web pages one
sentence of the first kind below the threshold is no claim; F1 is 0.920 with both, 0.919 without."""

# What an author did, and what only points to another work, asserts nothing.
_SPEAKS = re.compile(
    r"(?:we|i|our|see|note|details?|experiments?|analys[ei]s)\b"
    r"|.{0,200}\b(?:was|were) (?:\w+ly )?(?:performed|used|carried out|conducted|calculated"
    r"|described|done|computed|obtained|implemented|collected|recorded|measured|determined|estimated)\b"
    r"|.{0,200}\b(?:in|by|at|from|refs?|elsewhere|of|see|with|here)\.{0,2}$",
    re.IGNORECASE,
)


# "Tea harms," said Dr. Roe, who led the work: of such a sentence the words in quotes count.
_QUOTED = re.compile(r"[\"“]([^\"“”]{1,400}),[\"”]\s(?=\w)")

# What somebody tells of themselves, and what hangs on the sentence before.
_TOLD = re.compile(
    r"\W*(?:I|We|You|It|They|He|She|This|These|That|There|My|Our|Her|His|Your|If|So|But|And|Please|"
    r"See)\b|.*\b(?:I|my|she|he|her|his|we|our)\b"
)


def raised(
    chances: Sequence[float],
    plains: Sequence[str],
    rows: Sequence[Sentence],
    text: str,
    entities: Sequence[Entity],
    markers: Sequence[Marker],
    reading: Reading | None,
    least: float,
) -> list[float]:
    """Return the chances of an article's sentences, those of short claims raised to the least."""
    found = _as_cited(chances, plains, rows, markers, least)
    if reading is None:
        return found
    return _as_said(found, plains, rows, text, entities, markers, reading, least)


def _as_cited(
    chances: Sequence[float],
    plains: Sequence[str],
    rows: Sequence[Sentence],
    markers: Sequence[Marker],
    least: float,
) -> list[float]:
    """Return the chances, those of short sentences that cite raised to the least of a claim."""
    found = list(chances)
    for at, (sentence, plain) in enumerate(zip(rows, plains, strict=True)):
        if (
            SHORT_CITED <= found[at] < least
            and len(plain[:LONGEST].split()) <= SHORT
            and not _SPEAKS.match(plain)
            and inside(markers, sentence.start, sentence.end)
        ):
            found[at] = least
    return found


def _as_said(
    chances: Sequence[float],
    plains: Sequence[str],
    rows: Sequence[Sentence],
    text: str,
    entities: Sequence[Entity],
    markers: Sequence[Marker],
    reading: Reading,
    least: float,
) -> list[float]:
    """Return the chances, those of short whole clauses raised to the least of a claim.

    ``entities`` and ``markers`` are sorted by ``start``.
    """
    found = list(chances)
    asked = [
        at
        for at, (row, plain) in enumerate(zip(rows, plains, strict=True))
        if SAID_LEAST <= found[at] < least
        and len(_own_words(plain)) <= SAID
        and not _TOLD.match(plain[:LONGEST])
        and inside(entities, row.start, row.end)
    ]
    framed = framed_parts(text, [rows[at] for at in asked], entities, markers, reading)
    for at, one in zip(asked, framed, strict=True):
        row, parts = rows[at], one.main
        if None in parts:
            continue
        named = found[at] >= NAMED_LEAST and len(plains[at].split()) <= NAMED
        if named or said_direction(text, *parts, row.start, row.end) is not None:
            found[at] = least
    return found


def _own_words(plain: str) -> list[str]:
    """Return the words of a sentence, of a quotation without those of who says it."""
    quoted = _QUOTED.match(plain)
    return (quoted[1] if quoted else plain[:LONGEST]).split()
