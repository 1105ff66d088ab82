"""Rules for reference lists: where they begin, what stands in them, where they end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.segment.cues import FUNCTION_WORDS
from pipeline.segment.labels import BODY, JUNK, TELLING, has_cues, runs
from pipeline.segment.lines import Line
from pipeline.segment.looks import (
    ADDRESS,
    begins_with_author,
    is_address,
    is_of_body,
    is_page_mark,
    label_at,
    looks,
    scored,
    stacked,
)
from pipeline.segment.prose import reads
from pipeline.text.asides import disclaims
from pipeline.text.headings import may_head_references, names_address
from pipeline.text.signs import key_at

_CITED_TAIL = 160  # characters of the last citation of a sentence
_NAMED_END = re.compile(
    r"[^\W\d_]{2} \((?:[^()]{1,100}; )?(?:see |e\.g\.,? |cf\. )?[^\W\d_a-z][\w'’-]{1,30}"
    r"(?:,? (?:and|&|et al\.?|[^\W\d_a-z][\w'’-]{1,30})){0,6},? (?:19|20)\d\d[a-z]?"
    r"[^()]{0,40}\)[.!?]$"
)
_PLAIN = 0.15  # of the words of a sentence, those that a title of a work has few of
_HEADS = ("references_heading",)
_ENDS = ("comments_heading", "related_heading")  # "3 Comments" is no third entry
_LONGEST_HEADING = 60
_LONGEST_PART = 40
"""Characters of the words over a part of a list."""
# When a page was looked at last: "Last medically reviewed on March 9, 2021".
_REVIEWED = re.compile(
    r"(?:(?:last|medically|clinically|this|the|page|article|content|was|and|date|next) ){0,4}"
    r"(?:reviewed|updated|modified|revised|published|fact[- ]checked|posted|received|accepted"
    r"|submitted|edited|review(?: date| due)?)(?: (?:on|by|in|at)\b|:)?.{0,60}$"
    r"|key ?words?\s?:.{3,200}$|topic \d{1,7} version \d.{0,20}$|(?:©|copyright\b).{3,200}$"
    r"|content (?:source|owner)s?: .{3,80}$|(?:how to cite|(?:to )?cite (?:this|as)).{0,400}$"
    r"|(?:(?:suggested|recommended|full) )?citation:.{0,400}$"
    r"|.{0,120}\b(?:licen[cs]ed under|creative commons)\b.{0,120}$"
    r"|(?:answer|exported|generated|created) (?:from|by|with|using) .{3,200}$"
    r"|\*?\s?(?:correspondence|corresponding author|address for correspondence)\b.{0,200}$",
    re.IGNORECASE,
)
_MOST_TRAILING = 5  # lines below a list that are no entries
_PAGE_HEAD = re.compile(
    r"[^\W\d_][^\d]{3,90}?(?:\s{2,40}|\s\W\s)\d{1,4}|\d{1,4}\s{2,40}[^\W\d_][^\d]{3,90}"
)
# What a review calls a study, above its reports: "Lund 1984 {published data only}".
_STUDY = re.compile(
    r"[^\W\d_a-z][\w’' -]{1,40}\s(?:19|20)\d\d[a-z]?\s\{[^{}]{4,90}\}(?:\s\{[^{}]{4,60}\})?"
)
_SOURCED = re.compile(r"(?:sources?|ref(?:erence)?s?|study|quelle|fuente)\s?:\s", re.IGNORECASE)
# "Iron rises in women (Lund et al., Gut 12:3-9 (2009)"
_SAID = re.compile(
    r"(?P<said>[^\W\d_a-z][^.()\[\]]{20,300})\s[(\[](?:see,?\s(?:(?:e\.g\.|for example),?\s)?)?"
    r"[^\W\d_a-z][\w’'-]{1,30}(?:,?\set al|\s(?:and|&)\s[^\W\d_a-z]|,\s[^\W\d_a-z])[^()\[\]]{3,200}"
    r"(?:[)\]]|\((?:19|20)\d\d\))"
)
# "Heart Board: “Tea and the heart,” “Coffee.”": who says it, and the titles of pages.
_QUOTED = re.compile(
    r"[^\W\d_a-z][^\n:“”\"]{2,90}[:.,]\s(?:[“\"][^“”\"\n]{3,200}[”\"][.,]?\s?(?:and\s)?){1,9}"
    r"[^“”\"\n]{0,60}"
)
_DATED = re.compile(r"[^\W\d_][^()\n]{1,200}\((?:19|20)\d\d[a-z]?(?:,[^()\n]{1,20})?\)\.?(?:\s|$)")
_MOST_STOPS = 8
SURE = 3
"""A line with such a score is an entry, whatever else its words tell of."""


def settle_headed_lists(lines: list[Line], labels: list[str]) -> None:
    """Take what counts 1, 2, 3 … under a heading of references, with the lines between."""
    for at, line in enumerate(lines):
        if len(line.text) > _LONGEST_HEADING or not has_cues(line, ("references_heading",)):
            continue
        number, last, i = 0, at, at + 1
        while i < len(lines) and i - last <= 5 and not has_cues(lines[i], _ENDS):
            label = label_at(lines[i].text)
            if label and label.number == number + 1 and label.end < len(lines[i].text):
                number, last = number + 1, i
            i += 1
        if number < (2 if _is_signed(lines[last]) else 3):
            continue
        while last + 1 < len(lines) and lines[last + 1].before == 0 and lines[last + 1].indent:
            last += 1
        labels[at] = "references_heading"
        labels[at + 1 : last + 1] = ["reference"] * (last - at)


def _is_signed(line: Line) -> bool:
    """Whether a line opens with a number as notes have it: ``[2]``, ``²``."""
    label = label_at(line.text)
    return label is not None and label.shape[:1] in ("[", "¹")


def settle_addressed(lines: list[Line], labels: list[str]) -> None:
    """Take two works or more, each with a year and its address in the line below, as a list."""
    pairs = [
        i
        for i, (one, below) in enumerate(pairwise(lines))
        if ADDRESS.match(below.text) and _is_work(one)
    ]
    for i, following in pairwise(pairs):
        if following == i + 2:
            labels[i : i + 4] = ["reference"] * 4


def _is_work(line: Line) -> bool:
    """Whether a line names a work with its year in parentheses, and no more."""
    dated = _DATED.match(line.text)
    return dated is not None and line.text.count(". ") < _MOST_STOPS and label_at(line.text) is None


def settle_related_works(lines: list[Line], labels: list[str]) -> None:
    """Take titles and their sources below a heading of other works as none of the article."""
    for at, line in enumerate(lines):
        if len(line.text) > _LONGEST_HEADING or not has_cues(line, ("related_heading",)):
            continue
        i = at + 1
        while i + 1 < len(lines) and labels[i] in BODY and scored(lines[i + 1].text) >= SURE:
            labels[i : i + 2] = ["related"] * 2
            i += 2


def settle_above_heading(lines: list[Line], labels: list[str]) -> None:
    """Give prose that cites back to the body where the heading of the list follows it."""
    for start, end in runs(labels, frozenset(("reference",))):
        if end - start > 3 or end == len(lines) or not has_cues(lines[end], _HEADS):
            continue
        headed = start and has_cues(lines[start - 1], _HEADS)
        if not headed and not any(
            label_at(x.text) or begins_with_author(x.text) or not reads(x) for x in lines[start:end]
        ):
            labels[start:end] = ["paragraph"] * (end - start)


def settle_whole_sources(lines: list[Line], labels: list[str]) -> None:
    """Give lines back to the body that say something before a source in parentheses."""
    for start, end in runs(labels, frozenset(("reference",))):
        run = lines[start:end]
        headed = start > 0 and labels[start - 1] == "references_heading"
        told = sum(map(_says_first, run)) >= 0.5 * len(run) and not headed
        if headed and all(is_sentence(x) and not _labelled(x) for x in run):
            told = not _named(lines, start - 1)
        if told and not any(begins_with_author(x.text) for x in run):
            labels[start:end] = ["paragraph"] * (end - start)
            if headed:
                labels[start - 1] = "heading"


def _named(lines: list[Line], at: int) -> bool:
    """Whether a line, by its words, may head a list of references."""
    return at >= 0 and (has_cues(lines[at], _HEADS) or may_head_references(lines[at].text))


def _says_first(line: Line) -> bool:
    """Whether a line begins with a sentence, and has its source in parentheses."""
    found = _SAID.match(line.text)
    words = found["said"].lower().split() if found else []
    plain = sum(word in FUNCTION_WORDS for word in words) >= _PLAIN * len(words)
    return bool(words) and plain and reads(line) and label_at(line.text) is None


def settle_studies(lines: list[Line], labels: list[str]) -> None:
    """Take what a review calls its studies, above the reports of each, as headings of its list."""
    for i, (line, below) in enumerate(pairwise(lines)):
        if _STUDY.fullmatch(line.text) and looks(below.text):
            labels[i : i + 2] = ["references_heading", "reference"]


def settle_gaps(lines: list[Line], labels: list[str]) -> None:
    """Give a list of references its odd entries, and those below it or right under its heading."""
    listed = runs(labels, frozenset(("reference",)))
    for (start, end), (again, _) in pairwise(listed):
        between = range(end, again)
        odd = [i for i in between if labels[i] in ("heading", "references_heading", "comment")]
        if (
            (len(between) <= 8 or all(looks(lines[i].text) for i in between))
            and end - start > 2
            and not odd
            and not any(len(lines[i].text) > 400 or has_cues(lines[i], TELLING) for i in between)
            and not any(is_prose(lines[i]) for i in between)
        ):
            labels[end:again] = ["reference"] * len(between)
    heads = [i + 1 for i in range(len(lines)) if _heads(lines, i)]
    for i in sorted({*heads, *(end for _, end in listed)}):
        end = _end_of_list(lines, labels, i)
        labels[i:end] = ["reference"] * (end - i)


def settle_between_pages(lines: list[Line], labels: list[str]) -> None:
    """Take the numbers of pages, and prose between the notes of two pages, as no entries."""
    for start, end in runs(labels, frozenset(("reference",))):
        numbered = sum(_labelled(line) for line in lines[start:end])
        for i in range(start, end):
            line = lines[i]
            heads = i > start and len(line.text) <= _LONGEST_HEADING and has_cues(line, _HEADS)
            first = i == start and _tells_first(lines[i : min(i + 2, end)])
            if first and not _named(lines, start - 1):
                labels[i] = "paragraph"
                if start and labels[start - 1] == "references_heading":
                    labels[start - 1] = "heading"
            elif is_page_mark(line) or _runs_on_pages(lines, i, end) or _is_aside(line) or first:
                labels[i] = "boilerplate"
            elif heads or (numbered > 0.5 * (end - start) and _parts_list(lines, i, end)):
                labels[i] = "references_heading"
            elif (
                numbered > 0.5 * (end - start)
                and line.before
                and label_at(line.text) is None
                and scored(line.text) == 0
                and reads(line)
                and not looks(line.text)
            ):
                labels[i] = "paragraph"


def _is_aside(line: Line) -> bool:
    """Whether a line is what a page says of its sources: ``… has strict sourcing guidelines.``"""
    return disclaims(line.text) and scored(line.text) == 0


def _tells_first(lines: Sequence[Line]) -> bool:
    """Whether the first of two lines is a sentence on the list, whose first entry the second is."""
    if len(lines) < 2 or _QUOTED.fullmatch(lines[0].text):
        return False
    return is_prose(lines[0]) and looks(lines[1].text)


def _runs_on_pages(lines: list[Line], i: int, end: int) -> bool:
    """Whether a line is what stands over each page: words and the page's number."""
    text = lines[i].text
    return (
        lines[i].before > 0
        and i + 1 < end
        and label_at(lines[i + 1].text) is not None
        and _PAGE_HEAD.fullmatch(text) is not None
        and scored(text) == 0
    )


def _parts_list(lines: list[Line], i: int, end: int) -> bool:
    """Whether a line names the entries below it, among numbered ones: ``Reviews and books``."""
    text = lines[i].text
    return (
        len(text) <= _LONGEST_PART
        and lines[i].before > 0
        and label_at(text) is None
        and text[-1].isalpha()
        and not any(c.isdigit() for c in text)
        and i + 1 < end
        and label_at(lines[i + 1].text) is not None
    )


def _labelled(line: Line) -> bool:
    """Whether a number or the sign of a note opens a line."""
    return label_at(line.text) is not None or key_at(line.text) is not None


def _heads(lines: list[Line], i: int) -> bool:
    """Whether a line heads references; of a doubtful one two plain entries must follow."""
    if len(lines[i].text) > _LONGEST_HEADING:
        return False
    if has_cues(lines[i], _HEADS):
        return True
    below = lines[i + 1 : i + 3]
    return (
        may_head_references(lines[i].text)
        and min((scored(line.text) for line in below), default=0) >= SURE
    )


def settle_named_addresses(lines: list[Line], labels: list[str]) -> None:
    """Take two lines or more that name or number their addresses as sources for the list."""
    named = [names_address(line.text) or is_address(line.text) for line in lines]
    for i, (one, other) in enumerate(pairwise(named)):
        if one and other:
            labels[i : i + 2] = ["reference"] * 2


def settle_sourced(lines: list[Line], labels: list[str]) -> None:
    """Take what stands above a line of its source as an item: ``1. Tea stains. / Source: …``."""
    named = [_SOURCED.match(line.text) is not None for line in lines]
    pairs = [i for i, (one, below) in enumerate(pairwise(named)) if below and not one]
    numbered = [i for i in pairs if label_at(lines[i].text) and scored(lines[i].text) < SURE]
    for i in numbered if len(numbered) > 1 else ():
        labels[i : i + 2] = ["list_item", "reference"]


def settle_list_headings(lines: list[Line], labels: list[str]) -> None:
    """Take the heading of a list as such, ``Notes`` and ``Further reading`` too, and no other."""
    for i in range(1, len(lines) - 1):
        own = _named(lines, i) or _STUDY.fullmatch(lines[i].text)
        if labels[i] != "references_heading" or own:
            continue
        if labels[i - 1] == "related":
            labels[i] = "related"
        elif labels[i + 1] not in ("reference", "references_heading"):
            labels[i] = labels[i + 1] if labels[i + 1] in JUNK else "heading"
    for start, end in runs(labels, frozenset(("reference",))):
        above = start - 1
        if above > 0 and has_cues(lines[above - 1], _HEADS) and not has_cues(lines[above], _HEADS):
            above -= 1  # what a page says of its sources stands between
        if above < 0 or len(lines[above].text) > _LONGEST_HEADING:
            continue
        if has_cues(lines[above], _HEADS) or (
            end - start > 1 and may_head_references(lines[above].text)
        ):
            labels[above] = "references_heading"


def is_sentence(line: Line) -> bool:
    """Whether a line reads as a sentence that nothing makes an entry."""
    words = line.text[:300].lower().split()
    plain = sum(word in FUNCTION_WORDS for word in words) >= _PLAIN * len(words)
    return plain and reads(line) and scored(line.text) == 0


def is_cited_sentence(line: Line) -> bool:
    """Whether a line is prose that ends with a source in parentheses: ``(see Roe 2011, 7).``"""
    begun = sum(word.islower() for word in line.text[:200].split()[1:4])
    ends = _NAMED_END.search(line.text[-_CITED_TAIL:]) is not None
    return ends and begun > 1 and reads(line) and label_at(line.text) is None


def is_prose(line: Line) -> bool:
    """Whether a line is a sentence without a number: it stands between two pages' notes."""
    return is_sentence(line) and label_at(line.text) is None


def settle_trailing(lines: list[Line], labels: list[str]) -> None:
    """Take prose without a figure below a numbered list as no entry: it says who wrote, say."""
    for start, end in runs(labels, frozenset(("reference",))):
        least = max(end - _MOST_TRAILING, start + 1)
        while end > least and _trails(lines[end - 1].text):
            end -= 1
            labels[end] = "boilerplate"
        if sum(label_at(line.text) is not None for line in lines[start:end]) < 3:
            continue
        for i in range(end - 1, start, -1):
            text = lines[i].text
            if not lines[i].before or not reads(lines[i]) or any(map(str.isdigit, text)):
                break
            labels[i] = "boilerplate"


def _trails(text: str) -> bool:
    """Whether a line tells of the article and the page, and has no number of the list."""
    return label_at(text) is None and _REVIEWED.match(text) is not None


def _end_of_list(lines: list[Line], labels: list[str], at: int) -> int:
    """Return the end of the lines from ``at`` that go on like a list, the last of them plainly."""
    end, odd = at, 0
    for i in range(at, len(lines)):
        if labels[i] not in (*JUNK, *BODY) or len(lines[i].text) > 400 or odd > 3:
            break
        score = scored(lines[i].text)
        if lines[i].before > max(lines[i - 1].before, 1) and score < SURE:
            break
        if has_cues(lines[i], TELLING) and score < SURE:
            break
        text = lines[i].text
        whole = stacked(text) or is_of_body(text) or _QUOTED.fullmatch(text) is not None
        plain = score >= 2 or whole or (label_at(lines[i].text) and looks(lines[i].text))
        odd += not (whole or looks(lines[i].text))
        end = i + 1 if plain and odd <= 0.4 * (i + 1 - at) else end
    return end
