"""Labels that run in: ``Bottom line: zinc …`` says what a sentence is for, and asserts nothing."""

from __future__ import annotations

import re

_LABEL = re.compile(
    r"(?!(?:Its|Their|His|Her|My|Our|For|In|To|As|One|Another|According|This|That|A|An)\b)"
    r"(?:[^\W\d_a-z][\w’'/&-]{0,20}(?: [\w’'/&-]{1,20}){0,2}"
    r"|[^\W\d_a-z]{2,15}(?: (?:[^\W\d_a-z]|&){1,15}){0,5})"
    r"(?: ?\d{1,2})?(?: ?: | [–—-] )\s{0,2}(?=[\"“‘(]?[^\W\d_a-z][\w’'-]{0,30} )"
)
_LONGEST = 120


def past_label(text: str, start: int, end: int) -> int:
    """Return where a sentence begins after the label that opens it; ``start`` without one."""
    found = _LABEL.match(text, start, min(end, start + _LONGEST))
    return found.end() if found else start


NOTE_MARK = re.compile(r"[\[(]?(?:[ivxlc]{1,7}|[A-Za-z]|[*†‡§¶#]{1,3})[\])]?")
"""A mark of a note that is no number: ``[iv]``, ``(b)``, ``†``."""
