"""The workbook as people see it: formats, links, choices, print set-up."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

if TYPE_CHECKING:
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


Columns = tuple[Column, ...]


def write_workbook(
    stream: BinaryIO,
    claims: pd.DataFrame,
    links: list[list[str]],
    references: pd.DataFrame,
    columns: Columns,
    reference_columns: Columns,
    flags: dict[str, str],
) -> None:
    """Write the sheets ``claims``, ``references`` and ``legend``.

    ``links`` holds each claim's addresses, for the columns ``link 1``, ``link 2``…; the
    bytes depend on the arguments only.
    """
    import pandas as pd

    with pd.ExcelWriter(stream, engine="xlsxwriter") as writer:
        book = writer.book
        book.set_properties({"title": "claimsheet", "created": _EPOCH})
        style = _styles(book)
        for first in range(0, max(len(claims), 1), _MAX_ROWS):
            name = f"claims {first // _MAX_ROWS + 1}" if first else "claims"
            part = claims.iloc[first : first + _MAX_ROWS]
            _write_table(writer, name, part, columns, style)
            _finish_claims(writer.sheets[name], links[first : first + _MAX_ROWS], part, style)
        _write_table(writer, "references", references, reference_columns, style)
        column = list(references.columns).index("open")
        for row, address in enumerate(references["open"][:_MAX_LINKS], 1):
            _write_link(writer.sheets["references"], row, column, address, address, style)
        legend = [[c.name, c.meaning] for c in columns]
        legend += [["", ""], ["Flags", ""], *([code, words] for code, words in flags.items())]
        about = pd.DataFrame(legend, columns=["column", "meaning"])
        _write_table(writer, "legend", about, (Column("column", 22), Column("meaning", 90)), style)


def _styles(book: Any) -> dict[str, Any]:
    line = {"bottom": 1, "bottom_color": "#D9D9D9"}
    wrapped = {"text_wrap": True, "valign": "top", "font_size": 10, **line}
    return {
        "header": book.add_format(
            {**wrapped, "bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "border": 1}
        ),
        "cell": book.add_format(wrapped),
        "yours": book.add_format(
            {**wrapped, "bg_color": "#FFF8E1", "border": 1, "border_color": "#E0D6B8"}
        ),
        "id": book.add_format({"valign": "top", "font_size": 8, "font_color": "#7F7F7F", **line}),
        "aside": book.add_format({**wrapped, "font_color": "#595959"}),
        "link": book.add_format({**wrapped, "font_color": "#0563C1", "underline": 1}),
    }


def _write_table(
    writer: Any, name: str, table: pd.DataFrame, columns: Columns, style: dict[str, Any]
) -> None:
    """Write a frame with a frozen, filtered header.

    Cell by cell instead of ``DataFrame.to_excel``, which takes three times as long.
    """
    sheet = writer.book.add_worksheet(name)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width, style[column.look])
        sheet.write_string(0, index, column.name, style["header"])
    grows = [(i, c.width) for i, c in enumerate(columns) if c.look == "cell" and c.width > 12]
    for row, cells in enumerate(table.itertuples(index=False, name=None), 1):
        lines = max((_lines(cells[i], width) for i, width in grows), default=1)
        sheet.set_row(row, min(_LINE * lines + 2, _MAX_HEIGHT))
        for index, cell in enumerate(cells):
            if isinstance(cell, str):
                if cell:
                    sheet.write_string(row, index, _fit(cell))
            elif cell is not None:
                sheet.write_number(row, index, cell)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(table), 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(0.3, 0.3, 0.4, 0.4)
    sheet.set_footer("&L&A&RPage &P of &N")
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _finish_claims(
    sheet: Any, links: list[list[str]], table: pd.DataFrame, style: dict[str, Any]
) -> None:
    names = list(table.columns)
    first = names.index("link 1")
    left = _MAX_LINKS
    for row, (addresses, shown) in enumerate(
        zip(links, table[[n for n in names if n.startswith("link ")]].to_numpy(), strict=True), 1
    ):
        for offset, address in enumerate(addresses if left >= len(addresses) else ()):
            _write_link(sheet, row, first + offset, address, shown[offset], style)
            left -= 1
    last = max(len(table), 1)
    sheet.print_area(0, 0, last, names.index("reviewer"))  # more is too small to read on paper
    verdict, score = names.index("verdict"), names.index("score")
    sheet.data_validation(1, verdict, last, verdict, {"validate": "list", "source": VERDICTS})
    sheet.conditional_format(
        1,
        score,
        last,
        score,
        {
            "type": "2_color_scale",
            "min_color": "#FCE4D6",
            "max_color": "#C6E0B4",
            "min_type": "num",
            "max_type": "num",
            "min_value": 0.5,
            "max_value": 1,
        },
    )


def _write_link(
    sheet: Any, row: int, column: int, address: str, shown: str, style: dict[str, Any]
) -> None:
    """Write a link, or its plain text where Excel's limit on addresses forbids a link."""
    if len(address) <= _MAX_URL and address.startswith("https://"):
        sheet.write_url(row, column, address, style["link"], shown[:_MAX_URL])
    else:
        sheet.write_string(row, column, shown[:_MAX_CELL])


def _lines(cell: Any, width: int) -> int:
    """Estimate the lines a wrapped cell takes; LibreOffice does not work it out on opening."""
    if not isinstance(cell, str):
        return 1
    if len(cell) < width and "\n" not in cell:
        return 1
    return sum(1 + int(len(line) / (1.05 * width)) for line in cell[:5000].split("\n"))


def _fit(cell: str) -> str:
    """Cut a text at Excel's limit; the CSV has it whole."""
    return cell if len(cell) <= _MAX_CELL else cell[: _MAX_CELL - 32] + "… (in full in claims.csv)"
