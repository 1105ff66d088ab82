"""Drive LibreOffice Calc without a screen, as a person would: open, type, sort, save.

Runs under the Python that LibreOffice's bridge (python3-uno) is installed for:
``python libreoffice.py PORT STEPS.json``.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]

FILTERS = {
    "xlsx": ("Calc MS Excel 2007 XML", ""),
    "ods": ("calc8", ""),
    "csv": ("Text - txt - csv (StarCalc)", "44,34,76,1"),
}


def value(name: str, given: Any) -> Any:
    made = PropertyValue()
    made.Name, made.Value = name, given
    return made


def connect(port: str) -> Any:
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", context
    )
    for _ in range(120):
        try:
            remote = resolver.resolve(
                f"uno:socket,host=localhost,port={port};urp;StarOffice.ComponentContext"
            )
            names = ("com.sun.star.frame.Desktop", "com.sun.star.frame.DispatchHelper")
            make = remote.ServiceManager.createInstanceWithContext
            return tuple(make(name, remote) for name in names)
        except Exception:
            time.sleep(0.5)
    raise SystemExit("LibreOffice does not answer")


def main(port: str, steps: dict[str, Any]) -> None:
    desktop, helper = connect(port)
    book = desktop.loadComponentFromURL(uno.systemPathToFileUrl(steps["open"]), "_blank", 0, ())

    def dispatch(command: str, frame: Any, argument: Any) -> None:
        helper.executeDispatch(frame, command, "", 0, (argument,))

    sheet = book.Sheets.getByName("claims")
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    columns, rows = cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow
    header = [sheet.getCellByPosition(c, 0).String for c in range(columns + 1)]
    frame = book.CurrentController.Frame
    for row, name, text in steps["type"]:
        # As from the keyboard: what looks like a number or a formula becomes one, unless
        # the cell is formatted as text.
        place = sheet.getCellByPosition(header.index(name), row).AbsoluteName
        dispatch(".uno:GoToCell", frame, value("ToPoint", place.rpartition(".")[2]))
        dispatch(".uno:EnterString", frame, value("StringName", text))
    sort = value("SortFields", uno.Any("[]com.sun.star.table.TableSortField", (field(header),)))
    whole = sheet.getCellRangeByPosition(0, 0, columns, rows)
    whole.sort((sort, value("ContainsHeader", True)))
    for path in steps["save"]:
        name, options = FILTERS[path.rpartition(".")[2]]
        given = [value("FilterName", name)] + ([value("FilterOptions", options)] * bool(options))
        book.storeToURL(uno.systemPathToFileUrl(path), tuple(given))
    book.close(True)
    os._exit(0)  # the bridge may crash while it is taken down


def field(header: list[str]) -> Any:
    made = uno.createUnoStruct("com.sun.star.table.TableSortField")
    made.Field, made.IsAscending = header.index("claim"), False
    return made


if __name__ == "__main__":
    main(sys.argv[1], json.loads(Path(sys.argv[2]).read_text("utf-8")))
