"""Rules for what people write under an article or to one another: comments, forums, questions."""

from __future__ import annotations

import re

from pipeline.segment.labels import BODY, JUNK, has_cues
from pipeline.segment.lines import Line
from pipeline.segment.looks import looks
from pipeline.segment.prose import reads
from pipeline.text.posts import signs_post

STAMPS = ("says", "time", "reply")
"""Cues of the lines that say who wrote a comment, and when."""
_ABOVE = frozenset(("title", "front", "boilerplate", "caption"))
_LISTED = frozenset(("reference", "references_heading"))
_ARTICLE = frozenset((*BODY, "front", "title"))
_LONGEST_STAMP = 90
_TOP = 6  # lines at the top of a text, where comments on it cannot begin
_PROSE = 60  # characters of a line that may be prose of the article
_SIGNED, _TIMED = 2, 3
"""Stamps that make a thread: a forum's own, and names with a date and a time."""
_QUESTION = re.compile(r"(?:q|question)(?:\s?\d{1,3})?\s?[:.]\s?\S", re.IGNORECASE)
_ANSWER = re.compile(r"(?:a|answer)(?:\s?\d{1,3})?\s?[:.]\s?\S", re.IGNORECASE)


def settle_comments(lines: list[Line], labels: list[str]) -> None:
    """Begin comments where they show themselves, and let the article not come back after."""
    first = next((i for i, label in enumerate(labels) if label == "comment"), None)
    if first is None:
        return
    stamps = [i for i in range(len(lines)) if len(lines[i].text) < 90 and _opens(lines[i])]
    shown = next((i for i in stamps if i >= max(first - 3, 0)), None)
    if shown is None:
        for i in range(first, len(lines)):
            if labels[i] == "comment":
                labels[i] = "paragraph" if len(lines[i].text) > 90 else "heading"
        return
    for i in range(first, shown):
        # A name alone may stand above its time; prose may not.
        if labels[i] == "comment" and len(lines[i].text) > 60:
            labels[i] = "paragraph"
    opening = has_cues(lines[shown], ("comments_heading",))
    if first < _TOP and not opening and not any(labels[i] in BODY for i in range(shown)):
        for i in range(first, len(lines)):  # who wrote an article, and when, stands above it
            if labels[i] == "comment":
                told = reads(lines[i]) or len(lines[i].text) > _LONGEST_STAMP
                labels[i] = "paragraph" if told else "front" if _opens(lines[i]) else "boilerplate"
        return
    body = sum(len(x.text) for x, k in zip(lines, labels, strict=True) if k in BODY)
    above = sum(len(lines[i].text) for i in range(shown) if labels[i] in BODY)
    if (opening and above >= 0.4 * body) or above >= 0.75 * body:
        _comment_from(labels, shown)


def settle_posts(lines: list[Line], labels: list[str]) -> None:
    """Take all below the first reply of a forum as comments: its first post is the article."""
    posts = [i for i, x in enumerate(lines) if len(x.text) <= _LONGEST_STAMP and signs_post(x.text)]
    prose = (i for i, x in enumerate(lines) if len(x.text) > _PROSE and labels[i] not in _ABOVE)
    first = next(prose, len(lines))
    replies = [i for i in posts if i > first]
    if len(posts) < _SIGNED or not replies:
        return
    for i in range(first, replies[0]):
        if labels[i] in ("comment", *JUNK) and len(lines[i].text) > _PROSE:
            labels[i] = "paragraph"
    for i in range(replies[0], len(labels)):
        listed = labels[i] in _LISTED and (looks(lines[i].text) or len(lines[i].text) < _PROSE)
        labels[i] = labels[i] if listed else "comment"


def settle_questions(lines: list[Line], labels: list[str]) -> None:
    """Take questions and answers that are marked as such as headings and paragraphs."""
    asked = [i for i, x in enumerate(lines) if _QUESTION.match(x.text) and "?" in x.text[-3:]]
    answered = [i for i, x in enumerate(lines) if _ANSWER.match(x.text)]
    pairs = {i for i in asked if any(j in answered for j in (i + 1, i + 2))}
    if len(pairs) < _SIGNED:
        return
    for i in pairs:
        if labels[i] != "comment":
            labels[i] = "heading"
    for i in answered:
        if labels[i] != "comment":
            labels[i] = "paragraph"


def _comment_from(labels: list[str], first: int) -> None:
    """Let no part of the article come at or below a line."""
    for i in range(first, len(labels)):
        if labels[i] in _ARTICLE:
            labels[i] = "comment"


def _opens(line: Line) -> bool:
    return has_cues(line, ("comments_heading", *STAMPS))
