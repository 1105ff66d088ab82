"""Lines of an article and what each looks like: the features of ``segment``.

Every feature is a short word (``"end=."``), so that the trained weights can be read.
Only the head and the tail of a long line are looked at, so that the work stays linear
in the number of lines, whatever their length.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.segment.cues import CUES, FIRST_PERSON, FUNCTION_WORDS, SECOND_PERSON
from pipeline.segment.echoes import echoes
from pipeline.text.signs import BULLET, RAISED_LETTERS

_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_HEAD, _TAIL = 320, 120
_NUMBER = re.compile(r"(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)](?!\d)|\d{1,3}(?=[\s\xa0]+[A-Z]))")
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,4}\.?\s+[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# An author with initials after the family name ("Smith AB", "Smith, A. B.").
AUTHOR = re.compile(r"[A-Z][\w'’\-]+,?\s(?:[A-Z]\.?[\s-]?){1,3}(?=[,.;&\s]|$)")
# What any of it can begin with comes first: most letters are passed over at once.
_SOURCE = re.compile(
    r"(?=[\dvpedA-Z])(?:(?:19|20)\d\d[a-z]?\s?(?:[A-Z][a-z]{2}\s?\d{0,2})?;\s?\d+|\d\s?\(\d+[^()]{0,9}\)\s?:\s?\w?\d+"
    r"|\b\d+\s?:\s?[a-z]?\d+[-–]\d+|\bvol\.|\bpp?\.\s?\d|\bet al\b|\bdoi\b|\bPMID\b|\bIn:\s"
    r"|\bJ(?:ournal)?\b.{0,40}\d{4}|\b[A-Z][a-z]{2,9}\.?\s?(?:19|20)\d\d[;:)])"
)
# Words run together where a page's table or list lost its breaks.
_GLUED = re.compile(r"[a-z]{3}[A-Z][a-z]{2}")
YEAR = re.compile(r"(?=[12])\b(?:19|20)\d\d[a-z]?\b")


# Markers behind the last stop of a line: "[1][a]", "(2,3)", ".4", "[5]: 12".
_CITED = re.compile(
    r"(?:\s?(?:\[[^\[\]]{1,14}\](?:\s?:\s?\d{1,5}(?:[–-]\d{1,5})?)?|\(\d{1,3}(?:[,–-]\s?\d{1,3}){0,9}\)"
    r"|(?<=[.!?”\"])\d{1,3}(?:[,–-]\s?\d{1,3}){0,9}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}"
    rf"|[{RAISED_LETTERS}](?:,[{RAISED_LETTERS}]){{0,9}})){{1,9}}$"
)

# What a short line opens: the lines below stand in that part until another begins.
_STATES = {
    "account": "menu",
    "share": "menu",
    "newsletter": "menu",
    "disclosure": "menu",
    "references_heading": "references_heading",
    "related_heading": "related_heading",
    "comments_heading": "comments_heading",
}


class Line(NamedTuple):
    """A non-blank line (or several that a text hard-wraps), tight, with its surroundings."""

    start: int
    end: int
    text: str
    indent: int
    before: int
    """Blank lines above (9 above the first line)."""
    gaps: tuple[tuple[int, int], ...] = ()
    """Where lines were joined: what stands between the words of one and of the next."""


def printed_lines(text: str) -> list[Line]:
    """Return the non-blank lines of a text as they are printed."""
    lines: list[Line] = []
    blank, at, length = 9, 0, len(text)
    while at <= length:
        found = _BREAK.search(text, at)
        stop = found.start() if found else length
        whole = text[at:stop]
        tight = whole.strip()
        if tight:
            start = at + len(whole) - len(whole.lstrip())
            lines.append(Line(start, start + len(tight), tight, start - at, blank))
            blank = 0
        else:
            blank += 1
        at = found.end() if found else length + 1
    return lines


def is_bullet(text: str) -> bool:
    """Whether a line opens with a bullet sign."""
    return BULLET.match(text) is not None


def entry_number(text: str) -> int | None:
    """Return the number that opens a list entry or a reference (``12.``, ``[12]``, ``12 Li J``)."""
    found = _NUMBER.match(text)
    return int("".join(c for c in found.group() if c.isdecimal())) if found else None


def reference_score(text: str) -> int:
    """Return how much a line looks like an entry of a reference list (2 or more: it does)."""
    head, tail = text[:_HEAD], text[-_TAIL:]
    score = 0
    if AUTHOR.match(head[prefix(head) :].lstrip()):
        score += 1
    source = len(_SOURCE.findall(head[:240])) + len(_SOURCE.findall(tail))
    score += min(source, 2)
    if YEAR.search(head) or YEAR.search(tail):
        score += 1
    if len(text) > 900:
        score -= 2
    return score


def uncited(text: str) -> str:
    """Return a line without the markers behind its last stop."""
    marked = text[-1] in "])" or text[-1].isdigit() or text[-1] in RAISED_LETTERS
    found = _CITED.search(text[-_TAIL:]) if marked else None
    return text[: len(text) - len(found[0])] or text if found else text


def prefix(text: str) -> int:
    """Return where the words of a line begin, after its number or bullet."""
    found = _NUMBER.match(text) or BULLET.match(text)
    return found.end() if found else 0


def _bucket(value: float, edges: tuple[float, ...]) -> int:
    return sum(value >= edge for edge in edges)


class _Look(NamedTuple):
    """What one line looks like by itself."""

    features: list[str]
    cues: tuple[str, ...]
    size: int
    prose: bool
    key: str
    words: tuple[str, ...]
    form: str
    """Prose, like a headline, like a label, or other."""


def _look(line: Line) -> _Look:
    text = line.text
    head = text[:_HEAD]
    tail = text[-_TAIL:]
    words = _WORD.findall(head)
    lower = [w.lower().replace("’", "'") for w in words]
    many = max(len(words), 1)
    size = _bucket(len(text), (4, 12, 25, 45, 70, 100, 160, 300, 700))
    last = uncited(text)[-1]
    ends = last if last in '.!?:,;)…"”' else "9" if last.isdigit() else "a"
    first = text[prefix(text) :].lstrip()[:1] or " "
    starts = "A" if first.isupper() else "a" if first.islower() else "9" if first.isdigit() else "?"
    capitals = sum(w[0].isupper() for w in words) / many
    function = sum(w in FUNCTION_WORDS for w in lower) / many
    digits = sum(map(str.isdigit, head)) / len(head)
    stops = sum(map(head.count, ".!?"))
    found = [f"size={size}", f"end={ends}", f"start={starts}", f"size,end={size},{ends}"]
    found.append(f"caps={_bucket(capitals, (0.01, 0.2, 0.4, 0.65, 0.95))},{size > 4}")
    found.append(f"function={_bucket(function, (0.01, 0.2, 0.35, 0.5))},{size > 3}")
    found.append(f"digits={_bucket(digits, (0.001, 0.04, 0.12, 0.3, 0.6))}")
    found.append(f"stops={_bucket(stops, (1, 2, 4))}")
    found.append(f"reference={reference_score(text)},{entry_number(text) is not None}")
    flags = {
        "bullet": is_bullet(text),
        "number": entry_number(text) is not None,
        "section": _SECTION.match(text) is not None,
        "markdown": text[0] == "#",
        "upper": len(words) > 0 and head.isupper(),
        "I": any(w in FIRST_PERSON for w in lower),
        "you": any(w in SECOND_PERSON for w in lower),
        "link": "http" in head or "www." in head or ".com" in head or "@" in head,
        "quote": first in "\"“'‘",
        "bar": "|" in head or "»" in head or "›" in head or " > " in head,
        "nowords": not words,
        "glued": len(_GLUED.findall(head)) > (size > 5),
        "question": "?" in tail,
    }
    found += [name for name, on in flags.items() if on]
    low = head[:200].lower().replace("’", "'")
    cues = tuple(name for name, cue in CUES.items() if cue.search(low))
    found += [f"cue={cue},{size > 5}" for cue in cues]
    if len(text) > 60:
        low = tail.lower()
        found += [
            f"tail={name}" for name in ("caption", "related", "source") if CUES[name].search(low)
        ]
    if size < 4:
        found += [f"word={word}" for word in set(lower[:6])]
        found.append(f"short={len(words)}")
    prose = len(text) >= 90 and function >= 0.2 and text[-1] not in ":"
    headline = len(words) >= 4 and 22 <= len(text) <= 120 and ends not in ".:;,"
    form = "p" if prose else "h" if headline else "l" if len(words) <= 2 else "o"
    key = " ".join(lower[:14])
    known = tuple(map(sys.intern, lower))
    return _Look([sys.intern(name) for name in found], cues, size, prose, key, known, form)


def line_features(lines: list[Line]) -> Iterator[list[str]]:
    """Yield the features of every line: its own, its neighbours', its place in the document."""
    looks = [_look(line) for line in lines]
    seen = Counter(look.key for look in looks if look.key)
    total = max(sum(len(x.text) for x, k in zip(lines, looks, strict=True) if k.prose), 1)
    after = _distances(looks)
    short = _window([look.size < 4 for look in looks])
    prose, state, since, last = 0, "top", 0, 99
    echoed = echoes([look.words for look in looks], [look.prose for look in looks])
    for i, (line, look, echo) in enumerate(zip(lines, looks, echoed, strict=True)):
        share = _bucket(prose / total, (1e-9, 0.15, 0.5, 0.9, 0.9999))
        row = ["bias", *look.features, f"share={share}", f"share,size={share},{look.size}"]
        row.append(f"above={min(line.before, 3)}")
        if i:
            step = line.indent - lines[i - 1].indent
            row.append(f"indent={(step > 0) - (step < 0)},{line.indent > 1}")
        row.append(f"below={min(lines[i + 1].before, 3) if i + 1 < len(lines) else 9}")
        row.append(f"first={min(i, 4)}")
        row.append(f"left={_bucket(len(lines) - i, (2, 4, 8, 20))}")
        row.append(f"short={short[i]}")
        row.append(f"short,size={short[i]},{look.size}")
        row.append(f"next={_bucket(after[i], (1, 2, 3, 6, 15))}")
        row.append(f"next,size={_bucket(after[i], (1, 2, 3, 6, 15))},{look.size}")
        row.append(f"last={_bucket(last, (1, 2, 3, 6, 15))},{look.size < 6}")
        row.append(f"after={state},{_bucket(since, (1, 2, 5, 15))}")
        row.append(f"after={state},{look.size}")
        if look.key and seen[look.key] > 1:
            row.append("repeated")
        row += [f"echo={echo}", f"echo,kind={echo},{look.form}"]
        _neighbours(row, looks, i)
        yield row
        since += 1
        last = 0 if look.prose else last + 1
        prose += len(line.text) if look.prose else 0
        for name in _STATES:
            if name in look.cues and look.size < 5:
                state, since = _STATES[name], 0


def _neighbours(row: list[str], looks: list[_Look], i: int) -> None:
    for step in (-2, -1, 1, 2):
        j = i + step
        if not 0 <= j < len(looks):
            row.append(f"{step}:none")
            continue
        near = looks[j]
        row.append(f"{step}:size={near.size}")
        row.append(f"{step}:size,size={near.size},{looks[i].size}")
        if abs(step) == 1:
            row += [f"{step}:{name}" for name in near.features[1:3]]
            row += [f"{step}:{name}" for name in near.features[9:] if name[:5] != "word="]
            if near.key and near.key == looks[i].key:
                row.append(f"{step}:same")
        else:
            row += [f"{step}:{cue}" for cue in near.cues]


def _distances(looks: list[_Look]) -> list[int]:
    """Lines to the next line of prose below, from each line."""
    found = [0] * len(looks)
    away = 99
    for i in range(len(looks) - 1, -1, -1):
        found[i] = away
        away = 0 if looks[i].prose else away + 1
    return found


def _window(short: list[bool], reach: int = 4) -> list[int]:
    """Short lines among the neighbours of each line, in fifths."""
    sums = [0]
    for value in short:
        sums.append(sums[-1] + value)
    found = []
    for i in range(len(short)):
        low, high = max(0, i - reach), min(len(short), i + reach + 1)
        found.append(int(4.999 * (sums[high] - sums[low]) / (high - low)))
    return found
