"""Labels that open a part of a text on its line: ``RESULTS: Pain fell.`` has a section.

Structured abstracts print their sections so, in lines of their own or all in one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.segment.lines import Line

_LABEL = re.compile(
    r"(?:(?<=[.!?)\]])\s{1,9}|\A)(?P<name>"
    r"backgrounds?|contexts?|importance|rationale|introduction|objectives?|aims?|purposes?"
    r"|(?:materials?|patients?|subjects?|participants?) (?:and|&) methods?|methods?|methodology"
    r"|(?:study |trial |research )?design|settings?|participants?|patients?|populations?"
    r"|interventions?|exposures?|(?:(?:main|primary|secondary) )?outcomes?(?: and measures?)?"
    r"|(?:(?:main|primary) )?outcome measures?|measurements?(?: and main results?)?"
    r"|data (?:sources?|extraction|collection|synthesis|selection)|study selection"
    r"|(?:(?:main|key|principal) )?(?:results?|findings?)|results? and discussion|discussions?"
    r"|(?:(?:main|authors?'?) )?conclusions?(?: and relevance)?|interpretations?|implications?"
    r"|(?:clinical )?(?:significance|relevance)|limitations?|strengths and limitations|summary"
    r"|(?:background|introduction|objectives?|aims?|methods?|design)(?: and |/| & )[a-z]{3,12}"
    r"):(?=\s{1,9}\S)",
    re.IGNORECASE,
)
LEAST = 2
"""Labels that a text must print, since one alone may be a sentence's own words."""


def with_labels(text: str, lines: Sequence[Line]) -> list[Line]:
    """Return the lines with labels parted from what they open.

    Within a line a label is in capitals; at its beginning it need not be.
    """
    found = [(line, list(_labels(line))) for line in lines]
    if sum(len(labels) for _, labels in found) < LEAST:
        return list(lines)
    parts: list[Line] = []
    for line, labels in found:
        if not labels:
            parts.append(line)
            continue
        cuts = [0, *(at for span in labels for at in span), len(line.text)]
        parts += _cut(text, line, cuts)
    return parts


def is_label(line: Line) -> bool:
    """Whether a line is the label of a part, as ``with_labels`` leaves it."""
    return line.text[-1] == ":" and _LABEL.match(f"{line.text} .") is not None


def _labels(line: Line) -> Iterator[tuple[int, int]]:
    """Yield where the labels of a line stand in it, their colon included."""
    if ":" not in line.text or len(line.text) > 20_000:
        return
    for match in _LABEL.finditer(line.text):
        first, last = match.span("name")
        if match["name"].isupper() or (first == 0 and match["name"][0].isupper()):
            yield first, last + 1


def _cut(text: str, line: Line, cuts: Sequence[int]) -> Iterator[Line]:
    """Yield the pieces of a line between some places, without white space at their ends."""
    for a, b in pairwise(cuts):
        start, end = line.start + a, line.start + b
        whole = text[start:end]
        tight = whole.strip()
        if not tight:
            continue
        start += len(whole) - len(whole.lstrip())
        end = start + len(tight)
        gaps = tuple(gap for gap in line.gaps if start <= gap[0] and gap[1] <= end)
        before = line.before if start == line.start else 0
        yield Line(start, end, tight, line.indent, before, gaps)
