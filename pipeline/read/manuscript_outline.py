"""What the paragraphs of a manuscript are: title, headings, entries of the list of references."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.read.manuscript import Manuscript, Paragraph, Run
from pipeline.read.markdown_lists import (
    ends_sentence,
    is_entry,
    is_plain_reference_heading,
    is_reference_heading,
    label_of,
    names_source,
)

PROSE = 150  # characters: a paragraph of the article, not its byline
_HEADING, _TITLE = 120, 300  # characters of a heading that only bold type tells, of a title
_DEEPEST = 7  # the level of a heading that no style makes one
_ENTRIES = 0.5  # of the lines below "Notes" or "Further reading" that are entries
_SHORTEST = 8  # characters of an entry with a number
_LONGEST = 600  # characters of an entry that only its place makes one
_BETWEEN = 6  # paragraphs between entries that name no source, or are lines of one
_WHOLE = 30  # characters of an entry whose address may stand on the next line
_ADDRESS = re.compile(
    r"(?:(?:available (?:at|from|online)|retrieved from|doi|url|link)\s?:?\s{0,3})?"
    r"(?:https?://|www\.|10\.\d{4,9}/)\S{1,500}",
    re.I,
)
_LOOKED_AT = 60  # paragraphs below such a heading
_TOP = 12  # paragraphs in which the title stands
_NUMBER = re.compile(r"[\[(]?\d{1,4}[\])]?")
_GENERAL = re.compile(
    r"(?:abstract|introduction|background|overview|summary|methods|results|discussion"
    r"|(?:table of )?contents|key (?:points|takeaways|facts)|highlights)\W{0,3}",
    re.I,
)
_CAPTION = re.compile(
    r"(?:fig(?:ure|\.)?|table|tab\.|abbildung|tableau|scheme|box)\s?\d{1,3}\b", re.I
)


def settle(manuscript: Manuscript) -> None:
    """Give every paragraph of a manuscript its role; lines broken by hand become paragraphs."""
    manuscript.paragraphs = [
        line for one in manuscript.paragraphs for line in _lines(one) if line.text or line.cells
    ]
    for note in manuscript.notes.values():
        note.paragraphs = [one for one in note.paragraphs if one.text]
    paragraphs = manuscript.paragraphs
    _find_title(paragraphs, manuscript.title)
    _find_headings(paragraphs)
    _find_captions(paragraphs)
    _find_cited(paragraphs)
    _find_entries(paragraphs)
    manuscript.paragraphs = _with_addresses(paragraphs)


def addresses(one: Paragraph) -> list[str]:
    """Return where the hyperlinks of a paragraph lead, outside the document."""
    return [run.url for run in one.runs if run.url[:4].lower() in ("http", "www.")]


def is_strong(one: Paragraph) -> bool:
    """Whether all of a paragraph is in bold type."""
    shown = [run for run in one.runs if run.text.strip()]
    return bool(shown) and all(run.strong for run in shown)


def _lines(one: Paragraph) -> list[Paragraph]:
    """Return the lines that a paragraph was broken into by hand, as paragraphs."""
    for cell in one.cells:
        cell[:] = [line for inner in cell for line in _lines(inner)]
    if not any("\n" in run.text for run in one.runs):
        return [one]
    lines: list[list[Run]] = [[]]
    for run in one.runs:
        pieces = run.text.split("\n")
        for n, piece in enumerate(pieces):
            if n:
                lines.append([])
            if piece:
                lines[-1].append(run._replace(text=piece))
    texts = ["".join(run.text for run in line).strip() for line in lines]
    keeps = one.role in ("heading", "title", "caption")
    found = [replace(one, runs=lines[0])]
    for line, text, before in zip(lines[1:], texts[1:], texts, strict=False):
        goes_on = text[:1].islower() and (before[-1:].isalpha() or before[-1:] == ",")
        if keeps or goes_on or not text or not found[-1].text:
            found[-1].runs += [Run(" "), *line]
        else:
            role = "text" if one.role == "item" else one.role
            found.append(Paragraph(line, role, one.level))
    return found


def _find_title(paragraphs: list[Paragraph], named: str | None) -> None:
    """Find the paragraph that is the article's title; others that claim it are front matter."""
    top = [one for one in paragraphs[:_TOP] if one.role != "row"]
    given = [one for one in top if one.role == "title"]
    chosen = given[0] if given else _named(top, named) or _first(paragraphs, top)
    for one in paragraphs:
        if one.role == "title" and one is not chosen:
            one.role, one.level = ("front", 0) if one in top else ("heading", 1)
    if chosen is not None:
        chosen.role, chosen.label = "title", ""


def _named(top: Sequence[Paragraph], named: str | None) -> Paragraph | None:
    wanted = _letters(named or "")
    if len(wanted) < 4:
        return None
    return next((one for one in top if _letters(one.text) == wanted), None)


def _first(paragraphs: Sequence[Paragraph], top: Sequence[Paragraph]) -> Paragraph | None:
    """Return the first heading, if it stands over all others; else a first line in bold type."""
    first = next((one for one in top if one.role == "heading"), None)
    prose = next((n for n, one in enumerate(top) if len(one.text) >= PROSE), len(top))
    if first is not None:
        others = [one.level for one in paragraphs if one.role == "heading" and one is not first]
        general = _GENERAL.fullmatch(first.text) or is_reference_heading(first.text)
        above = all(level > first.level for level in others)
        if above and not general and not first.label and top.index(first) < prose:
            return first
    if top and top[0].role == "text" and is_strong(top[0]) and len(top[0].text) <= _TITLE:
        general = _GENERAL.fullmatch(top[0].text) is not None
        return None if general or is_reference_heading(top[0].text) else top[0]
    return None


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _find_headings(paragraphs: list[Paragraph]) -> None:
    """Take short lines in bold type as headings, where no style makes any."""
    if any(one.role == "heading" for one in paragraphs):
        return
    for one, after in pairwise(paragraphs):
        short = len(one.text) <= _HEADING and one.text[-1:] not in (".", ",", ";")
        heads = after.role in ("row", "item", "heading") or len(after.text) > len(one.text)
        if one.role == "text" and short and is_strong(one) and heads and not is_strong(after):
            one.role, one.level = "heading", 2


def _find_captions(paragraphs: list[Paragraph]) -> None:
    """Take what stands beside a table, and begins as captions do, as its caption."""
    for n, one in enumerate(paragraphs):
        if one.role not in ("text", "heading") or not _CAPTION.match(one.text):
            continue
        beside = [*paragraphs[max(n - 1, 0) : n], *paragraphs[n + 1 : n + 2]]
        parted = re.match(r".{1,30}?\d{1,3}[a-z]?\s?[.:|–—-]", one.text)
        if (parted or one.role == "heading") and any(near.role == "row" for near in beside):
            one.role = "caption"


def _find_entries(paragraphs: list[Paragraph]) -> None:
    """Find the lists of references, and their entries."""
    level = 0  # of the heading of the list that is open
    listed: list[int] = []  # its entries so far
    last_prose = max((n for n, one in enumerate(paragraphs) if _reads(one)), default=0)
    for n, one in enumerate(paragraphs):
        if one.role in ("heading", "text", "entry", "item") and _heads(paragraphs, n, last_prose):
            _fill(paragraphs, listed)
            level = one.level if one.role == "heading" and one.level else _DEEPEST
            one.role, one.level, listed = "entry", level, []
        elif one.role == "entry":
            listed.append(n)
        elif one.role == "heading":
            if level and (one.level <= level or level == _DEEPEST):
                level = 0
            elif level and not listed:
                one.role = "entry"  # "Books": a part of the list
        elif level and one.role in ("text", "item"):
            numbered = any(c.isdigit() for c in one.label) and len(one.text) > _SHORTEST
            urls = addresses(one)
            follows = bool(listed) and len(one.text) < _LONGEST and names_source(one.text, urls)
            if numbered or follows or is_entry(one.text, urls):
                one.role = "entry"
                listed.append(n)
            elif listed and is_strong(one):
                level = 0
    _fill(paragraphs, listed)


def _with_addresses(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs; the address of an entry that stands on a line of its own joins it."""
    done: list[Paragraph] = []
    for one in paragraphs:
        last = done[-1] if done else one
        both = one.role == last.role == "entry" and not one.level and not last.level
        alone = both and not one.label and _ADDRESS.fullmatch(one.text) is not None
        if alone and len(last.text) >= _WHOLE and not _ADDRESS.search(last.text):
            last.runs += [Run(" "), *one.runs]
            last.anchors += one.anchors
        else:
            done.append(one)
    return done


def _find_cited(paragraphs: list[Paragraph]) -> None:
    """Take what numbers of the prose are linked to as entries, if it reads like one."""
    cited = {
        run.url[1:]
        for one in paragraphs
        for run in one.runs
        if run.url[:1] == "#" and _NUMBER.fullmatch(run.text.strip())
    }
    for one in paragraphs if cited else ():
        if one.role in ("text", "item") and not cited.isdisjoint(one.anchors):
            urls = addresses(one)
            if is_entry(one.text, urls) or (one.label and names_source(one.text, urls)):
                one.role = "entry"


def _fill(paragraphs: list[Paragraph], listed: list[int]) -> None:
    """Take what stands between entries of one list, and is no heading, as entries too."""
    for before, after in pairwise(listed):
        between = paragraphs[before + 1 : after]
        if len(between) <= _BETWEEN and all(o.role in ("text", "item") for o in between):
            for one in between:
                one.role = "entry"


def _heads(paragraphs: list[Paragraph], n: int, last_prose: int) -> bool:
    """Whether a paragraph heads a list of references."""
    text = paragraphs[n].text
    if not is_reference_heading(text):
        return False
    if is_plain_reference_heading(text):
        return True
    own = paragraphs[n].level
    below = []
    for one in paragraphs[n + 1 : n + 1 + _LOOKED_AT]:
        if one.role == "heading" and (not own or one.level <= own):
            break
        below.append(one)
    if n > last_prose and below and paragraphs[n].role == "heading":
        return any(names_source(one.text, addresses(one)) for one in below)
    entries = sum(is_entry(one.text, addresses(one)) for one in below)
    return entries > _ENTRIES * len(below)


def _reads(one: Paragraph) -> bool:
    if one.role not in ("text", "item") or len(one.text) < PROSE:
        return False
    return (
        ends_sentence(one.text)
        and not is_entry(one.text, addresses(one))
        and not label_of(one.text)
    )
