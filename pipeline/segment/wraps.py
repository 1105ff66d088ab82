"""Texts that break their lines at a width: paragraphs are put together again, block by block.

A linear chain (``models/lines``) says of each line whether it goes on with the one above. What
stands between two lines that are joined (a line break, signs of quotation, a running head) is
kept beside the line as its gaps: it belongs to the block, and no reader reads it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pipeline.segment.breaks import LONGEST, break_features
from pipeline.segment.cues import CLIPPED, CUES, FUNCTION_WORDS
from pipeline.segment.encyclopedia import is_foot
from pipeline.segment.entries import is_full
from pipeline.segment.lines import Line, is_bullet
from pipeline.segment.looks import label_at
from pipeline.text.signs import RAISED_LETTERS
from pipeline.weights.chain import load_chain

# What begins a line of its own whatever the width: an item of TeX, a note of Markdown, "ᵃ Roe K".
_DEFINES = re.compile(
    rf"\\(?:bib)?item\b|\[\^[^\]\s]{{1,60}}\]:|[{RAISED_LETTERS}]\s?(?=[^\W\d_a-z])"
    r"|\[[^\W\d_][\w+&:.'-]{0,40}\d[\w+-]{0,6}\]:?\s{1,4}[^\W\d_a-z][\w'’-]{1,40},?\s"
)
RULED = re.compile(r"[-=_*~#+.·•—–─━═\s]{4,300}")
"""A line of signs: it parts what it stands between."""
_DIVIDED = re.compile(r"[^\W_][-\u2010\u2011\u00ad]$")  # "vitamin B-", "50-"
# "1 year of age", "0.38 (3). Then", "(4). Side effects": what begins no block.
_GOING_ON = re.compile(
    r"[\[(]\d{1,3}(?:[,;–-]\s?\d{1,3}){0,9}[\])](?:[.,;:]|\s[a-z])|\d(?:[\d.,]{0,8}\d)?%?\s(?:[a-z]|[\[(]\d)"
    r"|(?:\d{3,9}|\d{1,4}[.,]\d{1,4})[.,]?$"
)
_DASHED = re.compile(r"[-–—]{1,2}\s[^\W\d_A-Z].{2,200}?[^\W_]\s[-–—]{1,2}\s[^\W\d_A-Z]")
_BLANK = re.compile(r"\n[^\S\n]*\n")
_WANTS = (" =", " <", " >", " ±", " ≤", " ≥")
_NEAR = 80  # characters in which a bracket that is left open is looked for
_WIDE = 45  # characters of a line that is no item of a list
_NARROWEST = 24  # characters of a column that prose is printed in
_LEAST, _FULL = 4, 0.7  # full lines that make a column, and their share
_HEADING, _SECTIONS = 40, ("references_heading", "science")
_CAPITAL = re.compile(r"[#\d.\s]{0,9}[^\W\d_a-z]")
_STOPS = '.!?:)]"”'
_LONG_ENOUGH = 30  # characters of a line that a page's end may have broken


def going_on(text: str, lines: Sequence[Line], turned: Sequence[bool], models: Path) -> list[bool]:
    """Return of each line whether it goes on with the one above.

    ``turned`` says before which lines a page ends: what a page parts shows in the words only.
    """
    chain = load_chain("lines", models)
    said = [label == "on" for label in chain.label(break_features(lines))]
    narrow = _narrow(lines)
    found = [False] * len(lines)
    begin = 0  # of the lines that are joined so far
    for i in range(1, len(lines)):
        above, line = lines[i - 1], lines[i]
        begin = begin if found[i - 1] else above.start
        on = said[i] or (line.before == 0 and _open(text, begin, above, line))
        within = found[i - 1] or len(above.text) >= _WIDE
        on = on or (line.before == 0 and within and _goes_on(above.text, line.text, found[i - 1]))
        on = on or (within and _dashed(above.text, line))
        on = (on or narrow[i]) and not (_DEFINES.match(line.text) or is_foot(line.text))
        on = on and not any(RULED.fullmatch(x) or CLIPPED.match(x) for x in (above.text, line.text))
        on = on and not (_heads(line.text, above.text) or _heads(above.text, ""))
        found[i] = _over_page(above, line, found[i - 1]) if turned[i] else on
    return found


def _heads(text: str, above: str) -> bool:
    """Whether a line below another heads a section by its words alone: ``References``."""
    if len(text) > _HEADING or not _CAPITAL.match(text):
        return False
    if above and len(above) > _WIDE and above[-1] not in _STOPS and not above[-1].isdigit():
        return False  # the last word of a sentence
    low = text.lower()
    return any(CUES[name].search(low) is not None for name in _SECTIONS)


def _narrow(lines: Sequence[Line]) -> list[bool]:
    """Return of each line whether a narrow column alone parts it from the one above.

    In such a column a line ends where the next word does not fit, and hardly anywhere else.
    """
    width = max((len(line.text) for line in lines), default=0)
    found = [False] * len(lines)
    if not _NARROWEST <= width <= _WIDE:
        return found
    pairs = 0
    for i in range(1, len(lines)):
        above, line = lines[i - 1], lines[i]
        if line.before == 0 and not is_bullet(line.text) and label_at(line.text) is None:
            pairs += 1
            found[i] = is_full(above, line, width)
    return found if sum(found) >= max(_LEAST, _FULL * pairs) else [False] * len(lines)


def unwrap(text: str, lines: Sequence[Line], on: Sequence[bool]) -> list[Line]:
    """Join the lines that go on with the one above; the first goes on with none."""
    joined: list[Line] = []
    gaps: list[list[tuple[int, int]]] = []
    for line, goes_on in zip(lines, on, strict=True):
        if joined and goes_on:
            gaps[-1].append((joined[-1].end, line.start))
            joined[-1] = joined[-1]._replace(end=line.end)
        else:
            joined.append(line)
            gaps.append([*line.gaps])
    return [
        x._replace(text=text[x.start : x.end], gaps=tuple(own)) if own else x
        for x, own in zip(joined, gaps, strict=True)
    ]


def _open(text: str, begin: int, above: Line, line: Line) -> bool:
    """Whether a bracket is open that the next lines close, or the line above wants more.

    ``begin`` is where the first of the lines that are joined so far begins.
    """
    if len(above.text) > LONGEST or is_bullet(line.text):
        return False
    so_far = text[max(begin, above.end - LONGEST) : above.end]
    ahead = _BLANK.split(text[line.start : line.start + LONGEST], maxsplit=1)[0]
    opened = so_far.rfind("(") > so_far.rfind(")")
    closing = ahead.find(")")
    closed = closing >= 0 and not 0 <= ahead.find("(") < closing
    divides = _DIVIDED.search(above.text[-3:]) and (
        line.text[0].islower() or line.text[0].isdigit()
    )
    return (opened and closed) or bool(divides) or above.text.endswith(_WANTS)


def _goes_on(above: str, text: str, broken: bool) -> bool:
    """Whether a paragraph goes on with a line: the one above ends no sentence, or it begins none.

    Numbers that a line begins with are the sentence's own where small letters follow. ``broken``
    says whether the line above goes on with another.
    """
    if above[-1] in ".!?:;" or is_bullet(text):
        return False
    last = above[-30:].split()[-1]
    wants = last.islower() and last in FUNCTION_WORDS
    if broken and (wants or text[0].islower()):
        return True
    return _GOING_ON.match(text) is not None


def _dashed(above: str, line: Line) -> bool:
    """Whether a line begins with the dash of a sentence, not with a bullet: another closes it."""
    return (
        line.before == 0
        and (above[-1].islower() or above[-1] == ",")
        and not is_bullet(above)
        and _DASHED.match(line.text) is not None
    )


def _over_page(above: Line, line: Line, broken: bool) -> bool:
    """Whether a sentence is left open at the end of a page and goes on overleaf.

    ``broken`` says whether the line above goes on with another: it may be short.
    """
    end = above.text[-1]
    opened = above.text.rfind("(", max(len(above.text) - _NEAR, 0)) > above.text.rfind(")")
    if opened and line.text.find(")", 0, _NEAR) >= 0:
        return True
    if (len(above.text) < _LONG_ENOUGH and not broken) or end in '.!?:;…)]"”':
        return False
    last = above.text[-30:].split()[-1].lower()
    return line.text[0].islower() or end in ",-\u00ad" or last in FUNCTION_WORDS
