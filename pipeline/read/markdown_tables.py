"""Tables of Markdown, as rows of cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pipeline.read.markdown_lines import Lines
from pipeline.read.markdown_lists import is_entry, names_source
from pipeline.read.markdown_outline import closing

if TYPE_CHECKING:
    from markdown_it.token import Token

_WORD = re.compile(r"[^\W\d_]{2,}")
_WORDS, _CHARACTERS = 5, 25  # of a cell that may be a sentence
_ENTRIES = 0.6  # of the rows of a table that is a list of references


class Row(NamedTuple):
    """A row: the inline tokens of each cell, and whether they are headings."""

    cells: list[list[Token]]
    head: bool

    def texts(self) -> list[str]:
        """Return the words of each cell."""
        return [words(cell) for cell in self.cells]


def words(cell: list[Token]) -> str:
    """Return the words of a cell on one line."""
    return " ".join("".join(t.content or " " for t in cell if t.type != "image").split())


def table_rows(tokens: list[Token], at: int) -> tuple[list[Row], int]:
    """Return the rows of a table that begins at a place, and where it ends."""
    end = closing(tokens, at)
    rows: list[Row] = []
    for token in tokens[at:end]:
        if token.type == "tr_open":
            rows.append(Row([], True))
        elif token.type in ("td_open", "th_open") and rows:
            rows[-1].cells.append([])
            if token.type == "td_open":
                rows[-1] = rows[-1]._replace(head=False)
        elif token.type == "inline" and rows and rows[-1].cells:
            cell = rows[-1].cells[-1]
            cell += [*_blank(cell), *(token.children or [])]
    return [row for row in rows if any(row.texts())], end


def lists_entries(rows: list[Row]) -> bool:
    """Whether a table is a list of references."""
    texts = [" ".join(row.texts()) for row in rows if not row.head]
    return len(texts) > 1 and sum(is_entry(t, ()) for t in texts) >= _ENTRIES * len(texts)


def is_sentence(text: str) -> bool:
    """Whether a cell says something, and is no figure or name."""
    return len(text) >= _CHARACTERS and len(_WORD.findall(text)) >= _WORDS


def write_entry(lines: Lines, row: Row) -> bool:
    """Write a row of a list of references; whether it is an entry."""
    page, inline, texts = lines.page, lines.inline, row.texts()
    for text, cell in zip(texts, row.cells, strict=True):
        number = text.strip("[]().")
        if cell is row.cells[0] and number.isdecimal():
            page.put(f"{number}. ")
        else:
            inline.write(inline.entry(cell))
            page.put(". " if text and text[-1].isalnum() and cell is not row.cells[-1] else " ")
    entry = not row.head or names_source(" ".join(texts))
    if page.empty:
        return False
    if entry:
        lines.close_entry()
    else:
        lines.close("boilerplate", "other")
    return entry


def write_row(lines: Lines, row: Row, head: list[str]) -> None:
    """Write a row of a table: its figures, and what its cells say as paragraphs."""
    page, inline, texts = lines.page, lines.inline, row.texts()
    said = [n for n, text in enumerate(texts) if is_sentence(text)]
    spoken_of = texts[0] and any(texts[n][0].islower() for n in said)
    for n, text in enumerate(texts):
        if n in said or not text or (spoken_of and not n):
            continue
        if not page.empty:
            page.put("; " if n > 1 else ": ")
            page.put(f"{head[n]} " if n < len(head) else "")
        inline.write(row.cells[n])
    if not page.empty:
        lines.close("boilerplate", "other")
    for n in said:
        if n and spoken_of and texts[n][0].islower():
            inline.write(row.cells[0])  # "Tea", of which a cell tells what it does
            page.put(" ")
        inline.write(row.cells[n])
        if not page.empty:
            lines.close("body", "paragraph")
    lines.pictured = True


def _blank(cell: list[Token]) -> list[Token]:
    return (
        [cell[0].copy(type="softbreak", tag="", nesting=0, content="", children=None)]
        if cell
        else []
    )
