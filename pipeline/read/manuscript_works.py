"""Which of the works that fields cite the entries and notes of a manuscript print."""

from __future__ import annotations

import re
from itertools import groupby

from pipeline.read.hints import EntryHint
from pipeline.read.manuscript import Manuscript
from pipeline.text.numbers import expand

_ALIKE = 16  # letters of a title by which an entry is known
_LOOKED_AT = 80  # letters of a title
_WINDOW = 1500  # entries on either side of the last that are looked at


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def placed(manuscript: Manuscript) -> dict[int, EntryHint]:
    """Return which works of fields the entries and notes of a document print, by their ids."""
    works = dict(manuscript.works.entries)
    found: dict[int, EntryHint] = {}
    entries = [one for one in manuscript.paragraphs if one.role == "entry" and not one.level]
    printed = [(one, _letters(one.text)) for one in entries]
    taken: set[str] = set()
    last = 0  # where the last work was found: lists and citations go much the same way
    for key, work in works.items():
        near = [*printed[last : last + _WINDOW], *printed[max(last - _WINDOW, 0) : last]]
        for n, (one, letters) in enumerate(near, start=last):
            if id(one) not in found and _prints(letters, work):
                found[id(one)] = work
                taken.add(key)
                last = n if n < len(printed) else last
                break
    for note in manuscript.notes.values():
        cited = dict.fromkeys(c for one in note.paragraphs for run in one.runs for c in run.cited)
        if len(cited) == 1 and (key := next(iter(cited))) in works and key not in taken:
            found[id(note)] = works[key]
            taken.add(key)
    return found


def _prints(letters: str, work: EntryHint) -> bool:
    """Whether an entry prints a work: by its title, else by its DOI, else by author and year."""
    title = _letters(work.title or "")
    if len(title) >= _ALIKE:
        return title[:_LOOKED_AT] in letters
    if work.doi and _letters(work.doi) in letters:
        return True
    family = _letters(work.authors[0].family) if work.authors else ""
    named = bool(family) and family in letters and str(work.year or "") in letters
    return named and title in letters if title else named


def shown_numbers(manuscript: Manuscript) -> dict[str, int]:
    """Return the numbers that fields print for the works that they cite."""
    found: dict[str, int] = {}
    for one in manuscript.paragraphs:
        for field, group in groupby(one.runs, key=lambda run: run.field):
            runs = list(group)
            text = "".join(run.text for run in runs).strip().strip("[]()").strip()
            if not field or not re.fullmatch(r"[\d\s,;–—‐-]{1,200}", text):
                continue
            numbers = expand(text)
            if len(numbers) == len(runs[0].cited) and max(numbers, default=0) < 1500:
                for key, number in zip(runs[0].cited, sorted(numbers), strict=True):
                    found.setdefault(key, number)
    taken: dict[int, str] = {}
    for key, number in found.items():
        taken.setdefault(number, key)
    return {key: number for number, key in taken.items()}
