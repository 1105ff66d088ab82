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
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, NamedTuple

import msgspec

from pipeline.errors import UsageError
from pipeline.read.formats import is_read
from pipeline.records import FILES, UNDECODABLE, Analysis, Failure
from pipeline.run.attempts import DEADLY, Asked, attempt, attempt_all
from pipeline.run.doubles import digest_of, packed, taken
from pipeline.run.units import UNIT_BYTES, Row, Unit, digest, one_line, rows_of, split
from pipeline.settings import Reviewed, Settings
from pipeline.store import results
from pipeline.store.fingerprint import fingerprint
from pipeline.store.ids import is_name
from pipeline.store.results import Made, encoded
from pipeline.store.storage import Place, place
from pipeline.workers.local import Aside, Engine, local

SUFFIXES = (".jsonl", ".parquet")
RECEIPTS = "_receipts"


class Work(NamedTuple):
    """An article to analyse."""

    id: str
    text: str | bytes
    source: str
    settings: Settings


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


class Done(NamedTuple):
    """A unit's receipt, whether it stood already, and why its rows could not be read, if so.

    ``ids`` are the digests of its ids, to be compared with those of other units.
    """

    number: int
    receipt: Receipt
    stood: bool
    unread: str | None = None
    ids: bytes = b""


class Summary(NamedTuple):
    """What a run did: articles processed now, and counts over all partitions.

    ``unread`` says which units could not be read while their earlier partitions stay.
    """

    processed: int
    counts: Counter[str]
    unread: list[str]


Report = Callable[[int, int, Receipt], None]


def is_table(seeds: str) -> bool:
    """Tell whether a name on the command line is that of a table, and not of a folder.

    Raises ``UsageError`` for a URL of anything else.
    """
    if "://" in seeds and not seeds.endswith(SUFFIXES):
        raise UsageError(
            f"{seeds} is no table: name a .jsonl or .parquet file by URL (what else a filesystem "
            "needs, such as AWS_ENDPOINT_URL, goes into the environment)"
        )
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
    waiting: Callable[[], None] = lambda: None,
) -> Summary:
    """Process the units of a table that are new or changed, and write their partitions.

    ``table`` and ``out`` are paths or URLs; ``*`` in the table's name stands for several
    tables in order of name. Of rows with one id the first counts, also over units. ``waiting``
    is called when another run on ``out`` must end first; on this machine only.
    Raises ``UsageError``, ``OutputError`` or ``ModelError``; an article that fails is a line
    of ``failures/``.
    """
    units = split(table, unit_bytes)
    store = place(out)
    engine = engine or local(min(jobs or os.cpu_count() or 1, len(units)))
    made = fingerprint(settings)
    how: dict[str, Any] = {"out": store.url, "made": made, "settings": settings}
    with _alone(store, waiting):
        found = {}
        for n, done in enumerate(_engaged(engine, units, {**how, "force": force}), 1):
            found[done.number] = done
            report(n, len(units), done.receipt)
        doubles = taken({number: done.ids for number, done in found.items()})
        again = [
            unit._replace(taken=doubles.get(unit.number, ()))
            for unit in units
            if found[unit.number].ids
            and found[unit.number].receipt.made.wanted != doubles.get(unit.number, ())
        ]
        for done in _engaged(engine, again, {**how, "force": True}):
            found[done.number] = done
        _drop_others(store, {unit.name for unit in units})
    return _summary(found.values())


def _engaged(engine: Engine, units: list[Unit], how: dict[str, Any]) -> Iterator[Done]:
    return engine(partial(process, **how), units, partial(_lost, **how))


def _summary(found: Iterable[Done]) -> Summary:
    counts: Counter[str] = Counter()
    processed = 0
    for done in found:
        counts.update(done.receipt.counts)
        if not done.stood:
            processed += done.receipt.count("articles") + done.receipt.count("failures")
    return Summary(processed, counts, sorted(done.unread for done in found if done.unread))


@contextlib.contextmanager
def _alone(store: Place, waiting: Callable[[], None]) -> Iterator[None]:
    """Keep other runs out of a folder of this machine, and clear what killed ones left there."""
    if store.folder is None:
        yield
        return
    with results.one_run(store.folder, waiting):
        for name in (RECEIPTS, *FILES):
            for part in (store.folder / name).glob(".part-*.part"):
                part.unlink(missing_ok=True)
        yield


def process(
    unit: Unit,
    *,
    out: str,
    made: Made,
    settings: Settings,
    force: bool,
    do: Callable[[Work], Analysis | Failure] | None = None,
) -> Done:
    """Write a unit's partition, unless it stands already; ``do`` analyses an article."""
    store = place(out)
    receipt = _standing(store, unit)
    try:
        rows = list(rows_of(unit))
    except Exception as error:  # whatever a damaged file makes pyarrow raise
        reason = f"cannot be read ({one_line(error)}): check the file"
        if receipt is None or receipt.made.seed is None:
            return Done(unit.number, _write(store, unit, made, [_failure(unit, reason)]), False)
        name = unit.table.rpartition("/")[2]
        said = f"{name}: {unit.name} {reason}; its earlier partition stays"
        return Done(unit.number, receipt, True, said)
    ids = packed(row.id for row in rows if isinstance(row, Row))
    made = msgspec.structs.replace(made, seed=digest(rows), wanted=unit.taken)
    if receipt is not None and not force:
        stands = msgspec.structs.replace(receipt.made, wanted=unit.taken) == made
        if stands:  # which ids other units have, is seen when all are read
            return Done(unit.number, receipt, True, None, ids)
    works = _works(unit, rows, settings)
    if do is None:
        found = (result for _, result in attempt_all(map(_asked, works), settings))
    else:
        found = (one if isinstance(one, Failure) else do(one) for one in works)
    return Done(unit.number, _write(store, unit, made, found), False, None, ids)


def _lost(unit: Unit, **how: Any) -> Done:
    """Write the partition of a unit that kills its workers, each article in a process aside."""
    with Aside() as aside:
        return process(unit, do=lambda work: aside(_do, work, _deadly), **how)


def _do(work: Work) -> Analysis | Failure:
    return attempt(_asked(work), work.settings)


def _asked(work: Work | Failure) -> Asked:
    data = work if isinstance(work, Failure) else work.text
    data = data.encode() if isinstance(data, str) else data
    return Asked(data, work.id, work.source, Reviewed(), {})


def _deadly(work: Work) -> Failure:
    return Failure(id=work.id, source=work.source, stage="worker", error=DEADLY)


def _works(unit: Unit, rows: Iterable[Row | str], settings: Settings) -> Iterator[Work | Failure]:
    """Yield the articles of a unit's rows, and what is wrong with the others."""
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
        if not is_name(id):
            wrong = f"has the id “{id[:80]}”: an id is a name, never a path"
            id = unit.name
        elif id in seen:
            wrong = "has the id of an earlier row: give every article one of its own"
        elif unit.taken and digest_of(id) in unit.taken:
            wrong = "has the id of a row before this part of the table: give every article its own"
        elif not isinstance(row.text, str | bytes):
            wrong = "has no text: it must be a string, or the bytes of a file in a column “data”"
        elif not isinstance(source, str) or not is_read(source):
            wrong = "has a source that does not end as a file that is read, such as .txt or .html"
        else:
            yield Work(id, row.text, source, settings)
        seen.add(id)
        if wrong:
            error = f"row {n} of {unit.name} {wrong}"
            yield Failure(id=id, source=str(source), stage="read", error=error)


def _failure(unit: Unit, reason: str) -> Failure:
    """Return a failure of what has no id: it gets the unit's name."""
    source = unit.table.rpartition("/")[2]
    return Failure(id=unit.name, source=source, stage="read", error=reason)


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


def _standing(store: Place, unit: Unit) -> Receipt | None:
    """Return a partition's receipt if its files are there, as they were written.

    A file that was changed after its receipt is compared by its digest.
    """
    name = f"{RECEIPTS}/{unit.name}.json"
    try:
        receipt = msgspec.json.decode(store.read(name), type=Receipt)
        since = store.changed(name)
    except (OSError, *UNDECODABLE):
        return None
    for kind in FILES:
        name, part = f"{kind}/{unit.name}.jsonl", receipt.parts.get(kind)
        if part is None or store.size(name) != part.size:
            return None
        if store.changed(name) > since and store.digest(name) != part.digest:
            return None
    return receipt


def _drop_others(store: Place, kept: set[str]) -> None:
    """Remove the partitions of units that the table no longer has."""
    for folder in (RECEIPTS, *FILES):  # receipts first: they speak of the rest
        for name in store.matching("part-*", folder):
            if PurePosixPath(name).stem not in kept:
                store.remove(f"{folder}/{name}")
