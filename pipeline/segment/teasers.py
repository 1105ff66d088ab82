"""Rules for what stands around an article: pictures' credits, calls, lists that are no teasers."""

from __future__ import annotations

import re

from pipeline.segment.cues import CUES, FUNCTION_WORDS
from pipeline.segment.labels import BODY
from pipeline.segment.lines import Line
from pipeline.segment.prose import PUT_IN, cites

_DATED = ("ago", "date")
_LONGEST, _LONGEST_CALL = 60, 100  # characters of what may be taken for a heading, and of a call
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
# What a figure or a table is called: "Figure 2. Serum urate", "TABLE 3 | Pain", "Table 1 Women".
_NUMBERED = re.compile(
    r"(?:(?i:supplementa(?:ry|l)|extended data|appendix|online)\s)?"
    r"(?i:fig(?:ure)?|tab(?:le)?|chart|graph|scheme|plate|exhibit|diagram|infographic|image|photo)\b"
    r"\.?\s?[A-Z]{0,2}\d{1,3}(?:\.\d{1,2})?[A-Za-z]?"
    r"(?:[.:]\s|\s?[|—–]\s|\s-\s|\s(?=[^\W\d_a-z][a-z]{2,20}\s))"
)
_LONGEST_CAPTION = 1500
# "Figure 1", and how a publisher's page shows it: "Open in a new tab".
_BARE = re.compile(
    r"(?:fig(?:ure)?|table|box|image|chart|video)\.? \d{1,3}[a-z]?[.:]?", re.IGNORECASE
)
_OPENS = re.compile(
    r"(?:open in|enlarge|download (?:figure|image|slide|powerpoint|as)|expand"
    r"|view (?:large|full|in)"
    r"|(?:click|tap) to|full size|zoom)\b.{0,60}$",
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


def is_put_in(line: Line) -> bool:
    """Say whether a line leads to another article, or is the name of an advertisement."""
    short = len(line.text) <= _LONGEST_CALL
    return short and PUT_IN.match(line.text) is not None and not cites(line.text)


def settle_false_headings(lines: list[Line], labels: list[str]) -> None:
    """Take out what only looks like a heading: a date, a salutation, a call to go elsewhere.

    A sentence with its marker behind it is none either.
    """
    first = labels.index("paragraph") if "paragraph" in labels else len(labels)
    for i, line in enumerate(lines):
        if labels[i] in ("paragraph", "list_item") and is_put_in(line):
            labels[i] = "boilerplate"
        if labels[i] != "heading" or len(line.text) > _LONGEST:
            continue
        if _CALL.match(line.text) or PUT_IN.match(line.text):
            labels[i] = "boilerplate"
        elif _SALUTATION.match(line.text) or cites(line.text):
            labels[i] = "paragraph"
        elif _DAY.match(line.text):
            labels[i] = "paragraph" if i > first else "front"


def settle_credits(lines: list[Line], labels: list[str]) -> None:
    """Take a line that says whose picture it is, or which figure, as a caption."""
    for i, line in enumerate(lines):
        credited = len(line.text) < 300 and _credited(line.text)
        if labels[i] in BODY and (credited or is_caption(line)):
            labels[i] = "caption"
    for i, line in enumerate(lines[:-2]):
        if labels[i] in BODY and _BARE.fullmatch(line.text):
            labels[i] = "caption"
            opened = next((at for at in (i + 1, i + 2) if _OPENS.match(lines[at].text)), 0)
            told = 2 * i + 3 - opened  # what is opened stands above it or right below
            near = opened and (told < opened or not lines[told].before)
            if opened:
                labels[opened] = "boilerplate"
            if near and labels[told] in BODY and len(lines[told].text) <= _LONGEST_CAPTION:
                labels[told] = "caption"


def is_caption(line: Line) -> bool:
    """Say whether a line is the caption of a numbered figure or table."""
    return len(line.text) <= _LONGEST_CAPTION and _NUMBERED.match(line.text) is not None


def settle_teasers(lines: list[Line], labels: list[str]) -> None:
    """Take a run of teasers as a menu if none of its lines reads like a headline.

    Below the list of references no article goes on under a teaser.
    """
    listed = max((i for i, label in enumerate(labels) if label == "reference"), default=len(labels))
    for i in range(listed + 2, len(labels)):
        if labels[i] in BODY and labels[i - 1] == "related":
            labels[i] = "related"
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
