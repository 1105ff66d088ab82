"""Reviewed sheets as tables: xlsx, ods and csv, from whatever program saved them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple, TypeVar

from pipeline.errors import ClaimsheetError, UsageError
from pipeline.review import marks
from pipeline.review.layout import (
    DATE,
    ID,
    NAMES,
    ROW,
    VERDICT,
    YOURS,
    Layout,
    Table,
    decisions_layout,
    name_of,
    other_layout,
)
from pipeline.review.unknown import Unread, column_letters
from pipeline.settings import Words
from pipeline.sheet.cells import CHECK, Check, first_mark, is_check, text_of
from pipeline.sheet.workbook import CONTINUED, DATED, LONG_TEXTS
from pipeline.text.cells import clean, restored, unguarded
from pipeline.weights.files import content

_MAX_BYTES = 2_000_000_000  # of a workbook unpacked
_MOST_CELLS = 12_000_000  # of a sheet, empty ones too: calamine lays out all of them
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384  # as in a workbook
_MOST_TEXT = 100_000_000  # bytes of a CSV file
_LARGE = 10_000_000  # bytes of one that is not read in this process
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_CHUNK = 1 << 20
_START = 20_000  # characters of a CSV file by which its separator is known
_CELL = re.compile(rb"<(?:\w+:)?(?:c|row)\s[^<>]*?\br\s*=\s*[\"']([A-Za-z]*)([0-9]*)")
_PARTS = ("docProps/core.xml", "meta.xml")
_SERIAL, _DAY_ZERO = re.compile(r"[34567]\d{4}"), date(1899, 12, 30)
_PART_NUMBER = re.compile(r"[0-9]{1,9}")
_SAVED = re.compile(rb"<(?:dcterms:modified|dc:date)[^>]*>(\d{4}-\d\d-\d\d)")


T = TypeVar("T")


class Row(NamedTuple):
    """A row of a sheet: its number as the spreadsheet shows it, and its cells by column.

    ``cells`` are those that say which claim it is about and those of the reviewer; a column
    that is not there is not in it. ``others`` are the machine's that are not as they were
    written, or all of them where nothing tells (``check`` is ``None``, or another claim's).
    """

    sheet: str
    number: int
    cells: dict[str, str]
    check: Check | None = None
    others: dict[str, str] = {}  # noqa: RUF012  # never changed


class ReviewedSheet(NamedTuple):
    """The rows of a file, when it was saved, and the columns that could not be told.

    ``unread`` is what stands in it besides, and means nothing to an import; ``notes`` say
    what a column of another name was read as.
    """

    rows: list[Row]
    saved: str | None
    problems: list[str]
    unread: list[Unread]
    notes: list[str]


def read_sheet(path: Path, words: Words = Words()) -> ReviewedSheet:  # noqa: B008
    """Read the sheets of a file that have claims' ids and a reviewer's columns.

    Columns are found by name, in any order; also by what is in them, or was written there.
    Raises ``UsageError`` for a file that is no sheet or has no ids.
    """
    if path.exists() and not path.is_file():
        raise UsageError(f"cannot read {path}: it is no regular file")
    beside = marks.Marks()
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        large = path.exists() and path.stat().st_size > _LARGE
        tables, saved = {path.name: _aside(path, _csv) if large else _csv(path)}, None
    else:
        tables, saved = _aside(path, _opened)
        beside = _aside(path, marks.read_marks)
    long_texts = _long_texts(tables.get(LONG_TEXTS, []))
    found = ReviewedSheet([], saved, [], [], [])
    several = len(tables) > 1
    for name, table in tables.items():
        where = name if several else ""
        layout = decisions_layout(table, words)
        if layout is None:
            continue
        reader = _Reader(table, layout, where, long_texts, beside.covered(name))
        found.rows.extend(reader.rows())
        found.problems.extend(reader.problems())
        found.notes.extend(reader.notes())
        found.unread.extend(reader.unread)
        tables[name] = []
    if not found.rows and not any(table == [] for table in tables.values()):
        raise UsageError(
            f"{path} has no column of claim ids beside a column “{VERDICT}”: "
            "give a sheet that claimsheet wrote"
        )
    for name, table in tables.items():
        found.unread.extend(_changed_elsewhere(table, name))
    found.unread.extend(beside.unread(several))
    return found


def _aside(path: Path, read: Callable[[Path], T]) -> T:
    """Read a file in a process that may die of it."""
    from pipeline.read.bounded import TooMuchError, bounded

    try:
        return bounded(read, path)
    except (TooMuchError, ValueError) as error:  # calamine's, where a text finds no memory
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
    tables: dict[str, Table] = {n: frames.pop(n).to_numpy().tolist() for n in [*frames]}
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
    import codecs
    import csv

    from pipeline.read.encodings import decode_text

    try:
        if path.stat().st_size > _MOST_TEXT:
            raise UsageError(f"{path} is over {_MOST_TEXT:,} bytes: give a part of its rows")
        data = content(path)
        # What opens with a whole mark was never decoded wrongly: "Ã¡" is what somebody typed.
        text = decode_text(data, once=not data.startswith(codecs.BOM_UTF8))
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except UsageError:
        raise
    except ClaimsheetError as error:
        raise UsageError(f"{path} {error}") from error
    csv.field_size_limit(1 << 30)
    lines = (line[0] for line in _LINE.finditer(text))
    table: Table = []
    cells = 0
    for row in csv.reader(lines, delimiter=_delimiter(text)):
        cells += len(row)
        if len(table) == _MOST_ROWS or len(row) > _MOST_COLUMNS or cells > _MOST_CELLS:
            raise UsageError(
                f"{path} is larger than any workbook (row {len(table) + 1:,}, {cells:,} cells): "
                "give a part of its rows and columns"
            )
        table.append([unguarded(cell) if cell else None for cell in row])
    return table


def _delimiter(text: str) -> str:
    """Return what separates the cells: in the header, if it is there, our names stand apart."""
    import csv
    import io

    start = text[:_START]

    def names(delimiter: str) -> tuple[int, int]:
        rows = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
        try:
            best = max((len({name_of(c) for c in row} & NAMES) for row in rows), default=0)
        except csv.Error:
            best = 0
        return best, start.count(delimiter)

    return max(",;\t", key=names)


class _Reader:
    """One table of decisions."""

    def __init__(
        self,
        table: Table,
        layout: Layout,
        where: str,
        long_texts: dict[tuple[str, str], str],
        covered: set[tuple[int, int]],
    ) -> None:
        self._table, self._layout, self._where = table, layout, where
        self._long, self._covered = long_texts, covered
        self._names = layout.names()
        self._checked = CHECK in layout.places
        self.unread: list[Unread] = []

    def rows(self) -> Iterator[Row]:
        """Yield the rows that have any text; fills ``unread`` with what is in no known column."""
        top = self._table[: max(self._layout.header, 0)]
        for number, row in enumerate(top, 1):
            self._stray(number, {at: text_of(cell) for at, cell in enumerate(row)})
        if top or self._layout.header == 0:
            header = enumerate(map(text_of, self._table[self._layout.header]))
            unknown = {at: text for at, text in header if at not in self._names}
            self._stray(self._layout.header + 1, unknown)
        first = self._layout.header + 1
        for number in range(first + 1, len(self._table) + 1):
            cells, self._table[number - 1] = self._table[number - 1], []  # read once: memory
            filled = (
                (at, cell) for at, cell in enumerate(cells) if cell is not None and cell != ""
            )
            texts = {at: text for at, cell in filled if (text := text_of(cell))}
            if texts:
                yield self._row(number, texts, len(cells))

    def _row(self, number: int, texts: dict[int, str], width: int) -> Row:
        self._stray(number, {at: t for at, t in texts.items() if at not in self._names})
        id = texts.get(self._layout.places[ID], "")
        cells, others = {}, {}
        check_cell = texts.get(self._layout.places.get(CHECK, -1), "")
        check = Check(check_cell) if is_check(check_cell) else None
        stray = check is not None and bool(id) and check.first != first_mark(id)
        for at, name in self._names.items():
            text = texts.get(at, "")
            if text.endswith(CONTINUED):
                text = self._long.get((id, name), text)
            written = check.written(name, text) if check and text else None
            text = text if written is None else written
            if name in YOURS or name in ROW:
                if at >= width or (number, at) not in self._covered:
                    cells[name] = _day(text) if name == DATE else text
            elif name != CHECK and (stray or written is None) and not _was_empty(check, name, text):
                others[name] = text
        cells.setdefault(ID, "")
        return Row(self._where, number, cells, check, others)

    def _stray(self, number: int, texts: dict[int, str]) -> None:
        header = self._table[self._layout.header] if self._layout.header >= 0 else []
        for at, text in texts.items():
            if text:
                heading = text_of(header[at]) if at < len(header) else ""
                column = heading or column_letters(at)
                self.unread.append(Unread(self._where, number, column, text))

    def notes(self) -> list[str]:
        """Say which columns have another name than they were written with."""
        sheet = f"sheet “{self._where}”: " if self._where else ""
        return [
            f"{sheet}the column “{heading[:40]}” holds what was written in “{name}”: read as that"
            for name, heading in self._layout.called.items()
        ]

    def problems(self) -> list[str]:
        """Say which of the reviewer's columns are missing where others may hold what was there."""
        missing = [name for name in YOURS if name not in self._layout.places]
        if self._layout.header < 0 or not missing:
            return []
        header = self._table[self._layout.header]
        texts = {at: text_of(cell) for at, cell in enumerate(header)}
        others = [text for at, text in texts.items() if text and at not in self._names]
        if not others:
            return []
        sheet = f"sheet “{self._where}”: " if self._where else ""
        lost, extra = (", ".join(f"“{n[:40]}”" for n in names) for names in (missing, others))
        return [f"{sheet}no column {lost}; not read: {extra}. Was one renamed? Name it as it was"]


def _was_empty(check: Check | None, name: str, text: str) -> bool:
    return not text and (check is None or check.holds(name, ""))


def _changed_elsewhere(table: Table, name: str) -> Iterator[Unread]:
    """Yield the cells of a sheet without decisions that are not as they were written."""
    if not table:
        return
    layout = other_layout(table)
    names = layout.names() if layout else {}
    header = layout.header if layout else -1
    for number, row in enumerate(table, 1):
        if number == header + 1:
            continue
        texts = [text_of(cell) for cell in row]
        at_check = layout.places[CHECK] if layout else -1
        cell = texts[at_check] if 0 <= at_check < len(texts) else ""
        check = Check(cell) if is_check(cell) else None
        for at, text in enumerate(texts):
            column = names.get(at, "")
            if at == at_check or text.endswith(CONTINUED):
                continue
            if check is not None and (check.holds(column, text) or (not text and not column)):
                continue
            if check is not None and header < 0 and any(check.holds(n, text) for n in NAMES):
                continue
            if text or check is not None:
                heading = column or column_letters(at)
                yield Unread(name, number, heading, text)


def _day(cell: str) -> str:
    """Return a date that a program turned into its number of days as a date again."""
    if _SERIAL.fullmatch(cell):
        return (_DAY_ZERO + timedelta(days=int(cell))).isoformat()
    return cell


def _long_texts(table: Table) -> dict[tuple[str, str], str]:
    """Join the texts that are too long for a cell, by claim id and column."""
    parts: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for row in table[1:]:
        if len(row) >= 4 and _PART_NUMBER.fullmatch(text_of(row[2])):
            key = text_of(row[0]), name_of(row[1])
            parts.setdefault(key, []).append((int(text_of(row[2])), restored(str(row[3]))))
    return {key: clean("".join(text for _, text in sorted(p))) for key, p in parts.items()}
