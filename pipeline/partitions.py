"""A run over a table of articles, JSONL or Parquet, from and to any filesystem of pyarrow.

The table is cut, in order, into units: a row group of Parquet, some megabytes of JSONL. A
unit's worker reads it, analyses its articles as those of a folder are (``ID.txt``), and
writes a partition: ``KIND/part-000012.jsonl`` for every kind of record and, last of all,
``_receipts/part-000012.json`` with what made them. A unit whose receipt still holds is
left alone, so that a rerun goes on from what is done. The partitions of a kind, joined in
order, are what a run over a folder writes in one file.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, NamedTuple

import msgspec

from pipeline.batch import attempt
from pipeline.engines import Engine, local
from pipeline.errors import UsageError
from pipeline.fingerprint import fingerprint
from pipeline.records import FILES, Analysis, Failure
from pipeline.results import Made, encoded
from pipeline.settings import Settings
from pipeline.stages.read import FORMATS
from pipeline.storage import Place, place, place_of

SUFFIXES = (".jsonl", ".parquet")
UNIT_BYTES = 8 * 2**20  # of JSONL: some thousand articles, under a minute of work
RECEIPTS = "_receipts"


class Unit(NamedTuple):
    """A stretch of a table: bytes from ``start`` to ``end``, or the row group ``start``."""

    number: int
    table: str
    start: int
    end: int

    @property
    def name(self) -> str:
        """The name of its partition; names sort as the units do, up to a million."""
        return f"part-{self.number:06d}"


class Row(NamedTuple):
    """A row of a table, as it is there."""

    id: object
    text: object
    source: object


class Part(msgspec.Struct, frozen=True):
    """A file of a partition."""

    size: int
    digest: str


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What made a partition, and what it is. ``made.seed`` is the digest of the unit's rows."""

    id: str
    made: Made
    parts: dict[str, Part]
    counts: dict[str, int]

    def count(self, name: str) -> int:
        """Return how many of a kind there are."""
        return self.counts.get(name, 0)


class Summary(NamedTuple):
    """What a run did: articles processed now, and counts over all partitions."""

    processed: int
    counts: Counter[str]


Report = Callable[[int, int, Receipt], None]


def is_table(seeds: str) -> bool:
    """Tell whether a name on the command line is that of a table, and not of a folder."""
    return seeds.endswith(SUFFIXES) and not Path(seeds).is_dir()


def run(
    table: str,
    out: str,
    settings: Settings,
    *,
    engine: Engine | None = None,
    jobs: int | None = None,
    force: bool = False,
    unit_bytes: int = UNIT_BYTES,
    report: Report = lambda done, total, receipt: None,
) -> Summary:
    """Process the units of a table that are new or changed, and write their partitions.

    ``table`` and ``out`` are paths or URLs; ``*`` in the table's name stands for several
    tables in order of name. Raises ``UsageError``, ``OutputError`` or ``ModelError``; an
    article that fails is a line of ``failures/``.
    """
    units = split(table, unit_bytes)
    store = place(out)
    engine = engine or local(min(jobs or os.cpu_count() or 1, len(units)))
    made = fingerprint(settings)
    work = partial(process, out=store.url, made=made, settings=settings, force=force)
    lost = partial(_lost, out=store.url, made=made)
    counts: Counter[str] = Counter()
    processed = 0
    for done, (receipt, fresh) in enumerate(engine(work, units, lost), 1):
        counts.update(receipt.counts)
        processed += 0 if fresh else receipt.counts["articles"] + receipt.counts["failures"]
        report(done, len(units), receipt)
    _drop_others(store, {unit.name for unit in units})
    return Summary(processed, counts)


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
                missing = {"id", "text"} - set(file.schema_arrow.names)
                if missing:
                    raise UsageError(f"{path} has no column {' or '.join(sorted(missing))}")
                units += [Unit(0, path, n, n) for n in range(file.num_row_groups)]
    if not units:
        raise UsageError(f"{table} holds no article: name a .jsonl or .parquet file of them")
    return [unit._replace(number=n) for n, unit in enumerate(units)]


def process(
    unit: Unit, *, out: str, made: Made, settings: Settings, force: bool
) -> tuple[Receipt, bool]:
    """Write a unit's partition, unless it is there; returns its receipt and which it was."""
    store = place(out)
    try:
        rows = list(_rows(unit))
    except Exception as error:  # whatever a damaged file makes pyarrow raise
        reason = f"cannot be read ({_line(error)}): check the file"
        return _write(store, unit, made, [_failure(unit, reason)]), False
    made = msgspec.structs.replace(made, seed=_digest(rows))
    receipt = None if force else _standing(store, unit, made)
    if receipt is not None:
        return receipt, True
    return _write(store, unit, made, _analysed(unit, rows, settings)), False


def _analysed(
    unit: Unit, rows: Sequence[Row | str], settings: Settings
) -> Iterator[Analysis | Failure]:
    seen: set[str] = set()
    for n, row in enumerate(rows, 1):
        if isinstance(row, str):
            yield _failure(unit, f"row {n} {row}")
            continue
        id = str(row.id) if type(row.id) is int and abs(row.id) < 2**63 else row.id
        if not isinstance(id, str) or not id:
            yield _failure(unit, f"row {n} has no id: give every article one of its own")
            continue
        source = row.source or f"{id}.txt"
        wrong = None
        if id in seen:
            wrong = "has the id of an earlier row: give every article one of its own"
        elif not isinstance(row.text, str):
            wrong = "has no text: it must be a string"
        elif not isinstance(source, str) or PurePosixPath(source).suffix.lower() not in FORMATS:
            wrong = "has a source that does not end as a file that is read, such as .txt or .html"
        else:
            yield attempt(row.text.encode(), id, source, settings)
        seen.add(id)
        if wrong:
            error = f"row {n} of {unit.name} {wrong}"
            yield Failure(id=id, source=str(source), stage="read", error=error)


def _failure(unit: Unit, reason: str, stage: str = "read") -> Failure:
    """Return a failure of what has no id: it gets the unit's name."""
    source = unit.table.rpartition("/")[2]
    return Failure(id=unit.name, source=source, stage=stage, error=reason)


def _lost(unit: Unit, *, out: str, made: Made) -> tuple[Receipt, bool]:
    """Write the partition of a unit that kills its workers: one failure."""
    reason = "the worker process died on it, perhaps for lack of memory: make its articles smaller"
    return _write(place(out), unit, made, [_failure(unit, reason, "worker")]), False


def _write(
    store: Place, unit: Unit, made: Made, found: Iterator[Analysis | Failure] | list[Failure]
) -> Receipt:
    """Write the files of a partition, each whole or not at all, and then its receipt."""
    counts: Counter[str] = Counter(dict.fromkeys(FILES, 0))
    sizes: Counter[str] = Counter()
    digests = {kind: hashlib.sha256() for kind in FILES}
    receipt_name = f"{RECEIPTS}/{unit.name}.json"
    with contextlib.ExitStack() as stack:
        streams: dict[str, BinaryIO] = {
            kind: stack.enter_context(store.replacing(f"{kind}/{unit.name}.jsonl"))
            for kind in FILES
        }
        for result in found:
            sections, more = encoded(result)
            counts.update(more)
            for kind, section in sections.items():
                streams[kind].write(section)
                digests[kind].update(section)
                sizes[kind] += len(section)
        store.remove(receipt_name)  # it speaks of the files that are now replaced
    parts = {kind: Part(sizes[kind], digests[kind].hexdigest()) for kind in FILES}
    receipt = Receipt(id=unit.name, made=made, parts=parts, counts=dict(counts))
    with store.replacing(receipt_name) as stream:
        stream.write(msgspec.json.encode(receipt) + b"\n")
    return receipt


def _standing(store: Place, unit: Unit, made: Made) -> Receipt | None:
    """Return a partition's receipt if it was made the same way and its files are there."""
    try:
        receipt = msgspec.json.decode(store.read(f"{RECEIPTS}/{unit.name}.json"), type=Receipt)
    except (OSError, msgspec.MsgspecError):
        return None
    whole = receipt.made == made and all(
        kind in receipt.parts
        and store.size(f"{kind}/{unit.name}.jsonl") == receipt.parts[kind].size
        for kind in FILES
    )
    return receipt if whole else None


def _drop_others(store: Place, kept: set[str]) -> None:
    """Remove the partitions of units that the table no longer has."""
    for folder in (RECEIPTS, *FILES):  # receipts first: they speak of the rest
        for name in store.matching("part-*", folder):
            if PurePosixPath(name).stem not in kept:
                store.remove(f"{folder}/{name}")


def _rows(unit: Unit) -> Iterator[Row | str]:
    """Yield a unit's rows, or what is wrong with one that cannot be decoded."""
    if unit.table.endswith(".parquet"):
        with _parquet(unit.table) as file:
            columns = [c for c in Row._fields if c in file.schema_arrow.names]
            group = file.read_row_group(unit.start, columns=columns, use_threads=False)
            yield from map(_row, group.to_pylist())
        return
    for line in _lines(unit):
        if line.strip():
            try:
                row = msgspec.json.decode(line)
                yield _row(row) if isinstance(row, dict) else "is no JSON object"
            except (msgspec.MsgspecError, ValueError, RecursionError) as error:
                yield f"is no JSON object ({_line(error)})"


def _row(row: dict[str, object]) -> Row:
    return Row(row.get("id"), row.get("text"), row.get("source"))


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
            yield line


@contextlib.contextmanager
def _parquet(path: str) -> Iterator[Any]:
    import pyarrow
    import pyarrow.parquet

    folder, name = place_of(path)
    with folder.open(name) as stream:
        try:
            yield pyarrow.parquet.ParquetFile(stream)
        except pyarrow.ArrowException as error:
            raise UsageError(f"{path} is damaged or no Parquet file: {_line(error)}") from error


def _digest(rows: Sequence[Row | str]) -> str:
    digest = hashlib.sha256()
    for row in rows:
        for value in (row,) if isinstance(row, str) else row:
            data = value.encode() if isinstance(value, str) else repr(value).encode()
            digest.update(f"{type(value).__name__} {len(data)} ".encode() + data)
        digest.update(b"\n")
    return digest.hexdigest()


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
