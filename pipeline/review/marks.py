"""What a workbook holds beside its cells: notes, colours and strokes of people, merged cells."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from pipeline.review.unknown import Unread, column_letters
from pipeline.sheet.cells import CHECK_MEANING
from pipeline.sheet.columns import ARTICLE_COLUMNS, CLAIM_COLUMNS, REFERENCE_COLUMNS
from pipeline.sheet.columns import SUMMARY_COLUMNS as SUMMARY
from pipeline.sheet.workbook import COLOURS

_TABLES = (CLAIM_COLUMNS, REFERENCE_COLUMNS, ARTICLE_COLUMNS, SUMMARY)
_MEANINGS = {"".join(column.meaning.split()) for columns in _TABLES for column in columns}
_MEANINGS.add("".join(CHECK_MEANING.split()))
_PLAIN = {*(colour.lstrip("#").upper() for colour in COLOURS), "FFFFFF"}
_REF = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_CELL = re.compile(rb'<(?:\w+:)?(c|row)\s([^<>]*?)\bs="(\d{1,6})"')
_AT = re.compile(rb'\br="([A-Z]{0,3})(\d{1,7})"')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_ODS_CELLS = ("table-cell", "covered-table-cell")
_MOST = 20_000  # cells of a merged area that are told one by one
_TAIL = 200  # bytes of a chunk that are read again with the next one
_CHUNK = 1 << 22
_COLOURED = "has a colour or a stroke of yours, which means nothing here; not read"
_NOTED = "is a note, which is not read"
_MERGED_SAID = "merged: only its first cell is read, the others are taken for untouched"

Place = tuple[int, int]  # a row as the spreadsheet counts it, and a column from 0


class Marks:
    """Notes, coloured cells and merged areas of a workbook, by sheet."""

    def __init__(self) -> None:
        self.notes: list[tuple[str, Place, str]] = []
        self.coloured: dict[str, set[Place]] = {}
        self.merged: list[tuple[str, Place, Place]] = []

    def covered(self, sheet: str) -> set[Place]:
        """Return the cells of a sheet that merging hides."""
        found: set[Place] = set()
        for name, (top, left), (bottom, right) in self.merged:
            size = (bottom - top + 1) * (right - left + 1)
            if name == sheet and size <= _MOST:
                found |= set(product(range(top, bottom + 1), range(left, right + 1)))
                found.discard((top, left))
        return found

    def unread(self, several: bool) -> Iterator[Unread]:
        """Yield what is said of them."""
        for sheet, (row, column), text in self.notes:
            if "".join(text.split()) not in _MEANINGS:
                yield Unread(sheet * several, row, column_letters(column), text, _NOTED)
        for sheet, (top, left), (bottom, right) in self.merged:
            area = f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"
            yield Unread(sheet * several, top, column_letters(left), area, _MERGED_SAID)
        for sheet, places in self.coloured.items():
            for row in sorted({row for row, _ in places}):
                columns = [column_letters(c) for r, c in sorted(places) if r == row]
                said = columns[0] if len(columns) == 1 else f"{columns[0]} to {columns[-1]}"
                yield Unread(sheet * several, row, "", said, _COLOURED)


def read_marks(path: Path) -> Marks:
    """Read the marks of an xlsx or ods file; of one that cannot be read, none."""
    found = Marks()
    try:
        with zipfile.ZipFile(path) as archive:
            if "content.xml" in archive.namelist():
                _read_ods(archive, found)
            elif "xl/workbook.xml" in archive.namelist():
                _read_xlsx(archive, found)
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, SyntaxError):
        return found  # the cells are what counts; whether they can be read is said elsewhere
    return found


def _parse(archive: zipfile.ZipFile, part: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(archive.read(part), parser)


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _read_xlsx(archive: zipfile.ZipFile, found: Marks) -> None:
    names = set(archive.namelist())
    targets = _relations(archive, "xl/workbook.xml", names)
    odd = _odd_styles(archive) if "xl/styles.xml" in names else set()
    for sheet in (e for e in _parse(archive, "xl/workbook.xml").iter() if _local(e) == "sheet"):
        id = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
        _, part = targets.get(id, ("", ""))
        if part not in names:
            continue
        name = sheet.get("name", "")
        _read_cells(archive, part, name, odd, found)
        for kind, target in _relations(archive, part, names).values():
            if kind == "comments" and target in names:
                _read_comments(_parse(archive, target), name, found)


def _relations(archive: zipfile.ZipFile, part: str, names: set[str]) -> dict[str, tuple[str, str]]:
    """Return the parts that a part leads to: kind and name, by id."""
    folder, file = posixpath.split(part)
    rels = f"{folder}/_rels/{file}.rels"
    if rels not in names:
        return {}
    found = {}
    for one in _parse(archive, rels):
        target = str(one.get("Target", ""))
        whole = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        kind = str(one.get("Type", "")).rpartition("/")[2]
        found[str(one.get("Id"))] = kind, posixpath.normpath(whole)
    return found


def _read_comments(comments: Any, sheet: str, found: Marks) -> None:
    for comment in (e for e in comments.iter() if _local(e) == "comment"):
        text = "".join(e.text or "" for e in comment.iter() if _local(e) == "t")
        place = _place(comment.get("ref", ""))
        if place:
            found.notes.append((sheet, place, text))


def _odd_styles(archive: zipfile.ZipFile) -> set[int]:
    """Return the numbers of the looks with a fill that is not ours, or a stroke through."""
    styles = _parse(archive, "xl/styles.xml")
    parts = {_local(element): element for element in styles}
    fills = [_odd_fill(fill) for fill in parts.get("fills", ())]
    strokes = [any(_local(e) == "strike" for e in font) for font in parts.get("fonts", ())]
    found = set()
    for number, look in enumerate(parts.get("cellXfs", ())):
        fill, font = int(look.get("fillId", 0)), int(look.get("fontId", 0))
        if (fill < len(fills) and fills[fill]) or (font < len(strokes) and strokes[font]):
            found.add(number)
    return found


def _odd_fill(fill: Any) -> bool:
    for element in fill.iter():
        if _local(element) == "patternFill" and element.get("patternType") in (None, "none"):
            return False
        if _local(element) == "fgColor":
            return str(element.get("rgb", "theme"))[-6:].upper() not in _PLAIN
    return False


def _read_cells(
    archive: zipfile.ZipFile, part: str, sheet: str, odd: set[int], found: Marks
) -> None:
    """Look for merged areas and odd looks in the parts of a sheet, a piece at a time."""
    places: set[Place] = set()
    areas: dict[bytes, None] = {}
    with archive.open(part) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            chunk = rest + chunk
            areas |= dict.fromkeys(_MERGED.findall(chunk))
            for match in _CELL.finditer(chunk) if odd else ():
                if int(match[3]) in odd and (at := _AT.search(match[2])):
                    if match[1] == b"c" and at[1]:
                        places.add((int(at[2]), _column(at[1].decode())))
                    elif match[1] == b"row":
                        places.add((int(at[2]), 0))
            rest = chunk[-_TAIL:]
    if places:
        found.coloured[sheet] = {(row, column) for row, column in places if row > 1}
    for area in areas:
        first, last = (_place(corner) for corner in area.decode().split(":"))
        if first and last:
            found.merged.append((sheet, first, last))


def _place(ref: str) -> Place | None:
    match = _REF.fullmatch(ref.partition(":")[0])
    return (int(match[2]), _column(match[1])) if match else None


def _column(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found - 1


def _read_ods(archive: zipfile.ZipFile, found: Marks) -> None:
    from lxml import etree

    reader = _OdsReader(found)
    with archive.open("content.xml") as stream:
        for event, element in etree.iterparse(
            stream, events=("start", "end"), resolve_entities=False, no_network=True, huge_tree=True
        ):
            given = {str(key).rpartition("}")[2]: str(v) for key, v in element.attrib.items()}
            if event == "start":
                reader.start(_local(element), given)
            else:
                reader.end(_local(element), given, element)


class _OdsReader:
    """Follows the cells of an OpenDocument table as its elements begin and end."""

    def __init__(self, found: Marks) -> None:
        self._found = found
        self._odd: set[str] = set()
        self._style, self._sheet = "", ""
        self._row, self._column, self._heights = 0, 0, 1

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "style":
            self._style = given.get("name", "")
        elif tag == "table-cell-properties":
            colour = given.get("background-color", "transparent")
            if colour != "transparent" and colour.lstrip("#").upper() not in _PLAIN:
                self._odd.add(self._style)
        elif tag == "table":
            self._sheet, self._row, self._column = given.get("name", ""), 1, 0
        elif tag == "table-row":
            self._heights = int(given.get("number-rows-repeated", 1))
        elif tag in _ODS_CELLS:
            self._cell(given)

    def _cell(self, given: dict[str, str]) -> None:
        if given.get("style-name") in self._odd and self._row > 1:
            places = self._found.coloured.setdefault(self._sheet, set())
            places.add((self._row, self._column))
        down = int(given.get("number-rows-spanned", 1))
        right = int(given.get("number-columns-spanned", 1))
        if down > 1 or right > 1:
            end = (self._row + down - 1, self._column + right - 1)
            self._found.merged.append((self._sheet, (self._row, self._column), end))

    def end(self, tag: str, given: dict[str, str], element: Any) -> None:
        if tag == "annotation":
            text = "\n".join("".join(p.itertext()) for p in element if _local(p) == "p")
            self._found.notes.append((self._sheet, (self._row, self._column), text))
        elif tag in _ODS_CELLS:
            self._column += int(given.get("number-columns-repeated", 1))
        elif tag == "table-row":
            self._row, self._column = self._row + self._heights, 0
            element.clear()
