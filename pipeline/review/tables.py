"""Reviewed sheets as tables: xlsx, ods and csv, from whatever program saved them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import ClaimsheetError, UsageError
from pipeline.sheet.workbook import CONTINUED, DATED, LONG_TEXTS
from pipeline.sheet.write import COLUMNS
from pipeline.text.cells import clean, restored

ID, ARTICLE, CLAIM, BEFORE, AFTER = "id", "article", "claim", "before", "after"
VERDICT, CORRECTED, COMMENT = "verdict", "corrected claim", "comment"
REVIEWER, DATE = "reviewer", "date"
YOURS = (VERDICT, CORRECTED, COMMENT, REVIEWER, DATE)
_KNOWN = (ID, ARTICLE, CLAIM, BEFORE, AFTER, *YOURS)
_CLAIM_ID = re.compile(r".+:c-[0-9a-f]{12}", re.DOTALL)
_HEADER_ROWS = 30  # people put notes above the header
_MAX_BYTES = 2_000_000_000  # of a workbook unpacked
_MOST_CELLS = 12_000_000  # of a sheet, empty ones too: calamine lays out all of them
_MOST_ROWS = 1_048_576
_CHUNK = 1 << 24
_CELL = re.compile(rb"<(?:\w+:)?(?:c|row)\s[^<>]*?\br\s*=\s*[\"']([A-Za-z]*)([0-9]*)")
_PARTS = ("docProps/core.xml", "meta.xml")
_SERIAL, _DAY_ZERO = re.compile(r"[34567]\d{4}"), date(1899, 12, 30)
_PART_NUMBER = re.compile(r"[0-9]{1,9}")
_SAVED = re.compile(rb"<(?:dcterms:modified|dc:date)[^>]*>(\d{4}-\d\d-\d\d)")


class Row(NamedTuple):
    """A row of a sheet: its number as the spreadsheet shows it, and its cells by column."""

    sheet: str
    number: int
    cells: dict[str, str]


class ReviewedSheet(NamedTuple):
    """The rows of a file, when it was saved, and the columns that could not be told."""

    rows: list[Row]
    saved: str | None
    problems: list[str]


def read_sheet(path: Path, verdicts: Sequence[str]) -> ReviewedSheet:
    """Read the sheets of a file that have claims' ids and a reviewer's columns.

    Columns are found by name, in any order; those of the ids and the verdicts also by what
    is in them. Raises ``UsageError`` for a file that is no sheet or has no ids.
    """
    if path.exists() and not path.is_file():
        raise UsageError(f"cannot read {path}: it is no regular file")
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        tables, saved = {path.name: _csv(path)}, None
    else:
        tables, saved = _workbook(path)
    long_texts = _long_texts(tables.get(LONG_TEXTS, []))
    rows: list[Row] = []
    problems: list[str] = []
    found = False
    for name, table in tables.items():
        columns = _columns(table, verdicts)
        if columns is None:
            continue
        found = True
        where = "" if len(tables) == 1 else name
        problems += _unread(table, columns, where)
        rows += _rows(table, columns, where, long_texts)
    if not found:
        raise UsageError(
            f"{path} has no column of claim ids beside a column “{VERDICT}”: "
            "give a sheet that claimsheet wrote"
        )
    return ReviewedSheet(rows, saved, problems)


class _Columns(NamedTuple):
    header: int
    places: dict[str, int]


Table = list[list[Any]]


def _workbook(path: Path) -> tuple[dict[str, Table], str | None]:
    """Read a workbook in a process that may die of it."""
    from pipeline.workers.bounded import TooMuchError, bounded

    try:
        return bounded(_opened, path)
    except TooMuchError as error:
        raise UsageError(
            f"{path} takes too much memory, or is damaged: save it again with its table only"
        ) from error


def _opened(path: Path) -> tuple[dict[str, Table], str | None]:
    import pandas as pd

    saved = None
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MAX_BYTES:
                raise UsageError(f"{path} unpacks to more than 2 GB: save it without pictures")
            if any(_far(archive, part) for part in archive.namelist() if part.endswith(".xml")):
                raise UsageError(
                    f"{path} has cells far outside its table: delete the empty rows and columns "
                    "after it, and save it again"
                )
            for part in _PARTS:
                if part in archive.namelist():
                    with archive.open(part) as stream:
                        match = _SAVED.search(stream.read(100_000))
                    saved = match[1].decode() if match else None
        # calamine reads xlsx and ods, fast, and leaves text as it is.
        frames = pd.read_excel(
            path, sheet_name=None, header=None, dtype=object, keep_default_na=False,
            engine="calamine",
        )  # fmt: skip
    except ClaimsheetError:
        raise
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from error
    except Exception as error:  # zipfile's, calamine's
        why = " ".join(str(error).split())[:80]
        raise UsageError(
            f"{path} cannot be read as a workbook ({why}): save it again as .xlsx, .ods or .csv"
        ) from error
    tables: dict[str, Table] = {n: f.to_numpy().tolist() for n, f in frames.items()}
    return tables, None if saved == DATED else saved


def _far(archive: zipfile.ZipFile, part: str) -> bool:
    """Say whether the cells of a sheet lie so far apart that a table of them fills the memory."""
    columns = rows = 0
    with archive.open(part) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            chunk = rest + chunk
            for letters, number in set(_CELL.findall(chunk)):
                if len(letters) > 3 or len(number) > 7:
                    return True  # beyond any program's last cell
                if letters and number:  # else a row, which may be empty
                    columns = max(columns, _number(letters))
                    rows = max(rows, int(number))
                elif number and int(number) > _MOST_ROWS:
                    return True
            rest = chunk[max(chunk.rfind(b"<"), len(chunk) - 1000) :]
    return rows * columns > _MOST_CELLS


def _number(letters: bytes) -> int:
    """Return a column's number: 1 for A, 27 for AA."""
    found = 0
    for letter in letters.upper():
        found = found * 26 + letter - 64
    return found


def _csv(path: Path) -> Table:
    import csv
    import io

    from pipeline.read.encodings import decode_text

    try:
        text = decode_text(path.read_bytes())
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except ClaimsheetError as error:
        raise UsageError(f"{path} {error}") from error
    csv.field_size_limit(1 << 30)
    start = text[:5000]
    delimiter = max(",;\t", key=start.count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _columns(table: Table, verdicts: Sequence[str]) -> _Columns | None:
    """Find the header and the columns; ``None`` where a sheet is no review of claims."""
    places: dict[str, int] = {}
    header = None
    for number, row in enumerate(table[:_HEADER_ROWS]):
        names = [_name(cell) for cell in row]
        if len({*names} & {*_KNOWN}) >= 2:
            header = number
            places = {name: names.index(name) for name in _KNOWN if name in names}
            break
    body = table[0 if header is None else header + 1 :]
    for name, holds in ((ID, _CLAIM_ID.fullmatch), (VERDICT, _among(verdicts))):
        if name not in places:
            at = _by_content(body, holds, set(places.values()))
            if at is not None:
                places[name] = at
    if ID not in places or not {*places} & {*YOURS}:
        return None
    return _Columns(-1 if header is None else header, places)


def _among(words: Sequence[str]) -> Any:
    known = {word.casefold() for word in words}
    return lambda cell: cell.casefold() in known


def _by_content(body: Table, holds: Any, used: set[int]) -> int | None:
    """Return the column of which most cells are as they should be."""
    cells: dict[int, list[bool]] = {}
    for row in body:
        for at, cell in enumerate(row):
            if at not in used and (text := _text(cell)):
                cells.setdefault(at, []).append(bool(holds(text)))
    shares = {at: (sum(given), -at) for at, given in cells.items() if sum(given) * 2 > len(given)}
    return max(shares, key=lambda at: shares[at], default=None)


def _unread(table: Table, columns: _Columns, where: str) -> list[str]:
    """Say which of the reviewer's columns are missing where others may hold what was in them."""
    missing = [name for name in YOURS if name not in columns.places]
    if columns.header < 0 or not missing:
        return []
    ours = {_name(column.name) for column in COLUMNS}
    others = [_text(c) for c in table[columns.header] if _text(c) and _name(c) not in ours]
    if not others:
        return []
    sheet = f"sheet “{where}”: " if where else ""
    lost, extra = (", ".join(f"“{n[:40]}”" for n in names) for names in (missing, others))
    return [f"{sheet}no column {lost}; not read: {extra}. Was one renamed? Name it as it was"]


def _rows(
    table: Table, columns: _Columns, where: str, long_texts: dict[tuple[str, str], str]
) -> Iterator[Row]:
    for number, row in enumerate(table[columns.header + 1 :], columns.header + 2):
        cells = {
            name: _text(row[at]) if at < len(row) else "" for name, at in columns.places.items()
        }
        for name, cell in cells.items():
            if cell.endswith(CONTINUED):
                cells[name] = long_texts.get((cells[ID], name), cell)
        if DATE in cells:
            cells[DATE] = _day(cells[DATE])
        if any(cells.values()):
            yield Row(where, number, cells)


def _day(cell: str) -> str:
    """Return a date that a program turned into its number of days as a date again."""
    if _SERIAL.fullmatch(cell):
        return (_DAY_ZERO + timedelta(days=int(cell))).isoformat()
    return cell


def _long_texts(table: Table) -> dict[tuple[str, str], str]:
    """Join the texts that are too long for a cell, by claim id and column."""
    parts: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for row in table[1:]:
        if len(row) >= 4 and _PART_NUMBER.fullmatch(_text(row[2])):
            key = _text(row[0]), _name(row[1])
            parts.setdefault(key, []).append((int(_text(row[2])), restored(_raw(row[3]))))
    return {key: clean("".join(text for _, text in sorted(p))) for key, p in parts.items()}


def _name(cell: Any) -> str:
    return " ".join(re.split(r"[\s_]+", _text(cell).casefold())).strip()


def _text(cell: Any) -> str:
    return clean(restored(_raw(cell)))


def _raw(cell: Any) -> str:
    """Return a cell as text; programs turn some text into numbers, dates or truths."""
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return str(cell)
