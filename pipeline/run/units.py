"""Tables of articles, JSONL or Parquet, cut in order into units; and a unit's rows."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from pipeline.errors import UsageError
from pipeline.store.storage import place_of

UNIT_BYTES = 8 * 2**20  # of JSONL: some thousand articles, under a minute of work


_DATA = "data"
"""The column of files that are no text (DOCX, PDF): bytes in Parquet, Base64 in JSONL."""


class Unit(NamedTuple):
    """A stretch of a table: bytes from ``start`` to ``end``, or the row group ``start``.

    ``taken`` are digests of ids that earlier units have.
    """

    number: int
    table: str
    start: int
    end: int
    taken: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of its partition; names sort as the units do, up to a million."""
        return f"part-{self.number:06d}"


class Row(NamedTuple):
    """A row of a table, as it is there; ``text`` is a text or the bytes of a file."""

    id: object
    text: object
    source: object


def split(table: str, unit_bytes: int = UNIT_BYTES) -> list[Unit]:
    """Cut a table, or those that ``*`` names, into units. Raises ``UsageError``."""
    folder, pattern = place_of(table)
    units: list[Unit] = []
    for name in folder.matching(pattern):
        path = folder.join(name)
        if name.endswith(".jsonl"):
            size = folder.size(name) or 0
            starts = range(0, size, unit_bytes)
            units += [Unit(0, path, n, min(n + unit_bytes, size)) for n in starts]
        else:
            with _parquet(path) as file:
                names = set(file.schema_arrow.names)
                missing = {"id", "text"} - names - ({"text"} if _DATA in names else set())
                if missing:
                    raise UsageError(f"{path} has no column {' or '.join(sorted(missing))}")
                units += [Unit(0, path, n, n) for n in range(file.num_row_groups)]
    if not units:
        raise UsageError(f"{table} holds no article: name a .jsonl or .parquet file of them")
    return [unit._replace(number=n) for n, unit in enumerate(units)]


def rows_of(unit: Unit) -> Iterator[Row | str]:
    """Yield a unit's rows, or what is wrong with one that cannot be decoded."""
    if unit.table.endswith(".parquet"):
        with _parquet(unit.table) as file:
            columns = [c for c in (*Row._fields, _DATA) if c in file.schema_arrow.names]
            group = file.read_row_group(unit.start, columns=columns, use_threads=False)
            yield from map(_row, group.to_pylist())
        return
    for line in _lines(unit):
        if line.strip():
            try:
                row = msgspec.json.decode(line)
                yield _row(row) if isinstance(row, dict) else "is no JSON object"
            except (msgspec.MsgspecError, ValueError, RecursionError) as error:
                yield f"is no JSON object ({one_line(error)})"


def _row(row: dict[str, object]) -> Row:
    text, data = row.get("text"), row.get(_DATA)
    if text is None and isinstance(data, bytes):
        text = data
    elif text is None and isinstance(data, str):
        with contextlib.suppress(ValueError):  # else the row has no text
            text = base64.b64decode(data, validate=True)
    return Row(row.get("id"), text, row.get("source"))


def _lines(unit: Unit) -> Iterator[bytes]:
    """Yield the lines that begin within a unit's bytes."""
    folder, name = place_of(unit.table)
    with io.BufferedReader(folder.open(name), 2**20) as file:
        at = unit.start
        if at:
            file.seek(at - 1)
            at += len(file.readline()) - 1
        while at < unit.end and (line := file.readline()):
            at += len(line)
            yield line if at > len(line) else line.removeprefix(BOM_UTF8)


@contextlib.contextmanager
def _parquet(path: str) -> Iterator[Any]:
    import pyarrow
    import pyarrow.parquet

    folder, name = place_of(path)
    with folder.open(name) as stream:
        try:
            yield pyarrow.parquet.ParquetFile(stream)
        except pyarrow.ArrowException as error:
            raise UsageError(f"{path} is damaged or no Parquet file: {one_line(error)}") from error


def digest(rows: Iterable[Row | str]) -> str:
    """Return the digest of a unit's rows."""
    found = hashlib.sha256()
    for row in rows:
        for value in (row,) if isinstance(row, str) else row:
            data = value.encode() if isinstance(value, str) else value
            data = data if isinstance(data, bytes) else repr(data).encode()
            found.update(f"{type(value).__name__} {len(data)} ".encode() + data)
        found.update(b"\n")
    return found.hexdigest()


def one_line(error: Exception) -> str:
    """Return what an error says, in one line of a length to print."""
    return " ".join(str(error).split())[:200]
