"""Prose that the chain took for promotion or teasers, taken back into the body."""

from __future__ import annotations

from itertools import pairwise

from pipeline.layout.labels import BODY, HINTING, JUNK, TELLING, has_cues, runs
from pipeline.layout.lines import Line

_NO_PROSE = (*(name for name in TELLING if name != "says"), "promo", "caption", "byline")
_STOPS = '.!?:”"\u2019'
_LED = frozenset((*BODY, "title"))
_ROW = 5  # paragraphs in a row that are no teasers' blurbs


def take_back_prose(lines: list[Line], labels: list[str]) -> None:
    """Take back into the body what reads as prose within it, or in a row before or behind it.

    To lose a paragraph loses its claims; to keep one too many costs a reader little. Teasers
    have blurbs of prose too, but a title between them.
    """
    body = [i for i, label in enumerate(labels) if label == "paragraph" and _reads(lines[i])]
    last = body[-1] if body else -1
    for start, end in runs(labels, JUNK):
        told = [_reads(line) and not has_cues(line, _NO_PROSE) for line in lines[start:end]]
        within = not body or (end <= last and sum(told) >= 0.5 * (end - start))
        for first, after in _rows(told):
            follows = start + first > 0 and labels[start + first - 1] in BODY
            # At most a heading stands between what leads in and the body.
            leads = end <= last and labels[end] in _LED and start + after >= end - 1
            long = sum(len(line.text) for line in lines[start + first : start + after])
            row = after - first >= _ROW and "reference" not in labels[:start]
            if within or row or (leads and long >= 80) or (follows and long >= 120):
                labels[start + first : start + after] = ["paragraph"] * (after - first)
        if end - start > 1:
            _heading_between(lines, labels, end - 1)


def _heading_between(lines: list[Line], labels: list[str], i: int) -> None:
    """Take a short line between paragraphs, the first just taken back, as a heading."""
    if labels[i] in JUNK and labels[i - 1] == labels[min(i + 1, len(labels) - 1)] == "paragraph":
        short = len(lines[i].text) <= 80 and lines[i].text[-1] not in ".,;:"
        if short and not has_cues(lines[i], (*_NO_PROSE, *HINTING)):
            labels[i] = "heading"


def _rows(flags: list[bool]) -> list[tuple[int, int]]:
    """Return the stretches of true flags as (first, after)."""
    edges = [i for i, (a, b) in enumerate(pairwise([False, *flags, False])) if a != b]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _reads(line: Line) -> bool:
    """Say whether a line is a sentence or more: five words, and an end like a sentence's."""
    asks = line.text[-1] == "?" and len(line.text) < 60  # as titles do
    return line.text[-1] in _STOPS and line.text.count(" ") >= 4 and not asks
