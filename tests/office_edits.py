"""Sixty things that people do to a sheet in LibreOffice, each saved as a file of its own.

Runs under the Python that LibreOffice's bridge is installed for:
``python office_edits.py PORT SHEET FOLDER``. Writes ``FOLDER/edits.json``: for every file the
texts that were typed, the verdicts by claim id, and words that an import must say.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from libreoffice import FILTERS, connect, value

KINDS = ("xlsx", "ods", "csv")


class Person:
    """Somebody at a sheet: what is done, and what was typed."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.sheet = book.Sheets.getByName("claims")
        cursor = self.sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        self.columns = cursor.RangeAddress.EndColumn
        self.rows = cursor.RangeAddress.EndRow
        self.header = [self.cell(c, 0).String for c in range(self.columns + 1)]
        self.typed: list[str] = []
        self.decided: dict[str, str] = {}
        self.said: list[str] = []

    def cell(self, column: int, row: int, sheet: str | None = None) -> Any:
        page = self.book.Sheets.getByName(sheet) if sheet else self.sheet
        return page.getCellByPosition(column, row)

    def at(self, name: str) -> int:
        return self.header.index(name)

    def write(self, column: int | str, row: int, text: str, sheet: str | None = None) -> None:
        place = self.at(column) if isinstance(column, str) else column
        self.cell(place, row, sheet).String = text
        self.typed.append(text)

    def decide(self, row: int, verdict: str = "accept") -> None:
        self.cell(self.at("verdict"), row).String = verdict
        self.decided[self.cell(self.at("id"), row).String] = verdict

    def area(self, left: int, top: int, right: int, bottom: int) -> Any:
        return self.sheet.getCellRangeByPosition(left, top, right, bottom)

    def sort(self, left: int, right: int, by: int, down: bool = True) -> None:
        field = uno.createUnoStruct("com.sun.star.table.TableSortField")
        field.Field, field.IsAscending = by - left, not down
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        order = (value("SortFields", fields), value("ContainsHeader", True))
        self.area(left, 0, right, self.rows).sort(order)


def column_typed(name: str, text: str) -> Callable[[Person], None]:
    return lambda p: p.write(name, 2, text)


WORDS = {
    "verdict": "reject", "reason": "duplicate", "source says": "partly", "support": "inherited",
    "type": "prevalence", "direction": "mixed", "species": "mixed", "negated": "maybe",
    "hedged": "perhaps", "date": "2026-05-03",
}  # fmt: skip


def insert_column(p: Person) -> None:
    p.sheet.Columns.insertByIndex(2, 1)
    p.write(2, 0, "my priority")
    p.write(2, 3, "urgent one")


def insert_row(p: Person) -> None:
    p.sheet.Rows.insertByIndex(3, 1)
    p.write(1, 3, "A sentence of mine about zinc.")


def new_claim(p: Person) -> None:
    p.write("claim", p.rows + 1, "I love sunny days.")
    p.cell(p.at("article"), p.rows + 1).String = "a"


def note(p: Person) -> None:
    place = p.cell(1, 2).CellAddress
    p.sheet.Annotations.insertNew(place, "a note of mine")
    p.typed.append("a note of mine")


def colour(p: Person) -> None:
    p.area(0, 2, 5, 2).CellBackColor = 0xFFFF00
    p.said.append("colour")


def merge(p: Person) -> None:
    p.decide(1)
    p.area(p.at("verdict"), 1, p.at("verdict"), 3).merge(True)
    p.said.append("merged")


def header_row(p: Person) -> None:
    p.decide(2, "edit")
    p.write("comment", 2, "said without a header")
    p.sheet.Rows.removeByIndex(0, 1)


def header_renamed(p: Person) -> None:
    p.write("comment", 0, "Bemerkung")
    p.write("comment", 2, "under another name")


def machine_renamed(p: Person) -> None:
    p.write("claim", 0, "Aussage")
    p.decide(2)


def no_check(p: Person) -> None:
    p.write("flags", 2, "flag of mine")
    p.decide(2)
    p.sheet.Columns.removeByIndex(p.at("check"), 1)


def other_sheet(sheet: str, column: int, row: int) -> Callable[[Person], None]:
    return lambda p: p.write(column, row, f"typed on {sheet}", sheet)


def new_sheet(p: Person) -> None:
    p.book.Sheets.insertNewByName("Mine", 0)
    p.write(1, 4, "on a sheet of mine", "Mine")


def renamed_sheet(p: Person) -> None:
    p.decide(2)
    p.sheet.setName("Reviewed by me")


def sorted_whole(p: Person) -> None:
    p.decide(1)
    p.write("comment", 2, "before the sort")
    p.sort(0, p.columns, 1)


def sorted_part(left: str, right: str) -> Callable[[Person], None]:
    def edit(p: Person) -> None:
        for row in range(1, p.rows + 1):
            p.cell(p.at("verdict"), row).String = "accept"
        p.sort(p.at(left), p.at(right), p.at("citation" if left == "verdict" else "claim"))
        p.said.append("sort whole rows")

    return edit


def sorted_without_check(p: Person) -> None:
    p.decide(1)
    p.decide(2, "reject")
    p.sort(0, p.columns - 1, 1)


def filled_down(p: Person) -> None:
    for row in range(1, p.rows + 1):
        p.decide(row, "unsure")


def doubled(p: Person) -> None:
    p.decide(1)
    p.sheet.Rows.insertByIndex(2, 1)
    p.sheet.copyRange(p.cell(0, 2).CellAddress, p.area(0, 1, p.columns, 1).RangeAddress)


def differing(p: Person) -> None:
    doubled(p)
    p.decided.clear()
    p.cell(p.at("verdict"), 2).String = "reject"
    p.said.append("they differ")


def moved_column(p: Person) -> None:
    p.decide(2)
    p.write("comment", 2, "moved to the front")
    p.sheet.Columns.insertByIndex(0, 1)
    from_ = p.area(p.at("comment") + 1, 0, p.at("comment") + 1, p.rows).RangeAddress
    p.sheet.moveRange(p.cell(0, 0).CellAddress, from_)


def few_rows(p: Person) -> None:
    p.decide(1)
    p.sheet.Rows.removeByIndex(2, 1)


def hidden(p: Person) -> None:
    p.decide(2)
    p.sheet.Rows.getByIndex(2).IsVisible = False


def title_rows(p: Person) -> None:
    p.decide(1)
    p.sheet.Rows.insertByIndex(0, 2)
    p.write(0, 0, "Spring issue, first round")


def formula(p: Person) -> None:
    p.cell(p.at("comment"), 2).Formula = '="made by " & "formula"'
    p.typed.append("made by formula")


def emptied(name: str) -> Callable[[Person], None]:
    def edit(p: Person) -> None:
        p.cell(p.at(name), 1).String = ""
        p.said.append("emptied" if name not in ("support", "type") else "cannot be empty")

    return edit


def replaced(p: Person) -> None:
    p.write("claim", 1, "Vitamin D increases the uptake of calcium in nearly all adults.")


def part(p: Person) -> None:
    p.write("claim", 1, "Vitamin D increases the absorption of calcium")


def date_as_number(p: Person) -> None:
    p.decide(1)
    p.cell(p.at("date"), 1).Value = 46145


def id_typed(p: Person) -> None:
    p.write("id", 1, "a:c-000000000000")
    p.cell(p.at("verdict"), 1).String = "accept"


def swapped_ids(p: Person) -> None:
    first, second = p.cell(0, 1).String, p.cell(0, 2).String
    p.cell(0, 1).String, p.cell(0, 2).String = second, first
    p.cell(p.at("verdict"), 1).String = "accept"
    p.said.append("sort whole rows")


def edits(header: list[str]) -> dict[str, Callable[[Person], None]]:
    found = {
        f"type in {name}": column_typed(name, WORDS.get(name, f"typed in {name}"))
        for name in header
        if name not in ("id", "check") and not (name.startswith("link ") and name > "link 2")
    }
    functions = [
        insert_column, insert_row, new_claim, note, colour, merge, header_row, header_renamed,
        machine_renamed, no_check, new_sheet, renamed_sheet, sorted_whole, sorted_without_check,
        filled_down, doubled, differing, moved_column, few_rows, hidden, title_rows, formula,
        replaced, part, date_as_number, id_typed, swapped_ids,
    ]  # fmt: skip
    found |= {function.__name__: function for function in functions}
    found |= {f"{s} cell": other_sheet(s, 1, 1) for s in ("summary", "articles", "legend")}
    found |= {f"{s} below": other_sheet(s, 0, 30) for s in ("summary", "references", "articles")}
    found |= {f"emptied {name}": emptied(name) for name in ("title", "support", "after", "type")}
    parts = [("id", "claim"), ("claim", "verdict"), ("claim", "comment"), ("verdict", "type")]
    return found | {f"sorted {a} to {b}": sorted_part(a, b) for a, b in parts}


def main(port: str, given: str, folder: Path) -> None:
    desktop, _ = connect(port)

    def load() -> Any:
        hidden_ = (value("Hidden", True),)
        return desktop.loadComponentFromURL(uno.systemPathToFileUrl(given), "_blank", 0, hidden_)

    book = load()
    todo = edits(Person(book).header)
    book.close(True)
    done = []
    for n, (name, edit) in enumerate(todo.items()):
        book = load()
        person = Person(book)
        edit(person)
        kind = KINDS[n % 2]  # a CSV file has one sheet, without notes and colours
        path = str(folder / f"{n:02}.{kind}")
        filter_, options = FILTERS[kind]
        saved = [value("FilterName", filter_)]
        saved += [value("FilterOptions", options)] * bool(options)
        book.storeToURL(uno.systemPathToFileUrl(path), tuple(saved))
        book.close(True)
        done.append([name, path, person.typed, person.decided, person.said])
    (folder / "edits.json").write_text(json.dumps(done), "utf-8")
    os._exit(0)  # the bridge may crash while it is taken down


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
