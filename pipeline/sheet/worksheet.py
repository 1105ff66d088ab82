"""A worksheet whose rows are written whole: faster than xlsxwriter's own, and all text as text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

# What cannot stand in XML as it is, or what Excel reads as an escape.
_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x")
_DEFAULT_HEIGHT = 15


class LinedWorksheet(Worksheet):  # type: ignore[misc]  # untyped
    """A worksheet in constant memory that takes cells, or rows as lines from top to bottom.

    xlsxwriter spends most of a workbook's time cell by cell, and in constant memory it takes
    a text between ``<r>`` and ``</r>`` for XML, whoever wrote it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.ignore_write_string = True  # the text of a link stands in its line
        self._letters: list[str] = []

    def write_line(
        self, row: int, height: float, cells: list[str | float | None], looks: Iterable[int]
    ) -> None:
        """Write a row below those there; ``looks`` are the numbers of its cells' formats."""
        self._write_single_row(row)  # what was written above it cell by cell
        self._check_dimensions(row, len(cells) - 1)
        for n in range(len(self._letters), len(cells)):
            self._letters.append(xl_col_to_name(n))
        number = str(row + 1)
        # Not customHeight: a program fits the row again when somebody types in it.
        ht = "" if height == _DEFAULT_HEIGHT else f' ht="{height:.16g}"'
        line = [f'<row r="{number}"{ht}>']
        for letter, cell, look in zip(self._letters, cells, looks, strict=False):
            if cell is None or cell == "":
                continue
            line.append(f'<c r="{letter}{number}" s="{look}"{_value(cell)}</c>')
        line.append("</row>")
        self.fh.write("".join(line))


def _value(cell: str | float) -> str:
    if not isinstance(cell, str):
        return f"><v>{cell:.16G}</v>"
    if _SPECIAL.search(cell):
        cell = _escaped(cell)
    space = ' xml:space="preserve"' if cell[0].isspace() or cell[-1].isspace() else ""
    return f' t="inlineStr"><is><t{space}>{cell}</t></is>'


def _escaped(text: str) -> str:
    escape: Any = Worksheet._escape_control_characters
    text = escape(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return str(text)
