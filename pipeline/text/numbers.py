"""Printed lists of citation numbers: ``1-3, 5`` stands for 1, 2, 3 and 5.

Every dash that print and web use for a range is read (hyphen, non-breaking hyphen,
figure, en and em dash, horizontal bar, minus), also doubled as in OCR.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from pipeline.text.signs import DASHES

RANGE_CAP = 500
"""A longer range is no list of citations: only its two ends are kept."""

_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺˒", "0123456789-+,")
_PART = re.compile(
    rf"(\d{{1,9}})(?:[\])]?\s{{0,3}}(?:[{DASHES}]{{1,2}}|\bto\b)\s{{0,3}}[\[(]?(\d{{1,9}}))?"
)


def plain_digits(text: str) -> str:
    """Return ``text`` with Unicode superscript digits and dashes as plain ones."""
    return text.translate(_SUPERSCRIPT)


def expand(text: str) -> tuple[int, ...]:
    """Return the numbers of a printed list in printed order, each once.

    A range may be printed as ``[3]–[5]`` or ``(3)-(5)``, may fall (``3-1``) or leave out leading
    digits (``112-5`` is 112 to 115); one longer than ``RANGE_CAP`` is read as its two ends.
    """
    found: dict[int, None] = {}
    for match in _PART.finditer(plain_digits(text)):
        first = int(match[1])
        last = _end(match[1], match[2]) if match[2] else first
        if abs(last - first) >= RANGE_CAP:
            found.update(dict.fromkeys((first, last)))
        else:
            step = 1 if last >= first else -1
            found.update(dict.fromkeys(range(first, last + step, step)))
    return tuple(found)


def beyond(known: frozenset[int], cited: Iterable[Collection[int]]) -> frozenset[int]:
    """Return the numbers cited past the end of a list that is plainly not printed whole.

    ``cited`` holds what is printed in each shape. The numbers must follow on the last label with
    few gaps, and be many: a lone ``(600)`` is none.
    """
    last = max(known, default=0)
    for numbers in cited if last else ():
        reach = last
        while step := next((n for n in (1, 2, 3) if reach + n in numbers), 0):
            reach += step
        found = frozenset(n for n in numbers if last < n <= reach)
        if len(found) >= max(5, 0.3 * last):
            return found
    return frozenset()


def _end(first: str, last: str) -> int:
    """Return the end of a range, completing one printed short (``112-5``)."""
    if len(last) < len(first) and int(last) < int(first):
        whole = int(first[: len(first) - len(last)] + last)
        if whole > int(first):
            return whole
    return int(last)
