"""Rules for what stands around an article: menus above the title, lists that are no teasers."""

from __future__ import annotations

import re

from pipeline.segment.cues import CUES, FUNCTION_WORDS
from pipeline.segment.lines import Line

_DATED = ("ago", "date")
_BODY = ("heading", "paragraph", "list_item")
_BY = re.compile(r"by:? [A-Z]\S+ \S", re.IGNORECASE)
_CREDIT = re.compile(
    r"(?:©|\(?(?:getty|i?stock|shutterstock|alamy|photo|image|illustration|credit)\b[^.!?]{0,60}$)",
    re.IGNORECASE,
)
_AGENCY = re.compile(  # a caption ends in whose picture it is: "… istock.com/Name", "… (Alamy)"
    r"(?:^|[\s(/|©])(?:istock(?:photo)?|getty ?images|shutterstock|alamy|adobe ?stock|dreamstime"
    r"|depositphotos|thinkstock|unsplash|pixabay|pexels|123rf)"
    r"(?:\.com)?(?: ?/ ?[\w.-]{1,40})?[)\]]?$",
    re.IGNORECASE,
)

_CALL = re.compile(
    r"(?:read|watch|order|explore|book|find|get|shop|buy|learn|view|try|listen|call|click|start|join)"
    r"\b.{0,40}\b(?:now|here|today|this video|more)[!.]?$",
    re.IGNORECASE,
)
_DAY = re.compile(r"[A-Z][a-z]{2,8}\.? \d{1,2}, (?:19|20)\d\d$")
_SALUTATION = re.compile(
    r"(?:(?:dear )?(?:editors?|sirs?)|reply|question|answer)\s*[:,]$", re.IGNORECASE
)


def settle_menus(lines: list[Line], labels: list[str]) -> None:
    """Take as menus the short lines above the title and the runs of teasers like no headlines."""
    _truer_title(lines, labels)
    _signed_title(lines, labels)
    _headings(lines, labels)
    _above_title(lines, labels)
    for i, line in enumerate(lines):
        if labels[i] in _BODY and len(line.text) < 300 and _credited(line.text):
            labels[i] = "caption"
    start = 0
    while start < len(labels):
        end = start + 1
        if labels[start] == "related":
            while end < len(labels) and labels[end] == "related" and not _opens(lines[end]):
                end += 1
            if not _teasers(lines[start:end]):
                labels[start:end] = ["boilerplate"] * (end - start)
        start = end


def _credited(text: str) -> bool:
    """Whether a line says whose picture it is: by itself, or at the end of a caption."""
    return bool((len(text) < 200 and _CREDIT.match(text)) or _AGENCY.search(text[-80:]))


def _opens(line: Line) -> bool:
    """Whether another part begins here: teasers under a heading, or the page's own matter."""
    low = line.text[:200].lower().replace("’", "'")
    names = ("related_heading", "disclosure", "share", "newsletter")
    return len(line.text) < 160 and any(CUES[name].search(low) for name in names)


def _truer_title(lines: list[Line], labels: list[str]) -> None:
    """Prefer a headline above the prose to a short title of which the prose says nothing."""
    if "title" not in labels or "paragraph" not in labels:
        return
    title, first = labels.index("title"), labels.index("paragraph")
    words = lines[title].text[:200].lower().split()
    if len(words) > 4 and any(len(word) > 1 for word in words):
        return
    prose = [line.text[:300] for line, label in zip(lines, labels, strict=True) if label in _BODY]
    said = " ".join(prose[:20]).lower()
    if any(len(word) > 3 and word in said for word in words):
        return
    for i in range(title + 1, min(first, title + 8)):
        if labels[i] == "heading" and lines[i].text.count(" ") >= 4:
            labels[title], labels[i] = "front", "title"
            return


def _headings(lines: list[Line], labels: list[str]) -> None:
    """Take out what only looks like a heading: a date, a salutation, a call to go elsewhere."""
    first = labels.index("paragraph") if "paragraph" in labels else len(labels)
    for i, line in enumerate(lines):
        if labels[i] != "heading" or len(line.text) > 60:
            continue
        if _CALL.match(line.text):
            labels[i] = "boilerplate"
        elif _SALUTATION.match(line.text):
            labels[i] = "paragraph"
        elif _DAY.match(line.text):
            labels[i] = "paragraph" if i > first else "front"


def _signed_title(lines: list[Line], labels: list[str]) -> None:
    """Find the title in the line above "By …" where prose follows and a menu stands above."""
    title = labels.index("title") if "title" in labels else 0
    for i in range(max(title + 2, 8), len(lines) - 3):
        if len(lines[i].text) > 300 and labels[i] == "paragraph":
            return
        if not (len(lines[i].text) < 80 and _BY.match(lines[i].text)):
            continue
        text = lines[i - 1].text
        prose = next((j for j in range(i + 1, i + 9) if _long(lines, j)), None)
        if prose is None or not 20 <= len(text) <= 140 or text.count(" ") < 3 or text[-1] in ".:;,":
            continue
        for above in range(i - 1):
            if labels[above] in ("title", "front", "heading", "list_item"):
                labels[above] = "boilerplate"
        labels[i - 1] = "title"
        for below in range(i, prose):
            if len(lines[below].text) < 80 and labels[below] not in ("caption", "list_item"):
                labels[below] = "front"
        return


def _long(lines: list[Line], i: int) -> bool:
    return i < len(lines) and len(lines[i].text) > 150


def _above_title(lines: list[Line], labels: list[str]) -> None:
    """No part of the article is above a title that stands far down, unless it is prose."""
    title = labels.index("title") if "title" in labels else 0
    if title < 8 or "paragraph" in labels[:title]:
        return
    for i in range(title):
        if labels[i] in ("heading", "list_item") and len(lines[i].text) < 100:
            labels[i] = "boilerplate"


def _teasers(run: list[Line]) -> bool:
    """Whether a run has a heading, dates, or lines as headlines have them: whole clauses."""
    if len(run) < 4:
        return not CUES["disclosure"].search(run[0].text[:200].lower())
    clauses = 0
    for line in run:
        low = line.text[:200].lower().replace("’", "'")
        short = len(line.text) < 60
        if short and (CUES["related_heading"].search(low) or CUES["related"].search(low)):
            return True
        if any(CUES[name].search(low) for name in _DATED):
            return True
        words = low.split()
        clauses += len(words) > 3 and (low[-1] == "?" or not FUNCTION_WORDS.isdisjoint(words))
    return clauses >= 0.75 * len(run)
