"""The workbook as people see it: formats, links, choices, print set-up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from pipeline.settings import Words
from pipeline.sheet.cells import (
    CHECK,
    CHECK_MEANING,
    Cell,
    Column,
    Columns,
    Corrected,
    Link,
    apart,
    as_text,
    check_of,
    text_of,
)
from pipeline.text.cells import harmless

if TYPE_CHECKING:
    from types import TracebackType

LONG_TEXTS = "long texts"
CONTINUED = "… (continued on the sheet “long texts”)"
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
_SAID = {"contradicts": "reject", "supports": "accept", "partly": "edit", "not_in_it": "reject"}
_HEADER, _YOURS = "#1F4E79", "#FFF8E1"
COLOURS = (_HEADER, _YOURS)  # that cells have; those of words are conditional
_LONG_COLUMNS = ("id", "column", "part", "text")
_SPARE_ROWS = 2000  # below the last one, in which lists to choose from are there as well
_CHECK_COLUMN = Column(CHECK, 4, CHECK_MEANING, "id")


LongText = tuple[str, str, str]
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
    """A sheet with a frozen, filtered header; continued on another where Excel's rows end.

    Its last column, hidden, is the check of every row. Columns in which nothing stands are
    hidden too, but for the reviewer's.
    """

    def __init__(
        self,
        book: Any,
        name: str,
        columns: Columns,
        style: dict[str, Any],
        finish: Finish | None,
        long: list[LongText],
    ) -> None:
        self._book, self._name = book, name
        self._spread = [column.spread for column in columns]
        self._columns = (*apart(columns), _CHECK_COLUMN)
        self._names = [column.name for column in self._columns[:-1]]
        self._style, self._finish, self._long = style, finish, long
        self._looks = [style[column.look]._get_xf_index() for column in self._columns]
        self._special = {k: style[k]._get_xf_index() for k in ("link", "corrected")}
        self._grows = [
            (i, c.width)
            for i, c in enumerate(self._columns)
            if c.look in ("cell", "yours") and not c.folded
        ]
        self._sheets = 0
        self._links = 0
        self._open()

    def _open(self) -> None:
        from pipeline.sheet.worksheet import LinedWorksheet

        self._sheets += 1
        self._row = 0
        self._filled = [False] * len(self._columns)
        name = self._name if self._sheets == 1 else f"{self._name} {self._sheets}"
        self._sheet = self._book.add_worksheet(name, LinedWorksheet)
        for index, column in enumerate(self._columns):
            self._sheet.write_string(0, index, column.name, self._style["header"])
            if column.meaning:
                self._sheet.write_comment(0, index, column.meaning, _note(column.meaning))

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write rows below those already there; a cell of a spread column is a list."""
        for given in rows:
            if self._row == _MAX_ROWS:
                self.close()
                self._open()
            self._row += 1
            cells = self._flat(given)
            lines = max([_lines(cells[i], width) for i, width in self._grows], default=1)
            looks, shown, texts = self._looks.copy(), [], []
            for index, cell in enumerate(cells):
                text, look, full = self._cell(cells[0], index, cell)
                shown.append(text)
                texts.append(full)
                looks[index] = look
            shown.append(check_of(self._names, texts))
            self._filled = [f or bool(t) for f, t in zip(self._filled, (*texts, "c"), strict=True)]
            self._sheet.write_line(self._row, min(_LINE * lines + 2, _MAX_HEIGHT), shown, looks)

    def _flat(self, cells: Sequence[Any]) -> list[Cell]:
        """Return cells with those of spread columns side by side, as many as there is room for."""
        if not any(self._spread):
            return list(cells)
        found: list[Cell] = []
        for cell, room in zip(cells, self._spread, strict=True):
            if room:
                found += [*cell[:room], *[None] * (room - len(cell))]
            else:
                found.append(cell)
        return found

    def _cell(self, id: Any, index: int, cell: Cell) -> tuple[str | float | None, int, str]:
        """Return what a cell shows, its look, and its text in full."""
        look = self._looks[index]
        if cell is None or cell == "":
            return None, look, ""
        if isinstance(cell, Link):
            text, look = self._link(index, cell)
            return text, look, text_of(text)
        if isinstance(cell, Corrected):
            cell, look = cell.shown, self._special["corrected"]
        if isinstance(cell, str):
            return self._fit(id, index, cell), look, as_text(cell)
        return cell, look, as_text(cell)

    def _fit(self, id: Any, index: int, cell: str) -> str:
        """Return a text that fits a cell; a longer one is continued on another sheet."""
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
            return harmless(link.shown[:_MAX_URL] or link.address), self._special["link"]
        return harmless(link.shown)[:_PART], self._looks[index]

    def close(self) -> None:
        """Set the columns up, freeze, filter and make ready for print."""
        last = max(self._row, 1)
        self._fold()
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

    def _fold(self) -> None:
        """Set widths; fold the machine's columns away, and hide empty ones and the check."""
        self._sheet.outline_settings(True, True, False, False)  # the sign stands to the left
        for index, column in enumerate(self._columns):
            options: dict[str, Any] = {}
            empty = self._row and not self._filled[index] and column.look != "yours"
            if column.folded:
                options = {"level": 1, "hidden": True}
            elif empty or column.name == CHECK:
                options = {"hidden": True}
            if self._columns[index + 1 : index + 2] and self._columns[index + 1].folded:
                options["collapsed"] = not column.folded
            self._sheet.set_column(index, index, column.width, self._style[column.look], options)


def finish_claims(
    sheet: Any, columns: Columns, last: int, style: dict[str, Any], words: Words
) -> None:
    """Add what only claims have: words to choose from, colours, lines between articles.

    People may move and sort rows: the looks depend on what is in the cells.
    """
    names = [column.name for column in columns]
    if "link 1" in names:
        sheet.freeze_panes(1, names.index("verdict") + 1)
        sheet.print_area(0, 0, last, names.index("link 1") - 1)  # more is too small to read
    spare = last + _SPARE_ROWS
    for name, choices in zip(("verdict", "reason", "source says"), words, strict=True):
        at = names.index(name)
        if len(",".join(choices)) <= _MAX_CHOICE:
            choice = {"validate": "list", "source": list(choices)}
            sheet.data_validation(1, at, spare, at, choice)
        for word, means in choices.items():
            coloured = style.get(_SAID.get(means, means))
            if coloured is not None:
                look = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": coloured}
                sheet.conditional_format(1, at, spare, at, look)
    for at, column in enumerate(columns):
        if column.words:  # of a correction
            values = [word for word in column.words if word]
            sheet.data_validation(1, at, spare, at, {"validate": "list", "source": values})
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
    header = {**wrapped, "bold": True, "bg_color": _HEADER, "font_color": "#FFFFFF", "border": 1}
    # Text format: what people type, such as 1-3, stays as typed.
    yours = {"num_format": "@", "bg_color": _YOURS, "border": 1, "border_color": "#E0D6B8"}
    grey = {"num_format": "@", "valign": "top", "font_size": 8, "font_color": "#7F7F7F", **line}
    return {
        "header": book.add_format(header),
        "cell": book.add_format(wrapped),
        "yours": book.add_format({**wrapped, **yours}),
        "id": book.add_format(grey),
        "aside": book.add_format({**wrapped, "font_color": "#595959"}),
        "corrected": book.add_format({**wrapped, "bold": True, "font_color": "#7F3F00"}),
        "first": book.add_format({"top": 1, "top_color": "#1F4E79"}),
        **{meaning: book.add_format({"bg_color": colour}) for meaning, colour in _MEANT.items()},
        "link": book.add_format({**wrapped, "font_color": "#0563C1", "underline": 1}),
    }


def _lines(cell: Any, width: float) -> int:
    """Estimate the lines a wrapped cell takes; LibreOffice does not work it out on opening."""
    if isinstance(cell, Corrected):
        cell = cell.shown
    if not isinstance(cell, str) or (len(cell) < width and "\n" not in cell):
        return 1
    return sum(1 + int(len(line) / (1.05 * width)) for line in cell[:5000].split("\n"))


def _note(text: str) -> dict[str, Any]:
    """Return the size of a header's note, in pixels."""
    return {"author": "claimsheet", "width": 260, "height": 22 + 17 * (1 + len(text) // 36)}


def _column(number: int) -> str:
    """Return the letters of a column, counted from 1."""
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(number - 1))
