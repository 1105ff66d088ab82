"""Rules for the title of an article: which line it is, and what stands above it."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.segment.cues import FUNCTION_WORDS
from pipeline.segment.labels import BODY, JUNK, has_cues
from pipeline.segment.lines import Line, is_bullet
from pipeline.segment.prose import cites, leads

_NO_TITLE = ("byline", "date", "time", "ago", "caption", "share", "newsletter", "promo", "account")
_NO_LONG_TITLE = tuple(name for name in _NO_TITLE if name != "account")  # "help" and "home"
_MENU = re.compile(r"\s[|·›»>/]\s")
# Who wrote it and when, and what an editor says of it: no title.
_NAMES_NO_TOPIC = re.compile(
    r"(?:[Bb]y|BY) [^\W\d_a-z][\w.'’-]{1,30} [^\W\d_a-z]"
    r".{0,60}(?:(?i:updated|reviewed|published|checked)|\d{4})"
    r"|(?i:editor['’]?s?['’]? note|correction|update|sent|date|posted|published|last updated)"
    r"\s?[:—–-]"
    r"|(?i:listen to this (?:article|story|page|post)\b|rate this (?:translation|article|page)"
    r"|(?:show |see |view )?(?:the )?original(?: text)?$|contribute a better translation"
    r"|translated (?:from|by|into)\b)"
    r"|(?i:we use cookies|this (?:web)?site uses cookies|accept (?:all )?cookies|skip to )"
)
# A line of those who wrote a page, as encyclopedias for a trade print it below the title.
_WRITERS = re.compile(
    r"(?i:(?:original |top |lead |main |all )?(?:editors?|contributors?|authors?|writers?"
    r"|reviewers?|translators?))\s?[:–—-]\s?[^\W\d_a-z]"
)
_ASKS = re.compile(r"(?:q|question)\s?\d{0,3}\s?[.:]", re.IGNORECASE)
_FEW, _NOTE = 4, 160  # lines above a title, and characters of a note there
_SLOGAN = 13  # words
_LEAST, _MOST, _WORDS = 12, 160, 2  # characters and blanks of a title
# The tabs above a page of an encyclopedia, as its words are pasted.
_TAB = re.compile(
    r"(?:article(?: talk)?|talk|page|discussion|read|watch|languages?|edit|edit source"
    r"|view (?:history|source)|history|tools"
    r"|contents|hide|\(top\)|move to sidebar(?: hide)?|appearance|main menu"
    r"|toggle the table of contents|\d{1,3} languages?|add languages|actions|general"
    r"|print/export|in other projects|text|small|standard|large|width|wide|color(?: \(beta\))?"
    r"|automatic|light|dark|appearance hide|from wikipedia.{0,30})$",
    re.IGNORECASE,
)
_TOP, _TABS = 60, 3  # lines that may hold the tabs, and how many make them sure


def settle_title(lines: list[Line], labels: list[str]) -> None:
    """Keep one title; where there is none, take a line above the prose that looks like one."""
    for i in (i for i, label in enumerate(labels) if label == "title"):
        text = lines[i].text
        if _NAMES_NO_TOPIC.match(text) or _WRITERS.match(text):
            labels[i] = "front"
        elif cites(text):
            labels[i] = "paragraph"
    titles = [i for i, label in enumerate(labels) if label == "title"]
    prose = next(
        (i for i, x in enumerate(lines) if labels[i] == "paragraph" and len(x.text) > 80),
        len(lines),
    )
    if not titles:
        best = _above_writers(lines)
        if best is None:
            best = _find_title(lines, labels, prose)
        if best is None:
            best = _first_heading(lines, labels)
        if best is None:
            return
        labels[best] = "title"
        titles = [best]
    keep = titles[0]
    for i in titles[1:]:
        again = lines[i].text == lines[keep].text
        labels[i] = "front" if again or i < prose else "heading"
    _settle_front(lines, labels, keep, prose)


def _settle_front(lines: list[Line], labels: list[str], title: int, prose: int) -> None:
    """Take slogans above the title as no part of the article, and who wrote it below as one."""
    for i in range(title):
        if labels[i] == "front" and _is_slogan(lines[i].text):
            labels[i] = "boilerplate"
    for i in range(title + 1, min(prose, title + 7)):
        tells = has_cues(lines[i], ("byline", "date")) or _WRITERS.match(lines[i].text)
        if labels[i] in (*JUNK, "heading") and tells:
            labels[i] = "front"
        elif labels[i] == "boilerplate" and leads(lines[i], lines[title]):
            labels[i] = "paragraph"


def _is_slogan(text: str) -> bool:
    """Whether a line above a title says a whole sentence: no standfirst stands there."""
    words = text[:_MOST].lower().split()
    return len(words) >= _SLOGAN and 5 * sum(w in FUNCTION_WORDS for w in words) >= len(words)


def _above_writers(lines: list[Line]) -> int | None:
    """Return the line that a line of those who wrote the page stands below."""
    i = next((i for i, line in enumerate(lines[:_FEW]) if _WRITERS.match(line.text)), 0)
    return i - 1 if i and 0 < len(lines[i - 1].text) <= _MOST else None


def _find_title(lines: list[Line], labels: list[str], prose: int) -> int | None:
    """Look for a line like a title just above the first prose of the body."""
    first = next((i for i, label in enumerate(labels) if label in BODY), prose)
    last = min(first, prose)
    best, found = 0.0, None
    for i in range(max(last - 8, 0), min(last + 1, prose)):
        text = lines[i].text
        menu = len(text) < 25 or _MENU.search(text)
        no_title = _NO_TITLE if menu else _NO_LONG_TITLE
        if has_cues(lines[i], no_title) or labels[i] in ("reference", "comment", "caption"):
            continue
        if _NAMES_NO_TOPIC.match(text):
            continue
        if not 12 <= len(text) <= 160 or text[-1] in ".,;:" or is_bullet(text) or cites(text):
            continue
        if "://" in text:
            continue
        score = min(text.count(" "), 9) - 0.5 * (last - i)
        if score > best:
            best, found = score, i
    return found


def _first_heading(lines: list[Line], labels: list[str]) -> int | None:
    """Return the heading that only notes of a line stand above."""
    for i, line in enumerate(lines[:_FEW]):
        if _NAMES_NO_TOPIC.match(line.text):
            continue
        if labels[i] == "heading" and _LEAST <= len(line.text) <= _MOST:
            return i if line.text.count(" ") >= _WORDS and not _ASKS.match(line.text) else None
        if len(line.text) > _NOTE:
            return None
    return None


def settle_tabs(lines: list[Line], labels: list[str]) -> None:
    """Take the tabs of an encyclopedia's page as no part of it: the title stands above them."""
    tabs = [i for i, line in enumerate(lines[:_TOP]) if _TAB.match(line.text)]
    end = next((n for n, (a, b) in enumerate(pairwise(tabs), start=1) if b - a > _TABS), len(tabs))
    tabs = tabs[:end]  # "Edit" stands below its headings too
    named = " ".join(lines[i].text.lower() for i in tabs[:2]).startswith("article talk")
    if len(tabs) < _TABS - named:
        return
    for i in tabs:
        labels[i] = "boilerplate"
    above = next((i - 1 for i in tabs if i and i - 1 not in tabs), -1)
    if above >= 0 and len(lines[above].text) <= 160 and "title" not in labels[:above]:
        labels[above] = "title"
