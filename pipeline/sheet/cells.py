"""What a sheet is made of: columns, cells, and a check of what was written in a row."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal, NamedTuple
from zlib import crc32

from pipeline.text.cells import clean, restored, unguarded

CHECK = "check"
CHECK_MEANING = (
    "The program's own: what was written in this row, so that it can tell what you changed. "
    "Leave it where it is."
)
_PREFIX, _BYTES = "c:", 3
_CHECK = re.compile(r"c:(?:[A-Za-z0-9+/]{4})+")
_DECIMAL = re.compile(r"(-?\d{1,9})[.,](\d{0,8}?)0{0,8}")


class Link(NamedTuple):
    """A cell that opens an address."""

    shown: str
    address: str


class Corrected(NamedTuple):
    """A cell in which a reviewer's value stands in place of the run's."""

    shown: str


Cell = str | int | float | Link | Corrected | None
# What a change of a cell means: nothing (""); it says which claim the row is about; it is a
# decision; or it corrects what the run found.
Back = Literal["", "row", "yours", "correction"]


def _nothing(_: Any) -> Cell:
    return None


class Column(NamedTuple):
    """A column: its heading, width in characters, meaning, look, value, and way back.

    A look is ``cell``; ``yours``, for reviewers to fill; ``id``, one grey line; or
    ``aside``, wrapped text that no row grows for. ``value`` makes a cell of a row (see
    ``columns``). ``field`` is what an edited cell fills in a decision, or corrects;
    ``words`` are the values that a correction may have (none: any). A column is folded away
    with its neighbours (``folded``), or stands for several narrow ones (``spread``): its
    value is then a list of links, and a workbook's columns are numbered.
    """

    name: str
    width: float
    meaning: str = ""
    look: str = "cell"
    value: Callable[[Any], Any] = _nothing
    back: Back = ""
    field: str = ""
    words: tuple[str, ...] = ()
    folded: bool = False
    spread: int = 0


Columns = tuple[Column, ...]


def cells(columns: Columns, row: Any) -> list[Any]:
    """Return the values of a row."""
    return [column.value(row) for column in columns]


def apart(columns: Columns) -> Columns:
    """Return columns as a workbook has them: one that is spread becomes several."""
    found: list[Column] = []
    for column in columns:
        names = [f"{column.name} {n + 1}" for n in range(column.spread)] or [column.name]
        found += [column._replace(name=name, spread=0) for name in names]
    return tuple(found)


def text_of(cell: Any) -> str:
    """Return a cell as text, as it was written or as a program gives it back.

    Programs turn some text into numbers, dates or truths.
    """
    if isinstance(cell, str):
        return clean(restored(cell)) if cell else ""
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return str(cell)


def as_text(cell: str | float | None) -> str:
    """Return what ``text_of`` will make of a cell that is written."""
    if not cell and not isinstance(cell, int | float):
        return ""
    return clean(cell) if isinstance(cell, str) else text_of(cell)


def check_of(names: Iterable[str], texts: Iterable[str]) -> str:
    """Return a row's check: a mark of every cell's column and text, in order.

    A check needs no order of columns to be read, and moves with its row.
    """
    marks = [mark_of(name, text) for name, text in zip(names, texts, strict=True)]
    return _PREFIX + b64encode(b"".join([mark.to_bytes(_BYTES, "big") for mark in marks])).decode()


def mark_of(name: str, text: str) -> int:
    """Return the mark of a cell: 24 bits of its column and text."""
    start = _start(name)
    return (crc32(text.encode("utf-8", "surrogatepass"), start) if text else start) & 0xFFFFFF


@lru_cache(maxsize=1000)
def _start(name: str) -> int:
    return crc32(f"{name}\0".encode("utf-8", "surrogatepass"))


class Check:
    """What was written in a row; ``first`` is the mark of its first cell, the id."""

    def __init__(self, cell: str) -> None:
        marks = b64decode(cell[len(_PREFIX) :])
        found = [
            int.from_bytes(marks[at : at + _BYTES], "big") for at in range(0, len(marks), _BYTES)
        ]
        self.first = found[0]
        self._marks = frozenset(found)

    def among(self, marks: Set[int]) -> frozenset[int]:
        """Return those of some marks that are in the row."""
        return self._marks & marks

    def holds(self, name: str, text: str) -> bool:
        """Say whether this text was written in the row's column of this name."""
        return self.written(name, text) is not None

    def written(self, name: str, text: str) -> str | None:
        """Return the text that was written, if this is it, but for what programs do to text."""
        if mark_of(name, text) in self._marks:
            return text
        if not text:
            return None
        return next((t for t in _undone(text) if mark_of(name, t) in self._marks), None)


def _undone(text: str) -> Iterator[str]:
    """Yield what a text may have been before a program read or saved it in its own way."""
    if number := _DECIMAL.fullmatch(text):  # another country's, or one zero too many
        yield number[1] + (f".{number[2]}" if number[2] else "")
    if not text.isascii():
        with suppress(UnicodeError):  # UTF-8, read as Windows' Western European
            yield clean(restored(b"".join(map(_western, text)).decode()))
    if (bare := unguarded(text)) != text:  # a CSV file that was saved as a workbook
        yield bare


def _western(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeError:  # a byte that it leaves undefined; LibreOffice makes it U+F19D
        return bytes([ord(char) & 0xFF]) if ord(char) >> 8 in (0, 0xF1) else char.encode("ascii")


def first_mark(id: str) -> int:
    """Return the ``first`` of the checks of a claim's rows."""
    return mark_of("id", id)


def is_check(text: str) -> bool:
    """Say whether a cell is a row's check."""
    return text.startswith(_PREFIX) and _CHECK.fullmatch(text) is not None
