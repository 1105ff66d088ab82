"""Text in spreadsheet cells: nothing runs, nothing becomes a date, and all comes back as it was."""

from __future__ import annotations

import re

_FORMULA = tuple("=+-@＝＋－＠")
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
# What a spreadsheet that opens a CSV file takes for a number, a date, a time or a truth.
_VALUE = re.compile(
    r"[\s($€£]*\d[\d\s.,:/%-]*(?:e[+-]?\d+)?(?:\s?[ap]\.?m\.?)?[\s)%$€£]*"
    rf"|(?:\d{{1,4}}[\s./,-]*)?{_MONTH}[\s./,-]*\d{{1,4}}(?:[\s./,-]+\d{{1,4}})?"
    rf"|\d{{1,4}}[\s./,-]*{_MONTH}\.?"
    r"|true|false",
    re.IGNORECASE,
)
_DOUBTFUL = re.compile(rf"['\t\r]|\s*[{''.join(map(re.escape, _FORMULA))}]")
# Where cells are separated otherwise than in the file, or its quotes are not heeded, a cell
# begins here.
_INNER = re.compile(rf"([;|\t\r\n][ \u00a0\"']*?)('*)(?=[{''.join(map(re.escape, _FORMULA))}])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LONGEST_VALUE = 60


def harmless(text: str, csv: bool = False) -> str:
    """Return text as it may stand in a cell: an apostrophe goes before what looks like a formula.

    In the workbook too, where it is plain text already, since other programs that open and
    save the workbook turn such text into formulas. In CSV (``csv``) also before what would
    be read as a number or a date, and within the text where another separator than the
    file's would begin a cell. ``restored`` undoes it.
    """
    if not text:
        return text
    if csv:
        return _INNER.sub(r"\1'\2", _begun(text, csv))
    return _begun(text, csv)


def _begun(text: str, csv: bool) -> str:
    """Return a text that does not begin like a formula, or in CSV like a value."""
    if not _DOUBTFUL.match(text):  # nearly all of them
        return "'" + text if csv and _is_value(text) else text
    bare = text.lstrip("'")
    quoted = len(bare) < len(text)
    unsafe = _is_formula(bare) or ((csv or quoted) and _is_value(bare))
    return "'" + text if unsafe else text


def restored(cell: str, csv: bool = False) -> str:
    """Return the text that ``harmless`` was given, from either kind of file."""
    if csv:
        cell = unguarded(cell)
    if cell.startswith("'"):
        bare = cell.lstrip("'")
        if _is_formula(bare) or _is_value(bare):
            return cell[1:]
    return cell


def unguarded(cell: str) -> str:
    """Return a text of a CSV file without what ``harmless`` put within it."""
    return _INNER.sub(lambda match: match[1] + match[2][1:], cell)


def _is_formula(text: str) -> bool:
    return text[:1] in ("\t", "\r") or text.lstrip().startswith(_FORMULA)


def _is_value(text: str) -> bool:
    return len(text) < _LONGEST_VALUE and _VALUE.fullmatch(text) is not None


def clean(text: str) -> str:
    """Return what a person wrote in a cell, with one kind of line end and no control characters."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text).strip()
