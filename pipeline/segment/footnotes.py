"""Rules for notes: at the foot of pages, between the pages' prose, and notes that explain."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.segment.labels import BODY, JUNK, runs
from pipeline.segment.lines import Line
from pipeline.segment.listed import SURE, is_prose
from pipeline.segment.looks import is_page_mark, label_at, looks, scored
from pipeline.text.signs import Key, Label, key_at

_PAGE_LINES, _LONGEST_PROSE = 40, 4000  # of a page above its notes


def settle_explanations(lines: list[Line], labels: list[str]) -> None:
    """Take notes that name no source, above the list of sources, as no part of it."""
    heads = [i for i, label in enumerate(labels) if label == "references_heading"]
    for at, following in pairwise(heads):
        between = range(at + 1, following)
        if between and not any(
            labels[i] not in ("reference", "boilerplate") or looks(lines[i].text) for i in between
        ):
            labels[at:following] = ["boilerplate"] * (following - at)


def settle_first_notes(lines: list[Line], labels: list[str]) -> None:
    """Take in the notes right above a list that begins past one: ``[1]`` above ``[2]``."""
    for start, _ in runs(labels, frozenset(("reference",))):
        label = label_at(lines[start].text)
        while label and label.shape[:1] == "[" and label.number > 1 and start > 0:
            start -= 1
            above = label_at(lines[start].text)
            if labels[start] not in (*BODY, *JUNK) or not above or above.shape != label.shape:
                break
            if above.number != label.number - 1:
                break
            labels[start], label = "reference", above


def settle_between_notes(lines: list[Line], labels: list[str]) -> None:
    """Give prose between the notes of two pages back to the body, where the notes count on."""
    paged = False
    for (i, above), (j, below) in pairwise(_notes(lines, labels)):
        if below.number != above.number + 1:
            continue
        labels[j] = "reference"
        for k in range(i + 1, j):
            if labels[k] in ("reference", "heading", *JUNK) and is_prose(lines[k]):
                labels[k] = "paragraph"
            paged = paged or labels[k] == "paragraph"
    for k in range(len(lines) if paged else 0):
        if labels[k] in BODY and is_page_mark(lines[k]):
            labels[k] = "boilerplate"


def _is_raised(key: Key) -> bool:
    """Whether the letter or sign of a note is raised: ``ᵃ``, ``†``."""
    return not key.shape and not key.key.isascii()


def settle_foot_notes(lines: list[Line], labels: list[str]) -> None:
    """Take notes at the foot of a page as entries, though the numbers begin again on the next.

    Raised numbers, letters and signs open no paragraph; other numbers must stand below a line of
    signs. A letter goes on with the entries above it that have letters.
    """
    _settle_counted(lines, labels)
    below = False
    for i, line in enumerate(lines):
        label = label_at(line.text)
        on = i > 0 and labels[i - 1] == "reference" and key_at(lines[i - 1].text) is not None
        key = key_at(line.text) if label is None else None
        if key and ((on and labels[i] in BODY) or (_is_raised(key) and scored(line.text) > 1)):
            labels[i] = "reference"
        if label is None or label.end >= len(line.text):
            below = not any(map(str.isalnum, line.text[:80]))
            continue
        score = scored(line.text)
        raised = label.shape == "¹" and (below or score > 1)
        if labels[i] in (*BODY, *JUNK) and (raised or (below and score >= SURE)):
            labels[i] = "reference"
        below = below or labels[i] == "reference"


def _settle_counted(lines: list[Line], labels: list[str]) -> None:
    """Take notes that count from one, each below its number, as entries: ``1``, ``Roe, p. 3.``"""
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _below_number(lines[end], end - at + 1):
            end += 1
        if end - at > 1 and 2 * sum(looks(line.text) for line in lines[at:end]) >= end - at:
            labels[at:end] = ["reference"] * (end - at)
        at = max(end, at + 1)


def _below_number(line: Line, number: int) -> bool:
    """Whether a line is a number, and below it what it counts."""
    label = label_at(line.text)
    return (
        label is not None
        and label.number == number
        and line.text[label.end : label.end + 1] in ("\n", "\r")
    )


def _notes(lines: list[Line], labels: list[str]) -> list[tuple[int, Label]]:
    """Return the numbered entries, and what counts on from them as prose between cites it."""
    found: list[tuple[int, Label]] = []
    for i, line in enumerate(lines):
        label = label_at(line.text)
        if label is None or label.end >= len(line.text):
            continue
        if labels[i] == "reference" or (
            found
            and labels[i] in ("heading", "paragraph", *JUNK)
            and (label.number, label.shape) == (found[-1][1].number + 1, found[-1][1].shape)
            and _cite(lines[max(0, i - _PAGE_LINES) : i], label.number)
        ):
            found.append((i, label))
    return found


def _cite(between: list[Line], number: int) -> bool:
    """Whether prose raises a number: ``honey.3``."""
    raised = re.compile(rf"(?<=[^\W\d_])[.,;!?)”\"]{{0,2}}{number}(?!\d)")
    prose = (line.text[-_LONGEST_PROSE:] for line in between if label_at(line.text) is None)
    return any(raised.search(text) for text in prose)
