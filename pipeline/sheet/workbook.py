"""The workbook as people see it: formats, links, choices, print set-up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, Self

from pipeline.text.cells import harmless

if TYPE_CHECKING:
    from types import TracebackType

LONG_TEXTS = "long texts"
CONTINUED = "… (goes on on the sheet “long texts”)"
_MAX_CELL = 32_767  # Excel's limits, in UTF-16 units
_PART = 16_000  # characters of a text that goes over the limit
_MAX_ROWS = 1_000_000
_MAX_LINKS = 65_000
_MAX_URL = 2000
_MAX_CHOICE = 255  # characters of a list to choose from
_LINE, _MAX_HEIGHT = 13, 409  # points
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same bytes every run
DATED = _EPOCH.isoformat()[:10]
_SCALE = {
    "type": "2_color_scale",
    "min_color": "#FCE4D6",
    "max_color": "#C6E0B4",
    "min_type": "num",
    "max_type": "num",
    "min_value": 0.5,
    "max_value": 1,
}
_MEANT = {"accept": "#C6E0B4", "reject": "#F8CBAD", "edit": "#FFE699", "unsure": "#DDDDDD"}
_LONG_COLUMNS = ("id", "column", "part", "text")


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
LongText = tuple[str, str, str]
Cell = str | int | float | Link | None
Finish = Callable[[Any, Columns, int, dict[str, Any]], None]


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
        self._long: list[LongText] = []

    def add_table(self, name: str, columns: Columns, finish: Finish | None = None) -> Table:
        """Add a sheet; ``finish`` is called at the end, with the sheet and its looks.

        Texts over Excel's limit go on on a sheet “long texts”, in parts, by the row's id.
        """
        table = Table(self._book, name, columns, self._style, finish, self._long)
        self._tables.append(table)
        return table

    def __enter__(self) -> Self:
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
            self._add_long_texts()
        self._writer.close()

    def _add_long_texts(self) -> None:
        if not self._long:
            return
        columns = tuple(Column(name, 16) for name in _LONG_COLUMNS)
        table = Table(self._book, LONG_TEXTS, columns, self._style, None, [])
        for id, column, text in self._long:
            parts = [harmless(text[at : at + _PART]) for at in range(0, len(text), _PART)]
            table.add([(id, column, str(n), part) for n, part in enumerate(parts, 1)])
        table.close()


class Table:
    """A sheet with a frozen, filtered header; goes on on another where Excel's rows end."""

    def __init__(
        self,
        book: Any,
        name: str,
        columns: Columns,
        style: dict[str, Any],
        finish: Finish | None,
        long: list[LongText],
    ) -> None:
        self._book, self._name, self._columns = book, name, columns
        self._style, self._finish, self._long = style, finish, long
        self._looks = [style[column.look]._get_xf_index() for column in columns]
        self._link_look = style["link"]._get_xf_index()
        self._grows = [(i, c.width) for i, c in enumerate(columns) if c.look == "cell"]
        self._sheets = 0
        self._links = 0
        self._open()

    def _open(self) -> None:
        from pipeline.sheet.worksheet import LinedWorksheet

        self._sheets += 1
        self._row = 0
        name = self._name if self._sheets == 1 else f"{self._name} {self._sheets}"
        self._sheet = self._book.add_worksheet(name, LinedWorksheet)
        for index, column in enumerate(self._columns):
            self._sheet.set_column(index, index, column.width, self._style[column.look])
            self._sheet.write_string(0, index, column.name, self._style["header"])

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Write rows below those already there."""
        for cells in rows:
            if self._row == _MAX_ROWS:
                self.close()
                self._open()
            self._row += 1
            lines = max([_lines(cells[i], width) for i, width in self._grows])
            looks = self._looks
            shown: list[str | float | None] = []
            for index, cell in enumerate(cells):
                if isinstance(cell, str):
                    shown.append(self._fit(cells[0], index, cell))
                elif isinstance(cell, Link):
                    text, look = self._link(index, cell)
                    shown.append(text)
                    looks = [*looks[:index], look, *looks[index + 1 :]]
                else:
                    shown.append(cell)
            self._sheet.write_line(self._row, min(_LINE * lines + 2, _MAX_HEIGHT), shown, looks)

    def _fit(self, id: Any, index: int, cell: str) -> str:
        """Return a text that a cell holds; a longer one goes on on another sheet."""
        safe = harmless(cell)
        if (
            len(safe) <= _MAX_CELL // 2
            or len(safe.encode("utf-16-le", "replace")) // 2 <= _MAX_CELL
        ):
            return safe
        column = self._columns[index].name
        key = str(id) if self._columns[0].name == "id" else f"{self._name}, row {self._row + 1}"
        self._long.append((key, column, cell))
        return safe[:_PART] + CONTINUED

    def _link(self, index: int, link: Link) -> tuple[str, int]:
        """Make a cell a link, unless Excel's limits forbid it; return its text and its look."""
        safe = link.address.startswith(("https://", "http://")) and len(link.address) <= _MAX_URL
        if safe and self._links < _MAX_LINKS:
            self._links += 1
            self._sheet.write_url(self._row, index, link.address)
            return link.shown[:_MAX_URL] or link.address, self._link_look
        return harmless(link.shown)[:_PART], self._looks[index]

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
            self._finish(self._sheet, self._columns, last, self._style)


def finish_claims(
    sheet: Any, columns: Columns, last: int, style: dict[str, Any], verdicts: Mapping[str, str]
) -> None:
    """Add what only claims have: a choice of verdicts, colours, lines between articles.

    ``verdicts`` are the words to choose from, with what each means. People may move and
    sort rows: the looks depend on what is in the cells.
    """
    names = [c.name for c in columns]
    sheet.print_area(0, 0, last, names.index("reviewer"))  # more is too small to read on paper
    verdict = names.index("verdict")
    if len(",".join(verdicts)) <= _MAX_CHOICE:
        choice = {"validate": "list", "source": list(verdicts)}
        sheet.data_validation(1, verdict, last, verdict, choice)
    for word, means in verdicts.items():
        if means in style:
            look = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": style[means]}
            sheet.conditional_format(1, verdict, last, verdict, look)
    if "score" in names:
        score = names.index("score")
        sheet.conditional_format(1, score, last, score, _SCALE)
    article = f"${_column(names.index('article') + 1)}"
    look = {"type": "formula", "criteria": f"={article}2<>{article}1", "format": style["first"]}
    sheet.conditional_format(1, 0, last, len(names) - 1, look)
    sheet.ignore_errors({"number_stored_as_text": f"A2:{_column(len(columns))}{last + 1}"})


def _styles(book: Any) -> dict[str, Any]:
    line = {"bottom": 1, "bottom_color": "#D9D9D9"}
    wrapped = {"text_wrap": True, "valign": "top", "font_size": 10, **line}
    header = {**wrapped, "bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "border": 1}
    # Text format: what people type, such as 1-3, stays as typed.
    yours = {"num_format": "@", "bg_color": "#FFF8E1", "border": 1, "border_color": "#E0D6B8"}
    grey = {"num_format": "@", "valign": "top", "font_size": 8, "font_color": "#7F7F7F", **line}
    return {
        "header": book.add_format(header),
        "cell": book.add_format(wrapped),
        "yours": book.add_format({**wrapped, **yours}),
        "id": book.add_format(grey),
        "aside": book.add_format({**wrapped, "font_color": "#595959"}),
        "first": book.add_format({"top": 1, "top_color": "#1F4E79"}),
        **{meaning: book.add_format({"bg_color": colour}) for meaning, colour in _MEANT.items()},
        "link": book.add_format({**wrapped, "font_color": "#0563C1", "underline": 1}),
    }


def _lines(cell: Any, width: int) -> int:
    """Estimate the lines a wrapped cell takes; LibreOffice does not work it out on opening."""
    if not isinstance(cell, str) or (len(cell) < width and "\n" not in cell):
        return 1
    return sum(1 + int(len(line) / (1.05 * width)) for line in cell[:5000].split("\n"))


def _column(number: int) -> str:
    """Return the letters of a column, counted from 1."""
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(number - 1))
