"""The workbook as people see it: formats, links, choices, print set-up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from types import TracebackType

    import pandas as pd

VERDICTS = ["accept", "reject", "edit", "unsure"]
_MAX_CELL = 32_767  # Excel's limits
_MAX_ROWS = 1_000_000
_MAX_LINKS = 65_000
_MAX_URL = 2000
_LINE, _MAX_HEIGHT = 13, 409  # points
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same bytes every run


class Column(NamedTuple):
    """A column: its heading, width in characters, meaning, and look.

    A look is ``cell``; ``yours``, for reviewers to fill; ``id``, one grey line; or
    ``aside``, wrapped text that no row grows for.
    """

    name: str
    width: int
    meaning: str = ""
    look: str = "cell"


class Link(NamedTuple):
    """A cell that opens an address."""

    shown: str
    address: str


Columns = tuple[Column, ...]
Cell = str | int | float | Link | None
Finish = Callable[[Any, Columns, int], None]


class Workbook:
    """An xlsx file written row by row through pandas' writer, rows going to disk at once."""

    def __init__(self, stream: BinaryIO) -> None:
        import pandas as pd

        self._writer = pd.ExcelWriter(
            stream, engine="xlsxwriter", engine_kwargs={"options": {"constant_memory": True}}
        )
        self._book: Any = self._writer.book
        self._book.set_properties({"title": "claimsheet", "created": _EPOCH})
        self._style = _styles(self._book)
        self._tables: list[Table] = []

    def add_table(self, name: str, columns: Columns, finish: Finish | None = None) -> Table:
        """Add a sheet; ``finish`` is called with it, its columns and its last row at the end."""
        table = Table(self._book, name, columns, self._style, finish)
        self._tables.append(table)
        return table

    def __enter__(self) -> Workbook:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            for table in self._tables:
                table.close()
        self._writer.close()


class Table:
    """A sheet with a frozen, filtered header; goes on on another where Excel's rows end."""

    def __init__(
        self, book: Any, name: str, columns: Columns, style: dict[str, Any], finish: Finish | None
    ) -> None:
        self._book, self._name, self._columns = book, name, columns
        self._style, self._finish = style, finish
        self._grows = [(i, c.width) for i, c in enumerate(columns) if c.look == "cell"]
        self._sheets = 0
        self._links = 0
        self._open()

    def _open(self) -> None:
        self._sheets += 1
        self._row = 0
        name = self._name if self._sheets == 1 else f"{self._name} {self._sheets}"
        self._sheet = self._book.add_worksheet(name)
        for index, column in enumerate(self._columns):
            self._sheet.set_column(index, index, column.width, self._style[column.look])
            self._sheet.write_string(0, index, column.name, self._style["header"])

    def add(self, frame: pd.DataFrame) -> None:
        """Write a frame's rows below those already there."""
        for cells in frame.itertuples(index=False, name=None):
            if self._row == _MAX_ROWS:
                self.close()
                self._open()
            self._row += 1
            lines = max(_lines(cells[i], width) for i, width in self._grows)
            self._sheet.set_row(self._row, min(_LINE * lines + 2, _MAX_HEIGHT))
            for index, cell in enumerate(cells):
                if isinstance(cell, str):
                    if cell:
                        self._sheet.write_string(self._row, index, _fit(cell))
                elif isinstance(cell, Link):
                    self._write_link(index, cell)
                elif cell is not None and cell == cell:
                    self._sheet.write_number(self._row, index, cell)

    def _write_link(self, index: int, link: Link) -> None:
        """Write a link, or its plain text where Excel's limits forbid one."""
        safe = link.address.startswith(("https://", "http://")) and len(link.address) <= _MAX_URL
        if safe and self._links < _MAX_LINKS:
            self._links += 1
            shown = link.shown[:_MAX_URL]
            self._sheet.write_url(self._row, index, link.address, self._style["link"], shown)
        else:
            self._sheet.write_string(self._row, index, _fit(link.shown))

    def close(self) -> None:
        """Freeze, filter and set up for print."""
        last = max(self._row, 1)
        self._sheet.freeze_panes(1, 1)
        self._sheet.autofilter(0, 0, last, len(self._columns) - 1)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.set_margins(0.3, 0.3, 0.4, 0.4)
        self._sheet.set_footer("&L&A&RPage &P of &N")
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)
        if self._finish:
            self._finish(self._sheet, self._columns, last)


def finish_claims(sheet: Any, columns: Columns, last: int) -> None:
    """Add what only the claims have: a choice of verdicts, coloured scores, a print area."""
    names = [c.name for c in columns]
    sheet.print_area(0, 0, last, names.index("reviewer"))  # more is too small to read on paper
    verdict, score = names.index("verdict"), names.index("score")
    sheet.data_validation(1, verdict, last, verdict, {"validate": "list", "source": VERDICTS})
    scale = {
        "type": "2_color_scale",
        "min_color": "#FCE4D6",
        "max_color": "#C6E0B4",
        "min_type": "num",
        "max_type": "num",
        "min_value": 0.5,
        "max_value": 1,
    }
    sheet.conditional_format(1, score, last, score, scale)


def _styles(book: Any) -> dict[str, Any]:
    line = {"bottom": 1, "bottom_color": "#D9D9D9"}
    wrapped = {"text_wrap": True, "valign": "top", "font_size": 10, **line}
    header = {**wrapped, "bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "border": 1}
    yours = {**wrapped, "bg_color": "#FFF8E1", "border": 1, "border_color": "#E0D6B8"}
    grey = {"valign": "top", "font_size": 8, "font_color": "#7F7F7F", **line}
    return {
        "header": book.add_format(header),
        "cell": book.add_format(wrapped),
        "yours": book.add_format(yours),
        "id": book.add_format(grey),
        "aside": book.add_format({**wrapped, "font_color": "#595959"}),
        "link": book.add_format({**wrapped, "font_color": "#0563C1", "underline": 1}),
    }


def _lines(cell: Any, width: int) -> int:
    """Estimate the lines a wrapped cell takes; LibreOffice does not work it out on opening."""
    if not isinstance(cell, str) or (len(cell) < width and "\n" not in cell):
        return 1
    return sum(1 + int(len(line) / (1.05 * width)) for line in cell[:5000].split("\n"))


def _fit(cell: str) -> str:
    """Cut a text at Excel's limit; the CSV has it whole."""
    return cell if len(cell) <= _MAX_CELL else cell[: _MAX_CELL - 32] + "… (in full in claims.csv)"
