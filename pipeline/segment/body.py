"""Rules for the body of an article: its headings, its lists, what is no part of it."""

from __future__ import annotations

import re
from itertools import islice

from pipeline.segment.cues import CUES
from pipeline.segment.labels import BODY, HINTING, JUNK, TELLING, has_cues, runs
from pipeline.segment.lines import Line, is_bullet, prefix, uncited
from pipeline.segment.prose import PUT_IN, reads, says_much
from pipeline.text.signs import MARGIN_NOTE

_CALL = re.compile(
    r"\b(?:newsletter|mailing list|(?:your|my) (?:inbox|e-?mail list)|free e-?books?"
    r"|subscribe (?:to|now)|unsubscribe"
    r"|sign up (?:for|to|now|here|today))\b",
    re.IGNORECASE,
)
# Over the lines on who wrote an article.
_ABOUT = re.compile(
    r"(?:about|meet) (?:the |our |this )?(?:authors?|writers?|editors?|contributors?|reviewers?)"
    r"[:.]?",
    re.IGNORECASE,
)
# Footnotes in their place, Markdown's footnotes and links: "[Footnote 1: …", "[^1]: …".
_DEFINITION = re.compile(
    r"\[(?:\^\d{1,4}\]:\s|\d{1,4}\]:\s{1,4}<?https?://|(?:foot|end)?note (?:\d{1,4}|[a-z*†‡])[:.]\s)",  # noqa: E501
    re.IGNORECASE,
)
# A comment that Word pastes below a text: "[AL2]Add a page."
_MARGIN_NOTE = re.compile(rf"{MARGIN_NOTE}|Formatted: [A-Z]")
_APPENDIX = re.compile(
    r"(?:#{1,6} )?(?:appendix|appendices|annex|supplement"
    r"|supplementary (?:text|information|notes?))"
    r"(?:\s(?:[A-H]|\d{1,2}|[ivx]{1,4}))?(?:[.:]\s?.{0,80})?$",
    re.IGNORECASE,
)
# What stands below a list and is about the article, not its topic.
_OF_AUTHORS = re.compile(
    r"(?:conflicts? of interest|competing interests|acknowledge?ments?|funding|disclosures?"
    r"|author contributions?|the authors? (?:declare|thank|have no|report)|we thank"
    r"|declarations?)\b",
    re.IGNORECASE,
)
_LEAST_WORDS = 4  # blanks of a sentence
_CONTENTS = re.compile(
    r"(?:(?:table of|page|article) )?contents:?$"
    r"|(?:in|on) this (?:article|post|page|guide|section):?$|(?:jump|skip) to:?$"
    r"|what['’]s (?:in|inside)(?: this \w{3,9})?\??:?$",
    re.IGNORECASE,
)
_MOST_NAMED, _LONGEST_NAMED = 60, 80  # lines of a list of contents, characters of one
_MOST_LISTS = 3


def settle_lone_prose(lines: list[Line], labels: list[str]) -> None:
    """Make the sentences below the title the body, where the article has no other."""
    if BODY.intersection(labels):
        return
    for i, line in enumerate(lines):
        if labels[i] == "front" and (reads(line) or says_much(line)):
            labels[i] = "list_item" if is_bullet(line.text) else "paragraph"


def settle_inner_lists(lines: list[Line], labels: list[str]) -> None:
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


def settle_heading_runs(lines: list[Line], labels: list[str]) -> None:
    """Make a list of many headings in a row: nothing stands under them."""
    for start, end in runs(labels, frozenset(("heading",))):
        if end - start < 4:
            continue
        under = end < len(lines) and labels[end] == "paragraph"
        for i in range(start + 1, end - under):
            if not CUES["science"].search(lines[i].text[:60].lower()):
                labels[i] = "list_item"


def settle_islands(lines: list[Line], labels: list[str]) -> None:
    """Drop a few short lines behind the article, between promotion on both sides."""
    size = sum(len(x.text) for x, k in zip(lines, labels, strict=True) if k in BODY)
    done = 0
    for start, end in runs(labels, BODY):
        inside = sum(len(line.text) for line in lines[start:end])
        if (
            done >= 0.9 * size
            and end - start <= 6
            and labels[start - 1] in ("boilerplate", "caption")
            and not PUT_IN.match(lines[start - 1].text)
            and labels[end : end + 1]
            and labels[end] in ("boilerplate", "caption")
            and all(len(line.text) < 150 for line in lines[start:end])
        ):
            labels[start:end] = ["boilerplate"] * (end - start)
        done += inside


def settle_definitions(lines: list[Line], labels: list[str]) -> None:
    """Take footnotes printed in their place, and Markdown's definitions, as references."""
    for i, line in enumerate(lines):
        if _DEFINITION.match(line.text):
            labels[i] = "reference"


def settle_margin_notes(lines: list[Line], labels: list[str]) -> None:
    """Take the comments that a word processor pastes below a text as no part of it."""
    for i, line in enumerate(lines):
        if _MARGIN_NOTE.match(line.text) and labels[i] in BODY:
            labels[i] = "boilerplate"


def settle_appendix(lines: list[Line], labels: list[str]) -> None:
    """Give the prose of an appendix below the list of references back to the body."""
    for at, line in enumerate(lines[:-1]):
        if "reference" not in labels[:at] or not _APPENDIX.match(line.text):
            continue
        after = at + 1
        while after < len(lines) and _is_plain(lines[after]):
            after += 1
        if labels[at] in ("boilerplate", "heading") and after > at + 1:
            labels[at] = "heading"
            labels[at + 1 : after] = ["paragraph"] * (after - at - 1)


def _is_plain(line: Line) -> bool:
    """Whether a line is a sentence that tells of nothing but its topic."""
    end = uncited(line.text)[-1:]
    told = has_cues(line, (*TELLING, "promo", "source")) or _OF_AUTHORS.match(line.text)
    return end in (".", "!") and line.text.count(" ") >= _LEAST_WORDS and not told


def settle_contents(lines: list[Line], labels: list[str]) -> None:
    """Take a list of contents as no part of the article: what it names heads prose below it."""
    found = (i for i, line in enumerate(lines) if _CONTENTS.match(line.text))
    for at in islice(found, _MOST_LISTS):
        named: set[str] = set()
        end = at + 1
        while end < min(len(lines), at + _MOST_NAMED) and _name(lines[end]):
            if _name(lines[end]) in named:
                break
            named.add(_name(lines[end]))
            end += 1
        again = [i for i in range(end, len(lines)) if _name(lines[i]) in named]
        shown = len({_name(lines[i]) for i in again})
        if not again or 2 * shown < len(named) or labels[at] in ("comment", "reference"):
            continue
        labels[at:end] = ["boilerplate"] * (end - at)
        for i in again:
            if labels[i] != "references_heading":
                labels[i] = "heading"
            if i + 1 < len(lines) and labels[i + 1] in JUNK and reads(lines[i + 1]):
                labels[i + 1] = "paragraph"


def _name(line: Line) -> str:
    """Return the words of a short line by which a list of contents names what it heads."""
    if len(line.text) > _LONGEST_NAMED:
        return ""
    return line.text[prefix(line.text) :].strip(" .:").lower()


# How the article itself is to be cited: "Citation: Lund J (2020) Iron. Front. Gut 1:2."
_CITED_AS = re.compile(
    r"(?:(?:suggested |recommended |how to )?cit(?:ation|e)(?: this (?:article|page|paper))?"
    r"(?: as)?|to cite this .{3,20})\s?:\s.{6,400}?\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)


def settle_rules(lines: list[Line], labels: list[str]) -> None:
    """Take a line of signs (``————``, ``* * *``) as no part of the article."""
    for i, line in enumerate(lines):
        if labels[i] != "comment" and not any(map(str.isalnum, line.text[:200])):
            labels[i] = "boilerplate"


def settle_calls(lines: list[Line], labels: list[str]) -> None:
    """Take a short line that calls to subscribe, and who the author is, as no part of it."""
    for i, line in enumerate(lines):
        called = len(line.text) < 200 and _CALL.search(line.text)
        if labels[i] in (*BODY, "front") and (called or _CITED_AS.match(line.text)):
            labels[i] = "boilerplate"
        if i and labels[i] in (*BODY, *JUNK) and _ABOUT.fullmatch(lines[i - 1].text):
            labels[i - 1 : i + 1] = ["boilerplate"] * 2
