"""Rules over a whole document that settle what a chain of lines cannot see:
one title, comments to the end, lists inside the body; reference lists are in ``listed``."""

from __future__ import annotations

import re

from pipeline.segment.cues import CUES
from pipeline.segment.labels import BODY, HINTING, JUNK, TELLING, has_cues, runs
from pipeline.segment.lines import Line, is_bullet
from pipeline.segment.listed import settle_lists
from pipeline.segment.prose import reads, take_back_prose
from pipeline.segment.teasers import settle_menus

_NO_TITLE = ("byline", "date", "time", "ago", "caption", "share", "newsletter", "promo", "account")
_NO_LONG_TITLE = tuple(name for name in _NO_TITLE if name != "account")  # "help" and "home"
_MENU = re.compile(r"\s[|·›»>/]\s")
_CALL = re.compile(
    r"\b(?:newsletter|mailing list|(?:your|my) (?:inbox|e-?mail list)|free e-?books?"
    r"|subscribe (?:to|now)"
    r"|sign up (?:for|to|now|here|today))\b",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    r"\b(?:read on|keep reading|in this (?:article|post)|here['’]s (?:what|how|why)|find out)\b",
    re.IGNORECASE,
)
_TWO_SENTENCES = re.compile(r"[^\W\d_]{2}\.[\d\[\](),–-]*\s+[^\W\d_a-z].*\.[\d\[\](),–\s-]*$")
# Markdown's footnotes and links: "[^1]: …", "[1]: https://…".
_DEFINITION = re.compile(r"\[(?:\^\d{1,4}\]:\s|\d{1,4}\]:\s{1,4}<?https?://)")
_MARK = re.compile(r"#{2,6}\s*[^\s#]")
_PLAIN = frozenset((*BODY, *JUNK, "front"))
_STAMPS = ("says", "time", "reply")


def settle(lines: list[Line], labels: list[str]) -> list[str]:
    """Return the labels with the rules of the document applied."""
    found = list(labels)
    _inner_lists(lines, found)
    _comments(lines, found)
    _stamped(lines, found)
    settle_lists(lines, found)
    _heading_runs(lines, found)
    _marked(lines, found)
    take_back_prose(lines, found)
    _one_title(lines, found)
    _standfirst(lines, found)
    _islands(lines, found)
    settle_menus(lines, found)
    for i, line in enumerate(lines):
        if _DEFINITION.match(line.text):
            found[i] = "reference"
        if found[i] == "heading" and reads(line) and _TWO_SENTENCES.search(line.text):
            found[i] = "paragraph"
        if found[i] in BODY and len(line.text) < 200 and _CALL.search(line.text):
            found[i] = "boilerplate"
    return found


def _inner_lists(lines: list[Line], labels: list[str]) -> None:
    """Give short plain lines inside the body back to it: no word of them tells of a teaser."""
    for start, end in runs(labels, JUNK):
        if not start or end == len(lines) or end - start > 30:
            continue
        if labels[start - 1] not in BODY or labels[end] not in BODY:
            continue
        if any(has_cues(line, TELLING) for line in lines[start:end]):
            continue
        if sum(has_cues(line, HINTING) for line in lines[start:end]) > 0.2 * (end - start):
            continue
        for i in range(start, end):
            text = lines[i].text
            if len(text) > 100 or (end - start == 1 and text[-1] in ".!…"):
                if len(text) > 250:
                    labels[i] = "paragraph"
            elif end - start == 1 or (i == end - 1 and len(lines[end].text) > 150):
                labels[i] = "heading"
            else:
                labels[i] = "list_item"


def _comments(lines: list[Line], labels: list[str]) -> None:
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
    body = sum(len(x.text) for x, k in zip(lines, labels, strict=True) if k in BODY)
    above = sum(len(lines[i].text) for i in range(shown) if labels[i] in BODY)
    if (opening and above >= 0.4 * body) or above >= 0.75 * body:
        for i in range(shown, len(lines)):
            if labels[i] in BODY or labels[i] in ("front", "title"):
                labels[i] = "comment"


def _stamped(lines: list[Line], labels: list[str]) -> None:
    """Take all below the first of several signed and timed lines as comments."""
    prose, first, count = 0, -1, 0
    for i, line in enumerate(lines):
        if len(line.text) > 150:
            prose += labels[i] in BODY or labels[i] == "comment"
        elif len(line.text) < 80 and prose >= 2 and labels[i] not in JUNK:
            timed = has_cues(line, ("time",)) and has_cues(line, ("date",))
            if timed or line.text.endswith("says:"):
                count += 1
                first = i if first < 0 else first
    if count < 3:
        return
    for i in range(first, len(lines)):
        if labels[i] in BODY or labels[i] in ("front", "title"):
            labels[i] = "comment"


def _marked(lines: list[Line], labels: list[str]) -> None:
    """Take lines marked as headings (``## …``) at their word, but not the first title."""
    for i, line in enumerate(lines):
        marked = _MARK.match(line.text) and len(line.text) < 200 and labels[i] in _PLAIN
        if marked and not has_cues(line, (*TELLING, *HINTING)):
            labels[i] = "heading"


def _heading_runs(lines: list[Line], labels: list[str]) -> None:
    """Make a list of many headings in a row: nothing stands under them."""
    for start, end in runs(labels, frozenset(("heading",))):
        if end - start < 4:
            continue
        under = end < len(lines) and labels[end] == "paragraph"
        for i in range(start + 1, end - under):
            if not CUES["science"].search(lines[i].text[:60].lower()):
                labels[i] = "list_item"


def _standfirst(lines: list[Line], labels: list[str]) -> None:
    """Take a first paragraph that announces the article as its standfirst."""
    title = labels.index("title") if "title" in labels else -1
    if title < 0:
        return
    for i in range(title + 1, min(title + 5, len(lines))):
        if labels[i] == "paragraph":
            if len(lines[i].text) > 80 and _ANNOUNCES.search(lines[i].text[-160:]):
                labels[i] = "front"
            return


def _islands(lines: list[Line], labels: list[str]) -> None:
    """Drop a few short lines behind the article, between promotion on both sides."""
    size = sum(len(x.text) for x, k in zip(lines, labels, strict=True) if k in BODY)
    done = 0
    for start, end in runs(labels, BODY):
        inside = sum(len(line.text) for line in lines[start:end])
        if (
            done >= 0.9 * size
            and end - start <= 6
            and labels[start - 1] in ("boilerplate", "caption")
            and labels[end : end + 1]
            and labels[end] in ("boilerplate", "caption")
            and all(len(line.text) < 150 for line in lines[start:end])
        ):
            labels[start:end] = ["boilerplate"] * (end - start)
        done += inside


def _opens(line: Line) -> bool:
    return has_cues(line, ("comments_heading", *_STAMPS))


def _one_title(lines: list[Line], labels: list[str]) -> None:
    titles = [i for i, label in enumerate(labels) if label == "title"]
    prose = next(
        (i for i, x in enumerate(lines) if labels[i] == "paragraph" and len(x.text) > 80),
        len(lines),
    )
    if not titles:
        best = _find_title(lines, labels, prose)
        if best is None:
            return
        labels[best] = "title"
        titles = [best]
    keep = titles[0]
    for i in titles[1:]:
        if lines[i].text == lines[keep].text:
            labels[i] = "front"
        else:
            labels[i] = "front" if i < prose else "heading"
    for i in range(keep + 1, min(prose, keep + 7)):
        if labels[i] in (*JUNK, "heading") and has_cues(lines[i], ("byline", "date")):
            labels[i] = "front"


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
        if not 12 <= len(text) <= 160 or text[-1] in ".,;:" or is_bullet(text):
            continue
        score = min(text.count(" "), 9) - 0.5 * (last - i)
        if score > best:
            best, found = score, i
    return found
