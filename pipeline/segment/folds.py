"""What is read otherwise than it is printed: signs without a sound, and the gaps of joined lines."""  # noqa: E501

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from unicodedata import normalize

from pipeline.read.divided import HYPHENS, divided, load_words, words_of
from pipeline.records import Block
from pipeline.segment.leftovers import LEFTOVERS
from pipeline.segment.looks import label_at
from pipeline.text.identifiers import parts_address
from pipeline.text.numbers import expand
from pipeline.text.plain import Fold
from pipeline.text.signs import MARGIN_NOTE, SOFT_HYPHEN, SOFTLY_DIVIDED
from pipeline.text.words import SUSPENDED
from pipeline.weights.folders import MODELS

LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
# Soft hyphens, zero-width signs, marks of direction and control characters other than white space.
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufffc"
_CONTROL = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
# A letter and its accents, which decomposed texts set apart.
_MARKED = re.compile(r"[^\W\d_][\u0300-\u036f]{1,4}")
_THIN = re.compile(r"(?<=\d)[\u2007\u2009\u202f](?=[%‰°µ]|[^\W\d_])")  # "12 %", "5 mg"
# A soft hyphen at a line end stays: the gap that it divides a word at is known later.
_SIGN = re.compile(
    rf"{SOFTLY_DIVIDED}|(?:(?!{SOFT_HYPHEN}\s{{0,9}}[\r\n])[{_UNSEEN}{_CONTROL}])+"
    rf"|[{''.join(LIGATURES)}]"
)
_NESTED = re.compile(r"\[(?:(?:\[\d{1,3}\]|\d{1,3}(?!\d))(?: ?[,;–-] ?| ?(?=[\[\]]))){1,20}\]")
# Fields that reference managers leave in a text: "ADDIN ZOTERO_ITEM CSL_CITATION {…}".
_FIELD = re.compile(r"\s?\bADDIN\s{1,4}(?:[A-Z][\w.]{1,30}\s{0,2}){1,3}")
_ENDNOTE = re.compile(r"<EndNote>.{0,20000}?</EndNote>", re.DOTALL)
# What Word pastes of its comments: marks in the text, "[AL1]", and below it what they say.
_NOTED = re.compile(rf"^{MARGIN_NOTE}", re.M)
_NOTE = re.compile(r"(?<=\S)\s?\[([^\W\d_a-z]{1,4}\d{1,3})\](?=[^\w:]|$)", re.M)
# What an answering machine pastes behind the name of a source: "Mayo Clinic +2".
_CHIP = re.compile(r"(?<=[^\W\d_)])\s{1,3}\+\d{1,2}(?=[.,;]?(?:\s|\Z))")
_CHIP_NAME = re.compile(r"(?:[^\W\d_a-z][\w.&'’-]{0,30}|\([\w.]{1,12}\))\Z")
# "BOSTON, March 3 (Reuters) — ", "London (AFP) - ", "FRIDAY, May 3, 2019 (HealthDay News) -- "
_DATELINE = re.compile(
    r"(?:[^\W\d_a-z](?:[^\W\d_a-z]|[ .'’/-]){3,40}(?:, [\w. ]{2,25}){0,3}(?:\s?\([\w.,/ &-]{2,40}\))?"  # noqa: E501
    r"|[^\W\d_a-z][\w .,'’/-]{2,50} \((?:[^\W\d_a-z]{2,9}|Reuters|\w{2,20} (?:News|Newswire|Wire))\)"  # noqa: E501
    r"|\((?:[^\W\d_a-z]{2,9}|Reuters|\w{2,20} News)\))"
    r"\s?(?:--|[—–]|-(?=\s))\s{0,3}(?=[^\W\d_a-z“\"‘'])"
)
# A number of the list behind a blank that OCR or a copied page put there: "in adults. 1 Raw".
_SPACED = re.compile(
    r"(?<=[^\W\d_])(?P<before> ?)(?P<stop>[.!?][\"”’)]?|[)\"”’][.!?])(?P<after>[ \u00a0]{0,2})"
    r"(?P<numbers>[1-9]\d{0,2}(?:(?:[,–-] ?| )[1-9]\d{0,2}){0,9})"
    r"(?=\s{1,3}[\"“‘(]?[A-ZÀ-Þ][a-zà-ÿ’]|\s{0,3}\Z)"
)
_LEAST_SPACED = 2  # numbers behind blanks that make them a habit
_MOST_USUAL = 2  # numbers without a blank for each with one
_FIRST = 2  # paragraphs of the body that may begin with a dateline
_NEAR = 400  # characters on either side of a line's end
_BRACE = re.compile(r"[{}]")
_LONGEST_FIELD = 20_000
# A break that white space stands for where a text lost its lines: "inflam- mation".
_LOST = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,20})-[ \u00a0]([^\W\d_A-Z]{2,20})(?![^\W\d_])")
# A DOI that a line's end cuts behind a full stop, and the rest of it on a line of its own.
_CUT_DOI = re.compile(r"\b10\.\d{4,9}/\S{1,60}\.\Z")
_DOI_ENDS = re.compile(r"(?!(?:19|20)\d\d\b)[a-z\d]\S{1,60}[.\s]{0,3}(?:\n|\Z)")
_LONGEST_DOI = 80
_PAGE_END = re.compile(r"(?:[A-Za-z]{1,2}\d{1,5}|[ivxl]{2,6})\b")  # of "i48-i55"


def sign_folds(text: str) -> list[Fold]:
    """Return the places of a text that are read otherwise whatever stands around them."""
    found = [Fold(m.start(), m.end(), LIGATURES.get(m[0], "")) for m in _SIGN.finditer(text)]
    found += [Fold(m.start(), m.end(), normalize("NFC", m[0])) for m in _MARKED.finditer(text)]
    for hints, pattern in LEFTOVERS:
        if any(hint in text for hint in hints):
            groups = pattern.groupindex
            left = groups.get("left") or groups.get("apart") or 0
            comma = groups.get("comma")
            for m in pattern.finditer(text):
                read = f"{m[left]} " if "apart" in groups else "," if comma and m[comma] else ""
                found.append(Fold(*m.span(left), read))
    found += [Fold(m.start(), m.end(), " ") for m in _THIN.finditer(text)]
    if "[" in text:
        found += [*_inner_brackets(text), *_margin_marks(text)]
    if "ADDIN" in text:
        found += _fields(text)
    if "+" in text:
        found += _chips(text)
    return found


def _inner_brackets(text: str) -> Iterator[Fold]:
    """Yield the brackets within those of a marker: ``[[2], [3]]``."""
    for nested in _NESTED.finditer(text):
        for at in range(nested.start() + 1, nested.end() - 1):
            if text[at] in "[]":
                yield Fold(at, at + 1, "")


def _margin_marks(text: str) -> Iterator[Fold]:
    """Yield the marks of comments that stand below the text."""
    noted = {m["mark"] for m in _NOTED.finditer(text)}
    if noted:
        for mark in _NOTE.finditer(text):
            if mark[1] in noted:
                yield Fold(mark.start(), mark.end(), "")


def _chips(text: str) -> Iterator[Fold]:
    """Yield how many more sources an answering machine has than the one that it names."""
    for chip in _CHIP.finditer(text):
        if _CHIP_NAME.search(text[max(chip.start() - 40, 0) : chip.start()]):
            yield Fold(chip.start(), chip.end(), "")


def dateline_folds(text: str, blocks: Iterable[Block]) -> list[Fold]:
    """Return the datelines of an article: no part of its first sentence."""
    found = []
    prose = (b for b in blocks if b.region == "body" and b.kind == "paragraph")
    for block in islice(prose, _FIRST):
        line = _DATELINE.match(text, block.start, min(block.end, block.start + 160))
        if line and line.end() < block.end:
            found.append(Fold(block.start, line.end(), ""))
    return found


def marker_folds(text: str, blocks: Iterable[Block]) -> list[Fold]:
    """Return the blanks before raised numbers that name entries of the article's list."""
    blocks = list(blocks)
    labels = (label_at(b.text) for b in blocks if b.kind == "reference")
    listed = {label.number for label in labels if label}
    if not listed:
        return []
    found: list[Fold] = []
    named: set[int] = set()
    usual = 0  # raised numbers without a blank before them
    for block in blocks:
        if block.region != "body" or block.kind not in ("paragraph", "list_item"):
            continue
        for match in _SPACED.finditer(text, block.start, block.end):
            numbers = expand(match["numbers"])
            spaces = [match.span(name) for name in ("before", "after") if match[name]]
            usual += not spaces
            if spaces and numbers and listed.issuperset(numbers):
                found += [Fold(*span, "") for span in spaces]
                named.update(numbers)
    odd = any(text[fold.end] in ".!?" for fold in found)  # no blank stands before a full stop
    often = len(named) >= _LEAST_SPACED and usual <= _MOST_USUAL * len(found)
    return found if odd or often else []


def gap_folds(text: str, gaps: Iterable[tuple[int, int]], models: Path = MODELS) -> list[Fold]:
    """Return how the gaps between joined lines are read, and words that lost their line end."""
    gaps = list(gaps)
    lost = list(_LOST.finditer(text)) if "- " in text or "-\u00a0" in text else []
    if not gaps and not lost:
        return []
    printed = words_of(text) if lost or any(text[end - 1] in HYPHENS for end, _ in gaps) else None
    found = []
    for end, start in gaps:
        pieces = divided(text, end, start)
        if pieces and pieces[1] in SUSPENDED:
            pieces = None
        if parts_address(text[max(end - _NEAR, 0) : end], text[start : start + _NEAR]):
            found.append(Fold(end, start, ""))
            continue
        soft = text[end - 1] == SOFT_HYPHEN
        if soft or (pieces and load_words(models).joins(*pieces, printed=printed or frozenset())):
            found.append(Fold(end - 1, start, ""))
        elif pieces or (_joins(text, end, start) and not text[end - 2 : end - 1].isspace()):
            found.append(Fold(end, start, ""))
        elif text[end:start] != " ":
            found.append(Fold(end, start, " "))
    for match in lost:
        before, after = match[1].lower(), match[2].lower()
        words = load_words(models)
        if after in SUSPENDED:
            continue
        if before + after in (printed or ()) or words.whole(before, after):
            found.append(Fold(match.end(1), match.start(2), ""))
        elif words.compound(before, after):
            found.append(Fold(match.end(1) + 1, match.start(2), ""))
    return found


def _joins(text: str, end: int, start: int) -> bool:
    """Whether no blank stands between two lines: ``and/or``, ``vitamin B-12``, ``10-year``."""
    if text[end - 1] == ".":
        cut = _CUT_DOI.search(text, max(end - _LONGEST_DOI, 0), end)
        return cut is not None and _DOI_ENDS.match(text, start) is not None
    if text[end - 1] not in HYPHENS:
        return text[end - 1] in "/–"
    if text[end - 2 : end - 1].isdigit() and text[start].isalpha():
        return text[start : start + 12].split()[0].lower() not in SUSPENDED
    return text[start].isdigit() or _PAGE_END.match(text, start) is not None


def _fields(text: str) -> Iterator[Fold]:
    """Yield the fields of reference managers, with what they hold between braces or tags."""
    tried = 0  # up to here nothing closes, so that the work stays linear
    for field in _FIELD.finditer(text):
        start = end = field.end()
        if start >= tried and text.startswith("{", start):
            end = _balanced(text, start)
            tried = start + _LONGEST_FIELD if end == start else 0
        elif start >= tried and text.startswith("<", start):
            tags = _ENDNOTE.match(text, start)
            end = tags.end() if tags else start
            tried = 0 if tags else start + _LONGEST_FIELD
        yield Fold(field.start(), end, " ")


def _balanced(text: str, start: int) -> int:
    """Return the end of the braces that open at a place, or the place itself."""
    depth = 0
    for brace in _BRACE.finditer(text, start, start + _LONGEST_FIELD):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return brace.end()
    return start
